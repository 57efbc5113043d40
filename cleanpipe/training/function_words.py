"""The closed classes: words whose parts of speech are listed by hand because dictionaries list too much for them.

A dictionary calls ``in`` also an adverb, an adjective and a noun, and ``can`` a verb; for telling a sentence's start
from its middle only the common reading helps. Used when the lexicons are built, never in a cleaning run.
"""

from __future__ import annotations

from collections.abc import Mapping

from cleanpipe.scoring import lexicon as lx

_ENGLISH_GROUPS: tuple[tuple[int, str], ...] = (
    (
        lx.PREP,
        "of in to for with on at by from about into through during against between among amongst under over across "
        "behind beyond toward towards upon within without throughout despite amid amidst beside besides alongside "
        "per via onto off along around near outside inside beneath underneath above below except unlike concerning "
        "regarding versus aboard atop up down out past opposite plus minus notwithstanding like as than until till "
        "since before after because",
    ),
    (
        lx.SUBORD,
        "because although though if unless until till while whilst whereas since before after as once when whenever "
        "where wherever that whether than lest provided like",
    ),
    (lx.CONJ, "and but or nor yet so plus"),
    (
        lx.DET,
        "the a an this that these those each every either neither some any no another all both half several many much "
        "few fewer less more most such what which whose enough my your his her its our their",
    ),
    (lx.POSSESSIVE, "my your his her its our their whose"),
    (
        lx.PRON,
        "i you he she it we they me him her us them myself yourself himself herself itself ourselves yourselves "
        "themselves oneself mine yours hers ours theirs his this that these those who whom which what whoever whatever "
        "whichever someone somebody something anyone anybody anything everyone everybody everything nobody nothing "
        "none one another other others each either neither all both some any many much few several more most less such "
        "enough there thou thee",
    ),
    (lx.SUBJECT, "i he she we they you it"),
    (lx.WH, "who whom whose which what when where why how whoever whatever whichever whenever wherever however"),
    (lx.TO, "to"),
    (lx.NOT, "not never"),
    (lx.MODAL, "can could may might must shall should will would ought cannot"),
    (lx.AUX, "be am is are was were been being have has had having do does did done doing"),
    (lx.VERB_BASE, "be am are have do need dare"),
    (lx.VERB_S, "is has does"),
    (lx.VERB_PAST, "was were had did"),
    (lx.VERB_PART, "been had done"),
    (lx.VERB_ING, "being having doing"),
    (
        lx.ADV,
        "not never here there then now again also too very just only even still already ever always often sometimes "
        "soon later almost quite rather perhaps maybe however therefore thus hence meanwhile moreover furthermore "
        "nevertheless nonetheless instead otherwise else so yet when where why how up down out off over away back "
        "together apart around along about before after since once above below inside outside near through across past "
        "more most less least much as enough all no indeed further elsewhere anyway afterwards afterward seldom twice "
        "somewhere everywhere nowhere anywhere somehow",
    ),
    (lx.COMPARATIVE, "more most less least fewer further"),
    (lx.ADJ, "such other own same past near opposite only very further inside outside like back"),
    (
        lx.NUM,
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion "
        "trillion dozen",
    ),
    (lx.NOUN, "will might need can past back hundred thousand million billion trillion dozen half being"),
    (lx.NOUN | lx.PLURAL, "hundreds thousands millions billions trillions dozens"),
    (lx.INTERJ, "yes no oh hello please ah well"),
    (lx.VERB_BASE, "like need will back near"),
)

_STEMS = {
    "is": lx.AUX | lx.VERB_S,
    "was": lx.AUX | lx.VERB_PAST,
    "are": lx.AUX | lx.VERB_BASE,
    "were": lx.AUX | lx.VERB_PAST,
    "do": lx.AUX | lx.VERB_BASE,
    "does": lx.AUX | lx.VERB_S,
    "did": lx.AUX | lx.VERB_PAST,
    "have": lx.AUX | lx.VERB_BASE,
    "has": lx.AUX | lx.VERB_S,
    "had": lx.AUX | lx.VERB_PAST,
}
_MODALS = "could would should might must need ought"
_SUBJECTS = "i you he she it we they who that there what"


def _contractions() -> dict[str, int]:
    """``don't``, ``can't``, ``he'll``: the first word's class and the verb's."""
    found = {stem + "n't": bits | lx.NOT for stem, bits in _STEMS.items()}
    found |= {stem + "n't": lx.MODAL | lx.NOT for stem in _MODALS.split()}
    found |= {"can't": lx.MODAL | lx.NOT, "won't": lx.MODAL | lx.NOT, "shan't": lx.MODAL | lx.NOT}
    found |= {"ain't": lx.AUX | lx.VERB_BASE | lx.NOT}
    endings = {"'ll": lx.MODAL, "'d": lx.MODAL | lx.AUX}
    for subject in _SUBJECTS.split():
        for ending, bits in endings.items():
            found[subject + ending] = lx.PRON | bits
    for subject in "you we they who".split():
        found[subject + "'re"] = lx.PRON | lx.AUX | lx.VERB_BASE
    for subject in "i you we they who".split():
        found[subject + "'ve"] = lx.PRON | lx.AUX | lx.VERB_BASE
    for subject in "he she it who that there what".split():
        found[subject + "'s"] = lx.PRON | lx.AUX | lx.VERB_S
    found |= {"i'm": lx.PRON | lx.AUX | lx.VERB_BASE, "let's": lx.VERB_BASE | lx.PRON}
    found |= {w: lx.WH | lx.AUX | lx.VERB_S for w in ("where's", "how's", "when's", "why's")}
    return found


def gathered(groups: tuple[tuple[int, str], ...]) -> dict[str, int]:
    """Each listed word with the sum of the bits of the groups it is in."""
    table: dict[str, int] = {}
    for bits, words in groups:
        for word in words.split():
            table[word] = table.get(word, 0) | bits
    return table


ENGLISH: Mapping[str, int] = gathered(_ENGLISH_GROUPS) | _contractions()

OTHERS: Mapping[str, Mapping[str, int]] = {}
