"""A pipeline of four lines for tests of the runner: what it does is known without any rules, and it can fail on demand.

It removes blanks before commas, drops lines that begin with ``Share on``, suggests ``the`` for ``teh``, sets documents
aside that say REJECT, raises on RAISE, and dies on DIE (or, with DIE_ONCE=path, unless that file exists).
"""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path
from typing import Any

from cleanpipe.document import Document, Edit, Result
from cleanpipe.editing import Bar, History, choose

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
            seconds={"toy": 0.001},
        )
