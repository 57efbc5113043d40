"""Kinds of values a rule file can hold: text, numbers, shares, parts of a page, lists, maps with fixed keys.

A kind reads a node into a Python value, reports what does not fit with a way out, and describes itself as JSON Schema.
The tables in ``schema`` are made of kinds; nothing here knows a verb or a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Protocol

from cleanpipe.rulefile.model import Part
from cleanpipe.rulefile.reading.syntax import Node, Report, taken_for

#: What ``read`` returns for a value that was reported; the load ends in an error, so nobody builds on it.
BAD = object()

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_ESCAPES = {"\x08": r"\b", "\x07": r"\a", "\x0c": r"\f", "\x0b": r"\v", "\x1b": r"\e", "\x00": r"\0"}
#: No text in a rule is a page; a longer one is a slip of indentation.
MAX_TEXT = 20_000


class Reader(Protocol):
    """What kinds need from the loader: the report, and how to read a pattern."""

    report: Report

    def pattern(self, node: Node) -> str: ...
    def template(self, node: Node, pattern: str, template: str) -> None: ...


class Kind(Protocol):
    """A kind of value."""

    @property
    def says(self) -> str: ...
    def read(self, node: Node, reader: Reader) -> Any: ...
    def schema(self) -> dict[str, Any]: ...


def suggestion(word: str, known: Iterable[str]) -> str:
    """``did you mean 'x'?`` for a word close to a known one, else an empty string.

    >>> suggestion("start_with", ["starts_with", "contains"])
    "did you mean 'starts_with'?"
    """
    known = list(known)
    close = get_close_matches(word, known, 1, 0.7) or get_close_matches(word.lower().replace("-", "_"), known, 1, 0.6)
    return f"did you mean {close[0]!r}?" if close else ""


def one_of(words: Sequence[str]) -> str:
    """``a, b or c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def wrong(node: Node, reader: Reader, expected: str) -> Any:
    """Report a value of the wrong kind."""
    got = {"list": "a list", "map": "a map"}.get(node.kind) or taken_for(node) or "text"
    if "list" in expected and node.kind == "text":
        advice = "a list is written [one, two], or one entry a line, each behind '- '"
    elif "map" in expected and node.kind != "map":
        advice = "a map is written {key: value}, or one key a line below, indented by two blanks"
    elif (one := _as_text(node)) and expected.startswith("text"):
        advice = f"if that is one text, put it in quotes, since it holds a colon: '{one}'"
    elif node.kind != "text":
        advice = f"write {expected} on the line of the key; are the lines below indented too far?"
    else:
        advice = f"write {expected}"
    reader.report.add(node, "CP107", f"expected {expected}, found {got}", advice)
    return BAD


def _as_text(node: Node) -> str:
    """What a map of one key on one line would be as a text: ``- Topics: harbour``."""
    if node.kind != "map" or len(node.pairs) != 1:
        return ""
    key, value = next(iter(node.pairs.values()))
    if value.kind != "text" or value.line != key.line:
        return ""
    return f"{key.text}: {value.text}".replace("'", "''").strip()


_CURLY = re.compile("([“”„‟‘’‚‛])(.+)")


def cut_short(node: Node, reader: Reader) -> bool:
    """Report a plain text of which YAML makes another than its author sees."""
    if node.cut == "lines":
        advice = "line up the '-' of the texts of a list; a long text on two lines needs quotes"
        reader.report.add(node, "CP014", f"one text over several lines: {node.text[:60]!r}", advice)
    elif node.cut == "comment":
        advice = "put the text in quotes, or the comment on a line of its own"
        message = "YAML takes what follows ' #' for a comment"
        reader.report.add(node, "CP014", message, advice, offset=len(node.text) + 1, width=1)
    return node.cut in ("lines", "comment")


