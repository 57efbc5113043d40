"""The guard: say whether two texts that look alike state different facts.

Fifth step, on pairs that ``verify`` found alike. Figures, dates, names, negations and opposites that stand against each
other make two texts; typing errors, scanning noise, quote style, other words for the same thing and cut ends do not. It
aligns words and looks only where they differ. It cannot know what a text means: "rose" and "soared" pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cleanpipe.dedupe.facts import CALENDAR, NEGATIONS, NUMBER_WORDS, OPENERS, OPPOSITES, ORDINALS
from cleanpipe.dedupe.normalise import MARKS, NO_BLANKS

_TOKEN = re.compile(
    r"(?<![^\W_])[-−](?=\d)|[$£€¥]|\d+(?:[.,:/]\d+)*"
    rf"|[{NO_BLANKS}]"
    rf"|[^\W\d_{NO_BLANKS}](?:[^\W_{NO_BLANKS}]|['’ʼ‘`´](?=[^\W\d_])|[{MARKS}])*"
)
_CUT = re.compile(r"(?:\.\.\.+|…|\[…\]|\[\.\.\.\])\W*(?:\w+\W*){0,3}$")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+$")
_POINT = re.compile(r"[,:/]")
_OPENING = re.compile(r"(?:^|[.!?:;…\n•|*#–—]|[.!?…]['’”\"»)\]]+\s)[\"'“”‘’«»„(\[¿¡\s]*$")
_DIGIT = re.compile(r"\d")
_DIGITS = frozenset("0123456789")
_APOSTROPHE = re.compile("['’ʼ‘`´]")
_UNCASED = re.compile(
    "[\u0590-\u109f\u1100-\u139f\u1400-\u1c7f\u2d30-\ua63f\ua800-\ufaff\ufb1d-\ufefc\uff66-\U0003ffff]"
)
_CURRENCY = frozenset("$£€¥")
_PLACE_LINE = re.compile(r"[-–—:)]\s*[\"“'‘]?\s*$")
_LETTER_DIGIT = re.compile(r"(?<=[a-z])[015](?=[a-z])|^[015](?=[a-z]{3})|(?<=[a-z]{3})[01]$")
_SCANNED = {"0": "o", "1": "l", "5": "s"}

#: Words that an end must have to pass as cut off from a text that bears no mark of a cut.
MIN_END = 4


class Difference(NamedTuple):
    """What tells two texts apart. ``contradiction`` is empty when nothing does; ``extra`` are names of the second text
    that the first lacks, and figures in an end that only the second has: no contradiction, but a loss if it goes."""

    contradiction: str
    extra: str = ""


class Words:
    """The words of one text, made once and compared often. What only differing words need is found when asked for."""

    __slots__ = ("_bare", "_spans", "case", "cut", "keys", "text")

    def __init__(self, text: str) -> None:
        cut = _CUT.search(text, max(1, len(text) - 40)) if "..." in text or "…" in text else None
        self.cut = cut is not None
        text = text[: cut.start()] if cut else text
        self.text = text
        self.keys = _keys(text)
        # "mixed": capitals mean something; "one": all lower or all upper case; "none": a script without case.
        if not text.isascii() and len(_UNCASED.findall(text)) > len(text) // 3:
            self.case = "none"
        else:
            self.case = "one" if text.islower() or text.isupper() else "mixed"
        self._spans: list[tuple[int, int]] | None = None
        self._bare: bool | None = None

    @property
    def bare(self) -> bool:
        """Whether there is no punctuation at all: 3.5 may have become 35."""
        if self._bare is None:
            self._bare = not any(mark in self.text for mark in ".,:;")
        return self._bare

    def span(self, at: int) -> tuple[int, int]:
        """Where a word stands in the text."""
        if self._spans is None:
            self._spans = [match.span() for match in _TOKEN.finditer(self.text)]
        return self._spans[at]

    def written(self, at: int) -> str:
        """A word as it is written."""
        start, end = self.span(at)
        return self.text[start:end]

    def is_name(self, at: int) -> bool:
        """Whether the word looks like a name: a capital that no sentence beginning explains."""
        key = self.keys[at]
        if self.case != "mixed" or key == "i" or key in CALENDAR:
            return False
        start = self.span(at)[0]
        if not self.text[start].isupper():
            return False
        return key not in OPENERS or not _OPENING.search(self.text, max(0, start - 8), start)

    def at(self, places: range) -> list[str]:
        """The words at these places, as compared."""
        return self.keys[places.start : places.stop]

    def is_figure(self, at: int) -> bool:
        """Whether the word is a number, in digits, with digits (G20) or spelt out."""
        key = self.keys[at]
        if key in "01" and at + 1 < len(self.keys) and self.span(at + 1)[0] == self.span(at)[1]:
            return len(self.keys[at + 1]) < 3  # "0rgan" is a misread word, "1st" a number
        return key in NUMBER_WORDS or bool(_DIGIT.search(_as_letters(key)))

    def figures(self, places: range) -> list[str]:
        """The numbers at these places: 34 for ``34`` and ``thirty-four``, 2000000 for ``2 million``."""
        found: list[str] = []
        last = -2
        for at in places:
            if not self.is_figure(at):
                continue
            value = NUMBER_WORDS.get(self.keys[at], self.keys[at])
            before = found[-1] if last == at - 1 else ""
            if before.isdigit() and value.isdigit() and value != self.keys[at]:
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

    def negations(self, places: range) -> list[str]:
        """The negating words at these places."""
        return [word for word in self.at(places) if word in NEGATIONS]

    def place_line(self, count: int) -> bool:
        """Whether the first words are a place line, such as ``LONDON, 3 May (Reuters) -``."""
        if not 0 < count <= 8 or count >= len(self.keys):
            return False
        return bool(_PLACE_LINE.search(self.text, self.span(count - 1)[1], self.span(count)[0]))


def _keys(text: str) -> list[str]:
    if not text.isascii():
        return [_key(word) for word in _TOKEN.findall(text)]
    keys: list[str] = _TOKEN.findall(text.lower())
    if "'" in text or "`" in text:
        keys = [key.replace("'", "").replace("`", "") for key in keys]
    return [_number(key) if key[0] in _DIGITS and len(key) > 1 else key for key in keys]


def _key(word: str) -> str:
    if word[0].isdigit():
        return _number(word)
    return _APOSTROPHE.sub("", word if word.isascii() else unicodedata.normalize("NFKC", word)).casefold()


def _number(written: str) -> str:
    """A figure in one way of writing: 1,000 and 1.000 as 1000; 10:30 and 10.30, 3,5 and 3.5 alike; 07 as 7.

    >>> _number("1,250,000"), _number("3,5"), _number("07"), _number("3.05")
    ('1250000', '3.5', '7', '3.05')
    """
    digits = written if written.isascii() else unicodedata.normalize("NFKC", written)
    if _GROUPED.match(digits):
        digits = re.sub(r"[.,]", "", digits)
    return _POINT.sub(".", digits).lstrip("0") or "0"


class _Block(NamedTuple):
    """Words that differ at one place: positions in the first text and in the second."""

    left: range
    right: range


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
    blocks, end = _differing(first, second)
    if first.case == "none" or second.case == "none":
        for block in blocks:
            # Without capitals nothing tells a name from another word: no word may stand for another one.
            if block.left and block.right:
                return Difference(f"words: {' '.join(first.at(block.left))} / {' '.join(second.at(block.right))}")
    found = (_figures(first, second, blocks) if figures else "") or _calendar(first, second, blocks)
    found = found or _sense(first, second, blocks) or _names(first, second, blocks)
    return Difference(found) if found else Difference("", _extra(first, second, blocks, end, figures))


def _differing(first: Words, second: Words) -> tuple[list[_Block], range]:
    """Where the texts differ, but for a place line that only one begins with and an end that the other was cut off
    from; and the words of such an end in the second text."""
    blocks = _blocks(first, second)
    end = range(0)
    if blocks and blocks[0].left.start == blocks[0].right.start == 0:
        left, right = blocks[0]
        if (not left and second.place_line(right.stop)) or (not right and first.place_line(left.stop)):
            del blocks[0]
    if blocks and blocks[-1].left.stop == len(first.keys) and blocks[-1].right.stop == len(second.keys):
        left, right = blocks[-1]
        if _is_end(left, first, right, second) or _is_end(right, second, left, first):
            del blocks[-1]
            end = right if len(right) > len(left) else end
    return [block for block in blocks if not _same(first.at(block.left), second.at(block.right))], end


def _is_end(short: range, cut: Words, long: range, whole: Words) -> bool:
    """Whether one text stops where the other goes on: after a word, or within one."""
    if len(long) < (1 if cut.cut else MIN_END):
        return False  # a word or two may be all that tells two texts apart: "release candidate", "release candidate 2"
    if not short:
        return True
    word = cut.keys[short.start]
    return len(short) == 1 and whole.keys[long.start].startswith(word) and not whole.is_figure(long.start)


def _blocks(first: Words, second: Words) -> list[_Block]:
    from rapidfuzz.distance import Levenshtein

    blocks: list[_Block] = []
    for step in Levenshtein.opcodes(first.keys, second.keys):
        if step.tag == "equal":
            continue
        i0, i1, j0, j1 = step.src_start, step.src_end, step.dest_start, step.dest_end
        if blocks and blocks[-1].left.stop == i0 and blocks[-1].right.stop == j0:
            blocks[-1] = _Block(range(blocks[-1].left.start, i1), range(blocks[-1].right.start, j1))
        else:
            blocks.append(_Block(range(i0, i1), range(j0, j1)))
    return blocks


def _same(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether the words are the same but for blanks, hyphens and letters that a scanner takes for digits."""
    one, other = "".join(left), "".join(right)
    return one == other or (one != "" and other != "" and _as_letters(one) == _as_letters(other))


