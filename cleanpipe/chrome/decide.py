"""One decision a line from three sources of evidence: rules, structure, and the line scorer.

A rule of high confidence decides alone, and so does structure. Other rules shift the scorer's odds where there is a
scorer's answer, and speak for themselves where there is none. Credits of contributors and the title stay. Nothing is
decided about the document as a whole here; ``max_removed`` and edits are the stage's business.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from cleanpipe.chrome.lines import ends_sentence, is_credit, is_full_paragraph, looks_like_page, words_in
from cleanpipe.chrome.structure import Finding, findings, video_caption
from cleanpipe.chrome.units import Unit
from cleanpipe.document import Document
from cleanpipe.rulefile.model import Rule, Settings

#: Content probability below which the scorer drops a unit, and below which it reports it. Chosen by cross-validation
#: over hosts (``benchmarks/chrome_cv.py``); the loss in training already counts lost text higher.
DROP_BELOW = 0.55
REPORT_BELOW = 0.65
#: From this confidence a rule decides alone.
DECIDES = 0.9
#: Units beyond which a text is a data file, not a page.
MAX_UNITS = 20_000


class Hit(Protocol):
    """A rule on lines ``first`` to ``last``."""

    @property
    def rule(self) -> Rule: ...
    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Drop:
    """Why a line goes; with ``cut`` of 0 or more it is only shortened to that many characters. ``trial`` never acts."""

    rule: str
    score: float
    reason: str
    order: int = 0
    cut: int = -1
    trial: bool = False


def decide(document: Document, units: Sequence[Unit], hits: Iterable[Hit], settings: Settings) -> dict[int, Drop]:
    """The lines of a document to drop, each with its evidence. Proposals below the bar are included."""
    text = document.text
    texts = [text[u.start : u.end] for u in units]
    unit_of = {line: number for number, u in enumerate(units) for line in range(u.first, u.last + 1)}
    by_unit: dict[int, list[Rule]] = {}
    drops: dict[int, Drop] = {}
    for hit in hits:
        for line in range(hit.first, hit.last + 1):
            number = unit_of.get(line)
            if number is None:
                continue
            if hit.rule.status == "trial":
                drops.setdefault(line, _from_rule(hit.rule))
                continue
            rules = by_unit.setdefault(number, [])
            if hit.rule not in rules:
                rules.append(hit.rule)
            # A line of a hard-wrapped paragraph goes alone.
            if units[number].first != units[number].last and hit.rule.confidence >= settings.min_confidence:
                drops[line] = _from_rule(hit.rule)
    decided = _structure(texts, by_unit, document.site)
    content = _scored(text, units, texts)
    title = _title(texts, content) if content is not None else -1
    for number, unit in enumerate(units):
        rules = by_unit.get(number, [])
        best = max(rules, key=lambda rule: rule.confidence, default=None)
        drop: Drop | None = None
        if best is not None and best.confidence >= DECIDES:
            drop = _from_rule(best)
        elif number in decided:
            finding = decided[number]
            drop = Drop(finding.rule, finding.score, finding.reason, cut=finding.cut)
        elif content is None:
            drop = _from_rule(best) if best is not None else None
        elif number != title and not is_credit(texts[number]):
            drop = _weighed(number, float(content[number]), rules, texts, content, settings)
        if drop is None or (unit.first != unit.last and best is not None):
            continue
        if drop.cut >= 0:
            drop = Drop(
                drop.rule, drop.score, drop.reason, cut=drop.cut + unit.start - document.lines[unit.first].start
            )
        for line in range(unit.first, unit.last + 1):
            drops[line] = drop
    return drops


def _from_rule(rule: Rule) -> Drop:
    reason = rule.why or f"the rule {rule.id} matches"
    return Drop(rule.id, rule.confidence, reason, rule.order, trial=rule.status == "trial")


def _structure(texts: list[str], by_unit: Mapping[int, Sequence[Rule]], site: str | None) -> dict[int, Finding]:
    ends = [n for n, rules in by_unit.items() if any(rule.id.endswith("end-marker") for rule in rules)]
    decided: dict[int, Finding] = {}
    for finding in findings(texts, site, ends):
        decided.setdefault(finding.unit, finding)
    for number, rules in by_unit.items():
        if any(rule.id.endswith("video-stamp") for rule in rules):
            caption = video_caption(texts, number)
            if caption is not None:
                decided.setdefault(caption.unit, caption)
    return decided


def _scored(text: str, units: Sequence[Unit], texts: list[str]) -> NDArray[Any] | None:
    """The scorer's answer for each unit, or None where the text is no page or the scorer finds no article in it."""
    if not looks_like_page(texts) or len(units) > MAX_UNITS:
        return None
    from cleanpipe.chrome.features import page_of
    from cleanpipe.chrome.model import shipped_model

    model = shipped_model()
    page = page_of(text, list(units))
    content = model.content(model.own(page), page.prose, page.length)
    if not any(p >= DROP_BELOW and is_full_paragraph(t) for p, t in zip(content.tolist(), texts, strict=True)):
        return None
    return content


