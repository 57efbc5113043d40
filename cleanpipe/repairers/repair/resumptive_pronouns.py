"""Delete the pronoun that doubles a subject: ``Shakira He denied``, ``the fans, who They have waited``.

Languages that drop pronouns make a translator add one at the start of a segment, in capitals. It goes where a noun
phrase stands before it with no verb yet in the sentence, and a finite verb behind it. Where the sentence already
has its verb, a new sentence begins instead and ``missing_breaks`` is asked. Titles such as "He Knew He Was Right"
stay. Phase repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.scoring.english.boundaries import Place
from cleanpipe.scoring.lexical.grammars import grammar
from cleanpipe.scoring.multilingual.doubled_subjects import doubled_subject, doubles_subject
from cleanpipe.scoring.multilingual.seams import raised

PHASE = "repair"
CERTAIN = 0.93

_PRONOUN = re.compile(r"(?:He|She|They|It|We) (?=[a-z]+[ ,.])")


@dataclass(frozen=True, slots=True)
class Options:
    """No options."""


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose to delete doubled subjects.

    >>> text = "The goalkeeper Ibarra He stopped two penalties."
    >>> [edit.applied_to(text) for edit in propose(Document(text), Options())]
    ['The goalkeeper Ibarra stopped two penalties.']
    """
    text = document.text
    gram = grammar(document.lang)
    if gram is not None:
        for seam in raised(text, gram, 0.85):  # "Sie" is also a polite "you"
            if doubles_subject(seam, gram):
                reason = f"'{seam.word.lower()}' doubles the subject before it"
                yield Edit(seam.at, seam.end + 1, "", score=0.86, reason=reason, detail={"prior": True})
        return
    for match in _PRONOUN.finditer(text):
        if (
            not match.start()
            or text[match.start() - 1] != " "
            or not (text[match.start() - 2].isalnum() or text[match.start() - 2] == ",")
        ):
            continue
        score = doubled_subject(Place(text, match.start() - 1, match.start(), match.end() - 1))
        if not score:
            continue
        reason = f"'{match.group().strip().lower()}' doubles the subject before it"
        yield Edit(match.start(), match.end(), "", score=score, reason=reason, detail={"prior": True})
