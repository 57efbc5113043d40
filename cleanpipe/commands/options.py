"""What several sub-commands share: the options about rules, and reading the rules and documents they ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cleanpipe.errors import InputError

if TYPE_CHECKING:
    from cleanpipe.document import Document
    from cleanpipe.rulefile.model import RuleBook

F = TypeVar("F", bound=Callable[..., Any])


def rule_options(function: F) -> F:
    """``--rules``, ``--set`` and ``--no-project-rules``."""
    for option in (
        click.option(
            "--no-project-rules",
            is_flag=True,
            help="Do not read rules/*.yaml of the current folder.",
        ),
        click.option(
            "--set",
            "overrides",
            multiple=True,
            metavar="KEY=VALUE",
            help="Set a key of the rule files, for this run only: min_confidence=0.9, or PACK/RULE.apply_from=0.95.",
        ),
        click.option(
            "--rules",
            "-r",
            "rules",
            multiple=True,
            metavar="FILE_OR_NAME",
            help="Rules to use: a shipped profile or pack (news, web, base ...) or a .yaml file. May be repeated; "
            "later ones win. Default: news.",
        ),
    ):
        function = option(function)
    return function


def overrides_of(pairs: tuple[str, ...]) -> dict[str, str]:
    """``KEY=VALUE`` pairs as a mapping."""
    out = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key.strip():
            raise click.BadParameter(f"{pair!r} is not KEY=VALUE", param_hint="--set")
        out[key.strip()] = value.strip()
    return out


def load(rules: tuple[str, ...], overrides: tuple[str, ...], no_project_rules: bool) -> RuleBook:
    """The rules that these options ask for."""
    from cleanpipe.rulefile import load_rules

    project = None if no_project_rules else Path.cwd()
    return load_rules(*rules, project_dir=project, overrides=overrides_of(overrides))


def documents(
    path: str, book: RuleBook, input_format: str | None, text_field: str | None, lang: str | None
) -> Iterator[Document]:
    """The documents of one file (``-``: standard input). Raises InputError for what cannot be read as text."""
    import sys

    from cleanpipe.corpus import jsonl
    from cleanpipe.corpus.packing import blocks
    from cleanpipe.corpus.sources import format_of, printable
    from cleanpipe.document import Document

    if path == "-":
        name, data = "standard input", sys.stdin.buffer.read()
        kind = input_format or "text"
    else:
        name = printable(path)
        found = format_of(path) or (None, "")
        kind = input_format or found[0] or "text"
        try:
            data = b"".join(blocks(Path(path), found[1]))
        except OSError as error:
            raise InputError(f"{name}: {error.strerror or error}") from error
    lang = lang or book.settings.lang
    try:
        if kind == "text":
            yield Document(data.decode(), name=name, lang=lang)
            return
        for number, line in enumerate(data.splitlines(), 1):
            if line.strip():
                try:
                    record = jsonl.parse(line.decode(), text_field or book.settings.text_field)
                except InputError as error:
                    raise InputError(f"{name}:{number}: {error}") from error
                yield Document(record.text, f"{name}:{number}", lang or record.lang, record.site, record.fields)
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8 text: byte {error.start} is 0x{error.object[error.start]:02X}") from error
