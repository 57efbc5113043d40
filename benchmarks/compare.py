"""The whole default pipeline beside other pipelines: same input, one core, CPU seconds of all processes, medians.

    python benchmarks/compare.py --peers DIR [--mb 100] [--repeat 3] [--only datatrove plain]

``DIR`` is a virtual environment with the peers: pip install 'datatrove[io,processing]' spacy datasketch langdetect ftfy
(and py-data-juicer, if there; a second environment can be named with --juicer). What is not installed is left out and
said. cleanpipe runs as a user would run it: ``cleanpipe run``, all stages, copies across documents, log and report.

MB are those of the texts. CPU time is what a busy neighbour moves least; still, quote the ratios. Goals: 16 times
datatrove, 6 times Data-Juicer, 30 times the plain pipeline.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import mixed

import cleanpipe
from cleanpipe.rulefile import load_rules
from cleanpipe.rulefile.model import Conditions, DropLine

HERE = Path(__file__).resolve().parent
GOALS = {"datatrove": 16.0, "data-juicer": 6.0, "plain": 30.0}


def patterns_of(given: Conditions) -> list[str]:
    """What a rule says of lines, as regular expressions."""
    out = []
    for texts, form in (
        (given.line_is, r"(?i)^\s*(?:{})\s*$"),
        (given.starts_with, r"(?i)^\s*(?:{})\b"),
        (given.ends_with, r"(?i)\b(?:{})\s*$"),
        (given.contains, r"(?i)\b(?:{})\b"),
    ):
        if texts:
            out.append(form.format("|".join(re.escape(text) for text in texts)))
    return [*out, *(f"(?i){p}" if given.case == "ignore" else p for p in given.matches)]


def write_rules(path: Path) -> None:
    """The line rules of the default profile, for those who match them one by one."""
    rows = [
        {"lang": rule.where.lang, "patterns": patterns_of(rule.body.conditions)}
        for rule in load_rules().of("drop_line")
        if isinstance(rule.body, DropLine)
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")


def cpu_seconds(command: list[str]) -> tuple[float, str]:
    """CPU time of a command with all its processes, on one core; what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    env = {**os.environ, **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"), "HF_HUB_OFFLINE": "1"}
    core = min(os.sched_getaffinity(0))
    done = subprocess.run(
        command, capture_output=True, text=True, env=env, preexec_fn=lambda: os.sched_setaffinity(0, {core})
    )
    if done.returncode not in (0, 1) or (done.returncode and command[1:2] != ["-m"]):
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"exit {done.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, done.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mb", type=float, default=100)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--peers", type=Path, help="environment with datatrove, datasketch, langdetect, ftfy, spacy")
    parser.add_argument("--juicer", type=Path, help="environment with py-data-juicer, if it is another one")
    parser.add_argument("--only", nargs="*", default=list(GOALS), choices=list(GOALS))
    parser.add_argument("--data", type=Path, default=mixed.SHARED / "data")
    parser.add_argument("--work", type=Path, help="folder to keep input and output in")
    given = parser.parse_args()
    work = given.work or Path(tempfile.mkdtemp(prefix="compare-"))
    work.mkdir(parents=True, exist_ok=True)
    source, rules = work / f"mixed-{given.mb:g}.jsonl", work / "rules.json"
    mixed.write(source, given.mb, data=given.data)
    write_rules(rules)
    with source.open(encoding="utf-8") as lines:
        size = sum(len(json.loads(line)["text"].encode()) for line in lines)

    commands = {
        "cleanpipe": [
            *(sys.executable, "-m", "cleanpipe", "run", str(source), "--out", str(work / "cleanpipe"), "--fresh"),
            *("--workers", "1", "--no-project-rules"),
        ]
    }
    for name in given.only:
        folder = (given.juicer if name == "data-juicer" else None) or given.peers
        if folder is not None:
            python = str(folder / "bin/python")
            commands[name] = [python, str(HERE / "peers.py"), name, str(source), str(work / name), str(rules)]
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    versions = {"cleanpipe": {"cleanpipe": cleanpipe.__version__, "python": sys.version.split()[0]}}
    for _ in range(given.repeat):
        for name, command in commands.items():
            if name not in seconds:
                continue
            shutil.rmtree(work / name, ignore_errors=True)
            try:
                took, told = cpu_seconds(command)
            except (RuntimeError, OSError) as error:
                print(f"{name}: left out: {error}")
                del seconds[name]
                continue
            seconds[name].append(took)
            if name != "cleanpipe":
                versions[name] = json.loads(told.strip().splitlines()[-1])
    ours = median(seconds["cleanpipe"])
    print(f"{size / 1e6:.1f} MB of text, one core, CPU seconds, median of {given.repeat}")
    for name, runs in seconds.items():
        took = median(runs)
        ratio = "" if name == "cleanpipe" else f"  cleanpipe is {took / ours:5.2f}x as fast (goal {GOALS[name]:g}x)"
        said = ", ".join(f"{package} {number}" for package, number in versions[name].items())
        print(f"  {name:<12} {took:8.1f} s  {size / 1e6 / took:7.3f} MB/s{ratio}  [{said}]")
    print(json.dumps({"mb": size / 1e6, "seconds": seconds, "versions": versions}))


if __name__ == "__main__":
    main()
