"""A run over a corpus with the pipeline of ``runner_toy``: nothing is lost, all is named, any kill is survived."""

from __future__ import annotations

import gzip
import importlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from runner_toy import RULES, ToyPipeline, clean, jsonl_of, notes, tree, written

import cleanpipe.pipeline
from cleanpipe.corpus import packing
from cleanpipe.corpus.options import RunOptions
from cleanpipe.engines import local
from cleanpipe.engines.local import LocalEngine
from cleanpipe.errors import CleanpipeError, OutputError
from cleanpipe.report.log import read_log, replay

CONVERT = "convert it, for example with iconv -f WINDOWS-1252 -t UTF-8"
TOO_LARGE = "too large: longer than 0.001 MB, the most one document may have; cut it up or raise --max-document"
DIRTY = "It rained , they left.\nShare on Facebook\nThen teh sun , came out.\n"
CLEAN = "It rained, they left.\nThen teh sun, came out.\n"


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleanpipe.pipeline, "Pipeline", ToyPipeline)


# -- what goes in comes out, cleaned -----------------------------------------------------------------------------------


def test_a_tree_comes_out_under_its_names_and_formats(tmp_path: Path) -> None:
    tree(
        tmp_path / "in",
        {
            "a.txt": DIRTY,
            "sub/b.md": "Nothing to do.\n",
            "c.txt.gz": packing.pack(DIRTY.encode(), "gz"),
            "d.txt.zst": packing.pack(DIRTY.encode(), "zst"),
            "e.jsonl": '{"id":1, "text":"one , two","n":1.50}\r\n\n{"text": "caf\\u00e9 ,"}',
            "f.jsonl.gz": packing.pack(jsonl_of(DIRTY).encode(), "gz"),
            "g.jsonl.zst": packing.pack(jsonl_of(DIRTY).encode(), "zst"),
        },
    )
    summary = clean(tmp_path)
    out = tmp_path / "out"
    assert (out / "a.txt").read_text() == CLEAN
    assert (out / "sub/b.md").read_text() == "Nothing to do.\n"
    assert gzip.decompress((out / "c.txt.gz").read_bytes()).decode() == CLEAN
    assert b"".join(packing.blocks(out / "d.txt.zst", "zst")).decode() == CLEAN
    assert (out / "e.jsonl").read_bytes() == b'{"id":1, "text":"one, two","n":1.50}\r\n\n{"text": "caf\\u00e9,"}'
    assert gzip.decompress((out / "f.jsonl.gz").read_bytes()).decode() == jsonl_of(CLEAN)
    assert b"".join(packing.blocks(out / "g.jsonl.zst", "zst")).decode() == jsonl_of(CLEAN)
    assert (summary["documents"], summary["cleaned"], summary["unchanged"], summary["troubles"]) == (8, 7, 1, 0)
    assert summary["families"]["lines dropped"] == {"applied": 5, "suggested": 0, "other": 0}


def test_replaying_the_log_on_the_input_gives_the_output(tmp_path: Path) -> None:
    tree(tmp_path / "in", {"a.txt": DIRTY, "b.jsonl": jsonl_of(DIRTY, "x , y", "clean")})
    clean(tmp_path)
    rows = defaultdict(list)
    for row in read_log(tmp_path / "out/_cleanpipe/edits.jsonl.gz"):
        rows[row["document"]].append(row)
    assert list(rows) == ["a.txt", "b.jsonl:1", "b.jsonl:2"]
    assert replay(DIRTY, rows["a.txt"]) == CLEAN == (tmp_path / "out/a.txt").read_text()
    assert replay(DIRTY, rows["b.jsonl:1"]) == CLEAN
    assert replay("x , y", rows["b.jsonl:2"]) == "x, y"
    assert [row["state"] for row in rows["a.txt"]] == ["applied", "applied", "suggested", "applied"]
    assert rows["b.jsonl:2"][0] == {
        "document": "b.jsonl:2", "id": "1", "number": 1, "rule": "toy/blank", "start": 1, "end": 2, "before": " ",
        "after": "", "score": 0.9, "state": "applied", "reason": "a blank", "context": ["x", ", y"],
    }  # fmt: skip


