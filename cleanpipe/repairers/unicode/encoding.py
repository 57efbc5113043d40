"""Mojibake: text that was read in the wrong encoding, once or several times over (phase unicode).

ftfy decides and decodes, but for a few encodings (``_misread``); an exact guard finds the lines worth asking about, and
what changed is proposed character by character. A line that ftfy finds bad is repaired as a whole, entities and
controls in it included, as ftfy does it; the other repairers of the phase leave such lines alone. Width, ligatures and
curly quotes are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.repairers._misread import ODD, closed, mac_undone, undone
from cleanpipe.repairers.unicode._ftfy import bad_lines, differences, lines_with, repaired

PHASE = "unicode"


@dataclass(frozen=True, slots=True)
class Options:
    """No options: the settings of ftfy are fixed, so that its own cases come out as its own."""


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Edits that undo mojibake.

    >>> [(e.start, e.end, e.new) for e in propose(Document("Itâ€™s fine"), Options())]
    [(2, 5, '’')]
    """
    text = document.text
    if text.isascii():
        return
    bad, odd = set(bad_lines(text)), set(lines_with(ODD, text))
    for span in sorted(bad | odd):
        start, end = span
        line = text[start:end]
        fixed = mac_undone(line) if span in odd else line
        fixed = repaired(closed(fixed)) if span in bad else fixed
        fixed = undone(fixed) if span in odd else fixed
        if fixed != line:
            found = list(differences(line, fixed, start))
            score = _TOLD if len(found) < 3 and _ENCODINGS.search(line) else 0.99
            for edit in found:
                yield Edit(edit.start, edit.end, edit.new, score=score, reason=_REASON)


_REASON = "UTF-8 that was read in another encoding"
#: Who writes about encodings shows what goes wrong: a place or two are told, not mended.
_TOLD = 0.6
_ENCODINGS = re.compile(
    r"(?i:\bUTF-?8\b|\bunicode\b|windows-125\d|\bISO-?8859|code ?page|mojibake|character encoding|charset|"
    r"zeichen(?:kodierung|satz)|codificación|codificação|codifica\b|encodage|tekencodering|кодировк)"
)
