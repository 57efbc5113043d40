"""Fine-tune a public sentence encoder on damaged prose, and let it label the prose from which the small encoder learns.

    python -m cleanpipe.training.teacher fit CLEAN_TEXT_DIR --pieces MODEL_DIR [--minutes 35] --out teacher.pt
    python -m cleanpipe.training.teacher label CLEAN_TEXT_DIR --pieces MODEL_DIR --weights teacher.pt --out labelled.npz

MODEL_DIR holds ``vocab.txt`` and ``model.safetensors`` of all-MiniLM-L6-v2 (Apache-2.0; six layers, 384 wide). To the
vector of each word's first piece are added how the word is written, what stands before it, and what the lexicon knows;
marks between words stand as pieces of their own. A joint is judged from the first pieces of its two words. The teacher
does not ship: it is ten times too large and too slow. English only. Needs torch and safetensors (extra ``train``).
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from cleanpipe.scoring.encoder import LEXICAL, OUTCOMES
from cleanpipe.scoring.joints import ASKS, CLOSES, COLON, COMMA, DASH, GAPS, OPENS, QUOTED_STOP, SHAPES, STOP
from cleanpipe.training.examples import Example, Vocabulary, english, lines

WIDTH, LAYERS, HEADS, LONGEST = 384, 6, 12, 500
_MARKS = {COMMA: ",", STOP: ".", ASKS: "?", QUOTED_STOP: ".", COLON: ":", OPENS: "(", DASH: "-", CLOSES: '"'}
_BATCH, _POOL = 24, 960


class _Layer(nn.Module):
    """One layer of BERT: attention and a dense part, each added and normed."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.attended, self.norm1 = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.norm2, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(0.1)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        size, length, _ = x.shape
        q, k, v = self.qkv(x).view(size, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        mixed = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.drop(self.attended(mixed.transpose(1, 2).reshape(size, length, WIDTH))))
        return self.norm2(x + self.drop(self.down(nn.functional.gelu(self.up(x)))))  # type: ignore[no-any-return]


