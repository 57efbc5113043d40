"""Fine-tune a public sentence encoder on joints, and write down its answers for ``training.encoder`` to learn from.

    python -m cleanpipe.training.teacher en CLEAN_TEXT_DIR --public MODEL_DIR [--minutes 50] [--answers 20] [--out DIR]
    python -m cleanpipe.training.teacher xx CLEAN_TEXT_DIR MANUALS_DIR --public MODEL_FILE ...

The first six transformer layers (Devlin et al. 2019) of a public encoder (``training.public``), far too large to ship,
read the pieces and marks of a damaged line, with the gap and shape of each word added at the word's first piece, and
say from the first pieces of a joint's two words what was done there. Knowledge distillation as in Hinton et al. 2015:
OUT_DIR gets ``NAME.pt``, the weights, and ``NAME-answers.npz``, its chances for lines damaged anew. One core; needs
torch and, for English, safetensors (extra ``train``).
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from cleanpipe.scoring.networks.encoder import OUTCOMES
from cleanpipe.scoring.networks.joints import GAPS, SHAPES, words_of
from cleanpipe.training.examples import Example, Vocabulary, damaged_lines, vocabulary_of
from cleanpipe.training.public import LAYERS, WIDTH, Public, public_of

HEADS, POSITIONS = 12, 512
#: Lines are sorted by length in pools, and multiplied together up to so many pieces.
_POOL, _BATCH = 512, 1300
#: Longest line in pieces; what stands behind is not asked.
_LONGEST = 300


class Line(NamedTuple):
    """A damaged line for the teacher, and the same line for the student."""

    pieces: list[int]
    firsts: list[int]  # of each word, its first piece
    example: Example


def line_of(text: str, example: Example, lang: str, public: Public) -> Line:
    """Pieces of words and of the marks between them."""
    pieces, firsts, last = [public.begin], [], 0
    starts, ends = words_of(text, 0, len(text), lang)
    for start, end, _ in zip(starts, ends, example.outcomes, strict=False):
        for mark in text[last:start]:
            if not mark.isspace():
                pieces.extend(public.pieces(mark, True))
        if len(pieces) > _LONGEST:
            break
        firsts.append(len(pieces))
        pieces.extend(public.pieces(text[start:end], True))
        last = end
    return Line([*pieces, public.end], firsts, example)


class Layer(nn.Module):
    """One transformer layer as BERT has it: attention, then two dense layers, each with its residual and norm."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.mixed = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.wide, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.norm, self.last = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        rows, length, _ = x.shape
        q, k, v = (
            dense(x).view(rows, length, HEADS, WIDTH // HEADS).transpose(1, 2)
            for dense in (self.query, self.key, self.value)
        )
        seen = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm(x + self.drop(self.mixed(seen.transpose(1, 2).reshape(rows, length, WIDTH))))
        return self.last(x + self.drop(self.narrow(nn.functional.gelu(self.wide(x)))))  # type: ignore[no-any-return]


class Teacher(nn.Module):
    """The public encoder with vectors for gaps and shapes, and a decision from the two words of a joint."""

    def __init__(self, public: Public) -> None:
        super().__init__()
        self.table = nn.Embedding(len(public.state["table.weight"]), WIDTH)
        self.position = nn.Embedding(POSITIONS, WIDTH)
        self.kind, self.norm = nn.Parameter(torch.zeros(WIDTH)), nn.LayerNorm(WIDTH, eps=1e-12)
        # One more of each for pieces that begin no word; all begin at nothing, as if they were not there.
        self.gap, self.shape = (nn.Embedding(n + 1, WIDTH, padding_idx=n) for n in (GAPS, SHAPES))
        nn.init.zeros_(self.gap.weight)
        nn.init.zeros_(self.shape.weight)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.hidden, self.out = nn.Linear(2 * WIDTH, 128), nn.Linear(128, len(OUTCOMES))
        given = {name: torch.tensor(numbers) for name, numbers in public.state.items()}
        self.load_state_dict({**self.state_dict(), **given})

    def forward(self, lines: Sequence[Line]) -> torch.Tensor:
        """Logits of the outcomes of all joints asked, line by line."""
        longest = max(len(line.pieces) for line in lines)
        shape = (len(lines), longest)
        pieces, gaps, shapes = np.zeros(shape, np.int64), np.full(shape, GAPS), np.full(shape, SHAPES)
        there = np.zeros(shape, bool)
        rows, lefts, rights = [], [], []
        for row, line in enumerate(lines):
            pieces[row, : len(line.pieces)], there[row, : len(line.pieces)] = line.pieces, True
            n = len(line.firsts)
            gaps[row, line.firsts], shapes[row, line.firsts] = line.example.gaps[:n], line.example.shapes[:n]
            for k in np.flatnonzero(line.example.outcomes[:n] >= 0).tolist():
                rows.append(row)
                lefts.append(line.firsts[k - 1])
                rights.append(line.firsts[k])
        x = self.table(torch.tensor(pieces)) + self.position.weight[:longest] + self.kind
        x = self.norm(x + self.gap(torch.tensor(gaps)) + self.shape(torch.tensor(shapes)))
        mask = torch.tensor(there)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        at = torch.tensor(rows)
        pair = torch.cat([x[at, torch.tensor(lefts)], x[at, torch.tensor(rights)]], -1)
        return self.out(torch.relu(self.hidden(pair)))  # type: ignore[no-any-return]


def asked(lines: Sequence[Line]) -> torch.Tensor:
    """The right outcomes of the joints of lines, in the order of ``Teacher.forward``."""
    found = [line.example.outcomes[: len(line.firsts)] for line in lines]
    return torch.tensor(np.concatenate([outcomes[outcomes >= 0] for outcomes in found]))


class Lessons(NamedTuple):
    """Where lines come from."""

    folders: Sequence[Path]
    vocabulary: Vocabulary
    public: Public

    def lines(self, rng: random.Random, held: bool) -> Iterator[Line]:
        """Lines of one pass, those with a joint to ask about."""
        langs = self.vocabulary.langs
        for text, labels, lang in damaged_lines(self.folders, rng, langs, held):
            example = self.vocabulary.example(text, labels, lang)
            if example is not None:
                line = line_of(text, example, langs[lang], self.public)
                if (example.outcomes[: len(line.firsts)] >= 0).any():
                    yield line

    def batches(self, rng: random.Random) -> Iterator[list[Line]]:
        """Lines of similar length together, pass after pass."""
        pool: list[Line] = []
        while True:
            for line in self.lines(rng, held=False):
                pool.append(line)
                if len(pool) == _POOL:
                    found = list(alike(pool))
                    rng.shuffle(found)
                    yield from found
                    pool = []


def alike(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Groups of lines of similar length."""
    group: list[Line] = []
    for line in sorted(lines, key=lambda line: len(line.pieces)):
        if group and (len(group) + 1) * len(line.pieces) > _BATCH:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def train(teacher: Teacher, lessons: Lessons, minutes: float, seed: int) -> None:
    """AdamW; the new vectors and the decision learn faster than what was public."""
    public = list(teacher.layers.parameters())
    own = [p for part in (teacher.gap, teacher.shape, teacher.hidden, teacher.out) for p in part.parameters()]
    rates = (1.5e-4, 1e-3)
    # Vectors of pieces stay: most of all numbers, and what the layers know of them came with them.
    for part in (teacher.table, teacher.position):
        part.requires_grad_(False)
    optimiser = torch.optim.AdamW([{"params": public}, {"params": own}], lr=rates[0], weight_decay=0.01, fused=True)
    begun, told, losses = time.monotonic(), 0.0, []
    for step, batch in enumerate(lessons.batches(random.Random(seed))):
        done = min(1.0, (time.monotonic() - begun) / (minutes * 60))
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * min(1.0, step / 200) * (1.0 - done) + 1e-7
        with torch.autocast("cpu", torch.bfloat16):
            logits = teacher(batch)
        loss = nn.functional.cross_entropy(logits.float(), asked(batch))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
        if time.monotonic() - told > 60:
            told = time.monotonic()
            print(f"{told - begun:.0f} s, step {step}, loss {np.mean(losses[-200:]):.4f}", flush=True)
        if done >= 1.0:
            return


def answers(teacher: Teacher, batch: Sequence[Line]) -> np.ndarray:
    """Chances of each outcome, one row a joint asked."""
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        return np.asarray(torch.softmax(teacher(batch).float(), -1).numpy(), np.float32)


def report(teacher: Teacher, lessons: Lessons) -> None:
    """Print what is found on held-out documents; the same as of the student."""
    from cleanpipe.training.encoder import found_at

    for folder in lessons.folders:
        groups = list(alike(lessons._replace(folders=[folder]).lines(random.Random(7), held=True)))
        if groups:
            print(folder)
            p = np.concatenate([answers(teacher, group) for group in groups])
            truth = np.concatenate([asked(group).numpy() for group in groups])
            found_at(p, truth, sum(len(line.firsts) for group in groups for line in group))


def write_answers(teacher: Teacher, lessons: Lessons, minutes: float, seed: int, out: Path) -> None:
    """Lines damaged anew with the chances of their joints, as long as the time lasts. ``encoder`` reads them back."""
    begun, examples, chances = time.monotonic(), list[Example](), list[np.ndarray]()
    for batch in lessons.batches(random.Random(seed)):
        p = answers(teacher, batch)
        for line in batch:
            # What the teacher did not read, the student is not asked.
            outcomes = line.example.outcomes.copy()
            outcomes[len(line.firsts) :] = -1
            count = int((outcomes >= 0).sum())
            examples.append(line.example._replace(outcomes=outcomes))
            chances.append(p[:count])
            p = p[count:]
        if time.monotonic() - begun > minutes * 60:
            break
    words = sorted(lessons.vocabulary.index.items(), key=lambda item: item[1])
    np.savez_compressed(
        out,
        words=np.array([word for (_, word), _ in words]),
        word_langs=np.array([lang for (lang, _), _ in words], np.uint8),
        lengths=np.array([len(example.words) for example in examples], np.int32),
        langs=np.array([example.lang for example in examples], np.uint8),
        rows=np.concatenate([example.words for example in examples]).astype(np.int32),
        gaps=np.concatenate([example.gaps for example in examples]).astype(np.uint8),
        shapes=np.concatenate([example.shapes for example in examples]).astype(np.uint8),
        outcomes=np.concatenate([example.outcomes for example in examples]).astype(np.int8),
        chances=np.concatenate(chances).astype(np.float16),
    )
    print(f"{out}: {len(examples)} lines", flush=True)


def main() -> None:
    """Read, fine-tune, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=("en", "xx"))
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--public", type=Path, required=True, help="folder (en) or file (xx) of the public encoder")
    parser.add_argument("--minutes", type=float, default=50.0)
    parser.add_argument("--weights", type=Path, help="go on from these: NAME.pt of an earlier run")
    parser.add_argument("--answers", type=float, default=20.0, help="minutes")
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--out", type=Path, default=Path())
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(1)
    public = public_of(arguments.name, arguments.public)
    lessons = Lessons(arguments.folders, vocabulary_of(arguments.name, arguments.public)[0], public)
    teacher = Teacher(public)
    weights = arguments.out / f"{arguments.name}.pt"
    if arguments.weights or not arguments.minutes:
        teacher.load_state_dict(torch.load(arguments.weights or weights))
    if arguments.minutes:
        train(teacher, lessons, arguments.minutes, arguments.seed)
        torch.save(teacher.state_dict(), weights)
    teacher.eval()
    report(teacher, lessons)
    if arguments.answers:
        out = arguments.out / f"{arguments.name}-answers.npz"
        write_answers(teacher, lessons, arguments.answers, arguments.seed + 1, out)


if __name__ == "__main__":
    main()
