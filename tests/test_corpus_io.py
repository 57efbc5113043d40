"""Reading and writing: finding files, packed files, lines of .jsonl, units, output folder, log."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpipe.corpus import jsonl, packing
from cleanpipe.corpus.formats import Reading
from cleanpipe.corpus.frames import JSON, Body, Spool, decode, encode
from cleanpipe.corpus.manifest import Manifest
from cleanpipe.corpus.outcome import Outcome
from cleanpipe.corpus.output import WORK, OutputFolder
from cleanpipe.corpus.sites import site_in
from cleanpipe.corpus.sources import Source, discover, format_of
from cleanpipe.corpus.units import batches, read_units
from cleanpipe.document import Edit
from cleanpipe.errors import InputError, OutputError
from cleanpipe.report.log import dumps, edit_of, replay, row_of, unapplied
from cleanpipe.report.show import by_words, change, visible


def tree(root: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


# -- finding files -----------------------------------------------------------------------------------------------------


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    tree(tmp_path, dict.fromkeys(("b.txt", "a/z.md", "a.jsonl.gz", "A.TXT", "a/b/c.txt.zst"), b"x"))
    assert [s.name for s in discover([tmp_path]).sources] == ["A.TXT", "a.jsonl.gz", "a/b/c.txt.zst", "a/z.md", "b.txt"]


def test_other_files_are_counted_and_hidden_ones_left_alone(tmp_path: Path) -> None:
    tree(tmp_path, dict.fromkeys(("a.txt", "b.pdf", "c.pdf", "LICENSE", ".hidden.txt", ".git/x.txt"), b"x"))
    found = discover([tmp_path])
    assert [s.name for s in found.sources] == ["a.txt"]
    assert found.others == {".pdf": 2, "no ending": 1, "hidden": 2}
    assert [(note.kind, note.document) for note in found.notes] == [
        ("other", name) for name in (".git", ".hidden.txt", "LICENSE", "b.pdf", "c.pdf")
    ]


def test_an_input_format_makes_all_files_readable(tmp_path: Path) -> None:
    tree(tmp_path, {"LICENSE": b"x", "b.pdf": b"x", "c.csv.gz": b"x"})
    found = discover([tmp_path], input_format="text")
    assert [(s.name, s.format, s.packing) for s in found.sources] == [
        ("LICENSE", "text", ""),
        ("b.pdf", "text", ""),
        ("c.csv.gz", "text", "gz"),
    ]


def test_a_clash_names_both_files(tmp_path: Path) -> None:
    tree(tmp_path, {"one/a.txt": b"x", "two/a.txt": b"y"})
    with pytest.raises(InputError) as caught:
        discover([tmp_path / "one", tmp_path / "two"])
    assert str(tmp_path / "one" / "a.txt") in str(caught.value)
    assert str(tmp_path / "two" / "a.txt") in str(caught.value)


def test_a_file_named_twice_is_no_clash(tmp_path: Path) -> None:
    tree(tmp_path, {"a.txt": b"x"})
    assert len(discover([tmp_path, tmp_path / "a.txt"]).sources) == 1


def test_the_output_folder_and_records_of_runs_are_not_read(tmp_path: Path) -> None:
    tree(tmp_path, {"a.txt": b"x", "clean/a.txt": b"x", "old/_cleanpipe/rejected/b.txt": b"x", "old/c.txt": b"x"})
    assert [s.name for s in discover([tmp_path], tmp_path / "clean").sources] == ["a.txt", "old/c.txt"]


@pytest.mark.parametrize("given", ["", "a.txt"])
def test_inputs_are_never_overwritten(tmp_path: Path, given: str) -> None:
    tree(tmp_path, {"a.txt": b"x"})
    with pytest.raises(InputError, match="never overwritten"):
        discover([tmp_path / given], tmp_path)


def test_links_are_followed_only_inside_the_input(tmp_path: Path) -> None:
    tree(tmp_path, {"in/a.txt": b"x", "in/sub/b.txt": b"x", "secret.txt": b"x", "far/c.txt": b"x"})
    (tmp_path / "in" / "inside.txt").symlink_to("a.txt")
    (tmp_path / "in" / "outside.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "in" / "dead.txt").symlink_to("nowhere")
    (tmp_path / "in" / "sub" / "circle").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "far").symlink_to(tmp_path / "far")
    found = discover([tmp_path / "in"])
    assert [s.name for s in found.sources] == ["a.txt", "inside.txt", "sub/b.txt"]
    assert [(n.kind, n.document) for n in found.notes] == [
        ("link", "far"),
        ("link", "outside.txt"),
        ("unreadable", "dead.txt"),
    ]


def test_a_pipe_is_not_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    found = discover([tmp_path])
    assert not found.sources
    assert found.notes[0].message == "not a regular file"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("x", None), (".txt", ("text", "")), ("a.txt.gz.gz", None), ("a.gz", None), ("a.NDJSON.ZST", ("jsonl", "zst"))],
)
def test_format_by_name(name: str, expected: object) -> None:
    assert format_of(name) == expected


# -- packed files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["gz", "zst", ""])
@given(data=st.binary(max_size=2000), times=st.integers(1, 50))
def test_what_is_packed_unpacks(tmp_path_factory: pytest.TempPathFactory, kind: str, data: bytes, times: int) -> None:
    path = tmp_path_factory.mktemp("packed") / "x"
    path.write_bytes(packing.pack(data * times, kind))
    assert b"".join(packing.blocks(path, kind, 1000)) == data * times


@pytest.mark.parametrize("kind", ["gz", "zst"])
@pytest.mark.parametrize("harm", ["cut", "garbage after", "garbage"])
def test_damaged_packed_files_are_noticed(tmp_path: Path, kind: str, harm: str) -> None:
    data = packing.pack(os.urandom(5000), kind)
    path = tmp_path / "x"
    path.write_bytes({"cut": data[:-9], "garbage after": data + b"garbage!" * 9, "garbage": b"garbage!" * 99}[harm])
    with pytest.raises(InputError, match="damaged"):
        list(packing.blocks(path, kind))


@pytest.mark.parametrize("kind", ["gz", "zst"])
def test_parts_packed_one_after_another_are_all_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(packing.pack(b"one\n", kind) + packing.pack(b"two\n", kind))
    assert b"".join(packing.blocks(path, kind)) == b"one\ntwo\n"


@pytest.mark.parametrize("kind", ["gz", "zst"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(packing, "RATIO_FROM", 1_000_000)
    path = tmp_path / "x"
    path.write_bytes(packing.pack(bytes(10_000_000), kind))
    read: list[int] = []
    with pytest.raises(InputError, match="500 times"):
        read.extend(len(block) for block in packing.blocks(path, kind))
    assert sum(read) < 8_000_000


# -- lines of .jsonl ---------------------------------------------------------------------------------------------------

TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)


@given(
    fields=st.dictionaries(TEXT, VALUES, max_size=4),
    text=TEXT,
    new=TEXT,
    ascii_only=st.booleans(),
    separators=st.sampled_from([(",", ":"), (", ", ": "), (" ,\t", " :  ")]),
    end=st.sampled_from(["", "\n", "\r\n", "  \n"]),
)
def test_only_the_text_of_a_line_changes(
    fields: dict[str, object], text: str, new: str, ascii_only: bool, separators: tuple[str, str], end: str
) -> None:
    fields["text"] = text
    line = json.dumps(fields, ensure_ascii=ascii_only, separators=separators) + end
    record = jsonl.parse(line)
    assert record.text == text
    changed = line[: record.start] + jsonl.quoted(new, record.ascii_only) + line[record.end :]
    assert json.loads(changed) == {**fields, "text": new}
    assert changed.startswith(line[: record.start])
    assert changed.endswith(line[record.end :])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[1]", "not a JSON object"),
        ("nonsense", "not valid JSON"),
        ('{"text": "x"', "the line ends too early"),
        ('{"text": "x"} {"text": "y"}', "extra text at column 15"),
        ('{"text": "x",}', "a field name is missing at column 14"),
        ('{"text": "a\x01b"}', "not valid JSON: Invalid control character at column 12"),
        ('{"text" "x"}', "':' expected at column 9"),
        ('{"text": "x" "y": 1}', "',' or '}' expected at column 14"),
        ("{'text': 'x'}", "double quotes expected at column 2"),
        ('{"text": ' + "[" * 100_000, "not valid JSON"),
        ('{"body": "x"}', "no field 'text'"),
        ('{"body": "%s"}' % ("long " * 20), "perhaps 'body'"),
        ('{"text": 5}', "holds no text but a number"),
        ('{"text": ["a"]}', "holds no text but a list"),
    ],
)
def test_a_bad_line_says_what_is_wrong(line: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        jsonl.parse(line)
    assert message in str(caught.value)


def test_the_last_of_repeated_fields_counts() -> None:
    record = jsonl.parse('{"text": "a", "text": "b"}')
    assert (record.text, record.start) == ("b", 22)


@pytest.mark.parametrize(
    ("line", "id", "lang", "site"),
    [
        ('{"text":"x","id":7,"lang":"pt_BR","site":"News.Example"}', "7", "pt-BR", "news.example"),
        ('{"text":"x","id":"a","language":"de","url":"https://www.a.example/p?q"}', "a", "de", "www.a.example"),
        ('{"text":"x","id":null,"lang":"English text","url":"http://[bad"}', "", None, None),
        ('{"text":"x","id":true,"lang":5,"url":5}', "", None, None),
    ],
)
def test_known_fields_are_used(line: str, id: str, lang: str | None, site: str | None) -> None:
    record = jsonl.parse(line)
    assert (record.id, record.lang, site_in(record.fields)) == (id, lang, site)


# -- units -------------------------------------------------------------------------------------------------------------


@given(
    lines=st.lists(st.integers(0, 60), max_size=60),
    end=st.booleans(),
    limit=st.integers(5, 80),
    block=st.integers(1, 50),
)
def test_units_are_the_file(
    tmp_path_factory: pytest.TempPathFactory, lines: list[int], end: bool, limit: int, block: int
) -> None:
    data = b"\n".join(bytes([65 + n % 26]) * length for n, length in enumerate(lines)) + (b"\n" if end else b"")
    path = tmp_path_factory.mktemp("units") / "x.jsonl"
    path.write_bytes(data)
    source = Source("x.jsonl", path, "jsonl", "", len(data))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleanpipe.corpus.formats.lines.BATCH_BYTES", 40)
        patch.setattr(packing.blocks, "__defaults__", (block,))
        units = [unit for unit, _ in read_units([source], Reading(limit), {})]
    assert b"".join(unit.data or b"" for unit in units) == data
    at = 0
    for unit in units:
        assert unit.data
        assert unit.first_line == 1 + data.count(b"\n", 0, at)
        if unit.too_long:
            assert b"\n" not in unit.data[:-1]
        else:
            assert at == 0 or data[at - 1 : at] == b"\n"
        at += len(unit.data)


def test_batches_hold_all_units_in_order() -> None:
    sources = [Source(f"{n}.txt", Path(f"{n}.txt"), "text", "", 1000 * n) for n in range(2000)]
    made = list(batches(read_units(sources, Reading(10**9), {})))
    assert [unit.source for batch in made for unit in batch.units] == list(range(2000))
    assert max(len(batch.units) for batch in made) <= 400


# -- the output folder -------------------------------------------------------------------------------------------------


def test_a_file_gets_its_name_only_when_complete(tmp_path: Path) -> None:
    out = OutputFolder(tmp_path / "out")
    out.write("a/b.txt", b"old")
    with pytest.raises(TypeError), out.writing("a/b.txt") as stream:
        stream.writelines([b"half of the ne", "w"])  # type: ignore[list-item]
    assert (tmp_path / "out/a/b.txt").read_bytes() == b"old"
    assert os.listdir(tmp_path / "out" / WORK) == []


def test_the_same_bytes_leave_a_file_alone(tmp_path: Path) -> None:
    out = OutputFolder(tmp_path)
    out.write("a.txt", b"same")
    os.utime(tmp_path / "a.txt", (1, 1))
    out.write("a.txt", b"same")
    assert (tmp_path / "a.txt").stat().st_mtime == 1
    out.write("a.txt", b"diff")
    assert (tmp_path / "a.txt").stat().st_mtime != 1


def test_no_link_leads_out_of_the_output_folder(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "sub").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="symbolic link"):
        OutputFolder(tmp_path / "out").write("sub/a.txt", b"x")
    assert not os.listdir(tmp_path / "elsewhere")


def test_a_link_in_the_place_of_a_file_is_replaced_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_bytes(b"precious")
    out = OutputFolder(tmp_path / "out")
    out.write("x", b"")
    (tmp_path / "out" / "a.txt").symlink_to(tmp_path / "precious.txt")
    out.write("a.txt", b"new")
    assert (tmp_path / "precious.txt").read_bytes() == b"precious"
    assert (tmp_path / "out" / "a.txt").read_bytes() == b"new"


def test_a_folder_in_the_place_of_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(OutputError, match="folder of that name"):
        OutputFolder(tmp_path).write("a.txt", b"x")


# -- frames, outcomes, manifest ----------------------------------------------------------------------------------------

BODIES = st.builds(
    Body, st.text(max_size=20), st.binary(max_size=5), st.binary(max_size=5), st.binary(max_size=5), st.just(JSON)
)


@given(st.lists(BODIES, max_size=5))
def test_a_frame_holds_what_was_put_in(bodies: list[Body]) -> None:
    outcomes = [Outcome("cleaned", id=str(k), rows=[f'{{"n": {k}}}']) for k in range(len(bodies))]
    frame, starts = encode(bodies, outcomes)
    assert [(body, outcome) for body, outcome in decode(frame)] == list(zip(bodies, outcomes, strict=True))
    for body, start in zip(bodies, starts, strict=True):
        text = body.text.encode("utf-8", "surrogatepass")
        assert frame[start : start + len(text)] == text


def test_the_spool_gives_back_any_stretch(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "frames")
    assert [spool.add(b"abc"), spool.add(b"defg")] == [0, 3]
    assert spool.bytes_at(2, 3) == b"cde"
    spool.close()
    assert not (tmp_path / "frames").exists()


def test_the_manifest_remembers_and_forgets(tmp_path: Path) -> None:
    for run in range(4):
        manifest = Manifest(tmp_path / "m")
        if run == 0:
            manifest.remember([(b"used", b"1"), (b"unused", b"2")])
        else:
            manifest.remember([(b"used", None)])
        manifest.finish()
        manifest.close()
    manifest = Manifest(tmp_path / "m")
    assert manifest.look_up([b"used", b"unused", b"unknown"]) == [b"1", None, None]
    manifest.close()
    manifest = Manifest(tmp_path / "m", fresh=True)
    assert len(manifest) == 0
    manifest.close()


def test_a_damaged_manifest_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "m").write_bytes(b"this is no database" * 1000)
    manifest = Manifest(tmp_path / "m")
    manifest.remember([(b"key", b"1")])
    assert manifest.look_up([b"key"]) == [b"1"]
    manifest.close()


# -- the log and what is made of it ------------------------------------------------------------------------------------


def edits_of(text: str, cuts: list[int], news: list[str]) -> list[Edit]:
    places = sorted({min(cut, len(text)) for cut in cuts})
    spans = zip(places[::2], places[1::2], strict=False)
    return [
        Edit(a, b, new, "toy/x", 0.9, "because", old=text[a:b], state="applied")
        for (a, b), new in zip(spans, news, strict=False)
    ]


@given(st.text(max_size=40), st.lists(st.integers(0, 40), max_size=8), st.lists(st.text(max_size=4), max_size=4))
def test_the_log_rebuilds_output_and_input(text: str, cuts: list[int], news: list[str]) -> None:
    edits = edits_of(text, cuts, news)
    rows = [json.loads(dumps(row_of(edit, text))) for edit in edits]
    output = replay(text, rows)
    assert unapplied(output, [edit_of(row) for row in rows]) == text
    assert [row_of(edit_of(row), text) for row in rows] == rows


def test_a_log_that_does_not_fit_is_refused() -> None:
    row = row_of(Edit(0, 1, "b", "toy/x", old="a", state="applied"), "a")
    with pytest.raises(ValueError, match="does not fit"):
        replay("x", [row])


def test_half_a_surrogate_pair_can_be_logged() -> None:
    assert json.loads(dumps({"before": "\ud83d"}).encode()) == {"before": "\ud83d"}


@given(st.text(max_size=60), st.lists(st.integers(0, 60), max_size=8), st.lists(st.text(max_size=4), max_size=4))
def test_edits_by_words_make_the_same_text(text: str, cuts: list[int], news: list[str]) -> None:
    edits = edits_of(text, cuts, news)
    pieces, at = [], 0
    for start, end, new in by_words(text, edits):
        assert start >= at
        pieces += [text[at:start], new]
        at = end
    assert "".join([*pieces, text[at:]]) == replay(text, [row_of(edit, text) for edit in edits])


@given(st.text(max_size=50))
def test_nothing_shown_can_steer_a_terminal(text: str) -> None:
    assert visible(text).isprintable() or not set("\x1b\x07\r\n\x9b") & set(visible(text))
    assert "\x1b" not in change(text, text, colour=False)


def test_gzip_output_has_no_time_in_it() -> None:
    assert packing.pack(b"x", "gz")[4:8] == bytes(4) == gzip.compress(b"x", mtime=0)[4:8]
