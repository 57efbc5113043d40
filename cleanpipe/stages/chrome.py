"""The chrome stage: proposes to drop the lines of a page that are not its article.

Runs after language and before repair, which must not join an article to its furniture. Three sources of evidence meet
here: rules of the rule files, structure (``cleanpipe.chrome.structure``), and the line scorer
(``cleanpipe.chrome.model``), which is asked only about texts that look like pages. Short texts and edited prose pass
untouched, and a document never loses its last line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from operator import attrgetter, gt
from typing import NamedTuple

from cleanpipe.chrome.decide import Drop, decide
from cleanpipe.chrome.units import units_of
from cleanpipe.document import Document, Edit, edit_of
from cleanpipe.rulefile.matching import LineRules
from cleanpipe.rulefile.model import Rule, Settings

#: Rounds until a document must be stable; each looks only at what is left. Two or three are the rule, 20 the most seen.
MAX_ROUNDS = 60
#: The score of proposals held back by ``max_removed``: shown, never made.
HELD_BACK = 0.6


@dataclass(frozen=True, slots=True)
class _Plan:
    edits: list[Edit]
    warning: str = ""


_NOTHING = _Plan([])


class ChromeStage:
    """Proposes one edit for each line to drop, with the evidence in words.

    >>> stage = ChromeStage((), Settings())
    >>> stage.propose(Document("A single line is never touched"))
    []
    """

    def __init__(self, rules: Sequence[Rule], settings: Settings) -> None:
        self.rules = tuple(rules)
        self.settings = settings
        self._matcher = LineRules(self.rules)
        if settings.chrome_model:
            from cleanpipe.chrome.model import model_at

            model_at(settings.chrome_model)  # what is wrong with it is told before a run begins
        # The latest answer only, since ``warnings`` is asked right after ``propose`` about the same document.
        self._last: tuple[Document, _Plan] | None = None

    def propose(self, document: Document) -> list[Edit]:
        """The edits that remove chrome from a document, in its offsets."""
        plan = self._plan(document)
        self._last = (document, plan)
        return plan.edits

    def warnings(self, document: Document) -> list[str]:
        """What the report must say of a document: that ``max_removed`` held its edits back."""
        known, plan = self._last or (None, _NOTHING)
        warning = (plan if known is document else self._plan(document)).warning
        return [warning] if warning else []

    def _plan(self, document: Document) -> _Plan:
        if "\n" not in document.text.strip():
            return _Plan([])
        bar = self.settings.min_confidence
        drops: dict[int, Drop] = {}
        cuts: dict[int, Drop] = {}
        current, alive = document, list(range(document.text.count("\n") + 1))
        for _ in range(MAX_ROUNDS):
            units = units_of(current)
            found = decide(current, units, self._matcher.hits(current), self.settings)
            gone = {
                line
                for line, (_, score, _, _, cut, trial, _) in found.items()
                if cut < 0 and score >= bar and not trial
            }
            if len(gone) >= sum(last - first + 1 for _, _, first, last in units):
                break  # never the last line
            shorter = {line: drop.cut for line, drop in found.items() if drop.cut >= 0}
            if not shorter and not cuts:
                drops.update(zip(map(alive.__getitem__, found), found.values(), strict=True))
                found = {}
            for line, drop in found.items():
                # What a later round says of a line counts: it sees more of the truth, and it looks at what is left.
                if drop.cut >= 0:
                    cuts[alive[line]] = drop
                    drops.pop(alive[line], None)
                elif line in gone or alive[line] not in cuts:
                    drops[alive[line]] = drop
            if not gone and not shorter:
                break
            current, alive = _reduced(current, alive, gone, shorter)
        cuts = {line: drop for line, drop in cuts.items() if line not in drops}
        edits = line_edits(document, drops) + [_cut_edit(document, line, drop) for line, drop in cuts.items()]
        edits.sort(key=attrgetter("start"))
        share = self._share(document, drops)
        if share <= self.settings.max_removed:
            return _Plan(edits)
        held = [
            replace(e, score=min(e.score, HELD_BACK), reason=f"{e.reason} (held back by max_removed)") for e in edits
        ]
        return _Plan(
            held,
            f"chrome: {share:.0%} of the text would go, more than max_removed allows "
            f"({self.settings.max_removed:.0%}); nothing was removed",
        )

    def _share(self, document: Document, drops: Mapping[int, Drop]) -> float:
        """The share of a text that rules and structure would remove against the scorer, or without it.

        Furniture often outweighs an article; where the scorer has found the article elsewhere, it does not count.
        """
        bar = self.settings.min_confidence
        lines = document.text.split("\n")
        others = [n for n, (_, score, _, _, _, trial, seen) in drops.items() if not seen and score >= bar and not trial]
        removed = sum(len(lines[number].strip()) for number in others)
        if not removed:
            return 0.0
        whole = sum(map(len, map(str.strip, lines)))
        return removed / (whole - sum(len(lines[number].strip()) for number, drop in drops.items() if drop.scored))


def line_edits(document: Document, drops: Mapping[int, Drop]) -> list[Edit]:
    """One edit a dropped line, each with its line end; blank lines go along so that one separation remains.

    >>> document = Document("A\\n\\nshare\\n\\nB\\n")
    >>> [(e.start, e.end) for e in line_edits(document, {2: Drop("core/x", 1.0, "why")})]
    [(3, 10)]
    """
    lines = document.text.split("\n")
    ends = [at - 1 for at in accumulate([len(line) + 1 for line in lines])]  # each without its line end
    edits: list[Edit] = []
    for stretch in _stretches(lines, drops):
        if stretch.at_end:
            bounds = [ends[stretch.first - 1] if stretch.first else 0] + [ends[n] for n in stretch.filled]
        else:
            bounds = [ends[n] - len(lines[n]) for n in stretch.filled] + [ends[stretch.last] + 1]
        for number, start, end in zip(stretch.filled, bounds, bounds[1:], strict=False):
            rule, score, reason, order, _, _, _ = drops[number]
            edits.append(edit_of(start, end, "", rule, score, reason, order))
    return edits


class _Stretch(NamedTuple):
    """Neighbouring lines that go, blank ones among and beside them included; ``filled`` are those with text."""

    first: int
    last: int
    filled: list[int]
    at_end: bool


def _stretches(lines: Sequence[str], gone: Collection[int]) -> Iterator[_Stretch]:
    """The runs of dropped lines, with the blank lines that go along so that one separation remains."""
    filled = [n for n, line in enumerate(lines) if line and not line.isspace()]
    goes = [*map(gone.__contains__, filled), False]
    stop = 0
    for _ in range(sum(map(gt, goes, [False, *goes]))):
        at = goes.index(True, stop)
        stop = goes.index(False, at)
        run = filled[at:stop]
        if stop == len(filled):
            yield _Stretch(filled[at - 1] + 1 if at else 0, run[-1], run, True)
        elif at == 0 or run[0] - filled[at - 1] > 1:
            yield _Stretch(run[0], filled[stop] - 1, run, False)
        else:
            yield _Stretch(run[0], run[-1], run, False)


def _cut_edit(document: Document, line: int, drop: Drop) -> Edit:
    start, end = document.lines[line]
    tail = document.text[start:end].rstrip()
    return Edit(start + drop.cut, start + len(tail), "", drop.rule, drop.score, drop.reason, drop.order)


def _reduced(
    document: Document, alive: list[int], gone: Collection[int], shorter: Mapping[int, int]
) -> tuple[Document, list[int]]:
    """The document as the edits would leave it, and for each line that is left the line of the original."""
    lines = document.text.split("\n")
    for line, cut in shorter.items():
        lines[line] = lines[line][:cut]
    kept: list[int] = []
    pieces: list[str] = []
    at = 0
    for stretch in _stretches(document.text.split("\n"), gone):
        kept += alive[at : stretch.first]
        pieces += lines[at : stretch.first]
        at = stretch.last + 1
    return document.with_text("\n".join(pieces + lines[at:])), kept + alive[at:]
