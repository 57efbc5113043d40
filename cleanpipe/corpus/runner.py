"""A whole run: find, clean, look for copies, finish, and write down what happened.

The engine decides where the work is done; results come back in the order of the input, so that any number of workers
gives the same bytes. Memory holds a few batches and the sketches for the search for copies, never the corpus.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import IO, Any, Protocol

from cleanpipe.corpus.claims import check_outputs
from cleanpipe.corpus.cleaning import CleanUnit, clean_batch
from cleanpipe.corpus.copies import CopySearch, rules_across
from cleanpipe.corpus.counts import Counts
from cleanpipe.corpus.decisions import Decisions, read
from cleanpipe.corpus.finishing import REJECTED, Finish, Finished, Finisher, finish_batch
from cleanpipe.corpus.frames import Spool
from cleanpipe.corpus.leftovers import entered, left_over
from cleanpipe.corpus.linefiles import LineFiles
from cleanpipe.corpus.manifest import Manifest
from cleanpipe.corpus.notes import Gathered, Note
from cleanpipe.corpus.options import BATCH_BYTES, RECORDS, RunOptions
from cleanpipe.corpus.output import DECISIONS, MANIFEST, WORK, OutputFolder, RemoteFolder, folder_of
from cleanpipe.corpus.places import Remote
from cleanpipe.corpus.remembered import Remembered, lasting_name
from cleanpipe.corpus.removed import Removals, Removed
from cleanpipe.corpus.setup import make_cleaner, reading_of, salt_of
from cleanpipe.corpus.sources import Found
from cleanpipe.corpus.summary import summary
from cleanpipe.corpus.units import Batch, Unit, batches, read_units
from cleanpipe.errors import OutputError
from cleanpipe.rulefile.model import RuleBook

Progress = Callable[[str, int, int], None]  # phase, done, of how many
LOG, NOTES, SUMMARY = "edits.jsonl.gz", "notes.jsonl", "summary.json"


class Engine(Protocol):
    """Where the work is done; see ``cleanpipe.engines.local``."""

    #: Whether workers may be on machines that do not see this one's scratch files.
    ships: bool

    def map(
        self,
        setup: Callable[[], Any],
        work: Callable[[Any, Any, Any], list[Any]],
        tasks: Iterable[Any],
        answer: Callable[[Any], Any],
    ) -> Iterator[list[Any]]: ...

    def begin(
        self,
        setup: Callable[[], Any],
        work: Callable[[Any, Any, Any], list[Any]],
        answer: Callable[[Any], Any],
    ) -> Any: ...


def run(options: RunOptions, book: RuleBook, found: Found, engine: Engine, progress: Progress) -> dict[str, Any]:
    """Clean a corpus and return the summary. Raises OutputError when the output folder cannot take the result."""
    begun = perf_counter()
    check_outputs(found.sources, options.output_format)
    out = folder_of(options)
    with ExitStack() as stack:
        stack.enter_context(_told_as_output_errors(out))
        _prepare(out, stack)
        if isinstance(out, RemoteFolder):
            out.fetch(options.resume)
        # A dry run adds to what is remembered, but takes nothing away; one that begins anew does so apart.
        apart = options.dry_run and not options.resume
        manifest = Manifest(out.path(f"{WORK if apart else RECORDS}/{MANIFEST}"), fresh=not options.resume)
        stack.callback(manifest.close)
        spool = Spool(out.path(f"{WORK}/frames"))
        stack.callback(spool.close)
        phase = _Run(options, book, found, engine, progress, out, manifest, spool)
        stack.callback(phase.remembered.close)
        stack.callback(phase.close)
        phase.clean()
        phase.begin_finish()
        phase.find_copies()
        phase.finish()
        if not options.dry_run:
            manifest.finish()
        told = phase.summary(perf_counter() - begun)
        out.write(f"{options.record_name}/{SUMMARY}", (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())
        phase.take_up()  # the very last: a run that was killed has left no trace in the index
    return told


@contextmanager
def _told_as_output_errors(out: OutputFolder) -> Iterator[None]:
    """A full disk shows where it will: in the scratch file, the manifest, a log. All of it is the output's trouble."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{out.shown('')}: cannot be written: {error.strerror or error}") from error
    except sqlite3.Error as error:
        raise OutputError(f"{out.path(RECORDS)}/{MANIFEST}: cannot be written: {error}") from error


