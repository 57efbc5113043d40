"""Labelled pages for the chrome scorer, from the development data beside the checkout (../shared/data/chrome-dev).

Three kinds of labels, surest first: snippets that people marked as article or furniture; gold texts of articles; and,
for pages that are there as HTML, what two extractors agree on (trafilatura and resiliparse, when they are installed).
Lines nobody speaks of have no weight. Nothing of the texts is kept.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from cleanpipe.chrome.units import Unit, units_of
from cleanpipe.document import Document
from cleanpipe.scoring.langid.identification import language_of
from cleanpipe.training.chrome import Example
from cleanpipe.training.pages import signs_of

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "chrome-dev"
CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "pages"
KITS = DATA.parents[1] / "kits"
_WORD = re.compile(r"\w+")

#: Weight of a line of our own pages: each is known, and there are few.
OWN_WEIGHT = 1.5

Labels = tuple[list[float], list[float]]


def canon(text: str) -> str:
    """Text without the differences the kits ignore."""
    import sys

    if str(KITS) not in sys.path:
        sys.path.insert(0, str(KITS))
    from cpkit import canon as kit_canon

    return str(kit_canon(text))


def pages() -> list[dict[str, Any]]:
    """All development pages, each with its ``host``."""
    with gzip.open(DATA / "pages.jsonl.gz", "rt", encoding="utf-8") as file:
        found = [json.loads(line) for line in file]
    for page in found:
        page["host"] = _host(page)
    return found


def corpus_pages() -> list[dict[str, Any]]:
    """Our own labelled pages in ``corpus/pages``; each is a host of its own."""
    found = []
    for path in sorted(CORPUS.glob("*/*.lines")):
        rows = [line.split("\t", 1) for line in path.read_text("utf-8").splitlines()]
        found.append(
            {
                "id": f"{path.parent.name}/{path.stem}",
                "set": "corpus",
                "lang": path.parent.name,
                "host": path.stem,
                "text": "\n".join(text for _, text in rows) + "\n",
                "keep": [label == "+" for label, _ in rows],
            }
        )
    return found


def _host(page: dict[str, Any]) -> str:
    host = page.get("site") or ""
    if not host:
        name = page["id"]
        host = name[6:].split("-")[0] if name.startswith("hard::") else re.sub(r"^https?://", "", name).split("/")[0]
    return str(host.removeprefix("www."))


def extracted(cache: Path | None = None) -> dict[str, list[str]]:
    """For each page with HTML, what each extractor takes for its article; empty without the extractors."""
    if cache is not None and cache.exists():
        return dict(json.loads(cache.read_text(encoding="utf-8")))
    try:
        import trafilatura
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    except ImportError:
        return {}
    names = dict(line.split("\t") for line in (DATA / "html-names.tsv").read_text(encoding="utf-8").splitlines())
    texts: dict[str, list[str]] = {}
    with tarfile.open(DATA / "html.tar.xz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            page = names.get(Path(member.name).name)
            if file is None or page is None:
                continue
            html = file.read()
            plain = bytes_to_str(html, detect_encoding(html))
            texts[page] = [
                trafilatura.extract(html, include_comments=False, include_tables=True) or "",
                extract_plain_text(plain, main_content=True, alt_texts=False, links=False),
            ]
    if cache is not None:
        cache.write_text(json.dumps(texts), encoding="utf-8")
    return texts


def _grams(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(canon(text))
    return {tuple(words[i : i + 4]) for i in range(len(words) - 3)}


def found_in(lines: list[str], text: str) -> list[float]:
    """For each line how sure it is part of a text: by its 4-grams, short lines by equality."""
    grams, whole = _grams(text), {canon(line) for line in text.split("\n")}
    joined = canon(text)
    out = []
    for line in map(canon, lines):
        words = _WORD.findall(line)
        if line in whole:
            out.append(1.0)
        elif len(words) >= 4:
            share = sum(tuple(words[i : i + 4]) in grams for i in range(len(words) - 3)) / (len(words) - 3)
            out.append(1.0 if share > 0.6 else 0.0 if share < 0.3 else 0.5)
        else:
            out.append(0.4 if len(line) >= 12 and line in joined else 0.0)
    return out


def labels(page: dict[str, Any], lines: list[str], weak: dict[str, list[str]]) -> Labels:
    """Label (1 content) and weight of each line of a page."""
    if page["set"] == "corpus":
        return [float(keep) for keep in page["keep"]], [OWN_WEIGHT] * len(lines)
    return _gold_labels(page, lines) if page["set"] == "aeb" else _snippet_labels(page, lines, weak.get(page["id"]))


def _gold_labels(page: dict[str, Any], lines: list[str]) -> Labels:
    sure = found_in(lines, page["gold"])
    label = [1.0 if value > 0.5 else 0.0 for value in sure]
    weight = [0.0 if 0.0 < value < 1.0 else 1.0 for value in sure]
    long = [n for n, line in enumerate(lines) if label[n] and len(line) > 80]
    if long:  # a short line far from the article only happens to read like one of its lines
        for n, line in enumerate(lines):
            if label[n] and len(line) <= 60 and not long[0] - 4 <= n <= long[-1] + 4:
                weight[n] = 0.0
    return label, weight


def _snippet_labels(page: dict[str, Any], lines: list[str], weak: list[str] | None) -> Labels:
    size = len(lines)
    label, weight = [0.0] * size, [0.0] * size
    plain = [canon(line) for line in lines]
    if weak:
        one, two = (found_in(lines, text) for text in weak) if weak[1] else [found_in(lines, weak[0])] * 2
        for n in range(size):
            mean = (one[n] + two[n]) / 2
            if mean >= 0.9 or mean <= 0.1:
                label[n], weight[n] = round(mean), 0.4
            elif one[n] in (0.0, 1.0):
                label[n], weight[n] = one[n], 0.1
    for kind, value in (("without", 0.0), ("with", 1.0)):
        for snippet in map(canon, page[kind]):
            hits = [n for n in range(size) if snippet and snippet in plain[n]] or _across(plain, snippet)
            if value == 0.0:  # a short snippet inside a long line says nothing of the line
                hits = [n for n in hits if len(snippet) >= len(plain[n]) / 2] or (hits if len(hits) == 1 else [])
            elif len(hits) > 2:
                continue
            for n in hits:
                label[n], weight[n] = value, max(4 / len(hits), 1.0)
    return label, weight


def _across(plain: list[str], snippet: str) -> list[int]:
    """The lines a snippet runs over when it is found in none."""
    start = " ".join(plain).find(snippet) if snippet else -1
    hits, at = [], 0
    for n, line in enumerate(plain):
        overlap = min(at + len(line), start + len(snippet)) - max(at, start)
        if start >= 0 and overlap > len(line) / 2:
            hits.append(n)
        at += len(line) + 1
    return hits


def examples(page: dict[str, Any], weak: dict[str, list[str]], rng: random.Random) -> list[Example]:
    """A page as it came, and the same article as others would have left it: all furniture gone, or that of one side.

    Without these the scorer takes headings of a clean article for furniture, since it never saw a clean one. Some are
    seen without the rules, so that it can do without them.
    """
    text = page["text"]
    units = units_of(Document(text))
    lines = [text[u.start : u.end] for u in units]
    signs = signs_of(text, units)
    label, weight = labels(page, lines, weak)
    made = [Example.of(text, units, page["host"], label, weight, signs)]
    signs_by_line = dict(zip(lines, signs, strict=True))
    nothing = np.zeros(signs.shape[1], dtype=np.float32)
    for some, wanted, sure in _variants(page, lines, label, weight, rng):
        units, at = [], 0
        for n, line in enumerate(some):
            units.append(Unit(at, at + len(line), n, n))
            at += len(line) + 1
        blind = rng.random() < 0.3
        rows = [nothing if blind else signs_by_line.get(line, nothing) for line in some]
        made.append(Example.of("\n".join(some), units, page["host"], wanted, sure, np.stack(rows)))
    return made


def _variants(
    page: dict[str, Any], lines: list[str], label: list[float], weight: list[float], rng: random.Random
) -> list[tuple[list[str], list[float], list[float]]]:
    made = []
    if page["set"] == "aeb":
        gold = [line.strip() for line in page["gold"].split("\n") if line.strip()]
        if gold:
            made.append((gold, [1.0] * len(gold), [0.7] * len(gold)))
    known = [n for n in range(len(lines)) if weight[n] >= 0.4]
    content = [n for n in known if label[n] == 1.0]
    if len(content) >= 5 and len(known) >= 0.6 * len(lines):
        if page["set"] != "aeb":
            made.append(([lines[n] for n in content], [1.0] * len(content), [0.3] * len(content)))
        low, high = max(0, content[0] - rng.randint(0, 6)), min(len(lines), content[-1] + 1 + rng.randint(0, 8))
        span = range(low, len(lines)) if rng.random() < 0.5 else range(high)
        # Small pages, too: most of the furniture gone, or that of one side.
        for some, share in ((span, rng.choice((0.4, 1.0))), (range(len(lines)), rng.uniform(0.1, 0.5))):
            rows = [n for n in some if label[n] == 1.0 or rng.random() < share]
            made.append(([lines[n] for n in rows], [label[n] for n in rows], [weight[n] / 2 for n in rows]))
    return made


def exchanged(groups: Sequence[tuple[dict[str, Any], Example]], rng: random.Random) -> list[Example]:
    """The article of each page whose lines are known inside the furniture of another page of its language.

    A scorer that saw each article between its own menus only takes their company for a sign.
    """
    known: dict[str, list[tuple[str, Example, list[str]]]] = {}
    for page, example in groups:
        sure = example.weight > 0
        if sure.mean() >= 0.6 and (sure & (example.label > 0.5)).sum() >= 5:
            texts = [page["text"][u.start : u.end] for u in units_of(Document(page["text"]))]
            known.setdefault(language_of(page["text"][:4000]), []).append((page["host"], example, texts))
    made = []
    for pages in known.values():
        for host, example, texts in pages:
            lender, lent, around = rng.choice(pages)
            if lender != host:
                (first, last), (above, below) = _article(example), _article(lent)
                rows = [(lent, around, n) for n in range(above)]
                rows += [(example, texts, n) for n in range(first, last + 1)]
                rows += [(lent, around, n) for n in range(below + 1, len(around))]
                made.append(_put_together(rows, host, lender))
    return made


def _article(example: Example) -> tuple[int, int]:
    """The first and the last unit that is known to be content."""
    content = np.flatnonzero((example.weight > 0) & (example.label > 0.5))
    return int(content[0]), int(content[-1])


def _put_together(rows: list[tuple[Example, list[str], int]], host: str, lender: str) -> Example:
    units, at = [], 0
    for n, (_, texts, row) in enumerate(rows):
        units.append(Unit(at, at + len(texts[row]), n, n))
        at += len(texts[row]) + 1
    text = "\n".join(texts[row] for _, texts, row in rows)
    label = [float(example.label[row]) for example, _, row in rows]
    weight = [float(example.weight[row]) / 2 for example, _, row in rows]
    made = Example.of(text, units, host, label, weight, np.stack([e.page.signs[row] for e, _, row in rows]))
    made.lender = lender
    return made
