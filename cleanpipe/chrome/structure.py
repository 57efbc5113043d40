"""Structural evidence: stamps, title suffixes, stray fragments, and what stands after a certain end marker.

Works without the line scorer, on any page of some paragraphs, and never on less. Each finding says in words what it
saw. Nothing here drops a full paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from cleanpipe.chrome.lines import SHORTEST, credits_in, ends_sentence, is_full_paragraph, is_loose, words_in
from cleanpipe.chrome.words import DATE_WORDS


class Finding(NamedTuple):
    """A unit to drop (or, with ``cut``, to shorten to its first ``cut`` characters)."""

    unit: int
    rule: str
    score: float
    reason: str
    cut: int = -1


#: The rule of what stands below a certain end of an article.
AFTER_END = "chrome/after-end-marker"
#: Full paragraphs a text needs before its lines can be furniture.
MIN_PARAGRAPHS = 2

_DIVIDERS = re.compile(r" (?:\||-|–|—|•|·|::|»|«) ")
_SITE_WORD = re.compile(
    r"(?:\.(?:com|org|net|info|de|fr|es|it|nl|pl|ru|br|pt|uk|at|ch)$|\b(?:News|Times|Post|Herald|Gazette|Tribune|"
    r"Telegraph|Observer|Chronicle|Journal|Daily|Press|TV|Radio|Zeitung|Nachrichten|Online|Noticias|Diario|Journal|"
    r"Notizie|Blog|Magazine|Magazin|Media)\b)"
)
#: The time of an entry on a line of its own, and how many entries make a page that is written as the day goes on.
_CLOCK = re.compile(
    r"(?:[01]?\d|2[0-4])(?:[:.]|\s?[hH]\s?)[0-5]\d(?::[0-5]\d)?(?:\s?(?:[ap]\.?\s?m\.?|Uhr|h|GMT))?", re.IGNORECASE
)
MIN_ENTRIES = 6
#: Lines that make a programme of days, and the day at the head of each.
MIN_DAYS = 8
#: The line above a comment of a reader: a name and "says:", with the day and the time in it or right below; and how
#: many make a thread. A text that quotes has "he says:" too, but no time at each.
_SAYS = re.compile(
    r"\S.{0,70}\b(?:says|said|wrote|schreibt|schrieb|sagt|sagte|meint|dice|dijo|disse|diz|a dit|dit|ha detto|scrive|"
    r"ha scritto|пишет|говорит|pisze|mówi|zegt|säger|sier|siger)(?: ?:|\W.{0,40}\d{4}\W.{0,30}\d{1,2}[:.]\d\d.{0,8})",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\bago\b|\b(?:vor|hace|il y a) \d")
MIN_COMMENTS = 3
#: A text that the site cut off; how long one is, how many in a row are teasers, and how many short lines (a headline, a
#: date, a name) may stand between two.
_CUT = re.compile(r"(?:\.\.\.|…)\s?[\])»”\"]?$")
TEASER, LONGEST_HEAD = 60, 110
MIN_TEASERS = 3
BETWEEN = 3
#: A date in figures; where the month comes first it does so in all lines of a list, or the list is in no order.
_DAY = re.compile(r"(?:((?:19|20)\d\d)-(\d\d)-(\d\d)|([0-3]?\d)[./-]([0-3]?\d)[./-]((?:19|20)?\d\d))\b")
#: A line of code: a prompt, an assignment, a call, a tag or a section alone, a bracket or semicolon at the end, or a
#: word that begins statements and commands; and the words that announce one.
_CODE = re.compile(
    r"[$>%] \S|[\w.\[\]\"'-]+(?: [:+*/|-]?= |=\S)|.*[;{}]$|[\w.:]+\(.*\);?$|</?\w[^<>]*>$|\[[\w. -]+\]$|"
    r"(?:from \S+ import|import|def|class|return|sudo|pip3?|npm|npx|yarn|git|docker|apt|apt-get|brew|curl|wget|cd|"
    r"mkdir|echo|export|python3?|SELECT|INSERT|UPDATE|CREATE) [^ ].*[^.!?]$"
)
ANNOUNCES = 3
_DATED = frozenset(DATE_WORDS.split())
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"([0-3]?\d)(?:st|nd|rd|th|\.)?")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&]{1,5}(?: [A-Z][a-z]+)?$")
_OPENS_LOWER = re.compile(r"[^\W\d_]", re.UNICODE)


def findings(texts: list[str], site: str | None, end_markers: Collection[int]) -> list[Finding]:
    """All structural findings on the units of a document; ``end_markers`` are units that certainly end an article.

    >>> page = ["More rain is expected WPN", "WPN", "It " + "rained " * 20 + "on.", "It " + "poured " * 20 + "too."]
    >>> [(f.unit, f.rule, f.cut) for f in findings(page, None, [])]
    [(1, 'chrome/site-stamp', -1), (0, 'chrome/title-suffix', 21)]
    """
    full = [len(text) >= SHORTEST and is_full_paragraph(text) for text in texts]
    if sum(full) < MIN_PARAGRAPHS:
        return []
    first = full.index(True)
    found = list(_fragments(texts, first))
    skip = {finding.unit for finding in found}
    found += _stamps(texts, site, first, skip)
    found += _after_end(texts, full, end_markers)
    return found


def _fragments(texts: list[str], first: int) -> Iterator[Finding]:
    """Torn words above the title: 'in', 'by', '-'."""
    for unit in range(min(first, 3)):
        text = texts[unit]
        letter = _OPENS_LOWER.match(text)
        tiny = len(text) <= 3 and not any(map(str.isalnum, text))
        torn = letter is not None and text[0].islower() and words_in(text) <= 2 and len(text) <= 12
        if not (tiny or torn) or not is_loose(text) or unit + 1 >= first or words_in(texts[unit + 1]) < 4:
            return
        yield Finding(unit, "chrome/fragment", 0.93, "a stray fragment above the title")


def _stamps(texts: list[str], site: str | None, first: int, skip: Collection[int]) -> Iterator[Finding]:
    """The site's name on a line of its own near the top, and glued to the end of the title."""
    title = next((u for u in range(min(first, 6)) if u not in skip and words_in(texts[u]) >= 4), None)
    if title is None:
        return
    head = texts[title]
    names = _names_of(site)
    for unit in range(first):
        stamp = texts[unit]
        if unit == title or not head.endswith(stamp) or len(head) < len(stamp) + 12:
            continue
        if unit in skip or not is_loose(stamp) or not 1 <= words_in(stamp) <= 4:
            continue
        rest = head[: -len(stamp)]
        divided = re.search(r"[\s|\-–—•·:»«]+$", rest)
        certain = bool(_DIVIDERS.search(rest[-4:] + " ")) or bool(_ACRONYM.match(stamp)) or _is_name(stamp, names)
        if divided is None or not (certain or _SITE_WORD.search(stamp)):
            continue
        yield Finding(unit, "chrome/site-stamp", 0.93, f"the site's name {stamp!r}, which is also glued to the title")
        yield Finding(title, "chrome/title-suffix", 0.92, f"the site's name {stamp!r} at the end of the title",
                      len(rest) - len(divided.group()))  # fmt: skip
        return
    dividers = list(_DIVIDERS.finditer(head))
    if not dividers:
        return
    divider = dividers[-1]
    if words_in(head[: divider.start()]) < 3:
        return
    suffix = head[divider.end() :]
    if not suffix or words_in(suffix) > 5 or len(suffix) > 40 or ends_sentence(suffix):
        return
    known = _is_name(suffix, names) or any(t == suffix for u, t in enumerate(texts) if u != title)
    # A bar in a headline is a divider; a dash may belong to it, so it needs a name that is known or looks like one.
    if known or "|" in divider.group() or "»" in divider.group() or _SITE_WORD.search(suffix):
        yield Finding(title, "chrome/title-suffix", 0.9, f"the site's name {suffix!r} at the end of the title",
                      divider.start())  # fmt: skip


