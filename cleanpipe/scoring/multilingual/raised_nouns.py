"""Nouns with a stray capital, or at a lost sentence end, outside English: ``una Empresa``, ``чтении Документ вступит``.

Unlike verbs they may be names and titles, so only two places are looked at. Proposes nothing; ``openings`` asks.
"""

from __future__ import annotations

from cleanpipe.scoring.lexical.grammars import AND, Grammar
from cleanpipe.scoring.lexical.lexicon import lexicon
from cleanpipe.scoring.lexical.wordlist import by_language, words
from cleanpipe.scoring.multilingual.seams import Seam, shares


def opens_sentence(seam: Seam, gram: Grammar, left: float) -> bool:
    """Whether a common noun with its verb begins a sentence, behind a whole one: ``в первом чтении Документ вступит``.

    Russian only, which quotes its titles: in ``la finestra Stili elenca`` a name has no marks.
    """
    before, behind = seam.before(), seam.behind()
    if gram.lang != "ru" or left < 0.6 or len(before) < 5 or len(behind) < 4:
        return False
    if not before[-1].islower() and before[-2] not in gram.links:
        return False  # but "в Магадане Экспонаты привезли"
    if before[-1] in gram.bound or before[-1] in gram.links or seam.text[seam.left - 1] == ",":
        return False
    return gram.finite(seam.word.lower()) < 0.5 and gram.third(behind[behind[0] == "не"])


def behind_one(seam: Seam, gram: Grammar) -> bool:
    """Whether an indefinite article stands before a common noun: ``una Empresa ha``, not ``un Boeing``, ``une Église``.

    Or a numeral: ``onze Pescadores``. Offices and houses are "the" one: ``el Banco de España``. A name behind a
    preposition makes a noun a name as well.
    """
    before, behind = seam.before(), seam.behind()
    if gram.lang not in _INDEFINITE or not before or not behind:
        return False
    one, last = _INDEFINITE[gram.lang], before[-1]
    led = last in one or (len(before) > 1 and (last in _NUMERALS[gram.lang] or (before[-2] in one and last in _NEXT)))
    if not led:
        return False
    if len(seam.word) < 5 or shares(gram.lang)[seam.word] < 0.95 or lexicon(gram.lang).frequency(seam.word) < 3.4:
        return False
    if behind[0] in AND:
        return False  # "uno Capitano e l’altro Difensore"
    if gram.lang == "fr" and seam.word.endswith(_NATIONS):
        return False  # "une Autrichienne" is a person, "une ville autrichienne" none
    return behind[0].islower() and not (len(behind) > 1 and behind[1][0].isupper() and behind[0] in gram.bound)


def attributive(seam: Seam, gram: Grammar) -> bool:
    """Whether a German adjective or participle stands before its noun: ``in einem Gestohlenen Lieferwagen``.

    Names have a definite article (``die Deutsche Bahn``), and some are made of the words that are left out here.
    """
    before, behind = seam.before(), seam.behind()
    if gram.lang != "de" or not before or not behind:
        return False
    counted = before[-1].isdigit() and len(before[-1]) < 4  # "60 Seltene Landkarten"
    if not counted and before[-1].lower() not in _COUNTING:
        return False
    word = seam.word.lower()
    ends = word.endswith(("e", "en", "er", "es", "em")) and len(word) > 4 and not word.startswith(_NAMING)
    noun = len(behind[0]) > 2 and behind[0][0].isupper() and behind[0][1:].islower()
    return ends and noun and shares("de")[seam.word] >= 0.95 - 0.02 * counted


def predicative(seam: Seam, gram: Grammar) -> bool:
    """Whether a German word without an ending, no noun, ends its clause: ``blieben tagelang Unerreichbar, weil``."""
    before, behind = seam.before(), seam.behind()
    if gram.lang != "de" or len(before) < 3 or not behind or behind[0] not in ",.":
        return False
    last = before[-1]
    if not last.islower() or last in gram.articles or last in gram.links or last in gram.bound:
        return False  # "im Dunkeln", "auf Deutsch"
    word = seam.word.lower()
    return word.endswith(_ADJECTIVES) and shares("de")[seam.word] >= 0.98


#: Endings of adjectives without an ending of their own.
_ADJECTIVES = ("bar", "lich", "ig", "isch", "sam", "haft", "los", "voll")
_COUNTING = words(
    "ein eine einen einem einer eines kein keine keinen keinem keiner zwei drei vier fünf sechs sieben acht neun zehn "
    "elf zwölf mehrere mehreren viele vielen einige einigen wenige wenigen mehr weniger etwa rund knapp"
)
#: Stems of adjectives that names are made of: "ein Großer Preis", "eine Kleine Anfrage", "ein Runder Tisch".
_NAMING = tuple(
    sorted(
        words(
            "groß klein rot schwarz weiß grün blau gelb rund erst zweit dritt heilig gold silber hoh frei offen jung "
            "alt neu letzt kalt deutsch gut stern digital social smart best öffentlich europäisch international "
            "national vereinigt"
        )
    )
)


_NEXT = words(
    "primera primer segunda segundo tercera tercer nueva nuevo otra otro première premier deuxième seconde nouvelle "
    "nouveau autre prima primo seconda terza terzo nuova nuovo altra altro primeira primeiro terceira terceiro nova "
    "novo outra outro eerste tweede derde nieuwe andere"
)
#: Numerals, behind which nouns are plural and no names.
_NUMERALS = by_language(
    {
        "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cien mil",
        "fr": "deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente cent mille",
        "it": "due tre quattro cinque sei sette otto nove dieci undici dodici quindici venti trenta cento mille",
        "pt": "dois duas três quatro cinco seis sete oito nove dez onze doze quinze vinte trinta cem mil",
        "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf twintig dertig honderd duizend",
    }
)
_NATIONS = ("ien", "ienne", "ais", "aise", "ois", "oise", "ain", "aine", "ole", "ande", "and")
#: Indefinite articles, and what stands before no name either: "each", "no", "some", "any".
_INDEFINITE = by_language(
    {
        "es": "un una cada algún alguna ningún ninguna cualquier varios varias",
        "fr": "un une chaque aucun aucune toute quelque quelques plusieurs",
        "it": "un uno una ogni nessun nessuna qualche qualsiasi alcuni alcune",
        "pt": "um uma num numa cada algum alguma nenhum nenhuma qualquer vários várias",
        "nl": "een geen elke ieder iedere enkele",
    }
)
