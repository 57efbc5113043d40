"""Find the places where something may have been lost between two words: a few passes in C, then a first look.

``spaced``: a capital after a blank on a word that is seldom written with one. ``fused``: a capital inside a word
whose tail is a known word. ``stopped``: a full stop before a word that may as well go on with the sentence.
``small``: a word nobody knows that is two known words. Everything else in a text is passed over at the speed of a
regular expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from cleanpipe.scoring.english.boundaries import Place
from cleanpipe.scoring.english.gates import first_look
from cleanpipe.scoring.english.lone_nouns import leads
from cleanpipe.scoring.lexical.lexicon import (
    ADV,
    CONJ,
    DET,
    FUNCTION,
    NOUN,
    PLURAL,
    PREP,
    PRON,
    SUBORD,
    TO,
    VERB_BASE,
    VERB_ING,
    VERB_PART,
    VERB_PAST,
    WH,
    Lexicon,
    lexicon,
)
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.networks.joints import AFTER_CAPITALS
from cleanpipe.scoring.texts.context import elsewhere
from cleanpipe.scoring.texts.tokens import tokens_of

#: A capitalised word is looked at when at least this share of its uses is in lower case ("Conference" .96; of simulated
#: stray capitals 2 % are below), in a short or a damaged text from the second on ("State" .78).
MIN_SHARE, FEWER = 0.85, 0.75
#: The same where the text has the word in small letters as well.
_EVEN = 0.6
# Patterns begin with the rarest character class they can: the engine then skips to it at some 300 MB/s.
_AFTER_BLANK = re.compile(r"[A-Z](?<=[^\W_] [A-Z]|[,;)”’%] [A-Z])(?:[a-z]+(?![\w@]|\.[a-z])|(?<=A)(?= ))")
_AFTER_STOP = re.compile(r"\.(?<=[\w)”%]\.) ([A-Z][a-z]*)\b")
_CAMEL = re.compile(r"[A-Z](?:(?<=[a-z0-9)%éáíóú][A-Z])(?:[a-zß-öø-ÿ]+|[A-Z]+)?|(?<=[A-Z]{3})[a-z]+)(?![\w@]|\.\w)")
_AFTER_CAPITALS = frozenset(AFTER_CAPITALS.split("|"))
_HALF = re.compile(r"\b(?:the|an?|of|than|between|into|from|and|their|its|his|her|our)$")
_ASKING = re.compile(r"\b(?:as|so) [a-z]+$")  # "are as different. As humans and mice"
_HANGING = re.compile(r"\b(?:for|to|at|with|against|towards|via|by)$")
_TOKEN_BACK = re.compile(r"[\w.@/#’'-]*$")
_OPENERS = PREP | CONJ | SUBORD | WH | TO | DET | VERB_ING | VERB_PART | VERB_BASE | ADV | PRON


#: Words of which a frame of ``scoring.english.frames`` may be surer than the first look.
_FRAMED = words(
    "More Less Fewer Up Nearly Almost About Around Over Last Next He She It They We From Since In At By With For Until "
    "Near Through During Between Against Under"
)
#: And words of which the first look thinks that they are part of a name: worth a second one in damaged texts.
_FRAMED_LATE = words(
    "His Her Their Its Our There You What How Why Where Whether That Most Some Many Several Both Each Every Other "
    "Another Any All One Two Three This These Those Everybody Everyone Than As Of To On If Though Per And But"
)


class _Known(dict[str, int]):
    """Remembers the answer for each word; at most 10,000 of them, so that a long run does not grow."""

    def __init__(self, lex: Lexicon) -> None:
        super().__init__()
        self.lex = lex

    def judge(self, word: str) -> int:
        """2 for a word that is usually small, 1 for one that is oftener small than not, 0 for others.

        -1 for those between, which count where the text writes them small as well.
        """
        share = self.lex.lower_share(word)
        return 2 if share >= MIN_SHARE else 1 if share >= FEWER else -int(share >= _EVEN)

    def __missing__(self, word: str) -> int:
        answer = self.judge(word)
        if len(self) < 10_000:
            self[word] = answer
        return answer


class _Openers(_Known):
    """For a word after a full stop: 0 a name or unheard of, 1 seldom so, 2 may go on with a sentence, 3 surely may."""

    def judge(self, word: str) -> int:
        if self.lex.lower_share(word) < 0.9:
            return 0
        if word in ("Because", "Whose", "Than", "Into", "Worth"):
            return 3
        return 2 if self.lex.tags(word) & _OPENERS else 1


@lru_cache(maxsize=4)
def _small_words(lang: str) -> _Known:
    return _Known(lexicon(lang))


@lru_cache(maxsize=4)
def _openers(lang: str) -> _Openers:
    return _Openers(lexicon(lang))


#: Places found, and places where the first look saw little: likely and unlikely ones.
Found = tuple[list[Place], list[Place]]


def spaced(text: str, every: bool = False) -> Found:
    """Capitalised words after a blank that are usually small; ``every`` one, or those that pass the first look.

    >>> likely, unlikely = spaced("He saw Moscow Vetoed a plan In Paris.")
    >>> [[place.text[place.at : place.end] for place in places] for places in (likely, unlikely)]
    [['In'], ['Vetoed']]
    """
    likely: list[Place] = []
    unlikely: list[Place] = []
    known, lex = _small_words("en"), lexicon("en")
    line_end, in_heading = -1, False
    written = tokens_of(text).different
    for match in _AFTER_BLANK.finditer(text):
        word = match.group()
        usual = known[word]  # nothing for most of them, which are names
        if usual > 0 or (usual and word.lower() in written):
            at = match.start()
            if at > line_end:
                line_end = text.find("\n", at)
                line_end = len(text) if line_end < 0 else line_end
                in_heading = _is_heading(text[text.rfind("\n", 0, at) + 1 : line_end])
            if in_heading and not every:
                continue
            left = at - 1
            while left > 0 and text[left - 1] in " ,;)”’%":
                left -= 1
            look = 2 if every or word in _FRAMED else first_look("spaced", text, left, at, match.end())
            if not look:
                # "Turkey Agreed to": such a verb is hardly part of a name
                past = lex.tags(word) & VERB_PAST and _BEHIND_NAME.search(text, max(0, left - 30), left)
                behind = usual > 0 and lex.tags(word) & PLURAL and _BEHIND_PHRASE.search(text, max(0, left - 30), left)
                look = int(word in _FRAMED_LATE or word.lower() in written or bool(past or behind))
            if look < 2 and usual > 1 and lex.tags(word) & NOUN:
                lead = _LEAD.search(text, max(0, left - 24), left)
                look = 2 if lead and leads(lead[1]) else look
            if look:
                place = Place(text, left, at, match.end())
                (likely if look > 1 and usual > 1 else unlikely).append(place)
    return likely, unlikely


def _is_heading(line: str) -> bool:
    """Whether a line is in title case and ends without any mark: a heading, a menu. Its capitals are meant."""
    if len(line) > _LONGEST_HEADING or line.rstrip()[-1:] in _MARKS:
        return False
    long = [word for word in line.split() if len(word) > 3]
    raised: int = sum(word[0].isupper() for word in long)
    return raised > 1 and raised >= sum(word.islower() for word in long)


_LONGEST_HEADING = 200  # characters
_MARKS = frozenset(".!?…:;,\"'”»“)’]")


def fused(text: str, every: bool = False) -> Found:
    """Capitals inside a word, where the tail is a word or a name of its own; all of them are likely.

    ``every`` one, or those in words that do not look right as they are.

    >>> [(p.text[:p.left], p.text[p.at:p.end]) for p in fused("SeptemberWhen they came")[0]]
    [('September', 'When')]
    """
    lex = lexicon("en")
    found = []
    for match in _CAMEL.finditer(text):
        at, end = match.span()
        tail = match.group()
        if text[at - 1].isupper() and tail not in _AFTER_CAPITALS:
            continue  # PDFs, NoSQLite
        if len(tail) == 1 and (tail not in "AI" or text[end : end + 1] not in (" ", "'", "’")):
            continue  # OmegA
        back = _TOKEN_BACK.search(text, max(0, at - 40), at)
        head = back.group() if back else ""
        if text[end : end + 1] == "(" or ("." in head and head.rpartition(".")[0].islower()):
            continue  # document.querySelector('p')
        if not head or head[0] in "@#/." or "/" in head or "@" in head or "_" in head or "#" in head:
            continue
        if tail == "A" and head[-1].isdigit() and head[:2].isupper():
            continue  # SN1987A
        function = len(head) > 1 and head.islower() and bool(lex.tags(head) & FUNCTION)
        if len(tail) > 1 and tail.isupper():
            continue  # watchOS, beIN; ``joined.names_led`` knows "theNFL"
        # The tail is a word, or it may be any name where a function word stands before it: "theCiscaucasus", "inGM".
        # Behind any other small word a first name that nobody knows has a surname: "the directorHernán Zubeldía".
        known = function or (
            head.islower() and len(tail) > 3 and lex.frequency(head) > _NOUN and _SURNAME.match(text, end)
        )
        if lex.frequency(tail) < 2.0 and not known:
            continue
        place = Place(text, at, at, end)
        if every or not _looks_whole(place):
            found.append(place)
    return found, []


#: What may stand before a common noun, behind a small word: ``scoring.english.lone_nouns``.
_LEAD = re.compile(r"[a-z] ([a-z]+|[0-9][0-9,]*)\Z")
#: "as far south as Seville Schools stayed closed", "in April Councillors said"
_BEHIND_PHRASE = re.compile(r" (?:on|in|at|to|from|near|until|as|of|since|by) (?:[A-Z][a-z]+|[0-9]+)\Z")
_BEHIND_NAME = re.compile(r"[A-Z][a-z]+\Z")
_SURNAME = re.compile(r" [A-ZÀ-Þ][a-zß-öø-ÿ]")
#: Zipf value from which a word stands before names.
_NOUN = 3.5
#: Words beside function words that begin a segment behind a figure: "41,000According to the office".
_AFTER_FIGURES = frozenset(("According", "Including", "Despite"))
#: A word with a capital inside and one in front that the list of words has this often: YouTube, LinkedIn.
_KNOWN_BRAND = 3.0


def _looks_whole(place: Place) -> bool:
    """Marks of a word that is right as it is: it stands there twice, or begins with one letter, or is a measure."""
    text, word = place.text, token(place)
    head = word[: len(word) - (place.end - place.at)] if word.endswith(text[place.at : place.end]) else ""
    if sum(a.islower() and b.isupper() for a, b in pairwise(word)) > 1:
        return True  # ReadMeFirst, GlaxoSmithKline: translators glue two segments, not three words
    if len(head) == 1 and head not in "aI" and not head.isdigit():
        return True
    if head[:1].isupper() and (head in ("Mc", "Mac") or lexicon("en").frequency(word) >= _KNOWN_BRAND):
        return True
    tail = text[place.at : place.end]
    if head.isdigit() and not lexicon("en").tags(tail) & FUNCTION and tail not in _AFTER_FIGURES:
        return True
    seen = elsewhere(text)
    other = head[:1].swapcase() + word[1:]
    return seen.count(word, place.end - len(word)) > 0 or (other != word and seen.count(other, -1) > 0)


def token(place: Place) -> str:
    """The whole word around a joint."""
    text, start, end = place.text, place.at, place.end
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start:end]


def stopped(text: str, every: bool = False) -> Found:
    """Full stops before a word that could have gone on with the sentence.

    >>> [(p.text[p.left], p.text[p.at:p.end]) for p in stopped("It rained. Of course. Mary left.")[0]]
    [('.', 'Of')]
    """
    likely: list[Place] = []
    unlikely: list[Place] = []
    known = _openers("en")
    for match in _AFTER_STOP.finditer(text):
        word = match.group(1)
        kind = known[word]
        if not kind:
            continue
        stop, at, end = match.start(), match.start(1), match.end(1)
        if len(word) == 1 and text[end : end + 1] == ".":
            continue  # "A. A. Milne"
        # An article or "of" before the stop: half a phrase, whatever comes behind it.
        asked = word in ("As", "That") and _ASKING.search(text, max(0, stop - 25), stop)
        if kind > 2 or asked or _HALF.search(text, max(0, stop - 9), stop):
            look = 2
        elif kind > 1:
            look = 2 if every else first_look("stopped", text, stop, at, end)
        else:
            look = 1 if _HANGING.search(text, max(0, stop - 9), stop) else 0
        if look:
            (likely if look > 1 else unlikely).append(Place(text, stop, at, end))
    return likely, unlikely


FINDERS: dict[str, Callable[[str], Found]] = {"spaced": spaced, "fused": fused, "stopped": stopped}
