"""``cleanpipe run``: clean files and folders, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from cleanpipe.commands.options import INPUT_FORMATS, code, load, overrides_of, rule_options


@click.command("run", short_help="Clean files or folders and keep a log of every edit.")
@click.argument(
    "inputs",
    nargs=-1,
    required=True,
    metavar="INPUT...",
    type=click.Path(path_type=Path, allow_dash=True, readable=False),
)
@click.option(
    "--out",
    "-o",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder for the cleaned files, under the names they had. Needed unless INPUT is -.",
)
@rule_options
@click.option(
    "--lang",
    metavar="CODE",
    callback=code,
    help="Language of all documents (en, de, ...). Default: found out for each one.",
)
@click.option(
    "--workers",
    "-j",
    type=click.IntRange(1, 1024),
    metavar="N",
    help="Processes to work with. Default: one for each core, fewer for a small input. The result is the same.",
)
@click.option("--engine", type=click.Choice(["local"]), default="local", show_default=True, help="Where to work.")
@click.option(
    "--input-format",
    type=click.Choice(INPUT_FORMATS),
    help="Read all files as this. Default: by the name (.txt, .md, .jsonl, .csv, .tsv, .parquet, .html, .warc; all but "
    ".parquet also with .gz or .zst added), others are left.",
)
@click.option(
    "--output-format",
    type=click.Choice(["same", "text", "jsonl"]),
    default="same",
    show_default=True,
    help="same: as the input (.html becomes .html.txt, .warc becomes .warc.jsonl). jsonl: all text files as lines of "
    "one file, documents.jsonl, and tables as NAME.jsonl. text: each line or row as a text file, in a folder NAME.d.",
)
@click.option("--text-field", metavar="NAME", help="Field or column that holds the text. Default: text.")
@click.option("--dry-run", "-n", is_flag=True, help="Do all the work, but write only the log and the report.")
@click.option(
    "--resume/--fresh",
    default=True,
    help="Use what earlier runs into the same folder have found out (default), or begin anew.",
)
@click.option(
    "--index",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also remove paragraphs that earlier runs with this index have seen; those that stay are added at the end. "
    "Made when it is not there.",
)
@click.option("--no-dedupe", is_flag=True, help="Do not look for copies across documents.")
@click.option(
    "--max-document",
    type=click.FloatRange(min=0.001),
    default=16.0,
    show_default=True,
    metavar="MB",
    help="Longer documents are copied unchanged.",
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    inputs: tuple[Path, ...],
    out: Path | None,
    rules: tuple[str, ...],
    overrides: tuple[str, ...],
    no_project_rules: bool,
    workers: int | None,
    engine: str,
    max_document: float,
    no_dedupe: bool,
    index: Path | None,
    **rest: Any,
) -> None:
    """Clean files or folders, and keep a log of every edit.

    Every text found under INPUT is written below DIR under the same name; the input is never changed. DIR/_cleanpipe
    holds the log of all edits, a summary, and report.html to read in a browser. What cannot be cleaned (binary files,
    other encodings, broken lines) is copied as it is and named at the end; the exit code is then 1.

    \b
    cleanpipe run corpus/ --out clean/
    cleanpipe run news.jsonl.gz --text-field body --out clean/
    cleanpipe run corpus/ --out try/ --dry-run --rules rules/mine.yaml
    cleanpipe run monday/ --out clean/ --index seen.db
    cleanpipe run - < dirty.txt > clean.txt
    """
    from cleanpipe.corpus.options import RunOptions

    if index is not None and no_dedupe:
        raise click.UsageError("--index looks for copies, --no-dedupe does not: leave out one of them")
    options = RunOptions(
        inputs=inputs,
        out=out or Path(),
        rules=rules,
        project=None if no_project_rules else Path.cwd(),
        overrides=tuple(overrides_of(overrides).items()),
        dedupe=not no_dedupe,
        index=index,
        max_document=int(max_document * 1e6),
        **rest,
    )
    book = load(rules, overrides, no_project_rules, options.lang)
    options = _settled(ctx, options, book.settings)
    if any(str(path) == "-" for path in inputs):
        if len(inputs) > 1:
            raise click.UsageError("standard input (-) cannot be combined with other inputs")
        ctx.exit(_standard_input(options, book, out, workers))
    if out is None:
        raise click.UsageError("where to? say --out DIR (the cleaned files go there, the input stays as it is)")
    ctx.exit(_files(options, book, workers))


def _settled(ctx: click.Context, options: Any, settings: Any) -> Any:
    """The options, with what rule files say in place of those that were not given."""
    from dataclasses import replace

    from click.core import ParameterSource

    said = {
        "input_format": settings.input_format,
        "output_format": settings.output_format,
        "dry_run": settings.dry_run or None,
        "resume": settings.resume,
    }
    default = ParameterSource.DEFAULT
    return replace(
        options, **{k: v for k, v in said.items() if v is not None and ctx.get_parameter_source(k) is default}
    )


def _files(options: Any, book: Any, workers: int | None, *, page: bool = True) -> int:
    """Run over files and folders; the exit code."""
    from cleanpipe.commands.progress import Progress
    from cleanpipe.corpus.runner import run
    from cleanpipe.corpus.sources import discover
    from cleanpipe.engines.local import LocalEngine, useful_workers
    from cleanpipe.errors import InputError
    from cleanpipe.report.table import summary_table

    found = discover(options.inputs, options.out, options.input_format)
    if not found.sources and not found.notes:
        others = ", ".join(f"{number} {ending}" for ending, number in found.others.most_common(5))
        raise InputError(
            "nothing to read: no text, .jsonl, table or page in "
            + ", ".join(map(str, options.inputs))
            + (f" (but {others}; see --input-format)" if others else "")
        )
    total = sum(source.size for source in found.sources)
    wanted = workers if workers is not None else book.settings.workers
    progress = Progress(sys.stderr)
    try:
        summary = run(options, book, found, LocalEngine(useful_workers(wanted, total)), progress)
    finally:
        progress.done()
    if page:
        from cleanpipe.report.page import write_page

        write_page(options.records)
    click.echo(summary_table(summary, options.out, with_places=page), err=True, nl=False)
    return 1 if summary["troubles"] else 0


def _standard_input(options: Any, book: Any, out: Path | None, workers: int | None) -> int:
    """Clean standard input: to a file under --out, or to standard output when there is none."""
    import hashlib
    import shutil
    from dataclasses import replace
    from tempfile import TemporaryDirectory

    from cleanpipe.corpus.finishing import DOCUMENTS
    from cleanpipe.corpus.formats import FORMATS
    from cleanpipe.corpus.sources import Source

    name = f"stdin.{FORMATS[options.input_format or 'text'].endings[0]}"
    with TemporaryDirectory(prefix="cleanpipe-") as folder:
        source = Path(folder, "in", name)
        source.parent.mkdir()
        with source.open("wb") as stream:
            shutil.copyfileobj(sys.stdin.buffer, stream, 1 << 20)
        # The same input again is the same document for an index.
        with source.open("rb") as stream:
            called = f"standard input {hashlib.file_digest(stream, 'sha256').hexdigest()[:12]}"
        options = replace(options, inputs=(source,), called=called)
        if out is not None:
            return _files(options, book, workers)
        code = _files(replace(options, out=Path(folder, "out")), book, workers, page=False)
        read = Source(name, source, options.input_format or "text")
        lines = options.output_format == "jsonl" and read.single
        cleaned = Path(folder, "out", DOCUMENTS if lines else read.output(options.output_format))
        if cleaned.exists() and not options.dry_run:
            with cleaned.open("rb") as reader:
                shutil.copyfileobj(reader, sys.stdout.buffer, 1 << 20)
            sys.stdout.buffer.flush()
        return code
