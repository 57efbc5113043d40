"""What workers of the first phase are given: the pipeline, how to read, and the salt of all keys of the manifest."""

from __future__ import annotations

import os
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import cleanpipe
from cleanpipe.corpus.cleaning import Cleaner
from cleanpipe.corpus.copies import rules_across
from cleanpipe.corpus.formats import Reading
from cleanpipe.corpus.options import RunOptions
from cleanpipe.corpus.sources import Source
from cleanpipe.errors import InputError
from cleanpipe.langcodes import normalised, unsaid
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


def reading_of(options: RunOptions, book: RuleBook) -> Reading:
    """How the documents of a run are read."""
    return Reading(
        options.max_document,
        options.text_field or book.settings.text_field,
        _code(options.lang),
        _code(book.settings.lang),
        as_lines=options.output_format == "jsonl",
    )


def _code(lang: str | None) -> str | None:
    if lang is None or unsaid(lang):
        return None
    code = normalised(lang)
    if code is None:
        raise InputError(f"{lang!r} is no language that is known here; say en, de or another code of ISO 639")
    return code


def salt_of(options: RunOptions, book: RuleBook) -> bytes:
    """A hash of all that decides about an outcome beside the document: rules, version and options."""
    salt = blake2b(digest_size=32)
    for part in (fingerprint(book), code_stamp(), reading_of(options, book), options.dedupe):
        salt.update(str(part).encode() + b"\0")
    return salt.digest()


def make_cleaner(options: RunOptions, book: RuleBook, sources: list[Source], salt: bytes, remember: bool) -> Cleaner:
    """The state of a worker of the first phase."""
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
        names_matter=any(rule.where.path for rule in book.rules),
        remember=remember,
        across=across,
    )
