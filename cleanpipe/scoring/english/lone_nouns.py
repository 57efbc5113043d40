"""A common noun with a capital and small words all around it: ``under a Tarpaulin in Batley``, ``to burn any Hive``.

English. Of 1.8 million words of edited English (news, government blogs, speeches) twelve such capitals were meant, most
of them in "a Member of" and in lists of an application's pages. Proposes nothing; ``frames`` asks.
"""

from __future__ import annotations

from cleanpipe.scoring.english.boundaries import Look
from cleanpipe.scoring.lexical.lexicon import ADJ, ADV, NAME, NOUN, PLURAL, lexicon
from cleanpipe.scoring.lexical.wordlist import words

#: What stands before the noun. Not "by", "from", "with", "for": "obtained by Variety", "the queue for Gap".
_LEADS = words("a an any every each no some his her their of in against without under much many several enough")
_NUMBERS = words("two three four five six seven eight nine ten eleven twelve twenty hundred thousand million")
#: Members of parliaments, what is studied, and firms.
_MEANT = words(
    "member members officer history economics physics chemistry biology mathematics literature journalism law gap "
    "target subway slack zoom visa"
)
_PLACES = words("district city town village suburb state province region island county parish borough port valley bay")
#: Least share of small letters among the uses of such a word.
_SHARE = 0.98


def leads(word: str) -> bool:
    """Whether common nouns stand behind a word, and names hardly: a determiner, a number, an adjective and no more.

    >>> [leads(word) for word in ("under", "600", "large", "the", "2016")]
    [True, True, True, False, False]
    """
    if word in _LEADS or word in _NUMBERS:
        return True
    if word[:1].isdigit():
        return "," in word or len(word) < 4
    tags = lexicon("en").tags(word)
    return bool(tags & ADJ) and not tags & ~(ADJ | ADV) and word.islower()


def lone_noun(look: Look) -> bool:
    """Whether the capitalised word of a look is such a noun.

    >>> from cleanpipe.scoring.english.boundaries import Place, look_at
    >>> text = "The bell was found under a Tarpaulin in Batley."
    >>> lone_noun(look_at(Place(text, 26, 27, 36)))
    True
    """
    index, words_of, low = look.index, look.words, look.low
    lead, lex = low[index - 1], lexicon("en")
    if index - look.first < 3 or low[index] in _MEANT:
        return False
    if not leads(lead):
        return False
    number = lead[0].isdigit() or lead in _NUMBERS
    near = words_of[index - 3 : index - number]
    if not all(word.islower() and word.isalpha() for word in near[near[0] == "," :]):
        return False
    if number and not lex.tags(low[index]) & PLURAL:
        return False
    if lead == "of" and low[index - 2] in _PLACES:
        return False  # "the district of Wedding"
    after = words_of[index + 1 : index + 3]
    if not after or not (after[0].islower() or after[0] in (",", ".", ";")) or after[0] in ("of", "and", "or"):
        return False
    if after[0].islower() and after[1:] and after[1][0].isupper() and lead not in ("a", "an", "any"):
        return False
    if lead in ("their", "his", "her", "some") and lex.tags(after[0]) & (ADJ | NOUN):
        return False  # "their Industry strategic plan"
    tags = lex.tags(low[index])
    least = _SHARE - 0.015 * (lead in ("a", "an"))
    return bool(tags & NOUN) and not tags & NAME and lex.lower_share(low[index]) >= least and not look.crowded()
