"""One, two and four workers, and a Ray cluster of two nodes: the same bytes, a Ray worker killed on the way included.

    python benchmarks/same_bytes.py [--mb 2] [--rules core]        # needs cleanpipe[ray]

Compares every file of the output, the log and the notes, and the summary without its timings.
"""

from __future__ import annotations

import argparse
import os
import signal
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import mixed
from kill_soak import written

from cleanpipe.corpus.options import RunOptions
from cleanpipe.corpus.runner import run
from cleanpipe.corpus.sources import discover
from cleanpipe.engines.local import LocalEngine
from cleanpipe.rulefile import load_rules


def workers() -> list[int]:
    """Processes of Ray that are at work on a task of ours."""
    found = []
    for path in Path("/proc").iterdir():
        try:
            if (
                path.name.isdigit()
                and path.stat().st_uid == os.getuid()
                and "ray::serve" in (path / "cmdline").read_text()
            ):
                found.append(int(path.name))
        except OSError:
            continue
    return found


def strike(told: list[str]) -> None:
    """Kill the first worker that is seen, once it has had a moment to begin."""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        if pids := workers():
            time.sleep(0.5)
            os.kill(pids[0], signal.SIGKILL)
            told.append(f"killed Ray worker {pids[0]}")
            return
        time.sleep(0.05)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mb", type=float, default=2)
    parser.add_argument("--rules", nargs="*", default=[])
    parser.add_argument("--data", type=Path, default=mixed.SHARED / "data")
    given = parser.parse_args()
    import ray
    from ray.cluster_utils import Cluster

    from cleanpipe.engines.on_ray import RayEngine

    with tempfile.TemporaryDirectory(prefix="same-bytes-") as folder:
        source = Path(folder, "in")
        source.mkdir()
        mixed.write(source / "a.jsonl", given.mb, data=given.data)
        for row in mixed.documents(given.mb / 4, 2, given.data):
            (source / f"{row['id']}.txt").write_text(row["text"], "utf-8")
        book = load_rules(*given.rules, examples=False)

        def made(name: str, engine: Any) -> dict[str, bytes]:
            begun = time.monotonic()
            options = RunOptions((source,), Path(folder, name))
            run(options, book, discover(options.inputs, options.out), engine, lambda *_: None)
            print(f"{name}: {time.monotonic() - begun:.1f} s", flush=True)
            return written(options.out)

        expected = made("one worker", LocalEngine(1))
        for number in (2, 4):
            assert made(f"{number} workers", LocalEngine(number)) == expected, number
        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0})
        for _ in range(2):
            cluster.add_node(num_cpus=1)
        ray.init(address=cluster.address, log_to_driver=False, logging_level="ERROR")
        told: list[str] = []
        engine = RayEngine(tell=lambda event, **about: told.append(f"{event}: {about}"))
        assert made("Ray, two nodes", engine) == expected
        thread = threading.Thread(target=strike, args=(told,))
        thread.start()
        assert made("Ray, a worker killed", engine) == expected
        thread.join()
        print("\n".join(told))
        assert any(line.startswith("worker died") for line in told), "no worker died on the way"
        print(f"the same bytes every time: {len(expected)} files")
        ray.shutdown()
        cluster.shutdown()


if __name__ == "__main__":
    main()
