"""Shipped rules as they were read, kept beside them as Python keeps compiled modules.

Reading the default rules is the largest part of a first call; what was read is pickled into ``__pycache__`` of their
folder and taken from there. The same holds as for compiled modules: what is kept counts only while the rule files, and
the sizes and times of the code that reads them, are as they were; nothing is written where Python writes nothing
(``PYTHONDONTWRITEBYTECODE``, a folder that cannot be written to); and a torn file is passed over.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from cleanpipe import __version__
from cleanpipe.rulefile.model import RuleBook
from cleanpipe.rulefile.reading.files import FileLoad, shipped_dir
from cleanpipe.rulefile.reading.syntax import Report

_PACKAGE = Path(__file__).resolve().parents[2]
#: Code that makes a book of files, or the values in it.
_CODE = ("rulefile", "repairers")
_DIGEST = 16


def kept_book(sources: Sequence[str | Path], project_dir: Path | None) -> KeptBook | None:
    """Where the book of these sources is kept; None for anything but one shipped pack.

    Only beside the rules of the package that runs: what is unpickled is as good as code, and a project may come from
    anywhere, also one that looks like a checkout of this one.
    """
    folder, name = shipped_dir(), sources[0]
    if project_dir and shipped_dir(project_dir).resolve() != folder.resolve():
        return None
    if len(sources) > 1 or not isinstance(name, str) or not name.replace("-", "").isalnum():
        return None
    path = folder / f"{name}.yaml"
    own = project_dir / "rules" if project_dir else folder
    if not path.is_file() or (own.is_dir() and own.resolve() != folder.resolve()):
        return None
    return KeptBook(folder, name, FileLoad(Report(), project_dir).name_of(path.resolve()))


class KeptBook:
    """Where the book of one shipped pack is kept, and of which state of files and code it must be.

    ``naming`` is how messages call the files of the folder, since the places of rules are part of a book.
    """

    def __init__(self, folder: Path, pack: str, naming: str) -> None:
        self.path = folder / "__pycache__" / f"{pack}.{sys.implementation.cache_tag}.book"
        state = blake2b(f"{naming} {sys.version} {__version__}".encode(), digest_size=_DIGEST)
        for path in sorted(folder.glob("*.yaml")):
            # Wheels give all their files one time, so an upgrade may change neither it nor the size.
            state.update(path.read_bytes())
        for name in _CODE:
            for told in _sizes_and_times(_PACKAGE / name):
                state.update(told)
        self.state = state.digest()

    def get(self) -> RuleBook | None:
        """The book, if it is kept and nothing has changed since."""
        try:
            data = self.path.read_bytes()
            if data[:_DIGEST] != self.state:
                return None
            book = pickle.loads(memoryview(data)[_DIGEST:])
        except Exception:  # whatever a torn file makes of unpickling
            return None
        return book if isinstance(book, RuleBook) else None

    def put(self, book: RuleBook) -> None:
        """Keep a book, where Python would keep a compiled module."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            self.path.parent.mkdir(exist_ok=True)
            new = self.path.with_name(f"{self.path.name}.{os.getpid()}")
            try:
                new.write_bytes(self.state + pickle.dumps(book, pickle.HIGHEST_PROTOCOL))
                new.replace(self.path)
            except BaseException:
                new.unlink(missing_ok=True)
                raise


def _sizes_and_times(folder: Path) -> Iterator[bytes]:
    """Of the modules below a folder."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _sizes_and_times(Path(entry.path))
        elif entry.name.endswith(".py"):
            found = entry.stat()
            yield f"{entry.name} {found.st_size} {found.st_mtime_ns}".encode("utf-8", "surrogateescape")
