"""Whether a text looks as if an editor has read it: then what editors let pass is only suggested."""

from __future__ import annotations

import re
from functools import lru_cache

#: Characters up to which a text is too short to show it.
SHORT = 700
# Marks that editors do not leave: no blank behind one, or one before it, also inside quotation marks.
_LETTER = r"[^\W\d_]"
_CARELESS = re.compile(
    rf"[,.;](?:(?<={_LETTER}{{2}},)(?={_LETTER}{{2}})|(?<={_LETTER}{{2}}\.)(?=[^\W\d_a-z]{_LETTER}{{2}})|"
    rf"(?<={_LETTER}{{2}} [,;])(?= )|(?<=[.,])(?= [\"”“](?: |,|$)))",
    re.MULTILINE,
)


@lru_cache(maxsize=4)
def edited(text: str) -> bool:
    """Whether a text is long enough to tell, and has none of the marks that editors do not leave.

    >>> prose = "The ferry did not sail, and nobody knew why. " * 20
    >>> edited(prose), edited(prose[:400]), edited(prose + "The harbour was shut,the boats lay idle.")
    (True, False, False)
    """
    return len(text) >= SHORT and _CARELESS.search(text) is None
