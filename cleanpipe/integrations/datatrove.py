"""A block for datatrove pipelines: cleans the text of every document and drops those that are set aside.

from cleanpipe.integrations.datatrove import CleanpipeFormatter
pipeline = [JsonlReader("in"), CleanpipeFormatter(), JsonlWriter("out")]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from datatrove.pipeline.base import PipelineStep

from cleanpipe import Document, Pipeline
from cleanpipe.corpus.sites import site_in


class CleanpipeFormatter(PipelineStep):  # type: ignore[misc, unused-ignore]
    """Cleans documents one by one. ``rules`` are names and files as ``Pipeline.from_rules`` takes them.

    The numbers of edits and the language are added to the metadata.
    """

    name = "cleanpipe"
    type = "FORMATTER"

    def __init__(self, *rules: str) -> None:
        super().__init__()
        self.rules = rules
        self._pipe: Pipeline | None = None

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """The documents that stay, with cleaned texts."""
        self._pipe = self._pipe or Pipeline.from_rules(*self.rules)
        for document in data:
            with self.track_time():
                meta = document.metadata
                result = self._pipe.clean(Document(document.text, document.id, meta.get("lang"), site_in(meta), meta))
            if result.rejected:
                self.stat_update("rejected")
                continue
            document.text = result.text
            meta["cleanpipe_edits"], meta["cleanpipe_lang"] = len(result.edits), result.lang
            self.stat_update("cleaned" if result.changed else "unchanged")
            yield document

    def __getstate__(self) -> dict[str, Any]:
        """Rules are read again where the block is sent."""
        return {**self.__dict__, "_pipe": None}
