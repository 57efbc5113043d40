"""What probably happened at the places of a text, in tiers: the linear model everywhere, the encoder where it doubts.

All places are judged together, since the encoder multiplies many as fast as a few. And a text is judged in two steps:
first the places that the first look finds likely; only where these show damage, or the text is short, the others too.
Edited prose has few of the first, so most of it is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from cleanpipe.scoring.english import candidates
from cleanpipe.scoring.english.boundaries import KINDS, Place
from cleanpipe.scoring.networks import linear
from cleanpipe.scoring.networks.encoder import OUTCOMES, encoder

#: The labels of each kind as outcomes of the encoder.
_SPACED = {"keep": "keep", "lower": "space_lower", "comma": "comma_lower", "stop": "stop"}
_FUSED = {**_SPACED, "split": "space_same", "commakeep": "comma_same"}
_STOPPED = {"keep": "keep", "lower": "space_lower", "comma": "comma_lower"}
_OUTCOMES = {"spaced": _SPACED, "fused": _FUSED, "stopped": _STOPPED}

#: Where the linear model is this sure that nothing was lost, the encoder is not asked: it costs as much again,
#: and at .88 instead of .98 not one edit of the damage kit changed. In a long text without damage half is enough: the
#: prior asks more of a finding there than a doubt of one judge can give.
#: Of stops it is asked nearly always: what a verb or an adverb before one wants, only the encoder knows.
_SURE = {"spaced": 0.8, "fused": 0.8, "stopped": 0.97}
_LIKELY_SURE = dict.fromkeys(_SURE, 0.5)
#: The two judges learnt from the same text and are no independent witnesses: the product (1.0) is too sure of itself,
#: the geometric mean (0.5) not sure enough. Exponents of the linear model and of the encoder.
_LINEAR, _ENCODER = 0.7, 0.7
#: Both have met lists that run on, where no stop belongs, oftener than a reader of newspapers does.
_MORE_STOPS = 2.0
#: Texts below this many characters (some 250 words) are judged wholly: they have too few places to speak for others.
SHORT = 1_500
#: One probable defect in this many characters (500 words) makes a text a damaged one: damaged pages have five and more,
#: edited prose mostly one find or none, a title or a name.
PER_DEFECT = 3_000


class Verdicts:
    """The places of one English text and their chances.

    >>> found = verdicts("The loan will be used to build a new wing. Of the children's hospital.")
    >>> [round(found.chances("stopped", place)["keep"], 1) for place in found.places("stopped")]
    [0.0]
    """

    __slots__ = ("_asked", "_chances", "_places", "_text", "wholly")

    def __init__(self, text: str) -> None:
        self._text = text
        self._chances: dict[tuple[str, int], dict[str, float]] = {}
        self._asked: set[tuple[str, int]] = set()  # places that the encoder has seen
        found = {kind: finder(text) for kind, finder in candidates.FINDERS.items()}
        likely, unlikely = ({kind: both[k] for kind, both in found.items()} for k in (0, 1))
        self._places = likely
        #: Whether the unlikely places are among those looked at: the text is short, or shows damage.
        self.wholly = len(text) < SHORT or self._damaged(likely)
        if self.wholly:
            self._places = {kind: sorted((*likely[kind], *unlikely[kind]), key=_at) for kind in likely}
            self._judge(self._places, _SURE)

    def places(self, kind: str) -> list[Place]:
        """The places of a kind that are worth asking about, from left to right."""
        return self._places[kind]

    def chances(self, kind: str, place: Place) -> dict[str, float]:
        """What probably happened at a place: ``keep`` and the repairs that the model of this kind knows."""
        return self._chances[kind, place.at]

    def _damaged(self, likely: Mapping[str, list[Place]]) -> bool:
        """Whether likely places show damage for the length of the text."""
        self._judge(likely, _LIKELY_SURE)
        kept = (self._chances[kind, place.at]["keep"] for kind, places in likely.items() for place in places)
        return sum(1.0 - keep for keep in kept if keep < 0.5) >= len(self._text) / PER_DEFECT

    def _judge(self, places_of: Mapping[str, Iterable[Place]], sure: Mapping[str, float]) -> None:
        """Two judges that see different things: the linear model knows the document and the grammar of the sentence,
        the encoder knows what words mean."""
        doubtful: list[tuple[str, int]] = []
        for kind, places in places_of.items():
            model, features_of = linear.shipped("boundaries-en", kind), KINDS[kind]
            for place in places:
                key = (kind, place.at)
                found = self._chances.get(key)
                if found is None:
                    found = self._chances[key] = model.probabilities(features_of(place))
                if found["keep"] < sure[kind] and key not in self._asked:
                    doubtful.append(key)
        self._asked.update(doubtful)
        network = encoder("en") if doubtful else None
        if network is not None:
            answers = network.judge_text(self._text, [at for _, at in doubtful])
            for kind, at in doubtful:
                outcomes = answers.get(at)
                if outcomes is not None:
                    encoded = dict(zip(OUTCOMES, outcomes.tolist(), strict=True))
                    self._chances[kind, at] = _pooled(self._chances[kind, at], encoded, _OUTCOMES[kind])


def _at(place: Place) -> int:
    return place.at


def _pooled(linear_: dict[str, float], encoded: dict[str, float], outcome_of: dict[str, str]) -> dict[str, float]:
    """Two opinions in one: nearly their product, which doubts where either doubts.

    >>> pooled = _pooled({"keep": 0.5, "lower": 0.5}, {"keep": 0.1, "space_lower": 0.9}, _STOPPED)
    >>> round(pooled["lower"], 2)
    0.82
    """
    powers = {
        label: max(chance, 1e-5) ** _LINEAR * max(encoded[outcome_of[label]], 1e-5) ** _ENCODER
        for label, chance in linear_.items()
    }
    if outcome_of is _SPACED:
        powers["stop"] *= _MORE_STOPS
    total = sum(powers.values())
    return {label: power / total for label, power in powers.items()}


@lru_cache(maxsize=4)
def verdicts(text: str) -> Verdicts:
    """The verdicts on one text; the last few are remembered, as several repairers ask about the same one."""
    return Verdicts(text)
