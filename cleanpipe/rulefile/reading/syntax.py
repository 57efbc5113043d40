"""Reading YAML as a tree in which every value knows its line and column: the first step of loading rules.

Only a strict subset is let through: no tabs in indentation, anchors, aliases, tags, merge keys, repeated keys or second
documents; size and nesting are bounded. Problems are collected, and a syntax error costs only the rule it stands in.
What keys and values mean is not known here (``schema``), nor is the type of a value until somebody asks for one.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from cleanpipe.errors import Problem
from cleanpipe.rulefile.model import Place
from cleanpipe.rulefile.reading.recovery import explain, item_around, marks

#: Rule files are written by people: the longest list of 10,000 words stays far below these.
MAX_BYTES = 4_000_000
MAX_DEPTH = 16
MAX_VALUES = 300_000
#: A file with more syntax errors than this is not a rule file; stop looking.
MAX_RECOVERIES = 25

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COMMENT = re.compile(r"[ \t]+#(\S?)")
_LEADING_TAB = re.compile(r"^ *\t[ \t]*", re.MULTILINE)


@dataclass(eq=False)
class Source:
    """A file as it was read, and what messages call it. ``bare``: its examples were left out when it was read."""

    name: str
    text: str = ""
    path: Path | None = None
    shipped: bool = False
    bare: bool = False
    unsure: set[int] = field(default_factory=set)  # lines of rules with tabs: how they are meant is a guess

    @cached_property
    def lines(self) -> list[str]:
        """Lines of the text, for excerpts."""
        return self.text.split("\n")


@dataclass(slots=True, eq=False)
class Node:
    """A value with its place. ``kind`` is ``text``, ``list`` or ``map``; ``plain`` marks text without quotes.

    ``cut`` says what of a plain text is not as its author sees it: ``lines`` (it goes on in the next line), ``comment``
    (YAML takes the rest of the line for a comment).
    """

    source: Source
    line: int
    column: int
    width: int = 1
    kind: str = "text"
    text: str = ""
    plain: bool = False
    style: str = ""
    cut: str = ""
    items: list[Node] = field(default_factory=list)
    pairs: dict[str, tuple[Node, Node]] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Where the value was written."""
        return Place(self.source.name, self.line, self.column)

    def get(self, key: str) -> Node | None:
        """The value under a key of a map, or None."""
        pair = self.pairs.get(key)
        return pair[1] if pair else None

    def like(self, **changes: Any) -> Node:
        """A node at the same place with other contents."""
        fields = {name: getattr(self, name) for name in ("source", "line", "column", "width", "kind", "text", "plain")}
        fields |= {"items": list(self.items), "pairs": dict(self.pairs), "style": self.style, "cut": self.cut}
        return Node(**(fields | changes))


class Report:
    """Collects the problems of all files of one load; the same problem at the same place counts once."""

    def __init__(self) -> None:
        self._problems: dict[tuple[str, int, int, str, str], Problem] = {}

    def at(
        self, source: Source, line: int, column: int, code: str, message: str, advice: str = "", width: int = 1,
        severity: str = "error",
    ) -> None:  # fmt: skip
        """Add a problem at a line and column, both counted from 1."""
        if line in source.unsure and code != "CP004":
            return
        excerpt = source.lines[line - 1] if 0 < line <= len(source.lines) else ""
        excerpt = excerpt.rstrip("\r")
        if len(excerpt) > 160:  # a caret is of no use in a line nobody can see whole
            cut = max(0, column - 60)
            shown = excerpt[cut : cut + 140]
            problem = Problem(source.name, line, column, code, message, f"{advice} (near: {shown})".strip())
        else:
            width = max(1, min(width, len(excerpt) - column + 1))
            problem = Problem(source.name, line, column, code, message, advice, excerpt, width, severity)
        self._problems.setdefault((source.name, line, column, code, message), problem)

    def add(
        self, node: Node, code: str, message: str, advice: str = "", *, offset: int = 0, width: int | None = None,
        severity: str = "error",
    ) -> None:  # fmt: skip
        """Add a problem at a node, or ``offset`` characters into it."""
        width = node.width if width is None else width
        self.at(node.source, node.line, node.column + offset, code, message, advice, width, severity)

    def take(self, other: Report) -> None:
        """Add the problems of another report."""
        for key, problem in other._problems.items():
            self._problems.setdefault(key, problem)

    @property
    def errors(self) -> list[Problem]:
        """Problems that stop the load, in order of place."""
        return sorted(p for p in self._problems.values() if p.severity == "error")

    @property
    def warnings(self) -> list[Problem]:
        """Problems that do not."""
        return sorted(p for p in self._problems.values() if p.severity != "error")


