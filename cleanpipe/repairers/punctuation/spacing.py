"""Blanks before punctuation, none after it, and blanks inside brackets, by language (phase punctuation).

Before ``, .`` no language of words and blanks wants one; before ``; : ! ?`` French does, and an unknown language may.
After a mark a blank is added only between words: never in domains, file names, versions, numbers, or notation.
Quotation marks are for ``quotes``, numbers for ``numbers``; spaced ellipses, emoticons and ratios are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.repairers._language import (
    CLOSE_UP,
    STARTERS,
    TITLES,
    code,
    is_abbreviation,
    token_around,
    word_after,
    word_before,
    word_set,
)
from cleanpipe.repairers._suspects import suspects
from cleanpipe.repairers.punctuation._hyphens import beside_hyphens

PHASE = "punctuation"

_GLUED = re.compile(r"[,;](?=[^\W\d_]{2})(?<=[^\W\d_]{2}[,;])")
# "In 2017,das war schön", "the first article,I talked": nothing that notation or a list of figures has.
_GLUED_LETTER = re.compile(r"[,;](?=[àèéyeoa] [^\W\d_]{2})(?<=[^\W\d_]{2}[,;])")
_FIGURE_OR_I = re.compile(r"[(\"“]?(?:\d{1,4}|\d{1,2}h(?:\d\d)?|[^\W\d_]{2,}),(?:[^\W\d_]{2,}|I)")
_SENTENCE = re.compile(r"[^\W\d_]+ [^\W\d_]+[ '’][^\W\d_]")
#: "haalde het niet:18 raadsleden stemden tegen,13 voor"
_BEFORE_NUMBER = re.compile(r"[,:](?=[0-9]{1,4} [^\W\d_A-Z]{3,} [^\W\d_])(?<=[^\W\d_]{3}[,:])")
_GLUED_STOP = re.compile(r"[.!?](?=[^\W\d_a-z])(?<=\w\w[.!?])")
_OPENING = re.compile(r"[(\[][^\S\n]+|[¿¡][^\S\n]+(?=\w)")
_GLUED_BRACKET = re.compile(r"\((?<=[^\W\d_A-Z]{4}\()[^()\n]{6,200}\)|\([^()\n]{6,200}\)(?=[^\W\d_A-Z]{2})")
_GLUED_NAME = re.compile(r"\((?<=[a-z]{3}\()[A-Z][a-z]{2,}(?: [A-Z][a-z]+){0,2}\)(?=[a-z]{2,}\b)")
# "three models:the basic one": a word before the colon, a word that begins a phrase behind it.
_COLON = re.compile(r":(?<=[a-z]{4}:)(?=(?:the|an?|that|this|it|he|she|they|we|his|her|their|in|if|to) [a-z])")
#: "she said.“In the morning": where no other quotation is open.
_BEFORE_QUOTE = re.compile(r"[.,:;!?]“(?<=[^\W\d_]{2}[.,:;!?]“)(?=[A-Z][a-z’']* ?)")
_WORDY = re.compile(r"[^\W_]{2}|[0-9]")
_REACH = 2000  # how far a bracket may be from its partner: keeps the time linear on endless lines
_SMALL = re.compile(r" [a-zß-öø-ÿ]")
_CLOSERS = "\"”’»“)]}'…"
_GROUPED = word_set("de es it pt nl tr")  # where a point groups figures, and ``numbers`` does the rest
_UNSPACED = "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]"


@dataclass(frozen=True, slots=True)
class Options:
    """``before``, ``after``, ``brackets``: which of the three kinds to look for."""

    before: bool = True
    after: bool = True
    brackets: bool = True


def _unspaced(piece: str) -> bool:
    """Whether a character or token has letters of a script with marks of its own."""
    return not piece.isascii() and re.search(_UNSPACED, piece) is not None


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Edits that remove and add blanks.

    >>> [(e.start, e.end, e.new) for e in propose(Document("It rained , and", lang="en"), Options())]
    [(9, 10, '')]
    """
    text, lang = document.text, code(document.lang)
    if places := suspects(text):
        if options.before:
            yield from _blanks_before(
                text, lang, [at for at in places if text[at] in ",.;:!?" and _blank(text, at - 1)]
            )
        if options.after:
            yield from _blanks_after(text, lang, places)
        if options.brackets:
            yield from _brackets(text, [at for at in places if text[at] in "()[]¿¡"])
    if options.brackets and "(" in text and (lang in CLOSE_UP or lang == "fr"):
        yield from _glued_brackets(text)
    if lang == "en":
        for match in _COLON.finditer(text):
            yield Edit(match.start() + 1, match.start() + 1, " ", score=0.9, reason="no blank after a colon")
        for match in _BEFORE_QUOTE.finditer(text) if "“" in text else ():
            line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
            if line.count("“") == line.count("”"):
                at = match.start() + 1
                yield Edit(at, at, " ", score=0.9, reason="no blank before a quotation")
    yield from beside_hyphens(text, lang)


def _blank(text: str, at: int) -> bool:
    return at >= 0 and text[at].isspace() and text[at] != "\n"


