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
from cleanpipe.scoring.lexical.lexicon import AUX, MODAL, NOUN, VERB_PAST, VERB_S, lexicon
from cleanpipe.scoring.lexical.places import places
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.multilingual.doubled_subjects import doubled_subject, doubles_subject
from cleanpipe.scoring.multilingual.seams import raised
from cleanpipe.scoring.texts.tokens import NAMES

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
    yield from _small(text)


def _small(text: str) -> Iterator[Edit]:
    """Small pronouns behind a person that begins the sentence: ``Dr Leila Haddad she discovered the gene``.

    Behind any other noun they may begin a relative clause without its relative: ``The house he built is gone``.
    """
    lex = lexicon("en")
    for pronoun in _ANY_SMALL.finditer(text):
        # Most have a subordinator before them, and most others stand deep in their sentences.
        if text[text.rfind(" ", 0, pronoun.start()) + 1 : pronoun.start()] in _BEFORE:
            continue
        start = max(0, pronoun.start() - _LONGEST)
        begin = max(text.rfind(". ", start, pronoun.start()), text.rfind("\n", start, pronoun.start()))
        begin = max(begin, *(text.rfind(end, start, pronoun.start()) for end in ("” ", '" ', "? ", "! ")))
        match = _SMALL.search(text, begin, pronoun.end() + _LONGEST) if begin >= 0 or not start else None
        if match is None or match.start(3) != pronoun.start() + 1:
            continue
        verb = lex.tags(match[4])
        if match[1]:
            tokens = [token for token in match[1].split() if token.rstrip(".") not in _TITLES]
            titled = len(tokens) < len(match[1].split())
            known = [lex.lower_share(token.lower()) for token in tokens]
            if not tokens or max(known) > 0.2 or _TIMED.intersection(tokens):
                continue
            first = tokens[0].lower()
            named = len(tokens) > 1 and 0.0 <= lex.lower_share(first) <= _NAME and match[3] != "they"
            if not titled and (not named or first in places("en") or first in NAMES):
                continue
            if not verb & (VERB_PAST | VERB_S | AUX | MODAL) or verb & NOUN:
                continue
        elif match[2].split()[-1] not in _PEOPLE or match[4] not in _SAYING or match[5] not in _SAID:
            continue
        reason = f"'{match[3]}' doubles the subject before it"
        yield Edit(match.start(3), match.end(3) + 1, "", score=0.88, reason=reason, detail={"prior": True})


_ANY_SMALL, _LONGEST = re.compile(r" (?:he|she|they) (?=[a-z])"), 60
_BEFORE = words(
    "that and when as if but because what which where how said while who before after until since than so or though is "
    "was are were did do does had has have will would could can should says think know time way why whether once"
)
_SMALL = re.compile(
    r"(?:^|(?<=[.!?] )|(?<=[.!?][”\"] ))(?:((?:(?:Mrs?|Ms|Dr|Prof|Sir|Lady|Lord)\.? )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)"
    r"|((?:The|His|Her|Their|Our) (?:[a-z-]+ )?[a-z]+)) (he|she|they) ([a-z]+) ([a-z]+)",
    re.MULTILINE,
)
#: Largest share of small letters of a first name: "peter", which may peter out.
_NAME = 0.02
_TITLES = words("Mr Mrs Ms Dr Prof Sir Lady Lord")
_TIMED = words(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December Easter Christmas Ramadan Passover"
)
_SAYING = words("said says denied denies admitted announced explained insisted claimed warned confirmed argued")
_SAID = words("that the a his her their he she they it there not no")
_PEOPLE = words(
    "mayor minister president chairman chairwoman director manager spokesman spokeswoman spokesperson officer officers "
    "doctor doctors nurse surgeon lawyer lawyers prosecutor judge witness suspect defendant driver pilot captain coach "
    "striker goalkeeper player players singer actor actress author novelist writer poet painter artist teacher "
    "farmer farmers owner owners founder founders researcher researchers scientist scientists professor expert experts "
    "economist analyst governor senator councillor candidate ambassador bishop priest king queen prince princess "
    "teenager student students neighbour neighbours resident residents mother father brother sister son daughter "
    "husband wife widow victim survivor chef baker engineer architect photographer reporter editor firefighter "
    "firefighters police organisers organizers fans workers climber cyclist runner winner"
)
