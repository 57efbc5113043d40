"""The linter of patterns: what would be wrong, slow or meaningless, found on ``re``'s own parse tree."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from typing import NamedTuple


class Finding(NamedTuple):
    """Something about characters ``start:end`` of a pattern."""

    start: int
    end: int
    code: str
    message: str
    advice: str = ""
    severity: str = "error"


def lint(pattern: str) -> list[Finding]:
    """Everything that is wrong with a pattern."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)
    except (re.error, Warning, OverflowError, RecursionError) as error:
        at = getattr(error, "pos", None) or 0
        return [Finding(at, at + 1, "CP301", f"pattern does not compile: {getattr(error, 'msg', error)}")]
    return []


def slowest(patterns: Sequence[tuple[str, str]]) -> tuple[float, str, str]:
    return 0.0, "", ""
