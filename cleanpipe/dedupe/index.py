"""Paragraphs remembered from run to run, in one SQLite file: ``DedupeIndex``.

A paragraph is found by its words (exact) or by bands of its sketch, read as prefixes: a crowded band is narrowed by
further minima, so that a stock phrase never makes a look-up read much. Nothing is read whole, neither to look up nor to
add. Every transaction is all or nothing, also under ``kill -9``: SQLite writes ahead to a log and commits by one page.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from cleanpipe.dedupe.candidates import orders
from cleanpipe.dedupe.copies import DEFAULT
from cleanpipe.dedupe.describe import what_differs
from cleanpipe.dedupe.sketch import Sketches, sketch
from cleanpipe.dedupe.verify import Text, compare, similarity
from cleanpipe.errors import CleanpipeError
from cleanpipe.rulefile.model import Dedupe

#: Raised when sketches or tables change, so that an index of another make is refused and not misread.
VERSION = 1
#: Bands stored for each paragraph: 32 find 99 % of the paragraphs that share 40 % of their word pairs.
BANDS = 32
#: Further bands of texts with figures.
FIGURE_BANDS = 4
#: A band with more paragraphs is narrowed by one more minimum; at the end so many are looked at.
CROWD = 8

_TABLES = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS paragraphs (
    id INTEGER PRIMARY KEY, document INTEGER NOT NULL, place INTEGER NOT NULL, exact INTEGER NOT NULL,
    text BLOB NOT NULL,
    UNIQUE (document, place));
CREATE INDEX IF NOT EXISTS by_words ON paragraphs (exact);
CREATE TABLE IF NOT EXISTS bands (
    band INTEGER NOT NULL, key INTEGER NOT NULL, paragraph INTEGER NOT NULL,
    PRIMARY KEY (band, key, paragraph)) WITHOUT ROWID;
"""


class Seen(NamedTuple):
    """A remembered paragraph that a text is a copy of: where it stood, how alike they are, what differs."""

    document: str
    place: int
    similarity: float
    exact: bool
    differs: str
    text: str


