"""Part words that grew together in small letters, outside English: ``viajó a Franciapara reunirse``.

A name, or a common word, with a function word at its end, in a whole that nobody knows. What was lost is a blank, or a
comma behind a name. German compounds and endings stay: there the second half must be one that ends no German word.
Phase repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, filterfalse

from cleanpipe.document import Document, Edit
from cleanpipe.repairers.repair._named_joints import (
    KNOWN,
    behind_names,
    behind_people,
    has_participle,
    joint_behind,
    names_among,
    plain,
    strangers,
)
from cleanpipe.scoring.lexical.grammars import Grammar, grammar
from cleanpipe.scoring.lexical.lexicon import VERB_PART, Lexicon, lexicon
from cleanpipe.scoring.lexical.wordlist import by_language, words
from cleanpipe.scoring.multilingual.glued_names import BAR, BELIEVED, TOLD, TOLD_FROM, glued_names
from cleanpipe.scoring.multilingual.named import takes_name
from cleanpipe.scoring.multilingual.seams import Seam, folded, verb_last
from cleanpipe.scoring.multilingual.two_words import NO_ENDINGS, cut
from cleanpipe.scoring.texts.tokens import tokens_of

PHASE = "repair"
CERTAIN = 0.94

# Function words that end hardly any other word of the language.
_TAILS = {
    "de": "und mit für hat wird wurde wurden haben sowie nicht nach sind kann können konnte konnten muss müssen "
    "soll sollen sollte zu zum zur vom beim bei aus dass wenn aber oder auch war seit im "
    "von wie sich durch gegen schon noch nur mehr ohne auf kein keine keinen der die das den des hätte hätten wäre "
    "wären würde würden dürfte liegt ging gingen gab gibt geht kommt kam kamen "
    "zwischen einen hatte hatten zeigt dieser diese dieses diesen bekommen bekommt dürfen braucht ist",
    "nl": "met voor naar heeft wordt werd hebben maar zonder omdat terwijl waar",
    "fr": "pour dans avec mais sont après depuis lorsque pendant chez selon avant malgré contre",
    "es": "para pero con después desde hasta cuando donde quien sobre según durante contra porque junto tras aunque",
    "pt": "para com depois mas quando onde quem sobre desde durante porque foram segundo antes enquanto",
    "it": "con per dove quando hanno dopo durante contro perché sono della nella insieme mentre nonostante",
    "ru": "что где куда который которая которые когда если после также сообщил сообщила заявил заявила сказал сказала",
}
_TAIL_WORDS = by_language(_TAILS)
_ENDINGS = {lang: tuple(sorted(listed)) for lang, listed in _TAIL_WORDS.items()}


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
    tails, told = _TAIL_WORDS[lang], set[int]()  # where the words begin that were looked at
    raised = [*filterfalse(str.islower, tokens_of(text).different)]
    names = names_among(raised)
    strange = strangers(names, lex)
    glued_to = behind_names(text, names, strange, gram, lex, tails), behind_people(text, strange, gram, lex, tails)
    for at, head, joint in chain(*glued_to):
        if not _citizen(text, at, head, lex) and not any(text.startswith(word, at) for word in options.never_split):
            reason = f"'{head}' is a name, and what is glued to it a word"
            yield Edit(at + len(head), at + len(head), joint, score=0.88, reason=reason, detail={"prior": True})
        told.add(at)
    yield from _common(text, gram, lex, options.never_split)
    for token in sorted(_unknown(raised, strange, endings, lex) - set(options.never_split)):
        tail = _after_capitals(token, lang)
        score = 0.88 if tail else 0.0
        if not tail:
            tail = max((ending for ending in tails if token.endswith(ending)), key=len)
            score = _score(text, token[: -len(tail)], tail, lex)
        places = [match.start() for match in re.finditer(rf"(?<!\S){token}(?=[ ,;:.])", text)] if score else []
        # "la empresa Montecon": a noun before it says that this is a name
        places = [at for at in places if not any(takes_name(w, lang) for w in text[max(0, at - 30) : at].split()[-1:])]
        # A joint is an accident: the same one again and again is a word.
        for place in places if len(places) < 3 else ():
            told.add(place)
            if _citizen(text, place, token[: -len(tail)], lex):
                continue
            at = place + len(token) - len(tail)
            comma = (tail in gram.comma and lang in _COMMAS) or (
                lang == "de" and _relative_behind(text, at, tail, gram)
            )
            joint = ", " if comma else " "
            reason = f"'{token[: -len(tail)]}' and '{tail}' are words, '{token}' is not"
            yield Edit(at, at, joint, score=score, reason=reason, detail={"prior": True})
    for glued in glued_names(text, lang):
        word = glued.head + glued.tail
        if glued.at - len(glued.head) in told or glued.chance < _LIKELY or word in options.never_split:
            continue
        end = glued.at + len(glued.tail)
        after = Seam(text, end, end, end).behind() if _LIKELY < glued.chance < BAR else []
        sure = glued.chance >= BAR or (glued.tail in _IN and _YEAR_BEHIND.match(text, glued.at + len(glued.tail)))
        sure = bool(sure) or has_participle(glued.tail, [token.lower() for token in after], gram, lex)
        if not sure and glued.chance < TOLD_FROM:
            continue
        score = BELIEVED if sure else TOLD
        reason = f"'{glued.head}' is a name, and what is glued to it a word"
        joint = joint_behind(text, glued.at + len(glued.tail), glued.tail, gram)
        yield Edit(glued.at, glued.at, joint, score=score, reason=reason, detail={"prior": True})


def _citizen(text: str, at: int, head: str, lex: Lexicon) -> bool:
    """Whether a Dutch word is who lives in a town: ``een Eindhovenaar``, ``de 23-jarige Capellenaar``."""
    if lex.lang != "nl" or not text.startswith("naar", at + len(head)):
        return False
    return lex.is_name(f"{head}n") or _AGED.search(text, max(0, at - 8), at) is not None


_AGED = re.compile(r"-jarige \Z")


def _common(text: str, gram: Grammar, lex: Lexicon, never: tuple[str, ...]) -> Iterator[Edit]:
    """Two words in small letters: ``caminhãoque transportava``; a capital may begin the sentence."""
    dull, behind = _WHOLE.setdefault(gram.lang, set()), gram.links | gram.articles
    found = []
    for token in tokens_of(text).different - dull - KNOWN.get(gram.lang, dull):
        word = plain(token)
        noun = gram.nouns_raised and word[:1].isupper()  # any German compound
        if noun and not word.endswith(_GERMAN_TAILS):
            continue
        low = word.lower()
        at = 0
        if len(word) > 4 and not noun and word.isalpha() and word[1:].islower() and folded(low) not in lex:
            at = cut(low, gram, lambda part: lex.frequency(folded(part)), common=word.islower())
            at = at or _auxiliary(text, word, gram, lex) or _relative(text, word, gram, lex)
            at = at or _before_article(text, word, gram, lex)
        elif noun:
            at = _because(text, word, gram, lex)
        if not at:
            # What is one word here may be two where another word follows.
            by_context = word.endswith(_TOLD_BY_NEXT.get(gram.lang, ())) and folded(low) not in lex
            if len(dull) < _MOST_DULL and not by_context:
                dull.add(token)
            continue
        found.append((token, word, at))
    for _, word, at in sorted(found):
        low, noun = word.lower(), gram.nouns_raised and word[:1].isupper()
        if word in never or text.count(word) > 1 or low[at:] in _LOANS:
            continue
        if word[0].isupper() and not noun and lex.lower_share(folded(low[:at])) < 0.9:
            continue
        start = text.find(word)
        if word[0].isupper() and not noun and text[max(0, start - 2) : max(0, start - 1)] not in (".", "!", "?", ""):
            continue  # a name
        led = _LED.search(text, max(0, start - 12), start)
        sure = low[at:] in behind or low[at:] in NO_ENDINGS.get(gram.lang, ())
        verbs = not sure and gram.finite(low[:at]) > 0.4
        if verbs and led and (led[1].lower() in gram.articles or led[2] or led[1].lower() in gram.bound):
            continue  # "un lasciapassare", "l'attaccapanni": no verb stands behind an article
        if led and led[1].lower() in _SINGULAR and gram.lang == "it" and low[:at].endswith("i"):
            continue  # "il cortisolo": no plural behind a singular article
        tail = low[at:]
        comma = (tail in gram.comma and gram.lang in _COMMAS) or _but(text, start + len(word), tail, gram.lang)
        comma = (comma or (tail == "потому" and text.startswith(" что", start + len(word)))) and low[
            :at
        ] not in gram.bound
        comma = comma or (gram.lang == "nl" and low[at:] in ("die", "dat") and _aside(text, start + len(word), gram))
        reason = f"'{word[:at]}' and '{word[at:]}' are words, '{word}' is not"
        yield Edit(start + at, start + at, ", " if comma else " ", score=0.87, reason=reason, detail={"prior": True})


#: English words that make words with others everywhere: "alcoltest", "fitnessclub".
_LOANS = words("test show box web club bar tour rock pop talk mail phone card shop food line star fan team set park")


def _but(text: str, end: int, tail: str, lang: str) -> bool:
    """Whether a "but" opens a clause or a phrase of its own; ``pero también`` only adds to what stands before it."""
    return tail in _ADVERSATIVE.get(lang, ()) and not _ALSO.match(text, end)


def _aside(text: str, end: int, gram: Grammar) -> bool:
    """Whether a Dutch relative clause ends in its verb and a comma: ``die al op het geld hadden gerekend, stappen``."""
    behind = Seam(text, end, end, end).low_behind()
    return "," in behind and verb_last(behind, gram)


def _auxiliary(text: str, word: str, gram: Grammar, lex: Lexicon) -> int:
    """Where an auxiliary begins that a participle follows: ``la prefetturaha disposto``; 0 where none does."""
    tail = _HAS.get(gram.lang, "")
    if not tail or not word.endswith(tail) or lex.frequency(folded(word[: -len(tail)].lower())) < 3.3:
        return 0
    after = re.search(rf"{word} (\w+)", text)
    return len(word) - len(tail) if after and lex.tags(after[1]) & VERB_PART else 0


#: No German compound ends with these, but for a few that are known.
_GERMAN_TAILS = ("weil", "obwohl", "nachdem", "sodass", "während", "wobei", "bevor", "damit")


def _because(text: str, word: str, gram: Grammar, lex: Lexicon) -> int:
    """Where a German subordinator begins behind a noun: ``im Hafenweil ein Ersatzteil fehlte``; 0 where none does."""
    tail = next(tail for tail in _GERMAN_TAILS if word.endswith(tail))
    head, end = word[: -len(tail)], text.find(f"{word} ") + len(word)
    if folded(word.lower()) in lex or lex.frequency(folded(head.lower())) < 3.0 or end < len(word):
        return 0
    seam = Seam(text, end, end, end)
    behind = seam.behind()
    last = next((k for k, token in enumerate(behind) if token in ",."), 0) - 1
    plural = last > 1 and behind[last].islower() and behind[last].endswith("en")  # "im Sommer wegziehen."
    return len(head) if plural or verb_last(seam.low_behind(), gram) else 0


def _relative(text: str, word: str, gram: Grammar, lex: Lexicon) -> int:
    """Where an Italian relative begins that a verb follows: ``l'ordinanzache vieta i botti``; 0 where none does."""
    head = word[:-3].lower()
    noun = 3.0 if len(head) > 5 and head[-1] != "i" else 3.5  # "amazzoniche"
    if gram.lang != "it" or not word.endswith("che") or lex.frequency(head) < noun or gram.finite(head) > 0.5:
        return 0
    after = re.search(rf"{word} ([^,.;:!?\n]{{1,80}})", text)
    verb = after is not None and any(gram.third(token) for token in after[1].split()[:5])
    return len(word) - 3 if verb else 0


