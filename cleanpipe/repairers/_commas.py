"""Capitals glued to a comma: ``with Taylor Swift,According to a report`` was cut into segments at the comma."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanpipe.document import Edit
from cleanpipe.scoring.lexicon import lexicon

_SMALL, _BIG = "a-zß-öø-ÿąćęłńśźżğışœа-яё", "A-ZÀ-ÖØ-ÞĄĆĘŁŃŚŹŻĞİŞŒА-ЯЁ"
# A word goes on with a blank and a small letter behind it: "Name,Date,Place" and "Lima,Peru" do not.
_GLUED = re.compile(rf"[{_SMALL}0-9)”’],([{_BIG}][{_SMALL}]*)(?= [{_SMALL}0-9])")
#: From this share of small letters on the capital is no name's; nouns are the reason why German asks for more.
_SHARE, _NOUNS = 0.9, 0.985


def raised_after_comma(text: str, lang: str, never: tuple[str, ...] = ()) -> Iterator[Edit]:
    """Edits that put the blank back and lower the capital.

    >>> text = "She fell out with Taylor Swift,According to a new report."
    >>> [edit.applied_to(text) for edit in raised_after_comma(text, "en")]
    ['She fell out with Taylor Swift, according to a new report.']
    """
    lex = lexicon(lang)
    for match in _GLUED.finditer(text):
        word = match[1]
        share = lex.lower_share(word)
        if share < (_NOUNS if lang == "de" else _SHARE) or word in never or word == "I":
            continue
        reason = f"'{word}' is written small in {share:.0%} of its uses, and a comma stands before it"
        at = match.start(1)
        yield Edit(at, at + 1, f" {word[0].lower()}", score=0.9, reason=reason, detail={"prior": True})
