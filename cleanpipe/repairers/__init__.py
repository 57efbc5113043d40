"""Repairers: code that proposes edits; rules in YAML name them, set their options and their bars.

A repairer is a module, in the folder of its phase, with

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
    return tuple(sorted(_shipped() | _registered()))


@cache
def get(name: str) -> ModuleType:
    """The repairer module of that name. Raises KeyError when there is none."""
    return importlib.import_module((_shipped() | _registered())[name])


@cache
def _shipped() -> dict[str, str]:
    """Where each of our own is: in the folder of its phase."""
    phases = [
        (info.name, [f"{folder}/{info.name}" for folder in __path__])
        for info in pkgutil.iter_modules(__path__)
        if info.ispkg
    ]
    found = ((phase, info.name) for phase, folders in phases for info in pkgutil.iter_modules(folders))
    return {name: f"{__name__}.{phase}.{name}" for phase, name in found if not name.startswith("_")}


@cache
def _registered() -> dict[str, str]:
    from importlib.metadata import entry_points

    return {point.name: point.module for point in entry_points(group="cleanpipe.repairers")}
