"""Split words that grew together at a capital, outside English: ``SeptemberAls``, ``ParisQui``, ``МосквеКоторый``.

The second half must be a function word, or both halves known words; the first may be any name. What was lost is a
blank, or a comma and a blank before words that want a comma in that language. Brands, surnames, words that stand in
the document more than once, and German forms like ``LehrerInnen`` stay. Phase repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cleanpipe.document import Document, Edit
from cleanpipe.scoring.lexical.grammars import AND, Grammar, grammar
from cleanpipe.scoring.lexical.lexicon import lexicon
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.multilingual.courtesy import polite_clitic
from cleanpipe.scoring.multilingual.joint_ends import PERHAPS_STOP, opens_with_phrase, unended
from cleanpipe.scoring.multilingual.lost_commas import RELATIVES, WHO, before_relative, of_name
from cleanpipe.scoring.multilingual.raised_verbs import participle
from cleanpipe.scoring.multilingual.seams import (
    Seam,
    begins_clause,
    clause,
    folded,
    glued,
    led,
    main_clause,
    shares,
    unfinished,
    verb_last,
)
from cleanpipe.scoring.networks.joints import SMALL
from cleanpipe.scoring.networks.judged import judged
from cleanpipe.scoring.texts.context import elsewhere

PHASE = "repair"
CERTAIN = 0.92

_AFTER_LETTERS = words("Bay Book Books Phone Pad Pod Mac Tunes Food Commerce Mail Sport Learning Cloud Reader Pub")
_VERSION = re.compile(r"\d+\.\d+")
_SCORE = re.compile(r"\b\d{1,2}[-:]\d{1,2}\Z")

# Ends of German forms for both sexes, and of brands: BahnIn, TelefonAn.
_NO_TAILS = words("Innen Up On City Card Center Cup Ticket Hub Lab Pass")
_BRANDS = words("LinkedIn LogIn CheckIn PlugIn OptIn DreamWorks TechCrunch BuzzFeed")
#: What sites and programmes are called by: infoLibre, teleSUR.
_SITES = words("info tele radio mi eco bio foto auto meta")


@dataclass(frozen=True, slots=True)
class Options:
    """``never_split``: words that are right as they are. ``floor``: scores below it are not even proposed."""

    never_split: tuple[str, ...] = ()
    floor: float = 0.4


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose to split.

    >>> text = "Le maire est parti pour ParisQui accueille le sommet."
    >>> [edit.applied_to(text) for edit in propose(Document(text, lang="fr"), Options())]
    ['Le maire est parti pour Paris, qui accueille le sommet.']
    """
    text, gram = document.text, grammar(document.lang)
    if gram is None:
        return
    seams = [seam for seam in (*glued(text), *led(text, gram)) if not _refused(seam, gram, options.never_split)]
    yield from _elided(text, gram, options.never_split)
    found = judged(text, gram.lang)
    found.ask(seam.at for seam in seams)
    for seam in seams:
        head, tail, chances = seam.head(), seam.word, found.at(seam.at)
        score = _score(seam, gram, head, tail)
        if chances is not None:
            lost = 1.0 - chances["keep"]
            # NoMa, LaBeouf, МегаФон: of names in two parts the encoder knows little.
            closed = tail.lower() in gram.links or tail.lower() in gram.articles
            closed = closed or (gram.nouns_raised and shares(gram.lang)[tail] > 0.5)
            plain = head[0].islower() or (closed and len(_core(head)) > 3)
            heard = 1.0 if plain else 0.8 if len(_core(head)) > 3 else 0.0
            score = max(score, 0.97 * lost * heard) if lost > _DOUBTED else score * 0.7
        closed_tail = _closed(tail, gram) or gram.nouns_raised
        if head[0].isupper() and not closed_tail and text[seam.end : seam.end + 1] in (".", ",", ";"):
            score *= 0.85  # "anticipa ItaliaOggi.": a name at the end of its sentence
        if score < options.floor:
            continue
        joint, lowered = _joint(seam, gram, chances)
        reason = f"'{tail}' is a word of its own; {_LOST[joint]} was lost before it"
        if lowered:
            yield Edit(
                seam.at, seam.at + 1, joint + tail[0].lower(), score=score, reason=reason, detail={"prior": True}
            )
        else:
            yield Edit(seam.at, seam.at, joint, score=score, reason=reason, detail={"prior": True})
        yield from _head_capital(seam, gram, head, score)


