"""Near copies among texts: ``near_copies`` gives each text a cluster label, ``find_copies`` says which may go and why.

Last step, and the only one that decides. The rule is order: a text goes if an earlier one is a verified near copy, by
the name of its document and its place in it, whatever order they arrive in. A text that goes can itself be the twin of
a later one: so every pair stands for itself, and parts of a corpus can be worked on apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from cleanpipe.dedupe.candidates import exact_pairs, near_pairs, packed_pairs, unpacked_pairs
from cleanpipe.dedupe.pages import is_page, page_candidates, page_matches, page_pairs
from cleanpipe.dedupe.sketch import Sketches, sketch
from cleanpipe.dedupe.verify import BATCH, Match, matches
from cleanpipe.rulefile.model import Dedupe

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Fetch = Callable[[NDArray[np.int64]], Sequence[str]]
    Firsts = Callable[[Iterator[NDArray[np.int64]]], Iterable[list["First"]]]

#: What ``near_copies`` and ``find_copies`` use when nothing is said. Word edits, reworded clauses and a tenth of
#: misread letters all leave a similarity of .8; other paragraphs on the same event reach .7.
DEFAULT = Dedupe(similarity=0.8)


class Unit(NamedTuple):
    """One text of a corpus: a paragraph, a line or a whole document, and where it stands."""

    text: str
    document: str = ""
    place: int = 0
    site: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Copy:
    """A unit that may go: its number, that of its twin, how alike they are, and whether the words are the same."""

    index: int
    twin: int
    similarity: float
    exact: bool


class First(NamedTuple):
    """A pair of a block of pairs, by its place, that is a copy, and how alike its texts are."""

    pair: int
    similarity: float


def near_copies(texts: Sequence[str], settings: Dedupe = DEFAULT) -> list[int]:
    """A label for each text: the number of the first text of its cluster of near copies.

    Texts of several paragraphs are compared as documents, others as paragraphs; see ``docs/dedupe.md``.

    >>> near_copies([
    ...     "Police said the driver, 34, was released on bail on Monday evening.",
    ...     "Police said that the driver, 34, was released on bail Monday evening.",
    ...     "Police said the driver, 43, was released on bail on Monday evening.",
    ... ])
    [0, 0, 2]

    Raises ValueError for a single text.
    """
    if isinstance(texts, str | bytes):
        raise ValueError("near_copies() takes many texts, such as a list")
    joined = Clusters(len(texts))
    pages = [k for k, text in enumerate(texts) if is_page(text)]
    sketches = sketch(texts)
    for match in matches(candidates(sketches), partial(_pick, texts), settings, joined.apart):
        if not match.differs:
            joined.join(match.first, match.second)
    for first, second in page_pairs(sketches, texts, pages, joined.apart):
        joined.join(first, second)
    return [joined.root(k) for k in range(len(texts))]


class Clusters:
    """Which texts belong together; the root of a cluster is its first member.

    >>> clusters = Clusters(4)
    >>> clusters.join(3, 1)
    >>> [clusters.root(k) for k in range(4)], clusters.apart(1, 3)
    ([0, 1, 2, 1], False)
    """

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def root(self, k: int) -> int:
        """The first member of the cluster of a text."""
        above = self._above
        while above[k] != k:
            above[k] = above[above[k]]
            k = above[k]
        return k

    def join(self, one: int, other: int) -> None:
        """Make one cluster of two."""
        first, second = sorted((self.root(one), self.root(other)))
        self._above[second] = first

    def apart(self, one: int, other: int) -> bool:
        """Whether two texts are in different clusters."""
        return self.root(one) != self.root(other)


def candidates(sketches: Sketches) -> NDArray[np.int64]:
    """All pairs to verify, sorted by the later and then the earlier row. Of texts with the same words only the first
    is compared with others."""
    import numpy as np

    same = exact_pairs(sketches.exact)
    if not len(same):
        return near_pairs(sketches)
    rest = np.ones(len(sketches), bool)
    rest[same[:, 1]] = False
    rows = np.flatnonzero(rest)
    both = np.concatenate((packed_pairs(same), packed_pairs(near_pairs(sketches, rows))))
    both.sort()
    return unpacked_pairs(both)


def find_copies(units: Sequence[Unit], settings: Dedupe = DEFAULT) -> list[Copy]:
    """The units that may go, each with its twin. Units may come in any order; ``within`` of the settings is honoured.

    >>> text = "The ferry to the outer islands will not run before the storm has passed."
    >>> find_copies([Unit(text, "b.txt", 0), Unit(text.lower(), "a.txt", 4), Unit("Short.", "a.txt"), Unit("Short.")])
    [Copy(index=0, twin=1, similarity=1.0, exact=True)]
    """
    groups: dict[tuple[str, ...], list[int]] = {}
    for number in sorted(range(len(units)), key=lambda k: (units[k].document, units[k].place)):
        unit = units[number]
        if settings.within == "corpus":
            scope: tuple[str, ...] = ()
        elif settings.within == "site" and unit.site:
            scope = (unit.site,)
        else:
            scope = ("", unit.document)
        groups.setdefault(scope, []).append(number)
    found: list[Copy] = []
    for numbers in groups.values():
        if len(numbers) < 2:
            continue
        texts = [units[k].text for k in numbers]
        documents = [units[k].document for k in numbers]
        for copy in removable(sketch(texts), partial(_pick, texts), documents, settings):
            found.append(replace(copy, index=numbers[copy.index], twin=numbers[copy.twin]))
    return sorted(found)


def _pick(texts: Sequence[str], rows: NDArray[np.int64]) -> list[str]:
    return [texts[k] for k in rows]


def removable(
    sketches: Sketches,
    fetch: Fetch,
    documents: Sequence[object],
    settings: Dedupe = DEFAULT,
    firsts: Firsts | None = None,
) -> Iterator[Copy]:
    """The rows that may go. Rows are in their order; ``fetch`` gives their texts, ``documents`` says whose they are.

    ``firsts`` does for blocks of pairs, in their order, what ``first_copies`` does for one: in other processes,
    perhaps.
    """
    import numpy as np

    rows = np.flatnonzero(sketches.words >= settings.min_words)
    if len(rows) < 2:
        return
    part = sketches.take(rows) if len(rows) < len(sketches) else sketches
    if settings.unit == "document":
        pairs = page_candidates(part, exact_pairs(part.exact))
    else:
        pairs = candidates(part) if settings.similarity < 1.0 else exact_pairs(part.exact)
    if settings.survivor == "first":

        def of_part(some: NDArray[np.int64]) -> Sequence[str]:
            return fetch(rows[some])

        def one_by_one(blocks: Iterator[NDArray[np.int64]]) -> Iterator[list[First]]:
            return (first_copies(block, of_part, settings) for block in blocks)

        def elsewhere(blocks: Iterator[NDArray[np.int64]]) -> Iterable[list[First]]:
            assert firsts is not None
            return firsts(rows[block] for block in blocks)

        # A block or two are done before another process has begun.
        here = firsts is None or len(pairs) < 2 * BATCH
        chosen = _earlier(part, pairs, of_part, settings, one_by_one if here else elsewhere)
    else:
        chosen = _by_cluster(part, pairs, lambda some: fetch(rows[some]), [documents[int(k)] for k in rows], settings)
    for copy in chosen:
        yield replace(copy, index=int(rows[copy.index]), twin=int(rows[copy.twin]))


def _compared(
    pairs: NDArray[np.int64],
    fetch: Fetch,
    settings: Dedupe,
    wanted: Callable[[int, int], bool] = lambda first, second: True,
) -> Iterator[Match]:
    return (page_matches if settings.unit == "document" else matches)(pairs, fetch, settings, wanted)


def first_copies(pairs: NDArray[np.int64], fetch: Fetch, settings: Dedupe) -> list[First]:
    """For each later row of sorted pairs the first earlier one that it is a copy of, if any.

    Looks at nothing but these pairs and their texts: blocks of pairs can be given to different processes.
    """
    found: list[First] = []
    number = {pair: k for k, pair in enumerate(map(tuple, pairs.tolist()))}
    done: set[int] = set()
    for match in _compared(pairs, fetch, settings, lambda first, second: second not in done):
        if not match.differs and not match.extra:
            done.add(match.second)
            found.append(First(number[match.first, match.second], match.similarity))
    return found


def _earlier(
    sketches: Sketches, pairs: NDArray[np.int64], fetch: Fetch, settings: Dedupe, firsts: Firsts
) -> Iterator[Copy]:
    """Every row with an earlier near copy; its twin is the earliest that stays, or else the earliest.

    Pairs are sorted by the later row: nothing is held of a row but whether it goes.
    """
    import numpy as np

    goes = np.zeros(len(sketches), bool)
    blocks = list(_blocks(pairs))
    for block, found in zip(blocks, firsts(iter(blocks)), strict=True):
        twins = {int(block[pair, 1]): (int(block[pair, 0]), similarity) for pair, similarity in found}
        goes[list(twins)] = True
        # Where the twin goes itself, an earlier one that stays is looked for behind it.
        row_ends = np.searchsorted(block[:, 1], block[:, 1], "right")
        again = [k for pair, _ in found if goes[block[pair, 0]] for k in range(pair + 1, row_ends[pair])]
        rest = block[again]
        rest = rest[~goes[rest[:, 0]]]
        for pair, similarity in first_copies(rest, fetch, settings) if len(rest) else ():
            twins[int(rest[pair, 1])] = int(rest[pair, 0]), similarity
        for row, (twin, similarity) in sorted(twins.items()):
            yield Copy(row, twin, similarity, bool(sketches.exact[row] == sketches.exact[twin]))


def _blocks(pairs: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """The pairs in pieces of some ``BATCH``; all pairs of a later row are in one."""
    import numpy as np

    begin = 0
    while begin < len(pairs):
        end = begin + BATCH
        if end < len(pairs):
            end = int(np.searchsorted(pairs[:, 1], pairs[end, 1]))
            if end <= begin:  # so many pairs of one row
                end = int(np.searchsorted(pairs[:, 1], pairs[begin, 1], "right"))
        yield pairs[begin:end]
        begin = end


_SENTENCE = re.compile(r"\S\s+\S+\s+\S*\w\S*[.!?…。！？](?:[\"'”’»)\]]|\s)*$")


def _sentence(group: Sequence[int], fetch: Fetch) -> bool:
    """Whether the first row of a cluster is three words or more that end as a sentence does."""
    import numpy as np

    return _SENTENCE.search(fetch(np.array(group[:1]))[0]) is not None


def _by_cluster(
    sketches: Sketches, pairs: NDArray[np.int64], fetch: Fetch, documents: Sequence[object], settings: Dedupe
) -> Iterator[Copy]:
    """All but the longest row of each cluster, or all rows of clusters that stand in enough documents."""
    import numpy as np

    clusters = Clusters(len(sketches))
    for match in _compared(pairs, fetch, settings, clusters.apart):
        if not match.differs:
            clusters.join(match.first, match.second)
    members: dict[int, list[int]] = {}
    for row in range(len(sketches)):
        members.setdefault(clusters.root(row), []).append(row)
    links = []
    needed = max(settings.min_documents, settings.min_share * len(set(documents)))
    for group in members.values():
        if len(group) < 2:
            continue
        if settings.survivor == "none":
            if len({documents[row] for row in group}) >= needed and (settings.sentences or not _sentence(group, fetch)):
                links += [(row, group[0] if row != group[0] else group[1]) for row in group]
        else:
            stays = max(group, key=lambda row: (sketches.words[row], -row))
            links += [(row, stays) for row in group if row != stays]
    # A cluster may hold together through others; each row must be a copy of the very twin that is named.
    stays_first = settings.survivor == "longest"
    asked = {(twin, row) if stays_first else (min(row, twin), max(row, twin)): None for row, twin in links}
    found = _compared(np.array(list(asked), np.int64).reshape(-1, 2), fetch, settings)
    verified = {(match.first, match.second): match for match in found if not match.differs}
    for row, twin in links:
        known = verified.get((twin, row) if stays_first else (min(row, twin), max(row, twin)))
        if known is not None and not (stays_first and known.extra):
            yield Copy(row, twin, known.similarity, bool(sketches.exact[row] == sketches.exact[twin]))
