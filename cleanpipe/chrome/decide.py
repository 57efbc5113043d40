"""One decision a line from three sources of evidence: rules, structure, and the line scorer.

A rule of high confidence decides alone, and so does structure. Other rules shift the scorer's odds where there is a
scorer's answer, and speak for themselves where there is none. Credits of contributors and the title stay. Nothing is
decided about the document as a whole here; ``max_removed`` and edits are the stage's business.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cleanpipe.chrome.authors import author_boxes
from cleanpipe.chrome.headline import copies, headline, other_stories, spoken_of
from cleanpipe.chrome.lines import credits_in, ends_sentence, is_full_paragraph, is_loose, page_like, words_in
from cleanpipe.chrome.runs import (
    announced_code,
    comments_from,
    latest_news,
    listed,
    live_entries,
    numbered,
    programme,
    questions,
    repeats,
    teasers,
)
from cleanpipe.chrome.structure import AFTER_END, Finding, findings, video_caption
from cleanpipe.chrome.units import Unit
from cleanpipe.document import Document
from cleanpipe.rulefile.model import Rule, Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleanpipe.chrome.features import Page

#: The rule of what the line scorer drops.
SCORER = "chrome/line-scorer"
#: Content probability below which the scorer drops a unit, and below which it reports it. Chosen by cross-validation
#: over hosts (``benchmarks/chrome_cv.py``); the loss in training already counts lost text higher.
DROP_BELOW = 0.525
REPORT_BELOW = 0.625
#: Content probability from which a unit is surely part of the article.
SURE = 0.8
#: Content probability from which a paragraph that the title of the page speaks of is content all the same.
DOUBTFUL = 0.2
#: Content probability below which the first line of a page is no title.
NO_TITLE = 0.2
#: The most a unit can have as content probability that says the headline again, begins another story, or that readers
#: wrote.
COPY = 0.2
#: From this confidence a rule decides alone.
DECIDES = 0.9
#: Different short loose units that are furniture beyond doubt a text needs before the scorer is asked about its lines.
#: Pages have a dozen and more; edited and informal texts none, verse one.
SIGNS = 5
FURNITURE = 0.15
#: Such units that a text needs in which loose ones are the smaller part, and how many loose ones there must be: a page
#: with a long article, or with what readers say to it.
MORE_SIGNS = 12
LOOSE = 20
#: Odds of being content below which a whole line is known as furniture from the pages of other hosts.
KNOWN = -1.0
#: The score of a rule's hit that stands alone in a long text, where the rule says that this is only to be suggested.
#: Furniture comes in company: all but three of the 727 development pages have more of it, while an article that was
#: extracted well may end in such a line, and somebody may want it there.
ALONE = 0.7
#: Full paragraphs that make a long text.
LONG = 5
#: Content that a page has, in letters (one of a script without blanks counts as two and a half): what has less is a
#: form, a list of dishes, or a page that the scorer does not understand.
LEAST_TEXT = 85
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


class Drop(NamedTuple):
    """Why a line goes; with ``cut`` of 0 or more it is only shortened to that many characters.

    ``trial`` never acts. ``scored``: the line scorer, which has found the article elsewhere, wants it gone too.
    """

    rule: str
    score: float
    reason: str
    order: int = 0
    cut: int = -1
    trial: bool = False
    scored: bool = False


#: A decision of a tuple, twice as fast as ``Drop``.
_DROP = partial(tuple.__new__, Drop)


def decide(document: Document, units: Sequence[Unit], hits: Iterable[Hit], settings: Settings) -> dict[int, Drop]:
    """The lines of a document to drop, each with its evidence. Proposals below the bar are included."""
    text = document.text
    texts = [text[start:end] for start, end, _, _ in units]
    by_unit, drops = rules_of(units, hits, settings)
    decided = _structure(texts, by_unit, document.site)
    answers = _answers(text, units, texts, by_unit, settings.chrome_model)
    chosen = sorted({*by_unit, *decided})
    lonely = answers is None and bool(chosen) and _lonely(texts, chosen)
    for number in chosen:
        unit = units[number]
        drop = _drop(number, by_unit.get(number, ()), decided.get(number), answers, settings)
        if drop is None or (unit.first != unit.last and (number in by_unit or drop.cut >= 0)):
            continue  # what stands on several lines is no title that could be shortened
        if lonely and any(rule.id == drop.rule and rule.alone == "suggest" for rule in by_unit.get(number, ())):
            drop = drop._replace(score=min(drop.score, ALONE), reason=f"{drop.reason.rstrip('.')}; but it stands alone")
        if drop.cut >= 0:
            drop = drop._replace(cut=drop.cut + unit.start - (text.rfind("\n", 0, unit.start) + 1))
        for line in range(unit.first, unit.last + 1):
            drops[line] = drop
    if answers is not None:
        bar, others = settings.min_confidence, {answers.title, *answers.credits, *chosen}
        rest = [number for number in answers.uncertain if number not in others]
        for number, reason in zip(rest, answers.reasons(rest), strict=True):
            probability = answers.content[number]
            drop = _DROP((SCORER, _score(probability, bar), reason, 0, -1, False, probability < DROP_BELOW))
            _, _, first, last = units[number]
            drops[first] = drop
            if last > first:
                drops.update(dict.fromkeys(range(first + 1, last + 1), drop))
    return drops


def _lonely(texts: Sequence[str], found: Sequence[int]) -> bool:
    """Whether what was found is next to nothing in a text of many full paragraphs."""
    return len(found) <= max(1, len(texts) // 50) and sum(map(is_full_paragraph, texts)) >= LONG


def rules_of(
    units: Sequence[Unit], hits: Iterable[Hit], settings: Settings
) -> tuple[dict[int, list[Rule]], dict[int, Drop]]:
    """The rules that hit each unit; and lines that go whatever their unit is: on trial, or inside hard-wrapped text."""
    by_unit: dict[int, list[Rule]] = {}
    drops: dict[int, Drop] = {}
    firsts = [first for _, _, first, _ in units]
    for hit in hits:
        for line in range(hit.first, hit.last + 1):
            number = bisect_right(firsts, line) - 1
            if number < 0 or units[number].last < line:
                continue  # a blank line
            if hit.rule.status == "trial":
                drops.setdefault(line, _from_rule(hit.rule))
                continue
            rules = by_unit.setdefault(number, [])
            if hit.rule not in rules:
                rules.append(hit.rule)
            # A line of a hard-wrapped paragraph goes alone.
            if units[number].first != units[number].last and hit.rule.confidence >= settings.min_confidence:
                drops[line] = _from_rule(hit.rule)
    return by_unit, drops


def _drop(
    number: int, rules: Sequence[Rule], finding: Finding | None, answers: Answers | None, settings: Settings
) -> Drop | None:
    """The decision on one unit: a sure rule, then structure, then the scorer with the other rules."""
    best = max(rules, key=lambda rule: rule.confidence, default=None)
    furniture = answers is not None and answers.content[number] < DROP_BELOW
    drop: Drop | None = None
    if best is not None and best.confidence >= DECIDES:
        drop = _from_rule(best, furniture)
    elif finding is not None and finding.rule == AFTER_END and answers is not None and not furniture:
        pass  # an article that goes on below the marker, and the scorer has seen more of it
    elif finding is not None and (finding.cut < 0 or not furniture or answers is None or number == answers.title):
        drop = Drop(finding.rule, finding.score, finding.reason, cut=finding.cut, scored=furniture)
    elif answers is None:
        drop = _from_rule(best) if best is not None else None
    elif number != answers.title and number not in answers.credits:
        drop = _weighed(number, rules, answers, settings)
    return drop


def _from_rule(rule: Rule, scored: bool = False) -> Drop:
    reason = rule.why or f"the rule {rule.id} matches"
    return Drop(rule.id, rule.confidence, reason, rule.order, trial=rule.status == "trial", scored=scored)


def _structure(texts: list[str], by_unit: Mapping[int, Sequence[Rule]], site: str | None) -> dict[int, Finding]:
    ends = [n for n, rules in by_unit.items() if any(rule.marks == "article_end" for rule in rules)]
    decided: dict[int, Finding] = {}
    for finding in findings(texts, site, ends):
        decided.setdefault(finding.unit, finding)
    for number, rules in by_unit.items():
        if any(rule.marks == "video" for rule in rules):
            caption = video_caption(texts, number)
            if caption is not None:
                decided.setdefault(caption.unit, caption)
    return decided


def rule_signs(size: int, by_unit: Mapping[int, Sequence[Rule]]) -> NDArray[np.float32]:
    """What rules say of each unit, as the line scorer takes it: a sure rule, another one, a certain end."""
    import numpy as np

    signs = np.zeros((size, 3), dtype=np.float32)
    for number, rules in by_unit.items():
        for rule in rules:
            signs[number, 0 if rule.confidence >= DECIDES else 1] = 1
            signs[number, 2] = max(signs[number, 2], rule.marks == "article_end")
    return signs


class Answers:
    """The scorer's probability of each unit to be content, with what the reasons need to be told in words.

    ``wording`` has for each unit the log odds of its words and of the whole line to be content; ``thread`` is the unit
    at which comments of readers begin, or -1.
    """

    def __init__(
        self,
        texts: list[str],
        content: list[float],
        hit: Collection[int],
        wording: Sequence[tuple[float, float]],
        page: Page,
        thread: int = -1,
    ) -> None:
        self.texts = texts
        self.content = content
        self.wording = wording
        self.labels = page.label.tolist()
        self.thread = thread if thread >= 0 else len(texts)
        for number in other_stories(texts):
            content[number] = min(content[number], COPY)
        cut = teasers(texts)
        article = [n for n, p in enumerate(content) if p >= SURE and n not in cut and is_full_paragraph(texts[n])]
        # Where nothing but teasers can be read, they are the text of the page.
        self.teasers = cut if article else set[int]()
        self.news = latest_news(texts, article)
        for number in (*self.teasers, *self.news):
            content[number] = min(content[number], COPY)
        text_of_page = (n for n, p in enumerate(content) if p >= SURE)
        body = next((n for n in article if n not in self.news), next(text_of_page, 0))
        self.title = headline(texts, body, hit)
        if self.title == 0 and content[0] < NO_TITLE:
            self.title = -1  # the name of the site
        self.copies = copies(texts, self.title, body)
        self.author = set(author_boxes(texts, body))
        for number in (*self.copies, *repeats(texts, content), *self.author):
            content[number] = min(content[number], COPY)
        self.uncertain = [number for number, p in enumerate(content) if p < REPORT_BELOW]
        furniture = [p < DROP_BELOW for p in content]
        passed = [0, 0, 0, 0, *accumulate(furniture)]
        passed += [passed[-1]] * 3
        # How many of the three units above and the three below are furniture.
        self.around = [b - a - own for a, b, own in zip(passed, passed[7:], furniture, strict=False)]
        sure = [number for number, p in enumerate(content) if p > SURE]
        self.first, self.last = (sure[0], sure[-1]) if sure else (0, len(texts))
        self.repeated = {text: times for text, times in Counter(texts).items() if times > 1}
        self.credits = credits_in(texts, [*self.uncertain, *hit]) if page.credits else set()
        self.pieces, self.dense = page.pieces.tolist(), page.dense

    def reasons(self, numbers: Sequence[int]) -> Iterator[str]:
        """What the scorer saw of units, the strongest evidence first: wording, repetition, form, neighbours, place."""
        texts, wording, labels, repeated, pieces = self.texts, self.wording, self.labels, self.repeated, self.pieces
        end = len(texts) - 1
        first, last, thread, copies, dense = self.first, self.last, self.thread, self.copies, self.dense
        for number in numbers:
            text = texts[number]
            words, line = wording[number]
            seen = "it says the headline again; " if number in copies else ""
            if number in self.author:
                seen += "it says who the author is; "
            if number >= thread:
                seen += "it stands among the comments of readers; "
            if number in self.news:
                seen += "one of a list of news, the latest first; "
            if number in self.teasers:
                seen += "it is cut off, as are others beside it; "
            if line <= KNOWN:
                seen += "the same line is furniture on other sites; "
            elif labels[number]:
                seen += "a label that many sites share; "
            elif words <= KNOWN:
                seen += "its words are those of furniture on other sites; "
            if text in repeated:
                seen += f"{repeated[text]} times on the page; "
            count = words_in(text) if dense else pieces[number]
            said = "a single word" if count <= 1 else f"{count} words"
            form = "" if ends_sentence(text) else " without final punctuation"
            place = "; above the article" if number < first else "; below the article" if number > last else ""
            around = self.around[number]
            if around:
                beside = 6 if 3 <= number <= end - 3 else min(number, 3) + min(end - number, 3)
                yield f"{seen}{said}{form}; {around} of {beside} neighbours are furniture too{place}"
            else:
                yield f"{seen}{said}{form}{place}"


def _answers(
    text: str, units: Sequence[Unit], texts: list[str], by_unit: Mapping[int, Sequence[Rule]], weights: str | None
) -> Answers | None:
    """The scorer's answers, or None where the text is no page or the scorer finds no article in it."""
    if len(units) > MAX_UNITS:
        return None
    loose = [number for number, text in enumerate(texts) if is_loose(text)]
    thread = comments_from(texts)  # a page beyond doubt
    if thread >= 0 or page_like(len(loose), len(texts)):
        needed = SIGNS
    elif len(loose) >= LOOSE:
        needed = MORE_SIGNS
    else:
        return None
    from cleanpipe.chrome.features import page_of, wording
    from cleanpipe.chrome.model import model_at, shipped_model

    model = model_at(weights) if weights else shipped_model()
    page = page_of(text, units, rule_signs(len(units), by_unit))
    said = wording(page, model.table)
    content = model.content(page, said).tolist()
    signs = {texts[number].casefold() for number in loose if content[number] < FURNITURE}
    if thread < 0 and len(signs) < needed:
        return None
    for number in live_entries(texts) | programme(texts):
        # Times between paragraphs look like a list of links, and the paragraphs like its teasers; days like news.
        content[number] = max(content[number], SURE)
    for number in (*questions(texts, content, SURE), *numbered(texts, content), *listed(texts, content)):
        content[number] = max(content[number], SURE)
    for number in announced_code(texts, content, SURE):
        content[number] = max(content[number], SURE)
    if thread >= 0:
        content[thread:] = [min(p, COPY) for p in content[thread:]]
    for number in spoken_of(texts, [number for number, p in enumerate(content) if DOUBTFUL < p < SURE]):
        content[number] = SURE
    if sum(length for length, p in zip(page.length.tolist(), content, strict=True) if p >= DROP_BELOW) < LEAST_TEXT:
        return None
    return Answers(texts, content, by_unit.keys(), said[:, [0, -1]].tolist(), page, thread)