def _names_of(site: str | None) -> set[str]:
    if not site:
        return set()
    labels = site.lower().removeprefix("www.").split(".")
    return {site.lower(), *(label for label in labels[:-1] if len(label) > 2)}


def _is_name(text: str, names: Collection[str]) -> bool:
    return bool(names) and (text.lower() in names or re.sub(r"[\W_]+", "", text.lower()) in names)


def _after_end(texts: list[str], full: list[bool], end_markers: Collection[int]) -> Iterator[Finding]:
    """Everything after the first certain end marker, unless two or more full paragraphs follow it."""
    for marker in sorted(end_markers):
        before = sum(full[:marker])
        following = sum(full[marker + 1 :])
        if before < MIN_PARAGRAPHS or following >= 2 or following >= before:
            continue
        below = range(marker + 1, len(texts))
        reason = f"it stands after {_short(texts[marker])!r}, which ends an article"
        named = credits_in(texts, below)
        yield from (Finding(unit, AFTER_END, 0.92, reason) for unit in below if unit not in named)
        return


def teasers(texts: Sequence[str]) -> set[int]:
    """The units that begin other stories and are cut off, one after the other, with short lines between them.

    >>> cut = "The ferry across the river has stopped for the third time this spring ..."
    >>> sorted(teasers(["Rain", cut, "Snow", cut, "Ice", "May 3", cut])), teasers([cut, "It rained all day.", cut, cut])
    ([1, 3, 6], set())
    """
    cut = [unit for unit, text in enumerate(texts) if len(text) >= TEASER and _CUT.search(text, len(text) - 6)]
    found: set[int] = set()
    run: list[int] = []
    for unit in cut:
        between = texts[run[-1] + 1 : unit] if run else ()
        if len(between) > BETWEEN or not all(map(_heads, between)):
            run = []
        run.append(unit)
        if len(run) >= MIN_TEASERS:
            found.update(run)
    return found


