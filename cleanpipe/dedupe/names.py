"""Names in two texts: whether two words name the same person or place, and which names one text has of its own.

Beside ``guard``. Knows no names: a name is a capital that nothing else explains.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from cleanpipe.dedupe.alignment import Pair, slip
from cleanpipe.dedupe.measures import CALENDAR
from cleanpipe.dedupe.words import Words

_MISREAD = (("rn", "m"), ("cl", "d"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"))


def listed(words: Sequence[str]) -> str:
    """Words as they are told, a dash for none."""
    return " ".join(words) or "-"


def same_name(one: str, other: str) -> bool:
    """Whether two names are one and the same, misspelt: accents, a doubled or swapped letter, a scanner's confusion.

    One letter more, less or other is another name: Iran and Iraq, Austria and Australia, Johnson and Johnston.

    >>> same_name("zelensky", "zelenskyy"), same_name("putin", "putni"), same_name("iran", "iraq")
    (True, True, False)
    """
    one, other = (_plain(name) for name in (one, other))
    if one == other or one + "s" == other or other + "s" == one:
        return True
    if min(len(one), len(other)) < 4:
        return False
    if re.sub(r"(.)\1", r"\1", one) == re.sub(r"(.)\1", r"\1", other):
        return True
    for misread, read in _MISREAD:
        one, other = one.replace(misread, read), other.replace(misread, read)
    if one == other:
        return True
    if len(one) == len(other):
        at = [k for k in range(len(one)) if one[k] != other[k]]
        return len(at) == 2 and at[1] == at[0] + 1 and one[at[0]] == other[at[1]] and one[at[1]] == other[at[0]]
    return False


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


#: Words before a name that make it another one: South Korea, New South Wales. "Vladimir Putin" is Putin all the same.
_DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central new upper lower nord sud süd ost oest est".split()
)


def names_apart(pair: Pair) -> str:
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
            return f"name: order of {listed(sorted({*left, *right})[:4])}"
    for block in pair.blocks:
        if not block.theirs and _makes_another(first, block.left):
            return f"name: {listed(block.ours)} / -"
        if not block.ours and _makes_another(second, block.right):
            return f"name: - / {listed(block.theirs)}"
        if second.case == "one" and (lost := _gone(first, block.left, block.theirs)):
            return f"name: {lost} / {listed(block.theirs)}"
        if first.case == "one" and (lost := _gone(second, block.right, block.ours)):
            return f"name: {listed(block.ours)} / {lost}"
    return ""


def _names_in(text: Words, places: range) -> list[str]:
    """Names, days and months at these places."""
    keys = text.keys
    if text.case == "mixed":
        # Most words that differ are small: nothing else is asked of them.
        raised = text.raised
        if True not in raised[places.start : places.stop] and CALENDAR.isdisjoint(keys[places.start : places.stop]):
            return []
    return [keys[at] for at in places if text.is_name(at) or text.calendar(at)]


def _one_name(one: str, other: str) -> bool:
    """Whether two words may be one name, written differently, or one plain word or day."""
    return same_name(one, other) or _plain_slip(one, other) or (one in CALENDAR and same_day(one, other))


def _other_names(ours: list[str], theirs: list[str]) -> str:
    """What names are left on both sides when those that are one name, written differently, are taken away."""
    ours, theirs = list(ours), list(theirs)
    for name in list(ours):
        twin = next((w for w in theirs if _one_name(name, w)), None)
        if twin is not None:
            ours.remove(name)
            theirs.remove(twin)
    return f"name: {listed(ours)} / {listed(theirs)}" if ours and theirs else ""


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


def extra(pair: Pair, figures: bool) -> str:
    """Names that only the second text has, and figures and names of an end that only it has."""
    text, known = pair.second, set(pair.first.keys)
    places = [at for block in pair.blocks for at in block.right] + list(pair.end)
    names = [text.keys[at] for at in places if text.keys[at] not in known and text.is_name(at)]
    return " ".join(names + (text.figures(pair.end) if figures else []))


def same_day(one: str, other: str) -> bool:
    """Whether two days or months are the same: cut short, inflected, misspelt. Not juin and juillet.

    >>> same_day("sept", "september"), same_day("пятница", "пятницу"), same_day("juin", "juillet")
    (True, True, False)
    """
    short, long = sorted((one, other), key=len)
    return long.startswith(short[: max(3, min(4, len(short)))]) or same_name(one, other)


def _plain_slip(one: str, other: str) -> bool:
    """Whether two capitalised words are a plain word and its misspelling, such as a sentence may begin with."""
    if not (slip(one, other) or slip(other, one)):
        return False
    unknown, plain = sorted((_written_small(one), _written_small(other)))
    return unknown < 0 and plain >= 0.5


def _written_small(word: str) -> float:
    """How often English writes the word small; -1 for a word it does not have."""
    from cleanpipe.scoring.lexical.lexicon import lexicon

    return lexicon("en").lower_share(word)
