"""Input and output on S3, against moto's server on this machine; skipped without the extra that speaks S3."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from runner_toy import RULES, ToyPipeline

import cleanpipe.pipeline
from cleanpipe.cli import cli
from cleanpipe.corpus.packing import pack
from cleanpipe.corpus.places import Remote
from cleanpipe.corpus.sources import discover

s3fs = pytest.importorskip("s3fs", reason="needs cleanpipe[s3]")
server = pytest.importorskip("moto.server", reason="needs moto, a stand-in for S3")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    import logging

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    running = server.ThreadedMotoServer(port=0)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A bucket with some files, as a file system."""
    monkeypatch.setattr(cleanpipe.pipeline, "Pipeline", ToyPipeline)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "toy.yaml").write_text(RULES)
    for key, value in {
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint,
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }.items():
        monkeypatch.setenv(key, value)
    s3fs.S3FileSystem.clear_instance_cache()
    fs = s3fs.S3FileSystem()
    if fs.exists("news"):
        fs.rm("news", recursive=True)
    fs.mkdir("news")
    fs.pipe("news/in/a.txt", b"It rained , they left.")
    fs.pipe("news/in/sub/b.jsonl.gz", pack(b'{"id": 1, "text": "one , two"}\n{"text": "REJECT"}\n', "gz"))
    fs.pipe("news/in/photo.jpg", b"\xff")
    return fs


def call(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, args)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stderr


def names(fs: Any, folder: str) -> list[str]:
    fs.invalidate_cache()
    return sorted(name.removeprefix(folder + "/") for name in fs.find(folder))


@pytest.mark.parametrize("workers", [(), ("--workers", "2")])
def test_from_s3_to_s3(bucket: Any, tmp_path: Path, workers: tuple[str, ...]) -> None:
    command = ("run", "s3://news/in", "--out", "s3://news/clean", "-r", "toy.yaml", *workers)
    code, told = call(*command)
    assert code == 0, told
    assert "every edit: s3://news/clean/_cleanpipe/edits.jsonl.gz" in told
    records = (
        "edits.jsonl.gz",
        "manifest.sqlite",
        "notes.jsonl",
        "rejected/sub/b.jsonl.gz",
        "report.html",
        "summary.json",
    )
    assert names(bucket, "news/clean") == [*(f"_cleanpipe/{name}" for name in records), "a.txt", "sub/b.jsonl.gz"]
    assert bucket.cat("news/clean/a.txt") == b"It rained, they left."
    # Another machine, which has no records of its own, goes on where this one was.
    shutil.rmtree(tmp_path / "cache")
    code, told = call(*command)
    assert "3 documents as an earlier run had cleaned them" in told


def test_from_s3_to_a_folder_and_back(bucket: Any, tmp_path: Path) -> None:
    assert call("run", "s3://news/in/a.txt", "--out", "here", "-r", "toy.yaml")[0] == 0
    assert (tmp_path / "here/a.txt").read_bytes() == b"It rained, they left."
    (tmp_path / "in").mkdir()
    (tmp_path / "in/x.txt").write_text("so , it")
    assert call("run", "in", "--out", "s3://news/there", "-r", "toy.yaml")[0] == 0
    assert bucket.cat("news/there/x.txt") == b"so, it"


def test_names_that_climb_out_are_not_followed(bucket: Any, tmp_path: Path) -> None:
    bucket.pipe("news/in/../../evil.txt", b"x")
    found = discover([Remote("s3://news/in")], tmp_path)
    assert [source.name for source in found.sources] == ["a.txt", "sub/b.jsonl.gz"]
    assert [note.kind for note in found.notes if note.kind != "other"] == ["link"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("s3://news/nothing", "--out", "x"), "s3://news/nothing: no such file or folder"),
        (("s3://news/in", "--out", "s3://news/in"), "inputs are never overwritten"),
        (("s3://no-such-bucket/in", "--out", "x"), "no such file or folder"),
        (("none://x", "--out", "x"), "none://x"),
    ],
)
def test_what_is_not_there_is_said(bucket: Any, args: tuple[str, ...], said: str) -> None:
    code, told = call("run", *args, "-r", "toy.yaml")
    assert code == 2
    assert said in told


def test_an_output_below_the_input_is_not_read(bucket: Any) -> None:
    for _ in range(2):
        assert call("run", "s3://news/in", "--out", "s3://news/in/clean", "-r", "toy.yaml")[0] == 0
    assert not any("clean/clean" in name for name in names(bucket, "news/in"))


def test_a_bucket_that_is_not_there_cannot_be_written(bucket: Any) -> None:
    code, told = call("run", "s3://news/in", "--out", "s3://No_Bucket/x", "-r", "toy.yaml")
    assert code == 1
    assert "s3://No_Bucket/x" in told
