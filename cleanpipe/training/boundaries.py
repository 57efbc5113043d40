"""Fit the models that decide what was lost where two words meet; writes ``scoring/data/boundaries-en.zst``.

    python -m cleanpipe.training.boundaries CLEAN_TEXT_DIR [--seed 1] [--out FILE]

Clean prose (JSON lines with ``text``, ``links``, ``doc``) is damaged by ``simulate``; every place that a repairer
would look at becomes an example; a softmax model over the features of ``scoring.english.boundaries`` is fitted with
AdaGrad. Needs numpy. Documents whose name hashes into the last tenth are held out; precision and recall on them are
printed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from sys import intern

import numpy as np

from cleanpipe.scoring.english import boundaries, candidates, gates
from cleanpipe.scoring.english import joined as joints
from cleanpipe.scoring.english.frames import STYLED
from cleanpipe.scoring.lexical.lexicon import ADJ, NOUN, lexicon
from cleanpipe.scoring.networks import linear
from cleanpipe.scoring.texts.tokens import cuts_of
from cleanpipe.training.passages import passages
from cleanpipe.training.simulate import Damaged, damage, glued

LABELS = {
    "spaced": ("keep", "lower", "stop", "comma"),
    "fused": ("keep", "split", "lower", "comma", "commakeep", "stop"),
    "stopped": ("keep", "lower", "comma"),
    "small": ("keep", "split"),
    "spaced-gate": ("keep", "look"),
    "stopped-gate": ("keep", "look"),
}
#: The share of damaged places that a first look lets through. What it holds back, the full look could not have mended:
#: of the places it would mend, 99 in 100 pass.
LET_THROUGH = {"spaced-gate": 0.93, "stopped-gate": 0.93}
#: A paragraph with the spans of its links.
Paragraph = tuple[str, list[tuple[int, int]]]
#: A feature seen less often than this is noise, and a weight smaller than that changes nothing.
_MIN_COUNT, _MIN_WEIGHT = 4, 0.04


def documents(folder: Path, lang: str = "en") -> Iterator[tuple[str, list[Paragraph]]]:
    """Documents of the clean prose: a name and its paragraphs with links, twelve paragraphs at most in one.

    ``FOLDER/LANG*.jsonl.gz`` has a paragraph a row, ``FOLDER/LANG.jsonl``, as in ``tests/cases/news``, a document. A
    folder of ``*.txt`` has hand-written passages.
    """
    for name, text in passages(folder, lang):
        yield name, [(text, [])]
    for path in sorted([*folder.glob(f"{lang}-*.jsonl.gz"), *folder.glob(f"{lang}.jsonl*")]):
        groups: dict[str, list[Paragraph]] = defaultdict(list)
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                name = str(row.get("doc", len(groups)))
                if path.name.startswith("en-speeches") and name[:4].isdigit() and int(name[:4]) < 1930:
                    continue  # older print writes Government, Executive and many more with a capital
                text = plainly(row["text"]) if path.name.startswith("en-") else row["text"]
                groups[name].extend(_paragraphs(text, [(a, b) for a, b in row.get("links", [])]))
        for name, paragraphs in groups.items():
            if lang != "en":
                paragraphs = joined(paragraphs)
            for k in range(0, len(paragraphs), 12):
                yield name, paragraphs[k : k + 12]


def plainly(text: str) -> str:
    """Prose of offices with a small letter on single nouns that they write with a capital: ``the Officers told us``.

    They would teach that such capitals are meant. Bodies and papers keep theirs (``the Board``): others write so too.

    >>> plainly("We told the Officers of it, and the Board.")
    'We told the officers of it, and the Board.'
    """
    return _LONE.sub(lambda match: match.group().lower() if is_lone_noun(match.group()) else match.group(), text)


_LONE = re.compile(r"(?<=[a-z] )[A-Z][a-z]{3,}(?= [a-z]+ [a-z]|[,.;] [a-z]|\.$)", re.MULTILINE)


def is_lone_noun(word: str) -> bool:
    """Whether a word with a capital is a noun or an adjective that hardly ever has one.

    >>> [is_lone_noun(word) for word in ("Officers", "Board", "Lima")]
    [True, False, False]
    """
    lex, low = lexicon("en"), word.lower()
    return lex.lower_share(low) >= 0.9 and bool(lex.tags(low) & (NOUN | ADJ)) and low not in STYLED


def _paragraphs(text: str, links: list[tuple[int, int]]) -> Iterator[Paragraph]:
    """The paragraphs of a text with their links.

    >>> list(_paragraphs("\\n\\n".join(["Rain.", "Snow fell."]), [(7, 11)]))
    [('Rain.', []), ('Snow fell.', [(0, 4)])]
    """
    start = 0
    for piece in text.split("\n\n"):
        end = start + len(piece)
        yield piece.replace("\n", " "), [(a - start, b - start) for a, b in links if start <= a and b <= end]
        start = end + 2


def joined(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Manuals have a sentence a paragraph: put short ones together, or nothing would be learnt about sentence breaks.

    >>> joined([("Es regnet.", []), ("Die Sonne scheint.", [(4, 9)])])
    [('Es regnet. Die Sonne scheint.', [(15, 20)])]
    """
    out: list[Paragraph] = []
    for text, links in paragraphs:
        if out and len(out[-1][0]) < 150 and out[-1][0].endswith("."):
            before, earlier = out.pop()
            shift = len(before) + 1
            text, links = f"{before} {text}", [*earlier, *((a + shift, b + shift) for a, b in links)]
        out.append((text, links))
    return out


