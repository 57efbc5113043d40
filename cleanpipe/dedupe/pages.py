"""Whole documents: the same report, although cut, reordered, updated, reworded or wrapped in another site's furniture.

Beside ``verify``, for texts of several paragraphs. Two documents are one when nearly all the running text of the
shorter is found, paragraph by paragraph, in the longer. Short lines do not count, so that pages of one site, which
share their furniture, stay apart; nor do single figures, since an update changes some. Where all figures or most names
differ, two reports only follow one pattern.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cleanpipe.dedupe.candidates import near_pairs
from cleanpipe.dedupe.guard import difference
from cleanpipe.dedupe.sketch import Sketches, sketch
from cleanpipe.dedupe.verify import LONG, Match, Text, compare, similarity
from cleanpipe.document import Document
from cleanpipe.rulefile.model import Dedupe

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: A text of fewer words or paragraphs is compared as one paragraph, figures and all.
MIN_WORDS = 80
MIN_PARAGRAPHS = 4
#: Words from which on a paragraph counts as running text.
RUNNING = 8
#: The share of the shorter document's running text that must be found in the longer. Copies reach .92 and more, even
#: misread and reworded ones; pages of one site with little text of their own .68 at most.
FOUND = 0.85
#: The share of the longer that the shorter must have; below the second bound it must be its beginning: a page that
#: quotes a passage is no copy.
SHORTEST = 0.2
QUOTED = 0.5
#: Minima that must agree: fewer than for paragraphs, since a page cut to a third has lost as many.
AGREE = 7
#: How alike two paragraphs of documents must be: misread and reworded ones together reach .75.
ALIKE = 75


class Page(NamedTuple):
    """The running text of a document: its paragraphs and their words."""

    paragraphs: list[Text]
    words: list[int]


def is_page(text: str) -> bool:
    """Whether a text is to be compared as a document.

    >>> is_page("One paragraph. " * 50), is_page(("Here is a line that says a thing or two. " * 2 + "\\n\\n") * 5)
    (False, True)
    """
    if text.count("\n") < MIN_PARAGRAPHS - 1 or len(text) < 4 * MIN_WORDS:
        return False
    return len(text.split()) >= MIN_WORDS and len(Document(text).paragraphs) >= MIN_PARAGRAPHS


def page_of(text: str) -> Page:
    """The running text of a document."""
    paragraphs = [Text(text[start:end]) for start, end in Document(text).paragraphs]
    counts = [paragraph.folded.count(" ") + 1 for paragraph in paragraphs]
    kept = [k for k, count in enumerate(counts) if count >= RUNNING]
    return Page([paragraphs[k] for k in kept], [counts[k] for k in kept])


def page_pairs(
    sketches: Sketches, texts: Sequence[str], pages: Sequence[int], wanted: Callable[[int, int], bool]
) -> Iterator[tuple[int, int]]:
    """Pairs of texts, at least one of them a page, that are the same document. ``wanted`` is asked before each."""
    if not pages:
        return
    import numpy as np

    some = set(pages)
    # A page cut down to a paragraph cannot be told from a quotation; two paragraphs are enough.
    rows = np.array([k for k, text in enumerate(texts) if k in some or "\n" in text], np.int64)

    @lru_cache(maxsize=2000)
    def page(row: int) -> Page:
        return page_of(texts[row])

    for first, second in near_pairs(sketches, rows, SHORTEST, AGREE).tolist():
        if (first in some or second in some) and wanted(first, second) and same_page(page(first), page(second)):
            yield first, second


def page_candidates(sketches: Sketches, same: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs of documents to compare, sorted by the later and then the earlier row; ``same`` have the same words."""
    import numpy as np

    both = np.concatenate((same, near_pairs(sketches, None, SHORTEST, AGREE)))
    both = np.unique(both, axis=0)
    return both[np.lexsort((both[:, 0], both[:, 1]))]