class Teacher(nn.Module):
    """MiniLM with what the joints need added to its input, and a decision from the two words of a joint."""

    def __init__(self, pieces: int) -> None:
        super().__init__()
        self.word, self.place, self.kind = nn.Embedding(pieces, WIDTH), nn.Embedding(512, WIDTH), nn.Embedding(2, WIDTH)
        self.norm, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(0.1)
        self.gap, self.shape = nn.Embedding(GAPS + 1, WIDTH), nn.Embedding(SHAPES + 1, WIDTH)
        self.known = nn.Linear(LEXICAL, WIDTH)
        for added in (self.gap, self.shape, self.known):
            nn.init.zeros_(added.weight)
        self.layers = nn.ModuleList(_Layer() for _ in range(LAYERS))
        self.hidden, self.out = nn.Linear(2 * WIDTH, 128), nn.Linear(128, len(OUTCOMES))

    @staticmethod
    def fresh(folder: Path) -> Teacher:
        """With the public weights."""
        from safetensors.torch import load_file

        found = {name.removeprefix("bert."): tensor for name, tensor in load_file(folder / "model.safetensors").items()}
        teacher = Teacher(len(found["embeddings.word_embeddings.weight"]))
        state = teacher.state_dict()
        state["word.weight"] = found["embeddings.word_embeddings.weight"]
        state["place.weight"] = found["embeddings.position_embeddings.weight"]
        state["kind.weight"] = found["embeddings.token_type_embeddings.weight"]
        names = {"norm": "embeddings.LayerNorm"}
        for k in range(LAYERS):
            there, here = f"encoder.layer.{k}", f"layers.{k}"
            names |= {
                f"{here}.attended": f"{there}.attention.output.dense",
                f"{here}.norm1": f"{there}.attention.output.LayerNorm",
                f"{here}.up": f"{there}.intermediate.dense",
                f"{here}.down": f"{there}.output.dense",
                f"{here}.norm2": f"{there}.output.LayerNorm",
            }
            for end in ("weight", "bias"):
                parts = [found[f"{there}.attention.self.{part}.{end}"] for part in ("query", "key", "value")]
                state[f"{here}.qkv.{end}"] = torch.cat(parts)
        for here, there in names.items():
            for end in ("weight", "bias"):
                state[f"{here}.{end}"] = found[f"{there}.{end}"]
        teacher.load_state_dict(state)
        return teacher

    def forward(self, batch: dict[str, Any]) -> torch.Tensor:
        pieces = batch["pieces"]
        x = self.word(pieces) + self.place(torch.arange(pieces.shape[1])) + self.kind.weight[0]
        x = x + self.gap(batch["gaps"]) + self.shape(batch["shapes"])
        row, column = batch["first"]
        x = x.index_put((row, column), self.known(batch["known"]).to(x.dtype), accumulate=True)
        x = self.drop(self.norm(x))
        mask = batch["mask"][:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        row, left, right = batch["asked"]
        return self.out(torch.relu(self.hidden(torch.cat([x[row, left], x[row, right]], -1))))  # type: ignore[no-any-return]


class Collator:
    """Examples as padded rows of pieces."""

    def __init__(self, vocabulary: Vocabulary, pieces: Sequence[str]) -> None:
        self.vocabulary = vocabulary
        self.begin, self.end = pieces.index("[CLS]"), pieces.index("[SEP]")
        self.marks = {gap: pieces.index(mark) for gap, mark in _MARKS.items()}

    def __call__(self, examples: Sequence[Example]) -> tuple[dict[str, Any], torch.Tensor, list[list[int]]]:
        """A batch, the outcomes of its joints, and for each example the words whose joints are in it."""
        rows = [self._row(example) for example in examples]
        longest = max(len(row[0]) for row in rows)
        pieces, gaps, shapes = (np.zeros((len(rows), longest), np.int64) for _ in range(3))
        mask = np.zeros((len(rows), longest), bool)
        firsts: list[tuple[int, int]] = []
        words: list[int] = []
        asked: list[tuple[int, int, int]] = []
        outcomes: list[int] = []
        kept: list[list[int]] = []
        for k, (example, (row, first)) in enumerate(zip(examples, rows, strict=True)):
            pieces[k, : len(row)], mask[k, : len(row)] = row, True
            gaps[k, first], shapes[k, first] = example.gaps[: len(first)] + 1, example.shapes[: len(first)] + 1
            firsts += [(k, at) for at in first]
            words += example.words[: len(first)].tolist()
            kept.append([n for n in np.flatnonzero(example.outcomes >= 0).tolist() if n < len(first)])
            asked += [(k, first[n - 1], first[n]) for n in kept[-1]]
            outcomes += [int(example.outcomes[n]) for n in kept[-1]]
        batch = {
            "pieces": torch.tensor(pieces),
            "gaps": torch.tensor(gaps),
            "shapes": torch.tensor(shapes),
            "mask": torch.tensor(mask),
            "first": tuple(torch.tensor(firsts).T),
            "known": torch.tensor(np.stack([self.vocabulary.known[word] for word in words])),
            "asked": tuple(torch.tensor(asked).reshape(-1, 3).T),
        }
        return batch, torch.tensor(outcomes, dtype=torch.long), kept

    def _row(self, example: Example) -> tuple[list[int], list[int]]:
        row, first = [self.begin], list[int]()
        for word, gap in zip(example.words.tolist(), example.gaps.tolist(), strict=True):
            parts = self.vocabulary.parts[word]
            if len(row) + len(parts) + 2 > LONGEST:
                break
            if gap in self.marks:
                row.append(self.marks[gap])
            first.append(len(row))
            row += parts
        return [*row, self.end], first


def batches(
    folders: Sequence[Path], rng: random.Random, vocabulary: Vocabulary, held: bool = False
) -> Iterator[list[Example]]:
    """Examples of one pass in batches of similar length."""
    pool: list[Example] = []
    for example in lines(folders, rng, vocabulary, held):
        pool.append(example)
        if len(pool) == _POOL:
            yield from _cut(pool, rng)
            pool = []
    yield from _cut(pool, rng)


def _cut(pool: list[Example], rng: random.Random) -> list[list[Example]]:
    pool.sort(key=lambda example: len(example.words))
    found = [pool[k : k + _BATCH] for k in range(0, len(pool), _BATCH)]
    rng.shuffle(found)
    return found


def fit(teacher: Teacher, collate: Collator, folders: Sequence[Path], minutes: float, seed: int) -> None:
    """AdamW, 1e-4 for what was trained before and 1e-3 for what is new, falling to nothing over the time given."""
    rng = random.Random(seed)
    fresh = ("gap", "shape", "known", "hidden", "out")
    parts: tuple[list[Any], list[Any]] = ([], [])
    teacher.word.requires_grad_(False)  # half of all weights, and words that the prose lacks keep their meaning
    for name, parameter in teacher.named_parameters():
        parts[name.split(".")[0] in fresh].append(parameter)
    optimiser = torch.optim.AdamW([{"params": parts[0]}, {"params": parts[1]}], weight_decay=0.01)
    begun, step, losses = time.monotonic(), 0, 0.0
    while True:
        for examples in batches(folders, rng, collate.vocabulary):
            done = (time.monotonic() - begun) / (minutes * 60)
            if done >= 1.0:
                return
            for group, top in zip(optimiser.param_groups, (1e-4, 1e-3), strict=True):
                group["lr"] = top * min(1.0, (step + 1) / 100) * (1.0 - done)
            batch, outcomes, _ = collate(examples)
            with torch.autocast("cpu", torch.bfloat16):
                scores = teacher(batch)
            loss = nn.functional.cross_entropy(scores.float(), outcomes)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimiser.step()
            step, losses = step + 1, losses + loss.item()
            if step % 100 == 0:
                print(f"{time.monotonic() - begun:.0f} s, step {step}, loss {losses / 100:.4f}", flush=True)
                losses = 0.0


def answers(
    teacher: Teacher, collate: Collator, found: Iterator[list[Example]]
) -> Iterator[tuple[Example, list[int], np.ndarray]]:
    """Each example with the words whose joints were asked, and the chances of each outcome."""
    teacher.eval()
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for examples in found:
            batch, _, kept = collate(examples)
            chances = torch.softmax(teacher(batch).float(), -1).numpy()
            at = 0
            for example, asked in zip(examples, kept, strict=True):
                yield example, asked, chances[at : at + len(asked)]
                at += len(asked)


def report(teacher: Teacher, collate: Collator, folders: Sequence[Path]) -> None:
    """Print what is found on held-out documents at bars of 1.4 and 5 false alarms per 10,000 words."""
    from cleanpipe.training.encoder import found_at

    scores, truth, words = [], [], 0
    for example, asked, chances in answers(
        teacher, collate, batches(folders, random.Random(7), collate.vocabulary, held=True)
    ):
        scores.append(chances)
        truth.append(example.outcomes[asked])
        words += len(example.words)
    found_at(np.concatenate(scores), np.concatenate(truth), words)


def label(teacher: Teacher, collate: Collator, folders: Sequence[Path], minutes: float, seed: int, out: Path) -> None:
    """Damage the prose again and again and write it down with the teacher's chances, in 16 bits."""
    rng = random.Random(seed)
    begun = time.monotonic()
    texts: dict[str, list[Any]] = {name: [] for name in ("words", "gaps", "shapes", "outcomes", "chances", "size")}

    def passes() -> Iterator[list[Example]]:
        while True:
            for some in batches(folders, rng, collate.vocabulary):
                if time.monotonic() - begun > minutes * 60:
                    return
                yield some

    for example, asked, chances in answers(teacher, collate, passes()):
        outcomes = np.full(len(example.words), -1, np.int8)
        outcomes[asked] = example.outcomes[asked]
        texts["words"].append(example.words.astype(np.int32))
        texts["gaps"].append(example.gaps.astype(np.int8))
        texts["shapes"].append(example.shapes.astype(np.int8))
        texts["outcomes"].append(outcomes)
        texts["chances"].append(chances.astype(np.float16))
        texts["size"].append([len(example.words)])
    names = [""] * len(collate.vocabulary.parts)
    for (_, word), number in collate.vocabulary.index.items():
        names[number] = word
    vocabulary = np.frombuffer("\n".join(names).encode(), np.uint8)
    arrays: dict[str, Any] = {name: np.concatenate(parts) for name, parts in texts.items()}
    np.savez_compressed(out, vocabulary=vocabulary, **arrays)
    print(f"{out}: {len(texts['size']):,} lines, {out.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Fit or label."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("fit", "label"))
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--pieces", type=Path, required=True)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--minutes", type=float, default=35.0)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    collate = Collator(*english(arguments.pieces))
    if arguments.what == "fit":
        teacher = Teacher.fresh(arguments.pieces)
        fit(teacher, collate, arguments.folders, arguments.minutes, arguments.seed)
        torch.save(teacher.state_dict(), arguments.out)
        report(teacher, collate, arguments.folders)
        return
    state = torch.load(arguments.weights)
    teacher = Teacher(len(state["word.weight"]))
    teacher.load_state_dict(state)
    label(teacher, collate, arguments.folders, arguments.minutes, arguments.seed, arguments.out)


if __name__ == "__main__":
    main()
