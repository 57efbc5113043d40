"""``cleanpipe decide``: undo edits of a run and accept suggestions, by document and number."""

from __future__ import annotations

from pathlib import Path

import click

from cleanpipe.errors import InputError


def numbers(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> list[int]:
    """Numbers given one by one or with commas. Raises BadParameter for what is none."""
    found = [part.strip() for value in values for part in value.split(",")]
    for part in found:
        if not part.isdecimal():
            raise click.BadParameter(f"{part!r} is not the number of an edit; say 3, or 3,5")
    return list(dict.fromkeys(map(int, found)))


@click.command("decide", short_help="Undo edits of a run, or accept suggestions.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("document", metavar="DOCUMENT")
@click.option("--undo", multiple=True, callback=numbers, metavar="N", help="Take this edit back. May be repeated: 3,5.")
@click.option(
    "--accept",
    multiple=True,
    callback=numbers,
    metavar="N",
    help="Make this suggestion; also one of a rule on trial, or an edit that was undone. May be repeated.",
)
def command(folder: Path, document: str, undo: list[int], accept: list[int]) -> None:
    """Undo edits of a run and accept suggestions: of one document, by their numbers in the report and the log.

    DIR is the folder that was given to run as --out; DIR/_cleanpipe/dry-run means what a dry run there found. The
    decisions are kept in DIR/_cleanpipe/decisions.jsonl, and the next run into DIR, with the same input, carries them
    out; so does every later one, --fresh or not. To take a decision back, decide the opposite.

    \b
    cleanpipe decide clean/ news/a.txt --accept 3 --undo 5,8
    cleanpipe run corpus/ --out clean/
    """
    from cleanpipe.corpus import decisions
    from cleanpipe.corpus.options import DRY_RUN
    from cleanpipe.corpus.output import DECISIONS
    from cleanpipe.report.log import recorded, records_in
    from cleanpipe.report.table import many

    if not undo and not accept:
        raise click.UsageError(f"what is decided? say --undo N or --accept N; explain --run {folder} lists the edits")
    name, rows = recorded(folder, document)
    by_number = {row["number"]: row for row in rows}
    records = records_in(folder)
    # What was seen in a dry run is decided for the run itself.
    path = (records.parent if records.name == Path(DRY_RUN).name else records) / DECISIONS
    held = decisions.read(path)
    for decision, chosen in ((decisions.UNDO, undo), (decisions.ACCEPT, accept)):
        for number in chosen:
            if number not in by_number:
                raise InputError(f"{name} has no edit {number}; the last is {max(by_number, default=0)}")
            try:
                held = decisions.decide(held, by_number[number], decision)
            except ValueError as error:
                raise InputError(f"{name}, edit {number}: {error}") from error
    decisions.write(path, held)
    click.echo(f"{many(len(held), 'decision')} in {path}; run again what you ran, and they are carried out")