def _as_letters(word: str) -> str:
    """Digits that stand between letters as the letters they were read from.

    >>> _as_letters("e1ecti0n"), _as_letters("g20"), _as_letters("1ast")
    ('election', 'g20', 'last')
    """
    if not _DIGIT.search(word):
        return word
    return _LETTER_DIGIT.sub(lambda match: _SCANNED[match.group()], word)


def _figures(first: Words, second: Words, blocks: Iterable[_Block]) -> str:
    """Numbers that only one of the texts has."""
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for block in blocks:
        ours, theirs = first.figures(block.left), second.figures(block.right)
        if bool(ours) != bool(theirs) and _misspelt(first.at(block.left), second.at(block.right)):
            continue
        if (first.bare or second.bare) and "".join(ours).replace(".", "") == "".join(theirs).replace(".", ""):
            continue
        if "one" in first.at(block.left) and theirs and not ours:
            ours = ["1"]
        if "one" in second.at(block.right) and ours and not theirs:
            theirs = ["1"]
        signs = [{w for w in side if w in "-−"} for side in (first.at(block.left), second.at(block.right))]
        if signs[0] != signs[1] and not first.bare and not second.bare:
            return f"sign: {' '.join(first.at(block.left))} / {' '.join(second.at(block.right))}"
        money = [{w for w in side if w in _CURRENCY} for side in (first.at(block.left), second.at(block.right))]
        if money[0] and money[1] and money[0] != money[1]:
            return f"currency: {' '.join(money[0])} / {' '.join(money[1])}"
        left.update(ours)
        right.update(theirs)
        ordinals = [[w for w in side if w in ORDINALS] for side in (first.at(block.left), second.at(block.right))]
        if ordinals[0] and ordinals[1] and {ORDINALS[w] for w in ordinals[0]} != {ORDINALS[w] for w in ordinals[1]}:
            return f"figure: {' '.join(ordinals[0])} / {' '.join(ordinals[1])}"
    common = left & right
    left, right = left - common, right - common
    if left or right:
        return f"figure: {' '.join(left) or '-'} / {' '.join(right) or '-'}"
    return ""


