"""``load_rules``: from names and paths to a ``RuleBook``, or one error with every problem of every file.

Files are read (``files``), their rules merged by full name (``merge``), built into values (``build``) and checked
together (``meaning``). The order in which files win: shipped packs, what they extend, files named, the project's
``rules/``, its ``rules/sites/``, ``set``, and last the overrides of the command line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from cleanpipe.errors import RuleFileError
from cleanpipe.loading import without_collector
from cleanpipe.rulefile.model import VERBS, Place, Rule, RuleBook, Settings
from cleanpipe.rulefile.reading import schema
from cleanpipe.rulefile.reading.build import build_rule
from cleanpipe.rulefile.reading.files import FileLoad
from cleanpipe.rulefile.reading.kept import kept_book
from cleanpipe.rulefile.reading.kinds import suggestion
from cleanpipe.rulefile.reading.meaning import check_book, check_settings
from cleanpipe.rulefile.reading.merge import expanded, merged, unsigned
from cleanpipe.rulefile.reading.patterns import PatternReader
from cleanpipe.rulefile.reading.sitefiles import but_for, refuse, refuse_of_rule
from cleanpipe.rulefile.reading.syntax import Node, Report, Source, from_value, parse

DEFAULT = "news"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(slots=True)
class _Draft:
    """A rule while files are still being merged."""

    id: str
    node: Node
    assumed: frozenset[str]


def load_rules(
    *sources: str | Path,
    project_dir: Path | None = None,
    overrides: Mapping[str, Any] | None = None,
    examples: bool = True,
    changes: bool = True,
) -> RuleBook:
    """Load shipped rules by name and rule files by path, later ones winning; ``news`` when none is given.

    ``project_dir`` names a folder whose ``rules/*.yaml`` are read after them. ``overrides`` are settings and changes by
    full rule name, as ``--set`` gives them; texts are read as YAML. Without ``examples`` those of shipped rules are
    passed over, which takes a third off the time. Without ``changes`` shipped rules and settings are as they were
    shipped, whatever other files and overrides make of them. Raises RuleFileError with all problems at once.

    >>> book = load_rules("base")
    >>> book.settings.min_confidence
    0.8
    """
    with without_collector():
        kept = None  # the book, as another process has read it
        if not examples and changes and not any(value is not None for value in (overrides or {}).values()):
            kept = kept_book(sources or (DEFAULT,), project_dir)
        book = kept.get() if kept else None
        if book is None:
            book = _loaded(sources, project_dir, overrides if changes else None, examples, changes)
            if kept:
                kept.put(book)
        return book


def _loaded(
    sources: tuple[str | Path, ...],
    project_dir: Path | None,
    overrides: Mapping[str, Any] | None,
    examples: bool,
    changes: bool,
) -> RuleBook:
    report = Report()
    files = FileLoad(report, project_dir, examples)
    for source in sources or (DEFAULT,):
        files.named(source)
    files.project_rules()
    files.tell_left_out()
    loader = _Loader(report, changes)
    for file_source, tree, host in files.trees:
        loader.add(file_source, tree, host)
    for name, value in (overrides or {}).items():
        if value is not None:
            loader.override(name, value)
    book = loader.book([file_source for file_source, *_ in files.trees])
    if report.errors:
        raise RuleFileError(report.errors)
    return book


class _Loader:
    """Merges trees, one after another, into drafts; then makes the book."""

    def __init__(self, report: Report, keep: bool) -> None:
        self.report = report
        self.keep = keep  # what files of the user change
        self.made: list[tuple[str, Place]] = []  # what they do: the name of a rule or setting, and where
        self.reader = PatternReader(report)
        self.drafts: dict[str, _Draft] = {}
        self.settings: dict[str, Any] = {}
        self.setting_nodes: dict[str, Node] = {}
        self.disabled: list[tuple[Node, str]] = []  # rule name, and the only host where that holds
        self.sites: list[tuple[str, str]] = []  # files of the user for one site, and its host
        self.sets: list[tuple[Node, Node]] = []  # rule name, changes
        self.changes: list[tuple[str, Node, Node]] = []  # pack, rule name, changes

    def add(self, source: Source, tree: Node, host: str = "") -> None:
        """Take over one file."""
        self.reader.define(source, tree.get("define"))
        values = schema.FILE.values(tree, self.reader, frozenset(("define", "rules")))
        stem = source.path.stem if source.path else source.name
        pack = str(values.get("pack", stem))
        if not _NAME.fullmatch(pack):
            at = tree.get("pack") or tree
            self.report.add(at, "CP111", f"{pack!r} cannot name a pack", "use letters, digits, '-', '_' and '.'")
        if host:
            self.sites.append((source.name, host))
            refuse(tree, host, self.report)
        if source.shipped or self.keep:
            self._take_changes(tree, values, host)
        defaults = self._defaults(tree, source, host)
        rules = tree.get("rules")
        if rules is None or (rules.kind == "text" and not rules.text):
            return
        if rules.kind != "list":
            self.report.add(rules, "CP102", "'rules' is a list", "begin each rule with '- id:'")
            return
        for item in rules.items:
            if host and item.kind == "map":
                refuse_of_rule(item, host, self.report)
            self._take_rule(pack, item, defaults)

    def _take_changes(self, tree: Node, values: Mapping[str, Any], host: str) -> None:
        """Take over what a file says of settings and of rules that stand elsewhere."""
        disable, sets = tree.get("disable"), tree.get("set")
        if disable is not None:
            for item in disable.items if disable.kind == "list" else [disable]:
                self.disabled.append((item, host))
                self._note(item.text, item)
        if not host:
            self._take_settings(values, tree)
            for name, change in sets.pairs.values() if sets is not None and sets.kind == "map" else ():
                self.sets.append((name, change))
                self._note(name.text, name)

    def _take_settings(self, values: Mapping[str, Any], tree: Node) -> None:
        for key in schema.SETTING_KEYS:
            if key.name in values:
                self.settings[key.name] = values[key.name]
                self.setting_nodes[key.name] = tree.pairs[key.name][1]
                self._note(key.name, tree.pairs[key.name][0])

    def _note(self, name: str, at: Node) -> None:
        if not at.source.shipped:
            self.made.append((name, at.place))

    def _defaults(self, tree: Node, source: Source, host: str) -> dict[str, tuple[Node, Node]]:
        """What every rule of the file has unless it says otherwise: scope, status, confidence, order."""
        out: dict[str, tuple[Node, Node]] = {}
        where = tree.pairs.get("where")
        if where and where[1].kind == "map":
            out["where"] = where
        if host:
            # rules/sites/<host>.yaml: the file name is the scope.
            at = Node(source, 1, 1, text="site")
            site = Node(source, 1, 1, text=host)
            base = out["where"][1] if "where" in out else Node(source, 1, 1, kind="map")
            if "site" in base.pairs:
                self.report.add(base.pairs["site"][0], "CP205", f"the file name says site {host}", "delete 'site' here")
            out["where"] = (at, base.like(pairs={**base.pairs, "site": (at, site)}))
        defaults = tree.get("defaults")
        if defaults is not None and defaults.kind == "map":
            out.update(defaults.pairs)
        return out

    def _take_rule(self, pack: str, item: Node, defaults: Mapping[str, tuple[Node, Node]]) -> None:
        if item.kind != "map":
            self.report.add(item, "CP102", "a rule is a map", "begin it with '- id: name'")
            return
        name, change = item.get("id"), item.get("change")
        if name is not None and change is not None:
            self.report.add(item.pairs["change"][0], "CP112", "both 'id' and 'change'", "keep 'id' for a new rule")
        if name is None and change is not None:
            rest = item.like(pairs={key: pair for key, pair in item.pairs.items() if key != "change"})
            if item.source.shipped or self.keep:
                self.changes.append((pack, change, rest))
                self._note(change.text, change)
            return
        if name is None or name.kind != "text":
            close = next(
                (key for key in item.pairs if key in ("name", "rule", "title") or suggestion(key, ("id",))), ""
            )
            at = item.pairs[close][0] if close else item
            self.report.add(
                at, "CP110", "rule without an id", "did you mean 'id'?" if close else "begin it with '- id: name'"
            )
            skipped = item.like(pairs={k: v for k, v in item.pairs.items() if k not in (close, "id")})
            build_rule(f"{pack}/?", skipped, self.reader)
            return
        if not _NAME.fullmatch(name.text):
            self.report.add(name, "CP111", f"{name.text!r} cannot name a rule", "use letters, digits, '-', '_' and '.'")
        full = f"{pack}/{name.text}"
        earlier = self.drafts.get(full)
        if earlier is not None:
            where = earlier.node.place
            advice = f"first in {where.file}:{where.line}; to alter that rule write 'change: {full}'"
            self.report.add(name, "CP202", f"rule {full} is there already", advice)
            build_rule(full, item, self.reader)
            return
        node, assumed = _with_defaults(item, defaults)
        self.drafts[full] = _Draft(full, node, assumed)

    def override(self, name: str, value: Any) -> None:
        """One setting or change from the command line."""
        source = Source("--set", f"{name}={value}")
        node = from_value(value, source)
        if isinstance(value, str):
            node = _parsed(value, source)
        node.column = len(name) + 2
        at = Node(source, 1, 1, len(name), text=name)
        if "/" in name:
            self.sets.append((at, node))
            self._note(name, at)
        elif name == "disable":
            self.disabled += [(item, "") for item in (node.items if node.kind == "list" else [node])]
            self._note(node.text or name, at)
        elif name == "set" and node.kind == "map":
            self.sets += list(node.pairs.values())
            self._note(name, at)
        else:
            tree = Node(source, 1, 1, kind="map", pairs={name: (at, node)})
            self._take_settings(schema.SETTINGS.values(tree, self.reader), tree)

    def book(self, sources: list[Source]) -> RuleBook:
        """Make all changes, build all rules, check them together."""
        for pack, name, change in self.changes:
            self._change(name, change, pack)
        for name, change in self.sets:
            self._set(name, change)
        removed, elsewhere = self._removed()
        rules: list[Rule] = []
        nodes: dict[str, Node] = {}
        for draft in self.drafts.values():
            rule = build_rule(draft.id, draft.node, self.reader, draft.assumed)
            if rule is not None:
                nodes[rule.id] = draft.node
                if rule.id not in removed:
                    rules.append(rule)
        rules = check_book(rules, nodes, set(self.drafts), self.report)
        rules = [but_for(rule, elsewhere[rule.id]) if rule.id in elsewhere else rule for rule in rules]
        if self.keep:
            self.reader.check_unused()
        settings = check_settings(Settings(**self.settings), self.setting_nodes, self.report)
        return RuleBook(
            tuple(rules),
            settings,
            tuple(source.name for source in sources),
            tuple(self.report.warnings),
            self._bound(rules, nodes),
            frozenset(source.name for source in sources if source.shipped),
            tuple(self.made),
        )

    def _bound(self, rules: list[Rule], nodes: Mapping[str, Node]) -> tuple[tuple[str, str], ...]:
        """The user's files that say something about one site alone, each with that site."""
        found = dict.fromkeys(self.sites)
        for rule in rules:
            if rule.where.site and rule.status != "draft" and not nodes[rule.id].source.shipped:
                found.update(dict.fromkeys((nodes[rule.id].source.name, site) for site in rule.where.site))
        return tuple(found)

    def _find(self, name: str, pack: str = "") -> _Draft | None:
        return self.drafts.get(name) or (self.drafts.get(f"{pack}/{name}") if pack else None)

    def _renamed(self, name: str) -> str:
        """The full name of the rule that lists this one under ``was``."""
        for draft in self.drafts.values():
            was = draft.node.get("was")
            old = [] if was is None else [item.text for item in was.items] or [was.text]
            pack = draft.id.rpartition("/")[0]
            if any(name in (word, f"{pack}/{word}") for word in old):
                return draft.id
        return ""

    def _unknown(self, at: Node, name: str, what: str) -> None:
        successor = self._renamed(name)
        if successor:
            self.report.add(at, "CP212", f"rule {name} has a new name", f"write {successor!r}")
            return
        advice = suggestion(name, self.drafts) or "'cleanpipe rules list' shows all names; write pack/id"
        self.report.add(at, "CP201", f"unknown rule {name!r} in {what}", advice)

    def _change(self, name: Node, change: Node, pack: str) -> None:
        draft = self._find(name.text, pack)
        if draft is None:
            self._unknown(name, name.text, "'change'")
            if any(key in VERBS for key in change.pairs):
                build_rule(name.text, unsigned(change), self.reader)
            return
        self._retired(name, draft)
        draft.node = merged(draft.node, change, self.report)
        draft.assumed -= set(change.pairs) | {f"where.{key}" for key in _keys(change.get("where"))}

    def _retired(self, at: Node, draft: _Draft) -> None:
        status = draft.node.get("status")
        if status is not None and status.text == "retired":
            successor = self._renamed(draft.id)
            advice = f"its successor is {successor!r}" if successor else "nothing replaced it; delete this"
            self.report.add(at, "CP211", f"rule {draft.id} is retired", advice)

    def _set(self, name: Node, change: Node) -> None:
        draft = self._find(name.text)
        if draft is None and "." in name.text:
            # ``pack/id.key``: the longest beginning that names a rule; pack names may hold dots themselves.
            parts = name.text.split(".")
            for cut in range(len(parts) - 1, 0, -1):
                draft = self._find(".".join(parts[:cut]))
                if draft is not None:
                    for key in reversed(parts[cut:]):
                        change = Node(change.source, 1, 1, kind="map", pairs={key: (name, change)})
                    break
        if draft is None:
            self._unknown(name, name.text, "'set'")
        elif change.kind != "map":
            self.report.add(change, "CP102", "'set' takes keys of the rule", "such as {apply_from: 0.95}")
        else:
            self._retired(name, draft)
            draft.node = merged(draft.node, change, self.report)

    def _removed(self) -> tuple[set[str], dict[str, list[tuple[Node, str]]]]:
        """The rules that are disabled everywhere, and those that are on some hosts."""
        removed: set[str] = set()
        elsewhere: dict[str, list[tuple[Node, str]]] = {}
        for item, host in self.disabled:
            if item.kind != "text":
                continue
            hits = [
                rule
                for rule in self.drafts
                if rule == item.text or (item.text.endswith("/*") and rule.startswith(item.text[:-1]))
            ]
            if not hits:
                self._unknown(item, item.text, "'disable'")
            if not host:
                removed.update(hits)
            for hit in hits if host else ():
                elsewhere.setdefault(hit, []).append((item, host))
        return removed, elsewhere


def _with_defaults(item: Node, defaults: Mapping[str, tuple[Node, Node]]) -> tuple[Node, frozenset[str]]:
    """A rule with the defaults of its file filled in, and the names of the keys so filled."""
    out, assumed = item.like(), set()
    for key, pair in defaults.items():
        own = out.get(key)
        if own is None:
            out.pairs[key] = pair
            assumed.add(key)
            assumed.update(f"{key}.{name}" for name in _keys(pair[1]))
        elif own.kind == pair[1].kind == "map":
            missing = {name: child for name, child in pair[1].pairs.items() if name not in own.pairs}
            out.pairs[key] = (out.pairs[key][0], own.like(pairs={**missing, **own.pairs}))
            assumed.update(f"{key}.{name}" for name in missing)
    for key, (at, value) in list(out.pairs.items()):
        out.pairs[key] = (at, expanded(key, value))
    return out, frozenset(assumed)


def _keys(node: Node | None) -> tuple[str, ...]:
    return tuple(node.pairs) if node is not None and node.kind == "map" else ()


def _parsed(value: str, source: Source) -> Node:
    """A value of ``--set``: YAML if it is a number, list or map, else the text as given."""
    trial = Report()
    try:
        node = parse(Source(source.name, value), trial)
    except yaml.YAMLError:
        node = None
    if node is None or trial.errors:
        node = Node(source, 1, 1, max(1, len(value)), text=value)
    node.source, node.line = source, 1
    if node.kind == "text":
        node.style = "given"
        node.plain = False
    return node
