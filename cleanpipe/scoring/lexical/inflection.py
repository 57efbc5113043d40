"""Which forms are a verb's, outside English, where the lexicon lists only the infinitive or nothing: by their endings.

Proposes nothing; ``grammars`` asks.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cleanpipe.scoring.lexical.lexicon import VERB_BASE, VERB_PAST, lexicon

#: Present-tense endings, and the ends of the infinitives and participles that vouch for them.
_TENSES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "es": (("a", "ar", "ado"), ("an", "ar", "ado"), ("e", "er", "ido"), ("en", "er", "ido"), ("e", "ir", "ido")),
    "pt": (("a", "ar", "ado"), ("am", "ar", "ado"), ("e", "er", "ido"), ("em", "er", "ido"), ("e", "ir", "ido")),
    "it": (
        ("a", "are", "ato"),
        ("ano", "are", "ato"),
        ("e", "ere", ""),
        ("ono", "ere", ""),
        ("isce", "ire", "ito"),
        ("iscono", "ire", "ito"),
        ("e", "ire", "ito"),
    ),
    "fr": (
        ("", "re", "u"),
        ("ent", "re", "u"),
        ("e", "er", "é"),
        ("ent", "er", "é"),
        ("it", "ir", "i"),
        ("issent", "ir", "i"),
    ),
    "de": (("t", "en", ""), ("te", "en", ""), ("ten", "en", ""), ("et", "en", ""), ("ete", "en", "")),
    "nl": (("t", "en", ""), ("te", "en", ""), ("de", "en", ""), ("den", "en", "")),
}
# German verbs whose participle looks like the third person: "besucht", "verkauft".
_PREFIXED = re.compile(r"^(?:be|ge|er|ver|ent|zer)")


@lru_cache(maxsize=16_384)
def verb_alone(lang: str, word: str) -> float:
    """How surely a word is a finite verb, by the lexicon alone.

    >>> verb_alone("ru", "предложило"), verb_alone("de", "plant"), verb_alone("es", "marcha")
    (0.8, 0.8, 0.5)
    """
    listed = word if word.endswith("en") else word.replace("ß", "ss")  # as lexicons spell; "Durch Schließen" is a noun
    return 0.8 if lexicon(lang).tags(listed) & VERB_PAST or inflected(lang, word) else present_tense(lang, word)


def inflected(lang: str, word: str) -> bool:
    """Whether a word that the lexicon lacks is the third person of a past or future tense, or of the plural present, of
    an infinitive that it lists.

    >>> inflected("pt", "reabriu"), inflected("it", "rispettava"), inflected("it", "Castelnuovo")
    (True, True, False)
    """
    lex = lexicon(lang)
    if lex.frequency(word):
        return False  # nine words of ten, and a look-up costs less than the endings
    return any(
        word.endswith(ending)
        and len(word) - len(ending) > 2
        and bool(lex.tags(word.removesuffix(ending) + infinitive) & VERB_BASE)
        for ending, infinitive in _INFLECTED.get(lang, ())
    )


#: Endings of tenses that no noun has as a rule, and those of their infinitives.
_INFLECTED = {
    lang: tuple((pair.partition("-")[0], pair.partition("-")[2]) for pair in listed.split())
    for lang, listed in {
        "es": "ó-ar aron-ar aba-ar aban-ar ió-er ió-ir ieron-er ieron-ir ará-ar arán-ar erá-er erán-er irá-ir irán-ir "
        "ía-er ían-er ía-ir ían-ir an-ar en-er en-ir",
        "fr": "èrent-er ait-er aient-er irent-ir issait-ir ait-re era-er eront-er ira-ir iront-ir "
        "ent-er ent-re issent-ir",
        "it": "ava-are avano-are arono-are eva-ere evano-ere irono-ire iva-ire ivano-ire erà-are eranno-are erà-ere "
        "irà-ire iranno-ire ano-are ono-ere ono-ire iscono-ire",
        "pt": "ou-ar aram-ar ava-ar avam-ar iu-ir iram-ir eu-er eram-er ará-ar arão-ar erá-er erão-er irá-ir irão-ir "
        "ia-er iam-er ia-ir iam-ir am-ar em-er em-ir",
        "ru": "ил-ить ила-ить или-ить ило-ить ал-ать ала-ать али-ать ало-ать ел-еть ела-еть ели-еть",
    }.items()
}


def present_tense(lang: str, word: str) -> float:
    """How surely a word is the third person of an infinitive the lexicon lists.

    >>> present_tense("de", "arbeitet"), present_tense("de", "besucht"), present_tense("it", "finisce")
    (0.7, 0.5, 0.5)
    """
    lex = lexicon(lang)
    for ending, infinitive, participle in _TENSES.get(lang, ()):
        if not word.endswith(ending) or len(word) - len(ending) < 3:
            continue
        stem = word.removesuffix(ending)
        if lex.frequency(stem + infinitive) > 2.8 and (not participle or stem + participle in lex):
            return 0.7 if lang == "de" and not _PREFIXED.match(word) else 0.5
        if lex.frequency(word) == 0.0 and lex.tags(stem + infinitive) & VERB_BASE:
            return 0.5
    return 0.0


def commanded(word: str) -> bool:
    """Whether a Russian word is an imperative: ``взбейте``, ``всыпьте`` and others are known by their ending alone."""
    return len(word) > 5 and (word.endswith("йте") or bool(lexicon("ru").tags(f"{word[:-3]}ить") & VERB_BASE))
