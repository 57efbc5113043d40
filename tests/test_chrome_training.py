"""The wording a line scorer is fitted on: no page sees votes of its own host, nor of one that lent it furniture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cleanpipe.chrome.units import units_of
from cleanpipe.document import Document
from cleanpipe.training.chrome import Example, WordingTable

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
