"""Punctuation, torn lines and hyphenation, by hand-written cases; each kind of damage with what only looks like it."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import yaml

import cleanpipe
from cleanpipe.pipeline import Pipeline
from cleanpipe.rulefile import load_rules

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "punctuation.yaml").read_text(encoding="utf-8")
)


@cache
def pipeline() -> Pipeline:
    """The rules of the core pack alone: what others do to a case is tested with them."""
    return Pipeline(load_rules("core", overrides={"stages": ["unicode", "protect", "repair", "punctuation"]}))


def clean(text: str, lang: str | None) -> str:
    result = pipeline().clean(text, lang=lang)
    assert not result.failed, result.warnings
    assert not result.warnings
    return result.text


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['area']}-{case['lang']}")
def test_case(case: dict[str, Any]) -> None:
    text = case.get("in", case.get("keep"))
    expected = case.get("out", text)
    got = clean(text, case["lang"])
    assert got == expected
    assert clean(got, case["lang"]) == got


def test_cases_are_many_and_mixed() -> None:
    broken = sum("in" in case for case in CASES)
    assert broken >= 110
    assert len(CASES) - broken >= 80
    assert len({case["lang"] for case in CASES}) >= 12


@pytest.mark.parametrize("lang", [None, "en", "fr", "de", "ja", "eo"])
@pytest.mark.parametrize(
    "text",
    ["", "\n", '"', "“", "``", "''", ". . .", "-\n", "( )", "??", ",", '"" ""', "„“„“", "5 -", "$ ", "\n\n", "a-\n\nb"],
)
def test_scraps_do_no_harm(text: str, lang: str | None) -> None:
    once = clean(text, lang)
    assert clean(once, lang) == once


@pytest.mark.parametrize(
    "text",
    [
        "See https://mill.example/a,b;c.html?x=1,y=2 for more.",
        "Write to dr.weir@post.example,please.",
        "Type `a , b ..` and `x( y )` there.",
        "Ask @mill.The about #Run.The first.",
        r"It lies in C:\new\text.The file is there.",
    ],
)
def test_protected_spans_survive(text: str) -> None:
    got = clean(text, "en")
    for span in re.findall(r"https://\S+|dr\.weir@post\.example|`[^`]+`|[@#]\w+\.\w+|C:\\new\\text", text):
        assert span in got


def test_one_paragraph_stays_one() -> None:
    assert "\n" not in clean("The river rose , and the town\twas closed .", "en")
    assert clean("A line.\n", "en") == "A line.\n"


def test_a_document_is_not_restyled() -> None:
    text = 'He said “yes.” She said "no." They said „maybe“.'
    assert clean(text, "en") == text


def test_random_marks_settle() -> None:
    """Marks, blanks and words in any order: one cleaning settles them, a second changes nothing."""
    chance = random.Random(11)
    pieces = [*"ab A.,;:!?'\"“”„«»()-–$%1 2\n", " ", "the ", "\n\n", "said ", "Dr.", "6, 700", "don 't"]
    for _ in range(1500):
        text = "".join(chance.choices(pieces, k=chance.randint(3, 40)))
        lang = chance.choice(["en", "fr", "de", "ru", None])
        once = clean(text, lang)
        assert clean(once, lang) == once, (lang, text)


@pytest.mark.parametrize(
    "unit",
    ["( a ) ", "&amp; ", "1, 1 .1, ", "abc- def ", "U. S. ", '"a ', "“we, he said ", "a\n\nb ", "Ã© ", ".Aa,., "],
)
def test_long_lines_take_time_in_proportion(unit: str) -> None:
    def once(size: int) -> float:
        begun = process_time()
        clean(unit * (size // len(unit)), "en")
        return process_time() - begun

    def seconds(size: int) -> float:
        return min(once(size) for _ in range(3))  # the least of three: a busy machine only ever adds time

    seconds(2_000)
    # Four times the text may take no more than ten times as long; a quadratic pass takes sixteen times.
    assert seconds(40_000) <= 10 * max(seconds(10_000), 0.02)


@pytest.mark.parametrize("text", ["He saw x. y.z.", "see a. b.c.d."])
def test_letters_that_end_a_text_are_no_abbreviation_and_no_failure(text: str) -> None:
    assert cleanpipe.clean(text, lang="en").warnings == ()
