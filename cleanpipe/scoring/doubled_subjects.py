"""Pronouns that repeat the subject before them, outside English: ``La cantante Lucía Belmonte Ella confirmó``.

Languages that drop pronouns make a translator add one at the start of a segment, in capitals. Proposes nothing;
``resumptive_pronouns`` and ``lost_stops`` ask.
"""

from __future__ import annotations

from cleanpipe.scoring.grammars import Grammar
from cleanpipe.scoring.seams import Seam, clause
from cleanpipe.scoring.wordlist import words

_PRONOUNS = {
    "es": words("él ella ellos ellas"),
    "fr": words("il elle ils elles"),
    "it": words("lui lei loro egli"),
    "pt": words("ele ela eles elas"),
}


def doubles_subject(seam: Seam, gram: Grammar) -> bool:
    """Whether a noun phrase without a verb stands before a capitalised pronoun, and a verb for certain behind it.

    >>> from cleanpipe.scoring.grammars import grammar
    >>> text = "Il cantante Davide Morselli Lui ha annullato le date di maggio."
    >>> at = text.index("Lui")
    >>> doubles_subject(Seam(text, at - 1, at, at + 3), grammar("it"))
    True
    """
    if seam.word.lower() not in _PRONOUNS.get(gram.lang, ()) or seam.text[seam.left : seam.at] != " ":
        return False
    before, behind = seam.before(), seam.behind()
    low = [token.lower() for token in before]
    if not 2 <= len(before) < 9 or not behind or not low[-1].isalpha() or low[-1] in gram.bound:
        return False
    subject = low[0] in gram.articles or before[-1][0].isupper()
    return subject and gram.third(behind[0]) and clause(low, gram) <= 0.3
