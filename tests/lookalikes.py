"""Texts that look alike: the same report with another fact, and in another shape. Used by tests and benchmarks.

Patterns in eleven languages with typed slots (``cases/lookalikes.yaml``). ``other_facts`` changes what one slot says,
``other_shapes`` the writing and no fact.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_DATA: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "cases/lookalikes.yaml").read_text(encoding="utf-8"))
_SLOT = re.compile(r"\{(\w+)\}|\[([^]|]*)\|([^]]*)\]")


class Pair(NamedTuple):
    """Two texts, and in what they differ."""

    kind: str
    lang: str
    one: str
    two: str


def _value(slot: str, lang: str, rng: random.Random) -> str:
    said = _DATA.get(slot.removesuffix("2"))
    if said is not None:
        return str(rng.choice(said[lang] if isinstance(said, dict) else said))
    ranges = {"number": (101, 989), "n1": (11, 49), "n2": (51, 98), "dom": (2, 28), "year": (1961, 2035)}
    if slot in ranges:
        return str(rng.randint(*ranges[slot]))
    if slot == "time":
        return f"{rng.randint(1, 11)}.{rng.randint(10, 59)}" + (rng.choice((" am", " pm")) if lang == "en" else "")
    if slot == "score":
        return f"{rng.randint(3, 6)}-{rng.randint(0, 2)}"
    assert slot == "pct", slot
    return f"{rng.randint(2, 60)}{',' if lang != 'en' else '.'}{rng.randint(1, 9)}"


class Report:
    """One pattern with what its slots say."""

    def __init__(self, lang: str, pattern: str, rng: random.Random) -> None:
        self.lang, self.pattern = lang, pattern
        self.slots = list(_SLOT.finditer(pattern))
        self.values = [self._draw(match, rng) for match in self.slots]

    def _draw(self, match: re.Match[str], rng: random.Random) -> str:
        return _value(match[1], self.lang, rng) if match[1] else match[rng.choice((2, 3))]

    def text(self, values: list[str] | None = None) -> str:
        out, at = [], 0
        for match, value in zip(self.slots, values or self.values, strict=True):
            out += [self.pattern[at : match.start()], value]
            at = match.end()
        return "".join(out) + self.pattern[at:]

    def other_fact(self, rng: random.Random) -> Pair | None:
        """The report with one slot that says something else, or two names or figures in each other's place."""
        values = list(self.values)
        if rng.random() < 0.1:
            alike = [k for k, match in enumerate(self.slots) if match[1] in ("place", "place2", "n1", "n2")]
            if len(alike) < 2:
                return None
            one, two = alike[:2]
            if self.slots[one][1][:-1] not in self.slots[two][1]:
                return None
            kind = "swapped"
            values[one], values[two] = values[two], values[one]
        else:
            k = rng.randrange(len(values))
            match = self.slots[k]
            kind = match[1] or ("negation" if "" in (match[2], match[3]) else "opposite")
            kind = {"place2": "place", "n1": "number", "n2": "number"}.get(kind, kind)
            if kind == "person" and rng.random() < 0.5:
                first, _, last = values[k].partition(" ")
                other = _value("person", self.lang, rng)
                kind, values[k] = "surname", f"{first} {other.partition(' ')[2]}"
                if values[k].endswith(last):
                    return None
            elif match[1] == "number" and rng.random() < 0.5:
                kind = "digit"
                at = rng.randrange(3)
                values[k] = values[k][:at] + rng.choice("123456789") + values[k][at + 1 :]
            elif match[1] in ("score", "time", "pct") and rng.random() < 0.4:
                kind = "turned"
                values[k] = re.sub(r"(\d+)(\D)(\d+)", r"\3\2\1", values[k])
            elif match[1]:
                values[k] = _value(match[1], self.lang, rng)
            else:
                values[k] = match[3] if values[k] == match[2] else match[2]
        if values == self.values:
            return None
        return Pair(kind, self.lang, self.text(), self.text(values))


_MISREAD = (
    ("rn", "m"),
    ("m", "rn"),
    ("cl", "d"),
    ("e", "c"),
    ("l", "1"),
    ("o", "0"),
    ("h", "li"),
    ("u", "ii"),
    ("a", "u"),
)


