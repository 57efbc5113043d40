"""Lower a capital that a translator put on the first word of a segment: ``Moscow Vetoed a resolution To renew``.

Every capitalised word after a blank that is usually small is weighed by the learnt scorer: how it is written in
general and in this document, the words around, titles and headlines, the verbs before and behind. Names, titles
without quotes, bands and offices stay: where the scorer doubts, the edit is only suggested. A lost sentence end at
the same place is the business of ``missing_breaks``. Phase repair.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.repairers.repair._commas import raised_after_comma, raised_after_speech
from cleanpipe.scoring.english import frames, kept_capitals
from cleanpipe.scoring.english.candidates import MIN_SHARE
from cleanpipe.scoring.english.clauses import reconciled
from cleanpipe.scoring.english.stops import lost_stop
from cleanpipe.scoring.english.verdicts import verdicts
from cleanpipe.scoring.lexical.lexicon import lexicon

PHASE = "repair"
CERTAIN = 0.93

#: A factor for words that are names as well, "State" or "Council": only a damaged text makes up for it.
_DOUBTFUL = 0.75


@dataclass(frozen=True, slots=True)
class Options:
    """``never``: words that keep their capital. ``floor``: scores below it are not even proposed."""

    never: tuple[str, ...] = ()
    floor: float = 0.3


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose to lower stray capitals.

    >>> text = "The talks in Lima were held Without the two ministers."
    >>> [edit.applied_to(text) for edit in propose(Document(text), Options())]
    ['The talks in Lima were held without the two ministers.']
    """
    text = document.text
    yield from raised_after_comma(text, "en", options.never)
    yield from raised_after_speech(text, options.never)
    lex = lexicon("en")
    found = verdicts(text)
    for place in found.places("spaced"):
        word = text[place.at : place.end]
        if word in options.never:
            continue
        chances = reconciled(place, found.chances("spaced", place))
        # A comma may have gone as well; with the blank kept that is rare, and the capital is wrong in either case.
        score = max(chances["lower"] + 0.8 * chances["comma"], frames.stray_capital(place))
        small_elsewhere = frames.small_elsewhere(place)
        score = max(score, small_elsewhere)
        if score < options.floor:
            continue  # what keeps a capital only lowers it: seven of eight places need not be asked
        score *= kept_capitals.is_named(place) * kept_capitals.whole_line(place) * kept_capitals.under_heading(place)
        if score < options.floor or score < max(chances["stop"], chances["stop"] and lost_stop(place)):
            continue
        share = lex.lower_share(word)
        if share < MIN_SHARE and not small_elsewhere:
            score *= _DOUBTFUL
        reason = f"'{word}' is written small in {share:.0%} of its uses, and no sentence begins here"
        yield Edit(place.at, place.at + 1, word[0].lower(), score=score, reason=reason, detail={"prior": True})
