"""The sample texts themselves: every expectation points at something that is really there.

A drop line that is no line, a broken phrase the document does not hold, or a kept phrase that was never in it would
make the expectations pass for nothing. The clean texts are checked for the traces of damage a reader of the files
would find first, and the labelled pages for their form.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
EXPECTATIONS = sorted((ROOT / "tests" / "cases" / "corpus").glob("*.yaml"))
CLEAN = sorted(path for path in (CORPUS / "clean").rglob("*") if path.suffix in {".txt", ".md"})
PAGES = sorted((CORPUS / "pages").rglob("*.lines"))
KEYS = {"document", "about", "drop", "repair", "keep", "twins", "suggest_or_leave", "records"}


def text_of(path: Path) -> str:
    """The text of a document, unpacked if need be, with its line ends as they are."""
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")


def cases() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, text and expectation of every document, one per record for JSON lines."""
    for path in EXPECTATIONS:
        expected = yaml.safe_load(path.read_text("utf-8"))
        source = text_of(ROOT / expected["document"])
        if "records" not in expected:
            yield path.stem, source, expected
            continue
        texts = {str(row["id"]): row["text"] for row in map(json.loads, source.splitlines())}
        for name, part in expected["records"].items():
            yield f"{path.stem}/{name}", texts[str(name)], part


@pytest.mark.parametrize(("name", "text", "expected"), [pytest.param(*case, id=case[0]) for case in cases()])
def test_expectations_point_at_the_document(name: str, text: str, expected: dict[str, Any]) -> None:
    lines = {line.strip() for line in text.splitlines()}
    drop = expected.get("drop", [])
    # a document whose encoding or entities are broken may list a line twice: as it stands, and as it reads when mended
    mended = {line for line in drop if line.strip() not in lines}
    assert not (mended and not re.search("[ÃÐâ]|&[a-z]+;", text)), f"{name}: no such lines: {sorted(mended)}"
    for pair in expected.get("repair", []):
        assert pair["broken"] in text, f"{name}: not in the text: {pair['broken']!r}"
        assert pair["accept"], f"{name}: nothing accepted for {pair['broken']!r}"
        for wanted in pair["accept"]:
            rest = (text + "\n").replace(pair["broken"], "\0")
            assert wanted not in rest, f"{name}: already there: {wanted!r}"
            assert pair["broken"] not in wanted, f"{name}: the repair keeps the damage: {wanted!r}"
    for phrase in expected.get("keep", []) + expected.get("suggest_or_leave", []):
        assert phrase in text or re.search("[ÃÐâ]|&[a-z]+;", text), f"{name}: not in the text: {phrase!r}"
    for start in expected.get("twins", []):
        assert any(line.startswith(start) for line in lines), f"{name}: no paragraph starts {start!r}"


def test_every_damaged_document_has_its_expectation() -> None:
    documents = {path for path in (CORPUS / "dirty").rglob("*") if path.is_file()}
    named = set()
    for path in EXPECTATIONS:
        expected = yaml.safe_load(path.read_text("utf-8"))
        assert set(expected) <= KEYS, path.name
        named.add(ROOT / expected["document"])
    assert named == documents
    assert len(documents) >= 18


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: str(path.relative_to(CORPUS)))
def test_clean_text_carries_no_plain_trace_of_damage(path: Path) -> None:
    text = text_of(path)
    assert text == unicodedata.normalize("NFC", text)
    assert not re.search("[\ufffd\u200b\u00ad\ufeff]|[\u0080-\u009f]|Ã.|â€|Ð.Ð", text)
    prose = re.sub(r"(?ms)^```.*?^```|^ {4}.*?$|^\|.*?$", "", text)
    assert not re.search(r"(?<=\S)  (?=\S)|\t| $", prose, re.M), "double, tab or trailing space"
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(CORPUS)))
def test_page_lines_are_labelled(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert 25 <= len(lines) <= 80
    assert all(re.match(r"[+-]\t\S", line) for line in lines)
    assert sum(line[0] == "+" for line in lines) >= 5
    assert sum(line[0] == "-" for line in lines) >= 8
