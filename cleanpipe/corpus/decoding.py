"""Whether bytes are text, and if not, why and what to do: the same words in a run's summary and in ``explain``.

Only UTF-8 is text here. Guessing at other encodings is left to people who know where the file is from.
"""

from __future__ import annotations

import codecs

from cleanpipe.corpus.notes import Note

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def trouble_with(data: bytes, name: str = "") -> Note | None:
    """Why the bytes of a file are no text, or None when they are UTF-8.

    >>> trouble_with("café".encode()), trouble_with(b"caf\\xe9", "a.txt").message
    (None, 'not UTF-8: byte 3 is 0xE9; convert it, for example with iconv -f WINDOWS-1252 -t UTF-8')
    """
    if data.startswith(_UTF16):
        return Note("encoding", name, "UTF-16 text; convert it to UTF-8, for example with iconv -f UTF-16 -t UTF-8")
    if (zero := data.find(b"\0")) >= 0:
        return Note("binary", name, f"not a text file: a zero byte at byte {zero}")
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return Note("encoding", name, not_utf8(error))
    return None


def not_utf8(error: UnicodeDecodeError) -> str:
    """Where the text stops being UTF-8, and the next step."""
    byte = error.object[error.start]
    return f"not UTF-8: byte {error.start} is 0x{byte:02X}; convert it, for example with iconv -f WINDOWS-1252 -t UTF-8"
