"""Labelled pages of one's own: a file a page, a line a block, each with its label in front.

    +\tThe council will vote on Monday.
    -\tSubscribe to our newsletter
    ?\tMore photos

``+`` stays, ``-`` goes, ``?`` is not known. Pages of one folder are of one site; a file directly in the named folder is
of a site of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleanpipe.chrome.decide import DROP_BELOW, rule_signs, rules_of
from cleanpipe.chrome.model import LineModel, model_from, shipped_model
from cleanpipe.chrome.units import Unit, units_of
from cleanpipe.document import Document
from cleanpipe.errors import InputError
from cleanpipe.rulefile import load_rules
from cleanpipe.rulefile.matching import LineRules
from cleanpipe.scoring.langid.identification import language_of
from cleanpipe.training.chrome import Example, tuned

FOLDS = 5
_LABELS = {"+": (1.0, 1.0), "-": (0.0, 1.0), "?": (0.0, 0.0)}  # label and weight


@cache
def _rules() -> tuple[LineRules, Any]:
    book = load_rules("news")
    return LineRules(book.of("drop_line", "drop_block")), book.settings


def signs_of(text: str, units: Sequence[Unit]) -> NDArray[np.float32]:
    """What the shipped rules say of the units of a page."""
    matcher, settings = _rules()
    document = Document(text, lang=language_of(text[:4000]))
    by_unit, _ = rules_of(list(units), matcher.hits(document), settings)
    return rule_signs(len(units), by_unit)


def read(sources: Iterable[Path]) -> list[Example]:
    """All pages of some folders (files that end in ``.lines``) and files. Raises InputError with file and line."""
    found = []
    for source in sources:
        paths = [source] if source.is_file() else sorted(source.rglob("*.lines"))
        if not paths:
            raise InputError(f"{source}: no file there ends in .lines; see cleanpipe train chrome --help")
        for path in paths:
            inside = path.relative_to(source).parts[:-1] if path != source else ()
            found.append(_page(path, inside[0] if inside else path.stem))
    return found


def _page(path: Path, site: str) -> Example:
    lines, labels, weights = [], [], []
    try:
        rows = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
    for number, row in enumerate(rows, 1):
        sign, tab, text = row.partition("\t")
        if not row.strip():
            continue
        if sign not in _LABELS or not tab:
            raise InputError(f"{path}:{number}: a line begins with + or - or ? and a tab, not with {row[:20]!r}")
        if text.strip():
            lines.append(text.strip())
            label, weight = _LABELS[sign]
            labels.append(label)
            weights.append(weight)
    if not any(weights):
        raise InputError(f"{path}: no line with + or -; a page to learn from has both")
    text = "\n".join(lines)
    units = units_of(Document(text))
    return Example.of(text, units, site, labels, weights, signs_of(text, units))


class Check(NamedTuple):
    """How well body lines are told on pages the weights have not seen: F1 of shipped weights, and of tuned ones."""

    shipped: float
    tuned: float


def checked(examples: Sequence[Example], *, seed: int = 0) -> Check | None:
    """Cross-validation in ``FOLDS`` parts, each with pages of every site; None for fewer pages than parts."""
    if len(examples) < FOLDS:
        return None
    shipped, own = [0, 0, 0], [0, 0, 0]
    for part in range(FOLDS):
        model = model_from(tuned([example for n, example in enumerate(examples) if n % FOLDS != part], seed=seed))
        for example in examples[part::FOLDS]:
            _count(shipped_model(), example, shipped)
            _count(model, example, own)
    return Check(_f1(shipped), _f1(own))


def _count(model: LineModel, example: Example, counts: list[int]) -> None:
    kept, known = model.content(example.page) >= DROP_BELOW, example.weight > 0
    body = example.label > 0.5
    for k, lines in enumerate((kept & body, kept & ~body, ~kept & body)):
        counts[k] += int((lines & known).sum())


def _f1(counts: Sequence[int]) -> float:
    right, left, lost = counts
    return 2 * right / max(1, 2 * right + left + lost)


def summary(examples: Sequence[Example]) -> Mapping[str, int]:
    """Pages, sites, and lines with a label."""
    return {
        "pages": len(examples),
        "sites": len({example.host for example in examples}),
        "lines": sum(int((example.weight > 0).sum()) for example in examples),
    }