def read_source(path: Path, name: str, report: Report) -> Source | None:
    """Read a rule file as UTF-8 text, or report why not."""
    source = Source(name, path=path)
    try:
        with path.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        report.at(source, 1, 1, "CP001", f"cannot be read: {reason}", "check the name and its permissions")
        return None
    if len(data) > MAX_BYTES:
        report.at(source, 1, 1, "CP003", f"is larger than {MAX_BYTES // 1_000_000} MB", "split it into several packs")
        return None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        report.at(source, 1, 1, "CP001", "is UTF-16", "save it as UTF-8")
        return None
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        message = f"is not UTF-8 (byte 0x{data[error.start]:02x})"
        report.at(source, line, column, "CP001", message, "save the file as UTF-8")
        return None
    source.text = text.replace("\r\n", "\n")
    return source


def parse(source: Source, report: Report) -> Node | None:
    """The tree of a file, or None when nothing can be read; every problem found is in the report.

    >>> report = Report()
    >>> tree = parse(Source("mine.yaml", "rules:\\n  - id: a\\n    id: b\\n"), report)
    >>> print(report.errors[0])
    mine.yaml:3:5  CP006 key 'id' is given twice
        3 |     id: b
          |     ^^ YAML would keep only the last; first given in line 2
    """
    text = source.text
    if not text.strip():
        report.at(source, 1, 1, "CP002", "is empty", "a rule file needs at least 'rules:' with one rule")
        return None
    for match in _LEADING_TAB.finditer(text):
        line = text.count("\n", 0, match.end()) + 1
        column = match.group().index("\t") + 1
        report.at(source, line, column, "CP004", "tab in the indentation", "YAML is indented with blanks: use two")
        start, end = item_around(text, line - 1)
        source.unsure.update(range(start + 1, end + 1))
    text = _LEADING_TAB.sub(lambda m: m.group().replace("\t", "  "), text)
    for match in _UNPRINTABLE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        code_point = f"U+{ord(match.group()):04X}"
        report.at(
            source, line, column, "CP011", f"control character {code_point}", "delete it, or write it as an escape"
        )
    text = _UNPRINTABLE.sub("?", text)
    for _ in range(MAX_RECOVERIES):
        try:
            root = _compose(source, text, report)
            if root is None and not report.errors:
                report.at(source, 1, 1, "CP002", "holds only comments", "a rule file needs 'rules:' with a rule")
            return root
        except yaml.YAMLError as error:
            mark, context = marks(error)
            line = (mark.line if mark else 0) + 1
            start, end = item_around(text, context.line if context else line - 1)
            rest = text.split("\n")
            line, column, code, message, advice = explain(error, rest)
            report.at(source, min(line, len(source.lines)), column, code, message, advice)
            if not any(part.strip() for part in rest[start:end]):
                return None
            rest[start:end] = [""] * (end - start)
            text = "\n".join(rest)
            if not text.strip():
                return None
    return None


def _compose(source: Source, text: str, report: Report) -> Node | None:
    """The tree, by libyaml where PyYAML has it; its own parser is asked again for every error, for one wording.

    Events are taken one at a time, so that what lies beyond the bounds is never read: PyYAML's own parser takes time
    with the square of the nesting.
    """
    fast: Any = getattr(yaml, "CSafeLoader", None)
    if fast is not None:
        found = Report()
        try:
            root = _composed(source, yaml.parse(text, Loader=fast), found)
        except yaml.YAMLError:
            pass
        else:
            report.take(found)
            return root
    found = Report()
    root = _composed(source, yaml.parse(text, Loader=yaml.SafeLoader), found)
    report.take(found)
    return root


def _composed(source: Source, events: Iterable[Any], report: Report) -> Node | None:
    """Build the tree from events, without recursion: nesting is bounded here, not by Python's stack."""
    root: Node | None = None
    stack: list[tuple[Node, list[Node]]] = []  # an open list or map, and for a map the key that waits for its value
    count, documents = 0, 0
    for event in events:
        name = type(event).__name__
        if name == "DocumentStartEvent":
            documents += 1
            if documents > 1:
                mark = event.start_mark
                report.at(source, mark.line + 1, 1, "CP013", "a second document", "one file holds one set of rules", 3)
                return root
            continue
        if name in ("SequenceEndEvent", "MappingEndEvent"):
            node, _ = stack.pop()
            if not stack:
                root = node
            continue
        if name not in ("ScalarEvent", "SequenceStartEvent", "MappingStartEvent", "AliasEvent"):
            continue
        node = _node(source, event, name, report)
        count += 1
        if count > MAX_VALUES or len(stack) > MAX_DEPTH:
            what = "too many values" if count > MAX_VALUES else f"nested more than {MAX_DEPTH} deep"
            report.add(
                node, "CP009", what, "split the file" if count > MAX_VALUES else "rules need four or five levels"
            )
            return None
        if stack:
            parent, waiting = stack[-1]
            if parent.kind == "list":
                if node.cut == "note":
                    node.cut = "comment"  # behind a text of a list it looks like more of the text
                parent.items.append(node)
            elif waiting:
                _put(parent, waiting.pop(), node, report)
            else:
                waiting.append(node)
        elif node.kind == "text":
            root = node
        if node.kind != "text":
            stack.append((node, []))
    return root


