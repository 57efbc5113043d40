"""What a run is asked to do, as one value: the command fills it in, the runner and its workers read it.

It holds only plain values, so that it can be handed to another process or machine as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cleanpipe.corpus.places import Remote

#: A longer document passes through unchanged: the longest novels have under 10 MB, and cleaning needs about twenty
#: times the size of its document in memory, so that this bound keeps a worker under 400 MB.
MAX_DOCUMENT = 16_000_000
#: Bytes of documents a worker takes at a time. Large enough that handing over costs nothing, small enough that four
#: workers end together. The same whatever the number of workers, since the log is packed by batch.
BATCH_BYTES = 512_000
#: A packed file of over 64 MB that unpacks to more than this many times its size is a bomb; text reaches 5 to 20.
MAX_RATIO = 500
RATIO_FROM = 64_000_000

RECORDS = "_cleanpipe"  # the folder under --out for everything that is not a cleaned document
DRY_RUN = f"{RECORDS}/dry-run"  # the same of a dry run, which must not touch that of a finished one


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Options of one run; the fields have the names of the command's options."""

    inputs: tuple[Path | Remote, ...]
    out: Path  # with a target: where records are kept meanwhile
    lang: str | None = None
    site: str | None = None
    input_format: str | None = None
    output_format: str = "same"
    text_field: str | None = None
    dry_run: bool = False
    prune: bool = False  # remove what an earlier run has written from the same inputs and this one does not
    resume: bool = True
    dedupe: bool = True
    index: Path | None = None  # paragraphs of earlier runs
    called: str = ""  # what the index calls an input that has no lasting path, such as standard input
    max_document: int = MAX_DOCUMENT
    target: str = ""  # the URL of an output that is not on a disk

    @property
    def record_name(self) -> str:
        """The folder of the log, the summary and the report below the output folder."""
        return DRY_RUN if self.dry_run else RECORDS

    @property
    def records(self) -> Path:
        """The same folder as a path."""
        return self.out / self.record_name
