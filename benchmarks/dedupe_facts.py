"""Look-alikes and near copies: how many pairs with another fact are merged, how many with the same facts are found.

    python benchmarks/dedupe_facts.py [--pairs 3000] [--seed 1] [--show 20] [--shared DIR]

Pairs come from ``tests/lookalikes.py``: reports in eleven languages that differ in one fact (a figure, a number word, a
name, a date, a unit, a negation, an opposite ...) or in their writing only. Rates by kind and by language. A third set
takes real paragraphs of the kits, in many languages, and changes a figure, a name, two names or a "not" in them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from rapidfuzz import fuzz

from cleanpipe.dedupe import near_copies

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from lookalikes import Pair, other_facts, other_shapes

SHARED = Path(__file__).resolve().parents[2] / "shared"
_NAME = re.compile(r"(?<=[a-zà-ÿ,] )[A-ZÀ-ÖØ-ÞА-Я][^\W\d_]{2,}\b")
_NUMBERS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty".split()
_VERB = re.compile(r"\b(is|was|are|were|has|had|will|would|can|could|should)\b(?! not)")


def paragraphs(shared: Path) -> list[tuple[str, str]]:
    """Language and text of real paragraphs of 12 to 60 words."""
    out = []
    for name in ("dedup-dev/docs", "harm-dev/items"):
        with gzip.open(shared / "data" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                texts = row.get("paragraphs") or row["text"].split("\n\n")
                out += [(row.get("lang", "en"), text) for text in texts if 12 <= len(text.split()) <= 60]
    return out


def real_facts(count: int, seed: int, shared: Path) -> list[Pair]:
    """Real paragraphs, each with one fact changed."""
    rng = random.Random(seed)
    texts = paragraphs(shared)
    names: dict[str, list[str]] = defaultdict(list)
    for lang, text in texts:
        names[lang] += _NAME.findall(text)
    pairs = []
    for lang, text in rng.sample(texts, min(count, len(texts))):
        kind = rng.choice(("digit", "name", "swapped", "number word", "negation"))
        changed = _changed(text, kind, lang, names[lang], rng)
        if changed is not None and changed != text:
            pairs.append(Pair(kind, lang, text, changed))
    return pairs


def _changed(text: str, kind: str, lang: str, names: list[str], rng: random.Random) -> str | None:
    if kind == "digit" and (digits := list(re.finditer(r"\d", text))):
        at = rng.choice(digits).start()
        return text[:at] + rng.choice("0123456789") + text[at + 1 :]
    own = sorted(set(_NAME.findall(text)))
    if kind == "name" and own and lang != "de" and len(names) > 20:  # every German noun has a capital
        old, new = rng.choice(own), rng.choice(names)
        return None if new in text or new[:4] == old[:4] else re.sub(rf"\b{old}\b", new, text)
    if kind == "swapped" and len(own) > 1 and lang != "de":
        one, two = rng.sample(own, 2)
        if f"{one} {two}" not in text and f"{two} {one}" not in text:
            return re.sub(rf"\b({one}|{two})\b", lambda m: two if m.group() == one else one, text)
    if lang == "en" and kind == "number word":
        places = [m for m in re.finditer(r"\b[a-z]+\b", text) if m.group() in _NUMBERS]
        if places:
            m = rng.choice(places)
            return text[: m.start()] + rng.choice(_NUMBERS) + text[m.end() :]
    if lang == "en" and kind == "negation" and (verbs := list(_VERB.finditer(text))):
        at = rng.choice(verbs).end()
        return f"{text[:at]} not{text[at:]}"
    return None


def merged(pairs: Sequence[Pair]) -> list[bool]:
    """Whether the two texts of each pair come into one cluster, each pair on its own."""
    return [near_copies([pair.one, pair.two]) == [0, 0] for pair in pairs]


def table(pairs: Sequence[Pair], together: Sequence[bool], key: str) -> str:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for pair, yes in zip(pairs, together, strict=True):
        row = counts[getattr(pair, key)]
        row[0] += yes
        row[1] += 1
    return ", ".join(f"{name} {yes}/{all_}" for name, (yes, all_) in sorted(counts.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--shared", type=Path, default=SHARED)
    args = parser.parse_args()
    sets = [
        ("merged, other fact", other_facts(args.pairs, args.seed), True),
        ("found, other shape", other_shapes(args.pairs, args.seed), False),
    ]
    if args.shared.is_dir():
        sets.append(("merged, real paragraphs with another fact", real_facts(args.pairs, args.seed, args.shared), True))
    for name, pairs, wrong in sets:
        if not wrong:  # a cut text may be shorter than its ratio allows
            pairs = [
                pair for pair in pairs if pair.kind == "cut" or fuzz.ratio(pair.one.lower(), pair.two.lower()) >= 80
            ]
        together = merged(pairs)
        print(f"{name}: {sum(together)} of {len(pairs)}, {100 * sum(together) / len(pairs):.2f} %")
        print("  " + table(pairs, together, "kind"))
        if len({pair.lang for pair in pairs}) < 20:
            print("  " + table(pairs, together, "lang"))
        shown = [pair for pair, yes in zip(pairs, together, strict=True) if yes is wrong][: args.show]
        for pair in shown:
            print(f"    {pair.kind} {pair.lang}\n      {pair.one!r}\n      {pair.two!r}")


if __name__ == "__main__":
    main()
