"""How a run is told while it goes on: a progress bar on a terminal, or lines of JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from time import monotonic
from typing import Any, TextIO

_WIDTH = 30


class Progress:
    """Called by the runner with phase, done and total; draws at most ten times a second."""

    def __init__(self, stream: TextIO, shown: bool = True) -> None:
        self._stream = stream
        self._on = shown and stream.isatty()
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

    def event(self, name: str, **about: Any) -> None:
        """Events are for those who read lines of JSON."""


class JsonLog:
    """Called like ``Progress``; writes an object a line: ``time``, ``event``, and what is known of it.

    Events are ``begun``, ``progress`` (at most one a second for each phase, and its last), ``worker died``, ``note``
    and ``done``, which holds the summary; or ``failed`` with message and exit code, or ``stopped``.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._last: dict[str, float] = {}
        self._held: tuple[str, int, int] | None = None  # progress not written yet

    def __call__(self, phase: str, done: int, total: int) -> None:
        if self._held and self._held[0] != phase:
            self._write_held()
        self._held = (phase, done, total)
        if monotonic() - self._last.get(phase, -1.0) >= 1.0:
            self._write_held()

    def _write_held(self) -> None:
        if self._held is None:
            return
        phase, done, total = self._held
        self._held, self._last[phase] = None, monotonic()
        unit = "bytes" if total else "documents"
        self.event("progress", phase=phase, **{unit: done}, **({"of": total} if total else {}))

    def event(self, name: str, **about: Any) -> None:
        """Write one line."""
        row = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": name, **about}
        self._stream.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        self._stream.flush()

    def done(self) -> None:
        """Write what was held back."""
        self._write_held()
