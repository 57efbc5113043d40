"""What only looks like damage, planted in clean prose before it is damaged: the hard negatives of the training.

Titles without quotes, names with "The", brands in camel case, headlines; names that are ordinary words; lists and
headings that run into a line. A scorer that has met them leaves them alone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cache

from cleanpipe.scoring.lexical.lexicon import ADJ, NOUN, VERB_BASE, lexicon
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.training.openers import OPENERS

Paragraphs = Sequence[tuple[str, Sequence[tuple[int, int]]]]

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_PLAIN_WORD = re.compile(r"[^\W\d_]+")
_SMALL_IN_TITLES = words("a an the and or but of in on at to for by with from as")
_BRAND_HEADS = sorted(
    words(
        "We All Good Home Door Air Open Smart Data Cloud Work Health Book Net Pay Face Snap Link Safe Green Blue Red "
        "Micro Soft Sky Fast Free Street Block Light Give Stand With Care Mind Kick Team Hub Zoom Power Fire True Key "
        "Master Metro Euro Uni Bio Com Glaxo Astra Thyssen Price Water Buzz Side Play Wiki Lex News Fan Duo Mc Mac De "
        "La Le Di Fitz Van Son App Web Auto Tech One"
    )
)
# Few brands end in a function word; "When" and "The" would teach that nothing is ever fused.
_BRAND_TAILS = sorted(
    words(
        "Well Birds Work Works Chat Dash Table Scale Pal Book Flix Tube Hub Lab Labs Bridge Point Path House Stack "
        "Camp Mart Up On In Now Me Us Pro One Plus Max Link Smith Klein Krupp Donald Bank Care Pass Wise Fi Net Soft "
        "Ware Logic Box Port Base Cast Feed Press Post Word Force Forge Space Side Line Time Life Day Rock Stone Field"
    )
)


def planted(text: str, rng: random.Random, names: Sequence[str], lang: str = "en") -> str:
    """Plant a title, a brand or a capitalised article; the length changes, so only text without links is given."""
    if len(text) < 90 and text[-1:].isalnum() and rng.random() < 0.3:
        return _PLAIN_WORD.sub(lambda m: _titled(m.group(), rng.random() < 0.2), text)
    words = list(_WORD.finditer(text))
    if len(words) < 10:
        return text
    what = rng.random() * (1.0 if lang == "en" else 0.7)  # what follows below .7 needs no English words
    k = rng.randrange(2, len(words) - 5)
    if what < 0.5:
        run = words[k : k + rng.choice((2, 2, 3, 3, 4, 5))]
        if all(text[a.end() : b.start()] == " " for a, b in zip(words[k - 1 :], run, strict=False)):
            piece = text[run[0].start() : run[-1].end()]
            titled = _PLAIN_WORD.sub(lambda m: _titled(m.group(), rng.random() < 0.3), piece)
            # A title has two capitals and does not end in "of" or "the"; with one it would be damage.
            if run[-1].group() not in _SMALL_IN_TITLES and sum(word[0].isupper() for word in titled.split()) > 1:
                lead = "The " if lang == "en" and rng.random() < 0.2 else ""
                return text[: run[0].start()] + lead + titled[0].upper() + titled[1:] + text[run[-1].end() :]
    elif what < 0.7 and names:
        return text[: words[k].start()] + rng.choice(names) + " " + text[words[k].start() :]
    elif what < 0.8:
        return re.sub(r"(?<=[a-z] )the (?=[A-Z][a-z])", "The ", text, count=1)
    else:
        stops = [match.end() for match in re.finditer(r"[a-z]\. (?=[A-Z])", text)]
        if stops:
            at = rng.choice(stops)
            return f"{text[:at]}{rng.choice(OPENERS)} {text[at:]}"
    return text


def _titled(word: str, every: bool) -> str:
    return word if word in _SMALL_IN_TITLES and not every else word[0].upper() + word[1:]


def brands(rng: random.Random) -> list[str]:
    """A few brands in camel case for one document; most documents that name one name it again."""
    if rng.random() < 0.5:
        return []
    made = []
    for _ in range(rng.choice((1, 1, 2))):
        kind = rng.random()
        head, tail = rng.choice(_BRAND_HEADS), rng.choice(_BRAND_TAILS)
        if kind < 0.8:
            made.append(head + tail)
        elif kind < 0.9:
            made.append(rng.choice("eimx") + rng.choice((head, tail)))
        else:
            made.append(str(rng.randrange(2, 400)) + rng.choice(("Hz", "Wh", "Mbps", "GHz", "Max", "Pro")))
    return made


_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")


@cache
def _ordinary(lang: str) -> list[str]:
    """Words that are seldom names and common enough to become one: "Reader", "Table", "Quiet"."""
    lex = lexicon(lang)
    found = []
    for word in lex:
        if 4 <= len(word) <= 9 and word.isalpha() and 3.2 <= lex.frequency(word) <= 5.4:
            if lex.lower_share(word) >= 0.9 and (lang != "en" or lex.tags(word) & (NOUN | ADJ | VERB_BASE)):
                found.append(word)
    return sorted(found)


def renamed(paragraphs: Paragraphs, rng: random.Random, lang: str = "en") -> Paragraphs:
    """Give one or two names of a document the look of stray capitals, everywhere in it; links move along.

    A product called "Reader", a company called "OpenTable", a programme called "Quiet Shelter" look like damage.

    >>> text, links = renamed([("We asked Nestor and left.", [(9, 15)])], random.Random(3))[0]
    >>> text[slice(*links[0])] == text.removeprefix("We asked ").removesuffix(" and left.")
    True
    """
    lex = lexicon(lang)
    names = sorted({name for text, _ in paragraphs for name in _NAME.findall(text) if lex.lower_share(name) < 0.5})
    new = {name: _ordinary_name(rng, lang) for name in rng.sample(names, min(len(names), rng.choice((1, 1, 2, 3))))}
    if not new:
        return paragraphs
    pattern = re.compile(r"\b(?:" + "|".join(sorted(new)) + r")\b")
    return [_replaced(text, links, pattern, new) for text, links in paragraphs]


def _ordinary_name(rng: random.Random, lang: str) -> str:
    one, two = (word[0].upper() + word[1:] for word in rng.sample(_ordinary(lang), 2))
    kind = rng.random()
    return one if kind < 0.55 else f"{one} {two}" if kind < 0.85 else one + two


def _replaced(
    text: str, links: Sequence[tuple[int, int]], pattern: re.Pattern[str], new: dict[str, str]
) -> tuple[str, list[tuple[int, int]]]:
    shifts: list[tuple[int, int]] = []  # end of a replaced name, by how much what follows it moves

    def put(match: re.Match[str]) -> str:
        shifts.append((match.end(), len(new[match.group()]) - len(match.group())))
        return new[match.group()]

    text = pattern.sub(put, text)

    def moved(at: int) -> int:
        return at + sum(by for end, by in shifts if end <= at)

    return text, [(moved(a), moved(b)) for a, b in links]


_BREAK = re.compile(r"(?<=[a-z])\. (?=[A-Z])")


def run_on(text: str, rng: random.Random) -> str:
    """Run a list or a heading into the line, as a page does whose layout was lost: no stop belongs there for certain.

    >>> run_on("It rained. They left. We stayed.", random.Random(1))
    'It rained They left We stayed'
    """
    breaks = len(_BREAK.findall(text))
    if breaks >= 2 and rng.random() < 0.5:
        return _BREAK.sub(" ", text).rstrip(".")
    first = text.split()[: rng.choice((1, 1, 2, 3, 4, 5))]
    heading = " ".join(first).strip('.,;:?!"”“')
    if rng.random() < 0.5:
        heading = _PLAIN_WORD.sub(lambda m: _titled(m.group(), False), heading)
    return f"{heading} {text}" if heading else text
