"""Learns the lexicons of ``cleanpipe.scoring.lexical.lexicon`` from free word lists and writes them to its data folder.

    python -m cleanpipe.training.lexicon --clean-text FOLDER --scowl FOLDER [--lang en ...]

Needs the packages of ``lexicon_sources`` in the same environment (see docs/data-sources.md for versions and terms).
Deterministic: the same sources give the same words and figures. Nothing here runs in a cleaning run.
"""

from __future__ import annotations

import argparse
import re
from array import array
from dataclasses import dataclass, field
from pathlib import Path

from cleanpipe.scoring.lexical import lexicon as lx
from cleanpipe.scoring.lexical.grammars import grammar
from cleanpipe.scoring.multilingual.two_words import cut
from cleanpipe.training import function_words
from cleanpipe.training import lexicon_sources as sources
from cleanpipe.training.verb_forms import lemmas_of, verb_forms

#: Letters, with apostrophes inside: no digits, no dots, no hyphens (hyphenated words are looked up by their parts).
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*'?\Z")
OUT = Path(lx.__file__).parents[1] / "data"

#: How many forms a language gets, and the frequency from which a form enters without being in any dictionary.
#: English: SCOWL and the tag lexicon say what is a word, so rare forms are safe; elsewhere frequency is the judge.
SIZES = {"en": 80_000, "de": 40_000, "ru": 40_000, "es": 30_000, "fr": 30_000, "it": 30_000, "pt": 30_000}
DEFAULT_SIZE = 25_000
#: Wordfreq is tokenised web text: below one use in 2.5 million words most forms outside all dictionaries are misspelt.
FREE_ZIPF = 2.6
#: Zipf value of the most frequent form of a verb from which its infinitive enters, where ``lexical.grammars`` tells
#: tenses by their endings: some 15 kB a language.
RARE_ZIPF = {"es": 1.5, "fr": 1.5, "it": 1.5, "pt": 1.5, "ru": 1.9}
#: A form of a verb that is written small less often is a name or a German noun as well: ``Julia``, ``Suche``.
NO_NAME = 0.9
#: Where the cities lie whose names are verbs as well in the language of the country.
COUNTRIES = {
    "de": "DE AT CH",
    "es": "ES MX AR CO",
    "fr": "FR BE CH",
    "it": "IT",
    "nl": "NL BE",
    "pt": "PT BR",
    "ru": "RU",
}


@dataclass
class Evidence:
    """What speaks for lower case and for a capital, for one form. Counts are in uses; weights are capped below."""

    lower: float = 0.0
    capital: float = 0.0

    def share(self, prior: float, weight: float) -> float:
        """The posterior share of lower case with a prior worth ``weight`` uses."""
        return (self.lower + prior * weight) / (self.lower + self.capital + weight)


@dataclass
class Table:
    """The columns of one language while they are being made."""

    zipf: dict[str, float]
    share: dict[str, float] = field(default_factory=dict)
    tags: dict[str, int] = field(default_factory=dict)
    main: dict[str, int] = field(default_factory=dict)


def capped(lower: float, capital: float, most: float) -> tuple[float, float]:
    """The two counts scaled down so that they are worth at most ``most`` uses."""
    total = lower + capital
    return (lower, capital) if total <= most else (lower * most / total, capital * most / total)


def web_counts(form: str, cased: dict[str, tuple[float, float]]) -> tuple[float, float]:
    """Uses in lower case and otherwise, from case-sensitive counts of web text that ignore the position.

    About 7 % of a common word's uses open a sentence, and about 7 % of a name's uses are careless lower case (measured
    on months and days, and on words without a name reading); both are taken off.
    """
    lower, capital = cased.get(form, (0.0, 0.0))
    return max(0.0, lower - 0.07 * capital), max(0.0, capital - 0.07 * lower)


