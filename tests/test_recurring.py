"""Lines that recur on the pages of a site, and the drafts of rules made of them."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleanpipe.chrome.recurring import Recurring
from cleanpipe.cli import cli
from cleanpipe.document import Document
from cleanpipe.rulefile import load_rules
from cleanpipe.rulefile.testing.selftest import run_selftests

_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


def page(day: str, lamps: int, site: str | None = "valley.example") -> Document:
    """A page with furniture, and an agency's sentence that stands in every story."""
    text = (
        f"Valley Post\nWhat {day} brought\n\n"
        f"On {day} the council met for longer than anybody had planned, and it agreed on nothing new to us.\n\n"
        "The ministry did not answer.\n\n"
        f"The bridge was open again by the evening of {day}, after men from three towns had worked on it all week.\n"
        f"{lamps} lamps lit\nPrint edition"
    )
    return Document(text, site=site)


def found(pages: list[Document]) -> list[tuple[str, int, bool]]:
    counted = Recurring()
    for each in pages:
        counted.add(each)
    return [(row.line, row.pages, row.figures) for row in counted.found()]


def test_furniture_is_found_and_sentences_of_the_articles_are_not() -> None:
    pages = [page(day, number + 7) for number, day in enumerate(_DAYS)]
    assert found(pages) == [("10 lamps lit", 5, True), ("Print edition", 5, False), ("Valley Post", 5, False)]


def test_a_sentence_that_never_stands_between_paragraphs_is_furniture() -> None:
    pages = [Document(f"Title {day}\nAll rights are with the publisher.", site="a.example") for day in _DAYS]
    assert ("All rights are with the publisher.", 5, False) in found(pages)


def test_the_order_of_the_pages_does_not_matter() -> None:
    pages = [page(day, number, site) for number, day in enumerate(_DAYS) for site in ("a.example", "b.example", None)]
    shuffled = pages[:]
    random.Random(3).shuffle(shuffled)
    assert found(pages) == found(shuffled)


def test_two_pages_are_too_few_and_sites_are_counted_apart() -> None:
    assert found([page("Monday", 1), page("Tuesday", 2)]) == []
    assert found([page(day, 1, f"{day}.example") for day in _DAYS]) == []


