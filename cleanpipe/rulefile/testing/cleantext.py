"""Clean text must stay as it is: runs the pipeline over prose known to be good and names every rule that touches it.

``known.yaml`` beside the texts lists what may be touched, each with a reason::

    - file: en/harbour.txt
      rule: core/dashes
      text: '1914 - 1918'          # what the edit changes
      because: the author's own spelling
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from cleanpipe.document import Document, Edit
from cleanpipe.errors import InputError
from cleanpipe.rulefile.model import Place

_SHOWN = 5


def check_clean(folder: Path, pipeline: Any, rules: set[str]) -> tuple[list[tuple[str, str, Place]], int]:
    """What rules (and stages) do to the texts of a folder: name, message, first place; and the characters read.

    Edits of rules outside ``rules`` are left to the test of those rules; stages answer for themselves.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder of clean text")
    known = _known(folder)
    found: dict[str, list[tuple[Path, int, str]]] = {}
    size = 0
    named = {rule.id for rule in pipeline.book.rules}
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".txt", ".md") and p.name != "README.md"):
        text = path.read_text(encoding="utf-8")
        size += len(text)
        result = pipeline.clean(Document(text, name=path.relative_to(folder).as_posix()))
        for edit in result.edits:
            # Several rules may have had a hand in it; the last one signs for all.
            hands = [edit.rule, *(part.rule for part in edit.merged)]
            tested = next((name for name in hands if name in rules or name not in named), "")
            where = path.relative_to(folder).as_posix()
            if tested and not any((where, name, edit.old.strip()) in known for name in hands):
                found.setdefault(tested, []).append((path, text.count("\n", 0, edit.start) + 1, _show(text, edit)))
    out = []
    for rule, hits in sorted(found.items()):
        rows = [f"{path}:{line}: {shown}" for path, line, shown in hits[:_SHOWN]]
        more = f"\n... and {len(hits) - _SHOWN} more" if len(hits) > _SHOWN else ""
        times = "once" if len(hits) == 1 else f"{len(hits)} times"
        message = f"edits clean text {times}:\n" + "\n".join(rows) + more
        out.append((rule, message, Place(str(hits[0][0]), hits[0][1], 1)))
    return out, size


def _show(text: str, edit: Edit) -> str:
    """The edit with a few words around it: what stood there in brackets, and what it became."""
    before, after = text[max(0, edit.start - 25) : edit.start], text[edit.end : edit.end + 25]
    old = edit.old if len(edit.old) <= 80 else f"{edit.old[:50]} ... {edit.old[-20:]}"
    return f"{before}[{old} -> {edit.new[:80]}]{after}".replace("\n", "\\n")


def _known(folder: Path) -> set[tuple[str, str, str]]:
    path = folder / "known.yaml"
    if not path.is_file():
        return set()
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
        out = set()
        for entry in entries:
            if not str(entry["because"]).strip():
                raise KeyError("because")
            out.add((str(entry["file"]), str(entry["rule"]), str(entry["text"]).strip()))
        return out
    except (yaml.YAMLError, TypeError, KeyError) as error:
        raise InputError(f"{path}: each entry needs file, rule, text and because ({error})") from error
