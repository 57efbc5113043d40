"""The hand-written passages, through the whole pipeline: the shares repaired may not fall, and no trap may be sprung.

The passages and how they are scored: ``benchmarks/handwritten.py``. Raise the floors when the repairers get better.
"""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

import cleanpipe


def _benchmark() -> ModuleType:
    path = Path(__file__).parents[1] / "benchmarks" / "handwritten.py"
    spec = importlib.util.spec_from_file_location("handwritten", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BENCHMARK = _benchmark()
PASSAGES = list(BENCHMARK.passages())


@pytest.mark.parametrize(("held", "repaired", "sprung"), [(False, 180, 0), (True, 165, 1)])
def test_shares_repaired_and_harmed(held: bool, repaired: int, sprung: int) -> None:
    counts: Counter[tuple[bool, str]] = Counter()
    for passage in PASSAGES:
        if passage.held == held:
            result = cleanpipe.clean(passage.text, lang=passage.language)
            counts[passage.keep, BENCHMARK.outcome(passage, result.text)] += 1
    assert counts[False, "repaired"] >= repaired
    assert counts[True, "harmed"] <= sprung


def test_the_set_is_as_large_as_it_is_said_to_be() -> None:
    kept = sum(passage.keep for passage in PASSAGES)
    assert len(PASSAGES) - kept >= 300
    assert kept >= 200
    assert all(passage.right[0] != passage.text for passage in PASSAGES if not passage.keep)


def test_later_passages() -> None:
    counts: Counter[tuple[bool, str]] = Counter()
    for passage in BENCHMARK.passages(BENCHMARK.FOLDER.parent / "handwritten_later"):
        result = cleanpipe.clean(passage.text, lang=passage.language)
        counts[passage.keep, BENCHMARK.outcome(passage, result.text)] += 1
    assert counts[False, "repaired"] >= 7100
    assert counts[True, "harmed"] <= 128
