"""What speaks for leaving a capital alone in English: factors on a score, 1.0 where nothing does.

Written from look-alikes: names that are function words, titles, headings, buttons, papers, gods and places. Proposes
nothing; ``stray_capitals`` and ``missing_breaks`` ask.
"""

from __future__ import annotations

from cleanpipe.scoring.english.boundaries import Place, look_at
from cleanpipe.scoring.english.sentences import verbs_of
from cleanpipe.scoring.lexical.lexicon import (
    ADV,
    CONJ,
    DET,
    FUNCTION,
    NOUN,
    PREP,
    PRON,
    SUBORD,
    TO,
    VERB,
    VERB_ING,
    lexicon,
)
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.texts.context import elsewhere

#: Letters before which "an" stands, besides capitals that are read as letters.
_SPOKEN_VOWELS = frozenset("aeiouhéàêî")
#: What is called by a name right beside it: "the journal Science", "the Independent newspaper".
_PRINTED = words("journal magazine newspaper newsletter weekly tabloid broadsheet")
#: What places are called by, and how rare an English word in front of one is that may be such a name.
_COUNTRYSIDE = words(
    "valley river lake hills mountains desert district province region county peninsula basin bay strait gorge plateau "
    "delta archipelago islands estuary canyon"
)
_RARE = 3.5
#: What has a number for its name.
_LABELS = words(
    "route highway room platform gate flight chapter section article part number grade level type class phase stage "
    "group table figure court building unit block lot ward terminal hall bay pier runway line junction exit zone"
)
_OFFICES = words("rep reps sen sens gov gen col capt sgt lt maj adm rev hon pres sec atty supt")
_SAYING = words("said says say wrote writes added adds argued argues asked asks explained explains according to by")


def is_named(place: Place) -> float:
    """A factor for lowering a capital: below 1.0 where the word is a name in this place or in this document.

    >>> text = "The cafe in the lane is called The. It is shut."
    >>> at = text.index("The.")
    >>> is_named(Place(text, at - 1, at, at + 3))
    0.3
    """
    look = look_at(place)
    index, low = look.index, look.low
    right, text = low[index], place.text
    before = low[index - 1] if index else ""
    after = look.words[index + 1] if index + 1 < len(low) else ""
    tags = lexicon("en").tags(right)
    if after[:1] in ".,;!?)" and tags & (PREP | DET | CONJ | SUBORD | TO) and not tags & (ADV | NOUN | PRON):
        return 0.3
    if after in ("?", "!") and look.words[index + 2 : index + 3] and look.words[index + 2].islower():
        return 0.1  # "The survey by Which? found that"
    if after == "." and right in _OFFICES and look.words[index + 2 : index + 3] and look.words[index + 2][0].isupper():
        return 0.1  # "threatened to kill Rep. Ilhan Omar"
    if after in _COUNTRYSIDE and before == "the" and lexicon("en").frequency(right) < _RARE:
        return 0.2  # "the Awash valley"
    if right in _LABELS and after[:1].isdigit():
        return 0.2  # "agreed to widen Route 9"
    if after == "." and low[index + 3 : index + 4] == (".",):
        return 0.3  # "Get. It. Out."
    if after[:1] in ".,;" and before in _SAYING:
        return 0.3  # "..., says Page."
    if after in ("was", "is", "has", "had", "will") and lexicon("en").tags(before) & PREP and not tags & (ADV | NOUN):
        return 0.4  # "The farm near Young was sold."
    both = lexicon("en").tags(before) & tags & PREP and not (lexicon("en").tags(before) | tags) & (ADV | VERB | CONJ)
    if both and any(word[0].isupper() for word in look.words[index + 1 : index + 3]):
        return 0.4  # "drummed with At the Drive-In"
    run = index - look.first > 2 and look.words[index - 1][0].isupper() and look.words[index - 2][0].isupper()
    if run and tags & NOUN and not tags & FUNCTION and not lexicon("en").is_name(before):
        return 0.5  # "the National Shorthorn Show"
    origin = before == "to" and index > 2 and look.words[index - 2][0].isupper()
    if origin and "from" in low[max(0, index - 5) : index - 2]:
        return 0.3  # "from Bratislava to Split"
    if right == "an" and after[:1] not in _SPOKEN_VOWELS and (after[:1].islower() or after[:1] in ".,;:?!"):
        return 0.2  # "An shot a ten", "gold for An, who was 20"
    if right in _PLACES and before in _WHERE:
        return 0.3  # "reaches Split at 5:20"
    if right in _FIRMS and before in _FROM_FIRM:
        return 0.3  # "won shoppers from Gap"
    if right == "a" and sum(len(word) == 1 and word.isupper() and word not in "AI" for word in look.words) > 1:
        return 0.3  # "the tangent at A passes through U"
    if right == "a" and lexicon("en").tags(before) & DET:
        return 0.2  # "tuned the A string", "every A grade"
    if right in _KEYS and before in ("press", "pressing", "hit", "pressed"):
        return 0.3  # "then press Enter"
    if right in _PAPERS and before == "the":
        return 0.4
    if right in _DIVINE and not _GODS.isdisjoint(look.words):
        return 0.3
    if any(word in ("called", "named", "dubbed", "titled", "entitled") for word in low[max(0, index - 2) : index]):
        return 0.4
    if after[:1] in ".,;" and not _NAMING.isdisjoint(low[max(0, index - 4) : index - 2]) and not tags & FUNCTION:
        return 0.4  # "named the whale Patience."
    if (
        not _COMMANDS.isdisjoint(low[max(0, index - 12) : index + 6])
        or not _CONTROLS.isdisjoint(low[index + 1 : index + 6])
        or not _CONTRACT.isdisjoint(low)
    ):
        return 0.4  # "tap Share and choose Reminders", "Title shall pass on Payment"
    if titled(place) or (
        (before in _WORKS or before in _PLAYED) and any(word[0].isupper() for word in look.words[index + 1 : index + 4])
    ):
        return 0.3  # "the journal Nature", "the musical In the Heights"
    if after == "(" and index + 2 < len(low) and look.words[index + 2].isupper():
        return 0.3  # "Group of Seven (G7)"
    if right in (after, before):
        return 0.4
    # "shares in Next rose ... said Next had"
    often = 1 if tags & FUNCTION else 0
    if elsewhere(text).inside(look.words[index], place.at) > often and not elsewhere(text).count(right, place.at):
        return 0.4
    return 0.5 if look.headline() else 1.0


