"""The guard: say whether two texts that look alike state different facts.

Fifth step, on pairs that ``verify`` found alike. Figures, dates, names, negations and opposites that stand against each
other make two texts; typing errors, scanning noise, quote style, other words for the same thing and cut ends do not. It
aligns words and looks only where they differ. It cannot know what a text means: "rose" and "soared" pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from cleanpipe.dedupe.alignment import Block, Pair, aligned, may_tell, slip
from cleanpipe.dedupe.facts import NEGATIONS, OPPOSITES
from cleanpipe.dedupe.measures import CURRENCY, LOOSE, MEASURES, NUMBER_WORDS, ORDINALS
from cleanpipe.dedupe.names import extra, listed, names_apart, same_day, same_name
from cleanpipe.dedupe.words import TELLING, Words, has_digits

_SIGNS = frozenset("-−")
#: Words of which a currency, a measure or an ordinal is made.
_KINDS = frozenset((*CURRENCY, *MEASURES, *ORDINALS, "per", "pour", "por"))
#: Words of one text times words of the other, up to which they are aligned: 10,000 words each take 25 MB.
MOST = 100_000_000


class Difference(NamedTuple):
    """What tells two texts apart. ``contradiction`` is empty when nothing does; ``extra`` are names of the second text
    that the first lacks, and figures in an end that only the second has: no contradiction, but a loss if it goes."""

    contradiction: str
    extra: str = ""


def difference(first: Words, second: Words, figures: bool = True) -> Difference:
    """What tells two texts apart as to facts; ``figures`` off ignores numbers.

    >>> one = Words("Police said the driver, 34, was released on Monday.")
    >>> difference(one, Words("police said that driver, 34, was relaesed on Monday"))
    Difference(contradiction='', extra='')
    >>> difference(one, Words("Police said the driver, 43, was released on Monday."))
    Difference(contradiction='figure: 34 / 43', extra='')
    """
    if first.keys == second.keys:
        return Difference("")
    if len(first.keys) * len(second.keys) > MOST:
        return Difference(_counted(first, second))
    pair = aligned(first, second)
    if first.case == "none" or second.case == "none":
        for block in pair.blocks:
            # Without capitals nothing tells a name from another word: no word may stand for another one.
            if block.ours and block.theirs:
                return Difference(f"words: {listed(block.ours)} / {listed(block.theirs)}")
    found = ""
    telling = [block for block in pair.blocks if may_tell(block.ours) or may_tell(block.theirs)]
    if telling:
        found = (_figures(pair, telling) if figures else "") or _calendar(pair, telling) or _sense(pair, telling)
    found = found or names_apart(pair)
    return Difference(found) if found else Difference("", extra(pair, figures))


def _counted(first: Words, second: Words) -> str:
    """What tells very long texts apart: any word that could, if one has it more often, wherever it stands."""
    ours, theirs = Counter(first.keys), Counter(second.keys)
    left, right = list(ours - theirs), list(theirs - ours)
    names = [w for text in (first, second) for w in set(map(text.written, range(len(text.keys)))) if w[0].isupper()]
    known = {name.casefold() for name in names}
    found = [word for word in left + right if word in TELLING or word in known or has_digits(word)]
    return f"words: {listed(sorted(found)[:10])}" if found else ""


def _figures(pair: Pair, blocks: Sequence[Block]) -> str:
    """Numbers that only one of the texts has."""
    first, second = pair.first, pair.second
    if (first.bare or second.bare) and first.digits(b.left for b in blocks) == second.digits(b.right for b in blocks):
        return ""
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for block in blocks:
        ours, theirs = first.figures(block.left), second.figures(block.right)
        if ours and not theirs and _misspelt(block.ours, block.theirs):
            continue
        if theirs and not ours and _misspelt(block.theirs, block.ours):
            continue
        if theirs and not ours:
            ours = [LOOSE[word] for word in block.ours if word in LOOSE]
        if ours and not theirs:
            theirs = [LOOSE[word] for word in block.theirs if word in LOOSE]
        if ours and theirs and not Counter(ours) & Counter(theirs):
            return f"figure: {listed(ours)} / {listed(theirs)}"
        if apart := _of_another_kind(pair, block):
            return apart
        left.update(ours)
        right.update(theirs)
    common = left & right
    left, right = left - common, right - common
    if not left and not right:
        # The same figures in another order, "from 3 to 8" and "from 8 to 3", say something else.
        ours, theirs = first.figures(pair.left), second.figures(pair.right)
        return "figure: order" if ours != theirs and sorted(ours) == sorted(theirs) else ""
    if not (left and right) and pair.noisy and not any(has_digits(word) for b in blocks for word in b.ours + b.theirs):
        return ""  # a number word lost in noise
    return f"figure: {listed(list(left))} / {listed(list(right))}"


def _of_another_kind(pair: Pair, block: Block) -> str:
    """A sign, a currency, a measure or an ordinal that stands against another one."""
    ours, theirs = _SIGNS.intersection(block.ours), _SIGNS.intersection(block.theirs)
    if ours != theirs and not pair.first.bare and not pair.second.bare:
        return f"sign: {listed(block.ours)} / {listed(block.theirs)}"
    if _KINDS.isdisjoint(block.ours) or _KINDS.isdisjoint(block.theirs):
        return ""
    kinds = (
        (
            "currency",
            [CURRENCY.get(word, "") for word in block.ours],
            [CURRENCY.get(word, "") for word in block.theirs],
        ),
        ("measure", map(pair.first.measure, block.left), map(pair.second.measure, block.right)),
        ("figure", [ORDINALS.get(word, "") for word in block.ours], [ORDINALS.get(word, "") for word in block.theirs]),
    )
    for kind, here, there in kinds:
        left, right = {value for value in here if value}, {value for value in there if value}
        if left and right and left.isdisjoint(right):
            return f"{kind}: {listed(block.ours)} / {listed(block.theirs)}"
    return ""


def _misspelt(words: Sequence[str], there: Sequence[str]) -> bool:
    """Whether each number word stands misspelt on the other side: "fonr" for "four"."""
    return all(
        word in NUMBER_WORDS and any(slip(word, other) for other in there)
        for word in words
        if word in NUMBER_WORDS or has_digits(word)
    )


def _calendar(pair: Pair, blocks: Sequence[Block]) -> str:
    """Days and months of either text that the other lacks, if both have some."""
    left = [found for block in blocks for at in block.left if (found := pair.first.calendar(at))]
    right = [found for block in blocks for at in block.right if (found := pair.second.calendar(at))]
    for day in list(left):
        twin = next((other for other in right if same_day(day, other)), None)
        if twin is not None:
            left.remove(day)
            right.remove(twin)
    return f"date: {listed(left)} / {listed(right)}" if left and right else ""


def _sense(pair: Pair, blocks: Sequence[Block]) -> str:
    """Negations in one text only, or opposites in each other's place."""
    loose = pair.misspelt
    left = [word for block in blocks for word in _negations(block.ours, block.theirs, loose)]
    right = [word for block in blocks for word in _negations(block.theirs, block.ours, loose)]
    if len(left) != len(right) and not pair.noisy:
        return f"negation: {listed(left)} / {listed(right)}"
    for block in blocks:
        for word in block.ours:
            for opposite in OPPOSITES.get(word, frozenset()).intersection(block.theirs):
                if word not in block.theirs and opposite not in block.ours:
                    return f"opposite: {word} / {opposite}"
    return ""


def _negations(words: Sequence[str], there: Sequence[str], loose: bool) -> list[str]:
    """Negating words, but for those that stand misspelt on the other side; short ones only in misspelt texts."""
    found = [word for word in words if word in NEGATIONS]
    return [word for word in found if not any((slip if loose or len(word) > 4 else same_name)(word, w) for w in there)]
