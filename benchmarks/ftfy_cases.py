"""ftfy's own test cases through the whole pipeline: what ftfy puts right, cleanpipe puts right.

    pip download ftfy==6.3.1 --no-deps --no-binary ftfy --dest cases     # its source holds tests/test_cases.json
    python benchmarks/ftfy_cases.py cases/ftfy-6.3.1.tar.gz

ftfy also makes curly quotes straight, ligatures two letters and wide letters narrow, which is taste and not repair:
cleanpipe leaves them, so both sides are compared after ftfy's own functions for these. Cases that ftfy marks as known
failures of its own count apart.
"""

from __future__ import annotations

import argparse
import json
import tarfile
from pathlib import Path
from typing import Any

from ftfy import fixes

import cleanpipe


def cases_in(path: Path) -> list[dict[str, Any]]:
    """The cases of a source archive of ftfy, or of a file of cases."""
    if path.suffix == ".json":
        return list(json.loads(path.read_text(encoding="utf-8")))
    with tarfile.open(path) as archive:
        member = next(m for m in archive.getmembers() if m.name.endswith("tests/test_cases.json"))
        stream = archive.extractfile(member)
        assert stream is not None
        return list(json.load(stream))


def plain(text: str) -> str:
    """Without what is taste."""
    return fixes.fix_character_width(fixes.uncurl_quotes(fixes.fix_latin_ligatures(text)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    args = parser.parse_args()
    counts = {"pass": [0, 0], "fail": [0, 0]}
    for case in cases_in(args.path):
        found = cleanpipe.clean(case["original"]).text
        good = plain(found) == plain(case["fixed"])
        counts[case["expect"]][0] += good
        counts[case["expect"]][1] += 1
        if not good:
            print(f"{case['expect']}  {case['label']}\n  in    {case['original']!r}")
            print(f"  ftfy  {case['fixed']!r}\n  here  {found!r}")
    for kind, name in (("pass", "cases that ftfy passes"), ("fail", "its known failures")):
        print(f"{name}: {counts[kind][0]} of {counts[kind][1]}")


if __name__ == "__main__":
    main()
