"""Score the hand-written passages of ``tests/cases/handwritten`` and say which were repaired, and which harmed.

    python benchmarks/handwritten.py [--half dev|held] [--class NAME] [--show] [--guess]

The passages were written from the list of damage classes, before anyone looked at what the repairers make of them.
Every second passage of a class and language is *held*: its score is printed, its text never shown and never tuned on.
Those of ``tests/cases/handwritten_later`` (``--folder``) were written to tune on, after a first round.

The files hold one passage a line. ``[class language]`` opens a group, ``- `` is a broken text, the ``+ `` lines below
it are the repaired texts that count as right, ``= `` is a text that must stay as it is, ``;`` opens a remark. ``⏎``
stands for a line end and ``{U+200B}`` for the character of that number.

Repaired means equal to one of the right texts, partly that it came closer to the nearest of them, harmed that it went
away from it. A text to be kept is harmed by any change.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

import cleanpipe

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "cases" / "handwritten"
OUTCOMES = ("repaired", "partly", "untouched", "harmed")


class Passage(NamedTuple):
    """One text, and the texts it may become; a text that must stay may only become itself."""

    kind: str
    language: str
    text: str
    right: tuple[str, ...]
    held: bool

    @property
    def keep(self) -> bool:
        return self.right == (self.text,)


def decoded(line: str) -> str:
    line = re.sub(r"\{U\+([0-9A-F]{4,6})\}", lambda found: chr(int(found[1], 16)), line)
    return line.replace("⏎", "\n")


def passages(folder: Path = FOLDER) -> Iterator[Passage]:
    """All passages, file by file."""
    seen: Counter[tuple[str, str, bool]] = Counter()
    for path in sorted(folder.glob("*.txt")):
        kind = language = ""
        lines = [*path.read_text(encoding="utf-8").splitlines(), ""]
        for number, line in enumerate(lines):
            if group := re.fullmatch(r"\[([\w-]+) ([a-z]{2})\]", line):
                kind, language = group.groups()
            elif line[:2] in ("- ", "= "):
                text, right = decoded(line[2:]), []
                following = number + 1
                while line[0] == "-" and lines[following].startswith("+ "):
                    right.append(decoded(lines[following][2:]))
                    following += 1
                place = (kind, language, line[0] == "=")
                # Beginning with either half in turn, so that single passages of a group fall to both.
                held = (seen[place] + len(kind) + len(language)) % 2 == 1
                seen[place] += 1
                yield Passage(kind, language, text, tuple(right) or (text,), held and folder == FOLDER)


def likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def outcome(passage: Passage, result: str) -> str:
    if result.strip() in {text.strip() for text in passage.right}:
        return "repaired"
    if result == passage.text:
        return "untouched"
    before, after = (max(likeness(text, right) for right in passage.right) for text in (passage.text, result))
    return "partly" if after > before and not passage.keep else "harmed"


def line_of(label: str, counts: Counter[str], keep: bool) -> str:
    total = sum(counts.values())
    if keep:
        return f"  {label:26} {total:4} kept {counts['repaired']:4}  harmed {counts['harmed']}"
    figures = "  ".join(f"{name} {counts[name]:3}" for name in OUTCOMES)
    return f"  {label:26} {total:4} {figures}  {counts['repaired'] / total:6.1%}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--half", choices=("dev", "held"), help="only this half")
    parser.add_argument("--class", dest="kind", default="", help="only classes whose name begins so")
    parser.add_argument("--language", help="only this language")
    parser.add_argument("--show", action="store_true", help="print what is not as it should be (dev half only)")
    parser.add_argument("--guess", action="store_true", help="do not tell the language")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args()

    tables: dict[tuple[str, bool], defaultdict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for passage in passages(options.folder):
        if options.half and passage.held != (options.half == "held"):
            continue
        if not passage.kind.startswith(options.kind) or (options.language or passage.language) != passage.language:
            continue
        result = cleanpipe.clean(passage.text, lang=None if options.guess else passage.language)
        made = outcome(passage, result.text)
        half = "held" if passage.held else "dev"
        for table, label in (("class", passage.kind), ("language", passage.language), ("all", "all"), ("all", half)):
            tables[table, passage.keep][label][made] += 1
        if options.show and made != "repaired" and not passage.held:
            print(f"{passage.kind} {passage.language} {made}\n  - {passage.text!r}\n  > {result.text!r}")
            if not passage.keep:
                print(f"  + {passage.right[0]!r}")
            for edit in (*result.edits, *result.suggestions):
                print(f"      {edit.rule} {edit.score:.2f} {edit.state} {edit.old!r} -> {edit.new!r}")

    summary: dict[str, dict[str, int]] = {}
    for keep in (False, True):
        print("Texts to be left alone" if keep else "Broken texts")
        for name in ("class", "language", "all"):
            for label, counts in sorted(tables[name, keep].items()):
                print(line_of(label, counts, keep))
                if name == "all":
                    summary[f"{'keep' if keep else 'broken'} {label}"] = dict(counts)
    print(json.dumps(summary))


if __name__ == "__main__":
    main()
