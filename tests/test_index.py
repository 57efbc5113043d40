"""The index of earlier runs: what was seen goes, the same run again changes nothing, a killed run leaves no trace."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from runner_toy import ToyPipeline, clean, jsonl_of, tree, written
from test_runner_copies import BOAT, DEDUPE, MILL, MILL_2, MILL_3, page

import cleanpipe.pipeline
from cleanpipe.cli import cli
from cleanpipe.corpus.remembered import Remembered
from cleanpipe.dedupe import DedupeIndex
from cleanpipe.report.log import read_log

DAMP = "The cellar of the library has been damp since the flood, and the maps were carried upstairs."


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cleanpipe.pipeline, "Pipeline", ToyPipeline)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "seen.db"


def call(*args: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, args, input=stdin)


def run(tmp_path: Path, index: Path, name: str, files: dict[str, bytes | str], **options: object) -> dict[str, bytes]:
    folder = tree(tmp_path / name, files)
    clean(tmp_path, rules=DEDUPE, inputs=(folder,), out=tmp_path / f"out-{name}", index=index, **options)
    return written(tmp_path / f"out-{name}")


def counts(index: Path) -> tuple[int, int]:
    with DedupeIndex(index) as held:
        numbers = held.info()
    return numbers["documents"], numbers["paragraphs"]


def test_what_an_earlier_run_has_seen_goes_and_its_twin_is_named(tmp_path: Path, index: Path) -> None:
    run(tmp_path, index, "monday", {"a.txt": page("Start.", MILL), "b.txt": page(BOAT, MILL)})
    assert counts(index) == (2, 2)  # the copy in b.txt was removed, and is not taken up
    out = run(tmp_path, index, "tuesday", {"a.txt": page(MILL_2, MILL_3, "News."), "c.txt": page(BOAT, DAMP)})
    assert out["a.txt"].decode() == page(MILL_3, "News.")
    assert out["c.txt"].decode() == page(DAMP)
    rows = list(read_log(tmp_path / "out-tuesday/_cleanpipe/edits.jsonl.gz"))
    assert [row["twin"] for row in rows if row["rule"] == "toy/copies"] == [
        f"{tmp_path}/monday/a.txt#2",
        f"{tmp_path}/monday/b.txt#1",
    ]
    assert counts(index) == (4, 4)


def test_without_an_index_the_second_run_knows_nothing(tmp_path: Path) -> None:
    clean(tmp_path, rules=DEDUPE, inputs=(tree(tmp_path / "x", {"a.txt": page(MILL, "A.")}),))
    clean(tmp_path, rules=DEDUPE, inputs=(tree(tmp_path / "y", {"b.txt": page(MILL, "B.")}),))
    assert (tmp_path / "out/b.txt").read_text() == page(MILL, "B.")


def test_the_same_run_again_gives_the_same_bytes(tmp_path: Path, index: Path) -> None:
    files: dict[str, bytes | str] = {
        "a.txt": page(MILL, "End."),
        "b.txt": page("Start.", MILL_2, BOAT),
        "c.jsonl": jsonl_of(page(BOAT), page("x", DAMP)),
    }
    before = run(tmp_path, index, "in", files)
    numbers = counts(index)
    for workers in (0, 2):
        assert run(tmp_path, index, "in", files, workers=workers, resume=False) == before
        assert counts(index) == numbers


def test_lines_go_by_their_id_when_a_file_is_filled_anew(tmp_path: Path, index: Path) -> None:
    def feed(number: int, *texts: str) -> str:
        return "".join(json.dumps({"id": f"n{number + k}", "text": text}) + "\n" for k, text in enumerate(texts))

    run(tmp_path, index, "in", {"feed.jsonl": feed(1, page("One.", MILL))})
    out = run(tmp_path, index, "in", {"feed.jsonl": feed(2, page("Two.", MILL), page(DAMP))})
    texts = [json.loads(line)["text"] for line in out["feed.jsonl"].splitlines()]
    assert texts == [page("Two."), page(DAMP)]
    with DedupeIndex(index) as held:
        assert list(held.documents()) == [f"{tmp_path}/in/feed.jsonl:n1", f"{tmp_path}/in/feed.jsonl:n3"]


def test_a_dry_run_asks_the_index_and_leaves_it_alone(tmp_path: Path, index: Path) -> None:
    run(tmp_path, index, "monday", {"a.txt": page(MILL)}, dry_run=True)
    assert not index.exists()
    run(tmp_path, index, "monday", {"a.txt": page(MILL)})
    run(tmp_path, index, "tuesday", {"b.txt": page(MILL, DAMP)}, dry_run=True)
    assert counts(index) == (1, 1)
    rows = list(read_log(tmp_path / "out-tuesday/_cleanpipe/dry-run/edits.jsonl.gz"))
    assert [row["twin"] for row in rows] == [f"{tmp_path}/monday/a.txt#1"]


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import cleanpipe.pipeline
from cleanpipe.dedupe import DedupeIndex
from runner_toy import ToyPipeline, clean
from test_runner_copies import DEDUPE
cleanpipe.pipeline.Pipeline = ToyPipeline
DedupeIndex.commit = lambda self: os.kill(os.getpid(), signal.SIGKILL)
clean(Path(sys.argv[1]), rules=DEDUPE, inputs=(Path(sys.argv[1], "in"),), index=Path(sys.argv[1], "kept/seen.db"))
"""


