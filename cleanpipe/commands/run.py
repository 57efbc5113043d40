"""``cleanpipe run``: clean files and folders, or standard input."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from cleanpipe.commands.options import INPUT_FORMATS, Once, Place, code, host, load, rule_options
from cleanpipe.corpus.places import Remote
from cleanpipe.errors import CleanpipeError, InputError, RuleFileError


class _Run(Once):
    """The command; with ``--log-json`` it tells even of options that it does not know in JSON."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        with _failures_told(ctx, "--log-json" in args):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        with _failures_told(ctx, ctx.params["log_json"]):
            return super().invoke(ctx)


@contextmanager
def _failures_told(ctx: click.Context, as_json: bool) -> Iterator[None]:
    """What ends a run before its time, as the last line of JSON."""
    if not as_json:
        yield
        return
    from cleanpipe.commands.progress import JsonLog

    def told(error: Exception, exit_code: int, message: str = "") -> None:
        JsonLog(sys.stderr).event(
            "failed", error=type(error).__name__, message=message or str(error), exit_code=exit_code
        )
        ctx.exit(exit_code)

    try:
        yield
    except KeyboardInterrupt:
        JsonLog(sys.stderr).event("stopped", message="stopped; the same command goes on where it was", exit_code=130)
        ctx.exit(130)
    except (click.exceptions.Exit, click.Abort):
        raise
    except click.ClickException as error:
        told(error, error.exit_code, error.format_message())
    except CleanpipeError as error:
        told(error, 2 if isinstance(error, RuleFileError | InputError) else 1)
    except Exception as error:
        if os.environ.get("CLEANPIPE_DEBUG"):
            raise
        told(error, 1)


@click.command("run", cls=_Run, short_help="Clean files or folders and keep a log of every edit.")
@click.argument(
    "inputs",
    nargs=-1,
    required=True,
    metavar="INPUT...",
    type=Place(path_type=Path, allow_dash=True, readable=False),
)
@click.option(
    "--out",
    "-o",
    type=Place(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder for the cleaned files, under the names they had; s3://bucket/folder is one too. Needed unless INPUT "
    "is -.",
)
@rule_options
@click.option(
    "--lang",
    metavar="CODE",
    callback=code,
    help="Language of all documents (en, de, ...). Default: found out for each one.",
)
@click.option(
    "--site",
    metavar="HOST",
    callback=host,
    help="Site of all documents, for rules bound to sites. Default: their field site or url, or a folder named like a "
    "host.",
)
@click.option(
    "--workers",
    "-j",
    type=click.IntRange(1, 1024),
    metavar="N",
    help="Processes to work with. Default: one for each core, fewer for a small input. The result is the same.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Where to work: on this machine, or on a Ray cluster (that of RAY_ADDRESS, or one of its own). The result is "
    "the same.",
)
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
@click.option(
    "--text-field", metavar="NAME", help="Field or column that holds the text; a.b is b inside a. Default: text."
)
@click.option(
    "--dry-run",
    "-n",
    is_flag=True,
    help="Do all the work, but write only the log and the report, to DIR/_cleanpipe/dry-run.",
)
@click.option(
    "--prune",
    is_flag=True,
    help="Remove what an earlier run has written to DIR from the same INPUT, and this one does not write.",
)
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
@click.option("--quiet", "-q", is_flag=True, help="No progress bar and no table; only what went wrong.")
@click.option("--log-json", is_flag=True, help="Tell what happens as lines of JSON on standard error, not as a table.")
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
    inputs: tuple[Path | Remote, ...],
    out: Path | Remote | None,
    rules: tuple[str, ...],
    overrides: tuple[str, ...],
    no_project_rules: bool,
    workers: int | None,
    engine: str,
    quiet: bool,
    log_json: bool,
    max_document: float,
    no_dedupe: bool,
    index: Path | None,
    **rest: Any,
) -> None:
    """Clean files or folders, and keep a log of every edit.

    Every text found under INPUT is written below DIR under the same name; the input is never changed. DIR/_cleanpipe
    holds the log of all edits, a summary, and report.html to read in a browser. What cannot be cleaned (binary files,
    other encodings, broken lines) is copied as it is and named at the end; the exit code is then 1. Files of other
    kinds and hidden ones are not copied; DIR/_cleanpipe/notes.jsonl names them.

    \b
    cleanpipe run corpus/ --out clean/
    cleanpipe run news.jsonl.gz --text-field body --out clean/
    cleanpipe run corpus/ --out try/ --dry-run --rules rules/mine.yaml
    cleanpipe run monday/ --out clean/ --index seen.db
    cleanpipe run - < dirty.txt > clean.txt
    cleanpipe run s3://crawl/2026/ --out s3://clean/2026/ --engine ray
    """
    from cleanpipe.corpus.options import RunOptions

    if index is not None and no_dedupe:
        raise click.UsageError("--index looks for copies, --no-dedupe does not: leave out one of them")
    options = RunOptions(
        inputs=inputs,
        out=out.local if isinstance(out, Remote) else out or Path(),
        target=str(out) if isinstance(out, Remote) else "",
        dedupe=not no_dedupe,
        index=index,
        max_document=int(max_document * 1e6),
        **rest,
    )
    if rest["prune"] and rest["dry_run"]:
        raise click.UsageError("--prune removes files, --dry-run changes none: leave out one of them")
    if quiet and log_json:
        raise click.UsageError("--quiet says little, --log-json says all: leave out one of them")
    book = load(rules, overrides, no_project_rules, options.lang, tell=_noted if log_json else None)
    options, engine = _settled(ctx, options, engine, book.settings)
    work = Work(engine, workers if workers is not None else book.settings.workers, log_json, quiet)
    if any(str(path) == "-" for path in inputs):
        if len(inputs) > 1:
            raise click.UsageError("standard input (-) cannot be combined with other inputs")
        ctx.exit(_standard_input(options, book, out is not None, work))
    if out is None:
        raise click.UsageError("where to? say --out DIR (the cleaned files go there, the input stays as it is)")
    ctx.exit(_files(options, book, work))


