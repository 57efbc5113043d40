"""Learns the language model of ``cleanpipe.scoring.langid.languages`` and writes it to the data folder.

    python -m cleanpipe.training.languages

N-grams: the features and weights of py3langid's model (139 languages, trained by its authors), cut to the languages
below, rounded to bytes. Words: the most frequent forms of wordfreq's lists (40 languages), and for languages without a
list the stop words of stopwords-iso that no other language has. Needs those three packages; deterministic.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from importlib import import_module
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
import zstandard

from cleanpipe.scoring.langid import languages as lm
from cleanpipe.training.lexicon_sources import data_file, frequencies

OUT = Path(lm.__file__).parents[1] / "data" / "languages.zst"

#: Languages of py3langid's model that are left out: those without an ISO 639-1 code, and small ones so close to a large
#: neighbour that they take more of its texts than they have.
LEFT_OUT = {"an", "oc", "vo", "wa", "sa", "gd", "ht", "br"}

#: Scripts by their ranges of code points (multiples of 16), with the languages they can mean here.
SCRIPTS: dict[str, tuple[str, tuple[tuple[int, int], ...]]] = {
    "latin": (
        "",
        ((0x40, 0x80), (0xA0, 0x250), (0x1E00, 0x1F00), (0xFF20, 0xFF60)),
    ),
    "cyrillic": ("ba be bg kk ky mk mn ru sr tg tt uk", ((0x400, 0x530),)),
    "arabic": ("ar fa ku ps ug ur", ((0x600, 0x780), (0x8A0, 0x900), (0xFB50, 0xFE00), (0xFE70, 0xFF00))),
    "devanagari": ("hi mr ne", ((0x900, 0x980),)),
    "bengali": ("as bn", ((0x980, 0xA00),)),
    "han": ("zh", ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))),
    "kana": ("ja", ((0x3040, 0x3100), (0x31F0, 0x3200), (0xFF60, 0xFFA0))),
    "hangul": ("ko", ((0x1100, 0x1200), (0x3130, 0x3190), (0xAC00, 0xD7B0))),
    "greek": ("el", ((0x370, 0x400), (0x1F00, 0x2000))),
    "armenian": ("hy", ((0x530, 0x590),)),
    "hebrew": ("he", ((0x590, 0x600),)),
    "thai": ("th", ((0xE00, 0xE80),)),
    "lao": ("lo", ((0xE80, 0xF00),)),
    "tibetan": ("dz", ((0xF00, 0x1000),)),
    "burmese": ("my", ((0x1000, 0x10A0),)),
    "georgian": ("ka", ((0x10A0, 0x1100), (0x1C90, 0x1CC0))),
    "ethiopic": ("am", ((0x1200, 0x13A0),)),
    "khmer": ("km", ((0x1780, 0x1800),)),
    "gurmukhi": ("pa", ((0xA00, 0xA80),)),
    "gujarati": ("gu", ((0xA80, 0xB00),)),
    "oriya": ("or", ((0xB00, 0xB80),)),
    "tamil": ("ta", ((0xB80, 0xC00),)),
    "telugu": ("te", ((0xC00, 0xC80),)),
    "kannada": ("kn", ((0xC80, 0xD00),)),
    "malayalam": ("ml", ((0xD00, 0xD80),)),
    "sinhala": ("si", ((0xD80, 0xE00),)),
}
#: Languages that are also written in Latin letters though listed under another script.
ALSO_LATIN = {"sr", "ku"}

#: Wordfreq's codes where ours differ; one list serves several written standards.
WORD_LISTS = {"fil": ("tl",), "nb": ("no", "nn"), "sh": ("sr", "hr", "bs")}
TOP_WORDS = 5000
#: Weight of a word: the nats by which its frequency exceeds one in ten million (Zipf 2).
FLOOR_ZIPF = 2.0
#: What a stop word is worth that only one language has.
OWN_STOP_WORD = 3.0

#: Prior odds in nats where two standards share most words: by the amount of text on the web, roughly.
PRIOR = {"id": 3.0, "ms": -3.0, "nn": -3.0, "bs": -2.0, "hi": 3.0, "mr": -1.0, "ne": -1.0, "ru": 1.0, "gl": -1.5}
PRIOR |= dict.fromkeys(("eo", "fo", "fy", "ha", "jv", "la", "lb", "lg", "ln", "mg", "rw", "se"), -3.0)

#: Galician has no list; nearly each of its words is Spanish or Portuguese, but a sentence's words are now the one, now
#: the other. It is credited with the better of the two, word by word; its own stop words come from stopwords-iso.
GALICIAN_PARENTS, STOP_ZIPF = ("es", "pt"), 5.5

_CYRILLIC = str.maketrans("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш")


def serbian_cyrillic(word: str) -> str:
    """A Serbian word in Cyrillic letters."""
    for latin, cyrillic in (("lj", "љ"), ("nj", "њ"), ("dž", "џ")):
        word = word.replace(latin, cyrillic)
    return word.translate(_CYRILLIC)


def grams() -> tuple[list[str], dict[bytes, int], npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Labels, n-gram to row, weights by row and column (nats above the floor), and the classes' priors."""
    found = import_module("py3langid.langid")._load_identifier()
    moves = np.asarray(found.tk_nextmove).reshape(-1, 256)
    rows_of_states, outputs = np.asarray(found.tk_row), np.asarray(found.tk_output)
    strings: dict[int, bytes] = {0: b""}
    queue = deque([0])
    while queue:  # the shortest way to a state spells the n-gram it stands for
        state = queue.popleft()
        for byte, target in enumerate(moves[rows_of_states[state]].tolist()):
            if target and target not in strings:
                strings[target] = strings[state] + bytes([byte])
                queue.append(target)
    rows = {text: int(outputs[state]) for state, text in strings.items() if outputs[state] >= 0}
    rows = {text: row for text, row in rows.items() if len(text) in lm.GRAM_SIZES}
    codes = [code for code in dict.fromkeys(found.nb_classes) if len(code) == 2 and code not in LEFT_OUT]
    codes.sort()
    table = np.asarray(found.nb_ptc, np.float32)
    columns = [np.flatnonzero(np.array(found.nb_classes) == code) for code in codes]
    weights = np.stack([table[:, column].max(axis=1) for column in columns], axis=1)
    prior = np.array([found.nb_pc[column[0]] for column in columns], np.float32)
    return codes, rows, weights - table.min(), prior


