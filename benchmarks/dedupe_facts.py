"""Look-alikes and near copies: how many pairs with another fact are merged, how many with the same facts are found.

    python benchmarks/dedupe_facts.py [--pairs 3000] [--seed 1] [--show 20]

Pairs come from ``tests/lookalikes.py``: reports in eleven languages that differ in one fact (a figure, a number word, a
name, a date, a unit, a negation, an opposite ...) or in their writing only. Rates by kind and by language.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from rapidfuzz import fuzz

from cleanpipe.dedupe import near_copies

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from lookalikes import Pair, other_facts, other_shapes


def merged(pairs: Sequence[Pair]) -> list[bool]:
    """Whether the two texts of each pair come into one cluster, each pair on its own."""
    return [near_copies([pair.one, pair.two]) == [0, 0] for pair in pairs]


def table(pairs: Sequence[Pair], together: Sequence[bool], key: str) -> str:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for pair, yes in zip(pairs, together, strict=True):
        row = counts[getattr(pair, key)]
        row[0] += yes
        row[1] += 1
    return ", ".join(f"{name} {yes}/{all_}" for name, (yes, all_) in sorted(counts.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    for name, pairs, wrong in (
        ("merged, other fact", other_facts(args.pairs, args.seed), True),
        ("found, other shape", other_shapes(args.pairs, args.seed), False),
    ):
        if not wrong:
            pairs = [
                pair for pair in pairs if pair.kind == "cut" or fuzz.ratio(pair.one.lower(), pair.two.lower()) >= 80
            ]
        together = merged(pairs)
        print(f"{name}: {sum(together)} of {len(pairs)}, {100 * sum(together) / len(pairs):.2f} %")
        print("  " + table(pairs, together, "kind"))
        print("  " + table(pairs, together, "lang"))
        shown = [pair for pair, yes in zip(pairs, together, strict=True) if yes is wrong][: args.show]
        for pair in shown:
            print(f"    {pair.kind} {pair.lang}\n      {pair.one!r}\n      {pair.two!r}")


if __name__ == "__main__":
    main()
