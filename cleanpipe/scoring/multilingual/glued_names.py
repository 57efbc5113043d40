"""Words with a capital that nobody knows: a name, or a name and the word that was glued to it (``Dubrovnikare``)?

A linear model a language weighs each cut: what the first part is known as, how words end that have such letters, what
stands around. Weights by ``training.glued_names``. Proposes nothing; ``joined`` and ``small_joints`` ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from cleanpipe.scoring.english.profile import word_class
from cleanpipe.scoring.lexical.grammars import grammar
from cleanpipe.scoring.lexical.lexicon import AUX, FUNCTION, MODAL, VERB_PAST, VERB_S, lexicon
from cleanpipe.scoring.lexical.places import places
from cleanpipe.scoring.lexical.wordlist import by_language
from cleanpipe.scoring.multilingual.seams import folded
from cleanpipe.scoring.networks import linear
from cleanpipe.scoring.networks.joints import BIG, SMALL
from cleanpipe.scoring.texts.tokens import tokens_of

#: Not German, whose nouns have capitals and are made of others.
LANGUAGES = ("en", "es", "fr", "it", "nl", "pt", "ru")
#: From the first chance on a joint is made, from the second on told, with these scores: nothing else vouches for it.
BAR, TOLD_FROM, BELIEVED, TOLD = 0.95, 0.85, 0.88, 0.65
#: Largest share of small letters of a word that stands with a capital as a name.
_NAMED = 0.2
#: Languages that make few words of two: there is a Harrowmouth beside Harrow.
_PARTED = ("es", "fr", "it", "pt", "ru")
#: Two letters end words of every language: "Einigkeit".
_DOUBTED = 0.96
#: A name before the joint, and a word behind it, have at least so many letters.
_HEAD, _TAIL = 3, 2
#: How common (Zipf) a word behind a name must be: any word, and a verb.
_COMMON, _VERB = 4.3, 3.3
_TOKEN = re.compile(rf"(?<![\w@#/.’'-])[{BIG}][{SMALL}]{{{_HEAD + _TAIL - 1},}}(?![\w@’'-]|\.\w)")
_IN_WORD = re.compile(r"\w").match
_BEFORE, _AFTER = re.compile(r"(\S+) \Z"), re.compile(r"[^\w\s]+|[^\w\S]|\s+(\S+)")


class Glued(NamedTuple):
    """A joint found: where the second word begins, the first word, the second, and the chance that it is one."""

    at: int
    head: str
    tail: str
    chance: float


def glued_names(text: str, lang: str) -> Iterator[Glued]:
    """Joints in unknown words with a capital, each word's best cut.

    >>> [(found.head, found.tail) for found in glued_names("The walls of Dubrovnikare only a mile long.", "en")]
    [('Dubrovnik', 'are')]
    """
    if lang not in LANGUAGES:
        return
    dull = _DULL.setdefault(lang, set())
    for token in sorted(tokens_of(text).different - dull):
        match = _TOKEN.search(token)
        if match is None or not is_unknown(match.group(), lang) or not cuts_of(match.group(), lang):
            if len(dull) < _MOST_DULL:
                dull.add(token)
            continue
        word = match.group()
        if text.count(word) > 1:
            continue  # a joint is an accident: the same one twice is a name
        at = text.index(word)
        before, after = around(text, at, at + len(word))
        best, model = Glued(0, "", "", 0.0), linear.shipped("glued-names", lang)
        for cut in cuts_of(word, lang):
            head, tail = word[:cut], word[cut:]
            alone = stands_alone(text, head)
            if not is_joint(head, tail, lang, alone):
                continue
            seen = features(lang, head, tail, before, after, alone)
            chance = model.probabilities(seen)["split"]
            if len(tail) == 2 and not alone:
                chance *= _DOUBTED
            if chance > best.chance:
                best = Glued(at + cut, head, tail, chance)
        if best.chance > 0.0 and not is_english_name(word):
            yield best


#: Tokens of each language that are no such words; bounded, so that a long run does not grow.
_DULL: dict[str, set[str]] = {}
_MOST_DULL = 15_000


def is_unknown(word: str, lang: str) -> bool:
    """Whether no list has a word, as a word or as a town."""
    low = folded(word.lower())
    return low not in lexicon(lang) and word.lower() not in places(lang)


def is_english_name(word: str) -> bool:
    """Whether the English list has a name that others lack: names in the news of any language are English ones often.

    >>> is_english_name("Davidson"), is_english_name("Dubrovnikare")
    (True, False)
    """
    return lexicon("en").is_name(folded(word.lower()))


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The tokens beside a word, or the mark behind it; "" where there is none on the line."""
    before = _BEFORE.search(text, max(0, start - 40), start)
    after = _AFTER.match(text, end, end + 40)
    return (before[1] if before else ""), (after[1] or after.group().strip() if after else "")