def _blanks_before(text: str, lang: str, places: list[int]) -> Iterator[Edit]:
    # "Place : hall" several times: then it is how the labels of this text are written.
    labels = sum(text[at] == ":" for at in places) > 3
    for at in places:
        mark = text[at]
        if mark == ":" and labels:
            continue
        start = at
        while start > 0 and text[start - 1] in " \t\xa0\u202f":
            start -= 1
        left, right = text[start - 1 : start], text[at + 1 : at + 2]
        if not left or left == "\n" or _unspaced(left):
            continue
        if left == '"' and text[at + 1 : at + 3].lstrip().startswith('"'):
            continue  # 'between them " ; "'
        if not (left.isalnum() or left in _CLOSERS or left in "%°$€£" or (left in ".?!" and mark == ",")):
            continue
        if mark in ";:!?":
            if lang not in CLOSE_UP or "\xa0" in text[start:at] or "\u202f" in text[start:at]:
                continue
            if mark == ":" and (
                left.isdigit() or not (right == "" or right.isspace()) or text[at + 2 : at + 3].isdigit()
            ):
                continue
            if text.startswith(("???,", "??? ,"), at) or (text.startswith("???", at) and _SMALL.match(text, at + 3)):
                continue  # "mit den Drei ???, Folge 1": a name
            if mark in "!?" and text.startswith((" »", "\xa0»", "\u202f»"), at + 1):
                continue  # « Fermé ! »: French in a text of another language
            if mark in "!?" and not (right == "" or right.isspace() or right in _CLOSERS or right in "!?"):
                continue
            if mark == ";" and (right in ")-(" and right):
                continue
        elif mark == ".":
            rest = text[at + 1 : at + 6].lstrip(" \xa0")
            if rest.startswith((".", "…")) or text[max(0, start - 2) : start].rstrip().endswith((" .", "..")):
                continue  # an ellipsis with blanks
            if left.isdigit() and rest[:1].isdigit() and lang not in _GROUPED:
                continue  # "3 . 000": half of it would be mended
            if right.isupper() and left.islower() and _begins(text, at + 1, lang):
                yield Edit(start, at + 1, ". ", score=0.9, reason="blank on the wrong side of a stop")
                continue
            if not (right == "" or right.isspace() or right in _CLOSERS):
                continue  # .NET, .env, .5
            if right == " " and rest[:1].islower() and not is_abbreviation(word_before(text, start)):
                continue  # not the end of a sentence: what it was is unclear
        if mark in ",;" and right and not right.isspace() and right not in _CLOSERS:
            if not right.isalpha():
                continue
            yield Edit(start, at + 1, mark + " ", score=0.95, reason="blank on the wrong side of a mark")
            continue
        yield Edit(start, at, "", score=0.96, reason="blank before a mark")


def _blanks_after(text: str, lang: str, places: tuple[int, ...]) -> Iterator[Edit]:
    for at in places:
        if text[at] not in ",;":
            continue
        token = token_around(text, at)
        letter = lang in ("en", "es", "fr", "it", "pt") and _GLUED_LETTER.match(text, at)
        figure = _FIGURE_OR_I.fullmatch(token) and _SENTENCE.match(text, at + 1)
        if not (letter or figure or _GLUED.match(text, at)):
            continue
        if text[at] == ";" and token[: token.find(";")].isupper():
            continue  # TL;DR
        if _is_notation(token) or token.count(",") + token.count(";") > 3 or _unspaced(token):
            continue
        yield Edit(at + 1, at + 1, " ", score=0.93, reason="no blank after a mark")
    for match in _BEFORE_NUMBER.finditer(text):
        yield Edit(match.start() + 1, match.start() + 1, " ", score=0.88, reason="no blank after a mark")
    for at in places:
        if text[at] not in ".!?" or not _GLUED_STOP.match(text, at):
            continue
        right = word_after(text, at + 1)
        if not right or not right[0].isupper() or not (right in STARTERS or right[1:].islower()):
            continue
        left = _word_or_number_before(text, at)
        token = token_around(text, at)
        if _is_notation(token.lstrip("$")) or token.rstrip('.,;:!?"”’)').count(".") > 1 or _unspaced(token):
            continue
        if left in TITLES or is_abbreviation(left):
            continue
        after = text[at + 1 + len(right) : at + 2 + len(right)]
        starter = (right in STARTERS or _small(right, lang)) and (after.isspace() or after in "'’,")
        if left[:1].islower() and len(left) >= 3 and (starter or _is_word(left, lang)):
            score = 0.96 if starter else 0.85
        elif starter and len(left) >= 3:
            score = 0.9
        elif lang == "en" and left.isdigit() and len(right) > 4 and after == " " and _begins(text, at + 1, lang):
            score = 0.86  # "day tickets stay at £6.Passengers under 22"
        elif lang == "en" and len(left) > 3 and len(right) > 3 and after == " " and _begins(text, at + 1, lang):
            score = 0.84  # "resurface Mill Lane.Work begins on 3 June"
        elif len(left) > 3 and len(right) > 4 and after == " " and text[at + 2 + len(right) :][:1].islower():
            score = 0.84 if lang and _is_word(left, lang) and _is_word(right, lang) else 0.6
        else:
            score = 0.6
        yield Edit(at + 1, at + 1, " ", score=score, reason="no blank after the end of a sentence")


