"""Put back the full stop between two sentences: ``hat gestern begonnen Die Polizei sucht Zeugen``.

For languages other than English. Both sides must have a finite verb of their own, and the word with the capital must
be one that opens sentences: an article, a pronoun, a preposition. Names and titles stay. Phase repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.scoring.lexical.grammars import Grammar, grammar
from cleanpipe.scoring.multilingual.courtesy import courteous
from cleanpipe.scoring.multilingual.doubled_subjects import doubles_subject
from cleanpipe.scoring.multilingual.named import is_work, takes_name, tells_of_works
from cleanpipe.scoring.multilingual.openings import candidates, opening
from cleanpipe.scoring.multilingual.seams import Seam, begins_clause, clause, ends_nothing, headline, main_clause
from cleanpipe.scoring.networks.joints import SMALL

PHASE = "repair"
CERTAIN = 0.95


#: In a sentence about films and books a likely stop may stand before a title; what is sure does not.
_SURE, _TITLED = 0.9, 0.7


@dataclass(frozen=True, slots=True)
class Options:
    """``floor``: scores below it are not even proposed."""

    floor: float = 0.4


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose full stops.

    >>> text = "Die Suche hat gestern am Hafen begonnen Er ist seit Montag verschwunden."
    >>> [edit.applied_to(text) for edit in propose(Document(text, lang="de"), Options())]
    ['Die Suche hat gestern am Hafen begonnen. Er ist seit Montag verschwunden.']
    """
    text, gram = document.text, grammar(document.lang)
    if gram is None:
        return
    yield from _before_elided(text, gram)
    for seam in candidates(text, gram):
        stray, stop = opening(seam, gram, options.floor)
        if stop < options.floor or text[seam.left - 1] in ",;" or doubles_subject(seam, gram):
            continue
        if gram.lang == "ru" and courteous(text, seam.word.lower(), seam.at):
            continue  # "Сообщаем Вам, ... какие рубрики Вы хотели бы"
        if stop < _SURE and tells_of_works(seam, gram):
            stop *= _TITLED  # "Chabrol tournait Une affaire de femmes"
        if seam.word.lower() in gram.subjects and any(is_work(token, gram.lang) for token in seam.before()[-5:]):
            stop *= _TITLED  # "le tube de Goldman Elle a fait un bébé toute seule"
        if stop < options.floor or stop < stray:
            continue
        reason = f"a clause ends before '{seam.word}' and another begins with it"
        yield Edit(seam.left, seam.left, ".", score=stop, reason=reason, detail={"prior": True})


def _before_elided(text: str, gram: Grammar) -> Iterator[Edit]:
    """Stops before an article or a pronoun that lost its vowel: ``dipendono dai fiumi L'acqua arriva a Milano``."""
    pattern = _ELIDED.get(gram.lang)
    for match in pattern.finditer(text) if pattern is not None else ():
        at = match.start() + 1
        seam = Seam(text, at - 1, at, match.end())
        before, behind = seam.low_before(), seam.low_behind()
        if len(before) < 4 or len(behind) < 3 or headline(seam):
            continue
        last = before[-1]
        if ends_nothing(last, gram) or begins_clause(last, gram) or last in gram.links or gram.third(last):
            continue
        piece = behind[: behind.index(",")] if "," in behind[1:] and clause(behind, gram) < 1.0 else behind
        if clause(before, gram) <= 0.7 or main_clause(piece, gram) <= 0.7:
            continue
        if takes_name(seam.before()[-1], gram.lang):
            continue
        score = _ELISION * (_TITLED if tells_of_works(seam, gram) else 1.0)
        reason = f"a clause ends before '{match.group().strip()}' and another begins with it"
        yield Edit(seam.left, seam.left, ".", score=score, reason=reason, detail={"prior": True})


#: Before a small letter only: L'Aquila, L’Équipe and L'Espresso are names.
_ELIDED = {
    "fr": re.compile(rf" (?<=[{SMALL}0-9%»)] )[LDCJSNMT]['’](?=[{SMALL}])"),
    "it": re.compile(rf" (?<=[{SMALL}0-9%»)] )(?:[LCD]|Un|Dall|All|Nell|Sull|Dell)['’](?=[{SMALL}])"),
}
_ELISION = 0.84
