"""Run every evaluation kit and the speed benchmark, and write one row into the table of docs/quality.md.

    python benchmarks/quality.py [--seeds 101,102] [--mb 5] [--models FOLDER] [--dry-run]

Needs the evaluation kits and their data in ``../shared`` beside the checkout. A row holds the date, the commit (``+``
when the tree has changes), and the figures as the kits print them; rows are only added, the newest on top. With
``--models`` the page furniture is measured by folds, too, with the models kept there or fitted anew (scikit-learn, ten
minutes): the figures of k1 beside it are of pages that the shipped scorer was fitted on.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
PAGE = ROOT / "docs" / "quality.md"
COLUMNS = (
    "date", "commit", "seed page", "k1 snippets / articles F1", "k2 harm (all), lost", "k3 macro", "link", "linkreal",
    "split", "join", "mixed", "clean touched", "k5 documents / paragraphs F1", "k6 document / short",
    "MB/s clean / damaged / pages",
    "x ftfy", "k1 by folds, snippets / articles", "HTML by folds", "own pages by folds, least",
)  # fmt: skip
UNMEASURED = "-"


def run(*arguments: str) -> str:
    """Standard output of a command run from the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, env=environment
    )
    # 1 is also what a command says that did its work and found something.
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def kit(name: str, adapter: str, *more: str) -> tuple[dict, dict]:
    """The last line of a kit as JSON, and its table rows by name."""
    out = run(str(SHARED / "kits" / "run_dev.py"), name, "--adapter", adapter, *more)
    rows = {}
    for line in out.splitlines():
        label, _, rest = line.strip().partition(" ")
        if rest.strip().startswith("{") and line.endswith("}") and not label.startswith("{"):
            rows[label] = ast.literal_eval(rest.strip())
    return json.loads(out.splitlines()[-1]), rows


def seed_page() -> str:
    with tempfile.TemporaryDirectory() as folder:
        run("-m", "cleanpipe", "run", str(SHARED / "seed"), "--out", folder)
        out = run(str(SHARED / "kits" / "seed_check.py"), f"{folder}/article.txt")
    figures = json.loads(out.splitlines()[-1])
    return ", ".join(f"{key} {value}" for key, value in figures.items())


def by_folds(models: Path | None) -> list[str]:
    """Page furniture where no page is judged by a model that saw its host: from text, from HTML, on our own pages."""
    if models is None:
        return [UNMEASURED] * 3
    folder = str(models.resolve())
    text = json.loads(run("benchmarks/chrome_cv.py", "--models", folder).splitlines()[-1])
    html = [json.loads(line) for line in run("benchmarks/html_pages.py", "--models", folder).splitlines()]
    cleaned = next(figures for figures in html if figures["name"] == "together, cleaned")
    return [
        *(f"{found['snippets']['f1']:.3f} / {found['whole']['f1']:.3f}" for found in (text, cleaned)),
        " ".join(min((f"{f1:.3f}", lang) for lang, f1 in text["own pages, line F1"].items())),
    ]


def row(seeds: list[str], megabytes: float, models: Path | None = None) -> list[str]:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    dirty = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=True)
    k1, _ = kit("k1", "cleanpipe:clean")
    k2, _ = kit("k2", "cleanpipe:clean")
    k3 = [kit("k3", "cleanpipe:clean", "--seed", seed) for seed in seeds]
    k5, _ = kit("k5", "cleanpipe:near_copies", "--seed", seeds[0])
    k6, _ = kit("k6", "cleanpipe:language_of")
    speed = json.loads(run("benchmarks/speed.py", "--mb", str(megabytes)).splitlines()[-1])

    def both(name: str) -> str:
        return " / ".join(f"{rows[name]['F0.5']:.3f}" for _, rows in k3)

    edited = k2["groups"]["edited"]
    return [
        datetime.now(UTC).strftime("%Y-%m-%d %H:%M"),
        commit.stdout.strip() + ("+" if dirty.stdout.strip() else ""),
        seed_page(),
        f"{k1['trafilatura']['f1']:.3f} / {k1['aeb']['f1']:.3f}",
        f"{edited['harm_per_10k']} ({edited['all_per_10k']}), {edited['kinds'].get('deleted', 0)} words",
        " / ".join(f"{last['macro_F0.5']:.3f}" for last, _ in k3),
        *(both(name) for name in ("link", "linkreal", "split", "join", "mixed")),
        ", ".join(rows["all-single"]["clean_touched"].replace("/", " of ") for _, rows in k3),
        f"{k5['docs']['f1']:.3f} / {k5['paras']['f1']:.3f}",
        f"{k6['doc']:.3f} / {k6['short']:.3f}",
        " / ".join(str(speed[kind]["mb_per_s"]) for kind in ("clean", "damaged", "pages")),
        " / ".join(str(speed[kind]["ratio"]) for kind in ("clean", "damaged", "pages")),
        *by_folds(models),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="101,102")
    parser.add_argument("--mb", type=float, default=5.0)
    parser.add_argument("--models", type=Path, help="the folder of the folds' models: measure the furniture by folds")
    parser.add_argument("--dry-run", action="store_true", help="print the row, write nothing")
    arguments = parser.parse_args()
    line = "| " + " | ".join(row(arguments.seeds.split(","), arguments.mb, arguments.models)) + " |"
    print(line)
    if arguments.dry_run:
        return
    head = f"| {' | '.join(COLUMNS)} |\n|{' --- |' * len(COLUMNS)}\n"
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if head in text:
        text = text.replace(head, head + line + "\n")
    else:
        text = f"{text}\n{head}{line}\n"
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
