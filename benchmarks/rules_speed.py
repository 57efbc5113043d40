"""How fast line rules are matched on one core, beside ``re`` asked rule by rule in the same run.

    python benchmarks/rules_speed.py [--shared DIR] [--mb 3]

Whole pages of the chrome kit, each once, so that nothing is known from an earlier round. For 30, 300 and 3,000 rules
made of phrases of other pages of that kit (two to four words of a short line, in the languages of the pages, any case,
as whole words): compiled ``re`` patterns searched in every line, one after the other, beside ``LineRules`` with the
same patterns. Both must find the same lines. Then the shipped rules with and without the pre-filter, and the whole
chrome stage. CPU seconds of this process, MB = 10^6 bytes of UTF-8. Prints one JSON line last.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy
from speed import SHARED, documents

import cleanpipe
from cleanpipe.document import Document
from cleanpipe.rulefile import load_rules
from cleanpipe.rulefile.matching import LineRules
from cleanpipe.rulefile.model import Conditions, DropLine, Rule
from cleanpipe.stages.chrome import ChromeStage
from cleanpipe.stages.language import LanguageStage

COUNTS = (30, 300, 3_000)
#: Megabytes that ``re`` gets: it needs about 8 s for one at 300 rules.
SLOW_MB = {30: 1.0, 300: 0.3, 3_000: 0.05}


def phrases(texts: Sequence[str], count: int, seed: int = 1) -> list[str]:
    """Different phrases of short lines, letters and blanks only, of seven characters or more."""
    rng = random.Random(seed)
    lines = sorted({line.strip() for text in texts for line in text.split("\n") if 8 <= len(line.strip()) <= 60})
    found: dict[str, None] = {}
    while len(found) < count:
        words = rng.choice(lines).split()
        size = rng.randint(2, 4)
        if len(words) < size:
            continue
        at = rng.randint(0, len(words) - size)
        phrase = " ".join(words[at : at + size])
        if len(phrase) >= 7 and phrase.replace(" ", "").isalpha():
            found[phrase.lower()] = None
    return list(found)


def seconds(work: Callable[[], Any]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def first(texts: Sequence[str], megabytes: float) -> list[str]:
    """Texts from the beginning until the size is reached."""
    taken, size = [], 0
    for text in texts:
        if size >= megabytes * 1e6:
            break
        taken.append(text)
        size += len(text.encode())
    return taken


def size_of(texts: Sequence[str]) -> float:
    return sum(len(text.encode()) for text in texts) / 1e6


def by_re(patterns: Sequence[re.Pattern[str]], texts: Sequence[str]) -> list[tuple[int, int, int]]:
    """Document, line and rule of each hit, every rule asked of every line."""
    found = []
    for document, text in enumerate(texts):
        for number, line in enumerate(text.split("\n")):
            found += [(document, number, rule) for rule, pattern in enumerate(patterns) if pattern.search(line)]
    return found


def by_rules(matcher: LineRules, documents: Sequence[Document]) -> list[tuple[int, int, str]]:
    """The same from ``LineRules``."""
    return [(number, hit.first, hit.rule.id) for number, d in enumerate(documents) for hit in matcher.hits(d)]


def fresh(rules: Sequence[Rule], languages: set[str | None], **options: bool) -> tuple[LineRules, float]:
    """A matcher that has seen no text, ready for these languages, and the seconds it took to make."""
    matcher = LineRules(rules, **options)
    return matcher, seconds(lambda: [matcher.hits(Document("", lang=lang)) for lang in languages])


def best_of(rules: Sequence[Rule], documents: Sequence[Document]) -> float:
    """The fewest seconds of three matchers, none of which has seen a text; patterns are compiled in the first."""
    times = []
    for _ in range(3):
        matcher, _ = fresh(rules, {document.lang for document in documents})
        times.append(seconds(lambda: by_rules(matcher, documents)))  # noqa: B023
    return min(times)


def phrase_rules(others: Sequence[str], count: int) -> list[Rule]:
    patterns = [rf"\b{re.escape(phrase)}\b" for phrase in phrases(others, count)]
    return [
        Rule(f"{n}", "drop_line", DropLine(Conditions(matches=(pattern,), case="ignore")))
        for n, pattern in enumerate(patterns)
    ]


def generated(texts: Sequence[str], others: Sequence[str]) -> dict[int, dict[str, float]]:
    figures = {}
    plain = [Document(text) for text in texts]
    for count in COUNTS:
        rules = phrase_rules(others, count)
        few = first(texts, SLOW_MB[count])
        patterns = [pattern for rule in rules for pattern in rule.body.conditions.matches]
        compiled = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
        theirs: list[tuple[int, int, int]] = []
        slow = size_of(few) / seconds(lambda: theirs.extend(by_re(compiled, few)))  # noqa: B023
        matcher, _ = fresh(rules, {None})
        same = sorted(theirs) == sorted((d, n, int(rule)) for d, n, rule in by_rules(matcher, plain[: len(few)]))
        if not same:
            sys.exit(f"{count} rules: the answers differ")
        times = []
        for _ in range(3):
            matcher, made = fresh(rules, {None})
            hits: list[tuple[int, int, str]] = []
            times.append(seconds(lambda: hits.extend(by_rules(matcher, plain))))  # noqa: B023
        fast = size_of(texts) / min(times)
        figures[count] = {"re": round(slow, 3), "rules": round(fast, 1), "ratio": round(fast / slow)}
        print(
            f"{count:5} rules: re {slow:7.3f} MB/s, LineRules {fast:6.1f} MB/s, {fast / slow:6.0f} x; "
            f"{len(hits)} hits, the same on the part that both read; made in {made:.2f} s"
        )
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mb", type=float, default=3.0)
    parser.add_argument("--shared", type=Path, default=SHARED)
    arguments = parser.parse_args()
    print(f"cleanpipe {cleanpipe.__version__}, Python {platform.python_version()}, numpy {numpy.__version__}")
    pages = documents("pages", arguments.shared)
    texts = first(pages[::2], arguments.mb)
    figures: dict[str, Any] = {"generated": generated(texts, pages[1::2])}
    book = load_rules("news")
    shipped = book.of("drop_line", "drop_block")
    language = LanguageStage(book.settings)
    marked = [language.annotate(Document(text)) for text in texts]
    few = first(texts, 0.2)
    spoken = {document.lang for document in marked}
    fast = size_of(texts) / best_of(shipped, marked)
    matcher, _ = fresh(shipped, spoken, prefilter=False)
    slow = size_of(few) / seconds(lambda: by_rules(matcher, marked[: len(few)]))
    print(
        f"{len(shipped)} shipped rules: one by one {slow:.3f} MB/s, with the pre-filter {fast:.1f}, {fast / slow:.0f} x"
    )
    added = {}
    for count in (30, 3_000):
        added[count] = best_of([*shipped, *phrase_rules(pages[1::2], count)], marked)
    growth = added[3_000] / added[30]
    print(f"the shipped rules with 3,000 more take {growth:.2f} times as long as with 30 more")
    figures["shipped"] = {"one_by_one": round(slow, 3), "rules": round(fast, 1), "ratio": round(fast / slow)}

    for kind in ("pages", "clean"):
        texts = first(documents(kind, arguments.shared), arguments.mb)
        marked = [language.annotate(Document(text)) for text in texts]
        times = []
        for _ in range(2):
            stage = ChromeStage(shipped, book.settings)
            for lang in {document.lang for document in marked}:
                stage.propose(Document("Warm up\nthe rules", lang=lang))
            times.append(seconds(lambda: [stage.propose(document) for document in marked]))  # noqa: B023
        speed = size_of(texts) / min(times)
        print(f"chrome stage on {kind}: {speed:.1f} MB/s")
        figures[f"chrome_{kind}"] = round(speed, 2)
    figures["growth"] = round(growth, 2)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
