"""Whether bytes are text, and if not, why and what to do: the same words in a run's summary and in ``explain``.

Only UTF-8 is text here. Guessing at other encodings is left to people who know where the file is from.
"""

from __future__ import annotations

import codecs

from cleanpipe.corpus.notes import Note

#: The longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_HEAD = 4096


def wide(data: bytes) -> str:
    """What is said of text in units of two or four bytes, or an empty string; by its mark, or by every other byte zero.

    >>> wide("caf\u00e9 au lait".encode("utf-16-le"))
    'UTF-16 text; convert it to UTF-8, for example with iconv -f UTF-16LE -t UTF-8'
    >>> wide(b"plain text"), wide(bytes(100))
    ('', '')
    """
    name = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if not name:
        even, odd = data[:_HEAD:2].count(0), data[1:_HEAD:2].count(0)
        pairs = min(len(data), _HEAD) // 2
        if pairs < 4 or max(even, odd) < 0.4 * pairs or min(even, odd) > 0.02 * pairs:
            return ""
        name = "UTF-16LE" if odd > even else "UTF-16BE"
    return f"{name[:6]} text; convert it to UTF-8, for example with iconv -f {name} -t UTF-8"


def trouble_with(data: bytes, name: str = "") -> Note | None:
    """Why the bytes of a file are no text, or None when they are UTF-8.

    >>> trouble_with("café".encode()), trouble_with(b"caf\\xe9", "a.txt").message
    (None, 'not UTF-8: byte 3 is 0xE9; convert it, for example with iconv -f WINDOWS-1252 -t UTF-8')
    """
    if told := wide(data):
        return Note("encoding", name, told)
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


def row_not_utf8(error: UnicodeDecodeError) -> str:
    """The same of one row of a file: the others may well be UTF-8, and must not be converted."""
    byte = error.object[error.start]
    guess = bytes((byte,)).decode("cp1252", "replace")
    meant = f" ({guess!r} in WINDOWS-1252)" if guess.isprintable() and guess != "\ufffd" else ""
    return f"not UTF-8: byte {error.start} of it is 0x{byte:02X}{meant}; write it anew as UTF-8"
