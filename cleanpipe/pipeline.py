"""The ordered stages over one document: what ``cleanpipe.clean`` and the command run.

unicode, protect, language, chrome, repair and punctuation repeat until nothing changes; then dedupe within the
document, and again from the top where that removed something (five rounds at most), so that cleaning clean output
changes nothing. Where what is left is in another language than the dirty page seemed to be, all that happens once more
in that language; then quality. A stage that fails leaves the document as it came in, with a warning: one bad document
never stops a run. Copies across documents are the runner's.
"""

from __future__ import annotations

import pickle
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

from cleanpipe.document import Document, Edit, Result
from cleanpipe.editing import Bar, History, choose
from cleanpipe.errors import CleanpipeError, InputError
from cleanpipe.langcodes import code_of, normalised, unsaid
from cleanpipe.loading import without_collector
from cleanpipe.rulefile import load_rules
from cleanpipe.rulefile.bars import bar_of
from cleanpipe.rulefile.expressions.budget import one_document
from cleanpipe.rulefile.model import RuleBook
from cleanpipe.stages._passages import Known
from cleanpipe.stages.chrome import ChromeStage
from cleanpipe.stages.dedupe import DedupeStage
from cleanpipe.stages.language import LanguageStage
from cleanpipe.stages.protect import Protection, ProtectStage
from cleanpipe.stages.quality import QualityStage
from cleanpipe.stages.rules import RuleStage

MAX_PASSES = 5
#: "lines" joins torn lines and words before repair looks at words: half a word must not be taken for a whole one.
_LOOPED = ("unicode", "chrome", "lines", "repair", "punctuation")


class Stage(Protocol):
    """Anything that proposes edits for a document."""

    def propose(self, document: Document) -> Iterable[Edit]: ...


class Pipeline:
    """Stages in their order, made from rules. Use one for many documents, in any order and from several threads.

    It remembers which rules hold on lines that recur, which saves time and alters no result.

    It can be handed to other processes (``ProcessPoolExecutor().map(pipe.clean, texts)``), each of which makes it once.

    >>> pipe = Pipeline.from_rules("news")
    >>> pipe.clean("It rained , and they left.", lang="en").text
    'It rained, and they left.'
    """

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self._added: tuple[tuple[str, Any], ...] = ()  # stages of ``with_stage``
        self._packed: tuple[bytes, bytes] | None = None  # what other processes make it from, and a hash of that
        try:
            self._lang = code_of(book.settings.lang)
        except ValueError as error:
            raise InputError(f"the setting lang: {error}") from None
        settings = book.settings
        wanted = set(settings.stages)
        rules = book.of("repair", "replace", "swap")
        self._stages: list[tuple[str, Stage]] = []
        for name in _LOOPED:
            if ("repair" if name == "lines" else name) not in wanted:
                continue
            if name == "chrome":
                self._stages.append((name, ChromeStage(book.of("drop_line", "drop_block"), settings)))
            else:
                self._stages.append((name, RuleStage(name, rules)))
        for name in settings.stages:
            if name not in _BUILT_IN:
                self._stages.append((name, _registered_stage(name)))
        self._language = LanguageStage(settings) if "language" in wanted else None
        self._protect = ProtectStage(book.of("protect")) if "protect" in wanted else None
        self._dedupe = DedupeStage(book.of("dedupe")) if "dedupe" in wanted else None
        self._quality = QualityStage(book.of("reject")) if "quality" in wanted else None
        default = bar_of(settings)
        self._bars = {rule.id: bar_of(settings, rule) for rule in book.rules}
        self._bar_of: Callable[[str], Bar] = lambda rule: self._bars.get(rule, default)
        self._rules = frozenset(self._bars)

    @classmethod
    def from_rules(
        cls, *sources: str | Path, project_dir: str | Path | None = None, overrides: Mapping[str, Any] | None = None
    ) -> Pipeline:
        """Load shipped rules by name (``news`` when none is given) and rule files by path; later ones win.

        ``project_dir`` names a folder whose ``rules/*.yaml`` are read after them. Raises RuleFileError with all
        problems of all files.
        """
        folder = Path(project_dir) if project_dir else None
        with without_collector():
            return cls(load_rules(*sources, project_dir=folder, overrides=overrides, examples=False))

    def with_stage(self, name: str, stage: Stage | Callable[[Document], Iterable[Edit]]) -> Pipeline:
        """A copy that runs one more stage (an object with ``propose``, or a plain function) after punctuation.

        >>> shout = lambda document: [Edit(0, 1, document.text[:1].upper(), "mine/shout")]
        >>> Pipeline.from_rules("base").with_stage("shout", shout).clean("hello there").text
        'Hello there'

        Raises CleanpipeError for a name that another stage has: each does its work under its own.
        """
        if name in _BUILT_IN or name in _LOOPED or name in dict(self._stages):
            raise CleanpipeError(f"there is a stage {name!r} already: give yours another name")
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy._stages = [*self._stages, (name, stage if hasattr(stage, "propose") else _FunctionStage(stage))]
        copy._added, copy._packed = (*self._added, (name, stage)), None
        return copy

    def __reduce__(self) -> tuple[Any, ...]:
        # An executor pickles the pipeline with each task: what arrives is bytes, and is looked at once a process.
        if self._packed is None:
            data = zlib.compress(pickle.dumps((type(self), self.book, self._added)), 1)
            self._packed = data, blake2b(data, digest_size=16).digest()
        return _unpacked, self._packed

    def clean(
        self,
        text: str | Document,
        *,
        lang: str | None = None,
        site: str | None = None,
        name: str = "",
        meta: Mapping[str, Any] | None = None,
    ) -> Result:
        """Clean one document. Never raises for what the text holds; a failing stage is a warning of the result.

        What is given beside a Document wins over what it says of itself; ``lang`` of a rule file is the language of
        documents that have none. It may be written in any usual way (``en``, ``EN``, ``eng``, ``en_US``, ``English``).
        Raises ValueError when the ``lang`` given here is no language; one that a Document claims counts as none, with
        a warning. Raises TypeError for anything but text: bytes are decoded by the caller, who knows their encoding.
        """
        if isinstance(text, str):
            text = Document(text)
        elif not isinstance(text, Document):
            raise TypeError(_not_text("clean()", text))
        elif not isinstance(text.text, str):
            raise TypeError(_not_text(f"the Document {text.name!r}", text.text))
        code, trouble = code_of(lang), ""
        if code is None:
            code, trouble = _claimed(text.lang, self._lang)
        document = replace(
            text,
            name=name or text.name,
            lang=code,
            site=site or text.site,
            meta=text.meta if meta is None else meta,
        )
        return _Run(self, document, trouble).result()

    def stream(self, documents: Iterable[str | Document]) -> Iterator[Result]:
        """Clean documents one after another, in their order, holding one at a time.

        Raises ValueError for a single text, and TypeError, with its place, for one of them that is none.
        """
        if isinstance(documents, str | bytes | Document):
            raise ValueError("stream() takes many texts, such as a list; for a single one there is clean()")
        return self._streamed(documents)

    def _streamed(self, documents: Iterable[str | Document]) -> Iterator[Result]:
        for place, document in enumerate(documents):
            if not isinstance(document, str | Document):
                raise TypeError(_not_text(f"stream(), at place {place} (from 0)", document))
            yield self.clean(document)


