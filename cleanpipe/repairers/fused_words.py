"""Split words that grew together where a link ended: ``SeptemberWhen``, ``softwareThe``, ``2.0And``, ``Correawill``.

A capital inside a word is weighed by the learnt scorer, which also says what was lost: a blank, a comma or a full stop. A
word in small letters is split only when nobody knows the whole, both halves are words (the first may be a name that stands
alone elsewhere in the document) and the second is a function word. Brands, surnames, tags, file names and code stay; so do
the words of ``never_split``. Phase repair.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.scoring import boundaries, candidates
from cleanpipe.scoring.boundaries import Place

PHASE = "repair"
CERTAIN = 0.95


@dataclass(frozen=True, slots=True)
class Options:
    """``never_split``: words that are right as they are. ``floor``: scores below it are not even proposed.

    ``small``: whether to look for joints in small letters as well (``Correawill``, ``letterabout``).
    """

    never_split: tuple[str, ...] = ()
    floor: float = 0.3
    small: bool = True


#: What each label puts in front of the right word, and whether that word is lowered.
_MENDED = {
    "split": (" ", False),
    "lower": (" ", True),
    "comma": (", ", True),
    "commakeep": (", ", False),
    "stop": (". ", False),
}
_WORDS = {"split": "a blank", "lower": "a blank", "comma": "a comma", "commakeep": "a comma", "stop": "a full stop"}


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose to split fused words.

    >>> text = "Residents complain about the noiseComing from the new stadium."
    >>> [edit.applied_to(text) for edit in propose(Document(text), Options())]
    ['Residents complain about the noise coming from the new stadium.']
    """
    text = document.text
    for place in candidates.fused(text):
        if _token(text, place) in options.never_split:
            continue
        chances = boundaries.probabilities("fused", place)
        label = max(_MENDED, key=chances.__getitem__)
        # Any split is better than none: half of what the other splits would get counts for the best of them.
        score = chances[label] + 0.5 * (1.0 - chances["keep"] - chances[label])
        if chances["keep"] >= 0.5 or score < options.floor:
            continue
        joint, lowered = _MENDED[label]
        first = text[place.at]
        reason = f"'{text[place.at : place.end]}' is a word of its own; {_WORDS[label]} was lost before it"
        if lowered and text[place.at : place.end] != "I":
            yield Edit(place.at, place.at + 1, joint + first.lower(), score=score, reason=reason, detail={"prior": True})
        else:
            yield Edit(place.at, place.at, joint, score=score, reason=reason, detail={"prior": True})
    if options.small:
        for at, score, head, tail in candidates.small(text):
            if head + tail not in options.never_split:
                reason = f"'{head}' and '{tail}' are words, '{head}{tail}' is not"
                yield Edit(at, at, " ", score=score, reason=reason, detail={"prior": True})


def _token(text: str, place: Place) -> str:
    """The whole word around a joint."""
    start, end = place.at, place.end
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start:end]