#: Where the encoder gives a loss less than this chance, the grammar is believed less.
_DOUBTED = 0.3
_LOST = {" ": "a blank", ", ": "a comma", ". ": "a full stop"}


def _joint(seam: Seam, gram: Grammar, chances: Mapping[str, float] | None) -> tuple[str, bool]:
    """What belongs between the two words, and whether the second is small."""
    head, share = seam.head(), shares(gram.lang)[_first_half(seam.word)]
    because = seam.word == "Потому" and seam.behind()[:1] == ["что"]
    because |= seam.word == "Als" and gram.lang == "de" and head.isdigit()  # "bis 1967Als eine Lawine"
    comma = because or seam.word.lower() in gram.comma or before_relative(seam, gram, head) or of_name(seam, gram, head)
    ends = not unended(seam, gram, head)
    if ends and (_verb_second(seam, gram) or (chances is None and not gram.nouns_raised and _sentence(seam, gram))):
        return ". ", False
    if chances is None:
        return (", " if comma and head[-1] != "," else " "), share > 0.8
    if ends and chances["stop"] > 0.92:
        return ". ", False
    opens = seam.word.lower() in gram.articles or seam.word.lower() in gram.subjects
    if ends and not gram.nouns_raised and (_sentence(seam, gram) or (opens and chances["stop"] > 0.5)):
        return ". ", False
    if ends and chances["stop"] > PERHAPS_STOP and opens_with_phrase(seam, gram, head, chances["stop"]):
        return ". ", False
    comma = comma or chances["comma_lower"] + chances["comma_same"] > 0.5
    unknown = lexicon(gram.lang).lower_share(folded(seam.word)) < 0.0
    small = (chances["space_lower"] + chances["comma_lower"]) / (1.0 - chances["keep"] + 1e-6)
    if unknown or 0.2 < share < 0.95:
        lowered = small > (0.93 if unknown and gram.nouns_raised else 0.8)  # "auchRotweine": most such words are nouns
    else:
        lowered = share > 0.8
    return (", " if comma and head[-1] != "," else " "), lowered


def _first_half(word: str) -> str:
    """``Columna`` of ``ColumnaDe``; any other word as it is."""
    cut = next((k for k, char in enumerate(word) if k and char.isupper()), len(word))
    return word[:cut] if cut > 1 and cut < len(word) else word


def _sentence(seam: Seam, gram: Grammar) -> bool:
    """Whether an article or a pronoun opens a clause, behind a whole one: ``perso in casaI tifosi hanno contestato``.

    Not for German, whose relatives look like articles.
    """
    word = seam.word.lower()
    if word in WHO:
        return False
    if not _closed(word, gram):
        if gram.lang in _DROPS_SUBJECTS and gram.third(word):
            # "su tercera ópera en GuadalajaraFue recibida": who or what it was stands in the clause before.
            before = seam.low_before()
            open_ = any(begins_clause(token, gram) or token in _OPENS_RELATIVE for token in before)
            return not open_ and clause([*before, seam.head().lower()], gram) > 0.7
        # "прилетела в ХельсинкиКоманда проведёт": a noun and its verb, behind a whole clause.
        behind = seam.behind()
        return bool(behind and gram.third(behind[0]) and clause(seam.low_before(), gram) > 0.7)
    if not (word in gram.articles or word in gram.subjects) or word in gram.comma or word in gram.relatives:
        return False
    if word in gram.links or seam.head().lower() in gram.bound:
        return False
    if _SCORE.search(seam.text, max(0, seam.at - 6), seam.at):
        return True  # "se impuso por 2-0El conjunto"
    before, behind = seam.low_before(), seam.low_behind()
    head = behind[: behind.index(",")] if "," in behind else behind
    return clause([*before, seam.head().lower()], gram) > 0.5 and clause(head, gram) > 0.5


