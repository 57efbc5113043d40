"""Pronouns that repeat the subject before them: ``Ibarra He stopped``, ``La cantante Lucía Belmonte Ella confirmó``.

Languages that drop pronouns make a translator add one at the start of a segment, in capitals. Proposes nothing;
``resumptive_pronouns`` and ``lost_stops`` ask.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleanpipe.scoring.english.boundaries import Look, Place, look_at
from cleanpipe.scoring.english.sentences import DETERMINERS, verbs_of
from cleanpipe.scoring.lexical.first_names import first_names, foreign_first_names
from cleanpipe.scoring.lexical.grammars import Grammar
from cleanpipe.scoring.lexical.lexicon import (
    ADJ,
    ADV,
    AUX,
    MODAL,
    NAME,
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
    VERB_S,
    lexicon,
)
from cleanpipe.scoring.lexical.wordlist import by_language, words
from cleanpipe.scoring.multilingual.courtesy import courteous
from cleanpipe.scoring.multilingual.named import is_work
from cleanpipe.scoring.multilingual.raised_verbs import participle
from cleanpipe.scoring.multilingual.seams import Seam, clause, folded

_PRONOUNS = by_language(
    {
        "de": "er sie es",
        "es": "él ella ellos ellas",
        "fr": "il elle ils elles",
        "it": "lui lei loro egli",
        "nl": "hij zij ze",
        "pt": "ele ela eles elas",
        "ru": "он она оно они",
    }
)


_JOINS = words("mientras que y e pero mas mais et ma mentre enquanto tandis während und aber terwijl en maar а и но")
_WHO = by_language(
    {"de": "der die das", "es": "que", "fr": "qui", "it": "che", "nl": "die dat", "pt": "que", "ru": "который которая"}
)


def doubles_subject(seam: Seam, gram: Grammar) -> bool:
    """Whether a noun phrase without a verb stands before a capitalised pronoun, and a verb for certain behind it.

    >>> from cleanpipe.scoring.lexical.grammars import grammar
    >>> text = "Il cantante Davide Morselli Lui ha annullato le date di maggio."
    >>> at = text.index("Lui")
    >>> doubles_subject(Seam(text, at - 1, at, at + 3), grammar("it"))
    True
    """
    if seam.word.lower() not in _PRONOUNS.get(gram.lang, ()) or seam.text[seam.left : seam.at] not in (" ", ", "):
        return False
    before, behind = seam.before(), seam.behind()
    if gram.lang == "it" and courteous(seam.text, seam.word.lower()):
        return False  # "Il regolamento che Lei ha citato, gentile lettrice"
    if behind and behind[0][0].isupper():
        return False  # "La banda platense Él Mató a un Policía Motorizado"
    low = seam.low_before()
    if gram.lang in ("es", "fr", "it", "pt") and low[-2:-1] == [","] and low[-1] in _WHO[gram.lang] and behind:
        return gram.third(behind[0])  # "Los vecinos, que Ellos habían pasado"
    if gram.lang == "fr" and low[-1:] == ["qui"] and behind:
        return gram.finite(behind[0]) > 0.4 or behind[0] in ("se", "s", "ne", "n", "y", "en")  # "qui Ils vendent"
    if low[-1:] in (["que"], ["che"]) and behind and _relative_subject(seam.word.lower(), low, behind[0], gram):
        return True
    told = behind and (gram.third(behind[0]) or (gram.lang == "nl" and _dutch_verb(behind[0], low[-1], gram)))
    if low[-1:] == [","] and told:
        return _apposition(before, gram)
    comma = len(low) - 1 - low[::-1].index(",") if "," in low else -1
    if 0 < comma < len(low) - 3:  # "..., mientras que los estibadores Ellos decidirán"
        start = comma + 1
        while start < len(low) - 2 and low[start] in _JOINS:
            start += 1
        before, low = before[start:], low[start:]
    if not 2 <= len(before) < 9 or not behind or not low[-1].isalpha() or low[-1] in gram.bound:
        return False
    if is_work(low[-1], gram.lang):
        return False  # "le magazine Elle avait"
    elided = low[0] == "l" and low[1] in "'’"  # "L’assessore"
    named = all(token[0].isupper() for token in before) and _person(before[0], gram.lang)
    subject = gram.lang == "ru" or elided or low[0] in gram.articles or named
    subject = subject or (before[-1][0].isupper() and not gram.nouns_raised)
    told = gram.finite(behind[0]) >= 0.5 or (gram.lang == "nl" and _dutch_verb(behind[0], seam.word.lower(), gram))
    # Names are no verbs: "Вратарь Икер Сабала"
    if not gram.nouns_raised:
        low = [low[0], *(token for token in before[1:] if token[0].islower())]
    return subject and told and clause(low, gram) <= 0.3


def _person(name: str, lang: str) -> bool:
    """Whether a name is a first name, or one that nobody knows."""
    low = folded(name.lower())
    return low in first_names(lang) or low in foreign_first_names(lang) or low not in lexicon(lang)


def _dutch_verb(word: str, pronoun: str, gram: Grammar) -> bool:
    """Whether a Dutch word is a past tense, or the plural of a present one: ``Zij vrezen``."""
    tags = lexicon("nl").tags(word)
    if tags & VERB_PAST or (gram.finite(word) >= 0.5 and word.endswith(("de", "te"))):
        return True
    if word.startswith(("ont", "her", "ver")) and word.endswith(("de", "te", "den", "ten")):
        return True  # "Zij ontkende"
    return pronoun in ("zij", "ze") and bool(tags & VERB_BASE)


def _relative_subject(pronoun: str, low: list[str], verb: str, gram: Grammar) -> bool:
    """Whether a relative already has the noun before it for its subject: ``los mineros que Ellos quedaron atrapados``.

    Noun and pronoun agree in number, the noun has its article, and no verb of saying stands before a "that".
    """
    if len(low) < 3 or low[-3] not in gram.articles | gram.bound or clause(low[:-1], gram) > 0.3:
        return False
    plural = pronoun.endswith("s") or pronoun == "loro"
    many = low[-2].endswith("s") if gram.lang != "it" else low[-2].endswith(("i", "e")) and low[-3] in _MANY
    return gram.third(verb) and plural == many


_MANY = words("i gli le dei degli delle ai agli alle dai dagli dalle")


def _apposition(before: list[str], gram: Grammar) -> bool:
    """Whether a subject without a verb, and an aside, stand before: ``O médio, que marcou o golo, Ele saiu``."""
    low = [token.lower() for token in before]
    first = low.index(",")
    if not 1 < first < len(low) - 2 or low.count(",") != 2 or clause(low[:first], gram) > 0.3:
        return False
    named = before[first - 1][0].isupper() and not gram.nouns_raised
    opens = low[first + 1] in _WHO.get(gram.lang, ()) or participle(low[first + 1], gram)
    # "De spits, vorige week nog ziek, Hij scoorde": an aside without a verb
    aside = low[first + 1 : -1]
    opens = opens or (first < 6 and len(aside) < 9 and clause(aside, gram) <= 0.3)
    return opens and (low[0] in gram.articles or named or gram.lang == "ru")


def _behind_aside(look: Look) -> bool:
    """Whether a subject and an aside between commas stand before: ``The club's president, Tomás Iriarte, He said``."""
    low, end = look.low, look.index - 1
    comma = next((k for k in range(end - 1, look.first, -1) if low[k] == ","), 0)
    subject, aside = low[look.first : comma], low[comma + 1 : end]
    if not comma or not 0 < len(subject) < 8 or not 0 < len(aside) < 12 or verbs_of(subject) > 0.05:
        return False
    begins = lexicon("en").tags(subject[0])
    named = look.words[look.first][0].isupper() and not begins & (PREP | SUBORD | ADV)
    told = (
        aside[0] in ("who", "which") or lexicon("en").tags(aside[0]) & (VERB_PART | VERB_ING) or verbs_of(aside) < 0.3
    )
    return bool(named and told) and "," not in subject


