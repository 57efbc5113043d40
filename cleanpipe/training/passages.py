"""Our own passages as prose to learn from: the sound side of hand-written cases, and what only looks damaged.

Newspapers, which the free sources of clean prose lack. The format is that of ``benchmarks/handwritten.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_GROUP = re.compile(r"\[[\w-]+ ([a-z]{2})\]")


def passages(folder: Path, lang: str) -> Iterator[tuple[str, str]]:
    """Sound texts of a language with a name each: what a damaged one becomes, and what must stay.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     _ = Path(name, "a.txt").write_text("[keep en]\\n= It rained.\\n[joints en]\\n- Itsnowed.\\n+ It snowed.\\n")
    ...     list(passages(Path(name), "en"))
    [('a-2', 'It rained.'), ('a-5', 'It snowed.')]
    """
    seen = set[str]()
    for path in sorted(folder.glob("*.txt")):
        here, first = "", False
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if group := _GROUP.fullmatch(line):
                here = group[1]
            elif line.startswith("- "):
                first = True
            elif line[:2] == "= " or (line[:2] == "+ " and first):
                first = False
                text = line[2:].replace("⏎", " ")
                if here == lang and text not in seen:
                    seen.add(text)
                    yield f"{path.stem}-{number}", text
