"""How fast the default pipeline is on one core, stage by stage, beside ftfy in the same run.

    python benchmarks/speed.py [--mb 20] [--kits DIR]

Three kinds of text, each repeated to the size asked for: ``clean`` (paragraphs of the damage kit as they are, twenty a
document), ``damaged`` (the same, damaged by the kit), ``pages`` (whole pages of the chrome kit). CPU seconds of this
process, MB = 10^6 bytes of UTF-8. Prints one JSON line last.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"


def rows(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def documents(kind: str, shared: Path) -> list[str]:
    """Distinct documents of one kind."""
    if kind == "pages":
        return [page["text"] for page in rows(shared / "data/chrome-dev/pages.jsonl.gz")]
    paragraphs = rows(shared / "data/damage-dev/paragraphs.jsonl.gz")
    if kind == "damaged":
        sys.path.insert(0, str(shared / "kits"))
        import damage

        made = damage.generate([(p["id"], p["lang"], p["text"]) for p in paragraphs], 3)
        texts = [item["broken"] for item in made if item["tier"] == "mixed"]
        return ["\n\n".join(texts[k : k + 5]) for k in range(0, len(texts), 5)]
    # Paragraphs of one language together, as documents are.
    by_language: dict[str, list[str]] = {}
    for row in paragraphs:
        by_language.setdefault(row["lang"], []).append(row["text"])
    return ["\n\n".join(texts[k : k + 20]) for texts in by_language.values() for k in range(0, len(texts), 20)]


def repeated(texts: list[str], megabytes: float) -> Iterator[str]:
    """Documents over and over until the size is reached."""
    size = 0
    for text in cycle(texts):
        if size >= megabytes * 1e6:
            return
        size += len(text.encode())
        yield text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mb", type=float, default=20.0)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--kinds", default="clean,damaged,pages")
    arguments = parser.parse_args()

    import ftfy

    import cleanpipe

    cleanpipe.clean("Warm up , please.")
    pipe = cleanpipe.Pipeline.from_rules("news")
    figures: dict[str, dict[str, float]] = {}
    for kind in arguments.kinds.split(","):
        texts = documents(kind, arguments.shared)
        stages: Counter[str] = Counter()
        size, begun = 0, time.process_time()
        for text in repeated(texts, arguments.mb):
            size += len(text.encode())
            stages.update(pipe.clean(text).seconds)
        seconds = time.process_time() - begun
        small = min(arguments.mb, 2.0)
        begun = time.process_time()
        for text in repeated(texts, small):
            ftfy.fix_text(text)
        theirs = small / (time.process_time() - begun)
        mine = size / 1e6 / seconds
        figures[kind] = {
            "mb_per_s": round(mine, 2),
            "ftfy_mb_per_s": round(theirs, 2),
            "ratio": round(mine / theirs, 2),
        }
        shares = ", ".join(f"{name} {100 * value / sum(stages.values()):.0f} %" for name, value in stages.most_common())
        print(f"{kind:8} {mine:6.2f} MB/s, {mine / theirs:5.2f} x ftfy ({theirs:.2f})   {shares}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