_DROPS_SUBJECTS = ("es", "it", "pt")
_OPENS_RELATIVE = words("que che quien cui quem si se cuando quando porque perché")


def _verb_second(seam: Seam, gram: Grammar) -> bool:
    """Whether a German sentence begins behind a whole one: ``mit 3:2Den Siegtreffer erzielte Lenz``.

    A relative clause has its verb at the end instead: ``eine PistoleDie aus einem Einbruch stammt``.
    """
    if gram.lang not in ("de", "nl") or not _closed(seam.word, gram) or begins_clause(seam.word.lower(), gram):
        return False
    before, behind = seam.low_before(), seam.behind()
    left = clause(before, gram)
    second = len(behind) > 3 and behind[0][0].isupper() and gram.finite(behind[1]) >= 0.7 and behind[2] not in ",."
    # Where the grammar knows no verb before it there may be one: "brüten zwei TurmfalkenDie Stadtwerke haben".
    opened = len(before) > 4 and "," not in before and not begins_clause(before[0], gram)
    # "die Aktien haben wollten" is none, "Die Stadtwerke haben eine Kamera gekauft" is one.
    ends = next((k for k, token in enumerate(behind) if token in ",.;:"), len(behind)) - 1
    relative = behind[1:2] != [] and behind[1].endswith("en") and verb_last(behind, gram)
    relative = relative and not participle(behind[ends], gram)
    if second and (left >= 0.7 or opened) and not relative:
        return True  # "begonnenDer Behälter soll 30 Meter hoch werden"
    if left < 0.7:
        return False
    if verb_last(behind, gram):
        return False
    end = next((k for k, token in enumerate(behind) if token in ",.;:"), len(behind))
    first = next((k for k, token in enumerate(behind[:end]) if gram.finite(token) > 0.7), end)
    noun = gram.lang == "nl" or (first and (behind[first - 1][0].isupper() or behind[first - 1].isdigit()))
    phrase = first and noun
    return first < min(7, end - 1) and bool(phrase or (first == 0 and seam.word.lower() in gram.subjects))


def _elided(text: str, gram: Grammar, never: Sequence[str]) -> Iterator[Edit]:
    """A word that lost its vowel, behind a joint: ``les AçoresD'où il espère``, ``a RomaL'attacco è fallito``."""
    pattern = _ELIDED.get(gram.lang)
    for match in pattern.finditer(text) if pattern else ():
        at = match.start()
        if not at or not text[at - 1].islower():
            continue
        seam = Seam(text, at, at, match.end())
        behind = seam.low_behind()
        if (
            len(_core(seam.head())) < 4
            or not behind
            or any(text.startswith(word, at - len(seam.head())) for word in never)
        ):
            continue
        small = seam.word[:-1].lower()
        whole = clause(seam.low_before(), gram) > 0.7 and clause(behind, gram) > 0.7
        if small == "d" and behind[:1] == ["où"]:
            joint = ", "
        else:
            joint = ". " if whole and small in _OPENING_ELIDED else " "
        new = joint + (text[at] if joint == ". " else text[at].lower())
        reason = f"'{seam.word}' begins a word of its own; {_LOST[joint]} was lost before it"
        yield Edit(at, at + 1, new, score=0.88, reason=reason, detail={"prior": True})


_ELIDED = {
    "fr": re.compile(rf"(?:[LDCSJNMT]|Qu)['’](?=[{SMALL}])"),
    "it": re.compile(rf"(?:[LDC]|Un|All|Nell|Dell|Dall)['’](?=[{SMALL}])"),
}
_OPENING_ELIDED = words("l c j s n m t un")


