"""Places outside English where a translator may have begun or ended a segment, and the words around them.

``raised``: a capital inside a sentence on a word that is written small. ``glued``: a capital inside a word.
``halted``: a full stop before a capital. Found by one pass each over the text; the words around a place are looked
at only 400 characters far, so that a text of one long line costs no more. Proposes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from operator import attrgetter

from cleanpipe.scoring.english.joined import names_led
from cleanpipe.scoring.lexical.grammars import AND, Grammar, grammar
from cleanpipe.scoring.lexical.inflection import inflected
from cleanpipe.scoring.lexical.lexicon import SUBORD, VERB_BASE, Lexicon, lexicon
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.networks.joints import BIG, SMALL
from cleanpipe.scoring.texts.context import elsewhere

REACH = 400
_RAISED = re.compile(rf"[{BIG}](?<=[\w,;)%] .)(?<!_ .)(?:[{SMALL}]+|(?= ))(?![\w'’@-]|\.\w)")
_GLUED = re.compile(
    rf"[{BIG}](?:(?<=[{SMALL}0-9)][{BIG}])(?:[{SMALL}]+|(?= ))|(?<=[{BIG}][{BIG}][{BIG}])[{SMALL}]{{2,}})(?![\w@]|\.\w)"
)
_HALTED = re.compile(rf"\.(?<=[\w)%]\.) ([{BIG}][{SMALL}]*)(?= |(?<=[{SMALL}][{SMALL}])\.)")
_STOPS = re.compile(r"[.!?…;\n]|:(?![0-9])")  # "mit 3:2" goes on
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_WORDS = re.compile(rf"{_LETTERS.pattern}|\d+|[^\w\s]")
_TOKEN = re.compile(r"[\w.@/#’'-]*$")
_QUOTES = frozenset('"“”„«»')


@dataclass(frozen=True, slots=True)
class Seam:
    """One place: ``left`` is where the word before ends, ``at`` and ``end`` bound the word behind it.

    The words around a place are asked for six times, so the last few cuts are remembered; who gets them must not
    change them.
    """

    text: str
    left: int
    at: int
    end: int

    @property
    def word(self) -> str:
        return self.text[self.at : self.end]

    def before(self) -> list[str]:
        """Tokens from the beginning of the sentence to the place."""
        return _cut_before(self.text[max(0, self.left - REACH) : self.left])[0]

    def behind(self) -> list[str]:
        """Tokens from behind the word to the end of the sentence, with its mark."""
        return _cut_behind(self.text[self.end : self.end + REACH])[0]

    def low_before(self) -> list[str]:
        """The tokens before the place in small letters."""
        return _cut_before(self.text[max(0, self.left - REACH) : self.left])[1]

    def low_behind(self) -> list[str]:
        """The tokens behind the word in small letters."""
        return _cut_behind(self.text[self.end : self.end + REACH])[1]

    def head(self) -> str:
        """The letters and signs that stand right before the place, to the next blank."""
        found = _TOKEN.search(self.text, max(0, self.left - 60), self.left)
        return found.group() if found else ""


#: Cuts remembered: those of a few places at a time. What is kept is their 400 characters and never a whole text, so a
#: hostile line takes 3 MB here; kept with each place, those of 220 kB of capitals took 600.
_MOST_CUTS = 256


@lru_cache(maxsize=_MOST_CUTS)
def _cut_before(piece: str) -> tuple[list[str], list[str]]:
    """The tokens of the last sentence of a piece, as written and in small letters."""
    begin = 0
    for at in reversed([stop.start() for stop in _STOPS.finditer(piece)]):
        if piece[at] != "." or _ends(piece, at):
            begin = at + 1
            break
    tokens = _WORDS.findall(piece, begin)
    return tokens, [*map(str.lower, tokens)]


@lru_cache(maxsize=_MOST_CUTS)
def _cut_behind(piece: str) -> tuple[list[str], list[str]]:
    """The tokens of the first sentence of a piece with its mark, as written and in small letters."""
    end = len(piece)
    for stop in _STOPS.finditer(piece):
        if stop.group() != "." or _ends(piece, stop.start()):
            end = stop.end()
            break
    tokens = _WORDS.findall(piece, 0, end)
    return tokens, [*map(str.lower, tokens)]


def _ends(piece: str, at: int) -> bool:
    """Whether a full stop ends a sentence: a blank and no small letter behind it, no initial before it."""
    behind = piece[at + 1 : at + 3]
    if behind and (behind[0] not in ' ”»"“)\n' or behind[1:].islower()):
        return False
    return not (at > 0 and piece[at - 1].isupper() and (at < 2 or not piece[at - 2].isalnum()))


#: Words remembered of each language.
_MOST_SHARES = 12_000


class _Shares(dict[str, float]):
    """The share of small letters of each capitalised word met so far; 0.0 for what is no candidate."""

    def __init__(self, lex: Lexicon) -> None:
        super().__init__()
        self.lex = lex
        gram = grammar(lex.lang)
        self.closed = gram.links | gram.articles if gram is not None else None

    def __missing__(self, word: str) -> float:
        share = self.lex.lower_share(folded(word))
        if share < 0.0:  # nobody counted: the most common words are not names
            share = 0.95 if self.lex.frequency(folded(word)) > 5.2 else 0.0
            if not share and inflected(self.lex.lang, folded(word).lower()):
                share = 0.98  # "Reabriu", where the lexicon has "reabrir"
        if share < 0.9 and self.closed is not None and len(word) > 1 and word.lower() in self.closed:
            share = 0.93  # "Waarvan", which the lexicon lacks, and "Del", as in "Del Toro"
        if 0.8 < share < 0.96 and self.lex.tags(folded(word)) & SUBORD:
            share = 0.96  # "Nachdem" begins so many sentences that it looks like a name
        if len(self) < _MOST_SHARES:
            self[word] = share
        return share


@lru_cache(maxsize=16)
def shares(lang: str) -> _Shares:
    """A table of shares that remembers."""
    return _Shares(lexicon(lang))


def folded(word: str) -> str:
    """The spelling under which lexicons list a word.

    >>> folded("größte")
    'grösste'
    """
    return word.replace("ß", "ss") if "ß" in word else word


def raised(text: str, gram: Grammar, least: float) -> list[Seam]:
    """Words with a capital inside a sentence of which at least the share ``least`` is written small."""
    known = shares(gram.lang)
    found = []
    for word in {word for word in set(_RAISED.findall(text)) if known[word] >= least}:
        # A second pass of the pattern would stop at every noun of German.
        left = text.find(" " + word)
        while left >= 0:
            match = _RAISED.match(text, left + 1)
            if match is not None and match.group() == word:
                found.append(Seam(text, left, left + 1, match.end()))
            left = text.find(" " + word, left + 1)
    return sorted(found, key=attrgetter("at"))


def glued(text: str) -> list[Seam]:
    """Capitals inside words; remembered, as several repairers ask."""
    memo = elsewhere(text).memo
    found: list[Seam] | None = memo.get(("glued", 0))
    if found is None:
        found = [Seam(text, match.start(), match.start(), match.end()) for match in _GLUED.finditer(text)]
        memo["glued", 0] = found
    return found


def led(text: str, gram: Grammar) -> Iterator[Seam]:
    """Names with more than one capital behind a small word of a closed class: ``derCDU``, ``demKnowledgeCamp``."""
    for at, end in names_led(text, lambda head: head in gram.bound or head in gram.links or head in gram.articles):
        yield Seam(text, at, at, end)


def halted(text: str) -> Iterator[Seam]:
    """Full stops before a capitalised word; ``left`` is the place of the stop."""
    for match in _HALTED.finditer(text):
        yield Seam(text, match.start(), match.start(1), match.end(1))


def clause(tokens: list[str], gram: Grammar) -> float:
    """How surely there is a finite verb among tokens: the best of them, 0.0 when none.

    >>> from cleanpipe.scoring.lexical.grammars import grammar
    >>> clause("el ministro explicó la ley".split(), grammar("es")), clause("la ley nueva".split(), grammar("es"))
    (0.8, 0.0)
    """
    sures = [*map(gram.finite, tokens)]
    best = max(sures, default=0.0)
    if best != 0.5 and gram.lang != "nl":
        return best  # neighbours weigh with the doubtful only, and never raise them above the others
    return max(map(_by_neighbours, repeat(tokens), range(len(tokens)), sures, repeat(gram)), default=0.0)


def verb_at(tokens: list[str], k: int, gram: Grammar) -> float:
    """How surely one of the tokens is a finite verb, by itself and by its neighbours."""
    return _by_neighbours(tokens, k, gram.finite(tokens[k]), gram)


def _by_neighbours(tokens: list[str], k: int, sure: float, gram: Grammar) -> float:
    if gram.lang == "nl" and k and _no_verb(tokens[k - 1], tokens[k], gram):
        return 0.1  # "de sloop", "in zijn hals"
    if gram.lang == "nl" and not sure and 0 < k < len(tokens) - 2 and _plural_verb(tokens, k, gram):
        return 0.6  # "De onder- en bovenbouw krijgen vrijdag vrij"
    if sure == 0.5:
        if k and tokens[k - 1] in gram.bound:
            return 0.1  # "la marcha", "en marcha"
        if k and k + 1 < len(tokens) and (tokens[k + 1] in gram.articles or tokens[k + 1] in gram.links):
            return 0.55
    return sure


def _no_verb(before: str, word: str, gram: Grammar) -> bool:
    """Whether a Dutch word is a noun behind its article, or "his" behind a preposition."""
    return before in ("de", "een", "deze", "geen") or (word == "zijn" and before in gram.links and before not in AND)


def _plural_verb(tokens: list[str], k: int, gram: Grammar) -> bool:
    """Whether a Dutch infinitive stands where only the plural of the present does: behind no preposition."""
    tags, before = lexicon("nl").tags(tokens[k]), tokens[k - 1]
    return bool(tags & VERB_BASE) and before.isalpha() and before not in gram.links | gram.articles | gram.bound


def begins_clause(word: str, gram: Grammar) -> bool:
    """Whether a word in small letters is a relative or a subordinator."""
    return word in gram.comma or word in gram.relatives or word in _RELATIVE.get(gram.lang, ())


def main_clause(tokens: list[str], gram: Grammar) -> float:
    """The same, but a verb behind a relative or a subordinator does not count until a comma has closed it."""
    best, inside = 0.0, 0
    for k, token in enumerate(tokens):
        if begins_clause(token, gram):
            inside = 1
        elif token == ",":
            inside = 0
        elif not inside:
            # "tras cinco años y confesó que": a first verb behind an "and" belongs to the clause before.
            other = k and not best and tokens[k - 1] in AND
            best = best if other else max(best, verb_at(tokens, k, gram))
        elif gram.finite(token) == 1.0:
            inside = 0
    return best


def verb_last(behind: list[str], gram: Grammar) -> bool:
    """Whether a clause ends in its verb, as German and Dutch clauses behind a relative or a subordinator do.

    >>> from cleanpipe.scoring.lexical.grammars import grammar
    >>> verb_last("erst im Mai eröffnet wurde , schließt".split(), grammar("de"))
    True
    """
    marks = (k for k, token in enumerate(behind) if token in ",.;:")
    end = next((k for k in marks if not "".join(behind[k + 1 : k + 2]).isdigit()), len(behind))  # not "9,40 Meter"
    # "die zelf in de streek is opgegroeid": the participle may stand behind its auxiliary
    turned = gram.lang == "nl" and end > 2 and gram.finite(behind[end - 2]) == 1.0 and behind[end - 1][-1] in "dtn"
    return end > 1 and (turned or gram.finite(behind[end - 1]) >= 0.7)


_RELATIVE: dict[str, frozenset[str]] = {
    "fr": frozenset("qui que qu où dont quand lorsque si comme parce".split()),
    "es": frozenset("que donde cuando si como porque quien quienes".split()),
    "it": frozenset("che cui dove quando se come perché chi".split()),
    "pt": frozenset("que onde quando se como porque quem".split()),
    "nl": frozenset("die dat waar wie als toen voordat nadat omdat totdat zodra terwijl".split()),
    "de": frozenset("wenn als wo wie was wer".split()),
    "ru": frozenset("как когда чем где".split()),
}


def headline(seam: Seam, nouns_raised: bool = False) -> bool:
    """Whether the line is written in capitals: most longer words that could be small are not."""
    text = seam.text
    start = max(text.rfind("\n", max(0, seam.at - REACH), seam.at) + 1, seam.at - REACH)
    stop = text.find("\n", seam.end, seam.end + REACH)
    return _in_capitals(text[start : stop if stop >= 0 else seam.end + REACH], nouns_raised)


@lru_cache(maxsize=64)
def _in_capitals(line: str, nouns_raised: bool) -> bool:
    found = [word for word in _LETTERS.findall(line) if len(word) > 3 and word.isalpha()]
    raised_ones = [word for word in found if not word[0].islower()]
    small = len(found) - len(raised_ones)
    if len(raised_ones) <= small + 1:
        return False  # prose
    if nouns_raised:  # German nouns say nothing
        share = shares("de")
        raised_ones = [word for word in raised_ones if share[word] > 0.5]
    big: int = sum(word[0].isupper() for word in raised_ones)
    return big * 2 > small + len(raised_ones) + 1


def quoted(seam: Seam) -> bool:
    """Whether a quotation that is open on this line holds the place."""
    text = seam.text
    start = max(text.rfind("\n", max(0, seam.at - REACH), seam.at) + 1, seam.at - REACH)
    line = text[start : seam.at]
    if line.count("«") > line.count("»") or line.count("»") > line.count("«"):
        return True
    marks: int = line.count('"') + sum(line.count(mark) for mark in "“”„")
    return marks % 2 == 1


_ANSWER = re.compile(r"\? (?:[–—-] ?[^\n]{3,160}|[^\W\d_][^.!?\n]{3,60})\Z")


def answered(seam: Seam) -> bool:
    """Whether the answer to a question ends before the place: ``¿Desde cuándo? —Desde ayer``."""
    return _ANSWER.search(seam.text, max(0, seam.left - 170), seam.left) is not None


def named(seam: Seam) -> bool:
    """Whether the document writes the word with a capital inside another sentence too, and nowhere small."""
    seen, word = elsewhere(seam.text), seam.word
    raised_elsewhere: int = seen.inside(word, seam.at)
    return raised_elsewhere > 0 and not seen.count(word.lower(), seam.at)


def company(seam: Seam, gram: Grammar) -> bool:
    """Whether words have grown together within some ten words: damage comes in pairs, at both ends of a segment."""
    text = seam.text
    start = max(text.rfind("\n", max(0, seam.at - 70), seam.at) + 1, seam.at - 70, 0)
    stop = text.find("\n", seam.end, seam.end + 70)
    stop = stop if stop >= 0 else min(len(text), seam.end + 70)
    return any(
        fused(Seam(text, match.start(), match.start(), match.end()), gram)
        for match in _GLUED.finditer(text, start, stop)
    )


def between_small(seam: Seam, gram: Grammar) -> bool:
    """Whether a preposition or a conjunction stands between two words in small letters: twice in a million words."""
    before, behind = seam.before(), seam.behind()
    return seam.word.lower() in gram.links and before[-1].islower() and bool(behind) and behind[0].islower()


def fused(seam: Seam, gram: Grammar) -> bool:
    """Whether a capital inside a word is surely a joint: a known word and a closed one, or two known ones."""
    core, tail = seam.head(), seam.word.lower()
    closed = tail in gram.links or tail in gram.articles
    lex = lexicon(gram.lang)
    return len(core) > 2 and (closed or core.islower()) and lex.frequency(folded(core)) > 3.0 and tail in lex


# Prepositions and articles in which a sentence may end: "a voté pour", "mais uma".
STRANDED = words(
    "pour avec contre sous uma um una un uno una en leur leurs eine einen einer van voor met en zijn on "
    # The second half of a verb: "vraagt uitstel van betaling aan".
    "aan af op uit in toe mee over door bij an auf aus vor zu nach mit um durch unter"
)


def ends_nothing(word: str, gram: Grammar) -> bool:
    """Whether no sentence ends in a word: an article, a preposition that is no part of a verb.

    >>> from cleanpipe.scoring.lexical.grammars import grammar
    >>> ends_nothing("des", grammar("fr")), ends_nothing("pour", grammar("fr"))
    (True, False)
    """
    if len(word) == 1:
        return word in LETTERS_FOR_AND
    return word in gram.bound and word not in gram.short and word not in STRANDED


#: "And" as a single letter that is no abbreviation; no sentence ends in one.
LETTERS_FOR_AND = frozenset("иy")


def unfinished(seam: Seam) -> bool:
    """Whether the line ends without a final mark, as headings, buttons and captions do."""
    text = seam.text
    stop = text.find("\n", seam.end)
    tail = text[max(0, (stop if stop >= 0 else len(text)) - 4) : stop if stop >= 0 else len(text)].rstrip()
    return not tail or tail[-1] not in ".!?…:;,\"'”»“)’"
