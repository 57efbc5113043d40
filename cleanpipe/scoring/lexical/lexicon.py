"""What is known about words: how frequent they are, whether they are names, and what parts of speech they can be.

Every repair that must tell a word from a fragment, or a name from a stray capital, asks here. The tables are learnt by
``cleanpipe.training.lexicon`` (sources in docs/data-sources.md) and read on first use, about 20 ms for English. The
lexicon does not know about the document: that a word is a name *here* is for the caller to find out.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Final

import zstandard

# One bit a part of speech; a word may have several. Plain integers: IntFlag costs a microsecond for every ``&``.
NOUN: Final = 1 << 0
PLURAL: Final = 1 << 1  # beside NOUN: the form is a plural
VERB_BASE: Final = 1 << 2  # infinitive, imperative, and present tense but for the third person
VERB_S: Final = 1 << 3
VERB_PAST: Final = 1 << 4
VERB_PART: Final = 1 << 5  # past participle
VERB_ING: Final = 1 << 6
MODAL: Final = 1 << 7
AUX: Final = 1 << 8  # forms of be, have, do; their verb bits are set too
ADJ: Final = 1 << 9
ADV: Final = 1 << 10
PREP: Final = 1 << 11
DET: Final = 1 << 12  # articles, demonstratives, possessives, quantifiers before a noun
PRON: Final = 1 << 13
CONJ: Final = 1 << 14  # and, but, or, nor, yet, so
SUBORD: Final = 1 << 15  # because, although, if, when, while ...
WH: Final = 1 << 16  # who, whose, which, what, when, where, why, how
NAME: Final = 1 << 17
NUM: Final = 1 << 18
INTERJ: Final = 1 << 19
TO: Final = 1 << 20
NOT: Final = 1 << 21  # not, n't
COMPARATIVE: Final = 1 << 22  # beside ADJ or ADV: better, larger, more
SUBJECT: Final = 1 << 23  # beside PRON: I, he, she, we, they
POSSESSIVE: Final = 1 << 24  # beside DET: my, his, their, whose

VERB: Final = VERB_BASE | VERB_S | VERB_PAST | VERB_PART | VERB_ING
FINITE: Final = VERB_S | VERB_PAST | MODAL  # forms that are finite verbs wherever they are verbs (or nearly)
FUNCTION: Final = MODAL | AUX | PREP | DET | PRON | CONJ | SUBORD | WH | TO | NOT

LANGUAGES: Final = ("de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "sv", "tr")

MAGIC: Final = b"cleanpipe lexicon 1\n"
#: Zipf values 0 to 8 are stored in steps of 1/30, shares in steps of 1/250; 255 means unknown.
ZIPF_STEPS: Final = 30
SHARE_STEPS: Final = 250
UNKNOWN: Final = 255

#: A word counts as a name when at most this share of its uses is in lower case.
NAME_SHARE: Final = 0.15


class _Index(dict[str, int]):
    """The row of each word, -1 for unknown ones. Half of what is asked is written as it is listed: one look-up in C."""

    __slots__ = ()

    def __missing__(self, word: str) -> int:
        row = self.get(word.lower(), -1)
        if row < 0 and "’" in word:
            row = self.get(word.lower().replace("’", "'"), -1)
        return row


class Lexicon:
    """The words of one language. Look-ups ignore case and take a typographic apostrophe for a straight one.

    >>> lex = lexicon("en")
    >>> lex.frequency("the") > lex.frequency("veto") > lex.frequency("septemberwhen") == 0.0
    True
    >>> lex.is_name("Putin"), lex.is_name("Last")
    (True, False)
    >>> bool(lex.tags("vetoed") & VERB_PAST)
    True
    """

    __slots__ = ("_index", "_main", "_share", "_tags", "_zipf", "lang")

    def __init__(
        self, lang: str, words: list[str], zipf: bytes = b"", share: bytes = b"", tags: bytes = b"", main: bytes = b""
    ) -> None:
        self.lang = lang
        self._index = _Index(zip(words, _numbers(len(words)), strict=True))
        unknown = bytes([UNKNOWN])
        # The last of each column, at -1, is what is said of unknown words.
        self._zipf, self._share, self._main = zipf + b"\0", share + unknown, main + unknown
        self._tags = array("I")
        self._tags.frombytes(tags)
        if sys.byteorder == "big":
            self._tags.byteswap()
        self._tags.append(0)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._index[word] >= 0

    def __len__(self) -> int:
        return len(self._index)

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def frequency(self, word: str) -> float:
        """Frequency on the Zipf scale: log10 of the uses in a billion words; 0.0 for an unknown word.

        >>> 6 < lexicon("en").frequency("and") < 8
        True
        """
        return self._zipf[self._index[word]] / ZIPF_STEPS

    def lower_share(self, word: str) -> float:
        """The share of uses in lower case where nothing forces a capital; -1.0 when unknown.

        1.0 is always lower case, 0.0 a name. ``may`` and ``march`` lie between.

        >>> lex = lexicon("en")
        >>> lex.lower_share("however") > 0.9, lex.lower_share("monday") < 0.1, lex.lower_share("septemberwhen")
        (True, True, -1.0)
        """
        share = self._share[self._index[word]]
        return share / SHARE_STEPS if share != UNKNOWN else -1.0

    def is_name(self, word: str) -> bool:
        """Whether the word is written with a capital nearly always (names, months, nationalities; nouns in German).

        >>> lexicon("en").is_name("Monday"), lexicon("en").is_name("I")
        (True, False)
        """
        row = self._index[word]
        return self._share[row] / SHARE_STEPS <= NAME_SHARE and not self._tags[row] & FUNCTION

    def tags(self, word: str) -> int:
        """The parts of speech the word can have, as a sum of the constants of this module; 0 when unknown.

        >>> lexicon("en").tags("of") == PREP
        True
        """
        return self._tags[self._index[word]]

    def main_tag(self, word: str) -> int:
        """The one part of speech the word has most often (a single constant), or 0 when unknown.

        >>> lexicon("en").main_tag("house") == NOUN
        True
        """
        main = self._main[self._index[word]]
        return 1 << main if main != UNKNOWN else 0

    def rows(self) -> Iterator[tuple[str, int, int, int]]:
        """Every word with its frequency, share and tags as they are stored, none of them looked up.

        >>> next(row for row in lexicon("en").rows() if row[0] == "monday")[2] / SHARE_STEPS < 0.1
        True
        """
        return zip(self._index, self._zipf, self._share, self._tags, strict=False)

    def columns(self, words: Iterable[str]) -> tuple[list[int], list[int], list[int]]:
        """Frequency, share and tags of words as they are stored (0, ``UNKNOWN`` and 0 for unknown ones).

        >>> frequencies, shares, tags = lexicon("en").columns(["of", "xyzzyqq"])
        >>> frequencies[0] / ZIPF_STEPS > 6, frequencies[1], shares[1] == UNKNOWN, tags == [PREP, 0]
        (True, 0, True, True)
        """
        found = list(map(self._index.__getitem__, words))
        zipf, share, tags = (list(map(of.__getitem__, found)) for of in (self._zipf, self._share, self._tags))
        return zipf, share, tags


def _numbers(count: int) -> tuple[int, ...]:
    """The first whole numbers. All languages share them: as values of eleven dictionaries they would take 12 MB."""
    global _counted
    if len(_counted) < count:
        _counted = tuple(range(count))
    return _counted[:count]


_counted: tuple[int, ...] = ()


def pack(words: list[str], zipf: bytes, share: bytes, tags: array[int], main: bytes) -> bytes:
    """The file format: a magic line, the number of words, the words one a line, then the columns; compressed."""
    if sys.byteorder == "big":
        tags = array("I", tags)
        tags.byteswap()
    listed = "\n".join(words).encode()
    header = MAGIC + f"{len(words)} {len(listed)}\n".encode()
    raw = header + listed + zipf + share + main + tags.tobytes()
    return zstandard.ZstdCompressor(level=22).compress(raw)


def unpack(lang: str, packed: bytes) -> Lexicon:
    """The opposite of ``pack``. Raises ValueError when the data is not a lexicon or is cut short."""
    raw = zstandard.ZstdDecompressor().decompress(packed)
    if not raw.startswith(MAGIC):
        raise ValueError(f"{lang}: not a lexicon of this version")
    line_end = raw.index(b"\n", len(MAGIC))
    count, size = map(int, raw[len(MAGIC) : line_end].split())
    start = line_end + 1
    words = raw[start : start + size].decode().split("\n")
    columns = raw[start + size :]
    if len(words) != count or len(columns) != count * 7:
        raise ValueError(f"{lang}: the lexicon is cut short")
    zipf, share, main = (columns[i * count : (i + 1) * count] for i in range(3))
    return Lexicon(lang, words, zipf, share, columns[3 * count :], main)


@cache
def _load(lang: str) -> Lexicon:
    if lang not in LANGUAGES:
        return Lexicon(lang, [])
    path = files("cleanpipe.scoring").joinpath("data", f"lexicon-{lang}.zst")
    return unpack(lang, path.read_bytes())


@cache
def lexicon(lang: str | None) -> Lexicon:
    """The lexicon of a language given as ``en`` or ``en-GB``; an empty one when there is none. Read once.

    >>> len(lexicon("en")) > 50_000, len(lexicon("xx"))
    (True, 0)
    """
    return _load((lang or "").partition("-")[0].lower())
