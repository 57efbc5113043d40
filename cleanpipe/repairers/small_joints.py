"""Part words that grew together in small letters, outside English: ``viajó a Franciapara reunirse``.

A name, or a common word, with a function word at its end, in a whole that nobody knows. What was lost is a blank, or a
comma behind a name. German compounds and endings stay: there the second half must be one that ends no German word.
Phase repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.scoring.grammars import Grammar, grammar
from cleanpipe.scoring.joints import BIG, SMALL
from cleanpipe.scoring.lexicon import VERB_PART, Lexicon, lexicon
from cleanpipe.scoring.seams import Seam, folded
from cleanpipe.scoring.tokens import tokens_of
from cleanpipe.scoring.wordlist import words

PHASE = "repair"
CERTAIN = 0.94

# Function words that end hardly any other word of the language.
_TAILS = {
    "de": "und mit für hat wird wurde wurden haben sowie nicht nach sind kann können konnte konnten muss müssen "
    "soll sollen sollte zu zum zur vom beim bei aus dass wenn aber oder auch war seit im",
    "nl": "met voor naar heeft wordt werd hebben maar zonder",
    "fr": "pour dans avec mais sont après depuis lorsque pendant chez selon",
    "es": "para pero con después desde hasta cuando donde quien sobre según durante contra porque",
    "pt": "para com depois mas quando onde quem sobre desde durante porque foram segundo",
    "it": "con per dove quando hanno dopo durante contro perché sono della nella",
    "ru": "что где куда который которая которые когда если после также сообщил сообщила заявил заявила сказал сказала",
}
_ENDINGS = {
    lang: tuple(word + mark for word in sorted(words(listed)) for mark in ("", ",", "."))
    for lang, listed in _TAILS.items()
}


@dataclass(frozen=True, slots=True)
class Options:
    """``never_split``: words that are right as they are."""

    never_split: tuple[str, ...] = ()


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose to split.

    >>> text = "El ministro viajó a Franciapara reunirse con ellos."
    >>> [edit.applied_to(text) for edit in propose(Document(text, lang="es"), Options())]
    ['El ministro viajó a Francia para reunirse con ellos.']
    """
    text, lang = document.text, (document.lang or "")[:2]
    endings, gram = _ENDINGS.get(lang), grammar(lang)
    if endings is None or gram is None:
        return
    lex = lexicon(lang)
    behind = gram.links | gram.articles | (_YEARS if lang == "ru" else frozenset())
    for match in _YEAR.finditer(text):
        word = match[1]
        if word in behind:
            reason = f"'{word}' is a word of its own; a blank was lost behind the year"
            yield Edit(match.start(1), match.start(1), " ", score=0.9, reason=reason, detail={"prior": True})
    yield from _behind_names(text, gram, lex, options.never_split)
    yield from _behind_people(text, gram, lex, options.never_split)
    for token in sorted(_unknown(tokens_of(text).different, endings, lex) - set(options.never_split)):
        tail = _after_capitals(token, lang)
        score = 0.88 if tail else 0.0
        if not tail:
            tail = max((ending for ending in words(_TAILS[lang]) if token.endswith(ending)), key=len)
            score = _score(text, token[: -len(tail)], tail, lex)
        places = [match.start() for match in re.finditer(rf"(?<!\S){token}(?=[ ,;:.])", text)] if score else []
        # A joint is an accident: the same one again and again is a word.
        for place in places if len(places) < 3 else ():
            at = place + len(token) - len(tail)
            reason = f"'{token[: -len(tail)]}' and '{tail}' are words, '{token}' is not"
            yield Edit(at, at, " ", score=score, reason=reason, detail={"prior": True})


def _behind_names(text: str, gram: Grammar, lex: Lexicon, never: tuple[str, ...]) -> Iterator[Edit]:
    """A closed word or a verb glued to a name that stands alone in the text: ``Zwollezijn``, ``Etxaniznegó``."""
    tokens = tokens_of(text).different
    names = {token.rstrip(",;:.") for token in tokens if token[:1].isupper() and len(token) > 4}
    for token in sorted(tokens):
        word = token.rstrip(",;:.")
        if word in never or len(word) < 7 or not word[0].isupper() or not word[1:].islower() or folded(word) in lex:
            continue
        for cut in range(5, len(word) - 1):
            tail = word[cut:]
            if word[:cut] in names and _said(tail, gram) and text.count(word) == 1:
                at = text.index(word) + cut
                comma = tail in gram.relatives or tail in _RELATIVES.get(gram.lang, ())
                joint, reason = (
                    ", " if comma else " ",
                    f"'{word[:cut]}' stands alone in the text, and '{tail}' is a word",
                )
                yield Edit(at, at, joint, score=0.88, reason=reason, detail={"prior": True})
                break


def _behind_people(text: str, gram: Grammar, lex: Lexicon, never: tuple[str, ...]) -> Iterator[Edit]:
    """A relative, a verb or a preposition glued to a surname nobody knows: ``Lena Brandtdie den Ball gehalten hatte``.

    A name stands before it, and what follows goes on as the glued word wants.
    """
    for match in _PEOPLE.finditer(text):
        word = match[1]
        if word in never or folded(word) in lex or text.count(word) > 1:
            continue
        behind = [token.lower() for token in Seam(text, match.end() - 1, match.end(), match.end()).behind()]
        for cut in range(4, len(word) - 2):
            joint = _joint_behind(word[cut:], behind, gram, lex)
            if joint:
                at = match.start(1) + cut
                reason = f"'{word[cut:]}' is a word of its own behind the name"
                yield Edit(at, at, joint, score=0.86, reason=reason, detail={"prior": True})
                break


