"""Kill a process that fills an index, at random moments and over and over, and check that nothing half-done is left.

    python benchmarks/dedupe_soak.py [--kills 30] [--seed 1]

A child adds documents of five paragraphs, each in a transaction of its own, and is killed with SIGKILL; the next child
goes on where the index says it stopped. After each kill every document in the index must be whole, its paragraphs must
be found by their words, and SQLite must find the file sound. At the end it must hold what an undisturbed one does.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cleanpipe.dedupe import DedupeIndex

DOCUMENTS, PARAGRAPHS = 1500, 5


def paragraph(document: int, place: int) -> str:
    rng = random.Random(document * 100 + place)
    return " ".join("".join(rng.choices("aeioulmnrst", k=rng.randint(4, 9))) for _ in range(30))


def fill(path: Path) -> None:
    """Add the documents that are not there yet."""
    index = DedupeIndex(path)
    known = set(index.documents())
    told = False
    for document in range(DOCUMENTS):
        if f"d{document}" not in known:
            index.add_many((paragraph(document, place), f"d{document}", place) for place in range(PARAGRAPHS))
            index.commit()
            if not told:
                print("under way", flush=True)
                told = True
    index.close()


def rows(path: Path) -> list[tuple[str, int, int]]:
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        query = "SELECT name, place, exact FROM paragraphs JOIN documents ON documents.id = document ORDER BY 1, 2"
        found = database.execute(query).fetchall()
        bands = database.execute("SELECT count(DISTINCT paragraph) FROM bands").fetchone()[0]
    database.close()
    assert bands == len(found), "every paragraph has its bands, and no band is without one"
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fill", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.fill:
        fill(args.fill)
        return
    rng = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        path, undisturbed = Path(folder) / "killed.db", Path(folder) / "whole.db"
        fill(undisturbed)
        for number in range(args.kills + 1):
            child = subprocess.Popen([sys.executable, __file__, "--fill", str(path)], stdout=subprocess.PIPE, text=True)
            assert child.stdout is not None
            child.stdout.readline()
            if number < args.kills:
                time.sleep(rng.uniform(0.01, 0.4))
                os.kill(child.pid, signal.SIGKILL)
            code = child.wait()
            child.stdout.close()
            if not path.exists():
                continue
            found = rows(path)
            assert len(found) % PARAGRAPHS == 0, "a document is there wholly or not at all"
            with DedupeIndex(path) as index:
                for name, place, _ in rng.sample(found, min(20, len(found))):
                    seen = index.find(paragraph(int(name[1:]), place))
                    assert seen is not None
                    assert (seen.document, seen.place) == (name, place)
            print(f"{number}: ended with {code}, {len(found):,} paragraphs, all sound")
        assert rows(path) == rows(undisturbed)
    print(f"{args.kills} kills: the index holds what an undisturbed one does")


if __name__ == "__main__":
    main()
