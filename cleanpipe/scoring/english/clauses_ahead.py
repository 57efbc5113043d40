"""Full stops lost before a clause: ``for nine days Martina Kovac walks``, ``at fifteen His first ship was``.

English. A subject behind a noun may begin a relative clause without its relative, ``the plan Merkel announced``; that
lacks its object. And a name may have its office before it, ``says geologist Paul Link``. So the verb must have what it
needs, and a clause must end before the place. Proposes nothing; ``missing_breaks`` asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from cleanpipe.scoring.english.boundaries import Look, Place, look_at
from cleanpipe.scoring.english.sentences import DETERMINERS, PRONOUNS, verbs_of
from cleanpipe.scoring.lexical.lexicon import (
    ADJ,
    ADV,
    AUX,
    CONJ,
    DET,
    MODAL,
    NOUN,
    PLURAL,
    PREP,
    SUBORD,
    TO,
    VERB,
    VERB_ING,
    VERB_PART,
    VERB_PAST,
    VERB_S,
    lexicon,
)
from cleanpipe.scoring.lexical.wordlist import words

_NAME = r"[A-Z][\w’'-]+"
_BEFORE = r"(?<=[a-z0-9%,’'-] )([a-z]{2,}|[0-9][0-9,.]*%?) "
_PERSON = rf"(?:(?:Mrs?|Ms|Dr|Sir|Lady|Lord|Professor)\.? )?{_NAME}(?: (?:de |van |al-|bin )?{_NAME}){{0,3}}"
_OWNED = rf"(?:His|Her|Its|Their|Our|My|{_NAME}['’]s)"
_BEHIND = (
    r"(, [^,.;:!?\n]{2,60},| (?:from|of|at) [^,.;:!?\n]{3,40}?(?= says? | said ))?"
    r" ([a-z’']+) ([a-z0-9$€£“\"’'-]+)(?: ([a-z0-9$€£“\"’'-]+))?"
)
#: "Martina Kovac walks to", "His first ship was a", and "GLA chairman Wayne Obst says higher".
_AHEAD = (
    re.compile(rf"{_BEFORE}({_PERSON}){_BEHIND}"),
    re.compile(rf"{_BEFORE}({_PERSON} [a-z]+(?: {_NAME})*){_BEHIND}"),
)
_OWNED_AHEAD = re.compile(rf"{_BEFORE}({_OWNED})((?: [a-z0-9$€£“\"’'-]+){{3,6}})")
_TITLES = words("Mr Mrs Ms Dr Sir Lady Lord Professor")
_TIMES = words(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December Easter Christmas GMT BST EST EDT AM PM BC AD"
)


def clauses_ahead(text: str) -> Iterator[tuple[int, str]]:
    """Where a sentence begins behind a lost stop, and its subject.

    >>> list(clauses_ahead("There has been no water for nine days Martina Kovac walks to the river twice a day."))
    [(38, 'Martina Kovac')]
    """
    for match in sorted(chain(*(pattern.finditer(text) for pattern in _AHEAD)), key=re.Match.start):
        if _is_name(match[2]) and _is_whole(match[4], match[5], match[6] or "", bool(match[3])):
            at = match.start(2)
            if _ends(_look(text, at, match[2]), match[1], bool(match[3]), True):
                yield at, match[2]
    for match in _OWNED_AHEAD.finditer(text):
        behind = [*match[3].split(), ""]
        for k in range(1, min(4, len(behind) - 2)):
            verb, after, then = behind[k : k + 3]
            if _is_group(behind[:k]) and _is_whole(verb, after, then, False):
                if match[1] in _PARTICLES and match[2].endswith(("'s", "’s")):
                    break  # "push off NASA's plate"
                if _ends(_look(text, match.start(2), match[2]), match[1], False, False):
                    yield match.start(2), f"{match[2]} {' '.join(behind[:k])}"
                break


def _look(text: str, at: int, subject: str) -> Look:
    return look_at(Place(text, at - 1, at, at + len(subject.partition(" ")[0])))


def _is_name(name: str) -> bool:
    """Whether all words with a capital are names, or nobody knows them."""
    lex = lexicon("en")
    tokens = [token for token in re.findall(_NAME, name) if token not in _TITLES]
    small = [token for token in name.split() if token[0].islower() and token not in ("de", "van", "bin")]
    # "Alibaba leaders", "GLA chairman Wayne Obst"
    if any(not lexicon("en").tags(token) & NOUN or lexicon("en").tags(token) & (PREP | ADV | AUX) for token in small):
        return False
    if name.split()[0].rstrip(".") in _TITLES:
        return True
    if name.startswith(("I’", "I'")):
        return False
    shares = [lex.lower_share(token.lower().removesuffix("'s").removesuffix("’s")) for token in tokens]
    possessive = name.endswith(("'s", "’s", "s’"))
    return bool(tokens) and max(shares) < 0.3 and not possessive and _TIMES.isdisjoint(tokens)


def _is_group(group: list[str]) -> bool:
    """Whether adjectives and a noun stand behind a possessive."""
    tags_of = lexicon("en").tags
    return bool(tags_of(group[-1]) & NOUN) and all(tags_of(w) & (ADJ | NOUN) or w in _ORDINALS for w in group[:-1])


_ORDINALS = words("first second third last next own")


def _is_whole(verb: str, behind: str, next_word: str, aside: bool) -> bool:
    """Whether a finite verb has what it needs behind it; behind an aside a relative clause is none anyway."""
    lex = lexicon("en")
    tags, after = lex.tags(verb), lex.tags(behind)
    determined = behind in DETERMINERS or behind in _NUMBERS or behind[0] in _FIGURES or bool(after & DET)
    if verb in ("is", "was", "are", "were"):
        passive = after & VERB_PART and (aside or lex.tags(next_word) & (TO | PREP | ADV))
        complement = (passive or after & (ADV | ADJ)) and not after & (VERB_ING | PREP)
        going_on = after & VERB_ING and next_word in DETERMINERS  # "is withdrawing its prosecution"
        return determined or bool(complement or going_on)
    if tags & (AUX | MODAL):
        follows = next_word in DETERMINERS or next_word == "that" or next_word[:1] in _FIGURES or aside
        return (
            (determined and verb in ("has", "had", "have"))
            or behind == "be"
            or bool(after & VERB and follows and behind != "been")
        )
    if verb in _SAYS:
        told = after & (AUX | MODAL | TO) or (after & VERB and not after & (NOUN | ADJ | VERB_PART))
        return behind[0].isalnum() and not told
    if verb in _NO_OBJECT and after & (PREP | ADV | TO):
        return True
    if not tags & (VERB_PAST | VERB_S) or tags & (NOUN | ADJ | PREP | CONJ | ADV):
        return False
    return determined or behind in PRONOUNS or behind == "that" or aside


_YEAR = re.compile(r"(?:19|20)[0-9]{2}|[0-9.]+%")
_FIGURES = tuple('0123456789$€£“"')
_SAYS = words("says said believes thinks added adds argues warned warns insists told")
_NO_OBJECT = words("walks arrived went came died lives lived works worked fell rose stood sat began ended")


def _ends(look: Look, last: str, aside: bool, named: bool) -> bool:
    """Whether a clause ends before the place: it has its verb, and nothing before the subject announces it."""
    low, index, profile = look.low, look.index, look.profile
    if index - look.first < 5 or profile.quotes[index] % 2 or look.headline() or index + 3 > look.last:
        return False
    begin = max((k + 1 for k in range(look.first, index) if low[k] in _BOUNDS), default=look.first)
    tags_of = lexicon("en").tags
    tags, here = tags_of(last), verbs_of(low[begin:index])
    if last in ("says", "said") and low[index - 3] in ("”", '"'):
        return True  # "..., she says Leary says"
    # "showed no emotion as the verdict was read out": the clause before the first subordinator will do
    opened = next((k for k in range(look.first + 3, index) if low[k] in ("as", "when", "while", "because")), look.first)
    main = profile.main_verbs(look.first, index) or verbs_of(low[look.first : opened]) >= 0.4
    # "and went to sea at fifteen": the subject stands before the "and"
    shared = tags_of(low[begin]) & (VERB_PAST | VERB_S | AUX | MODAL)
    if not main or (here < 0.4 and not shared and not (tags & PLURAL and tags & NOUN)):
        return False
    closed = tags & (CONJ | SUBORD | AUX | MODAL | TO) or (tags & DET and last not in _NUMBERS)
    if last in DETERMINERS or last in _NEVER or closed:
        return False
    if (last[0].isdigit() or last in _NUMBERS) and named and not _YEAR.fullmatch(last):
        return False  # "one of 21 Americans awarded the medal"
    if tags & PREP:
        return not named and last in _PARTICLES
    if last[0].isdigit() or last in _NUMBERS or (tags & ADV and not tags & (VERB | ADJ)):
        return not (last.endswith("ly") and tags_of(low[index - 2]) & (AUX | MODAL))
    if not tags & NOUN:
        return last in _NO_OBJECT or last in _HAPPEN
    if named and not tags & PLURAL:
        # "geologist Paul Link": a noun of one has its article, or is an office
        k = index - 2
        while (
            k > begin and tags_of(low[k]) & (ADJ | NOUN) and not tags_of(low[k]) & (PREP | DET) and low[k][-2:] != "’s"
        ):
            k -= 1
        led = low[k] in DETERMINERS or low[k].endswith(("'s", "’s")) or last in _SPANS
        led = led or bool(tags_of(low[k]) & PREP and k > begin)  # "approved for human use", "back on track"
        if not led or _OFFICE.search(last) or (tags_of(low[k - 1]) & (VERB | CONJ) and not aside):
            return False
    return not tags & (VERB_PAST | VERB_S) or lexicon("en").main_tag(last) == NOUN


_BOUNDS = words(', ; : and but or that who which while because although when if as — – - ( “ " ”')
_HAPPEN = words(
    "happen happens occur occurs die arrive survive vary disappear exist emerge return apply happened ended"
)
_NEVER = words("say said says told called named like than including")
_PARTICLES = words("out up down off in on over away back")
_SPANS = words("night morning afternoon evening week month year season today yesterday weekend summer winter spring")
_NUMBERS = words("one two three four five six seven eight nine ten eleven twelve fifteen sixteen twenty thirty forty")
_OFFICE = re.compile(
    r"(?:er|or|ist|ian|man|men|woman|ant|ent|ee|[rt]ress|chief|head|star|boss|group|firm|company|giant|site)$"
)
