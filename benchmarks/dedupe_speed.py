"""Speed, recall and memory of the search for near copies, on planted copies of known likeness.

    python benchmarks/dedupe_speed.py                      # 10,000 and 100,000 paragraphs, and 50,000 of one template
    python benchmarks/dedupe_speed.py --sizes 1000000      # 1,000,000: ten minutes, 2 GB
    python benchmarks/dedupe_speed.py --datasketch         # beside datasketch (pip install datasketch)
    python benchmarks/dedupe_speed.py --sizes 100000 --datasketch --datatrove    # and datatrove[io,processing] spacy
    python benchmarks/dedupe_speed.py --index 50000        # a kept index: what a look-up costs as it grows

Paragraphs are made of invented words in invented sentences, a fifth of them copies with words dropped, added, moved or
replaced; nothing is read. Seconds are those of the processor: a busy neighbour moves them less. Quote the ratios.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz

from cleanpipe.dedupe import DedupeIndex, near_copies

_RATES = (0.02, 0.05, 0.1, 0.15, 0.2, 0.25)


class Planted(NamedTuple):
    """Paragraphs, and the pairs of which one is a copy of the other, with their rapidfuzz ratio."""

    texts: list[str]
    pairs: list[tuple[int, int, float]]


def words_of(rng: random.Random, count: int) -> list[str]:
    """Invented words, as often short or long as English ones."""
    parts = [a + b for a in "b c d f g h l m n p r s t v w st tr pl".split(" ") for b in "a e i o u ea ou".split(" ")]
    return sorted({"".join(rng.choices(parts, k=rng.choice((1, 2, 2, 3, 3, 4)))) for _ in range(count)})


def sentences_of(rng: random.Random, words: Sequence[str], count: int) -> list[str]:
    """Sentences in which a few words are frequent, with names and figures."""
    weights = [1 / (k + 3) for k in range(len(words))]
    names = [word.capitalize() for word in words[::9]]
    out = []
    for _ in range(count):
        body = rng.choices(words, weights, k=rng.randint(7, 30))
        if rng.random() < 0.5:
            body[rng.randrange(len(body))] = rng.choice(names)
        if rng.random() < 0.25:
            body[rng.randrange(len(body))] = str(rng.randint(2, 2030))
        out.append(" ".join(body).capitalize() + ".")
    return out


def edited(text: str, rng: random.Random, rate: float, words: Sequence[str]) -> str:
    """The text with words dropped, replaced, added or moved; names and figures are left alone."""
    out: list[str] = []
    for word in text.split():
        kind = rng.randrange(4)
        if rng.random() >= rate or not word.islower():
            out.append(word)
        elif kind == 1:
            out.append(rng.choice(words))
        elif kind == 2:
            out += [word, rng.choice(words)]
        elif kind == 3:
            out.insert(max(0, len(out) - 1), word)
    return " ".join(out)


def planted(count: int, seed: int = 1) -> Planted:
    """So many paragraphs of one to seven sentences out of 60,000, a fifth of them edited copies of others."""
    rng = random.Random(seed)
    words = words_of(rng, 12_000)
    rng.shuffle(words)
    pool = sentences_of(rng, words, 60_000)
    plain = count * 4 // 5
    texts = [" ".join(rng.choices(pool, k=rng.randint(1, 7))) for _ in range(plain)]
    pairs = []
    for place in range(plain, count):
        base = rng.randrange(plain)
        texts.append(edited(texts[base], rng, rng.choice(_RATES), words))
        pairs.append((base, place, fuzz.ratio(texts[base], texts[place])))
    return Planted(texts, pairs)


def template(count: int, seed: int = 1) -> list[str]:
    """Reports after one pattern, with other figures."""
    rng = random.Random(seed)
    out = []
    for _ in range(count):
        n = [rng.randint(2, 98) for _ in range(6)]
        out.append(
            f"The gauge at the old bridge stood at {n[0]} inches after a fall of {n[1]} inches since morning, with "
            f"{n[2]} boats in the lock, winds of {n[3]} knots and a water temperature of {n[4]}.{n[5]} degrees."
        )
    return out


def report(data: Planted) -> float:
    """Run and print; the seconds."""
    begun = time.process_time()
    labels = near_copies(data.texts)
    seconds = time.process_time() - begun
    alike = [(one, two) for one, two, ratio in data.pairs if ratio >= 80]
    recall = sum(labels[one] == labels[two] for one, two in alike) / len(alike)
    members = defaultdict(list)
    for k, label in enumerate(labels):
        members[label].append(k)
    dropped = [k for k, label in enumerate(labels) if label != k]
    some = random.Random(1).sample(dropped, min(2000, len(dropped)))
    right = 0
    for k in some:
        mates = [m for m in members[labels[k]] if m != k][:200]
        right += any(fuzz.ratio(data.texts[k], data.texts[m]) >= 78 for m in mates)
    size = sum(map(len, data.texts)) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(data.texts):>9,} paragraphs, {size:6.1f} MB: {seconds:7.2f} s, {size / seconds:5.1f} MB/s, "
        f"recall {recall:.4f}, precision {right / len(some):.4f}, peak {peak:,.0f} MB with the texts"
    )
    return seconds


def datasketch_seconds(texts: Sequence[str]) -> float:
    """The usual loop of MinHashLSH over pairs of words, 42 bands of 3 rows."""
    from datasketch import MinHash, MinHashLSH

    begun = time.process_time()
    lsh = MinHashLSH(num_perm=126, params=(42, 3))
    for k, text in enumerate(texts):
        words = text.lower().split()
        sketch = MinHash(num_perm=126)
        sketch.update_batch([" ".join(words[i : i + 2]).encode() for i in range(max(1, len(words) - 1))])
        lsh.query(sketch)
        lsh.insert(k, sketch)
    return time.process_time() - begun


def datatrove_seconds(texts: Sequence[str]) -> float:
    """The four steps of datatrove's minhash with the same bands, on one core: signatures, buckets, clusters, filter."""
    import json

    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.dedup import MinhashDedupCluster, MinhashDedupFilter, MinhashDedupSignature
    from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupBuckets
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    config = MinhashConfig(n_grams=2, num_buckets=42, hashes_per_bucket=3)
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        (at / "in").mkdir()
        with (at / "in/a.jsonl").open("w", encoding="utf-8") as out:
            out.writelines(json.dumps({"id": str(k), "text": text}) + "\n" for k, text in enumerate(texts))
        read = JsonlReader(str(at / "in"))
        steps = (
            [read, MinhashDedupSignature(str(at / "signatures"), config=config)],
            [MinhashDedupBuckets(str(at / "signatures"), str(at / "buckets"), config=config)],
            [MinhashDedupCluster(str(at / "buckets"), str(at / "remove"), config=config)],
            [read, MinhashDedupFilter(str(at / "remove")), JsonlWriter(str(at / "out"), compression=None)],
        )
        begun = _cpu()
        for number, step in enumerate(steps):
            tasks = config.num_buckets if number == 1 else 1
            LocalPipelineExecutor(step, tasks=tasks, workers=1, logging_dir=str(at / f"log{number}")).run()
        seconds = _cpu() - begun
        left = sum(1 for path in (at / "out").glob("*.jsonl") for _ in path.open(encoding="utf-8"))
        print(f"          datatrove keeps {left:,} of {len(texts):,}")
    return seconds


