"""What looks like the rest of a sentence and is one of its own, outside English: ``Di qui le domande.``

Proposes nothing; ``torn_sentences`` asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cleanpipe.scoring.lexical.grammars import AND, Grammar
from cleanpipe.scoring.lexical.lexicon import VERB_BASE, VERB_PART, VERB_PAST, lexicon
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.multilingual.seams import Seam, begins_clause, main_clause, shares, verb_last

#: Sentences without a verb that begin so are everyday style: "Di qui le domande.", "Ce dont beaucoup doutent."
_OPENING = frozenset(
    (
        ("de", "quoi"),
        ("di", "qui"), ("da", "qui"), ("da", "lì"), ("di", "conseguenza"), ("de", "ahí"), ("de", "aquí"), ("de", "là"),
        ("ce", "dont"), ("ce", "qui"), ("ce", "que"), ("ce", "qu"), ("daí", "o"), ("daí", "a"), ("vandaar", "dat"),
        ("dont", "acte"), ("d", "'"), ("d", "’"), ("lo", "que"), ("o", "que"), ("il", "che"), ("was", "die"),
        ("te", "zien"), ("te", "koop"), ("te", "huur"), ("te", "horen"), ("te", "lezen"), ("te", "bezoeken"),
    )
)  # fmt: skip


def opens_statement(low: list[str], gram: Grammar) -> bool:
    """Whether words in small letters begin a statement that needs no verb, or has its subject in front.

    >>> from cleanpipe.scoring.lexical.grammars import grammar
    >>> opens_statement("di qui le domande".split(), grammar("it"))
    True
    """
    if low[0] == "de" and "".join(low[1:2]) in _WEEKDAYS:
        return True  # "De terça a sexta, das 10h às 21h"
    region = low[0] == "cuyo" and gram.third("".join(low[1:2]))  # "Cuyo concentra las pérdidas"
    return tuple(low[:2]) in _OPENING or region or dutch_statement(low, gram) or _inverted(low, gram)


def _inverted(low: list[str], gram: Grammar) -> bool:
    """Whether the verb stands before its pronoun, as in statements only: ``als vrijwilliger heb ik er jaren gestaan``.

    Behind a subordinator the pronoun comes first.
    """
    if gram.lang not in ("de", "nl"):
        return False
    for at in range(1, min(len(low) - 1, 6)):
        if low[at] == "," or low[at] in gram.subjects:
            return False
        if low[at + 1] in gram.subjects and (gram.finite(low[at]) > 0.6 or low[at + 1] in ("ik", "ich")):
            return True
    return False


_WEEKDAYS = words("lunes martes miércoles jueves viernes segunda terça quarta quinta sexta segunda-feira terça-feira")


def clause_as_subject(small: str, low: list[str], gram: Grammar) -> bool:
    """Whether a clause with "that" is what a sentence tells of: ``Che l'ospedale chiuda lo sapevano tutti``."""
    if small in ("dove", "où", "donde", "onde"):
        # "Dove finisca l'acqua non è chiaro": a second verb that nothing joins to the first.
        verbs = [at for at, token in enumerate(low) if gram.finite(token) > 0.6]
        joints = (token in AND or token == "," or begins_clause(token, gram) for token in low[: max(verbs, default=0)])
        return len(verbs) > 1 and not any(joints)
    if small not in ("que", "che"):
        return False
    if any(token == "lo" and gram.finite(after) > 0.4 for token, after in pairwise(low[2:])):
        return True
    if gram.lang == "es" and any(token.endswith(("era", "eran", "ese", "esen", "ara", "aran")) for token in low[:4]):
        return any(gram.third(token) for token in low[2:8])  # "Que lo hiciera sorprendió incluso a su abogada."
    if gram.lang != "fr" or "," not in low:
        return False
    # "Que la justice ait mis neuf ans, tous le déplorent": statements behind "que" have no subjunctive.
    return not _SUBJUNCTIVE.isdisjoint(low[:8]) or main_clause(low[low.index(",") + 1 :], gram) > 0.55


def dutch_statement(low: list[str], gram: Grammar) -> bool:
    """Whether what looks like a relative is a subject: ``Dat bevestigt de minister.``"""
    if gram.lang != "nl" or low[0] not in ("dat", "die", "dit", "wat"):
        return False
    # "Dat bevestigt de minister", "Dat verschil merken ze bij de bakker": the verb stands second, not last.
    verb = len(low) > 3 and (lexicon("nl").tags(low[1]) & VERB_BASE or lexicon("nl").tags(low[2]) & _FORMS_SECOND)
    return gram.finite("".join(low[1:2])) > 0.6 or bool(verb and not verb_last(list(low[1:]), gram))


_FORMS_SECOND = VERB_BASE | VERB_PAST


