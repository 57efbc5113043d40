"""Verbs and participles with a stray capital, outside English: ``La compañía aérea Anunció``, ``Ha Chiesto``.

Unlike nouns they are hardly ever names or titles, once the words of buttons and menus are set apart. Proposes nothing;
``openings`` asks.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cleanpipe.scoring.lexical.grammars import AND, Grammar
from cleanpipe.scoring.lexical.lexicon import NOUN, VERB_BASE, VERB_PART, VERB_PAST, lexicon
from cleanpipe.scoring.lexical.wordlist import by_language, words
from cleanpipe.scoring.multilingual.seams import Seam, begins_clause, clause, folded

#: Buttons and menus are named by imperatives and infinitives; where a language has one form for these and the present
#: tense, only the past is sure ("manteve").
_LABELS = {
    "de": ("en",),
    "es": ("a", "e", "an", "en"),
    "fr": ("e", "es"),
    "it": ("a", "e", "i", "ano", "ono"),
    "nl": ("en",),
    "pt": ("a", "be", "ce", "de", "ge", "le", "me", "ne", "pe", "re", "se", "te", "am", "em"),
}
#: Participles that the dictionaries call adjectives.
_IRREGULAR = {
    "fr": ("ouvert", "offert", "couvert", "souffert"),
    "es": ("ierto", "uesto", "hecho", "dicho", "uelto", "visto", "scrito"),
    "pt": ("posto", "feito", "scrito"),
}
#: Parts of programs, which are named by what they do.
_CONTROLS = words(
    "pulsante icona scheda comando opzione casella finestra menu voce tasto metodo evento botón icono pestaña orden "
    "opción casilla ventana tecla bouton icône onglet commande option case fenêtre touche botão ícone separador opção "
    "caixa janela tecla knop pictogram tabblad opdracht optie toets"
)


#: "By", before who did it.
_AGENTS = by_language(
    {"es": "por", "fr": "par", "it": "da dal dalla dagli dalle dai", "pt": "por pelo pela pelos pelas"}
)


def surely_verb(seam: Seam, gram: Grammar, before: list[str], behind: list[str]) -> bool:
    """Whether a word is nothing but a verb, in a sentence that has none before it, or the participle of an auxiliary.

    ``La compañía aérea Anunció que``, ``Il sindaco ha Chiesto un incontro``; no brand or title is only ever a verb.
    """
    word, last = seam.word.lower(), before[-1].lower()
    if last in AND and len(before) > 3 and behind[0][0].islower():
        # "suspendió las importaciones y Reforzó los controles": both raised, or one
        said = clause(seam.low_before(), gram) >= 0.6
        return said and len(word) > 4 and gram.third(word) and not word.endswith(_LABELS.get(gram.lang, "\n"))
    named = before[-1][0].isupper()
    lex = lexicon(gram.lang)
    if last in gram.bound or (len(before) < 2 and not lex.is_name(folded(last)) and lex.frequency(folded(last)) < 3.0):
        return False
    own = _own_clause(before, gram)
    own = own[:-1] if gram.lang == "nl" and own[-1:] == ["zijn"] and len(own) > 1 else own  # "Zijn advocaat"
    said = any(gram.finite(token) > 0.7 for token in own) or gram.finite(behind[0].lower()) > 0.55
    if not said and (_past(word, before, behind, gram) or _with_object(word, own, behind, gram)):
        return True
    if gram.finite(word) == 1.0 and participle(behind[0], gram):
        return not said  # "Ha Chiesto", both of them raised
    if gram.lang in ("de", "nl") and participle(word, gram) and (behind[0][0].islower() or behind[0] == ","):
        if gram.lang == "nl" and word.endswith("t") and not said and not _helped(behind, gram):
            return before[-1].lower() not in gram.bound and before[-1].islower()  # "De brouwerij Verkocht vorig jaar"
        return any(gram.finite(token) == 1.0 for token in _own_clause(before, gram))  # "heeft een man Aangehouden die"
    if not (behind[0][0].islower() or behind[0].isdigit() or gram.nouns_raised):
        return False
    if participle(word, gram):
        # "i tetti Danneggiati dal vento": who did it stands behind it
        done = last not in _CONTROLS and behind[0] in _AGENTS.get(gram.lang, ()) and _agrees(last, word, gram.lang)
        return gram.finite(last) == 1.0 or done
    if len(word) < 4 and named and behind[0] not in gram.articles:
        return False  # "Red Hat"
    tags = lex.tags(folded(word))
    if gram.lang == "nl" and behind[0] == "dat" and tags & VERB_BASE and not said:
        return True  # "Onderzoekers uit Wageningen Waarschuwen dat"
    past = gram.lang == "nl" and tags & VERB_PAST and not tags & VERB_BASE  # "partijen Stemden voor": no infinitive
    if not named and not past and word.endswith(_LABELS.get(gram.lang, "\n")):
        # "sul pulsante Annulla" is none, "L'opposition Juge ces annonces" is one.
        # ``own`` begins with its last word.
        subject = 0 < len(own) < 7 and own[-1] in gram.articles and last not in _CONTROLS
        goes_on = behind[0] in gram.articles or behind[0] in gram.links or (len(own) > 1 and len(word) > 5)
        return subject and goes_on and not said and gram.third(word)
    return not said and gram.third(word)


def ends_group(seam: Seam, gram: Grammar, before: list[str], behind: list[str]) -> bool:
    """Whether a verb ends its clause, in German and Dutch: ``bis zum Abend Gesperrt.``, ``vanaf 2027 Verbieden.``

    German infinitives with a capital are nouns.
    """
    if gram.lang not in ("de", "nl") or behind[0] not in (",", ".") or len(before) < 2 or before[-1] in gram.articles:
        return False
    own = _own_clause(before, gram)
    if participle(seam.word.lower(), gram):
        return not _AUXILIARIES[gram.lang].isdisjoint(own)
    word, lex = seam.word.lower(), lexicon(gram.lang)
    infinitive = lex.tags(word) & VERB_BASE or (word.endswith("en") and f"{word[:-2]}t" in lex)
    return bool(infinitive) and gram.lang == "nl" and not _DUTCH_MODALS.isdisjoint(own)


_AUXILIARIES = by_language(
    {
        "de": "hat haben hatte hatten ist sind war waren wurde wurden wird werden worden sei",
        "nl": "heeft hebben had hadden is zijn was waren wordt worden werd werden",
    }
)
_DUTCH_MODALS = words(
    "wil willen wilde wilden kan kunnen kon konden moet moeten moest moesten mag mogen zal zullen zou zouden"
)
#: What an infinitive stands behind, besides verbs that are nothing else.
_BEFORE_INFINITIVE = by_language(
    {
        "es": "a de para por sin puede pueden debe deben podrá quiere quieren busca buscan planea pretende espera "
        "logró",
        "fr": "à de pour sans d peut peuvent doit doivent veut veulent va vont compte comptent souhaite souhaitent "
        "entend entendent espère espèrent devrait pourrait faut",
        "it": "a di da per senza può possono deve devono vuole vogliono intende intendono potrebbe dovrebbe",
        "nl": "te",
        "pt": "a de para por sem pode podem deve devem vai vão quer querem pretende pretendem consegue conseguiu",
        "ru": "должен должна должны может могут мог могла могли хочет хотят намерен намерена намерены "
        "готов готова готовы чтобы будет будут планирует планируют смогут сможет",
    }
)


def surely_infinitive(seam: Seam, gram: Grammar, before: list[str], behind: list[str]) -> bool:
    """Whether a word is an infinitive behind what asks for one, with its object: ``menacent de Suspendre leurs``.

    Campaigns are called so too (``la campaña Para Vivir``): there the word before has a capital, or no verb stands
    before it.
    """
    low, last = seam.word.lower(), before[-1]
    if last not in _BEFORE_INFINITIVE.get(gram.lang, ()) or len(low) < 5 or not behind[0].islower():
        return False
    said = last in gram.verbs or any(gram.finite(token.lower()) > 0.7 for token in before[:-1])
    tags = lexicon(gram.lang).tags(folded(low))
    return said and bool(tags & VERB_BASE) and not tags & NOUN


def _past(word: str, before: list[str], behind: list[str], gram: Grammar) -> bool:
    """Whether a form that the dictionaries lack is a German or Dutch past tense: ``Brüssel Reagierte verhalten``.

    Its ending says so, it is written small nearly always, and the word before it is a noun or a name.
    """
    last = before[-1]
    if (
        lexicon(gram.lang).frequency(folded(word)) < _USED
        or last.lower() in gram.articles
        or last.lower() in gram.links
    ):
        return False
    if gram.lang == "de":
        return word.endswith(("te", "ten")) and last[0].isupper() and behind[0].islower()
    after = behind[0] in gram.articles or behind[0] in gram.links
    return gram.lang == "nl" and word.endswith(("de", "te", "den", "ten")) and after


def _with_object(word: str, own: list[str], behind: list[str], gram: Grammar) -> bool:
    """Whether a French verb that is a noun as well has its object behind it: ``Le ministère Relance le chantier``.

    No noun stands before an article. ``own``: the clause before it, from its last word to its first.
    """
    if gram.lang != "fr" or behind[0] not in ("le", "la", "les", "un", "une") or gram.finite(word) < 0.5:
        return False
    return 1 < len(own) < 10 and (own[-1] in gram.articles or own[-2:-1] == ["'"]) and len(word) > 4


def _helped(behind: list[str], gram: Grammar) -> bool:
    """Whether an auxiliary stands behind a word, in its clause."""
    end = behind.index(",") if "," in behind else len(behind)
    return not _AUXILIARIES[gram.lang].isdisjoint(token.lower() for token in behind[:end])


#: Zipf value from which an ending tells.
_USED = 3.0


def _agrees(noun: str, participle_: str, lang: str) -> bool:
    """Whether endings say nothing against it: ``tetti danneggiati``, but not ``zone défini``, ``área definido``."""
    if lang == "fr":
        return noun.endswith("s") == participle_.endswith("s") and (noun[-1] != "e" or participle_[-1] == "e")
    return noun[-1] == participle_[-1]


def _own_clause(before: list[str], gram: Grammar) -> list[str]:
    """The tokens of the clause that the place stands in, in small letters."""
    own: list[str] = []
    for token in reversed(before):
        if token == "," or begins_clause(token.lower(), gram):
            break
        own.append(token.lower())
    return own


#: "aangehouden", "besloten", "verboden": the lexicon knows few of them as what they are.
_DUTCH_PARTICIPLE = re.compile(
    r"(?:aan|af|bij|door|in|mee|na|om|onder|op|over|toe|uit|voor|weg|vast|terug|samen|plaats|neer)?ge\w+(?:d|t|en)$|"
    r"(?:be|ver|ont|her)\w{2,}(?:d|t|en)$"
)
#: Before these a German participle has no "ge".
_UNSEPARABLE = ("be", "emp", "ent", "er", "ver", "zer", "miss")


def participle(word: str, gram: Grammar) -> bool:
    return _participle(word, gram.lang)


_GERUNDS = {"es": ("ando", "iendo", "yendo"), "fr": ("ant",), "it": ("ando", "endo"), "pt": ("ando", "endo", "indo")}
_INFINITIVES = {
    "es": ("ar", "er", "ir"),
    "fr": ("er", "ir", "re"),
    "it": ("are", "ere", "ire"),
    "pt": ("ar", "er", "ir"),
}


def gerund(word: str, gram: Grammar) -> bool:
    """Whether a small word of a Romance language is a gerund: ``interdisant``, ``prohibiendo``, not ``enfant``.

    >>> from cleanpipe.scoring.lexical.grammars import grammar
    >>> [gerund(word, grammar("fr")) for word in ("interdisant", "enfant", "avant")]
    [True, False, False]
    """
    ending = next((end for end in _GERUNDS.get(gram.lang, ()) if word.endswith(end) and len(word) > len(end) + 3), "")
    if not ending:
        return False
    lex, stem = lexicon(gram.lang), word[: -len(ending)]
    forms = [stem + end for end in _INFINITIVES[gram.lang]]
    if gram.lang == "fr":
        forms += [f"{stem[:-1]}re", f"{stem.removesuffix('iss')}ir"]  # "interdisant", "finissant"
    verb = max(lex.frequency(folded(form)) for form in forms)
    # What is commoner than its verb is a noun as well: "restaurant", "habitant".
    return 0.0 < verb >= lex.frequency(folded(word)) - 0.2 and word not in _NOUNS


_NOUNS = words("étudiant dirigeant fabricant commandant")


@lru_cache(maxsize=8_192)
def _participle(word: str, lang: str) -> bool:
    low = folded(word.lower())
    if lang == "nl" and _DUTCH_PARTICIPLE.match(low) and lexicon("nl").lower_share(low) > 0.95:
        return True
    if lang == "de" and low.endswith("t") and (low.endswith("iert") or low.startswith(_UNSEPARABLE)):
        return f"{low[:-1]}en" in lexicon("de")  # "präsentiert", "verkauft" are the third person as well
    return bool(lexicon(lang).tags(low) & VERB_PART) or low.endswith(_IRREGULAR.get(lang, "\n"))
