"""Thin blocks for other tools; the tools themselves where they are installed."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from cleanpipe.integrations.batches import CleanBatch

TEXTS = ["It rained , and they left.", "", "Nothing to do."]
CLEANED = ["It rained, and they left.", "", "Nothing to do."]


def test_a_batch_keeps_its_rows_and_columns() -> None:
    clean = pickle.loads(pickle.dumps(CleanBatch("core", text_field="body")))
    made = clean({"body": TEXTS, "lang": ["en", None, 5], "id": [1, 2, 3]})
    assert made == {"body": CLEANED, "lang": ["en", None, 5], "id": [1, 2, 3], "cleanpipe_rejected": ["", "", ""]}


def test_the_site_of_a_row_is_what_it_is_in_a_run(tmp_path: Path) -> None:
    rule = "rules: [{id: a, where: {site: a.example}, drop_line: Menu, examples: [{drop: Menu}, {keep: The menu}]}]\n"
    (tmp_path / "f.yaml").write_text(rule, encoding="utf-8")
    clean = CleanBatch("base", str(tmp_path / "f.yaml"))
    made = clean({"text": ["One\n\nMenu\n\nTwo"] * 3, "url": ["https://A.example/1", "https://b.example/1", None]})
    assert ["Menu" in text for text in made["text"]] == [False, True, True]


@pytest.mark.filterwarnings("ignore")
def test_ray_data() -> None:
    pytest.importorskip("pandas")
    data = pytest.importorskip("ray.data")
    rows = data.from_items([{"text": text} for text in TEXTS]).map_batches(CleanBatch("core")).take_all()
    assert sorted(row["text"] for row in rows) == sorted(CLEANED)


def test_hugging_face_datasets() -> None:
    datasets: Any = pytest.importorskip("datasets")
    made = datasets.Dataset.from_dict({"text": TEXTS}).map(CleanBatch("core"), batched=True)
    assert made["text"][:] == CLEANED


def test_datatrove() -> None:
    pytest.importorskip("datatrove")
    from datatrove.data import Document

    from cleanpipe.integrations.datatrove import CleanpipeFormatter

    block = pickle.loads(pickle.dumps(CleanpipeFormatter("core")))
    made = list(block.run(Document(text, str(k), metadata={"lang": "en"}) for k, text in enumerate(TEXTS)))
    assert [document.text for document in made] == CLEANED
    assert made[0].metadata["cleanpipe_edits"] == 1
