"""Take out a full stop that was put inside a sentence, outside English: ``den Plan für. Das neue Haus``.

Certain where the piece before the stop ends in an article or a preposition, or the piece behind it begins with a
relative; else the piece behind must begin with a word that could go on, and have no verb of its own, while the piece
before it has one. Short sentences, answers and fragments in quotations stay. Phase repair.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.scoring.grammars import Grammar, grammar
from cleanpipe.scoring.seams import Seam, clause, halted, quoted, shares, verb_at
from cleanpipe.scoring.wordlist import words

PHASE = "repair"
CERTAIN = 0.94


@dataclass(frozen=True, slots=True)
class Options:
    """``floor``: scores below it are not even proposed."""

    floor: float = 0.4


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose to join.

    >>> text = "Der Rat hat gestern über den Plan für. Das neue Haus am Markt beraten."
    >>> [edit.applied_to(text) for edit in propose(Document(text, lang="de"), Options())]
    ['Der Rat hat gestern über den Plan für das neue Haus am Markt beraten.']
    """
    text, gram = document.text, grammar(document.lang)
    if gram is None or not gram.bound:
        return
    known = shares(gram.lang)
    for seam in halted(text):
        word, small = seam.word, seam.word.lower()
        before = seam.before()
        if len(before) < 2:
            continue
        closed = small in gram.links or small in gram.articles
        bound = before[-1] in gram.bound
        if not closed and not bound:
            continue
        score = _score(seam, gram, before, bound)
        if score < options.floor:
            continue
        joint = ", " if small in gram.comma and not bound else " "
        if closed or known[word] > 0.9:
            end, new = seam.at + 1, joint + word[0].lower()
        else:
            end, new = seam.at, joint
        reason = f"the piece that begins with '{word}' goes on with the sentence before it"
        yield Edit(seam.left, end, new, score=score, reason=reason, detail={"prior": True})


def _score(seam: Seam, gram: Grammar, before: list[str], bound: bool) -> float:
    """How surely the stop stands inside a sentence."""
    small, behind = seam.word.lower(), seam.behind()
    if not behind or behind[-1] in "?!" or small in gram.short:
        return 0.0
    if bound:
        if len(before[-1]) < 2:
            return 0.0
        if before[-1] in _STRANDED and clause([token.lower() for token in behind], gram):
            return 0.5
        return 0.96 if len(before[-1]) > 2 and len(before) > 2 else 0.9
    left = clause([token.lower() for token in before], gram)
    low = [token.lower() for token in behind]
    right = clause(low, gram)
    score = 0.0
    if small in gram.relatives:
        score = 0.93
    elif not left:
        # "Le contrat. De soumission des Mongols a été signé": a subject was cut from its verb.
        if right > 0.5 and small in gram.openers and before[0].lower() in gram.articles and 3 <= len(before) <= 9:
            score = 0.84
    elif len(before) < 5:
        return 0.0
    elif small in _ASKING.get(gram.lang, "").split():
        score = 0.85
    elif small in gram.links and not right and 3 <= len(behind) <= 14 and "," not in behind:
        score = 0.6 if small in _RHYTHM else 0.86 if small in gram.openers else 0.8
    elif (
        small in gram.articles
        and not gram.nouns_raised
        and not right
        and verb_at(before, len(before) - 1, gram) >= 0.6
        and 3 <= len(behind) <= 14
    ):
        score = 0.84  # "qui critiquent. Les enseignements de la veille": a verb was cut from its object
    if quoted(seam):
        score *= 0.85
    return score


# Prepositions and articles in which a sentence may end: "a voté pour", "mais uma".
_STRANDED = words("pour avec contre sous uma um una un uno una en leur leurs eine einen einer van voor met en zijn on")
# Words with which sentences without a verb begin for effect.
_RHYTHM = words("e et y ed und oder o ou u и а но или en of mais ma pero mas aber sondern ni né")
# Relatives that are also question words: a sentence that begins with one ends in a question mark, or is none.
_ASKING = {"fr": "qui que où", "es": "que quien quienes donde", "it": "che cui dove", "pt": "que cujo onde", "ru": ""}