def test_text_keeps_its_bytes_where_nothing_is_done(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        "crlf.txt": b"one\r\ntwo\r\n",
        "bom.txt": b"\xef\xbb\xbfone",
        "no-end.txt": b"one",
        "many-ends.txt": b"\n\none\n\n\n",
        "bom.jsonl": b'\xef\xbb\xbf{"text":"one"}\n',
        "escapes.jsonl": b'{"text":"\\u0061\\/b \\ud83d","x":1e5}\n   \n{ "text" : "\xc3\xa9" }',
    }
    tree(tmp_path / "in", files)
    assert clean(tmp_path)["troubles"] == 0
    for name, data in files.items():
        assert (tmp_path / "out" / name).read_bytes() == data


def test_any_number_of_workers_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleanpipe.corpus.units.BATCH_BYTES", 500)
    monkeypatch.setattr("cleanpipe.corpus.formats.lines.BATCH_BYTES", 500)
    monkeypatch.setattr("cleanpipe.corpus.runner.BATCH_BYTES", 500)
    files: dict[str, bytes | str] = {f"{n % 7}/{n}.txt": DIRTY * (n % 5) + f"Document {n} , here.\n" for n in range(60)}
    files |= {f"{n}.jsonl": jsonl_of(*(f"line {k} , of {n}" for k in range(80))) for n in range(3)}
    files |= {"bad.jsonl": '{"text": 5}\n{"text": "REJECT , it"}\n', "bin.txt": b"\0", "r.txt": "REJECT"}
    tree(tmp_path / "in", files)
    results = []
    for workers in (0, 1, 2, 4):
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        clean(tmp_path, workers=workers)
        results.append(written(tmp_path / "out"))
    assert results[0] == results[1] == results[2] == results[3]
    assert len(results[0]) > 60


def test_the_order_of_inputs_does_not_matter(tmp_path: Path) -> None:
    tree(tmp_path, {"one/a.txt": DIRTY, "two/b.txt": DIRTY, "three/0.jsonl": jsonl_of(DIRTY)})
    inputs = [tmp_path / name for name in ("one", "two", "three")]
    clean(tmp_path, inputs=tuple(inputs), out=tmp_path / "x")
    clean(tmp_path, inputs=tuple(reversed(inputs)), out=tmp_path / "y")
    assert written(tmp_path / "x") == written(tmp_path / "y")


# -- what cannot be cleaned is copied and named ------------------------------------------------------------------------


