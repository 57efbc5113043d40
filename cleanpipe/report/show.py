"""Edits and differences as text for people: for ``explain`` and ``diff``, with colours or with brackets.

What was removed stands as ``[-old-]``, what was added as ``{+new+}``; with colours in red and struck out, and in
green. A line end is shown as ``⏎``, a tab as ``→``, so that an edit of blanks can be seen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cleanpipe.document import Edit, Result
from cleanpipe.report.log import CONTEXT, edit_of
from cleanpipe.report.table import many

_VISIBLE = {"\n": "⏎", "\r": "␍", "\t": "→", "\u00a0": "⍽", "\u200b": "<U+200B>", "\ufeff": "<U+FEFF>"}
LONG = 300  # characters of a removed or added text that are shown


def visible(text: str, keep_lines: bool = False) -> str:
    """The text with what cannot be seen made visible, so that it can do no harm to a terminal either.

    >>> visible("one\\ttwo\\x1b[2J\\n")
    'one→two<U+001B>[2J⏎'
    """
    out = []
    for char in text:
        if char == "\n" and keep_lines:
            out.append(char)
        elif char in _VISIBLE:
            out.append(_VISIBLE[char])
        elif unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") or char in "\u2028\u2029\u0085":
            out.append(f"<U+{ord(char):04X}>")
        else:
            out.append(char)
    return "".join(out)


def shortened(text: str, limit: int = LONG) -> str:
    """A long text without its middle."""
    if len(text) <= limit:
        return text
    return f"{text[: limit // 2]} [... {len(text) - limit} characters ...] {text[-(limit // 2) :]}"


def change(before: str, after: str, colour: bool) -> str:
    """One replacement, marked.

    >>> change("teh", "the", colour=False)
    '[-teh-]{+the+}'
    """
    old, new = visible(shortened(before)), visible(shortened(after))
    if colour:
        return (f"\x1b[9;31m{old}\x1b[0m" if old else "") + (f"\x1b[32m{new}\x1b[0m" if new else "")
    return (f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else "")


def explained(result: Result, colour: bool = False, everything: bool = False) -> Iterator[str]:
    """A line about the document, then for each edit where, which rule, how sure and why, and the words around it."""
    edits: list[Edit] = [*result.edits, *result.suggestions, *(result.other if everything else ())]
    edits.sort(key=lambda edit: (edit.start, edit.end, edit.state))
    about = [many(len(result.edits), "edit"), many(len(result.suggestions), "suggestion")]
    if result.lang:
        about.append(f"language {result.lang}")
    if result.damage:
        about.append(f"{result.damage:.1f} certain translation defects per 1,000 words")
    yield f"{_bold(visible(result.name or 'text'), colour)}: {', '.join(about)}"
    for warning in result.warnings:
        yield f"  note: {visible(warning)}"
    if result.rejected:
        yield f"  the document would be set aside: {visible(result.rejected)}"
    at, line = 0, 1
    for edit in edits:
        # A dropped line may take the line end before it along; what matters is where its words stand.
        old = result.original[edit.start : edit.end]
        start = edit.start + (len(old) - len(old.lstrip("\n"))) * bool(old.strip())
        line += result.original.count("\n", at, start) - result.original.count("\n", start, at)
        at = start
        yield ""
        yield from _told(f"line {line}", edit, [part.rule for part in edit.merged], colour)
        left = result.original[max(0, edit.start - CONTEXT) : edit.start]
        right = result.original[edit.end : edit.end + CONTEXT]
        yield f"    {_in_context(left, old, edit.new, right, colour)}"


def recorded(name: str, rows: Iterable[Mapping[str, Any]], colour: bool, everything: bool) -> Iterator[str]:
    """The edits that a run has on record, in the words of ``explained``, with the number of each edit for its line."""
    edits = [(row, edit_of(row)) for row in rows]
    states = [edit.state for _, edit in edits]
    about = f"{many(states.count('applied'), 'edit')}, {many(states.count('suggested'), 'suggestion')}"
    yield f"{_bold(visible(name), colour)}: {about}"
    for row, edit in edits:
        if everything or edit.state in ("applied", "suggested", "undone"):
            yield ""
            yield from _told(f"edit {row['number']}", edit, row.get("merged", ()), colour)
            left, right = row.get("context") or ("", "")
            yield f"    {_in_context(left, edit.old, edit.new, right, colour)}"


def _told(place: str, edit: Edit, names: Sequence[str], colour: bool) -> Iterator[str]:
    """What is said of an edit before its text."""
    yield f"{place}  {_bold(edit.rule, colour)}  {edit.score:.2f}{_state(edit)}"
    if edit.reason:
        yield f"    {visible(edit.reason)}"
    if len(set(names)) > 1:
        yield f"    made together by {', then '.join(dict.fromkeys(names))}"


def _state(edit: Edit) -> str:
    if edit.state == "applied":
        return "  accepted" if edit.detail.get("decision") == "accept" else ""
    if edit.state == "suggested":
        return "  suggestion, not made"
    by = f" by {edit.by}" if edit.by else ""
    return {"trial": "  on trial, not made"}.get(edit.state, f"  {edit.state}{by}, not made")


def _in_context(left: str, old: str, new: str, right: str, colour: bool) -> str:
    if old.strip() or new.strip():
        # The lines above and below only distract from a change of words. Whole lines stand alone.
        left = left[left.rfind("\n") + 1 :]
        right = right.partition("\n")[0]
        if not new and not left and old.endswith("\n"):
            right = ""
        if not new and not right and old.startswith("\n"):
            left = ""
    else:  # of a line end it must be seen what it parts
        left = left[left.rfind("\n", 0, -1) + 1 :]
        cut = right.find("\n", 1)
        right = right if cut < 0 else right[:cut]
    if len(left) == CONTEXT and " " in left.strip():
        left = f"…{left[left.index(' ') :]}"
    if len(right) == CONTEXT and " " in right.strip():
        right = f"{right[: right.rindex(' ')]} …"
    return visible(left) + change(old, new, colour) + visible(right)


def _bold(text: str, colour: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if colour else text


def by_words(text: str, edits: Sequence[Edit]) -> list[tuple[int, int, str]]:
    """The applied edits widened to whole words: sorted spans of the text with what stands there now.

    >>> by_words("by Kim Last SeptemberWhen it rained", [Edit(21, 22, ", w")])
    [(12, 25, 'September, when')]
    """
    spans: list[tuple[int, int, str]] = []
    for edit in edits:
        if edit.new == text[edit.start : edit.end]:
            continue
        start, end = edit.start, edit.end
        if edit.new.strip() or text[start:end].strip():
            while start > 0 and not text[start - 1].isspace() and edit.start - start < CONTEXT:
                start -= 1
            while end < len(text) and not text[end].isspace() and end - edit.end < CONTEXT:
                end += 1
        whole_lines = edit.new == "" and (edit.start == 0 or text[edit.start - 1] == "\n" or text[edit.start] == "\n")
        if whole_lines and "\n" in text[edit.start : edit.end]:
            start, end = edit.start, edit.end
        new = text[start : edit.start] + edit.new + text[edit.end : end]
        if spans and start < spans[-1][1]:
            first, last, before = spans.pop()
            # Two edits of one word: what the first keeps on its right is where the second begins.
            kept = last - edit.start
            middle = before[: len(before) - kept] if kept > 0 else before + text[last : edit.start]
            start, end = first, max(last, end)
            new = middle + edit.new + text[edit.end : end]
        spans.append((start, end, new))
    return spans


def worded_diff(result: Result, colour: bool = False) -> Iterator[str]:
    """The lines that changed, with the changes marked by words; stretches of unchanged lines are left out."""
    text, spans = result.original, by_words(result.original, result.edits)
    at, line = 0, 1
    for group in _by_lines(text, spans):
        first = text.rfind("\n", 0, group[0][0]) + 1
        end = text.find("\n", max(group[-1][1] - 1, group[-1][0]))
        end = len(text) if end < 0 else end
        line += text.count("\n", at, first)
        at = first
        pieces, place = [], first
        for start, stop, new in group:
            pieces += [visible(text[place:start], keep_lines=True), change(text[start:stop], new, colour)]
            place = stop
        pieces.append(visible(text[place:end], keep_lines=True))
        yield f"@ line {line}"
        yield "".join(pieces)


def _by_lines(text: str, spans: Iterable[tuple[int, int, str]]) -> Iterator[list[tuple[int, int, str]]]:
    """Spans grouped so that those which share a line are together."""
    held: list[tuple[int, int, str]] = []
    for span in spans:
        if held:
            _, end, new = held[-1]
            # A line end that became a blank parts nothing any more.
            joins = bool(new) and not new.endswith("\n")
            if "\n" in text[end if joins else max(end - 1, 0) : span[0]]:
                yield held
                held = []
        held.append(span)
    if held:
        yield held
