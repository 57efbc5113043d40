"""Patterns of rules: named pieces filled in, compiled, linted; problems are marked inside the pattern as written.

Python ``re`` syntax without backreferences and inline flags. What a pattern costs and which texts it must contain is
found out in ``patternlint``; how it is matched, in ``matching``.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence

from cleanpipe.rulefile.reading.kinds import suggestion
from cleanpipe.rulefile.reading.syntax import Node, Report, Source

MAX_PATTERN = 2_000
MAX_EXPANDED = 50_000
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_PLAIN = re.compile(r"[^\\\[\]{]+")


class PatternReader:
    """Reads patterns for the loader; knows the pieces that each file defines."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._pieces: dict[Source, dict[str, tuple[Node, Node]]] = {}
        self._used: set[tuple[Source, str]] = set()
        self._expanded: dict[tuple[Source, str], str | None] = {}

    def define(self, source: Source, node: Node | None) -> None:
        """Take over the ``define`` of a file. Texts are pieces of patterns; lists are words, any of them."""
        if node is None or node.kind != "map":
            return
        for name, (at, _) in node.pairs.items():
            if not _NAME.fullmatch(name):
                self.report.add(
                    at, "CP111", f"{name!r} cannot name a piece", "begin with a letter; then letters, digits, _"
                )
        self._pieces[source] = dict(node.pairs)

    def check_unused(self) -> None:
        """Report pieces that no pattern uses: mostly a slip in one of the two places."""
        for source, pieces in self._pieces.items():
            for name, (at, _) in pieces.items():
                if (source, name) not in self._used:
                    self.report.add(
                        at, "CP206", f"{name!r} is defined but never used", "use it as {" + name + "}, or delete it"
                    )

    def pattern(self, node: Node) -> str:
        """The pattern with its pieces filled in; empty when something was wrong with it."""
        if len(node.text) > MAX_PATTERN:
            self.report.add(node, "CP312", f"pattern of more than {MAX_PATTERN:,} characters", "make it several rules")
            return ""
        filled = self._fill(node, node.text, ())
        if filled is None:
            return ""
        text, origin = filled
        if len(text) > MAX_EXPANDED:
            self.report.add(node, "CP312", "pattern grows too long with its pieces", "make it several rules")
            return ""
        if node.source.shipped:
            return text  # linted by `rules test`; at every start it would take longer than all the rest of the loading
        from cleanpipe.rulefile.expressions.patternlint import lint

        for found in lint(text):
            start = origin[min(found.start, len(origin) - 1)] if origin else 0
            end = origin[min(max(found.end - 1, 0), len(origin) - 1)] + 1 if origin else 1
            self._mark(node, start, max(start + 1, end), found.code, found.message, found.advice, found.severity)
        return text

    def template(self, node: Node, pattern: str, template: str) -> None:
        """Check the ``with`` of a replace against the groups of its pattern."""
        try:
            re.compile(pattern).sub(template, "")
        except (re.error, IndexError, OverflowError) as error:
            self.report.add(
                node, "CP309", f"'with' does not fit the pattern: {error}", r"\1 is the first group; \\ is a backslash"
            )

    def _mark(
        self, node: Node, start: int, end: int, code: str, message: str, advice: str, severity: str = "error"
    ) -> None:
        """A problem at characters ``start:end`` of the pattern as written in the file."""
        excerpt = node.source.lines[node.line - 1] if node.line <= len(node.source.lines) else ""
        quote = 1 if node.style in ("'", '"') else 0
        written = excerpt[node.column - 1 + quote :]
        double = node.text.replace("'", "''") if node.style == "'" else node.text
        if node.style in ("", "'") and written.startswith(double):
            extra = node.text[:start].count("'") if node.style == "'" else 0
            self.report.add(
                node, code, message, advice, offset=quote + start + extra, width=end - start, severity=severity
            )
            return
        part = node.text[start:end]
        shown = f" in: {part}" if part and len(part) < len(node.text) else ""
        self.report.add(node, code, message + shown, advice, severity=severity)

    def _fill(self, node: Node, text: str, chain: tuple[str, ...]) -> tuple[str, list[int]] | None:
        """Fill in ``{name}`` pieces; with each character of the result goes the place in ``text`` it came from."""
        if "{" not in text:
            return text, list(range(len(text)))
        out: list[str] = []
        origin: list[int] = []
        at, in_class, good = 0, False, True
        while at < len(text):
            plain = _PLAIN.match(text, at)
            if plain:
                out.append(plain.group())
                origin += range(at, plain.end())
                at = plain.end()
                continue
            char = text[at]
            take = 1
            if char == "\\":
                take = 2
            elif char == "[" and not in_class:
                in_class = True
                # A bracket right after the opening (or after ^) is a member of the class.
                take = 1 + (text[at + 1 : at + 2] == "^")
                take += text[at + take : at + take + 1] == "]"
            elif char == "]" and in_class:
                in_class = False
            elif char == "{" and not in_class:
                name = _NAME.match(text, at + 1)
                if name and text[name.end() : name.end() + 1] == "}":
                    piece = self._piece(node, name.group(), at, chain)
                    if piece is None:
                        good = False
                    else:
                        out.append(piece)
                        origin += [at] * len(piece)
                    at = name.end() + 1
                    continue
            out.append(text[at : at + take])
            origin += range(at, min(at + take, len(text)))
            at += take
        return ("".join(out), origin) if good else None

    def _piece(self, node: Node, name: str, at: int, chain: tuple[str, ...]) -> str | None:
        pieces = self._pieces.get(node.source, {})
        end = at + len(name) + 2
        if name not in pieces:
            close = suggestion(name, pieces)
            known = f"defined are {', '.join(pieces)}" if pieces else "add it under 'define:'"
            advice = close or (known + r"; a brace itself is \{")
            self._mark(node, at, end, "CP307", f"no piece {{{name}}} is defined", advice)
            return None
        self._used.add((node.source, name))
        if name in chain or len(chain) > 5:
            self._mark(node, at, end, "CP308", f"{{{name}}} uses itself", "write one of the pieces out")
            return None
        key = (node.source, name)
        if key not in self._expanded:
            self._expanded[key] = self._words(pieces[name][1], (*chain, name))
        return self._expanded[key]

    def _words(self, value: Node, chain: tuple[str, ...]) -> str | None:
        if value.kind == "text":
            filled = self._fill(value, value.text, chain)
            if filled is None:
                return None
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("error")
                    re.compile(filled[0])
            except (re.error, Warning, OverflowError, RecursionError) as error:
                self.report.add(
                    value, "CP301", f"piece does not compile: {error}", "use single quotes; escape \\ as it is"
                )
                return None
            return f"(?:{filled[0]})"
        return any_of([item.text for item in value.items if item.kind == "text" and item.text])


def any_of(words: Sequence[str]) -> str:
    """A pattern for any of these words; of two that begin alike the longer one first.

    >>> any_of(["May", "March", "Mayor"])
    '(?:March|Mayor|May)'
    """
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w))) + ")"
