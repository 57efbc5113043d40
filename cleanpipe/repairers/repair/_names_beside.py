"""Names in small letters that the words beside them tell, for ``small_names``: ``the united States``, ``jeff Bezos``.

Of 1.9 million words of edited prose in seven languages one such pair was right as it stood ("la svizzera Camille").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import compress

from cleanpipe.scoring.lexical.first_names import first_names, foreign_first_names
from cleanpipe.scoring.lexical.lexicon import FUNCTION, NAME, VERB, lexicon
from cleanpipe.scoring.lexical.places import places
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.multilingual.seams import folded
from cleanpipe.scoring.networks.joints import BIG, SMALL
from cleanpipe.scoring.texts.tokens import NAMES, Remembered, tokens_of

#: A small word before one with a capital; a capital before a small word and a mark.
_FIRST = re.compile(rf"(?<=[{SMALL},] )([{SMALL}]{{4,}}) (?=[{BIG}][{SMALL}]{{2,}}|Mc[{BIG}])")
_LAST = re.compile(rf"\b([{BIG}][{SMALL}]{{2,}}) ([{SMALL}]{{4,}})(?=[,.;)](?:\s|\Z))")
_ARTICLE = re.compile(
    r"\b(?:a|an|the|el|la|il|le|lo|o|un|una|une|uma|um) \Z", re.IGNORECASE
)  # "a Reuters telegraphist"
#: "the london-based researchers"
_BASED = re.compile(r"(?<=[a-z] )([a-z]{4,})-(?:based|born|trained|educated)\b")
#: Largest share of small letters of a word that is only ever a name.
_NAMED = 0.02
#: Languages whose unknown small words behind a name may be surnames: the others make words of two.
_SURNAMES = ("en", "es", "fr", "it", "pt", "ru")
#: First halves of names of two words whose second has its capital.
_HALVES = re.compile(
    r"(?<=[a-z,] )(?:united(?= (?:States|Nations|Kingdom|Arab Emirates)\b)"
    r"|european(?= (?:Union|Commission|Parliament)\b)|new(?= (?:York|Zealand|Delhi|Orleans|Jersey)\b)"
    r"|saudi(?= Arabia)|los(?= Angeles)|hong(?= Kong)|las(?= Vegas)"
    r"|san(?= (?:Francisco|Diego|Antonio|Jose)\b)|(?:north|south)(?= (?:Korea|Africa|Carolina|Dakota)\b))"
)


#: And second halves whose first has its capital, inside a sentence.
_SECONDS = re.compile(
    r"(?<=[a-z,] )(?:New (?=(york|zealand|delhi|orleans|hampshire|mexico)\b)|New South (?=(wales)\b)"
    r"|(?:North|South) (?=(korea|africa|carolina|dakota)\b)|United (?=(states|nations|kingdom)\b)|Los (?=(angeles)\b)"
    r"|San (?=(francisco|diego|antonio|jose)\b)|Saudi (?=(arabia)\b)|Hong (?=(kong)\b)|Sri (?=(lanka)\b)"
    r"|Northern (?=(ireland)\b)|European (?=(union|commission|parliament)\b))"
)


#: How they begin: a look for each of these costs less than one for any.
_HALF_WORDS = tuple(f" {half} " for half in words("united european new saudi los hong las san north south"))
_SECOND_WORDS = frozenset(
    half + mark
    for half in words(
        "york zealand delhi orleans hampshire mexico wales korea africa carolina dakota states nations kingdom angeles "
        "francisco diego antonio jose arabia kong lanka ireland union commission parliament"
    )
    for mark in ("", *",.;:!?)", "'s", "’s")
)
_BASED_WORDS = tuple(f"-{part}" for part in words("based born trained educated"))


def names_beside(text: str, lang: str) -> Iterator[tuple[int, str]]:
    """Places of such names, and the names as they stand.

    >>> list(names_beside("It belongs to jeff Bezos of the united States.", "en"))
    [(32, 'united'), (14, 'jeff')]
    """
    tokens = tokens_of(text).different
    if lang == "en":
        for match in _HALVES.finditer(text) if any(half in text for half in _HALF_WORDS) else ():
            yield match.start(), match.group()
        for match in _SECONDS.finditer(text) if not _SECOND_WORDS.isdisjoint(tokens) else ():
            word = next(filter(None, match.groups()))
            yield match.end(), word
        for match in _BASED.finditer(text) if any(part in text for part in _BASED_WORDS) else ():
            if is_name(match[1], lang) or match[1] in places(lang):
                yield match.start(1), match[1]
    if lang == "de":
        return
    kinds = _kinds(lang)
    # Most texts have neither: what a token may be is known, and one with many is not looked at twice.
    doubted = sorted(compress(tokens, map(kinds.__getitem__, tokens)))
    yield from sorted(found for token in doubted if kinds[token] == 1 for found in _firsts(text, token))
    if lang in _SURNAMES:
        yield from sorted(found for token in doubted if kinds[token] == 2 for found in _lasts(text, token, lang))


@cache
def _kinds(lang: str) -> Remembered[int]:
    """1 for a small word that is a name and no adjective, 2 for an unknown one before a mark, 0 for all others."""

    firsts = first_names(lang) | foreign_first_names(lang)

    def kind(token: str) -> int:
        if _SMALL_WORD.fullmatch(token):
            named = token in firsts or (lang == "en" and _is_first_name(token))
            return int(named or (is_name(token, lang) and not _adjective(token, lang)))
        return 2 * (_BEFORE_MARK.fullmatch(token) is not None and folded(token[:-1]) not in lexicon(lang))

    return Remembered(kind)


_SMALL_WORD, _BEFORE_MARK = re.compile(rf"[{SMALL}]{{4,}}"), re.compile(rf"[{SMALL}]{{4,}}[,.;)]")


def _firsts(text: str, name: str) -> Iterator[tuple[int, str]]:
    """Where a small name stands before a word with a capital."""
    at = text.find(f" {name} ")
    while at >= 0:
        if _FIRST.match(text, at + 1):
            yield at + 1, name
        at = text.find(f" {name} ", at + 1)


def _lasts(text: str, token: str, lang: str) -> Iterator[tuple[int, str]]:
    """Where an unknown small word stands behind a name that no article leads."""
    at = text.find(f" {token}")
    while at >= 0:
        first = _RAISED_BEFORE.search(text, max(0, at - _LONGEST), at)
        match = _LAST.match(text, first.start()) if first else None
        if match is not None and match.end() == at + len(token):
            led = _ARTICLE.search(text, max(0, match.start() - 6), match.start())
            aged = _AGED.match(text, match.end()) is not None
            if led is None and _surname(match[1], match[2], lang, aged):
                yield match.start(2), match[2]
        at = text.find(f" {token}", at + 1)


_RAISED_BEFORE, _LONGEST = re.compile(rf"\b[{BIG}][{SMALL}]{{2,}}\Z"), 80


def is_name(word: str, lang: str) -> bool:
    """Whether the lexicon has a word as a name and as nothing else."""
    lex, low = lexicon(lang), folded(word)
    return 0.0 <= lex.lower_share(low) <= _NAMED and not lex.tags(low) & ~NAME


def _is_first_name(word: str) -> bool:
    """Whether an English word that is hardly ever small is a name among other things: ``john``, ``peter``."""
    lex = lexicon("en")
    return 0.0 <= lex.lower_share(word) <= _NAMED and bool(lex.tags(word) & NAME)


def _adjective(word: str, lang: str) -> bool:
    """Whether a word is a country and an adjective: ``la svizzera Camille Rast``, beside ``svizzero``."""
    other = {"a": "o", "o": "a"}.get(word[-1])
    return (
        lang in ("es", "it", "pt") and other is not None and lexicon(lang).lower_share(folded(word[:-1] + other)) > 0.5
    )


#: "Ermelinda capobianco, 68 anni"
_AGED = re.compile(r", (?:de |mit )?\d{1,3} (?:anni|años|ans|anos|jaar|лет|года?)\b")


def _surname(first: str, word: str, lang: str, aged: bool) -> bool:
    """Whether an unknown small word behind a name that is no place may be the surname: ``Eckhart tolle``.

    ``aged``: the text says behind it how old someone is, so what stands before needs to be no known name.
    """
    if folded(word) in lexicon(lang) or first.lower() in places(lang) or first.lower() in NAMES:
        return False
    from cleanpipe.scoring.lexical.grammars import grammar

    gram = grammar(lang)
    verb = gram.finite(word) > 0.0 if gram is not None else word.endswith(("ed", "ing", "s", "ly", "al", "ial", "ic"))
    low = first.lower()
    named = is_name(low, lang) or low in first_names(lang) or low in foreign_first_names(lang)
    return not verb and (named or (aged and folded(low) not in lexicon(lang)))


def bare(text: str, start: int, end: int) -> bool:
    """Whether an English name stands by itself, no noun behind it: of 2.3 million words three such were right small.

    A name behind a small word that nobody knows is written so on purpose, as danah boyd's is.

    >>> bare("They told jeff to go", 10, 14), bare("the number of williams pears", 14, 22)
    (True, False)
    """
    behind, before, lex = _BEHIND.match(text, end), _BEFORE.search(text, max(0, start - 30), start), lexicon("en")
    if before is None or before[1] not in lex:
        return False
    return behind is None or bool(lex.tags(behind[1]) & FUNCTION or lex.main_tag(behind[1]) & VERB)


_BEFORE = re.compile(r"([a-zA-Z]+)['’s]*[,;]? \Z")
_BEHIND = re.compile(r" ([a-z]+(?: (?<=and )[a-z]+| (?<=or )[a-z]+)?)")  # "like siam and khaki weed"
