"""``cleanpipe index``: what an index of earlier runs holds, and making it forget documents."""

from __future__ import annotations

from pathlib import Path

import click

from cleanpipe.errors import InputError


@click.group("index", short_help="Look into an index of earlier runs, or forget documents of it.")
def command() -> None:
    """Look into an index of earlier runs, or forget documents of it.

    An index is one file, made and filled by run --index FILE. It holds the paragraphs that earlier runs have put out,
    so that later runs remove what was seen before. Documents go by their whole path, lines of a .jsonl file by path and
    id (or number).
    """


@command.command("info", short_help="Show how much an index holds.")
@click.argument("index", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--documents", "names", is_flag=True, help="Also list the names of all documents.")
def info(index: Path, names: bool) -> None:
    """Show the numbers of documents and paragraphs in an index, and its size."""
    from cleanpipe.corpus.remembered import existing
    from cleanpipe.report.show import visible
    from cleanpipe.report.table import amount, many

    with existing(index) as held:
        numbers = held.info()
        click.echo(
            f"{many(numbers['paragraphs'], 'paragraph')} of {many(numbers['documents'], 'document')}, "
            f"{amount(numbers['bytes'])}"
        )
        if names:
            for name in held.documents():
                click.echo(visible(name))


@command.command("forget", short_help="Remove documents from an index.")
@click.argument("index", metavar="FILE", type=click.Path(path_type=Path))
@click.argument("names", metavar="DOCUMENT...", nargs=-1, required=True)
def forget(index: Path, names: tuple[str, ...]) -> None:
    """Remove documents with all their paragraphs from an index.

    DOCUMENT is a name as index info --documents lists it, the path of a file or folder, or a pattern such as
    '*/2023/*'. When one of them fits nothing, nothing is forgotten.
    """
    from cleanpipe.corpus.remembered import existing
    from cleanpipe.report.table import many

    with existing(index) as held:
        known = list(held.documents())
        chosen: dict[str, None] = {}
        for name in names:
            fitting = _fitting(name, known)
            if not fitting:
                raise InputError(f"{index} knows no document {name!r}; cleanpipe index info --documents lists all")
            chosen.update(dict.fromkeys(fitting))
        paragraphs = sum(held.forget(name) for name in chosen)
    click.echo(f"forgotten: {many(paragraphs, 'paragraph')} of {many(len(chosen), 'document')}")


def _fitting(wanted: str, known: list[str]) -> list[str]:
    """The documents meant by a name, a path or a pattern."""
    from fnmatch import fnmatchcase

    from cleanpipe.corpus.remembered import lasting_name

    if wanted in known:
        return [wanted]
    path = lasting_name(Path(wanted))
    return [
        name
        for name in known
        if name == path or name.startswith((f"{path}:", f"{path.rstrip('/')}/")) or fnmatchcase(name, wanted)
    ]
