"""Write the table of what the patterns of shipped rules need: ``python -m cleanpipe.training.required``.

To be run when many patterns have changed; what is not in the table is found out at run time.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import zstandard

from cleanpipe.rulefile import load_rules
from cleanpipe.rulefile.expressions.known import ENTRY, PART, TABLE, key_of
from cleanpipe.rulefile.expressions.literals import found_out
from cleanpipe.rulefile.model import DropBlock, DropLine, Replace

OUT = Path(__file__).resolve().parents[1] / "rulefile" / "data" / TABLE


def patterns() -> Iterator[tuple[str, bool]]:
    """The patterns that a run asks the pre-filter about, each with whether case is ignored."""
    for rule in load_rules("news", examples=False).rules:
        body = rule.body
        if isinstance(body, Replace):
            yield body.match, body.case == "ignore"
        elif isinstance(body, DropLine | DropBlock):
            given = body.conditions if isinstance(body, DropLine) else body.start
            for pattern in given.matches:
                yield pattern, given.case == "ignore"


def main() -> None:
    """Write the table."""
    # In the order of the rules: like ones stand together, and are packed the better.
    entries = [PART.join((key_of(*each), *found_out(*each))) for each in dict.fromkeys(patterns())]
    data = ENTRY.join(entries).encode("utf-8", "surrogatepass")
    OUT.write_bytes(zstandard.ZstdCompressor(level=22).compress(data))
    print(f"{len(entries)} patterns, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
