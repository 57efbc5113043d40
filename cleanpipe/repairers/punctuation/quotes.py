"""Quotation marks that were doubled, mixed within a pair, spaced, turned round, detached, or lost (phase punctuation).

A state machine over each line: a mark opens or closes by what is open already, never by counting. Lines whose marks are
in order are passed over. A document is never restyled: a mark only becomes the partner of the other one of its pair.
Quotations over several paragraphs, nested ones, feet and inches, ``’60s`` and the conventions of other languages stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.repairers._edited import edited
from cleanpipe.repairers._language import code
from cleanpipe.repairers.punctuation._lost_closers import (
    BEFORE_SPEAKER,
    SPEAKER,
    SPOKEN_NEXT,
    VERB_NEXT,
    VERBS_FIRST,
    lost_closer,
    lost_opener,
)
from cleanpipe.repairers.punctuation._quotemarks import (
    GUILLEMETS_SPACED,
    LOW_OPENING,
    SAME_BOTH,
    Mark,
    closing_of,
    curly,
    fine,
    goes_on,
    is_pair,
    marks_of,
    partner,
    partners,
    plain,
    style,
)
from cleanpipe.repairers.punctuation._quotepairs import questioned, singles, turned

PHASE = "punctuation"

#: A pair of two styles misleads nobody: in edited prose it is below the usual bar.
_STYLE, _EDITED = 0.92, 0.75

_KNOWN = frozenset(("en", "de", "es", "fr", "it", "pt", "nl", "ru", "pl", "sv", "tr", "zh", "ja"))
_BLANKS = " \t\xa0\u202f"
# Letters of scripts that part words by blanks; Korean hangs its particles on a closing mark.
_LETTER = re.compile("[A-Za-z\u00c0-\u052f]")


@dataclass(frozen=True, slots=True)
class Options:
    """``lost``: whether a closing mark that was lost may be put back."""

    lost: bool = True


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Edits that put quotation marks in order.

    >>> [(e.start, e.end, e.new) for e in propose(Document('“Yes," he said.', lang="en"), Options())]
    [(5, 6, '”')]
    """
    text, lang = document.text, code(document.lang)
    if "‘" in text or ("'" in text and "’" in text):
        yield from singles(text)
    if "?" in text:
        yield from questioned(text, lang)
    for found, at in _lines(text):
        start = text.rfind("\n", 0, found) + 1
        line = text[start:at]
        closed = list(turned(line, start, lang))
        if closed:
            yield from closed
            continue
        if fine(line, found - start):
            continue
        marks = marks_of(line, start)
        if not _in_order(marks, lang):
            yield from _line(document, line, start, marks, lang, text[at : at + 200].lstrip(), options)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The first mark of each line with marks, and the end of the line; each kind is looked for as a string."""
    places = {mark: at for mark in '"“”„‟«»`' if (at := text.find(mark)) >= 0}
    while places:
        found = min(places.values())
        end = text.find("\n", found)
        end = len(text) if end < 0 else end
        yield found, end
        for mark in [mark for mark, at in places.items() if at < end]:
            places[mark] = text.find(mark, end)
            if places[mark] < 0:
                del places[mark]


def _in_order(marks: list[Mark], lang: str) -> bool:
    """Whether opening and closing marks alternate, each leaning to its side, with the right partners."""
    opened: Mark | None = None
    for mark in marks:
        if len(mark.text) > 1 or mark.text == "‟":
            return False
        if opened is None:
            if mark.lean != "open" or mark.text not in '"“„«»”':
                return False
            if mark.text == "”" and lang not in SAME_BOTH:
                return False
            if mark.text == "»" and lang not in ("de", "da", "sl", "hr", "fi", "sv", "cs", "hu", "pl", "sr"):
                return False
            opened = mark
        else:
            if mark.lean != "close" or not partners(opened.text, mark.text, lang):
                return False
            opened = None
    return opened is None


def _line(
    document: Document, line: str, offset: int, marks: list[Mark], lang: str, following: str, options: Options
) -> Iterator[Edit]:
    text = document.text
    if all(mark.text in "''``" for mark in marks):
        yield from _typewriter(document, line, marks, lang)
        return
    if any(mark.text == "``" for mark in marks):
        yield from _typewriter(document, line, [m for m in marks if m.text in ("``", "''")], lang)
        marks = [m for m in marks if m.text not in ("``", "''")]
    marks = [m for m in marks if not m.text.startswith("'") and not _inch(m)]
    if len(marks) == 2 and _turned_round(marks, lang):
        first, second = marks
        yield Edit(first.at, first.end, "“", score=0.93, reason="quotation marks turned round")
        yield Edit(second.at, second.end, "”", score=0.93, reason="quotation marks turned round")
        return
    edits = list(_machine(text, line, offset, marks, lang, following, options))
    yield from edits


def _inch(mark: Mark) -> bool:
    """A straight mark after a figure that opens nothing: 6'2", 12" pipe."""
    return mark.text == '"' and mark.left.isdigit() and mark.lean == "close"


