"""The summary of a run as text for the terminal: one table, then what needs attention.

It reads the values of summary.json and nothing else, so that it can be shown again at any time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

#: Notes of one kind shown on the terminal; all are in notes.jsonl.
SHOWN_TROUBLES = 12
SHOWN_OTHERS = 4
SHOWN_RULES = 8


def summary_table(summary: Mapping[str, Any], out: Any = None, with_places: bool = True) -> str:
    """The summary in lines of at most about 100 characters. ``out`` is the folder of the output."""
    lines: list[str] = []
    records = "_cleanpipe/dry-run" if summary["dry_run"] else "_cleanpipe"
    timing = summary["timing"]
    speed = f", {timing['mb_per_second']:.2f} MB/s" if summary["bytes"] >= 1e6 else ""  # of little it says nothing
    lines.append(
        f"{many(summary['documents'], 'document')} in {many(summary['files'], 'file')}, {amount(summary['bytes'])}, "
        f"{timing['seconds']:.1f} s{speed}"
        + (" (dry run: only the log and the report are written)" * summary["dry_run"])
    )
    rows = [(name, summary.get(key, 0)) for name, key in _ROWS if summary.get(key) or key in ("cleaned", "unchanged")]
    families = summary["families"]
    for family, numbers in families.items():
        if numbers["applied"]:
            rows.append((family, numbers["applied"]))
    suggested = sum(numbers["suggested"] for numbers in families.values())
    if suggested:
        rows.append(("suggestions (not made)", suggested))
    width = max(len(name) for name, _ in rows)
    lines += [f"  {name:<{width}}  {number:>9,}" for name, number in rows]
    if summary["reused"]:
        lines.append(f"{many(summary['reused'], 'document')} as an earlier run had cleaned them (--fresh begins anew)")
    lines += _top_rules(summary["rules"])
    lines += _slowest(timing["stages"])
    lines += _notes(summary, records)
    if summary["other_files"]:
        kinds = ", ".join(f"{number} {ending}" for ending, number in list(summary["other_files"].items())[:8])
        lines.append(f"not read, since of other kinds: {kinds}; all are in {records}/notes.jsonl")
    lines += _idle(summary.get("idle_sites", ()))
    if summary["rule_files"]:
        lines.append(f"rules from {_files(summary['rule_files'])}")
    if out is not None and with_places:
        lines.append(f"every edit: {out / records / 'edits.jsonl.gz'}")
        lines.append(f"to read:    {out / records / 'report.html'}")
    return "\n".join(lines) + "\n"


_ROWS = (
    ("cleaned", "cleaned"),
    ("unchanged", "unchanged"),
    ("rejected (set aside)", "rejected"),
    ("empty (left as they are)", "empty"),
    ("not cleaned (named below)", "passed"),
)


def amount(size: int) -> str:
    """A number of bytes for people.

    >>> amount(1), amount(4_201), amount(20_000_000)
    ('1 byte', '4.2 kB', '20.0 MB')
    """
    if size < 1000:
        return many(size, "byte")
    return f"{size / 1e3:.1f} kB" if size < 999_950 else f"{size / 1e6:.1f} MB"


def many(number: int, noun: str) -> str:
    """A number with its noun, which takes an s where it must."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _top_rules(rules: Mapping[str, list[int]]) -> list[str]:
    ranked = sorted(((numbers[0], name) for name, numbers in rules.items() if numbers[0]), key=lambda r: (-r[0], r[1]))
    if not ranked:
        return []
    lines = ["rules that edited most"]
    lines += [f"  {number:>9,}  {name}" for number, name in ranked[:SHOWN_RULES]]
    if len(ranked) > SHOWN_RULES:
        rest = sum(number for number, _ in ranked[SHOWN_RULES:])
        lines.append(f"  {rest:>9,}  by {many(len(ranked) - SHOWN_RULES, 'other rule')}")
    return lines


def _slowest(stages: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Time and speed of each stage over all workers, for a run that was long enough to tell."""
    rows = [(name, stage["seconds"], stage["bytes"]) for name, stage in stages.items() if stage["bytes"] >= 1e6]
    if not rows:
        return []
    told = [
        f"{name} {seconds:.1f} s ({size / 1e6 / seconds:.1f} MB/s)"
        for name, seconds, size in sorted(rows, key=lambda row: -row[1])
        if seconds >= 0.05
    ]
    return ["time of the stages, all workers together: " + ", ".join(told)] if told else []


def _notes(summary: Mapping[str, Any], records: str) -> list[str]:
    """The notes by kind, what went wrong first; of each kind the first few, and how many more there are."""
    from cleanpipe.corpus.notes import TROUBLES, Note
    from cleanpipe.report.show import visible

    numbers: Mapping[str, int] = summary["notes"]
    if not numbers:
        return []
    lines = [f"to be looked at ({sum(numbers.values()):,})"]
    for kind in sorted(numbers, key=lambda kind: (kind not in TROUBLES, kind)):
        notes = [Note(**note) for note in summary["first_notes"] if note["kind"] == kind]
        notes.sort(key=lambda note: note.place)
        shown = notes[: SHOWN_TROUBLES if kind in TROUBLES else SHOWN_OTHERS]
        lines += [f"  {visible(str(note))}" for note in shown]
        if numbers[kind] > len(shown):
            lines.append(f"  and {numbers[kind] - len(shown):,} more: {kind}; all are in {records}/notes.jsonl")
    return lines


def _idle(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """The user's rules for sites that no document was of, and what makes a document one of a site."""
    if not rows:
        return []
    shown = [f"  {row['file']}: no document of {row['site']}" for row in rows[:SHOWN_TROUBLES]]
    rest = [f"  and {len(rows) - SHOWN_TROUBLES:,} more"] if len(rows) > SHOWN_TROUBLES else []
    advice = "  (the site is the field 'site', the host of 'url', a folder named like a host, or --site)"
    return ["rules for sites that met none of their pages", *shown, *rest, advice]


def _files(names: list[str]) -> str:
    """Rule files in few words: shipped ones by number, others by name."""
    own = [name for name in names if not shipped(name)]
    came_along = len(names) - len(own)
    parts = [many(came_along, "shipped file")] if came_along else []
    rest = [f"{len(own) - 6} more"] if len(own) > 6 else []
    return ", ".join([*parts, *own[:6], *rest])


def shipped(name: str) -> bool:
    """Whether a rule file, by the name messages have for it, came with cleanpipe."""
    from cleanpipe.rulefile.reading.files import shipped_dir

    # In a checkout of cleanpipe the shipped files are those one works on, and have their own names.
    return name.startswith("shipped ") or Path(name).resolve().parent == shipped_dir(Path.cwd()).resolve()
