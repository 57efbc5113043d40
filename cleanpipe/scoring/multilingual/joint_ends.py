"""Whether a sentence ends at a glued joint, outside English: ``mee datDe zaak`` and ``primera ediciónPara el año``.

The words before a joint may want more, and a phrase behind it may open a clause of its own. Proposes nothing;
``glued_words`` asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleanpipe.scoring.lexical.grammars import AND, Grammar
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.multilingual.german_pieces import perhaps_verb
from cleanpipe.scoring.multilingual.raised_verbs import participle
from cleanpipe.scoring.multilingual.readings import phrase_first
from cleanpipe.scoring.multilingual.seams import Seam, begins_clause, clause, ends_nothing, main_clause, verb_last


def unended(seam: Seam, gram: Grammar, head: str) -> bool:
    """Whether no sentence ends in the first word: ``rekening mee datDe zaak``, ``In Nijmegen isEen put gevonden``.

    >>> from cleanpipe.scoring.lexical.grammars import grammar
    >>> text = "Hij houdt er rekening mee datDe zaak voor de rechter komt."
    >>> unended(Seam(text, 29, 29, 31), grammar("nl"), "dat")
    True
    """
    before = seam.low_before()
    before = before[:-1] if before[-1:] == [head.lower()] else before
    if 0 < len(before) < 14 and "," not in before:
        # "À RouenLe tribunal", "Se i tassi scendonoI prezzi salgono": what is opened so wants a clause.
        if before[0] in _WHEN or begins_clause(before[0], gram):
            return not gram.nouns_raised
        verb = gram.lang == "de" and any(perhaps_verb(token) for token in seam.before()[1:] if token.islower())
        if before[0] in gram.links and clause([*before, head.lower()], gram) < 0.5 and not verb:
            return True
    if gram.lang in ("nl", "de") and not _PASSIVES.isdisjoint(before) and before[-1] not in _PASSIVES:
        return not any(participle(token.lower(), gram) for token in (*before, head))  # "werd in 1934Door de koning"
    if not head.islower():
        return head[1:].lower() in _ELIDED_BE.get(gram.lang, ())
    if ends_nothing(head, gram) or begins_clause(head, gram) or head in _UNENDED.get(gram.lang, ()):
        return True
    if gram.lang == "fr" and head[-4:].replace("’", "'") == "'est":
        return True  # "ce n’est", "qu'est"
    if gram.lang in ("nl", "de") and "," not in before:
        # Where the only verb of a main clause comes last, its second half is missing.
        return head in _BE_SECOND and bool(before) and clause(before, gram) < 0.6 and before[0] not in gram.subjects
    return head in gram.hanging and clause(before, gram) < 0.5


#: What begins a phrase or a clause, beside the words that the grammars list.
_UNENDED = {
    "de": words("während wegen trotz zwischen sowohl weder wenn deren dessen"),
    "es": words("cuales cuyo mientras durante según"),
    "fr": words("ne comme lorsque quand si pendant malgré parce puisque afin"),
    "it": words("mentre quando perché durante secondo"),
    "nl": words("wanneer tijdens als toen of volgens dankzij ondanks vanwege sinds wie wiens iedere elke vorige"),
    "pt": words("quando durante enquanto mediante quais"),
    "ru": words("когда если потому чтобы"),
}
_PASSIVES = words("werd werden wordt worden wurde wurden wird")
_ELIDED_BE = {"fr": ("’est", "'est")}
#: Auxiliaries and modals that a main clause in German and Dutch does not end in: their second half stands last.
_WAITING = words(
    "hat haben hatte hatten wird wurde wurden will wollen kann können konnte soll sollen muss müssen darf möchte "
    "heeft hebben hadden wordt worden werd kan kunnen kon zal zullen zou zouden moet moeten wil willen"
)


def waits(before: Sequence[str], gram: Grammar) -> bool:
    """Whether a German or Dutch main clause ends in an auxiliary, and so before its second half.

    >>> from cleanpipe.scoring.lexical.grammars import grammar
    >>> waits("Der Konzern will".split(), grammar("de")), waits("weil der Konzern will".split(), grammar("de"))
    (True, False)
    """
    low = [token.lower() for token in before]
    if gram.lang not in ("de", "nl") or len(low) < 3 or low[-1] not in _WAITING or "," in low or before[0].islower():
        return False
    first = low[0]
    opened = first in gram.links or first in gram.relatives or first in _WHEN or begins_clause(first, gram)
    inner = any(begins_clause(token, gram) or token in _ASKED for token in low)
    return not opened and not inner and clause(low[:-1], gram) < 0.5


#: What a subordinate clause without a comma before it may begin with.
_ASKED = words("wer was wie wo wann warum welche welcher welches wie wat waar hoe wanneer waarom welk die dat")
_BE_SECOND = words(
    "ist sind war waren hat haben hatte wird werden wurde wurden "
    "is zijn was waren heeft hebben had hadden wordt worden werd werden kan kon moet zal zou"
)


_CLOSES = re.compile(r"[^“«„.!?\n]{0,80}[”»]")
#: A clause that begins so may as well belong to what stands before.
_WHEN = words("quand quando cuando lorsque si se als wenn когда если como comme come wie")
#: Chance of a stop from which a clause on either side makes one, where a phrase opens the second and where none does.
PERHAPS_STOP, _LIKELY_STOP = 0.25, 0.55


def opens_with_phrase(seam: Seam, gram: Grammar, head: str, stop: float) -> bool:
    """Whether a whole clause stands on either side: ``la primera ediciónPara el año 2009, el total llegó a dos``.

    ``stop`` is the encoder's chance of a full stop.

    >>> from cleanpipe.scoring.lexical.grammars import grammar
    >>> text = "Se publicaron tres copias de la primera ediciónPara el año 2009, el total llegó a dos millones."
    >>> at = text.index("Para")
    >>> opens_with_phrase(Seam(text, at, at, at + 4), grammar("es"), "edición", stop=0.4)
    True
    """
    word = seam.word.lower()
    joins = word in AND and (word != "en" or gram.lang == "nl")
    if joins or word in gram.openers or begins_clause(word, gram) or word in _WHEN or verb_last(seam.behind(), gram):
        return False
    before, behind = [*seam.low_before(), head.lower()], seam.low_behind()
    if len(before) < 4 or len(behind) < 4 or clause(before, gram) <= 0.5 or main_clause([word, *behind], gram) <= 0.55:
        return False
    if _CLOSES.match(seam.text, seam.end):
        return False  # "un incremento en el diéselEn los mercados”, dijo el titular"
    return stop > _LIKELY_STOP or phrase_first(seam.behind(), gram)