def held_out(name: str) -> bool:
    """One document in ten, by a hash of its name."""
    return zlib.crc32(name.encode()) % 10 == 0


def examples(folder: Path, seed: int) -> Iterator[tuple[str, bool, list[str], str]]:
    """(kind, held out, features, label) for every place of the damaged prose that a repairer would ask about."""
    rng = random.Random(seed)
    for name, paragraphs in documents(folder):
        result = damage(paragraphs, rng)
        for kind, found in (
            ("spaced", candidates.spaced(result.text, every=True)[0]),
            ("fused", candidates.fused(result.text, every=True)[0]),
            ("stopped", candidates.stopped(result.text, every=True)[0]),
        ):
            for place in found:
                done = result.labels.get(place.at, ("", "keep"))
                label = done[1] if done[0] == kind else "keep"
                # Interned: the same few thousand names stand in millions of places.
                features = boundaries.KINDS[kind](place)
                yield kind, held_out(name), [intern(feature) for feature in features], label
                if kind in gates.SEEN:
                    features = gates.features(kind, place.text, place.left, place.at, place.end)
                    yield f"{kind}-gate", held_out(name), [intern(f) for f in features], _worth(label)
        for text, _ in paragraphs:
            for features, label in small_joints(glued(text, rng, _GLUED)):
                yield "small", held_out(name), features, label
    for features in foreign_words(rng):
        yield "small", False, features, "keep"


#: Share of the blanks between small words that are left out: as many joints as there are words that can be cut.
_GLUED = 0.01
_SMALL_WORD = re.compile(r"(?<![\w@#/.'’-])[a-z]{5,}(?![\w@'’-]|\.\w)")


def small_joints(damaged: Damaged) -> Iterator[tuple[list[str], str]]:
    """Features and label of each cut of the small words nobody knows; of a joint, only the true cut."""
    lex = lexicon("en")
    for match in _SMALL_WORD.finditer(damaged.text):
        word, at = match.group(), match.start()
        if word in lex:
            continue
        before = re.search(r"(\w+) \Z", damaged.text[max(0, at - 40) : at])
        after = re.match(r" (\w+)", damaged.text[match.end() : match.end() + 40])
        near = (before[1].lower() if before else "", after[1].lower() if after else "")
        true = next((cut for cut in range(1, len(word)) if at + cut in damaged.labels), 0)
        for cut in cuts_of(word):
            if true in (0, cut):
                features = joints.small(near[0], word[:cut], word[cut:], near[1])
                yield [intern(feature) for feature in features], "split" if true else "keep"


def foreign_words(rng: random.Random) -> Iterator[list[str]]:
    """Features of the cuts of common words of other languages, which look like joints: ``materia|is``, ``post|or``."""
    lex, near = lexicon("en"), ("of", "the", "and", "in", "", "new", "said")
    for lang in _FOREIGN:
        other = lexicon(lang)
        for word in other:
            if len(word) > 4 and word.isalpha() and other.frequency(word) > _COMMON and word not in lex:
                for cut in cuts_of(word):
                    features = joints.small(rng.choice(near), word[:cut], word[cut:], rng.choice(near))
                    yield [intern(feature) for feature in features]


_FOREIGN, _COMMON = ("de", "es", "fr", "it", "nl", "pl", "pt", "sv"), 4.2


def _worth(label: str) -> str:
    return "keep" if label == "keep" else "look"


