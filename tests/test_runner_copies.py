"""Copies across the documents of a run, and other output formats, with the pipeline of ``runner_toy``."""

from __future__ import annotations

import gzip
import json
from functools import partialmethod
from pathlib import Path
from typing import Any

import pytest
from runner_toy import DEDUPE, ToyPipeline, clean, jsonl_of, notes, tree, written

import cleanpipe.pipeline
from cleanpipe.corpus import packing
from cleanpipe.corpus.comparing import Comparer
from cleanpipe.report.log import read_log, replay


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleanpipe.pipeline, "Pipeline", ToyPipeline)


MILL = "The old mill — built in 1874 — stood empty for years before the council bought it."
MILL_2 = "The old mill - built in 1874 - stood empty for many years before the council bought it."
MILL_3 = "The old mill — built in 1974 — stood empty for years before the council bought it."
BOAT = "Nobody on the quay had seen the boat leave , and nobody expected it to come back."


def page(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs) + "\n"


def test_a_paragraph_goes_if_an_earlier_document_has_it(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        "a.txt": page("Café one.", MILL, "The end of a."),
        "b.txt": page("Start , b.", MILL_2, MILL_3, "teh end of b."),
        "c.jsonl": jsonl_of(page(BOAT, "Line one."), page("é.", MILL, BOAT)),
        "d.txt.gz": packing.pack(page(BOAT, MILL).encode(), "gz"),
    }
    tree(tmp_path / "in", files)
    summary = clean(tmp_path, rules=DEDUPE)
    out = tmp_path / "out"
    assert (out / "a.txt").read_text() == files["a.txt"]
    assert (out / "b.txt").read_text() == page("Start, b.", MILL_3, "teh end of b.")
    texts = [json.loads(line)["text"] for line in (out / "c.jsonl").read_text().splitlines()]
    assert texts == [page(BOAT, "Line one.").replace(" ,", ","), page("é.")]
    assert not (out / "d.txt.gz").exists()
    aside = gzip.decompress((out / "_cleanpipe/rejected/d.txt.gz").read_bytes()).decode()
    assert aside == page(BOAT, MILL).replace(" ,", ",")  # what is set aside can still be read
    assert notes(summary) == {"d.txt.gz": "rejected: nothing is left: all of it is in earlier documents"}
    assert summary["families"]["duplicates removed"] == {"applied": 5, "suggested": 0, "other": 0}
    rows = list(read_log(out / "_cleanpipe/edits.jsonl.gz"))
    twins = [(row["document"], row["twin"]) for row in rows if "twin" in row]
    assert twins == [
        ("b.txt", "a.txt#2"),
        ("c.jsonl:2", "a.txt#2"),
        ("c.jsonl:2", "c.jsonl:1#1"),
        ("d.txt.gz", "c.jsonl:1#1"),
        ("d.txt.gz", "a.txt#2"),
    ]
    of_b = [row for row in rows if row["document"] == "b.txt"]
    assert replay(str(files["b.txt"]), of_b) == (out / "b.txt").read_text()
    assert replay(page("é.", MILL, BOAT), [row for row in rows if row["document"] == "c.jsonl:2"]) == texts[1]
    assert "differs" in rows[1]
    merged = next(row for row in rows if row["document"] == "c.jsonl:2" and BOAT in row["before"])
    assert merged["merged"] == ["toy/blank", "toy/copies"]


def test_a_suggestion_in_what_goes_is_no_suggestion(tmp_path: Path) -> None:
    tree(tmp_path / "in", {"a.txt": page(BOAT), "b.txt": page("One.", BOAT + " teh")})
    clean(tmp_path, rules=DEDUPE)
    rows = list(read_log(tmp_path / "out/_cleanpipe/edits.jsonl.gz"))
    assert [(row["state"], row.get("by")) for row in rows if row["rule"] == "toy/teh"] == [("shadowed", "toy/copies")]


