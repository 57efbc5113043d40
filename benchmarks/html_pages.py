"""The article out of HTML: extractors, the line scorer and both together, on the development pages that have HTML.

    python benchmarks/html_pages.py --models FOLDER              cross-validated by host, F1 as kit k1
    python benchmarks/html_pages.py --models FOLDER --fit FILE   fit on all pages and write the weights that ship

``FOLDER`` holds the models that ``chrome_cv.py --models FOLDER`` fitted: each page is judged by the line scorer and by
block networks that did not see its host. Needs the extra ``html``. The last line is what ``cleanpipe run`` makes of
such a page: what comes out, cleaned by the whole pipeline.
"""

from __future__ import annotations

import argparse
import json
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "shared" / "kits")]

import chrome_pages  # noqa: E402
import cpkit  # noqa: E402
from chrome_cv import FOLDS, fold_of  # noqa: E402

from cleanpipe import Pipeline, html  # noqa: E402
from cleanpipe.chrome import model as shipped  # noqa: E402
from cleanpipe.corpus.formats.html import decoded  # noqa: E402
from cleanpipe.html.blocks import blocks_of  # noqa: E402
from cleanpipe.html.evidence import evidence_of, extracted  # noqa: E402
from cleanpipe.training.chrome import save  # noqa: E402
from cleanpipe.training.html import fit  # noqa: E402
from cleanpipe.training.line_network import Rows  # noqa: E402

#: Weight of a block of a page whose every block is known, where others have six known snippets.
KNOWN_WEIGHT = 0.7


def html_of() -> dict[str, str]:
    """The page of each id."""
    data = chrome_pages.DATA
    names = dict(line.split("\t") for line in (data / "html-names.tsv").read_text(encoding="utf-8").splitlines())
    found = {}
    with tarfile.open(data / "html.tar.xz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            page = names.get(Path(member.name).name)
            if file is not None and page is not None:
                found[page] = decoded(file.read())
    return found


def report(name: str, pages: list[dict[str, Any]], text_of: Callable[[dict[str, Any]], str]) -> None:
    """F1 of one way to get the text."""
    counts, whole = [0, 0, 0, 0], []
    for page in pages:
        out = text_of(page)
        if page["set"] == "aeb":
            whole.append(cpkit.shingle_prf(page["gold"], out))
        else:
            for n, value in enumerate(cpkit.snippet_counts(page["with"], page["without"], out)):
                counts[n] += value
    print(json.dumps({"name": name, "snippets": cpkit.prf_acc(*counts), "whole": cpkit.macro_prf(whole)}), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, required=True, help="the models of the folds, from chrome_cv.py")
    parser.add_argument("--fit", type=Path, help="write weights fitted on all pages")
    args = parser.parse_args()
    raw = html_of()
    pages = [page for page in chrome_pages.pages() if page["id"] in raw]
    scorers = []
    for fold in range(FOLDS):
        with np.load(args.models / f"{fold}.npz") as file:
            scorers.append(shipped.model_from({name: file[name] for name in file.files}))
    blocks, rows = {}, {}
    for page in pages:
        found = blocks[page["id"]] = blocks_of(raw[page["id"]])
        if not found:
            continue
        lines = [block.text for block in found]
        evidence = evidence_of(raw[page["id"]], found, scorers[fold_of(page)])
        label, weight = chrome_pages.labels({**page, "text": "\n".join(lines)}, lines, {})
        known = np.array(weight, dtype=np.float32) * (KNOWN_WEIGHT if page["set"] == "aeb" else 1)
        known *= np.clip(np.array([len(line) for line in lines]) / 80, 0.25, 4) ** 0.3
        rows[page["id"]] = Rows(evidence, np.array(label, dtype=np.float32), known.astype(np.float32))
    if args.fit:
        save(fit(list(rows.values())), args.fit)
        print(f"{args.fit}: {args.fit.stat().st_size} bytes")
        return
    kept: dict[str, str] = {}
    for fold in range(FOLDS):
        arrays = fit([rows[p["id"]] for p in pages if fold_of(p) != fold and p["id"] in rows])
        model = html.BlockModel(arrays)
        for page in (p for p in pages if fold_of(p) == fold and p["id"] in rows):
            content = model.content(rows[page["id"]].inputs)
            kept[page["id"]] = html.kept_text(blocks[page["id"]], content)
    for number, name in enumerate(("trafilatura", "trafilatura, sure", "resiliparse")):
        report(name, pages, lambda page, number=number: extracted(raw[page["id"]])[number])  # type: ignore[misc]
    report("together", pages, lambda page: kept.get(page["id"], ""))
    pipeline = Pipeline.from_rules("news")

    def cleaned(page: dict[str, Any]) -> str:
        shipped.shipped_model = lambda: scorers[fold_of(page)]  # type: ignore[assignment]
        return pipeline.clean(kept.get(page["id"], "")).text

    report("together, cleaned", pages, cleaned)


if __name__ == "__main__":
    main()
