"""Conditions on one line, compiled: what is needed to say whether they hold, and nothing about documents.

``part`` and ``near`` speak of the page and are left to ``lines``. Literals are compared squashed (``words``);
patterns are searched in the line as it stands, without the blanks around it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache

from cleanpipe.rulefile.expressions import words
from cleanpipe.rulefile.expressions.literals import begins_line, signs
from cleanpipe.rulefile.model import Conditions


class Line:
    """A line with the forms that conditions ask for, made when first asked for."""

    __slots__ = ("_length", "_squashed", "_words", "raw", "text")

    def __init__(self, raw: str) -> None:
        self.raw = raw
        #: Without the blanks around it: what patterns see.
        self.text = raw.strip()
        self._squashed: str | None = None
        self._words = self._length = -1

    @property
    def squashed(self) -> str:
        """What literals are compared with."""
        if self._squashed is None:
            self._squashed = words.squash(self.raw)
        return self._squashed

    @property
    def words(self) -> int:
        """Number of words."""
        if self._words < 0:
            self._words = words.count_words(self.raw)
        return self._words

    @property
    def length(self) -> int:
        """Number of characters, runs of blanks counted as one."""
        if self._length < 0:
            self._length = len(" ".join(self.raw.split()))
        return self._length


@lru_cache(maxsize=20_000)
def compiled(pattern: str, case: str = "match", lines: bool = False) -> re.Pattern[str]:
    """A pattern of a rule file, compiled the one way all of them are."""
    flags = re.IGNORECASE if case == "ignore" else re.NOFLAG
    return re.compile(pattern, flags | re.MULTILINE if lines else flags)


class Check:
    """Compiled conditions.

    >>> check = Check(Conditions(starts_with=("Share on",), max_words=4, not_ends_with=(".",)))
    >>> [check.holds(Line(text)) for text in ("SHARE  on Facebook", "Share only", "Share on paper.")]
    [True, False, False]
    """

    def __init__(self, given: Conditions) -> None:
        self.given = given
        self.part = given.part
        self.near = given.near
        #: Whether patterns are searched, which can take time.
        self.has_patterns = bool(given.matches or given.not_matches)

    @cached_property
    def _tests(self) -> tuple[tuple[Test, bool], ...]:
        # Made when a line is first asked about: most rules of a run never are.
        return tuple(_tests(self.given))

    def holds(self, line: Line) -> bool:
        """Whether every condition on the text of the line holds; cheap ones are asked first."""
        for test, wanted in self._tests:  # noqa: SIM110 (twice as fast as all() over a generator)
            if test(line) is not wanted:
                return False
        return True


Test = Callable[[Line], bool]


def _tests(given: Conditions) -> Iterator[tuple[Test, bool]]:
    """The conditions that are given, each with the answer that is wanted."""
    for texts, wanted in ((given.line_is, True), (given.not_line_is, False)):
        if texts:
            yield _is(texts), wanted
    literals: tuple[tuple[tuple[str, ...], Callable[[str, str], bool], bool], ...] = (
        (given.starts_with, words.starts, True),
        (given.ends_with, words.ends, True),
        (given.contains, words.holds, True),
    )
    for texts, compare, wanted in literals:
        if texts:
            yield _any_of(texts, compare), wanted
    if given.min_length is not None or given.max_length is not None:
        yield _between("length", given.min_length, given.max_length), True
    if given.min_words is not None or given.max_words is not None:
        yield _between("words", given.min_words, given.max_words), True
    for texts, compare in (
        (given.not_starts_with, words.starts),
        (given.not_ends_with, words.ends),
        (given.not_contains, words.holds),
    ):
        if texts:
            yield _any_of(texts, compare), False
    for patterns, wanted in ((given.matches, True), (given.not_matches, False)):
        if patterns:
            yield _matches(patterns, given.case), wanted


def _is(texts: Sequence[str]) -> Test:
    wanted = frozenset(map(words.squash, texts))
    return lambda line: line.squashed in wanted


def _any_of(texts: Sequence[str], compare: Callable[[str, str], bool]) -> Test:
    wanted = tuple(map(words.squash, texts))

    def test(line: Line) -> bool:
        text = line.squashed
        for part in wanted:  # noqa: SIM110
            if part in text and compare(text, part):
                return True
        return False

    return test


def _between(what: str, low: int | None, high: int | None) -> Test:
    least, most = low or 0, math.inf if high is None else high
    return lambda line: least <= getattr(line, what) <= most


def _matches(patterns: Sequence[str], case: str) -> Test:
    """A search; where the pattern begins with ``^``, ``match`` does the same without trying every place.

    A search over the whole line waits for the signs it needs (``signs``); a match at its beginning fails as soon.
    """
    searches: list[tuple[Callable[[str], re.Match[str] | None], str]] = []

    def test(line: Line) -> bool:
        if not searches:  # compiled when a line first gets so far
            for pattern in patterns:
                ready = compiled(pattern, case)
                searches.append((ready.match, "") if begins_line(pattern) else (ready.search, signs(pattern)))
        text = line.text
        for search, needed in searches:
            if (not needed or any(sign in text for sign in needed)) and search(text) is not None:
                return True
        return False

    return test
