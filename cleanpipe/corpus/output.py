"""Writing below the output folder, and nowhere else: first in the work folder of the records, then a rename.

What a killed run leaves half-written is thus in one place, which the next run empties. A file that already holds the
same bytes is left alone, so that tools which look at time stamps see only what changed.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO

from cleanpipe.corpus.options import DRY_RUN, RECORDS, RunOptions
from cleanpipe.corpus.packing import sparse
from cleanpipe.corpus.places import Remote
from cleanpipe.errors import OutputError

WORK = f"{RECORDS}/work"
MANIFEST = "manifest.sqlite"
DECISIONS = "decisions.jsonl"


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

    def shown(self, name: str) -> str:
        """The place of a file, for messages."""
        return str(self.root / name)

    @contextmanager
    def writing(self, name: str, compare: bool = True) -> Iterator[IO[bytes]]:
        """A file that gets its name only when it is complete, and not when the same bytes have it already."""
        target = self.path(name)
        self._written += 1
        part = self.path(f"{WORK}/{_host()}-{os.getpid()}-{self._written}")
        try:
            with part.open("wb") as stream:
                yield stream
            self._place(part, target, name, compare)
        except OSError as error:
            raise OutputError(f"{self.shown(name)}: cannot be written: {error.strerror or error}") from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _place(self, part: Path, target: Path, name: str, compare: bool) -> None:
        if target.is_dir() and not target.is_symlink():
            raise OutputError(f"{target}: there is a folder of that name")
        if compare and _same(part, target):
            part.unlink()
        else:
            self._move(part, target)

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

    def exists(self, name: str) -> bool:
        """Whether there is a file of that name."""
        return os.path.lexists(self.root / name)

    def prune(self, name: str) -> None:
        """Remove a file of an earlier run, and the folders that are empty without it."""
        self.remove(name)
        with suppress(OSError):
            for folder in (self.root / name).parents:
                if folder == self.root:
                    break
                folder.rmdir()
                self._checked.discard(str(folder))

    def copy(self, source: Path | Remote, name: str) -> None:
        """Copy a file byte for byte, without holding it in memory."""
        if isinstance(source, Path) and sparse(source):
            return self._copy_with_holes(source, name)
        with source.open("rb") as reader, self.writing(name) as stream:
            shutil.copyfileobj(reader, stream, 1 << 20)

    def _copy_with_holes(self, source: Path, name: str) -> None:
        """Copy a file that is little but holes, holes as holes: written out they could fill any disk."""
        size, at = source.stat().st_size, 0
        if isinstance(self, RemoteFolder):
            raise OutputError(f"{self.shown(name)}: not copied, {size / 1e9:.0f} GB of which nearly nothing is written")
        with source.open("rb") as reader, self.writing(name, compare=False) as stream:
            while at < size:
                try:
                    at = os.lseek(reader.fileno(), at, os.SEEK_DATA)
                except OSError:  # nothing but a hole up to the end
                    break
                end = os.lseek(reader.fileno(), at, os.SEEK_HOLE)
                reader.seek(at)
                stream.seek(at)
                while at < end and (piece := reader.read(min(1 << 20, end - at))):
                    stream.write(piece)
                    at += len(piece)
            stream.truncate(size)


class RemoteFolder(OutputFolder):
    """An output folder at a URL. Records stay in a folder of this machine and are copied there by ``publish``."""

    def __init__(self, url: str) -> None:
        self.remote = Remote(url)
        super().__init__(self.remote.local)

    def path(self, name: str) -> Path:
        """The place of a record; of all other files just the name, with no folder made for it."""
        return super().path(name) if name.startswith(RECORDS) else self.root / name

    def shown(self, name: str) -> str:
        """The place of a file, for messages."""
        return str(self.remote / name)

    def _place(self, part: Path, target: Path, name: str, compare: bool) -> None:
        if name.startswith(RECORDS):
            super()._place(part, target, name, compare)
        else:
            (self.remote / name).put(part)

    def remove(self, name: str) -> None:
        """Remove a file of an earlier run that this run does not write."""
        (self.remote / name).remove()

    def exists(self, name: str) -> bool:
        """Whether there is a file of that name."""
        try:
            (self.remote / name).stat()
        except OSError:
            return False
        return True

    def prune(self, name: str) -> None:
        """Remove a file of an earlier run; there are no folders."""
        self.remove(name)

    def fetch(self, resume: bool) -> None:
        """Get what an earlier run, perhaps of another machine, has remembered, and what was decided since."""
        for name in (MANIFEST, DECISIONS):
            record = self.path(f"{RECORDS}/{name}")
            if name == MANIFEST and (record.exists() or not resume):
                continue
            try:
                if not (self.remote / RECORDS / name).fetch(record):
                    record.unlink(missing_ok=True)
            except OSError as error:
                record.unlink(missing_ok=True)
                raise OutputError(f"{self.remote}: {error}") from error

    def publish(self, name: str) -> None:
        """Copy the records of a finished run, or of a dry run, beside its files."""
        try:
            if name == RECORDS:
                (self.remote / RECORDS / "rejected").remove()
            for path in sorted((self.root / name).rglob("*")):
                place = path.relative_to(self.root).as_posix()
                of_dry_run = place.startswith(f"{DRY_RUN}/")
                if path.is_file() and path.name != "lock" and of_dry_run == (name == DRY_RUN):
                    (self.remote / place).put(path)
        except OSError as error:
            raise OutputError(f"{self.remote}: cannot be written: {error}") from error


def folder_of(options: RunOptions) -> OutputFolder:
    """The output folder of a run."""
    return RemoteFolder(options.target) if options.target else OutputFolder(options.out)


@cache
def _host() -> str:
    """The name of this machine, for scratch files on a disk that several machines see."""
    return re.sub(r"[^\w.-]", "_", socket.gethostname())


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
