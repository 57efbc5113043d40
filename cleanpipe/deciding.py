"""What a person decides about the edits of a result: taking edits back, and having suggestions made.

Both work on the history of the result, so that offsets and log stay those of the input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from cleanpipe.document import Edit, Result
from cleanpipe.editing import History, overlap


def _names(rule: str | None) -> Callable[[Edit], bool]:
    if rule is None:
        return lambda edit: True
    if rule.endswith("/*"):
        prefix = rule[:-1]
        return lambda edit: edit.rule.startswith(prefix)
    return lambda edit: edit.rule == rule


def _check_name(rule: str | None, history: History, result: Result) -> None:
    """Raises ValueError for a rule or pack that neither edited this text nor could have."""
    names = _names(rule)
    if rule is None or not history.rules or any(names(edit) for layer in history.layers for edit in layer):
        return
    known = {*history.rules, *(edit.rule for edit in (*result.edits, *result.suggestions, *result.other))}
    if rule in known or (rule.endswith("/*") and any(name.startswith(rule[:-1]) for name in known)):
        return
    from difflib import get_close_matches

    packs = {f"{name.partition('/')[0]}/*" for name in known}
    near = get_close_matches(rule, known | packs, 1)
    raise ValueError(f"there is no rule {rule!r}" + (f"; did you mean {near[0]!r}?" if near else ""))


def undo(result: Result, rule: str | None, edit: Edit | None) -> Result:
    """Rebuild a result without some edits; see ``Result.undo``."""
    history = _history(result)
    if edit is not None:
        gone = set(history.parts_at(edit.start, edit.end))
        if not gone:
            raise ValueError(f"no edit of this result spans {edit.start}:{edit.end}")
        leave_out: Callable[[Edit], bool] = lambda e: id(e) in gone  # noqa: E731
    else:
        _check_name(rule, history, result)
        leave_out = _names(rule)
    rebuilt = _without(history, leave_out)
    edits = rebuilt.composed()
    kept = {(e.start, e.end, e.new) for e in edits}
    undone = [replace(e, state="undone") for e in result.edits if (e.start, e.end, e.new) not in kept]
    return replace(result, text=rebuilt.text, edits=edits, other=_sorted((*result.other, *undone)), history=rebuilt)


def accept(result: Result, rule: str | None, edit: Edit | None) -> Result:
    """Make suggestions of a result; see ``Result.accept``."""
    history = _history(result)
    if edit is None:
        wanted = list(filter(_names(rule), result.suggestions))
    else:
        wanted = [e for e in (*result.suggestions, *result.other) if e == edit and e.state != "protected"][:1]
        if not wanted:
            raise ValueError(f"no suggestion of this result spans {edit.start}:{edit.end}")
    made: list[Edit] = []
    layer: list[Edit] = []
    for each in wanted:
        span = history.here(each)
        if span is not None and not any(overlap(*span, e.start, e.end) for e in layer):
            made.append(each)
            layer.append(replace(each, start=span.start, end=span.end, state="applied", detail=_accepted(each)))
        elif edit is not None:
            raise ValueError(f"other edits have changed the text at {edit.start}:{edit.end}; undo them first")
    rebuilt = History(history.original, history.rules)
    for earlier in history.layers:
        rebuilt.add(earlier)
    rebuilt.add(sorted(layer, key=lambda e: (e.start, e.end)))
    left = [e for e in result.suggestions if not any(e is m for m in made)]
    other = [e for e in result.other if not any(e is m for m in made)]
    met = {id(e): m.rule for e in left for m in made if overlap(e.start, e.end, m.start, m.end)}
    other += [replace(e, state="shadowed", by=met[id(e)]) for e in left if id(e) in met]
    return replace(
        result,
        text=rebuilt.text,
        edits=rebuilt.composed(),
        suggestions=tuple(e for e in left if id(e) not in met),
        other=_sorted(other),
        history=rebuilt,
    )


def _history(result: Result) -> History:
    if result.history is None:
        raise ValueError("this result keeps no history; clean the document again to decide about its edits")
    history: History = result.history
    return history


def _accepted(edit: Edit) -> dict[str, object]:
    return {**edit.detail, "decision": "accept"}


def _sorted(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    return tuple(sorted(edits, key=lambda e: (e.start, e.end, e.rule)))


@dataclass(slots=True)
class _Difference:
    """Characters ``a0:a1`` of the recorded text stand as ``b0:b1`` in the replayed one."""

    a0: int
    a1: int
    b0: int
    b1: int


def _without(history: History, leave_out: Callable[[Edit], bool]) -> History:
    """Replay the layers without some edits, and without later edits that touch what those had written."""
    rebuilt = History(history.original, history.rules)
    differences: list[_Difference] = []
    for layer in history.layers:
        kept, differences = _replay_layer(layer, differences, leave_out)
        rebuilt.add(kept)
    return rebuilt


def _replay_layer(
    layer: Sequence[Edit], differences: Sequence[_Difference], leave_out: Callable[[Edit], bool]
) -> tuple[list[Edit], list[_Difference]]:
    """The edits of one layer that can still be made, and where the two texts differ after it."""
    items: list[tuple[int, int, Edit | _Difference]] = [(e.start, e.end, e) for e in layer]
    items += [(d.a0, d.a1, d) for d in differences]
    items.sort(key=lambda row: row[:2])
    kept: list[Edit] = []
    out: list[_Difference] = []
    recorded = replayed = 0  # next minus current, in the recorded and in the replayed text
    offset = 0  # replayed minus recorded, before this layer
    at = 0
    while at < len(items):
        c0, c1 = items[at][:2]
        cluster = [items[at][2]]
        at += 1
        while at < len(items) and overlap(c0, c1, *items[at][:2]):
            c1 = max(c1, items[at][1])
            cluster.append(items[at][2])
            at += 1
        edits = [item for item in cluster if isinstance(item, Edit)]
        stale = [item for item in cluster if isinstance(item, _Difference)]
        grown = sum(len(e.new) - (e.end - e.start) for e in edits)
        if not stale and not any(map(leave_out, edits)):
            kept.extend(replace(e, start=e.start + offset, end=e.end + offset) for e in edits)
            recorded += grown
            replayed += grown
            continue
        low = c0 + offset
        if stale:
            offset = stale[-1].b1 - stale[-1].a1
        out.append(_Difference(c0 + recorded, c1 + recorded + grown, low + replayed, c1 + offset + replayed))
        recorded += grown
    return kept, out