def cuckoo(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint8]:
    """For each key, which of its two slots (0 or 1) it takes so that no slot is used twice."""
    choices = [lm.slots(keys, multiplier).tolist() for multiplier in lm.MULTIPLIERS]
    taken: dict[int, int] = {}
    side = [0] * len(keys)
    for start in range(len(keys)):
        key = start
        for _ in range(500):
            slot = choices[side[key]][key]
            other = taken.get(slot)
            taken[slot] = key
            if other is None:
                break
            side[other] ^= 1
            key = other
        else:
            raise RuntimeError("no free slot found: enlarge SLOT_BITS")
    return np.array(side, np.uint8)


def words(codes: list[str]) -> tuple[dict[int, dict[int, int]], npt.NDArray[np.uint8]]:
    """Hash of a word to the weights by column, and which columns have a word list of their own."""
    table: dict[int, dict[int, int]] = defaultdict(dict)
    listed = np.zeros(len(codes), np.uint8)
    for source in sorted(import_module("wordfreq").available_languages("small")):
        if source in ("ja", "ko", "zh"):
            continue  # the script decides
        ranked = sorted(frequencies(source).items(), key=lambda item: (-item[1], item[0]))
        chosen = [item for item in ranked if lm.TOKEN.fullmatch(item[0])][:TOP_WORDS]
        for code in WORD_LISTS.get(source, (source,)):
            column = codes.index(code)
            listed[column] = 1
            for word, zipf in chosen:
                weight = min(255, max(0, round((zipf - FLOOR_ZIPF) * 2.3026 * lm.STEPS)))
                for form in {word, serbian_cyrillic(word)} if code == "sr" else {word}:
                    cell = table[crc32(form.encode())]
                    cell[column] = max(weight, cell.get(column, 0))
    lists = json.loads(data_file("stopwordsiso", "stopwords-iso.json").read_text("utf-8"))
    for code, stop_words in sorted(lists.items()):
        if code in codes and not listed[codes.index(code)]:
            for word in stop_words:
                key = crc32(word.lower().encode())
                if key not in table and len(word) > 1:
                    table[key][codes.index(code)] = round(OWN_STOP_WORD * lm.STEPS)
    add_galician(table, listed, codes, lists["gl"])
    return dict(table), listed


