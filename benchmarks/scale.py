"""Workers, size and memory: two workers against one, seconds a byte and peak memory of each process as inputs grow.

    python benchmarks/scale.py [--sizes 2 10 100 1000] [--rules core] [--repeat 1] [--work DIR] [--workers-at 10]

Sizes are MB of the mixed corpus of mixed.py (other seeds for other parts, so that nothing is there twice). The default
rules take their time; ``--rules`` with few of them shows the engine itself. Seconds by the clock need an idle machine;
CPU seconds a byte are shown beside them. Memory is the most that any one process held (VmHWM), main process and workers
apart. Goals: two workers at least 1.8 times one, seconds a byte within 15 %, a worker's memory within 10 % from 100 MB
to 1 GB and under 400 MB.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import mixed


def peak(pid: int) -> int:
    """Most memory a process has held so far, in kB; 0 when it is gone."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def descendants(pid: int) -> list[int]:
    """All processes below one: a worker is a process that waits, and one below it that works."""
    try:
        below = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [*below, *(deeper for each in below for deeper in descendants(each))]


def measured(source: Path, out: Path, workers: int, rules: list[str]) -> dict[str, float]:
    """One run: seconds, CPU seconds, peak memory of the main process and of the largest worker in MB."""
    shutil.rmtree(out, ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    command = [sys.executable, "-m", "cleanpipe", "run", str(source), "--out", str(out), "--workers", str(workers)]
    command += ["--no-project-rules", *(word for name in rules for word in ("--rules", name))]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    main = worker = 0
    while process.poll() is None:
        main = max(main, peak(process.pid))
        worker = max([worker, *(peak(pid) for pid in descendants(process.pid))])
        time.sleep(0.05)
    seconds = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert process.returncode == 0, process.returncode
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    phases = json.loads((out / "_cleanpipe/summary.json").read_text())["timing"]["phases"]
    shutil.rmtree(out, ignore_errors=True)
    return {"seconds": seconds, "cpu": cpu, "main": main / 1e3, "worker": worker / 1e3, **phases}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=float, nargs="*", default=[10, 100, 1000])
    parser.add_argument(
        "--workers-at", type=float, default=10, help="size at which workers are compared; 0: not at all"
    )
    parser.add_argument("--rules", nargs="*", default=[])
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--data", type=Path, default=mixed.SHARED / "data")
    given = parser.parse_args()
    work = given.work or Path(tempfile.mkdtemp(prefix="scale-"))
    work.mkdir(parents=True, exist_ok=True)
    out = work / "out"

    def corpus(size: float) -> Path:
        path = work / f"mixed-{size:g}.jsonl"
        mixed.write(path, size, data=given.data)
        return path

    if given.workers_at:
        runs = {
            n: [measured(corpus(given.workers_at), out, n, given.rules) for _ in range(given.repeat)] for n in (1, 2)
        }
        one, two = (min(run["seconds"] for run in runs[n]) for n in (1, 2))
        print(f"{given.workers_at:g} MB: one worker {one:.1f} s, two {two:.1f} s: {one / two:.2f} times (goal 1.8)")
    first = 0.0
    for size in given.sizes:
        run = min(
            (measured(corpus(size), out, 2, given.rules) for _ in range(given.repeat)), key=lambda run: run["cpu"]
        )
        each = run["cpu"] / size
        first = first or each
        print(
            f"{size:6g} MB: {run['seconds']:7.1f} s, {run['cpu']:7.1f} CPU s, {each:.3f} CPU s/MB "
            f"({each / first - 1:+.0%} against the first), main {run['main']:.0f} MB, worker {run['worker']:.0f} MB"
            f"  [clean {run['cleaning']:.1f} s, copies {run.get('copies', 0):.1f} s, write {run['writing']:.1f} s]",
            flush=True,
        )


if __name__ == "__main__":
    main()
