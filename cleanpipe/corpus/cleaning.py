"""First phase, in the workers: units become frames of cleaned documents. Every document stands alone here.

Whatever a document holds, its bytes come out again: what cannot be read as text is passed on as it is, with a note that
says why. Copies across documents are found later, by ``copies``; files are written by ``finishing``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any, Protocol

from cleanpipe.corpus.copies import Sketched, sketched
from cleanpipe.corpus.decisions import Decision, Decisions, carried_out
from cleanpipe.corpus.formats import DEADLY, Reading, module_of, too_large
from cleanpipe.corpus.frames import Body, encode
from cleanpipe.corpus.jsonl import unknown_lang
from cleanpipe.corpus.outcome import Outcome, packed, unpacked
from cleanpipe.corpus.sources import Source, full_path
from cleanpipe.corpus.texts import read
from cleanpipe.corpus.units import Batch, Unit
from cleanpipe.document import Document, Result
from cleanpipe.report.log import edit_of
from cleanpipe.rulefile.matching.scope import of_site
from cleanpipe.rulefile.model import Rule


class Context(Protocol):
    """What the engine offers to a function that runs in a worker."""

    def mark(self, document: int) -> None:
        """Say which document of the batch is next, so that it can be named if it kills the worker."""

    def ask(self, keys: list[bytes]) -> list[bytes | None]:
        """What the manifest remembers under these keys."""


@dataclass(slots=True)
class CleanUnit:
    """The result for one unit; ``key`` is None when there is nothing to remember it by."""

    frame: bytes
    key: bytes | None = None
    kept: bytes | None = None  # outcomes to remember; None when they were remembered already
    documents: int = 0  # blank lines and what is passed on too
    cleaned: int = 0
    size: int = 0
    reused: bool = False
    sketches: list[Sketched] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    sites: frozenset[str] = frozenset()  # sites with rules of their own that some document is of


@dataclass(slots=True)
class Cleaner:
    """The state of a worker: the pipeline, and how to read."""

    pipe: Any
    sources: Sequence[Source]
    salt: bytes  # rules, version and options: all that decides about the outcome beside the document
    reading: Reading
    folder: str | None = None  # where the run was started, when some rule is bound to paths
    remember: bool = True  # there may be something to ask the manifest for
    across: tuple[Rule, ...] = ()  # rules that look for copies across documents
    sites: tuple[str, ...] = ()  # sites that the user has rules for
    decisions: Decisions = field(default_factory=Decisions)  # what a person has decided about edits


def clean_batch(state: Cleaner, batch: Batch, context: Context) -> list[CleanUnit]:
    """Clean all units of a batch, but for those that an earlier run has cleaned under the same rules."""
    loaded = [_load(state, unit) for unit in batch.units]
    keys = [
        None if data is None or unit.too_long else _key(state, unit, data)
        for unit, (data, _) in zip(batch.units, loaded, strict=True)
    ]
    known: dict[bytes, bytes] = {}
    if state.remember and (asked := [key for key in keys if key is not None]):
        known = {key: kept for key, kept in zip(asked, context.ask(asked), strict=True) if kept is not None}
    out: list[CleanUnit] = []
    number = 0
    for unit, (data, trouble), key in zip(batch.units, loaded, keys, strict=True):
        done = _clean_unit(state, unit, data, trouble, known.get(key or b""), batch.skip, number, context)
        done.key, done.reused = key, key in known
        number += max(1, done.documents)
        out.append(done)
    return out


def _load(state: Cleaner, unit: Unit) -> tuple[bytes | None, Outcome | None]:
    """The bytes of a unit, or why they cannot be had."""
    if unit.data is not None:
        return unit.data, None
    return read(state.sources[unit.source], state.reading.max_document)


def _key(state: Cleaner, unit: Unit, data: bytes) -> bytes:
    source = state.sources[unit.source]
    digest = blake2b(data, digest_size=20, key=state.salt)
    digest.update(repr((source.format, unit.columns, unit.dialect, source.site)).encode())
    digest.update(_path(state, source).encode())
    digest.update(state.decisions.stamp(source.label))
    return digest.digest()


def _path(state: Cleaner, source: Source) -> str:
    """Where a document is, when that matters to some rule."""
    return "" if state.folder is None else full_path(source, state.folder)


def _clean_unit(
    state: Cleaner,
    unit: Unit,
    data: bytes | None,
    trouble: Outcome | None,
    kept: bytes | None,
    skip: frozenset[int],
    number: int,
    context: Context,
) -> CleanUnit:
    if unit.too_long:
        outcome = (
            Outcome("blank") if unit.goes_on else Outcome.passed("too large", too_large(state.reading.max_document))
        )
        return _framed(state, [Body(before=unit.data or b"")], [outcome], [None], None, 0)
    if data is None or trouble is not None:
        return _framed(state, [Body()], [trouble or Outcome.passed("unreadable", "cannot be read")], [None], None, 0)
    remembered = unpacked(kept) if kept is not None else None
    source = state.sources[unit.source]
    path = _path(state, source)
    bodies: list[Body] = []
    outcomes: list[Outcome] = []
    documents: list[Document | None] = []
    # Finding the text of a page can kill a worker as well as cleaning it can: what is next is marked before either.
    here = frozenset(place - number for place in skip if place >= number)
    pieces = module_of(source.format).documents(state.reading, source, replace(unit, skip=here), data)
    while True:
        context.mark(number + len(outcomes))
        try:
            body, document, outcome = next(pieces)
        except StopIteration:
            break
        if document is not None and path:
            document = replace(document, path=path)
        documents.append(document)
        if document is None:
            bodies.append(body)
            outcomes.append(outcome)
            continue
        k = len(outcomes)
        if remembered is not None:
            outcome = remembered[k]
            text = _replayed(document.text, outcome)
        else:
            if number + k in skip:
                outcome = Outcome.passed("failed", DEADLY, outcome.id)
                text = document.text
            else:
                label = source.label if source.single else f"{source.label}:{unit.first_line + k}"
                result = _clean(state, document, state.decisions.of(label, outcome.id))
                outcome = Outcome.of(result, outcome.id)
                outcome.claimed = "" if state.reading.given_lang else unknown_lang(document.meta)
                text = document.text if result.failed else result.text
        bodies.append(body._replace(text=text, same=body.same if text == document.text else b""))
        outcomes.append(outcome)
    return _framed(state, bodies, outcomes, documents, kept, len(data))


def _clean(state: Cleaner, document: Document, decisions: Sequence[Decision]) -> Result:
    try:
        result: Result = state.pipe.clean(document)
        if decisions and not result.failed:
            result, told = carried_out(result, decisions, {rule.id for rule in state.across}.__contains__)
            result = replace(result, warnings=(*result.warnings, *told))
    except Exception as error:  # the pipeline catches its stages' errors; this is for what it did not foresee
        message = f"{type(error).__name__}: {error}"
        return Result(document.text, document.text, failed=True, warnings=(message,))
    return result


def _replayed(text: str, outcome: Outcome) -> str:
    import json

    from cleanpipe.editing import apply

    rows = [json.loads(row) for row in outcome.rows]
    return apply(text, [edit_of(row) for row in rows if row["state"] == "applied"])


def _framed(
    state: Cleaner,
    bodies: list[Body],
    outcomes: list[Outcome],
    documents: list[Document | None],
    kept: bytes | None,
    size: int,
) -> CleanUnit:
    fresh = kept is None
    packed_outcomes = packed(outcomes) if kept is None else kept
    frame, starts = encode(bodies, outcomes, packed_outcomes)
    cleaned = sum(outcome.status not in ("blank", "passed") for outcome in outcomes)
    done = CleanUnit(frame, documents=len(outcomes), cleaned=cleaned, size=size)
    if fresh and size and all(outcome.keepable for outcome in outcomes):
        done.kept = packed_outcomes
    if state.sites:
        of = {document.site for document in documents if document is not None}
        done.sites = frozenset(site for site in state.sites if any(of_site((site,), one) for one in of))
    if state.across:
        # Only what will stand in the output can be an original: a document set aside is none.
        standing = [
            replace(document, text=body.text, lang=outcome.lang)
            if document is not None and outcome.status in ("cleaned", "unchanged")
            else None
            for body, outcome, document in zip(bodies, outcomes, documents, strict=True)
        ]
        done.sketches = sketched(state.across, standing, starts)
    for outcome in outcomes:
        for stage, seconds in outcome.seconds.items():
            done.seconds[stage] = done.seconds.get(stage, 0.0) + seconds
    return done