def _weighed(number: int, rules: Sequence[Rule], answers: Answers, settings: Settings) -> Drop | None:
    """The scorer's answer, shifted by rules that do not decide alone."""
    probability = answers.content[number]
    if rules:
        odds = math.log(max(probability, 1e-6)) - math.log(max(1 - probability, 1e-6))
        for rule in rules:
            sure = min(max(rule.confidence, 0.5), 0.99)
            odds -= 2 * math.log(sure / (1 - sure))
        probability = 1 / (1 + math.exp(-odds))
    if probability >= REPORT_BELOW:
        return None
    score = _score(probability, settings.min_confidence)
    seen, scored = next(answers.reasons([number])), answers.content[number] < DROP_BELOW
    if rules:
        best = max(rules, key=lambda rule: rule.confidence)
        why = (best.why or best.id).rstrip(".")
        return Drop(best.id, score, f"{why}; and {seen}", best.order, scored=scored)
    return Drop(SCORER, score, seen, scored=scored)


def _score(probability: float, bar: float) -> float:
    """The score of an edit from the probability to be content: the bar is where dropping begins."""
    if probability < DROP_BELOW:
        return bar + (0.999 - bar) * (1 - probability / DROP_BELOW)
    return bar - 0.01 - 0.2 * (probability - DROP_BELOW) / (REPORT_BELOW - DROP_BELOW)
