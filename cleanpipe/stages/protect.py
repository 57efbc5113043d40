"""Keep edits out of what is no prose: the phase after unicode.

It proposes nothing; it answers whether an edit may be made. Spans come from ``protect`` rules (URLs, e-mail, code,
handles, file names) and from fenced code blocks, which are one thing over many lines. Only the lines that edits touch
are ever looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial

from cleanpipe.document import Document, Edit, Span
from cleanpipe.rulefile.matching import ProtectRules
from cleanpipe.rulefile.model import Rule

#: A line that may open or close a fenced code block (CommonMark 4.5), and what stands behind its marks.
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)", re.MULTILINE)

#: What stands before the first character of a line and behind its last.
_ENDS = ("", "\n")


def fenced(text: str) -> list[Span]:
    """Spans of fenced code blocks with their fences, in their order; one that is never closed reaches to the end.

    >>> fenced("One.\\n```\\na , b\\n```\\nTwo."), fenced("One.\\n~~~\\na , b")
    ([Span(start=5, end=18)], [Span(start=5, end=14)])
    """
    if "```" not in text and "~~~" not in text:
        return []
    spans: list[Span] = []
    start, opening = 0, ""
    for line in _FENCE.finditer(text):
        marks, rest = line.groups()
        if not opening:
            if marks[0] == "~" or "`" not in rest:  # ```code``` in a line of its own opens nothing
                start, opening = line.start(), marks
        elif marks.startswith(opening) and not rest.strip():
            spans.append(Span(start, line.end()))
            opening = ""
    return [*spans, Span(start, len(text))] if opening else spans


class ProtectStage:
    """All ``protect`` rules of a run."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = ProtectRules(tuple(rules))

    def guard(self, document: Document, cuts: bool) -> Callable[[Edit], bool]:
        """A test for edits of this document: would it change a protected span?

        With ``cuts`` (chrome, dedupe) a deletion takes the spans in its line along; only one that is all there is to it
        holds it back, and of those only code and what rules want to keep even so (``keep_line``).
        """
        return partial(self.on(document).forbids, cuts=cuts)

    def on(self, document: Document) -> Protection:
        """What is protected in a document, found out line by line as edits come to touch it."""
        return Protection(self._rules, document)


class Protection:
    """The protected spans of one document. What was found out about a line is kept."""

    def __init__(self, rules: ProtectRules, document: Document) -> None:
        self.document = document
        self._rules = rules
        self._keeping = rules.keeping
        self._spans_of: dict[int, list[Span]] = {}  # by where a line begins

    @cached_property
    def _blocks(self) -> tuple[list[Span], list[int]]:
        """Code blocks, and where each ends."""
        blocks = fenced(self.document.text)
        return blocks, [end for _, end in blocks]

    def forbids(self, edit: Edit, cuts: bool) -> bool:
        """Whether an edit would change a protected span; see ``ProtectStage.guard``."""
        left, right = edit.start, edit.end
        cut = cuts and edit.new == ""
        if cut:
            text = self.document.text
            removed = text[left:right]
            bare = removed.strip()
            if not bare:
                left, right = right, left  # only a span around all of these blanks is in the way
            else:
                left += removed.index(bare)
                right = left + len(bare)
                # Most lines that go, go whole; then only a span that is all of one is in the way.
                if text[left - 1 : left] in _ENDS and text[right : right + 1] in _ENDS and not self._blocks[0]:
                    line = (left, right)
                    return "\n" not in bare and self._keeping.may_cover(bare) and line in self._kept(*line)
        for start, end in self._near(left, right):
            if (
                cut
                and left <= start
                and end <= right
                and ((start, end) != (left, right) or not self._holds(start, end))
            ):
                continue
            if (start < right and left < end) or (left == right and start < left < end):
                return True
        return False

    def _kept(self, first: int, last: int) -> list[Span]:
        """The spans of a line that stay even where the line goes."""
        return self._keeping.spans(self.document.text, first, last, self.document)

    def _holds(self, left: int, right: int) -> bool:
        """Whether a span holds back a deletion of all of it and nothing else."""
        text = self.document.text
        first = text.rfind("\n", 0, left) + 1
        last = text.find("\n", first)
        span = Span(left, right)
        return span in self._blocks[0] or span in self._kept(first, len(text) if last < 0 else last)

    def _near(self, left: int, right: int) -> Iterator[Span]:
        """The protected spans of all lines that an edit touches, and the code blocks it reaches into."""
        text = self.document.text
        blocks, ends = self._blocks
        for number in range(bisect_right(ends, left), len(blocks)):
            if blocks[number].start > right:
                break
            yield blocks[number]
        first = text.rfind("\n", 0, left) + 1
        while True:
            last = text.find("\n", first)
            last = len(text) if last < 0 else last
            yield from self._spans(first, last)
            first = last + 1
            if first >= right:
                break

    def _spans(self, first: int, last: int) -> list[Span]:
        """The protected spans of a line."""
        spans = self._spans_of.get(first)
        if spans is None:
            spans = self._spans_of[first] = self._rules.spans(self.document.text, first, last, self.document)
        return spans
