"""A resolved rule as text: in the words of a rule file with the place of each key (``rules show``), and as a page of
documentation (``rules docs``).

It reads rules as values; reading and checking rule files is ``cleanpipe.rulefile``'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from cleanpipe.rulefile.model import (
    Conditions,
    DropBlock,
    DropLine,
    Example,
    Near,
    Part,
    Protect,
    Reject,
    Repair,
    Replace,
    Rule,
    Scope,
    Swap,
)

_RENAMED = {"new": "with", "start": "from"}


def keys_of(rule: Rule) -> dict[str, Any]:
    """The rule as the keys and values of a rule file, without its examples; defaults are left out."""
    out: dict[str, Any] = {"id": rule.id}
    if rule.why:
        out["why"] = rule.why
    if where := _plain(rule.where):
        out["where"] = where
    out[rule.verb] = _body(rule)
    if isinstance(rule.body, Repair) and (options := _plain(rule.body.options)):
        out["with"] = options
    if rule.unless is not None:
        out["unless"] = _plain(rule.unless)
    out["confidence"] = rule.confidence
    for name in ("apply_from", "suggest_from", "status", "order", "see", "was"):
        value = getattr(rule, name)
        if value not in (None, 0, ()):
            out[name] = _plain(value)
    return out


def _body(rule: Rule) -> Any:
    body = rule.body
    if isinstance(body, Repair):
        return body.name
    if isinstance(body, DropLine):
        keep = {"keep_blank": True} if body.keep_blank else {}
        return {**_plain(body.conditions), **keep}
    if isinstance(body, DropBlock):
        out: dict[str, Any] = {"from": _plain(body.start), "to": _plain(body.to)}
        only_if = _plain(body.only_if) if body.only_if else {}
        if body.followed_by:
            only_if["followed_by"] = {"within": body.followed_within, **_plain(body.followed_by)}
        if only_if:
            out["only_if"] = only_if
        if body.max_lines:
            out["max_lines"] = body.max_lines
        if body.include_to:
            out["include_to"] = True
        return out
    if isinstance(body, Protect):
        return {**({"match": body.match} if body.match else {}), **(_plain(body.conditions) if body.conditions else {})}
    if isinstance(body, Reject):
        return {
            measure: {name: bound for name, bound in zip(("min", "max"), bounds, strict=True) if bound is not None}
            for measure, bounds in body.bounds.items()
        }
    if isinstance(body, Swap):
        rest = {name: value for name, value in _plain(body).items() if name != "table"}
        return {**dict(body.table), **rest}
    return _plain(body)


def _plain(value: Any) -> Any:
    """A value of the model as plain lists and maps; fields at their defaults are left out."""
    if isinstance(value, Part):
        amount = f"{value.amount:g}"
        return f"{value.end} {amount}%" if value.unit == "%" else f"{value.end} {amount} lines"
    if isinstance(value, Near):
        return {"rule": value.rule, "within": value.within}
    if is_dataclass(value) and not isinstance(value, type):
        out = {}
        for field in fields(value):
            held = getattr(value, field.name)
            default = field.default if field.default is not MISSING else None
            if held is None or held in ((), default) or (isinstance(held, Mapping) and not held):
                continue
            out[_RENAMED.get(field.name, field.name)] = _plain(held)
        return out
    if isinstance(value, Mapping):
        return {key: _plain(held) for key, held in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        items = [_plain(item) for item in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
        return items[0] if len(items) == 1 and not isinstance(items[0], (dict, list)) else items
    return value


def shown(rule: Rule) -> Iterator[str]:
    """The lines of ``rules show``: the resolved rule, and beside each key the file and line it came from."""
    places = rule.places
    rows = list(_rows(keys_of(rule), "", 0))
    width = min(72, max(len(line) for line, _ in rows) + 2)
    for line, path in rows:
        place = places.get(path) or (places.get(path.replace("with", f"{rule.verb}.with", 1)) if path else None)
        yield f"{line:<{width - 2}}  # {place.file}:{place.line}" if place else line
    if rule.examples:
        yield "examples:"
        for example in rule.examples:
            yield f"  - {example_text(example)}"


def _rows(value: Mapping[str, Any], path: str, depth: int) -> Iterator[tuple[str, str]]:
    for key, held in value.items():
        here = f"{path}.{key}" if path else str(key)
        indent = "  " * depth
        if isinstance(held, Mapping) and held:
            yield f"{indent}{_scalar(key)}:", here
            yield from _rows(held, here, depth + 1)
        elif isinstance(held, list):
            yield f"{indent}{_scalar(key)}: [{', '.join(map(_scalar, held))}]", here
        else:
            yield f"{indent}{_scalar(key)}: {_scalar(held)}", here


def _scalar(value: Any) -> str:
    """A value as YAML writes it on one line."""
    import yaml

    text: str = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10**6)
    return text.removesuffix("\n").removesuffix("\n...").strip()


def example_text(example: Example) -> str:
    """An example on one line.

    >>> example_text(Example("in", "odd , but", "odd, but"))
    "'odd , but' becomes 'odd, but'"
    """
    text = example.text if isinstance(example.text, str) else " | ".join(example.text)
    if example.kind == "in":
        return f"{text!r} becomes {example.out!r}"
    if example.kind == "suggest":
        return f"{text!r} is only suggested to " + (f"become {example.out!r}" if example.out else "go")
    return f"{text!r} {'is dropped' if example.kind == 'drop' else 'stays'}"


_WORDS = {
    "line_is": "the line is {}",
    "starts_with": "the line starts with {}",
    "ends_with": "the line ends with {}",
    "contains": "the line contains {}",
    "matches": "the line matches {}",
    "not_line_is": "the line is not {}",
    "not_starts_with": "the line does not start with {}",
    "not_ends_with": "the line does not end with {}",
    "not_contains": "the line does not contain {}",
    "not_matches": "the line does not match {}",
    "min_words": "it has at least {} words",
    "max_words": "it has at most {} words",
    "min_length": "it has at least {} characters",
    "max_length": "it has at most {} characters",
}


def in_words(conditions: Conditions) -> list[str]:
    """Conditions as clauses of a sentence; all of them must hold.

    >>> in_words(Conditions(starts_with=("Share on", "Tweet"), max_words=8))
    ['the line starts with `Share on` or `Tweet`', 'it has at most 8 words']
    """
    out = []
    for name, words in _WORDS.items():
        value = getattr(conditions, name)
        if isinstance(value, tuple) and value:
            out.append(words.format(" or ".join(f"`{item}`" for item in value)))
        elif value is not None and value != ():
            out.append(words.format(value))
    if conditions.part is not None:
        out.append(f"it stands in the {_plain(conditions.part)} of the document")
    if conditions.near is not None:
        out.append(f"`{conditions.near.rule}` hits at most {conditions.near.within} lines away")
    return out


def effect(rule: Rule) -> str:
    """What the rule does, in one sentence."""
    body = rule.body
    if isinstance(body, DropLine):
        return f"Drops a line when {', and '.join(in_words(body.conditions))}."
    if isinstance(body, DropBlock):
        to = {"end": "the end of the document", "blank_line": "the next blank line"}.get(str(body.to), "")
        if isinstance(body.to, Conditions):
            to = f"the line where {', and '.join(in_words(body.to))}"
        return f"Drops everything from the line where {', and '.join(in_words(body.start))}, to {to}."
    if isinstance(body, Replace):
        return f"Replaces `{body.match}` by `{body.new}`."
    if isinstance(body, Swap):
        return "Swaps words: " + ", ".join(f"`{a}` to `{b}`" for a, b in list(body.table.items())[:12]) + "."
    if isinstance(body, Repair):
        return f"Asks the repairer `{body.name}`."
    if isinstance(body, Protect):
        what = f"`{body.match}`" if body.match else ", and ".join(in_words(body.conditions or Conditions()))
        return f"Protects {what} from every edit."
    if isinstance(body, Reject):
        return f"Sets a document aside by {', '.join(body.bounds)}: {_scalar(_body(rule))}."
    return f"Removes a {body.unit} that is a copy of an earlier one within the {body.within}."


def documentation(rule: Rule) -> Iterator[str]:
    """A section of Markdown about a rule: why, what it does, where, and its examples before and after."""
    yield f"### {rule.id}\n"
    if rule.why:
        yield f"{rule.why}\n"
    yield f"{effect(rule)}\n"
    scope = "" if rule.where == Scope() else f"; only where {_scalar(_plain(rule.where)).strip('{}')}"
    yield f"Confidence {rule.confidence:g}, {rule.status}{scope}.\n"
    for example in rule.examples:
        yield f"- {example_text(example)}"
    yield ""