def _before_article(text: str, word: str, gram: Grammar, lex: Lexicon) -> int:
    """Where a word that is an ending as well begins before an article: ``árbolesen la ladera``; 0 where none does."""
    tail = next((tail for tail in _ARTICLE_BEHIND.get(gram.lang, ()) if word.endswith(tail)), "")
    head = word[: -len(tail)].lower() if tail else ""
    noun = _LONG_NOUN if tail in ("et", "ante") and len(head) > 5 else _NOUN
    if len(head) < 4 or lex.frequency(folded(head)) < noun or gram.finite(head) > 0.4:
        return 0
    if any(folded(head + ending) in lex for ending in ("ar", "er", "ir")):
        return 0  # "controlen la aplicación"
    after = re.search(rf"{word} (\w+)", text)
    if after is not None and tail in _PLURAL_BEHIND:
        plural = after[1].islower() and after[1][-1] in "sx" and (gram.lang == "fr" or head[-1] == "s")
        return len(head) if plural else 0
    follows = after is not None and (
        after[1] in gram.articles
        or (tail == "antes" and after[1] in ("de", "del", "do", "da", "que"))
        or (tail == "ma" and gram.third(after[1]))
    )
    return len(head) if follows else 0


#: What has an article behind it but when it is an ending, and how common (Zipf) the word before it is.
_ARTICLE_BEHIND: dict[str, tuple[str, ...]] = {
    "es": ("en", "y", "antes", "ante"),
    "fr": ("et", "des"),
    "it": ("ma",),
    "pt": ("mas", "das", "dos", "antes"),
}
_NOUN, _LONG_NOUN = 4.0, 3.5
#: Behind these stands a plural: "le garagedes bidons", "as chavesdas novas casas".
_PLURAL_BEHIND = ("des", "das", "dos")
_HAS = {"es": "ha", "fr": "a", "it": "ha"}
#: Endings of words that are parted by what follows them: no word with one is settled once and for all.
_TOLD_BY_NEXT = {
    lang: (*endings, *_ARTICLE_BEHIND.get(lang, ()))
    for lang, endings in {"de": _GERMAN_TAILS, "es": ("ha",), "fr": ("a",), "it": ("ha", "che"), "pt": ()}.items()
}
#: "But" and "for", which have a comma before them in all these languages.
_ADVERSATIVE = by_language(
    {"es": "pero sino", "fr": "mais car", "it": "ma però", "nl": "maar want terwijl hoewel", "pt": "mas porém"}
)
_SINGULAR = words("il lo la un uno una")
_LED = re.compile(r"([^\W\d_]+)(?: |(['’]))\Z")
_ALSO = re.compile(r" (?:también|aussi|anche|ook|também)\b")
#: From this chance on a glued auxiliary with its participle behind it is believed: "la Fiorentinaha esonerato".
_LIKELY = 0.7
#: Where a comma before a clause is a rule.
_COMMAS = ("de", "ru")
#: Tokens of each language that are no two words; the bound keeps a long run small.
_WHOLE: dict[str, set[str]] = {}
_MOST_DULL = 15_000
_YEAR = re.compile(r"[0-9](?=[^\W\d_])(?<=(?<![\w.,-])1[5-9][0-9]{2}|(?<![\w.,-])20[0-9]{2})([^\W\d_]{2,})(?= \w)")
#: "Née à Perpignanen 1987"
_IN, _YEAR_BEHIND = words("en em nel in im в"), re.compile(r" (?:1[5-9]|20)[0-9]{2}\b")
_YEARS = words("год года году годом годов годы годах")
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜÀÂÇÈÉÊÎÔÙÓÍÁÚÑÃÕАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯ"


