"""Words that begin many sentences and are in no closed class of the grammars: ``Aucun effet``, ``Danach blieb``.

Proposes nothing; ``openings`` asks.
"""

from __future__ import annotations

from cleanpipe.scoring.lexical.grammars import Grammar
from cleanpipe.scoring.lexical.wordlist import by_language
from cleanpipe.scoring.multilingual.seams import Seam

#: What counts or leaves out, before a noun.
_QUANTIFIERS = by_language(
    {
        "de": "kein keine keiner mehrere viele alle beide einige manche",
        "es": "ningún ninguna varios varias algunos algunas todos todas muchos muchas ambos ambas",
        "fr": "aucun aucune plusieurs certains certaines chaque tous toutes",
        "it": "nessun nessuna alcuni alcune molti molte tutti tutte entrambi",
        "nl": "geen veel alle enkele beide",
        "pt": "nenhum nenhuma vários várias alguns algumas todos todas muitos muitas ambos ambas",
        "ru": "никакой никакие многие некоторые несколько все оба",
    }
)
#: Where the verb stands second, these stand before it.
_ADVERBS = by_language(
    {
        "de": "danach dann dort zudem außerdem inzwischen daher deshalb später zuvor heute gestern hier trotzdem "
        "allerdings damals seitdem seither daraufhin dennoch mittlerweile zugleich anschließend",
        "nl": "daarna dan daar bovendien intussen daarom later eerder vandaag gisteren hier toch toen "
        "sindsdien vervolgens",
    }
)


def begins_sentence(seam: Seam, gram: Grammar, before: list[str], behind: list[str]) -> bool:
    """Whether a word opens a sentence: a quantifier before its noun, an adverb before its verb.

    >>> from cleanpipe.scoring.lexical.grammars import grammar
    >>> text = "Dann sang der Chor das Lied Danach blieb es lange still."
    >>> at = text.index("Danach")
    >>> seam = Seam(text, at - 1, at, at + 6)
    >>> begins_sentence(seam, grammar("de"), seam.before(), seam.behind())
    True
    """
    word = seam.word.lower()
    if len(behind) < 3 or before[-1].lower() in gram.bound or before[-1] == ",":
        return False
    if word in _ADVERBS.get(gram.lang, ()):
        return gram.finite(behind[0]) > 0.6
    return word in _QUANTIFIERS.get(gram.lang, ()) and (behind[0].islower() or gram.nouns_raised)
