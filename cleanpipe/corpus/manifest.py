"""What earlier runs have found out, by content: the SQLite file that lets a run resume, and a repeated run be quick.

The key of a unit is a hash of its bytes and of everything else that decides about the outcome; the value is the packed
outcomes, from which the cleaned text is replayed. Beside that it knows which files under the output folder are ours.
One process writes; a kill at any moment leaves a file that opens.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from cleanpipe.errors import OutputError

_SCHEMA = """
create table if not exists about (key text primary key, value text) without rowid;
create table if not exists outcomes (key blob primary key, run integer, kept blob);
create table if not exists outputs (name blob primary key, source blob, now integer) without rowid;
"""
_FORMAT = "1"
#: Outcomes that so many finished runs have not asked for are forgotten.
KEEP_RUNS = 2


class Manifest:
    """The file ``manifest.sqlite`` of an output folder."""

    def __init__(self, path: Path, fresh: bool = False) -> None:
        self.path = path
        try:
            self._open()
            if fresh:
                self._db.execute("delete from outcomes")
        except sqlite3.DatabaseError:
            # Not ours, or damaged beyond what SQLite repairs: it only saves work, so begin anew.
            try:
                self._open(anew=True)
            except (sqlite3.Error, OSError) as error:
                raise OutputError(f"{path}: cannot be written: {error}") from error
        self.run = int(self._about("run") or 0) + 1

    def _open(self, anew: bool = False) -> None:
        if anew:
            for ending in ("", "-wal", "-shm", "-journal"):
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        self._db = sqlite3.connect(self.path, isolation_level=None)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        self._db.executescript(_SCHEMA)
        if self._about("format") not in (None, _FORMAT):
            self._db.execute("delete from outcomes")
        self._db.execute("insert or replace into about values ('format', ?)", (_FORMAT,))

    def _about(self, key: str) -> str | None:
        row = self._db.execute("select value from about where key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def __len__(self) -> int:
        return int(self._db.execute("select count(*) from outcomes").fetchone()[0])

    def look_up(self, keys: Iterable[bytes]) -> list[bytes | None]:
        """What is remembered under these keys."""
        rows = [self._db.execute("select kept from outcomes where key = ?", (key,)).fetchone() for key in keys]
        return [None if row is None else row[0] for row in rows]

    def remember(self, rows: Iterable[tuple[bytes, bytes | None]]) -> None:
        """Store outcomes in one transaction; None marks one that is known already and was used again."""
        self._db.execute("begin")
        for key, kept in rows:
            if kept is None:
                self._db.execute("update outcomes set run = ? where key = ?", (self.run, key))
            else:
                self._db.execute("insert or replace into outcomes values (?, ?, ?)", (key, self.run, kept))
        self._db.execute("commit")

    def begin_outputs(self) -> None:
        """From now on ``wrote`` is told of all that this run writes; what it is not told of is of earlier runs."""
        self._db.execute("update outputs set now = 0")

    def wrote(self, rows: Iterable[tuple[bytes, bytes]]) -> None:
        """Note files of the output, each with the input it was made from."""
        self._db.execute("begin")
        self._db.executemany("insert or replace into outputs values (?, ?, 1)", rows)
        self._db.execute("commit")

    def left(self) -> list[tuple[bytes, bytes]]:
        """The files of earlier runs that this one did not write, with their inputs, in the order of their names."""
        return self._db.execute("select name, source from outputs where not now order by name").fetchall()

    def forget(self, names: Iterable[bytes]) -> None:
        """Files of earlier runs that are no more."""
        self._db.execute("begin")
        self._db.executemany("delete from outputs where name = ?", ((name,) for name in names))
        self._db.execute("commit")

    def finish(self) -> None:
        """Close a finished run, and forget what the last runs had no use for."""
        self._db.execute("begin")
        self._db.execute("delete from outcomes where run <= ?", (self.run - KEEP_RUNS,))
        self._db.execute("insert or replace into about values ('run', ?)", (str(self.run),))
        self._db.execute("commit")

    def close(self) -> None:
        """Close the file."""
        self._db.close()
