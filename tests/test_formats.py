"""Every file format there and back: texts are cleaned, all else stays, what cannot be cleaned is named by its row."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runner_toy import ToyPipeline, clean, jsonl_of, notes, tree, written

import cleanpipe.pipeline
from cleanpipe.corpus import packing
from cleanpipe.corpus.formats import FORMATS, Reading, tables
from cleanpipe.corpus.sources import Source, discover
from cleanpipe.corpus.units import read_units
from cleanpipe.errors import InputError, MissingExtraError
from cleanpipe.report.log import read_log, replay

RAW = ["It rained , they left.", "Nothing to do.", 'He said "so , then" and\nleft , at last.', "REJECT , this", ""]
CLEANED = ["It rained, they left.", "Nothing to do.", 'He said "so, then" and\nleft, at last.', "REJECT, this", ""]


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleanpipe.pipeline, "Pipeline", ToyPipeline)


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for what finds the text of a page: all that stands between ``<p>`` and ``</p>``."""
    for module in ("trafilatura", "resiliparse"):
        pytest.importorskip(module)
    import cleanpipe.corpus.formats.html

    def stand_in(page: str) -> str:
        if "TRIP" in page:
            raise ValueError("over this page")
        if "DEADLY" in page:
            os.kill(os.getpid(), signal.SIGKILL)
        return "\n".join(re.findall(r"<p>(.*?)</p>", page))

    monkeypatch.setattr(cleanpipe.corpus.formats.html, "extract", stand_in)


def test_pages_that_bring_down_what_reads_them_are_named(tmp_path: Path, pages: None) -> None:
    files = {"a.html": "<p>a , b</p>", "b.html": "DEADLY", "c.html": "<p>c , d</p>", "d.html": "TRIP"}
    tree(tmp_path / "in", {**files, "x.warc": archive(False).replace(b"<p>Page", b"<p>DEADLY")})
    summary = clean(tmp_path, workers=2)
    died = "failed: a worker process died of it, three times"
    told = notes(summary)
    assert (told["b.html"], told["x.warc:1 (id urn:uuid:0)"]) == (died, died)
    assert told["d.html"] == "failed: finding its text: ValueError: over this page"
    assert (tmp_path / "out/a.html.txt").read_text() == "a, b"
    assert (tmp_path / "out/c.html.txt").read_text() == "c, d"
    assert (tmp_path / "out/b.html").read_text() == "DEADLY"


# -- a table of formats, there and back --------------------------------------------------------------------------------

Rows = list[dict[str, Any]]


def csv_bytes(rows: Rows, **style: Any) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), **style)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def csv_rows(data: bytes, delimiter: str = ",") -> Rows:
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), delimiter=delimiter))


def jsonl_bytes(rows: Rows) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def jsonl_rows(data: bytes) -> Rows:
    return [json.loads(line) for line in data.splitlines()]


def parquet_bytes(rows: Rows) -> bytes:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), stream)
    return stream.getvalue()


def parquet_rows(data: bytes) -> Rows:
    rows: Rows = pytest.importorskip("pyarrow.parquet").read_table(io.BytesIO(data)).to_pylist()
    return rows


THERE_AND_BACK: dict[str, tuple[Callable[[Rows], bytes], Callable[[bytes], Rows]]] = {
    "x.jsonl": (jsonl_bytes, jsonl_rows),
    "x.csv": (csv_bytes, csv_rows),
    "x.tsv": (lambda rows: csv_bytes(rows, delimiter="\t"), lambda data: csv_rows(data, "\t")),
    "semicolons.csv": (lambda rows: csv_bytes(rows, delimiter=";"), lambda data: csv_rows(data, ";")),
    "all-quoted.csv": (lambda rows: csv_bytes(rows, quoting=csv.QUOTE_ALL, lineterminator="\n"), csv_rows),
    "x.parquet": (parquet_bytes, parquet_rows),
}
PACKED = [(name, kind) for name in THERE_AND_BACK for kind in ("", "gz", "zst") if not (kind and "parquet" in name)]