def dutch_relative(low: list[str], gram: Grammar) -> bool:
    """Whether a Dutch piece is a relative clause, its verbs last: ``die zondagnacht een bestelbus hebben gezien``.

    >>> from cleanpipe.scoring.lexical.grammars import grammar
    >>> dutch_relative("die zondagnacht een bestelbus hebben gezien .".split(), grammar("nl"))
    True
    """
    if low[0] in _DUTCH_OF and low[1:2] == ["wie"]:
        low = low[1:]  # "van wie ruim de helft ook besmet was"
    elif low[0] not in DUTCH_WHO:
        return False
    if gram.lang != "nl" or "," in low or low[-1] != ".":
        return False
    piece = [token for token in low if token[0].isalnum()]
    while len(piece) > 2 and gram.finite(piece[-1]) < 1.0 and lexicon("nl").tags(piece[-1]) & _FORMS:
        piece.pop()
    if len(piece) < 4 or gram.finite(piece[-1]) < 0.7:
        return False
    return all(gram.finite(token) <= 0.7 for token in piece[1:-1])


_DUTCH_OF = words("van met aan voor onder bij door over tegen")
DUTCH_WHO, _FORMS = ("die", "wiens", "wier"), VERB_BASE | VERB_PART | VERB_PAST
_SUBJUNCTIVE = words("ait aient soit soient puisse puissent fasse fassent aille vienne sache faille veuille")


def pointing_at_whom(low: Sequence[str], gram: Grammar) -> bool:
    """Whether a German "whose" begins a statement: ``Deren Lage hält die Behörde geheim``, verb second, not last.

    >>> from cleanpipe.scoring.lexical.grammars import grammar
    >>> pointing_at_whom("dessen referent sebastian reiling sprach von einer lücke .".split(), grammar("de"))
    True
    """
    if low[0] not in ("deren", "dessen"):
        return False
    verb = next((k for k in range(2, min(7, len(low) - 2)) if gram.finite(low[k]) > 0.7 and low[k + 1] != "."), 0)
    return verb > 0 and not ({",", "."} & set(low[:verb]) or (verb > 2 and verb_last(list(low[1:]), gram)))


def relative_phrase(small: str, low: Sequence[str]) -> bool:
    """Whether a preposition and a relative begin a piece: ``ai quali``, ``de los cuales``, ``из которых``.

    >>> relative_phrase("de", ["los", "cuales", "31"]), relative_phrase("de", ["los", "niños"])
    (True, False)
    """
    if low[:1] == ["cui"] and small in ("il", "la", "i", "le"):
        return True  # "un romanzo. La cui prima edizione"
    if small in _TO_WHOM or (low[:1] and (low[0] in WHOM or low[0].startswith("котор"))):
        return True
    return low[:1] != [] and low[0] in ("los", "las", "la", "el") and low[1:2] != [] and low[1] in WHOM


def wants_comma(small: str, low: Sequence[str], last: str) -> bool:
    """Whether a comma belongs before a relative: behind a name, before a figure, and where it has a preposition.

    >>> wants_comma("dont", ["les", "eaux"], "Pareloup"), wants_comma("dont", ["trois"], "couples")
    (True, True)
    """
    numbered = small == "dont" and low[:1] != [] and (low[0].isdigit() or low[0] in _NUMBERS)
    whom = small in _DUTCH_OF and low[:1] == ["wie"]
    return numbered or whom or (small in _OF_WHICH and last[:1].isupper()) or relative_phrase(small, low)


_OF_WHICH = words("dont cuyo cuya cuyos cuyas cujo cuja cujos cujas")
_NUMBERS = words("deux trois quatre cinq six sept huit neuf dix vingt plusieurs certains la")
#: Relatives behind a preposition, alone or in one word with it: no statement begins with them.
WHOM = words("quale quali cual cuales qual quais lequel laquelle lesquels lesquelles")
_TO_WHOM = words("auquel auxquels auxquelles duquel desquels desquelles")


def ends_whole(before: Sequence[str], gram: Grammar, whole: bool) -> bool:
    """Whether a word that binds ends its sentence all the same; ``whole``: what stands behind it is a sentence.

    >>> from cleanpipe.scoring.lexical.grammars import grammar
    >>> ends_whole("niet langer buiten zijn".split(), grammar("nl"), True)
    True
    """
    last, earlier = before[-1], before[-2].lower()
    if gram.lang == "nl" and last == "het":
        return whole and gram.finite(earlier) >= 0.7  # "ik meen het"
    if gram.lang == "nl" and last == "zijn":
        return whole or earlier not in gram.links or not _MODALS.isdisjoint(before[:-2])
    if gram.lang == "nl" and last in _STRANDED and not _THERE.isdisjoint(token.lower() for token in before[:-1]):
        return True  # "daar heeft hij geen spijt van"
    return last == "para" and earlier in ("não", "nunca", "no", "se", "que", "ya", "já")  # "que não para"


_MODALS = words("mogen mag moeten moet kunnen kan zullen zal willen wil zouden zou moesten konden mochten")
_STRANDED, _THERE = words("van voor met"), words("er daar waar hier")


def names_place(seam: Seam, gram: Grammar, before: Sequence[str]) -> bool:
    """Whether a preposition of one letter stands before a name: ``el traslado a. Valladolid``, ``находки в. Музей``."""
    if len(before) < 4 or not before[-2].islower() or len(before[-2]) < 4:
        return False
    if gram.lang == "ru":
        return before[-1] in ("в", "к", "с", "у", "о")
    return before[-1] == "a" and gram.lang in ("es", "it") and 0.0 <= shares(gram.lang)[seam.word] < 0.3
