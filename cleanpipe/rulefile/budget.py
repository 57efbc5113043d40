"""A bound on the time a pattern may take on one line or paragraph; text is never lost to it.

The linter and the probe keep slow patterns out; this is the last net, for what they miss. A timer of the process's own
CPU time (``ITIMER_VIRTUAL``) ticks while rules match one document: ``re`` lets signals in, and a unit that is still
running at a second tick is given up. CPU time, so that a busy machine changes nothing; one timer per document, and only
where a pattern is asked at all, so that it costs next to nothing. Where signals cannot be had (other threads, Windows,
somebody else's handler) a unit runs to its end and is counted afterwards. A rule over the bound three times is off for
the run.
"""

from __future__ import annotations

import signal
import threading
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
    """The bound for the rules of one matcher, and what became of those that went over it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self.off: set[str] = set()
        self._strikes: dict[str, int] = {}
        self._notes: list[str] = []
        self._running = 0  # a number for each unit, 0 between units
        self._count = 0
        self._ticked = 0
        self._may_arm = self._armed = False
        self._previous: Any = None

    def notes(self) -> list[str]:
        """Sentences for the report about rules that went over; each is told once."""
        notes, self._notes = self._notes, []
        return notes

    @contextmanager
    def document(self) -> Iterator[None]:
        """Keep the time while rules match one document. Nested uses share the outer timer."""
        self._may_arm = not self._armed and _signals_work()
        try:
            yield
        finally:
            self._running, self._may_arm = 0, False
            if self._armed:
                self._armed = False
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
                signal.signal(signal.SIGVTALRM, self._previous)

    def _arm(self) -> None:
        """Start the timer: setting it costs up to 0.4 ms, so it waits for the first pattern that is asked."""
        self._may_arm, self._armed = False, True
        self._previous = signal.signal(signal.SIGVTALRM, self._tick)
        signal.setitimer(signal.ITIMER_VIRTUAL, self.seconds, self.seconds)

    def asked(self, rule: str, size: int, question: Callable[[_T], _A], about: _T) -> _A | None:
        """Ask one rule about one unit; None when it took too long or is switched off."""
        if rule in self.off:
            return None
        self._count += 1
        if self._may_arm:
            self._arm()
        begun = thread_time() if size > 1_000 else 0.0
        try:
            self._running = self._count
            answer = question(about)
            self._running = 0
        except OverBudget:
            self._running = 0
            self._strike(rule, size, "was stopped on")
            return None
        if begun and thread_time() - begun > 2 * self.seconds:
            self._strike(rule, size, "took too long on")
        return answer

    def _strike(self, rule: str, size: int, what: str) -> None:
        count = self._strikes[rule] = self._strikes.get(rule, 0) + 1
        self._notes.append(f"rule {rule} {what} a line of {size:,} characters; the line was left as it is")
        if count >= STRIKES and rule not in self.off:
            self.off.add(rule)
            self._notes.append(f"RULE {rule} IS SWITCHED OFF: it was too slow {count} times. {_FASTER}")

    def _tick(self, number: int, frame: Any) -> None:
        running = self._running
        if running and running == self._ticked:
            self._ticked = 0
            raise OverBudget
        self._ticked = running


def _signals_work() -> bool:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return False
    # Somebody who uses this signal for something else keeps it.
    return signal.getsignal(signal.SIGVTALRM) in (signal.SIG_DFL, signal.SIG_IGN, None)
