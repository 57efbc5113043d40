"""Bring texts into the form in which they are compared: case, quotes, dashes, blanks and line breaks out of the way.

First step of everything in this package. ``fold`` serves one text, for verification; ``fold_many`` serves thousands at
once as bytes, for sketches. Neither is ever written to an output, and facts are never read from them: see ``guard``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cleanpipe.scoring.lexical.unspaced import UNSPACED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Vowel signs of Semitic and Indic scripts: no word characters to ``re``, but a word does not end there.
MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957"
    "\u0962\u0963\u0980-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a51\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57"
    "\u0b82\u0bbe-\u0bcd\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d57\u0dca-\u0ddf"
)
APOSTROPHES = "'‘’ʼ`´"

_NO_BLANKS = re.compile(f"([{UNSPACED}][{MARKS}]*)")
_NOT_WORD = re.compile(r"[\W_]+")
_NOT_WORD_OR_MARK = re.compile(rf"(?:[^\w{MARKS}]|_)+")
_BEYOND_LATIN = re.compile("[\u0300-\u036f\u0590-\u1cff\u3040-\U0003ffff]")
_JOINING = re.compile(f"[{APOSTROPHES}\u00ad\u200b\u200c\u200d]")
_ASCII = str.maketrans({chr(c): " " for c in range(128) if not chr(c).isalnum()} | {"'": "", "`": ""})

_BYTES = bytes(c | 32 if 65 <= c <= 90 else c if chr(c).isalnum() or c >= 128 or c == 0 else 32 for c in range(256))
# Marks that running text in Latin script is full of, by their UTF-8 bytes. Blanked in all texts at once, so that only
# texts with letters beyond ASCII take the slow road: one paragraph of English news in thirty, not every second.
_AFTER_C2 = bytes(32 if chr(c).isspace() or not chr(c).isalnum() else 0 for c in range(0xA0, 0xC0))
_AFTER_E280 = bytes(39 if chr(0x2000 + c) in "‘’\u200b\u200c\u200d" else 32 for c in range(0x40))


def fold(text: str) -> str:
    """The words of a text in lower case, one blank between; apostrophes join, scripts without blanks go by character.

    >>> fold("“It’s  late” — said\\nDr. Wu, 34")
    'its late said dr wu 34'
    """
    if text.isascii():
        return " ".join(text.translate(_ASCII).lower().split())
    text = unicodedata.normalize("NFKC", _JOINING.sub("", text)).casefold()
    if _BEYOND_LATIN.search(text):
        text = _NO_BLANKS.sub(r" \1 ", _NOT_WORD_OR_MARK.sub(" ", text))
        return " ".join(text.split())
    return _NOT_WORD.sub(" ", text).strip()


def fold_many(texts: Sequence[str]) -> NDArray[np.uint8]:
    """All texts as one array of bytes: a zero after each text, blanks between words. The words are those of ``fold``.

    >>> bytes(fold_many(["Don’t go.", "ÉTÉ 2021"])).decode().split("\\0")
    ['dont go ', 'été 2021', '']
    """
    import numpy as np

    joined = "\0".join([*texts, ""])
    if joined.count("\0") != len(texts):
        joined = "\0".join([*(text.replace("\0", " ") for text in texts), ""])
    data = joined.encode("utf-8", "surrogatepass")
    if not joined.isascii():
        data = _blank_marks(data)
        if not data.isascii():
            pieces = data.split(b"\0")
            for k, piece in enumerate(pieces):
                if not piece.isascii():
                    pieces[k] = fold(texts[k]).encode("utf-8", "surrogatepass")
            data = b"\0".join(pieces)
    return np.frombuffer(data.translate(_BYTES, b"'`"), np.uint8)


def _blank_marks(data: bytes) -> bytes:
    import numpy as np

    array = np.frombuffer(bytearray(data), np.uint8)
    at = np.flatnonzero(array[:-1] == 0xC2)
    plain = np.frombuffer(_AFTER_C2, np.uint8)[array[at + 1] & 0x1F]
    plain[array[at + 1] < 0xA0] = 32
    plain[array[at + 1] == 0xAD] = 39  # the soft hyphen joins
    plain[array[at + 1] == 0xB4] = 39
    at, plain = at[plain > 0], plain[plain > 0]
    array[at] = array[at + 1] = plain
    at = np.flatnonzero(array[:-2] == 0xE2)
    at = at[array[at + 1] == 0x80]
    plain = np.frombuffer(_AFTER_E280, np.uint8)[array[at + 2] & 0x3F]
    array[at] = array[at + 1] = array[at + 2] = plain
    return array.tobytes()
