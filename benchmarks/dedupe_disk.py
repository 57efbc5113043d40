"""Memory of a search over paragraphs that lie on disk, as a run does it, and of a kept index.

    python benchmarks/dedupe_disk.py --count 1000000          # the search of a run: texts in the scratch file
    python benchmarks/dedupe_disk.py --index --count 100000   # look each paragraph up in an index on disk, then add it

Paragraphs are like those of ``dedupe_speed.py``, made one by one: a fifth are edited copies of earlier ones, and the
likeness of each copy is known. Prints seconds of the processor, the peak of memory, and recall for copies with a ratio
of 80 and more.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from rapidfuzz import fuzz

from cleanpipe.corpus.copies import CopySearch, sketched
from cleanpipe.corpus.frames import Spool
from cleanpipe.dedupe import DedupeIndex
from cleanpipe.document import Document
from cleanpipe.engines.local import LocalEngine
from cleanpipe.rulefile.model import Dedupe, Rule

sys.path.insert(0, str(Path(__file__).resolve().parent))
from dedupe_speed import _RATES, edited, sentences_of, words_of

PARAGRAPHS = 15  # in a document
DOCUMENTS = 100  # in a unit of work


class Stream:
    """So many paragraphs, none of them kept: number ``k`` is made anew whenever it is asked for."""

    def __init__(self, count: int, seed: int = 1) -> None:
        rng = random.Random(seed)
        self.count, self.plain = count, count * 4 // 5
        self.words = words_of(rng, 12_000)
        rng.shuffle(self.words)
        self.pool = sentences_of(rng, self.words, 60_000)

    def base(self, k: int) -> int:
        """Of which paragraph a later one is a copy."""
        return random.Random(-k).randrange(self.plain)

    def text(self, k: int) -> str:
        rng = random.Random(k)
        if k < self.plain:
            return " ".join(rng.choices(self.pool, k=rng.randint(1, 7)))
        return edited(self.text(self.base(k)), rng, rng.choice(_RATES), self.words)

    def __iter__(self) -> Iterator[str]:
        return map(self.text, range(self.count))

    def alike(self, k: int) -> bool:
        """Whether a copy has a ratio of 80."""
        return fuzz.ratio(self.text(k), self.text(self.base(k))) >= 80


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def search(stream: Stream, folder: Path) -> set[int]:
    """The copies that the search of a run finds, by number."""
    rules = [Rule("bench/copies", "dedupe", Dedupe(similarity=0.8))]
    spool, found = Spool(folder / "frames"), CopySearch(rules, folder / "sketches", LocalEngine(0))
    texts, unit = iter(stream), 0
    seconds = 0.0
    while paragraphs := list(islice(texts, PARAGRAPHS * DOCUMENTS)):
        parts = ["\n\n".join(paragraphs[k : k + PARAGRAPHS]) for k in range(0, len(paragraphs), PARAGRAPHS)]
        starts, at = [], 0
        for part in parts:
            starts.append(at)
            at += len(part.encode())
        begun = time.process_time()
        sketches = sketched(rules, [Document(part) for part in parts], starts)
        found.add(unit, spool.add("".join(parts).encode()), sketches)
        seconds += time.process_time() - begun
        unit += 1
    print(f"  sketched: {seconds:.1f} s, {megabytes():,.0f} MB", flush=True)
    begun = time.process_time()
    removed = found.find(spool, lambda unit, document: f"{unit}.{document}", lambda unit: False)
    print(f"  searched: {time.process_time() - begun:.1f} s, {megabytes():,.0f} MB at most", flush=True)
    return {
        (number * DOCUMENTS + document) * PARAGRAPHS + place
        for number in range(unit)
        for document, place in removed.gone(number)
    }


def index(stream: Stream, folder: Path) -> set[int]:
    """The copies that a kept index finds when each paragraph is looked up and then added."""
    gone: set[int] = set()
    texts, at = iter(stream), 0
    with DedupeIndex(folder / "seen.db", Dedupe(similarity=0.8)) as kept:
        begun = time.process_time()
        while block := list(islice(texts, 500)):
            for k, seen in enumerate(kept.find_many(block), at):
                if seen is not None:
                    gone.add(k)
            kept.add_many((text, f"d{k // PARAGRAPHS}", k % PARAGRAPHS) for k, text in enumerate(block, at))
            kept.commit()
            at += len(block)
            if at % 50_000 == 0:
                size = kept.info()["bytes"] / 1e6
                print(
                    f"  {at:,}: {time.process_time() - begun:.0f} s, {size:,.0f} MB on disk, {megabytes():,.0f} MB",
                    flush=True,
                )
    return gone


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--index", action="store_true")
    args = parser.parse_args()
    stream = Stream(args.count)
    print(f"{args.count:,} paragraphs, {'a kept index' if args.index else 'the search of a run'}")
    with tempfile.TemporaryDirectory() as folder:
        gone = (index if args.index else search)(stream, Path(folder))
    some = range(stream.plain, stream.count, max(1, (stream.count - stream.plain) // 20_000))
    alike = [k for k in some if stream.alike(k)]
    recall = sum(k in gone for k in alike) / len(alike)
    print(f"  recall {recall:.4f} of {len(alike):,} copies with a ratio of 80 and more; {len(gone):,} paragraphs go")


if __name__ == "__main__":
    main()
