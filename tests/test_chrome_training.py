"""The wording a line scorer is fitted on: no page sees votes of its own host, nor of one that lent it furniture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from cleanpipe import Pipeline
from cleanpipe.chrome.features import page_of
from cleanpipe.chrome.model import model_from, shipped_model
from cleanpipe.chrome.units import units_of
from cleanpipe.cli import cli
from cleanpipe.document import Document
from cleanpipe.errors import InputError
from cleanpipe.rulefile import load_rules
from cleanpipe.rulefile.fingerprint import fingerprint
from cleanpipe.training.chrome import Example, WordingTable, tuned
from cleanpipe.training.pages import read, summary

TEXT = "Subscribe to our letter\nIt rained on the valley all day."


def example(host: str) -> Example:
    return Example.of(TEXT, units_of(Document(TEXT)), host, [0.0, 1.0], [1.0, 1.0])


def test_a_page_sees_the_votes_of_other_hosts_only() -> None:
    hosts = [example(f"host{n}") for n in range(5)]
    table = WordingTable(hosts)
    assert np.any(table.wording(hosts[0]))
    before = table.odds().copy()
    assert not np.any(WordingTable(hosts[:4]).wording(hosts[0])), "three other hosts are too few"
    assert np.array_equal(table.odds(), before)


def test_a_page_in_the_furniture_of_another_sees_neither_and_has_no_vote() -> None:
    hosts = [example(f"host{n}") for n in range(5)]
    mixed = replace(example("host0"), lender="host1")
    assert np.array_equal(WordingTable([*hosts, mixed]).total, WordingTable(hosts).total)
    assert not np.any(WordingTable(hosts).wording(mixed))
    assert np.any(WordingTable([*hosts, example("host5")]).wording(mixed))


# -- pages of one's own ------------------------------------------------------------------------------------------------

LABELLED = "-\tHome\n-\tSubscribe to our letter\n+\tIt rained on the valley all day.\n?\tMore\n"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    for n in range(6):
        path = tmp_path / "pages" / f"site{n % 2}" / f"{n}.lines"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(LABELLED)
    return tmp_path / "pages"


def test_pages_are_read_with_their_sites_and_labels(pages: Path) -> None:
    (pages / "alone.lines").write_text(LABELLED)
    found = read([pages])
    assert summary(found) == {"pages": 7, "sites": 3, "lines": 21}
    assert found[0].host == "alone"
    assert found[0].label.tolist() == [0, 0, 1, 0]
    assert found[0].weight.tolist() == [1, 1, 1, 0]


@pytest.mark.parametrize(
    ("text", "says"),
    [("+ no tab\n", ":1: a line begins with"), ("?\tall unknown\n", "no line with"), ("", "no line with")],
)
def test_what_is_wrong_with_a_page_is_told_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "x.lines").write_text(text)
    with pytest.raises(InputError, match=says):
        read([tmp_path])


def test_weights_learn_from_pages_and_are_the_same_again(pages: Path) -> None:
    found = read([pages])
    made = tuned(found)
    again = tuned(found)
    assert all(np.array_equal(made[name], again[name]) for name in made)
    text = "Home\nSubscribe to our letter\nIt rained on the valley all day.\nMore"
    page = page_of(text, units_of(Document(text)))
    before, after = shipped_model().content(page), model_from(made).content(page)
    assert after[1] < before[1]
    assert after[2] > before[2]


def test_the_command_writes_weights_that_a_rule_file_can_name(pages: Path, tmp_path: Path) -> None:
    weights = tmp_path / "w" / "chrome.npz"
    done = CliRunner().invoke(cli, ["train", "chrome", str(pages), "--file", str(weights)])
    assert done.exit_code == 0, done.output
    assert "6 pages of 2 sites, 18 labelled lines" in done.output
    assert "pages not seen" in done.output
    rules = tmp_path / "mine.yaml"
    rules.write_text(f"format: 1\npack: mine\nextends: news\nchrome_model: {weights}\n")
    book = load_rules(rules)
    assert Pipeline(book).clean("It rained.\nAll day.").text == "It rained.\nAll day."
    first = fingerprint(book)
    weights.write_bytes(weights.read_bytes() + b"\0")
    assert fingerprint(book) != first, "other weights, other output"


def test_weights_that_are_none_are_told_before_a_run(tmp_path: Path) -> None:
    rules = tmp_path / "mine.yaml"
    rules.write_text(f"format: 1\npack: mine\nchrome_model: {tmp_path / 'none.npz'}\n")
    with pytest.raises(InputError, match="there is no file"):
        Pipeline.from_rules(rules)
    (tmp_path / "none.npz").write_bytes(b"no weights")
    with pytest.raises(InputError, match="no weights of this version"):
        Pipeline.from_rules(rules)
    with (tmp_path / "none.npz").open("wb") as file:
        np.save(file, np.zeros(3))
    with pytest.raises(InputError, match="no weights of this version"):
        Pipeline.from_rules(rules)