@pytest.mark.parametrize(("name", "kind"), PACKED)
def test_texts_are_cleaned_and_all_else_stays(tmp_path: Path, name: str, kind: str) -> None:
    write, read = THERE_AND_BACK[name]
    rows: Rows = [
        {"id": f"n{k}", "body": text, "url": "https://a.example/ö", "n": "1.50"} for k, text in enumerate(RAW)
    ]
    file = f"{name}.{kind}" if kind else name
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / file).write_bytes(packing.pack(write(rows), kind))
    summary = clean(tmp_path, text_field="body")
    out = tmp_path / "out"
    expected = [{**row, "body": text} for row, text in zip(rows, CLEANED, strict=True)]
    assert read(b"".join(packing.blocks(out / file, kind))) == [*expected[:3], expected[4]]
    aside = b"".join(packing.blocks(out / "_cleanpipe/rejected" / file, kind))
    assert (CLEANED[3] in aside.decode()) if name.endswith(("csv", "tsv")) else (read(aside) == [expected[3]])
    first = 2 if name.endswith(("csv", "tsv")) else 1
    assert notes(summary)[f"{file}:{first + 4} (id n4)"] == "empty: the field 'body' is empty"
    log = [(row["document"], row["id"]) for row in read_log(out / "_cleanpipe/edits.jsonl.gz")]
    assert log == [(f"{file}:{first + k}", f"n{k}") for k in (0, 2, 2, 3)]


@pytest.mark.parametrize("name", [name for name in THERE_AND_BACK if not name.endswith(".jsonl")])
def test_tables_become_lines_or_texts(tmp_path: Path, name: str) -> None:
    write, _ = THERE_AND_BACK[name]
    rows: Rows = [{"id": f"n{k}", "text": text, "n": "1.50"} for k, text in enumerate(RAW)]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(write(rows))
    clean(tmp_path, output_format="jsonl")
    lines = jsonl_rows((tmp_path / f"out/{name}.jsonl").read_bytes())
    assert lines == [{**row, "text": text} for row, text in zip(rows, CLEANED, strict=True) if row["id"] != "n3"]
    clean(tmp_path, output_format="text", out=tmp_path / "texts")
    first = 2 if name.endswith(("csv", "tsv")) else 1
    found = {path.name: path.read_text() for path in (tmp_path / "texts" / f"{name}.d").iterdir()}
    assert found == {f"{first + k:08}.txt": CLEANED[k] for k in range(3)}


def test_a_page_becomes_its_text(tmp_path: Path, pages: None) -> None:
    page = b'<html><head><meta charset="iso-8859-1"></head><p>Caf\xe9 , open.</p><div>menu</div><p>Good , day.</p>'
    tree(tmp_path / "in", {"a.html": page, "b.htm.gz": packing.pack(page, "gz")})
    tree(tmp_path / "in", {"none.html": "<div>menu</div>", "empty.html": ""})
    summary = clean(tmp_path)
    out = tmp_path / "out"
    assert (out / "a.html.txt").read_text() == "Café, open.\nGood, day."
    assert gzip.decompress((out / "b.htm.txt.gz").read_bytes()).decode() == "Café, open.\nGood, day."
    assert (out / "none.html").read_text() == "<div>menu</div>"
    assert notes(summary) == {"empty.html": "empty: an empty file", "none.html": "empty: no text in the page"}
    rows = [row for row in read_log(out / "_cleanpipe/edits.jsonl.gz") if row["document"] == "a.html"]
    assert replay("Café , open.\nGood , day.", rows) == "Café, open.\nGood, day."


def test_a_real_page_loses_its_menu(tmp_path: Path) -> None:
    for module in ("trafilatura", "resiliparse"):
        pytest.importorskip(module)
    body = "".join(f"<p>It rained , and sentence {k} of the report says where and for how long.</p>" for k in range(8))
    menu = "".join(f"<li><a href=/{k}>Menu entry {k}</a></li>" for k in range(8))
    page = (
        f"<!DOCTYPE html><html><head><title>x</title></head><body><nav><ul>{menu}</ul></nav><article>{body}</article>"
    )
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>' + "<p>&b;&b;</p>" * 1000
    tree(
        tmp_path / "in",
        {"a.html": page, "deep.html": "<div>" * 20_000 + "so , it", "laughs.html": laughs, "b.html": "\0<"},
    )
    clean(tmp_path)
    text = (tmp_path / "out/a.html.txt").read_text()
    assert text.count("It rained, and sentence") == 8
    assert "Menu entry" not in text