def test_a_run_killed_at_the_last_moment_leaves_no_trace(tmp_path: Path, index: Path) -> None:
    files: dict[str, bytes | str] = {"a.txt": page(MILL, "End."), "b.txt": page(BOAT, MILL_2)}
    tree(tmp_path / "in", files)
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(Path(__file__).parent)], check=False)
    assert done.returncode == -9
    assert counts(index) == (0, 0)
    out = run(tmp_path, index, "in", files)
    assert out["a.txt"].decode() == page(MILL, "End.")
    assert counts(index) == (2, 2)


SLOW = KILLED.replace(
    "DedupeIndex.commit = lambda self: os.kill(os.getpid(), signal.SIGKILL)",
    """
whole = DedupeIndex._add
left = int(sys.argv[3])
def some(self, block):
    global left
    for row in block:
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        whole(self, [row])
DedupeIndex._add = some
""",
)


def test_a_run_killed_while_it_fills_the_index_gives_the_same_bytes_the_next_time(tmp_path: Path, index: Path) -> None:
    files: dict[str, bytes | str] = {
        f"{k}.txt": page(BOAT, f"On day {k} the clerk of the weir wrote {k + 40} lines into the long book.", MILL)
        for k in range(12)
    }
    run(tmp_path, index, "early", {"z.txt": page(MILL)})
    before = index.read_bytes()
    wanted = run(tmp_path, index, "in", files)
    full = counts(index)
    for left in (0, 1, 7, 12):
        index.unlink()
        index.write_bytes(before)
        done = subprocess.run(
            [sys.executable, "-c", SLOW, str(tmp_path), str(Path(__file__).parent), str(left)], check=False
        )
        assert done.returncode == -9
        assert counts(index) == (1, 1)  # all or nothing
        assert run(tmp_path, index, "in", files) == wanted
        assert counts(index) == full