def _head_capital(seam: Seam, gram: Grammar, head: str, score: float) -> Iterator[Edit]:
    """Lower the first half too where it is no name: ``mogą być MałeWysepki`` was a segment of its own."""
    start = seam.at - len(head)
    tokens = seam.text[max(0, start - 40) : start].rsplit(None, 1)
    before = tokens[-1] if tokens and seam.text[start - 1] == " " else ""
    # Behind an article or a preposition it may be an office: "el Código de las FamiliasCuya consulta".
    if (
        before in _PLACES
        or not before.islower()
        or before in gram.bound
        or not head[0].isupper()
        or not head[1:].islower()
    ):
        return
    share = shares(gram.lang)[head]
    if share >= 0.975 and not gram.nouns_raised:
        reason = f"'{head}' begins the segment that ends here, and is written small in {share:.0%} of its uses"
        yield Edit(start, start + 1, head[0].lower(), score=score * 0.98, reason=reason, detail={"prior": True})


#: What stands before the name of a place: "de gemeente BurenDie".
_PLACES = words(
    "gemeente stad dorp provincie ville commune village ciudad municipio pueblo localidad città comune paese località "
    "cidade município vila concelho город деревня село посёлок"
)
# German words that take "In" and "Innen" for women: "LehrerIn", "StudentIn", "SprecherInnenrat".
_OF_BOTH = re.compile(r"In\Z|Innen[a-zäöü]")
_PERSONS = re.compile(r"(?:er|ist|ent|ant|or|eur|ekt|og|end|ling|rat|at|e|nd|ier|pat)$")


def _refused(seam: Seam, gram: Grammar, never: Sequence[str]) -> bool:
    """Whether a word with a capital inside is surely one: a brand, an address, a form for both sexes."""
    head, tail = seam.head(), seam.word
    token = head + tail
    if not head or tail in _NO_TAILS or head.lower() == tail.lower():
        return True
    if any(mark in head for mark in "@#/_.") and not _VERSION.fullmatch(head):
        return True
    core = _core(head)
    if core in _SITES:
        return True
    if gram.lang == "it" and polite_clitic(core, tail):
        return True  # "informarLa"
    behind = seam.text[seam.end : seam.end + 1]
    if behind == "(":
        return True  # "leerArchivo()"
    alone = behind and behind in ".;:!?)" and _closed(tail, gram)
    if alone or (behind == "," and len(tail) < 3 and tail.lower() not in AND):
        return True  # "en la plataforma SubaPues.", "enchufaTe, una empresa": no segment is one such word
    if len(core) == 1 and core.islower() and (shares(gram.lang)[tail] < 0.9 or tail in _AFTER_LETTERS):
        return True  # "eBay" where "e" is a word, but "oAssistente" is two
    if head[-1].isupper():  # "USAUnd", but "PKWs", and "POSTa" is none
        return tail.lower() not in gram.links | gram.articles or not _core(head).isupper() or token in never
    if sum(map(str.isupper, tail)) > 1:
        return token.partition("-")[0] in never or head not in gram.bound | gram.links | gram.articles  # see ``led``
    if seam.text[seam.end : seam.end + 1] == "-" and not _before_compound(core.lower(), gram):
        return True
    if (
        token in never
        or token in _BRANDS
        or not core
        or (gram.lang == "de" and _OF_BOTH.match(tail) and _PERSONS.search(core))
    ):
        return True
    if sum(a.islower() and b.isupper() for a, b in pairwise(token)) > (
        2 if core[0].islower() or (gram.nouns_raised and _closed(tail, gram)) else 1
    ):
        return True
    return elsewhere(seam.text).count(token, seam.at - len(head)) > 0


def _closed(tail: str, gram: Grammar) -> bool:
    low = tail.lower()
    return low in gram.links or low in gram.articles or low in gram.subjects


