"""A line or paragraph that ends inside a sentence, with the rest of the sentence on the next (phase lines).

Certain when the first part cannot end there (an article, a preposition, a comma, a title, an open bracket) or the
second starts in lower case and together they make whole sentences. Verse, lists, headings, addresses, greetings,
dialogue and hard-wrapped text break lines on purpose. Words broken at a hyphen are for ``hyphenation``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cleanpipe.document import Document, Edit
from cleanpipe.repairers._language import STARTERS, TITLES, code
from cleanpipe.repairers._openended import OPEN_ENDED, PARTICLES
from cleanpipe.scoring.lexical.lexicon import Lexicon, lexicon

PHASE = "lines"

# A line end after anything but what ends a sentence or announces something; the next line starts with a word or figure.
_BREAK = re.compile(
    r"\n"
    r"(?:(?<=[^\s.!?…:;\"”»)\]。！？।॥۔؟։\-–—|*#=_>]\n)|(?<=[A-Z]\.[A-Z]\.\n)|(?<=\b[A-Z][a-z]\.\n)|"
    r"(?<=\b[A-Z][a-z][a-z]\.\n)|(?<=\b[A-Z][a-z][a-z][a-z]\.\n)|(?<=[ap]\.m\.\n)|(?<= M\.\n)|(?<= г\.\n)|"
    r"(?<= (?:dott|prof|mevr|arch|geom)\.\n)|(?<=[ '’](?:ing|avv|art)\.\n)|"
    r"(?<= (?:pag|pág|fig|cap|vol|núm|blz|стр)\.\n(?=[0-9]))|"
    r"(?<= (?:sig|dhr|drs|sra)\.\n)|(?<= (?:dr|sr|mr|ir|ул|им|пр)\.\n)|(?<= (?:проф|акад)\.\n)|(?<=[ \t]\n))"
    r"[ \t]*(?:\n[ \t]*)?(?=[\w(“\"„«'‘$£€])"
)
_SMALL_TITLES = {
    "es": ("dr", "sr", "sra", "Sr"),
    "fr": ("M",),
    "it": ("dott", "prof", "sig", "ing", "avv", "arch", "geom"),
    "nl": ("prof", "dr", "drs", "dhr", "mevr", "mr", "ir"),
    "pt": ("dr", "sr", "sra", "Sr"),
    "ru": ("г", "ул", "им", "пр", "проф", "акад"),
}
_APOSTROPHE_TITLE = re.compile(r"['’](?:ing|avv|arch|on|ex)\.\Z")
_SMALL_AFTER_END = re.compile(r"[.!?][\"”)]?[ \t]*\n\s*[a-zß-öø-ÿа-яё]{2,} [a-zß-öø-ÿа-яё]")
_BEFORE_FIGURES = frozenset("Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec No Nos Nr núm pp Art Vol blz стр".split())
#: Written small these are abbreviations here and words elsewhere: "modern art.".
_SMALL_BEFORE_FIGURES = {lang: frozenset("art pag pág fig cap vol".split()) for lang in ("es", "it", "pt")}
#: Titles that are written without a stop, and end no heading.
_BARE_TITLES = frozenset("Mme Mlle Mr Mrs Ms Dr".split())
_END_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?\Z")
_TERMINAL = re.compile(r"[.!?…:;。！？।॥۔؟։][\"”’»“)\]']*\Z")
_INNER_END = re.compile(r"[^\W\d_]{3}[.!?][\"”’»“)]? +[\"“„«(]?[^\W\d_a-z]")
_SENTENCE_END = re.compile(r"[.!?…:] ")
_OPENING = re.compile(r"[\w'’-]+")
_JOINT = re.compile(r"['’-]")
_NEXT = re.compile(r"[ \t]*\n[ \t]*(?:\n[ \t]*)?(\w[^\n]*)")
_BULLET = re.compile(r"(?:[-–—•*·▪◦‣>|#+]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]) ")
_ASKING = re.compile(r"(?:What|Where|Who|How|When|Why|Which)\b")
_GREETING = re.compile(
    r"(?i)(?:dear|hi|hello|hey|good (?:morning|evening|day)|liebe|lieber|sehr geehrte|hallo|cher|chère|bonjour|querid|"
    r"estimad|caro|cara|prezad|gentile|drogi|szanown|уважаем|kära|hej)"
)


@dataclass(frozen=True, slots=True)
class Options:
    """``verse_length``: lines up to so many characters that follow one another are verse, lists or addresses."""

    verse_length: int = 48


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Edits that join what was torn.

    >>> document = Document("The river rose after the\\n\\nstorm, and the streets were closed.", lang="en")
    >>> [(e.start, e.end, e.new) for e in propose(document, Options())]
    [(24, 26, ' ')]
    """
    text = document.text
    if "\n" not in text:
        return
    lang = code(document.lang)
    open_ended = OPEN_ENDED.get(lang, frozenset())
    for match in _BREAK.finditer(text):
        start, end = match.span()
        blank = text.count("\n", start, end) > 1
        if not blank and not document.one_line_blocks:
            continue
        while start > 0 and text[start - 1] in " \t":
            start -= 1
        first = text[text.rfind("\n", 0, start) + 1 : start].lstrip()
        stop = text.find("\n", end)
        second = text[end : stop if stop >= 0 else len(text)].rstrip()
        if not first or not second:
            continue
        score = _score(document, first, second, start, end, open_ended, lang, options)
        if score >= 0.5:
            yield Edit(start, end, " ", score=score, reason="sentence torn by a line end")


