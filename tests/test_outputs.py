"""What a run leaves in its output folder: nothing overwritten, nothing of a dry run, nothing unmentioned."""

from __future__ import annotations

import codecs
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from runner_toy import RULES, ToyPipeline, clean, jsonl_of, notes, tree, written

import cleanpipe.pipeline
from cleanpipe.cli import cli
from cleanpipe.corpus import packing
from cleanpipe.corpus.notes import Note
from cleanpipe.corpus.sources import discover
from cleanpipe.errors import InputError

LINE = "It rained , they left.\n"


@pytest.fixture(autouse=True)
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleanpipe.pipeline, "Pipeline", ToyPipeline)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "toy.yaml").write_text(RULES)


def call(*args: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(cli, (*args, "-r", "toy.yaml"), input=stdin)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def all_notes(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "_cleanpipe/notes.jsonl").read_text().splitlines()]


# -- two inputs, one output --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "output_format", "place"),
    [
        (("a.html", "a.html.txt"), "same", "a.html.txt"),
        (("a.html.gz", "a.html.txt.gz"), "same", "a.html.txt.gz"),
        (("d/a.htm", "d/a.htm.txt"), "text", "d/a.htm.txt"),
        (("x.warc", "x.warc.jsonl"), "same", "x.warc.jsonl"),
        (("c.csv", "c.csv.jsonl"), "jsonl", "c.csv.jsonl"),
        (("c.parquet", "c.parquet.jsonl"), "jsonl", "c.parquet.jsonl"),
        (("c.jsonl", "c.jsonl.d/00000001.txt"), "text", "c.jsonl.d/00000001.txt"),
        (("c.jsonl", "c.jsonl.d/00000001.txt/x.txt"), "text", "c.jsonl.d/00000001.txt"),
        (("a.txt", "documents.jsonl"), "jsonl", "documents.jsonl"),
        (("a.html", "a.html.txt/b.txt"), "same", "a.html.txt"),
    ],
)
def test_two_inputs_never_share_an_output(
    tmp_path: Path, names: tuple[str, ...], output_format: str, place: str
) -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip("trafilatura")
    tree(tmp_path / "in", dict.fromkeys(names, jsonl_of("x , y")))
    result = call("run", "in", "--out", "out", "--output-format", output_format)
    assert result.exit_code == 2, result.output
    assert f"would {'both ' if place != 'documents.jsonl' else ''}be written to '{place}'" in result.stderr
    assert not (tmp_path / "out").exists()


def test_names_that_only_look_alike_are_no_clash(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        "c.jsonl": jsonl_of("x , y"), "c.jsonl.d/notes.txt": LINE, "a.html.md": LINE, "d.csv": "id,text\n1,so\n",
    }  # fmt: skip
    tree(tmp_path / "in", files)
    assert clean(tmp_path, output_format="text")["documents"] == 4
    assert (tmp_path / "out/c.jsonl.d/00000001.txt").read_text() == "x, y"
    assert (tmp_path / "out/c.jsonl.d/notes.txt").read_text() == LINE.replace(" ,", ",")
    tree(tmp_path / "tables", {"documents.jsonl": jsonl_of("x , y"), "d.csv": "id,text\n1,so\n"})
    assert clean(tmp_path, inputs=(tmp_path / "tables",), out=tmp_path / "o", output_format="jsonl")["documents"] == 2


# -- a dry run ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [(), ("--fresh",)])
def test_a_dry_run_changes_nothing_of_a_finished_run(tmp_path: Path, more: tuple[str, ...]) -> None:
    tree(tmp_path / "in", {"a.txt": LINE, "r.txt": "REJECT , it", "c.jsonl": jsonl_of("x , y", "REJECT")})
    assert call("run", "in", "--out", "out").exit_code == 0
    before = bytes_of(tmp_path / "out")
    tree(tmp_path / "in", {"a.txt": "Another , text.", "b.txt": LINE})
    for _ in range(3):  # nor does it let the run age
        result = call("run", "in", "--out", "out", "--dry-run", *more)
        assert result.exit_code == 0, result.output
    assert "out/_cleanpipe/dry-run/report.html" in result.stderr
    after = bytes_of(tmp_path / "out")
    of_dry_run = {name for name in after if name.startswith("_cleanpipe/dry-run/")}
    assert {name.rpartition("/")[2] for name in of_dry_run} == {
        "edits.jsonl.gz", "notes.jsonl", "summary.json", "report.html"
    }  # fmt: skip
    kept = {name: data for name, data in after.items() if name not in of_dry_run}
    manifest = {name for name in before if "manifest" in name}
    assert {n: d for n, d in kept.items() if n not in manifest} == {
        n: d for n, d in before.items() if n not in manifest
    }
    tree(tmp_path / "in", {"a.txt": LINE})
    (tmp_path / "in/b.txt").unlink()
    assert clean(tmp_path)["reused"] == 4  # all of it is remembered
    assert json.loads((tmp_path / "out/_cleanpipe/dry-run/summary.json").read_text())["dry_run"]
    assert CliRunner().invoke(cli, ("report", "out/_cleanpipe/dry-run")).exit_code == 0