def _before_compound(head: str, gram: Grammar) -> bool:
    """Whether a word stands before compounds with a hyphen: "einPlacebo-Medikament", but "eBay-Konto" is none."""
    return len(head) > 2 and (head in gram.links or head in gram.articles or head in gram.bound)


def _core(head: str) -> str:
    return head.rpartition("-")[2].rpartition("'")[2].rpartition("’")[2]


def _score(seam: Seam, gram: Grammar, head: str, tail: str) -> float:
    """How surely two words grew together, by grammar and lexicon."""
    core = _core(head)
    lex, small = lexicon(gram.lang), tail.lower()
    share = shares(gram.lang)[tail]
    closed = small in gram.links or small in gram.articles or small in gram.subjects
    if core.isdigit() and gram.lang == "ru" and share > 0.9 and (len(tail) > 2 or small in AND):
        return 0.88  # figures and Cyrillic letters make no name: "до 17Ещё девять", "с 6:30И просят"
    if core.isdigit() or _VERSION.fullmatch(core):
        year = len(core) == 4 and core[0] in "12"
        if year and not closed:
            return 0.85 if share > 0.95 and len(tail) > 3 else 0.0  # "1998Geschlossen", "2009Hoje"
        if year and small in AND and (seam.behind() or "A")[0].islower():
            return 0.9
        if not closed or (len(tail) < 2 and not (year and (seam.behind() or "A")[0].islower())):
            scored = small == "à" and _SCORE.search(seam.text, max(0, seam.at - 6), seam.at)
            return 0.86 if scored else 0.0  # "Menés 17-6À la pause"
        begins = (
            not begins_clause(small, gram)
            and small not in RELATIVES.get(gram.lang, ())
            and main_clause(seam.low_behind(), gram)
        )
        left = clause(seam.low_before(), gram)
        if left > 0.7 and len(tail) > 1 and (_sentence(seam, gram) or _verb_second(seam, gram)):
            return 0.86
        return 0.7 if begins or not (left or begins_clause(small, gram)) else 0.93
    low = core.lower()
    headed = low in gram.links or low in gram.articles or low in gram.bound
    known = lex.frequency(folded(core))
    if len(core) < 3 and not headed:
        return 0.0
    if closed and (len(tail) > 1 or known > 3.0):
        if known > 2.0 or headed:
            return 0.96 if len(tail) > 2 else 0.9
        return 0.93 if len(core) > 4 and len(tail) > 2 else 0.8 if len(core) > 3 else 0.5
    freq = lex.frequency(folded(tail))
    if headed and core.islower():
        # "laSexta", "elDiario": articles begin brands; prepositions do not.
        if freq > 2.0 or lex.is_name(tail):
            return 0.9 if low in gram.links and len(core) > 2 else 0.8
        return 0.78 if len(tail) > 4 or sum(map(str.isupper, tail)) > 1 else 0.6
    if gram.nouns_raised and low in gram.articles and core[0].isupper() and len(tail) > 7 and freq == 0.0:
        return 0.75  # "DieKlimaaktivisten": DerWesten and DasErste are made of usual words
    if share > 0.9 and not gram.nouns_raised and len(tail) > 4 and len(core) > 4 and _sentence(seam, gram):
        return 0.86
    if known < 2.5 or freq < 3.0 or len(tail) < 3 or (low in gram.articles and core[0].isupper()):
        return 0.0  # LaPoste, LeMonde
    # Buttons and headings grow together as well; in them nobody knows where a sentence begins.
    around = [*seam.low_before(), small, *seam.low_behind()]
    if unfinished(seam):
        return 0.7
    factor = 1.0 if clause(around, gram) > 0.5 else 0.88
    if core[0].islower():
        return factor * (0.93 if share > 0.9 or lex.is_name(folded(tail)) else 0.85)
    if share > 0.97 and (not gram.nouns_raised or known > 3.0):
        return factor * (0.84 if gram.nouns_raised or lex.is_name(folded(core)) else 0.7)
    return 0.0
