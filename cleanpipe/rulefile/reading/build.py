"""From checked nodes to the values of ``model``: one rule at a time, after everything has been merged.

Shape errors are reported by the kinds in ``schema``; this module adds what only a whole rule can show: no verb, two
verbs, options of the repairer. It knows nothing of files or of other rules.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from typing import Any

from cleanpipe.rulefile.model import (
    VERBS,
    Body,
    Conditions,
    Dedupe,
    DropBlock,
    DropLine,
    Example,
    Near,
    Place,
    Protect,
    Reject,
    Repair,
    Replace,
    Rule,
    Scope,
    Swap,
)
from cleanpipe.rulefile.reading import schema
from cleanpipe.rulefile.reading.kinds import (
    BAD,
    Choice,
    Flag,
    Kind,
    ListOf,
    MapOf,
    Number,
    Reader,
    Text,
    Whole,
    one_of,
    suggestion,
)
from cleanpipe.rulefile.reading.syntax import Node

_RULE_KEYS = frozenset(key.name for key in (*schema.COMMON_KEYS, *schema.LINE_KEYS, *schema.REPAIR_KEYS))


def verb_of(node: Node, reader: Reader, *, needed: bool = True) -> str:
    """The one verb of a rule, or an empty string after saying what is wrong."""
    found = [name for name in node.pairs if name in VERBS]
    if len(found) > 1:
        for name in found[1:]:
            at = node.pairs[name][0]
            reader.report.add(
                at, "CP105", f"two verbs: {found[0]} and {name}", "one rule does one thing: make it two rules"
            )
        return found[0]
    if found:
        return found[0]
    for name, (at, _) in node.pairs.items():
        close = suggestion(name, VERBS)
        if close and name not in _RULE_KEYS:
            reader.report.add(at, "CP103", f"no verb, but an unknown key {name!r}", close)
            return ""
    if needed:
        reader.report.add(node, "CP103", "rule has no verb", f"add {one_of(VERBS)}")
    return ""


def conditions(values: Mapping[str, Any]) -> Conditions:
    """Conditions from the values of a map; keys that are not conditions are left out."""
    names = {f.name for f in dataclasses.fields(Conditions)}
    picked = {key: value for key, value in values.items() if key in names}
    near = picked.get("near")
    if near is not None:
        if "rule" in near:
            picked["near"] = Near(near["rule"], near.get("within", 3))
        else:
            del picked["near"]
    return Conditions(**picked)


def build_body(verb: str, value: Any, node: Node, options: Mapping[str, Any], reader: Reader) -> Body | None:
    """The body of a rule, or None when something in it was wrong."""
    if value is BAD or value is None:
        return None
    if verb == "replace":
        if "match" not in value or "with" not in value:
            return None
        if value["match"]:
            reader.template(node.pairs["with"][1], value["match"], value["with"])
        return Replace(value["match"], value["with"], value.get("lines", False), value.get("case", "match"))
    if verb == "swap":
        return Swap(value.get("table", {}), value.get("case", "match"), value.get("inside_words", False))
    if verb == "drop_line":
        found = conditions(value)
        if found == Conditions():
            if not set(node.pairs) <= {"keep_blank", "case"}:
                return None  # what stands there was reported
            reader.report.add(
                node, "CP106", "drop_line without a condition", "add line_is, starts_with, contains or matches"
            )
            return None
        return DropLine(found, value.get("keep_blank", False))
    if verb == "drop_block":
        return _block(value, node, reader)
    if verb == "repair":
        return _repair(value, node, options, reader)
    if verb == "dedupe":
        return Dedupe(**value) if "unit" in value and "within" in value else None
    if verb == "protect":
        found = conditions(value)
        if not value.get("match") and found in (Conditions(), Conditions(case=found.case)):
            reader.report.add(node, "CP106", "protect without a pattern or condition", "add match")
            return None
        only_match = found == Conditions(case=found.case)
        return Protect(value.get("match"), None if only_match else found, found.case, value.get("keep_line", True))
    return _reject(value, node, reader)


def _block(value: dict[str, Any], node: Node, reader: Reader) -> DropBlock | None:
    if "from" not in value or "to" not in value:
        return None
    only_if, followed = value.get("only_if"), None
    start = conditions(value["from"])
    if start == Conditions():
        if node.pairs["from"][1].pairs:
            return None
        reader.report.add(node, "CP106", "'from' without a condition", "add line_is, starts_with, contains or matches")
        return None
    within = 6
    if only_if is not None and "followed_by" in only_if:
        followed = conditions(only_if["followed_by"])
        within = only_if["followed_by"].get("within", 6)
    to = value["to"] if isinstance(value["to"], str) else conditions(value["to"])
    return DropBlock(
        start,
        to,
        None if only_if is None or conditions(only_if) == Conditions() else conditions(only_if),
        followed,
        within,
        value.get("max_lines"),
        value.get("include_to", False),
    )


def _reject(value: dict[str, Any], node: Node, reader: Reader) -> Reject | None:
    from cleanpipe.scoring.texts.measures import MEASURES

    bounds = {}
    for name, bound in value.items():
        if name not in MEASURES:
            at = node.pairs[name][0]
            advice = suggestion(name, MEASURES) or f"measures are {one_of(sorted(MEASURES))}"
            reader.report.add(at, "CP215", f"unknown measure {name!r}", advice)
            continue
        low, high = bound.get("min"), bound.get("max")
        if low is None and high is None:
            reader.report.add(node.pairs[name][0], "CP106", f"{name} needs a bound", "add min or max")
        elif low is not None and high is not None and low > high:
            reader.report.add(
                node.pairs[name][0], "CP205", f"min of {name} is above its max", "it would reject everything"
            )
        bounds[name] = (low, high)
    return Reject(bounds) if bounds else None


def _repair(name: str, node: Node, options: Mapping[str, Any], reader: Reader) -> Repair | None:
    from cleanpipe import repairers

    if name not in repairers.names():
        advice = suggestion(name, repairers.names()) or f"repairers are {one_of(repairers.names() or ('none',))}"
        reader.report.add(node, "CP114", f"unknown repairer {name!r}", advice)
        return None
    try:
        kind: type[Any] = repairers.get(name).Options
        hints = typing.get_type_hints(kind)
    except Exception as error:
        reader.report.add(node, "CP114", f"repairer {name!r} cannot be loaded: {type(error).__name__}: {error}")
        return None
    given = options.get("with")
    values: dict[str, Any] = {}
    if isinstance(given, Node) and given.kind == "map":
        known = [f.name for f in dataclasses.fields(kind)]
        for key, (at, child) in given.pairs.items():
            if key not in known:
                advice = suggestion(key, known) or (
                    f"its options are {one_of(known)}" if known else "it has no options"
                )
                reader.report.add(at, "CP104", f"unknown option {key!r} of repairer {name}", advice)
                continue
            value = kind_of(hints[key]).read(child, reader)
            if value is not BAD:
                values[key] = value
    try:
        made = kind(**values)
    except (TypeError, ValueError) as error:
        reader.report.add(node, "CP109", f"options of repairer {name}: {error}")
        return None
    return Repair(name, made, options.get("max_per_document"))


def kind_of(hint: Any) -> Kind:
    """The kind of value that fits a type of a repairer's option.

    >>> kind_of(tuple[str, ...]).says, kind_of(int | None).says
    ('text or a list', 'a whole number')
    """
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return kind_of(next(part for part in typing.get_args(hint) if part is not type(None)))
    if origin is typing.Literal:
        return Choice(tuple(str(part) for part in typing.get_args(hint)))
    if hint is bool:
        return Flag()
    if hint is int:
        return Whole(-1_000_000_000)
    if hint is float:
        return Number(-1e9, 1e9, percent=True)
    if origin in (tuple, list, frozenset, set):
        return ListOf(kind_of(typing.get_args(hint)[0]))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return MapOf(kind_of(typing.get_args(hint)[1]))
    return Text(free=True)


def scope(values: Mapping[str, Any] | None) -> Scope:
    """A scope from the values of ``where``."""
    return Scope(**values) if values else Scope()


def examples(values: tuple[dict[str, Any], ...], node: Node | None) -> tuple[Example, ...]:
    """Examples from their maps; which words go together is checked in ``examples``."""
    out = []
    for value, item in zip(values, node.items if node else (), strict=False):
        kind = next((word for word in ("suggest", "drop", "keep", "in") if word in value), "")
        if not kind:
            continue
        text = value[kind]
        if isinstance(text, tuple) and len(text) == 1 and _item_kind(item, kind) == "text":
            text = text[0]
        result = value.get("out")
        if isinstance(result, tuple):
            result = tuple(int(part) if str(part).isdecimal() else part for part in result)
        out.append(
            Example(
                kind,
                text,
                result,
                value.get("at", {}),
                value.get("then", ()),
                value.get("expect", "pass"),
                value.get("because", ""),
                item.place,
            )
        )
    return tuple(out)


def _item_kind(item: Node, key: str) -> str:
    child = item.get(key)
    return child.kind if child else ""


def places(node: Node, prefix: str = "") -> dict[str, Place]:
    """Where each key of a resolved rule was written; entries of a list that came from elsewhere are named, too."""
    out: dict[str, Place] = {}
    for key, (at, child) in node.pairs.items():
        name = f"{prefix}{key}"
        if name == "examples":
            continue
        out[name] = at.place
        if child.kind == "map":
            out.update(places(child, f"{name}."))
        for number, item in enumerate(child.items):
            if item.source is not at.source:
                out[f"{name}[{number}]"] = item.place
    return out


def build_rule(full_id: str, node: Node, reader: Reader, assumed: frozenset[str] = frozenset()) -> Rule | None:
    """One rule from its merged node; None when it has an error (which is in the report)."""
    verb = verb_of(node, reader)
    # Reported already: a second verb, or a verb misspelt.
    told = {name for name in node.pairs if name in VERBS and name != verb}
    if not verb:
        told |= {name for name in node.pairs if suggestion(name, VERBS)} - _RULE_KEYS
    values = schema.rule_struct(verb).values(node, reader, frozenset(told))
    if not verb or verb not in values:
        return None
    child = node.pairs[verb][1]
    options = {"with": node.get("with"), "max_per_document": values.get("max_per_document")}
    body = build_body(verb, values[verb], child, options, reader)
    if body is None:
        return None
    rest = {
        key: values[key]
        for key in (
            "why",
            "see",
            "confidence",
            "status",
            "alone",
            "marks",
            "order",
            "apply_from",
            "suggest_from",
            "was",
        )
        if key in values
    }
    unless = conditions(values["unless"]) if values.get("unless") else None
    return Rule(
        full_id,
        verb,
        body,
        where=scope(values.get("where")),
        unless=unless,
        examples=examples(values.get("examples", ()), node.get("examples")),
        places=places(node),
        assumed=assumed,
        **rest,
    )
