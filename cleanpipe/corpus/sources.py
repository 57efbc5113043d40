"""Finding what there is to read: folders and files become a sorted list of sources with names under the output folder.

No symbolic link is followed out of an input, the output folders of runs are never read, and two inputs of one name are
an error. Every file that is not taken gets a note. Contents are not looked at here.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cleanpipe.corpus.formats import ENDINGS, FORMATS, module_of
from cleanpipe.corpus.notes import Note, why
from cleanpipe.corpus.options import RECORDS
from cleanpipe.corpus.packing import PACKINGS
from cleanpipe.corpus.places import Remote
from cleanpipe.corpus.sites import host_in
from cleanpipe.errors import InputError, MissingExtraError

#: What a run leaves in its output folder, finished or not.
_MADE = (f"{RECORDS}/summary.json", f"{RECORDS}/manifest.sqlite")
Identity = tuple[int, int] | str  # device and number of a file, or the URL of what is not on a disk


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read. ``name`` is its path below the input, with forward slashes: also its name in the output."""

    name: str
    path: Path | Remote
    format: str  # a name of FORMATS
    packing: str = ""  # "", "gz" or "zst"
    size: int = 0

    @property
    def label(self) -> str:
        """The name as it can be shown and logged; bytes of a file name that are not UTF-8 become ``\\xff``."""
        return printable(self.name)

    @property
    def single(self) -> bool:
        """Whether the file is one document."""
        return FORMATS[self.format].single

    @property
    def site(self) -> str | None:
        """The host in whose folder the file lies: below the input, or the folder that is the input or holds it.

        >>> Source("a.txt", Path("in/harbour.example/a.txt"), "text").site
        'harbour.example'
        """
        parts = str(self.path).replace("\\", "/").split("/")
        depth = 1 if self.name.startswith("/") else self.name.count("/") + 1
        return host_in(parts[-depth - 1 : -1])

    @property
    def rows(self) -> str:
        """The folder in the output for its rows as text files."""
        return f"{self.name}.d"

    def output(self, output_format: str = "same") -> str:
        """The name of the file in the output. A change of format shows in it.

        >>> source = Source("a/news.csv.gz", Path("news.csv.gz"), "csv", "gz")
        >>> source.output(), source.output("jsonl"), Source("x.html", Path("x.html"), "html").output()
        ('a/news.csv.gz', 'a/news.csv.jsonl.gz', 'x.html.txt')
        """
        becomes = FORMATS[self.format].becomes
        if output_format == "jsonl" and not self.single and self.format != "jsonl":
            becomes = "jsonl"
        if not becomes:
            return self.name
        packed = f".{self.packing}" if self.packing and self.name.lower().endswith(f".{self.packing}") else ""
        return f"{self.name[: len(self.name) - len(packed)]}.{becomes}{self.name[len(self.name) - len(packed) :]}"


@dataclass(slots=True)
class Found:
    """All sources in the order of their names, what could not be taken, and how many files are of other kinds."""

    sources: list[Source] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)

    def other(self, name: str) -> None:
        """Note a file that no format reads."""
        ending = os.path.splitext(name)[1].lower()
        self.others[ending or "no ending"] += 1
        told = f"no format is known by {'the ending ' + printable(ending) if ending else 'a name without ending'}"
        self.notes.append(Note("other", printable(name), f"{told}; --input-format reads all files as one"))

    def hidden(self, name: str) -> None:
        """Note a file or folder that is left alone for the dot before its name."""
        self.others["hidden"] += 1
        self.notes.append(Note("other", printable(name), "hidden: its name begins with a dot"))

    def earlier(self, folder: str) -> None:
        """Note a folder that a run has written."""
        told = "the output folder of a run; to clean it again, name it as an input"
        self.notes.append(Note("earlier output", printable(folder), told))