def repeats(texts: Sequence[str], content: Sequence[float]) -> Iterator[int]:
    """The units that say a full paragraph of the page once more, word for word; of each the likeliest content stays.

    A text may repeat a sentence on purpose, a page does so under its pictures. Which of the two it is, others say.

    >>> caption = "The harbour wall at Ostley on the morning after the storm, with the lifeboat behind it on the left."
    >>> list(repeats([caption, "News", caption], [0.6, 0.1, 0.9]))
    [0]
    """
    times = Counter(texts)
    for text in times:
        if times[text] > 1 and is_full_paragraph(text):
            places = [unit for unit, other in enumerate(texts) if other == text]
            best = max(places, key=lambda unit: content[unit])
            yield from (unit for unit in places if unit != best)


def latest_news(texts: Sequence[str], article: Sequence[int]) -> set[int]:
    """The units of lists of other news below an article: each begins with its day, the latest first.

    Short lines may stand between them. What happened in a story is told from the first day to the last; and a list that
    has no article above it (of which ``article`` are the paragraphs) is what the page is for.

    >>> news = ["3.5.2021 Ferry stops again", "1.5.2021 Snow in May", "Read on", "28.4.2021 Mill changes hands"]
    >>> sorted(latest_news(["It rained.", "It poured.", *news], [0, 1])), latest_news(news, [])
    ([2, 3, 5], set())
    """
    found: set[int] = set()
    run: list[int] = []
    days: list[tuple[int, ...]] = []
    for unit, text in enumerate(texts):
        day = _full_date(text)
        if day is None:
            continue
        if run and (day > days[-1] or unit - run[-1] > BETWEEN or not all(map(is_loose, texts[run[-1] + 1 : unit]))):
            run, days = [], []
        run.append(unit)
        days.append(day)
        if len(run) >= MIN_TEASERS and days[0] > days[-1]:
            found.update(run)
    return found if found and len(article) > 1 and article[1] < min(found) else set()


def _full_date(text: str) -> tuple[int, ...] | None:
    """Year, month and day in figures at the head of a line that says more than that."""
    date = _DAY.match(text)
    if date is None or len(text) - date.end() < 12:
        return None
    year, month, day = (int(date[k]) for k in ((1, 2, 3) if date[1] else (6, 5, 4)))
    return (year + 2000 if year < 100 else year, month, day)


def code_below(texts: Sequence[str], unit: int) -> Iterator[int]:
    """The lines of code right below a unit that announces them with a colon.

    Code looks like furniture: short, without a full stop, and with few words of the language.

    >>> page = ["Read the level from Python:", "from gauge import Gauge", "g = Gauge(60)", "print(g.level())", "Yes"]
    >>> list(code_below(page, 0)), list(code_below(page, 4))
    ([1, 2, 3], [])
    """
    if texts[unit].endswith(":") and words_in(texts[unit]) >= ANNOUNCES:
        for below in range(unit + 1, len(texts)):
            if _CODE.match(texts[below]) is None:
                return
            yield below


