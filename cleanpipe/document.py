"""The three values everything is made of: a Document goes in, Edits are proposed, a Result comes out.

A Document never changes. A stage reads it and proposes edits against its text; ``editing`` chooses among them and makes
the next Document. Offsets are in characters (Python string indices), never bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import accumulate
from operator import sub
from typing import Any, NamedTuple

_NO_DETAIL: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters ``start`` to ``end`` of a text by ``new``.

    ``score`` is the probability that a careful copy editor, without the original, would make this edit. ``reason``
    says why in plain words. ``order`` is the rule's order inside its phase. ``old`` and ``state`` are filled in when
    the edit has been chosen. ``state`` is ``proposed`` until then; ``applied``: made; ``suggested``: reported only;
    ``shadowed``: lost to the edit of the rule named in ``by``; ``protected``: would have changed a protected span;
    ``trial``: its rule is on trial; ``undone``: taken back. ``merged`` lists the edits of several phases that together
    became this one, in order of phase. ``detail`` holds what a stage wants in the log beside that, such as the twin of
    a removed paragraph.

    >>> edit = Edit(0, 3, "the", "core/example")
    >>> edit.applied_to("teh cat")
    'the cat'
    """

    start: int
    end: int
    new: str
    rule: str = ""
    score: float = 1.0
    reason: str = ""
    order: int = 0
    old: str = ""
    state: str = "proposed"
    by: str = ""
    detail: Mapping[str, Any] = field(default_factory=lambda: _NO_DETAIL)
    merged: tuple[Edit, ...] = ()

    def applied_to(self, text: str) -> str:
        """The text with only this edit made. Raises ValueError when the span does not fit, or does not hold ``old``."""
        if not 0 <= self.start <= self.end <= len(text):
            raise ValueError(f"{self.rule}: no span {self.start}:{self.end} in a text of {len(text)} characters")
        if self.old and text[self.start : self.end] != self.old:
            raise ValueError(f"{self.rule}: expected {self.old!r} at {self.start}:{self.end}")
        return text[: self.start] + self.new + text[self.end :]


class _Open:
    """An edit while its fields are being set."""

    __slots__ = Edit.__slots__


def edit_of(
    start: int,
    end: int,
    new: str,
    rule: str,
    score: float,
    reason: str,
    order: int = 0,
    old: str = "",
    state: str = "proposed",
    by: str = "",
    detail: Mapping[str, Any] = _NO_DETAIL,
    merged: tuple[Edit, ...] = (),
) -> Edit:
    """``Edit(...)`` in a fifth of the time, for those who make hundreds a page: fields are set before it is frozen.

    >>> edit_of(0, 3, "the", "core/example", 1.0, "") == Edit(0, 3, "the", "core/example")
    True
    """
    edit: Any = _Open()
    edit.start, edit.end, edit.new = start, end, new
    edit.rule, edit.score, edit.reason, edit.order = rule, score, reason, order
    edit.old, edit.state, edit.by = old, state, by
    edit.detail, edit.merged = detail, merged
    edit.__class__ = Edit
    made: Edit = edit
    return made


class Span(NamedTuple):
    """A half-open range of characters."""

    start: int
    end: int


#: A span of a pair, three times as fast as ``Span``: pages have hundreds of lines.
_SPAN = partial(tuple.__new__, Span)
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


