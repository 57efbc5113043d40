"""Lower a capital that stands inside a sentence on a word that is written small: ``a répondu Dans une lettre``.

For languages other than English. Prepositions, conjunctions and relatives are nearly certain; other words must be
small in 97 % of their uses, and must not be a name in this document. Headlines, titles, names with small words in
them (La Paz, Der Spiegel, De Gaulle) stay. Where a sentence rather begins, ``lost_stops`` is asked. Phase repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.repairers.repair._commas import raised_after_comma
from cleanpipe.scoring.lexical.grammars import Grammar, grammar
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.multilingual.named import takes_name, tells_of_works
from cleanpipe.scoring.multilingual.openings import candidates, opening
from cleanpipe.scoring.multilingual.seams import Seam, clause, headline, main_clause, shares
from cleanpipe.scoring.networks.joints import BIG, SMALL

PHASE = "repair"
CERTAIN = 0.93


@dataclass(frozen=True, slots=True)
class Options:
    """``never``: words that keep their capital. ``floor``: scores below it are not even proposed.

    ``content``: whether words other than prepositions, conjunctions, relatives and articles are looked at.
    """

    never: tuple[str, ...] = ()
    floor: float = 0.4
    content: bool = True


# A comma behind the closing mark: the sentence goes on with who said it. „Nein“, Sagte der Trainer.
_AFTER_SPEECH = re.compile(rf",(?<=[^\s][”“\"»],) ([{BIG}][{SMALL}]+)(?= [{SMALL}])")


#: Two findings within so many characters of one sentence are a pair; how much the score of one helps the other.
_PAIRED, _VOUCHED = 120, 0.65
#: "burgemeester Van der Velde": behind an office such a word has a capital; and so it has behind "'t".
_DUTCH = re.compile(
    r".(?<=[’'][tsn] .)|(?:Van|Den|Ter|Ten|Te|Op|In|Aan|Uit|De) (?:(?:de|der|den|het|ter|ten|['’]t) )?[A-Z]"
)
#: "im Büro, Am Markt 5", "in der Halle An der Alten Post 12": an address.
_STREET = re.compile(
    r"(?:Am|An der|An den|Im|In der|In den|Auf dem|Auf der|Unter den|Zum|Zur|Hinter der)"
    r" (?:[A-ZÄÖÜ][\w-]+ ){1,2}\d{1,3}\b"
)
#: "das Für und Wider", "ohne Wenn und Aber", "das Auf und Ab": small words made nouns, two and two.
_TWO_NOUNS = re.compile(r"(?:Für und Wider|Wenn (?:und|oder) Aber|Auf und (?:Ab|Nieder)|Hin und Her|Ob und Wie)\b")
#: "Jan van der Velden"
_OF_PLACE = re.compile(r"\b[A-Z][\w.-]* van (?:de[rn]?|het|[’']t) \Z")
#: No verb stands behind "of the": "três adegas do Dão".
_OF_THE = tuple(
    f" {word}" for word in words("do da dos das pelo pela del du dello della delle degli dei nel nella sul")
)
_LONGEST = max(map(len, _OF_THE))
#: What is read, shown or sung has a title, and titles begin with these words: just below the bar.
_TITLED = 0.75
#: Small words that lost their vowel, or have a hyphen: "restera Jusqu'à nouvel ordre", "вывезли Из-за угрозы".
_ELIDED = {
    "fr": re.compile(rf"(?:Qu|Jusqu|Lorsqu|Puisqu|Quoiqu)['’](?=[{SMALL}])"),
    "it": re.compile(rf"(?:Dell|Dall|Sull|Nell|All|Coll|Dov|Com|Anch)['’](?=[{SMALL}])"),
    "ru": re.compile(rf"(?:Из-за|Из-под|По-прежнему|Потому) (?=[{SMALL}])"),
}


def _elided(text: str, gram: Grammar) -> Iterator[Edit]:
    """Lower an elided word inside a sentence, unless a clause stands on either side."""
    pattern = _ELIDED.get(gram.lang)
    for match in pattern.finditer(text) if pattern is not None else ():
        at = match.start()
        if at < 2 or text[at - 1] != " " or not (text[at - 2].isalnum() or text[at - 2] == ","):
            continue
        seam = Seam(text, at - 1, at, match.end())
        before, behind = seam.low_before(), seam.low_behind()
        both = gram.lang in ("it", "ru") and clause(before, gram) > 0.5 and main_clause(behind, gram) > 0.5
        if not before or both or takes_name(before[-1], gram.lang) or headline(seam):
            continue
        reason = f"no sentence begins with '{match.group().rstrip()}' here"
        yield Edit(at, at + 1, text[at].lower(), score=0.88, reason=reason, detail={"prior": True})


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose to lower stray capitals.

    >>> text = "Le ministre a répondu Dans une lettre de deux pages."
    >>> [edit.applied_to(text) for edit in propose(Document(text, lang="fr"), Options())]
    ['Le ministre a répondu dans une lettre de deux pages.']
    """
    text, gram = document.text, grammar(document.lang)
    if gram is None:
        return
    yield from raised_after_comma(text, gram.lang, options.never)
    yield from _elided(text, gram)
    closed = gram.links | gram.articles | gram.subjects
    for match in _AFTER_SPEECH.finditer(text):
        word, at = match[1], match.start(1)
        if (
            word not in options.never
            and shares(gram.lang)[word] > 0.95
            and (word.lower() in closed or gram.finite(word.lower()) >= 0.6)
        ):
            reason = f"'{word}' goes on with the sentence behind the quotation and its comma"
            yield Edit(at, at + 1, word[0].lower(), score=0.9, reason=reason, detail={"prior": True})
    found: list[tuple[Seam, float]] = []
    for seam in candidates(text, gram):
        word = seam.word
        if word in options.never or (not options.content and word.lower() not in closed):
            continue
        stray, stop = opening(seam, gram, options.floor)
        if stray < options.floor or stray < stop:
            continue
        if tells_of_works(seam, gram):
            stray *= _TITLED
        if stray < options.floor or stray < stop or (gram.lang == "nl" and _DUTCH.match(text, seam.at)):
            continue
        if gram.lang == "de" and (_STREET.match(text, seam.at) or _TWO_NOUNS.match(text, seam.at)):
            continue
        if text.endswith(_OF_THE, max(0, seam.left - _LONGEST), seam.left) and gram.third(word.lower()):
            continue
        if gram.lang == "nl" and _OF_PLACE.search(text, max(0, seam.at - 40), seam.at):
            continue
        found.append((seam, stray))
    for k, (seam, stray) in enumerate(found):
        word = seam.word
        # Glitches come in pairs, at both ends of a segment: each vouches for the other.
        for other, also in (*found[max(0, k - 1) : k], *found[k + 1 : k + 2]):
            if tells_of_works(seam, gram) or (word.lower() not in gram.links and not gram.third(word.lower())):
                break  # "El poder y Una nueva tierra": titles come in pairs as well
            if abs(other.at - seam.at) < _PAIRED and "." not in text[min(other.at, seam.at) : max(other.at, seam.at)]:
                stray = 1.0 - (1.0 - stray) * (1.0 - _VOUCHED * also)
        # Titles of films come in numbers as well: such findings do not vouch for each other.
        detail = {} if tells_of_works(seam, gram) else {"prior": True}
        reason = f"'{word}' is written small in {shares(gram.lang)[word]:.0%} of its uses, and no sentence begins here"
        yield Edit(seam.at, seam.at + 1, word[0].lower(), score=stray, reason=reason, detail=detail)
