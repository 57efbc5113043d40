"""Tables of keys: maps with fixed keys, each of a kind, with unknown and missing keys reported.

``schema`` is made of these; a table reads a node, and describes itself as JSON Schema.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cleanpipe.rulefile.reading.kinds import BAD, Kind, Reader, one_of, suggestion, wrong
from cleanpipe.rulefile.reading.syntax import Node


@dataclass(frozen=True)
class Key:
    """A key with its kind and one sentence about it; ``old`` are names people try first."""

    name: str
    kind: Kind
    doc: str
    required: bool = False
    old: tuple[str, ...] = ()


@dataclass(frozen=True)
class Struct:
    """A map with fixed keys. ``short`` names the key that a bare text or list stands for, if any."""

    what: str
    keys: tuple[Key, ...]
    short: str = ""
    code: str = "CP104"
    make: Callable[[dict[str, Any]], Any] = field(default=dict)

    @property
    def says(self) -> str:
        return f"keys of {self.what}"

    def expand(self, node: Node) -> Node:
        """The node with the short form written out: ``drop_line: [a, b]`` becomes ``drop_line: {line_is: [a, b]}``."""
        if self.short and node.kind != "map":
            return node.like(kind="map", text="", plain=False, items=[], pairs={self.short: (node, node)})
        return node

    def read(self, node: Node, reader: Reader) -> Any:
        node = self.expand(node)
        if node.kind != "map":
            return wrong(node, reader, f"a map with {self.says}")
        values = self.values(node, reader)
        return self.make(values)

    def values(self, node: Node, reader: Reader, skip: frozenset[str] = frozenset()) -> dict[str, Any]:
        """The values of a map by key, with unknown and missing keys reported."""
        known = {key.name: key for key in self.keys}
        out: dict[str, Any] = {}
        for name, (at, child) in node.pairs.items():
            if name in skip:
                continue
            if name not in known:
                self._unknown(at, known, reader)
                continue
            value = known[name].kind.read(child, reader)
            if value is not BAD:
                out[name] = value
        for key in self.keys:
            if key.required and key.name not in node.pairs:
                reader.report.add(node, "CP106", f"{self.what} needs {key.name!r}", key.doc)
        return out

    def _unknown(self, at: Node, known: Mapping[str, Key], reader: Reader) -> None:
        other = next((key.name for key in self.keys if at.text in key.old), "")
        # A key that says no is never a slip of one that says yes: following such advice would turn the rule round.
        no = "not_" if at.text.startswith("not_") else ""
        alike = [name.removeprefix(no) for name in known if name.startswith("not_") == bool(no)]
        advice = f"did you mean {other!r}?" if other else suggestion(at.text.removeprefix(no), alike)
        advice = advice if other else advice.replace("'", f"'{no}", 1)
        if not advice:
            advice = f"keys are {one_of(sorted(known))}"
        reader.report.add(at, self.code, f"unknown key {at.text!r} in {self.what}", advice)

    def schema(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "type": "object",
            "properties": {key.name: key.kind.schema() | {"description": key.doc} for key in self.keys},
            "additionalProperties": False,
        }
        required = [key.name for key in self.keys if key.required]
        if required:
            out["required"] = required
        if self.short:
            short = next(key.kind for key in self.keys if key.name == self.short)
            return {"anyOf": [*short.schema().get("anyOf", [short.schema()]), out]}
        return out
