"""The closed classes of ``function_words.yaml``, and the English contractions made from them.

Used when the lexicons are built, never in a cleaning run.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from cleanpipe.scoring.lexical import lexicon as lx

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
    for subject in ("you", "we", "they", "who"):
        found[subject + "'re"] = lx.PRON | lx.AUX | lx.VERB_BASE
    for subject in ("i", "you", "we", "they", "who"):
        found[subject + "'ve"] = lx.PRON | lx.AUX | lx.VERB_BASE
    for subject in ("he", "she", "it", "who", "that", "there", "what"):
        found[subject + "'s"] = lx.PRON | lx.AUX | lx.VERB_S
    found |= {"i'm": lx.PRON | lx.AUX | lx.VERB_BASE, "let's": lx.VERB_BASE | lx.PRON}
    found |= dict.fromkeys(("where's", "how's", "when's", "why's"), lx.WH | lx.AUX | lx.VERB_S)
    return found


def gathered(classes: Mapping[str, str]) -> dict[str, int]:
    """Each listed word with the sum of the bits of the classes it is in.

    >>> gathered({"PREP": "of in", "ADV": "in"})["in"] == lx.PREP | lx.ADV
    True
    """
    table: dict[str, int] = {}
    for name, words in classes.items():
        for word in words.split():
            table[word] = table.get(word, 0) | int(getattr(lx, name))
    return table


_LISTS = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
OTHERS: Mapping[str, Mapping[str, int]] = {lang: gathered(classes) for lang, classes in _LISTS.items() if lang != "en"}
ENGLISH: Mapping[str, int] = gathered(_LISTS["en"]) | _contractions()