def lower_share(
    form: str, prose: dict[str, Evidence], cased: dict[str, tuple[float, float]], lower_known: bool, capital_known: bool
) -> float | None:
    """The share of lower case from edited prose (best), dictionaries and web counts; None when nothing is known."""
    evidence = Evidence()
    seen = prose.get(form)
    if seen:
        evidence.lower, evidence.capital = capped(seen.lower, seen.capital, 30)
    lower, capital = capped(*web_counts(form, cased), 12)
    if lower_known and not capital_known:
        evidence.lower, evidence.capital = evidence.lower + lower / 3, evidence.capital + capital / 3
        return evidence.share(0.99, 12)
    if capital_known and not lower_known:
        evidence.lower, evidence.capital = evidence.lower + lower / 6, evidence.capital + capital / 6
        return evidence.share(0.005, 20)
    evidence.lower, evidence.capital = evidence.lower + lower, evidence.capital + capital
    if evidence.lower + evidence.capital < 2:
        return None  # both readings exist, or neither is listed, and nobody has counted
    return evidence.share(0.5, 0.5)


def english(paths: argparse.Namespace) -> Table:
    """English: SCOWL and the tag lexicon choose the words; tags from it, from inflections and closed classes."""
    zipf = sources.frequencies("en")
    scowl_lower, scowl_capital = sources.scowl(paths.scowl)
    tagged = sources.brill_tags()
    inflected = sources.inflections()
    names = sources.first_names() | sources.cities() | sources.calendar_and_countries("en")[1]
    lower_known = scowl_lower | {w for w, tag in tagged.items() if w == w.lower() and not tag.startswith("NNP")}
    capital_known = scowl_capital | {
        w.lower() for w, tag in tagged.items() if w[:1].isupper() and tag.startswith("NNP")
    }
    capital_known |= names
    words = {w for w in scowl_lower | scowl_capital if zipf.get(w, 0.0) >= 1.2}
    words |= {w for w in names if zipf.get(w, 0.0) >= 1.6}
    words |= {w.lower() for w in tagged if WORD.match(w) and zipf.get(w.lower(), 0.0) >= 1.5}
    words |= {w for w, z in zipf.items() if z >= FREE_ZIPF}
    words |= set(function_words.ENGLISH)
    table = Table({w: zipf.get(w, 1.0) for w in top(words, zipf, SIZES["en"])})
    prose, cased = sources.prose_case(paths.clean_text, "en"), sources.cased_counts("en")
    for form in table.zipf:
        share = lower_share(form, prose, cased, form in lower_known, form in capital_known)
        if share is not None:
            table.share[form] = share
        tags, main = sources.tags_of(form, tagged, inflected)
        if share is not None and share <= 0.5 and not tags & lx.FUNCTION:
            tags |= lx.NAME
        if share is not None and share > 0.95:
            tags &= ~lx.NAME
        if share is not None and share <= lx.NAME_SHARE and tags & lx.NAME:
            main = lx.NAME
        table.tags[form], table.main[form] = tags, main
    return table


def other(lang: str, paths: argparse.Namespace, names: set[str]) -> Table:
    """Another language: the most frequent forms; case from cased counts, prose, and a dictionary with its own case.

    Tags are those of the closed classes, and of forms that are a verb's and nothing else. Words that look like two are
    added at the end, so that nobody parts them.
    """
    zipf = sources.frequencies(lang)
    calendar_lower, calendar = sources.calendar_and_countries(lang)
    lower_known, capital_known = sources.dictionary(lang)
    listed = function_words.OTHERS.get(lang, {})
    words = set(top(set(zipf), zipf, SIZES.get(lang, DEFAULT_SIZE))) | set(listed)
    words |= {w for w in calendar if w in zipf}
    table = Table({w: zipf.get(w, 1.0) for w in words})
    prose, cased = sources.prose_case(paths.clean_text, lang), sources.cased_counts(lang)
    verbs, cities = verb_forms(lang), sources.cities(COUNTRIES.get(lang, "-"))
    for form in table.zipf:
        # Without counts, CLDR's spelling of months, days, countries and languages beats a dictionary that has both.
        common = form in listed or form in calendar_lower
        # "tu limoges" is rarer than Limoges.
        city = form in cities and form in verbs and not common
        lower = common or (form in lower_known and not city and (bool(cased) or form not in calendar))
        capital = not common and (form in capital_known or form in calendar or ((form in names or city) and not lower))
        share = lower_share(form, prose, cased, lower, capital)
        if share is not None:
            table.share[form] = share
        named = form in names or (share is not None and share < NO_NAME)
        table.tags[form] = listed.get(form, 0 if named else verbs.get(form, 0))
    add_wholes(table, lang, lower_known)
    add_infinitives(table, lang, zipf, verbs)
    return table


