"""Words and the joints between them, as the encoder sees a line: where a word begins, and what stands before it.

A joint is the place between a word and the one before. Words that were fused are cut where a capital follows a small
letter or a digit, or where an unknown word falls into two known ones; a joint with nothing in it is the result. The
same functions cut text for training and for cleaning, so both see the same joints.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cleanpipe.scoring.lexical.lexicon import Lexicon, lexicon

TOKEN = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
#: Function words with which no name in capitals ends: "NATOWhich" is two words, "IRAs" and "PCIe" are one.
AFTER_CAPITALS = (
    "About|After|Although|And|Are|At|Because|Before|But|By|Could|During|For|From|Had|Has|Have|He|Her|His|If|In|Into|It|"
    "Its|Of|On|Or|Over|Said|Says|She|Since|Than|That|The|Their|They|This|Through|To|Under|Until|Was|We|Were|When|Where|"
    "Which|While|Who|Whose|Will|With|Without|Would"
)
_INNER = re.compile(
    r"(?<=[a-zß-öø-ÿ\d])(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]|(?:A|I)\b)|"
    rf"(?<=[A-Z][A-Z])(?=(?:{AFTER_CAPITALS})(?![a-zA-Z]))"
)
#: Small letters and capitals of the languages that are repaired, for use inside square brackets.
BIG, SMALL = "A-ZÀ-ÖØ-ÞĄĆĘŁŃŚŹŻĞİŞŒА-ЯЁ", "a-zß-öø-ÿąćęłńśźżğışœа-яё"
_INNER_WIDE = re.compile(rf"(?<=[{SMALL}\d])(?=[{BIG}](?:[{SMALL}]|\b))")

#: What stands in a joint. START is the joint before the first word.
START, BLANK, NOTHING, COMMA, STOP, ASKS, QUOTED_STOP, COLON, OPENS, DASH, LINE_END, CLOSES, OTHER = range(13)
GAPS = 13
_GAP = {
    " ": BLANK, "": NOTHING, ", ": COMMA, ". ": STOP, "? ": ASKS, "! ": ASKS,
}  # fmt: skip
_STRIPPED = {
    **dict.fromkeys((".”", '."', ".’", ".'", "?”", '?"', "!”", '!"', ".)"), QUOTED_STOP),
    ":": COLON,
    ";": COLON,
    **dict.fromkeys(("-", "–", "—", "--"), DASH),
    **dict.fromkeys(("”", '"', ")", ",”", ',"', "),", "’"), CLOSES),
}
_OPENERS = frozenset("(“\"‘'«[„")

#: How a word is written: small, Capital, CAPITALS, one capital letter, CaMel, digits first, other.
SHAPES = 7

#: Two-letter and one-letter halves of a fused word must be one of these: "do", "xy" are both known to word lists.
SHORT = frozenset("a i an as at be by do he if in is it me my no of on or so to up us we".split())


def gap_of(between: str) -> int:
    """The kind of joint for the characters between two words.

    >>> gap_of(" ") == BLANK, gap_of(". ") == STOP, gap_of(" (") == OPENS
    (True, True, True)
    """
    known = _GAP.get(between)
    if known is not None:
        return known
    if "\n" in between:
        return LINE_END
    stripped = between.strip()
    known = _STRIPPED.get(stripped)
    if known is not None:
        return known
    return OPENS if stripped and stripped[-1] in _OPENERS else OTHER


def shape_of(word: str) -> int:
    """How a word is written, as a number below SHAPES.

    >>> [shape_of(word) for word in ("rain", "Rain", "NATO", "A", "McCoy", "2nd", "iPod")]
    [0, 1, 2, 3, 4, 5, 6]
    """
    if word[0].isdigit():
        return 5
    if word.islower():
        return 0
    if len(word) == 1:
        return 3
    if word.isupper():
        return 2
    if word[0].isupper():
        return 1 if word[1:].islower() else 4
    return 6


@lru_cache(maxsize=8_192)
def _split(word: str, lang: str) -> int:
    """Where an unknown small word falls into two known ones; 0 when it does not.

    Both halves must be known (Zipf 3.2: one use in 600,000 words) and one of them common (4.2); the pair with the
    highest sum wins, and two halves of four letters and more count one step extra.
    """
    lex: Lexicon = lexicon(lang)
    low = word.lower()
    best, best_sum = 0, 0.0
    for cut in range(2, len(low) - 1):
        head, tail = low[:cut], low[cut:]
        if (len(head) < 3 and head not in SHORT) or (len(tail) < 3 and tail not in SHORT):
            continue
        a, b = lex.frequency(head), lex.frequency(tail)
        if min(a, b) < 3.2 or max(a, b) < 4.2:
            continue
        total = a + b + (1.0 if min(cut, len(low) - cut) > 3 else 0.0)
        if total > best_sum:
            best, best_sum = cut, total
    return best


def words_of(text: str, start: int, end: int, lang: str = "en") -> tuple[list[int], list[int]]:
    """Starts and ends (character offsets) of the words of ``text[start:end]``, fused words cut apart.

    >>> text = "by Kim Last SeptemberWhen it rained"
    >>> [text[a:b] for a, b in zip(*words_of(text, 0, len(text)))]
    ['by', 'Kim', 'Last', 'September', 'When', 'it', 'rained']
    """
    lex = lexicon(lang)
    english = lang == "en"
    inside = _INNER if english else _INNER_WIDE
    starts: list[int] = []
    ends: list[int] = []
    for match in TOKEN.finditer(text, start, end):
        a, b = match.span()
        word = match.group()
        if word[1:].islower() or word.islower():
            # English only: German and Dutch write two words as one, and Russian has more forms than the lexicon.
            if english and b - a >= 5 and word.isalpha() and lex.frequency(word) == 0.0:
                cut = _split(word, lang)
                if cut:
                    starts.append(a)
                    ends.append(a + cut)
                    a += cut
        elif not word.isupper():
            for inner in inside.finditer(word):
                cut = match.start() + inner.start()
                if cut > a:
                    starts.append(a)
                    ends.append(cut)
                    a = cut
        starts.append(a)
        ends.append(b)
    return starts, ends


def asks(gap: int, word: str, lang: str = "en") -> bool:
    """Whether something may have been lost in a joint before this word: what the encoder is trained to judge."""
    if gap == BLANK:
        return word[0].isupper() and (
            (len(word) == 1 and (word in "AI" or lang != "en"))
            or (len(word) > 1 and word[1:].islower())
            or not word.isalnum()
        )
    return gap in (NOTHING, STOP)
