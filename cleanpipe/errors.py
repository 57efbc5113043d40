"""Every error cleanpipe raises on purpose, in one tree.

    CleanpipeError                 something to tell the user; never a bug
      RuleFileError                one or more problems in rule files, all of them at once
      InputError                   a file or document that cannot be read as what it claims to be
      OutputError                  the output folder cannot take what is written
      MissingExtraError            an optional package is needed; says which pip line installs it

A message names the place, what is wrong and the next step. ``except cleanpipe.CleanpipeError`` catches them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class CleanpipeError(Exception):
    """Base of all errors meant for the user."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a rule file: where it is, its code, and a way out.

    ``line`` and ``column`` count from 1; ``excerpt`` is the line as written, ``width`` the number of characters to
    mark with carets. Severity is ``error`` or ``warning``; warnings never stop a load.

    >>> advice, excerpt = "did you mean 'starts_with'?", "    start_with: x"
    >>> print(Problem("mine.yaml", 3, 5, "CP104", "unknown key 'start_with'", advice, excerpt, width=10))
    mine.yaml:3:5  CP104 unknown key 'start_with'
        3 |     start_with: x
          |     ^^^^^^^^^^ did you mean 'starts_with'?
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    advice: str = ""
    excerpt: str = ""
    width: int = 1
    severity: str = "error"

    def __str__(self) -> str:
        head = f"{self.file}:{self.line}:{self.column}  {self.code} {self.message}"
        if not self.excerpt:
            return f"{head}\n      {self.advice}" if self.advice else head
        number = f"{self.line:>5}"
        # A tab counts as one column in YAML marks; keep it a single blank so that the caret stands under its character.
        shown = self.excerpt.replace("\t", " ")
        caret = " " * (self.column - 1) + "^" * max(1, self.width)
        return f"{head}\n{number} | {shown}\n{' ' * len(number)} | {caret} {self.advice}".rstrip()


class RuleFileError(CleanpipeError):
    """Rule files that cannot be used; ``problems`` holds every problem of every file that was read."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        count = len(self.problems)
        noun = "problem" if count == 1 else "problems"
        super().__init__("\n".join(map(str, self.problems)) + f"\n{count} {noun} in rule files")

    def __reduce__(self) -> tuple[type[RuleFileError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)  # or a worker's error would reach the main process as a list of characters


class InputError(CleanpipeError):
    """An input that cannot be read as what it claims to be."""


class OutputError(CleanpipeError):
    """The output cannot be written; nothing half-written is left under a final name."""


class MissingExtraError(CleanpipeError):
    """An optional package is missing.

    >>> print(MissingExtraError("reading .parquet files", "parquet"))
    reading .parquet files needs an optional package: pip install 'cleanpipe[parquet]'
    """

    def __init__(self, purpose: str, extra: str) -> None:
        super().__init__(f"{purpose} needs an optional package: pip install 'cleanpipe[{extra}]'")