def add_wholes(table: Table, lang: str, dictionary: set[str]) -> None:
    """Add the words of the dictionary that look like two known words: ``bacinella``, ``contradice``."""
    gram = grammar(lang)
    if gram is None:
        return
    frequency = dict(table.zipf)
    for word in sorted(dictionary - table.zipf.keys()):
        if len(word) > 4 and WORD.match(word) and cut(word, gram, lambda part: frequency.get(part, 0.0)):
            table.zipf[word], table.share[word] = 1.0, 0.99


def add_infinitives(table: Table, lang: str, zipf: dict[str, float], verbs: dict[str, int]) -> None:
    """Add the infinitives that the table lacks, of verbs that are in use: their tenses are told by the ending.

    A form is in use from ``RARE_ZIPF`` on; a language that is not in it gets none. They stand in the table with the
    frequency 1.0, as what is listed and hardly used.
    """
    least = RARE_ZIPF.get(lang)
    if least is None:
        return
    best: dict[str, float] = {}
    for form, lemma in lemmas_of(lang).items():
        best[lemma] = max(best.get(lemma, 0.0), zipf.get(form, 0.0))
    for word, tag in verbs.items():
        if tag != lx.VERB_BASE or word in table.zipf or not WORD.match(word) or not 4 < len(word) < 26:
            continue
        if word.islower() and max(best.get(word, 0.0), zipf.get(word, 0.0)) >= least:
            table.zipf[word], table.share[word], table.tags[word] = 1.0, 0.99, tag


def top(words: set[str], zipf: dict[str, float], size: int) -> list[str]:
    """The ``size`` most frequent of the words that look like words."""
    good = [w for w in words if WORD.match(w) and len(w) <= 40]
    return sorted(good, key=lambda w: (-zipf.get(w, 0.0), w))[:size]


def packed(table: Table) -> bytes:
    words = sorted(table.zipf)
    zipf = bytes(min(254, max(1, round(table.zipf[w] * lx.ZIPF_STEPS))) for w in words)
    share = bytes(round(table.share[w] * lx.SHARE_STEPS) if w in table.share else lx.UNKNOWN for w in words)
    tags = array("I", (table.tags.get(w, 0) for w in words))
    mains = (table.main.get(w, 0) for w in words)
    main = bytes(tag.bit_length() - 1 if tag else lx.UNKNOWN for tag in mains)
    return lx.pack(words, zipf, share, tags, main)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clean-text", type=Path, required=True, help="folder with LANG*.jsonl.gz of edited prose")
    parser.add_argument("--scowl", type=Path, required=True, help="folder with SCOWL's lists (Debian package scowl)")
    parser.add_argument("--lang", nargs="*", default=list(lx.LANGUAGES))
    args = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    table = english(args)
    names = {w for w, share in table.share.items() if share <= 0.05 and not table.tags[w] & ~lx.NAME & ~lx.NOUN}
    for lang in args.lang:
        data = packed(table if lang == "en" else other(lang, args, names))
        (OUT / f"lexicon-{lang}.zst").write_bytes(data)
        known = lx.unpack(lang, data)
        print(f"{lang}: {len(known):,} forms, {len(data) / 1000:,.0f} kB")


if __name__ == "__main__":
    main()
