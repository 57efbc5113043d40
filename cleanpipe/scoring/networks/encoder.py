"""A small convolutional network that judges joints: was something lost between these two words, and what.

Each word of a window is a vector: the mean of its pieces' vectors, how it is written, what stands before it, and what
the lexicon knows. Three convolutions of width five, the second of every second word and the third of every fourth, see
fifteen words to the left and fourteen to the right, a long sentence. Weights are made by
``cleanpipe.training.encoder``; this module only multiplies (numpy), about 0.2 ms a joint. It knows no rules, no
document and no thresholds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
import zstandard

from cleanpipe.scoring.networks.joints import BLANK, gap_of, words_of
from cleanpipe.scoring.networks.pieces import Pieces
from cleanpipe.scoring.networks.wordvectors import Array, WordVectors

_Numbers = npt.NDArray[np.int64]

#: What probably happened at a joint. ``keep``: nothing. ``space``, ``comma``, ``stop``: that belongs there. ``lower``:
#: and the word after it in lower case; ``same``: as it is written. After ``stop`` the word begins a sentence.
OUTCOMES = ("keep", "space_lower", "space_same", "comma_lower", "comma_same", "stop")

#: Languages that share one network; the order is that of its weights.
LANGUAGES = ("de", "es", "fr", "it", "nl", "pl", "pt", "ru", "sv", "tr")

#: Each layer takes five words this far apart.
STEPS = (1, 2, 4)
_TAPS = np.arange(-2, 3)
_BATCH = 64  # joints multiplied together: 64 windows take some 2 MB

#: The words around a joint: their starts and ends, and which of them is the joint's right word.
_Stretch = tuple[list[int], list[int], int]
#: A stretch of text, where in it the joint is, and whether it begins and ends its line.
_Key = tuple[str, int, bool, bool]
#: Answers that are remembered, half a megabyte a language: those of a page, which is looked at twice.
MOST_ANSWERS = 500


def needed(steps: Sequence[int]) -> list[npt.NDArray[np.int64]]:
    """The words whose vectors each layer needs, from the input to the result, counted from the joint's right word.

    >>> [len(words) for words in needed((1, 2, 4))], needed((1, 2, 4))[0][[0, -1]].tolist()
    ([30, 26, 10, 2], [-15, 14])
    """
    words = [np.array([-1, 0])]
    for step in reversed(steps):
        reached = words[-1][:, None] + step * _TAPS[None, :]
        words.append(np.array(sorted(set(reached.ravel().tolist()))))  # np.unique would import all of np.ma
    return words[::-1]


class Encoder:
    """The network of one language, read from the package on first use (about 30 ms).

    English has a network of its own; ten other languages share one, each with its own words in it.
    """

    def __init__(self, lang: str, path: str = "") -> None:
        self.lang = lang
        packed = Path(path).read_bytes() if path else _file(lang).read_bytes()
        with np.load(BytesIO(zstandard.ZstdDecompressor().decompress(packed))) as data:
            own = "" if "table" in data.files else f"-{lang}"
            # Languages that share a network share its weights, 1.6 MB; a file of one's own may be written anew.
            kept = {} if path else _weights
            shared = _file(lang).name
            self.w = dict(kept.get(shared) or kept.setdefault(shared, _weights_of(data)))
            pieces = Pieces(bytes(data[f"vocab{own}"]).decode("utf-8").split("\n"), accents=bool(own))
            self.words = WordVectors(lang, data[f"table{own}"], self.w["scale"], pieces)
        if own:
            self.w["gap"] = self.w["gap"] + self.w["lang"][LANGUAGES.index(lang)]
        steps = self.w["steps"].astype(int).tolist() if "steps" in self.w else (1, 1, 1)
        words = needed(steps)
        #: Words the outcome depends on, to the left of the joint's right word and to the right.
        self.left, self.right = int(-words[0][0]), int(words[0][-1])
        #: Characters to each side of a joint that mostly hold these words; the whole line is cut where not.
        self.reach = 11 * self.left
        #: For each layer the rows of its five inputs.
        self.taps = [
            [_rows(np.searchsorted(before, here + step * tap)) for tap in _TAPS.tolist()]
            for before, here, step in zip(words, words[1:], steps, strict=False)
        ]
        #: Rows of words are learnt, used and forgotten by one thread at a time.
        self._lock = Lock()
        #: Answers by the stretch of text that they depend on; a text that is looked at twice asks twice.
        self._answers: dict[_Key, Array] = {}
        self._earlier: dict[_Key, Array] = {}  # those before, so that a page in between is not forgotten
        self._near_words = np.arange(-self.left, self.right + 1)

    def judge(self, text: str, start: int, end: int, joints: Sequence[int]) -> list[tuple[int, Array]]:
        """Probabilities of ``OUTCOMES`` for joints of one line ``text[start:end]``.

        ``joints`` are offsets of the words to their right; what is no word's beginning is left out of the answer.
        """
        starts, ends = words_of(text, start, end, self.lang)
        index = {at: k for k, at in enumerate(starts)}
        asked = [(at, index[at]) for at in joints if index.get(at, 0) > 0]
        found = self._answer(text, [(starts, ends, k) for _, k in asked])
        return [(at, found[row]) for row, (at, _) in enumerate(asked)]

    def judge_text(self, text: str, joints: Sequence[int]) -> dict[int, Array]:
        """Probabilities of ``OUTCOMES`` for joints anywhere in a text, each judged within its line.

        Only the words an outcome depends on are cut and looked up, and all joints are multiplied together. What is no
        word's beginning is left out of the answer.
        """
        found: dict[int, Array] = {}
        asked: list[tuple[int, _Key, bool]] = []
        stretches: list[_Stretch] = []
        for at in joints:
            first = text.rfind("\n", 0, at) + 1
            last = text.find("\n", at)
            last = len(text) if last < 0 else last
            start, end = _between_blanks(text, at, self.reach, first, last)
            key = (text[start:end], at - start, start == first, end == last)
            known = self._answers.get(key)
            if known is None:
                known = self._earlier.get(key)
            if known is not None:
                found[at] = known
                continue
            stretch, near = self._cut(text, at, start, end, first, last), True
            if stretch is None:
                stretch, near = self._cut(text, at, first, last, first, last), False
            if stretch is not None and stretch[2] >= 0:
                asked.append((at, key, near))
                stretches.append(stretch)
        for (at, key, near), answer in zip(asked, self._answer(text, stretches), strict=True):
            found[at] = answer
            if near:
                self._answers[key] = answer
        if len(self._answers) > MOST_ANSWERS:
            self._earlier, self._answers = self._answers, {}
        return {at: found[at] for at in joints if at in found}

    def _cut(self, text: str, at: int, start: int, end: int, first: int, last: int) -> _Stretch | None:
        """The words of a stretch of a line, and which is the joint's right word: -1 when none begins there.

        None when the stretch is too short to hold all words that count.
        """
        starts, ends = words_of(text, start, end, self.lang)
        index = bisect_left(starts, at)
        if index == len(starts) or starts[index] != at or (not index and start == first):
            return starts, ends, -1
        enough = (index > self.left or start == first) and (index + self.right < len(starts) or end == last)
        return (starts, ends, index) if enough else None

    def _answer(self, text: str, stretches: Sequence[_Stretch]) -> Sequence[Array]:
        """Outcomes of the joints of stretches, a bounded number of them at a time."""
        found: list[Array] = []
        with self._lock:
            for k in range(0, len(stretches), _BATCH):
                found.extend(self._forward(*self._windows(text, stretches[k : k + _BATCH])))
            self.words.forget()
        return found

    def _windows(self, text: str, stretches: Sequence[_Stretch]) -> tuple[_Numbers, _Numbers, npt.NDArray[np.bool_]]:
        """Rows and gaps of the words around each joint, and which of these words there are."""
        words: list[str] = []
        gaps: list[int] = []
        first, last = [], []  # of the words of each stretch, counted from its joint
        for starts, ends, index in stretches:
            begin, end = max(0, index - self.left), min(len(starts), index + self.right + 1)
            words.extend([text[a:b] for a, b in zip(starts[begin:end], ends[begin:end], strict=True)])
            before = [ends[begin - 1] if begin else starts[0], *ends[begin : end - 1]]
            between = [text[a:b] for a, b in zip(before, starts[begin:end], strict=True)]
            gaps.extend([BLANK if gap == " " else gap_of(gap) for gap in between])
            if not begin:
                gaps[begin - end] = 0
            first.append(begin - index)
            last.append(end - index)
        here = np.array(first)[:, None] <= self._near_words
        inside = here & (self._near_words < np.array(last)[:, None])
        rows, joints = np.zeros(inside.shape, np.int64), np.zeros(inside.shape, np.int64)
        rows[inside] = self.words.rows(words)
        joints[inside] = gaps
        return rows, joints, inside

    def _forward(self, rows: _Numbers, gaps: _Numbers, inside: npt.NDArray[np.bool_]) -> Array:
        # Array operations that need no new array and no copy: most calls are for one joint or two, and there the
        # products take half of the time.
        w = self.w
        mask = inside[:, :, None].astype(np.float32)
        size = w["scale"].shape[0]
        word = self.words.vectors.take(rows, axis=0)
        x = _product(word[:, :, :size], w["inp_piece"])
        x += _product(word[:, :, size:], w["inp_lex"])
        x += w["gap"].take(gaps, axis=0) + w["shape"].take(self.words.shapes.take(rows), axis=0)
        np.maximum(x, 0.0, out=x)
        x *= mask
        for layer, taps in enumerate(self.taps):
            # Only the words that still matter. One product a tap and joint stays below the size (2^18) from which BLAS
            # libraries start threads, which cost more than they bring here.
            weights = w[f"conv{layer}"].reshape(len(taps), -1, x.shape[2])
            mixed = _product(x[:, taps[0]], weights[0])
            for tap, weight in zip(taps[1:], weights[1:], strict=True):
                mixed += _product(x[:, tap], weight)
            mixed += w[f"conv{layer}_bias"]
            np.maximum(mixed, 0.0, out=mixed)
            middle = taps[len(taps) // 2]
            mixed += x[:, middle]
            mask = mask[:, middle]
            x = _normed(mixed, w[f"norm{layer}"], w[f"norm{layer}_bias"])
            x *= mask
        # A product a joint here too: one over all of them would round differently with their number.
        hidden = np.maximum(x.reshape(len(x), 1, -1) @ w["hidden"] + w["hidden_bias"], 0.0)
        return _softmax(hidden @ w["out"] + w["out_bias"])[:, 0]


def _weights_of(data: Mapping[str, npt.NDArray[Any]]) -> dict[str, Array]:
    """The weights of a network as numbers of 32 bits."""
    found = {name: data[name].astype(np.float32) for name in data if name[:5] not in ("table", "vocab")}
    for name in [name for name in found if f"{name}_scale" in found]:
        found[name] *= found.pop(f"{name}_scale")
    return found


_weights: dict[str, dict[str, Array]] = {}  # by file


def _between_blanks(text: str, at: int, reach: int, first: int, last: int) -> tuple[int, int]:
    """A stretch of a line around a place. Blanks are in no word, so between two of them it is cut as the line is."""
    blank, behind = text.rfind(" ", first, max(first, at - reach)), text.find(" ", min(last, at + reach), last)
    return (first if blank < 0 else blank), (last if behind < 0 else behind)


def _rows(numbers: _Numbers) -> _Numbers | slice:
    """Rows as a slice, which copies nothing, where they follow one another."""
    first, last = int(numbers[0]), int(numbers[-1])
    return slice(first, last + 1) if last - first == len(numbers) - 1 else numbers


def _product(x: Array, weights: Array) -> Array:
    """``x @ weights`` for each joint, in pieces where one product would be large enough for BLAS to start threads."""
    most = max(1, ((1 << 18) - 1) // weights.size)
    if x.shape[1] <= most:
        return x @ weights
    found = np.empty((*x.shape[:2], weights.shape[1]), np.float32)
    for k in range(0, x.shape[1], most):
        np.matmul(x[:, k : k + most], weights, out=found[:, k : k + most])
    return found


def _normed(x: Array, gain: Array, bias: Array) -> Array:
    """What is left of ``x`` without its mean and its spread; ``x`` is overwritten."""
    size = np.float32(x.shape[-1])
    x -= np.add.reduce(x, axis=-1, keepdims=True) / size
    x /= np.sqrt(np.add.reduce(x * x, axis=-1, keepdims=True) / size + np.float32(1e-5))
    x *= gain
    x += bias
    return x


def _softmax(logits: Array) -> Array:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)


def _file(lang: str) -> Traversable:
    return files("cleanpipe.scoring") / "data" / f"encoder-{'xx' if lang in LANGUAGES else lang}.npz.zst"


@cache
def encoder(lang: str) -> Encoder | None:
    """The encoder of a language, or None where none is shipped."""
    known = lang == "en" or lang in LANGUAGES
    return Encoder(lang) if known and _file(lang).is_file() else None
