"""What rules mean together: names that exist, bounds in order, conditions and scopes that can hold, swaps that settle.

The last check of a load. It sees resolved rules and the nodes they came from; shapes were checked before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from cleanpipe.rulefile.expressions import words
from cleanpipe.rulefile.model import Conditions, DropBlock, DropLine, Near, Protect, Rule, Scope, Settings, Swap
from cleanpipe.rulefile.reading.examples import check_contradictions, check_examples
from cleanpipe.rulefile.reading.kinds import suggestion
from cleanpipe.rulefile.reading.syntax import Node, Report

_LANG = re.compile(r"[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*", re.IGNORECASE)
_NAMES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "spanish": "es", "portuguese": "pt",
    "italian": "it", "dutch": "nl", "polish": "pl", "russian": "ru", "turkish": "tr", "chinese": "zh", "cn": "zh",
    "japanese": "ja", "jp": "ja", "arabic": "ar", "czech": "cs", "greek": "el",
}  # fmt: skip
_LISTS = ("line_is", "starts_with", "ends_with", "contains", "matches")


def check_book(rules: list[Rule], nodes: Mapping[str, Node], names: set[str], report: Report) -> list[Rule]:
    """Report what is wrong with rules as a set; return them with the names in ``near`` written out."""
    out = []
    for rule in rules:
        node = nodes[rule.id]
        _bars(rule, node, report)
        _scope(rule.where, node.get("where") or node, report)
        _conditions_of(rule, node, report)
        if isinstance(rule.body, Swap):
            _swap(rule.body, node.get("swap") or node, report)
        check_examples(rule, node, report)
        out.append(_near(rule, node, names, report))
    _near_circles(out, nodes, report)
    check_contradictions(rules, nodes, report)
    return out


def _bars(rule: Rule, node: Node, report: Report) -> None:
    low, high = rule.suggest_from, rule.apply_from
    if low is not None and high is not None and low > high:
        at = node.pairs["suggest_from"][0] if "suggest_from" in node.pairs else node
        report.add(at, "CP204", f"suggest_from {low:g} is above apply_from {high:g}", "nothing would ever be suggested")


def _scope(where: Scope, node: Node, report: Report) -> None:
    for lang in where.lang:
        if not _LANG.fullmatch(lang) or lang.lower() in _NAMES:
            code = _NAMES.get(lang.lower(), "")
            advice = f"did you mean {code!r}?" if code else "use codes such as en, de or pt-BR"
            report.add(_entry(node, "lang", lang), "CP205", f"{lang!r} is no language code: it can never hold", advice)
    for key in ("site", "not_site", "path", "not_path"):
        given = getattr(where, key)
        for text in given:
            at = _entry(node, key, text)
            if text.startswith("!"):
                advice = f"write 'not_{key}: {text[1:]}'" if not key.startswith("not_") else "leave the '!' out"
                report.add(at, "CP205", f"'!' does not mean 'not' in {key!r}", advice)
            elif key.endswith("site") and any(sign in text for sign in "/: *"):
                advice = "write the host alone; a leading dot also takes what is below: .example.com"
                report.add(at, "CP205", f"{text!r} is no host: it can never hold", advice)
            elif text in (where.site if key == "not_site" else where.path if key == "not_path" else ()):
                report.add(at, "CP205", f"{text!r} is in {key[4:]} and in {key}", "delete it in one of them")


def _entry(node: Node, key: str, text: str) -> Node:
    """The node of one text of a list (or the single text) under a key."""
    value = node.get(key)
    if value is None:
        return node
    return next((item for item in value.items if item.text == text), value)


def _conditions_of(rule: Rule, node: Node, report: Report) -> None:
    body = rule.body
    inner = node.get(rule.verb) or node
    if isinstance(body, DropLine | Protect) and body.conditions is not None:
        _can_hold(body.conditions, inner, report)
    elif isinstance(body, DropBlock):
        _can_hold(body.start, inner.get("from") or inner, report)
        for given, key in ((body.only_if, "only_if"), (body.to, "to")):
            if isinstance(given, Conditions):
                _can_hold(given, inner.get(key) or inner, report)
        if body.to == body.start:
            at = inner.pairs["to"][0] if "to" in inner.pairs else inner
            report.add(at, "CP207", "'to' is the same as 'from'", "say which line comes after the block")
    if rule.unless:
        _can_hold(rule.unless, node.get("unless") or node, report)


def _can_hold(given: Conditions, node: Node, report: Report) -> None:
    for low, high, what in (
        (given.min_words, given.max_words, "words"),
        (given.min_length, given.max_length, "length"),
    ):
        if low is not None and high is not None and low > high:
            at = node.pairs.get(f"min_{what}", (node, node))[0]
            report.add(at, "CP205", f"min_{what} {low} is above max_{what} {high}", "it can never hold")
    for name in _LISTS:
        for text in getattr(given, name):
            if text in getattr(given, f"not_{name}"):
                at = _entry(node, f"not_{name}", text)
                report.add(at, "CP205", f"{text!r} is in {name} and in not_{name}", "delete it in one of them")
    for name in ("line_is", "starts_with", "contains", "ends_with"):
        for text in getattr(given, name):
            if given.max_words is not None and words.count_words(text) > given.max_words:
                at = _entry(node, name, text)
                report.add(at, "CP205", f"{text!r} has more than {given.max_words} words", "it can never hold")


def _swap(body: Swap, node: Node, report: Report) -> None:
    table = node.get("table")
    node = table if table is not None and table.kind == "map" else node
    exact = body.case == "exact"
    wrongs = {(wrong if exact else words.squash(wrong)): wrong for wrong in body.table}
    for wrong, right in body.table.items():
        at = node.pairs[wrong][0] if wrong in node.pairs else node
        if not wrong.strip():
            report.add(at, "CP109", "empty text to swap", "delete the entry")
        elif wrong == right:
            report.add(at, "CP216", f"{wrong!r} is swapped for itself", "delete the entry")
        else:
            form = right if exact else words.squash(right)
            again = next((w for w in wrongs if w and words.holds(form, w) and (w != form or wrongs[w] != wrong)), "")
            if again:
                message = f"{right!r} holds {wrongs[again]!r}, which is swapped in turn"
                report.add(at, "CP217", message, "the result must settle: a second run may change nothing")


def _near(rule: Rule, node: Node, names: set[str], report: Report) -> Rule:
    body = rule.body
    if not isinstance(body, DropLine) or body.conditions.near is None:
        return rule
    near = body.conditions.near
    full = near.rule if near.rule in names else f"{rule.pack}/{near.rule}"
    if full not in names:
        at = _near_node(node)
        report.add(
            at, "CP201", f"unknown rule {near.rule!r} in 'near'", suggestion(near.rule, names) or "write pack/id"
        )
        return rule
    conditions = replace(body.conditions, near=Near(full, near.within))
    return replace(rule, body=replace(body, conditions=conditions))


def _near_node(node: Node) -> Node:
    verb = node.get("drop_line")
    at = (verb.get("near") if verb else None) or node
    return at.get("rule") or at


def _near_circles(rules: list[Rule], nodes: Mapping[str, Node], report: Report) -> None:
    """Report rules that wait for one another: none of them could ever be the first."""
    needs = {
        rule.id: rule.body.conditions.near.rule
        for rule in rules
        if isinstance(rule.body, DropLine) and rule.body.conditions.near
    }
    for name in needs:
        seen, at = {name}, needs[name]
        while at in needs and at not in seen:
            seen.add(at)
            at = needs[at]
        if at == name:
            report.add(
                _near_node(nodes[name]), "CP218", f"{name} waits for itself", "one of the circle must do without 'near'"
            )


def check_settings(settings: Settings, nodes: Mapping[str, Node], report: Report) -> Settings:
    """Report settings that contradict one another or cannot be."""
    if settings.suggest_from > settings.min_confidence and "suggest_from" in nodes:
        report.add(nodes["suggest_from"], "CP204", "suggest_from is above min_confidence", "nothing would be suggested")
    return settings
