"""Runs of units that are together what none of them shows alone: other stories, and texts that look like furniture.

Lists of news and teasers are full of sentences; interviews, programmes of days, live pages and code are full of short
lines. The line scorer sees a unit and its neighbours, so it is told of these. Nothing here decides by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleanpipe.chrome.lines import ends_sentence, is_full_paragraph, is_loose, words_in
from cleanpipe.chrome.words import DATE_WORDS

#: Content probabilities of units that are likelier content than not, and of those that hardly can be.
LIKELY, UNLIKELY = 0.5, 0.2
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
#: A text that the site cut off; how long one is, how many in a row are other stories, and how many short lines (a
#: headline, a date, a name) may stand between two.
_CUT = re.compile(r"(?:\.\.\.|…)\s?[\])»”\"]?$")
TEASER, LONGEST_HEAD = 60, 110
MIN_STORIES = 3
BETWEEN = 3
#: How often a page says one thing: under each of a few pictures.
MOST_TIMES = 4
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
#: Questions with their answers that make a text of them.
MIN_QUESTIONS = 3
#: The number at the head of a line; how many make a text that counts, and how many units one of its parts may have.
_COUNTED = re.compile(r"(\d{1,2})[.)] [^\W\d]")
MIN_ITEMS = 3
_MARKED = re.compile(r"[-–—•*·▪◦●►✓] \S")
_LABELLED = re.compile(r"[^\W\d_][^:.!?]{1,30}: \S")
LONGEST_ITEM = 12
_DATED = frozenset(DATE_WORDS.split())
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"([0-3]?\d)(?:st|nd|rd|th|\.)?")


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
        if len(run) >= MIN_STORIES:
            found.update(run[-MIN_STORIES:])
    return found


def repeats(texts: Sequence[str], content: Sequence[float]) -> Iterator[int]:
    """The units that say a full paragraph of the page once more, word for word; of each the likeliest content stays.

    A page does so under its pictures, or has the article twice. A text does so on purpose: with a question that is put
    to everybody, a step that is taken again, a row of a table or a list of quantities that is the same for many things.
    So nothing goes that is said often, or that stands between two sentences that are said once.

    >>> caption = "The harbour wall at Ostley on the morning after the storm, with the lifeboat behind it on the left."
    >>> list(repeats([caption, "News", caption], [0.6, 0.1, 0.9])), list(repeats([caption, "A.", caption], [1, 1, 1]))
    ([0], [])
    """
    places: dict[str, list[int]] = {}
    for unit, text in enumerate(texts):
        places.setdefault(text, []).append(unit)
    for text, units in places.items():
        if not 1 < len(units) <= MOST_TIMES or text[-1] in "?？؟" or not is_full_paragraph(text) or _tabular(text):
            continue
        best = max(units, key=lambda unit: content[unit])
        for unit in units:
            beside = [k for k in (unit - 1, unit + 1) if 0 <= k < len(texts)]
            if unit != best and any(len(places[texts[k]]) > 1 or content[k] < LIKELY for k in beside):
                yield unit


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
        if len(run) >= MIN_STORIES and days[0] > day:
            # All of them when the first day is left behind, later ones as they come.
            found.update(run if len(run) == MIN_STORIES or days[0] == days[-2] else run[-1:])
    return found if found and len(article) > 1 and article[1] < min(found) else set()


def _full_date(text: str) -> tuple[int, ...] | None:
    """Year, month and day in figures at the head of a line that says more than that."""
    date = _DAY.match(text)
    if date is None or len(text) - date.end() < 12:
        return None
    year, month, day = (int(date[k]) for k in ((1, 2, 3) if date[1] else (6, 5, 4)))
    return (year + 2000 if year < 100 else year, month, day)


def _tabular(text: str) -> bool:
    """Whether a unit is a row of cells, or has a number in every fifth word."""
    words = text.split()
    return "|" in words or 5 * sum(word[0].isdigit() for word in words) >= len(words)


def announced_code(texts: Sequence[str], content: Sequence[float], sure: float) -> Iterator[int]:
    """The lines of code right below a unit that is content (``sure``) and announces them with a colon.

    Code looks like furniture: short, without a full stop, and with few words of the language.

    >>> page = ["Read the level from Python:", "from gauge import Gauge", "g = Gauge(60)", "print(g.level())", "Yes"]
    >>> list(announced_code(page, [0.9, 0.3, 0.3, 0.3, 0.1], 0.8)), list(announced_code(page, [0.1] * 5, 0.8))
    ([1, 2, 3], [])
    """
    open_ = False
    for unit, text in enumerate(texts):
        if open_ and _CODE.match(text) is not None:
            yield unit
        else:
            open_ = content[unit] >= sure and text.endswith(":") and words_in(text) >= ANNOUNCES


def questions(texts: Sequence[str], content: Sequence[float], sure: float) -> Iterator[int]:
    """The questions and short answers of an interview, or of a list of questions, that a scorer of lines doubts.

    Beyond doubt are some answers, and some questions with theirs; then a question goes on from what stands above it
    and is content (``sure``), and an answer from its question. Where question and answer take turns, the first pair is
    enough.

    >>> page = ["Who are you?", "The ferryman.", "And the cow?", "It swims.", "Why?", "I never asked.", "Any news?"]
    >>> sorted(questions(page, [0.9, 0.9, 0.4, 0.9, 0.9, 0.9, 0.2], 0.8))
    [2]
    """
    asked = [unit for unit, text in enumerate(texts[:-1]) if text[-1] in "?？؟" and ends_sentence(texts[unit + 1])]
    if len(asked) < MIN_QUESTIONS:
        return
    every = set(asked)
    turns = {unit for unit in asked if unit + 2 in every or unit - 2 in every}
    answered = [unit for unit in asked if content[unit + 1] > LIKELY]
    known = {unit for unit in answered if content[unit] > LIKELY}
    many = len(answered) >= MIN_QUESTIONS and len(known) >= MIN_QUESTIONS - 1
    kept = {unit for unit, p in enumerate(content) if p >= sure or unit in known or unit - 1 in known}
    for unit in asked:
        likely = min(content[unit : unit + 2]) > UNLIKELY / 2
        if unit - 1 in kept and ((many and likely) or (len(turns) >= MIN_QUESTIONS and unit in turns)):
            for doubtful in (unit, unit + 1):
                if content[doubtful] < sure:
                    kept.add(doubtful)
                    yield doubtful


def numbered(texts: Sequence[str], content: Sequence[float]) -> Iterator[int]:
    """The headings of a text that counts: 1, 2, 3, each with something below it that is likelier content than not.

    With the sentence below the last one. A list of what is read most counts, too, and has nothing between its lines.

    >>> page = ["1. Toast it", "It works.", "2. Soup", "Onions, bread.", "3. Hens", "They eat it.", "Most read"]
    >>> list(numbered(page, [0.2, 0.9] * 3 + [0.1])), list(numbered(page, [0.2] * 7))
    ([0, 2, 4, 5], [])
    """
    run: list[int] = []

    def counted() -> list[int]:
        if len(run) < MIN_ITEMS:
            return []
        below = run[-1] + 1
        told = below < len(texts) and content[below] > UNLIKELY / 2 and ends_sentence(texts[below])
        return [*run, below] if told else run

    for unit, text in enumerate(texts):
        head = _COUNTED.match(text)
        number = int(head[1]) if head else 0
        if number == len(run) + 1 and (not run or 1 < unit - run[-1] <= LONGEST_ITEM + 1):
            if not run or max(content[run[-1] + 1 : unit]) > LIKELY:
                run.append(unit)
                continue
        if number == 1:
            yield from counted()
            run = [unit]
    yield from counted()


def listed(texts: Sequence[str], content: Sequence[float]) -> Iterator[int]:
    """The lines of a table in words (a label and what it is), or of a list with a mark before each, that is content.

    Of a table one line must be likelier content than not, of a list half of the lines.

    >>> page = ["Monday: rain, 12 degrees", "Tuesday: rain, 11 degrees", "Wednesday: showers", "More: weather"]
    >>> list(listed(page, [0.3, 0.4, 0.6, 0.1])), list(listed(page, [0.3, 0.4, 0.4, 0.1]))
    ([0, 1, 2], [])
    >>> list(listed(["- The ferry sails", "- Tickets stay valid", "- Dogs are welcome"], [0.9, 0.8, 0.4]))
    [0, 1, 2]
    """
    for shape, share in ((_LABELLED, 0.0), (_MARKED, 0.5)):
        run: list[int] = []
        for unit, text in enumerate([*texts, ""]):
            if unit < len(texts) and content[unit] > UNLIKELY and len(text) <= LONGEST_HEAD and shape.match(text):
                run.append(unit)
                continue
            if len(run) >= MIN_ITEMS:
                likely = sum(content[k] > LIKELY for k in run)
                if likely and likely >= share * len(run):
                    yield from run
            run = []


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


def _heads(text: str) -> bool:
    """Whether a unit may stand between two teasers: no sentence, unless it asks or calls as headlines do."""
    return len(text) <= LONGEST_HEAD and (not ends_sentence(text) or text[-1] in "?!")
