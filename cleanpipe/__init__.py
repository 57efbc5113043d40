"""cleanpipe repairs scraped, machine-translated text and keeps a record of every edit.

>>> import cleanpipe
>>> cleanpipe.clean("It rained , and they left.", lang="en").text
'It rained, and they left.'

Everything public is listed in ``__all__``. Names are imported on first use, so that ``import cleanpipe`` stays cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOME = {
    "CleanpipeError": "cleanpipe.errors",
    "DedupeIndex": "cleanpipe.dedupe",
    "Document": "cleanpipe.document",
    "Edit": "cleanpipe.document",
    "InputError": "cleanpipe.errors",
    "MissingExtraError": "cleanpipe.errors",
    "OutputError": "cleanpipe.errors",
    "Pipeline": "cleanpipe.pipeline",
    "Problem": "cleanpipe.errors",
    "Result": "cleanpipe.document",
    "RuleFileError": "cleanpipe.errors",
    "Span": "cleanpipe.document",
    "language_of": "cleanpipe.scoring.langid.identification",
    "languages_of": "cleanpipe.scoring.langid.identification",
    "near_copies": "cleanpipe.dedupe",
}

__all__ = [
    "CleanpipeError",
    "DedupeIndex",
    "Document",
    "Edit",
    "InputError",
    "MissingExtraError",
    "OutputError",
    "Pipeline",
    "Problem",
    "Result",
    "RuleFileError",
    "Span",
    "clean",
    "language_of",
    "languages_of",
    "near_copies",
]

if TYPE_CHECKING:
    from cleanpipe.dedupe import DedupeIndex as DedupeIndex
    from cleanpipe.dedupe import near_copies as near_copies
    from cleanpipe.document import Document as Document
    from cleanpipe.document import Edit as Edit
    from cleanpipe.document import Result as Result
    from cleanpipe.document import Span as Span
    from cleanpipe.errors import CleanpipeError as CleanpipeError
    from cleanpipe.errors import InputError as InputError
    from cleanpipe.errors import MissingExtraError as MissingExtraError
    from cleanpipe.errors import OutputError as OutputError
    from cleanpipe.errors import Problem as Problem
    from cleanpipe.errors import RuleFileError as RuleFileError
    from cleanpipe.pipeline import Pipeline as Pipeline
    from cleanpipe.scoring.langid.identification import language_of as language_of
    from cleanpipe.scoring.langid.identification import languages_of as languages_of


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'cleanpipe' has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])


_default: list[Pipeline] = []


def clean(text: str, lang: str | None = None, site: str | None = None) -> Result:
    """Clean one text with the default rules (profile ``news``).

    ``lang`` is a language (``en``, ``eng``, ``english``) and is detected when not given; ``site`` is a host name for
    rules bound to sites. The only paragraph of a text is never removed, and a single line comes back as a single line.
    Rules of your own (``rules/*.yaml``) are for ``Pipeline.from_rules``. Raises ValueError for an unknown language.

    >>> result = clean("The minister , who had resigned, left.", lang="en")
    >>> result.text, [edit.rule for edit in result.edits]
    ('The minister, who had resigned, left.', ['core/spacing'])
    """
    if not _default:
        from cleanpipe.pipeline import Pipeline

        _default.append(Pipeline.from_rules())
    return _default[0].clean(text, lang=lang, site=site)