def test_every_trouble_is_named_and_nothing_is_lost(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        "binary.txt": b"text\0more" * 50,
        "blank.txt": b" \n\t\n",
        "cut.jsonl.gz": packing.pack(jsonl_of(DIRTY, "x").encode() * 999, "gz")[:-7],
        "cut.txt.gz": packing.pack(DIRTY.encode(), "gz")[:-7],
        "empty.jsonl": b"",
        "empty.txt": b"",
        "latin.txt": "é , so".encode("latin-1"),
        "lines.jsonl": b'{"text": "ok , so"}\n{"text": \n{"body": "x"}\n{"text": "\xff"}\n'
        b'{"text": ""}\n{"text": "z , z"}',
        "long.jsonl": b'{"text": "%s"}\n{"text": "so , so"}\n' % (b"x , " * 500),
        "long.txt": b"x , " * 500,
        "raise.txt": b"RAISE , it",
        "wide.txt": "wide , text".encode("utf-16"),
    }
    tree(tmp_path / "in", files)
    summary = clean(tmp_path, max_document=1000)
    expected = {
        "binary.txt": "binary: not a text file: a zero byte at byte 4",
        "blank.txt": "empty: nothing but blanks",
        "cut.jsonl.gz": "damaged: damaged .gz file: Compressed file ended before the end-of-stream marker was reached",
        "cut.txt.gz": "damaged: damaged .gz file: Compressed file ended before the end-of-stream marker was reached",
        "empty.jsonl": "empty: an empty file",
        "empty.txt": "empty: an empty file",
        "latin.txt": f"encoding: not UTF-8: byte 0 is 0xE9; {CONVERT}",
        "lines.jsonl:2": "bad line: not valid JSON: the line ends too early",
        "lines.jsonl:3": "no field: no field 'text', but 'body'; name the right one with --text-field",
        "lines.jsonl:4": "encoding: not UTF-8: byte 10 of it is 0xFF ('ÿ' in WINDOWS-1252); write it anew as UTF-8",
        "lines.jsonl:5": "empty: the field 'text' is empty",
        "long.jsonl:1": TOO_LARGE,
        "long.txt": TOO_LARGE,
        "raise.txt": "failed: ValueError: the toy is broken",
        "wide.txt": "encoding: UTF-16 text; convert it to UTF-8, for example with iconv -f UTF-16 -t UTF-8",
    }
    assert notes(summary) == expected
    empty = [note for note in expected.values() if note.startswith("empty: ")]
    assert (summary["passed"], summary["empty"]) == (len(expected) - 4, 4) == (len(expected) - len(empty), len(empty))
    assert summary["troubles"] == len(expected) - 4
    for name, data in files.items():
        copy = (tmp_path / "out" / name).read_bytes()
        if name == "lines.jsonl":
            assert copy == data.replace(b"ok ,", b"ok,").replace(b"z ,", b"z,")  # type: ignore[union-attr, arg-type]
        elif name == "long.jsonl":
            assert copy == data.replace(b"so ,", b"so,")  # type: ignore[union-attr, arg-type]
        else:
            assert copy == data
    lines = (tmp_path / "out/_cleanpipe/notes.jsonl").read_text().splitlines()
    assert len(lines) == len(expected)


def test_unreadable_files_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path / "in", {"a.txt": DIRTY, "b.txt": DIRTY, "b.jsonl": jsonl_of("x")})
    opened = Path.open

    def refusing(self: Path, *args: Any, **kwargs: Any) -> Any:
        if self.name.startswith("b."):
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refusing)
    summary = clean(tmp_path)
    assert notes(summary) == {
        "b.jsonl": "unreadable: no permission to read it; give yourself the right (chmod +r) and run again",
        "b.txt": "unreadable: no permission to read it; give yourself the right (chmod +r) and run again",
    }
    assert (tmp_path / "out/a.txt").read_text() == CLEAN
    assert not (tmp_path / "out/b.txt").exists()


def test_a_very_long_line_is_passed_on_in_pieces(tmp_path: Path) -> None:
    long = b'{"text": "' + b"word " * 600_000 + b'"}'
    data = b'{"text": "a , b"}\n' + long + b'\n{"text": "c , d"}\n'
    tree(tmp_path / "in", {"x.jsonl": data})
    summary = clean(tmp_path, max_document=1_000_000)
    assert list(notes(summary)) == ["x.jsonl:2"]
    assert (tmp_path / "out/x.jsonl").read_bytes() == b'{"text": "a, b"}\n' + long + b'\n{"text": "c, d"}\n'
    assert summary["documents"] == 3
    assert [row["document"] for row in read_log(tmp_path / "out/_cleanpipe/edits.jsonl.gz")] == [
        "x.jsonl:1",
        "x.jsonl:3",
    ]


