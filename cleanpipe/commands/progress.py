"""A progress bar on a terminal, and nothing anywhere else."""

from __future__ import annotations

from time import monotonic
from typing import TextIO

_WIDTH = 30


class Progress:
    """Called by the runner with phase, done and total; draws at most ten times a second."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._on = stream.isatty()
        self._last = 0.0
        self._begun: dict[str, float] = {}

    def __call__(self, phase: str, done: int, total: int) -> None:
        if not self._on:
            return
        now = monotonic()
        begun = self._begun.setdefault(phase, now)
        if now - self._last < 0.1 and done < total:
            return
        self._last = now
        if total:
            share = min(1.0, done / total)
            bar = ("#" * int(share * _WIDTH)).ljust(_WIDTH, ".")
            speed = done / 1e6 / (now - begun) if now > begun else 0.0
            text = f"{phase:<10} [{bar}] {share:4.0%}  {done / 1e6:.1f} of {total / 1e6:.1f} MB, {speed:.1f} MB/s"
        else:
            text = f"{phase:<10} {done:,} documents"
        self._stream.write(f"\r{text}\x1b[K")
        self._stream.flush()

    def done(self) -> None:
        """Wipe the bar."""
        if self._on and self._begun:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
