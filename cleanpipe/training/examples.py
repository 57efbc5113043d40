"""What the encoders learn from: lines of damaged prose as numbers, and batches of them.

Needs numpy only.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cleanpipe.scoring.lexical.lexicon import lexicon
from cleanpipe.scoring.networks.encoder import LANGUAGES, OUTCOMES
from cleanpipe.scoring.networks.joints import BLANK, asks, gap_of, shape_of, words_of
from cleanpipe.scoring.networks.pieces import Pieces
from cleanpipe.scoring.networks.wordvectors import lexical
from cleanpipe.training.boundaries import Paragraph, documents, held_out, is_lone_noun
from cleanpipe.training.simulate import damage

BATCH = 32  # lines
_POOL, _LONGEST = 1024, 400
#: A source is read up to so many times in a pass, until there is this share of it of the largest.
_AGAIN, _LEAST = 8, 0.4
#: Whole words, endings and beginnings among the pieces of a language of ``xx``.
_WHOLE, _ENDS, _STARTS = {"pl": 5000, "sv": 5000, "tr": 5000}, 1500, 1000
_MOST_WHOLE = 10_000
#: Letters of other alphabets, a tenth of the public pieces, are no English words.
_LATIN = re.compile("[!-\u024f–—‘’“”„†‡•…€™]+")
#: The simulator's labels as outcomes.
_OUTCOME = {
    "lower": "space_lower",
    "split": "space_same",
    "comma": "comma_lower",
    "commakeep": "comma_same",
    "stop": "stop",
}


class Example(NamedTuple):
    """One line: numbers of its words, gaps and shapes, and the outcome of each joint (-1: not asked)."""

    lang: int
    words: np.ndarray
    gaps: np.ndarray
    shapes: np.ndarray
    outcomes: np.ndarray


class Vocabulary:
    """Numbers for words seen so far, with their pieces and lexical features; the tables of pieces stand in a row."""

    def __init__(self, langs: Sequence[str], pieces: Sequence[Pieces], starts: Sequence[int]) -> None:
        self.langs, self.pieces, self.starts = langs, pieces, starts
        self.index: dict[tuple[int, str], int] = {}
        self.parts: list[list[int]] = []
        self.known: list[np.ndarray] = []

    def number(self, word: str, lang: int) -> int:
        number = self.index.get((lang, word))
        if number is None:
            number = self.index[lang, word] = len(self.parts)
            self.parts.append([self.starts[lang] + part for part in self.pieces[lang].of(word)])
            self.known.append(lexical([word], self.langs[lang])[0])
        return number

    def example(self, text: str, labels: dict[int, str], lang: int = 0) -> Example | None:
        """A line with the labels of its damaged joints by offset; None when nothing is asked."""
        code = self.langs[lang]
        starts, ends = words_of(text, 0, len(text), code)
        words = [text[a:b] for a, b in zip(starts, ends, strict=True)][:_LONGEST]
        gaps = [0] + [gap_of(text[ends[k - 1] : starts[k]]) for k in range(1, len(words))]
        outcomes = [
            OUTCOMES.index(_OUTCOME.get(labels.get(starts[k], ""), "keep"))
            if k and asks(gaps[k], words[k], code)
            else -1
            for k in range(len(words))
        ]
        if max(outcomes, default=-1) < 0:
            return None
        numbers = [self.number(word, lang) for word in words]
        return Example(
            lang, np.array(numbers), np.array(gaps), np.array([shape_of(w) for w in words]), np.array(outcomes)
        )


def vocabulary_of(name: str, public: Path) -> tuple[Vocabulary, dict[str, list[str]]]:
    """An empty vocabulary of a network (``en`` or ``xx``), and its pieces by the names of their tables.

    English has the pieces of the public encoder, whose folder ``public`` is, those in Latin letters.
    """
    if name == "en":
        listed = (public / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
        pieces = [piece for piece in listed if _LATIN.fullmatch(piece) and not piece.startswith("[unused")]
        return Vocabulary(("en",), [Pieces(pieces, accents=False)], [0]), {"": pieces}
    by_lang = {lang: pieces_of(lang) for lang in LANGUAGES}
    starts = [0, *accumulate(map(len, by_lang.values()))][:-1]
    vocabulary = Vocabulary(LANGUAGES, [Pieces(own, accents=True) for own in by_lang.values()], starts)
    return vocabulary, {f"-{lang}": own for lang, own in by_lang.items()}


def pieces_of(lang: str) -> list[str]:
    """The most common words of a language, the most common endings and beginnings of the others, and all letters."""
    lex = lexicon(lang)
    ranked = sorted(lex, key=lambda word: (-lex.frequency(word), word))
    kept = _WHOLE.get(lang, _MOST_WHOLE)
    whole, others = ranked[:kept], ranked[kept:60_000]
    ends = Counter(f"##{word[-k:]}" for word in others for k in range(2, 6) if len(word) > k + 2)
    starts = Counter(word[:k] for word in others for k in range(2, 6) if len(word) > k + 2)
    letters = sorted({char for word in ranked[:60_000] for char in word})
    found = ["[UNK]", *letters, *(f"##{char}" for char in letters), *whole]
    for counts, most in ((ends, _ENDS), (starts, _STARTS)):
        found += [piece for piece, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]]
    return list(dict.fromkeys(found))


def damaged_lines(
    folders: Sequence[Path], rng: random.Random, langs: Sequence[str], held: bool
) -> Iterator[tuple[str, dict[int, str], int]]:
    """Damaged lines of one pass over the clean prose, documents in random order.

    Each with the labels of its damaged joints by offset, and the number of its language.
    """
    groups: list[tuple[int, list[Paragraph]]] = []
    for lang, code in enumerate(langs):
        read = [[found for name, found in documents(folder, code) if held_out(name) == held] for folder in folders]
        sizes = [sum(len(text) for found in some for text, _ in found) for some in read]
        for some, size in zip(read, sizes, strict=True):
            # Newspapers, little of them beside the prose of offices and the manuals, are read again and again.
            again = 1 if held else min(_AGAIN, max(1, round(max(sizes) * _LEAST / max(1, size))))
            groups += [(lang, found) for found in some] * again
    rng.shuffle(groups)
    for lang, paragraphs in groups:
        result = damage(paragraphs, rng, lang=langs[lang])
        start = 0
        for line in result.text.split("\n\n"):
            labels = {at - start: done[1] for at, done in result.labels.items() if start <= at < start + len(line)}
            start += len(line) + 2
            yield line, labels, lang


def lines(folders: Sequence[Path], rng: random.Random, vocabulary: Vocabulary, held: bool) -> Iterator[Example]:
    """Damaged lines as examples, where something is asked."""
    for line, labels, lang in damaged_lines(folders, rng, vocabulary.langs, held):
        example = vocabulary.example(line, labels, lang)
        if example is not None:
            yield example


def taught(path: Path, vocabulary: Vocabulary) -> list[tuple[Example, np.ndarray]]:
    """Lines with a teacher's chances for their joints, as ``training.teacher`` writes them.

    Of single English nouns with a capital a teacher that has read the prose of offices is not asked.
    """
    with np.load(path) as data:
        d = {name: data[name] for name in data.files}
    if vocabulary.langs == ("en",):
        _forget(d)
    numbers = [
        vocabulary.number(word, lang) for word, lang in zip(d["words"].tolist(), d["word_langs"].tolist(), strict=True)
    ]
    rows = np.array(numbers)[d["rows"]]
    found, at, row = [], 0, 0
    for lang, length in zip(d["langs"].tolist(), d["lengths"].tolist(), strict=True):
        cut = slice(at, at + length)
        example = Example(lang, rows[cut], d["gaps"][cut], d["shapes"][cut], d["outcomes"][cut])
        count = int((example.outcomes >= 0).sum())
        found.append((example, d["chances"][row : row + count].astype(np.float32)))
        at, row = at + length, row + count
    return found


def _forget(d: dict[str, np.ndarray]) -> None:
    """Take the joints before single nouns with a capital out of a teacher's answers."""
    lone = np.array([len(word) > 3 and word[0].isupper() and is_lone_noun(word) for word in d["words"].tolist()])
    small = np.array([word.islower() for word in d["words"].tolist()])[d["rows"]]
    asked = d["outcomes"] >= 0
    beside = np.append(False, small[:-1]) & np.append(small[1:], False)
    forgotten = asked & lone[d["rows"]] & beside & (d["gaps"] == BLANK)
    d["chances"] = d["chances"][~forgotten[asked]]
    d["outcomes"] = np.where(forgotten, -1, d["outcomes"])


def pools(source: Callable[[], Iterable[Example]], rng: random.Random) -> Iterator[list[list[Example]]]:
    """Batches of similar length, a pool of them at a time, pass after pass."""
    pool: list[Example] = []
    while True:
        for example in source():
            pool.append(example)
            if len(pool) == _POOL:
                pool.sort(key=lambda e: len(e.words))
                batches = [pool[k : k + BATCH] for k in range(0, _POOL, BATCH)]
                rng.shuffle(batches)
                yield batches
                pool = []