@dataclass(frozen=True, eq=False)
class Document:
    """A text with what is known about it. Immutable; line and paragraph spans are found on first use.

    ``path`` is where the text was read, for rules bound to paths; where it is empty, ``name`` serves.
    ``lang`` is an ISO 639-1 code (``en``) or longer tag (``en-GB``), or None while unknown; a pipeline also takes
    ``EN``, ``eng`` or ``english``. ``damage`` is the number of certain translation defects per 1,000 words.

    >>> document = Document("Title\\n\\nFirst line\\nsecond line.\\n")
    >>> [document.text[a:b] for a, b in document.lines]
    ['Title', '', 'First line', 'second line.', '']
    >>> [document.text[a:b] for a, b in document.paragraphs]
    ['Title', 'First line\\nsecond line.']
    """

    text: str
    name: str = ""
    lang: str | None = None
    site: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
    damage: float = 0.0
    path: str = ""

    @cached_property
    def lines(self) -> list[Span]:
        """Spans of all lines without their line ends; ``\\n`` is the only line end (the unicode stage sees to that)."""
        lengths = list(map(len, self.text.split("\n")))
        ends = [at - 1 for at in accumulate(length + 1 for length in lengths)]
        return list(map(_SPAN, zip(map(sub, ends, lengths), ends, strict=True)))

    @cached_property
    def one_line_blocks(self) -> bool:
        """Whether each line is a block of its own (scraped pages) rather than part of a hard-wrapped paragraph.

        A page counts as hard-wrapped when it has blank lines and most lines inside paragraphs reach a common width.
        """
        text = self.text
        if "\n" not in text:
            return True
        inner = [b - a for a, b in self.lines if b > a]
        if len(inner) < 4:
            return True
        widest = max(inner)
        if widest > 120:
            return True
        near = sum(length > widest * 0.75 for length in inner)
        return near < 0.6 * len(inner)

    @cached_property
    def paragraphs(self) -> list[Span]:
        """Spans of paragraphs: runs of lines between blank lines, or single lines in a text without blank lines."""
        text, spans = self.text, []
        if _BLANK_LINES.search(text.strip("\n")):
            start = 0
            for match in _BLANK_LINES.finditer(text):
                spans.append(Span(start, match.start()))
                start = match.end()
            spans.append(Span(start, len(text)))
        elif self.one_line_blocks:
            spans = self.lines
        else:
            spans = [Span(0, len(text))]
        trimmed = []
        for start, end in spans:
            piece = text[start:end]
            left = len(piece) - len(piece.lstrip())
            if left < len(piece):
                trimmed.append(Span(start + left, start + len(piece.rstrip())))
        return trimmed

    def with_text(self, text: str) -> Document:
        """The same document with another text; what was derived from the old text is forgotten."""
        return replace(self, text=text)


@dataclass(frozen=True, eq=False)
class Result:
    """What cleaning made of one document.

    ``edits`` are the applied edits in offsets of the input, sorted and free of overlap: replaying them on the input
    gives ``text``. ``suggestions`` were found but not made; ``other`` are the shadowed, protected, trial
    and undone ones. ``rejected`` is the reason a whole document was set aside, or empty; ``failed`` says that a stage
    broke and the text was passed through unchanged. ``warnings`` are sentences for the report. ``slow`` names rules
    that were stopped for the time they took: another machine may get further with them, so the next run cleans the
    document again.
    """

    original: str
    text: str
    edits: tuple[Edit, ...] = ()
    suggestions: tuple[Edit, ...] = ()
    other: tuple[Edit, ...] = ()
    name: str = ""
    lang: str | None = None
    damage: float = 0.0
    rejected: str = ""
    failed: bool = False
    warnings: tuple[str, ...] = ()
    slow: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    history: Any = field(default=None, repr=False)

    def __str__(self) -> str:
        return self.text

    @property
    def changed(self) -> bool:
        """Whether the text differs from the input."""
        return self.text != self.original

    def undo(self, rule: str | None = None, *, edit: Edit | None = None) -> Result:
        """The result without the edits of one rule (all rules when None), or without one edit of ``edits``.

        Edits of later phases that touched what an undone edit had written are undone with it. ``rule`` may end in
        ``/*`` for a whole pack. What was undone stands in ``other``, with the state ``undone``. Raises ValueError for
        a rule that does not exist.

        >>> import cleanpipe
        >>> result = cleanpipe.clean("It rained , and they left.", lang="en")
        >>> result.undo().text
        'It rained , and they left.'
        """
        from cleanpipe.deciding import undo

        return undo(self, rule, edit)

    def accept(self, rule: str | None = None, *, edit: Edit | None = None) -> Result:
        """The result with the suggestions of one rule made (all rules when None), or one edit of ``suggestions``.

        ``edit`` may also be one of ``other``: of a rule on trial, or undone. ``rule`` may end in ``/*``. A suggestion
        whose text other edits have changed since is left out; raises ValueError when it is the one given as ``edit``.

        >>> import cleanpipe
        >>> pipe = cleanpipe.Pipeline.from_rules("base", overrides={"core/spacing": {"apply_from": 1.0}})
        >>> result = pipe.clean("It rained , and they left.")
        >>> result.text, result.accept().text
        ('It rained , and they left.', 'It rained, and they left.')
        """
        from cleanpipe.deciding import accept

        return accept(self, rule, edit)

    def original_span(self, start: int, end: int) -> Span:
        """The characters of the input that became ``text[start:end]``. Raises IndexError outside the text.

        >>> import cleanpipe
        >>> cleanpipe.clean("It rained , and they left.", lang="en").original_span(9, 13)
        Span(start=10, end=14)
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"span {start}:{end} is outside the text of {len(self.text)} characters")
        from cleanpipe.editing import original_span

        return original_span(self.edits, start, end)
