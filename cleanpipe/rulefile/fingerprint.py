"""A hash of everything in a rule book that can alter an output: the key for resuming, and part of every report.

Words for people (why, links, examples, places) are left out, and so are settings that change only how a run is done.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from cleanpipe.rulefile.model import RuleBook

_FOR_PEOPLE = frozenset(("why", "see", "examples", "was", "places", "assumed"))
_ABOUT_THE_RUN = frozenset(("workers", "engine", "dry_run", "resume"))


def fingerprint(book: RuleBook) -> str:
    """SHA-256 of the resolved rules and settings, as 64 hexadecimal digits."""
    rules = [
        {f.name: _plain(getattr(rule, f.name)) for f in dataclasses.fields(rule) if f.name not in _FOR_PEOPLE}
        for rule in book.rules
    ]
    settings = {k: v for k, v in _plain(book.settings).items() if k not in _ABOUT_THE_RUN}
    if book.settings.chrome_model:
        with suppress(OSError):  # a file that is not there is told of where it is read
            settings["chrome_model"] = hashlib.sha256(Path(book.settings.chrome_model).read_bytes()).hexdigest()
    text = json.dumps({"rules": rules, "settings": settings}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        # The type's name keeps two bodies with equal fields apart.
        fields = {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"": type(value).__name__, **fields}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, frozenset | set):
        return sorted(_plain(item) for item in value)
    return value