def _misspelt(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether each number word of one side stands misspelt on the other: "fonr" for "four"."""
    from rapidfuzz.distance import Levenshtein

    one, other = (left, right) if any(word in NUMBER_WORDS for word in left) else (right, left)
    return all(
        any(len(word) > 3 and Levenshtein.distance(word, there) <= len(word) // 4 for there in other)
        for word in one
        if word in NUMBER_WORDS or _DIGIT.search(word)
    )


def _calendar(first: Words, second: Words, blocks: Iterable[_Block]) -> str:
    left = Counter(word[:3] for block in blocks for word in first.at(block.left) if word in CALENDAR)
    right = Counter(word[:3] for block in blocks for word in second.at(block.right) if word in CALENDAR)
    common = left & right
    left, right = left - common, right - common
    return f"date: {' '.join(left)} / {' '.join(right)}" if left and right else ""


def _sense(first: Words, second: Words, blocks: Iterable[_Block]) -> str:
    """Negations in one text only, or opposites in each other's place."""
    ours = [word for block in blocks for word in first.negations(block.left)]
    theirs = [word for block in blocks for word in second.negations(block.right)]
    if len(ours) != len(theirs):
        return f"negation: {' '.join(ours) or '-'} / {' '.join(theirs) or '-'}"
    for block in blocks:
        left, right = first.at(block.left), second.at(block.right)
        for word in left:
            for opposite in OPPOSITES.get(word, frozenset()).intersection(right):
                if word not in right and opposite not in left:
                    return f"opposite: {word} / {opposite}"
    return ""


def _names(first: Words, second: Words, blocks: Iterable[_Block]) -> str:
    """Names of either text that the other lacks, if both have some; in a text without capitals any word may be one."""
    left, right = _only(first, second, blocks)
    if left and right:
        return f"name: {' '.join(left)} / {' '.join(right)}"
    for one, other, side in ((first, second, 0), (second, first, 1)):
        if other.case != "one":
            continue
        for block in blocks:
            words = other.at(block[1 - side])
            names = [one.keys[at] for at in block[side] if one.is_name(at)]
            for name in names:
                if words and name not in words and not any(_same_name(name, word) for word in words):
                    pair = (name, " ".join(words))
                    return f"name: {pair[side]} / {pair[1 - side]}"
    return ""


def _extra(first: Words, second: Words, blocks: Sequence[_Block], end: range, figures: bool) -> str:
    """Names that only the second text has, and figures and names of an end that only it has."""
    known = set(first.keys)
    theirs = [at for block in blocks for at in block.right] + list(end)
    names = [second.keys[at] for at in theirs if second.keys[at] not in known and second.is_name(at)]
    return " ".join(names + (second.figures(end) if figures else []))


def _only(first: Words, second: Words, blocks: Iterable[_Block]) -> tuple[list[str], list[str]]:
    left = Counter(first.keys[at] for block in blocks for at in block.left if first.is_name(at))
    right = Counter(second.keys[at] for block in blocks for at in block.right if second.is_name(at))
    if not left or not right:
        return [], []
    # A name may be a plain word of the other text's differing words: "Police Minister" / "police minister".
    ours = [w for w in left - right if w not in {second.keys[at] for block in blocks for at in block.right}]
    theirs = [w for w in right - left if w not in {first.keys[at] for block in blocks for at in block.left}]
    for name in list(ours):
        twin = next((other for other in theirs if _same_name(name, other)), None)
        if twin is not None:
            ours.remove(name)
            theirs.remove(twin)
    return ours, theirs


_MISREAD = (("rn", "m"), ("cl", "d"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"))


def _same_name(one: str, other: str) -> bool:
    """Whether two names are one and the same, misspelt: accents, a doubled or swapped letter, a scanner's confusion.

    One letter more, less or other is another name: Iran and Iraq, Austria and Australia, Johnson and Johnston.

    >>> _same_name("zelensky", "zelenskyy"), _same_name("putin", "putni"), _same_name("iran", "iraq")
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