def _node(source: Source, event: Any, name: str, report: Report) -> Node:
    mark, end = event.start_mark, event.end_mark
    width = end.column - mark.column if end.line == mark.line else 1
    node = Node(source, mark.line + 1, mark.column + 1, max(1, width))
    if event.anchor:
        sign = "alias *" if name == "AliasEvent" else "anchor &"
        report.add(
            node, "CP007", f"{sign}{event.anchor}", "rule files have no anchors: write the value out, or use 'define'"
        )
        if name == "AliasEvent":
            node.style = "alias"
            return node
    if getattr(event, "tag", None):
        report.add(node, "CP008", f"tag {event.tag}", "rule files have no tags: write the plain value")
    return _filled(node, event, name)


def _filled(node: Node, event: Any, name: str) -> Node:
    if name == "ScalarEvent":
        node.text, node.style = event.value, event.style or ""
        node.plain = not event.style
        if node.plain and not node.source.bare:  # shipped files were looked at when they were tested
            node.cut = _cut(node.source, event)
    else:
        node.kind = "list" if name == "SequenceStartEvent" else "map"
        node.width = 1
    return node


def _cut(source: Source, event: Any) -> str:
    """What YAML does to a plain text behind its author's back; ``note``: perhaps, if it stands in a list."""
    start, end = event.start_mark, event.end_mark
    if end.line != start.line and event.value:
        return "lines"
    rest = _COMMENT.match(source.lines[end.line], end.column) if end.line < len(source.lines) else None
    if rest is None:
        return ""
    return "comment" if rest[1] else "note"


def _put(parent: Node, key: Node, value: Node, report: Report) -> None:
    if key.kind != "text":
        report.add(key, "CP102", "a list or map as a key", "a key is a word")
        return
    if key.text == "<<" and key.plain:
        report.add(key, "CP007", "merge key '<<'", "rule files have no merge keys: write the keys out")
        return
    earlier = parent.pairs.get(key.text)
    if earlier:
        advice = f"YAML would keep only the last; first given in line {earlier[0].line}"
        report.add(key, "CP006", f"key {key.text!r} is given twice", advice)
        return
    parent.pairs[key.text] = (key, value)


_resolver: Any = yaml.resolver.Resolver()
_NAMES = {
    "tag:yaml.org,2002:null": "nothing",
    "tag:yaml.org,2002:bool": "yes or no",
    "tag:yaml.org,2002:int": "a number",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:timestamp": "a date",
}


def taken_for(node: Node) -> str:
    """What YAML would take unquoted text for instead of text, or an empty string.

    >>> source = Source("mine.yaml")
    >>> [taken_for(Node(source, 1, 1, text=t, plain=True)) for t in ("no", "12:30", "1.10", "~", "north")]
    ['yes or no', 'a number', 'a number', 'nothing', '']
    """
    if node.kind != "text" or not node.plain:
        return ""
    tag = _resolver.resolve(yaml.ScalarNode, node.text, (True, False))
    return _NAMES.get(str(tag), "")


def from_value(value: Any, source: Source) -> Node:
    """A tree from a Python value, as if written in ``source``: for settings that come from the command line."""
    node = Node(source, 1, 1)
    if isinstance(value, dict):
        node.kind = "map"
        node.pairs = {str(k): (from_value(str(k), source), from_value(v, source)) for k, v in value.items()}
    elif isinstance(value, list | tuple):
        node.kind = "list"
        node.items = [from_value(item, source) for item in value]
    elif isinstance(value, bool):
        node.text, node.plain = str(value).lower(), True
    elif value is None:
        node.text, node.plain = "null", True
    elif isinstance(value, int | float):
        node.text, node.plain = f"{value:.12g}" if isinstance(value, float) else str(value), True
    else:
        node.text = str(value)
        node.width = max(1, len(node.text))
    return node
