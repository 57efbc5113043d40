"""Furniture told from body on the labelled pages of corpus/pages: line F1 by language.

    python benchmarks/corpus_pages.py             # the table
    python benchmarks/corpus_pages.py --show it   # and every misjudged line of the Italian pages

Each page is cleaned as one text with one block a line. A line counts as dropped when one edit deletes the whole of it.
Precision, recall and F1 are those of the body lines that were kept; "lost" counts body lines that were dropped, "left"
furniture that stayed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from cleanpipe import Pipeline

PAGES = Path(__file__).resolve().parents[1] / "corpus" / "pages"


def kept_lines(pipeline: Pipeline, lines: list[str], name: str) -> list[bool]:
    """For each line of a page, whether the pipeline kept it."""
    text = "\n".join(lines) + "\n"
    gone = [(edit.start, edit.end) for edit in pipeline.clean(text, name=name).edits if not edit.new.strip()]
    kept, start = [], 0
    for line in lines:
        end = start + len(line)
        kept.append(not any(first <= start and end <= last for first, last in gone))
        start = end + 1
    return kept


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--show", metavar="LANG", default="", help="print the misjudged lines of one language, or of 'all'"
    )
    show = parser.parse_args().show
    pipeline = Pipeline.from_rules("news")
    print("lang   pages  lines  precision  recall     F1  lost  left")
    scores = []
    for folder in sorted(path for path in PAGES.iterdir() if path.is_dir()):
        kept = lost = left = count = 0
        pages = sorted(folder.glob("*.lines"))
        for page in pages:
            rows = [line.split("\t", 1) for line in page.read_text("utf-8").splitlines()]
            count += len(rows)
            judged = kept_lines(pipeline, [text for _, text in rows], f"{folder.name}-{page.stem}")
            for (label, text), stays in zip(rows, judged, strict=True):
                kept += label == "+" and stays
                lost += label == "+" and not stays
                left += label == "-" and stays
                if show in {folder.name, "all"} and (label == "+") != stays:
                    print(f"    {page.stem}: {'left' if stays else 'LOST'}: {text[:100]}")
        precision, recall = kept / max(1, kept + left), kept / max(1, kept + lost)
        score = 2 * precision * recall / max(1e-9, precision + recall)
        scores.append(score)
        print(
            f"{folder.name:6} {len(pages):5} {count:6} {precision:10.3f} {recall:7.3f} {score:6.3f} {lost:5} {left:5}"
        )
    print(f"mean of the languages: {sum(scores) / len(scores):.3f}")


if __name__ == "__main__":
    main()