# -- files of earlier runs ---------------------------------------------------------------------------------------------


def test_what_an_earlier_run_left_is_named_and_removed_when_asked(tmp_path: Path) -> None:
    tree(tmp_path / "in", {"a.txt": LINE, "sub/b.txt": LINE, "c.jsonl": jsonl_of("x , y", "z")})
    clean(tmp_path)
    tree(tmp_path / "out", {"sub2/foreign.txt": "not ours", "foreign.txt": "not ours"})
    (tmp_path / "in/sub/b.txt").unlink()
    summary = clean(tmp_path)
    told = "left over: an earlier run wrote it, and this one does not; --prune removes such files"
    assert (notes(summary), summary["troubles"]) == ({"sub/b.txt": told}, 0)
    assert notes(clean(tmp_path)) == {"sub/b.txt": told}  # as long as it is there
    assert notes(clean(tmp_path, resume=False)) == {"sub/b.txt": told}
    assert notes(clean(tmp_path, dry_run=True)) == {}
    assert notes(clean(tmp_path, output_format="text")) == {"sub/b.txt": told, "c.jsonl": told}
    summary = clean(tmp_path, prune=True)
    gone = ("sub/b.txt", "c.jsonl.d/00000001.txt", "c.jsonl.d/00000002.txt")
    assert notes(summary) == dict.fromkeys(gone, "removed: an earlier run wrote it, and this one does not")
    assert not (tmp_path / "out/sub").exists()
    assert not (tmp_path / "out/c.jsonl.d").exists()
    assert (tmp_path / "out/sub2/foreign.txt").read_text() == (tmp_path / "out/foreign.txt").read_text() == "not ours"
    assert notes(clean(tmp_path)) == {}
    (tmp_path / "out/sub2/foreign.txt").unlink()
    (tmp_path / "out/foreign.txt").unlink()
    (tmp_path / "out/sub2").rmdir()
    clean(tmp_path, out=tmp_path / "anew")
    assert written(tmp_path / "out").keys() - {"_cleanpipe/dry-run/notes.jsonl"} >= written(tmp_path / "anew").keys()
    assert {name for name in written(tmp_path / "out") if "_cleanpipe" not in name} == {
        name for name in written(tmp_path / "anew") if "_cleanpipe" not in name
    }


def test_runs_over_other_inputs_into_one_folder_leave_each_other_alone(tmp_path: Path) -> None:
    tree(tmp_path, {"monday/a.txt": LINE, "tuesday/b.txt": LINE})
    clean(tmp_path, inputs=(tmp_path / "monday",))
    summary = clean(tmp_path, inputs=(tmp_path / "tuesday",), prune=True)
    assert notes(summary) == {}
    assert (tmp_path / "out/a.txt").exists()


def test_the_one_file_for_all_texts_is_left_over_too(tmp_path: Path) -> None:
    tree(tmp_path / "in", {"a.txt": LINE, "b.txt": b"\xff"})
    clean(tmp_path, output_format="jsonl")
    assert list(notes(clean(tmp_path))) == ["b.txt", "documents.jsonl"]
    assert set(notes(clean(tmp_path, output_format="jsonl"))) == {"a.txt", "b.txt"}


