"""Features of a place where one word meets the next: what a scorer may know when it decides what was lost there.

Three kinds of place: ``spaced`` (``Korea For``: a capital after a blank), ``fused`` (``SeptemberWhen``) and ``stopped``
(``development. The``: a full stop between two words). Features are short names; those with ``=`` carry a word or class.
The same functions serve training and cleaning.
"""

from __future__ import annotations

from typing import NamedTuple

from cleanpipe.scoring import linear
from cleanpipe.scoring.context import Elsewhere, elsewhere
from cleanpipe.scoring.lexicon import FUNCTION, Lexicon, lexicon
from cleanpipe.scoring.sentences import Line, Verbs, line_around, verbs_of

# Nouns after which a capitalised phrase without quotes is a title more often than damage.
_CUES = frozenset(
    "film films movie movies play plays novel novels book books album albums song songs single band bands group show shows "
    "series podcast musical opera memoir campaign initiative scheme programme program project magazine newspaper "
    "documentary sitcom act charity exhibition poem essay article report bill game video episode called titled entitled "
    "named dubbed filming reading read watched watching wrote sang directed starring hit soap comedy drama".split()
)
_OPEN_QUOTES = frozenset("“\"‘'«„(")


class Place(NamedTuple):
    """Where a decision is asked for: the first letter of the right word is at ``at``; ``left`` is the end of the left word."""

    text: str
    left: int
    at: int
    end: int  # end of the right word


def _bucket(value: float, steps: tuple[float, ...]) -> int:
    return sum(value >= step for step in steps)


_SHARES = (0.0, 0.02, 0.1, 0.3, 0.6, 0.85, 0.95, 0.99, 0.997)
_FREQUENCIES = (0.1, 2.0, 2.7, 3.3, 4.0, 4.6, 5.3, 6.0)
_LENGTHS = (2, 3, 4, 6, 9, 13, 20, 30)


def shape(word: str) -> str:
    """``low``, ``Cap``, ``CAPS``, ``cAmel``, ``num`` or ``mark``."""
    if not word or not word[0].isalnum():
        return "mark"
    if word[0].isdigit():
        return "num"
    if word.islower():
        return "low"
    if word[0].isupper():
        if len(word) > 1 and word.isupper():
            return "CAPS"
        return "Cap"
    return "cAmel"


def word_class(lex: Lexicon, word: str) -> str:
    """A function word or a mark by itself; any other word by its most usual part of speech.

    >>> word_class(lexicon("en"), "without"), word_class(lexicon("en"), "xyzzy")
    ('without', '?')
    """
    if not word:
        return "^"
    if not word[0].isalpha():
        return "#" if word[0].isdigit() else word[0]
    tags = lex.tags(word)
    if tags & FUNCTION and lex.frequency(word) > 4.6:
        return word
    if not tags:
        return "s?" if word.endswith("s") else "?"
    return str(lex.main_tag(word).bit_length())


class _Window:
    """Words and classes around one token, fetched once for all features of a place."""

    def __init__(self, lex: Lexicon, line: Line, index: int) -> None:
        words, lower = line.words, line.lower
        self.line, self.index = line, index
        count = len(words)
        self.around = [words[k] if 0 <= k < count else "" for k in range(index - 3, index + 4)]
        self.low = [lower[k] if 0 <= k < count else "" for k in range(index - 3, index + 4)]
        self.classes = [word_class(lex, word) for word in self.low]
        self.shapes = [shape(word) for word in self.around]


def _line_features(line: Line, index: int, first: int, last: int) -> list[str]:
    """How the line and its sentence look: headlines, titles, quotations."""
    words = line.words
    caps = sum(1 for k in range(first + 1, last) if k != index and words[k][0].isupper() and len(words[k]) > 3)
    low = sum(1 for k in range(first + 1, last) if k != index and words[k].islower() and len(words[k]) > 3)
    near = sum(
        1 for k in range(max(first + 1, index - 5), min(last, index + 6)) if k != index and words[k][0].isupper()
    )
    cue = any(line.lower[k] in _CUES for k in range(max(0, index - 5), index))
    ends = words[-1] if words[-1][0] in ".!?…”\"')" else "-"
    out = [
        f"caps={min(caps, 5)}/{min(low, 5)}",
        f"near={min(near, 4)}",
        f"ends={ends[0]}",
        f"lineful={_bucket(len(words), _LENGTHS)}",
        f"from={_bucket(index - first, (1, 2, 3, 5, 9))}",
        f"to={_bucket(last - index, (2, 3, 4, 6, 10))}",
    ]
    if cue:
        out.append("cue")
    quotes = sum(word in ('"', "“", "”", "«", "»") for word in words[:index])
    if quotes % 2:
        out.append("quoted")
    return out


