"""Repairers: code that proposes edits; rules in YAML name them, set their options and their bars.

A repairer is a module with

    PHASE = "repair"                      # "unicode", "lines", "repair" or "punctuation": when its proposals are chosen
    CERTAIN = 0.97                        # optional: at this raw score a finding counts as a certain translation defect

    @dataclass(frozen=True, slots=True)
    class Options: ...                    # typed, documented; what a rule may set under ``with``

    def propose(document: Document, options: Options) -> Iterator[Edit]: ...

and edits without a rule name; the stage signs them with the rule that asked. Packages register further modules under
the entry point group ``cleanpipe.repairers``. A repairer never imports a stage or another repairer.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType


@cache
def names() -> tuple[str, ...]:
    """Names of all repairers, shipped and registered, sorted."""
    shipped = {m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")}
    return tuple(sorted(shipped | set(_registered())))


@cache
def get(name: str) -> ModuleType:
    """The repairer module of that name. Raises KeyError when there is none."""
    registered = _registered()
    if name in registered:
        return importlib.import_module(registered[name])
    if name not in names():
        raise KeyError(name)
    return importlib.import_module(f"{__name__}.{name}")


@cache
def _registered() -> dict[str, str]:
    from importlib.metadata import entry_points

    return {point.name: point.module for point in entry_points(group="cleanpipe.repairers")}
