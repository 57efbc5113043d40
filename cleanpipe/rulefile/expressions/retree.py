"""``re``'s own parse tree of a pattern, in a few shapes that the linter and the literal finder understand.

The tree is private to the standard library; this module is the one place that knows its names (3.11 to 3.14).
"""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_parser: Any = importlib.import_module("re._parser")
_LITERAL: Any = importlib.import_module("re._constants").LITERAL

#: Repeats that may go on for so long are treated as endless.
MANY = 10


@dataclass(frozen=True, slots=True)
class Chars:
    """One character out of a class: ``has`` tells which; ``few`` lists them when they are at most eight."""

    has: re.Pattern[str]
    few: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Mark:
    """Something without width: ``^``, ``$``, ``\\b``, or a look around (with its inner tree)."""

    what: str  # start | end | word | other | look
    inner: Tree | None = None


@dataclass(frozen=True, slots=True)
class Sequence_:
    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    options: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    low: int
    high: int | None  # None: endless
    inner: Tree


@dataclass(frozen=True, slots=True)
class Refused:
    """What patterns of rules may not hold: backreferences, conditionals, flags."""

    what: str


Tree = Chars | Mark | Sequence_ | Branch | Repeat | Refused


@lru_cache(maxsize=64)
def parse(pattern: str, ignore_case: bool = False) -> Tree:
    """The tree of a pattern that compiles."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        raw = _parser.parse(pattern, re.IGNORECASE if ignore_case else 0)
    return _sequence(raw, ignore_case)


def _sequence(raw: Any, fold: bool) -> Tree:
    parts = [_literal(value, fold) if op is _LITERAL else _one(str(op), value, fold) for op, value in raw]
    return parts[0] if len(parts) == 1 else Sequence_(tuple(parts))


def _one(op: str, value: Any, fold: bool) -> Tree:
    if op == "NOT_LITERAL":
        return Chars(_class(f"[^{re.escape(chr(value))}]", fold), None)
    if op == "ANY":
        return Chars(_class(".", fold), None)
    if op == "IN":
        return Chars(_class(_class_text(value), fold), _few(value))
    if op == "BRANCH":
        return Branch(tuple(_sequence(option, fold) for option in value[1]))
    if op == "SUBPATTERN":
        _, added, removed, inner = value
        return Refused("flags") if added or removed else _sequence(inner, fold)
    if op == "ATOMIC_GROUP":
        return _sequence(value, fold)
    if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        low, high, inner = value
        endless = str(high) == "MAXREPEAT" or int(high) >= 1_000_000
        return Repeat(int(low), None if endless else int(high), _sequence(inner, fold))
    if op == "AT":
        name = str(value)
        what = "start" if "BEGINNING" in name else "end" if "END" in name else "other"
        return Mark("word" if name == "AT_BOUNDARY" else what)
    if op in ("ASSERT", "ASSERT_NOT"):
        return Mark("look", _sequence(value[1], fold))
    return Refused("backreference")


@lru_cache(maxsize=4096)
def _literal(code: int, fold: bool) -> Chars:
    return Chars(_class(re.escape(chr(code)), fold), (chr(code),))


def _class_text(items: Sequence[tuple[Any, Any]]) -> str:
    out = []
    for op, value in items:
        name = str(op)
        if name == "NEGATE":
            out.append("^")
        elif name == "LITERAL":
            out.append(_escaped(value))
        elif name == "RANGE":
            out.append(f"{_escaped(value[0])}-{_escaped(value[1])}")
        else:
            kind = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}[str(value).rpartition("_")[2]]
            out.append("\\" + (kind.upper() if "_NOT_" in str(value) else kind))
    return f"[{''.join(out)}]"


def _escaped(code: int) -> str:
    return f"\\U{code:08x}"


def _few(items: Sequence[tuple[Any, Any]]) -> tuple[str, ...] | None:
    out: list[str] = []
    for op, value in items:
        name = str(op)
        if name == "LITERAL":
            out.append(chr(value))
        elif name == "RANGE" and value[1] - value[0] < 10:
            out += map(chr, range(value[0], value[1] + 1))
        else:
            return None
    return tuple(out) if len(out) <= 10 else None


@lru_cache(maxsize=4096)
def _class(text: str, fold: bool) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE if fold else 0)


def nullable(tree: Tree) -> bool:
    """Whether a tree can match no character at all."""
    if isinstance(tree, Chars | Refused):
        return False
    if isinstance(tree, Mark):
        return True
    if isinstance(tree, Sequence_):
        return all(map(nullable, tree.parts))
    if isinstance(tree, Branch):
        return any(map(nullable, tree.options))
    return tree.low == 0 or nullable(tree.inner)
