"""Kills a run at random moments, main process and workers alike, goes on, and compares with an undisturbed run.

    python benchmarks/kill_soak.py [--times 60] [--seed 1] [--mb 0.4] [--kills 2] [--rules core]

Every time: a fresh output folder, a run of ``cleanpipe run`` with two workers that is killed (SIGKILL) at a random
moment - the main process, one worker, or both - up to ``--kills`` times, then the same command again until it ends by
itself. The files, the log, the notes and the counts must then be those of the undisturbed run, byte by byte, and no
file may ever stand half-written under its final name. The rules are few, so that many moments can be tried.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import mixed
from scale import descendants

RULES = ["core"]


def command(source: Path, out: Path) -> list[str]:
    return [
        *(sys.executable, "-m", "cleanpipe", "run", str(source), "--out", str(out)),
        *("--workers", "2", "--no-project-rules", *(word for name in RULES for word in ("--rules", name))),
    ]


def written(folder: Path) -> dict[str, bytes]:
    """Everything a run leaves but the manifest and what tells the time."""
    out = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(("_cleanpipe/manifest", "_cleanpipe/lock", "_cleanpipe/work")):
            out[name] = path.read_bytes()
    out.pop("_cleanpipe/report.html", None)  # says how long it took
    if "_cleanpipe/summary.json" in out:
        summary = json.loads(out.pop("_cleanpipe/summary.json"))
        out["summary"] = json.dumps({k: v for k, v in summary.items() if k not in ("timing", "reused")}).encode()
    return out


def disturbed(source: Path, out: Path, rng: random.Random, seconds: float, expected: dict[str, bytes]) -> str:
    """One run that is killed at a random moment; what was killed, and when."""
    process = subprocess.Popen(command(source, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    moment = rng.uniform(0.05, seconds)
    what = rng.choice(("main", "main", "worker", "worker and main"))
    try:
        process.wait(moment)
        return "ended before"
    except subprocess.TimeoutExpired:
        pass
    if "worker" in what:
        if workers := descendants(process.pid):
            os.kill(rng.choice(workers), signal.SIGKILL)
        else:
            what = what.replace("worker", "nobody")
    if "main" in what:
        time.sleep(rng.uniform(0, 0.05) if "worker" in what else 0)
        process.kill()
    process.wait()
    for name, data in written(out).items():
        if not name.startswith(("_cleanpipe", "summary")) and data != expected[name]:
            raise SystemExit(f"{name} stands half-written after killing {what} at {moment:.2f} s")
    return f"{what} at {moment:.2f} s, exit {process.returncode}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mb", type=float, default=0.4)
    parser.add_argument("--kills", type=int, default=2, help="most kills before a run may end")
    parser.add_argument("--data", type=Path, default=mixed.SHARED / "data")
    parser.add_argument("--rules", nargs="*", default=RULES)
    given = parser.parse_args()
    RULES[:] = given.rules
    rng = random.Random(given.seed)
    with tempfile.TemporaryDirectory(prefix="kill-soak-") as folder:
        source = Path(folder, "in")
        source.mkdir()
        rows = list(mixed.documents(given.mb, given.seed, given.data))
        half = len(rows) // 2
        for row in rows[:half]:
            (source / f"{row['id']}.txt").write_text(row["text"], "utf-8")
        (source / "rest.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows[half:]), "utf-8")
        begun = time.monotonic()
        subprocess.run(command(source, Path(folder, "calm")), check=True, capture_output=True)
        seconds = time.monotonic() - begun
        expected = written(Path(folder, "calm"))
        print(f"undisturbed: {len(expected)} files in {seconds:.1f} s")
        tally: Counter[str] = Counter()
        for number in range(given.times):
            out = Path(folder, f"out{number}")
            told = []
            for _ in range(rng.randint(1, given.kills)):
                told.append(disturbed(source, out, rng, seconds * 1.05, expected))
                tally[told[-1].partition(" at ")[0]] += 1
            done = subprocess.run(command(source, out), capture_output=True, text=True)
            made = written(out)
            if done.returncode != 0 or made != expected:
                names = [name for name in expected.keys() | made.keys() if expected.get(name) != made.get(name)]
                raise SystemExit(
                    f"{number}: {'; '.join(told)}: exit {done.returncode}, other bytes in {names}\n{done.stderr}"
                )
            print(f"{number}: {'; '.join(told)}: the same bytes", flush=True)
            subprocess.run(["rm", "-rf", str(out)], check=True)
        print(f"{given.times} runs killed, {dict(tally)}: all ended with the bytes of the undisturbed run")


if __name__ == "__main__":
    main()
