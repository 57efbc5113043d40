"""The formats of files: one table, and for each format a module that reads it and puts cleaned texts in its place.

A module of a file format has ``documents(reading, source, unit, data)``, the documents of a unit with the bytes around
their texts, for the workers. One for files of many documents has ``units(number, source, reading)`` as well, which cuts
a file into units while it streams, in the main process. Nothing of a format is imported before a file asks for it.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

from cleanpipe.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from cleanpipe.corpus.frames import Body
    from cleanpipe.corpus.outcome import Outcome
    from cleanpipe.corpus.sources import Source
    from cleanpipe.corpus.units import Unit
    from cleanpipe.document import Document

    #: Bytes around a text, the text as a document (None: there is none to clean), and what is known so far.
    Piece = tuple[Body, Document | None, Outcome]


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its name. ``becomes`` is the ending of what is written when that is of another format."""

    name: str
    endings: tuple[str, ...]
    module: str
    single: bool = False  # a file is one document, which the workers read
    packs: bool = True  # .gz and .zst are read and written
    becomes: str = ""
    extra: str = ""  # the optional package it needs


FORMATS = {
    format.name: format
    for format in (
        Format("text", ("txt", "md", "text"), "text", single=True),
        Format("jsonl", ("jsonl", "ndjson"), "lines"),
        Format("csv", ("csv", "tsv"), "tables"),
        Format("parquet", ("parquet",), "parquet", packs=False, extra="parquet"),
        Format("html", ("html", "htm"), "html", single=True, becomes="txt", extra="html"),
        Format("warc", ("warc",), "warc", becomes="jsonl", extra="warc"),
    )
}
ENDINGS = {ending: format.name for format in FORMATS.values() for ending in format.endings}


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read: what the options and the rules say that all formats need to know."""

    max_document: int
    text_field: str = "text"
    given_lang: str | None = None  # of all documents, whatever they say
    default_lang: str | None = None  # of those that do not say
    as_lines: bool = False  # rows of other formats are to be written as lines of .jsonl
    given_site: str | None = None  # of all documents, whatever they say

    def lang(self, claimed: str | None = None) -> str | None:
        """The language of a document that claims one, or none."""
        return self.given_lang or claimed or self.default_lang

    def site(self, source: Source, fields: Mapping[str, Any] | None = None) -> str | None:
        """The site of a document of that file, with these fields."""
        from cleanpipe.corpus.sites import site_in

        return self.given_site or site_in(fields or {}) or source.site


class Module(Protocol):
    """What the module of a format offers."""

    def units(self, number: int, source: Source, reading: Reading) -> Iterator[tuple[Unit, int]]: ...
    def documents(self, reading: Reading, source: Source, unit: Unit, data: bytes) -> Iterator[Piece]: ...


class NoText(InputError):
    """A file or record with something else than text in the field that should hold it."""

    kind = "no text"  # of the note


class NoField(NoText):
    """A file or record without the field that should hold its text."""

    kind = "no field"


class NotUtf8(InputError):
    """A file of rows in another encoding."""

    kind = "encoding"


def error_of(kind: str, message: str) -> InputError:
    """The error that stands for a kind of note."""
    kinds = {error.kind: error for error in (NoText, NoField, NotUtf8)}
    return kinds.get(kind, InputError)(message)


def module_of(name: str) -> Module:
    """The module of a format. Raises MissingExtraError when the optional package that it needs is not there."""
    try:
        return cast(Module, importlib.import_module(f"{__name__}.{FORMATS[name].module}"))
    except ImportError as error:
        if not FORMATS[name].extra:
            raise
        raise MissingExtraError(f"reading .{FORMATS[name].endings[0]} files", FORMATS[name].extra) from error


#: What is said of a document that is passed by.
DEADLY = "a worker process died of it, three times"


def too_large(limit: int) -> str:
    """What is said of a document over the limit."""
    return f"longer than {limit / 1e6:g} MB, the most one document may have; cut it up or raise --max-document"