def test_names_that_are_not_utf8_are_pruned(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    name = b"caf\xe9.txt".decode("utf-8", "surrogateescape")
    for file in (name, "a.txt"):
        (tmp_path / "in" / file).write_text(LINE)
    clean(tmp_path)
    (tmp_path / "in" / name).unlink()
    assert list(notes(clean(tmp_path, prune=True))) == ["caf\\xe9.txt"]
    assert not (tmp_path / "out" / name).exists()


# -- what is read and what is not --------------------------------------------------------------------------------------


def test_the_output_of_a_run_inside_an_input_is_not_read(tmp_path: Path) -> None:
    tree(tmp_path / "in", {"a.txt": LINE, "sub/b.txt": LINE})
    clean(tmp_path, out=tmp_path / "in/sub/clean")
    summary = clean(tmp_path)
    told = "earlier output: the output folder of a run; to clean it again, name it as an input"
    assert (summary["documents"], notes(summary), summary["troubles"]) == (2, {"sub/clean": told}, 0)
    assert clean(tmp_path, inputs=(tmp_path / "in/sub/clean",), out=tmp_path / "x")["documents"] == 2
    result = call("run", "in/sub", "--out", "y")
    assert result.exit_code == 0
    (tmp_path / "in/sub/b.txt").unlink()
    result = call("run", "in/sub", "--out", "z")
    assert result.exit_code == 2
    assert "clean: the output folder of a run" in result.stderr


def test_every_file_that_is_not_taken_is_named(tmp_path: Path) -> None:
    tree(tmp_path / "in", {"a.txt": LINE, "b.json": "{}", "LICENSE": "x", ".hidden.txt": "x", ".git/c.txt": "x"})
    result = call("run", "in", "--out", "out")
    assert result.exit_code == 0
    assert "not read, since of other kinds: 1 .json, 2 hidden, 1 no ending; all are in _cleanpipe/notes.jsonl" in (
        result.stderr
    )
    assert "to be looked at" not in result.stderr
    assert [(note["kind"], note["document"]) for note in all_notes(tmp_path / "out")] == [
        ("other", name) for name in (".git", ".hidden.txt", "LICENSE", "b.json")
    ]


def test_what_is_used_again_is_counted_as_what_it_is(tmp_path: Path) -> None:
    tree(
        tmp_path / "in",
        {"c.jsonl": jsonl_of("x , y").replace("\n", "\n\n\n") + '{"text": ""}\n', "d.csv": "text\nso\n"},
    )
    clean(tmp_path)
    summary = clean(tmp_path)
    assert (summary["documents"], summary["empty"], summary["reused"]) == (3, 1, 2)


# -- empty, undecodable, without the field -----------------------------------------------------------------------------


def test_empty_is_empty_in_every_format(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        "a.txt": "", "b.txt": " \n", "c.jsonl": "", "d.jsonl": '{"text": ""}\n{"text": null}\n{"text": " "}\n',
        "e.csv": "id,text\n1,\n", "f.csv": "", "g.txt": LINE,
    }  # fmt: skip
    tree(tmp_path / "in", files)
    result = call("run", "in", "--out", "out")
    assert result.exit_code == 0, result.output
    assert "empty (left as they are)" in result.stderr
    assert "not cleaned" not in result.stderr
    kinds = {note["kind"] for note in all_notes(tmp_path / "out")}
    assert kinds == {"empty"}
    for name, data in list(files.items())[:-1]:
        assert (tmp_path / "out" / name).read_bytes() == str(data).encode()


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.tsv", "a.txt", "a.jsonl.gz"])
@pytest.mark.parametrize(
    ("encoding", "mark", "said"),
    [
        ("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16 text; .* -f UTF-16 -t"),
        ("utf-16-be", b"", "UTF-16 text; .* -f UTF-16BE -t"),
        ("utf-16-le", b"", "UTF-16 text; .* -f UTF-16LE -t"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "UTF-32 text; .* -f UTF-32 -t"),
    ],
)
def test_wide_characters_are_one_note_in_every_format(
    tmp_path: Path, name: str, encoding: str, mark: bytes, said: str
) -> None:
    text = jsonl_of(*["so , it"] * 50) if "jsonl" in name else "id,text\n" + "1,so it\n" * 50
    data = mark + text.encode(encoding)
    data = packing.pack(data, "gz") if name.endswith("gz") else data
    tree(tmp_path / "in", {name: data})
    told = notes(clean(tmp_path))
    assert list(told) == [name]
    assert re.match(f"encoding: {said} UTF-8$", told[name])
    assert (tmp_path / "out" / name).read_bytes() == data


def test_a_row_in_another_encoding_is_no_reason_to_convert_the_file(tmp_path: Path) -> None:
    rows = [json.dumps({"text": "é , à"}, ensure_ascii=False).encode() for _ in range(9)]
    rows[4] = '{"text": "é"}'.encode("latin-1")
    tree(tmp_path / "in", {"a.jsonl": b"\n".join(rows), "b.csv": "text\nà , à\n".encode() + b"\xe9\n"})
    told = notes(clean(tmp_path))
    assert told["a.jsonl:5"] == (
        "encoding: not UTF-8: byte 10 of it is 0xE9 ('é' in WINDOWS-1252); write it anew as UTF-8"
    )
    assert "iconv" not in "".join(told.values())
    tree(tmp_path / "in", {"a.jsonl": b"\n".join([rows[4]] * 9)})
    assert notes(clean(tmp_path))["a.jsonl:1"].endswith(
        "; 8 more like it; if all of the file is so, convert it, for example with iconv -f WINDOWS-1252 -t UTF-8"
    )


def test_a_wrong_field_is_one_note_and_wrong_use(tmp_path: Path) -> None:
    tree(tmp_path / "in", {"a.jsonl": jsonl_of(*["so , it"] * 3000)})
    result = call("run", "in", "--out", "out", "--text-field", "body")
    assert result.exit_code == 2
    assert "no field 'body', but 'id', 'text', 'n'; name the right one with --text-field; 2,999 more like it" in (
        result.stderr
    )
    assert len(all_notes(tmp_path / "out")) == 1
    assert (tmp_path / "out/a.jsonl").read_bytes() == (tmp_path / "in/a.jsonl").read_bytes()
    tree(tmp_path / "in", {"b.jsonl": '{"body": "so , it"}\n'})
    assert call("run", "in", "--out", "out", "--text-field", "body").exit_code == 1  # one document has it
    tree(tmp_path / "tables", {"a.csv": "id,text\n1,so\n"})
    assert call("run", "tables", "--out", "o", "--text-field", "body").exit_code == 2
    piped = call("run", "-", "--input-format", "jsonl", stdin='{"body": "x , y"}\n')
    assert (piped.exit_code, piped.stdout) == (2, '{"body": "x , y"}\n')  # what a pipe is given is not lost


def test_notes_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    rows = [f'{{"text": {"[" * (k % 7)}' for k in range(12)]
    tree(tmp_path / "in", {"a.jsonl": "\n".join(['{"text": "so"}', *rows])})
    first = clean(tmp_path)["first_notes"]
    places = [int(note["document"].partition(":")[2]) for note in first]
    assert places == sorted(places)
    places = [Note("warning", f"a.jsonl:{n}", "").place for n in (2, 10, 100)]
    assert places == sorted(places)


def test_the_text_may_lie_in_an_object(tmp_path: Path) -> None:
    line = '{"id": 1, "n": {"a": [1, {"text": "x , y"}], "text": "so , it", "z": 1.50}, "text": "top , it"}\n'
    tree(tmp_path / "in", {"a.jsonl": line})
    clean(tmp_path, text_field="n.text")
    assert (tmp_path / "out/a.jsonl").read_text() == line.replace("so ,", "so,")
    tree(tmp_path / "in", {"a.jsonl": '{"n": {"body": "%s"}}\n' % ("long " * 20)})
    assert notes(clean(tmp_path))["a.jsonl:1"].endswith(
        "but 'n'; name the right one with --text-field (perhaps 'n.body')"
    )


# -- languages ---------------------------------------------------------------------------------------------------------


def test_a_field_that_names_no_language_is_told_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        tree(tmp_path / "in", {f"{name}.jsonl": jsonl_of(*["so , it"] * 5, lang="klingon")})
    tree(tmp_path / "in", {"c.jsonl": jsonl_of("so , it", lang="ENG") + jsonl_of("so", lang="de_DE")})
    summary = clean(tmp_path)
    assert notes(summary) == {
        "a.jsonl:1 (id 0)": "language: 'klingon' is no language that is known here; found out instead; 9 more like it"
    }
    assert (summary["troubles"], summary["languages"]) == (0, {"de-DE": 1, "en": 11})
    assert notes(clean(tmp_path, lang="EN")) == {}
    assert clean(tmp_path, lang="EN")["languages"] == {"en": 12}
    with pytest.raises(InputError, match="'klingon' is no language"):
        clean(tmp_path, lang="klingon")


# -- the command -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "one", "other"), [("--text-field", "a", "b"), ("--lang", "en", "de"), ("--out", "x", "y")]
)
def test_an_option_of_one_value_is_given_once(tmp_path: Path, option: str, one: str, other: str) -> None:
    tree(tmp_path / "in", {"a.txt": LINE})
    out = () if option == "--out" else ("--out", "out")
    result = call("run", "in", *out, option, one, option, other)
    assert result.exit_code == 2
    assert f"{option} is given twice; it takes one value" in result.stderr
    assert call("run", "in", *out, option, one, "-r", "toy.yaml").exit_code == 0
    assert "is given twice" in call("diff", "in/a.txt", "--lang", "en", "--lang", "de").stderr


