"""The article of a page of HTML: two extractors and the line scorer together decide, block by block.

Needs the extra ``html`` (trafilatura and resiliparse); imported only when HTML is read. What comes out is text with a
line for each block, which then goes through the stages like any other text.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpipe.chrome.model import LIMIT, networks_from, shipped_model, sigmoid
from cleanpipe.html.blocks import Block, blocks_of
from cleanpipe.html.evidence import evidence_of, with_surroundings

#: Probability from which a block is part of the article; see ``benchmarks/html_pages.py``.
KEEP_FROM = 0.58
#: The same where the markup speaks of comments. Cross-validated by host, 27 such blocks lie above the other bar: three
#: of an article, all from .98 on, and 24 comments of three pages, all below .77.
COMMENT_FROM = 0.8


class BlockModel:
    """Networks over the evidence of blocks, and a linear model over it and the surroundings; the mean of both counts.

    The networks see the structure of a page, the linear model is not misled by pages of a kind it never saw.
    """

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self.mean, self.scale, self.networks = networks_from(arrays)
        self.linear = arrays["linear"].astype(np.float32)

    def content(self, evidence: NDArray[Any]) -> NDArray[Any]:
        """Probability of each block to be part of the article."""
        inputs = np.clip((evidence - self.mean) / self.scale, -LIMIT, LIMIT)
        seen = sigmoid(self.networks(inputs))
        return (seen + sigmoid(with_surroundings(evidence) @ self.linear[:-1] + self.linear[-1])) / 2


@cache
def _shipped() -> BlockModel:
    with (files("cleanpipe.scoring") / "html.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return BlockModel({name: arrays[name] for name in arrays.files})


def extract(page: str) -> str:
    """The text of the article of a page, one block a line; all text of a page on which no article is found.

    >>> extract("<body><p>Closed.</body>")
    'Closed.'
    """
    blocks = blocks_of(page)
    if not blocks:
        return ""
    content = _shipped().content(evidence_of(page, blocks, shipped_model()))
    return kept_text(blocks, content)


def kept_text(blocks: list[Block], content: NDArray[Any]) -> str:
    """The blocks of the article, or all of them."""
    kept = [
        block.text
        for block, p in zip(blocks, content.tolist(), strict=True)
        if p >= (COMMENT_FROM if "is-comment" in block.within else KEEP_FROM)
    ]
    return "\n".join(kept or [block.text for block in blocks])