def test_rejected_documents_are_set_aside(tmp_path: Path) -> None:
    tree(
        tmp_path / "in",
        {"a/r.txt": "REJECT , me", "b.jsonl": jsonl_of("x , y", "REJECT , too"), "c.jsonl": jsonl_of("REJECT")},
    )
    tree(tmp_path / "out", {"a/r.txt": "as the last run wrote it", "foreign.txt": "not ours"})
    summary = clean(tmp_path)
    out = tmp_path / "out"
    assert (summary["rejected"], summary["troubles"]) == (3, 0)
    assert notes(summary)["a/r.txt"] == "rejected: toy/reject: it says so"
    assert not (out / "a/r.txt").exists()
    assert (out / "foreign.txt").read_text() == "not ours"
    assert (out / "_cleanpipe/rejected/a/r.txt").read_text() == "REJECT, me"
    assert json.loads((out / "b.jsonl").read_text())["text"] == "x, y"
    assert json.loads((out / "_cleanpipe/rejected/b.jsonl").read_text())["text"] == "REJECT, too"
    assert (out / "c.jsonl").read_bytes() == b""


def test_a_dry_run_writes_only_records(tmp_path: Path) -> None:
    tree(tmp_path / "in", {"a.txt": DIRTY, "b.jsonl": jsonl_of(DIRTY), "r.txt": "REJECT", "e.txt": "", "e.jsonl": ""})
    summary = clean(tmp_path, dry_run=True)
    assert os.listdir(tmp_path / "out") == ["_cleanpipe"]
    assert not (tmp_path / "out/_cleanpipe/rejected").exists()
    assert summary["cleaned"] == 2
    assert sum(1 for _ in read_log(tmp_path / "out/_cleanpipe/dry-run/edits.jsonl.gz")) == 8


def test_nothing_is_left_of_the_work(tmp_path: Path) -> None:
    tree(tmp_path / "in", {"a.txt": DIRTY})
    clean(tmp_path)
    assert not (tmp_path / "out/_cleanpipe/work").exists()


def test_a_second_run_into_the_same_folder_is_kept_out(tmp_path: Path) -> None:
    tree(tmp_path / "in", {"a.txt": DIRTY})
    code = (
        "import fcntl, sys, time; stream = open(sys.argv[1], 'ab'); fcntl.lockf(stream, fcntl.LOCK_EX); "
        "print('locked', flush=True); time.sleep(60)"
    )
    (tmp_path / "out/_cleanpipe").mkdir(parents=True)
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "out/_cleanpipe/lock")], stdout=subprocess.PIPE, text=True
    )
    with holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "locked\n"
            with pytest.raises(OutputError, match="another run"):
                clean(tmp_path)
        finally:
            holder.kill()


# -- workers that die --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2])
def test_a_document_that_kills_workers_is_named_and_copied(tmp_path: Path, workers: int) -> None:
    files: dict[str, bytes | str] = {f"{n}.txt": f"Number {n} , here." for n in range(9)}
    files |= {"5.txt": "DIE , here.", "x.jsonl": jsonl_of("a , b", "DIE , c", "d , e")}
    tree(tmp_path / "in", files)
    summary = clean(tmp_path, workers=workers)
    reason = "failed: a worker process died of it, three times"
    assert notes(summary) == {"5.txt": reason, "x.jsonl:2 (id 1)": reason}
    assert (tmp_path / "out/5.txt").read_text() == "DIE , here."
    assert (tmp_path / "out/4.txt").read_text() == "Number 4, here."
    assert (tmp_path / "out/x.jsonl").read_text() == jsonl_of("a, b", "DIE , c", "d, e")


def test_a_worker_killed_by_accident_changes_nothing(tmp_path: Path) -> None:
    once = tmp_path / "once"
    text = f"ONCE={once} , said it."
    tree(tmp_path / "in", {"a.txt": DIRTY, "b.txt": text, "c.txt": DIRTY})
    summary = clean(tmp_path, workers=2)
    assert once.exists()
    assert (summary["troubles"], summary["cleaned"]) == (0, 3)
    assert (tmp_path / "out/b.txt").read_text() == text.replace(" ,", ",")


def test_workers_that_cannot_start_are_an_error(tmp_path: Path) -> None:
    engine = LocalEngine(2)
    with pytest.raises(CleanpipeError, match="RuntimeError: no such thing"):
        list(engine.map(lambda: None, _broken_work, [RunOptions((), tmp_path)], lambda question: None))