def _words(text: str) -> list[re.Match[str]]:
    """Words that no fact hangs on: in small letters, four or more."""
    return [m for m in re.finditer(r"(?<![\w'’-])[^\W\d_]{4,}(?![\w'’-])", text) if m.group().islower()]


def _typos(text: str, lang: str, rng: random.Random) -> str:
    for match in sorted(rng.sample(_words(text), min(3, len(_words(text)))), key=lambda m: -m.start()):
        w, k = match.group(), rng.randrange(1, len(match.group()) - 1)
        w = rng.choice((w[:k] + w[k + 1 :], w[:k] + w[k] + w[k:], w[:k] + w[k + 1] + w[k] + w[k + 2 :]))
        text = text[: match.start()] + w + text[match.end() :]
    return text


def _misread(text: str, lang: str, rng: random.Random) -> str:
    for match in reversed(_words(text)):
        w = match.group()
        fitting = [pair for pair in _MISREAD if pair[0] in w[1:]]
        if fitting and rng.random() < 0.2:
            one, other = rng.choice(fitting)
            text = text[: match.start()] + w[0] + w[1:].replace(one, other, 1) + text[match.end() :]
    return text


def _reworded(text: str, lang: str, rng: random.Random) -> str:
    words = _DATA["synonyms"][lang]
    return re.sub(r"\w+", lambda m: words.get(m.group(), m.group()) if rng.random() < 0.6 else m.group(), text)


def _quotes(text: str, lang: str, rng: random.Random) -> str:
    text = re.sub(r", (?=\w+ \w+ )", rng.choice((" – ", " - ", " — ", ",  ")), text, count=2)
    return text.replace("'", "’").replace("; ", " — ")


def _case(text: str, lang: str, rng: random.Random) -> str:
    return rng.choice((text.lower(), text.upper()))


def _wrapped(text: str, lang: str, rng: random.Random) -> str:
    return re.sub(r"(.{30,50}) ", r"\1\n", text)


def _cut(text: str, lang: str, rng: random.Random) -> str:
    words = text.split()
    return " ".join(words[: int(len(words) * rng.uniform(0.7, 0.92))]) + rng.choice(("...", "…", " […]"))


def _dateline(text: str, lang: str, rng: random.Random) -> str:
    place = rng.choice("Geneva|Jakarta|Winnipeg|Ostrava|Accra|Bergen|Los Angeles|São Paulo".split("|"))
    head = rng.choice(("{} (AP) — ", "{}, 4 June (dpa) - ", "{}: ", "{} (AFP) – ", "{} - ")).format(place.upper())
    return head + text


def _bare(text: str, lang: str, rng: random.Random) -> str:
    return re.sub(r"(?<!\d)[.,;:](?!\d)|[-–—](?=\s)", "", text)


SHAPES: dict[str, Callable[[str, str, random.Random], str]] = {
    "typos": _typos,
    "misread": _misread,
    "reworded": _reworded,
    "quotes": _quotes,
    "case": _case,
    "wrapped": _wrapped,
    "cut": _cut,
    "dateline": _dateline,
    "bare": _bare,
}


def reports(count: int, seed: int) -> list[Report]:
    """So many reports; every language has the same share, English a double one."""
    rng = random.Random(seed)
    patterns = _DATA["patterns"]
    langs = ["en", *patterns]
    return [Report(lang, rng.choice(patterns[lang]), rng) for lang in (langs[k % len(langs)] for k in range(count))]


def other_facts(count: int, seed: int) -> list[Pair]:
    """Pairs that differ in one fact."""
    rng = random.Random(seed)
    found = [report.other_fact(rng) for report in reports(count, seed)]
    return [pair for pair in found if pair is not None]


def other_shapes(count: int, seed: int) -> list[Pair]:
    """Pairs that differ in the writing only, in one or two ways."""
    rng = random.Random(seed)
    out = []
    for k, report in enumerate(reports(count, seed)):
        kind = list(SHAPES)[k // 12 % len(SHAPES)]
        one = report.text()
        two = SHAPES[kind](one, report.lang, rng)
        if rng.random() < 0.3 and kind not in ("case", "typos"):
            two = _typos(two, report.lang, rng)
        if two != one:
            out.append(Pair(kind, report.lang, one, two))
    return out
