"""The blank-separated tokens of a text, and the few of them in which something may be wrong by themselves.

Cut once for all repairers that look at words. Most tokens of a text have been seen before and are dull: a set
difference in C leaves those that need a look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from itertools import compress, filterfalse, islice, repeat
from operator import eq
from typing import Generic, TypeVar

from cleanpipe.scoring.lexical.lexicon import ADV, FUNCTION, NAME, NOUN, VERB_PAST, lexicon
from cleanpipe.scoring.lexical.wordlist import words

_WORD = re.compile(r"[^\W\d_]+")
#: Marks that may stand behind a word in its token.
MARKS_BEHIND = ',;:.!?)"”»'
_NO_WORDS = re.compile(r"[\d@/#_]")
#: Months, days and countries that are no other word in small letters.
NAMES = words(
    "january february april june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday afghanistan albania algeria angola argentina armenia australia austria "
    "azerbaijan bangladesh belarus belgium bolivia bosnia botswana brazil bulgaria cambodia cameroon canada "
    "colombia croatia cyprus denmark ecuador egypt estonia ethiopia finland france gambia georgia germany ghana "
    "greece guatemala haiti honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica japan "
    "kazakhstan kenya kosovo kuwait kyrgyzstan laos latvia lebanon liberia libya lithuania luxembourg malawi "
    "malaysia malta mauritania mexico moldova mongolia montenegro morocco mozambique myanmar namibia nepal "
    "netherlands nicaragua nigeria norway pakistan panama paraguay peru philippines poland portugal qatar romania "
    "russia rwanda senegal serbia singapore slovakia slovenia somalia spain sudan sweden switzerland syria taiwan "
    "tajikistan tanzania thailand tunisia turkmenistan uganda ukraine uruguay uzbekistan venezuela vietnam yemen "
    "zambia zimbabwe europe asia africa antarctica "
    "london paris berlin moscow tokyo madrid vienna beijing washington geneva amsterdam stockholm copenhagen helsinki "
    "warsaw prague budapest athens istanbul jerusalem baghdad tehran cairo nairobi sydney toronto chicago "
    "french german russian spanish italian british american chinese japanese european african korean iranian israeli "
    "syrian ukrainian canadian australian mexican brazilian indian iraqi norwegian swedish"
)
#: Function words that may be glued to the end of a word ...
TAILS = words(
    "about above across after against along among and are around as at because been before behind between but by "
    "can could did does during for from had has have he her his if in into is it its may might more near not of "
    "off on or over said says she should since so than that the their then there they this through to toward "
    "under until was we were what when where whether which while who whose why will with within without would you"
)
#: Verbs of the news that may be glued to a name; a name never ends in them by chance but once in a while.
NAME_TAILS = words(
    "said says told asked added won lost beat scored signed announced confirmed denied remembered accepted arrived "
    "began became called came died explained faces gave took made played received rejected returned showed spoke "
    "started wants warned went wrote admitted agreed claimed insisted joined led left opened promised ordered refused "
    "replied resigned say have are despite amid believe hope expect blame"
)
_NAME_TAILS = tuple(sorted(NAME_TAILS))
#: Tokens without a find, remembered; the bound keeps a long run small.
_DULL: set[str] = set()
_MOST_DULL = 30_000


_Answer = TypeVar("_Answer")


class Remembered(dict[str, _Answer], Generic[_Answer]):
    """What a function says of tokens; what most texts ask again is looked up in C. Bounded, so a long run stays small.

    >>> length = Remembered(len)
    >>> length["abc"], list(length)
    (3, ['abc'])
    """

    def __init__(self, function: Callable[[str], _Answer]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, token: str) -> _Answer:
        answer = self._function(token)
        if len(self) < _MOST_DULL:
            self[token] = answer
        return answer


class Tokens:
    """The tokens of one text.

    >>> tokens = Tokens("She wrote a letterabout the the lamps of kowalczyk in france.")
    >>> sorted(tokens.joined), sorted(tokens.named), sorted(tokens.doubled), sorted(tokens.unheard)
    (['letterabout'], ['france'], ['the'], ['kowalczyk', 'letterabout'])
    """

    def __init__(self, text: str) -> None:
        self._found = text.split()

    @cached_property
    def doubled(self) -> frozenset[str]:
        """Tokens that follow themselves."""
        return frozenset(compress(self._found, map(eq, self._found, islice(self._found, 1, None))))

    @cached_property
    def different(self) -> frozenset[str]:
        """The tokens of the text, each once."""
        return frozenset(self._found)

    @cached_property
    def both_ways(self) -> frozenset[str]:
        """Words that the text writes small and with a capital, in small letters, without the marks behind them."""
        small, raised = set[str](), set[str]()
        for token in filterfalse(str.islower, self.different):
            word, first = token.rstrip(MARKS_BEHIND), token[0]
            if first.isupper():
                raised.add(word.lower())
            elif first.islower():  # "iPhone"
                small.add(word)
        # In C, since these are nearly all tokens; one that begins with a mark is no word with a capital.
        stripped = map(str.rstrip, filter(str.islower, self.different), repeat(MARKS_BEHIND))
        return frozenset(raised.intersection(stripped) | (raised & small))

    @cached_property
    def _looked_at(self) -> tuple[list[str], set[str], set[str]]:
        joined, named, unheard = [], set[str](), set()
        lex = lexicon("en")
        for token in self.different - _DULL:
            word = token.rstrip(MARKS_BEHIND)
            if word in lex and word not in NAMES and word not in _GLUED:  # nine of ten
                if len(_DULL) < _MOST_DULL:
                    _DULL.add(token)
                continue
            is_joined, names = _joined(token), NAMES.intersection(_WORD.findall(token)) if token.islower() else ()
            small = word.removesuffix("'s").removesuffix("’s")
            if len(small) < 5 or not small.islower() or not small.isalpha() or small in lex:
                small = ""
            if is_joined:
                joined.append(token)
            if small:
                unheard.add(small)
            named.update(names)
            if not (is_joined or names or small) and len(_DULL) < _MOST_DULL:
                _DULL.add(token)
        return joined, named, unheard

    @property
    def joined(self) -> list[str]:
        """Tokens with an unknown English word that may be two words."""
        return self._looked_at[0]

    @property
    def named(self) -> set[str]:
        """English names that are written small."""
        return self._looked_at[1]

    @property
    def unheard(self) -> set[str]:
        """Small words that the English list lacks, without the marks behind them."""
        return self._looked_at[2]


def _joined(token: str) -> bool:
    return _NO_WORDS.search(token) is None and any(map(could_be_cut, _WORD.findall(token)))


#: Slips that are common enough to stand in lists of words.
_GLUED = words("ofthe itis")


@lru_cache(maxsize=8_192)
def could_be_cut(word: str) -> bool:
    """Whether a word is unknown and ends, or begins, like two: the document must then be asked."""
    lex = lexicon("en")
    if after_capitals(word):
        return True
    if word in _GLUED:
        return True
    if len(word) < 5 or word in lex or not word[1:].islower():
        return False
    if len(word) == 5:  # two function words: "himof"
        closed = (lex.tags(word[:cut]) & FUNCTION and lex.tags(word[cut:]) & FUNCTION for cut in (2, 3))
        return word.islower() and any(closed)
    if word[0].isupper() and word.endswith(_NAME_TAILS, 4):
        return True
    if word[0].isupper() and any(behind_name(word[cut:]) for cut in range(4, len(word) - 3)):
        return True
    return any(word[cut:] in TAILS for cut in range(2, len(word) - 1)) or any(cuts_of(word))


def behind_name(word: str) -> bool:
    """Whether a word glued to a name that stands alone in the text is one of its own: ``apologised``, ``former``.

    It tells more of a name just said, or is a verb in the past tense or an adverb, of five letters and more, no noun.
    """
    tags = lexicon("en").tags(word)
    said = tags & (VERB_PAST | ADV) and not tags & (NOUN | NAME) and len(word) > 4
    said = said or word in _SAYS
    return bool(said) or word in _BEHIND_NAMES


#: Verbs in the present tense that tell what a person just named says or does.
_SAYS = words(
    "thinks believes argues hopes insists expects plays leads explains recalls admits denies knows wants writes calls "
    "describes remembers warns adds suggests claims plans works teaches studies coaches manages sings directs"
)
_BEHIND_NAMES = words(
    "former whose alone later himself herself itself themselves then today also still now never remains even only"
)


def cuts_of(word: str) -> Iterator[int]:
    """Where a word is two that English writes small: ``these|adorable``, ``week|at``, ``a|rescue``.

    >>> list(cuts_of("theirbosses")), list(cuts_of("Bostonian"))
    ([5], [])
    """
    lex, low = lexicon("en"), word.lower()
    for cut in range(1 if low[0] == "a" else 2, len(low) - 1):
        head, tail = low[:cut], low[cut:]
        if head in lex and tail in lex and lex.lower_share(tail) > _SMALL:
            share = lex.lower_share(head)
            everyday = share > _OFFICE and len(tail) > 3 and lex.frequency(head) > _EVERYDAY
            if share > _SMALL or (everyday and lex.tags(tail) & FUNCTION):
                yield cut


#: Share of small letters above which a word is no name.
_SMALL = 0.5
#: The same for common words that many names have: council, president, union; with the Zipf value they need.
_OFFICE, _EVERYDAY = 0.2, 4.5
#: Two letters may be the end of a name in capitals and small letters; these hardly are.
_SHORT_TAILS = words("to of in is on at by as or")
_AFTER_CAPITALS = re.compile(rf"[A-Z]{{2,}}(?=[a-z])(?:{'|'.join(tail for tail in sorted(TAILS) if len(tail) > 2)})")
_AFTER_MORE = re.compile(rf"[A-Z]{{3,}}(?=[a-z])(?:{'|'.join(sorted(_SHORT_TAILS))})")


def after_capitals(word: str) -> int:
    """Where a function word is glued to a word in capitals; 0 where none is.

    >>> after_capitals("NATOand"), after_capitals("CEOs"), after_capitals("McDonald")
    (4, 0, 0)
    """
    if not word[:2].isupper() or not word[-1].islower():
        return 0
    if _AFTER_CAPITALS.fullmatch(word) is None and _AFTER_MORE.fullmatch(word) is None:
        return 0
    return sum(map(str.isupper, word))


@lru_cache(maxsize=4)
def tokens_of(text: str) -> Tokens:
    """The tokens of a text; the last few texts are remembered, as several repairers ask about the same one."""
    return Tokens(text)
