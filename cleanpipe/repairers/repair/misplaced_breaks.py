"""Take out a full stop that was put inside a sentence: ``to build a new wing. Of the children's hospital``.

The learnt scorer weighs each stop before a word that could have gone on with the sentence: what the piece behind it
begins with, whether it has a verb of its own, whether the piece before it ends in an article or a preposition.
Fragments for effect, answers to questions, openers with comma and clause, and quotations stay. Phase repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.scoring.english import torn, vetoes
from cleanpipe.scoring.english.boundaries import Place, look_at
from cleanpipe.scoring.english.clauses import cut_short
from cleanpipe.scoring.english.sentences import ABBREVIATIONS
from cleanpipe.scoring.english.verdicts import verdicts
from cleanpipe.scoring.lexical.lexicon import (
    ADJ,
    ADV,
    DET,
    NAME,
    NOUN,
    PREP,
    PRON,
    VERB_BASE,
    VERB_ING,
    VERB_PART,
    VERB_PAST,
    VERB_S,
    lexicon,
)
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.texts.prior import doubted

PHASE = "repair"
CERTAIN = 0.95

# "of Egypt and. Jordan": the next word keeps its capital, so the scorer does not look there.
_BEFORE_NAME = re.compile(
    r"\.(?:(?<= (?:and|the|its|our)\.)|(?<= (?:into|onto)\.)(?= [A-Z]\w+, wh)) ([A-Z][a-z]{3,})\b"
)
# Behind a name most relatives have a comma: a name needs none to tell it apart.
_RELATIVES = frozenset(("Who", "Whose", "Which", "Where"))
_AFTER_NAME = re.compile(r"\b[A-Z][\w’'-]*\Z")
# "from frozen assets. 50 billion dollars in debt": only ever told, since a list or a caption looks the same.
_BEFORE_FIGURE = re.compile(r"\.(?<=[a-z]{2}\.) ([$€£]?[0-9][0-9,.]*(?:m|bn|tn)?)(?= [a-z])")
# ... unless the word before the stop wants one: "a total of. 40 million euros".
_WANTS_FIGURE = words("of than the between least nearly almost about around aside roughly some up from with by over")
# "The band, formed in Cardiff. Has sold four million records.": a verb whose subject is behind the stop.
_AUXILIARY = re.compile(r"\.(?<=[\w)]\.) (Has|Have|Had|Was|Were|Is|Are|Will|Would|Should|Must) ([a-z]+)")


# "to the. parliament building"
_BEFORE_SMALL = re.compile(r"\.(?= [a-z])(?<=[a-z]{2}\.)")
_NEVER_LAST = words("the an and or their its our your my whose")
# "any other capital in Europe. according to the survey."
_SMALL_ACCORDING = re.compile(r"\.(?= according to [^.!?,\n]*[.!?])(?<=[a-z]{2}\.)")
# "40,000 letters. Most of which have never been published."
_OF_WHICH = re.compile(
    r"\.(?<=[\w)]\.) (Most|Many|Some|All|None|Both|Half|Each|Several|Few|Any|Neither|Either|Much|Part|One|Two|Three|"
    r"Four|Five|Six|The (?:first|last|latest|largest|best|oldest|youngest|others|rest|majority)) of (?:which|whom)\b"
)


# "a letter by Darwin. In which he complains", but "In which case, we stay."
_IN_WHICH = re.compile(
    r"\.(?<=[\w)]\.) (In|At|By|For|From|On|Of|With|To|Under|Through|During|After|Among) which\b"
    r"(?! case|,)(?=[^.?!\n]*[.!])"
)
# "sold to a couple from Utrecht. who plan to let it": a relative has no capital, and no stop before it.
_SMALL_RELATIVE = re.compile(r"\.(?<=[a-z]{2}\.) (?=(who|which|whose|whom) [a-z])")


@dataclass(frozen=True, slots=True)
class Options:
    """``floor``: scores below it are not even proposed."""

    floor: float = 0.3


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose to join what a misplaced stop has cut.

    >>> text = "The loan will be used to build a new wing. Of the children's hospital."
    >>> [edit.applied_to(text) for edit in propose(Document(text), Options())]
    ["The loan will be used to build a new wing of the children's hospital."]
    """
    text = document.text
    found = verdicts(text)
    for match in _BEFORE_NAME.finditer(text):
        lex, end = lexicon("en"), match.end()
        if lex.is_name(match[1]):
            yield Edit(
                match.start(), match.start() + 1, "", score=0.9, reason="no sentence ends here, and a name follows"
            )
        elif text.endswith(" the", 0, match.start()) and text[end : end + 2].strip(" ").islower():
            # "across the. North of the island": the scorer takes it for a name
            small = lex.lower_share(match[1]) > 0.6
            edit = (match.start(), match.start(1) + 1, " " + match[1][0].lower()) if small else None
            edit = edit or (match.start(), match.start() + 1, "")
            yield Edit(*edit, score=0.9, reason="no sentence ends in 'the'", detail={"prior": True})
    for match in _OF_WHICH.finditer(text):
        reason = f"no sentence begins with '{match[1]} of which'"
        yield Edit(match.start(), match.start(1) + 1, ", " + match[1][0].lower(), score=0.93, reason=reason)
    for match in _IN_WHICH.finditer(text):
        reason = f"no sentence begins with '{match[1]} which'"
        yield Edit(match.start(), match.start(1) + 1, " " + match[1][0].lower(), score=0.9, reason=reason)
    for match in _SMALL_RELATIVE.finditer(text):
        if text[max(0, match.start() - 12) : match.start()].rpartition(" ")[2].lower() in ABBREVIATIONS:
            continue  # "two people at Apple Inc. who have seen the draft"
        mark = "," if match[1] == "which" else ""
        reason = f"'{match[1]}' goes on with the sentence before it"
        yield Edit(match.start(), match.start() + 1, mark, score=0.88, reason=reason, detail={"prior": True})
    for match in _SMALL_ACCORDING.finditer(text):
        reason = "no sentence begins with a small 'according'"
        yield Edit(match.start(), match.start() + 1, ",", score=0.9, reason=reason)
    for match in _BEFORE_SMALL.finditer(text):
        at = match.start()
        blank = text.rfind(" ", max(0, at - 8), at)
        if blank >= 0 and (word := text[blank + 1 : at]) in _NEVER_LAST:
            reason = f"no sentence ends in '{word}'"
            yield Edit(at, at + 1, "", score=0.92, reason=reason)
    yield from _before_figures(text)
    yield from _without_subject(text)
    yield from _second_verbs(text)
    torn_at = {place.left for place in found.places("stopped") if found.chances("stopped", place)["keep"] < _TORN}
    for place in found.places("stopped"):
        chances = found.chances("stopped", place)
        label = "lower" if chances["lower"] >= chances["comma"] else "comma"
        word = text[place.at : place.end]
        if label == "lower" and word in _RELATIVES and _AFTER_NAME.search(text, max(0, place.left - 30), place.left):
            label = "comma"
        score = chances[label] + 0.67 * (1.0 - chances["keep"] - chances[label])
        factor = vetoes.joins_sentences(place) * (_CUT_SHORT if cut_short(place, torn_at) else 1.0)
        by_words = torn.torn_sentence(place)
        if factor == vetoes.IN_COMPANY and by_words > _BY_WORDS and chances[label] > _BY_MODELS:
            factor = _AGREED  # the words alone tell, and the judges agree: short neighbours say little then
        if by_words == torn.ASKED_FOR:
            factor = 1.0
        score = doubted(max(score, by_words), factor)
        if score < options.floor:
            continue
        # "4,000 flats, of which a quarter", "in the north, where the air is dry"
        aside = word == "Where" or (word == "Of" and text.startswith(" which ", place.at + 2))
        aside |= word == "Compared" and torn.compares_with(look_at(place))
        joint = ", " if aside or label == "comma" or torn.closes_aside(place) else " "
        reason = f"the piece that begins with '{word}' goes on with the sentence before it"
        yield Edit(
            place.left, place.at + 1, joint + word[0].lower(), score=score, reason=reason, detail={"prior": True}
        )