def test_what_is_set_aside_or_broken_is_no_original(tmp_path: Path) -> None:
    tree(
        tmp_path / "in",
        {
            "a.txt": page(MILL, "REJECT"),
            "b.jsonl.gz": packing.pack(jsonl_of(page(MILL), "x").encode() * 3000, "gz")[:-9],
            "c.txt": page(MILL, "RAISE"),
            "d.txt": page(MILL, "Kept."),
        },
    )
    clean(tmp_path, rules=DEDUPE)
    assert (tmp_path / "out/d.txt").read_text() == page(MILL, "Kept.")


@pytest.mark.parametrize(
    "change", [{"dedupe": False}, {"rules": DEDUPE.replace("    why", "    status: trial\n    why")}]
)
def test_copies_stay_when_told_so(tmp_path: Path, change: dict[str, Any]) -> None:
    tree(tmp_path / "in", {"a.txt": page(MILL, "a"), "b.txt": page(MILL, "b")})
    clean(tmp_path, **{"rules": DEDUPE, **change})
    assert (tmp_path / "out/b.txt").read_text() == page(MILL, "b")
    states = [row["state"] for row in read_log(tmp_path / "out/_cleanpipe/edits.jsonl.gz")]
    assert states == ([] if "dedupe" in change else ["trial"])


def test_copies_within_a_site(tmp_path: Path) -> None:
    lines = [
        json.dumps({"site": site, "text": page(MILL, f"Number {k}.")})
        for k, site in enumerate(("a.example", "b.example", "a.example", None, None))
    ]
    tree(tmp_path / "in", {"x.jsonl": "\n".join(lines)})
    clean(tmp_path, rules=DEDUPE.replace("within: corpus", "within: site"))
    texts = [json.loads(line)["text"] for line in (tmp_path / "out/x.jsonl").read_text().splitlines()]
    assert [MILL in text for text in texts] == [True, True, False, True, True]


def _counted(comparer: Comparer, told: Any, known: list[int], kept: int, gone: int) -> str | None:
    found: str | None = told(comparer, kept, gone)
    known.append(found is not None)
    return found


def test_copies_are_the_same_with_any_number_of_workers_and_when_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleanpipe.corpus.units.BATCH_BYTES", 2000)
    monkeypatch.setattr("cleanpipe.corpus.formats.lines.BATCH_BYTES", 2000)
    paragraphs = [f"Paragraph {n} tells of the {n}th day , on which nothing at all did happen." for n in range(30)]
    files: dict[str, bytes | str] = {
        f"{k % 3}/{k}.txt": page(*(paragraphs[(k * 7 + j * 11) % 30] for j in range(k % 5))) for k in range(40)
    }
    files["x.jsonl"] = jsonl_of(*(page(paragraphs[k % 30], f"Line {k}.") for k in range(60)))
    near = ("did happen", "has happened", "happened at all", "happens ever")
    files["y.jsonl"] = jsonl_of(*(page(paragraphs[k % 30].replace("did happen", near[k % 4])) for k in range(90)))
    tree(tmp_path / "in", files)
    results, blocks = [], list[int]()
    monkeypatch.setattr(Comparer, "told", partialmethod(_counted, Comparer.told, blocks))
    for workers, resume in ((0, False), (2, False), (4, False), (2, True), (0, True)):
        clean(tmp_path, rules=DEDUPE, workers=workers, resume=resume)
        results.append(written(tmp_path / "out"))
        # From the second run on pairs are compared in the workers, block by block.
        monkeypatch.setattr("cleanpipe.dedupe.copies.BATCH", 8)
        monkeypatch.setattr("cleanpipe.corpus.comparing.MANY", 0 if workers == 2 else 1_000_000)
    assert sum(blocks) > 200
    assert all(result == results[0] for result in results[1:])
    assert b'"rejected"' in results[0]["summary"]