def test_an_index_that_cannot_be_written_does_not_spoil_the_run(
    tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    def fail(self: DedupeIndex) -> None:
        raise sqlite3.OperationalError("disk is full")

    monkeypatch.setattr(DedupeIndex, "commit", fail)
    (tmp_path / "toy.yaml").write_text(DEDUPE)
    tree(tmp_path / "in", {"a.txt": page(MILL, "A , b.")})
    result = call("run", "in", "--out", "out", "-r", "toy.yaml", "--index", str(index))
    assert result.exit_code == 1
    assert "took up nothing of this run: disk is full; the cleaned files are complete" in result.stderr
    assert (tmp_path / "out/a.txt").read_text() == page(MILL, "A, b.")


def test_wrong_use_of_an_index_is_told_in_words(tmp_path: Path) -> None:
    tree(tmp_path / "in", {"a.txt": "a , b"})
    (tmp_path / "toy.yaml").write_text(DEDUPE)
    (tmp_path / "none.yaml").write_text(DEDUPE.replace("within: corpus", "within: document"))
    (tmp_path / "text.db").write_text("no index at all, only some text\n" * 99)
    for args, code, message in (
        (("run", "in", "--out", "o", "-r", "toy.yaml", "--index", "x.db", "--no-dedupe"), 2, "leave out one of them"),
        (("run", "in", "--out", "o", "-r", "none.yaml", "--index", "x.db"), 2, "no rule of this run does"),
        (("run", "in", "--out", "o", "-r", "toy.yaml", "--index", "in"), 2, "is a folder"),
        (("run", "in", "--out", "o", "-r", "toy.yaml", "--index", "text.db"), 1, "text.db: not an index"),
        (("index", "info", "x.db"), 2, "x.db: no such index"),
        (("index", "forget", "x.db", "a.txt"), 2, "x.db: no such index"),
        (("index", "forget", "x.db"), 2, "Missing argument"),
    ):
        result = call(*args)
        assert (result.exit_code, message in result.stderr) == (code, True), (args, result.stderr)
        assert "Traceback" not in result.stderr
    assert not (tmp_path / "x.db").exists()


def test_info_and_forget(tmp_path: Path, index: Path) -> None:
    run(tmp_path, index, "m", {"a.txt": page(MILL), "b/c.txt": page(BOAT), "d.jsonl": jsonl_of(page(DAMP))})
    shown = call("index", "info", str(index), "--documents").stdout.splitlines()
    assert shown[0].startswith("3 paragraphs of 3 documents, ")
    assert shown[1:] == [f"{tmp_path}/m/a.txt", f"{tmp_path}/m/b/c.txt", f"{tmp_path}/m/d.jsonl:0"]
    result = call("index", "forget", str(index), "m/a.txt", "m/nothing.txt")
    assert result.exit_code == 2
    assert "knows no document 'm/nothing.txt'" in result.stderr
    assert counts(index) == (3, 3)
    for name, left in (("m/b", 2), ("*/d.jsonl:*", 1), (f"{tmp_path}/m/a.txt", 0)):
        assert call("index", "forget", str(index), name).stdout == "forgotten: 1 paragraph of 1 document\n"
        assert counts(index) == (left, left)


def test_a_rule_file_can_name_the_index(tmp_path: Path) -> None:
    for name, rules in (
        ("set", "index: kept/a.db\n" + DEDUPE),
        ("rule", DEDUPE.replace("8}", "8, index: b.db}")),
    ):
        file = tmp_path / f"{name}.yaml"
        file.write_text(rules)
        for folder, left in (("monday", page(MILL, MILL_3)), ("tuesday", page(DAMP))):
            tree(tmp_path / folder, {"a.txt": page(MILL, DAMP) if folder == "tuesday" else left})
            assert call("run", folder, "--out", f"o-{name}-{folder}", "-r", str(file)).exit_code == 0
            assert (tmp_path / f"o-{name}-{folder}/a.txt").read_text() == left
    assert (counts(tmp_path / "kept/a.db"), counts(tmp_path / "b.db")) == ((2, 3), (2, 3))


def test_standard_input_twice_is_one_document(tmp_path: Path, index: Path) -> None:
    (tmp_path / "toy.yaml").write_text(DEDUPE)
    for text, out in ((page(MILL, "A."), page(MILL, "A.")),) * 2 + ((page(MILL, "B."), page("B.")),):
        result = call("run", "-", "-r", "toy.yaml", "--index", str(index), stdin=text)
        assert (result.exit_code, result.stdout) == (0, out)


def test_rules_that_keep_the_longest_do_not_ask_the_index(index: Path) -> None:
    from cleanpipe.rulefile.model import Dedupe, Rule

    first, longest = Rule("toy/a", "dedupe", Dedupe()), Rule("toy/b", "dedupe", Dedupe(survivor="longest"))
    remembered = Remembered([longest, first], index, lambda unit, document: "x")
    assert list(remembered._rules) == [1]
    remembered.close()
