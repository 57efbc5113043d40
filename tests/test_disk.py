"""A disk that is full, an output that is read-only: a clear error, and nothing half-written under a final name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from runner_toy import RULES, clean, jsonl_of, tree, written

import cleanpipe.pipeline

HERE = Path(__file__).parent
RUN = """
import resource, sys
sys.path.insert(0, {here!r})
import cleanpipe.pipeline
from runner_toy import ToyPipeline
from cleanpipe.cli import main
cleanpipe.pipeline.Pipeline = ToyPipeline
limit = {limit}
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
sys.argv = ["cleanpipe", "run", {folder!r} + "/in", "--out", {out!r}, "-r", {folder!r} + "/toy.yaml"]
sys.argv += ["--workers", {workers!r}]
main()
"""


def code(folder: Path, out: Path, limit: int, workers: int = 2) -> str:
    return RUN.format(here=str(HERE), folder=str(folder), out=str(out), limit=limit, workers=str(workers))


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from runner_toy import ToyPipeline

    monkeypatch.setattr(cleanpipe.pipeline, "Pipeline", ToyPipeline)
    (tmp_path / "toy.yaml").write_text(RULES)
    files: dict[str, bytes | str] = {f"{n}.txt": f"Number {n} , here.\n" + os.urandom(4000).hex() for n in range(60)}
    files["x.jsonl"] = jsonl_of(*(f"{k} , {os.urandom(400).hex()}" for k in range(1000)))
    return tree(tmp_path / "in", files).parent


def whole(made: Path, expected: dict[str, bytes]) -> None:
    """Every file that stands under its final name is complete."""
    for path in made.rglob("*"):
        name = path.relative_to(made).as_posix()
        if path.is_file() and not name.startswith("_cleanpipe/"):
            assert path.read_bytes() == expected[name]


@pytest.mark.parametrize("limit", [5_000, 100_000, 900_000])
def test_no_room_for_a_file(corpus: Path, limit: int) -> None:
    """No file may grow beyond a limit: what is too long for it fails, whoever writes it."""
    clean(corpus)
    expected = written(corpus / "out")
    shutil.rmtree(corpus / "out")
    done = subprocess.run([sys.executable, "-c", code(corpus, corpus / "out", limit)], capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert "cannot be written" in done.stderr
    assert "an error inside" not in done.stderr
    whole(corpus / "out", expected)
    clean(corpus)
    assert written(corpus / "out") == expected


def test_a_full_disk(corpus: Path) -> None:
    """A real file system of one megabyte."""
    clean(corpus)
    expected = written(corpus / "out")
    full = corpus / "full"
    full.mkdir()
    (corpus / "code.py").write_text(code(corpus, full / "out", 0))
    keep = f"cp -r {full}/out {corpus}/kept"
    script = (
        f"mount -t tmpfs -o size=900k none {full} && {{ {sys.executable} {corpus}/code.py; echo exit $?; {keep}; }}"
    )
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True)
    if "exit" not in done.stdout:
        pytest.skip(f"cannot mount a small file system here: {done.stderr.strip()}")
    assert "exit 1" in done.stdout, done.stderr
    assert "No space left on device" in done.stderr or "full" in done.stderr
    assert "an error inside" not in done.stderr
    whole(corpus / "kept", expected)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(corpus: Path) -> None:
    out = corpus / "closed"
    out.mkdir(mode=0o500)
    done = subprocess.run([sys.executable, "-c", code(corpus, out / "out", 0)], capture_output=True, text=True)
    assert done.returncode == 1
    assert "cannot make the folder: Permission denied; choose another --out" in done.stderr


def test_a_read_only_file_system(corpus: Path) -> None:
    (corpus / "ro").mkdir()
    script = f"mount -t tmpfs -o ro none {corpus}/ro && {{ {sys.executable} {corpus}/code.py; echo exit $?; }}"
    (corpus / "code.py").write_text(code(corpus, corpus / "ro/out", 0))
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True)
    if "exit" not in done.stdout:
        pytest.skip(f"cannot mount a file system here: {done.stderr.strip()}")
    assert "exit 1" in done.stdout
    assert "cannot make the folder: Read-only file system; choose another --out" in done.stderr
    assert not (corpus / "out").exists()


def test_a_manifest_that_cannot_grow(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    from cleanpipe.corpus.manifest import Manifest
    from cleanpipe.errors import OutputError

    def full(self: Manifest, rows: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Manifest, "remember", full)
    with pytest.raises(OutputError, match=r"manifest\.sqlite: cannot be written: database or disk is full"):
        clean(corpus)
