"""What the repairers of English ask about the words around a place: tokens, word classes, verbs, sentences.

No tagger: closed classes are listed, open ones are guessed from endings and from the tag lexicon, and a verb counts
as finite by its form and its neighbours. Good enough to tell a clause from a phrase in nine cases of ten; scorers
weigh the tenth. Nothing here proposes edits.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from cleanpipe.scoring.lexical.lexicon import (
    ADJ,
    ADV,
    AUX,
    DET,
    FINITE,
    MODAL,
    NAME,
    NOT,
    NOUN,
    NUM,
    PLURAL,
    PREP,
    PRON,
    SUBJECT,
    VERB,
    VERB_BASE,
    VERB_PART,
    VERB_PAST,
    VERB_S,
    lexicon,
)
from cleanpipe.scoring.lexical.wordlist import words

DETERMINERS = words(
    "the a an this these those its their his her our your my every each some any no both all another many much "
    "several few most such either neither"
)
PREPOSITIONS = words(
    "of in on at to for from with by into onto about over under between against through during without within "
    "among after before since until till near above below behind beside besides beyond despite toward towards "
    "upon across along around inside outside off throughout via per amid amongst concerning regarding including "
    "unlike like as than except following"
)
SUBORDINATORS = words(
    "when while because although though since if unless until where whether that which who whom whose as before "
    "after once whereas why how what whenever wherever"
)
RELATIVES = words("which who whom whose that where when")
COORDINATORS = words("and or but nor yet so")
SUBJECTS = words("i he she it we they you there this these those everyone nobody someone who")
PRONOUNS = frozenset(["he", "she", "it", "they", "we"])
ABBREVIATIONS = words(
    "mr mrs ms dr prof st sen rep gov gen lt col sgt capt maj rev hon pres no vol inc co ltd corp jr sr vs etc "
    "bros dept est fig al approx jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri "
    "sat sun ave blvd rd mt ft lbs ozs hrs mins yds vols nos "
    "pp ed eds cf eg ie viz ca ala ariz ark calif colo conn del fla ga ill ind kan ky "
    "la md mass mich minn miss mo mont neb nev okla ore pa penn tenn tex vt va wash wis wyo"
)
# With the blanks behind it. Most tokens are words of two letters and more: these are tried first.
_TOKEN = re.compile(
    r"(?:[^\W\d_][^\W_]+(?:['’-][^\W_]+)*(?:['’](?=\s))?|(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*(?:[^\W\d_]+)?|"
    r"[^\W_]+(?:['’-][^\W_]+)*(?:['’](?=\s))?|\.{2,}|[^\w\s]|_+)\s*"
)
_ENDS = frozenset([".", "!", "?", "…"])
_CLOSERS = frozenset("”’\"')]»")
#: Marks with which a sentence can end.
FINAL = _ENDS | _CLOSERS


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """The tokens of one line (or of a stretch of a very long one), with their places in it.

    >>> line = tokens_of("He left. She didn't.")
    >>> line.words
    ('He', 'left', '.', 'She', "didn't", '.')
    """

    words: tuple[str, ...]
    starts: tuple[int, ...]
    lower: tuple[str, ...]
    text: str

    def index_at(self, offset: int) -> int:
        """The token that covers or follows a place in the line."""
        index = bisect_right(self.starts, offset) - 1
        if index >= 0 and offset < self.starts[index] + len(self.words[index]):
            return index
        return index + 1

    def ends_at(self, index: int) -> bool:
        """Whether a sentence ends with this token: a final mark, not an abbreviation's, or a closing mark after one."""
        word = self.words[index]
        if word in _CLOSERS and index > 0:
            return self.words[index - 1] in _ENDS and self._opens_after(index)
        if word not in _ENDS:
            return False
        if index + 1 < len(self.words) and self.words[index + 1] in _CLOSERS:
            return False
        if word == "." and index > 0 and (before := self.lower[index - 1]):
            if before in ABBREVIATIONS or (len(before) == 1 and before.isalpha() and self.words[index - 1].isupper()):
                return False
            if self.starts[index] > self.starts[index - 1] + len(before):
                return self._opens_after(index)
        return self._opens_after(index)

    def _opens_after(self, index: int) -> bool:
        if index + 1 >= len(self.words):
            return True
        if self.starts[index + 1] == self.starts[index] + len(self.words[index]):
            return False
        word = self.words[index + 1]
        return word[0].isupper() or not word[0].isalpha() or word.islower()