def _before_figures(text: str) -> Iterator[Edit]:
    """Stops before a figure that begins no sentence."""
    for match in _BEFORE_FIGURE.finditer(text):
        look = look_at(Place(text, match.start(), match.start(1), match.end()))
        first, _ = look.profile.sentence(max(0, look.index - 2))
        wanted = look.index > 1 and look.low[look.index - 2] in _WANTS_FIGURE
        if look.profile.main_verbs(first, look.index - 1) and not look.profile.main_verbs(look.index, look.last):
            reason = "the piece that begins with a figure has no verb"
            yield Edit(match.start(), match.start() + 1, "", score=0.9 if wanted else 0.55, reason=reason)


def _without_subject(text: str) -> Iterator[Edit]:
    """Stops between a subject and its verb: no verb before, and behind it an auxiliary with its participle."""
    lex = lexicon("en")
    for match in _AUXILIARY.finditer(text):
        tags = lex.tags(match[2])
        asked = VERB_BASE | ADV if match[1][-1] in "dlt" and match[1] != "Had" else VERB_PART | VERB_ING | ADV
        if not tags & asked or tags & (DET | PRON) or (tags & NAME and not tags & VERB_BASE):
            continue
        look = look_at(Place(text, match.start(), match.start(1), match.end(1)))
        first, _ = look.profile.sentence(max(0, look.index - 2))
        stop = look.index - 1
        if look.words[look.last - 1] != ".":
            continue
        # "The band, formed in Cardiff": what stands behind the comma is a participle.
        comma = look.words.index(",", first, stop) if "," in look.words[first:stop] else stop
        inner = min(stop, comma + 1 + bool(lex.tags(look.low[comma + 1]) & VERB_PART))
        if look.profile.main_verbs(first, comma) or look.profile.main_verbs(inner, stop):
            continue
        if not 1 < stop - first < _SUBJECT or look.profile.quotes[look.index] % 2:
            continue
        joint = ", " if comma < stop else " "
        reason = f"'{match[1]}' has its subject before the stop"
        at = match.start()
        yield Edit(at, match.start(1) + 1, joint + match[1][0].lower(), score=0.9, reason=reason)


