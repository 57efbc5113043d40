"""Writing below the output folder, and nowhere else: first in the work folder of the records, then a rename.

What a killed run leaves half-written is thus in one place, which the next run empties. A file that already holds the
same bytes is left alone, so that tools which look at time stamps see only what changed.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from cleanpipe.corpus.options import RECORDS
from cleanpipe.errors import OutputError

WORK = f"{RECORDS}/work"


class OutputFolder:
    """The folder of ``--out``. All paths are given relative to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._real = os.path.realpath(root)
        self._checked: set[str] = set()
        self._written = 0

    def path(self, name: str) -> Path:
        """The place of a file, with its folder made. Raises OutputError when a link would lead out of the folder."""
        target = self.root / name
        parent = str(target.parent)
        if parent not in self._checked:
            real = os.path.realpath(parent)
            if real != self._real and os.path.commonpath((self._real, real)) != self._real:
                raise OutputError(f"{target}: a symbolic link leads out of the output folder; nothing is written there")
            try:
                os.makedirs(real, exist_ok=True)
            except OSError as error:
                raise OutputError(
                    f"{parent}: cannot make the folder: {error.strerror or error}; choose another --out"
                ) from error
            self._checked.add(parent)
        return target

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        """A file that gets its name only when it is complete."""
        target = self.path(name)
        self._written += 1
        part = self.path(f"{WORK}/{os.getpid()}-{self._written}")
        try:
            with part.open("wb") as stream:
                yield stream
            if target.is_dir() and not target.is_symlink():
                raise OutputError(f"{target}: there is a folder of that name")
            if _same(part, target):
                part.unlink()
            else:
                self._move(part, target)
        except OSError as error:
            raise OutputError(f"{target}: cannot be written: {error.strerror or error}") from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _move(self, part: Path, target: Path) -> None:
        try:
            os.replace(part, target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            # The target's folder is on another disk: copy beside it first, so that the rename stays one step.
            near = target.with_name(f".{part.name}.cleanpipe")
            try:
                shutil.copyfile(part, near)
                os.replace(near, target)
            finally:
                near.unlink(missing_ok=True)
            part.unlink()

    def write(self, name: str, data: bytes) -> None:
        """Write a whole file."""
        with self.writing(name) as stream:
            stream.write(data)

    def remove(self, name: str) -> None:
        """Remove a file of an earlier run that this run does not write."""
        target = self.path(name)
        if target.is_file() or target.is_symlink():
            target.unlink()

    def copy(self, source: Path, name: str) -> None:
        """Copy a file byte for byte, without holding it in memory."""
        with source.open("rb") as reader, self.writing(name) as stream:
            shutil.copyfileobj(reader, stream, 1 << 20)


def _same(one: Path, other: Path) -> bool:
    if other.is_symlink() or not other.is_file() or one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as a, other.open("rb") as b:
        while True:
            x, y = a.read(1 << 20), b.read(1 << 20)
            if x != y:
                return False
            if not x:
                return True
