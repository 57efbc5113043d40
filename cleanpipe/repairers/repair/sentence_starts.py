"""Give back lost capitals: the first letter of a sentence, and months, days and countries written small.

A sentence start is certain after a final mark, a blank and a common word, unless the word before is an abbreviation
or the sentence is one that begins small on purpose (bell hooks, iPhone, a web address). Names are restored only
where the lexicon knows no other use of the word: ``march``, ``may``, ``turkey``, ``china`` and ``polish`` stay.
Phase repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.repairers._misread import LOST_APOSTROPHE
from cleanpipe.scoring.english.sentences import ABBREVIATIONS
from cleanpipe.scoring.english.torn import HALF
from cleanpipe.scoring.lexical.lexicon import ADV, DET, FUNCTION, NOUN, PRON, VERB_ING, lexicon
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.texts.tokens import tokens_of

PHASE = "repair"
CERTAIN = 0.96

_START = re.compile(r"([.!?])(?P<quote>[”\"')]?) (?=([a-z]+)[ ,'’])")
_SMALL_I = re.compile(r" i(?:'m|'ve|’m|’ve)? (?=[a-z])")
# french fries, italian dressing, swedish massage: house styles write them small.
_DISHES = re.compile(
    r" (?:fry|fries|windows?|doors?|press|toast|bread|kiss|measles|shepherds?|dressing|massage|ink|rubber|cheese|nuts?"
    r"|onions?|beans?|polish|horns?|roulette|salad|vinaigrette|sprouts|pastry|mustard|knots?|plaits?|leave|setters?"
    r"|terriers?|numerals)\b"
)
_LINE_START = re.compile(r"^\s*([^\W\d_])", re.M)
# Three marks and more, smileys, "u", "plz", "thx".
_CHATTY = re.compile(r"[!?:;](?:(?<=[!?])[!?]{2}|(?<=[:;])-?[)(])")
_CHAT_WORDS = frozenset(
    word + mark for word in words("u ur r plz pls thx lol dont im ive gonna wanna btw") for mark in ("", *",.!?")
)
_MARKED = re.compile(r"(?:^|[\s(])\?[^\W\d_][^?\n]*\Z")
_UPPER_START = re.compile(r"[.!?][”\"')]? (?=[A-Z])")
# Written small before what goes on; the other abbreviations are in the table.
_SHORTENED = words("incl excl resp avg misc orig min max temp")
_WORD_BACK = re.compile(r"[^\W_]+$")
_THOUGHT = re.compile(
    r"(?:(?:he|she|they|we|i|it|one|somebody|someone|everyone|people) (?:\w+ )?|(?:the|a|his|her|my|our|their) \w+ |)"
    r"(?:thought|thinks?|wondered|wonders?|asked|asks?|said|says?|cried|mused|muses|went|goes|shouted|shouts|exclaimed"
    r"|replied|demanded|asks|wrote|writes|runs|reads)\b"
)
_CLAUSE = re.compile(
    r"(?:(?:the|a|an) )?\w+ (?:is|are|was|were|has|have|had|will|would|can|could|may|said|says|told)\b"
)
_BEHIND_NAME = frozenset(" ,.;:!?)”’'\n")
#: Forms that are also other words ("august company", "panama hat") or stand in user names: only with company.
_MONTHS = frozenset(
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
)  # fmt: skip
_DATED = re.compile(r"\b(?:in|of|since|until|by|last|next|late|early|mid|from|to|\d{1,2}) \Z")
_DOUBTFUL = frozenset(["august", "georgia", "panama", "malta"])


@dataclass(frozen=True, slots=True)
class Options:
    """``small``: words that may begin a sentence small. ``names``: whether months, days and countries are restored."""

    small: tuple[str, ...] = ()
    names: bool = True


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose capitals.

    >>> text = "The doors were locked. nobody had a key."
    >>> [edit.applied_to(text) for edit in propose(Document(text), Options())]
    ['The doors were locked. Nobody had a key.']
    """
    text = document.text
    lex = lexicon("en")
    found = list(_START.finditer(text))
    # Who writes small throughout means it: a chat, a poem, a mail. A translator loses a capital here and there.
    casual = len(found) > 2 and len(found) * 6 > len(_UPPER_START.findall(text))
    casual = casual or (bool(found) and _written_small(text))
    lost = "?" in text and LOST_APOSTROPHE.search(text) is not None
    first = "" if casual else _small_beginning(text)
    if first:
        reason = f"the text begins with '{first}'"
        yield Edit(0, 1, first[0].upper(), score=0.84, reason=reason, detail={"prior": True})
    if not casual:
        yield from _paragraphs(text)
        for match in _QUOTED.finditer(text) if "“" in text else ():
            if lex.tags(match[1]) & (DET | PRON) and lex.lower_share(match[1]) > 0.5:
                reason = f"a quotation begins with '{match[1]}'"
                yield Edit(match.start(1), match.start(1) + 1, match[1][0].upper(), score=0.88, reason=reason)
    for match in found:
        mark, word = match[1], match[3]
        behind = _WORD_BACK.search(text[max(0, match.start() - 40) : match.start()])
        if behind is None and text[match.start() - 1 : match.start()] != "%":
            continue
        before = behind.group() if behind is not None else "percent"
        if mark == "?" and lost:
            continue  # "the ship?s bell": apostrophes of another encoding, for ``apostrophes``
        if mark == "?" and _MARKED.search(text, max(0, match.start() - 200), match.start()):
            continue  # "the ?soft? opening": quotation marks that were lost, for ``quotes``
        if word.capitalize() in tokens_of(text).different and mark == "." and not lex.tags(word) and len(word) > 3:
            reason = f"'{word.capitalize()}' has a capital elsewhere in the text"
            yield Edit(match.end(), match.end() + 1, word[0].upper(), score=0.88, reason=reason, detail={"prior": True})
            continue
        if word in options.small or lex.frequency(word) < 3.0 or lex.lower_share(word) < 0.5:
            continue
        score = _start_score(text, match, before, mark, word, lex.frequency(before))
        line = text.rfind("\n", 0, match.start()) + 1
        if casual or (text[line].islower() and not (first and line == 0)):
            score *= 0.6
        if score >= 0.3:
            at = match.end()
            reason = f"a sentence begins with '{word}'"
            yield Edit(at, at + 1, word[0].upper(), score=score, reason=reason, detail={"prior": True})
    if options.names:
        small_names = sorted(_small_names(text))
        casual = casual or (bool(small_names) and _SMALL_I.search(text) is not None)
        for at, word in small_names:
            if _mostly_small(text, at) or text.endswith("plaster of ", 0, at):
                continue
            if word == "japan" and text.endswith(" a ", 0, at):
                continue  # "a japan tray"
            doubtful = (word in _DOUBTFUL and not _DATED.search(text, max(0, at - 9), at)) or _DISHES.match(
                text, at + len(word)
            ) is not None
            score = 0.55 if doubtful or casual else 0.95
            yield Edit(at, at + 1, word[0].upper(), score=score, reason=f"'{word}' is a name")

        for at, name in _small_pairs(text):
            if not _mostly_small(text, at):
                raised = " ".join(part[0].upper() + part[1:] for part in name.split(" "))
                yield Edit(at, at + len(name), raised, score=0.55 if casual else 0.93, reason=f"'{name}' is a name")


