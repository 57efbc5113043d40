"""A mixed corpus of any size from the development data: what a crawl of news looks like to a cleaner.

    python benchmarks/mixed.py OUT.jsonl --mb 100 [--seed 1] [--data ../shared/data]

Of the documents 55 % are whole pages with their furniture, 30 % articles, 10 % articles damaged as segment-wise
translation does it, 5 % sentences of many languages. Prose is made anew: each sentence has its beginning from one and
its end from another sentence of the same language, so that a corpus of any size has as many near copies for its size:
one paragraph in twelve is an earlier one in which some words were left out, doubled or exchanged, as are all lines of
furniture. In 4 % of the documents paragraphs were read in the wrong encoding, 2 % have entities, 2 % blanks before
commas and doubled marks. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from cleanpipe.scoring.langid.identification import language_of

SHARED = Path(__file__).resolve().parents[2] / "shared"


def rows(path: Path) -> Iterator[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def sources(data: Path, rng: random.Random) -> tuple[list[str], list[str], list[str], list[str]]:
    """Pages, articles, damaged articles and documents of many languages."""
    pages = [page["text"] for page in rows(data / "chrome-dev/pages.jsonl.gz")]
    articles = ["\n\n".join(doc["paragraphs"]) for doc in rows(data / "dedup-dev/docs.jsonl.gz")]
    paragraphs = list(rows(data / "damage-dev/paragraphs.jsonl.gz"))
    by_language: dict[str, list[str]] = {}
    for row in paragraphs:
        by_language.setdefault(row["lang"], []).append(row["text"])
    for texts in by_language.values():
        articles += ["\n\n".join(texts[k : k + 12]) for k in range(0, len(texts), 12)]
    sys.path.insert(0, str(data.parent / "kits"))
    import damage

    made = damage.generate([(p["id"], p["lang"], p["text"]) for p in paragraphs], 3)
    broken = [item["broken"] for item in made if item["tier"] == "mixed"]
    damaged = ["\n\n".join(broken[k : k + 8]) for k in range(0, len(broken), 8)]
    lines = [row["text"] for row in rows(data / "langid-dev/lines.jsonl.gz")]
    rng.shuffle(lines)
    many = ["\n".join(lines[k : k + 25]) for k in range(0, len(lines), 25)]
    return pages, articles, damaged, many


_SENTENCES = re.compile(r"(?<=[.!?]) (?=[^\W\d_a-z])")
#: Paragraphs of which a later one may be a copy, and how often one is.
RECENT, COPIES = 2_000, 1 / 12


def is_prose(line: str) -> bool:
    """Whether a line is a paragraph rather than furniture."""
    return line.count(" ") > 10 and line.rstrip()[-1:] in '.!?”"' and len(line) < 3_000


class Blender:
    """Makes new prose of old: sentences by their language, and the last paragraphs made."""

    def __init__(self, texts: list[str], rng: random.Random) -> None:
        self.rng = rng
        self.sentences: dict[str, list[list[str]]] = {}
        self.recent: deque[str] = deque(maxlen=RECENT)
        for text in texts:
            sentences = [
                words.split(" ") for line in text.split("\n") if is_prose(line) for words in _SENTENCES.split(line)
            ]
            self.sentences.setdefault(language_of(text[:4000]), []).extend(s for s in sentences if len(s) > 5)

    def document(self, text: str) -> str:
        """The same document with other prose."""
        pool = self.sentences.get(language_of(text[:4000]), [])
        return "\n".join(self._line(line, pool) for line in text.split("\n"))

    def _line(self, line: str, pool: list[list[str]]) -> str:
        if not is_prose(line) or len(pool) < 100:
            return self.varied(line)
        if self.recent and self.rng.random() < COPIES:
            return self.varied(self.rng.choice(self.recent))
        made = " ".join(self._blended(self.rng.choice(pool), words.split(" ")) for words in _SENTENCES.split(line))
        self.recent.append(made)
        return made

    def _blended(self, one: list[str], other: list[str]) -> str:
        return " ".join([*one[: len(one) // 2], *other[len(other) // 2 :]])

    def varied(self, line: str) -> str:
        """A line with some words left out, doubled or exchanged."""
        words, rng = line.split(" "), self.rng
        if len(words) > 7 and rng.random() < 0.8:
            for _ in range(1 + int(len(words) * rng.choice((0.02, 0.1, 0.25)))):
                k = rng.randrange(len(words))
                if rng.random() < 0.5:
                    words[k] = rng.choice(words)
                else:
                    del words[k]
        return " ".join(words)


def misread(text: str) -> str:
    """Every fourth paragraph read as Windows-1252."""
    lines = text.split("\n")
    for k in range(0, len(lines), 4):
        lines[k] = lines[k].encode().decode("cp1252", "ignore")
    return "\n".join(lines)


def documents(megabytes: float, seed: int, data: Path) -> Iterator[dict]:
    """Documents until the size is reached."""
    rng = random.Random(seed)
    kinds = sources(data, rng)
    blender = Blender([*kinds[0], *kinds[1]], rng)
    size = number = 0
    while size < megabytes * 1e6:
        pick = rng.random()
        source = rng.choice(kinds[0 if pick < 0.55 else 1 if pick < 0.85 else 2 if pick < 0.95 else 3])
        text = blender.document(source)
        noise = rng.random()
        if noise < 0.04:
            text = misread(text)
        elif noise < 0.06:
            text = text.replace("'", "&#39;").replace('"', "&quot;")
        elif noise < 0.08:
            text = text.replace(", ", " , ").replace(". ", ".. ")
        row = {"id": f"d{number}", "text": text}
        size += len(text.encode())
        number += 1
        yield row


def write(path: Path, megabytes: float, seed: int = 1, data: Path = SHARED / "data") -> None:
    """Write the corpus as lines of JSON, unless it is there."""
    if path.exists():
        return
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as stream:
        for row in documents(megabytes, seed, data):
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    part.rename(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--mb", type=float, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, default=SHARED / "data")
    given = parser.parse_args()
    write(given.out, given.mb, given.seed, given.data)


if __name__ == "__main__":
    main()
