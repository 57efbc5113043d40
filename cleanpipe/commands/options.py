"""What several sub-commands share: the options about rules, and reading the rules and documents they ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cleanpipe.errors import InputError

if TYPE_CHECKING:
    from cleanpipe.document import Document
    from cleanpipe.rulefile.model import RuleBook

#: The keys of ``corpus.formats.FORMATS``, which is not imported for ``--help``.
INPUT_FORMATS = ("text", "jsonl", "csv", "parquet", "html", "warc")

F = TypeVar("F", bound=Callable[..., Any])


class Once(click.Command):
    """A command in which no option that takes one value may be given twice: the last would win without a word."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        seen = set()
        for param in self.make_parser(ctx).parse_args(args=list(args))[2]:
            if not isinstance(param, click.Option) or param.multiple or param.is_flag or param.count:
                continue
            if param in seen:
                raise click.UsageError(f"{max(param.opts, key=len)} is given twice; it takes one value", ctx)
            seen.add(param)
        return super().parse_args(ctx, args)


class Place(click.Path):
    """A path, or the URL of a place that is not on a disk, such as ``s3://bucket/folder``."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from cleanpipe.corpus.places import Remote, is_url

        return Remote(value) if isinstance(value, str) and is_url(value) else super().convert(value, param, ctx)


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


def code(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The code of a language by any of its names. Raises BadParameter for what is none."""
    from cleanpipe.langcodes import code_of

    try:
        return code_of(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def host(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A host as it was given, in small letters. Raises BadParameter for what is none, such as a URL."""
    if value is not None and (not value.strip(".") or any(sign in value for sign in "/: *!")):
        raise click.BadParameter(f"{value!r} is not a host; say harbour.example, without https:// or a path")
    return value.lower() if value is not None else None


def document_options(function: F) -> F:
    """How to read the one document of ``explain`` and ``diff``, and whether to colour it."""
    for option in (
        click.option("--color/--no-color", "colour", default=None, help="Colours. Default: on a terminal."),
        click.option("--text-field", metavar="NAME", help="Field or column that holds the text. Default: text."),
        click.option("--input-format", type=click.Choice(INPUT_FORMATS), help="Read the file as this."),
        click.option(
            "--site",
            metavar="HOST",
            callback=host,
            help="Site the document is from, for rules bound to sites. Default: its field site or url, or a folder "
            "named like a host.",
        ),
        click.option("--lang", metavar="CODE", callback=code, help="Language of the document. Default: found out."),
    ):
        function = option(function)
    return function


def wants_colour(given: bool | None) -> bool:
    """Whether to colour: as said, or on a terminal unless NO_COLOR is set."""
    import os
    import sys

    return given if given is not None else sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def overrides_of(pairs: tuple[str, ...]) -> dict[str, str]:
    """``KEY=VALUE`` pairs as a mapping; ``PACK/RULE.KEY=VALUE`` becomes a change of that rule.

    >>> overrides_of(("min_confidence=0.9", "core/x.apply_from=0.95"))
    {'min_confidence': '0.9', 'core/x': '{apply_from: 0.95}'}
    """
    out: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key.strip():
            raise click.BadParameter(f"{pair!r} is not KEY=VALUE", param_hint="--set")
        key, value = key.strip(), value.strip()
        rule, dot, inner = key.rpartition(".")
        if dot and "/" in rule:
            key, value = rule, f"{{{inner}: {value}}}"
            if key in out:
                value = f"{out[key][:-1]}, {value[1:]}"
        out[key] = value
    return out


def project_of(no_project_rules: bool) -> Path | None:
    """The folder whose rules/ are read, if they are wanted."""
    return None if no_project_rules else Path.cwd()


def load(
    rules: tuple[str, ...],
    overrides: tuple[str, ...],
    no_project_rules: bool,
    lang: str | None = None,
    examples: bool = False,
    tell: Callable[[str], None] | None = None,
) -> RuleBook:
    """The rules that these options ask for; says so when none of them is for the language that was named.

    ``examples``: also those of shipped rules, which only tests and documentation need. ``tell``: where warnings go, in
    place of standard error.
    """
    from cleanpipe.report.table import shipped
    from cleanpipe.rulefile import load_rules

    tell = tell or partial(click.echo, err=True)
    book = load_rules(
        *rules, project_dir=project_of(no_project_rules), overrides=overrides_of(overrides), examples=examples
    )
    for warning in book.warnings:
        if not shipped(warning.file):
            tell(str(warning))
    known = {name.partition("-")[0].lower() for rule in book.rules for name in rule.where.lang}
    if lang and known and lang.lower().replace("_", "-").partition("-")[0] not in known:
        tell(f"note: no rule is for language {lang!r} alone (there are rules for {', '.join(sorted(known))})")
    return book


def documents(
    path: str,
    book: RuleBook,
    input_format: str | None,
    text_field: str | None,
    lang: str | None,
    site: str | None = None,
) -> Iterator[Document]:
    """The documents of one file (``-``: standard input). Raises InputError for what cannot be read as text."""
    import os
    import sys
    from dataclasses import replace
    from tempfile import TemporaryDirectory

    from cleanpipe.corpus.formats import Reading
    from cleanpipe.corpus.options import MAX_DOCUMENT
    from cleanpipe.corpus.places import Remote, is_url
    from cleanpipe.corpus.sources import Source, format_of, full_path, printable
    from cleanpipe.corpus.texts import pieces
    from cleanpipe.document import Document

    kind, packing = format_of(path) or ("text", "")
    kind = input_format or book.settings.input_format or kind
    reading = Reading(MAX_DOCUMENT, text_field or book.settings.text_field, lang, book.settings.lang, given_site=site)
    with TemporaryDirectory(prefix="cleanpipe-") as folder:
        if path == "-":
            copy = Path(folder, "x")
            copy.write_bytes(sys.stdin.buffer.read())
            source = Source("standard input", copy, kind)
        else:
            place = Remote(path) if is_url(path) else Path(path)
            source = Source(path, place, kind, packing)
        if source.path.is_dir():
            raise InputError(f"{printable(path)} is a folder; name one file of it, or clean it all: cleanpipe run")
        for name, document, outcome in pieces(source, reading):
            if document is not None:
                yield replace(document, name=name, path="" if path == "-" else full_path(source, os.getcwd()))
            elif outcome.kind == "empty":
                if source.single:
                    yield Document("", name=name, lang=lang, site=site)
            elif outcome.status == "passed":
                raise InputError(f"{name}: {outcome.message}")