def _cpu() -> float:
    """Seconds of this process and its children."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def index_growth(count: int) -> None:
    """Add paragraphs to an index on disk in steps, and time additions and look-ups as it grows."""
    data = planted(count)
    probes = [data.texts[two] for _, two, ratio in data.pairs if ratio >= 80][:500]
    with tempfile.TemporaryDirectory() as folder, DedupeIndex(Path(folder) / "index") as index:
        step = count // 5
        for start in range(0, count, step):
            begun = time.process_time()
            index.add_many(
                (text, f"d{(start + k) // 15}", k % 15) for k, text in enumerate(data.texts[start : start + step])
            )
            index.commit()
            added = time.process_time() - begun
            begun = time.process_time()
            found = sum(index.find(text) is not None for text in probes)
            asked = time.process_time() - begun
            size = index.info()["bytes"] / 1e6
            print(
                f"{start + step:>9,} in the index, {size:6.1f} MB: {added / step * 1e6:6.0f} us to add, "
                f"{asked / len(probes) * 1e6:6.0f} us to ask, {found} of {len(probes)} found"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--datasketch", action="store_true")
    parser.add_argument("--datatrove", action="store_true")
    parser.add_argument("--index", type=int, default=0)
    args = parser.parse_args()
    near_copies(planted(500).texts)  # imports
    print(f"numpy {version('numpy')}, rapidfuzz {version('rapidfuzz')}")
    if args.index:
        index_growth(args.index)
        return
    before = 0.0
    for size in args.sizes:
        data = planted(size)
        seconds = report(data)
        if before:
            print(f"          grows {seconds / before:.1f} times")
        before = seconds
        if args.datasketch:
            theirs = datasketch_seconds(data.texts)
            print(f"          datasketch {version('datasketch')}: {theirs:.2f} s, {theirs / seconds:.1f} times as long")
        if args.datatrove:
            theirs = datatrove_seconds(data.texts)
            print(f"          datatrove {version('datatrove')}: {theirs:.2f} s, {theirs / seconds:.1f} times as long")
    ordinary = planted(50_000).texts
    begun = time.process_time()
    near_copies(ordinary)
    plain = time.process_time() - begun
    texts = template(50_000)
    begun = time.process_time()
    labels = near_copies(texts)
    crowd = time.process_time() - begun
    wrong = sum(texts[label] != text for text, label in zip(texts, labels, strict=True))
    print(f"50,000 of one template: {crowd:.2f} s, {crowd / plain:.1f} times 50,000 others; {wrong} merged that differ")


if __name__ == "__main__":
    main()
