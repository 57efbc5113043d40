"""``cleanpipe explain``: the edits of one document, one by one."""

from __future__ import annotations

from pathlib import Path

import click

from cleanpipe.commands.options import Once, document_options, documents, load, rule_options, wants_colour


@click.command("explain", cls=Once, short_help="Show the edits of one document, with rule, score and reason.")
@click.argument("file", type=click.Path(allow_dash=True, readable=False), metavar="FILE")
@click.option(
    "--run",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Show what the run with this --out did to the document FILE, from its log: copies of other documents as well.",
)
@rule_options
@document_options
@click.option(
    "--all", "everything", is_flag=True, help="Also the edits that lost to others, hit protected text or are on trial."
)
def command(
    file: str,
    folder: Path | None,
    rules: tuple[str, ...],
    overrides: tuple[str, ...],
    no_project_rules: bool,
    lang: str | None,
    site: str | None,
    input_format: str | None,
    text_field: str | None,
    colour: bool | None,
    everything: bool,
) -> None:
    """Show what would be done to one document, and why: every edit with its rule, score, reason and surroundings.

    Suggestions (too unsure to be made) are shown as well. Nothing is written. FILE may be - for standard input; of a
    .jsonl file every line is explained. With --run nothing is cleaned: FILE is a document as the report of that run
    names it, and every edit has its number there, for cleanpipe decide.

    \b
    cleanpipe explain article.txt
    cleanpipe explain --run clean/ news/article.txt
    """
    from cleanpipe.report.show import explained, recorded

    if folder is not None:
        from cleanpipe.report import log

        for line in recorded(*log.recorded(folder, file), wants_colour(colour), everything):
            click.echo(line, color=True)
        return
    from cleanpipe.corpus.copies import rules_across
    from cleanpipe.pipeline import Pipeline

    pipe = Pipeline(load(rules, overrides, no_project_rules, lang))
    for document in documents(file, pipe.book, input_format, text_field, lang, site):
        for line in explained(pipe.clean(document), wants_colour(colour), everything):
            click.echo(line, color=True)
        click.echo()
    if rules_across(pipe.book):
        click.echo(
            "note: copies across documents are not looked for here; explain --run DIR FILE shows what a run removed",
            err=True,
        )
