"""The report page: it escapes everything, stays small, marks changes, and lets the reader choose without a script."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import cleanpipe
from cleanpipe.cli import cli
from cleanpipe.corpus.outcome import Outcome
from cleanpipe.document import Edit
from cleanpipe.editing import Bar, History, choose
from cleanpipe.report.digest import digest
from cleanpipe.report.log import row_of
from cleanpipe.report.page import build
from cleanpipe.report.show import visible

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


def test_empty_documents_are_counted_where_there_are_some() -> None:
    assert "<span>empty" not in "".join(build(SUMMARY, [], digest([])))
    assert "<b>2</b><span>empty</span>" in "".join(build({**SUMMARY, "empty": 2}, [], digest([])))


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
    shown = [len(passage.rows) for passage in found.documents[0].passages]
    assert (len(found.documents), sum(shown), len(found.clusters)) == (50, 60, 30)
    assert len("".join(build(SUMMARY, [], found))) < 5_000_000


def test_the_documents_with_most_edits_are_shown() -> None:
    counts = {f"d{n:03}": 1 + n % 70 for n in range(200)}
    rows = [
        {"document": name, "rule": "toy/x", "state": "applied", "start": n, "end": n + 1}
        for name, count in counts.items()
        for n in range(count)
    ]
    shown = [(document.name, document.edits) for document in digest(rows).documents]
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
    assert (
        "It rained<span><del> </del><sup>1</sup></span>, they <span class=ask><del>left</del><ins>went</ins><sup>2"
        in page
    )
    assert "class='passage asks made k1'" in page
    assert "body:has(#k1:checked) :is(.passage:not(.k1),.doc:not(:has(.k1))){display:none}" in page
    assert "2 edits in" in page
    assert "2 further changes suggested" in page


AFTER = re.compile(r"<span class=ask>(?:<del>(.*?)</del>)?(?:<ins>.*?</ins>)?</span>|<del>.*?</del>", re.S)


def views(html: str) -> tuple[str, str]:
    """The text of a passage or example as the style sheet shows it: before, and after."""
    text = re.sub(r"<sup>\d+</sup>", "", html.partition("<p class=text>")[2].partition("</p>")[0])
    text = re.sub(r"<i class=eol>(⏎+)</i>\n", lambda found: "\n" * len(found[1]), text)
    before = re.sub(r"<ins>.*?</ins>", "", text, flags=re.S)
    after = AFTER.sub(lambda found: found[1] or "", text)
    return plain(before), plain(after)


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def assert_part(shown: str, text: str) -> None:
    """What is shown stands in the text, but for what is marked as left out."""
    at = -1
    for piece in re.split(r"…|\[\.\.\. \d+ characters \.\.\.\]", shown):
        # Blanks at the places left out belong to their marks.
        at = visible(text, keep_lines=True).replace("…", " ").find(piece.strip(" "), max(at, 0))
        assert at >= 0, (shown, piece)


def assert_true_views(rows: list[dict[str, Any]], text: str, output: str) -> int:
    found = digest(rows)
    page = "".join(build(SUMMARY | {"rules": {row["rule"]: [1, 0, 0, 1] for row in rows}}, [], found))
    shown = re.findall(r"<div class=(?:'passage[^>]*|example)>.*?</div>", page, re.S)
    for html in shown:
        before, after = views(html)
        assert_part(before, text)
        assert_part(after, output)
    return len(shown)


TEXTS = st.text(st.sampled_from("abcd  .\n"), min_size=1, max_size=500)
PLACES = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, 8), st.sampled_from(["", "X", "Y z", "W\n"])), max_size=40
)


@given(TEXTS, st.tuples(PLACES, PLACES, PLACES))
def test_before_is_a_part_of_the_input_and_after_of_the_output(text: str, layers: tuple[Any, ...]) -> None:
    history = History(text)
    for layer in layers[:2]:
        proposals = [Edit(a, a + size, new, "toy/x") for a, size, new in layer if a + size <= len(history.text)]
        decided = choose(history.text, proposals, lambda rule: Bar())
        history.add(edit for edit in decided if edit.state == "applied")
    asked = [Edit(a, a + size, new, "toy/y") for a, size, new in layers[2] if a + size <= len(text)]
    edits = [*history.composed(), *(replace(edit, state="suggested") for edit in asked)]
    rows = [{"document": "a", **row_of(edit, text)} for edit in sorted(edits, key=lambda e: (e.start, e.end, e.state))]
    assert_true_views(rows, text, history.text)


def test_the_views_are_true_for_documents_of_all_languages() -> None:
    shown = 0
    for path in (path for kind in ("txt", "md") for path in sorted(Path("corpus/dirty").glob(f"*/*.{kind}"))):
        result = cleanpipe.clean(path.read_text(encoding="utf-8"))
        rows = [{"document": path.name, **json.loads(row)} for row in Outcome.of(result).rows]
        shown += assert_true_views(rows, result.original, result.text)
    assert shown > 100


def test_the_example_of_the_readme_is_shown_as_it_became() -> None:
    block = Path("README.md").read_text(encoding="utf-8").partition("```text\nin")[2].partition("```")[0]
    text = "".join(f"{line[:57].rstrip()}\n" for line in block.splitlines()[2:])
    result = cleanpipe.clean(text)
    rows = [{"document": "a", **json.loads(row)} for row in Outcome.of(result).rows]
    assert assert_true_views(rows, text, result.text)
    page = "".join(build(SUMMARY, [], digest(rows)))
    both = "".join(views(html)[1] for html in re.findall(r"<div class='passage.*?</div>", page, re.S))
    assert "3,200 cups in U.S. ports." in both
    assert "ports.." not in both


def test_marks_and_reasons_have_the_numbers_of_the_log() -> None:
    row = {
        "document": "a.txt", "rule": "toy/x", "state": "applied", "before": " ", "after": "", "score": 0.9,
        "reason": "a blank", "context": ["It rained", ", they left , all."], "start": 9, "end": 10, "number": 4,
    }  # fmt: skip
    other = {**row, "start": 21, "end": 22, "context": ["It rained , they left", ", all."], "number": 6}
    over = {
        **other, "state": "suggested", "rule": "toy/y", "start": 17, "before": "left ,", "after": "left;", "end": 23,
        "number": 5, "score": 0.629,
    }  # fmt: skip
    page = "".join(build(SUMMARY, [], digest([row, over, other]), "my clean"))
    assert "<del> </del><sup>4</sup>" in page
    assert "<del> </del><sup>6</sup>" in page  # the edit that is made is marked, not the suggestion it met
    assert page.count("a blank") == 3
    assert "<li value=5><b>suggestion</b> <span class=rule>toy/y</span> 0.63 · a blank · <del>left ,</del>" in page
    assert "<code class=way>--accept 5</code>, or in every document <code>--set toy/y.apply_from=0.62</code>" in page
    assert "cleanpipe decide &#x27;my clean&#x27; DOCUMENT" in page


def test_every_kind_that_is_shown_can_be_chosen() -> None:
    names = [f"kind {n}" for n in range(20)]
    row = {"document": "a.txt", "state": "applied", "before": "x", "after": "", "score": 0.9, "reason": ""}
    rows = [{**row, "rule": f"toy/{n}", "start": 500 * n, "end": 500 * n + 1} for n in range(17)]
    families = {name: {"applied": 1, "suggested": 0, "other": 0} for name in names}
    kinds = {f"toy/{n}": name for n, name in enumerate(names)}
    page = "".join(build({**SUMMARY, "families": families, "kinds": kinds}, [], digest(rows)))
    assert page.count("name=k id=k") == 18  # all, and those with an edit on the page
    assert "<summary>5 more</summary>" in page


def test_files_of_other_kinds_are_a_number_and_no_rows(tmp_path: Path) -> None:
    for number in range(400):  # more than the page has notes
        (tmp_path / f"labels{number:03}.lines").write_text("+\tIt rained.\n", "utf-8")
    (tmp_path / "none.jsonl").write_text('{"text": ""}\n', "utf-8")
    out = tmp_path / "out"
    ran = CliRunner().invoke(cli, ["run", str(tmp_path), "--out", str(out), "--rules", "base", "--no-project-rules"])
    page = (out / "_cleanpipe/report.html").read_text("utf-8")
    assert (ran.exit_code, "labels" in page, "none.jsonl" in page) == (0, False, True)
    assert "Files of other kinds, not read: 400 .lines" in page
