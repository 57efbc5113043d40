"""Worker processes on this machine: batches out, results back in order, with a bound on what is under way.

A worker that dies is replaced and its batch tried again. The document it was working on is known from a number in
shared memory; when it has killed three workers in a row, the batch is run without it. After ``A_LIFE`` tasks a worker
goes on as a fresh process. What is computed is not known here.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import repeat
from multiprocessing.connection import Connection, wait
from typing import Any

from cleanpipe.engines.lives import live
from cleanpipe.errors import CleanpipeError

#: Deaths of workers in a row over one document before it is passed by. A single one may be somebody else's doing: the
#: kernel short of memory, an operator.
MAX_DEATHS = 3
#: Deaths over one batch, at whatever document, before the run gives up: something is wrong with the machine.
MAX_ALL = 50
#: Batches under way for each worker, finished ones that wait for an earlier one included: a slow document does not
#: stall the rest, and memory stays bounded.
WINDOW = 8
#: Tasks of a worker's process before a fresh one takes its place: 64 MB of text in batches of half a megabyte. What a
#: process remembers grows by a tenth from 50 to 500 MB; to meet all words anew costs about a second.
A_LIFE = 128
#: A fork starts in 10 ms and shares the compiled rules; elsewhere than on Linux it is not safe.
FORKS = sys.platform == "linux"

Setup = Callable[[], Any]
Work = Callable[[Any, Any, Any], list[Any]]
Answer = Callable[[Any], Any]
Tell = Callable[..., None]  # name of an event, and what is known of it


def untold(event: str, **about: Any) -> None:
    """Nobody wants to know."""


def cpu_count() -> int:
    """The cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


class LocalEngine:
    """``workers`` processes; with 0 everything happens in this process, which is quickest for a few documents."""

    #: Workers see the scratch files of the run.
    ships = False

    def __init__(self, workers: int, tell: Tell = untold) -> None:
        self.workers = workers
        self.tell = tell

    def map(self, setup: Setup, work: Work, tasks: Iterable[Any], answer: Answer) -> Iterator[list[Any]]:
        """The results of ``work(setup(), task, context)`` for all tasks, in their order.

        A task is a dataclass with a field ``skip``, the numbers of documents to pass by. ``answer`` is called in this
        process for what workers ask.
        """
        if self.workers == 0:
            state, here = setup(), _Here(answer)
            for task in tasks:
                yield work(state, task, here)
            return
        yield from Begun(_Pool(self.workers, setup, work, answer, self.tell)).map(tasks)

    def begin(self, setup: Setup, work: Work, answer: Answer) -> Begun | Later:
        """Start all workers now. A process that is forked later has all that this one holds then."""
        if self.workers == 0:
            return Later(self, setup, work, answer)
        pool = _Pool(self.workers, setup, work, answer, self.tell)
        pool.start()
        return Begun(pool)


class Begun:
    """Workers that wait for tasks; good for one ``map``, or ``close`` when there is none."""

    def __init__(self, pool: _Pool) -> None:
        self._pool = pool

    def map(self, tasks: Iterable[Any]) -> Iterator[list[Any]]:
        """The results of all tasks, in their order."""
        try:
            yield from self._pool.results(iter(tasks))
        finally:
            self.close()

    def close(self) -> None:
        """End the workers."""
        self._pool.close()


class Later:
    """In the place of ``Begun`` where nothing waits: the work begins with its first task."""

    def __init__(self, engine: Any, setup: Setup, work: Work, answer: Answer) -> None:
        self._engine, self._setup, self._work, self._answer = engine, setup, work, answer

    def map(self, tasks: Iterable[Any]) -> Iterator[list[Any]]:
        """The results of all tasks, in their order."""
        found: Iterator[list[Any]] = self._engine.map(self._setup, self._work, tasks, self._answer)
        return found

    def close(self) -> None:
        """Nothing waits."""


class _Here:
    """The context of work done in this process."""

    def __init__(self, answer: Answer) -> None:
        self.ask = answer

    def mark(self, document: int) -> None:
        """Nobody watches: if this process dies, all is over."""


class _There:
    """The context of work done in a worker process."""

    def __init__(self, pipe: Connection, current: Any) -> None:
        self._pipe = pipe
        self._current = current

    def mark(self, document: int) -> None:
        self._current.value = document

    def ask(self, question: Any) -> Any:
        self._pipe.send(("ask", question))
        return self._pipe.recv()


def _serve(setup: Setup, work: Work, pipe: Connection, current: Any, foreign: list[Connection]) -> None:
    """What a worker does: tasks in, results out, until the pipe closes."""
    # The parent decides about Ctrl-C. Ends of other workers' pipes that came along with a fork must close, or those
    # workers would not notice that the parent is gone.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in foreign:
        other.close()
    if FORKS:
        live(lambda: _answered(setup, work, pipe, current, A_LIFE))
    else:
        _answered(setup, work, pipe, current)


def _answered(setup: Setup, work: Work, pipe: Connection, current: Any, tasks: int | None = None) -> bool:
    """Answer so many tasks, or all there are; False when nothing more is to come: the pipe has closed, work failed."""
    context = _There(pipe, current)
    try:
        state = setup()
        for _ in repeat(None) if tasks is None else range(tasks):
            task = pipe.recv()
            pipe.send(("done", work(state, task, context)))
        return True
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
    except CleanpipeError as error:
        with suppress(OSError):
            pipe.send(("error", str(error)))
    except BaseException as error:
        import traceback

        with suppress(OSError):
            place = traceback.extract_tb(error.__traceback__)[-1]
            pipe.send(("error", f"{type(error).__name__}: {error} ({os.path.basename(place.filename)}:{place.lineno})"))
    return False


