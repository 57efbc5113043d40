"""How good the default pipeline is on the sample texts, and that it never gets worse unseen.

    python tests/test_quality_floors.py                          # the figures beside their floors
    python tests/test_quality_floors.py --update                 # raise floors to what is reached
    python tests/test_quality_floors.py --update --allow-lower   # set them, also lower: say why in the commit

Two figures have no floor, since there is only one right number: phrases of the body that are lost (none), and edits to
edited text (none). The others are counts by language, and hold for one state of the corpus, named by its digest.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from cleanpipe import Pipeline, Result

ROOT = Path(__file__).resolve().parents[1]
FLOORS = Path(__file__).with_name("quality_floors.yaml")
UPDATE = "python tests/test_quality_floors.py --update"
#: What is counted, and whether more is better.
BETTER = {
    "dropped": "furniture of corpus/dirty that goes",
    "repaired": "damage of corpus/dirty that is repaired as one of the accepted readings",
    "page_dropped": "furniture of corpus/pages that goes",
}
WORSE = {
    "unnamed": "lines of corpus/dirty that go though no expectation names them",
    "page_lost": "lines of the body of corpus/pages that go",
}
HEAD = f"""\
# Floors and ceilings of tests/test_quality_floors.py, by language, and the digest of the texts they were measured on.
# Do not edit: {UPDATE}
"""
Counts = dict[str, dict[str, int]]


def _benchmark(name: str) -> ModuleType:
    """A script of benchmarks/: what it prints and what is tested here must be judged alike."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass
class Measured:
    """What the pipeline makes of the corpus: counts by language, what could be reached, and the plain mistakes."""

    counts: Counts = field(default_factory=dict)
    possible: Counts = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)

    def add(self, lang: str, what: str, good: bool) -> None:
        for table, number in ((self.counts, int(good)), (self.possible, 1)):
            row = table.setdefault(what, {})
            row[lang] = row.get(lang, 0) + number


def removed_lines(result: Result) -> list[str]:
    """The lines that edits have taken out of a text as a whole, as they stood there."""
    gone = [(edit.start, edit.end) for edit in result.edits if not edit.new.strip()]
    lines, start = [], 0
    for line in result.original.split("\n"):
        end = start + len(line)
        if line.strip() and any(first <= start and end <= last for first, last in gone):
            lines.append(line.strip())
        start = end + 1
    return lines


@cache
def measured() -> Measured:
    pipeline = Pipeline.from_rules("news")
    report, pages = _benchmark("corpus_report"), _benchmark("corpus_pages")
    found = Measured()
    for name, text, expected in report.cases():
        result = pipeline.clean(text)
        lang = _language_of(name, result)
        for kind, good, words in report.judge(result.text, expected):
            if kind != "keep":
                found.add(lang, {"drop": "dropped", "repair": "repaired"}[kind], good)
            elif not good:
                found.lost.append(f"{name}: {words}")
        named = {line.strip() for key in ("drop", "suggest_or_leave") for line in expected.get(key, [])}
        for line in removed_lines(result):
            found.add(lang, "unnamed", line not in named)
    for path in sorted((ROOT / "corpus/pages").rglob("*.lines")):
        rows = [line.split("\t", 1) for line in path.read_text("utf-8").splitlines()]
        kept = pages.kept_lines(pipeline, [text for _, text in rows], path.stem)
        for (label, _), stays in zip(rows, kept, strict=True):
            found.add(path.parent.name, "page_lost" if label == "+" else "page_dropped", not stays)
    for path in sorted((ROOT / "corpus/clean").rglob("*.*")):
        for edit in pipeline.clean(path.read_text("utf-8")).edits:
            found.edited.append(f"{path.name}: {edit.rule} at {edit.start}: {edit.old!r} -> {edit.new!r}")
    return found


@cache
def _folders() -> dict[str, str]:
    """The language of each document of corpus/dirty, which is its folder."""
    return {path.name.split(".")[0]: path.parent.name for path in (ROOT / "corpus/dirty").glob("*/*")}


def _language_of(name: str, result: Result) -> str:
    return _folders().get(name) or result.lang or "und"


def digest() -> str:
    """A hash of every sample text and every expectation."""
    found = hashlib.sha256()
    for folder in (ROOT / "corpus", ROOT / "tests/cases/corpus"):
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "README.md"):
            # Line ends may differ by checkout; everything else counts.
            data = path.read_bytes() if path.suffix == ".gz" else path.read_bytes().replace(b"\r\n", b"\n")
            found.update(f"{path.relative_to(ROOT).as_posix()} {len(data)}\n".encode() + data)
    return found.hexdigest()