def add_galician(
    table: dict[int, dict[int, int]], listed: npt.NDArray[np.uint8], codes: list[str], stop_words: list[str]
) -> None:
    """The word list of Galician out of those of its neighbours and its own stop words."""
    column, parents = codes.index("gl"), [codes.index(code) for code in GALICIAN_PARENTS]
    stops = {crc32(word.encode()) for word in stop_words}
    for cell in table.values():
        best = max(cell.get(parent, 0) for parent in parents)
        if best:
            cell[column] = best
    for key in stops:
        cell = table.setdefault(key, {})
        cell[column] = max(cell.get(column, 0), round((STOP_ZIPF - FLOOR_ZIPF) * 2.3026 * lm.STEPS))
    listed[column] = 1


def build() -> bytes:
    codes, rows, weights, prior = grams()
    texts = sorted(rows, key=lambda text: (len(text), text))
    keys = np.array([int.from_bytes(t, "big") | len(t) << 40 for t in texts], np.uint64)
    used = list(dict.fromkeys(rows[text] for text in texts))
    renumbered = {row: i for i, row in enumerate(used)}
    # What a language gives to n-grams it has never seen is kept apart, once a language: then most cells are zero.
    floors = weights.min(axis=0)
    # In double steps: all but a few close answers are the same, and the file is smaller.
    quantised = np.clip(2 * np.rint((weights[used] - floors) * lm.STEPS / 2), 0, 254).astype(np.uint8)
    table, listed = words(codes)
    hashes = sorted(table)
    cells = [sorted(table[key].items()) for key in hashes]
    blocks = np.zeros(0x1000, np.uint8)
    other = " ".join(languages for languages, _ in SCRIPTS.values()).split()
    script_labels: list[list[int]] = [[]]
    for number, (languages, ranges) in enumerate(SCRIPTS.values(), 1):
        for first, end in ranges:
            blocks[first >> 4 : end >> 4] = number
        meant = languages.split() or [code for code in codes if code not in other or code in ALSO_LATIN]
        script_labels.append([codes.index(code) for code in meant if code in codes])
    adjusted = prior + np.array([PRIOR.get(code, 0.0) for code in codes], np.float32)
    header: dict[str, Any] = {"labels": codes, "scripts": ["other", *SCRIPTS], "script_labels": script_labels}
    arrays: dict[str, npt.NDArray[Any]] = {
        "blocks": blocks,
        "prior": np.rint(adjusted * lm.STEPS * lm.DAMPING).astype(np.int32),
        "floors": np.rint(floors * lm.STEPS).astype(np.int32),
        "keys": np.diff(keys, prepend=np.uint64(0)),
        "sides": np.packbits(cuckoo(keys)),
        "rows": np.diff(np.array([renumbered[rows[text]] for text in texts], np.int32), prepend=np.int32(0)),
        "weights": quantised.T.ravel(),
        "words": np.diff(np.array(hashes, np.uint32), prepend=np.uint32(0)),
        "word_counts": np.array([len(cell) for cell in cells], np.uint8),
        "word_labels": np.array([column for cell in cells for column, _ in cell], np.uint8),
        "word_weights": np.array([weight for cell in cells for _, weight in cell], np.uint8),
        "listed": listed,
    }
    for name, array in arrays.items():
        print(f"  {name:12} {array.nbytes:10,} -> {len(zstandard.compress(array.tobytes(), 19)):10,}")
    print(f"{len(codes)} languages, {len(texts):,} n-grams, {len(hashes):,} words")
    return lm.pack(header, arrays)


def main() -> None:
    data = build()
    OUT.write_bytes(data)
    print(f"{OUT.name}: {len(data) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
