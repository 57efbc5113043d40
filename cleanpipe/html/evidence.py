"""What is known of each block of a page of HTML: the line scorer's answer, two extractors' answers, and the markup.

One row a block; the network of ``cleanpipe.html`` weighs them against each other and looks at the neighbours.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import trafilatura
from numpy.typing import NDArray
from resiliparse.extract.html2text import extract_plain_text

from cleanpipe.chrome.features import page_of
from cleanpipe.chrome.model import LineModel, sigmoid
from cleanpipe.chrome.units import Unit
from cleanpipe.html.blocks import HINTS, REGIONS, Block

Matrix = NDArray[Any]

TAGS = ("p", "li", "h1", "h2", "h3", "h4", "td", "div", "title", "dd", "figcaption", "pre", "br")
_WORD = re.compile(r"\w+")
#: Columns that count most: the scorer's answer, three votes, the share of linked characters.
STRONGEST = 5
#: Words of a run that counts as found again.
RUN = 4


def extracted(page: str) -> tuple[str, str, str]:
    """What extractors take for the article: trafilatura as it is, trafilatura when it must be sure, and resiliparse.

    Empty where one of them finds none or fails.
    """
    return _by_trafilatura(page, sure=False), _by_trafilatura(page, sure=True), _by_resiliparse(page)


def _by_trafilatura(page: str, sure: bool) -> str:
    try:
        found = trafilatura.extract(
            page, fast=not sure, favor_precision=sure, include_comments=False, include_tables=True
        )
    except Exception:  # whatever it stumbles over, the page still has its text
        return ""
    return found or ""


def _by_resiliparse(page: str) -> str:
    try:
        return str(extract_plain_text(page, main_content=True, alt_texts=False, links=False))
    except Exception:
        return ""


def shares(lines: list[str], text: str) -> Matrix:
    """How much of each line stands in a text: the share of its runs of four words; short lines as a whole line.

    >>> shares(["Home", "It rained all day long", "Rain"], "Rain\\nIt rained all day long, they said").tolist()
    [0.0, 1.0, 1.0]
    """
    runs, whole = set(), set()
    for line in text.casefold().split("\n"):
        whole.add("".join(_WORD.findall(line)))
    words = _WORD.findall(text.casefold())
    runs = {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}
    out = np.zeros(len(lines), dtype=np.float32)
    for number, line in enumerate(lines):
        own = _WORD.findall(line.casefold())
        if own and "".join(own) in whole:
            out[number] = 1
        elif len(own) >= RUN:
            pieces = [tuple(own[n : n + RUN]) for n in range(len(own) - RUN + 1)]
            out[number] = sum(piece in runs for piece in pieces) / len(pieces)
    return out


def evidence_of(page: str, blocks: list[Block], model: LineModel) -> Matrix:
    """The columns of every block of a page."""
    units, at = [], 0
    for number, block in enumerate(blocks):
        units.append(Unit(at, at + len(block.text), number, number))
        at += len(block.text) + 1
    lines = [block.text for block in blocks]
    seen = page_of("\n".join(lines), units)
    odds = np.clip(model.networks(model.inputs(seen)), -6, 6)
    votes = np.stack([shares(lines, text) for text in extracted(page)], axis=1)
    typical = np.repeat(votes.mean(axis=0, keepdims=True), len(lines), axis=0)
    size = np.log1p(seen.length)
    content = sigmoid(odds)[:, None]
    agreed = np.concatenate([votes[:, :1] * votes[:, 2:], votes[:, :1] * content], axis=1)
    markup = _markup(blocks)
    columns = [content, votes, markup[:, :1], odds[:, None], typical, agreed, size[:, None], markup[:, 1:]]
    together: Matrix = np.concatenate(columns, axis=1).astype(np.float32)
    return together


def with_surroundings(evidence: Matrix) -> Matrix:
    """Evidence with the means of its first columns over the neighbours near by and further away."""
    strongest = evidence[:, :STRONGEST].astype(np.float64)
    size = len(strongest)
    total = np.concatenate([np.zeros((1, STRONGEST)), np.cumsum(strongest, axis=0)])
    at = np.arange(size)
    columns = [evidence]
    for reach in (1, 3, 8):
        low, high = np.maximum(at - reach, 0), np.minimum(at + reach + 1, size)
        columns.append((total[high] - total[low]) / (high - low)[:, None])
    together: Matrix = np.concatenate(columns, axis=1).astype(np.float32)
    return together


def _markup(blocks: list[Block]) -> Matrix:
    names = [*TAGS, *REGIONS, *(f"is-{hint}" for hint in HINTS)]
    column = {name: 3 + number for number, name in enumerate(names)}
    out = np.zeros((len(blocks), 3 + len(names)), dtype=np.float32)
    for number, block in enumerate(blocks):
        share = block.linked / max(1, len(block.text))
        out[number, :3] = share, share > 0, share > 0.9
        if block.tag in TAGS:
            out[number, column[block.tag]] = 1
        for name in block.within:
            if name not in TAGS:
                out[number, column[name]] = 1
    return out
