"""Capitals of courtesy and reverence: ``informarLa che la Sua richiesta``, ``Сообщаем Вам``. Proposes nothing."""

from __future__ import annotations

import re

from cleanpipe.scoring.lexical.lexicon import VERB_BASE, lexicon
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.texts.context import elsewhere

_CLITICS = words("La Le Lei Lo Li Vi Voi Ne")
_WORDS = words("la le lei ella suo sua suoi sue vi voi vostro vostra vostri vostre loro")
_GREETING = re.compile(
    r"\b(?:Gentil[ei]|Egregi[oa]?|Spett(?:\.|abile)|Stimat[oaie]|Distinti saluti|Cordiali saluti)|"
    r"\bgentili? (?:lett(?:or|ric)[ei]|signor[aei]?|client[ei])\b"
)
_YOU = words("вы вас вам вами ваш ваша ваше ваши вашего вашей вашему вашим ваших вашими вашу")
_YOU_RAISED = re.compile(r"В(?<=[а-яё,] В)(?:ы|ас|ам|ами|аш(?:а|е|и|его|ей|ему|им|их|ими|у)?)\b")
_CLITIC = re.compile(r"(?:L[aei]|Vi)\b(?<=[a-z]..)")
_WORD = re.compile(r"[a-zà-ù]+\Z")
_RAISED = re.compile(r"(?:(?<=[a-zà-ù,:] )L(?:ei|e)|(?<=[a-z] )Su(?:a|o|oi|e))\b(?= [a-zà-ù])")


def polite_clitic(head: str, tail: str) -> bool:
    """Whether a pronoun with a capital hangs on an infinitive or a gerund.

    >>> polite_clitic("informar", "La"), polite_clitic("ringraziando", "Vi"), polite_clitic("quando", "La")
    (True, True, False)
    """
    if tail not in _CLITICS:
        return False
    if head.endswith(("ando", "endo")):
        stem = head[:-4]
        return any(lexicon("it").tags(stem + ending) & VERB_BASE for ending in ("are", "ere", "ire"))
    return head.endswith("r") and bool(lexicon("it").tags(head + "e") & VERB_BASE)


def courteous(text: str, word: str, at: int = -1) -> bool:
    """Whether a pronoun or possessive with a capital is that of a letter: its text greets, or has such a clitic.

    In Russian the text has another such pronoun than that at ``at``.

    >>> text = "Gentile Signora, abbiamo ricevuto la Sua lettera."
    >>> courteous(text, "sua"), courteous("La Sua lettera.", "sua")
    (True, False)
    """
    if word in _YOU:
        return any(match.start() != at for match in _YOU_RAISED.finditer(text))
    if word not in _WORDS:
        return False
    memo = elsewhere(text).memo
    known: bool | None = memo.get(("courteous", 0))
    if known is None:
        often = len(_RAISED.findall(text)) > 1  # "se Lei vorrà, Le invieremo la Sua copia"
        known = memo["courteous", 0] = (
            often
            or _GREETING.search(text) is not None
            or any(
                polite_clitic(found.group(), match.group())
                for match in _CLITIC.finditer(text)
                if (found := _WORD.search(text, max(0, match.start() - 30), match.start()))
            )
        )
    return known
