"""Blanks beside the hyphens of compounds: ``a well -known man``, ``16 -jarige``, ``Saint -Brieuc``.

By the parts of the compound: a dash has blanks too, and a suspended hyphen has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanpipe.document import Edit
from cleanpipe.repairers._language import SUSPENDED_ANYWHERE, word_after, word_before, word_set
from cleanpipe.scoring.lexical.grammars import grammar

_HYPHEN = re.compile(r"-(?<=\w -)([^\W\d_]{3,})(?![^\W\d_]* -\w)")
# "a 45 - year - old man": nothing else is written so.
_AGED = re.compile(
    r"( - )(?<=\d - )(?:year|month|week|day|hour|minute|metre|meter|mile|foot)( - )(?:olds?|long|high|tall|wide|deep)\b"
)
# First parts that hardly ever stand before a dash by themselves.
_FIRST_PARTS = word_set(
    "well long short high low self non anti pre post semi mid full half beta alpha second third ill"
)
# Second parts that hardly ever begin an aside, and those that follow figures.
_SECOND_PARTS = word_set(
    "known old based term time serving minute speed year long wide made level phase class style free like friendly "
    "related owned controlled backed born led driven standing range scale round side quality profile rate paid "
    "called fought held lasting ranking run written feira feiras moving growing rising selling going looking "
    "working powered funded sized shaped fed filled lined bound paying earning spoken behaved prepared armed "
    "equipped haired eyed"
)
_AFTER_FIGURES = word_set(
    "year month week day hour minute second metre meter mile kilometre kilometer foot inch point page seat member man "
    "time storey story degree pound dollar euro percent room strong plus"
)


def beside_hyphens(text: str, lang: str) -> Iterator[Edit]:
    """Edits that remove such blanks.

    >>> [edit.applied_to("a well -known man") for edit in beside_hyphens("a well -known man", "en")]
    ['a well-known man']
    """
    if lang == "en" and " - " in text:
        for match in _AGED.finditer(text):
            for group in (1, 2):
                yield Edit(match.start(group), match.end(group), "-", score=0.93, reason="blanks around a hyphen")
    if lang in _PARTS and (" -" in text or "- " in text):
        yield from _torn_at_hyphen(text, lang)
    if lang in ("en", "pt") and " -" in text:
        for match in _HYPHEN.finditer(text):
            at, second = match.start(), match[1]
            if text[at - 2].isdigit():
                fits = second in _AFTER_FIGURES
            else:
                fits = second in _SECOND_PARTS or word_before(text, at - 1).lower() in _FIRST_PARTS
            if fits and text[at + len(second) + 1 : at + len(second) + 3] != "- ":
                yield Edit(at - 1, at, "", score=0.88, reason="blank before a hyphen")


# Parts that stand before or behind a hyphen and nowhere by themselves: "Saint -Brieuc", "Peut -être", "Кто -то".
_PARTS = {
    "fr": (
        "saint sainte saints week demi vice ex grand mi contre après avant peut arc rendez chef celui celle ceux",
        "être ce là ci même mêmes il elle on ils elles t vous end clés midi ministre président",
    ),
    "pt": (
        "ex vice recém bem mal pré pós além sem primeiro segunda terça quarta quinta sexta",
        "se lhe lhes me nos feira ministro ministra presidente redes chuva voz roupa campeã campeão",
    ),
    "es": ("hispano franco anglo ítalo greco judeo afro ruso político económico socio técnico físico teórico ex", ""),
    "it": ("italo franco anglo greco russo ex politico economico socio tecnico", ""),
    "nl": ("oud ex vice niet noord zuid oost west tv", ""),
    "de": ("ex vize nicht nord süd ost west", ""),
    "ru": (
        "по из во в северо юго кое тёмно темно светло ярко",
        "то нибудь либо таки за под прежнему первых вторых третьих",
    ),
}
_BEFORE, _BEHIND = ({lang: word_set(parts[k]) for lang, parts in _PARTS.items()} for k in (0, 1))
#: A list of endings: "Частицы -то, -либо и -нибудь".
_ENDINGS = re.compile(r"-(?<= -)[^\W\d_]{1,6}(?:, | [^\W\d_]{1,3} )-[^\W\d_]{1,6}\b")
_BESIDE = re.compile(r"-(?:(?<=\w -)(?=\w)|(?<=\w-) (?=\w))")


def _torn_at_hyphen(text: str, lang: str) -> Iterator[Edit]:
    """A blank beside the hyphen of a compound, by its parts; ``ost- und west-`` is suspended and stays."""
    if _ENDINGS.search(text):
        return
    for match in _BESIDE.finditer(text):
        left = text[match.start() - 1] == " "
        blank = match.start() - 1 if left else match.end() - 1
        first = word_before(text, match.start() - left)
        word, after = first.lower(), word_after(text, match.end())
        if after in SUSPENDED_ANYWHERE:
            continue
        # "16 -jarige"
        aged = left and lang in ("de", "nl") and text[match.start() - 2].isdigit() and len(after) > 4
        # "E -Bikes", "CDA -fractie": what stands before the hyphen is no word of its own.
        short = left and lang in ("de", "nl") and first.isupper() and len(first) < 6 and len(after) > 2
        # "Schleswig -Holstein", "Emilia -Romagna"
        named = first[:1].isupper() and after[:1].isupper()
        pair = left and named and lang in _PAIRED and len(first) > 3 and len(after) > 3
        # "recusou- se", "dit- il"
        gram = grammar(lang) if not left and after in _CLITICS.get(lang, ()) else None
        inverted = gram is not None and gram.finite(word) > 0.5
        if not (short or aged or pair or inverted or word in _BEFORE[lang] or (left and after in _BEHIND[lang])):
            continue
        if text[match.end() + len(after) :][:2] not in ("- ", " -"):
            yield Edit(blank, blank + 1, "", score=0.88, reason="blank beside a hyphen")


_PAIRED = word_set("de fr it")
#: Pronouns that a hyphen ties to the verb before them.
_CLITICS = {"fr": word_set("il elle on ils elles nous vous"), "pt": word_set("se lhe lhes me nos lo la los las")}
