"""The literal pre-filter: which rules may hold on which lines of a page, found without asking each rule.

Every rule has texts of which a line must hold one (``line_is``, ``starts_with``, ``ends_with``, ``contains``, or what
``literals`` finds in its patterns). Each is entered under its rarest word. A page is folded and cut into words once;
only texts all of whose words stand on the page are looked for, by plain search. So the time hardly depends on the
number of rules. The filter may let too much through, never too little: rules without such a text are asked about every
line. (One alternation over all texts is slower than no filter: ``re`` tries its branches one by one at each character.)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise

from cleanpipe.rulefile.literals import EDGE, required
from cleanpipe.rulefile.model import Conditions
from cleanpipe.rulefile.words import UNSPACED, fold, squash

_SPACED_WORD = rf"[^\W{UNSPACED}]+"
_SPACED_WORDS = re.compile(_SPACED_WORD).findall
_ALL_WORDS = re.compile(r"\w+").findall
_UNSPACED = re.compile(f"[{UNSPACED}]").search
#: Scripts without blanks are cut into overlapping pairs of characters.
_PAIRS = re.compile(f"(?=([{UNSPACED}]{{2}}))").findall
#: ASCII marks and control characters to blanks, for words by ``split``: twice as fast as a pattern.
_MARKS = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}
_ODD_BLANK = re.compile("[\\t\\r\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_BLANKS = re.compile("  +")

#: Words whose inside has been looked at; cleared when full, so that memory stays bounded (about 15 MB).
_MAX_KNOWN = 150_000
#: From so many texts on, pairs of words are compared before texts are looked for.
_MANY = 20
#: Shortest part of a word that is looked for inside words.
_GRAM = 3

#: How a line must hold a text: as it is written (patterns); or, with runs of blanks as one, in whole words: somewhere,
#: at its beginning, at its end, or alone.
WRITTEN, SOMEWHERE, FIRST, LAST, ALONE = range(5)
Text = tuple[str, int]


class Page:
    """A text with the forms that the filter needs; line ends are where they were.

    >>> Page("Share This:\\n分享到").tokens
    ['share', 'this', '分享', '享到']
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)

    @cached_property
    def tokens(self) -> list[str]:
        """All words in their order; those of unspaced scripts, as pairs of neighbours, behind them."""
        folded = self.folded
        if folded.isascii():
            return folded.translate(_MARKS).split()
        if not _UNSPACED(folded):
            return _ALL_WORDS(folded)
        return [*_SPACED_WORDS(folded), *_PAIRS(folded)]

    @cached_property
    def words(self) -> set[str]:
        """All words."""
        return set(self.tokens)

    @cached_property
    def pairs(self) -> set[tuple[str, str]]:
        """All pairs of neighbouring words."""
        return set(pairwise(self.tokens))

    @cached_property
    def _written(self) -> tuple[str, list[int]]:
        return _framed(self.folded)

    @cached_property
    def _squashed(self) -> tuple[str, list[int]]:
        """Every run of blanks as one, none at the ends of lines."""
        text = self.folded
        if _ODD_BLANK.search(text):
            text = _ODD_BLANK.sub(" ", text)
        if "  " in text:
            text = _BLANKS.sub(" ", text)
        return _framed(text.replace(" \n", "\n").replace("\n ", "\n").strip(" "))

    def lines_with(self, text: str, how: int) -> Iterator[int]:
        """Numbers of the lines that hold a folded text (or, for a text of two lines, in which it begins)."""
        framed, starts = self._written if how == WRITTEN else self._squashed
        lead = how in (FIRST, ALONE)
        needle = "\n" * lead + text + "\n" * (how in (LAST, ALONE))
        at = framed.find(needle)
        while at >= 0:
            number = bisect_right(starts, at + lead) - 1
            yield number
            at = framed.find(needle, starts[number + 1] - 1)


def _framed(text: str) -> tuple[str, list[int]]:
    """A text with a line end before and behind it, and where its lines begin in that."""
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=1))
    return f"\n{text}\n", starts


_latest: list[Page] = []


def page_of(text: str) -> Page:
    """The page of a text; the latest is kept, since several sets of rules look at the same text in a row."""
    if _latest and _latest[0].text is text:
        return _latest[0]
    page = Page(text)
    _latest[:] = [page]
    return page


def texts_of(given: Conditions) -> list[Text]:
    """Texts of which a line must hold one for these conditions, or nothing. The best of all conditions is taken."""
    choices: list[list[Text]] = []
    for texts, how in (
        (given.line_is, ALONE),
        (given.starts_with, FIRST),
        (given.ends_with, LAST),
        (given.contains, SOMEWHERE),
    ):
        if texts:
            choices.append([(squash(text), how) for text in texts])
    choices.append(texts_of_patterns(given.matches, given.case))
    return max(choices, key=_strength)


def texts_of_patterns(patterns: Sequence[str], case: str) -> list[Text]:
    """Texts of which a match of any of these patterns must hold one, or nothing."""
    found = [required(pattern, case == "ignore") for pattern in patterns]
    return [(text, WRITTEN) for texts in found for text in texts] if all(found) else []