def _thing(look: Look) -> bool:
    """Whether "It" may double a subject: "The law It will oblige", but not "In Lima It rained", "The novel It was"."""
    begin, index = look.first, look.index
    comma = next((k for k in range(index - 1, begin, -1) if look.low[k] == ","), 0)
    if comma and look.low[comma + 1] in DETERMINERS:
        return not look.crowded()  # "According to the statement, the Peruvian navy It rescued"
    office = look.low[begin + 1 : begin + 3][-1:] == ("of",) and look.low[begin + 1] in _OFFICES
    return (
        look.low[begin] in DETERMINERS
        and (office or not look.crowded())
        and look.words[begin][0].isupper()
        and index > 1
    )


def _is_subject(look: Look, tags: int) -> bool:
    """Whether "that" is the subject of a clause already: ``The film that It opened the festival``.

    The verb has its object, so that none is left for "that"; and the noun before it is none that tells of something.
    """
    low, index = look.low, look.index
    if index - look.first < 3 or low[index - 2] in _TOLD or not lexicon("en").tags(low[index - 2]) & NOUN:
        return False
    if low[index - 3] not in DETERMINERS and low[index - 4] not in DETERMINERS:
        return False
    after = low[index + 2 : index + 3]
    return bool(tags & (VERB_PAST | VERB_S) and not tags & AUX and after and after[0] in DETERMINERS)


