"""``cleanpipe diff``: one document before and after, by words."""

from __future__ import annotations

import click

from cleanpipe.commands.options import Once, document_options, documents, load, rule_options, wants_colour


@click.command("diff", cls=Once, short_help="Show one document before and after, word by word.")
@click.argument("file", type=click.Path(allow_dash=True, readable=False), metavar="FILE")
@rule_options
@document_options
def command(
    file: str,
    rules: tuple[str, ...],
    overrides: tuple[str, ...],
    no_project_rules: bool,
    lang: str | None,
    site: str | None,
    input_format: str | None,
    text_field: str | None,
    colour: bool | None,
) -> None:
    """Show the lines of one document that would change, with the words that go and come.

    Without colours removed words stand as [-old-], added ones as {+new+}. FILE may be - for standard input. The exit
    code is 0 whether or not something changes.
    """
    from cleanpipe.pipeline import Pipeline
    from cleanpipe.report.show import worded_diff

    pipe = Pipeline(load(rules, overrides, no_project_rules, lang))
    for document in documents(file, pipe.book, input_format, text_field, lang, site):
        result = pipe.clean(document)
        if document.name.count(":") and result.changed:
            click.echo(f"{document.name}")
        for warning in result.warnings:
            click.echo(f"note: {warning}", err=True)
        for line in worded_diff(result, wants_colour(colour)):
            click.echo(line, color=True)
