"""Units read in a process of their own, for formats whose library may be brought down by a damaged file.

A file made or damaged in the right way makes native code ask for all memory there is, or crash. Then its reader dies,
and the run goes on: the file is copied as it is and named.
"""

from __future__ import annotations

import multiprocessing
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from cleanpipe.corpus.formats import error_of
from cleanpipe.errors import InputError

if TYPE_CHECKING:
    from cleanpipe.corpus.formats import Reading
    from cleanpipe.corpus.sources import Source
    from cleanpipe.corpus.units import Unit

Units = Callable[[int, "Source", "Reading"], Iterator[tuple["Unit", int]]]
#: Address space of a reader. A sound file is read in stretches of a megabyte.
MEMORY = 6_000_000_000


def read_apart(units: Units, number: int, source: Source, reading: Reading) -> Iterator[tuple[Unit, int]]:
    """What ``units`` yields, which runs elsewhere. Raises what it raises, and InputError when its process dies."""
    # A fork starts in 10 ms; with threads about (a file system, a cluster) it could inherit a lock that nobody frees.
    forks = sys.platform == "linux" and threading.active_count() == 1
    context: Any = multiprocessing.get_context("fork" if forks else "spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(
        target=_serve, args=(ours if forks else None, theirs, units, number, source, reading), daemon=True
    )
    process.start()
    theirs.close()
    try:
        while True:
            try:
                kind, value = ours.recv()
            except (EOFError, OSError):
                raise InputError(f"damaged .{source.format} file: reading it fails altogether") from None
            if kind == "end":
                return
            if kind == "unit":
                yield value
            else:
                raise OSError(value) if kind == "os" else error_of(kind, value)
    finally:
        ours.close()
        process.join(5)
        if process.is_alive():
            process.kill()
            process.join()


def _serve(
    foreign: Connection | None, pipe: Connection, units: Units, number: int, source: Source, reading: Reading
) -> None:
    import os
    import signal

    if foreign is not None:
        foreign.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        for unit in units(number, source, reading):
            pipe.send(("unit", unit))
        pipe.send(("end", None))
    except InputError as error:
        pipe.send((getattr(error, "kind", "damaged"), str(error)))
    except BrokenPipeError:
        pass  # nobody wants the rest
    except OSError as error:
        pipe.send(("os", error.strerror or str(error)))
    except Exception as error:
        pipe.send(("damaged", f"damaged .{source.format} file: {type(error).__name__}: {error}"))
    finally:
        pipe.close()
        os._exit(0)  # nothing of the parent's is to be tidied up here
