"""Examples as part of loading: do they fit their verb, is there one that fires and one near miss, do two contradict.

Whether an example comes true is not asked here: ``selftest`` runs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cleanpipe.rulefile.model import Example, Rule
from cleanpipe.rulefile.reading.kinds import one_of
from cleanpipe.rulefile.reading.syntax import Node, Report

WORDS = {
    "replace": ("in", "keep", "suggest"),
    "swap": ("in", "keep", "suggest"),
    "repair": ("in", "keep", "suggest"),
    "drop_line": ("drop", "keep", "in", "suggest"),
    "drop_block": ("in", "keep", "drop", "suggest"),
    "dedupe": ("in", "keep"),
    "protect": ("in", "keep"),
    "reject": ("drop", "keep"),
}
_KINDS = ("in", "drop", "keep", "suggest")


def fires(example: Example) -> bool:
    """Whether an example expects its rule to do something."""
    if example.kind == "in" and isinstance(example.text, tuple):
        return isinstance(example.out, tuple) and len(example.out) < len(example.text)
    return example.kind in ("drop", "suggest") or (example.kind == "in" and example.text != example.out)


def near_miss(example: Example) -> bool:
    """Whether an example expects its rule to leave something alone; a list for dedupe that keeps two does both."""
    if example.kind == "in" and isinstance(example.out, tuple):
        return len(example.out) > 1
    return example.kind == "keep" or (example.kind == "in" and example.text == example.out)


def check_examples(rule: Rule, node: Node, report: Report) -> None:
    """Report examples that do not fit, and a lack of them."""
    if node.source.bare:
        return
    at = node.pairs["examples"][0] if "examples" in node.pairs else node
    value = node.get("examples")
    for item in value.items if value is not None else ():
        if item.kind == "map":
            _shape(rule, item, report)
    if rule.status in ("draft", "retired") or (value is not None and len(value.items) != len(rule.examples)):
        return  # an example with a mistake in it does not count as missing
    good = [example for example in rule.examples if example.expect == "pass"]
    if not rule.examples:
        advice = "add one that fires and a 'keep' that comes close, or 'status: draft'"
        report.add(node, "CP401", f"{rule.id} has no examples", advice)
    elif not any(map(fires, good)):
        report.add(at, "CP403", f"no example of {rule.id} makes it act", f"add {one_of(WORDS[rule.verb][:1])}")
    elif not any(map(near_miss, good)):
        report.add(at, "CP402", f"{rule.id} has no near miss", "add a 'keep': text that comes close and must stay")
    _contradiction(rule, at, report)


def _shape(rule: Rule, item: Node, report: Report) -> None:
    words = [word for word in _KINDS if word in item.pairs]
    if len(words) != 1:
        what = f"both '{words[0]}' and '{words[1]}'" if words else "none of in, drop, keep, suggest"
        report.add(item, "CP405", f"an example with {what}", "one example, one of the four words")
        return
    word, at = words[0], item.pairs[words[0]][0]
    if word not in WORDS[rule.verb]:
        allowed = one_of([f"'{w}'" for w in WORDS[rule.verb]])
        report.add(at, "CP406", f"'{word}' says nothing about a {rule.verb} rule", f"use {allowed}")
        return
    needs_out = word in ("in", "suggest")
    if needs_out and "out" not in item.pairs:
        what = "such as out: '' for a line that goes" if rule.verb in ("drop_line", "drop_block") else ""
        report.add(at, "CP405", f"'{word}' without 'out'", f"say what the text becomes {what}".strip())
    elif not needs_out and "out" in item.pairs:
        report.add(item.pairs["out"][0], "CP405", f"'out' beside '{word}'", "'out' goes with 'in' or 'suggest'")
    elif item.pairs[word][1].kind == "list" and rule.verb != "dedupe":
        report.add(item.pairs[word][1], "CP405", f"a list under '{word}'", "one text an example; lists are for dedupe")
    elif rule.verb == "dedupe":
        _dedupe_shape(word, item, report)
    if "expect" in item.pairs and item.pairs["expect"][1].text == "fail" and "because" not in item.pairs:
        report.add(item.pairs["expect"][0], "CP405", "'expect: fail' without 'because'", "say why it cannot pass yet")


def _dedupe_shape(word: str, item: Node, report: Report) -> None:
    texts, out = item.pairs[word][1], item.get("out")
    if texts.kind != "list" or len(texts.items) < 2:
        report.add(texts, "CP405", f"'{word}' of a dedupe rule is a list of texts", "give the copies one by one")
    elif word == "in" and out is not None:
        numbers = [entry.text for entry in out.items] if out.kind == "list" else []
        if not all(n.isdecimal() and 1 <= int(n) <= len(texts.items) for n in numbers) or out.kind != "list":
            report.add(out, "CP405", "'out' lists the numbers of the texts that stay", "such as [1, 3]")


def _contradiction(rule: Rule, at: Node, report: Report) -> None:
    seen: dict[tuple[object, ...], bool] = {}
    for example in rule.examples:
        about = (example.text, _frozen(example.at))
        acts = fires(example)
        if seen.setdefault(about, acts) != acts:
            report.add(
                at, "CP404", f"two examples of {rule.id} contradict each other", f"about {str(example.text)[:50]!r}"
            )


def check_contradictions(rules: Iterable[Rule], nodes: Mapping[str, Node], report: Report) -> None:
    """Report a text that one rule must keep and another rule of the same pack and scope drops."""
    dropped: dict[tuple[object, ...], str] = {}
    keeps: list[tuple[tuple[object, ...], Rule, Example]] = []
    for rule in rules:
        if rule.verb not in ("drop_line", "drop_block") or rule.status != "stable":
            continue
        for example in rule.examples:
            key: tuple[object, ...] = (rule.pack, repr(rule.where), example.text, _frozen(example.at))
            if example.kind == "drop":
                dropped[key] = rule.id
            elif example.kind == "keep":
                keeps.append((key, rule, example))
    for key, rule, example in keeps:
        other = dropped.get(key)
        if other and other != rule.id and other not in example.then:
            at = nodes[rule.id].get("examples") or nodes[rule.id]
            at = next((n for n in at.items if example.place and n.place == example.place), at)
            report.add(at, "CP404", f"{other} drops what this example keeps", f"if so, add 'then: {other}'")


def _frozen(value: object) -> object:
    if isinstance(value, Mapping):
        return tuple(sorted((key, _frozen(item)) for key, item in value.items()))
    return value