def _is_word(token: str, lang: str) -> bool:
    """Whether a token is written small in its language but at the start of a sentence."""
    return lexicon(lang).lower_share(token) > 0.5


def _score(
    document: Document,
    first: str,
    second: str,
    start: int,
    end: int,
    open_ended: frozenset[str],
    lang: str,
    options: Options,
) -> float:
    """How likely ``first`` and ``second`` are one torn sentence."""
    words = first.count(" ") + 1
    bare = first.rpartition(" ")[2] in _BARE_TITLES and second[0].isupper()
    if bare and (words > 2 or (words > 1 and _is_word(first.partition(" ")[0], lang))):
        return 0.93
    if words < 5 and second[0].isupper() and first[-1].isalnum() and "(" not in first and "“" not in first:
        # Most lines of a page: a heading or a menu, unless it ends in a word that no heading ends in.
        last = first.rpartition(" ")[2]
        if last not in open_ended and last.lower() not in open_ended:
            return 0.0
    if _BULLET.match(second) or "\t" in first or "\t" in second or "  " in first.strip():
        return 0.0
    last = _last_word(first[-40:])
    if first[-1] == ".":
        # Only a title before a name, or U.S. and 3 p.m. before a small letter.
        if last == "" and (stem := _last_word(first[-20:-1])):
            titled = stem in TITLES and stem not in ("Jr", "Sr")
            if stem in _SMALL_TITLES.get(lang, ()):  # "в г." is a town, "1915 г." a year
                titled = not first[-6:-3].strip().isdigit()
            # "Selon M.", "Il dott.": two words will do where the first is no name.
            if titled and second[0].isupper() and (words > 2 or _is_word(first.partition(" ")[0], lang)):
                return 0.93
            stem = _JOINT.split(stem)[-1]
            numbered = stem in _BEFORE_FIGURES or stem in _SMALL_BEFORE_FIGURES.get(lang, ())
            if numbered and second[0].isdigit() and words > 2:
                return 0.93
        if lang == "it" and words > 2 and second[0].isupper() and _APOSTROPHE_TITLE.search(first[-8:]):
            return 0.93  # "sarà l'ing.⏎⏎Fabrizi"
        if lang == "ru" and first[-8:-3].strip().isdigit() and first.endswith(" г.") and second[0].islower():
            return 0.9  # "в 1911 г.⏎⏎по проекту"
        if re.search(r"(?:[A-Z]\.){2,}\Z|[0-9] ?[ap]\.m\.\Z", first[-12:]) and second[0].islower() and words > 1:
            return 0.9
        return 0.0
    if _TERMINAL.search(first[-8:]):
        return 0.0
    opening = _OPENING.match(second)
    first_word = opening.group() if opening else ""
    lower = _is_lower(first_word)
    if lower and first_word == last.lower():
        return 0.0  # a heading that names what the text begins with
    hangs = last in open_ended or (last.lower() in open_ended and last[1:].islower() and words > 3)
    unclosed = first.count("(") > first.count(")") and ")" in second
    unclosed |= first.count("“") > first.count("”") and "”" in second and first[0] != "“"
    if not (lower or hangs or unclosed) and words < 5:
        return 0.0  # even before a name too little to be more than a heading
    named = not lower and lang in OPEN_ENDED and _name_like(first_word, lang)
    if not (lower or hangs or unclosed or named):
        return 0.0
    if _ASKING.match(first) and words < 9 and second[0].isupper():
        return 0.0  # "What to look out for"
    if _GREETING.match(first) and words < 8:
        return 0.0
    short = _short_lines(document.text, start, end, options.verse_length)
    if short > 2 and not (hangs and words > 4 and short == 3 and (lower or named)):
        return 0.0
    ends_well = _TERMINAL.search(second[-8:]) is not None or _goes_on_well(document.text, end + len(second))
    if hangs and words > 2:
        if lower:
            return 0.95 if ends_well or len(second) > 40 else 0.8
        if last in PARTICLES and not (named or len(first) > 80):
            return 0.6
        return 0.92 if ends_well and len(first) + len(second) > 60 else 0.7
    if unclosed and ends_well:
        return 0.88
    if lower:
        if not ends_well or words < 2 or _written_small(document.text):
            return 0.55
        if first[0].islower():
            return 0.7 if words > 6 else 0.0
        if first[-1] == "," and words < 4:
            return 0.5
        if words < 3:
            return 0.6  # a heading of one or two words, above a text that begins with a unit or a name written small
        return 0.93 if words > 5 or len(second) > 60 else 0.82
    # A capital that a name or a figure explains, and so much before it that this is no heading.
    inner = _INNER_END.search(first) is not None
    tail = _SENTENCE_END.split(first)[-1]
    if not ends_well or not named or tail.count(" ") < 4:
        return 0.0
    if first[-1] == ",":
        return 0.85 if (inner or words > 12) and len(second) > 20 else 0.4
    return 0.83 if inner or words > 20 else 0.0


