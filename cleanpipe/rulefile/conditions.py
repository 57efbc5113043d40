"""Conditions on one line, compiled: what is needed to say whether they hold, and nothing about documents.

``part`` and ``near`` speak of the page and are left to ``lines``. Literals are compared squashed (``words``);
patterns are searched in the line as it stands, without the blanks around it.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from cleanpipe.rulefile import words
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
        self._is = frozenset(map(words.squash, given.line_is))
        self._starts = tuple(map(words.squash, given.starts_with))
        self._ends = tuple(map(words.squash, given.ends_with))
        self._contains = tuple(map(words.squash, given.contains))
        self._not_is = frozenset(map(words.squash, given.not_line_is))
        self._not_starts = tuple(map(words.squash, given.not_starts_with))
        self._not_ends = tuple(map(words.squash, given.not_ends_with))
        self._not_contains = tuple(map(words.squash, given.not_contains))
        self._sized = any((given.min_length, given.max_length, given.min_words, given.max_words))
        self._literal = any(
            (given.line_is, given.starts_with, given.ends_with, given.contains)
            + (given.not_line_is, given.not_starts_with, given.not_ends_with, given.not_contains)
        )

    @property
    def has_patterns(self) -> bool:
        """Whether patterns are searched, which can take time."""
        return bool(self.given.matches or self.given.not_matches)

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """Patterns of which one must be found; compiled when a line first gets so far: most rules of a run never do."""
        return tuple(compiled(p, self.given.case) for p in self.given.matches)

    @cached_property
    def not_patterns(self) -> tuple[re.Pattern[str], ...]:
        """Patterns of which none may be found."""
        return tuple(compiled(p, self.given.case) for p in self.given.not_matches)

    def holds(self, line: Line) -> bool:
        """Whether every condition on the text of the line holds; cheap ones are asked first."""
        text = line.squashed if self._literal else ""
        if self._is and text not in self._is:
            return False
        if self._starts and not (text.startswith(self._starts) and any(words.starts(text, p) for p in self._starts)):
            return False
        if self._ends and not (text.endswith(self._ends) and any(words.ends(text, p) for p in self._ends)):
            return False
        if self._contains and not any(words.holds(text, part) for part in self._contains):
            return False
        if self._sized and not self._size_fits(line):
            return False
        if text in self._not_is:
            return False
        if (
            self._not_starts
            and text.startswith(self._not_starts)
            and any(words.starts(text, p) for p in self._not_starts)
        ):
            return False
        if self._not_ends and text.endswith(self._not_ends) and any(words.ends(text, p) for p in self._not_ends):
            return False
        if self._not_contains and any(words.holds(text, part) for part in self._not_contains):
            return False
        if self.given.matches and not any(pattern.search(line.text) for pattern in self.patterns):
            return False
        return not any(pattern.search(line.text) for pattern in self.not_patterns)

    def _size_fits(self, line: Line) -> bool:
        given = self.given
        if given.max_length is not None and line.length > given.max_length:
            return False
        if given.min_length is not None and line.length < given.min_length:
            return False
        if given.max_words is not None and line.words > given.max_words:
            return False
        return given.min_words is None or line.words >= given.min_words