def printable(name: str) -> str:
    """A file name that can be encoded as UTF-8 whatever bytes it holds.

    >>> printable("caf\\udce9.txt")
    'caf\\\\xe9.txt'
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def full_path(source: Source, folder: str) -> str:
    """Where a source is, however the input was named; ``folder`` is the one in which the command runs.

    >>> full_path(Source("1.txt", Path("may/../may/1.txt"), "text"), "/data")
    '/data/may/1.txt'
    """
    if isinstance(source.path, Remote):
        return printable(str(source.path))
    return printable(os.path.normpath(os.path.join(folder, source.path)))


def format_of(name: str) -> tuple[str, str] | None:
    """Format and packing by the file name, or None when it is none that is read.

    >>> format_of("a/news.jsonl.gz"), format_of("README.md"), format_of("photo.jpg")
    (('jsonl', 'gz'), ('text', ''), None)
    """
    parts = name.rsplit("/", 1)[-1].lower().split(".")
    packing = parts.pop() if len(parts) > 1 and parts[-1] in PACKINGS else ""
    format = ENDINGS.get(parts[-1]) if len(parts) > 1 else None
    if format is None or (packing and not FORMATS[format].packs):
        return None
    return format, packing


def discover(
    inputs: Iterable[Path | Remote], out: Path | Remote | None = None, input_format: str | None = None
) -> Found:
    """Find all files to read. Raises InputError for an input that is missing, unfit, or clashes with another one."""
    if input_format is not None and input_format not in FORMATS:
        raise InputError(f"there is no input format {input_format!r}; there are {', '.join(FORMATS)}")
    found = Found()
    taken: dict[str, tuple[Source, Path | Remote]] = {}
    shut_out = _identity(out) if out is not None else None
    for given in inputs:
        try:
            mode = given.stat().st_mode
        except OSError as error:
            raise InputError(f"{printable(str(given))}: {why(error)}") from error
        if shut_out is not None and shut_out == _folder(given, mode):
            raise InputError(f"--out is the folder of the input {printable(str(given))}: inputs are never overwritten")
        rows: Iterator[Source]
        if isinstance(given, Remote) and stat.S_ISDIR(mode):
            rows = _listed(given, shut_out, input_format, found)
        elif isinstance(given, Path) and stat.S_ISDIR(mode):
            rows = _walk(given, shut_out, input_format, found)
        else:
            rows = iter([_single(given, mode, input_format)])
        for source in rows:
            if source.name in taken:
                other, root = taken[source.name]
                if _identity(other.path) == _identity(source.path):
                    continue  # the same file named twice, such as a folder and a file in it
                raise InputError(
                    f"two inputs would both be written to {source.label!r}: {printable(str(other.path))} "
                    f"(input {printable(str(root))}) and {printable(str(source.path))} "
                    f"(input {printable(str(given))}); clean them into different folders"
                )
            taken[source.name] = (source, given)
    found.sources = sorted((source for source, _ in taken.values()), key=lambda source: source.name)
    _leave_out_unreadable(found)
    found.notes.sort(key=lambda note: note.place)
    return found


def _leave_out_unreadable(found: Found) -> None:
    """Name files whose format needs an optional package that is not there. Raises its error when all are such."""
    missing: dict[str, MissingExtraError] = {}
    for name in {source.format for source in found.sources if FORMATS[source.format].extra}:
        try:
            module_of(name)
        except MissingExtraError as error:
            missing[name] = error
    if missing and all(source.format in missing for source in found.sources):
        raise missing[min(missing)]
    for source in found.sources:
        if source.format in missing:
            found.notes.append(Note("unreadable", source.label, str(missing[source.format])))
    found.sources = [source for source in found.sources if source.format not in missing]


def _single(path: Path | Remote, mode: int, input_format: str | None) -> Source:
    if not stat.S_ISREG(mode):
        raise InputError(f"{printable(str(path))}: neither a file nor a folder")
    kind = format_of(path.name)
    if kind is None and input_format is None:
        raise InputError(
            f"{printable(str(path))}: cannot tell the format from the name; say --input-format {' or '.join(FORMATS)}"
        )
    fmt, packing = kind or (str(input_format), _packing_of(path.name))
    return Source(path.name, path, input_format or fmt, packing, path.stat().st_size)


def _packing_of(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return ending if ending in PACKINGS else ""


def _identity(path: Path | Remote) -> Identity | None:
    if isinstance(path, Remote):
        return path.url.rstrip("/")
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _folder(given: Path | Remote, mode: int) -> Identity | None:
    """What tells the folder from which an input is read."""
    if stat.S_ISDIR(mode):
        return _identity(given)
    if isinstance(given, Remote):
        return _identity(Remote(given.url.rpartition("/")[0]))
    return _identity(given.parent)


def _listed(root: Remote, shut_out: Identity | None, input_format: str | None, found: Found) -> Iterator[Source]:
    """Sources below a folder that is not on a disk."""
    try:
        files = list(root.files())
    except OSError as error:
        raise InputError(f"{root}: {why(error)}") from error
    # Below the root itself: who names the output of a run wants it read.
    made = {name.removesuffix(record) for name, _ in files for record in _MADE if name.endswith(f"/{record}")}
    for folder in sorted(made):
        found.earlier(folder.rstrip("/"))
    for name, size in files:
        parts = name.split("/")
        if shut_out is not None and f"{root / name}/".startswith(f"{shut_out}/"):
            continue
        if any(part in ("", ".", "..") for part in parts) or "\0" in name:
            found.notes.append(Note("link", printable(name), "a name that leads out of the folder"))
        elif RECORDS in parts or any(name.startswith(folder) for folder in made):
            continue
        elif any(part.startswith(".") for part in parts):
            found.hidden(name)
        else:
            kind = format_of(name)
            if kind is None and input_format is None:
                found.other(name)
                continue
            fmt, packing = kind or (str(input_format), _packing_of(name))
            yield Source(name, root / name, input_format or fmt, packing, size)


def _walk(root: Path, shut_out: Identity | None, input_format: str | None, found: Found) -> Iterator[Source]:
    """Sources below a folder. Hidden files and the records of other runs are left alone, links are checked."""
    real_root = os.path.realpath(root)
    stack = [(str(root), "")]
    while stack:
        folder, prefix = stack.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            found.notes.append(Note("unreadable", printable(prefix or str(root)), why(error)))
            continue
        for entry in entries:
            name = prefix + entry.name
            if entry.name.startswith("."):
                found.hidden(name)
                continue
            if entry.is_symlink():
                target = os.path.realpath(entry.path)
                if not os.path.exists(target):
                    found.notes.append(Note("unreadable", printable(name), "symbolic link to nothing"))
                    continue
                if os.path.commonpath((real_root, target)) != real_root:
                    found.notes.append(Note("link", printable(name), "symbolic link to a place outside the input"))
                    continue
                if os.path.isdir(target):
                    continue  # its files are found under their own names
            if entry.is_dir():
                if entry.name == RECORDS or (shut_out and _identity(Path(entry.path)) == shut_out):
                    continue
                if any(os.path.isfile(os.path.join(entry.path, record)) for record in _MADE):
                    found.earlier(name)
                    continue
                stack.append((entry.path, name + "/"))
                continue
            kind = format_of(name)
            if kind is None and input_format is None:
                found.other(name)
                continue
            fmt, packing = kind or (str(input_format), _packing_of(name))
            try:
                status = entry.stat()
            except OSError as error:
                found.notes.append(Note("unreadable", printable(name), why(error)))
                continue
            if not stat.S_ISREG(status.st_mode):
                found.notes.append(Note("unreadable", printable(name), "not a regular file"))
                continue
            yield Source(name, Path(entry.path), input_format or fmt, packing, status.st_size)
