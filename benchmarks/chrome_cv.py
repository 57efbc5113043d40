"""Chrome removal by cross-validation: no page is cleaned by a model that saw its host.

    python benchmarks/chrome_cv.py                  five folds by host, the chrome stage with its rules, F1 as kit k1
    python benchmarks/chrome_cv.py --fit FILE       fit on all pages and write the weights that ship

Reads ../shared/data and ../shared/kits beside the checkout. ``--weak FILE`` keeps the extractors' answers between runs.
Takes about ten minutes on one core; with BLAS threads (OMP_NUM_THREADS) unset it is slower, not faster.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "shared" / "data"
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "shared" / "kits")]

import chrome_pages  # noqa: E402
import cpkit  # noqa: E402

from cleanpipe.chrome import model as shipped  # noqa: E402
from cleanpipe.document import Document  # noqa: E402
from cleanpipe.editing import apply  # noqa: E402
from cleanpipe.rulefile import load_rules  # noqa: E402
from cleanpipe.stages.chrome import ChromeStage  # noqa: E402
from cleanpipe.stages.language import language_of  # noqa: E402
from cleanpipe.training.chrome import fit, fitted, save  # noqa: E402

FOLDS = 5


def cleaner() -> Callable[[str, str], str]:
    """The chrome stage alone, with the shipped rules."""
    book = load_rules("news")
    stage = ChromeStage(book.of("drop_line", "drop_block"), book.settings)
    bar = book.settings.min_confidence

    def clean(text: str, lang: str) -> str:
        return apply(text, [e for e in stage.propose(Document(text, lang=lang)) if e.score >= bar])

    return clean


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", type=Path, help="write weights fitted on all pages")
    parser.add_argument("--weak", type=Path, help="where the extractors' answers are kept")
    args = parser.parse_args()
    pages, weak = chrome_pages.pages(), chrome_pages.extracted(args.weak)
    rng = random.Random(0)
    examples = [[chrome_pages.example(p, weak), *chrome_pages.variants(p, weak, rng)] for p in pages]
    if args.fit:
        save(fit([e for group in examples for e in group]), args.fit)
        print(f"{args.fit}: {args.fit.stat().st_size} bytes")
        return
    folds = [int(hashlib.sha256(p["host"].encode()).hexdigest()[:8], 16) % FOLDS for p in pages]
    clean = cleaner()
    counts, whole, moved = [0, 0, 0, 0], [], 0
    lost: dict[str, list[int]] = {}
    golds = {p["id"]: fold for p, fold in zip(pages, folds, strict=True)}
    with gzip.open(DATA / "harm-dev" / "items.jsonl.gz", "rt", encoding="utf-8") as file:
        prose = [json.loads(line) for line in file]
    for fold in range(FOLDS):
        model = fitted([e for group, f in zip(examples, folds, strict=True) if f != fold for e in group])
        shipped.shipped_model = lambda model=model: model  # type: ignore[assignment]
        for page in (p for p, f in zip(pages, folds, strict=True) if f == fold):
            lang = language_of(page["text"][:4000])
            out = clean(page["text"], lang)
            moved += clean(out, lang) != out
            if page["set"] == "aeb":
                whole.append(cpkit.shingle_prf(page["gold"], out))
            else:
                for n, value in enumerate(cpkit.snippet_counts(page["with"], page["without"], out)):
                    counts[n] += value
        for item in prose:  # the articles of the same sites' hosts in their own fold, all other texts in the first
            if golds.get(item["id"].split(":")[-1], 0) == fold:
                out = clean(item["text"], item["lang"])
                row = lost.setdefault(item["source"], [0, 0, 0])
                row[0] += out != item["text"]
                row[1] += len(item["text"].split()) - len(out.split())
                row[2] += _paragraphs(item["text"]) - _paragraphs(out)
    figures = {
        "snippets": cpkit.prf_acc(*counts),
        "whole": cpkit.macro_prf(whole),
        "not_idempotent": moved,
        "prose_lost": {
            source: dict(zip(("texts", "words", "lines"), row, strict=True)) for source, row in lost.items()
        },
    }
    print(json.dumps(figures))


def _paragraphs(text: str) -> int:
    return sum(1 for line in text.split("\n") if line.strip())


if __name__ == "__main__":
    main()