@pytest.mark.skipif(not local.FORKS, reason="a worker has one life where a fork is not safe")
def test_a_worker_goes_on_as_a_fresh_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many tasks its memory is what it was at first, and no task is lost or done twice."""
    monkeypatch.setattr(local, "A_LIFE", 3)
    tasks = [RunOptions((), tmp_path, text_field=str(number)) for number in range(20)]
    met: list[list[Any]] = list(LocalEngine(1).map(dict, _remembering_work, tasks, lambda question: None))
    assert [number for number, _, _ in met] == [str(number) for number in range(20)]
    assert [size for _, _, size in met] == [1, 2, 3] * 6 + [1, 2]
    assert len({process for _, process, _ in met}) == 7


@pytest.mark.skipif(not local.FORKS, reason="processes are found in /proc")
def test_the_end_of_a_run_leaves_no_process(tmp_path: Path) -> None:
    """A worker that is busy is ended with all that works for it."""
    tasks = [RunOptions((), tmp_path) for _ in range(4)]
    results: Any = LocalEngine(2).map(dict, _slow_work, tasks, lambda question: None)
    (working,) = next(results)
    below = descendants(os.getpid())
    assert working in below
    results.close()
    deadline = time.monotonic() + 5
    while (alive := [pid for pid in below if Path(f"/proc/{pid}").exists()]) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not alive


def _remembering_work(state: dict[str, int], task: Any, context: Any) -> list[Any]:
    state[task.text_field] = 1
    return [task.text_field, os.getpid(), len(state)]


def _slow_work(state: Any, task: Any, context: Any) -> list[Any]:
    time.sleep(0.2)
    return [os.getpid()]


def _broken_work(state: Any, task: Any, context: Any) -> list[Any]:
    raise RuntimeError("no such thing")


# -- resuming ----------------------------------------------------------------------------------------------------------


def diary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "diary"
    path.write_text("")
    monkeypatch.setenv("TOY_DIARY", str(path))
    return path


def test_what_has_not_changed_is_not_cleaned_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = diary(tmp_path, monkeypatch)
    files = {
        "a.txt": DIRTY,
        "b.txt": "x , y",
        "c.jsonl": jsonl_of(DIRTY, "REJECT"),
        "f.txt": "RAISE",
        "s.txt": "STOPPED",
    }
    tree(tmp_path / "in", files)
    clean(tmp_path)
    first = written(tmp_path / "out")
    assert len(book.read_text().splitlines()) == 6
    book.write_text("")
    clean(tmp_path)
    assert book.read_text().splitlines() == ["f.txt", "s.txt"]  # failures and slow rules are tried again
    assert written(tmp_path / "out") == first
    tree(tmp_path / "in", {"b.txt": "x , z"})
    shutil.rmtree(tmp_path / "out/a.txt", ignore_errors=True)
    clean(tmp_path)
    assert book.read_text().splitlines() == ["f.txt", "s.txt", "b.txt", "f.txt", "s.txt"]
    assert (tmp_path / "out/b.txt").read_text() == "x, z"


@pytest.mark.parametrize(
    "change",
    [
        {"rules": RULES.replace("Subscribe now]", "Subscribe now, Join us]")},
        {"lang": "de"},
        {"resume": False},
        {"max_document": 10**6},
    ],
)
def test_other_rules_or_options_clean_everything_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    book = diary(tmp_path, monkeypatch)
    tree(tmp_path / "in", {"a.txt": DIRTY, "c.jsonl": jsonl_of(DIRTY)})
    clean(tmp_path)
    book.write_text("")
    clean(tmp_path, **change)
    assert book.read_text().splitlines() == ["a.txt", "c.jsonl"]


def test_other_plug_ins_and_libraries_clean_everything_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = diary(tmp_path, monkeypatch)
    tree(tmp_path / "in", {"a.txt": DIRTY, "c.jsonl": jsonl_of(DIRTY)})
    clean(tmp_path)
    plug = tmp_path / "plug/shout-1.0.dist-info"
    monkeypatch.syspath_prepend(str(plug.parent))
    points = "[cleanpipe.stages]\nshout = shout:propose\n"
    for version, name in (("1.0", "shout"), ("1.1", "shout"), ("1.1", "ftfy")):
        about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        tree(plug, {"METADATA": about, "entry_points.txt": points})
        importlib.invalidate_caches()
        book.write_text("")
        clean(tmp_path)
        assert book.read_text().splitlines() == ["a.txt", "c.jsonl"], (version, name)
    book.write_text("")
    clean(tmp_path)
    assert book.read_text() == ""


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import cleanpipe.pipeline
from cleanpipe.corpus.options import RunOptions
from cleanpipe.corpus.runner import run
from cleanpipe.corpus.sources import discover
from cleanpipe.engines.local import LocalEngine
from cleanpipe.rulefile import load_rules
from runner_toy import ToyPipeline
cleanpipe.pipeline.Pipeline = ToyPipeline
options = RunOptions((Path(sys.argv[2]),), Path(sys.argv[3]))
book, found = load_rules(sys.argv[4]), discover(options.inputs, options.out)
print("go", flush=True)
run(options, book, found, LocalEngine(2), lambda *_: None)
"""