#: Nouns with a clause for what they tell.
_TOLD = words(
    "fact idea news claim report reports claims hope belief rumour rumor sign signs view evidence way time day moment "
    "reason statement promise warning feeling impression suggestion argument confirmation message story chance"
)


def _told(low: Sequence[str]) -> bool:
    """Whether words behind a comma begin with a past tense or a relative: what follows has its subject before it."""
    return bool(lexicon("en").tags(low[0]) & VERB_PAST) or low[0] in ("which", "who", "where")


#: What joins a clause with a subject of its own to the one before: "..., and her publisher It announced".
_JOINING = words("and but while whereas so because as that")


_TITLES = words("mr ms mrs dr")
_GODS = words("God Lord Christ Jesus Allah Almighty Moses Messiah Saviour Savior Creator Yahweh")


def _phrase_of_place(look: Look, begin: int) -> bool:
    """Whether nothing but a preposition and its noun stands before: ``To believers He is present``."""
    low, index = look.low, look.index
    if not lexicon("en").tags(low[begin]) & (PREP | TO):
        return False
    inner = range(begin + 2, index)
    return not any(low[k] in DETERMINERS or look.words[k][0].isupper() for k in inner)


_OFFICES = words("ministry department bank court council office university chamber house board college port city")


#: A phrase that ends so tells when, and is no subject.
_WHEN = words(
    "day night morning afternoon evening week weekend month year today yesterday tomorrow tonight time times summer "
    "winter spring autumn monday tuesday wednesday thursday friday saturday sunday days years weeks months hour hours "
    "now then here there"
)


def _reported_subject(look: Look) -> bool:
    """Whether nothing but the subject of what is said stands before: ``Officials say the bank It will open``."""
    low, index = look.low, look.index
    tags_of = lexicon("en").tags
    for k in range(index - 2, max(look.first, index - 7), -1):
        if low[k] in _SAYS and tags_of(low[k - 1]) & (NOUN | NAME | PRON):
            subject = low[k + 1 + (low[k + 1] == "that") : index]
            plain = len(subject) > 1 and subject[0] in DETERMINERS and all(word[0].isalpha() for word in subject)
            return plain and bool(tags_of(subject[-1]) & NOUN) and verbs_of(subject) <= 0.05
    return False


