"""Put back the full stop that was lost between two sentences: ``about the code The actor was``.

The same places as ``stray_capitals`` - a capital after a blank on a word that is usually small - and the same
scorer, but here it must find a whole clause before the place and another behind it. Phase repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.scoring.english import frames, kept_capitals
from cleanpipe.scoring.english.boundaries import Place, look_at
from cleanpipe.scoring.english.clauses import reconciled
from cleanpipe.scoring.english.clauses_ahead import clauses_ahead
from cleanpipe.scoring.english.sentences import verbs_of
from cleanpipe.scoring.english.stops import lost_stop
from cleanpipe.scoring.english.verdicts import verdicts
from cleanpipe.scoring.multilingual.doubled_subjects import doubled_subject

PHASE = "repair"
CERTAIN = 0.95


@dataclass(frozen=True, slots=True)
class Options:
    """``floor``: scores below it are not even proposed."""

    floor: float = 0.3


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose full stops before capitals that begin a sentence.

    >>> text = "Nobody was hurt in the fire It started in the kitchen of a restaurant."
    >>> [edit.applied_to(text) for edit in propose(Document(text), Options())]
    ['Nobody was hurt in the fire. It started in the kitchen of a restaurant.']
    """
    text = document.text
    found = verdicts(text)
    for match in _SAID_BEFORE_NAME.finditer(text):
        reason = f"who said so is told, and '{match[1]}' begins another sentence"
        yield Edit(match.start(1) - 1, match.start(1) - 1, ".", score=0.86, reason=reason, detail={"prior": True})
    told = set[int]()
    for at, subject in clauses_ahead(text) if found.wholly else ():
        told.add(at)
        reason = f"a clause ends before '{subject}' and another begins with it"
        yield Edit(at - 1, at - 1, ".", score=0.87, reason=reason, detail={"prior": True})
    for place in found.places("spaced"):
        if place.at in told:
            continue
        if text[place.left : place.at] != " ":
            continue
        chances = reconciled(place, found.chances("spaced", place))
        lowered = chances["lower"] + 0.8 * chances["comma"]
        if not chances["stop"] or _never_ends(text, place):
            continue
        score = max(chances["stop"], lost_stop(place))
        if score < options.floor:
            continue  # most places: the rest is not asked
        if doubled_subject(place) > 0.8 or kept_capitals.titled(place) or kept_capitals.behind_work(place):
            continue
        score *= kept_capitals.whole_line(place)
        score *= kept_capitals.under_heading(place, opener=False) * _heading(place)
        if score < options.floor or score < max(lowered, frames.stray_capital(place)):
            continue
        word = text[place.at : place.end]
        reason = f"a clause ends before '{word}' and another begins with it"
        yield Edit(place.left, place.left, ".", score=score, reason=reason, detail={"prior": True})


#: "... of this," he says Leary says: a name is no place to be asked about, but nobody is said.
_SAID_BEFORE_NAME = re.compile(
    r"[,?!][”\"](?<=[\w)][,?!][”\"]) (?:(?:the |an? )?[a-z]+|(?:(?:Mr|Mrs|Ms|Dr|Professor) )?[A-Z][\w’'-]+) "
    r"(?:said|says|added|adds|explained|explains|admits|admitted|argues|argued) "
    r"([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?) (?=(?:says|said|told|has|had|is|was|will|also|believes|thinks|hopes|wants) )"
)


def _heading(place: Place) -> float:
    """A factor below 1.0 where the line begins with a few words that have no verb: a heading that ran into its text.

    >>> text = "Back in the 60s and 70s The findings are based on a survey."
    >>> _heading(Place(text, text.index(" The"), text.index("The"), text.index("The") + 3))
    0.55
    """
    look = look_at(place)
    return 0.55 if not look.first and look.index < _HEADING and verbs_of(look.low[: look.index]) < 0.3 else 1.0


_HEADING = 8  # words
#: Names that begin with an article.
_NAMED = re.compile(r"The (?:Hague|Gambia|Bahamas|Times|Guardian|Observer|Independent|Economist|Telegraph|Beatles)\b")


_BARE = re.compile(r"[,;:](?! (?:too|however|himself|herself|meanwhile|in turn)\b)")


def _never_ends(text: str, place: Place) -> bool:
    """Whether no sentence ends before a place: behind ``King’s``, before ``The Hague``, before a god's ``His``."""
    if text[place.left - 2 : place.left] in ("’s", "'s") or _NAMED.match(text, place.at):
        return True
    if text[place.at : place.end] in ("He", "She", "It", "They", "We") and _BARE.match(text, place.end):
        return True  # "with Liu He, the negotiator"
    return text[place.at : place.end] in ("He", "His", "Him") and kept_capitals.is_named(place) < 0.35
