"""Inputs and rule files made to do harm: each is refused or bounded, in words, in little time and memory.

Every case runs the command in a process of its own, with a bound on its memory and its CPU time.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from runner_toy import RULES

from cleanpipe import Pipeline
from cleanpipe.corpus.packing import pack

#: CPU seconds and bytes of memory that no case may need; starting takes about a second of the former.
SECONDS, MEMORY = 60, 3_000_000_000
PLAIN = "It rained , and they left.\n"


def limits() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def run(place: Path, *args: str) -> tuple[int, str]:
    """Clean ``in`` to ``out`` with the rules of ``rules.yaml``; exit code and what was said."""
    command = [sys.executable, "-m", "cleanpipe", "run", "in", "--out", "out", "-r", "rules.yaml", "--no-project-rules"]
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [*command, *args], cwd=place, capture_output=True, text=True, preexec_fn=limits, env=env, timeout=600
    )
    return done.returncode, done.stderr


@pytest.fixture
def place(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    (home / "in").mkdir(parents=True)
    (home / "in/good.txt").write_text(PLAIN)
    (home / "rules.yaml").write_text("extends: core\n" + RULES)
    (tmp_path / "precious.txt").write_text("precious , text")
    return home


def outside(place: Path) -> set[str]:
    """All that stands beside the output."""
    return {
        path.relative_to(place.parent).as_posix()
        for path in place.parent.rglob("*")
        if place / "out" not in (path, *path.parents)
    }


# -- rule files --------------------------------------------------------------------------------------------------------

LAUGHS = "a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n" + "".join(
    f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
RULE = "rules:\n  - id: x\n    why: x\n    drop_line: {matches: ['%s']}\n    examples: [{drop: a}, {keep: b}]\n"


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (LAUGHS, "anchor"),
        ("rules: " + "[" * 100_000 + "]" * 100_000, "deep"),
        ("rules: [" + "x, " * 400_000 + "]", "values"),
        ("# " + "x" * 5_000_000, "MB"),
        ("rules: !!python/object/apply:os.system ['touch pwned']\n", "tag"),
        ("extends: ../../precious.txt\n" + RULES, "precious.txt"),
        (RULE % "(a+)+$", "exponential"),
        (RULE % "(a|a)*b", "exponential"),
        (RULE % "(?:x*)*y", "exponential"),
        (RULE % "a{1,60000}{1,60000}", ""),
        (RULE % ("(" * 500 + "a" + ")" * 500), ""),
    ],
    ids=["billion laughs", "nesting", "length", "size", "tags", "climbing", "plus plus", "twice the same", "star star",
         "large counts", "deep groups"],
)  # fmt: skip
def test_rule_files_that_would_harm_are_refused(place: Path, rules: str, said: str) -> None:
    (place / "rules.yaml").write_text(rules)
    before = outside(place)
    code, told = run(place)
    assert code == 2, told
    assert said in told
    assert "CP" in told, told
    assert outside(place) == before
    assert not (place / "out").exists()


# -- archives ----------------------------------------------------------------------------------------------------------


BOMBS = ("bomb.txt.gz", "bomb.jsonl.gz", "bomb.csv.gz", "bomb.txt.zst", "bomb.jsonl.zst")


def test_bombs_are_not_unpacked(place: Path) -> None:
    for name in BOMBS:
        head = b'id,text\n1,"' if "csv" in name else b'{"text": "'
        kind = name.rpartition(".")[2]
        # A gigabyte of one letter in a thousandth of it or less, made piece by piece.
        (place / "in" / name).write_bytes(pack(head, kind) + pack(b"a" * 50_000_000, kind) * 20)
    code, told = run(place, "--no-dedupe")
    assert code == 1
    for name in BOMBS:
        said = "longer than 16 MB" if ".txt." in name else "unpacks to more than 500 times its size; not read"
        assert f"{name}: {said}" in told
        assert (place / "out" / name).read_bytes() == (place / "in" / name).read_bytes()
    assert (place / "out/good.txt").read_text() == "It rained, and they left.\n"


def test_a_bomb_in_a_bomb_stays_packed(place: Path) -> None:
    """Nothing is unpacked twice: what is inside is bytes, not text."""
    inner = gzip.compress(b"a" * 10_000_000)
    (place / "in/x.txt.gz").write_bytes(gzip.compress(inner))
    code, told = run(place)
    assert code == 1
    assert "x.txt.gz: not" in told


def test_a_parquet_file_that_says_one_thing_a_million_times(place: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 200_000, pa.int32()), ["so it is. " * 20_000])
    pq.write_table(pa.table({"text": text}), place / "in/x.parquet")
    assert (place / "in/x.parquet").stat().st_size < 1_000_000
    code, told = run(place, "--no-dedupe")
    assert code == 1
    assert "x.parquet: unpacks to more than 500 times its size; not read (copied unchanged)" in told


# -- names and links ---------------------------------------------------------------------------------------------------

CLIMBING = ("../../evil", "/tmp/evil-of-cleanpipe", "..", "a/../../../evil", "C:\\evil", "x\0y", "\x1b[2Jevil")


def test_names_inside_files_are_never_paths(place: Path) -> None:
    rows = [{"id": name, "name": name, "file": name, "url": f"file://{name}", "text": PLAIN} for name in CLIMBING]
    (place / "in/x.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    before = outside(place)
    for output in ("same", "text", "jsonl"):
        code, told = run(place, "--output-format", output)
        assert code == 0, told
        assert "\x1b" not in told
    assert outside(place) == before
    assert sorted(path.name for path in (place / "out/x.jsonl.d").iterdir()) == [f"{n:08}.txt" for n in range(1, 8)]


def test_links_lead_nowhere(place: Path) -> None:
    (place / "in/link.txt").symlink_to(place.parent / "precious.txt")
    (place / "in/passwd.txt").symlink_to("/etc/passwd")
    (place / "in/self.txt").symlink_to("self.txt")
    (place / "in/up").symlink_to(place.parent)
    (place / "out").mkdir()
    (place / "out/good.txt").symlink_to(place.parent / "precious.txt")
    code, told = run(place)
    assert code == 1
    assert told.count("symbolic link to a place outside the input (not followed)") == 3
    assert (place.parent / "precious.txt").read_text() == "precious , text"
    assert sorted(path.name for path in (place / "out").iterdir()) == ["_cleanpipe", "good.txt"]
    assert not (place / "out/good.txt").is_symlink()


@pytest.mark.parametrize("inside", ["_cleanpipe", "sub"])
def test_a_link_in_the_output_is_not_written_through(place: Path, inside: str) -> None:
    (place / "in/sub").mkdir()
    (place / "in/sub/a.txt").write_text(PLAIN)
    (place.parent / "elsewhere").mkdir()
    (place / "out").mkdir()
    (place / "out" / inside).symlink_to(place.parent / "elsewhere")
    code, told = run(place)
    assert code == 1
    assert "a symbolic link leads out of the output folder; nothing is written there" in told
    assert not list((place.parent / "elsewhere").iterdir())


# -- size --------------------------------------------------------------------------------------------------------------


def test_a_terabyte_of_nothing(place: Path) -> None:
    names = ("huge.txt", "huge.jsonl", "huge.csv", "huge.md")
    for name in names:
        (place / "in" / name).write_text("text\n1\n")
        try:
            os.truncate(place / "in" / name, 1 << 40)
        except OSError:
            pytest.skip("this file system has no sparse files")
    for _ in range(2):
        code, told = run(place)
        assert code == 1
        for name in names:
            assert f"{name}: claims to hold more than 500 times what is on the disk; not read" in told
    for name in names:
        made = (place / "out" / name).stat()
        assert (made.st_size, made.st_blocks < 1000) == (1 << 40, True)
        with (place / "out" / name).open("rb") as stream:
            assert stream.read(9) == b"text\n1\n\0\0"


def test_a_line_without_end(place: Path) -> None:
    heads = {"long.txt": b"", "long.jsonl": b'{"text": "', "long.csv": b'text\n"'}
    for name, head in heads.items():
        with (place / "in" / name).open("wb") as stream:
            stream.write(head)
            for _ in range(60):
                stream.write(b"word , " * 150_000)
    code, told = run(place, "--no-dedupe")
    assert code == 1
    assert told.count("longer than 16 MB, the most one document may have") == 3
    for name in heads:
        assert (place / "out" / name).stat().st_size == (place / "in" / name).stat().st_size


ENDLESS = {
    "quotes": "“" * 300_000, "letters": "a" * 1_000_000, "commas": ", " * 300_000, "line-ends": "\n" * 500_000 + "a",
    "stops": "A. " * 200_000, "entities": "&amp;" * 200_000, "accents": "é" * 300_000, "mojibake": "Ã©" * 150_000,
    "brackets": "(" * 200_000, "numbers": "1,2 . " * 100_000, "addresses": "http://" * 100_000,
    "invisible": "\u200b" * 300_000 + "a", "combining": "a\u0301" * 200_000,
}  # fmt: skip


def test_endless_runs_of_one_thing(place: Path) -> None:
    """Thirteen documents of half a megabyte; the bound on the time of all of them is that of ``SECONDS``."""
    for name, text in ENDLESS.items():
        (place / f"in/{name}.txt").write_text(text)
    code, told = run(place, "--no-dedupe")
    assert code == 0, told
    assert {path.stem for path in (place / "out").glob("*.txt")} >= set(ENDLESS)


def test_a_line_of_capitals_holds_little_memory() -> None:
    line = "El ministro Dijo Que La ley Para todos Ha sido Aprobada Con " * 480
    pipe = Pipeline.from_rules("news")
    pipe.clean(line[:2_000], lang="es")  # what stays is loaded
    tracemalloc.start()
    try:
        pipe.clean(line, lang="es")
        assert tracemalloc.get_traced_memory()[1] < 30_000_000  # 29 kB of text; 90 MB when each place kept its words
    finally:
        tracemalloc.stop()


def test_a_pattern_that_is_slow_on_one_text_is_stopped(place: Path) -> None:
    """What the linter lets through is bounded in time; the rule is named and the text comes out."""
    (place / "rules.yaml").write_text(RULE % r"^(?:[a-z]+ ?){1,30}#$")
    (place / "in/x.txt").write_text("\n".join("word " * 40 for _ in range(300)))
    code, told = run(place, "--no-dedupe")
    assert code in (0, 1, 2), told
    if code != 2:
        assert (place / "out/x.txt").read_text().split() == ["word"] * 12_000