def _companions(lex: Lexicon, line: Line, index: int) -> tuple[int, int]:
    """Other signs of damage within ten words: fused words, and capitals on words that never take one."""
    camel = stray = 0
    words = line.words
    for k in range(max(1, index - 10), min(len(words), index + 11)):
        word = words[k]
        if k == index or len(word) < 2 or word.islower() or not word[0].isalpha():
            continue
        if word[0].isupper() and word[1:].islower():
            before = words[k - 1]
            if (before[0].isalnum() or before == ",") and lex.lower_share(word) >= 0.99:
                stray += 1
        elif not word.isupper() and lex.frequency(word) == 0.0:
            cut = next((c for c in range(1, len(word)) if word[c].isupper() and word[c - 1].islower()), 0)
            if cut and lex.frequency(word[cut:]) > 3.0 and lex.frequency(word[:cut]) > 2.0:
                camel += 1
    return camel, stray


def _shares(lex: Lexicon, word: str) -> tuple[int, int]:
    return _bucket(lex.lower_share(word), _SHARES), _bucket(lex.frequency(word), _FREQUENCIES)


def _verbal(verbs: Verbs) -> int:
    """0 none, 1 perhaps, 2 a clause, 3 more than one."""
    main = verbs.main
    return 0 if main < 0.3 else 1 if main < 0.9 else 2 if main < 1.9 else 3


def spaced(place: Place, lang: str = "en") -> list[str]:
    """Features of a capitalised word after a blank."""
    lex = lexicon(lang)
    line, begin = line_around(place.text, place.left, place.end)
    index = line.index_at(place.at - begin)
    window = _Window(lex, line, index)
    c, s, low = window.classes, window.shapes, window.low
    first, last = line.sentence(index)
    right = low[3]
    share, freq = _shares(lex, right)
    seen = elsewhere(place.text)
    small, names = seen.count(right, place.at), seen.inside(window.around[3], place.at)
    said = f"{min(small, 2)}{min(names, 2)}"
    before = _verbal(verbs_of(line.lower[first:index]))
    after = _verbal(verbs_of(line.lower[index:last]))
    camel, stray = _companions(lex, line, index)
    left_known = _bucket(lex.lower_share(low[2]), (0.0, 0.1, 0.6, 0.95))
    out = [
        "bias",
        f"share={share}",
        f"freq={freq}",
        f"share={share}&freq={freq}",
        f"R={c[3]}",
        f"L={c[2]}",
        f"N={c[4]}",
        f"LL={c[1]}",
        f"NN={c[5]}",
        f"L={c[2]}&R={c[3]}",
        f"R={c[3]}&N={c[4]}",
        f"L={c[2]}&N={c[4]}",
        f"shapes={s[1]}{s[2]}|{s[4]}{s[5]}",
        f"Ls={s[2]}&Ns={s[4]}&share={share}",
        f"Ls={s[2]}{left_known}&R={c[3]}",
        f"Ns={s[4]}&R={c[3]}",
        f"said={said}",
        f"said={said}&share={share}",
        f"verbs={before}{after}",
        f"verbs={before}{after}&R={c[3]}",
        f"verbs={before}{after}&L={c[2]}",
        f"verbs={before}{after}&Ls={s[2]}&share={share}",
        f"tags={lex.tags(right) & 0x1FF}",
        f"company={min(camel, 1)}{min(stray, 3)}",
        f"left={place.text[place.left:place.at].strip() or '_'}",
        *_line_features(line, index, first, last),
    ]
    if s[2] == "low" and s[4] == "low":
        out.append(f"frame={c[3]}")
    return out


def fused(place: Place, lang: str = "en") -> list[str]:
    """Features of a capital inside a word; ``left`` and ``at`` are the same offset."""
    text = place.text
    lex = lexicon(lang)
    line, begin = line_around(text, place.left, place.end)
    index = line.index_at(place.at - begin)
    window = _Window(lex, line, index)
    c, s = window.classes, window.shapes
    token, token_start = line.words[index], begin + line.starts[index]
    # A hyphen or apostrophe belongs to the token: "Foot-longHelping"; the half is what follows the last of them.
    head = text[token_start : place.at]
    head_word = head[max(head.rfind("-"), head.rfind("'"), head.rfind("’")) + 1 :] or head
    tail = text[place.at : place.end]
    seen = elsewhere(text)
    tail_low = tail.lower()
    hs, hf = _shares(lex, head_word)
    ts, tf = _shares(lex, tail_low)
    hc, tc = word_class(lex, head_word.lower()), word_class(lex, tail_low)
    first, last = line.sentence(index)
    before = _verbal(verbs_of([*line.lower[first:index], head_word.lower()]))
    after = _verbal(verbs_of([tail_low, *line.lower[index + 1 : last]]))
    whole = min(seen.count(token, token_start), 2)
    apart = f"{min(seen.count(head_word, token_start), 1)}{min(seen.count(tail, place.at), 1)}{min(seen.count(tail_low, place.at), 1)}"
    camel, stray = _companions(lex, line, index)
    capitals = sum(char.isupper() for char in token)
    hshape = shape(head_word)
    known = _bucket(lex.frequency(token), (0.1, 2.0))
    out = [
        "bias",
        f"hs={hs}", f"hf={hf}", f"ts={ts}", f"tf={tf}",
        f"hf={hf}&tf={tf}",
        f"hs={hs}&ts={ts}",
        f"H={hc}", f"T={tc}",
        f"H={hc}&T={tc}",
        f"Hshape={hshape}&T={tc}",
        f"Hshape={hshape}&hf={hf}&tf={tf}",
        f"Hlen={_bucket(len(head_word), (2, 3, 4, 6))}", f"Tlen={_bucket(len(tail), (2, 3, 4, 6))}",
        f"Hlen={_bucket(len(head_word), (2, 3, 4, 6))}&Tlen={_bucket(len(tail), (2, 3, 4, 6))}&Hshape={hshape}",
        f"L={c[2]}", f"N={c[4]}", f"Ns={s[4]}", f"Ls={s[2]}",
        f"T={tc}&N={c[4]}",
        f"L={c[2]}&H={hc}",
        f"Ns={s[4]}&ts={ts}", f"Ns={s[4]}&T={tc}",
        f"whole={whole}", f"known={known}",
        f"apart={apart}", f"apart={apart}&ts={ts}", f"apart={apart}&hf={hf}",
        f"capitals={min(capitals, 4)}",
        f"verbs={before}{after}", f"verbs={before}{after}&T={tc}", f"verbs={before}{after}&Ns={s[4]}",
        f"company={min(camel, 1)}{min(stray, 3)}",
        *_line_features(line, index, first, last),
    ]
    return out


