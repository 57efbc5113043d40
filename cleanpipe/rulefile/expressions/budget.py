"""A bound on the time a pattern may take on one line or paragraph; text is never lost to it.

The linter and the probe keep slow patterns out; this is the last net, for what they miss. A timer of the process's own
CPU time (``ITIMER_VIRTUAL``) ticks while rules match one document: ``re`` lets signals in, and a unit that is still
running at a second tick is given up. CPU time, so that a busy machine changes nothing; one timer per document, and only
where a pattern is asked at all, so that it costs next to nothing. Where signals cannot be had (other threads, Windows,
somebody else's handler) a unit runs to its end and is counted afterwards. A rule over the bound three times is off for
the rest of the document, and for no other: no result depends on the documents before it.
"""

from __future__ import annotations

import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import thread_time
from typing import Any, TypeVar

#: Seconds of CPU time; a unit is given up after one to two of these. The whole pipeline reads 250 kB in that time.
SECONDS = 0.25
STRIKES = 3
_FASTER = "Bound what its patterns repeat, as in [^.]{0,80}; 'cleanpipe rules test' times them"

_T = TypeVar("_T")
_A = TypeVar("_A")


class OverBudget(Exception):
    """A pattern took too long on one unit."""


class Budget:
    """The bound for all rules on one document, and what became of those that went over it. Of one thread only."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._strikes = Counter[str]()
        self._notes: dict[str, None] = {}  # in their order, each once: later rounds meet the same line
        self._running = 0  # a number for each unit, 0 between units
        self._count = 0
        self._ticked, self._ticked_at = 0, 0.0
        self._asked = self._armed = False
        self._previous: Any = None

    @property
    def slow(self) -> tuple[str, ...]:
        """The rules that went over, by name."""
        return tuple(sorted(self._strikes))

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the report about rules that went over."""
        return tuple(self._notes)

    def asked(self, rule: str, size: int, question: Callable[[_T], _A], about: _T) -> _A | None:
        """Ask one rule about one unit; None when it took too long or is switched off."""
        if self._strikes and self._strikes[rule] >= STRIKES:
            return None
        self._count += 1
        if not self._asked:
            self._arm()
        begun = thread_time() if size > 1_000 else 0.0
        try:
            self._running = self._count
            answer = question(about)
            self._running = 0
        except OverBudget:
            self._running = 0
            self._strike(rule, f"was stopped on a line of {size:,} characters; the line was left as it is")
            return None
        if begun and thread_time() - begun > 2 * self.seconds:
            self._strike(rule, f"took too long on a line of {size:,} characters")
        return answer

    def _strike(self, rule: str, what: str) -> None:
        self._strikes[rule] += 1
        self._notes[f"rule {rule} {what}"] = None
        if self._strikes[rule] == STRIKES:
            off = f"rule {rule} was too slow {STRIKES} times and did nothing more in this document"
            self._notes[f"{off}. {_FASTER}"] = None

    def _arm(self) -> None:
        """Start the timer: setting it costs up to 0.4 ms, so it waits for the first pattern that is asked."""
        self._asked, self._armed = True, _signals_work()
        if self._armed:
            self._previous = signal.signal(signal.SIGVTALRM, self._tick)
            signal.setitimer(signal.ITIMER_VIRTUAL, self.seconds, self.seconds)

    def disarm(self) -> None:
        """Stop the timer if it was started here."""
        if self._armed:
            self._armed = False
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, self._previous)

    def _tick(self, number: int, frame: Any) -> None:
        # The timer counts the time of all threads; only that of this one is the fault of the unit.
        running, now = self._running, thread_time()
        if running != self._ticked:
            self._ticked, self._ticked_at = running, now
        elif running and now - self._ticked_at > 0.9 * self.seconds:
            self._ticked = 0
            raise OverBudget


class _Now(threading.local):
    budget: Budget | None = None


_NOW = _Now()


@contextmanager
def one_document(seconds: float = SECONDS) -> Iterator[Budget]:
    """The budget of the document that this thread is at. Nested uses share that of the outermost.

    >>> with one_document() as budget:
    ...     budget.asked("mine/rule", 4, str.isalpha, "text"), budget.slow
    (True, ())
    """
    if _NOW.budget is not None:
        yield _NOW.budget
        return
    budget = _NOW.budget = Budget(seconds)
    try:
        yield budget
    finally:
        _NOW.budget = None
        budget.disarm()


def _signals_work() -> bool:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return False
    # Somebody who uses this signal for something else keeps it.
    return signal.getsignal(signal.SIGVTALRM) in (signal.SIG_DFL, signal.SIG_IGN, None)