def fallen(pinned: Counts, found: Counts) -> list[str]:
    """What is worse than pinned, in words; a language that is gone has fallen to nothing.

    >>> fallen({"dropped": {"en": 5}, "unnamed": {"en": 2}}, {"dropped": {"en": 4}, "unnamed": {"en": 2, "de": 1}})
    ['dropped, en: 4, floor 5', 'unnamed, de: 1, ceiling 0']
    """
    worse = []
    for what in BETTER:
        for lang, floor in pinned.get(what, {}).items():
            number = found.get(what, {}).get(lang, 0)
            if number < floor:
                worse.append(f"{what}, {lang}: {number}, floor {floor}")
    for what in WORSE:
        for lang, number in found.get(what, {}).items():
            ceiling = pinned.get(what, {}).get(lang, 0)
            if number > ceiling:
                worse.append(f"{what}, {lang}: {number}, ceiling {ceiling}")
    return worse


def updated(old: dict[str, Any], found: Measured, corpus: str, allow_lower: bool) -> dict[str, Any]:
    """The floors file after an update. Raises ValueError when a floor would fall and that is not allowed."""
    if found.lost or found.edited:
        raise ValueError(
            "text is lost or edited text is edited; that has no floor:\n" + "\n".join(found.lost + found.edited)
        )
    counts = {what: dict(sorted(found.counts.get(what, {}).items())) for what in (*BETTER, *WORSE)}
    worse = fallen(old["pinned"], counts) if old else []
    if worse and not allow_lower:
        raise ValueError("these would be lowered; --allow-lower does it:\n" + "\n".join(worse))
    return {"corpus": corpus, "pinned": counts}


def _pinned() -> dict[str, Any]:
    return yaml.safe_load(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {}


# ---------------------------------------------------------------- tests


def test_floors_are_those_of_this_corpus() -> None:
    assert _pinned()["corpus"] == digest(), f"sample texts or expectations have changed; measure anew: {UPDATE}"


def test_nothing_of_the_body_is_lost() -> None:
    assert measured().lost == []


def test_edited_text_is_left_alone() -> None:
    assert measured().edited == []


def test_nothing_falls_below_its_floor() -> None:
    assert fallen(_pinned()["pinned"], measured().counts) == [], "see benchmarks/corpus_report.py --show"


def test_floors_are_worth_the_name() -> None:
    """Every kind is measured, in several languages, on enough of it, and most of it is done."""
    counts, possible = measured().counts, measured().possible
    for what in BETTER:
        assert len(_pinned()["pinned"][what]) >= 8, what
        assert sum(counts[what].values()) >= 0.6 * sum(possible[what].values()) >= 90, what
    for what in WORSE:
        assert sum(counts[what].values()) <= 0.1 * sum(possible[what].values()), what


def test_update_refuses_to_lower_a_floor() -> None:
    assert updated({}, Measured(counts={"unnamed": {"en": 3}}), "now", allow_lower=False)["pinned"]["unnamed"] == {
        "en": 3
    }
    old = {"corpus": "before", "pinned": {"dropped": {"en": 5}, "unnamed": {"en": 2}}}
    worse = Measured(counts={"dropped": {"en": 4}, "unnamed": {"en": 3}})
    with pytest.raises(ValueError, match=r"(?s)--allow-lower.*dropped, en: 4, floor 5.*unnamed, en: 3, ceiling 2"):
        updated(old, worse, "now", allow_lower=False)
    assert updated(old, worse, "now", allow_lower=True)["pinned"]["dropped"] == {"en": 4}
    better = Measured(counts={"dropped": {"en": 6, "de": 1}, "unnamed": {"en": 0}})
    assert updated(old, better, "now", allow_lower=False)["pinned"]["dropped"] == {"de": 1, "en": 6}
    assert updated(old, better, "now", allow_lower=False)["corpus"] == "now"


@pytest.mark.parametrize("harm", [Measured(lost=["a ferry"]), Measured(edited=["a ferry"])])
def test_update_never_accepts_harm(harm: Measured) -> None:
    with pytest.raises(ValueError, match="ferry"):
        updated({}, harm, "now", allow_lower=True)


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; with --update, write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="pin what is reached now")
    parser.add_argument("--allow-lower", action="store_true", help="also where that is less than before")
    options = parser.parse_args(arguments)
    found, old = measured(), _pinned()
    for what, words in {**BETTER, **WORSE}.items():
        print(f"{what}: {words}")
        for lang, count in sorted(found.possible.get(what, {}).items()):
            pinned = old.get("pinned", {}).get(what, {}).get(lang, 0)
            print(f"    {lang}  {found.counts[what][lang]:4} of {count:4}   pinned {pinned:4}")
    print(*(f"LOST    {line}" for line in found.lost), *(f"EDITED  {line}" for line in found.edited), sep="\n")
    if options.update:
        try:
            new = updated(old, found, digest(), options.allow_lower)
        except ValueError as error:
            print(error, file=sys.stderr)
            return 1
        FLOORS.write_text(HEAD + yaml.safe_dump(new, sort_keys=False), encoding="utf-8")
        print(f"written: {FLOORS.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
