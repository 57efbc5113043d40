"""The language stage: names the language of a document, once, from a sample of its prose.

Third of the phases, after protect and before everything that depends on the language. It makes no edits; it only sets
``Document.lang``, and leaves it None rather than guess from a line too short to tell. The detector is a setting
(``detector: default`` or ``langdetect``, or one registered under the entry point group ``cleanpipe.detectors``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from itertools import islice
from typing import Any

from cleanpipe.document import Document, Edit
from cleanpipe.rulefile.model import Settings
from cleanpipe.scoring.langid.identification import SAMPLE, judged, language_of
from cleanpipe.scoring.langid.languages import model

Detector = Callable[[str], str]

#: Characters looked at first: 200 decide all but mixed or very unusual documents.
FIRST_LOOK = 200

#: A text with fewer words than this keeps its language unknown (in scripts without blanks: with fewer letters).
MIN_WORDS = 4
MIN_DENSE_LETTERS = 6
DENSE_SCRIPTS = frozenset({"han", "kana", "hangul", "thai", "lao", "burmese", "khmer", "tibetan"})

#: Half of a certain lead does for a longer text: of 4,000 pieces one in twenty was wrong with it.
LIKELY = 0.5

_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE_END = re.compile(r"[.!?…:;。！？؟।][\"'»”’」)\]]*\s*\Z")


def _default() -> Detector:
    return language_of


def _langdetect() -> Detector:
    """langdetect, its random walk seeded anew for each text: no answer depends on what came before."""
    package: Any = import_module("langdetect.detector_factory")
    package.init_factory()
    factory = package._factory
    nothing_found = import_module("langdetect.lang_detect_exception").LangDetectException

    def detect(text: str) -> str:
        detector = factory.create()
        detector.seed = 0
        detector.append(text)
        try:
            found = str(detector.detect())
        except nothing_found:
            return "und"
        return "und" if found == "unknown" else found.partition("-")[0]

    return detect


@cache
def detectors() -> Mapping[str, Callable[[], Detector]]:
    """The detectors by name; each value makes one, and a detector is a function from a text to a language code.

    >>> sorted(detectors())[:2]
    ['default', 'langdetect']
    """
    from importlib.metadata import entry_points  # half as slow to import as all else of this module

    found: dict[str, Callable[[], Detector]] = {"default": _default, "langdetect": _langdetect}
    for point in entry_points(group="cleanpipe.detectors"):
        found.setdefault(point.name, point.load)
    return found


def detector(name: str) -> Detector:
    """The detector of this name. Raises ValueError with the names there are."""
    if name == "default":
        return _default()
    known = detectors()
    if name not in known:
        raise ValueError(f"no language detector {name!r}; there are {', '.join(sorted(known))}")
    return known[name]()


def sample(text: str, size: int = SAMPLE) -> str:
    """At most ``size`` characters of prose: lines that look like sentences first, else the longest lines.

    Menus, names and headlines are poor evidence; a page of English prose may well have a French menu.

    >>> sample("Accueil\\nSports\\nThe ministers met for the third time this month.\\nContact")
    'The ministers met for the third time this month.'
    """
    # The middle of a page is rarely furniture, so a long text is read from a fifth of its length on.
    start = text.find("\n", len(text) // 5) + 1 if len(text) > 4 * size else 0
    lines = text[start : start + 4 * size].split("\n")
    prose, length = [], 0
    for line in lines:
        if len(line) >= 40 and _SENTENCE_END.search(line, len(line) - 8):
            prose.append(line)
            length += len(line)
            if length >= size:
                break
    chosen = prose or sorted(filter(str.strip, lines), key=len, reverse=True)[:8]
    return "\n".join(chosen)[:size]


def enough(text: str) -> bool:
    """Whether the text has words enough that its language can be told.

    >>> enough("He was 28 years old."), enough("Source link"), enough("12:30 – 13:45")
    (True, False, False)
    """
    if sum(1 for _ in islice(_WORD.finditer(text), MIN_WORDS)) == MIN_WORDS:
        return True
    known = model()
    counts = known.script_counts(text).tolist()
    dense = sum(n for name, n in zip(known.script_names, counts, strict=True) if name in DENSE_SCRIPTS)
    return bool(dense >= MIN_DENSE_LETTERS)


class LanguageStage:
    """Sets the language of documents that have none.

    >>> stage = LanguageStage()
    >>> stage.annotate(Document("Le ministre a quitté la salle avant la fin du débat.")).lang
    'fr'
    >>> stage.annotate(Document("Source link")).lang is None
    True
    >>> stage.annotate(Document("Le ministre a quitté la salle.", lang="en")).lang
    'en'
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self._name = settings.detector if settings else "default"
        self._detect = detector(self._name)

    def propose(self, document: Document) -> Iterable[Edit]:
        """No edits: this stage only looks."""
        return ()

    def annotate(self, document: Document) -> Document:
        """The document with its language, or the same document when it has one or none can be told."""
        return document if document.lang is not None else self._named(document, sample(document.text))

    def revised(self, document: Document, before: str) -> Document:
        """The document in another language where its text, ``before`` when it got its language, is in another one now.

        >>> menu = "Le ministre a quitté la salle avant la fin du débat.\\n"
        >>> rest = "The ministers met for the third time this month."
        >>> LanguageStage().revised(Document(rest, lang="fr"), menu + rest).lang
        'en'
        """
        text = sample(document.text)
        return document if text == sample(before) else self._named(document, text)

    def _named(self, document: Document, text: str) -> Document:
        found = self._look(text) if enough(text) else "und"
        return document if found in ("", "und", document.lang) else replace(document, lang=found)

    def _look(self, text: str) -> str:
        if self._name != "default":
            return self._detect(text)
        # Half of the first look at the start, half in the middle: where they disagree the lead is small.
        half, middle = FIRST_LOOK // 2, len(text) // 2
        whole = len(text) <= FIRST_LOOK
        found, certain = judged(text if whole else text[:half] + "\n" + text[middle : middle + half])
        if certain < 1 and not whole:
            found, certain = judged(text)
        # A list of names, a menu: better no language than a wrong one. A short line must be beyond doubt.
        return found if certain >= (LIKELY if len(text) >= 60 else 1) else "und"