@pytest.mark.parametrize(
    ("args", "code", "error"),
    [
        (("run", "missing", "--out", "out"), 2, "InputError"),
        (("run", "in"), 2, "UsageError"),
        (("run", "in", "--out", "out", "--nonsense"), 2, "NoSuchOption"),
        (("run", "in", "--out", "out", "--lang", "klingon"), 2, "BadParameter"),
        (("run", "in", "--out", "in/a.txt/x"), 1, "OutputError"),
        (("run", "in", "--out", "out", "--text-field", "x"), 2, "InputError"),
        (("run", "in", "--out", "out", "--set", "nonsense=1"), 2, "RuleFileError"),
    ],
)
def test_failures_are_lines_of_json_too(tmp_path: Path, args: tuple[str, ...], code: int, error: str) -> None:
    tree(tmp_path / "in", {"b.jsonl" if "--text-field" in args else "a.txt": jsonl_of("x")})
    result = call(*args, "--log-json")
    rows = [json.loads(line) for line in result.stderr.splitlines()]
    assert (result.exit_code, rows[-1]["event"], rows[-1]["error"], rows[-1]["exit_code"]) == (
        code, "failed", error, code,
    )  # fmt: skip
    assert rows[-1]["message"]


def test_a_stop_is_a_line_of_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path / "in", {"a.txt": LINE})

    def stopped(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cleanpipe.corpus.runner.run", stopped)
    result = call("run", "in", "--out", "out", "--log-json")
    rows = [json.loads(line) for line in result.stderr.splitlines()]
    assert (result.exit_code, rows[-1]["event"]) == (130, "stopped")


def test_warnings_are_lines_of_json_too(tmp_path: Path) -> None:
    tree(tmp_path / "in", {"a.txt": LINE})
    (tmp_path / "de.yaml").write_text("where: {lang: de}\n" + RULES)
    result = CliRunner().invoke(cli, ("run", "in", "-o", "out", "-r", "de.yaml", "--lang", "fr", "--log-json"))
    rows = [json.loads(line) for line in result.stderr.splitlines()]
    assert "no rule is for language 'fr'" in next(row["message"] for row in rows if row["event"] == "note")


def test_quiet_says_what_went_wrong_and_nothing_else(tmp_path: Path) -> None:
    tree(tmp_path / "in", {"a.txt": LINE})
    result = call("run", "in", "--out", "out", "--quiet")
    assert (result.exit_code, result.output) == (0, "")
    tree(tmp_path / "in", {"b.txt": b"\xff", "c.txt": ""})
    result = call("run", "in", "--out", "out", "-q")
    assert result.exit_code == 1
    assert result.stderr.startswith("cleanpipe: b.txt: not UTF-8: byte 0 is 0xFF")
    assert result.stderr.count("\n") == 1
    assert call("run", "in", "--out", "out", "-q", "--log-json").exit_code == 2
    assert call("run", "in", "--out", "out", "-n", "--prune").exit_code == 2
    assert call("run", "-", "-q", stdin=LINE).output == LINE.replace(" ,", ",")


def test_an_input_of_nothing_but_output_is_told(tmp_path: Path) -> None:
    tree(tmp_path / "in/out", {"a.txt": LINE, "_cleanpipe/summary.json": "{}"})
    assert [note.kind for note in discover([tmp_path / "in"]).notes] == ["earlier output"]
