"""A pipeline of four lines for tests of the runner: what it does is known without any rules, and it can fail on demand.

It removes blanks before commas, drops lines that begin with ``Share on``, suggests ``the`` for ``teh``, sets documents
aside that say REJECT, takes its time on SLOW=seconds, raises on RAISE, and dies on DIE, or on ONCE=path unless there is
such a file.
"""

from __future__ import annotations

import json
import os
import re
import signal
import time
from pathlib import Path
from typing import Any

from cleanpipe.corpus.options import RunOptions
from cleanpipe.corpus.runner import run
from cleanpipe.corpus.sources import discover
from cleanpipe.document import Document, Edit, Result
from cleanpipe.editing import Bar, History, choose
from cleanpipe.engines.local import LocalEngine
from cleanpipe.rulefile import load_rules

DEDUPE = """\
pack: toy
rules:
  - id: copies
    why: The same paragraph on many pages.
    dedupe: {unit: paragraph, within: corpus, similarity: 0.8, min_words: 8}
    examples:
      - in: ["A long line , which comes back on many pages.", "A long line, which comes back on many pages."]
        out: [1]
      - keep: ["A long line, which comes back on 3 of the pages.", "A long line, which comes back on 4 of the pages."]
"""
RULES = """\
pack: toy
rules:
  - id: newsletter
    why: An invitation to subscribe.
    drop_line: [Subscribe now]
    examples: [{drop: Subscribe now}, {keep: 'Subscribe now and pay later, the letter said.'}]
"""


class ToyPipeline:
    def __init__(self, book: Any) -> None:
        self.book = book

    def clean(self, document: Document) -> Result:
        text = document.text
        if diary := os.environ.get("TOY_DIARY"):
            with Path(diary).open("a") as stream:
                stream.write(f"{document.name}\n")
        if "DIE" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if once := re.search(r"ONCE=(\S+)", text):
            try:
                Path(once[1]).touch(exist_ok=False)
            except FileExistsError:
                pass
            else:
                os.kill(os.getpid(), signal.SIGKILL)
        if slow := re.search(r"SLOW=([\d.]+)", text):
            time.sleep(float(slow[1]))
        if "RAISE" in text:
            raise ValueError("the toy is broken")
        proposals = [Edit(m.start(), m.end(), "", "toy/blank", 0.9, "a blank") for m in re.finditer(r" +(?=,)", text)]
        for match in re.finditer(r"^Share on.*\n?", text, re.MULTILINE):
            proposals.append(Edit(match.start(), match.end(), "", "chrome/share", 0.95, "a share bar"))
        for match in re.finditer(r"\bteh\b", text):
            proposals.append(Edit(match.start(), match.end(), "the", "toy/teh", 0.6, "a slip"))
        decided = choose(text, proposals, lambda rule: Bar())
        history = History(text)
        history.add([edit for edit in decided if edit.state == "applied"])
        return Result(
            text,
            history.text,
            history.composed(),
            tuple(edit for edit in decided if edit.state == "suggested"),
            name=document.name,
            lang=document.lang or "en",
            rejected="toy/reject: it says so" if "REJECT" in text else "",
            warnings=("a warning of the toy",) if "WARN" in text else (),
            slow=("toy/slow",) if "STOPPED" in text else (),
            seconds={"toy": 0.001},
        )


def tree(root: Path, files: dict[str, bytes | str]) -> Path:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return root


def clean(tmp_path: Path, *, workers: int = 0, rules: str = RULES, **options: Any) -> dict[str, Any]:
    """Clean ``in`` to ``out`` below a folder; the summary."""
    file = tmp_path / "toy.yaml"
    file.write_text(rules)
    given = RunOptions(**{"inputs": (tmp_path / "in",), "out": tmp_path / "out", **options})
    found = discover(given.inputs, given.out, given.input_format)
    return run(given, load_rules(file), found, LocalEngine(workers), lambda *_: None)


def written(folder: Path) -> dict[str, bytes]:
    """All files of an output folder, but for the manifest and the timings."""
    out = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(("_cleanpipe/manifest", "_cleanpipe/lock")):
            out[name] = path.read_bytes()
    name = "_cleanpipe/summary.json" if "_cleanpipe/summary.json" in out else "_cleanpipe/dry-run/summary.json"
    summary = json.loads(out.pop(name))
    for key in ("timing", "inputs", "reused"):
        summary.pop(key, None)
    out["summary"] = json.dumps(summary).encode()
    return out


def notes(summary: dict[str, Any]) -> dict[str, str]:
    return {note["document"]: f"{note['kind']}: {note['message']}" for note in summary["first_notes"]}


def jsonl_of(*texts: str, **fields: Any) -> str:
    return "".join(json.dumps({"id": k, **fields, "text": text, "n": 1.50}) + "\n" for k, text in enumerate(texts))
