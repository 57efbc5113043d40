"""Files of many rows, written in the main process from the pieces that workers hand back in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any, Protocol

from cleanpipe.corpus.finishing import DOCUMENTS, PARQUET, REJECTED
from cleanpipe.corpus.output import OutputFolder
from cleanpipe.corpus.packing import packer


class Sink(Protocol):
    """What takes the bytes of a file."""

    def write(self, data: bytes, /) -> Any: ...


class LineFiles:
    """The files being written. Results come in the order of the sources, so that few are open at a time."""

    def __init__(self, out: OutputFolder, dry_run: bool) -> None:
        self._out, self._dry_run = out, dry_run
        self._open: dict[str, tuple[ExitStack, dict[str, Sink]]] = {}

    @contextmanager
    def opened(self) -> Iterator[LineFiles]:
        with ExitStack() as stack:
            stack.push(self._abandon)
            yield self
            self.complete()

    def complete(self) -> None:
        """Give all files their names."""
        for name in list(self._open):
            self._complete(name)

    def _abandon(self, *error: Any) -> None:
        for stack, _ in self._open.values():
            stack.__exit__(*error)

    def write(self, name: str, packing: str, kept: bytes, aside: bytes) -> None:
        """Write the next lines of a file: those to keep, and those set aside."""
        if self._dry_run:
            return
        for other in list(self._open):
            if other not in (name, DOCUMENTS):
                self._complete(other)
        self._stream(name, name, packing).write(kept)
        if aside:
            self._stream(name, f"{REJECTED}/{name}", packing).write(aside)

    def _stream(self, name: str, path: str, packing: str) -> Sink:
        stack, streams = self._open.setdefault(name, (ExitStack(), {}))
        if path not in streams:
            raw = stack.enter_context(self._out.writing(path))
            if path.lower().endswith(PARQUET):
                from cleanpipe.corpus.formats.parquet import Writer

                streams[path] = stack.enter_context(closing(Writer(raw)))
            else:
                streams[path] = stack.enter_context(packer(raw, packing))
        return streams[path]

    def _complete(self, name: str) -> None:
        self._open.pop(name)[0].close()
