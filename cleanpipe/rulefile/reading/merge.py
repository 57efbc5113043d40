"""Merging what several files say about one rule: maps merge, ``key+`` and ``key-`` edit lists, anything else replaces.

Works on nodes before they become values, so that every part keeps the place where it was written.
"""

from __future__ import annotations

from cleanpipe.rulefile.reading.kinds import suggestion
from cleanpipe.rulefile.reading.syntax import Node, Report

#: Keys that may be written short, and the key that the short form stands for.
_SHORT = {"drop_line": "line_is", "unless": "line_is", "from": "line_is", "followed_by": "contains", "near": "rule"}
_KEYWORDS = ("end", "blank_line")


def expanded(key: str, node: Node) -> Node:
    """The value with its short form written out, as a map."""
    short = _SHORT.get(key, "")
    if key == "to" and not (node.kind == "text" and node.text in _KEYWORDS):
        short = "line_is"
    if not short or node.kind == "map":
        return node
    return node.like(kind="map", text="", plain=False, items=[], pairs={short: (node, node)})


def merged(base: Node, change: Node, report: Report) -> Node:
    """The base map with the changes made; the base itself stays as it is."""
    out = base.like()
    for name, (at, value) in change.pairs.items():
        sign = name[-1:] if name[-1:] in ("+", "-") else ""
        key = name[:-1] if sign else name
        earlier = out.pairs.get(key)
        if sign:
            if key in _SHORT and (value.kind == "list" or value.kind == "text"):
                # ``drop_line+: [x]`` adds to the list that the short form stands for.
                inner = Node(value.source, at.line, at.column, at.width, "map")
                inner.pairs = {f"{_SHORT[key]}{sign}": (at, value)}
                base_map = expanded(key, earlier[1]) if earlier else Node(value.source, at.line, at.column, kind="map")
                out.pairs[key] = (at, merged(base_map, inner, report))
                continue
            edited = _edited(key, sign, at, earlier[1] if earlier else None, value, report)
            out.pairs[key] = (at, edited)
            continue
        if earlier:
            old, new = expanded(key, earlier[1]), expanded(key, value)
            if old.kind == new.kind == "map":
                out.pairs[key] = (earlier[0], merged(old, new, report))
                continue
        out.pairs[key] = (at, value)
    return out


def _edited(key: str, sign: str, at: Node, old: Node | None, value: Node, report: Report) -> Node:
    entries = value.items if value.kind == "list" else [value]
    if old is not None and old.kind == "map":
        report.add(at, "CP213", f"{key!r} is a map, not a list", f"write {key!r} without the sign: maps merge")
        return old
    have = [] if old is None else (list(old.items) if old.kind == "list" else [old])
    out = (old or value).like(kind="list", text="", plain=False, items=have)
    if sign == "+":
        known = {item.text for item in have if item.kind == "text"}
        out.items += [item for item in entries if item.kind != "text" or item.text not in known]
        return out
    for entry in entries:
        match = next((item for item in out.items if item.kind == "text" and item.text == entry.text), None)
        if match is None:
            texts = [item.text for item in out.items if item.kind == "text"]
            advice = suggestion(entry.text, texts) or "see 'cleanpipe rules show' for what is there"
            report.add(entry, "CP213", f"{entry.text!r} is not in {key!r} of the inherited rule", advice)
            continue
        out.items.remove(match)
    return out


def unsigned(node: Node) -> Node:
    """A map of changes as if it stood alone, to check it when there is nothing to change: ``key+`` becomes ``key``."""
    out = node.like(pairs={})
    for name, (at, value) in node.pairs.items():
        if not name.endswith("-"):
            out.pairs[name.removesuffix("+")] = (at, unsigned(value) if value.kind == "map" else value)
    return out