class _Worker:
    """One process with its pipe. ``task`` is the number of the task it works on."""

    def __init__(self, pool: _Pool) -> None:
        ours, theirs = pool.context.Pipe()
        self.current = pool.context.RawValue("q", -1)
        foreign = [ours, *(worker.pipe for worker in pool.all)] if FORKS else []
        self.process = pool.context.Process(
            target=_serve, args=(pool.setup, pool.work, theirs, self.current, foreign), daemon=True
        )
        self.process.start()
        theirs.close()
        self.pipe: Connection = ours
        self.task: int | None = None


class _Pool:
    def __init__(self, workers: int, setup: Setup, work: Work, answer: Answer, tell: Tell) -> None:
        self.context: Any = multiprocessing.get_context("fork" if FORKS else "spawn")
        self.work, self.answer, self.tell = work, answer, tell
        self.setup: Setup = setup
        if FORKS:
            self.setup = _Made(setup())
        self.all: list[_Worker] = []
        self.size = workers
        self.under_way: dict[int, Any] = {}
        self.deaths: dict[int, tuple[int, int]] = {}  # task -> document of the last death, and how often in a row
        self.all_deaths: dict[int, int] = {}

    def start(self) -> None:
        """Start all workers, before there is anything to do."""
        while len(self.all) < self.size:
            self.all.append(_Worker(self))

    def results(self, tasks: Iterator[Any]) -> Iterator[list[Any]]:
        done: dict[int, list[Any]] = {}
        again: list[int] = []
        given = taken = 0
        exhausted = False
        while True:
            idle = [worker for worker in self.all if worker.task is None]
            while not exhausted or again:
                if again:
                    number = again.pop()
                elif given - taken < WINDOW * self.size and (idle or len(self.all) < self.size):
                    task = next(tasks, None)
                    if task is None:
                        exhausted = True
                        break
                    number, given = given, given + 1
                    self.under_way[number] = task
                else:
                    break
                if not idle:
                    worker = _Worker(self)
                    self.all.append(worker)
                    idle.append(worker)
                worker = idle.pop()
                worker.task = number
                worker.current.value = -1
                with suppress(BrokenPipeError, ConnectionResetError):  # if it is dead, the loop below finds out
                    worker.pipe.send(self.under_way[number])
            while taken in done:
                yield done.pop(taken)
                taken += 1
            if not self.under_way:
                if exhausted:
                    return
                continue
            busy = {worker.pipe: worker for worker in self.all if worker.task is not None}
            for pipe in wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]
                try:
                    kind, value = worker.pipe.recv()
                except (EOFError, OSError):
                    again.append(self._bury(worker))
                    continue
                if kind == "ask":
                    with suppress(BrokenPipeError, ConnectionResetError):
                        worker.pipe.send(self.answer(value))
                elif kind == "error":
                    raise CleanpipeError(f"a worker process failed: {value}")
                else:
                    assert worker.task is not None
                    number, worker.task = worker.task, None
                    del self.under_way[number]
                    done[number] = value

    def _bury(self, worker: _Worker) -> int:
        """Take a dead worker out; the number of its task, which is to be tried again."""
        worker.pipe.close()
        worker.process.join(5)
        self.all.remove(worker)
        number, document = worker.task, worker.current.value
        assert number is not None
        last, times = self.deaths.get(number, (-1, 0))
        # In a row: a culprit kills whenever its turn comes, an accident hits one document today and another tomorrow.
        times = times + 1 if last == document else 1
        self.deaths[number] = (document, times)
        exit_code = worker.process.exitcode
        self.tell("worker died", task=number, document=document, times=times, exit_code=exit_code)
        self.all_deaths[number] = self.all_deaths.get(number, 0) + 1
        if self.all_deaths[number] >= MAX_ALL:
            raise CleanpipeError("worker processes die again and again, at other documents each time; more memory?")
        if times >= MAX_DEATHS * (1 if document >= 0 else 5):
            if document < 0:
                raise CleanpipeError(
                    f"worker processes die outside of any document (exit code {exit_code}); "
                    "try fewer workers, or more memory"
                )
            task = self.under_way[number]
            self.under_way[number] = replace(task, skip=task.skip | {document})
        return number

    def close(self) -> None:
        """End all workers."""
        for worker in self.all:
            with suppress(OSError):
                worker.pipe.close()
        for worker in self.all:
            if worker.task is not None:
                worker.process.terminate()
            worker.process.join(5)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self.all.clear()


class _Made:
    """A state made before the fork, handed on as it is."""

    def __init__(self, state: Any) -> None:
        self._state = state

    def __call__(self) -> Any:
        return self._state


#: An input below this many bytes is cleaned in this process: starting others takes longer than it saves.
TINY = 300_000
#: Bytes for each further worker to be worth its start.
WORTH_A_WORKER = 2_000_000


def useful_workers(wanted: int | None, size: int) -> int:
    """The number of workers for an input of that size: what was asked for, or up to one for each core; 0 for tiny ones.

    >>> useful_workers(None, 5_000), useful_workers(4, 5_000)
    (0, 4)
    """
    if wanted is not None:
        return wanted
    if size < TINY:
        return 0
    return min(cpu_count(), 1 + size // WORTH_A_WORKER)
