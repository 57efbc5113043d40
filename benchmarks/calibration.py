"""What a score is worth: predicted probability against the share that was right. Writes docs/calibration.md and .svg.

    python benchmarks/calibration.py CLEAN_TEXT_DIR [--seed 71] [--documents 400] [--no-write]

Documents that no scorer was trained on (``training.boundaries.held_out``), half of them left clean and half damaged by
``training.simulate`` with nothing planted, are cleaned with every bar of the repairs at .5, so that what would only be
suggested is counted as well. An edit is right when it does what undoes the damage of its place, all of it.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import cleanpipe
from cleanpipe.document import Edit
from cleanpipe.training.boundaries import documents, held_out
from cleanpipe.training.simulate import Rates, damage

DOCS = Path(__file__).resolve().parents[1] / "docs"
#: The rules whose score is a probability of the learnt scorers, and the kind of damage each repairs.
RULES = (
    "stray-capitals", "fused-words", "misplaced-breaks", "missing-breaks",
    "inner-capitals", "glued-words", "torn-sentences", "lost-stops",
)  # fmt: skip
LANGUAGES = ("en", "de", "fr", "pt")
BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0001)
#: What stands between the words once a place is repaired, and whether the word behind is small.
WANTED = {
    "lower": (" ", True),
    "split": (" ", False),
    "comma": (", ", True),
    "commakeep": (", ", False),
    "stop": (". ", False),
}


#: Beside the rules: whether there was damage at all where the edit is, whatever should have been done.
AT_DAMAGE = "at damage"


def _reach(edit: Edit) -> range:
    return range(edit.start, edit.end + 2)


def right(text: str, edit: Edit, labels: dict[int, tuple[str, str]]) -> bool:
    """Whether an edit undoes the damage at the place it touches."""
    for at in _reach(edit):
        if at in labels:
            joint, small = WANTED[labels[at][1]]
            left = at
            while left > 0 and not text[left - 1].isalnum():
                left -= 1
            word = text[at].lower() if small else text[at]
            wanted = text[:left] + joint + word + text[at + 1 :]
            return wanted == text[: edit.start] + edit.new + text[edit.end :]
    return False


def examples(folder: Path, lang: str, seed: int, most: int) -> list[tuple[str, float, bool]]:
    """(rule, score, right) of every edit or suggestion of the learnt repairs."""
    rng = random.Random(seed)
    found = []
    groups = [paragraphs for name, paragraphs in documents(folder, lang) if held_out(name)]
    rng.shuffle(groups)
    for k, paragraphs in enumerate(groups[:most]):
        rates = Rates() if k % 2 else Rates(0.008, 0.5, 0.006, 0.04)
        damaged = damage(paragraphs, rng, rates, plant=False, lang=lang)
        result = cleanpipe.clean(damaged.text, lang=lang)
        for edit in (*result.edits, *result.suggestions):
            rule = edit.rule.partition("/")[2]
            if rule in RULES and not edit.merged:
                found.append((rule, edit.score, right(damaged.text, edit, damaged.labels)))
                found.append((AT_DAMAGE, edit.score, any(at in damaged.labels for at in _reach(edit))))
    return found


def table(rows: list[tuple[str, float, bool]]) -> list[tuple[float, float, int]]:
    """(mean score, share right, number) of each bin that holds anything."""
    out = []
    for low, high in pairwise(BINS):
        inside = [(score, good) for _, score, good in rows if low <= score < high]
        if inside:
            n = len(inside)
            out.append((sum(s for s, _ in inside) / n, sum(g for _, g in inside) / n, n))
    return out


def plot(curves: dict[str, list[tuple[float, float, int]]]) -> str:
    """The curves as SVG: score to the right, share right upwards, the diagonal where both agree."""
    side, edge, colours = 420, 50, ("#1b6ca8", "#c0392b", "#2e8b57", "#8e44ad", "#b8860b")

    def spot(x: float, y: float) -> str:
        return f"{edge + (x - 0.5) * 2 * side:.1f},{edge + (1.0 - y) * side:.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side + 2 * edge + 150}" height="{side + 2 * edge}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect x="{edge}" y="{edge}" width="{side}" height="{side}" fill="none" stroke="#999"/>',
        f'<polyline points="{spot(0.5, 0.5)} {spot(1, 1)}" stroke="#999" stroke-dasharray="4" fill="none"/>',
    ]
    for k in range(6):
        x, y = 0.5 + k / 10, k / 5
        parts.append(f'<text x="{edge + k * side / 5:.0f}" y="{side + edge + 18}" text-anchor="middle">{x:.1f}</text>')
        parts.append(f'<text x="{edge - 8}" y="{edge + (1 - y) * side + 4:.0f}" text-anchor="end">{y:.1f}</text>')
    parts.append(f'<text x="{edge + side / 2}" y="{side + edge + 38}" text-anchor="middle">score</text>')
    parts.append(f'<text x="{edge}" y="{edge - 12}">share right</text>')
    for k, (name, curve) in enumerate(curves.items()):
        colour = colours[k % len(colours)]
        line = " ".join(spot(x, y) for x, y, _ in curve)
        parts.append(f'<polyline points="{line}" stroke="{colour}" stroke-width="2" fill="none"/>')
        for x, y, n in curve:
            cx, cy = spot(x, y).split(",")
            parts.append(f'<circle cx="{cx}" cy="{cy}" r="{2 + min(6, n**0.5 / 6):.1f}" fill="{colour}"/>')
        parts.append(f'<text x="{side + edge + 14}" y="{edge + 20 * k + 14}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>\n"])


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=71)
    parser.add_argument("--documents", type=int, default=400, help="at most so many a language")
    parser.add_argument("--no-write", action="store_true")
    arguments = parser.parse_args()
    rows: dict[str, list[tuple[str, float, bool]]] = defaultdict(list)
    for lang in LANGUAGES:
        group = "English" if lang == "en" else "German, French, Portuguese"
        for row in examples(arguments.folder, lang, arguments.seed, arguments.documents):
            rows[f"{group}, {AT_DAMAGE}" if row[0] == AT_DAMAGE else group].append(row)
            if lang == "en" and row[0] != AT_DAMAGE:
                rows[f"en: {row[0]}"].append(row)
    curves = {name: table(found) for name, found in rows.items()}
    heads = [f"{low:.2f}-{min(high, 1.0):.2f}" for low, high in pairwise(BINS)]
    lines = ["| | " + " | ".join(heads) + " |", "| --- |" + " --- |" * len(heads)]
    for name, found in rows.items():
        cells = []
        for low, high in pairwise(BINS):
            inside = [good for _, score, good in found if low <= score < high]
            cells.append(f"{sum(inside) / len(inside):.2f} ({len(inside)})" if inside else "-")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    print("\n".join(lines))
    if not arguments.no_write:
        (DOCS / "calibration.svg").write_text(plot(curves), encoding="utf-8")
        page = (DOCS / "calibration.md").read_text(encoding="utf-8") if (DOCS / "calibration.md").exists() else "\n"
        head = page.partition("<!-- table -->")[0].rstrip()
        text = f"{head}\n\n<!-- table -->\n\n" + "\n".join(lines) + "\n"
        (DOCS / "calibration.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