def live_entries(texts: list[str]) -> set[int]:
    """The units of a live page that are its text: each time that stands alone, and the sentences right after it.

    A list of news with their times has headlines there, which end in no stop; so it takes ``MIN_ENTRIES`` full
    paragraphs.

    >>> page = ["Home", *["09:30", "It " + "rained " * 20 + "on."] * 6, "10:00", "And it stopped."]
    >>> sorted(set(range(len(page))) - live_entries(page))
    [0]
    """
    stamps = [u for u, text in enumerate(texts[:-1]) if len(text) <= 16 and _CLOCK.fullmatch(text)]
    if sum(is_full_paragraph(texts[u + 1]) for u in stamps) < MIN_ENTRIES:
        return set()
    return {unit for u in stamps if ends_sentence(texts[u + 1]) for unit in (u, u + 1)}


def programme(texts: list[str]) -> set[int]:
    """The units of a list of days and what comes on them, as articles have of tours, matches and events.

    Each line opens with a later day than the one above it, where a list of news has its latest on top. A short one may
    be what else is on, so it takes ``MIN_DAYS`` lines.

    >>> page = [f"June {day} - Ferry Hall, Ostley" for day in range(3, 27, 3)]
    >>> len(programme(["Tour dates", *page])), len(programme(["News", *page[::-1]]))
    (8, 0)
    """
    found: set[int] = set()
    if not any(map(_day_of, texts[MIN_DAYS - 1 :: MIN_DAYS])):
        return found  # each run of so many lines has one of these
    run: list[int] = []
    months = 0
    latest: tuple[str, int] | None = None
    for unit, text in enumerate([*texts, ""]):
        day = _day_of(text)
        if day is None or latest is None or (day[0] == latest[0] and day[1] <= latest[1]):
            if len(run) >= MIN_DAYS and 2 * months <= len(run):
                found.update(run)
            run, months = [], 0
        if day is not None:
            months += not run or latest is None or day[0] != latest[0]
            run.append(unit)
        latest = day
    return found


def _day_of(text: str) -> tuple[str, int] | None:
    """Month and day at the head of a line that says more than a date."""
    if len(text) > 160 or _DIGIT.search(text, 0, 16) is None:
        return None
    words = text.split(None, 5)
    heads = [word.strip(".,:;").casefold() for word in words[:3]]
    if len(words) < 4:
        return None
    if heads[0].isalpha() and (heads[0] not in _DATED or _NUMBER.fullmatch(heads[1]) is None):
        del heads[0]  # the day of the week
    for month, day in ((heads[0], heads[1]), (heads[1], heads[0])):
        number = _NUMBER.fullmatch(day)
        if month in _DATED and number is not None:
            return month, int(number[1])
    return None


def comments_from(texts: list[str]) -> int:
    """The unit at which the comments of readers begin, or -1; an article must stand above them.

    >>> thread = ["Ann says:", "May 3, 2021 at 10:15", "Well said.", "Bob says:", "May 4, 2021 at 9:01", "No."]
    >>> comments_from(["It " + "rained " * 20 + "on.", *thread, *thread]), comments_from(thread)
    (1, -1)
    """
    heads = [
        unit
        for unit, text in enumerate(texts)
        if len(text) < 120
        and (text[-1] == ":" or (len(text) > 30 and _DIGIT.search(text, len(text) - 6)))
        and _SAYS.fullmatch(text)
        and any(len(near) < 120 and _WHEN.search(near) for near in texts[unit : unit + 3])
    ]
    if len(heads) < MIN_COMMENTS or not any(map(is_full_paragraph, texts[: heads[0]])):
        return -1
    return heads[0]


def video_caption(texts: list[str], stamp: int) -> Finding | None:
    """The caption under a video's stamp: the only headline-like unit between paragraphs of the page.

    A page with headings of that shape keeps it, since it may be one of them.
    """
    unit = stamp + 1
    if unit + 1 >= len(texts) or not _headline(texts[unit]) or not is_full_paragraph(texts[unit + 1]):
        return None
    first = next(u for u, text in enumerate(texts) if is_full_paragraph(text))
    last = max(u for u, text in enumerate(texts) if is_full_paragraph(text))
    others = [u for u in range(first + 1, last) if u not in (unit, stamp) and _headline(texts[u])]
    if stamp < first or others:
        return None
    return Finding(
        unit, "chrome/video-caption", 0.85, f"the caption of the video named above ({_short(texts[stamp])!r})"
    )


def _headline(text: str) -> bool:
    return 4 <= words_in(text) <= 14 and is_loose(text)


def _heads(text: str) -> bool:
    """Whether a unit may stand between two teasers: no sentence, unless it asks or calls as headlines do."""
    return len(text) <= LONGEST_HEAD and (not ends_sentence(text) or text[-1] in "?!")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