@dataclass(frozen=True)
class Text:
    """Text; ``free`` for texts of examples, where control characters and emptiness may be the point.

    ``line``: lines are compared with it, so that a slip in it would make a rule that never acts. ``prose``: a sentence
    for people, which may go on in the next line.
    """

    free: bool = False
    says: str = "text"
    line: bool = False
    prose: bool = False

    def read(self, node: Node, reader: Reader) -> Any:
        if node.style == "alias":
            return BAD  # reported when it was read
        if node.kind != "text":
            return wrong(node, reader, self.says)
        if not self.prose and cut_short(node, reader):
            return BAD
        if self.line and node.plain and (curly := _CURLY.fullmatch(node.text)):
            advice = f"quotes of YAML are straight; if this one belongs to the text, write '{node.text}'"
            reader.report.add(node, "CP015", f"the text begins with {curly[1]}", advice)
            return BAD
        taken = taken_for(node)
        if taken == "nothing" and not node.text:
            reader.report.add(node, "CP010", "text is missing", "write the text after the colon, or delete the key")
            return BAD
        if taken:
            reader.report.add(
                node, "CP010", f"YAML reads {node.text} as {taken}, not as text", f"put it in quotes: '{node.text}'"
            )
            return BAD
        control = None if self.free else _CONTROL.search(node.text)
        if control:
            escape = _ESCAPES.get(control.group(), f"\\x{ord(control.group()):02x}")
            message = f"control character in {self.says} ({escape} in double quotes)"
            reader.report.add(node, "CP011", message, f"use single quotes: they keep {escape} as it stands")
            return BAD
        if not self.free and not node.text.strip():
            reader.report.add(node, "CP109", "empty text", "write something, or delete the key")
            return BAD
        if len(node.text) > MAX_TEXT:
            reader.report.add(node, "CP109", f"text of more than {MAX_TEXT:,} characters", "is the indentation right?")
            return BAD
        return node.text

    def schema(self) -> dict[str, Any]:
        return {"type": "string"} if self.free else {"type": "string", "minLength": 1}


@dataclass(frozen=True)
class Pattern:
    """A Python regular expression; checked, and with ``{name}`` pieces filled in, by the reader."""

    says: str = "a pattern"

    def read(self, node: Node, reader: Reader) -> Any:
        if Text(says="a pattern").read(node, reader) is BAD:
            return BAD
        return reader.pattern(node)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "regex"}


