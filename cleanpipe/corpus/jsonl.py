"""One line of a .jsonl file: find the text in it, and put another text in its place without touching another byte.

The line is walked field by field with the standard library's own scanner, so that numbers, escapes, spacing and the
order of the other fields come out as they went in. Files and batches are not known here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from cleanpipe.corpus.formats import NoField, NoText
from cleanpipe.errors import InputError
from cleanpipe.langcodes import normalised, unsaid

_BLANKS = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()
_scanstring: Any = json.decoder.scanstring  # type: ignore[attr-defined]  # the C scanner, not in the type stubs


@dataclass(frozen=True, slots=True)
class Record:
    """A line with the text found in it: ``line[:start]`` + the JSON string of ``text`` + ``line[end:]``."""

    line: str
    start: int
    end: int
    text: str
    fields: Mapping[str, Any] = field(default_factory=dict)  # all other fields that hold a single value

    @property
    def id(self) -> str:
        return id_in(self.fields)

    @property
    def lang(self) -> str | None:
        return lang_in(self.fields)

    @property
    def ascii_only(self) -> bool:
        """Whether this line spells all other characters as ``\\uXXXX``; a new text is then spelt the same way."""
        return self.line.isascii()


def id_in(fields: Mapping[str, Any]) -> str:
    """What a record calls itself; empty for what is no name."""
    value = fields.get("id")
    return "" if value is None or isinstance(value, (bool, float)) else str(value)


def lang_in(fields: Mapping[str, Any]) -> str | None:
    """The language a record claims, as rules write it: ``en`` for ``EN``, ``eng`` or ``english``."""
    value = _claim(fields)
    return normalised(value) if isinstance(value, str) else None


def unknown_lang(fields: Mapping[str, Any]) -> str:
    """What a record has in the place of its language that is none; empty when there is nothing to say.

    >>> unknown_lang({"lang": "klingon"}), unknown_lang({"lang": "EN"}), unknown_lang({"lang": "und"})
    ('klingon', '', '')
    """
    value = _claim(fields)
    return value if isinstance(value, str) and not unsaid(value) and normalised(value) is None else ""


def _claim(fields: Mapping[str, Any]) -> Any:
    return fields.get("lang") or fields.get("language")


def parse(line: str, text_field: str = "text") -> Record:
    """Find the text field of a line; ``a.b`` is the field ``b`` of the object in the field ``a``.

    A field that is null counts as an empty text. Raises InputError saying what is wrong and where.

    >>> record = parse('{"id": 7, "text": "caf\\\\u00e9", "n": 1.0}')
    >>> record.text, record.id, record.line[record.start:record.end]
    ('café', '7', '"caf\\\\u00e9"')
    """
    at = _skip(line, 0)
    if line[at : at + 1] != "{":
        raise InputError("not a JSON object" if _is_json(line) else "not valid JSON")
    fields: dict[str, Any] = {}
    try:
        found, at = _object(line, at, text_field, fields)
        if (extra := _skip(line, at)) != len(line):
            raise InputError(f"not valid JSON: extra text at column {extra + 1}")
    except IndexError:
        raise InputError("not valid JSON: the line ends too early") from None
    except json.JSONDecodeError as error:
        if error.pos >= len(line.rstrip()):
            raise InputError("not valid JSON: the line ends too early") from None
        message = error.msg.removesuffix(" at")  # some messages of the library expect a place to follow
        raise InputError(f"not valid JSON: {message} at column {error.pos + 1}") from None
    except (RecursionError, ValueError) as error:
        raise InputError(f"not valid JSON: {type(error).__name__}") from None
    if found is None:
        raise NoField(no_field(text_field, json.loads(line)))
    start, end, text = found
    if text is not None and not isinstance(text, str):
        raise NoText(f"the field {text_field!r} holds no text but {_kind(text)}")
    return Record(line, start, end, text or "", fields)


def _object(
    line: str, at: int, text_field: str, fields: dict[str, Any], above: str = ""
) -> tuple[tuple[int, int, Any] | None, int]:
    """Start, end and value of the text field in the object at a place, and where the object ends."""
    found: tuple[int, int, Any] | None = None
    at = _skip(line, at + 1)
    while line[at] != "}":
        key, at = _key(line, at)
        start, key = at, above + key
        if line[at] == "{" and text_field.startswith(f"{key}."):
            inner, at = _object(line, at, text_field, fields, f"{key}.")
            found = inner or found
        else:
            value, at = _DECODER.raw_decode(line, at)
            if key == text_field:
                found = start, at, value
            elif value is None or isinstance(value, (str, int, float)):
                fields[key] = value
        at = _skip(line, at)
        if line[at] == ",":
            at = _skip(line, at + 1)
            if line[at] != '"':
                raise InputError(f"not valid JSON: a field name is missing at column {at + 1}")
        elif line[at] != "}":
            raise InputError(f"not valid JSON: ',' or '}}' expected at column {at + 1}")
    return found, at + 1


def _skip(line: str, at: int) -> int:
    if line[at : at + 1] > " ":  # nearly always
        return at
    match = _BLANKS.match(line, at)
    return match.end() if match else at


def _key(line: str, at: int) -> tuple[str, int]:
    if line[at] != '"':
        raise InputError(f"not valid JSON: a field name in double quotes expected at column {at + 1}")
    key, at = _scanstring(line, at + 1)
    at = _skip(line, at)
    if line[at] != ":":
        raise InputError(f"not valid JSON: ':' expected at column {at + 1}")
    return key, _skip(line, at + 1)


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


#: Fields named when the right one is missing.
_MOST_NAMES = 12


def no_field(text_field: str, fields: Collection[str] | Mapping[str, Any]) -> str:
    """What is said of a record without the field: which there are, and which of them holds the longest text.

    >>> no_field("text", ("id", "body"))
    "no field 'text', but 'id', 'body'; name the right one with --text-field"
    """
    told = [repr(name) for name in list(fields)[:_MOST_NAMES]]
    told += [f"{len(fields) - _MOST_NAMES} more"] if len(fields) > _MOST_NAMES else []
    texts = _long_texts(fields) if isinstance(fields, Mapping) else []
    offer = f" (perhaps {max(texts)[1]!r})" if texts else ""
    there = f", but {', '.join(told)}; name the right one with --text-field" if told else "; the record is empty"
    return f"no field {text_field!r}{there}{offer}"


def _long_texts(fields: Mapping[str, Any], above: str = "") -> list[tuple[int, str]]:
    """Length and name of the fields that hold prose, those one object further in too."""
    found = [(len(value), above + key) for key, value in fields.items() if isinstance(value, str) and len(value) > 40]
    for key, value in fields.items() if not above else ():
        if isinstance(value, Mapping):
            found += _long_texts(value, f"{key}.")
    return found


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def quoted(text: str, ascii_only: bool) -> str:
    """The text as a JSON string. Half a surrogate pair can be written only as an escape, so it is.

    >>> quoted("café", False), quoted("café", True)
    ('"café"', '"caf\\\\u00e9"')
    """
    if not ascii_only:
        try:
            text.encode()
        except UnicodeEncodeError:
            ascii_only = True
    return json.dumps(text, ensure_ascii=ascii_only)
