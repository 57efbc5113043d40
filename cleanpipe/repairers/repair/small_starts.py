"""Give a sentence outside English its first capital back: ``Die Tür war verschlossen. niemand hatte einen Schlüssel``.

Certain only after a common word of four letters or more that is no abbreviation, one blank, and a common word behind
it. Who writes small throughout is left alone, and so are numbers, initials and short words. Phase repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.scoring.lexical.grammars import grammar
from cleanpipe.scoring.lexical.lexicon import lexicon
from cleanpipe.scoring.lexical.wordlist import by_language, words
from cleanpipe.scoring.multilingual.seams import ends_nothing, folded

PHASE = "repair"
CERTAIN = 0.96

_START = re.compile(
    r"\.(?<=[^\W\d_]{2}\.) (?=([a-zß-öø-ÿąćęłńśźżğışœа-яё]+)"
    r"(?:-за|-под|-delà|-dessus|-dessous|(?:-t)?-(?:il|elle|on|ils|elles|ce))?[ ,])"
)
#: "... dopo sei mesi. «non avevo più la fiducia», ha scritto"
_QUOTED_START = re.compile(
    r"\. [«“„](?<=[^\W\d_]{3}\. .)(?=([a-zß-öø-ÿа-яё]+) [^«»“”„\n]{12,200}[»”“],? (?:[–—-] )?[a-zß-öø-ÿа-яё])"
)
#: "O jogo terminou em 1 a 1. o técnico reclamou": behind a figure only an article, and no list.
_BEHIND_FIGURE = re.compile(
    r"\.(?:(?<=[a-zà-ÿ] [0-9]\.)|(?<=[a-zà-ÿ] [0-9][0-9]\.)|(?<= [0-9]{4}\.)) "
    r"(?=(el|los|las|il|gli|le|les|o|os|as|la) [a-zà-ÿ]{3})"
)
#: "Waarom werd de brug niet gesloten? die vraag houdt de inwoners bezig"
_BEHIND_QUESTION = re.compile(r"\?(?<=[^\W\d_]{2}\?) (?=([a-zß-öø-ÿа-яё]+) [a-zß-öø-ÿа-яё])")
_SENTENCE_START = re.compile(r"(?:^|[.!?] |\n)¿?([^\W\d_]+)[^.!?\n\"“„«]*\Z")
_QUESTIONS = by_language(
    {
        "de": "warum wann wo wer was wie wieso weshalb",
        "es": "qué cómo cuándo dónde quién cuánto cuántos",
        "fr": "pourquoi comment quand où qui que combien",
        "it": "perché come quando dove chi quanto",
        "nl": "waarom hoe wanneer waar wie wat",
        "pt": "porque como quando onde quem quanto",
        "ru": "почему как когда где кто что зачем сколько",
    }
)
_RAISED_START = re.compile(r"[.!?] (?=[^\W\d_a-zß-öø-ÿа-яё])")
_WORD_BACK = re.compile(r"[^\W\d_]+$")


_ROMANCE = frozenset(("es", "fr", "it", "pt"))
#: Zipf value from which a word of three letters is no abbreviation.
_EVERYDAY = 4.5
#: The same of a word that may begin a sentence behind it.
_USUAL = 5.2


_PARTICLES = words("ab ein los weg her hin vor fest statt af toe mee")
_VOWELS = frozenset("aeiouáéíóúàèìòùâêôаеиоуыэюя")


@dataclass(frozen=True, slots=True)
class Options:
    """``small``: words that may begin a sentence small."""

    small: tuple[str, ...] = ()


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose capitals.

    >>> text = "Die Tür war verschlossen. niemand hatte einen Schlüssel."
    >>> [edit.applied_to(text) for edit in propose(Document(text, lang="de"), Options())]
    ['Die Tür war verschlossen. Niemand hatte einen Schlüssel.']
    """
    text, gram = document.text, grammar(document.lang)
    if gram is not None and gram.lang != "tr" and not text[:2000].islower():
        for match in _QUOTED_START.finditer(text):
            reason = "a quotation begins behind the end of a sentence"
            yield Edit(
                match.end(), match.end() + 1, match[1][0].upper(), score=0.86, reason=reason, detail={"prior": True}
            )
    if gram is not None and gram.lang in _QUESTIONS and "? " in text:
        for match in _BEHIND_QUESTION.finditer(text):
            opened = _SENTENCE_START.search(text, max(0, match.start() - 200), match.start())
            if opened and opened[1].lower() in _QUESTIONS[gram.lang] and match[1] in gram.articles | gram.links:
                reason = "a sentence begins behind a question"
                yield Edit(match.end(), match.end() + 1, match[1][0].upper(), score=0.86, reason=reason)
    if gram is not None and gram.lang in _ROMANCE:
        for match in _BEHIND_FIGURE.finditer(text):
            if match[1] in gram.articles:
                reason = f"a sentence begins with '{match[1]}'"
                yield Edit(match.end(), match.end() + 1, match[1][0].upper(), score=0.86, reason=reason)
    if gram is None or gram.lang == "tr":  # the capital of a Turkish i depends on more than the letter
        return
    found = list(_START.finditer(text))
    if not found or (len(found) > 2 and len(found) * 6 > len(_RAISED_START.findall(text))):
        return
    lex = lexicon(gram.lang)
    for match in found:
        back, word = _WORD_BACK.search(text, max(0, match.start() - 40), match.start()), match[1]
        if back is None or word in options.small:
            continue
        before = back.group()
        known = lex.frequency(folded(before))
        first = back.start()
        if (
            ends_nothing(before, gram)
            or before.lower() in gram.short
            or (first and text[first - 1] in (".-@/&" if len(before) > 4 or known > 4.0 else ".-@/&'’"))
        ):
            continue
        # "hob die Sperrung auf."
        particle = gram.lang in ("de", "nl") and (before in gram.links or before in _PARTICLES)
        closed = word in gram.articles or word in gram.links or word in gram.subjects
        usual = closed or lex.frequency(folded(word)) > _USUAL
        everyday = (
            usual
            and (len(before) == 3 or before == "an")
            and before.islower()
            and lex.frequency(folded(before)) > _EVERYDAY
        )  # "84 ans. pendant"
        if len(before) < 4 and not (particle or everyday) and gram.finite(before) < 1.0:
            continue
        # "раньше срока. лесники": Russian brands are not written small, so a word nobody knows is one that begins.
        strange = gram.lang != "ru" or len(word) < 6 or known < 4.0 or len(before) < 5
        # "аула" is a word, "Ltda" an abbreviation.
        spoken = known > 3.2 and len(before) == 4 and sum(char in _VOWELS for char in before.lower()) > 1
        vowel = (len(before) > 4 or spoken) and before[-1] in _VOWELS
        # "leboncoin" is a site, and no list says that it is written small.
        least = 2.7 if (len(before) > 6 or vowel) and lex.lower_share(folded(word)) >= 0.9 else 3.5
        if (lex.frequency(folded(word)) < least and strange) or 0.0 <= lex.lower_share(folded(word)) < 0.5:
            continue
        # Rare words before a stop may be abbreviations nobody has listed.
        common = 3.0 if len(before) > 4 else 3.6 if usual else 4.3
        # An abbreviation has hardly seven letters, but for "Goethestr.", or five of which the last is a vowel.
        long = (len(before) > 6 and not before.endswith("str")) or vowel
        score = 0.93 if known > 4.0 and len(before) > 4 else 0.86 if known > common or long else 0.6
        if gram.nouns_raised and len(before) == 4 and known > 3.3 and 0.0 <= lex.lower_share(before) < 0.5:
            score = max(score, 0.86)  # "über die Ufer. mehrere Keller"
        if before[0].isupper() and not gram.nouns_raised:
            shortened = not before[1:].islower() or (len(before) < 6 and not vowel and known < 4.5)
            score = (
                0.84 if closed and len(word) > 1 and before[1:].islower() else min(score, 0.7 if shortened else 0.84)
            )
        reason = f"a sentence begins with '{word}'"
        yield Edit(match.end(), match.end() + 1, word[0].upper(), score=score, reason=reason, detail={"prior": True})