def _prepare(out: OutputFolder, stack: ExitStack) -> None:
    """Make the folders, keep a second run out, and empty what a killed run has left."""
    lock = out.path(f"{RECORDS}/lock")
    try:
        stream = stack.enter_context(lock.open("ab"))
    except OSError as error:
        raise OutputError(f"{lock}: cannot be written: {error.strerror or error}") from error
    try:
        import fcntl

        fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:
        pass  # no such locks on this system
    except OSError as error:
        raise OutputError(f"{out.root}: another run is writing to this folder") from error
    work = out.root / WORK
    if work.is_symlink():
        raise OutputError(f"{work}: is a symbolic link")
    shutil.rmtree(work, ignore_errors=True)
    stack.callback(shutil.rmtree, work, ignore_errors=True)


class _Run:
    """The state of one run between its phases."""

    def __init__(
        self,
        options: RunOptions,
        book: RuleBook,
        found: Found,
        engine: Engine,
        progress: Progress,
        out: OutputFolder,
        manifest: Manifest,
        spool: Spool,
    ) -> None:
        self.options, self.book, self.found, self.engine = options, book, found, engine
        self.progress, self.out, self.manifest, self.spool = progress, out, manifest, spool
        self.total = sum(source.size for source in found.sources)
        self.units: list[tuple[int, int]] = []  # source and first line of each frame of the spool
        self.broken: dict[int, Note] = {}  # .jsonl files that could not be read to their end
        self.removed = Removed()  # copies that go
        self.reading = reading_of(options, book)
        self.across = rules_across(book) if options.dedupe else ()
        self.search = CopySearch(self.across, spool.path.with_name("sketches"), engine)
        path = options.index or (Path(book.settings.index) if book.settings.index and options.dedupe else None)
        self.remembered = Remembered(self.across, path, self._lasting_name, options.dry_run)
        self.decisions = Decisions(read(out.path(f"{RECORDS}/{DECISIONS}")))
        self.counts = Counts()
        self.gathered = Gathered()
        self.sites: set[str] = set()  # those with rules of the user that some document is of
        self.finishers: Any = None
        self.seconds: dict[str, float] = {}

    # -- first phase ---------------------------------------------------------------------------------------------------

    def clean(self) -> None:
        """Clean all documents one by one into the spool."""
        begun = perf_counter()
        under_way: list[Batch] = []

        def tasks() -> Iterator[Batch]:
            for batch in batches(read_units(self.found.sources, self.reading, self.broken)):
                under_way.append(batch)
                yield batch

        done = 0
        salt = salt_of(self.options, self.book, self.found.sources)
        about = (salt, bool(len(self.manifest)), os.getcwd(), self.decisions)
        setup = partial(make_cleaner, self.options, self.book, self.found.sources, *about)
        for results in self.engine.map(setup, clean_batch, tasks(), self.manifest.look_up):
            batch = under_way.pop(0)
            self.manifest.remember(
                (result.key, result.kept)
                for result in results
                if result.key is not None and (result.reused or result.kept is not None)
            )
            for unit, result in zip(batch.units, results, strict=True):
                self._take(unit, result)
            done += batch.size
            self.progress("cleaning", done, self.total)
        self.seconds["cleaning"] = perf_counter() - begun

    def _take(self, unit: Unit, result: CleanUnit) -> None:
        self.search.add(len(self.units), self.spool.add(result.frame), result.sketches)
        self.units.append((unit.source, unit.first_line))
        self.counts.bytes += result.size
        self.counts.worked += 0 if result.reused else result.size
        self.counts.reused += result.cleaned if result.reused else 0
        self.sites |= result.sites
        for stage, seconds in result.seconds.items():
            self.counts.seconds[stage] = self.counts.seconds.get(stage, 0.0) + seconds

    # -- copies --------------------------------------------------------------------------------------------------------

    def find_copies(self) -> None:
        """Find the paragraphs that are copies of earlier ones."""
        if not self.across:
            return
        begun = perf_counter()
        self.progress("searching for copies", 0, 0)
        self.removed = self.search.find(
            self.spool, self._label, lambda unit: self.units[unit][0] in self.broken, self.remembered
        )
        self.seconds["copies"] = perf_counter() - begun

    def _label(self, unit: int, document: int) -> str:
        number, first_line = self.units[unit]
        source = self.found.sources[number]
        return source.label if source.single else f"{source.label}:{first_line + document}"

    def _lasting_name(self, unit: int, document: int) -> str:
        number, first_line = self.units[unit]
        source = self.found.sources[number]
        place = "" if source.single else self.search.id_of(unit, document) or str(first_line + document)
        called = self.options.called
        if isinstance(source.path, Remote):
            called = str(source.path)
        if called or isinstance(source.path, Remote):
            return f"{called}:{place}" if place else called
        return lasting_name(source.path, place)

    def take_up(self) -> None:
        """Let the index remember the paragraphs of this run that stand in the output."""
        self.remembered.take_up(self.removed)

    # -- last phase ----------------------------------------------------------------------------------------------------

    def begin_finish(self) -> None:
        """Start the workers of the last phase before the search for copies: what that needs would else be in each."""
        setup = partial(
            Finisher,
            self.spool.path,
            self.found.sources,
            self.out,
            self.options.dry_run,
            self.options.output_format,
            self.book,
            self.across,
            self.decisions,
        )
        self.finishers = self.engine.begin(setup, finish_batch, _nothing)

    def close(self) -> None:
        """End workers that wait for nothing more."""
        if self.finishers is not None:
            self.finishers.close()

    def finish(self) -> None:
        """Write all files, the log and the notes."""
        begun = perf_counter()
        if not self.options.dry_run:
            _remove_tree(self.out, REJECTED)
            self.manifest.begin_outputs()
        self.spool.bytes_at(0, 0)  # everything is on disk before workers read
        with ExitStack() as stack:
            log = stack.enter_context(self.out.writing(f"{self.options.record_name}/{LOG}"))
            notes = stack.enter_context(self.out.writing(f"{self.options.record_name}/{NOTES}"))
            lines = stack.enter_context(LineFiles(self.out, self.options.dry_run).opened())
            self._note(notes, self.found.notes)
            done = 0
            for (finished,) in self.finishers.map(self._finishes()):
                self._write(finished, log, notes, lines)
                done += finished.counts.documents
                self.progress("writing", done, 0)
            self._finish_unread()
            self._note(notes, self.gathered.taken())
            if not log.tell():
                log.write(gzip.compress(b"", mtime=0))
            if not self.options.dry_run:
                lines.complete()  # or a file that is still to get its name would not be there
                self._note(notes, left_over(self.manifest, self.out, self.options.inputs, self.options.prune))
        self.seconds["writing"] = perf_counter() - begun

    def _finishes(self) -> Iterator[Finish]:
        held: list[tuple[int, int, int, int]] = []
        frames: list[bytes] = []
        removals: dict[tuple[int, int], Removals] = {}
        size = 0
        places = self.spool.places
        for number, (source, first_line) in enumerate(self.units):
            if source in self.broken:
                continue
            for document, gone in self.removed.of(number).items():
                removals[len(held), document] = gone
            held.append((source, first_line, places[number], places[number + 1]))
            if self.engine.ships:
                frames.append(self.spool.bytes_at(places[number], places[number + 1] - places[number]))
            size += places[number + 1] - places[number]
            if size >= 2 * BATCH_BYTES:
                yield Finish(tuple(held), removals, tuple(frames))
                held, frames, removals, size = [], [], {}, 0
        if held:
            yield Finish(tuple(held), removals, tuple(frames))

    def _write(self, finished: Finished, log: IO[bytes], notes: IO[bytes], lines: LineFiles) -> None:
        log.write(finished.log)
        self.counts += finished.counts
        for file, note, times in finished.notes:
            self.gathered.add(file, note, times)
            self._note(notes, self.gathered.taken(going_on=file))
        for rows in finished.lines:
            lines.write(*rows)
        if not self.options.dry_run:
            entered(self.manifest, finished.written)

    def _finish_unread(self) -> None:
        """Files of lines that hold no line, or could not be read: copied as they are."""
        seen = {source for source, _ in self.units}
        for number, source in enumerate(self.found.sources):
            note = self.broken.get(number)
            if note is None:
                if source.single or number in seen:
                    continue
                note = Note("empty", source.label, "an empty file")
            self.gathered.add(source.label, note)
            self.counts.documents += 1
            if note.kind == "empty":
                self.counts.empty += 1
            else:
                self.counts.passed += 1
            self.counts.fieldless += note.kind == "no field"
            if note.kind != "unreadable" and not self.options.dry_run:
                self.out.copy(source.path, source.name)
                entered(self.manifest, {source.name: str(source.path)})

    def _note(self, stream: IO[bytes], notes: Iterable[Note]) -> None:
        for note in notes:
            self.counts.note(note)
            _write_notes(stream, [note])

    def summary(self, seconds: float) -> dict[str, Any]:
        """Everything worth knowing about the run, as plain values."""
        told = summary(self.options, self.book, self.found, self.counts, seconds, self.seconds)
        idle = [{"file": file, "site": site} for file, site in self.book.sites if site not in self.sites]
        return {**told, "idle_sites": idle}


def _write_notes(stream: IO[bytes], notes: Iterable[Note]) -> None:
    for note in notes:
        stream.write((json.dumps(note._asdict(), ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace"))


def _nothing(question: Any) -> None:
    return None


def _remove_tree(out: OutputFolder, name: str) -> None:
    folder = out.root / name
    if folder.is_symlink():
        raise OutputError(f"{folder}: is a symbolic link; remove it, rejected documents are written there")
    shutil.rmtree(folder, ignore_errors=True)