def _small_pairs(text: str) -> Iterator[tuple[int, str]]:
    """Places of names of two words in small letters, of which each is a word or a name's part."""
    first = tokens_of(text).different
    for name in _PAIRS:
        if name.partition(" ")[0] not in first:
            continue
        at = text.find(f" {name}") + 1
        while at:
            if text[at + len(name) : at + len(name) + 1] in _BEHIND_NAME or at + len(name) == len(text):
                yield at, name
            at = text.find(f" {name}", at) + 1


#: A whole sentence in marks behind one that has ended: “We were lucky,” he said. “the wind dropped.”
_QUOTED = re.compile(r"[a-z]{2}[.!?]”? “([a-z]+) [a-z][^“”\n]{14,}[.!?,]”")
_PAIRS = (
    "new york", "new zealand", "new jersey", "new orleans", "new delhi", "los angeles", "san francisco", "las vegas",
    "hong kong", "saudi arabia", "south africa", "south korea", "north korea", "united states", "united kingdom",
    "united nations", "european union", "puerto rico", "sri lanka", "costa rica", "buenos aires", "tel aviv",
    "abu dhabi", "kuala lumpur",
)  # fmt: skip
#: A paragraph that begins small behind one that ends well, and goes on for a sentence and more.
_PARAGRAPH = re.compile(r"\n\n(?<=[.”\"]\n\n)(?=([a-z]{3,}) [a-z][^\n]{60,}[.!?”\"](?:\n|\Z))")


def _paragraphs(text: str) -> Iterator[Edit]:
    """Capitals for single paragraphs that begin small; where two do, the writer means it."""
    found = list(_PARAGRAPH.finditer(text))
    if len(found) != 1 or lexicon("en").lower_share(found[0][1]) < 0.5:
        return
    at = found[0].end()
    yield Edit(at, at + 1, text[at].upper(), score=0.88, reason=f"a paragraph begins with '{found[0][1]}'")