@lru_cache(maxsize=2)
def _written_small(text: str) -> bool:
    """Whether lines begin small where nothing was torn: behind a line that ends well, as in chats and some verse."""
    return _SMALL_AFTER_END.search(text) is not None


def _last_word(text: str) -> str:
    """The word at the end of a text, or nothing."""
    match = _END_WORD.search(text, text.rfind(" ") + 1)
    return match.group() if match else ""


def _goes_on_well(text: str, at: int) -> bool:
    """Whether the line that ends at ``at`` is torn too, and the one after it ends a sentence."""
    following = _NEXT.match(text, at)
    if following is None:
        return False
    line = following.group(1)
    opening = _OPENING.match(line)
    return bool(opening and _is_lower(opening.group()) and _TERMINAL.search(line[-8:].rstrip()))


def _is_lower(word: str) -> bool:
    """Whether a sentence hardly begins with this word: lower case up to a hyphen, no iPhone, no x86."""
    head = _JOINT.split(word, maxsplit=1)[0]
    return head.isalpha() and head.islower()


def _name_like(word: str, lang: str) -> bool:
    """Whether a capital on this word says nothing about a sentence that begins: a name, or a figure."""
    if not word or word in STARTERS:
        return False
    if word[0].isdigit():
        return True
    if not word[0].isupper():
        return False
    known: Lexicon = lexicon(lang)
    return len(known) > 0 and 0.0 <= known.lower_share(word) <= 0.1


def _short_lines(text: str, start: int, end: int, limit: int) -> int:
    """How many short lines follow one another around a break, up to six: verse, a list, an address."""
    first = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    if start - first > limit or stop - end > limit:
        return 0
    # A neighbour longer than what is looked at is no short line either.
    before = text[max(0, first - 2 * limit - 18) : first].rstrip("\n \t").rsplit("\n", 2)[::-1]
    behind = text[stop : stop + 2 * limit + 18].lstrip("\n \t").split("\n", 2)
    return 2 + sum(_leading(lines[:2], limit) for lines in (before, behind))


def _leading(lines: list[str], limit: int) -> int:
    """How many of some lines are short before the first that is not."""
    return next((k for k, line in enumerate(lines) if not 0 < len(line) <= limit), len(lines))
