"""What a person has decided about edits of a run: undo this one, accept that one. Kept beside the log, as JSON lines.

A decision names its edit by document, rule, place and text, not by its number: a later run keeps it as long as it finds
that edit there. ``decide`` writes them, ``run`` reads them; the first phase carries out those about one document alone,
the last phase those about copies across documents.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from cleanpipe.document import Edit, Result
from cleanpipe.errors import InputError

ACCEPT, UNDO = "accept", "undo"
OPEN = frozenset(("suggested", "trial"))  # states of what can be accepted


@dataclass(frozen=True, slots=True)
class Decision:
    """``decision`` is accept or undo; ``id`` is what the document calls itself, or empty; the rest as in the log."""

    document: str
    decision: str
    rule: str
    start: int
    end: int
    before: str
    after: str
    id: str = ""

    @classmethod
    def about(cls, row: Mapping[str, Any], decision: str) -> Decision:
        """The decision about the edit of a log line."""
        named = ("document", "rule", "start", "end", "before", "after")
        return cls(decision=decision, id=row.get("id", ""), **{name: row[name] for name in named})

    def means(self, row: Mapping[str, Any]) -> bool:
        """Whether a log line of its document is what was decided about; what it left of an undone edit is so, too."""
        return self.rule == row["rule"] and (
            (self.start, self.end, self.after) == (row["start"], row["end"], row["after"])
            or (row["state"] == "undone" and self.start <= row["start"] and row["end"] <= self.end)
        )


class Decisions:
    """The decisions about the documents of a run.

    >>> row = {"document": "a.jsonl:2", "rule": "core/x", "start": 3, "end": 4, "before": " ", "after": "", "id": "n7"}
    >>> decisions = Decisions([Decision.about(row, "undo")])
    >>> [len(decisions.of(*where)) for where in (("a.jsonl:2", "n7"), ("a.jsonl:5", "n7"), ("a.jsonl:2", "n8"))]
    [1, 1, 0]
    """

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._of: dict[str, list[Decision]] = {}
        for decision in decisions:
            self._of.setdefault(_key(decision.document, decision.id), []).append(decision)

    def __bool__(self) -> bool:
        return bool(self._of)

    def of(self, document: str, id: str = "") -> list[Decision]:
        """Those about one document."""
        return self._of.get(_key(document, id), []) if self._of else []

    def stamp(self, file: str) -> bytes:
        """What tells the decisions about a file from others: work that was done under others is done again."""
        ours = (f"{file}:", f"{file}#")
        found = [of for key, of in self._of.items() if key == file or key.startswith(ours)]
        return repr(found).encode("utf-8", "surrogatepass") if found else b""


def _key(document: str, id: str) -> str:
    """A record with an id is known by it, wherever in its file it stands; all others by their names."""
    return f"{document.rpartition(':')[0] or document}#{id}" if id else document


def read(path: Path) -> list[Decision]:
    """The decisions of a file; none when there is no file. Raises InputError for a line that is none."""
    if not path.is_file():
        return []
    found = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                decision = Decision(**json.loads(line))
                names = (decision.document, decision.id, decision.rule, decision.before, decision.after)
                if not all(isinstance(name, str) for name in names) or decision.decision not in (ACCEPT, UNDO):
                    raise ValueError
            except (ValueError, TypeError) as error:
                raise InputError(f"{path}:{number}: not a decision; delete the line and decide again") from error
            found.append(decision)
    return found


def write(path: Path, decisions: Iterable[Decision]) -> None:
    """Write decisions to a file, in one step."""
    part = path.with_name(f"{path.name}.part")
    lines = (json.dumps(asdict(decision), ensure_ascii=False) + "\n" for decision in decisions)
    part.write_bytes("".join(lines).encode("utf-8", "backslashreplace"))
    part.replace(path)


def decide(held: list[Decision], row: Mapping[str, Any], decision: str) -> list[Decision]:
    """The decisions with one more, about the edit of a log line. To take one back is to forget it.

    Raises ValueError when there is nothing to decide: an edit that is not made cannot be undone.
    """
    same = [d for d in held if _key(d.document, d.id) == _key(row["document"], row.get("id", "")) and d.means(row)]
    rest = [d for d in held if d not in same]
    made = row["state"] == "applied"
    if same and same[0].decision != decision:
        return rest
    if (made and decision == UNDO) or (row["state"] in OPEN and decision == ACCEPT):
        return [*rest, Decision.about(row, decision)]
    if same:
        return held
    told = "is made already" if made else f"is not made ({row['state']})"
    raise ValueError(f"cannot {decision} it: it {told}")


def carried_out(
    result: Result, decisions: Iterable[Decision], elsewhere: Callable[[str], bool]
) -> tuple[Result, list[str]]:
    """The result as decided, one decision after another, and a sentence for each that fits it no more.

    ``elsewhere``: whether the edits of a rule are found later, when other documents are known.
    """
    told: list[str] = []
    for decision in decisions:
        undo = decision.decision == UNDO
        edits = result.edits if undo else (*result.suggestions, *result.other)
        edit = next((edit for edit in edits if _same(decision, edit, result)), None)
        try:
            if edit is not None:
                result = result.undo(edit=edit) if undo else result.accept(edit=edit)
            elif not elsewhere(decision.rule):
                raise ValueError("there is no such edit any more")
        except ValueError as error:
            told.append(f"decided, but not done: {decision.decision} {decision.rule} at {decision.start}: {error}")
    return result, told


def _same(decision: Decision, edit: Edit, result: Result) -> bool:
    same = (decision.rule, decision.start, decision.end, decision.after) == (edit.rule, edit.start, edit.end, edit.new)
    return same and result.original[edit.start : edit.end] == decision.before


def of_copy(decisions: Iterable[Decision], edit: Edit, start: int, end: int) -> Edit:
    """The removal of a copy with the state that was decided; ``start`` and ``end`` are its place in the input."""
    for decision in decisions:
        if decision.rule == edit.rule and decision.start <= start and end <= decision.end:
            if decision.decision == UNDO and edit.state == "applied":
                return replace(edit, state="undone")
            if decision.decision == ACCEPT and edit.state in OPEN:
                return replace(edit, state="applied", detail={**edit.detail, "decision": ACCEPT})
    return edit
