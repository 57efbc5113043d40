"""What rules mean together: names that exist, bounds in order, scopes that can hold, examples that fit their verb.

The last check of a load. It sees resolved rules and the nodes they came from; shapes were checked before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cleanpipe.rulefile.examples import check_contradictions, check_examples
from cleanpipe.rulefile.kinds import suggestion
from cleanpipe.rulefile.model import DropLine, Near, Rule, Settings
from cleanpipe.rulefile.syntax import Node, Report


def check_book(rules: list[Rule], nodes: Mapping[str, Node], names: set[str], report: Report) -> list[Rule]:
    """Report what is wrong with rules as a set; return them with the names in ``near`` written out."""
    out = []
    for rule in rules:
        node = nodes[rule.id]
        _bars(rule, node, report)
        check_examples(rule, node, report)
        out.append(_near(rule, node, names, report))
    check_contradictions(rules, nodes, report)
    return out


def _bars(rule: Rule, node: Node, report: Report) -> None:
    low, high = rule.suggest_from, rule.apply_from
    if low is not None and high is not None and low > high:
        at = node.get("suggest_from") or node
        report.add(at, "CP204", f"suggest_from {low:g} is above apply_from {high:g}", "nothing would ever be suggested")


def _near(rule: Rule, node: Node, names: set[str], report: Report) -> Rule:
    body = rule.body
    if not isinstance(body, DropLine) or body.conditions.near is None:
        return rule
    near = body.conditions.near
    full = near.rule if near.rule in names else f"{rule.pack}/{near.rule}"
    if full not in names:
        verb = node.get("drop_line")
        at = (verb.get("near") if verb else None) or node
        at = at.get("rule") or at
        report.add(
            at, "CP201", f"unknown rule {near.rule!r} in 'near'", suggestion(near.rule, names) or "write pack/id"
        )
        return rule
    conditions = replace(body.conditions, near=Near(full, near.within))
    return replace(rule, body=replace(body, conditions=conditions))


def check_settings(settings: Settings, nodes: Mapping[str, Node], report: Report) -> Settings:
    """Report settings that contradict one another."""
    if settings.suggest_from > settings.min_confidence:
        at = nodes.get("suggest_from") or nodes.get("min_confidence")
        if at is not None and "suggest_from" in nodes:
            report.add(at, "CP204", "suggest_from is above min_confidence", "nothing would ever be suggested")
    return settings