def _title(texts: Sequence[str], content: NDArray[Any]) -> int:
    """The headline to keep: the unit closest above the article that says what the page's first unit says."""
    body = next((n for n, t in enumerate(texts) if content[n] >= 0.8 and is_full_paragraph(t)), 0)
    wanted = {word.casefold() for word in texts[0].split()}
    for number in range(body - 1, 0, -1):
        words = {word.casefold() for word in texts[number].split()}
        if len(words) >= 3 and len(words & wanted) >= 0.7 * len(words):
            return number
    return 0 if len(wanted) >= 3 or words_in(texts[0]) >= 4 else -1


def _weighed(
    number: int,
    content: float,
    rules: Sequence[Rule],
    texts: Sequence[str],
    around: NDArray[Any],
    settings: Settings,
) -> Drop | None:
    """The scorer's answer, shifted by rules that do not decide alone."""
    odds = math.log(max(content, 1e-6)) - math.log(max(1 - content, 1e-6))
    for rule in rules:
        sure = min(max(rule.confidence, 0.5), 0.99)
        odds -= 2 * math.log(sure / (1 - sure))
    probability = 1 / (1 + math.exp(-odds))
    if probability >= REPORT_BELOW:
        return None
    bar = settings.min_confidence
    if probability < DROP_BELOW:
        score = bar + (0.999 - bar) * (1 - probability / DROP_BELOW)
    else:
        score = bar - 0.01 - 0.2 * (probability - DROP_BELOW) / (REPORT_BELOW - DROP_BELOW)
    if rules:
        best = max(rules, key=lambda rule: rule.confidence)
        return Drop(best.id, score, f"{best.why or best.id}; and {_in_words(number, texts, around)}", best.order)
    return Drop("chrome/line-scorer", score, _in_words(number, texts, around))


def _in_words(number: int, texts: Sequence[str], around: NDArray[Any]) -> str:
    """What the scorer saw, for people: form, repetition, neighbours, place."""
    text = texts[number]
    seen = []
    count = words_in(text)
    seen.append(f"{'a single word' if count <= 1 else f'{count} words'}"
                f"{'' if ends_sentence(text) else ' without final punctuation'}")  # fmt: skip
    twins = texts.count(text)
    if twins > 1:
        seen.append(f"{twins} times on the page")
    low, high = max(0, number - 3), min(len(texts), number + 4)
    chrome = sum(1 for n in range(low, high) if n != number and around[n] < DROP_BELOW)
    if chrome:
        seen.append(f"{chrome} of {high - low - 1} neighbours are furniture too")
    strong = np.flatnonzero(around > 0.8)
    if len(strong):
        if number < strong[0]:
            seen.append("above the article")
        elif number > strong[-1]:
            seen.append("below the article")
    return "; ".join(seen)
