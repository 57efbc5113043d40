"""Encodings that ftfy does not dare to undo, where the words say so: MacRoman, code pages 437, 850 and 1251.

Each is asked for only where a character stands that has no business there, and what comes out must be a word. Kept out
of ``_ftfy`` because nothing here is ftfy's. Part of ``encoding``.
"""

from __future__ import annotations

import re

from cleanpipe.scoring.lexical.lexicon import lexicon
from cleanpipe.scoring.multilingual.seams import folded

#: What a line must hold for any of this to be worth a look. The rare characters first: ``re`` skips to them quickly.
ODD = re.compile(
    "[\x80-\x9f┬├√Г](?:(?<=[a-z][\x80-\x9f])(?=[a-z])|(?<=[┬├])(?=[^\\s─])|(?<=[a-z]√)(?=[^\x00-\x7f])|"
    "(?<=[A-Za-z]Г)(?=[^\\w\\s])|(?<=Г)(?=[^\\w\\s][A-Za-z]))"
)
# Between small letters these mean nothing in Windows-1252 (‡, Ž, ™ and the like), and vowels in MacRoman.
_MAC_ONLY = re.compile("(?<=[a-z])[\x80\x82-\x84\x86-\x8a\x8d-\x91\x93\x94\x98\x99\x9b\x9d](?=[a-z])")
_MAC = re.compile("(?<=[a-z])[\x80-\x9f](?=[a-z])")
_MAC_WORD = re.compile("[A-Za-z]{2,}\x92[a-z]{2,}")
_BOX = re.compile(
    "(?<![─━│┌└├┬┼])┬[^\\s─](?=[A-Za-z])|(?<=[A-Za-z])┬[^\\s─](?=[\\s.,])|(?<=[A-Za-z])├[^\\s─]|├[^\\s─](?=[A-Za-z])"
)
_DRAWN = re.compile("[─-╿]")  # lines that were drawn
_ROOT = re.compile("[A-Za-z]{2,}√[^\x00-\x7f][a-z]*")
_CYRILLIC = re.compile("[А-яЁё]")
_LATIN_PAIR = re.compile("(?<=[A-Za-z])Г[^\\w\\s]|Г[^\\w\\s](?=[A-Za-z])")
#: An apostrophe that another encoding turned into a question mark: ``the ship?s bell``, ``I?m``.
LOST_APOSTROPHE = re.compile("[?\ufffd](?:(?<=[a-z].)(?=(?:s|t|re|ve|ll|d)\\b)|(?<=\\bI.)(?=(?:m|ve|ll|d)\\b))")
_ROMANCE = ("es", "fr", "it", "pt")


def mac_undone(line: str) -> str:
    """A line with the controls that were MacRoman vowels decoded; before ftfy, which takes them for Windows-1252.

    >>> mac_undone("El barco tur\\x92stico de Coatl\\x87n"), mac_undone("They don\\x92t")
    ('El barco turístico de Coatlán', 'They don\\x92t')
    """
    if _MAC_ONLY.search(line):
        line = _MAC.sub(lambda found: bytes([ord(found.group())]).decode("mac_roman"), line)
    return _MAC_WORD.sub(_accented, line)


def closed(line: str) -> str:
    """A line in which a closing quotation mark lost its last byte, a control: before ftfy, which reads a dagger.

    >>> closed("â€œIt is late,â€ she said.")
    'â€œIt is late,â€\x9d she said.'
    """
    if line.count("â€œ") > line.count("â€\x9d"):
        line = _CLOSING.sub("â€\x9d", line)
    return line


_CLOSING = re.compile("(?<=[\\w.,!?…%])â€(?=[ .,;:!)]|\\Z)")


def undone(line: str) -> str:
    """A line with the other misreadings undone that ftfy left.

    >>> undone("┬┐Que hay?"), undone("al pi√π presto"), undone("attention Г bien le mГ©dicament")
    ('¿Que hay?', 'al più presto', 'attention à bien le médicament')
    """
    boxes = _BOX.sub(_box, line)
    line = line if _DRAWN.search(boxes) else boxes
    line = _ROOT.sub(_root, line)
    if "Г" in line and not _CYRILLIC.search(_LATIN_PAIR.sub("", line).replace(" Г ", "")):
        pairs = _LATIN_PAIR.sub(lambda found: _decoded(found.group(), "cp1251"), line)
        if pairs != line:
            line = pairs.replace(" Г ", " à ")
    return line


def _box(found: re.Match[str]) -> str:
    piece = found.group()
    char = _decoded(piece, "cp437")
    return char if char != piece else _decoded(piece, "cp850")


def _decoded(piece: str, encoding: str) -> str:
    """The character that the bytes of ``piece`` are in UTF-8, or the piece itself."""
    try:
        char = piece.encode(encoding).decode("utf-8")
    except UnicodeError:
        return piece
    return char if len(char) == 1 and (char.isalpha() or char in "¿¡«»°º§·£") else piece


def _accented(found: re.Match[str]) -> str:
    mended = found.group().replace("\x92", "í")
    return mended if folded(mended) in lexicon("es") else found.group()


def _root(found: re.Match[str]) -> str:
    word, at = found.group(), found.group().index("√")
    mended = word[:at] + _decoded(word[at : at + 2], "mac_roman") + word[at + 2 :]
    return mended if any(folded(mended) in lexicon(lang) for lang in _ROMANCE) else word