def _small_beginning(text: str) -> str:
    """The first word of a text that lost its capital: prose of some sentences, all others with theirs."""
    match = _FIRST.match(text)
    if match is None or _UPPER_START.search(text) is None or text.rstrip()[-1:] not in '.!?”"':
        return ""
    return match[1] if lexicon("en").tags(match[1]) & (FUNCTION | ADV | VERB_ING) else ""


_FIRST = re.compile(r"([a-z]{2,}) [a-z][^\n]{60}")


def _small_names(text: str) -> Iterator[tuple[int, str]]:
    """Places of English names in small letters, as words of their own."""
    for word in tokens_of(text).named:
        at = text.find(f" {word}") + 1
        while at:
            if text[at + len(word) : at + len(word) + 1] in _BEHIND_NAME or at + len(word) == len(text):
                yield at, word
            at = text.find(f" {word}", at) + 1


def _written_small(text: str) -> bool:
    """Whether a text has marks of a chat: "i" for "I", marks in threes, lines that begin small."""
    if not _CHAT_WORDS.isdisjoint(tokens_of(text).different) or _SMALL_I.search(text) or _CHATTY.search(text):
        return True
    lines = _LINE_START.findall(text)
    small: int = sum(char.islower() for char in lines)
    return small > 1 and small * 4 > len(lines)


_ASKS_ON = words("and or but why how what who where when")
_QUESTION = re.compile(r"[^.!?\n]*\?")


def _asks(text: str, at: int) -> bool:
    """Whether a question of five words and more, most of them small, ends at a place: no title of a work."""
    asked = _SENTENCE_END.split(text[max(0, at - 200) : at])[-1].split()
    small = sum(word[0].islower() for word in asked)
    return len(asked) > 4 and asked[0] in _QUESTION_WORDS and small > 0.6 * len(asked) and asked[-2][0].islower()


_SENTENCE_END = re.compile(r"[.!?] |[\n”“\"]")
_QUESTION_WORDS = words("Why How What When Where Who Did Does Do Is Are Was Were Will Would Can Could Has Have Should")


def _start_score(text: str, match: re.Match[str], before: str, mark: str, word: str, known: float) -> float:
    """How surely a small word after a final mark begins a sentence."""
    if mark != ".":
        # “Stop!” he cried - and Yahoo! is a company: a mark that ends a quotation or a name ends no sentence. And so
        # does the mark of a thought: "Why not? he thought".
        if _THOUGHT.match(text, match.end()):
            return 0.0
        if mark == "?" and word in _ASKS_ON and _QUESTION.match(text, match.end()):
            return 0.0  # "puts two questions: who are you? and why now?"
        if mark == "?" and word in ("is", "was", "are", "were", "has"):
            return 0.5  # "Who pays? is the question"
        if mark == "?" and not match["quote"] and before[:1].isupper() and _asks(text, match.start()):
            return 0.84  # "Why did the pumps fail at Hollowmere?", but not "Which? says"
        return 0.0 if match["quote"] or before[:1].isupper() else 0.85
    if before in HALF or match["quote"] or before.lower() in ABBREVIATIONS or before in _SHORTENED or len(before) == 1:
        return 0.0
    start = match.start() - len(before)
    if start and text[start - 1] in ".-@/&":
        return 0.0
    if before.isdigit():
        return 0.9 if len(before) == 4 and before[0] in "12" else 0.4
    if before[0].isupper():
        if before in _MONTHS:
            return 0.86
        # "Warner Bros. production", "Wash. and": short capitalised words before a stop may be abbreviations, but not
        # where a clause begins: "Brough and Bowes. drivers were told".
        if len(before) > 4 and _CLAUSE.match(text, match.end()):
            return 0.86
        # No abbreviation is that long and ends in a vowel: "a comedy by Goldoni. tickets for".
        return 0.86 if len(before) > 5 and (known > 3.0 or before[-1] in "aeiou") else 0.45
    noun = lexicon("en").main_tag(before) == NOUN and known > 3.5  # "the strong yen. analysts expect"
    return 0.92 if len(before) > 3 or known > 5.0 else 0.85 if noun else 0.6


def _mostly_small(text: str, at: int) -> bool:
    """Whether the line is written without capitals throughout, as tags, verse and chats are."""
    start = text.rfind("\n", max(0, at - 400), at) + 1
    stop = text.find("\n", at)
    line = text[max(start, at - 400) : min(len(text) if stop < 0 else stop, at + 400)]
    return not any(char.isupper() for char in line)
