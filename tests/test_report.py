"""The report page: it escapes everything, stays small, marks changes, and lets the reader choose without a script."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cleanpipe.report.digest import digest
from cleanpipe.report.page import build
from cleanpipe.report.passages import passages

SUMMARY = {
    "cleanpipe": "0", "dry_run": False, "documents": 1, "cleaned": 1, "unchanged": 0, "rejected": 0, "passed": 0,
    "languages": {"<b>": 1}, "rule_files": ["<script>x"], "bytes": 10, "timing": {"seconds": 1.0},
    "families": {"<b>kind": {"applied": 1, "suggested": 1, "other": 0}}, "inputs": ["<script>in"],
    "notes": {"warning": 1}, "troubles": 0,
    "kinds": {"<i>rule": "<b>kind"}, "rules": {"<i>rule": [1, 0, 0, 1]}, "why": {"<i>rule": "<u>why"},
}  # fmt: skip


def test_the_page_escapes_everything_and_loads_nothing() -> None:
    evil = "<script>alert(1)</script><img src=http://x.example/y onerror=z>\x00\u202e"
    row = {
        "document": evil, "rule": "<i>rule", "state": "applied", "before": evil, "after": evil, "score": 0.9,
        "reason": evil, "context": [evil, evil], "twin": evil, "start": 0, "end": len(evil),
    }  # fmt: skip
    rows = [row, {**row, "state": "suggested", "start": 500, "end": 600}]
    page = "".join(build(SUMMARY, [{"kind": evil, "document": evil, "message": evil}], digest(rows)))
    assert "&lt;script&gt;" in page
    for forbidden in ("<script", "<img", "<i>", "<u>", "<b>:", "\x00", "\u202e", "<link", "@import", "url("):
        assert forbidden not in page.replace("<b>1</b>", "").replace("<b>0</b>", "")


def test_the_page_of_a_long_log_stays_small() -> None:
    rows = (
        {
            "document": f"d{n // 100:06}", "rule": f"toy/{n % 7}", "state": "applied", "before": "x" * 5000,
            "after": "", "score": 0.9, "reason": "", "context": ["", ""], "twin": f"t{n}",
            "start": 9000 * n, "end": 9000 * n + 5000,
        }
        for n in range(40_000)
    )  # fmt: skip
    found = digest(rows)
    assert (len(found.documents), len(found.documents[0][2]), len(found.clusters)) == (50, 60, 30)
    assert len("".join(build(SUMMARY, [], found))) < 5_000_000


def test_the_documents_with_most_edits_are_shown() -> None:
    counts = {f"d{n:03}": 1 + n % 70 for n in range(200)}
    rows = [
        {"document": name, "rule": "toy/x", "state": "applied"} for name, count in counts.items() for _ in range(count)
    ]
    shown = [(name, count) for name, count, _ in digest(rows).documents]
    assert shown == sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:50]


def test_the_page_marks_changes_and_lets_the_reader_choose() -> None:
    row = {
        "document": "a.txt", "rule": "toy/x", "state": "applied", "before": " ", "after": "", "score": 0.9,
        "reason": "a blank", "context": ["It rained", ", they left.\n\nThen"], "start": 9, "end": 10,
    }  # fmt: skip
    asked = {**row, "state": "suggested", "before": "left", "after": "went", "start": 17, "end": 21}
    kinds = {"families": {k: {"applied": 1, "suggested": 1, "other": 0} for k in ("spacing", "words")}}
    summary = {**SUMMARY, **kinds, "kinds": {"toy/x": "words"}}
    page = "".join(build(summary, [], digest([row, {**asked, "context": ["rained , they ", ".\n\nThen"]}])))
    assert "It rained<del> </del>, they <span class=ask><del>left</del><ins>went</ins></span>" in page
    assert "class='passage asks made k2'" in page
    assert "body:has(#k2:checked) :is(.passage:not(.k2),.doc:not(:has(.k2))){display:none}" in page
    assert "id=k2>words</label>" in page
    assert "2 edits in" in page
    assert "2 further changes suggested" in page


def row_at(start: int, old: str, new: str, left: str, right: str) -> dict[str, object]:
    return {"start": start, "end": start + len(old), "before": old, "after": new, "context": [left, right]}


PAGE = "".join(chr(ord("a") + n % 26) + ("\n" if n % 17 == 16 else " " if n % 5 == 4 else "") for n in range(400))


@given(st.lists(st.tuples(st.integers(0, len(PAGE) - 9), st.integers(0, 8)), max_size=12))
def test_passages_show_the_text_as_it_was(places: list[tuple[int, int]]) -> None:
    spans = sorted((start, start + size) for start, size in places)
    rows = [row_at(a, PAGE[a:b], "", PAGE[max(0, a - 40) : a], PAGE[b : b + 40]) for a, b in spans]
    found = list(passages(rows))
    assert [row for passage in found for row in passage.rows] == rows
    for passage in found:
        shown = [passage.between[0].removeprefix("…")]
        for row, after in zip(passage.rows, passage.between[1:], strict=True):
            shown += [str(row["before"]), after]
        text = "".join(shown)
        assert text.removesuffix(" …") in PAGE or text.removesuffix(" …").lstrip() in PAGE
        assert all(b["start"] >= a["end"] for a, b in pairwise(passage.rows))