#: What is said is a clause, never a noun alone.
_SAYS = words("say says said insist insists insisted argue argues argued think thinks thought hope hopes hoped")


def doubled_subject(place: Place) -> float:
    """How surely a capitalised pronoun repeats the subject before it.

    >>> text = "The goalkeeper Ibarra He stopped two penalties."
    >>> at = text.index("He")
    >>> doubled_subject(Place(text, at - 1, at, at + 2))
    0.9
    """
    look = look_at(place)
    index, low = look.index, look.low
    if index + 1 >= len(low) or not index or low[index - 1].endswith(("'s", "’s")):
        return 0.0  # "Rider Haggard's She"
    if low[index - 1] in _TITLES or (low[index] == "he" and not _GODS.isdisjoint(look.words)):
        return 0.0  # "whether Mr He would come", "the sign He gave", of God
    tags = lexicon("en").tags(low[index + 1])
    if low[index - 1] == ",":
        return 0.9 if tags & (VERB_S | VERB_PAST | AUX | MODAL) and _behind_aside(look) else 0.0
    plural = low[index] in ("they", "we")
    if low[index - 1] == "that" and _is_subject(look, tags):
        return 0.9
    if low[index - 1] in ("who", "which"):
        return 0.93 if tags & (VERB_S | VERB_PAST | AUX | MODAL | (VERB_BASE * plural)) else 0.0
    # "Detectives in Rosario They believe"
    present = (
        plural
        and tags & VERB_BASE
        and (not tags & NOUN or low[index + 1] == "say")
        and lexicon("en").tags(low[look.first]) & PLURAL
    )
    if not (tags & (VERB_S | VERB_PAST | AUX | MODAL) or present):
        return 0.0
    # A noun as well: "beat" and "cut" are one form in all tenses, "remains" and "left" are mostly verbs.
    verb = tags & (AUX | MODAL) or (tags & VERB_PAST and tags & VERB_BASE)
    if tags & NOUN and not verb and lexicon("en").main_tag(low[index + 1]) not in (VERB_S, VERB_PAST):
        return 0.0
    if _reported_subject(look):
        return 0.9
    if low[index] == "we" or (low[index] == "it" and not _thing(look)):
        return 0.0
    if look.profile.cues[index] - look.profile.cues[max(0, index - 2)]:
        return 0.0  # "the novel She was filmed"
    if low[index - 1] in _WHEN:
        return 0.0  # "Every day He spoke to them", "Last week They met"
    begin = look.first
    for k in range(index - 1, look.first, -1):
        if look.words[k] in (",", ":", "“", '"'):
            begin = k + 1
            break
    # What stands before it must be a noun phrase with no verb, perhaps after an introductory phrase.
    if not 0 < index - begin <= 7 or verbs_of(low[begin:index]) > 0.05:
        return 0.0
    if begin > look.first + 1 and all(lexicon("en").tags(low[k]) & ADJ for k in (begin - 2, begin)):
        return 0.0  # "in a cool, dark cupboard They will keep for a year"
    joined = low[begin] in _JOINING and (low[begin + 1] in DETERMINERS or look.words[begin + 1][0].isupper())
    if begin > look.first and not joined and (look.profile.main_verbs(look.first, begin) or _told(low[begin:index])):
        return 0.0  # "Her husband, the poet Idris Vaughan, died in 2003 She is survived by"
    if _phrase_of_place(look, begin + (low[begin] in ("and", "but"))):
        return 0.0
    if any(word in ("whose", "whom") for word in low[max(begin, index - 3) : index]):
        return 0.0  # "whose faith He has tested"
    if present and begin != look.first:
        return 0.0  # "others have the dry, flaky stuff They describe online"
    head = lexicon("en").tags(low[index - 1])
    return 0.9 if head & (NOUN | NAME) or not head or low[index - 1] in ("one", "ones", "two", "others") else 0.0
