"""What each part of the scorers buys: harm on clean text and repair of damage without it. Prints a table.

    python benchmarks/ablation.py [--kits ../shared/kits] [--seeds 801] [--only NAME]

Each row switches one part off, in this process, and runs the kits of clean text (k2) and of damage (k3).
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from contextlib import ExitStack, redirect_stdout
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from cleanpipe.repairers.repair import missing_breaks, stray_capitals, torn_sentences
from cleanpipe.scoring.english import frames, kept_capitals, torn, verdicts, vetoes
from cleanpipe.scoring.multilingual import openings
from cleanpipe.scoring.networks import encoder
from cleanpipe.scoring.texts import context, prior

ROOT = Path(__file__).resolve().parents[1]
COLUMNS = ("harm", "all", "macro", "link", "linkreal", "split", "join", "mixed", "touched")


def _constant(value: Any) -> Callable[..., Any]:
    return lambda *_, **__: value


def _without_encoder(*langs: str) -> list[Any]:
    real = encoder.encoder

    def asked(lang: str) -> Any:
        return None if lang in langs else real(lang)

    askers = ("english.verdicts", "english.joined", "networks.judged")
    return [patch(f"cleanpipe.scoring.{name}.encoder", asked) for name in askers]


def _encoder_alone(_: dict[str, float], encoded: dict[str, float], outcome_of: dict[str, str]) -> dict[str, float]:
    chances = {label: encoded[outcome] for label, outcome in outcome_of.items()}
    total = sum(chances.values())
    return {label: chance / total for label, chance in chances.items()}


def variants() -> dict[str, Callable[[], list[Any]]]:
    """The switches, by the name of their row."""
    return {
        "all of it": list,
        "no encoder": lambda: _without_encoder("en", *encoder.LANGUAGES),
        "no English encoder": lambda: _without_encoder("en"),
        "no encoder of the ten languages": lambda: _without_encoder(*encoder.LANGUAGES),
        "no linear model where the encoder speaks": lambda: [patch.object(verdicts, "_pooled", _encoder_alone)],
        "no ear for an encoder that is sure": lambda: [
            patch.object(prior, "_POWER", prior._HARD),
            patch.object(torn_sentences, "_CLEAR", 1.1),
            *(patch.object(openings, name, 1.1) for name in ("_SURE", "_ENDED", "_HEARD")),
        ],
        "no damage prior": lambda: [patch.object(prior, "weigh", lambda edit, *_, **__: edit)],
        "no frames": lambda: [
            patch.object(frames, "stray_capital", _constant(0.0)),
            *(patch.object(module, "lost_stop", _constant(0.0)) for module in (stray_capitals, missing_breaks)),
            patch.object(torn, "torn_sentence", _constant(0.0)),
            patch.object(missing_breaks, "clauses_ahead", _constant(())),
        ],
        "no vetoes": lambda: [
            patch.object(vetoes, "joins_sentences", _constant(1.0)),
            *(patch.object(kept_capitals, name, _constant(1.0)) for name in ("is_named", "whole_line")),
        ],
        "the document says nothing of its words": lambda: [
            patch.object(context.Elsewhere, name, _constant(0)) for name in ("count", "inside")
        ],
    }


def measured(kits: Path, seeds: list[int]) -> list[float]:
    """One row: the figures of ``COLUMNS``, those of damage averaged over the seeds."""
    sys.path[:0] = [str(kits)]
    import damage
    import run_dev

    adapter = "cleanpipe:clean"
    with redirect_stdout(io.StringIO()):
        edited = run_dev.k2(SimpleNamespace(adapter=adapter, cmd=None, limit=0, show=0))["groups"]["edited"]
    row = [edited["harm_per_10k"], edited["all_per_10k"]]
    sums = dict.fromkeys(COLUMNS[2:], 0.0)
    paragraphs = [(r["id"], r["lang"], r["text"]) for r in run_dev.rows("damage-dev/paragraphs.jsonl.gz")]
    links = [(r["id"], r["lang"], r["text"], r["links"]) for r in run_dev.rows("damage-dev/links.jsonl.gz")]
    for seed in seeds:
        items = damage.generate(paragraphs, seed) + damage.generate_links(links, seed)
        done = run_dev.Runner(adapter, None).run([(i["id"], i["broken"], i["lang"]) for i in items])
        report = damage.score(items, done)
        for name in sums:
            sums[name] += (
                int(report["all-single"]["clean_touched"].split("/")[0]) if name == "touched" else report[name]["F0.5"]
            )
    return row + [total / len(seeds) for total in sums.values()]


def main() -> None:
    """Run the rows and print them as a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kits", type=Path, default=ROOT.parent / "shared" / "kits")
    parser.add_argument("--seeds", default="801")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    print("| without | " + " | ".join(COLUMNS) + " |\n| --- |" + " --- |" * len(COLUMNS))
    for name, switches in variants().items():
        if arguments.only and arguments.only not in name:
            continue
        with ExitStack() as stack:
            for switch in switches():
                stack.enter_context(switch)
            context.elsewhere.cache_clear()
            figures = measured(arguments.kits, [int(seed) for seed in arguments.seeds.split(",")])
        print(f"| {name} | " + " | ".join(f"{figure:.3f}".lstrip("0") for figure in figures) + " |", flush=True)


if __name__ == "__main__":
    main()
