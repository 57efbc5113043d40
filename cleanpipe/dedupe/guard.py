"""The guard: say whether two texts that look alike state different facts.

Fifth step, on pairs that ``verify`` found alike. Figures, dates, names, negations and opposites that stand against each
other make two texts; typing errors, scanning noise, quote style, other words for the same thing and cut ends do not. It
aligns words and looks only where they differ. It cannot know what a text means: "rose" and "soared" pass.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from cleanpipe.dedupe.facts import NEGATIONS, OPPOSITES
from cleanpipe.dedupe.measures import CALENDAR, CURRENCY, LOOSE, NUMBER_WORDS, ORDINALS
from cleanpipe.dedupe.names import same_name
from cleanpipe.dedupe.words import TELLING, Words, as_letters, has_digits

_SIGNS = frozenset("-−")
_DIGIT_OR_SIGN = re.compile(r"[\d$£€¥%\-−]|\bmay\b")
#: Words before a name that make it another one: South Korea, New South Wales. "Vladimir Putin" is Putin all the same.
_DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central new upper lower nord sud süd ost oest est".split()
)
#: Words that an end must have to pass as cut off from a text that bears no mark of a cut.
MIN_END = 4
#: Words of one text times words of the other, up to which they are aligned: 10,000 words each take 25 MB.
MOST = 100_000_000


class Difference(NamedTuple):
    """What tells two texts apart. ``contradiction`` is empty when nothing does; ``extra`` are names of the second text
    that the first lacks, and figures in an end that only the second has: no contradiction, but a loss if it goes."""

    contradiction: str
    extra: str = ""


class _Block(NamedTuple):
    """Words that differ at one place: positions in the first and the second text, and the words there."""

    left: range
    right: range
    ours: list[str]
    theirs: list[str]


class _Pair(NamedTuple):
    """Two texts, where they differ, the end that only the second has, and what of either the other may repeat."""

    first: Words
    second: Words
    blocks: list[_Block]
    end: range
    left: range
    right: range

    @property
    def misspelt(self) -> bool:
        """Whether some other word is misspelt: then a word that carries a fact may be, too."""
        return any(
            len(b.ours) == len(b.theirs) == 1 and not _may_tell(b.ours) and _slip(b.ours[0], b.theirs[0])
            for b in self.blocks
        )

    @property
    def noisy(self) -> bool:
        """Whether so many words differ that a lost or added "not" is one more slip rather than the point.

        A denial of a report differs from it in a word or two; copies in which every tenth word is wrong lose "not" as
        often as other words.
        """
        words = sum(max(len(block.ours), len(block.theirs)) for block in self.blocks)
        return len(self.blocks) >= 4 and words * 10 >= min(len(self.first.keys), len(self.second.keys))


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
    pair = _aligned(first, second)
    if first.case == "none" or second.case == "none":
        for block in pair.blocks:
            # Without capitals nothing tells a name from another word: no word may stand for another one.
            if block.ours and block.theirs:
                return Difference(f"words: {_listed(block.ours)} / {_listed(block.theirs)}")
    found = ""
    telling = [block for block in pair.blocks if _may_tell(block.ours) or _may_tell(block.theirs)]
    if telling:
        found = (_figures(pair, telling) if figures else "") or _calendar(pair, telling) or _sense(pair, telling)
    found = found or _names(pair)
    return Difference(found) if found else Difference("", _extra(pair, figures))


def _counted(first: Words, second: Words) -> str:
    """What tells very long texts apart: any word that could, if one has it more often, wherever it stands."""
    ours, theirs = Counter(first.keys), Counter(second.keys)
    left, right = list(ours - theirs), list(theirs - ours)
    names = [w for text in (first, second) for w in set(map(text.written, range(len(text.keys)))) if w[0].isupper()]
    known = {name.casefold() for name in names}
    found = [word for word in left + right if word in TELLING or word in known or has_digits(word)]
    return f"words: {_listed(sorted(found)[:10])}" if found else ""


def _listed(words: Sequence[str]) -> str:
    return " ".join(words) or "-"


def _may_tell(words: list[str]) -> bool:
    return not TELLING.isdisjoint(words) or _DIGIT_OR_SIGN.search(" ".join(words)) is not None


def _aligned(first: Words, second: Words) -> _Pair:
    """Where the texts differ, but for a place line that only one begins with and an end that the other was cut off
    from."""
    blocks = _blocks(first.keys, second.keys)
    end = range(0)
    begins, ends = (0, 0), (len(first.keys), len(second.keys))
    if blocks and blocks[0].left.start == blocks[0].right.start == 0:
        left, right, *_ = blocks[0]
        if (not left and second.place_line(right.stop)) or (not right and first.place_line(left.stop)):
            del blocks[0]
            begins = left.stop, right.stop
    if blocks and blocks[-1].left.stop == len(first.keys) and blocks[-1].right.stop == len(second.keys):
        left, right, *_ = blocks[-1]
        if _is_end(left, first, right, second) or _is_end(right, second, left, first):
            del blocks[-1]
            end = right if len(right) > len(left) else end
            ends = left.start, right.start
    blocks = [block for block in blocks if not _same(block.ours, block.theirs)]
    return _Pair(first, second, blocks, end, range(begins[0], ends[0]), range(begins[1], ends[1]))


def _is_end(short: range, cut: Words, long: range, whole: Words) -> bool:
    """Whether one text stops where the other goes on: after a word, or within one."""
    if len(long) < (1 if cut.cut else MIN_END):
        return False  # a word or two may be all that tells two texts apart: "release candidate", "release candidate 2"
    if not short:
        return True
    if len(short) > 2 or whole.is_figure(long.start):
        return False
    words, beyond = cut.at(short), whole.at(long)
    if len(short) == 1 and beyond[0].startswith(words[0]):
        return True
    # The last words before the cut are there, misspelt.
    return len(long) >= len(short) + MIN_END and all(map(_slip, words, beyond))


def _blocks(ours: list[str], theirs: list[str]) -> list[_Block]:
    from rapidfuzz.distance import Levenshtein

    spans: list[list[int]] = []
    steps: list[Any] = Levenshtein.opcodes(ours, theirs).as_list()
    for tag, i, k, j, m in steps:
        if tag == "equal":
            continue
        if spans and spans[-1][1] == i and spans[-1][3] == j:
            spans[-1][1], spans[-1][3] = k, m
        else:
            spans.append([i, k, j, m])
    return [_Block(range(i, k), range(j, m), ours[i:k], theirs[j:m]) for i, k, j, m in spans]


def _same(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether the words are the same but for blanks, hyphens and letters that a scanner takes for digits."""
    if not left or not right:
        return False
    one, other = "".join(left), "".join(right)
    return one == other or as_letters(one) == as_letters(other)