def _unknown(raised: list[str], strange: set[str], endings: tuple[str, ...], lex: Lexicon) -> set[str]:
    """The words among tokens with a capital that nobody knows and that end in a function word."""
    ends = {word for word in strange if len(word) > 6 and word.endswith(endings) and word.isalpha()}
    found = {word for word in ends if word in raised or f"{word}," in raised or f"{word}." in raised}
    for token in raised:
        if token[:2].isupper() and _after_capitals(word := token.rstrip(",;:."), lex.lang):
            if word.isalpha() and folded(word) not in lex:
                found.add(word)
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


_GERMAN_ARTICLES = words("der die das den des")
#: Short ones that end no German word behind a whole noun.
_GERMAN_CERTAIN = words(
    "bekommen bekommt und mit hat von wie sich auf für durch gegen nicht wird sind ging gab gibt zwischen einen ohne"
)
#: Counts as a word of this frequency (Zipf): a compound that the list lacks.
_COMPOUND = 3.8


def _compound(head: str, lex: Lexicon) -> bool:
    """Whether an unknown German word ends in a noun that is known: ``Publikumspreis``."""
    for start in range(3, len(head) - 4):
        noun = folded(head[start:].lower())
        if lex.frequency(noun) > 3.5 and 0.0 <= lex.lower_share(noun) < 0.2:
            return True
    return False