@lru_cache(maxsize=8_192)
def cuts_of(word: str, lang: str) -> tuple[int, ...]:
    """Lengths of the first parts that could be names with a word behind them.

    >>> cuts_of("Dubrovnikare", "en")
    (9,)
    """
    return tuple(cut for cut in range(_HEAD, len(word) - _TAIL + 1) if kind_of(word[cut:], lang))


#: Closed words that end others, with a capital or without: "Sceviour", "Spentesi", "Gesnipperde", "Затонувшего".
_ENDINGS = by_language(
    {
        "en": "our",
        "es": "se lo la los las le les me te nos",
        "it": "si ci vi ne lo la li le gli mi ti",
        "nl": "de te naar er en",
        "pt": "se lo la me te",
        "ru": "его ему им их",
    }
)


@lru_cache(maxsize=16_384)
def kind_of(word: str, lang: str) -> str:
    """What a word in small letters is to the model: a closed word itself, ``verb``, ``common``; "" for others."""
    lex, gram = lexicon(lang), grammar(lang)
    if word in _ENDINGS.get(lang, ()):
        return ""
    if lang == "en":
        tags = lex.tags(word)
        if tags & FUNCTION and lex.frequency(word) > 4.6:
            return word
        verb = lex.main_tag(word) in (VERB_PAST, VERB_S, AUX, MODAL)  # not "stones", not "fields"
        if verb and len(word) > 3 and lex.frequency(word) > _VERB:
            return "verb"
    elif gram is not None:
        if word in gram.links or word in gram.articles or word in gram.subjects or word in gram.bound:
            return word
        if word in gram.verbs or (len(word) > 3 and gram.finite(word) >= 0.7 and lex.frequency(word) > _VERB):
            return "verb"
    common = len(word) > 3 and lex.frequency(word) > _COMMON and lex.lower_share(word) > 0.9
    return "common" if common else ""


def stands_alone(text: str, head: str) -> bool:
    """Whether a name stands in the text as a word of its own."""
    at = text.find(head)
    while at >= 0:
        end = at + len(head)
        if not (at and _IN_WORD(text, at - 1)) and not _IN_WORD(text, end):
            return True
        at = text.find(head, end)
    return False


def is_joint(head: str, tail: str, lang: str, alone: bool) -> bool:
    """Whether two parts may be two words: a word that is neither closed nor a verb needs a name known for certain.

    >>> is_joint("Mont", "alegre", "pt", False), is_joint("Bolsonaro", "governo", "pt", True)
    (False, True)
    """
    if lang == "nl" and tail == "aan" and head[-1] == "i":
        return False  # "Parochiaan"
    if kind_of(tail, lang) != "common" or head.lower() in places(lang):
        return True
    return alone and lang in _PARTED and lexicon(lang).lower_share(folded(head.lower())) < _NAMED


def features(lang: str, head: str, tail: str, before: str, after: str, alone: bool) -> list[str]:
    """What the model sees of one cut.

    >>> features("en", "Dubrovnik", "are", "of", "only", False)[:4]
    ['bias', 't=are', 'h=name2', 'h=name2&t=are']
    """
    lex, low = lexicon(lang), head.lower()
    share, known = lex.lower_share(folded(low)), lex.frequency(folded(low))
    if alone:
        name = "alone"
    elif low in places(lang):
        name = "town"
    elif share < 0.0 or not known:
        name = "new"
    else:
        name = f"{'name' if share < 0.2 else 'word'}{min(5, int(known))}"
    kind = kind_of(tail, lang)
    left, right = _beside(before, lang), _beside(after, lang)
    short = tail if len(tail) < 4 else f"{len(tail)}+"
    return [
        "bias",
        f"t={kind}",
        f"h={name}",
        f"h={name}&t={kind}",
        f"h={name}&tl={min(len(tail), 6)}",
        f"hl={min(len(head), 8)}&tl={min(len(tail), 6)}",
        f"he={low[-2:]}&t={short}",
        f"he={low[-3:]}&t={short}",
        f"end={(low + tail)[-4:]}",
        f"tf={int(lex.frequency(tail))}&tl={min(len(tail), 6)}",
        f"l={left}",
        f"l={left}&h={name}",
        f"r={right}",
        f"t={kind}&r={right}",
        f"tl={min(len(tail), 6)}&r={right}",
    ]


def _beside(word: str, lang: str) -> str:
    """A word beside as the model sees it: a closed word itself, else how it is written and what it can be."""
    word = word.rstrip(",;:.!?)”’»\"'") or word
    if not word or not word[0].isalpha():
        return "" if not word else "#" if word[0].isdigit() else word[0]
    if word[0].isupper():
        known = lexicon(lang).lower_share(folded(word.lower()))
        return "Name" if 0.0 <= known < 0.1 else "Cap" if word[1:].islower() else "CAPS"
    if lang == "en":
        return word_class(word)
    return kind_of(word, lang) or ("low" if lexicon(lang).frequency(folded(word)) else "?")