def _strength(choice: Sequence[Text]) -> tuple[int, int]:
    if not choice:
        return -1, 0
    return min(max((len(word) for word, _ in _keys(*text)), default=0) for text in choice), -len(choice)


def _spaced(text: str, how: int) -> list[tuple[str, bool]]:
    """The words of a text, and whether a line that holds the text has them as whole words."""
    if how != WRITTEN:
        return [(word, True) for word in _SPACED_WORDS(text)]  # conditions on texts are about whole words
    out = []
    for match in re.finditer(_SPACED_WORD, text):
        start, end = match.span()
        left = start > 0 and not _continues(text[start - 1])
        right = end < len(text) and not _continues(text[end])
        out.append((match.group(), left and right))
    return out


def _keys(text: str, how: int) -> list[tuple[str, bool]]:
    """Words under which a text can be entered, and whether a page must hold them as whole words."""
    usable = [key for key in _spaced(text, how) if key[1] or len(key[0]) >= _GRAM]
    return usable + [(pair, True) for pair in _PAIRS(text)]


def _continues(char: str) -> bool:
    """Whether a word could go on across this neighbour."""
    return char != EDGE and (char.isalnum() or char == "_")


class _Entry:
    """A text of a rule, and what a page must have for it to be looked for: its words, and its pairs of words."""

    __slots__ = ("how", "needs", "number", "pairs", "text")

    def __init__(self, text: str, how: int, number: int) -> None:
        self.text = text.replace(EDGE, "")
        self.how = how
        self.number = number
        self.needs = frozenset(word for word, whole in _keys(text, how) if whole)
        self.pairs = frozenset((a[0], b[0]) for a, b in pairwise(_spaced(text, how)) if a[1] and b[1])


class WordIndex:
    """Rules by the words they need.

    >>> index = WordIndex([[("share on", SOMEWHERE)], [("comment", WRITTEN)], [("»", SOMEWHERE)], []])
    >>> sorted(index.candidates(page_of("Share on x\\n2 Comments\\nShare\\nMore »"))), index.always
    ([(0, 0), (1, 1), (3, 2)], (3,))
    """

    def __init__(self, texts: Iterable[Sequence[Text]]) -> None:
        rules = list(texts)
        self._with_texts = tuple(number for number, given in enumerate(rules) if given)
        #: Rules without texts, to be asked about every line.
        self.always = tuple(number for number, given in enumerate(rules) if not given)
        counts = Counter(word for given in rules for text in given for word, _ in _keys(*text))
        self._whole: dict[str, list[_Entry]] = {}
        self._inside: dict[str, list[tuple[str, _Entry]]] = {}
        self._bare: list[_Entry] = []  # texts without a word, such as "»"
        for number, given in enumerate(rules):
            for text, how in given:
                keys = _keys(text, how)
                entry = _Entry(text, how, number)
                if not keys:
                    self._bare.append(entry)
                    continue
                word, known = max(keys, key=lambda key: (-(counts[key[0]] // 8), key[1], len(key[0]), key[0]))
                if known:
                    self._whole.setdefault(word, []).append(entry)
                else:
                    self._inside.setdefault(word[:_GRAM], []).append((word, entry))
        self._words = frozenset(self._whole)
        self._cold: set[str] = set()
        self._hot: dict[str, tuple[_Entry, ...]] = {}

    def candidates(self, page: Page) -> set[tuple[int, int]]:
        """Pairs of a line and a rule that may hold on it."""
        if "\u0345" in page.text:
            # The one mark that folds to a letter: words of this page are not what they seem. Rare, so ask every rule.
            return {(line, number) for line in range(page.text.count("\n") + 1) for number in self._with_texts}
        words, whole = page.words, self._whole
        entries = [entry for word in self._words & words for entry in whole[word] if entry.needs <= words]
        if self._inside:
            entries += [entry for entry in self._inside_of(words) if entry.needs <= words]
        # Looking for a text costs 3 to 10 us, collecting all pairs of words about 100.
        if len(entries) > _MANY:
            pairs = page.pairs
            entries = [entry for entry in entries if entry.pairs <= pairs]
        return {
            (line, entry.number)
            for group in (entries, self._bare)
            for entry in group
            for line in page.lines_with(entry.text, entry.how)
        }

    def _inside_of(self, words: set[str]) -> set[_Entry]:
        """Entries whose word stands inside a word of the page. Words are looked into once, then remembered."""
        cold, hot = self._cold, self._hot
        found: set[_Entry] = set()
        for word in words.difference(cold):
            entries = hot.get(word)
            if entries is None:
                grams = {word[at : at + _GRAM] for at in range(len(word) - _GRAM + 1)}
                parts = [pair for gram in grams & self._inside.keys() for pair in self._inside[gram]]
                entries = tuple(entry for part, entry in parts if part in word)
                if len(cold) + len(hot) >= _MAX_KNOWN:
                    cold.clear()
                    hot.clear()
                if entries:
                    hot[word] = entries
                else:
                    cold.add(word)
            found.update(entries)
        return found
