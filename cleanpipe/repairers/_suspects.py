"""One pass over a text for every mark with an odd neighbour, shared by the repairers that look at marks.

Most texts have next to none, and then each of those repairers is done. Nothing is decided here.
"""

from __future__ import annotations

import re
from functools import lru_cache

# A mark with a blank before it, with a letter or a second mark after it, or an opening mark with a blank
# after it, a mark in a number with a blank after it, or a stop between a letter and a figure.
_SUSPECT = re.compile(
    # Nineteen of twenty marks stand between a character and a blank with a word behind it: they go first.
    r"[,.;:!?()\[\]¿¡](?!(?<=\S[,.;:!?)\]])[ \n](?![,.;:!?0-9]))"
    r"(?:(?<=[^\S\n][,.;:!?)\]])|(?=[^\W\d_])(?<=[,;.!?])|(?=[^\S\n]?[,.;:!?])(?<=[,.;:!?])|(?=[^\S\n])(?<=[(\[¿¡])|"
    r"(?<=[0-9][,.:])(?= [0-9])|(?<=[^\W\d_]\.)(?=[0-9]))"
)


@lru_cache(maxsize=4)
def suspects(text: str) -> tuple[int, ...]:
    """Places of marks with an odd neighbour.

    >>> suspects("It rained , and ( as ever ) they left..")
    (10, 16, 26, 37)
    """
    return tuple(match.start() for match in _SUSPECT.finditer(text))