class DedupeIndex:
    """Remembered paragraphs. Without a path they are kept in memory.

    Additions become visible to others, and safe, when the ``with`` block of ``writing`` ends or ``commit`` is called.

    >>> with DedupeIndex() as index:
    ...     index.add("The old lighthouse on the point will be open to visitors from May.", "monday.txt", 3)
    ...     seen = index.find("The old lighthouse on the point will be open to visitors in May.")
    ...     seen.document, seen.place, seen.differs
    ('monday.txt', 3, 'from/in')
    """

    def __init__(self, path: str | Path | None = None, settings: Dedupe = DEFAULT) -> None:
        self.path = None if path is None else Path(path)
        self.settings = settings
        try:
            self._db = sqlite3.connect(":memory:" if path is None else path, timeout=60, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            # NORMAL: a crash of the machine may cost the last commits, never the file; a killed process costs nothing.
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute("PRAGMA cache_size = -65536")  # 64 MB, whatever the size of the index
            self._db.executescript(_TABLES)
            self._check_version()
        except sqlite3.DatabaseError as error:
            raise CleanpipeError(f"{path}: not an index of paragraphs, or damaged: {error}") from error

    def _check_version(self) -> None:
        self._db.execute("INSERT OR IGNORE INTO about VALUES ('version', ?)", (VERSION,))
        (found,) = self._db.execute("SELECT value FROM about WHERE key = 'version'").fetchone()
        if found != VERSION:
            raise CleanpipeError(
                f"{self.path}: an index of version {found}; this cleanpipe reads version {VERSION}: make it anew"
            )

    def __enter__(self) -> DedupeIndex:
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:
            self.commit()
        self.close()

    def close(self) -> None:
        """Close the file; what has not been committed is dropped."""
        self._db.close()

    # -- asking --------------------------------------------------------------------------------------------------------

    def find(self, text: str, document: str | None = None) -> Seen | None:
        """The remembered paragraph that the text is a copy of, the earliest one; None when there is none.

        Paragraphs of ``document`` itself do not count: a page that comes back is not a copy of itself. Texts shorter
        than ``min_words`` are never found.
        """
        return self.find_many([text], {document} if document is not None else set())[0]

    def find_many(self, texts: Sequence[str], without: set[str] | frozenset[str] = frozenset()) -> list[Seen | None]:
        """The same for many texts; paragraphs of the documents in ``without`` do not count."""
        sketches = sketch(texts)
        hidden = {number for name in without if (number := self._document(name)) is not None}
        words, exact, keys = sketches.words.tolist(), sketches.exact.tolist(), _keys(sketches)
        return [
            self._find(text, _signed(exact[k]), keys[k], hidden) if words[k] >= self.settings.min_words else None
            for k, text in enumerate(texts)
        ]

    def _find(self, text: str, exact: int, keys: Sequence[int], hidden: set[int]) -> Seen | None:
        mine = Text(text)
        tried: set[int] = set()
        rows = self._db.execute("SELECT id FROM paragraphs WHERE exact = ? ORDER BY id LIMIT 64", (exact,))
        same = [number for (number,) in rows]
        for numbers in (same, sorted(self._near(keys))):
            for number in numbers:
                if number in tried:
                    continue
                tried.add(number)
                document, place, words, packed = self._db.execute(
                    "SELECT document, place, exact, text FROM paragraphs WHERE id = ?", (number,)
                ).fetchone()
                if document in hidden:
                    continue
                other = Text(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
                if not (alike := similarity(other, mine, self.settings.similarity)):
                    continue
                found = compare(other, mine, self.settings.same_numbers)
                if not found.contradiction and not found.extra:
                    (name,) = self._db.execute("SELECT name FROM documents WHERE id = ?", (document,)).fetchone()
                    differs = what_differs(other.raw, text)
                    return Seen(name, place, alike, words == exact, differs, other.raw)
        return None

    def _near(self, keys: Sequence[int]) -> set[int]:
        """Numbers of paragraphs that share a band, each band narrowed until few are left."""
        found: set[int] = set()
        for band, key in enumerate(keys):
            rows: list[tuple[int]] = []
            for further in (32, 16, 0):  # bits of the minima left out: two, three, then all four are the same
                low = key >> further << further
                rows = self._db.execute(
                    "SELECT paragraph FROM bands WHERE band = ? AND key BETWEEN ? AND ? LIMIT ?",
                    (band, low, low | (1 << further) - 1, CROWD + 1),
                ).fetchall()
                if len(rows) <= CROWD:
                    break
            found.update(number for (number,) in rows[:CROWD])
        return found

    def _document(self, name: str) -> int | None:
        row = self._db.execute("SELECT id FROM documents WHERE name = ?", (name,)).fetchone()
        return None if row is None else int(row[0])

    # -- writing -------------------------------------------------------------------------------------------------------

    def add(self, text: str, document: str, place: int) -> None:
        """Remember a paragraph; one that is remembered under the same document and place is replaced."""
        self.add_many([(text, document, place)])

    def add_many(self, paragraphs: Iterable[tuple[str, str, int]]) -> int:
        """Remember paragraphs as ``(text, document, place)``. Texts shorter than ``min_words`` are left out.

        Returns the number of paragraphs given.
        """
        count, left = 0, iter(paragraphs)
        while block := list(islice(left, 2000)):
            self._add(block)
            count += len(block)
        return count

    def _add(self, block: Sequence[tuple[str, str, int]]) -> None:
        self._begin()
        sketches = sketch([text for text, _, _ in block])
        keys = _keys(sketches)
        numbers: dict[int, int] = {}
        for k, (text, document, place) in enumerate(block):
            if sketches.words[k] < self.settings.min_words:
                continue
            self._db.execute("INSERT OR IGNORE INTO documents (name) VALUES (?)", (document,))
            home = self._document(document)
            self._forget("document = ? AND place = ?", (home, place))
            packed = zlib.compress(text.encode("utf-8", "surrogatepass"), 1)
            exact = _signed(int(sketches.exact[k]))
            row = self._db.execute(
                "INSERT INTO paragraphs (document, place, exact, text) VALUES (?, ?, ?, ?)",
                (home, place, exact, packed),
            )
            numbers[k] = int(row.lastrowid or 0)
        # Sorted by band, so that neighbouring pages of the tree are written together.
        rows = sorted((band, key, number) for k, number in numbers.items() for band, key in enumerate(keys[k]))
        self._db.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?, ?)", rows)

    def forget(self, document: str) -> int:
        """Forget all paragraphs of a document; says how many there were."""
        self._begin()
        number = self._document(document)
        if number is None:
            return 0
        count = self._forget("document = ?", (number,))
        self._db.execute("DELETE FROM documents WHERE id = ?", (number,))
        return count

    def _forget(self, where: str, values: tuple[object, ...]) -> int:
        rows = self._db.execute(f"SELECT id, text FROM paragraphs WHERE {where}", values).fetchall()
        for number, packed in rows:
            sketches = sketch([zlib.decompress(packed).decode("utf-8", "surrogatepass")])
            bands = [(band, key, number) for band, key in enumerate(_keys(sketches)[0])]
            self._db.executemany("DELETE FROM bands WHERE band = ? AND key = ? AND paragraph = ?", bands)
            self._db.execute("DELETE FROM paragraphs WHERE id = ?", (number,))
        return len(rows)

    def _begin(self) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make everything since the last commit safe and visible, all of it or nothing."""
        if self._db.in_transaction:
            self._db.execute("COMMIT")

    def info(self) -> dict[str, int]:
        """Numbers of documents and paragraphs, and the bytes on disk."""
        documents = self._db.execute("SELECT count(*) FROM documents").fetchone()[0]
        paragraphs = self._db.execute("SELECT count(*) FROM paragraphs").fetchone()[0]
        pages = self._db.execute("PRAGMA page_count").fetchone()[0]
        size = pages * self._db.execute("PRAGMA page_size").fetchone()[0]
        return {"documents": documents, "paragraphs": paragraphs, "bytes": size}

    def documents(self) -> Iterator[str]:
        """Names of all documents, sorted."""
        for (name,) in self._db.execute("SELECT name FROM documents ORDER BY name"):
            yield name


def _keys(sketches: Sketches) -> list[list[int]]:
    """The bands of each text, four minima of 16 bits in each key; SQLite's integers are signed.

    At the end stand those of a text with figures, one minimum with all figures: so copies are found in a crowd of
    reports from one template.
    """
    import numpy as np

    minima = sketches.minima.astype(np.uint64)
    columns = [
        minima[:, a] << np.uint64(48) | minima[:, b] << np.uint64(32) | minima[:, c] << np.uint64(16) | minima[:, d]
        for a, b, c, d, *_ in orders(BANDS)
    ]
    for k in range(FIGURE_BANDS):
        columns.append(sketches.figures ^ (minima[:, k] + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15))
    keys = np.stack(columns, axis=1).view(np.int64).tolist()
    return [row if figures else row[:BANDS] for row, figures in zip(keys, sketches.figures.tolist(), strict=True)]


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value