@lru_cache(maxsize=64)
def tokens_of(text: str) -> Line:
    """Cut a line into tokens: words with their inner apostrophes and hyphens, numbers, single marks."""
    found = _TOKEN.findall(text)  # all but the blanks in front: lengths tell where the tokens begin
    words = tuple(map(str.rstrip, found))
    starts = tuple(accumulate(map(len, found), initial=len(text) - len(text.lstrip())))[:-1]
    return Line(words, starts, tuple(map(str.lower, words)), text)


#: Longest stretch around a place that is looked at: pages of one line exist, sentences of 1,200 characters hardly.
REACH = 600


def line_around(text: str, start: int, end: int) -> tuple[Line, int]:
    """The line that holds a span, at most twice ``REACH`` characters to each side, and where it begins.

    Longer lines are cut at whole multiples of ``REACH``, so that places near each other share what is known of theirs.

    >>> line, begin = line_around("First line\\nsecond line here", 18, 22)
    >>> line.text, begin
    ('second line here', 11)
    """
    low = max(0, (start // REACH - 1) * REACH)
    high = min(len(text), (end // REACH + 2) * REACH)
    first = text.rfind("\n", low, start) + 1
    if not first:
        first = low
        if low:
            blank = text.find(" ", low, start)
            first = blank + 1 if blank >= 0 else low
    last = text.find("\n", end, high)
    if last < 0:
        last = high
        if high < len(text):
            blank = text.rfind(" ", end, high)
            last = blank if blank >= 0 else high
    return tokens_of(text[first:last]), first


_CONTRACTED = ("n't", "'ll", "'re", "'ve", "'d")
_CLITIC_IS = words("it's he's she's that's there's what's here's who's where's let's i'm")
_TWO_FACED = words("since until till before after as than")


def verbs_of(words: Sequence[str]) -> float:
    """Finite verbs of main clauses among lower-cased words: sure ones count one, each clause opener takes one away.

    >>> verbs_of("it is a rare visit".split()), verbs_of("which had been repaired in may".split())
    (1.0, 0.0)
    """
    return sum(verb_weights(words)[0])


_TO, _UNKNOWN = 1, 2  # what stood before: "to" (an infinitive follows), or a word nobody knows (a name, mostly)


def verb_weights(words: Sequence[str], tags_of: Sequence[int] = ()) -> tuple[list[float], list[int]]:
    """For each word: how surely it is a finite verb, less one where it opens a clause; and whether it opens one.

    ``tags_of``: the ``VERB_TAGS`` of the words, where they are known.
    """
    lex = lexicon("en")
    tags_of = tags_of or list(map(VERB_TAGS.__getitem__, words))
    weights, opened = [0.0] * len(words), [0] * len(words)
    before_tags = 0
    state = 0
    group = False  # inside a verb group: "will have been seen" counts once
    behind = 0  # the word behind the last that matters: two in three do not
    for at in [k for k, tags in enumerate(tags_of) if tags & _SPECIAL]:
        if at > behind:
            before_tags = tags_of[at - 1]
            group, state = False, 0 if before_tags else _UNKNOWN
        behind = at + 1
        tags, word = tags_of[at], words[at]
        # "In may" and "the will" are no modals; "this may" is one.
        if tags & _CLITIC or (tags & MODAL and (before_tags & PRON or not before_tags & (PREP | DET))):
            weights[at], group = 1.0, True
        elif tags & AUX and not tags & _INFINITE:
            if not group and state != _TO:
                weights[at] = 1.0
            group = True
        elif tags & VERB and not group and state != _TO:
            if before_tags & (NOUN | PRON | NAME | NUM) or state == _UNKNOWN:
                weights[at] = _finite(tags, lex.main_tag(word), before_tags, words, at)
        elif not tags & (ADV | NOT):
            group = False
        if tags & _OPENS and at + 1 < len(words) and words[at + 1] != "of":
            if word == "that" and _points(words, at, before_tags):
                pass
            elif (word not in _TWO_FACED and word != "that") or _clause_follows(words, at + 1):
                opened[at] = 1
                weights[at] -= 1.0
        if word == "to" or (state == _TO and tags & ADV and not tags & VERB):
            state = _TO
        else:
            state = 0
        if tags != ADV:
            before_tags = tags
    return weights, opened


# Beside the tags of the lexicon: a verb is stuck to the word (it's, didn't), a clause may open with it (when), it is
# no finite verb whatever its tags say (been).
_CLITIC, _OPENS, _INFINITE = 1 << 30, 1 << 29, 1 << 28
#: What a word must have to matter to the count of verbs.
_SPECIAL = _CLITIC | _OPENS | _INFINITE | MODAL | AUX | VERB | ADV | NOT


class _Tags(dict[str, int]):
    """The parts of speech of words in small letters, and what else verbs are counted by; looked up once."""

    def __missing__(self, word: str) -> int:
        plain = word.replace("’", "'")
        tags = lexicon("en").tags(plain)
        if not tags and "-" in plain:
            tags = lexicon("en").tags(plain.rpartition("-")[2])  # "re-elected"
        if not tags and plain.endswith("ed") and len(plain) > 4:
            tags = VERB_PAST | VERB_PART
        if plain in _CLITIC_IS or ("'" in plain[1:] and plain.endswith(_CONTRACTED)):
            tags |= _CLITIC
        tags |= _OPENS * (word in SUBORDINATORS) | _INFINITE * (word in _NOT_FINITE)
        if len(self) < 10_000:
            self[word] = tags
        return tags


_NOT_FINITE = words("be been being having doing done to")
#: What verbs are counted by, of each word in small letters.
VERB_TAGS = _Tags()


def _finite(tags: int, main: int, before: int, words: Sequence[str], at: int) -> float:
    """How likely an open-class word is a finite verb where it stands."""
    after = words[at + 1] if at + 1 < len(words) else ""
    if tags & VERB_PAST:
        if not tags & VERB_PART:
            return 1.0 if not tags & NOUN else 0.6
        if after == "by":
            return 0.1
        return 0.75 if main == VERB_PAST or before & PRON else 0.45 if main != ADJ else 0.1
    if tags & VERB_S:
        if not tags & NOUN or before & PRON:
            return 0.95
        # "the commission hopes to announce", "the report shows that": an object, and no article before
        third = words[at + 2] if at + 2 < len(words) else ""
        asks = after in _OBJECTS or (after == "to" and VERB_TAGS[third] & VERB_BASE)
        if asks and before & (NOUN | NAME) and not before & (PLURAL | DET | ADJ):
            return 0.8
        return 0.7 if main == VERB_S else 0.15
    if tags & VERB_BASE and (before & (PLURAL | SUBJECT) or words[at - 1] == "you") and not before & DET:
        return 0.8 if main == VERB_BASE else 0.2
    return 0.0


_OBJECTS = words(
    "that the a an his her its their this these two three four five six seven eight nine ten eleven twelve twenty"
)


def _points(words: Sequence[str], at: int, before_tags: int) -> bool:
    """Whether "that" stands before a noun or a figure and opens no clause: ``in that time``, ``that 3% rate``."""
    after = words[at + 1]
    noun = VERB_TAGS[after] & NOUN and not VERB_TAGS[after] & (PLURAL | DET | PRON)
    return after[0].isdigit() or (bool(noun) and bool(before_tags & PREP))


def _clause_follows(words: Sequence[str], at: int) -> bool:
    """Whether a verb that must be finite stands within the next nine words, before any comma or stop."""
    if VERB_TAGS[words[at]] & SUBJECT and at + 1 < len(words) and VERB_TAGS[words[at + 1]] & (VERB_PAST | VERB_S):
        return True  # "since he broke a finger"
    for k in range(at, min(len(words), at + 9)):
        if not words[k][0].isalnum():
            return False
        tags = VERB_TAGS[words[k]]
        if (tags & (MODAL | AUX) and not tags & _INFINITE) or (tags & FINITE and not tags & (NOUN | ADJ) and k > at):
            return True
    return False


def has_main_verb(words: Sequence[str]) -> bool:
    """Whether words hold a finite verb of a main clause, as far as one can tell.

    >>> has_main_verb("the nascent military programme".split()), has_main_verb("It is a rare visit".split())
    (False, True)
    """
    return verbs_of([word.lower() for word in words]) > 0.5
