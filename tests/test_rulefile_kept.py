"""What is kept of shipped rules between processes: the same book, and never one of another state of the files."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from cleanpipe.rulefile import load_rules
from cleanpipe.rulefile.expressions.known import key_of, known
from cleanpipe.rulefile.expressions.literals import found_out
from cleanpipe.rulefile.reading import files, kept, load
from cleanpipe.rulefile.reading.files import shipped_dir
from cleanpipe.training.required import patterns


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of shipped rules of our own, where books may be kept."""
    folder = tmp_path / "shipped"
    shutil.copytree(shipped_dir(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    real = shipped_dir

    def own(project: Path | None = None) -> Path:
        return folder if project is None or not (project / "cleanpipe").is_dir() else real(project)

    monkeypatch.setattr(kept, "shipped_dir", own)
    monkeypatch.setattr(files, "shipped_dir", own)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return folder


def kept_in(folder: Path) -> list[Path]:
    return sorted((folder / "__pycache__").glob("*")) if (folder / "__pycache__").is_dir() else []


def test_what_is_kept_is_what_was_read(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = load_rules("base", examples=False)
    (path,) = kept_in(shipped)
    monkeypatch.setattr(load, "_loaded", lambda *_: pytest.fail("read once more"))
    assert load_rules("base", examples=False) == read
    assert path.stat().st_mode & 0o444 == 0o444 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_an_altered_file_is_read_again(shipped: Path) -> None:
    before = load_rules("base", examples=False)
    path = shipped / "core.yaml"
    times = path.stat()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("apply_from: 0.85", "apply_from: 0.86"), encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))  # as an upgrade may leave it
    assert path.stat().st_size == times.st_size
    after = load_rules("base", examples=False)
    assert 0.85 in {rule.apply_from for rule in before.rules}
    assert 0.85 not in {rule.apply_from for rule in after.rules}


@pytest.mark.parametrize("torn", [b"", b"torn", None])
def test_a_torn_file_is_passed_over_and_mended(shipped: Path, torn: bytes | None) -> None:
    read = load_rules("base", examples=False)
    (path,) = kept_in(shipped)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if torn is None else torn)
    assert load_rules("base", examples=False) == read
    assert kept_in(shipped) == [path]
    assert path.stat().st_size > len(whole) // 2


def test_nothing_is_kept_of_what_users_add_or_where_python_keeps_nothing(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    (project / "rules").mkdir(parents=True)
    (project / "rules" / "mine.yaml").write_text("disable: [core/spacing]\n", encoding="utf-8")
    assert "core/spacing" not in {rule.id for rule in load_rules("base", project_dir=project, examples=False).rules}
    load_rules("base", overrides={"min_confidence": 0.9}, examples=False)
    load_rules("base", str(project / "rules" / "mine.yaml"), examples=False)
    load_rules("base")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    load_rules("base", examples=False)
    assert kept_in(shipped) == []


def test_a_project_that_looks_like_a_checkout_is_not_trusted(shipped: Path, tmp_path: Path) -> None:
    fake = tmp_path / "fake"
    (fake / "cleanpipe" / "rulefile").mkdir(parents=True)
    shutil.copytree(shipped, fake / "rules")
    load_rules("base", examples=False)
    (path,) = kept_in(shipped)
    (fake / "rules" / "__pycache__").mkdir()
    (fake / "rules" / "__pycache__" / path.name).write_bytes(b"x" * 40)
    assert files.shipped_dir(fake) == fake.resolve() / "rules"
    assert kept.kept_book(("base",), fake) is None
    assert load_rules("base", project_dir=fake, examples=False).rules
    assert (fake / "rules" / "__pycache__" / path.name).read_bytes() == b"x" * 40


def test_the_table_of_needed_texts_holds_what_is_found_out_anew_of_almost_all_patterns() -> None:
    table, given = known(), dict.fromkeys(patterns())
    answers = {each: table.get(key_of(*each)) for each in given}
    assert all(answer in (None, found_out(*each)) for each, answer in answers.items())
    missing = sum(answer is None for answer in answers.values())
    assert missing < 0.1 * len(given), "make it anew: python -m cleanpipe.training.required"
