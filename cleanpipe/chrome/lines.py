"""Simple questions about one unit of text that the structural evidence asks: is it a sentence, a label, a headline?

Exact and cheap; used where no network is wanted, because the answer must be explainable in a few words. Language enters
only through scripts: where words are not divided by blanks, two characters count as a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleanpipe.rulefile.expressions.literals import required
from cleanpipe.rulefile.expressions.words import fold
from cleanpipe.scoring.lexical.unspaced import unspaced

_FINAL = re.compile(r"[.!?…。！？؟۔।](?:[\"'”’»)\]」』]|\s)*$")
_CLOSED = re.compile(r"[.!?…。！？؟۔।:;,：；，、](?:[\"'”’»)\]」』]|\s)*$|[\"”’»)\]」』]$")
#: The last characters that settle what the patterns say, and those that leave it open, as blanks do.
_STOPS = frozenset(".!?…。！？؟۔।")
_SHUTS = _STOPS | frozenset(':;,：；，、"”’»)]」』')
_OPEN = frozenset("\"'”’»)]」』")

#: Characters of the shortest full paragraph: 15 words of one letter, or 29 characters of two to the word.
SHORTEST = 29
#: Who else wrote, edited or researched: content, whatever the line looks like.
_CREDIT = re.compile(
    r"\b(?:(?:additional |writing and )?reporting by|contributed to this (?:report|story|article)|editing by|"
    r"mit material (?:von|der)|avec (?:afp|reuters|ap)\b|con información de|com informações d[aeo]|con fonti)",
    re.IGNORECASE,
)

#: Texts of which a credit holds one, folded.
_CREDIT_WORDS = required(_CREDIT.pattern, ignore_case=True)


def words_in(text: str) -> int:
    """About how many words a unit has.

    >>> words_in("two words"), words_in("東京の天気")
    (2, 3)
    """
    count = len(text.split())
    if text.isascii() or unspaced().search(text) is None:
        return count
    return max(count, (len(unspaced().findall(text)) + 1) // 2)


def ends_sentence(text: str) -> bool:
    """Whether a unit ends as sentences do.

    >>> ends_sentence('"He left."'), ends_sentence("Most read")
    (True, False)
    """
    last = text[-1:]
    if last in _STOPS:
        return True
    return (last in _OPEN or last.isspace()) and _FINAL.search(text, max(0, len(text) - 6)) is not None


def is_loose(text: str) -> bool:
    """Whether a unit is short and ends in no punctuation at all: a label, a menu entry, a headline, a heading.

    >>> is_loose("Most read"), is_loose("He said:")
    (True, False)
    """
    last = text[-1:]
    if len(text) >= 60 or last in _SHUTS:
        return False
    return (last != "'" and not last.isspace()) or _CLOSED.search(text, max(0, len(text) - 6)) is None


def is_full_paragraph(text: str) -> bool:
    """Whether a unit is running text beyond doubt: at least 15 words and a sentence's end.

    Thai needs no final stop, so in scripts without blanks 30 words are enough.

    >>> is_full_paragraph("Most read")
    False
    """
    if len(text) < SHORTEST:
        return False
    if ends_sentence(text):
        return len(text.split(None, 15)) >= 15 or words_in(text) >= 15
    return not text.isascii() and bool(unspaced().search(text)) and words_in(text) >= 30


def is_credit(text: str) -> bool:
    """Whether a unit names contributors, which is content.

    >>> is_credit("Additional reporting by Ann Lee"), is_credit("By Ann Lee")
    (True, False)
    """
    return len(text) < 600 and _CREDIT.search(text) is not None


def credits_in(texts: Sequence[str], numbers: Sequence[int]) -> set[int]:
    """Which of these units name contributors: what ``is_credit`` says of each, asked where it can hold at all.

    >>> credits_in(["It rained.", "Reporting by Ann Lee", "More"], [1, 2])
    {1}
    """
    folded = fold("\n".join([texts[number] for number in numbers]))
    if not any(words in folded for words in _CREDIT_WORDS):
        return set()
    return {number for number in numbers if is_credit(texts[number])}


def looks_like_page(texts: list[str]) -> bool:
    """Whether a text has the furniture of a page about it: six or more loose units, three in ten of all.

    Edited articles have headings, but rarely is one unit in ten loose; of 727 whole pages all but 14 pass.

    >>> looks_like_page(["Home", "News", "Sport"] + ["It rained on Monday, and the match was called off."] * 9)
    False
    """
    return page_like(sum(map(is_loose, texts)), len(texts))


def page_like(loose: int, size: int) -> bool:
    """Whether so many loose units of so many make a page."""
    return loose >= 6 and loose >= 0.3 * size