def _settled(ctx: click.Context, options: Any, engine: str, settings: Any) -> tuple[Any, str]:
    """The options and the engine, with what rule files say in place of those that were not given."""
    from dataclasses import replace

    from click.core import ParameterSource

    said = {
        "input_format": settings.input_format,
        "output_format": settings.output_format,
        "dry_run": settings.dry_run or None,
        "resume": settings.resume,
    }
    default = ParameterSource.DEFAULT
    options = replace(
        options, **{k: v for k, v in said.items() if v is not None and ctx.get_parameter_source(k) is default}
    )
    return options, settings.engine if ctx.get_parameter_source("engine") is default else engine


@dataclass(frozen=True, slots=True)
class Work:
    """How the work of a run is done, and how it is told."""

    engine: str
    workers: int | None
    log_json: bool
    quiet: bool

    def start(self, size: int, tell: Any) -> Any:
        """The engine for an input of that size."""
        if self.engine == "ray":
            from cleanpipe.engines.on_ray import RayEngine

            return RayEngine(self.workers, tell=tell)
        if self.engine != "local":
            raise InputError(f"there is no engine {self.engine!r}; there are local and ray")
        from cleanpipe.engines.local import LocalEngine, useful_workers

        return LocalEngine(useful_workers(self.workers, size), tell)


def _files(options: Any, book: Any, work: Work, *, page: bool = True) -> int:
    """Run over files and folders; the exit code."""
    from cleanpipe.commands.progress import JsonLog, Progress
    from cleanpipe.corpus.notes import TROUBLES, Note
    from cleanpipe.corpus.output import RemoteFolder
    from cleanpipe.corpus.runner import run
    from cleanpipe.corpus.sources import discover
    from cleanpipe.report.show import visible
    from cleanpipe.report.table import summary_table

    found = discover(options.inputs, Remote(options.target) if options.target else options.out, options.input_format)
    if not found.sources and not any(note.kind in TROUBLES for note in found.notes):
        others = ", ".join(f"{number} {ending}" for ending, number in found.others.most_common(5))
        raise InputError(
            "nothing to read: no text, .jsonl, table or page in "
            + ", ".join(map(str, options.inputs))
            + (f" (but {others}; see --input-format)" if others else "")
            + "".join(f"; {note}" for note in found.notes if note.kind == "earlier output")
        )
    total = sum(source.size for source in found.sources)
    progress: Any = JsonLog(sys.stderr) if work.log_json else Progress(sys.stderr, not work.quiet)
    progress.event("begun", files=len(found.sources), bytes=total)
    try:
        with _terminated_like_interrupted():
            summary = run(options, book, found, work.start(total, progress.event), progress)
    finally:
        progress.done()
    if page:
        from cleanpipe.report.page import write_page

        write_page(options.records)
        if options.target:
            RemoteFolder(options.target).publish(options.record_name)
    if work.log_json:
        for note in summary["first_notes"]:
            progress.event("note", **note)
        progress.event("done", **summary)
    elif work.quiet:
        for note in summary["first_notes"]:
            if note["kind"] in TROUBLES:
                click.echo(f"cleanpipe: {visible(str(Note(**note)))}", err=True)
    else:
        where = Remote(options.target) if options.target else options.out
        click.echo(summary_table(summary, where, with_places=page), err=True, nl=False)
    if summary["fieldless"] == summary["documents"] > 0:
        said = next(note["message"] for note in summary["first_notes"] if note["kind"] == "no field")
        message = f"no document of this run has its text where it should be: {said}"
        if work.log_json:
            progress.event("failed", error="InputError", message=message, exit_code=2)
        else:
            click.echo(f"cleanpipe: {message}", err=True)
        return 2
    return 1 if summary["troubles"] else 0


def _noted(message: str) -> None:
    from cleanpipe.commands.progress import JsonLog

    JsonLog(sys.stderr).event("note", kind="warning", document="", message=message)


@contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """SIGTERM, as systems and schedulers send it, ends a run as Ctrl-C does: in order, to be taken up later."""

    def stop(number: int, frame: Any) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not in the main thread: somebody else's program
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _standard_input(options: Any, book: Any, to_folder: bool, work: Work) -> int:
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
        if to_folder:
            return _files(options, book, work)
        code = _files(replace(options, out=Path(folder, "out")), book, work, page=False)
        read = Source(name, source, options.input_format or "text")
        lines = options.output_format == "jsonl" and read.single
        cleaned = Path(folder, "out", DOCUMENTS if lines else read.output(options.output_format))
        if cleaned.exists() and not options.dry_run:
            with cleaned.open("rb") as reader:
                shutil.copyfileobj(reader, sys.stdout.buffer, 1 << 20)
            sys.stdout.buffer.flush()
        return code
