"""After a syntax error in YAML: what to say about it, and which rule to give up so that the rest can be read."""

from __future__ import annotations

import re
from typing import Any

import yaml

_ITEM = re.compile(r"^( *)- ")


def marks(error: yaml.YAMLError) -> tuple[Any, Any]:
    """Where an error was noticed, and where what it belongs to began."""
    return getattr(error, "problem_mark", None), getattr(error, "context_mark", None)


def item_around(text: str, line: int) -> tuple[int, int]:
    """First and past-the-last line (from 0) of the rule that holds a line, or of that line alone."""
    lines = text.split("\n")
    line = max(0, min(line, len(lines) - 1))
    first = next((k for k, row in enumerate(lines) if row.startswith("rules:")), None)
    if first is None or line <= first:
        return line, line + 1
    indent = next((m.group(1) for row in lines[first + 1 :] if (m := _ITEM.match(row))), "  ")
    starts = [k for k in range(first + 1, len(lines)) if lines[k].startswith(f"{indent}- ")]
    start = max((k for k in starts if k <= line), default=line)
    end = min((k for k in starts if k > line), default=len(lines))
    for k in range(start + 1, end):  # a key at the margin ends the list of rules
        if lines[k][:1].strip() and lines[k][0] != "#":
            return start, max(k, line + 1) if k > line else line + 1
    return start, end


_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_QUOTES = {
    "'": "write '' for an apostrophe inside single quotes",
    '"': 'write \\" for a quote inside double quotes, or put the whole in single quotes',
}
_ADVICE = (
    ("mapping values are not allowed", "text with ': ' in it", "put the text in single quotes"),
    (
        "unknown escape character",
        "unknown escape in double quotes",
        "use single quotes: they take every \\ as it stands",
    ),
    ("cannot start any token", "text cannot start with this character", "put the text in single quotes"),
    ("quoted scalar", "quote without its end", "close the quote; inside single quotes write '' for '"),
    ("',' or ']'", "list without its ']'", "close the bracket, or quote a text that holds brackets or commas"),
    ("',' or '}'", "braces without their '}'", "close the brace, or quote a text that holds braces, commas or ': '"),
    (
        "could not find expected ':'",
        "a line that is neither 'key: value' nor part of a text",
        "add the colon, or quote",
    ),
    (
        "expected <block end>",
        "the indentation does not fit the lines above",
        "line it up, or quote a text with quotes in it",
    ),
)


def explain(error: yaml.YAMLError, lines: list[str]) -> tuple[int, int, str, str, str]:
    """Line and column (from 1), code, an error in plain words, and a way out."""
    mark, context = marks(error)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    raw = str(getattr(error, "problem", None) or error).split("\n")[0]
    about = f"{getattr(error, 'context', None) or ''} {raw}"
    if "'\\t'" in raw:
        return line + 1, column + 1, "CP004", "tab where a blank belongs", "YAML is laid out with blanks: use one"
    before = lines[line][:column].rstrip() if line < len(lines) else ""
    if "<scalar>" in raw and before[-1:] in _QUOTES and lines[line][column : column + 1] not in ("'", '"'):
        quote, comma = before[-1], "; a comma parts the texts of a list" if "flow" in about else ""
        message = f"the text ends at this {quote}, and more stands behind it"
        return line + 1, len(before), "CP005", message, _QUOTES[quote] + comma
    opened = _QUOTED.sub(lambda m: "x" * len(m[0]), lines[context.line]) if context and "flow" in about else ""
    if (at := opened.find(" #")) >= 0:
        message = "' #' begins a comment: the rest of the line is not read"
        return context.line + 1, at + 2, "CP005", message, "put the text in quotes, or the comment on a line of its own"
    return line + 1, column + 1, "CP005", *_in_words(about, raw, context)


def _in_words(about: str, raw: str, context: Any) -> tuple[str, str]:
    for part, message, advice in _ADVICE:
        if part in about:
            where = f" (opened in line {context.line + 1})" if context and "without" in message else ""
            return message + where, advice
    return f"not YAML: {raw}", "see the lines just above, too"