def _second_verbs(text: str) -> Iterator[Edit]:
    """Stops before a verb joined to the one in front: ``was born in Dakar. But grew up in a suburb of Turin``."""
    lex = lexicon("en")
    for match in _JOINED_VERB.finditer(text):
        tags = lex.tags(match[2])
        be = match[2] in _BE and not lex.tags(match[3]) & PRON
        if not be and (not tags & (VERB_PAST | VERB_S) or tags & (VERB_PART | NOUN | ADJ | ADV | PREP | NAME)):
            continue
        at = match.start()
        look = look_at(Place(text, at, match.start(1), match.end(1)))
        first, _ = look.profile.sentence(max(0, look.index - 2))
        if look.index - first < 5 or look.last - look.index < 6 or look.words[look.last - 1] != ".":
            continue
        if not look.profile.main_verbs(first, look.index - 1) or look.profile.quotes[look.index] % 2:
            continue
        reason = f"'{match[2]}' has its subject before the stop"
        yield Edit(at, match.start(1) + 1, " " + match[1][0].lower(), score=0.82, reason=reason, detail={"prior": True})


#: "But grew", "And went": no sentence begins with a verb that is neither participle nor command.
_JOINED_VERB = re.compile(r"\.(?<=[a-z)]\.) (But|And) ([a-z]+)(?= ([a-z]+))")
_BE = words("is was has")

_BY_WORDS, _BY_MODELS, _AGREED = 0.85, 0.97, 0.7
#: So many words a subject has at most.
_SUBJECT = 16
#: A stop this unlikely to be kept is one that tore a sentence; and what it is worth that the piece before goes with it.
_TORN, _CUT_SHORT = 0.3, 0.4