#: How common (Zipf) a noun is before words that end few others.
_ARTICLE_FROM = 3.4
#: Endings of nouns that take no other ending.
_NO_STEMS = ("e", "ung", "heit", "keit", "schaft", "er", "el", "en")
_PLURALS = ("ungen", "heiten", "keiten", "ionen", "schaften ohne")


def _relative_behind(text: str, at: int, tail: str, gram: Grammar) -> bool:
    """Whether a German relative clause begins at a place: ``in einer Schichtdie rund tausend Jahre alt ist``."""
    end = at + len(tail)
    return tail in _GERMAN_ARTICLES and tail != "des" and verb_last(Seam(text, end, end, end).behind(), gram)


def _score(text: str, head: str, tail: str, lex: Lexicon) -> float:
    """How surely a head with a capital and a tail are two words."""
    known, share = lex.frequency(folded(head)), lex.lower_share(folded(head))
    if lex.lang == "de" and tail in _GERMAN_CERTAIN and not known and _compound(head, lex):
        known, share = _COMPOUND, 0.0
    named = lex.is_name(folded(head)) or 0.0 <= share < 0.5 or (lex.lang == "de" and known > 3.0)
    if len(head) < 4 or not (named or share < 0.0):
        return 0.0
    if lex.lang == "de" and len(tail) < 3 and known < 4.0:
        return 0.0
    if lex.lang == "de" and tail in _GERMAN_ARTICLES:
        # "Schwander", "etwas Glänzendes", but "Mieterdie"
        rare = known < (_ARTICLE_FROM if tail in ("die", "das") and len(head) > 4 else 4.2)
        if rare or (head.endswith("en") and not head.endswith(_PLURALS)):
            return 0.0
    if tail == "ist" and (known < _ARTICLE_FROM or not head.endswith(_NO_STEMS)):
        return 0.0  # "Kapitalist", but "Turnhalleist"
    if known > 3.5:
        return 0.92 if len(tail) > 3 or known > 4.0 or tail in _GERMAN_CERTAIN else 0.85
    return 0.85 if re.search(rf"(?<!\w){head}(?!\w)", text) else 0.0
