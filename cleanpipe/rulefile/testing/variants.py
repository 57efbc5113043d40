"""Rules with one condition left out: how ``rules test`` finds conditions that no example needs.

A condition is a key with a value that differs from what it would be without it. Entries of a list are not conditions,
and neither is a scope that comes from the defaults of the file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cleanpipe.rulefile.model import (
    Body,
    Conditions,
    Dedupe,
    DropBlock,
    DropLine,
    Protect,
    Reject,
    Repair,
    Replace,
    Rule,
    Scope,
    Swap,
)


def variants(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Each condition of a rule by name, with the rule that lacks it.

    >>> rule = Rule("mine/x", "drop_line", DropLine(Conditions(starts_with=("Share",), max_words=4)))
    >>> [name for name, _ in variants(rule)]
    ['starts_with', 'max_words']
    """
    for name, body in _of_body(rule.body):
        yield name, replace(rule, body=body)
    for field in dataclasses.fields(Scope):
        given = getattr(rule.where, field.name)
        if f"where.{field.name}" in rule.assumed or given == getattr(Scope(), field.name):
            continue
        names = list(given) if field.name == "meta" else [""]
        for name in names:
            rest: Any = {k: v for k, v in given.items() if k != name} if name else getattr(Scope(), field.name)
            label = f"where.{field.name}" + (f".{name}" if name else "")
            yield label, replace(rule, where=replace(rule.where, **{field.name: rest}))
    if rule.unless is not None:
        left = list(_conditions(rule.unless))
        if len(left) == 1:
            yield "unless", replace(rule, unless=None)
        else:
            for name, unless in left:
                yield f"unless.{name}", replace(rule, unless=unless)


def _conditions(given: Conditions) -> Iterator[tuple[str, Conditions]]:
    for field in dataclasses.fields(Conditions):
        if getattr(given, field.name) != field.default:
            nothing: Any = field.default
            yield field.name, replace(given, **{field.name: nothing})


def _defaults(body: Any, skip: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """A flat body with each field that has a default set back to it."""
    for field in dataclasses.fields(body):
        default = field.default_factory() if callable(field.default_factory) else field.default
        if field.name in skip or default is dataclasses.MISSING or getattr(body, field.name) == default:
            continue
        yield field.name, replace(body, **{field.name: default})


def _of_body(body: Body) -> Iterator[tuple[str, Body]]:
    if isinstance(body, DropLine):
        for name, conditions in _conditions(body.conditions):
            yield name, replace(body, conditions=conditions)
    elif isinstance(body, DropBlock):
        yield from _of_block(body)
    elif isinstance(body, Replace | Swap):
        yield from _defaults(body)
    elif isinstance(body, Repair):
        for name, options in _defaults(body.options):
            yield f"with.{name}", replace(body, options=options)
    elif isinstance(body, Dedupe):
        yield from _defaults(body, ("unit", "within", "index", "min_documents", "min_share"))
    elif isinstance(body, Protect):
        for name, conditions in _conditions(body.conditions) if body.conditions else ():
            if name != "case":
                yield name, replace(body, conditions=conditions)
        if body.match and body.conditions:
            yield "match", replace(body, match=None)
        if body.case != "match":
            yield "case", replace(body, case="match")
    elif isinstance(body, Reject):
        for measure, (low, high) in body.bounds.items():
            if low is not None:
                yield f"{measure}.min", replace(body, bounds={**body.bounds, measure: (None, high)})
            if high is not None:
                yield f"{measure}.max", replace(body, bounds={**body.bounds, measure: (low, None)})


def _of_block(body: DropBlock) -> Iterator[tuple[str, Body]]:
    for name, conditions in _conditions(body.start):
        yield f"from.{name}", replace(body, start=conditions)
    if isinstance(body.to, Conditions):
        for name, conditions in _conditions(body.to):
            yield f"to.{name}", replace(body, to=conditions)
    if body.only_if is not None:
        for name, conditions in _conditions(body.only_if):
            rest = None if conditions == Conditions() else conditions
            yield f"only_if.{name}", replace(body, only_if=rest)
    if body.followed_by is not None:
        left = list(_conditions(body.followed_by))
        yield "only_if.followed_by", replace(body, followed_by=None)
        for name, conditions in left if len(left) > 1 else ():
            yield f"only_if.followed_by.{name}", replace(body, followed_by=conditions)
    if body.max_lines is not None:
        yield "max_lines", replace(body, max_lines=None)
    if body.include_to:
        yield "include_to", replace(body, include_to=False)
