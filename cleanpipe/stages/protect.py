"""Keep edits out of what is no prose: the phase after unicode.

It proposes nothing; it answers whether an edit may be made. Spans come from ``protect`` rules (URLs, e-mail, code,
handles, file names) and from fenced code blocks, which are one thing over many lines. Only the lines that edits touch
are ever looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from cleanpipe.document import Document, Edit, Span
from cleanpipe.rulefile.matching import ProtectRules
from cleanpipe.rulefile.model import Rule

# An opening fence of three or more marks, and everything to a line with as many again, or to the end (CommonMark 4.5).
_FENCED = re.compile(r"^[ ]{0,3}(`{3,}|~{3,})[^`\n]*\n(?:.*\n)*?(?:[ ]{0,3}\1[`~]*[ ]*$|\Z)", re.MULTILINE)


def fenced(text: str) -> list[Span]:
    """Spans of fenced code blocks with their fences.

    >>> fenced("One.\\n```\\na , b\\n```\\nTwo.")
    [Span(start=5, end=18)]
    """
    if "```" not in text and "~~~" not in text:
        return []
    return [Span(*match.span()) for match in _FENCED.finditer(text)]


class ProtectStage:
    """All ``protect`` rules of a run."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = ProtectRules(tuple(rules))

    def guard(self, document: Document, cuts: bool) -> Callable[[Edit], bool]:
        """A test for edits of this document: would it change a protected span?

        With ``cuts`` (chrome, dedupe) a deletion takes a URL in its line along; only a span that is all there is to it
        holds it back.
        """
        text = document.text
        blocks = fenced(text)
        spans_of: dict[int, list[Span]] = {}

        def is_protected(edit: Edit) -> bool:
            left, right = edit.start, edit.end
            cut = cuts and edit.new == ""
            if cut:
                removed = text[left:right]
                left, right = left + len(removed) - len(removed.lstrip()), left + len(removed.rstrip())
            first = text.rfind("\n", 0, left) + 1
            spans = spans_of.get(first)
            if spans is None:
                last = text.find("\n", right)
                last = len(text) if last < 0 else last
                if (
                    cut
                    and not blocks
                    and (left, right) == (first, last)
                    and not self._rules.may_cover(text, first, last)
                ):
                    return False  # most lines that go, go whole
                spans = spans_of[first] = self._rules.spans(text, first, last, document)
            for start, end in [*spans, *blocks] if blocks else spans:
                if cut and (left < start or end < right) and left <= start and end <= right:
                    continue
                if (start < right and left < end) or (left == right and start < left < end):
                    return True
            return False

        return is_protected
