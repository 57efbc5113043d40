"""A worker in several lives: a fresh copy of the process after so much work, so that its memory stays what it was.

What a process has met (words, patterns, languages) it remembers, each memory with a bound; together, and with the holes
that they leave in the heap, they grow slowly for hours. So the process that is the worker never works itself: it forks
one child after another from the state it had before the first task. On systems without ``fork`` there is one life only.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

_OVER, _NEXT, _FAILED = 0, 1, 2  # exit codes of a child


def live(once: Callable[[], bool]) -> None:
    """Call ``once`` in one forked child after another, for as long as it says that there is more to do.

    A child that dies of a signal takes this process with it, by the same signal; so whoever waits for this process
    learns what has happened. A termination (SIGTERM) of this process ends the child at once.

    Example:
        >>> live(lambda: False)
    """
    child = 0

    def end(number: int, frame: FrameType | None) -> None:
        if child:
            with suppress(ProcessLookupError):  # it ended by itself a moment ago
                os.kill(child, signal.SIGKILL)
        os._exit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    code = _NEXT
    while code == _NEXT:
        # No signal between the fork and the moment when both know which of the two they are.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
        child = os.fork()
        if not child:
            _one(once)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        child = 0
    signal.signal(signal.SIGTERM, before)
    if code < 0:
        if -code != signal.SIGKILL:
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    if code != _OVER:
        os._exit(code)


def _one(once: Callable[[], bool]) -> None:
    """The life of a child; it ends here, whatever happens."""
    code = _FAILED
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
        code = _NEXT if once() else _OVER
    finally:
        os._exit(code)
