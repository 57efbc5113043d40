"""A short walk of the fuzzer; ``fuzzing.py`` alone takes long ones."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import fuzzing
import pytest


@pytest.mark.parametrize(
    ("make", "count"), [(fuzzing.documents, 300), (fuzzing.rule_files, 80), (fuzzing.archives, 60)]
)
def test_nothing_is_found(make: object, count: int) -> None:
    finds = list(make(count, 7))  # type: ignore[operator]
    assert not finds, [wrong for _, wrong in finds]


def test_the_fuzzer_sees_what_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Broken:
        def clean(self, text: str) -> object:
            raise ValueError(text)

    monkeypatch.setattr(fuzzing.Pipeline, "from_rules", classmethod(lambda cls: Broken()))
    assert len(list(fuzzing.documents(3, 1))) == 3
    monkeypatch.setattr(fuzzing, "GRACE", -1.0)
    assert fuzzing.check_rule_file(tmp_path, "rules: 5", "a").startswith("took")