@pytest.mark.parametrize("kind", ["", "gz"])
@pytest.mark.parametrize("output_format", ["same", "jsonl", "text"])
def test_an_archive_becomes_lines(tmp_path: Path, pages: None, kind: str, output_format: str) -> None:
    pytest.importorskip("warcio")
    name = f"crawl.warc.{kind}" if kind else "crawl.warc"
    tree(tmp_path / "in", {name: archive(kind == "gz")})
    summary = clean(tmp_path, output_format=output_format)
    if output_format == "text":
        found = {path.name: path.read_text() for path in (tmp_path / "out" / f"{name}.d").iterdir()}
        assert found == {"00000001.txt": "Page 0, here.", "00000002.txt": "Ünï, here."}
        return
    data = b"".join(packing.blocks(tmp_path / "out" / ("crawl.warc.jsonl.gz" if kind else "crawl.warc.jsonl"), kind))
    rows = jsonl_rows(data)
    assert [row["text"] for row in rows] == ["Page 0, here.", "Ünï, here."]
    assert [row["url"] for row in rows] == ["http://a.example/0", "http://b.example/../../../etc/passwd"]
    assert all(row["date"] == "2026-11-25T00:00:00Z" and row["id"].startswith("urn:uuid:") for row in rows)
    assert list(notes(summary).values()) == ["empty: no text in the page http://c.example/"]
    assert summary["documents"] == 3


