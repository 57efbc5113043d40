"""Whether two words name the same person or place, written differently. Beside ``guard``; knows no names."""

from __future__ import annotations

import re
import unicodedata

_MISREAD = (("rn", "m"), ("cl", "d"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"))


def same_name(one: str, other: str) -> bool:
    """Whether two names are one and the same, misspelt: accents, a doubled or swapped letter, a scanner's confusion.

    One letter more, less or other is another name: Iran and Iraq, Austria and Australia, Johnson and Johnston.

    >>> same_name("zelensky", "zelenskyy"), same_name("putin", "putni"), same_name("iran", "iraq")
    (True, True, False)
    """
    one, other = (_plain(name) for name in (one, other))
    if one == other or one + "s" == other or other + "s" == one:
        return True
    if min(len(one), len(other)) < 4:
        return False
    if re.sub(r"(.)\1", r"\1", one) == re.sub(r"(.)\1", r"\1", other):
        return True
    for misread, read in _MISREAD:
        one, other = one.replace(misread, read), other.replace(misread, read)
    if one == other:
        return True
    if len(one) == len(other):
        at = [k for k in range(len(one)) if one[k] != other[k]]
        return len(at) == 2 and at[1] == at[0] + 1 and one[at[0]] == other[at[1]] and one[at[1]] == other[at[0]]
    return False


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