def descendants(pid: int) -> list[int]:
    """All processes below one: a worker is a process that waits, and one below it that works."""
    try:
        below = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [*below, *(deeper for each in below for deeper in descendants(each))]


def test_killed_workers_change_nothing(tmp_path: Path) -> None:
    """Workers are killed at random moments while a run goes on; it ends by itself, as if nothing had been."""
    files: dict[str, bytes | str] = {f"{n}.txt": f"SLOW=0.02 , number {n}\n" + DIRTY for n in range(60)}
    files["x.jsonl"] = jsonl_of(*(f"line {k} , here" for k in range(1200)))
    tree(tmp_path / "in", files)
    clean(tmp_path)
    expected = written(tmp_path / "out")
    shutil.rmtree(tmp_path / "out")
    folders = (Path(__file__).parent, tmp_path / "in", tmp_path / "out", tmp_path / "toy.yaml")
    rng, killed = random.Random(5), 0
    with subprocess.Popen([sys.executable, "-c", KILLED, *map(str, folders)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        while process.poll() is None and killed < 6:
            time.sleep(rng.uniform(0.05, 0.2))
            with suppress(OSError):
                if workers := descendants(process.pid):
                    os.kill(rng.choice(workers), signal.SIGKILL)
                    killed += 1
    assert process.returncode == 0
    assert killed > 1
    assert written(tmp_path / "out") == expected


def test_any_kill_is_survived(tmp_path: Path) -> None:
    """The main process is killed at several moments of the run; the same run again gives what it would have given."""
    files: dict[str, bytes | str] = {f"{n}.txt": DIRTY * 3 + f"Number {n} , here.\n" for n in range(120)}
    files["x.jsonl"] = jsonl_of(*(f"line {k} , here" for k in range(1200)))
    tree(tmp_path / "in", files)
    clean(tmp_path)
    expected = written(tmp_path / "out")
    shutil.rmtree(tmp_path / "out")
    file = tmp_path / "toy.yaml"
    for wait in (0.03, 0.1, 0.25):
        command = [
            sys.executable,
            "-c",
            KILLED,
            *map(str, (Path(__file__).parent, tmp_path / "in", tmp_path / "out", file)),
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(wait)
            process.send_signal(signal.SIGKILL)
    for path in (tmp_path / "out").rglob("*.txt"):
        if "_cleanpipe" not in path.parts:
            assert path.read_bytes() == expected[path.relative_to(tmp_path / "out").as_posix()]
    clean(tmp_path)
    assert written(tmp_path / "out") == expected
