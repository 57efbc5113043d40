"""Features of a place where one word meets the next: what a scorer may know when it decides what was lost there.

Three kinds of place: ``spaced`` (``Korea For``: a capital after a blank), ``fused`` (``SeptemberWhen``) and
``stopped`` (``development. The``: a full stop between two words). Features are short names; those with ``=`` carry
a word or class. The same functions serve training and cleaning.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from cleanpipe.scoring.english.profile import Profile, profile_of, shape, word_class
from cleanpipe.scoring.english.sentences import line_around, verbs_of
from cleanpipe.scoring.lexical.lexicon import lexicon
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.texts.context import elsewhere


class Place(NamedTuple):
    """Where a decision is asked for: the right word begins at ``at``, the left word ends at ``left``."""

    text: str
    left: int
    at: int
    end: int  # end of the right word


def _bucket(value: float, steps: tuple[float, ...]) -> int:
    return bisect_right(steps, value)


_SHARES = (0.0, 0.02, 0.1, 0.3, 0.6, 0.85, 0.95, 0.99, 0.997)
_FREQUENCIES = (0.1, 2.0, 2.7, 3.3, 4.0, 4.6, 5.3, 6.0)
_LENGTHS = (2, 3, 4, 6, 9, 13, 20, 30)


def _line_features(profile: Profile, index: int, first: int, last: int) -> list[str]:
    """How the line and its sentence look: headlines, titles, quotations."""
    words = profile.line.words
    capital = words[index][0].isupper() and len(words[index]) > 3
    begin = min(first + 1, last)
    caps = profile.capitals[last] - profile.capitals[begin] - (capital and index > first)
    low = profile.small[last] - profile.small[begin]
    around = (*words[max(first + 1, index - 5) : index], *words[index + 1 : min(last, index + 6)])
    near = sum([word[0].isupper() for word in around])
    final = words[-1][0]
    out = [
        f"caps={min(caps, 5)}/{min(low, 5)}",
        f"near={min(near, 4)}",
        f"ends={final if final in _FINAL else '-'}",
        f"lineful={_bucket(len(words), _LENGTHS)}",
        f"from={_bucket(index - first, (1, 2, 3, 5, 9))}",
        f"to={_bucket(last - index, (2, 3, 4, 6, 10))}",
    ]
    if profile.cues[index] - profile.cues[max(0, index - 5)]:
        out.append("cue")
    if profile.quotes[index] % 2:
        out.append("quoted")
    return out


_FINAL = frozenset(".!?…”\"')")


@lru_cache(maxsize=16_384)
def _shares(word: str) -> tuple[int, int]:
    """The word in steps of its share in small letters, and of its frequency."""
    lex = lexicon("en")
    return _bucket(lex.lower_share(word), _SHARES), _bucket(lex.frequency(word), _FREQUENCIES)


_ENDS, _QUOTES = frozenset((".", "!", "?")), frozenset(('"', "“"))


class Look:
    """The line around a place, the token that holds it, and the windows of classes and shapes around that token."""

    __slots__ = ("begin", "c", "first", "index", "last", "line", "low", "profile", "s", "words")

    def __init__(self, place: Place) -> None:
        self.line, self.begin = line_around(place.text, place.left, place.end)
        self.profile = profile_of(self.line)
        self.index = k = self.line.index_at(place.at - self.begin)
        self.c, self.s = self.profile.classes[k : k + 7], self.profile.shapes[k : k + 7]
        self.words, self.low = self.line.words, self.line.lower
        self.first, self.last = self.profile.sentence(k)
        for at in range(k, min(self.last, len(self.words) - 2) - 1):
            # ... of the process. "There has been: a mark, and the quotation begins another sentence.
            if self.words[at] in _ENDS and self.words[at + 1] in _QUOTES and self.words[at + 2][0].isupper():
                self.last = at + 1
                break

    def opener(self) -> int:
        """Whether a phrase, a comma and a clause follow, as in many sentences: 0 no comma, 3 surely."""
        for k in range(self.index + 1, min(self.last - 2, self.index + 16)):
            if self.low[k] == ",":
                return 1 + min(2, self.profile.main_verbs(k + 1, self.last))
        return 0

    def headline(self) -> bool:
        """Whether the line is a heading in title case: no final mark, and half of its longer words capitalised."""
        if self.words[-1][0] in _FINAL or len(self.words) > 20:
            return False
        caps, low = self.profile.capitals[-1], self.profile.small[-1]
        return caps > 1 and caps >= low

    def announced(self) -> bool:
        """Whether a word that announces a title stands shortly before: ``the film``."""
        return self.profile.cues[self.index] > self.profile.cues[max(0, self.index - 5)]

    def crowded(self) -> bool:
        """Whether other capitalised words that are usually small stand near, or a word that announces a title."""
        if self.announced():
            return True
        lex = lexicon("en")
        for k in range(max(self.first + 1, self.index - 4), min(self.last, self.index + 5)):
            word = self.words[k]
            if k != self.index and word[0].isupper() and len(word) > 3 and lex.lower_share(word) > 0.5:
                return True
        return False


def look_at(place: Place) -> Look:
    """The look at a place; several repairers and frames ask for the same one."""
    memo = elsewhere(place.text).memo
    found: Look | None = memo.get(("look", place.at))
    if found is None:
        found = memo["look", place.at] = Look(place)
    return found


def spaced(place: Place) -> list[str]:
    """Features of a capitalised word after a blank."""
    look = look_at(place)
    c, s, index, first, last, profile = look.c, look.s, look.index, look.first, look.last, look.profile
    right = look.low[index]
    share, freq = _shares(right)
    seen = elsewhere(place.text)
    said = f"{min(seen.count(right, place.at), 2)}{min(seen.inside(look.words[index], place.at), 2)}"
    before, after = profile.main_verbs(first, index), profile.main_verbs(index, last)
    opener = look.opener()
    left_share = _shares(look.low[index - 1])[0] if index else 0
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
        f"Ls={s[2]}{left_share}&R={c[3]}",
        f"Ns={s[4]}&R={c[3]}",
        f"said={said}",
        f"said={said}&share={share}",
        f"verbs={before}{after}",
        f"verbs={before}{after}&R={c[3]}",
        f"verbs={before}{after}&L={c[2]}",
        f"verbs={before}{after}&Ls={s[2]}&share={share}",
        f"tags={lexicon('en').tags(right) & 0x1FF}",
        profile.company(index),
        f"opener={opener}&R={c[3]}",
        f"opener={opener}&verbs={before}{after}",
        f"opener={opener}&Ls={s[2]}&share={share}",
        f"left={place.text[place.left : place.at].strip() or '_'}",
        *_line_features(profile, index, first, last),
    ]
    if s[2] == "low" and s[4] == "low":
        out.append(f"frame={c[3]}")
    return out


def fused(place: Place) -> list[str]:
    """Features of a capital inside a word; ``left`` and ``at`` are the same offset."""
    text = place.text
    look = look_at(place)
    c, s, index, first, last, profile = look.c, look.s, look.index, look.first, look.last, look.profile
    token, token_start = look.words[index], look.begin + look.line.starts[index]
    # A hyphen or apostrophe belongs to the token: "Foot-longHelping"; the half is what follows the last of them.
    head = text[token_start : place.at]
    head_word = head[max(head.rfind("-"), head.rfind("'"), head.rfind("’")) + 1 :] or head
    head_low = head_word.lower()
    tail = text[place.at : place.end]
    tail_low = tail.lower()
    seen = elsewhere(text)
    hs, hf = _shares(head_low)
    ts, tf = _shares(tail_low)
    hc, tc = word_class(head_low), word_class(tail_low)
    before = _verbal(verbs_of([*look.low[first:index], head_low]))
    after = _verbal(verbs_of([tail_low, *look.low[index + 1 : last]]))
    whole = min(seen.count(token, token_start), 2)
    alone = (seen.count(head_word, token_start), seen.count(tail, place.at), seen.count(tail_low, place.at))
    apart = "".join("1" if n else "0" for n in alone)
    capitals = sum(char.isupper() for char in token)
    hshape = shape(head_word)
    known = _bucket(lexicon("en").frequency(token), (0.1, 2.0))
    hlen, tlen = _bucket(len(head_word), (2, 3, 4, 6)), _bucket(len(tail), (2, 3, 4, 6))
    return [
        "bias",
        f"hs={hs}",
        f"hf={hf}",
        f"ts={ts}",
        f"tf={tf}",
        f"hf={hf}&tf={tf}",
        f"hs={hs}&ts={ts}",
        f"H={hc}",
        f"T={tc}",
        f"H={hc}&T={tc}",
        f"Hshape={hshape}&T={tc}",
        f"Hshape={hshape}&hf={hf}&tf={tf}",
        f"Hlen={hlen}",
        f"Tlen={tlen}",
        f"Hlen={hlen}&Tlen={tlen}&Hshape={hshape}",
        f"L={c[2]}",
        f"N={c[4]}",
        f"Ns={s[4]}",
        f"Ls={s[2]}",
        f"T={tc}&N={c[4]}",
        f"L={c[2]}&H={hc}",
        f"Ns={s[4]}&ts={ts}",
        f"Ns={s[4]}&T={tc}",
        f"whole={whole}",
        f"known={known}",
        f"apart={apart}",
        f"apart={apart}&ts={ts}",
        f"apart={apart}&hf={hf}",
        f"capitals={min(capitals, 4)}",
        f"verbs={before}{after}",
        f"verbs={before}{after}&T={tc}",
        f"verbs={before}{after}&Ns={s[4]}",
        profile.company(index),
        *_line_features(profile, index, first, last),
    ]


def _verbal(main: float) -> int:
    """0 none, 1 perhaps, 2 a clause, 3 more than one."""
    return 0 if main < 0.3 else 1 if main < 0.9 else 2 if main < 1.9 else 3


def stopped(place: Place) -> list[str]:
    """Features of a full stop between two words; ``left`` is the place of the stop."""
    look = look_at(place)
    c, s, index, last, profile = look.c, look.s, look.index, look.last, look.profile
    stop = index - 1
    first, _ = profile.sentence(max(0, stop - 1))
    left, right = look.low[first:stop], look.low[index:last]
    a, b = profile.main_verbs(first, stop), profile.main_verbs(index, last)
    opener = look.opener()
    comma = next((k for k, word in enumerate(right) if word == ","), 99)
    head = profile.main_verbs(index, min(index + comma, last))
    length, left_length = _bucket(last - index, _LENGTHS), _bucket(stop - first, _LENGTHS)
    share, freq = _shares(look.low[index])
    mark = right[-1] if right and right[-1] in ".!?…" else "-"
    earlier = look.words[first - 1] if first else "^"
    seen = elsewhere(place.text)
    said = f"{min(seen.count(look.low[index], place.at), 1)}{min(seen.inside(look.words[index], place.at), 1)}"
    main = profile.verbs[last] - profile.verbs[index]
    opened = min(profile.opened[last] - profile.opened[index], 2)
    sure = f"sure={_bucket(main + opened, (0.3, 0.9, 1.9))}{opened}"
    return [
        "bias",
        f"R={c[3]}",
        f"L={c[1]}",
        f"N={c[4]}",
        f"NN={c[5]}",
        f"R={c[3]}&N={c[4]}",
        f"L={c[1]}&R={c[3]}",
        f"R={c[3]}&Ns={s[4]}",
        f"share={share}&freq={freq}",
        f"said={said}&share={share}",
        f"rv={b}",
        f"lv={a}",
        f"rv={b}&R={c[3]}",
        f"lv={a}&rv={b}",
        f"lv={a}&R={c[3]}",
        f"rv={b}&R={c[3]}&opener={opener}",
        f"opener={opener}&head={head}",
        f"opener={opener}&R={c[3]}",
        f"head={head}&R={c[3]}",
        sure,
        f"{sure}&R={c[3]}",
        f"length={length}",
        f"length={length}&rv={b}",
        f"length={length}&R={c[3]}",
        f"leftlength={left_length}",
        f"leftlength={left_length}&lv={a}",
        f"mark={mark}&rv={b}",
        f"earlier={earlier}",
        f"L={c[1]}&lv={a}",
        f"Ls={s[1]}",
        f"LL={c[0]}&L={c[1]}",
        f"L={c[1]}&asks={_asks(left)}",
        f"L={c[1]}&left={left_length}",
        profile.company(index),
    ]


_STRANDING = words("what who whom which where that how whose to nothing something anything")


def _asks(left: list[str] | tuple[str, ...]) -> int:
    """Whether a preposition may end the sentence: ``what he lived for``, ``nothing to speak of``, ``logged in``."""
    return int(any(word in _STRANDING for word in left[:-2]))


KINDS = {"spaced": spaced, "fused": fused, "stopped": stopped}