def stopped(place: Place, lang: str = "en") -> list[str]:
    """Features of a full stop between two words; ``left`` is the place of the stop."""
    lex = lexicon(lang)
    line, begin = line_around(place.text, place.left, place.end)
    index = line.index_at(place.at - begin)
    window = _Window(lex, line, index)
    c, s, low = window.classes, window.shapes, window.low
    _, last = line.sentence(index)
    stop = index - 1
    first, _ = line.sentence(max(0, stop - 1))
    left = line.lower[first:stop]
    right = line.lower[index:last]
    lv, rv = verbs_of(left), verbs_of(right)
    a, b = _verbal(lv), _verbal(rv)
    comma = next((k for k, word in enumerate(right) if word == ","), 99)
    # A phrase, a comma and a clause: the ordinary way to open a sentence with a preposition.
    opener = 0
    if comma < len(right) - 2:
        opener = 1 + min(2, _verbal(verbs_of(right[comma + 1 :])))
    head = _verbal(verbs_of(right[: min(comma, len(right))]))
    length, left_length = _bucket(last - index, _LENGTHS), _bucket(stop - first, _LENGTHS)
    share, freq = _shares(lex, low[3])
    mark = right[-1] if right and right[-1] in ".!?…" else "-"
    earlier = line.words[first - 1] if first else "^"
    camel, stray = _companions(lex, line, index)
    seen = elsewhere(place.text)
    said = f"{min(seen.count(low[3], place.at), 1)}{min(seen.inside(window.around[3], place.at), 1)}"
    return [
        "bias",
        f"R={c[3]}", f"L={c[1]}", f"N={c[4]}", f"NN={c[5]}",
        f"R={c[3]}&N={c[4]}", f"L={c[1]}&R={c[3]}",
        f"R={c[3]}&Ns={s[4]}",
        f"share={share}&freq={freq}",
        f"said={said}&share={share}",
        f"rv={b}", f"lv={a}", f"rv={b}&R={c[3]}", f"lv={a}&rv={b}", f"lv={a}&R={c[3]}",
        f"rv={b}&R={c[3]}&opener={opener}",
        f"opener={opener}&head={head}", f"opener={opener}&R={c[3]}", f"head={head}&R={c[3]}",
        f"sure={min(rv.sure, 2)}{min(rv.opened, 2)}", f"sure={min(rv.sure, 2)}{min(rv.opened, 2)}&R={c[3]}",
        f"length={length}", f"length={length}&rv={b}", f"length={length}&R={c[3]}",
        f"leftlength={left_length}", f"leftlength={left_length}&lv={a}",
        f"mark={mark}&rv={b}",
        f"earlier={earlier}",
        f"L={c[1]}&lv={a}", f"Ls={s[1]}", f"LL={c[0]}&L={c[1]}",
        f"L={c[1]}&asks={_asks(left)}", f"L={c[1]}&left={left_length}",
        f"company={min(camel, 1)}{min(stray, 3)}",
    ]


_STRANDING = frozenset("what who whom which where that how whose to nothing something anything".split())


def _asks(left: list[str] | tuple[str, ...]) -> int:
    """Whether a preposition may end the sentence: ``what he lived for``, ``nothing to speak of``, ``logged in``."""
    return int(any(word in _STRANDING for word in left[:-2]))


KINDS = {"spaced": spaced, "fused": fused, "stopped": stopped}


def probabilities(kind: str, place: Place, lang: str = "en") -> dict[str, float]:
    """What probably happened at a place: ``keep`` and the repairs that the model of this kind knows."""
    return linear.shipped(f"boundaries-{lang}")[kind].probabilities(KINDS[kind](place, lang))
