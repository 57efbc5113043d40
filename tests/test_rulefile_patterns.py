"""The linter and the probe of patterns: what is refused, what is let through, and how long it takes."""

from __future__ import annotations

import re
import time

import pytest

from cleanpipe.rulefile.expressions.patternlint import lint
from cleanpipe.rulefile.testing.probe import slowest, texts_for

EXPONENTIAL = [
    r"(a+)+b",
    r"(a*)*b",
    r"(a|a)*b",
    r"(a|ab|b)*c",
    r"(\w+\s?)*!",
    r"(\d+,?)+;",
    r"(?:[\w-]+\.?)+@",
    r"((?:x?)?y?)*z",
    r"([a-z]+){1,30}X",
    r"(?:.*?,){12}P",
    r"^(?:\s*\S*\s*)*$x",
    r"(?=(a+)+b)c",
    r"(?:é+|\w+)+!",
]
SAFE = [
    r"(\w+\s)*x",
    r"(?:ab|ac)*d",
    r"(?:a|bc)+d",
    r"^By [A-Z][\w.-]+( [A-Z][\w.-]+){1,3}( \| \d{1,2} (?:May|June) \d{4})?$",
    r"(?:https?://|www\.)[^\s<>]+",
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    r'"[^"\\]*(?:\\.[^"\\]*)*"',
    r"(?<=\w) +([,;!?]|\.(?!\w))",
    r"\d{1,3}(?:,\d{3})*(?:\.\d+)?",
    r"(?:[A-Z]\.){2,}",
    r"x(?:, \w+)* and y",
]


def codes(pattern: str) -> list[str]:
    return [finding.code for finding in lint(pattern) if finding.severity == "error"]


@pytest.mark.parametrize("pattern", EXPONENTIAL)
def test_exponential_patterns_are_refused(pattern: str) -> None:
    assert "CP303" in codes(pattern)


@pytest.mark.parametrize("pattern", SAFE)
def test_their_safe_likes_are_not(pattern: str) -> None:
    assert codes(pattern) == []
    assert slowest([(pattern, "match")], limit=5)[0] < 5


def test_what_passes_the_linter_does_not_double_with_length() -> None:
    """Random small patterns: those let through must not take exponential time on their own worst texts."""
    import random

    rng = random.Random(5)
    atoms = ["a", "b", "[ab]", r"\w", ".", "ab", "ba"]
    refused = passed = 0
    for _ in range(300):
        parts = [rng.choice(atoms) + rng.choice(["", "*", "+", "?", ""]) for _ in range(rng.randint(1, 3))]
        inner = "".join(parts) if rng.random() < 0.6 else "|".join(parts)
        pattern = f"(?:{inner}){rng.choice(['*', '+', '{1,20}'])}c"
        if "CP303" in codes(pattern):
            refused += 1
            continue
        passed += 1
        search = re.compile(pattern).search
        for unit in ("a", "b", "ab", "ba", "aab"):
            begun = time.thread_time()
            search(unit * (32 // len(unit)) + "!")
            assert time.thread_time() - begun < 0.5, (pattern, unit)
    assert refused > 50
    assert passed > 50


@pytest.mark.parametrize(
    ("pattern", "code", "part"),
    [
        ("x(a+)+y", "CP303", "(a+)+"),
        (r"^(?:foo|(\w+ ?)*)!", "CP303", r"(\w+ ?)*"),
        (r"(a)\1", "CP305", r"\1"),
        (r"(?P<n>a)(?P=n)", "CP305", "(?P="),
        (r"(a)?(?(1)b|c)", "CP305", "(?("),
        ("(?i)foo", "CP306", "(?i)"),
        ("x(?s:.)y", "CP306", "(?s:"),
        ("[0-9", "CP301", "["),
        ("(foo", "CP301", "("),
        ("foo*?+", "CP301", "+"),
        (r"\d*", "CP302", r"\d*"),
        (r"(?=foo)", "CP302", "(?=foo)"),
    ],
)
def test_the_part_that_is_wrong_is_marked(pattern: str, code: str, part: str) -> None:
    finding = next(f for f in lint(pattern) if f.code == code)
    assert pattern[finding.start : finding.end] == part


@pytest.mark.parametrize("pattern", [r"^\W*$", r"^(?:a|b)?$", r"\(\?i\)x", r"\\1 of", r"x{1,3}"])
def test_what_only_looks_wrong_is_fine(pattern: str) -> None:
    assert codes(pattern) == []


def test_a_pattern_without_fixed_text_is_a_warning() -> None:
    assert [(f.code, f.severity) for f in lint(r"^\d+$")] == [("CP304", "warning")]
    assert lint(r"^\d+ Shares$") == ()


def test_the_probe_finds_cubic_patterns_quickly() -> None:
    begun = time.thread_time()
    assert slowest([(r"\s+\s+\s+$", "match")])[0] > 0.05
    assert slowest([(r".*,.*,.*,.*x", "match"), (r"a", "match")])[0] > 0.05
    assert time.thread_time() - begun < 10
    assert slowest([(r"\w+ed\b", "match")])[0] < 0.05


def test_probe_texts_run_through_everything_a_pattern_repeats() -> None:
    texts = list(texts_for(r"(?:ab|[0-9])+x"))
    assert any("abab" in text for text in texts)
    assert any("000" in text for text in texts)
