"""What a rule by itself makes of a text: the ground on which examples are tried.

Line rules are asked directly, without the rest of the chrome stage, so that only the rule itself decides. A single line
is tried on a page on which ``part`` holds: as its only line, or as the last of twenty. Edits
are chosen by their bars as in a run; the texts of a list for dedupe are so many documents, or paragraphs of one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from cleanpipe.document import Document
from cleanpipe.rulefile.bars import bar_of
from cleanpipe.rulefile.matching.lines import LineHit, LineRules
from cleanpipe.rulefile.matching.scope import covers
from cleanpipe.rulefile.matching.spans import ProtectRules
from cleanpipe.rulefile.model import Dedupe, DropBlock, DropLine, Example, Part, Repair, Rule, RuleBook

#: A page for lines whose place matters; no rule has a reason to touch it.
_FILLER = "The ferry crossed at noon, and nobody on deck spoke of the storm."
_PAGE = 20
#: As often as the pipeline repeats its phases.
_PASSES = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a text. ``left``: numbers of the texts of a list that stayed; ``suggested``: proposals."""

    text: str
    suggested: tuple[str, ...] = ()
    left: tuple[int, ...] = ()
    rejected: str = ""
    marked: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


def document_of(rule: Rule, example: Example, text: str) -> Document:
    """A document with the text of an example, where its ``at`` (or else the scope of the rule) puts it."""
    at, where = example.at, rule.where
    site = at.get("site")
    if site is None and where.site:
        site = where.site[0].lstrip(".")
    path = at.get("path")
    if path is None and where.path:
        path = where.path[0].replace("**", "x").replace("*", "x").replace("?", "x")
    meta = {name: values[0].replace("*", "x") for name, values in where.meta.items()}
    lang = at.get("lang") or (where.lang[0] if where.lang else None)
    return Document(text, name=path or "", lang=lang, site=site, meta={**meta, **at.get("meta", {})})


def is_line(rule: Rule, example: Example) -> bool:
    """Whether an example is one line for a line rule, to be tried on a page."""
    line = "\n" not in str(example.text).strip("\n")
    return rule.verb == "drop_line" and example.kind in ("drop", "keep", "suggest") and line


def parts_of(rule: Rule) -> list[Part]:
    """All parts of the page that a rule asks for."""
    body = rule.body
    if isinstance(body, DropLine):
        given = [rule.where.part, body.conditions.part]
    elif isinstance(body, DropBlock):
        given = [rule.where.part, body.start.part, body.only_if.part if body.only_if else None]
    else:
        given = [rule.where.part]
    return [part for part in given if part is not None]


def page_for(rule: Rule, line: str, fillers: Iterable[str] = ()) -> tuple[str, int]:
    """A page on which a line stands where the rule looks for it, and where the line begins. Blank lines lie between.

    >>> from cleanpipe.rulefile.model import Conditions
    >>> rule = Rule("mine/x", "drop_line", DropLine(Conditions(line_is=("Menu",), part=Part("last", 3, "lines"))))
    >>> page, at = page_for(rule, "Menu")
    >>> page.count("\\n\\n"), page[at:]
    (19, 'Menu')
    """
    filler = list(fillers)
    parts = parts_of(rule)
    last = [part for part in parts if part.end == "last"]
    before: list[str] = []
    if last:
        shares = [math.ceil(100 / part.amount) for part in last if part.unit == "%"]
        size = max([_PAGE, *shares])
        before, filler = ([*(filler or [_FILLER]) * size])[: size - 1], []
    elif filler and not parts:
        middle = len(filler) // 2
        before, filler = filler[:middle], filler[middle:]
    head = "".join(f"{text}\n\n" for text in before)
    return "\n\n".join([head + line, *filler]), len(head)


def alone(rule: Rule, example: Example, book: RuleBook, base: Rule | None = None) -> Outcome:
    """What a rule makes of an example all by itself.

    For a variant of a rule, ``base`` is the rule that has the example: its place does not change with the variant.
    """
    base = base or rule
    if rule.verb in ("drop_line", "drop_block"):
        return _lines_alone(rule, example, book, base)
    if isinstance(example.text, tuple):
        return _list_alone(rule, example, book, base)
    document = document_of(base, example, example.text)
    if rule.verb == "protect":
        spans = ProtectRules([rule]).spans(document.text, 0, len(document.text), document)
        return Outcome(document.text, marked=tuple(document.text[a:b] for a, b in spans))
    if rule.verb == "reject":
        from cleanpipe.stages.quality import QualityStage

        return Outcome(document.text, rejected=QualityStage([rule]).verdict(document))
    return _edited(rule, document, book)


