"""Where two texts differ, word by word. Beside ``guard``, which says what the differences mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from cleanpipe.dedupe.words import TELLING, Words, as_letters

_DIGIT_OR_SIGN = re.compile(r"[\d$£€¥%\-−]")
#: Words that an end must have to pass as cut off from a text that bears no mark of a cut.
MIN_END = 4


class Block(NamedTuple):
    """Words that differ at one place: positions in the first and the second text, and the words there."""

    left: range
    right: range
    ours: list[str]
    theirs: list[str]


class Pair(NamedTuple):
    """Two texts, where they differ, the end that only the second has, and what of either the other may repeat."""

    first: Words
    second: Words
    blocks: list[Block]
    end: range
    left: range
    right: range

    @property
    def misspelt(self) -> bool:
        """Whether some other word is misspelt: then a word that carries a fact may be, too."""
        return any(
            len(b.ours) == len(b.theirs) == 1 and not may_tell(b.ours) and slip(b.ours[0], b.theirs[0])
            for b in self.blocks
        )

    @property
    def noisy(self) -> bool:
        """Whether so many words differ that a lost or added "not" is one more slip rather than the point.

        A denial of a report differs from it in a word or two; copies in which every tenth word is wrong lose "not" as
        often as other words.
        """
        words = sum(max(len(block.ours), len(block.theirs)) for block in self.blocks)
        return len(self.blocks) >= 4 and words * 10 >= min(len(self.first.keys), len(self.second.keys))


def aligned(first: Words, second: Words) -> Pair:
    """Where the texts differ, but for a place line that only one begins with and an end that the other was cut off
    from."""
    blocks = _blocks(first.keys, second.keys)
    end = range(0)
    begins, ends = (0, 0), (len(first.keys), len(second.keys))
    if blocks and blocks[0].left.start == blocks[0].right.start == 0:
        left, right, *_ = blocks[0]
        if (not left and second.place_line(right.stop)) or (not right and first.place_line(left.stop)):
            del blocks[0]
            begins = left.stop, right.stop
    if blocks and blocks[-1].left.stop == len(first.keys) and blocks[-1].right.stop == len(second.keys):
        left, right, *_ = blocks[-1]
        if _is_end(left, first, right, second) or _is_end(right, second, left, first):
            del blocks[-1]
            end = right if len(right) > len(left) else end
            ends = left.start, right.start
    blocks = [block for block in blocks if not _same(block.ours, block.theirs)]
    return Pair(first, second, blocks, end, range(begins[0], ends[0]), range(begins[1], ends[1]))


def _is_end(short: range, cut: Words, long: range, whole: Words) -> bool:
    """Whether one text stops where the other goes on: after a word, or within one."""
    if len(long) < (1 if cut.cut else MIN_END):
        return False  # a word or two may be all that tells two texts apart: "release candidate", "release candidate 2"
    if not short:
        return True
    if len(short) > 2 or whole.is_figure(long.start):
        return False
    words, beyond = cut.at(short), whole.at(long)
    if len(short) == 1 and beyond[0].startswith(words[0]):
        return True
    # The last words before the cut are there, misspelt.
    return len(long) >= len(short) + MIN_END and all(map(slip, words, beyond))


def _blocks(ours: list[str], theirs: list[str]) -> list[Block]:
    from rapidfuzz.distance import Levenshtein

    if theirs < ours:  # of two alignments as good the same one is chosen from either side
        return [Block(b.right, b.left, b.theirs, b.ours) for b in _blocks(theirs, ours)]
    found: list[Block] = []
    begin = other = 0  # where what was not found equal begins in each
    steps: list[Any] = Levenshtein.opcodes(ours, theirs).as_list()
    for tag, i, k, j, m in (*steps, ("equal", len(ours), len(ours), len(theirs), len(theirs))):
        if tag == "equal":
            if i > begin or j > other:
                found.append(Block(range(begin, i), range(other, j), ours[begin:i], theirs[other:j]))
            begin, other = k, m
    return found


def _same(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether the words are the same but for blanks, hyphens and letters that a scanner takes for digits."""
    if not left or not right:
        return False
    one, other = "".join(left), "".join(right)
    return one == other or (len(one) == len(other) and as_letters(one) == as_letters(other))


def slip(word: str, written: str) -> bool:
    """Whether a word may be another one misspelt: a letter or two wrong, the first one right."""
    from rapidfuzz.distance import OSA

    return len(word) > 3 and word[0] == written[0] and OSA.distance(word, written) <= max(1, (len(word) + 1) // 3)


def may_tell(words: list[str]) -> bool:
    """Whether any of the words could carry a fact: a figure, a sign, a word for a number, a day, a denial."""
    if not TELLING.isdisjoint(words) or "may" in words:
        return True
    joined = "".join(words)
    return not joined.isalpha() and _DIGIT_OR_SIGN.search(joined) is not None