def test_the_same_names_in_another_place_give_the_same_bytes(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        "b/1.txt": page(MILL_2, "One."),
        "a/2.txt": page("Two.", MILL, BOAT),
        "a/10.txt": page(BOAT, "Ten."),
        "c.jsonl": jsonl_of(page(MILL, "Line.")),
    }
    results = []
    for folder, names in (("in", list(files)), ("elsewhere/deep", sorted(files, reverse=True))):
        root = tmp_path / folder
        for name in names:  # written in another order, so that the folder lists them in another order
            tree(root, {name: files[name]})
        clean(tmp_path, rules=DEDUPE, inputs=(root,), out=tmp_path / f"out-{names[0][0]}")
        result = written(tmp_path / f"out-{names[0][0]}")
        result.pop("summary")  # it names the input
        results.append(result)
    assert results[0] == results[1]
    assert MILL not in results[0]["c.jsonl"].decode()


@pytest.mark.parametrize("survivor", ["first", "longest", "none"])
@pytest.mark.parametrize("unit", ["paragraph", "line", "document"])
def test_units_and_survivors(tmp_path: Path, unit: str, survivor: str) -> None:
    longer = MILL[:-1] + ", which took it long enough."
    between = "Nothing else happened on this day in the whole of the long valley."
    texts = [MILL, longer] if unit == "document" else [f"{MILL}\n{between}", f"{longer}\n{between[:-1]} at all."]
    if unit == "paragraph":
        texts = [text.replace("\n", "\n\n") for text in texts]
    tree(tmp_path / "in", {"a.txt": texts[0] + "\n", "b.txt": texts[1] + "\n"})
    rules = DEDUPE.replace("unit: paragraph", f"unit: {unit}").replace("words: 8", f"words: 8, survivor: {survivor}")
    if survivor == "none":
        rules = rules.replace("out: [1]", "out: []")
    clean(tmp_path, rules=rules)
    aside = sorted(path.name for path in tmp_path.glob("out/_cleanpipe/rejected/*"))
    out = {path.name: path.read_text() for path in (tmp_path / "out").glob("*.txt")}
    if survivor == "none":
        assert aside == ["a.txt", "b.txt"]
    elif survivor == "first":
        assert aside == ["b.txt"]
        assert out == {"a.txt": texts[0] + "\n"}
    else:
        assert aside == ["a.txt"]
        assert out == {"b.txt": texts[1] + "\n"}


# -- other output formats ----------------------------------------------------------------------------------------------


def test_text_files_become_lines_of_one_file(tmp_path: Path) -> None:
    tree(
        tmp_path / "in",
        {"a.txt": "One , two.", "b.jsonl": jsonl_of("x , y"), "c/d.txt": "z", "e.txt": b"\0", "r.txt": "REJECT"},
    )
    clean(tmp_path, output_format="jsonl")
    out = tmp_path / "out"
    rows = [json.loads(line) for line in (out / "documents.jsonl").read_text().splitlines()]
    assert rows == [{"id": "a.txt", "lang": "en", "text": "One, two."}, {"id": "c/d.txt", "lang": "en", "text": "z"}]
    assert (out / "b.jsonl").read_text() == jsonl_of("x, y")
    assert json.loads((out / "_cleanpipe/rejected/documents.jsonl").read_text())["id"] == "r.txt"
    assert sorted(path.name for path in out.iterdir()) == ["_cleanpipe", "b.jsonl", "documents.jsonl", "e.txt"]


def test_lines_become_text_files(tmp_path: Path) -> None:
    tree(tmp_path / "in", {"b.jsonl": jsonl_of("x , y", "REJECT", "\ud83d , z") + "{bad\n", "c.jsonl": "{}\n"})
    clean(tmp_path, output_format="text")
    out = tmp_path / "out"
    assert (out / "b.jsonl.d/00000001.txt").read_text() == "x, y"
    assert (out / "b.jsonl.d/00000003.txt").read_text() == "?, z"
    assert (out / "_cleanpipe/rejected/b.jsonl.d/00000002.txt").read_text() == "REJECT"
    assert (out / "b.jsonl").read_text() == "{bad\n"
    assert (out / "c.jsonl").read_text() == "{}\n"