def _edited(rule: Rule, document: Document, book: RuleBook) -> Outcome:
    """What the edits of one rule make of a document, its bars respected, until nothing changes."""
    from cleanpipe import repairers
    from cleanpipe.editing import apply, choose
    from cleanpipe.stages.rules import RuleStage

    phase = repairers.get(rule.body.name).PHASE if isinstance(rule.body, Repair) else "repair"
    rule = replace(rule, status="stable")
    stage = RuleStage(phase, [rule])
    bar = bar_of(book.settings, rule)
    suggested: tuple[str, ...] = ()
    for _ in range(_PASSES):
        text = document.text
        decided = choose(text, stage.propose(document), lambda _: bar)
        suggested = tuple(edit.applied_to(text) for edit in decided if edit.state == "suggested")
        applied = [edit for edit in decided if edit.state == "applied"]
        if not applied:
            break
        document = document.with_text(apply(text, applied))
    return Outcome(document.text, suggested)


def outcome_of(result: Any) -> Outcome:
    """What a pipeline's result says about an example."""
    suggested = tuple(edit.applied_to(result.original) for edit in result.suggestions)
    rules = tuple(dict.fromkeys(edit.rule for edit in result.edits))
    return Outcome(result.text, suggested, rejected=result.rejected, rules=rules)


def _pipeline(rule: Rule, book: RuleBook) -> Any:
    from cleanpipe.pipeline import Pipeline

    settings = replace(book.settings, stages=("dedupe",))
    return Pipeline(RuleBook((replace(rule, status="stable"),), settings))


def _list_alone(rule: Rule, example: Example, book: RuleBook, base: Rule) -> Outcome:
    """Paragraphs of one document, or texts of as many documents if the rule looks beyond one; those that stay."""
    texts = tuple(str(text) for text in example.text)
    document = document_of(base, example, "\n\n".join(texts))
    if isinstance(rule.body, Dedupe) and rule.body.within != "document" and covers(rule.where, document):
        from cleanpipe.dedupe.copies import Unit, find_copies

        units = [Unit(text, f"{number:06}", 0, document.site) for number, text in enumerate(texts)]
        gone = {copy.index for copy in find_copies(units, rule.body)}
        left = tuple(number + 1 for number in range(len(texts)) if number not in gone)
        return Outcome("\n\n".join(texts[number - 1] for number in left), left=left)
    text = _pipeline(rule, book).clean(document).text
    return Outcome(text, left=remaining(texts, text))


def remaining(texts: tuple[str, ...], cleaned: str) -> tuple[int, ...]:
    """Numbers, from 1, of the paragraphs that are still there, in their order."""
    left, at = [], 0
    paragraphs = [" ".join(part.split()) for part in cleaned.split("\n\n")]
    for number, text in enumerate(texts, 1):
        if at < len(paragraphs) and paragraphs[at] == " ".join(text.split()):
            left.append(number)
            at += 1
    return tuple(left)


def _lines_alone(rule: Rule, example: Example, book: RuleBook, base: Rule) -> Outcome:
    text = str(example.text)
    helpers = [other for other in book.rules if other.id in _helpers(rule, book) and other.id != rule.id]
    single = is_line(rule, example)
    page, at = page_for(base, text.strip("\n")) if single else (text, 0)
    document = document_of(base, example, page)
    hits = [hit for hit in LineRules([rule, *helpers]).hits(document) if hit.rule.id == rule.id]
    if single:
        number = page.count("\n", 0, at)
        new = "" if any(hit.first == number for hit in hits) else text
    else:
        new = without(page, hits)
    bar = bar_of(book.settings, rule)
    if new == text or rule.confidence >= bar.apply_from:
        return Outcome(new)
    return Outcome(text, (new,) if rule.confidence >= bar.suggest_from else ())


def _helpers(rule: Rule, book: RuleBook) -> set[str]:
    """The rules that must hit something nearby for this one to act, and those they need in turn."""
    names: set[str] = set()
    body = rule.body
    while isinstance(body, DropLine) and body.conditions.near and body.conditions.near.rule not in names:
        names.add(body.conditions.near.rule)
        found = next((other for other in book.rules if other.id == body.conditions.near.rule), None)
        body = found.body if found else None  # type: ignore[assignment]
    return names


def without(text: str, hits: Iterable[LineHit]) -> str:
    """A text without the lines that were hit, and without the blank lines that this leaves at its end."""
    gone = {number for hit in hits for number in range(hit.first, hit.last + 1)}
    if not gone:
        return text
    lines = text.split("\n")
    kept = "\n".join(line for number, line in enumerate(lines) if number not in gone).rstrip("\n")
    return kept + "\n" if text.endswith("\n") and kept else kept
