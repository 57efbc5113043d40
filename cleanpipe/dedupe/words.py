"""The words of a text as the guard compares them: keys, figures, negations, names.

Beside ``guard``. A key is a word in lower case without apostrophes, or a figure in one way of writing. What only
differing words need, such as where they stand and how they were written, is found when asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import compress
from operator import ne

from cleanpipe.dedupe.facts import NEGATIONS, OPENERS, OPPOSITES
from cleanpipe.dedupe.measures import CALENDAR, CURRENCY, LOOSE, MEASURES, NUMBER_WORDS, ORDINALS
from cleanpipe.dedupe.normalise import MARKS
from cleanpipe.scoring.lexical.unspaced import UNSPACED

_TOKEN = re.compile(
    r"(?<![^\W_])[-−](?=\d)|[$£€¥%]|\d+(?:[.,:/]\d+)*"
    rf"|[{UNSPACED}]"
    rf"|[^\W\d_{UNSPACED}](?:[^\W_{UNSPACED}]|['’ʼ‘`´](?=[^\W\d_])|[{MARKS}])*"
)
#: The same for ASCII, four times as fast, and for ASCII without figures.
_PLAIN_TOKEN = re.compile(r"[A-Za-z](?:[A-Za-z0-9]|['`](?=[A-Za-z]))*|\d+(?:[.,:/]\d+)*|[$%]|(?<![A-Za-z0-9])-(?=\d)")
_LETTERS = re.compile(r"[A-Za-z](?:[A-Za-z]+|['`](?=[A-Za-z]))*")
_TYPOGRAPHY = (("’", "'"), ("“", '"'), ("”", '"'), ("‘", "'"), ("–", ":"), ("—", ":"), ("\xa0", " "), ("…", " "))
_CUT = re.compile(r"(?:\.\.\.+|…|\[…\]|\[\.\.\.\])\W*(?:\w+\W*){0,3}$")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+$")
_POINT = re.compile(r"[,:/]")
_OPENING = re.compile(r"(?:^|[.!?:;…\n•|*#–—]|[.!?…]['’”\"»)\]]+\s)[\"'“”‘’«»„(\[¿¡\s]*$")
_PLACE_LINE = re.compile(r"[-–—:)]\s*[\"“'‘]?\s*$")
_DIGIT = re.compile(r"\d")
_NO_DIGIT = re.compile(r"\D+")
_FIGURE = re.compile("[0-9$]")
_DIGITS = frozenset("0123456789")
_APOSTROPHE = re.compile("['’ʼ‘`´]")
_UNCASED = re.compile(
    "[\u0590-\u109f\u1100-\u139f\u1400-\u1c7f\u2d30-\ua63f\ua800-\ufaff\ufb1d-\ufefc\uff66-\U0003ffff]"
)
_LETTER_DIGIT = re.compile(r"(?<=[^\W\d_])[015](?=[^\W\d_])|^[015](?=[^\W\d_]{3})|(?<=[^\W\d_]{3})[01]$")
_SCANNED = {"0": "o", "1": "l", "5": "s"}
#: Words that can carry a fact, whatever stands around them.
TELLING = frozenset(
    (*NUMBER_WORDS, *LOOSE, *ORDINALS, *NEGATIONS, *OPPOSITES, *CALENDAR, *CURRENCY, *MEASURES)
).difference("$€£¥%")  # signs stand beside figures
_FACT = re.compile(r"[A-Z0-9$%-][A-Za-z0-9]*(?:[.,:/]\d+)*")
_MIXED = re.compile(r"\d[^\W\d_]|[^\W\d_]\d")
_ONLY_FIGURE = re.compile(r"[-−$£€¥]?\d+(?:[.,:/]\d+)*$")
_BEYOND_LATIN = re.compile("[\u0370-\u1fff\u2c00-\U0003ffff]")
_FACT_BEYOND = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ɏ0-9$£€¥%−-]\w*(?:[.,:/]\d+)*")


class Words:
    """The words of one text, made once and compared often. What only differing words need is found when asked for."""

    __slots__ = ("_bare", "_raised", "_spans", "_token", "_written", "case", "cut", "keys", "text")

    def __init__(self, text: str) -> None:
        cut = _CUT.search(text, max(1, len(text) - 40)) if "..." in text or "…" in text else None
        self.cut = cut is not None
        text = text[: cut.start()] if cut else text
        if not text.isascii():
            # One mark after the other: most are not there, and a table for all takes six times as long.
            plain = text
            for mark, simple in _TYPOGRAPHY:
                plain = plain.replace(mark, simple)
            text = plain if plain.isascii() else text
        self.text = text
        self._token = _TOKEN if not text.isascii() else _PLAIN_TOKEN if _FIGURE.search(text) else _LETTERS
        self._written: list[str] = self._token.findall(text)
        self.keys = _keys(self._written, text)
        # "mixed": capitals mean something; "one": all lower or all upper case; "none": a script without case.
        if not text.isascii() and len(_UNCASED.findall(text)) > len(text) // 3:
            self.case = "none"
        else:
            self.case = "one" if text.islower() or text.isupper() else "mixed"
        self._spans: list[tuple[int, int]] | None = None
        self._bare: bool | None = None
        self._raised: list[bool] | None = None

    @property
    def raised(self) -> list[bool]:
        """Of each word, whether it begins with a capital."""
        if self._raised is None:
            self._raised = [word[0].isupper() for word in self._written]
        return self._raised

    @property
    def bare(self) -> bool:
        """Whether there is no punctuation at all: 3.5 may have become 35."""
        if self._bare is None:
            self._bare = not any(mark in self.text for mark in ".,:;")
        return self._bare

    def span(self, at: int) -> tuple[int, int]:
        """Where a word stands in the text."""
        if self._spans is None:
            self._spans = [match.span() for match in self._token.finditer(self.text)]
        return self._spans[at]

    def touch(self, at: int) -> bool:
        """Whether nothing but a blank or a hyphen stands between a word and the next one."""
        return self.text[self.span(at)[1] : self.span(at + 1)[0]].strip("- \n") == ""

    def written(self, at: int) -> str:
        """A word as it is written."""
        return self._written[at]

    def is_name(self, at: int) -> bool:
        """Whether the word looks like a name: a capital that no sentence beginning explains, and in a text without
        capitals a word that is hardly ever written without one."""
        if self.case == "one":
            return _known_name(self.keys[at])
        if self.case != "mixed" or not self.raised[at]:
            return False
        key = self.keys[at]
        if key == "i" or self.calendar(at):
            return False
        return key not in OPENERS or self._inside(at)

    def calendar(self, at: int) -> str:
        """The word if it is a day or a month, else an empty string: May is one, may is none."""
        key = self.keys[at]
        if key in CALENDAR:
            return key
        return key if key == "may" and self.case == "mixed" and self._written[at] == "May" and self._inside(at) else ""

    def _inside(self, at: int) -> bool:
        """Whether no sentence begins with the word."""
        start = self.span(at)[0]
        return not _OPENING.search(self.text, max(0, start - 8), start)

    def measure(self, at: int) -> str:
        """What the figure before the word measures, if the word says it: km, %, tonnes."""
        if at == 0 or not self.is_figure(at - 1):
            return ""
        key = self.keys[at]
        if (
            key in ("per", "pour", "por")
            and at + 1 < len(self.keys)
            and self.keys[at + 1].startswith(("cent", "cient"))
        ):
            return "%"
        return MEASURES.get(key, "")

    def at(self, places: range) -> list[str]:
        """The words at these places, as compared."""
        return self.keys[places.start : places.stop]

    def is_figure(self, at: int) -> bool:
        """Whether the word is a number, in digits, with digits (G20) or spelt out."""
        key = self.keys[at]
        if key in "01" and at + 1 < len(self.keys) and self.span(at + 1)[0] == self.span(at)[1]:
            return len(self.keys[at + 1]) < 3  # "0rgan" is a misread word, "1st" a number
        return key in NUMBER_WORDS or (has_digits(key) and key not in MEASURES)

    def figures(self, places: range) -> list[str]:
        """The numbers at these places: 34 for ``34`` and ``thirty-four``, 2000000 for ``2 million``."""
        found: list[str] = []
        last = -2
        for at in places:
            key = self.keys[at]
            if (key not in NUMBER_WORDS and not _DIGIT.search(key)) or not self.is_figure(at):
                continue
            value = NUMBER_WORDS.get(key, key)
            before = found[-1] if last == at - 1 else ""
            if before.isdigit() and value.isdigit() and value != key:
                tens, units = int(before), int(value)
                if units >= 100:
                    found[-1] = str(tens * units)
                    value = ""
                elif 20 <= tens % 100 <= 90 and tens % 10 == 0 and units < 10:
                    found[-1] = str(tens + units)
                    value = ""
            if value:
                found.append(value)
            last = at
        return found

    def digits(self, places: Iterable[range]) -> str:
        """All digits at these places, as they are written."""
        return "".join(c for part in places for at in part for c in self.written(at) if c.isdigit())

    def negations(self, places: range) -> list[str]:
        """The negating words at these places."""
        return [word for word in self.at(places) if word in NEGATIONS]

    def place_line(self, count: int) -> bool:
        """Whether the first words are a place line, such as ``LONDON, 3 May (Reuters) -``."""
        if not 0 < count <= 8 or count >= len(self.keys):
            return False
        return bool(_PLACE_LINE.search(self.text, self.span(count - 1)[1], self.span(count)[0]))


def _known_name(key: str) -> bool:
    from cleanpipe.scoring.lexical.lexicon import lexicon

    english = lexicon("en")
    return key not in CALENDAR and english.is_name(key) and english.frequency(key) >= _FREQUENT


def _keys(words: list[str], text: str) -> list[str]:
    if not words:
        return []
    if text.isascii():
        joined = "\n".join(words).lower().replace("'", "").replace("`", "")
    elif unicodedata.is_normalized("NFKC", text):
        joined = _APOSTROPHE.sub("", "\n".join(words).casefold())
    else:
        return [_key(word) for word in words]
    keys = joined.split("\n")
    if not _FIGURE.search(joined):
        return keys
    return [_number(key) if key[0] in _DIGITS else key for key in keys]


def _key(word: str) -> str:
    if word[0].isdigit():
        return _number(word)
    return _APOSTROPHE.sub("", unicodedata.normalize("NFKC", word)).casefold()


@lru_cache(maxsize=10_000)
def _figure(written: str) -> str:
    return written if written.isdigit() and written[0] != "0" else _number(written.lstrip("-−$£€¥"))


def _number(written: str) -> str:
    """A figure in one way of writing: 1,000 and 1.000 as 1000; 10:30 and 10.30, 3,5 and 3.5 alike; 07 as 7.

    >>> _number("1,250,000"), _number("3,5"), _number("07"), _number("3.05")
    ('1250000', '3.5', '7', '3.05')
    """
    digits = written if written.isascii() else unicodedata.normalize("NFKC", written)
    if _GROUPED.match(digits):
        digits = re.sub(r"[.,]", "", digits)
    return _POINT.sub(".", digits).lstrip("0") or "0"


def as_letters(word: str) -> str:
    """Digits that stand between letters as the letters they were read from.

    >>> as_letters("e1ecti0n"), as_letters("g20"), as_letters("1ast")
    ('election', 'g20', 'last')
    """
    if not _DIGIT.search(word):
        return word
    return _LETTER_DIGIT.sub(lambda match: _SCANNED[match.group()], word)


def has_digits(word: str) -> bool:
    """Whether a key is a figure or holds one: 34, G20, covid19; not a misread word such as e1ection."""
    return bool(_DIGIT.search(word)) and bool(_DIGIT.search(as_letters(word)))


def facts_of(text: str, folded: str) -> list[str] | None:
    """All words of a text that could tell it from a near copy, those that are written so first; None when that takes a
    closer look.

    Two texts with the same facts in the same order need no alignment: this spares most pairs the guard.

    >>> facts_of("He was not in Rome in 1990.", "he was not in rome in 1990")
    ['He', 'Rome', '1990', 'he', 'not']
    """
    if text.isascii():
        found = _FACT.findall(text)
    elif _BEYOND_LATIN.search(text):
        return None
    else:
        found = _FACT_BEYOND.findall(text)
    if text.islower() or text.isupper() or "..." in text or "…" in text:
        return None
    if "-" in text or "−" in text:
        # A dash before a figure is a sign; in US-China and run-up it is none.
        found = [word if word[1:2].isdigit() else word.strip("-−") for word in found]
        found = [word for word in found if word and not word[0].islower()]
    return found + list(filter(TELLING.__contains__, folded.split()))


#: Rarer names (once in a million words) are as often a word of another language.
_FREQUENT = 3.0
_NUMBERS = frozenset((*NUMBER_WORDS, *LOOSE))
#: Words that tell two texts apart only where their opposite, or another one of their kind, stands on the other side.
_SOFT = frozenset((*OPPOSITES, *CURRENCY, *MEASURES)).difference(_NUMBERS, ORDINALS, NEGATIONS, CALENDAR, "$€£¥")


def _apart(one: list[str], other: list[str]) -> tuple[list[str], list[str]]:
    """What each of two lists has more of than the other."""
    if len(one) == len(other):  # mostly they differ in a few places only
        differ = list(map(ne, one, other))
        one, other = list(compress(one, differ)), list(compress(other, differ))
    ours, theirs = set(one), set(other)
    if len(ours) == len(one) and len(theirs) == len(other):
        return list(ours - theirs), list(theirs - ours)
    counted, others = Counter(one), Counter(other)
    return list((counted - others).elements()), list((others - counted).elements())


def _against(word: str, others: list[str]) -> bool:
    """Whether a soft word may be contradicted by one of others."""
    if not OPPOSITES.get(word, frozenset()).isdisjoint(others):
        return True
    return any(word in kind and not kind.keys().isdisjoint(others) for kind in (CURRENCY, MEASURES))


def _digits(words: list[str]) -> list[str]:
    """All digits, sorted: without points and dashes 6-4 is 64."""
    return sorted(_NO_DIGIT.sub("", "".join(words)))


def weigh_facts(one: list[str] | None, other: list[str] | None) -> str | None:
    """What the facts of two texts say without a look at where they stand.

    An empty string: they are the same. None: the words must be aligned. Else what contradicts: figures on both sides
    that the other side lacks.

    >>> weigh_facts(["Rome", "his", "with"], ["Rome", "with"]), weigh_facts(["Rome", "his"], ["Rome", "her"])
    ('', None)
    >>> weigh_facts(["1990", "Rome"], ["1991", "Rome"])
    'figure: 1990 / 1991'
    """
    if one is None or other is None:
        return None
    if one == other:
        return ""
    left, right = _apart(one, other)
    extra = left + right
    if not extra:
        return None  # the same in another order: "A beat B", "B beat A"
    if _SOFT.issuperset(extra):
        return None if any(_against(word, right) for word in left) else ""
    if _NUMBERS.isdisjoint(extra) and not _MIXED.search(" ".join(extra)):
        gone = set(map(_figure, filter(_ONLY_FIGURE.match, left)))
        come = set(map(_figure, filter(_ONLY_FIGURE.match, right)))
        if gone and come and gone.isdisjoint(come) and _digits(left) != _digits(right):
            return f"figure: {' '.join(sorted(gone))} / {' '.join(sorted(come))}"
    return None
