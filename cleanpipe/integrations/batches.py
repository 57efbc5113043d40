"""Cleaning batches of rows, as Hugging Face datasets and Ray Data hand them out: columns by name in, the same out.

from cleanpipe.integrations.batches import CleanBatch
dataset = dataset.map(CleanBatch(), batched=True)                    # Hugging Face datasets
dataset = dataset.map_batches(CleanBatch, concurrency=4)             # Ray Data
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cleanpipe import Document, Pipeline
from cleanpipe.corpus.sites import site_in


class CleanBatch:
    """Called with a batch, gives the batch with cleaned texts and the column ``cleanpipe_rejected`` (a reason, or "").

    >>> CleanBatch()({"text": ["It rained , and they left."], "lang": ["en"]})
    {'text': ['It rained, and they left.'], 'lang': ['en'], 'cleanpipe_rejected': ['']}
    """

    def __init__(self, *rules: str, text_field: str = "text") -> None:
        self.rules, self.text_field = rules, text_field
        self._pipe: Pipeline | None = None

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        """Rows stay rows: what is set aside is marked, since not all callers may change their number."""
        self._pipe = self._pipe or Pipeline.from_rules(*self.rules)
        texts, rejected = [], []
        others = {name: column for name, column in batch.items() if name != self.text_field}
        for number, text in enumerate(batch[self.text_field]):
            meta = {name: column[number] for name, column in others.items()}
            lang = meta.get("lang") if isinstance(meta.get("lang"), str) else None
            result = self._pipe.clean(Document(str(text), lang=lang, site=site_in(meta), meta=meta)) if text else None
            texts.append(result.text if result else text)
            rejected.append(result.rejected if result else "")
        return {**batch, self.text_field: texts, "cleanpipe_rejected": rejected}

    def __getstate__(self) -> dict[str, Any]:
        """Rules are read again where it is sent."""
        return {**self.__dict__, "_pipe": None}
