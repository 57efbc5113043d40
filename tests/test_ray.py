"""A real Ray cluster on this machine, a head and two nodes: the same bytes as the local engine, deaths included."""

from __future__ import annotations

import gzip
import os
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from runner_toy import DEDUPE, RULES, ToyPipeline, jsonl_of, notes, tree, written

import cleanpipe.pipeline
from cleanpipe.corpus.options import RunOptions
from cleanpipe.corpus.runner import run
from cleanpipe.corpus.sources import discover
from cleanpipe.engines.local import LocalEngine
from cleanpipe.engines.on_ray import RayEngine, Watcher, _Asked, _Away, serve
from cleanpipe.rulefile import load_rules

ray = pytest.importorskip("ray", reason="needs cleanpipe[ray]")
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head that takes no tasks and two nodes with a core each; their workers clean with the toy."""
    from ray.cluster_utils import Cluster

    here = Path(__file__).parent
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join((str(here), os.environ.get("PYTHONPATH", ""))))
        soon = {
            "health_check_initial_delay_ms": 1000,
            "health_check_period_ms": 500,
            "health_check_failure_threshold": 4,
        }
        head = {"num_cpus": 0, "object_store_memory": 10**8, "_system_config": soon}
        made = Cluster(initialize_head=True, head_node_args=head)
        for _ in range(2):
            made.add_node(num_cpus=1, object_store_memory=10**8)
        ray.init(address=made.address, log_to_driver=False, logging_level="ERROR")
        yield made
        ray.shutdown()
        made.shutdown()


def toy_setup(make: Any, seen: str) -> Any:
    """In a worker: the state of the phase, with the toy in place of the pipeline; leaves word of the node it is on."""
    cleanpipe.pipeline.Pipeline = ToyPipeline  # type: ignore[misc, assignment]
    if seen:
        Path(seen, ray.get_runtime_context().get_node_id()).touch()
    return make()


class ToyRay(RayEngine):
    """Cleans with the toy, in workers that know nothing of this process."""

    seen = ""

    def map(self, setup: Any, *rest: Any) -> Any:
        return super().map(partial(toy_setup, setup, self.seen), *rest)


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cleanpipe.pipeline, "Pipeline", ToyPipeline)
    files: dict[str, bytes | str] = {f"{n % 3}/{n}.txt": f"Document {n} , here.\nShare on it\n" for n in range(40)}
    files |= {f"{n}.jsonl": jsonl_of(*(f"line {k} , of {n} " + "x" * 400 for k in range(3000))) for n in range(3)}
    files |= {
        "bad.jsonl": '{"text": 5}\n{"text": "REJECT , it"}\n',
        "t.csv": "id,text\n1,so it is\n",
        "r.txt": "REJECT",
    }
    tree(tmp_path / "in", files)
    return tmp_path


def clean(folder: Path, out: str, engine: Any, rules: str = RULES) -> dict[str, Any]:
    (folder / "toy.yaml").write_text(rules)
    options = RunOptions((folder / "in",), folder / out)
    return run(options, load_rules(folder / "toy.yaml"), discover(options.inputs, options.out), engine, lambda *_: None)


def test_the_same_bytes_as_the_local_engine(cluster: Any, corpus: Path) -> None:
    clean(corpus, "local", LocalEngine(2))
    clean(corpus, "ray", ToyRay())
    expected = written(corpus / "local")
    assert written(corpus / "ray") == expected
    assert clean(corpus, "ray", ToyRay())["reused"] > 9000  # what the manifest knows is asked for from afar
    assert written(corpus / "ray") == expected


def test_a_document_that_kills_workers_is_named(cluster: Any, corpus: Path) -> None:
    tree(corpus / "in", {"x.jsonl": jsonl_of("a , b", "DIE , c", "d , e")})
    summary = clean(corpus, "ray", ToyRay())
    assert notes(summary)["x.jsonl:2 (id 1)"] == "failed: a worker process died of it, three times"
    assert (corpus / "ray/x.jsonl").read_text() == jsonl_of("a, b", "DIE , c", "d, e")


def test_a_worker_lost_by_accident_changes_nothing(cluster: Any, corpus: Path) -> None:
    once = corpus / "once"
    tree(corpus / "in", {"b.txt": f"ONCE={once} , said it."})
    told: list[str] = []
    clean(corpus, "ray", ToyRay(tell=lambda event, **about: told.append(event)))
    assert told == ["worker died"]
    clean(corpus, "local", LocalEngine(1))
    assert written(corpus / "ray") == written(corpus / "local")


def test_the_loss_of_a_node_changes_nothing(cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleanpipe.pipeline, "Pipeline", ToyPipeline)
    corpus = tree(tmp_path / "in", {f"slow{n}.txt": f"SLOW=1.5 , number {n}" for n in range(12)}).parent
    clean(corpus, "local", LocalEngine(2))
    monkeypatch.setattr("cleanpipe.corpus.units.BATCH_BYTES", 1)  # every document is a task of its own
    doomed = cluster.add_node(num_cpus=2, object_store_memory=10**8)
    told: list[str] = []
    engine = ToyRay(tell=lambda event, **about: told.append(about["error"]))
    seen = corpus / "seen"
    seen.mkdir()
    engine.seen = str(seen)

    def strike() -> None:
        deadline = time.monotonic() + 60
        while not (seen / doomed.node_id).exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.3)
        cluster.remove_node(doomed, allow_graceful=False)

    thread = threading.Thread(target=strike)
    thread.start()
    clean(corpus, "ray", engine)
    thread.join()
    made, expected = written(corpus / "ray"), written(corpus / "local")
    # The log is packed by batch, and the batches are others here.
    log = "_cleanpipe/edits.jsonl.gz"
    assert gzip.decompress(made.pop(log)) == gzip.decompress(expected.pop(log))
    assert made == expected
    assert told, "the node was lost before or after the run; nothing was tried"


def test_copies_are_compared_in_the_cluster(cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleanpipe.pipeline, "Pipeline", ToyPipeline)
    monkeypatch.setattr("cleanpipe.dedupe.copies.BATCH", 8)
    ways = ("did happen", "has happened", "happened at all", "happens ever")
    told = "Paragraph {} tells of the {}th day , on which nothing at all {}."
    lines = (told.format(k % 20, k % 20, ways[k % 4]) for k in range(90))
    tree(tmp_path / "in", {"x.jsonl": jsonl_of(*lines)})
    local = clean(tmp_path, "local", LocalEngine(0), DEDUPE)
    clean(tmp_path, "ray", ToyRay(), DEDUPE)
    assert local["families"]["duplicates removed"]["applied"] > 40
    assert written(tmp_path / "ray") == written(tmp_path / "local")


# -- without a cluster -------------------------------------------------------------------------------------------------


class SilentRay:
    """A cluster that has lost a node with two tasks, and never says so."""

    exceptions = ray.exceptions

    def __init__(self) -> None:
        self.tasks: list[str] = []
        self.strategies: list[str] = []

    def put(self, value: Any) -> Any:
        return value

    def nodes(self) -> list[dict[str, Any]]:
        return [{"NodeID": "a", "Alive": True}, {"NodeID": "b", "Alive": len(self.tasks) < 3}]

    def remote(self, **options: Any) -> Any:
        self.strategies.append(options["scheduling_strategy"])
        return lambda function: SimpleNamespace(remote=self.submitted)

    def submitted(self, *args: Any) -> int:
        self.tasks.append(args[5])
        return len(self.tasks) - 1

    def wait(self, references: list[int], num_returns: int, timeout: float) -> tuple[list[int], list[int]]:
        return [number for number in references if number > 1][:num_returns], []

    def get(self, number: int) -> tuple[str, Any]:
        return "done", [self.tasks[number]]

    def cancel(self, *_: Any, **__: Any) -> None:
        pass


def test_tasks_of_a_node_that_has_gone_are_given_to_another() -> None:
    engine, silent = object.__new__(RayEngine), SilentRay()
    engine._ray, engine._tell, engine.workers = silent, lambda *_, **__: None, 2
    made = list(engine.map(dict, lambda *_: [], "abcd", lambda question: None))
    assert made == [["a"], ["b"], ["c"], ["d"]]
    assert silent.tasks == ["a", "b", "c", "d", "a", "b"]
    assert set(silent.strategies[:4]) == {"DEFAULT"}
    assert set(silent.strategies[4:]) == {"SPREAD"}


def test_another_version_on_a_node_is_an_error() -> None:
    assert serve("0.0", "k", [], None, 0, None, (), None)[0] == "error"  # type: ignore[arg-type]


def test_questions_wait_for_their_answers() -> None:
    context = _Away(("one",), None, 0)
    assert context.ask("first") == "one"
    with pytest.raises(_Asked) as asked:
        context.ask("second")
    assert asked.value.question == "second"


def test_the_watcher_remembers_the_last_document() -> None:
    watcher = Watcher()
    watcher.mark(3, 7)
    watcher.mark(3, 8)
    assert (watcher.take(3), watcher.take(3)) == (8, -1)
