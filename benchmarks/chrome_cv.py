"""Chrome removal by cross-validation: no page is cleaned by a model that saw its host.

    python benchmarks/chrome_cv.py                  five folds by host, the whole pipeline, F1 as kit k1
    python benchmarks/chrome_cv.py --stage          the chrome stage alone with its rules: quicker
    python benchmarks/chrome_cv.py --fit FILE       fit on all pages and write the weights that ship

Our own labelled pages (``corpus/pages``) take part, each as a host of its own: line F1 by language, as
``corpus_pages.py`` counts it. Reads ../shared/data and ../shared/kits beside the checkout. ``--weak FILE`` keeps the
extractors' answers between runs, ``--models FOLDER`` the fitted models. Fitting needs scikit-learn and about ten
minutes on one core that is free; with BLAS threads (OMP_NUM_THREADS) unset it is slower, not faster.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "shared" / "data"
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "shared" / "kits")]

import chrome_pages  # noqa: E402
import corpus_pages  # noqa: E402
import cpkit  # noqa: E402

from cleanpipe import Pipeline  # noqa: E402
from cleanpipe.chrome import model as shipped  # noqa: E402
from cleanpipe.document import Document  # noqa: E402
from cleanpipe.editing import apply  # noqa: E402
from cleanpipe.rulefile import load_rules  # noqa: E402
from cleanpipe.scoring.langid.identification import language_of  # noqa: E402
from cleanpipe.stages.chrome import ChromeStage  # noqa: E402
from cleanpipe.training.chrome import Example, fit, save  # noqa: E402

FOLDS = 5


def stage_alone() -> Callable[[str], str]:
    """The chrome stage alone, with the shipped rules."""
    book = load_rules("news")
    stage = ChromeStage(book.of("drop_line", "drop_block"), book.settings)
    bar = book.settings.min_confidence

    def clean(text: str) -> str:
        lang = language_of(text[:4000])
        return apply(text, [e for e in stage.propose(Document(text, lang=lang)) if e.score >= bar])

    return clean


def fold_of(page: dict[str, Any]) -> int:
    """Pages of one host are in one fold."""
    return int(hashlib.sha256(page["host"].encode()).hexdigest()[:8], 16) % FOLDS


def training(pages: list[dict[str, Any]], groups: list[list[Example]]) -> list[Example]:
    """What is learnt from some pages: each with its variants, and their articles inside each other's furniture."""
    plain = [example for group in groups for example in group]
    first = [(page, group[0]) for page, group in zip(pages, groups, strict=True)]
    return plain + chrome_pages.exchanged(first, random.Random(0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", type=Path, help="write weights fitted on all pages")
    parser.add_argument("--weak", type=Path, help="where the extractors' answers are kept")
    parser.add_argument("--models", type=Path, help="where the models of the folds are kept")
    parser.add_argument("--stage", action="store_true", help="the chrome stage alone instead of the pipeline")
    args = parser.parse_args()
    pages = chrome_pages.pages() + chrome_pages.corpus_pages()
    models = [args.models / f"{fold}.npz" if args.models else None for fold in range(FOLDS)]
    examples = []
    if args.fit or not all(path and path.exists() for path in models):
        weak, rng = chrome_pages.extracted(args.weak), random.Random(0)
        examples = [chrome_pages.examples(p, weak, rng) for p in pages]
    if args.fit:
        save(fit(training(pages, examples)), args.fit)
        print(f"{args.fit}: {args.fit.stat().st_size} bytes")
        return
    pipeline = Pipeline.from_rules("news")
    clean: Callable[[str], str] = stage_alone() if args.stage else lambda text: pipeline.clean(text).text
    counts, whole, moved = [0, 0, 0, 0], [], 0
    lines: dict[str, list[int]] = {}
    for fold, path in enumerate(models):
        if path and path.exists():
            with np.load(path) as file:
                arrays = {name: file[name] for name in file.files}
        else:
            others = [n for n, page in enumerate(pages) if fold_of(page) != fold]
            arrays = fit(training([pages[n] for n in others], [examples[n] for n in others]))
            if path:
                path.parent.mkdir(parents=True, exist_ok=True)
                save(arrays, path)
        model = shipped.model_from(arrays)
        shipped.shipped_model = lambda model=model: model  # type: ignore[assignment]
        for page in (p for p in pages if fold_of(p) == fold):
            if page["set"] == "corpus":
                texts = page["text"].split("\n")[:-1]
                judged = corpus_pages.kept_lines(pipeline, texts, page["id"])
                row = lines.setdefault(page["lang"], [0, 0, 0])
                for keep, stays in zip(page["keep"], judged, strict=True):
                    row[0] += keep and stays
                    row[1] += keep and not stays
                    row[2] += stays and not keep
                continue
            out = clean(page["text"])
            moved += args.stage and clean(out) != out
            if page["set"] == "aeb":
                whole.append(cpkit.shingle_prf(page["gold"], out))
            else:
                for n, value in enumerate(cpkit.snippet_counts(page["with"], page["without"], out)):
                    counts[n] += value
    languages = {lang: round(2 * k / max(1, 2 * k + lost + left), 3) for lang, (k, lost, left) in sorted(lines.items())}
    figures = {
        "snippets": cpkit.prf_acc(*counts),
        "whole": cpkit.macro_prf(whole),
        "not_idempotent": moved,
        "own pages, line F1": languages,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