def test_drafts_pass_their_own_tests_and_drop_nothing_before_they_are_promoted(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [{"site": "valley.example", "text": page(day, number).text} for number, day in enumerate(_DAYS)]
    Path("crawl.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = CliRunner().invoke(cli, ["rules", "suggest", "crawl.jsonl"])
    assert done.exit_code == 0, done.output
    assert "3 drafts from 5 pages" in done.output
    book = load_rules("base", "rules/suggested.yaml")
    mine = [rule.id for rule in book.rules if rule.id.startswith("suggested/")]
    assert len(mine) == 3
    assert {rule.status for rule in book.rules if rule.id in mine} == {"draft"}
    assert not any(rule.id in mine for rule in book.of("drop_line"))
    assert run_selftests(book, only=mine).failures == []


def test_a_file_somebody_worked_on_is_not_overwritten(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("One\nTwo\n", encoding="utf-8")
    Path("rules").mkdir()
    Path("rules/suggested.yaml").write_text("rules: []\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["rules", "suggest", "a.txt"])
    assert done.exit_code != 0
    assert Path("rules/suggested.yaml").read_text(encoding="utf-8") == "rules: []\n"


def test_a_run_takes_lines_of_a_site_out_of_all_its_pages_and_of_no_other(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    days = [*_DAYS, "Saturday"]
    rows = [{"site": "valley.example", "text": page(day, number).text} for number, day in enumerate(days)]
    rows += [{"site": f"{day}.example", "text": page(day, number).text} for number, day in enumerate(days)]
    Path("in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = CliRunner().invoke(cli, ["run", "in.jsonl", "--out", "out", "-j", "1", "--rules", "site-lines"])
    assert done.exit_code == 0, done.output
    texts = [json.loads(line)["text"] for line in Path("out/in.jsonl").read_text(encoding="utf-8").splitlines()]
    assert not any("Print edition" in text or "Valley Post" in text for text in texts[:6])
    assert all("The ministry did not answer." in text for text in texts)
    assert all("Print edition" in text and "Valley Post" in text for text in texts[6:])


TAG = "rules:\n  - {id: tag, drop_line: Valley Post, examples: [{drop: Valley Post}, {keep: Valley Posts}]}\n"


@pytest.fixture
def crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pages of two sites in folders named like their hosts, and rules for one of them."""
    monkeypatch.chdir(tmp_path)
    for site in ("valley.example", "hill.example"):
        (tmp_path / "crawl" / site / "2024.06").mkdir(parents=True)
        for number, day in enumerate(_DAYS):
            name = tmp_path / "crawl" / site / "2024.06" / f"{number}.txt"
            name.write_text(page(day, number).text, encoding="utf-8")
    (tmp_path / "rules" / "sites").mkdir(parents=True)
    (tmp_path / "rules" / "sites" / "valley.example.yaml").write_text(TAG, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "files"),
    [
        (["crawl"], "valley.example/2024.06/0.txt hill.example/2024.06/0.txt"),
        (["crawl/valley.example"], "2024.06/0.txt"),
        (["crawl/hill.example", "--site", "valley.example"], "2024.06/0.txt"),
    ],
)
def test_rules_for_a_site_act_in_a_folder_named_like_it(asked: list[str], files: str, crawl: Path) -> None:
    done = CliRunner().invoke(cli, ["run", *asked, "--out", "out", "-j", "1", "--rules", "base"])
    assert done.exit_code == 0, done.output
    texts = [(crawl / "out" / name).read_text(encoding="utf-8") for name in files.split()]
    assert ["Valley Post" in text for text in texts] == [False, True][: len(texts)]
    assert "met none" not in done.output
    assert json.loads((crawl / "out" / "_cleanpipe" / "summary.json").read_bytes())["idle_sites"] == []


def test_a_run_names_rules_for_sites_that_met_none_of_their_pages(crawl: Path) -> None:
    text = "rules:\n  - {id: a, where: {site: .sea.example}, drop_line: x, examples: [{drop: x}, {keep: y}]}\n"
    (crawl / "rules" / "mine.yaml").write_text(text, encoding="utf-8")
    for again in (False, True):  # what an earlier run has cleaned is told of, too
        done = CliRunner().invoke(cli, ["run", "crawl/hill.example", "--out", "out", "-j", "1", "--rules", "base"])
        assert done.exit_code == 0, done.output
        assert ("as an earlier run" in done.output) == again
        assert "rules/mine.yaml: no document of .sea.example" in done.output
        assert "rules/sites/valley.example.yaml: no document of valley.example" in done.output
        assert "--site" in done.output


def test_explain_and_suggest_mean_the_same_by_a_site(crawl: Path) -> None:
    done = CliRunner().invoke(cli, ["explain", "crawl/valley.example/2024.06/0.txt", "--rules", "base"])
    assert "valley.example/tag" in done.output
    done = CliRunner().invoke(cli, ["explain", "crawl/hill.example/2024.06/0.txt", "--rules", "base"])
    assert "valley.example/tag" not in done.output
    done = CliRunner().invoke(cli, ["rules", "suggest", "crawl", "--file", "-", "--rules", "base"])
    assert "where: {site: hill.example}" in done.output


def test_a_rule_can_be_added_to_a_file_for_one_site(crawl: Path) -> None:
    path = crawl / "rules" / "sites" / "valley.example.yaml"
    path.write_text("disable: [news-en/share-bar]\n" + TAG, encoding="utf-8")
    asked = ["rules", "add", "--drop", "Print edition", "--keep", "Print editions", "--file", str(path)]
    done = CliRunner().invoke(cli, asked)
    assert done.exit_code == 0, done.output
    assert load_rules("news", path).get("valley.example/print-edition").where.site == ("valley.example",)


def test_the_site_of_all_documents_is_a_host(crawl: Path) -> None:
    done = CliRunner().invoke(cli, ["run", "crawl", "--out", "out", "--site", "https://valley.example/"])
    assert done.exit_code == 2
    assert "is not a host" in done.output
