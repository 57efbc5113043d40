"""Which forms are those of a verb, outside English: from the lemmas of simplemma's dictionary of inflected forms.

The dictionary names one lemma a form, the noun where there is one, so a form whose lemma is an infinitive is hardly
anything but a verb. Which part of the verb it is, its ending tells. Used when the lexicons are built.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

from cleanpipe.scoring.lexical import lexicon as lx


class Endings(NamedTuple):
    """Patterns of one language.

    ``infinitive``: ends of lemmas that may be verbs. ``witness``: forms that a lemma must have to be one, for
    adjectives and nouns end so too. ``present``: ends of the present tense, put in place of ``cut`` of an infinitive,
    which is why ``anota`` is no participle. ``participle``; ``neither``: gerunds, and infinitives with something at
    their end.
    """

    infinitive: str
    witness: str
    cut: str
    present: str
    participle: str
    neither: str


_LANGUAGES = {
    "de": Endings(
        r"(?:[^e]e|[^aeiou]e[rl]|[aeiou]h?e|tu|[rl])n$",
        r"(?:[^t]te|est|tet)$",
        r"e?n$",
        "t et",
        r"^(?:\w{2,7})?ge\w+(?:t|en)(?:e[nmrs]?)?$",
        r"nde?[nmrs]?$|^\w{2,5}zu\w+n$|te[mrs]$|(?:be|ent|er|ver|zer)\w+ene?[nmrs]?$",
    ),
    "es": Endings(
        r"[aeií]r(?:se)?$",
        r"(?:ó|[ai]ba|aron|ieron|rá|ría)$",
        r"[aeií]r(?:se)?$",
        "a an e en o as es",
        r"(?:[aií]d|[^aeiou]t|ch|[aeiou]st|[^aeiou]s)[oa]s?$",
        r"ndo(?:l[aeo]s?|se|me|te|nos)*$|r(?:l[aeo]s?|se|me|te|nos)+$",
    ),
    "fr": Endings(
        r"(?:er|ir|re|oir)$",
        r"(?:ait|aient|èrent|irent|rait)$",
        r"(?:er|ir|re|oir)$",
        "e ent es t it",
        r"(?:é|[^s]i|u)e?s?$|(?:[^aeiou]is|ert|ort|int|uit)e?s?$",
        r"ants?$",
    ),
    "it": Endings(
        r"[aeio]r(?:e|si)$|(?:ur|or|ar)re$",
        r"(?:ò|ì|ava|eva|iva|rà|rebbe)$",
        r"(?:[aei]re|[aei]rsi)$",
        "a ano e ono isce iscono o i",
        r"(?:[aiu]t|[^aeio]t|tt|st|es|ers|is|us|os|ors|rs)[oaei]$",
        r"ndo(?:l[aoei]|si|ne|ci)*$|r(?:l[aoei]|si|ne|ci)+$|[aeio]r$",
    ),
    "nl": Endings(
        r"(?:en|aan|ien|oen)$",
        r"(?:[^aeiou]te|[^aeiou]de|[^aeiou]t)$",
        r"en$",
        "t",
        r"^(?:\w{2,7})?ge\w+(?:d|t|en)e?$",
        r"nde?$|^\w{2,5}te\w+n$|^(?:be|ver|her|ont|er)\w+(?:d|t|en)e?$",
    ),
    "pl": Endings(
        r"ć$",
        r"(?:ł|ła|li|ły)$",
        r"ć$",
        "",
        r"[ntm](?:y|a|e|i|ego|emu|ym|ymi|ych|ej|ą|ci|ni)$",
        r"(?:ąc\w*|ni[eau]\w*|ci[eau]\w*|wszy)$",
    ),
    "pt": Endings(
        r"[aeioô]r$",
        r"(?:ou|eu|iu|ava|ia|aram|eram|iram|rá|ria)$",
        r"[aeio]r$",
        "a am e em o as es",
        r"(?:[aií]d|[^aeiou]t|[aeiou]st|eit|[^aeiou]s)[oa]s?$",
        r"ndo$|r$",
    ),
    "ru": Endings(
        r"(?:ть|ти|чь)(?:ся|сь)?$",
        r"(?:л|ла|ли|ло)(?:сь|ся)?$",
        r"ть$",
        "",
        r"(?:нн|т|вш|щ|м)(?:ый|ая|ое|ые|ого|ой|ых|ому|ым|ую|ыми|ий|яя|ее|ие|его|ей|их|ему|им|ими|ую|юю)(?:ся)?$"
        r"|(?:[аея]н|т)[аоы]?$(?<![аеёиуыюя]т)",
        r"(?:в|вши|вшись|[аяу]я|[уюая]чи|ясь|ть|ться)$",
    ),
}

_PARTICIPLES = {
    "es": (("ar", ("ado", "ada", "ados", "adas")), ("er", ("ido", "ida", "idos", "idas")), ("ir", ("ido", "ida"))),
    "pt": (("ar", ("ado", "ada", "ados", "adas")), ("er", ("ido", "ida", "idos", "idas")), ("ir", ("ido", "ida"))),
    "fr": (("er", ("é", "ée", "és", "ées")),),
    "it": (("are", ("ato", "ata", "ati", "ate")), ("ire", ("ito", "ita", "iti", "ite"))),
}


def _spelt(stem: str, lang: str) -> set[str]:
    """A stem as it is spelt before an ending: in Dutch one consonant of two, and two vowels in a closed syllable; in
    French an i for a y.

    >>> sorted(_spelt("vertrekk", "nl")), sorted(_spelt("lop", "nl")), sorted(_spelt("emploi", "fr"))
    (['vertrek', 'vertrekk'], ['loop', 'lop'], ['emploi'])
    >>> sorted(_spelt("employ", "fr"))
    ['emploi', 'employ']
    """
    if lang == "fr" and stem.endswith("y"):
        return {stem, stem[:-1] + "i"}
    if lang != "nl" or len(stem) < 3:
        return {stem}
    if stem[-1] == stem[-2]:
        return {stem, stem[:-1]}
    return {stem, stem[:-1] + stem[-2] + stem[-1]} if stem[-2] in "aeou" and stem[-3] not in "aeiou" else {stem}


def lemmas_of(lang: str) -> Mapping[str, str]:
    """The lemma of each form of a language, from simplemma."""
    found: Mapping[str, str] = (
        import_module("simplemma.strategies.dictionaries").DefaultDictionaryFactory().get_dictionary(lang)
    )
    return found


def verb_forms(lang: str, lemmas: Mapping[str, str] | None = None) -> dict[str, int]:
    """Infinitives (``VERB_BASE``), participles (``VERB_PART``) and finite forms (``VERB_PAST``, of any tense) of verbs.

    ``lemmas``: the lemma of each form, by default simplemma's. A language we have no endings of has no verbs.

    >>> spanish = {"habló": "hablar", "hablaba": "hablar", "habla": "hablar", "hablado": "hablar", "mares": "mar"}
    >>> [form for form, bit in verb_forms("es", spanish).items() if bit == lx.VERB_PAST]
    ['habló', 'hablaba', 'habla']
    """
    ends = _LANGUAGES.get(lang)
    if ends is None:
        return {}
    if lemmas is None:
        lemmas = lemmas_of(lang)
    forms: dict[str, list[str]] = defaultdict(list)
    infinitive, witness = re.compile(ends.infinitive), re.compile(ends.witness)
    for form, lemma in lemmas.items():
        if form != lemma and form.islower() and lemma.islower() and form.isalpha() and infinitive.search(lemma):
            # Of German nouns the dictionary has both spellings: "plane" is a verb, and "Plane" a cover.
            if lang != "de" or form.capitalize() not in lemmas:
                forms[lemma].append(form)
    participle, neither, found = re.compile(ends.participle), re.compile(ends.neither), {}
    for lemma, some in forms.items():
        if sum(witness.search(form) is not None for form in some) < 2:
            continue
        stem = re.sub(ends.cut, "", lemma)
        for end, made in _PARTICIPLES.get(lang, ()):
            if lemma.endswith(end):  # the dictionary calls many of them adjectives: "condamné"
                found.update(dict.fromkeys((lemma.removesuffix(end) + ending for ending in made), lx.VERB_PART))
        present = {stem + end for stem in _spelt(stem, lang) for end in ends.present.split(" ")}
        if lang != "de" or lemma.capitalize() not in lemmas:
            found[lemma] = lx.VERB_BASE
        for form in some:
            if form in present or not (participle.search(form) or neither.search(form)):
                found[form] = lx.VERB_PAST
            elif participle.search(form):
                found[form] = lx.VERB_PART
    return found
