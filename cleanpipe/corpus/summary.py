"""The summary of a run: everything worth knowing about it, as the plain values of summary.json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import cleanpipe
from cleanpipe.corpus.counts import Counts
from cleanpipe.corpus.notes import TROUBLES
from cleanpipe.corpus.options import RunOptions
from cleanpipe.corpus.sources import Found
from cleanpipe.rulefile.fingerprint import fingerprint
from cleanpipe.rulefile.model import RuleBook


def summary(
    options: RunOptions,
    book: RuleBook,
    found: Found,
    counts: Counts,
    seconds: float,
    phases: Mapping[str, float],
) -> dict[str, Any]:
    """All of it. ``phases`` are seconds by the clock, those of the stages are CPU time of all workers together."""
    return {
        "cleanpipe": cleanpipe.__version__,
        "dry_run": options.dry_run,
        "inputs": [str(path) for path in options.inputs],
        "rule_files": list(book.sources),
        "fingerprint": fingerprint(book),
        "files": len(found.sources),
        "other_files": dict(sorted(found.others.items())),
        **counts.plain(),
        "troubles": sum(number for kind, number in counts.notes.items() if kind in TROUBLES),
        "why": {rule.id: rule.why for rule in book.rules if rule.id in counts.rules and rule.why},
        "kinds": {rule: kind_of(book, rule) for rule in sorted(counts.rules)},
        "families": families(book, counts),
        "timing": {
            "seconds": round(seconds, 3),
            "mb_per_second": round(counts.bytes / 1e6 / seconds, 3) if seconds else 0.0,
            "phases": {name: round(value, 3) for name, value in phases.items()},
            "stages": {
                name: {"seconds": round(value, 3), "bytes": counts.worked}
                for name, value in sorted(counts.seconds.items())
            },
        },
    }


def families(book: RuleBook, counts: Counts) -> dict[str, dict[str, int]]:
    """Edits by what they do: kind of edit -> number applied, suggested and not made."""
    out: dict[str, list[int]] = {}
    for rule, numbers in counts.rules.items():
        row = out.setdefault(kind_of(book, rule), [0, 0, 0])
        for place in range(3):
            row[place] += numbers[place]
    names = ("applied", "suggested", "other")
    return {kind: dict(zip(names, row, strict=True)) for kind, row in sorted(out.items())}


_KINDS = {
    "drop_line": "lines dropped",
    "drop_block": "lines dropped",
    "dedupe": "duplicates removed",
    "chrome": "lines dropped",  # edits of the stages themselves, which belong to no rule
}


def kind_of(book: RuleBook, name: str) -> str:
    """What a rule does, in a word or two."""
    rule = next((rule for rule in book.rules if rule.id == name), None)
    if rule is None:
        stage = name.partition("/")[0]
        return _KINDS.get(stage, stage)
    if rule.verb == "repair":
        return str(getattr(rule.body, "name", "repair")).replace("_", " ")
    return _KINDS.get(rule.verb, "replacements")