@dataclass(frozen=True)
class Flag:
    says: str = "true or false"

    def read(self, node: Node, reader: Reader) -> Any:
        if node.kind != "text":
            return wrong(node, reader, self.says)
        if node.text in ("true", "false") and (node.plain or node.style == "given"):
            return node.text == "true"
        return wrong(node, reader, self.says)

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds."""

    low: int = 0
    high: int = 1_000_000_000

    @property
    def says(self) -> str:
        return "a whole number"

    def read(self, node: Node, reader: Reader) -> Any:
        bare = node.kind == "text" and (node.plain or node.style == "given")
        if not bare or not re.fullmatch(r"-?(0|[1-9][0-9]{0,11})", node.text):
            return wrong(node, reader, self.says + ", without quotes")
        value = int(node.text)
        if not self.low <= value <= self.high:
            limit = f"{self.low:,} or more" if value < self.low else f"at most {self.high:,}"
            reader.report.add(node, "CP109", f"{value} is out of range", f"write a number that is {limit}")
            return BAD
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?|-?\.[0-9]{1,12}")


@dataclass(frozen=True)
class Number:
    """A number within bounds; ``percent`` also takes ``80%``."""

    low: float = 0.0
    high: float = 1e12
    percent: bool = False

    @property
    def says(self) -> str:
        return "a share (0.8 or 80%)" if self.percent else "a number"

    def read(self, node: Node, reader: Reader) -> Any:
        text = node.text if node.kind == "text" else ""
        share = self.percent and text.endswith("%")
        bare = node.plain or node.style == "given" or share
        if not bare or not _NUMBER.fullmatch(text[:-1].rstrip() if share else text):
            return wrong(node, reader, self.says)
        value = float(text[:-1]) / 100 if share else float(text)
        if not self.low <= value <= self.high:
            advice = f"write a number from {self.low:g} to {self.high:g}" + (", or per cent" if self.percent else "")
            reader.report.add(node, "CP109", f"{text} is out of range", advice)
            return BAD
        return value

    def schema(self) -> dict[str, Any]:
        number = {"type": "number", "minimum": self.low, "maximum": self.high}
        return {"anyOf": [number, {"type": "string", "pattern": "^[0-9.]+ ?%$"}]} if self.percent else number


@dataclass(frozen=True)
class Choice:
    """One of some words."""

    words: tuple[str, ...]

    @property
    def says(self) -> str:
        return one_of(self.words)

    def read(self, node: Node, reader: Reader) -> Any:
        if node.kind != "text":
            return wrong(node, reader, self.says)
        if node.text not in self.words:
            advice = suggestion(node.text, self.words) or f"write {self.says}"
            reader.report.add(node, "CP108", f"{node.text!r} is not {self.says}", advice)
            return BAD
        return node.text

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class Confidence:
    """``high``, ``medium``, ``low``, or a share."""

    words: Mapping[str, float]

    @property
    def says(self) -> str:
        return f"{', '.join(self.words)} or a number from 0 to 1"

    def read(self, node: Node, reader: Reader) -> Any:
        if node.kind == "text" and node.text in self.words:
            return self.words[node.text]
        if node.kind == "text" and node.text[:1].isalpha():
            advice = suggestion(node.text, self.words) or f"write {self.says}"
            reader.report.add(node, "CP108", f"{node.text!r} is not {self.says}", advice)
            return BAD
        return Number(0, 1, percent=True).read(node, reader)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"enum": list(self.words)}, *Number(0, 1, percent=True).schema()["anyOf"]]}


_PART = re.compile(r"(first|last) ([0-9]+(?:\.[0-9]+)?) ?(lines?|%)")


@dataclass(frozen=True)
class PartOf:
    """A stretch of a page: ``first 8 lines``, ``last 80%``."""

    says: str = "a part such as 'first 8 lines' or 'last 80%'"

    def read(self, node: Node, reader: Reader) -> Any:
        match = _PART.fullmatch(" ".join(node.text.split())) if node.kind == "text" else None
        if not match:
            return wrong(node, reader, self.says)
        end, amount, unit = match.group(1), float(match.group(2)), match.group(3)
        share = unit == "%"
        if amount <= 0 or (share and amount > 100) or (not share and amount != int(amount)):
            reader.report.add(node, "CP205", f"'{node.text}' can never hold", f"write {self.says}")
            return BAD
        if share and amount == 100:
            reader.report.add(node, "CP205", f"'{node.text}' is the whole page", "delete the condition")
            return BAD
        return Part(end, amount, "%" if share else "lines")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^(first|last) [0-9.]+ ?(lines?|%)$"}


@dataclass(frozen=True)
class ListOf:
    """A list of one kind; ``single`` lets one value stand for a list of one."""

    kind: Kind
    single: bool = True
    least: int = 1

    @property
    def says(self) -> str:
        return f"{self.kind.says} or a list" if self.single else f"a list ({self.kind.says} each)"

    def read(self, node: Node, reader: Reader) -> Any:
        if node.kind != "list":
            if not self.single:
                return wrong(node, reader, self.says)
            value = self.kind.read(node, reader)
            return BAD if value is BAD else (value,)
        if len(node.items) < self.least:
            reader.report.add(node, "CP113", "empty list", "a condition without entries can never hold: delete it")
            return BAD
        values = [self.kind.read(item, reader) for item in node.items]
        return tuple(value for value in values if value is not BAD)

    def schema(self) -> dict[str, Any]:
        item = self.kind.schema()
        many = {"type": "array", "items": item, "minItems": self.least}
        return {"anyOf": [item, many]} if self.single else many


@dataclass(frozen=True)
class MapOf:
    """A map from free names to one kind."""

    kind: Kind
    says: str = "a map"
    least: int = 1

    def read(self, node: Node, reader: Reader) -> Any:
        if node.kind != "map":
            return wrong(node, reader, self.says)
        if len(node.pairs) < self.least:
            reader.report.add(node, "CP113", "empty map", "fill it, or delete the key")
            return BAD
        out = {}
        for key, (_, child) in node.pairs.items():
            value = self.kind.read(child, reader)
            if value is not BAD:
                out[key] = value
        return out

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.kind.schema(), "minProperties": self.least}


@dataclass(frozen=True)
class Free:
    """Anything: text, numbers, lists, maps; for metadata of examples and for values checked later."""

    says: str = "a value"

    def read(self, node: Node, reader: Reader) -> Any:
        if node.kind == "list":
            return tuple(self.read(item, reader) for item in node.items)
        if node.kind == "map":
            return {key: self.read(child, reader) for key, (_, child) in node.pairs.items()}
        return node.text

    def schema(self) -> dict[str, Any]:
        return {}
