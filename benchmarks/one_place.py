"""Sound sentences damaged at one random place: how many come back, class by class, and how many come back wrong.

    python benchmarks/one_place.py [--langs en de ...] [--classes stray-function ...]
        [--places 400] [--seed 1] [--show 10]

Up to three sentences of a paragraph (kits' data and ``tests/cases/unread``, which no scorer learns from) are damaged at
one place and cleaned on their own, so no other damage vouches for the place, and what a reader could not tell is among
them. Commas count for nothing where one may stand or not. ``wrong``: changed into something else, other damage of the
source included.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import mixed

import cleanpipe
from cleanpipe.scoring.lexical.lexicon import (
    AUX,
    CONJ,
    FUNCTION,
    MODAL,
    PREP,
    PRON,
    SUBORD,
    VERB_PAST,
    VERB_S,
    WH,
    lexicon,
)

UNREAD = Path(__file__).resolve().parents[1] / "tests" / "cases" / "unread"
_CAP, _LOW = r"[A-ZÀ-ÞА-ЯЁ][a-zß-öø-ÿа-яё]+", r"[a-zß-öø-ÿа-яё]+"
_BETWEEN = re.compile(r"(?<=[a-zà-ÿа-я0-9)”\"»][.!?]) (?=[A-ZÀ-ÞА-Я“\"«])|(?<=[.!?][”\"»]) (?=[A-ZÀ-ÞА-Я“\"«])")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
LANGS = ("en", "de", "es", "fr", "it", "nl", "pt", "ru")
CLASSES = (
    *("fused-camel", "fused-name", "fused-common", "stray-function", "stray-content"),
    *("misplaced-break", "missing-break", "small-start", "small-name"),
)
#: Classes in which a comma may stand or not.
_FREE = ("fused-camel", "fused-name", "fused-common", "misplaced-break")


class Place(NamedTuple):
    """What stands between two offsets becomes something else."""

    start: int
    end: int
    new: str


def paragraphs(lang: str, data: Path) -> list[str]:
    """Paragraphs of a language, from the kits and of our own."""
    with gzip.open(data / "damage-dev" / "paragraphs.jsonl.gz", "rt", encoding="utf-8") as lines:
        found = [row["text"] for row in map(json.loads, lines) if row["lang"] == lang]
    for line in (UNREAD / f"{lang}.jsonl").read_text("utf-8").splitlines():
        found += [part for part in json.loads(line)["text"].split("\n") if len(part) > 80]
    return found


def snippets(lang: str, data: Path, rng: random.Random) -> Iterator[str]:
    """Whole sentences of 80 to 420 characters, three at most."""
    found = paragraphs(lang, data)
    rng.shuffle(found)
    for paragraph in found:
        sentences = _BETWEEN.split(paragraph)
        for k in range(0, len(sentences), 3):
            text = " ".join(sentences[k : k + 3])
            if 80 < len(text) < 420 and text[-1] in '.!?”"»':
                yield text


def places(text: str, kind: str, lang: str) -> list[Place]:
    """Where a text can be damaged so, and how."""
    lex = lexicon(lang)

    def closed(word: str, tags: int = FUNCTION) -> bool:
        common = bool(lex.tags(word) & FUNCTION) or lex.frequency(word) > 5.4
        return common and bool(tags == FUNCTION or lex.tags(word) & tags)

    links = PREP | CONJ | SUBORD | WH
    if kind == "fused-camel":
        found = re.finditer(rf"(?:{_LOW}|{_CAP})(,? |\. )({_LOW}|{_CAP})(?= )", text)
        return [Place(m.start(1), m.start(2) + 1, m[2][0].upper()) for m in found if closed(m[2].lower())]
    if kind == "fused-name":
        found = re.finditer(rf"(?<=[a-zà-ÿа-я,] ){_CAP}( )({_LOW})(?= )", text)
        verbal = VERB_PAST | VERB_S | AUX | MODAL
        return [Place(m.start(1), m.end(1), "") for m in found if closed(m[2]) or lex.tags(m[2]) & verbal]
    if kind == "fused-common":
        found = re.finditer(rf"\b({_LOW})( )({_LOW})(?= )", text)
        fits = (m for m in found if closed(m[3]) and not closed(m[1]) and len(m[1]) > 3 and len(m[3]) > 1)
        return [Place(m.start(2), m.end(2), "") for m in fits]
    if kind == "stray-function":
        found = re.finditer(rf"(?<=[a-zà-ÿа-я0-9] )({_LOW})(?= [^ ]+ )", text)
        fits = (m for m in found if len(m[1]) > 2 and closed(m[1], links | PRON))
        return [Place(m.start(), m.start() + 1, m[1][0].upper()) for m in fits]
    if kind == "stray-content":
        found = re.finditer(rf"(?<=[a-zà-ÿа-я0-9] )({_LOW})(?=[ ,.])", text)
        fits = (m for m in found if not closed(m[1]) and len(m[1]) > 3 and lex.lower_share(m[1]) > 0.9)
        return [Place(m.start(), m.start() + 1, m[1][0].upper()) for m in fits]
    if kind == "misplaced-break":
        found = re.finditer(rf"(?<=[a-zà-ÿа-я0-9])(,? )({_LOW})(?= [^ ]+ [^ ]+)", text)
        fits = (m for m in found if m.start() > 25 and closed(m[2], links))
        return [Place(m.start(), m.start(2) + 1, f". {m[2][0].upper()}") for m in fits]
    if kind == "small-name":
        found = re.finditer(rf"(?<=[a-zà-ÿа-я,] )({_CAP})(?=[ ,.])", text)
        fits = (m for m in found if len(m[1]) > 3 and lex.lower_share(m[1].lower()) < 0.2)
        return [Place(m.start(), m.start() + 1, m[1][0].lower()) for m in fits]
    ends = [m for m in _BETWEEN.finditer(text) if text[m.end()].isupper() and _WORD.match(text, m.end())]
    if kind == "missing-break":
        return [Place(m.start() - 1, m.start(), "") for m in ends if text[m.start() - 1] == "."]
    first = ((m.end(), _WORD.match(text, m.end()).group()) for m in ends)  # type: ignore[union-attr]
    return [Place(at, at + 1, text[at].lower()) for at, word in first if lex.lower_share(word.lower()) > 0.5]


def outcome(job: tuple[str, Place, str, str]) -> tuple[bool, bool, str, str]:
    """Whether a place came back, whether the text was changed, and the text before and after."""
    text, place, kind, lang = job
    broken = text[: place.start] + place.new + text[place.end :]
    cleaned = cleanpipe.clean(broken, lang=lang).text
    same = re.compile(r"[ ,]+" if kind in _FREE else r"$^")
    return same.sub(" ", cleaned) == same.sub(" ", text), cleaned != broken, broken, cleaned


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--langs", nargs="*", default=list(LANGS), choices=LANGS)
    parser.add_argument("--classes", nargs="*", default=list(CLASSES), choices=CLASSES)
    parser.add_argument("--places", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="so many of a class that did not come back")
    parser.add_argument("--data", type=Path, default=mixed.SHARED / "data")
    given = parser.parse_args()
    with Pool() as pool:
        for lang in given.langs:
            for kind in given.classes:
                rng = random.Random(given.seed)
                jobs = []
                for text in snippets(lang, given.data, rng):
                    if found := places(text, kind, lang):
                        jobs.append((text, rng.choice(found), kind, lang))
                    if len(jobs) == given.places:
                        break
                done = pool.map(outcome, jobs, chunksize=10)
                right = sum(back for back, *_ in done) / max(1, len(done))
                wrong = sum(changed and not back for back, changed, *_ in done) / max(1, len(done))
                print(f"{lang} {kind:16} {len(done):4} places: {right:.3f} repaired, {wrong:.3f} wrong", flush=True)
                for _, changed, broken, cleaned in [row for row in done if not row[0]][: given.show]:
                    print(f"    - {broken!r}" + (f"\n    = {cleaned!r}" if changed else ""))


if __name__ == "__main__":
    main()
