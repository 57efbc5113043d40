"""What a person decides: undo and accept on a result, decisions that a run keeps, and explain from the log of a run."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import cleanpipe
from cleanpipe.cli import cli
from cleanpipe.document import Edit
from cleanpipe.editing import Bar, History, apply, choose

RULES = """\
rules:
  - id: slip
    swap: {teh: the}
    confidence: 0.6
    examples: [{suggest: teh cat, out: the cat}, {keep: tehran}]
  - id: grey
    swap: {gray: grey}
    examples: [{in: gray cat, out: grey cat}, {keep: grays}]
  - id: boats
    where: {path: harbour.example/*}
    drop_line: [Boat news daily]
    examples: [{drop: Boat news daily, at: {path: harbour.example/x.txt}}, {keep: Boat news daily or not}]
  - id: copies
    dedupe: {unit: paragraph, within: corpus, min_words: 6}
    examples:
      - {in: [The old ferry left the town at noon, The old ferry left the town at noon], out: [1]}
      - {in: [The old ferry left the town at noon, The old ferry left the town at one], out: [1, 2]}
"""
FERRY = "The old gray ferry left the town at noon with forty people."
DIRTY = f"Boat news daily\nHe saw teh gray cat and teh dog.\n\n{FERRY}\n"
CLEAN = f"He saw teh grey cat and teh dog.\n\n{FERRY.replace('gray', 'grey')}\n"


# -- library -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pipe(tmp_path_factory: pytest.TempPathFactory) -> cleanpipe.Pipeline:
    file = tmp_path_factory.mktemp("rules") / "toy.yaml"
    file.write_text(RULES)
    return cleanpipe.Pipeline.from_rules(file)


def test_a_suggestion_is_accepted_as_an_edit_is_undone(pipe: cleanpipe.Pipeline) -> None:
    result = pipe.clean("He saw teh gray cat and teh dog.")
    first, second = result.suggestions
    one = result.accept(edit=second)
    assert one.text == "He saw teh grey cat and the dog."
    assert one.suggestions == (first,)
    assert apply(one.original, one.edits) == one.text
    assert one.accept("toy/slip").text == result.accept("toy/*").text == "He saw the grey cat and the dog."
    assert result.accept("toy/other").text == result.text
    accepted = next(edit for edit in one.edits if edit.rule == "toy/slip")
    assert one.undo(edit=accepted).text == result.text
    with pytest.raises(ValueError, match="no suggestion of this result spans 24:27"):
        one.accept(edit=second)


def test_an_undone_edit_is_named_and_can_be_made_again(pipe: cleanpipe.Pipeline) -> None:
    result = pipe.clean("He saw teh gray cat.")
    undone = result.undo("toy/grey")
    assert [(edit.rule, edit.state) for edit in undone.other] == [("toy/grey", "undone")]
    again = undone.accept(edit=undone.other[0])
    assert (again.text, again.other) == (result.text, ())


def test_a_suggestion_for_text_that_has_changed_is_refused() -> None:
    history = History("a b c")
    history.add([Edit(2, 3, "B", "toy/x", old="b")])
    late = Edit(2, 3, "x", "toy/y", old="b", state="suggested")
    result = cleanpipe.Result("a b c", history.text, history.composed(), (late,), history=history)
    with pytest.raises(ValueError, match="other edits have changed the text at 2:3; undo them first"):
        result.accept(edit=late)
    assert result.accept().suggestions == (late,)
    assert result.undo().accept().text == "a x c"


def test_insertions_before_what_replaced_a_deletion_keep_their_place() -> None:
    history = History("abc")
    history.add([Edit(1, 3, "", "toy/x", old="bc")])
    history.add([Edit(1, 1, "X", "toy/x")])
    there = history.of_original(Edit(1, 1, "Y", "toy/x"))
    assert (there.start, there.end) == (1, 1)
    assert history.here(there) == (1, 1)


PLACES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 6), st.integers(0, 3)), max_size=8)


@given(st.text("ab .", min_size=1, max_size=60), st.tuples(PLACES, PLACES, PLACES))
def test_suggestions_keep_their_place_through_what_is_rewritten(text: str, layers: Any) -> None:
    history = History(text)
    fresh = iter(map(chr, range(0x4E00, 0x9FFF)))  # every character that comes in is another one
    for number, layer in enumerate(layers):
        proposals = [
            Edit(a, a + size, "".join(next(fresh) for _ in range(new)), "toy/x")
            for a, size, new in layer
            if a + size <= len(history.text)
        ]
        decided = choose(history.text, proposals, lambda rule: Bar())
        if number == 2:
            for edit in decided:
                there = history.of_original(edit)
                span = history.here(there)
                assert span is not None
                assert apply(history.text, [Edit(*span, there.new)]) == edit.applied_to(history.text)
                result = cleanpipe.Result(text, history.text, history.composed(), (there,), history=history)
                accepted = result.accept(edit=there)
                assert accepted.text == edit.applied_to(history.text)
                assert apply(text, accepted.edits) == accepted.text
        history.add(edit for edit in decided if edit.state == "applied")


# -- runs --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "in" / "harbour.example"
    folder.mkdir(parents=True)
    (tmp_path / "toy.yaml").write_text(RULES)
    (folder / "a.txt").write_text(DIRTY)
    (folder / "b.txt").write_text(f"{DIRTY}\nAnd more of teh same.\n")
    return tmp_path


def call(*args: str) -> Result:
    return CliRunner().invoke(cli, args)


def run(*args: str, inputs: str = "in") -> None:
    done = call("run", inputs, "--out", "out", "-r", "toy.yaml", *args)
    assert done.exit_code == 0, done.stderr


def log(document: str) -> dict[int, dict[str, Any]]:
    with gzip.open("out/_cleanpipe/edits.jsonl.gz", "rt") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["number"]: row for row in rows if row["document"] == document}


A, B = "harbour.example/a.txt", "harbour.example/b.txt"


def test_rules_bound_to_a_path_act_however_the_input_is_named(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run()
    assert (place / "out" / A).read_text() == CLEAN
    run(inputs="in/harbour.example")
    assert (place / "out/a.txt").read_text() == CLEAN
    run(inputs="in/harbour.example/a.txt")
    assert (place / "out/a.txt").read_text() == CLEAN
    assert "toy/boats" in call("explain", f"in/{A}", "-r", "toy.yaml").stdout
    monkeypatch.chdir(place / "in/harbour.example")
    assert "toy/boats" in call("explain", "a.txt", "-r", "../../toy.yaml").stdout
    assert "Boat news" in call("diff", "a.txt", "-r", "../../toy.yaml").stdout
    monkeypatch.chdir(place)
    (place / "in/harbour.example").rename(place / "in/xharbour.example")  # whole parts of the path only
    run("--fresh")
    assert (place / "out/xharbour.example/a.txt").read_text().startswith("Boat news")


def test_explain_shows_what_a_run_has_removed(place: Path) -> None:
    run()
    alone = call("explain", f"in/{B}", "-r", "toy.yaml")
    assert "toy/copies" not in alone.stdout
    assert "copies across documents are not looked for here" in alone.stderr
    shown = call("explain", "--run", "out", f"in/{B}")
    assert shown.exit_code == 0
    assert f"{B}: 3 edits, 1 suggestion\n" in shown.stdout
    assert "edit 2  toy/copies  0.85\n" in shown.stdout
    assert f"paragraph the same words as {A}#1" in shown.stdout
    (place / "in/c.txt").write_text("Nothing to be done.\n")
    run()
    assert call("explain", "--run", "out", "c.txt").stdout == "c.txt: 0 edits, 0 suggestions\n"
    missing = call("explain", "--run", "out", "harbor.example/b.txt")
    assert missing.exit_code == 2
    assert f"did you mean '{B}'?" in missing.stderr
    assert "no finished run here" in call("explain", "--run", "in", A).stderr


def test_decisions_are_carried_out_and_kept(place: Path) -> None:
    run()
    assert [(n, row["rule"], row["state"]) for n, row in log(A).items()] == [
        (1, "toy/boats", "applied"),
        (2, "toy/slip", "suggested"),
        (3, "toy/grey", "applied"),
        (4, "toy/slip", "suggested"),
        (5, "toy/grey", "applied"),
    ]
    done = call("decide", "out", A, "--accept", "2,4", "--undo", "3")
    assert (done.exit_code, done.stdout.split(" in ")[0]) == (0, "3 decisions")
    decided = CLEAN.replace("teh", "the").replace("grey cat", "gray cat")
    for options in ((), ("--fresh",), ("--workers", "2", "--fresh")):
        run(*options)
        assert (place / "out" / A).read_text() == decided
    assert [row["state"] for row in log(A).values()] == ["applied", "applied", "undone", "applied", "applied"]
    assert [row.get("decision") for row in log(A).values()] == [None, "accept", None, "accept", None]
    page = (place / "out/_cleanpipe/report.html").read_text()
    assert "<li value=2><b>accepted</b> <span class=rule>toy/slip</span>" in page
    assert "<li value=3><b>undone, not made</b>" in page
    for opposite in (("--undo", "2", "--undo", "4"), ("--accept", "3")):
        assert call("decide", "out", A, *opposite).exit_code == 0
    run()
    assert (place / "out" / A).read_text() == CLEAN
    assert (place / "out/_cleanpipe/decisions.jsonl").read_text() == ""


def test_what_a_dry_run_shows_can_be_decided_before_the_run(place: Path) -> None:
    run("--dry-run")
    assert "edit 3  toy/grey" in call("explain", "--run", "out", A).stdout  # there is no other run
    page = (place / "out/_cleanpipe/dry-run/report.html").read_text()
    assert "cleanpipe decide out/_cleanpipe/dry-run DOCUMENT" in page
    assert call("decide", "out/_cleanpipe/dry-run", A, "--undo", "3").exit_code == 0
    run()
    assert (place / "out" / A).read_text() == CLEAN.replace("grey cat", "gray cat")
    (place / "toy.yaml").write_text(RULES.replace("Boat news daily", "Boat news weekly"))
    run("--dry-run")  # where edit 1 is another than in the run
    (place / "toy.yaml").write_text(RULES)
    assert call("decide", "out/_cleanpipe/dry-run", A, "--accept", "1").exit_code == 0
    run()
    assert (place / "out" / A).read_text() == CLEAN.replace("teh grey cat", "the gray cat")


def test_the_removal_of_a_copy_can_be_undone(place: Path) -> None:
    run()
    assert (place / "out" / B).read_text() == "And more of teh same.\n"
    [number] = [n for n, row in log(B).items() if FERRY in row["before"]]
    assert call("decide", "out", B, "--undo", str(number)).exit_code == 0
    run()
    assert FERRY.replace("gray", "grey") in (place / "out" / B).read_text()
    [number] = [n for n, row in log(B).items() if row["state"] == "undone"]
    assert call("decide", "out", B, "--accept", str(number)).exit_code == 0
    run()
    assert (place / "out" / B).read_text() == "And more of teh same.\n"


def test_a_record_with_an_id_keeps_its_decision_where_it_goes(place: Path) -> None:
    line = json.dumps({"id": "n7", "text": "He saw teh gray cat."}) + "\n"
    (place / "in/feed.jsonl").write_text(line)
    run()
    assert call("decide", "out", "feed.jsonl:1", "--accept", "1").exit_code == 0
    (place / "in/feed.jsonl").write_text(json.dumps({"id": "n8", "text": "A gray day."}) + "\n" + line)
    run()
    assert "He saw the grey cat." in (place / "out/feed.jsonl").read_text()


def test_a_decision_that_fits_no_more_is_told(place: Path) -> None:
    run()
    call("decide", "out", A, "--undo", "3")
    (place / "in" / A).write_text("Another text, with a gray cat.\n")
    run()
    assert (place / "out" / A).read_text() == "Another text, with a grey cat.\n"
    assert "decided, but not done: undo toy/grey at 27" in (place / "out/_cleanpipe/notes.jsonl").read_text()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((A,), "say --undo N or --accept N"),
        ((A, "--undo", "x"), "'x' is not the number of an edit"),
        ((A, "--undo", "99"), f"{A} has no edit 99; the last is 5"),
        ((A, "--undo", "2"), "cannot undo it: it is not made (suggested)"),
        ((A, "--accept", "1"), "cannot accept it: it is made already"),
        (("z.txt", "--accept", "1"), "the run has no document 'z.txt'"),
    ],
)
def test_what_cannot_be_decided(place: Path, args: tuple[str, ...], message: str) -> None:
    run()
    done = call("decide", "out", *args)
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_damaged_file_of_decisions_is_named_with_its_line(place: Path) -> None:
    run()
    (place / "out/_cleanpipe/decisions.jsonl").write_text("{}\n")
    done = call("run", "in", "--out", "out", "-r", "toy.yaml")
    assert done.exit_code == 2
    assert "decisions.jsonl:1: not a decision" in done.stderr
