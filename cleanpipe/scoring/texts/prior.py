"""A document vouches for itself: how damaged it is, and what that does to an uncertain finding.

Damage by segment-wise translation is bimodal: a damaged page has about ten defects per 1,000 words, an edited one about
none (a count over 2,587 edited news texts gave 0.1). So the certain findings of a document are counted first, and their
rate moves the score of every finding that asks for it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

from cleanpipe.document import Edit

# A text that has shown nothing yet counts as 300 words with 0.3 defects: one per 1,000 words, between the two modes. A
# single damaged sentence then moves a score by little, a page without any defect by much.
_PRIOR_WORDS = 300.0
_PRIOR_DEFECTS = 0.3
# How strongly the rate counts, in log odds per log rate, and the most it may move a score.
_WEIGHT = 0.7
_LIMIT = 2.0


def damage_rate(text: str, certain: int) -> float:
    """Certain translation defects per 1,000 words; 0.0 when there are none.

    >>> damage_rate("word " * 1000, 10)
    10.0
    """
    return 1000.0 * certain / _words(text) if certain else 0.0


@lru_cache(maxsize=4)  # a text may have thousands of edits
def _words(text: str) -> int:
    return max(1, text.count(" ") + text.count("\n"))


def weigh(edit: Edit, text: str, damage: float) -> Edit:
    """Move the score of an edit by the damage rate of its document.

    >>> edit, text = Edit(0, 1, "x", score=0.8), "word " * 2000
    >>> round(weigh(edit, text, damage=0.0).score, 2), round(weigh(edit, text, damage=10.0).score, 2)
    (0.49, 0.95)
    """
    words = _words(text)
    defects = damage * words / 1000.0
    rate = 1000.0 * (defects + _PRIOR_DEFECTS) / (words + _PRIOR_WORDS)
    shift = max(-_LIMIT, min(_LIMIT, _WEIGHT * math.log(rate)))
    odds = math.log(max(edit.score, 1e-6) / max(1.0 - edit.score, 1e-6)) + shift
    return replace(edit, score=1.0 / (1.0 + math.exp(-odds)))


#: Powers of a factor, and below which one it tells of a certain look-alike (docs/ablation.md).
_HARD, _POWER, _TOLD = 6.0, 3.5, 0.22


def doubted(score: float, factor: float) -> float:
    """A score lowered by a factor, in odds: what both judges are sure of survives a doubt.

    >>> round(doubted(0.9995, 0.5), 2), round(doubted(0.9, 0.5), 2), round(doubted(0.9, 1.0), 2)
    (0.99, 0.44, 0.9)
    """
    score = min(score, 0.9995)
    odds: float = score / (1.0 - score) * factor ** (_HARD if factor < _TOLD else _POWER)
    return odds / (1.0 + odds)