def add_bar(model: linear.LinearModel, rows: list[tuple[list[str], str]], keep: float) -> linear.LinearModel:
    """The gate with its bar among the weights: the sum that lets ``keep`` of the damaged places through."""
    weights = dict(model.items())
    sums = [(sum(weights[f][1] - weights[f][0] for f in features if f in weights), label) for features, label in rows]
    damaged = sorted(total for total, label in sums if label == "look")
    bar = damaged[int(len(damaged) * (1.0 - keep))]
    passed = sum(total >= bar for total, label in sums if label == "keep") / sum(label == "keep" for _, label in sums)
    print(f"  gate: bar {bar:.2f} lets {passed:.1%} of whole places through")
    weights["bar"] = (bar, 0.0)
    return linear.LinearModel(model.labels, weights)


def fit(
    rows: list[tuple[list[str], str]], labels: tuple[str, ...], rounds: int = 5, rate: float = 0.2, decay: float = 1e-4
) -> linear.LinearModel:
    """Softmax regression by AdaGrad over shuffled mini-batches of 64."""
    counts = Counter(feature for features, _ in rows for feature in features)
    index = {feature: k for k, feature in enumerate(sorted(f for f, n in counts.items() if n >= _MIN_COUNT))}
    data = [(np.array([index[f] for f in set(fs) if f in index], dtype=np.int64), labels.index(y)) for fs, y in rows]
    weights = np.zeros((len(index), len(labels)))
    squares = np.full_like(weights, 1e-3)
    order = np.random.default_rng(0)
    for _ in range(rounds):
        shuffled = order.permutation(len(data))
        for begin in range(0, len(shuffled), 64):
            batch = shuffled[begin : begin + 64]
            where, gradient = [], []
            for k in batch:
                features, target = data[k]
                sums = weights[features].sum(axis=0)
                p = np.exp(sums - sums.max())
                p /= p.sum()
                p[target] -= 1.0
                where.append(features)
                gradient.append(np.broadcast_to(p, (len(features), len(labels))))
            rows_, steps = np.concatenate(where), np.concatenate(gradient)
            touched, back = np.unique(rows_, return_inverse=True)
            total = np.zeros((len(touched), len(labels)))
            np.add.at(total, back, steps)
            total += decay * len(batch) * weights[touched]
            squares[touched] += total**2
            weights[touched] -= rate * total / np.sqrt(squares[touched])
    kept = {f: tuple(float(w) for w in weights[k]) for f, k in index.items() if np.abs(weights[k]).max() >= _MIN_WEIGHT}
    return linear.LinearModel(labels, kept)


def report(kind: str, model: linear.LinearModel, rows: list[tuple[list[str], str]]) -> None:
    """Print what the model would do to held-out text at several bars."""
    scored = [(model.probabilities(features), label) for features, label in rows]
    positives = sum(label != "keep" for _, label in scored)
    print(f"{kind}: {len(scored)} held-out places, {positives} damaged, {len(model)} features")
    for bar in (0.5, 0.7, 0.8, 0.9, 0.95, 0.98):
        right = wrong = harm = 0
        for p, label in scored:
            best = max(p, key=p.__getitem__)
            if best != "keep" and p[best] >= bar:
                right += best == label
                wrong += best != label
                harm += label == "keep"
        print(f"  bar {bar}: right {right / max(1, positives):.3f} wrong {wrong} of which harm {harm}")


def main() -> None:
    """Read, damage, fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="*", default=list(LABELS), choices=LABELS, help="fit these, keep the others")
    parser.add_argument("--passes", type=int, default=1, help="how often the prose is damaged anew")
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).parents[1] / "scoring" / "data" / "boundaries-en.zst"
    )
    args = parser.parse_args()
    training: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
    testing: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
    for k in range(args.passes):
        for kind, aside, features, label in examples(args.folder, args.seed + k):
            if kind not in args.kinds:
                continue
            if not aside:
                training[kind].append((features, label))
            elif k == 0:
                testing[kind].append((features, label))
    models = {} if set(args.kinds) == set(LABELS) else linear.unpack(linear.packed("boundaries-en"))
    for kind in args.kinds:
        labels = LABELS[kind]
        print(kind, len(training[kind]), Counter(label for _, label in training[kind]))
        models[kind] = fit(training[kind], labels)
        if kind.endswith("-gate"):
            models[kind] = add_bar(models[kind], training[kind], LET_THROUGH[kind])
        else:
            report(kind, models[kind], testing[kind])
    args.out.write_bytes(linear.pack(models))
    print(f"{args.out}: {args.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
