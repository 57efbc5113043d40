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
from cleanpipe.scoring.lexicon import AUX, FINITE, MODAL, NAME, NOUN, lexicon
from cleanpipe.scoring.sentences import line_around, verbs_of

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
    lex = lexicon("en")
    for match in _PRONOUN.finditer(text):
        if not match.start() or text[match.start() - 1] != " " or not text[match.start() - 2].isalnum():
            continue
        line, begin = line_around(text, match.start(), match.end())
        index = line.index_at(match.start() - begin)
        if index + 1 >= len(line.words) or not index:
            continue
        verb, before = line.lower[index + 1], line.lower[index - 1]
        tags = lex.tags(verb)
        if not tags & (FINITE | AUX | MODAL) or (tags & NOUN and not tags & (AUX | MODAL)):
            continue
        first, _ = line.sentence(index)
        pronoun = match.group().strip().lower()
        reason = f"'{pronoun}' doubles the subject before it"
        if before in ("who", "which"):
            score = 0.93
        elif pronoun not in ("it", "we") and _subject(line.words, line.lower, first, index):
            score = 0.9
        else:
            continue
        yield Edit(match.start(), match.end(), "", score=score, reason=reason, detail={"prior": True})


def _subject(words: tuple[str, ...], lower: tuple[str, ...], first: int, index: int) -> bool:
    """Whether what stands before the pronoun is a noun phrase with no verb, perhaps after an introductory phrase."""
    lex = lexicon("en")
    begin = first
    for k in range(index - 1, first, -1):
        if words[k] in (",", ":", "“", '"'):
            begin = k + 1
            break
    if not 0 < index - begin <= 7 or verbs_of(lower[begin:index]).main > 0.05:
        return False
    head = lex.tags(lower[index - 1])
    return bool(head & (NOUN | NAME)) or not head