def _turned_round(marks: list[Mark], lang: str) -> bool:
    first, second = marks
    return (
        lang not in SAME_BOTH | LOW_OPENING
        and (first.text, second.text) == ("”", "“")
        and first.lean != "close"
        and second.lean != "open"
    )


def _typewriter(document: Document, line: str, marks: list[Mark], lang: str) -> Iterator[Edit]:
    """``like this'', in the style of the document."""
    texts = [mark.text for mark in marks]
    if texts != ["``", "''"] * (len(texts) // 2) or not texts:
        return
    opening, closing = style(document.text, lang)
    for k, mark in enumerate(marks):
        new = closing if k % 2 else opening
        yield Edit(mark.at, mark.end, new, score=0.93, reason="quotation marks of a typewriter")


def _machine(
    text: str, line: str, offset: int, marks: list[Mark], lang: str, following: str, options: Options
) -> Iterator[Edit]:
    """Walk the marks of one line, holding what is open."""
    opened: Mark | None = None
    depth: list[Mark] = []
    for k, mark in enumerate(marks):
        char = mark.text[0]
        if len(mark.text) > 1:
            if mark.text not in ('""', "““", "””", "„„", "««", "»»") or (char == '"' and mark.lean == ""):
                return  # an empty string, a column of ditto marks
            if char != '"' and _nested(marks, k):
                return
            yield Edit(mark.at, mark.at + 1, "", score=0.93, reason="quotation mark doubled")
            mark = mark._replace(text=char)
        role = _role(mark, opened, lang, text)
        if role == "" and opened is not None and _drawn_away(text, opened, marks, k) and options.lost:
            if following[:1] not in ("“", "‘"):
                yield Edit(mark.at - 1, mark.end, "” ", score=0.82, reason="closing mark drawn to the wrong word")
            return
        if role == "" and opened is not None and mark.lean == "open" and mark.text == opened.text:
            # A second quotation begins: the first was closed before its speaker was named.
            places = list(SPEAKER.finditer(text, opened.end, mark.at)) if lang in ("en", "") else []
            if len(places) != 1 or not options.lost:
                return
            at = places[0].start() + 1
            yield Edit(at, at, closing_of(opened.text, lang), score=0.85, reason=BEFORE_SPEAKER)
            opened, role = None, "open"
        if role == "":
            return
        if role == "open":
            if opened is not None:
                depth.append(opened)
                if len(depth) > 2:
                    return
            if mark.text == "”" and lang not in SAME_BOTH | LOW_OPENING:
                if not lang or not any(m.text in "“”" and m.lean == "close" for m in marks[k + 1 : k + 2]):
                    return
                yield Edit(mark.at, mark.end, "“", score=0.92, reason="quotation marks turned round")
                mark = mark._replace(text="“")
            opened = mark
            yield from _trim_after(text, mark, marks[k + 1 : k + 2], lang)
            if mark.left.islower() and text[mark.at - 2].isalpha() and is_pair(mark, marks[k + 1 : k + 2], lang):
                yield Edit(mark.at, mark.at, " ", score=0.9, reason="no blank before a quotation")
            continue
        if opened is None:
            paired = all(m.lean == ("open" if at % 2 == 0 else "close") for at, m in enumerate(marks[1:]))
            if k == 0 and len(marks) % 2 and paired and options.lost and lang == "en":
                yield from lost_opener(line, offset, mark)
            return  # a closer that nothing opened: the opener was lost, and where it stood is unknown
        yield from _close(text, opened, mark, lang)
        opened = depth.pop() if depth else None
    if opened is None or not options.lost:
        return
    if following[:1] in ("“", '"', "„", "«", "‘", "»"):
        return  # a quotation of several paragraphs
    alone = "\n" not in text.strip("\n")
    yield from lost_closer(line, offset, opened, lang, alone)


def _drawn_away(text: str, opened: Mark, marks: list[Mark], k: int) -> bool:
    """``“We were lucky. “The captain left.``: of two marks in a line the second opens nothing that is closed."""
    if len(marks) != 2 or k != 1 or opened.text != "“" or marks[1].text != "“" or marks[1].lean != "open":
        return False
    return text[marks[1].at - 2 : marks[1].at] in (". ", "! ", "? ", ", ") and not SPEAKER.search(
        text, opened.end, marks[1].at
    )


def _nested(marks: list[Mark], k: int) -> bool:
    """Whether doubled marks open two quotations that the next two marks close, or the other way round."""
    neighbours = marks[k + 1 : k + 3] if marks[k].text[0] in "“„«" else marks[max(0, k - 2) : k]
    side = "”»" if marks[k].text[0] in "“„«" else "“„«"
    return len(neighbours) == 2 and all(len(m.text) == 1 and m.text in side for m in neighbours)


def _role(mark: Mark, opened: Mark | None, lang: str, text: str) -> str:
    char = mark.text
    if opened is None:
        if char in '"“„«' or (char == "”" and (lang in SAME_BOTH or mark.lean == "open")):
            if mark.lean == "close" and char in '"“':
                return "" if char == '"' else ("open" if lang not in LOW_OPENING else "")
            return "open"
        if char == "»":
            return "open" if mark.lean == "open" else ""
        return "close"
    if char == '"':
        if mark.lean == "open" and opened.text == '"':
            # After a comma and before a word: detached from what it closes.
            return "close" if _detached(text, mark) else ""
        if mark.lean == "open":
            return "open" if not _detached(text, mark) else "close"
        return "close"
    if char == "“":
        if opened.text == "„":
            return "close"
        if (
            mark.lean == "close"
            or _detached(text, mark)
            or (lang in VERBS_FIRST and _detached_abroad(text, mark, opened))
        ):
            return "close"
        return "open" if opened.text in '"«' else ""
    if char == "”":
        return "close"
    if char == "„" and mark.lean == "close":
        return "close"
    if char == "»":
        return "close" if opened.text in "«»" or mark.lean == "close" else "open"
    if char == "«":
        if opened.text == "«" and mark.right and mark.right in ",.;:!?)":
            return "close"  # « au sec «, a-t-elle dit
        return "close" if opened.text == "»" else ("open" if mark.lean != "close" else "")
    return "open"


def _detached(text: str, mark: Mark) -> bool:
    """``God, “wrote``: inside an open quotation, between a mark and the verb of speech."""
    before = text[max(0, mark.at - 2) : mark.at]
    if not re.fullmatch(r"[,.!?][ \xa0]", before):
        return False
    # "by text message, “ the full back told": a blank on both sides, and the sentence goes on.
    apart = text[mark.end : mark.end + 1] == " " and text[mark.end + 1 : mark.end + 2].islower()
    if apart or VERB_NEXT.match(text, mark.end):
        return True
    return text[mark.end : mark.end + 1].islower() and SPOKEN_NEXT.match(text, mark.end) is not None


def _detached_abroad(text: str, mark: Mark, opened: Mark) -> bool:
    """``“Het loopt onder, “zegt hij``: the same mark inside a quotation, behind a comma, before a small letter."""
    return opened.text == mark.text and text[mark.at - 2 : mark.at] == ", " and text[mark.end : mark.end + 1].islower()


def _trim_after(text: str, mark: Mark, later: list[Mark], lang: str) -> Iterator[Edit]:
    """Blanks between an opening mark and its first word; French guillemets keep theirs."""
    end = mark.end
    while text[end : end + 1] in _BLANKS and text[end : end + 1]:
        end += 1
    if end == mark.end or text[end : end + 1] in ("", "\n") or (later and end == later[0].at):
        return
    if mark.text in "«»" and lang in GUILLEMETS_SPACED:
        return
    if mark.text in "«»" and (not lang or (lang in _NO_GUILLEMETS and mark.text == "«")):
        return  # French words, with the blanks of French
    if mark.left and mark.left not in _BLANKS and mark.left not in "([{—–-":
        return
    if lang not in _KNOWN and later and text[later[0].at - 1] not in _BLANKS:
        return  # a blank at one end only: elsewhere the mark may be something else
    if later and not any(char.isalnum() for char in text[end : later[0].at]):
        return  # 'between them " ; ", with its blanks'
    if later and _closing_of(mark, later, lang):
        yield Edit(mark.end, end, "", score=0.93, reason="blank inside quotation marks")


def _behind_single(text: str, at: int, wanted: str) -> bool:
    """Whether a single mark closes right before a blank and a double one: some papers part them so."""
    return wanted == "”" and text[at - 1] == "’" and "‘" in text[max(0, at - 200) : at]


def _closing_of(mark: Mark, later: list[Mark], lang: str) -> bool:
    return partners(mark.text, later[0].text[0], lang) or later[0].text[0] in '"”'


#: Languages that use no guillemets of their own.
_NO_GUILLEMETS = frozenset(("en", "nl"))
#: Where the comma behind a quotation stands outside its marks.
_OUTSIDE = frozenset(("de", "es", "fr", "it", "pt", "ru", "pl"))


def _close(text: str, opened: Mark, mark: Mark, lang: str) -> Iterator[Edit]:
    """Edits for one closing mark: its shape, the blank before it, the blank after it."""
    wanted = partner(opened.text, mark.text, lang)
    start = mark.at
    while start > opened.end and text[start - 1] in _BLANKS:
        start -= 1
    foreign = lang in GUILLEMETS_SPACED or not lang or (lang in _NO_GUILLEMETS and text[opened.end] in _BLANKS)
    spaced = start < mark.at and not (wanted in "«»" and foreign)
    inner = text[opened.end : start]
    if not inner.strip():
        return
    after = text[mark.end : mark.end + 1]
    if start < mark.at and (after.isalpha() or after in ("—", "–")) and text[start - 1] == "," and lang in _OUTSIDE:
        # "... gezögert, “sagte": the comma stands behind the mark in these languages
        gap = ("\xa0" if "\xa0" in text else " ") if lang in GUILLEMETS_SPACED and wanted == "»" else ""
        new = f"{gap}{wanted}, "
        yield Edit(start - 1, mark.end, new, score=0.92, reason="closing mark drawn to the wrong word")
        return
    if spaced and after.isalnum() and text[start - 1] in ",.!?":
        yield Edit(start, mark.end, f"{wanted} ", score=0.92, reason="closing mark drawn to the wrong word")
        return
    if spaced and _LETTER.match(after) and mark.text in "”»" and text[mark.end : mark.end + 2].isalpha():
        yield Edit(start, mark.end, f"{wanted} ", score=0.88, reason="closing mark drawn to the wrong word")
        return
    pair = opened.text + mark.text
    score = _EDITED if edited(text) else _STYLE
    if pair == '“"' and plain(text):
        # Everything else in this text is straight: the curly mark is the stranger.
        yield Edit(opened.at, opened.at + 1, '"', score=score, reason="pair of two styles")
    elif opened.text == '"' and wanted == "”":
        if curly(text):
            yield Edit(opened.at, opened.at + 1, "“", score=score, reason="pair of two styles")
            if mark.text != wanted:
                yield Edit(
                    mark.end - 1, mark.end, wanted, score=_STYLE, reason="pair of two styles", detail={"prior": True}
                )
        else:
            yield Edit(mark.end - 1, mark.end, '"', score=score, reason="pair of two styles")
    elif opened.text == '"' and mark.text in "»“" and (mark.text == "»" or lang in LOW_OPENING):
        inside = text[start] if mark.text == "»" and start < mark.at else ""
        opening = {"»": "«", "“": "„"}[mark.text] + inside
        yield Edit(opened.at, opened.at + 1, opening, score=score, reason="pair of two styles")
    elif wanted != mark.text:
        # « une année" : a French mark has a blank on its inner side.
        inside = text[opened.end] if lang in GUILLEMETS_SPACED and start == mark.at else ""
        new = f"{inside}{wanted}" if wanted == "»" and inside in _BLANKS else wanted
        yield Edit(mark.end - 1, mark.end, new, score=score, reason="pair of two styles")
    if spaced and (any(map(str.isalnum, inner)) or opened.text != '"') and not _behind_single(text, start, wanted):
        yield Edit(start, mark.at, "", score=0.92, reason="blank inside quotation marks")
    if _LETTER.match(after) and not spaced and text[mark.at - 1] in ",.!?…" and text[mark.end : mark.end + 2].isalpha():
        yield Edit(mark.end, mark.end, " ", score=0.92, reason="no blank after a quotation")
    elif after.islower() and not spaced and " " in inner and goes_on(text, mark.end, lang):
        yield Edit(mark.end, mark.end, " ", score=0.9, reason="no blank after a quotation")
