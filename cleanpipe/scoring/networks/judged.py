"""What the encoder says about the seams of a text outside English. Proposes nothing.

The encoder multiplies many places as fast as a few, so who asks names all places that may be asked about.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from cleanpipe.scoring.networks.encoder import OUTCOMES, encoder

#: Languages whose newspapers it has read, and not their manuals alone.
READ = frozenset(("de", "es", "fr", "it", "nl", "pt", "ru"))


class Judged:
    """The outcomes of the places of one text, worked out when first asked for.

    >>> Judged("Il pleut.", "xx").at(3) is None
    True
    """

    __slots__ = ("_found", "_network", "text")

    def __init__(self, text: str, lang: str) -> None:
        self.text = text
        self._network = encoder(lang)
        self._found: dict[int, dict[str, float] | None] = {}

    def ask(self, places: Iterable[int]) -> None:
        """Have these places judged together; ``at`` then answers at once."""
        wanted = [at for at in places if at not in self._found]
        if not wanted or self._network is None:
            return
        found: dict[int, dict[str, float] | None] = dict.fromkeys(wanted)
        for at, chances in self._network.judge_text(self.text, wanted).items():
            found[at] = dict(zip(OUTCOMES, chances.tolist(), strict=True))
        # All at once: a place without its answer yet would tell another thread that nothing can be said of it.
        self._found.update(found)

    def at(self, place: int) -> dict[str, float] | None:
        """Chances of the outcomes where a word begins; None where nothing can be said."""
        if place not in self._found:
            self.ask([place])
        return self._found.get(place)


@lru_cache(maxsize=4)
def judged(text: str, lang: str) -> Judged:
    """The verdicts on one text; the last few are remembered, as several repairers ask about the same one."""
    return Judged(text, lang)