#: Pipelines that came from other processes, the newest last. Few: each holds its rules.
_made: dict[bytes, Pipeline] = {}
_MOST_MADE = 4


def _unpacked(data: bytes, digest: bytes) -> Pipeline:
    """The pipeline that another process has packed; the same one for the same bytes."""
    if digest not in _made:
        with without_collector():
            kind, book, added = pickle.loads(zlib.decompress(data))
            pipe: Pipeline = kind(book)
        for name, stage in added:
            pipe = pipe.with_stage(name, stage)
        while len(_made) >= _MOST_MADE:
            del _made[next(iter(_made))]
        _made[digest] = pipe
    return _made[digest]


def _not_text(where: str, value: object) -> str:
    return (
        f"{where} takes text or a Document, not {type(value).__name__}; decode bytes first, "
        "for example data.decode('utf-8')"
    )


def _claimed(lang: str | None, default: str | None) -> tuple[str | None, str]:
    """The code of the language that a document claims, or the default; and a warning when it claims an unknown one."""
    if lang is None or unsaid(lang):
        return default, ""
    if code := normalised(lang):
        return code, ""
    told = f"{default} is taken" if default else "it is found out"
    return default, f"{lang!r} is no language that is known here; {told} instead"


class _Run:
    """One document on its way through the stages of a pipeline."""

    def __init__(self, pipe: Pipeline, document: Document, trouble: str = "") -> None:
        self.pipe = pipe
        self.source = document
        self.document = document
        self.history = History(document.text, pipe._rules)
        self.left: dict[str, list[Edit]] = {}  # what each stage did not apply in its last run, in original offsets
        self.stable: dict[str, str] = {}  # the text on which a stage last had nothing to do
        self.seconds: dict[str, float] = {}
        self.warnings: list[str] = [trouble] if trouble else []
        self.held_back: list[str] = []
        self.languages = Known(self.history.to_original)  # of paragraphs
        self.protection: Protection | None = None  # of the current text
        self.judged: str | None = None  # the text whose language was found out
        self.first: list[Edit] | None = None  # what the first pass of repair left unmade

    def result(self) -> Result:
        pipe = self.pipe
        rejected = ""
        try:
            with one_document() as budget:
                self._passes()
            if pipe._quality is not None:
                rejected = pipe._quality.verdict(self.document)
        except Exception as error:
            # A stage that breaks costs its document the cleaning, never its text and never the run.
            warning = f"passed through unchanged: {type(error).__name__}: {error}"
            return Result(
                self.source.text,
                self.source.text,
                name=self.source.name,
                lang=self.document.lang,
                warnings=(warning,),
                seconds=self.seconds,
                failed=True,
            )
        made = self.history.composed()
        left = {(e.start, e.end, e.new, e.rule): e for e in self._outlived(made)}
        left |= {(e.start, e.end, e.new, e.rule): e for edits in self.left.values() for e in edits}
        rest = sorted(left.values(), key=lambda e: (e.start, e.end, e.rule))
        return Result(
            self.source.text,
            self.history.text,
            made,
            tuple(e for e in rest if e.state == "suggested"),
            tuple(e for e in rest if e.state != "suggested"),
            name=self.source.name,
            lang=self.document.lang,
            damage=self.document.damage,
            rejected=rejected,
            warnings=(*budget.notes, *self.warnings, *self.held_back),
            slow=budget.slow,
            seconds=self.seconds,
            history=self.history,
        )

    def _passes(self) -> None:
        self._settle()
        if self._is_in_another_language():
            self._settle()

    def _is_in_another_language(self) -> bool:
        """Whether what is left is in another language than the dirty page seemed to be; asked once, so that it ends."""
        if self.pipe._language is None or self.judged is None or not self.history.layers:
            return False
        begun = perf_counter()
        document = self.pipe._language.revised(self.document, self.judged)
        self.seconds["language"] = self.seconds.get("language", 0.0) + perf_counter() - begun
        if document is self.document:
            return False
        self.document, self.first = document, None
        self.languages = Known(self.history.to_original)
        self.stable.clear()
        return True

    def _settle(self) -> None:
        dedupe = self.pipe._dedupe
        for _ in range(MAX_PASSES):
            # A copy that went may have been evidence: a word that stood there twice looked like a name.
            if not self._one_pass() and not (dedupe is not None and self._run("dedupe", dedupe)):
                return
        self.warnings.append(f"still changing after {MAX_PASSES} passes; the last state is kept")
        if dedupe is not None:
            self._run("dedupe", dedupe)

    def _outlived(self, made: Sequence[Edit]) -> Iterator[Edit]:
        """Suggestions of the first pass that no edit has met. A page that is mended looks edited to the next pass."""
        suggested = [edit for edit in self.first or () if edit.state == "suggested"]
        ends = [edit.end for edit in made]
        for edit in suggested:
            k = bisect_left(ends, edit.start)
            if k == len(made) or made[k].start > edit.end:
                yield edit

    def _one_pass(self) -> bool:
        changed = asked = False
        for name, stage in self.pipe._stages:
            if name != "unicode" and not asked and self.document.lang is None and self.pipe._language is not None:
                asked = True
                begun = perf_counter()
                self.document = self.pipe._language.annotate(self.document)
                self.judged = self.document.text if self.document.lang is not None else None
                self.seconds["language"] = self.seconds.get("language", 0.0) + perf_counter() - begun
            changed |= self._run(name, stage)
        return changed

    def _run(self, name: str, stage: Stage) -> bool:
        """Run one stage on the current text; true when it changed it."""
        text = self.document.text
        if self.stable.get(name) == text:
            return False
        begun = perf_counter()
        if isinstance(stage, RuleStage):
            proposals, damage = stage.examine(self.document, self.languages)
            if damage > self.document.damage:
                self.document = replace(self.document, damage=damage)
        else:
            proposals = list(stage.propose(self.document))
        if isinstance(stage, ChromeStage):
            self.held_back = stage.warnings(self.document)
        decided = choose(text, proposals, self.pipe._bar_of, self._guard(name)) if proposals else []
        applied = [edit for edit in decided if edit.state == "applied"]
        self.left[name] = [
            replace(self.history.of_original(edit), detail={**edit.detail, "phase": name})
            for edit in decided
            if edit.state != "applied"
        ]
        if name == "repair" and self.first is None:
            self.first = self.left[name]
        if applied:
            self.history.add(applied)
            self.document = self.document.with_text(self.history.text)
        else:
            self.stable[name] = text
        self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - begun
        return bool(applied)

    def _guard(self, name: str) -> Callable[[Edit], bool]:
        """Whether an edit would change a protected span. unicode comes before protect: broken bytes protect nothing."""
        protect = self.pipe._protect
        if protect is None or name == "unicode":
            return lambda edit: False
        known = self.protection
        if known is None or known.document.text != self.document.text or known.document.lang != self.document.lang:
            known = self.protection = protect.on(self.document)
        return partial(known.forbids, cuts=name in ("chrome", "dedupe"))


class _FunctionStage:
    def __init__(self, function: Callable[[Document], Iterable[Edit]]) -> None:
        self.propose = function


_BUILT_IN = frozenset(("unicode", "protect", "language", "chrome", "repair", "punctuation", "dedupe", "quality"))


def _registered_stage(name: str) -> Stage:
    """A stage from the entry point group ``cleanpipe.stages``: a class, an object with ``propose``, or a function."""
    from importlib.metadata import entry_points

    for point in entry_points(group="cleanpipe.stages"):
        if point.name == name:
            found = point.load()
            if isinstance(found, type):
                found = found()
            return found if hasattr(found, "propose") else _FunctionStage(found)
    known = ", ".join(sorted(_BUILT_IN))
    raise CleanpipeError(
        f"no stage named {name!r}: built in are {known}; packages register others under 'cleanpipe.stages'"
    )