def _joint_behind(tail: str, behind: list[str], gram: Grammar, lex: Lexicon) -> str:
    """What was lost between an unknown surname and a word, or nothing when the word may be its ending."""
    after = behind[0]
    if tail in _WHO.get(gram.lang, ()):
        if gram.lang in ("de", "nl"):
            end = next((k for k, token in enumerate(behind) if token in ",.;"), 0)
            return ", " if end > 1 and gram.finite(behind[end - 1]) > 0.7 else ""
        return ", " if gram.finite(after) >= 0.5 or after in gram.subjects or after in _CLITICS else ""
    follows = after in gram.links or after in gram.articles or after in gram.bound
    if len(tail) > 4 and lex.tags(tail) & VERB_PART and not gram.nouns_raised:
        return ", " if follows else ""
    if len(tail) > 5 and gram.third(tail) and not gram.nouns_raised:
        return " " if follows else ""
    return " " if len(tail) > 3 and tail in gram.links and tail in words(_TAILS[gram.lang]) else ""


_WHO = {
    "de": ("die",),  # "Datenfelder": der and das end nouns
    "nl": ("die",),
    "fr": ("qui", "dont"),
    "es": ("que", "quien"),
    "pt": ("que", "quem"),
    "it": ("che",),
    "ru": ("который", "которая", "которого", "которую"),
}
_CLITICS = words("se le lo la les los las me te nos ne si ha ho não no já ya era está não en y l n s c")


def _said(tail: str, gram: Grammar) -> bool:
    """Whether a tail is no ending: a closed word of three letters, a longer word that is a verb, Italian "ha"."""
    if len(tail) < 3:
        return gram.lang == "it" and tail in ("ha", "fu")
    closed = tail in gram.links or tail in gram.articles or tail in gram.verbs or tail in words(_TAILS[gram.lang])
    if gram.lang == "de" and tail in ("des", "den", "der"):
        return False
    return closed or (len(tail) > 3 and not gram.nouns_raised and gram.third(tail))


_RELATIVES = {"nl": ("die", "waar"), "de": ("die",), "fr": ("qui", "dont"), "pt": ("que",), "it": ("che",)}
_PEOPLE = re.compile(rf"(?<=[{BIG}])[{SMALL}]{{2,}} ([{BIG}][{SMALL}]{{6,}})(?= [^\W_])")
_YEAR = re.compile(r"[0-9](?<=(?<![\w.,-])1[5-9][0-9]{2}|(?<![\w.,-])20[0-9]{2})([^\W\d_]{2,})(?= \w)")
_YEARS = words("год года году годом годов годы годах")
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜÀÂÇÈÉÊÎÔÙÓÍÁÚÑÃÕАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯ"
#: Tokens of any language that are no such joint; the bound keeps a long run small.
_DULL: dict[str, set[str]] = {}
_MOST_DULL = 5_000


def _unknown(tokens: frozenset[str], endings: tuple[str, ...], lex: Lexicon) -> set[str]:
    """The words among some tokens that nobody knows and that end in a function word."""
    found: set[str] = set()
    dull = _DULL.setdefault(lex.lang, set())
    for token in tokens - dull:
        word = token.rstrip(",;:.")
        ends = len(word) > 6 and token.endswith(endings) and word[1:].islower()
        if (ends or _after_capitals(word, lex.lang)) and word.isalpha() and folded(word) not in lex:
            found.add(word)
        elif len(dull) < _MOST_DULL:
            dull.add(token)
    return found


def _after_capitals(word: str, lang: str) -> str:
    """The function word glued to a word in capitals: ``HOMEPAGEvon``, ``ONUpara``, but not in ``PKWs``, ``CDUOder``."""
    if not word[:2].isupper() or not word[-1].islower():
        return ""
    tail, gram = word.lstrip(_CAPITALS), grammar(lang)
    if len(tail) < 3 or len(word) - len(tail) < 2 or gram is None:
        return ""
    last = word[len(word) - len(tail) - 1].lower() + tail
    if last in gram.links or last in gram.articles:
        return ""  # "CDUOder" is no "CDUO der"
    return tail if tail in gram.links or tail in gram.articles else ""


def _score(text: str, head: str, tail: str, lex: Lexicon) -> float:
    """How surely head and tail are two words."""
    known, share = lex.frequency(folded(head)), lex.lower_share(folded(head))
    if head[0].isupper():
        named = lex.is_name(folded(head)) or 0.0 <= share < 0.5 or (lex.lang == "de" and known > 3.0)
        if len(head) < 4 or not (named or share < 0.0):
            return 0.0
        if lex.lang == "de" and len(tail) < 3 and known < 4.0:
            return 0.0
        if known > 3.5:
            return 0.92 if len(tail) > 3 or known > 4.0 else 0.85
        return 0.85 if re.search(rf"(?<!\w){head}(?!\w)", text) else 0.0
    if lex.lang == "de" or len(head) < 5 or len(tail) < 4 or known < 4.0:
        return 0.0
    return 0.88