def _figures(pair: _Pair, blocks: Sequence[_Block]) -> str:
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
            return f"figure: {_listed(ours)} / {_listed(theirs)}"
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
    return f"figure: {_listed(list(left))} / {_listed(list(right))}"


def _of_another_kind(pair: _Pair, block: _Block) -> str:
    """A sign, a currency, a measure or an ordinal that stands against another one."""
    ours, theirs = _SIGNS.intersection(block.ours), _SIGNS.intersection(block.theirs)
    if ours != theirs and not pair.first.bare and not pair.second.bare:
        return f"sign: {_listed(block.ours)} / {_listed(block.theirs)}"
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
            return f"{kind}: {_listed(block.ours)} / {_listed(block.theirs)}"
    return ""


def _misspelt(words: Sequence[str], there: Sequence[str]) -> bool:
    """Whether each number word stands misspelt on the other side: "fonr" for "four"."""
    return all(
        word in NUMBER_WORDS and any(_slip(word, other) for other in there)
        for word in words
        if word in NUMBER_WORDS or has_digits(word)
    )


def _slip(word: str, written: str) -> bool:
    """Whether a word may be another one misspelt: a letter or two wrong, the first one right."""
    from rapidfuzz.distance import OSA

    return len(word) > 3 and word[0] == written[0] and OSA.distance(word, written) <= max(1, (len(word) + 1) // 3)


def _written_small(word: str) -> float:
    """How often English writes the word small; -1 for a word it does not have."""
    from cleanpipe.scoring.lexicon import lexicon

    return lexicon("en").lower_share(word)


def _plain_slip(one: str, other: str) -> bool:
    """Whether two capitalised words are a plain word and its misspelling, such as a sentence may begin with."""
    if not (_slip(one, other) or _slip(other, one)):
        return False
    unknown, plain = sorted((_written_small(one), _written_small(other)))
    return unknown < 0 and plain >= 0.5


def _calendar(pair: _Pair, blocks: Sequence[_Block]) -> str:
    """Days and months of either text that the other lacks, if both have some."""
    left = [found for block in blocks for at in block.left if (found := pair.first.calendar(at))]
    right = [found for block in blocks for at in block.right if (found := pair.second.calendar(at))]
    for day in list(left):
        twin = next((other for other in right if _same_day(day, other)), None)
        if twin is not None:
            left.remove(day)
            right.remove(twin)
    return f"date: {_listed(left)} / {_listed(right)}" if left and right else ""


def _same_day(one: str, other: str) -> bool:
    """Whether two days or months are the same: cut short, inflected, misspelt. Not juin and juillet.

    >>> _same_day("sept", "september"), _same_day("пятница", "пятницу"), _same_day("juin", "juillet")
    (True, True, False)
    """
    short, long = sorted((one, other), key=len)
    return long.startswith(short[: max(3, min(4, len(short)))]) or same_name(one, other)


def _sense(pair: _Pair, blocks: Sequence[_Block]) -> str:
    """Negations in one text only, or opposites in each other's place."""
    loose = pair.misspelt
    left = [word for block in blocks for word in _negations(block.ours, block.theirs, loose)]
    right = [word for block in blocks for word in _negations(block.theirs, block.ours, loose)]
    if len(left) != len(right) and not pair.noisy:
        return f"negation: {_listed(left)} / {_listed(right)}"
    for block in blocks:
        for word in block.ours:
            for opposite in OPPOSITES.get(word, frozenset()).intersection(block.theirs):
                if word not in block.theirs and opposite not in block.ours:
                    return f"opposite: {word} / {opposite}"
    return ""


def _negations(words: Sequence[str], there: Sequence[str], loose: bool) -> list[str]:
    """Negating words, but for those that stand misspelt on the other side; short ones only in misspelt texts."""
    found = [word for word in words if word in NEGATIONS]
    return [word for word in found if not any((_slip if loose or len(word) > 4 else same_name)(word, w) for w in there)]


def _names(pair: _Pair) -> str:
    """Names of either text that the other lacks, if both have some; in a text without capitals any word may be one."""
    first, second = pair.first, pair.second
    left: list[str] = []
    right: list[str] = []
    for block in pair.blocks:
        ours, theirs = _names_in(first, block.left), _names_in(second, block.right)
        if apart := _other_names(
            [w for w in ours if w not in block.theirs], [w for w in theirs if w not in block.ours]
        ):
            return apart  # even if each stands elsewhere in the other text: who beat whom
        left += ours
        right += theirs
    if left and right:
        # A name may be a plain word of the other text: "Police Minister" / "police minister".
        ours = [w for w in Counter(left) - Counter(right) if not any(w in block.theirs for block in pair.blocks)]
        theirs = [w for w in Counter(right) - Counter(left) if not any(w in block.ours for block in pair.blocks)]
        if apart := _other_names(ours, theirs):
            return apart
        ours, theirs = (
            [w.removesuffix("s") for w in _names_in(*part)] for part in ((first, pair.left), (second, pair.right))
        )
        if ours != theirs and sorted(ours) == sorted(theirs):
            return f"name: order of {_listed(sorted({*left, *right})[:4])}"
    for block in pair.blocks:
        if not block.theirs and _makes_another(first, block.left):
            return f"name: {_listed(block.ours)} / -"
        if not block.ours and _makes_another(second, block.right):
            return f"name: - / {_listed(block.theirs)}"
        if second.case == "one" and (lost := _gone(first, block.left, block.theirs)):
            return f"name: {lost} / {_listed(block.theirs)}"
        if first.case == "one" and (lost := _gone(second, block.right, block.ours)):
            return f"name: {_listed(block.ours)} / {lost}"
    return ""


def _names_in(text: Words, places: range) -> list[str]:
    """Names, days and months at these places."""
    return [text.keys[at] for at in places if text.is_name(at) or text.calendar(at)]


def _other_names(ours: list[str], theirs: list[str]) -> str:
    """What names are left on both sides when those that are one name, written differently, are taken away."""
    ours, theirs = list(ours), list(theirs)
    for name in list(ours):
        twin = next(
            (
                w
                for w in theirs
                if same_name(name, w) or _plain_slip(name, w) or (name in CALENDAR and _same_day(name, w))
            ),
            None,
        )
        if twin is not None:
            ours.remove(name)
            theirs.remove(twin)
    return f"name: {_listed(ours)} / {_listed(theirs)}" if ours and theirs else ""


def _makes_another(text: Words, places: range) -> bool:
    """Whether these words make another name of the one before or after: South Korea, Kansas City, Kim Jong Un.

    A first name does not: Vladimir Putin is Putin.
    """
    begin, end = places.start, places.stop
    follows = end < len(text.keys) and text.is_name(end)
    if text.keys[end - 1] in _DIRECTIONS and follows and text.is_name(end - 1):
        return True
    if not begin or (follows and text.touch(end - 1)) or not all(map(text.is_name, places)):
        return False
    return text.is_name(begin - 1) and all(map(text.touch, range(begin - 1, end - 1)))


def _gone(text: Words, places: range, words: Sequence[str]) -> str:
    """A name in place of which a text without capitals has other words."""
    names = [text.keys[at] for at in places if text.is_name(at)]
    if not words or (text.case == "one" and any(_written_small(word) >= 0.5 for word in words)):
        return ""
    return next((name for name in names if not any(same_name(name, word) for word in words)), "")


def _extra(pair: _Pair, figures: bool) -> str:
    """Names that only the second text has, and figures and names of an end that only it has."""
    text, known = pair.second, set(pair.first.keys)
    places = [at for block in pair.blocks for at in block.right] + list(pair.end)
    names = [text.keys[at] for at in places if text.keys[at] not in known and text.is_name(at)]
    return " ".join(names + (text.figures(pair.end) if figures else []))
