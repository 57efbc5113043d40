"""Rules as values: what a rule file says, after everything has been read, checked and resolved.

Nothing here reads files or looks at text; ``load`` makes these values, ``matching`` and the stages use them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cleanpipe.errors import Problem

VERBS = ("replace", "swap", "drop_line", "drop_block", "repair", "dedupe", "protect", "reject")
ALONE = ("apply", "suggest")
MARKS = ("article_end", "video")
STATUSES = ("draft", "trial", "stable", "retired")
CONFIDENCE: Mapping[str, float] = {"high": 0.95, "medium": 0.85, "low": 0.6}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written; lines and columns count from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a document by lines: ``first 8 lines``, ``last 80%``, ``first 20%``, ``last 3 lines``."""

    end: str  # "first" or "last"
    amount: float
    unit: str  # "lines" or "%"


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a rule may act; all that is given must hold."""

    lang: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    part: Part | None = None
    not_site: tuple[str, ...] = ()
    not_path: tuple[str, ...] = ()

    @property
    def of_language(self) -> bool:
        """Whether nothing is asked of a document but its language."""
        return not (self.site or self.path or self.meta or self.not_site or self.not_path)


@dataclass(frozen=True, slots=True)
class Near:
    """A line that another rule of the document hits, at most ``within`` lines away."""

    rule: str
    within: int = 3


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions on one line (or paragraph); all that is given must hold, a list means any of, ``not_`` means none of.

    Words are compared without regard to case and with runs of blanks as one; ``matches`` and ``not_matches`` are
    patterns searched in the line, case-sensitive unless ``case: ignore``.
    """

    line_is: tuple[str, ...] = ()
    starts_with: tuple[str, ...] = ()
    ends_with: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    min_words: int | None = None
    max_words: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    part: Part | None = None
    near: Near | None = None
    case: str = "match"  # for matches: "match" or "ignore"
    not_line_is: tuple[str, ...] = ()
    not_starts_with: tuple[str, ...] = ()
    not_ends_with: tuple[str, ...] = ()
    not_contains: tuple[str, ...] = ()
    not_matches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replace:
    match: str
    new: str
    lines: bool = False
    case: str = "match"


@dataclass(frozen=True, slots=True)
class Swap:
    table: Mapping[str, str]
    case: str = "match"  # match | ignore | exact
    inside_words: bool = False


@dataclass(frozen=True, slots=True)
class DropLine:
    conditions: Conditions
    keep_blank: bool = False


@dataclass(frozen=True, slots=True)
class DropBlock:
    start: Conditions
    to: Conditions | str  # "end", "blank_line", or conditions on the line where the block ends
    only_if: Conditions | None = None
    followed_by: Conditions | None = None
    followed_within: int = 6
    max_lines: int | None = None
    include_to: bool = False


@dataclass(frozen=True, slots=True)
class Repair:
    """A shipped or registered repairer with its typed options (an instance of the repairer's ``Options``)."""

    name: str
    options: Any
    max_per_document: int | None = None


@dataclass(frozen=True, slots=True)
class Dedupe:
    unit: str = "paragraph"  # paragraph | line | document
    within: str = "corpus"  # document | site | corpus
    similarity: float = 0.9
    min_words: int = 8
    same_numbers: bool = True
    survivor: str = "first"  # first | longest | none
    min_documents: int = 2
    min_share: float = 0.0  # of the documents compared, that a cluster must stand in where none survives
    sentences: bool = True  # whether whole sentences go, too, where none survives
    index: str | None = None


@dataclass(frozen=True, slots=True)
class Protect:
    match: str | None
    conditions: Conditions | None
    case: str = "match"
    keep_line: bool = True  # whether a line that is nothing else stays where it would go as a whole


@dataclass(frozen=True, slots=True)
class Reject:
    """Measures of a document with their bounds: ``{"words": (50, None), "symbol_share": (None, 0.1)}``."""

    bounds: Mapping[str, tuple[float | None, float | None]]


Body = Replace | Swap | DropLine | DropBlock | Repair | Dedupe | Protect | Reject


@dataclass(frozen=True, slots=True)
class Example:
    """One example. ``kind`` is ``in`` (``text`` becomes ``out``), ``drop``, ``keep`` or ``suggest``."""

    kind: str
    text: str | tuple[str, ...]
    out: str | tuple[int, ...] | None = None
    at: Mapping[str, Any] = field(default_factory=dict)
    then: tuple[str, ...] = ()
    expect: str = "pass"  # pass | fail
    because: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One resolved rule. ``places`` says for each key where its value was written (``rules show``)."""

    id: str
    verb: str
    body: Body
    where: Scope = Scope()
    unless: Conditions | None = None
    why: str = ""
    see: tuple[str, ...] = ()
    confidence: float = 0.85
    apply_from: float | None = None
    suggest_from: float | None = None
    status: str = "stable"
    alone: str = "apply"
    marks: str = ""  # what its line says of the lines below: one of MARKS
    order: int = 0
    examples: tuple[Example, ...] = ()
    was: tuple[str, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    assumed: frozenset[str] = frozenset()  # keys of ``places`` that come from the defaults of the file

    @property
    def pack(self) -> str:
        """The pack part of the full name: ``news-en`` of ``news-en/share-bar``."""
        return self.id.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Settings:
    """Options a rule file may set at its top level, besides rules; the command has options for most of them."""

    min_confidence: float = 0.8
    suggest_from: float = 0.5
    max_removed: float = 0.5  # share of the characters of a document; beyond it chrome is left and reported
    detector: str = "default"  # language detector; see cleanpipe.stages.language
    chrome_model: str | None = None  # weights of the line scorer, from cleanpipe train chrome; None: the shipped ones
    stages: tuple[str, ...] = ("unicode", "protect", "language", "chrome", "repair", "punctuation", "dedupe", "quality")
    lang: str | None = None
    workers: int | None = None
    text_field: str = "text"
    engine: str = "local"
    input_format: str | None = None  # None: by the name of each file
    output_format: str | None = None  # None: as the input
    index: str | None = None
    dry_run: bool = False
    resume: bool = True


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules of a run in their order, with the settings."""

    rules: tuple[Rule, ...]
    settings: Settings
    sources: tuple[str, ...] = ()  # files read, in order
    warnings: tuple[Problem, ...] = ()
    sites: tuple[tuple[str, str], ...] = ()  # files of the user for one site alone, and that site
    shipped: frozenset[str] = frozenset()  # those of ``sources`` that came with cleanpipe
    changes: tuple[tuple[str, Place], ...] = ()  # settings and rules that files of the user alter, and where

    def own(self, rule: Rule) -> bool:
        """Whether a rule is the user's own, not one that came with cleanpipe."""
        return "id" in rule.places and rule.places["id"].file not in self.shipped

    def get(self, name: str) -> Rule:
        """The rule of that full name (``pack/id``). Raises KeyError when there is none."""
        for rule in self.rules:
            if rule.id == name:
                return rule
        raise KeyError(name)

    def only(self, *names: str, stages: tuple[str, ...] | None = None) -> RuleBook:
        """A book of these rules alone, all of them ``stable``: what a rule's own examples are tried on."""
        rules = tuple(replace(rule, status="stable") for rule in self.rules if rule.id in names)
        settings = self.settings if stages is None else replace(self.settings, stages=stages)
        return replace(self, rules=rules, settings=settings)

    def of(self, *verbs: str) -> tuple[Rule, ...]:
        """The rules with one of these verbs that take part in a run (``stable`` and ``trial``)."""
        return tuple(r for r in self.rules if r.verb in verbs and r.status in ("stable", "trial"))