def archive(packed: bool) -> bytes:
    parts = [
        ("http://a.example/0", "200 OK", "text/html", b"<p>Page 0 , here.</p>"),
        ("http://a.example/gone", "404 Not Found", "text/html", b"<p>Gone , here.</p>"),
        ("http://a.example/x.png", "200 OK", "image/png", b"<p>no page</p>"),
        ("http://b.example/../../../etc/passwd", "200 OK", "text/html; charset=latin-1", b"<p>\xdcn\xef , here.</p>"),
        ("http://c.example/", "200 OK", "text/html", b"<div>menu</div>"),
    ]
    records = [b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\ntest\r\n\r\n"]
    for number, (url, status, kind, page) in enumerate(parts):
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + page
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Target-URI: {url}\r\n"
            "WARC-Date: 2026-11-25T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        records.append(head.encode() + answer + b"\r\n\r\n")
    return b"".join(map(gzip.compress, records)) if packed else b"".join(records)


# -- tables of text ----------------------------------------------------------------------------------------------------


def test_no_byte_of_a_table_changes_but_in_the_text(tmp_path: Path) -> None:
    data = (
        b'\xef\xbb\xbfid;"text"; n\r\n1;"one , ""two"" ;\r\nthree";  1.50 \r\n\r\n2;plain , text;"x;y"\n'
        b'3; 5" disk , new;0\n4;"open , quote;1\n5;caf\xe9 , x;1\n6;one;two;three\n7;"a\n , b";'
    )
    tree(tmp_path / "in", {"x.csv": data})
    summary = clean(tmp_path)
    for word in (b"one", b"plain", b"a\n"):
        data = data.replace(word + b" ,", word + b",")
    # A cell with a quote in it that had none around it gets them when it changes: so all readers agree about it.
    data = data.replace(b' 5" disk , new', b'" 5"" disk, new"').replace(b'"open , quote', b'"""open, quote"')
    assert (tmp_path / "out/x.csv").read_bytes() == data
    assert notes(summary) == {
        "x.csv:7": "encoding: field 'text' is not UTF-8: byte 3 of it is 0xE9 ('é' in "
        "WINDOWS-1252); write it anew as UTF-8",
        "x.csv:8": "bad line: a row of 4 fields, but the first row names 3",
    }


CELLS = st.text(st.sampled_from('ab",;\n\té '), max_size=8)


@settings(max_examples=200)
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=20),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
    block=st.integers(1, 40),
)
def test_rows_are_what_the_standard_library_reads(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], quoting: Any, end: str, block: int
) -> None:
    stream = io.StringIO()
    csv.writer(stream, quoting=quoting, lineterminator=end).writerows([["id", "text", "b"], *rows])
    data = stream.getvalue().encode()
    path = tmp_path_factory.mktemp("tables") / "x.csv"
    path.write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleanpipe.corpus.formats.tables.BATCH_BYTES", 30)
        patch.setattr(packing.blocks, "__defaults__", (block,))
        units = [unit for unit, _ in read_units([Source("x.csv", path, "csv")], Reading(10**6), {})]
    assert b"".join(unit.data or b"" for unit in units) == data
    found, numbers = [], []
    for unit in units:
        assert unit.data is not None
        for cells in tables._split(unit.data, unit.dialect):
            found.append([tables._value(unit.data[start:stop]) for start, stop in cells])
        numbers.append((unit.first_line, len(found)))
        made = list(tables.documents(Reading(10**6), Source("x.csv", path, "csv"), unit, unit.data))
        assert b"".join(body.before + body.same + body.after for body, *_ in made) == unit.data
    blank = [[""], []]  # an empty line
    expected = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert [row for row in found if row not in blank] == [row for row in expected if row not in blank]
    assert [first for first, _ in numbers] == [1, *(count + 1 for _, count in numbers[:-1])]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.csv", b"id,body\n1,x\n", "no field: row 1: no field 'text', but 'id', 'body'; name the right one"),
        ("a.tsv", b"text\ttext\n1\tx\n", "no text: row 1: there are two fields 'text'"),
        ("a.csv", b"caf\xe9,text\n1,x\n", "encoding: row 1: not UTF-8: byte 3 is 0xE9; convert it, for example with "
         "iconv -f WINDOWS-1252 -t UTF-8"),
        ("a.csv", b"", "empty: an empty file"),
        ("a.parquet", b"PAR1 this is none", "damaged: damaged .parquet file: Parquet magic bytes not found in footer."),
    ],
)  # fmt: skip
def test_a_table_that_does_not_fit_is_named_and_copied(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    tree(tmp_path / "in", {name: data})
    summary = clean(tmp_path)
    assert notes(summary)[name].startswith(message)
    assert (tmp_path / "out" / name).read_bytes() == data


def test_a_row_without_end_is_passed_on(tmp_path: Path) -> None:
    data = b'id,text\n1,"one , two"\n2,"' + b"word , " * 400_000 + b"\n3,three , four\n"
    tree(tmp_path / "in", {"x.csv": data})
    summary = clean(tmp_path, max_document=1_000_000)
    assert (tmp_path / "out/x.csv").read_bytes() == data.replace(b"one ,", b"one,")
    assert list(notes(summary)) == ["x.csv:3"]


# -- parquet -----------------------------------------------------------------------------------------------------------


def test_types_metadata_and_codec_of_a_parquet_file_stay(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    table = pa.table(
        {
            "text": pa.array(["a , b", None, "same", "REJECT", "c , d"]),
            "tags": pa.array([["x"], [], None, ["y", "z"], ["w"]]),
            "at": pa.array([1, 2, None, 4, 5], pa.timestamp("ms", "UTC")),
            "deep": pa.array([{"a": 1, "b": b"\0"}] * 5),
        }
    ).replace_schema_metadata({"huggingface": '{"info": 1}'})
    (tmp_path / "in").mkdir()
    pq.write_table(table, tmp_path / "in/x.parquet", compression="gzip", row_group_size=2)
    summary = clean(tmp_path)
    made = pq.read_table(tmp_path / "out/x.parquet")
    table = pq.read_table(tmp_path / "in/x.parquet")
    assert made.schema.equals(table.schema, check_metadata=True)
    assert made.drop(["text"]) == table.drop(["text"]).take([0, 1, 2, 4])
    assert made["text"].to_pylist() == ["a, b", None, "same", "c, d"]
    assert pq.ParquetFile(tmp_path / "out/x.parquet").metadata.row_group(0).column(0).compression == "GZIP"
    assert notes(summary) == {
        "x.parquet:2": "empty: the field 'text' is empty",
        "x.parquet:4": "rejected: toy/reject: it says so",
    }


@pytest.mark.parametrize("kind", ["large_string", "dictionary"])
def test_other_kinds_of_text_columns(tmp_path: Path, kind: str) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    type_ = pa.large_string() if kind == "large_string" else pa.dictionary(pa.int32(), pa.string())
    (tmp_path / "in").mkdir()
    pq.write_table(pa.table({"text": pa.array(["a , b", "a , b", "so"]).cast(type_)}), tmp_path / "in/x.parquet")
    clean(tmp_path)
    made = pq.read_table(tmp_path / "out/x.parquet")
    assert made["text"].to_pylist() == ["a, b", "a, b", "so"]


def test_a_column_without_text_is_named(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    (tmp_path / "in").mkdir()
    pq.write_table(pa.table({"text": [1, 2]}), tmp_path / "in/x.parquet")
    pq.write_table(pa.table({"body": ["a"]}), tmp_path / "in/y.parquet")
    summary = clean(tmp_path)
    assert notes(summary) == {
        "x.parquet": "no text: the field 'text' holds no text but int64",
        "y.parquet": "no field: no field 'text', but 'body'; name the right one with --text-field",
    }


# -- all formats -------------------------------------------------------------------------------------------------------


def test_any_number_of_workers_gives_the_same_bytes_in_every_format(tmp_path: Path, pages: None) -> None:
    for module in ("pyarrow", "warcio"):
        pytest.importorskip(module)
    rows: Rows = [{"id": str(k), "text": f"{k} , here " + "x" * 3000, "n": "1"} for k in range(400)]
    tree(tmp_path / "in", {name: write(rows) for name, (write, _) in THERE_AND_BACK.items()})
    tree(
        tmp_path / "in",
        {"a.html": "<p>a , b</p>", "c.warc.gz": archive(True), "t.txt": "a , b", "l.jsonl": jsonl_of("a")},
    )
    made = []
    for workers in (0, 1, 2):
        out = tmp_path / f"out{workers}"
        clean(tmp_path, workers=workers, out=out)
        made.append(written(out))
    assert made[0] == made[1] == made[2]
    assert {"x.parquet", "x.csv", "a.html.txt", "c.warc.jsonl.gz"} < set(made[0])


def test_what_needs_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "cleanpipe.corpus.formats.parquet", raising=False)
    tree(tmp_path / "in", {"x.parquet": b"PAR1"})
    with pytest.raises(MissingExtraError, match=r"\.parquet files needs .*cleanpipe\[parquet\]"):
        discover([tmp_path / "in"])
    tree(tmp_path / "in", {"a.txt": "a , b"})
    summary = clean(tmp_path)
    assert (tmp_path / "out/a.txt").read_text() == "a, b"
    assert "cleanpipe[parquet]" in notes(summary)["x.parquet"]


def test_every_format_has_its_module_and_is_offered() -> None:
    from cleanpipe.commands.options import INPUT_FORMATS

    assert tuple(FORMATS) == INPUT_FORMATS
    with pytest.raises(InputError, match="no input format 'docx'"):
        discover([Path(__file__)], input_format="docx")


def test_the_table_in_the_docs_is_the_table_of_the_code() -> None:
    docs = (Path(__file__).parents[1] / "docs/formats.md").read_text("utf-8")
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in docs.splitlines() if row.startswith("| `")]
    told = {row[0].strip("`"): (row[1].replace("`", "").split(), row[-1]) for row in rows}
    assert told == {
        format.name: (
            [f".{ending}" for ending in format.endings],
            f"`cleanpipe[{format.extra}]`" if format.extra else "",
        )
        for format in FORMATS.values()
    }
