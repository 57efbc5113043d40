"""What the default pipeline makes of the sample texts: damage dropped and repaired, text kept, clean text left alone.

    python benchmarks/corpus_report.py            # totals, and one line for each document of corpus/dirty
    python benchmarks/corpus_report.py --show     # every miss, and every edit made to corpus/clean

The expectations are those of tests/cases/corpus. A repair counts when the broken words are gone and one of the accepted
readings is there; an edit to corpus/clean is always a mistake. Copies across documents are not looked for here.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from cleanpipe import Pipeline

ROOT = Path(__file__).resolve().parents[1]


def cases() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, text and expectation of each damaged document, one per record for JSON lines."""
    for path in sorted((ROOT / "tests/cases/corpus").glob("*.yaml")):
        expected = yaml.safe_load(path.read_text("utf-8"))
        data = (ROOT / expected["document"]).read_bytes()
        text = (gzip.decompress(data) if expected["document"].endswith(".gz") else data).decode("utf-8")
        if "records" not in expected:
            yield path.stem, text, expected
            continue
        texts = {str(row["id"]): row["text"] for row in map(json.loads, text.splitlines())}
        for name, part in expected["records"].items():
            yield f"{path.stem}/{name}", texts[str(name)], part


def judge(text: str, expected: dict[str, Any]) -> Iterator[tuple[str, bool, str]]:
    """Kind, success and wording of each expectation, measured on a cleaned text."""
    text += "\n"
    lines = {line.strip() for line in text.splitlines()}
    for line in expected.get("drop", []):
        yield "drop", line.strip() not in lines, line
    for pair in expected.get("repair", []):
        mended = pair["broken"] not in text and any(wanted in text for wanted in pair["accept"])
        yield "repair", mended, pair["broken"]
    for phrase in expected.get("keep", []):
        yield "keep", phrase in text, phrase


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print every miss")
    show = parser.parse_args().show
    pipeline = Pipeline.from_rules("news")
    done: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for name, text, expected in cases():
        verdicts = list(judge(pipeline.clean(text).text, expected))
        wanted.update(kind for kind, _, _ in verdicts)
        done.update(kind for kind, good, _ in verdicts if good)
        parts = []
        for kind in ("drop", "repair", "keep"):
            of_kind = [good for one, good, _ in verdicts if one == kind]
            parts.append(f"{kind} {sum(of_kind):3}/{len(of_kind):<3}")
        print(f"{name:30} {'  '.join(parts)}")
        if show:
            for kind, good, words in verdicts:
                if not good:
                    print(f"    {kind}: {words}")
    print(f"{'all':30} " + "  ".join(f"{kind} {done[kind]}/{wanted[kind]}" for kind in ("drop", "repair", "keep")))
    edits: Counter[str] = Counter()
    size = 0
    for path in sorted((ROOT / "corpus/clean").rglob("*.*")):
        text = path.read_text("utf-8")
        size += len(text)
        for edit in pipeline.clean(text).edits:
            edits[edit.rule] += 1
            if show:
                before, after = text[max(0, edit.start - 40) : edit.start], text[edit.end : edit.end + 30]
                change = f"{text[edit.start : edit.end]!r} -> {edit.new!r}"
                print(f"    {path.name}: {edit.rule}: {before!r} [{change}] {after!r}")
    listed = ", ".join(f"{rule} {count}" for rule, count in edits.most_common())
    print(f"clean text: {sum(edits.values())} edits in {size} characters{': ' + listed if listed else ''}")


if __name__ == "__main__":
    main()