def _small(word: str, lang: str) -> bool:
    """Whether a word is one of the most common of the language, and usually small."""
    if lang in ("", "en"):
        return False
    from cleanpipe.scoring.lexical.lexicon import lexicon

    low, known = word.lower(), lexicon(lang)
    return known.lower_share(low) > 0.9 and known.frequency(low) >= 5.0


def _begins(text: str, at: int, lang: str) -> bool:
    """Whether a capitalised word that is usually small stands here, with another word behind it: no ``.Net``."""
    match = _BEGINNING.match(text, at)
    if match is None or not lang:
        return False
    from cleanpipe.scoring.lexical.lexicon import lexicon

    word = match[1].lower()
    return word != "net" and (lexicon(lang).lower_share(word) > 0.5 or match[2] != " ")


_BEGINNING = re.compile(r"([^\W\d_]+)([ '’])[^\W_]")


def _is_word(word: str, lang: str) -> bool:
    from cleanpipe.scoring.lexical.lexicon import lexicon

    known = lexicon(lang)
    return len(known) == 0 or word in known


_LEFT = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\Z")


def _word_or_number_before(text: str, at: int) -> str:
    match = _LEFT.search(text, max(0, at - 40), at)
    return match.group() if match else ""


def _is_notation(token: str) -> bool:
    return any(c in token for c in "@/\\_=&<>#|{}[]*+~^`$") or "://" in token or "www." in token or "::" in token


def _brackets(text: str, places: list[int]) -> Iterator[Edit]:
    if not places:
        return
    style = text.count("[ ") > 3 and text.count("[ ") >= text.count("[") - text.count("[ ")
    for at in places:
        match = _OPENING.match(text, at)
        if match is None:
            continue
        end = match.end()
        if style and text[at] == "[":
            continue  # this text writes all its brackets so
        if text[at] in "¿¡":
            yield Edit(at + 1, end, "", score=0.95, reason="blank after an opening mark")
            continue
        after = text[end : end + 1]
        line_end = text.find("\n", at, at + _REACH)
        line_end = at + _REACH if line_end < 0 else line_end
        partner = ")" if text[at] == "(" else "]"
        close = text.find(partner, end, line_end)
        if after in ("", "\n") or after == partner or close < 0 or text[at - 1 : at] in tuple(":;=-\\'"):
            continue
        if text[at] == "[" and after in "xX ":
            continue  # a box to tick
        # ( o¬ô ) is a face.
        if (after.isalnum() or after in "\"“‘'$€£¿¡") and _WORDY.search(text, end, close):
            yield Edit(at + 1, end, "", score=0.95, reason="blank inside a bracket")
    for at in places:
        if text[at] not in ")]" or not _blank(text, at - 1):
            continue
        if style and text[at] == "]":
            continue
        start = at
        while start > 0 and text[start - 1] in " \t\xa0":
            start -= 1
        line = max(text.rfind("\n", max(0, at - _REACH), at) + 1, at - _REACH, 0)
        opener = "(" if text[at] == ")" else "["
        if text[start - 1 : start] in ("", "\n", opener) or not _open_before(text, line, start, opener, text[at]):
            continue
        opened = text.rfind(opener, line, start)
        if opened >= 0 and not _WORDY.search(text, opened, start):
            continue
        if text[start - 1].isalnum() or text[start - 1] in ".!?…,;:\"”’%'":
            if text[start - 1] in ",;:" or text[at : at + 2] == "))":
                continue
            yield Edit(start, at, "", score=0.95, reason="blank inside a bracket")


def _glued_brackets(text: str) -> Iterator[Edit]:
    """A bracket of several words without a blank outside it: ``bridge(built in stone)was``."""
    for match in _GLUED_NAME.finditer(text):
        yield Edit(match.start(), match.start(), " ", score=0.85, reason="no blank before a bracket")
        yield Edit(match.end(), match.end(), " ", score=0.85, reason="no blank after a bracket")
    for match in _GLUED_BRACKET.finditer(text):
        inner = match.group()[1:-1]
        both = text[match.start() - 1 : match.start()].islower() and text[match.end() : match.end() + 1].islower()
        if inner.count(" ") < 2 - both or any(c in inner for c in "=_*{}<>/\\") or not inner[0].isalpha():
            continue
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if before.isalpha() and not _is_notation(token_around(text, match.start() - 1)):
            yield Edit(match.start(), match.start(), " ", score=0.85, reason="no blank before a bracket")
        if after.isalpha():
            yield Edit(match.end(), match.end(), " ", score=0.88, reason="no blank after a bracket")


def _open_before(text: str, start: int, end: int, opener: str, closer: str) -> bool:
    """Whether a bracket is open at ``end``: by count on a whole line, by the nearest bracket on an endless one."""
    if end - start < _REACH - 9:
        return text.count(opener, start, end) > text.count(closer, start, end)
    return text.rfind(opener, start, end) > text.rfind(closer, start, end)
