"""What workers of the first phase are given: the pipeline, how to read, and the salt of all keys of the manifest."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import cleanpipe
from cleanpipe.corpus.cleaning import Cleaner
from cleanpipe.corpus.copies import rules_across
from cleanpipe.corpus.decisions import Decisions
from cleanpipe.corpus.formats import Reading
from cleanpipe.corpus.options import RunOptions
from cleanpipe.corpus.sources import Source
from cleanpipe.errors import InputError
from cleanpipe.langcodes import code_of
from cleanpipe.rulefile.fingerprint import fingerprint
from cleanpipe.rulefile.model import RuleBook


def code_stamp() -> str:
    """A hash of the package's files by size and time, so that another version never gets this one's results."""
    digest = blake2b(cleanpipe.__version__.encode(), digest_size=16)
    root = Path(cleanpipe.__file__).parent
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            status = os.stat(os.path.join(folder, name))
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns};".encode())
    return digest.hexdigest()


#: Distributions that decide about text, by the format or detector that brings them in; "" stands for every run.
_LIBRARIES = {
    "": ("ftfy", "numpy", "rapidfuzz"),
    "html": ("lxml", "resiliparse", "trafilatura"),
    "langdetect": ("langdetect",),
    "parquet": ("pyarrow",),
    "warc": ("lxml", "resiliparse", "trafilatura", "warcio"),
}


def code_of_others(used: Iterable[str] = ()) -> list[tuple[str, ...]]:
    """What code of others decides about outcomes: plug-ins by their entry points, and libraries with their versions.

    ``used`` names formats and the detector. A library that is not there counts as well: it may come.

    >>> [row[1] for row in code_of_others(["parquet", "csv"]) if row[0] == "library"]
    ['ftfy', 'numpy', 'pyarrow', 'rapidfuzz']
    """
    from importlib.metadata import PackageNotFoundError, entry_points, version

    def version_of(library: str) -> str:
        try:
            return version(library)
        except PackageNotFoundError:
            return "absent"

    points = entry_points()
    found = {
        (group, point.name, point.dist.name if point.dist else "", point.dist.version if point.dist else "")
        for group in points.groups
        if group.startswith("cleanpipe.")
        for point in points.select(group=group)
    }
    libraries = {library for name in ("", *used) for library in _LIBRARIES.get(name, ())}
    return [*sorted(found), *(("library", name, version_of(name)) for name in sorted(libraries))]


def reading_of(options: RunOptions, book: RuleBook) -> Reading:
    """How the documents of a run are read."""
    return Reading(
        options.max_document,
        options.text_field or book.settings.text_field,
        _code(options.lang),
        _code(book.settings.lang),
        as_lines=options.output_format == "jsonl",
        given_site=options.site,
    )


def _code(lang: str | None) -> str | None:
    try:
        return code_of(lang)
    except ValueError as error:
        raise InputError(str(error)) from None


def salt_of(options: RunOptions, book: RuleBook, sources: Sequence[Source]) -> bytes:
    """A hash of all that decides about an outcome beside the document: rules, options, and the code of all who help."""
    salt = blake2b(digest_size=32)
    others = code_of_others({book.settings.detector, *(source.format for source in sources)})
    for part in (fingerprint(book), code_stamp(), others, reading_of(options, book), options.dedupe):
        salt.update(str(part).encode() + b"\0")
    return salt.digest()


def make_cleaner(
    options: RunOptions,
    book: RuleBook,
    sources: list[Source],
    salt: bytes,
    remember: bool,
    folder: str,
    decisions: Decisions,
) -> Cleaner:
    """The state of a worker of the first phase. ``folder`` is where the run was started."""
    from cleanpipe.pipeline import Pipeline

    across = rules_across(book)
    if not options.dedupe:
        stages = tuple(name for name in book.settings.stages if name != "dedupe")
        book, across = replace(book, settings=replace(book.settings, stages=stages)), ()
    return Cleaner(
        Pipeline(book),
        sources,
        salt,
        reading_of(options, book),
        # Standard input is read from a file for the time being, whose path says nothing.
        folder=folder
        if any(rule.where.path or rule.where.not_path for rule in book.rules) and not options.called
        else None,
        remember=remember,
        across=across,
        decisions=decisions,
        sites=tuple(dict.fromkeys(site for _, site in book.sites)),
    )