def page_matches(
    pairs: NDArray[np.int64],
    fetch: Callable[[NDArray[np.int64]], Sequence[str]],
    settings: Dedupe,
    wanted: Callable[[int, int], bool],
) -> Iterator[Match]:
    """What ``verify.matches`` is for paragraphs; a document of one paragraph is compared as such."""
    import numpy as np

    @lru_cache(maxsize=500)
    def text(row: int) -> Text:
        return Text(fetch(np.array([row], np.int64))[0])

    @lru_cache(maxsize=500)
    def page(row: int) -> Page:
        return page_of(text(row).raw)

    for first, second in pairs.tolist():
        if not wanted(first, second):
            continue
        one, other = text(first), text(second)
        if one.folded == other.folded or not (is_page(one.raw) or is_page(other.raw)):
            if alike := similarity(one, other, settings.similarity):
                found = compare(one, other, settings.same_numbers)
                yield Match(first, second, alike, found.contradiction, found.extra)
        elif share := same_page(page(first), page(second)):
            # A page of which only a part came earlier stays: with it the rest would go.
            more = sum(page(second).words) > sum(page(first).words) / FOUND
            yield Match(first, second, share, extra="longer" if more else "")


def same_page(one: Page, other: Page) -> float:
    """The share of the shorter document found in the longer if they are one report; 0 if they are not."""
    if sum(one.words) > sum(other.words):
        one, other = other, one
    size = sum(one.words)
    if not size or size < SHORTEST * sum(other.words):
        return 0.0
    pairs = _paired(one, other)
    share = sum(min(one.words[i], other.words[j]) for i, j in pairs) / size
    if share < FOUND or _only_pattern(one, other, pairs):
        return 0.0
    if size < QUOTED * sum(other.words) and sum(j < len(pairs) + 2 for _, j in pairs) < FOUND * len(pairs):
        return 0.0
    return share


def _paired(one: Page, other: Page) -> list[tuple[int, int]]:
    """Each paragraph of one with the most similar one of the other, no paragraph twice."""
    import numpy as np
    from rapidfuzz import fuzz, process

    left = [text.folded if len(text.folded) <= LONG else text.folded[:LONG] for text in one.paragraphs]
    right = [text.folded if len(text.folded) <= LONG else text.folded[:LONG] for text in other.paragraphs]
    if len(left) * len(right) <= 20_000:
        scores = process.cdist(left, right, scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.float32)
        places = np.argwhere(scores > 0)
        likeness = scores[places[:, 0], places[:, 1]]
    else:
        places = _near(left, right)
        likeness = process.cpdist(
            [left[i] for i in places[:, 0]], [right[j] for j in places[:, 1]], scorer=fuzz.ratio, dtype=np.float32
        )
        places, likeness = places[likeness >= ALIKE], likeness[likeness >= ALIKE]
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for k in np.lexsort((places[:, 1], places[:, 0], -likeness)):
        i, j = int(places[k, 0]), int(places[k, 1])
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((i, j))
    return pairs


def _near(left: list[str], right: list[str]) -> NDArray[np.int64]:
    import numpy as np

    pairs = near_pairs(sketch(left + right))
    across = (pairs[:, 0] < len(left)) & (pairs[:, 1] >= len(left))
    found: NDArray[np.int64] = pairs[across] - np.array([0, len(left)])
    return found


def _only_pattern(one: Page, other: Page, pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether all that is alike is a pattern: nearly every figure is another, or most paragraphs have other names.

    An update changes a figure in every other paragraph; one in 60 changes six of six.
    """
    changed = figures = names = 0
    for i, j in pairs:
        first, second = one.paragraphs[i].words, other.paragraphs[j].words
        ours = Counter(first.figures(range(len(first.keys))))
        theirs = Counter(second.figures(range(len(second.keys))))
        figures += max(ours.total(), theirs.total())
        changed += max((ours - theirs).total(), (theirs - ours).total())
        names += difference(first, second, figures=False).contradiction.startswith("name")
    most = 0.8 if figures >= 10 else 0.9 if figures >= 6 else 1.0
    return (figures >= 3 and changed >= most * figures) or 2 * names > len(pairs)
