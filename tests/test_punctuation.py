"""Punctuation, torn lines and hyphenation, by hand-written cases; each kind of damage with what only looks like it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

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


@pytest.mark.parametrize("lang", [None, "en", "fr", "de", "ja", "xx"])
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
