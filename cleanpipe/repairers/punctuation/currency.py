"""A currency said twice: "$50 million dollars" (phase punctuation).

The word goes, the sign stays. A sign with letters (``US$``) or a word that says which dollar ("Australian dollars") is
no repetition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.repairers._edited import edited

PHASE = "punctuation"

_TWICE = re.compile(
    r"[$£€₹¥₽](?<![A-Za-z][$£€₹¥₽])[0-9][0-9,.]*(?: (?:million|billion|trillion|thousand|hundred))*"
    r"( (?:US )?(dollars?|euros?|pounds?|pounds sterling|rupees?|yen|yuan|rou?bles?))\b"
)
# "$40 millones de dólares", "$40 млн долларов", "€5 Millionen Euro"
_TWICE_ABROAD = re.compile(
    r"(?:R\$|US\$|\$(?<![A-Za-z]\$)|€(?<![A-Za-z]€))[ \xa0]?[0-9][0-9,.]*"
    r"(?:[ \xa0](?:millones|milhões|milioni|Millionen|Milliarden|miljoen"
    r"|miljard|млн|млрд|миллионов|миллиардов|miliardi|bilhões|mil))?"
    r"([ \xa0](?:de |di |d[’'])?(dólares|dollari|[Dd]ollar|Euros?|euros?|долларов|евро|reais))\b(?!-)"
)
# "14 Millionen € Euro"
_SIGN_AND_WORD = re.compile(
    r"[€$£₽](?:(?<=[0-9nнд] .)|(?<=Mio\. .)|(?<=Mrd\. .)) "
    r"(?=(Euros?|euros?|dollars?|Dollar|dólares|dollari|pounds|рубл(?:ей|я))\b)"
)
# "€ 3 millions d'euros": French writes the sign behind the figure, and the word stands there.
_FRENCH = re.compile(
    r"(?:€(?=[ \xa0]?[0-9][0-9,. ]* (?:millions?|milliards?) d[’']euros\b)|"
    r"\$(?<![A-Za-z]\$)(?=[ \xa0]?[0-9][0-9,. ]* (?:millions?|milliards?) de dollars\b))[ \xa0]?([0-9])"
)
# "€40mila euro"
_THOUSANDS = re.compile(r"€[ \xa0]?(?=[0-9][0-9.]*mila euro\b)")
_SAME = {
    "R": ("reais",),
    "U": ("dólares", "dollari", "dollar"),
    "$": ("dollar", "dólar", "Dollar", "доллар"),
    "£": ("pound",),
    "₹": ("rupee",),
    "¥": ("yen", "yuan"),
    "₽": ("rouble", "ruble", "рубл"),
    "€": ("euro", "Euro", "евро"),
}


@dataclass(frozen=True, slots=True)
class Options:
    """No options yet."""


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Edits that drop the second mention.

    >>> [e.start for e in propose(Document("It cost $50 million dollars."), Options())]
    [19]
    """
    text = document.text
    if not any(sign in text for sign in "$£₹¥₽€"):
        return
    for match in _FRENCH.finditer(text):
        yield Edit(match.start(), match.start(1), "", score=0.88, reason="currency said twice")
    for match in _THOUSANDS.finditer(text):
        yield Edit(match.start(), match.end(), "", score=0.9, reason="currency said twice")
    for match in _SIGN_AND_WORD.finditer(text):
        if match[1].startswith(_SAME[match.group()[0]]):
            yield Edit(match.start(), match.end(), "", score=0.9, reason="currency said twice")
    for match in (*_TWICE.finditer(text), *_TWICE_ABROAD.finditer(text)):
        if text[match.end(1) : match.end(1) + 1] == "-":
            continue  # "€500 million euro-denominated"
        if match.group(2).startswith(_SAME[match.group()[0]]):
            # Editors write it too.
            # So do others before a noun: "a $75.3 billion dollar hit".
            before_noun = (
                match.re is _TWICE
                and match.group(2).endswith("dollar")
                and text[match.end(1) : match.end(1) + 2].strip().islower()
            )
            named = match.group(2) == "Dollar" and text[match.end(1) + 1 : match.end(1) + 2].isupper()
            score = 0.75 if edited(text) or before_noun or named else 0.9  # "a $25 Dollar General card"
            yield Edit(match.start(1), match.end(1), "", score=score, reason="currency said twice")