def behind_work(place: Place) -> bool:
    """Whether a work stands right before a place, whose title may follow: ``for the novel It Rained on Monday``."""
    look = look_at(place)
    index, low = look.index, look.low
    articles = ("the", "a", "her", "his")
    if index > 1 and low[index - 1] == "group" and index + 1 < len(low) and look.words[index + 1][0].isupper():
        return True  # "the psychedelic group She Drew the Gun"
    return index > 1 and low[index - 1] in _WORKS and not {*articles}.isdisjoint(low[max(0, index - 3) : index - 1])


def titled(place: Place) -> bool:
    """Whether a word that is no function word is the name of a paper: it stands beside "journal" or the like.

    >>> text = "It was published in the journal Nature on Monday."
    >>> at = text.index("Nature")
    >>> titled(Place(text, at - 1, at, at + 6))
    True
    """
    look = look_at(place)
    index, low = look.index, look.low
    if not index or index + 1 >= len(low):
        return False
    if lexicon("en").tags(low[index]) & FUNCTION:
        return low[index - 1] in _PRINTED and not look.words[index + 1][0].isalnum()  # "the magazine Which? says"
    return low[index - 1] in _PRINTED or (low[index - 1] == "the" and low[index + 1 : index + 2] in _AFTER_TITLE)


_NAMING = words("called named dubbed christened nicknamed")
_COMMANDS, _CONTROLS = words("tap choose select click"), words("checkbox button menu dialog toolbar dropdown")
_CONTRACT = words("shall hereby herein thereof hereto pursuant")  # defined terms have a capital throughout
_PLAYED = words("read taught wrote sings sang sung performs performed recorded reads directed watched")
_WORKS = words(
    "musical play film novel song album single ballad hymn opera ballet sitcom drama comedy thriller documentary "
    "memoir poem painting band trio duo series sequel podcast podcasts blog zine musicals films novels songs albums"
)
#: Places whose names are words, behind what says where.
_PLACES = words(
    "bath reading nice cork sandwich split young orange mobile deal hull sale bury rugby derby barking tring battle "
    "ash ware wells rye flint crook street beer looe settle skye mull barnes march ripley needles poole pole wick "
    "bled troy paris "
    "florence marathon buffalo jersey surprise independence normal hope enterprise boring bend sparks"
)
#: Firms whose names are words, behind what says from whom; not behind "to", where verbs stand: "to Target smugglers".
_FIRMS, _FROM_FIRM = words("gap shell target apple orange subway slack zoom visa"), words("from at by with")
_WHERE = words(
    "in to from at near of for reach reaches reached outside around through via between and leave leaves left"
)
_KEYS = words("enter escape return delete tab start home end send play pause reset print shift space ok continue")
_PAPERS = words("post mail sun mirror star express herald echo argus gazette courier chronicle standard sentinel")
#: "the mercy He shows": pronouns of a god have a capital.
_DIVINE, _GODS = words("he him his thy thee thou"), words("God Lord Christ Jesus Allah Father Almighty")
_AFTER_TITLE = frozenset((word,) for word in _PRINTED)
_HEADING = 8  # words
_PARTICLES = words("off up out too again together")


def under_heading(place: Place, opener: bool = True) -> float:
    """A factor below 1.0 where a line begins with a few words without a verb, and a sentence behind them.

    That is a heading and its text in one line, and wants a line break: neither a stop nor a small letter. With
    ``opener``, only what surely opens a sentence counts as one.

    >>> text = "Activating stem cells In another test, the team is using magnets."
    >>> at = text.index("In")
    >>> under_heading(Place(text, at - 1, at, at + 2))
    0.7
    """
    look = look_at(place)
    index, profile = look.index, look.profile
    if look.first or not 0 < index <= _HEADING or verbs_of(look.low[:index]) >= 0.3:
        return 1.0
    begins, before, tags = map(lexicon("en").tags, (look.low[0], look.low[index - 1], look.low[index]))
    if begins & (PREP | DET | SUBORD) or not (before & NOUN or look.low[index - 1] in _PARTICLES):
        return 1.0  # "In the midst of a Public row, ...": nothing that stands alone
    opens = look.opener() > 1 or tags & SUBORD or look.low[index] == "but" or (tags & VERB_ING and index == 1)
    return 0.7 if (opens or not opener) and profile.main_verbs(index, look.last) else 1.0


_FINAL = frozenset(".!?…:;,\"'”»“)’]")


def whole_line(place: Place) -> float:
    """A factor for what only prose can lack: below 1.0 in a line that ends without any mark.

    Such a line is a heading, a caption, or a list whose items run on: its capitals begin items.

    >>> text = "Courses on writing a book Workshops on speaking Classes on running webinars"
    >>> at = text.index("Workshops")
    >>> whole_line(Place(text, at - 1, at, at + 9))
    0.5
    """
    return 1.0 if look_at(place).words[-1][0] in _FINAL else 0.5
