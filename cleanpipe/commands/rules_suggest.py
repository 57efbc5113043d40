"""``cleanpipe rules suggest``: drafts of rules from lines that recur on the pages of a site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanpipe.commands.options import load, rule_options
from cleanpipe.errors import InputError

if TYPE_CHECKING:
    from cleanpipe.chrome.recurring import Recurrence
    from cleanpipe.rulefile.model import RuleBook


@click.command("suggest", short_help="Draft rules from lines that recur on the pages of a site.")
@rule_options
@click.option(
    "--pages",
    type=click.IntRange(min=2),
    default=3,
    show_default=True,
    help="Pages of its site on which a line must stand.",
)
@click.option(
    "--share",
    type=click.FloatRange(0.0, 1.0),
    default=0.02,
    show_default=True,
    help="Share of the pages of its site on which it must stand as well.",
)
@click.option("--most", type=click.IntRange(min=1), default=100, show_default=True, help="Drafts for each site.")
@click.option("--text-field", metavar="NAME", help="Field that holds the text in files of records. Default: text.")
@click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    default=Path("rules/suggested.yaml"),
    show_default=True,
    help="Rule file to write, which must not be there yet; - is standard output.",
)
@click.argument("corpus", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="CORPUS...")
def command(
    rules: tuple[str, ...],
    overrides: tuple[str, ...],
    no_project_rules: bool,
    pages: int,
    share: float,
    most: int,
    text_field: str | None,
    file: Path,
    corpus: tuple[Path, ...],
) -> None:
    """Write drafts of rules for lines that recur on the pages of a site.

    The site of a page is its field "site" or the host of its field "url", else the nearest folder named like a host,
    as in a run; pages of no site are counted by the first folder of their names. Lines that a rule drops already are
    left out, and so are sentences that stand between the paragraphs of an article. A draft does nothing until a person
    takes its status away.

    \b
    cleanpipe rules suggest crawl/
    """
    from cleanpipe.chrome.recurring import Recurring
    from cleanpipe.corpus.formats import Reading
    from cleanpipe.corpus.options import MAX_DOCUMENT
    from cleanpipe.corpus.sources import discover
    from cleanpipe.corpus.texts import pieces
    from cleanpipe.report.drafts import drafts
    from cleanpipe.report.table import many

    if str(file) != "-" and file.exists():
        raise InputError(f"{file} is there already, and somebody may have worked on it; choose another --file")
    book = load(rules, overrides, no_project_rules)
    counted = Recurring()
    reading = Reading(MAX_DOCUMENT, text_field or book.settings.text_field)
    for source in discover(corpus).sources:
        for _, document, _ in pieces(source, reading):
            if document is not None:
                counted.add(document)
    found = list(_most(_new(counted.found(pages, share), book), most))
    told = f"{many(len(found), 'draft')} from {many(counted.pages, 'page')}"
    if str(file) == "-":
        click.echo(drafts(found), nl=False)
    elif found:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(drafts(found), encoding="utf-8")
        told += f" in {file}: delete what is content, promote the rest"
    click.echo(told, err=True)


def _new(found: Iterable[Recurrence], book: RuleBook) -> Iterator[Recurrence]:
    """Lines that no rule of the book drops; each is tried alone, in every language that the rules speak."""
    from cleanpipe.document import Document
    from cleanpipe.rulefile.matching import LineRules

    rules = LineRules(book.of("drop_line", "drop_block"))
    languages: list[str | None] = [None, *sorted({lang for rule in book.rules for lang in rule.where.lang})]
    for row in found:
        pages = (Document(row.line, lang=lang, site=row.site or None) for lang in languages)
        if not any(map(rules.hits, pages)):
            yield row


def _most(found: Iterable[Recurrence], most: int) -> Iterator[Recurrence]:
    """At most so many of each site."""
    taken: dict[tuple[str, str], int] = {}
    for row in found:
        site = (row.site, row.folder)
        taken[site] = taken.get(site, 0) + 1
        if taken[site] <= most:
            yield row
