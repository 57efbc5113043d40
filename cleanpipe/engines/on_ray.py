"""A Ray cluster: the same functions and batches as on this machine, and the same bytes.

Cleaning, writing and comparing texts that may be copies are tasks anywhere in the cluster; the search for such pairs
stays with the process that started the run, whose sketches of 200 bytes a paragraph fit in its memory up to some ten
million paragraphs. Every node needs cleanpipe in the same version, and sees input and output under the same names: a
shared disk, or ``s3://``.

A task that dies with its worker or its node is run again elsewhere, and so is one of which nothing is heard when a node
has gone. One that dies again says which document it is about to clean, so that the culprit is passed by after three
deaths, as the local engine does it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import count
from typing import Any

import cleanpipe
from cleanpipe.engines.local import MAX_DEATHS, WINDOW, Answer, Later, Setup, Tell, Work, untold
from cleanpipe.errors import CleanpipeError, MissingExtraError

#: Seconds without a result before the cluster is asked for its nodes. Ray 2.60 may go on waiting for a worker of a node
#: that has gone; such tasks are then given to another one as well.
PATIENCE = 10.0

#: Seconds that a worker waits for the watcher, which may be out of reach for half a minute when a node has gone.
HEARD = 15.0

#: States of workers by the map they belong to; a worker process serves one map after another and keeps the last one.
_states: dict[str, Any] = {}


class _Asked(Exception):
    """A task that cannot go on before its question is answered."""

    def __init__(self, question: Any) -> None:
        self.question = question


class _Away:
    """The context of work done somewhere in the cluster."""

    def __init__(self, answers: tuple[Any, ...], watcher: Any, number: int) -> None:
        self._answers, self._watcher, self._number = list(answers), watcher, number

    def mark(self, document: int) -> None:
        if self._watcher is not None:
            import ray

            try:
                ray.get(self._watcher.mark.remote(self._number, document), timeout=HEARD)
            except ray.exceptions.RayError:  # one that is lost, or late, costs a name, not the run
                self._watcher = None

    def ask(self, question: Any) -> Any:
        if not self._answers:
            raise _Asked(question)
        return self._answers.pop(0)


class Watcher:
    """Remembers which document each task that has died before is working on."""

    def __init__(self) -> None:
        self._documents: dict[int, int] = {}

    def mark(self, number: int, document: int) -> None:
        """Say what comes next."""
        self._documents[number] = document

    def take(self, number: int) -> int:
        """What came last, and forget it."""
        return self._documents.pop(number, -1)


def serve(
    version: str, key: str, setup: list[Any], work: Work, number: int, task: Any, answers: tuple[Any, ...], watcher: Any
) -> tuple[str, Any]:
    """One task in a worker: what it made, what it asks, or what went wrong."""
    import ray

    if version != cleanpipe.__version__:
        return "error", f"a node has cleanpipe {cleanpipe.__version__}, and this machine {version}"
    try:
        if key not in _states:
            _states.clear()
            _states[key] = ray.get(setup[0])()
        return "done", work(_states[key], task, _Away(answers, watcher, number))
    except _Asked as asked:
        return "ask", asked.question
    except CleanpipeError as error:
        return "error", str(error)


class RayEngine:
    """Work on the cluster at ``address`` (or RAY_ADDRESS, or a cluster of its own on this machine)."""

    #: What workers need to read goes along with the tasks, since they may not see this machine's scratch files.
    ships = True

    def __init__(self, workers: int | None = None, address: str | None = None, tell: Tell = untold) -> None:
        try:
            import ray
        except ImportError as error:
            raise MissingExtraError("--engine ray", "ray") from error
        self._ray, self._tell = ray, tell
        if not ray.is_initialized():
            address = address or os.environ.get("RAY_ADDRESS")
            own: dict[str, Any] = {} if address else {"num_cpus": workers, "include_dashboard": False}
            try:
                ray.init(address=address, log_to_driver=False, logging_level="ERROR", **own)
            except (ConnectionError, RuntimeError, ValueError) as error:
                raise CleanpipeError(f"no Ray cluster at {address or 'this machine'}: {error}") from error
        self.workers = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))

    def begin(self, setup: Setup, work: Work, answer: Answer) -> Later:
        """The cluster has its workers already."""
        return Later(self, setup, work, answer)

    def map(self, setup: Setup, work: Work, tasks: Iterable[Any], answer: Answer) -> Iterator[list[Any]]:
        """The results of ``work(setup(), task, context)`` for all tasks, in their order."""
        ray = self._ray
        key, held = os.urandom(8).hex(), [ray.put(setup)]
        running: dict[Any, tuple[int, int]] = {}  # what to wait for -> number of the task, and how many answers it had
        waiting: dict[int, tuple[Any, tuple[Any, ...]]] = {}  # number -> task and answers
        done: dict[int, list[Any]] = {}
        deaths, nodes = _Deaths(ray, self._tell), _Nodes(ray)
        numbers, source, taken, exhausted = count(), iter(tasks), 0, False

        def submit(number: int) -> None:
            task, answers = waiting[number]
            args = (cleanpipe.__version__, key, held, work, number, task, answers, deaths.watcher_for(number))
            # Retries are ours: Ray would give up after as many deaths without a word about the document.
            remote = ray.remote(max_retries=0, num_cpus=1, scheduling_strategy=nodes.strategy)(serve)
            running[remote.remote(*args)] = number, len(answers)

        try:
            while True:
                while not exhausted and len(waiting) + len(done) < WINDOW * self.workers:
                    task = next(source, None)
                    if task is None:
                        exhausted = True
                        break
                    number = next(numbers)
                    waiting[number] = (task, ())
                    submit(number)
                while taken in done:
                    yield done.pop(taken)
                    taken += 1
                if not waiting:
                    if exhausted:
                        return
                    continue
                finished = ray.wait(list(running), num_returns=1, timeout=PATIENCE)[0]
                if not finished and nodes.lost():
                    for number, _ in list(running.values()):
                        submit(number)  # beside the first one: whichever is done first counts
                for ready in finished:
                    number, answered = running.pop(ready)
                    if number not in waiting:
                        continue  # its twin was faster
                    task, answers = waiting[number]
                    try:
                        kind, value = ray.get(ready)
                    except ray.exceptions.RayTaskError as error:
                        raise CleanpipeError(f"a task failed: {error.cause or error}") from error
                    except ray.exceptions.RayError as error:
                        if any(twin == number for twin, _ in running.values()):
                            continue
                        waiting[number] = (deaths.count(number, task, error), answers)
                        submit(number)
                        continue
                    if kind == "error":
                        raise CleanpipeError(f"a worker process failed: {value}")
                    if kind == "ask":
                        if answered != len(answers):
                            continue  # its twin has asked the same
                        waiting[number] = (task, (*answers, answer(value)))
                        submit(number)
                        continue
                    del waiting[number]
                    done[number] = value
        finally:
            for ready in running:
                with suppress(Exception):
                    ray.cancel(ready, force=True)
            deaths.close()


class _Nodes:
    """The nodes of the cluster, and whether any has gone."""

    def __init__(self, ray: Any) -> None:
        self._ray = ray
        self._alive = self._now()
        #: Tasks of another strategy do not stand in line behind those that wait for a node that has gone.
        self.strategy = "DEFAULT"

    def _now(self) -> set[str]:
        return {node["NodeID"] for node in self._ray.nodes() if node["Alive"]}

    def lost(self) -> bool:
        """Whether a node has gone since the last call that said so."""
        before, self._alive = self._alive, self._now()
        if before <= self._alive:
            return False
        self.strategy = "DEFAULT" if self.strategy == "SPREAD" else "SPREAD"
        return True


class _Deaths:
    """Counts deaths of workers by task and document."""

    def __init__(self, ray: Any, tell: Callable[..., None]) -> None:
        self._ray, self._tell = ray, tell
        self._watcher: Any = None
        self._last: dict[int, tuple[int, int]] = {}  # task -> document of the last death, and how often in a row
        self._watched: set[int] = set()

    def watcher_for(self, number: int) -> Any:
        """What the task is to mark its documents with: nothing, unless it has died before."""
        return self._watcher if number in self._watched else None

    def count(self, number: int, task: Any, error: Exception) -> Any:
        """The task to run in place of one that has died. Raises CleanpipeError when that is hopeless."""
        ray, document = self._ray, -1
        if number in self._watched:
            with suppress(ray.exceptions.RayError):
                document = ray.get(self._watcher.take.remote(number), timeout=HEARD)
        if self._watcher is None:
            home = ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(
                ray.get_runtime_context().get_node_id(), soft=True
            )
            self._watcher = ray.remote(num_cpus=0, scheduling_strategy=home)(Watcher).remote()
        self._watched.add(number)
        last, times = self._last.get(number, (-1, 0))
        times = times + 1 if last == document else 1
        self._last[number] = (document, times)
        self._tell("worker died", task=number, document=document, times=times, error=type(error).__name__)
        if document < 0 and times >= MAX_DEATHS * 5:
            raise CleanpipeError(f"workers die outside of any document: {error}")
        if document >= 0 and times >= MAX_DEATHS:
            return replace(task, skip=task.skip | {document})
        return task

    def close(self) -> None:
        if self._watcher is not None:
            with suppress(Exception):
                self._ray.kill(self._watcher)
