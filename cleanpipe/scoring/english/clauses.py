"""Whether what begins at a place is a sentence of its own, in English. Proposes nothing.

A learnt scorer that finds a capital behind a clause likes to end the sentence there; but ``If talks broke down, and
that the walkout could last`` and ``After engineers found cracks`` are no sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from cleanpipe.scoring.english.boundaries import Look, Place, look_at
from cleanpipe.scoring.english.reported import OPENERS, REPORTED, closed, named_source, told, told_in_front
from cleanpipe.scoring.english.sentences import verbs_of
from cleanpipe.scoring.english.stops import NUMBERS, SUBJECTS, WANTS
from cleanpipe.scoring.lexical.lexicon import (
    ADJ,
    AUX,
    CONJ,
    DET,
    FINITE,
    MODAL,
    NOUN,
    PLURAL,
    PREP,
    SUBORD,
    VERB_BASE,
    VERB_PAST,
    VERB_S,
    WH,
    lexicon,
)
from cleanpipe.scoring.lexical.wordlist import words

_OPENS_CLAUSE = words("after before if when while because although though since until unless according whether despite")
_GOES_ON = words("and but or which who whose where when that with including")
_AFTER_COMMA = frozenset(("According", "Although", "Though", "Albeit", "Whereas"))
#: Results of what a clause says: "as chief conductor, making her the first woman to hold the post".
_RESULTS = words(
    "making leaving bringing giving raising prompting forcing allowing saying adding citing taking becoming"
)
_SAYING = words("saying citing adding warning noting arguing blaming calling leaving bringing giving taking")
_EACH = tuple((word,) for word in words("month year day week hour person head cent capita household"))
_QUANTITIES = words("more many much few several long")
_BEFORE_AND = words("after before because when since until")
#: So many words a piece must have to tell anything.
_WORDS = 3


def goes_on(place: Place) -> bool:
    """Whether the piece that begins at a place has no main clause, so that it belongs to the sentence before it.

    >>> text = "It was closed in 2004 After engineers found cracks in two of its piers."
    >>> goes_on(Place(text, text.index("After") - 1, text.index("After"), text.index("After") + 5))
    True
    """
    piece = _piece(place)
    if _tail(place, piece):
        return True
    if piece[0] in ("and", "but", "or") and piece[1:2] and (piece[1] in _FINITE or piece[1] in _GOING_ON):
        return True  # "reducing emissions And should not be penalised", "rain this week And also have some relief"
    if len(piece) > 2 and piece[0] in _TIMED and piece[1] in _TIMES and piece[2] in _AFTER_TIMES and "," not in piece:
        return True  # "the cost of fuel This week as companies begin to raise it"
    if len(piece) < _WORDS + 2:
        return False
    if piece[0] not in _OPENS_CLAUSE:
        if not lexicon("en").tags(piece[0]) & PREP:
            return False
        if "," not in piece:
            return _no_subject(piece)
        # "For a third straight meeting, saying inflation was too high": who says so stands before the piece
        comma = _comma(piece)
        if not comma:
            return _no_subject(piece)
        rest = piece[comma + 1 :]
        if rest[:1] and rest[0] in REPORTED and verbs_of(piece[:comma]) < 0.3:
            return True  # "found deep Below the surface of the ocean, says Leary, and"
        if comma > 2 and piece[comma + 1 : comma + 2] in (["and"], ["but"]) and verbs_of(piece[:comma]) < 0.3:
            # "for the third summer running, and the monks have rented a stall"
            return verbs_of(piece[comma + 1 :]) > 0.5
        if rest[:1] and rest[0] in _FINITE and verbs_of(piece[:comma]) < 0.3:
            return True  # "such as dealing with them Under the legal system, are doomed"
        if rest[:2] == ["according", "to"] and "," not in rest and verbs_of(piece[:comma]) < 0.3:
            return True  # "Without a scanner, according to a report."
        if rest[:1] == ["then"] and rest[1:] and lexicon("en").tags(rest[1]) & VERB_PAST:
            return True  # "Until dusk, then resumed at first light"
        said = piece[-2] if piece[-1] == "." else piece[-1]
        if said in REPORTED and len(piece) - comma < 9 and verbs_of(piece[:comma]) < 0.3:
            return True  # "against the decision of the judges, the federation in Dushanbe reported"
        return not _SAYING.isdisjoint(piece[comma + 1 : comma + 2]) and verbs_of(piece[:comma]) < 0.3
    comma = piece.index(",") if "," in piece else 0
    if comma > 1 and piece[comma + 1 : comma + 2] and piece[comma + 1] in _FINITE:
        return True  # "a camp that had to be dug out After every storm, was dismantled"
    if comma > 2 and len(piece) - comma < 7 and piece[-1] == "." and not REPORTED.isdisjoint(piece[comma + 1 :]):
        return True  # "When there is no rain, she said."
    if comma > 3 and not (_RESULTS | _SAYING).isdisjoint(piece[comma + 1 : comma + 2]):
        # "After a routine test found ice inside, leaving hikers to walk"
        return verbs_of(piece[comma + 1 :]) < 0.3 and verbs_of(piece[:comma]) < 0.5
    if comma and _GOES_ON.isdisjoint(piece[comma + 1 : comma + 2]):
        return False  # behind the comma the main clause may begin
    tags_of = lexicon("en").tags
    for at in range(3, len(piece) - 1):
        noun = tags_of(piece[at - 1]) & NOUN and not piece[at - 1].endswith("ing")
        if noun and piece[at] in _PRONOUNS and tags_of(piece[at + 1]) & (VERB_PAST | VERB_S | AUX | MODAL):
            return False  # "After the flood he moved", but not "After tests showing it is unsafe"
    if comma and piece[0] in _BEFORE_AND and piece[comma + 1 : comma + 2] == ["and"] and verbs_of(piece[:comma]) < 0.3:
        return True  # "After engineers found cracks, and traffic fell by a third"
    return verbs_of(piece) < (0.3 if comma else 0.5) or _no_subject(piece)


def _comma(piece: list[str]) -> int:
    """The first comma that ends a phrase, not one between adjectives: ``With new, innovative ideas``; 0 for none."""
    tags_of = lexicon("en").tags
    for at in range(1, len(piece) - 1):
        pair = (
            tags_of(piece[at - 1]) & ADJ and not tags_of(piece[at - 1]) & NOUN and tags_of(piece[at + 1]) & (ADJ | NOUN)
        )
        if piece[at] == "," and not pair:
            return at
    return 0


def _tail(place: Place, piece: list[str]) -> bool:
    """Whether a few words without a verb end the sentence: ``shut down This week.``, ``an event For the island.``"""
    if piece[-1] != "." or len(piece) < 3 or verbs_of(piece) >= 0.3:
        return False
    tags_of = lexicon("en").tags
    if any(tags_of(word) & (AUX | MODAL) for word in piece):
        return False  # "This fig would not have survived if not for"
    if tags_of(piece[0]) & PREP and piece[0] not in _OPENS_CLAUSE:
        return True
    longest = _TAIL_OPENERS.get(piece[0], 0)
    return len(piece) <= longest and (not piece[1].isalpha() or bool(look_at(place).s[4] == "low"))


def _no_subject(piece: list[str]) -> bool:
    """Whether a verb has its subject before the piece: ``According to reports, and will undergo a test``."""
    for at in range(2, len(piece) - 2):
        joint = at + (piece[at] == ",")
        if piece[joint] in ("and", "but"):
            tags = lexicon("en").tags(piece[joint + 1])
            finite = tags & (AUX | MODAL) or (tags & (VERB_S | VERB_PAST) and not tags & NOUN)
            if finite:
                return verbs_of(piece[:at]) < 0.3
    return False


def _piece(place: Place) -> list[str]:
    """The words from a place to the end of its sentence, in small letters, without what is glued to the first."""
    look = look_at(place)
    piece = [place.text[place.at : place.end].lower(), *look.low[look.index + 1 : look.last]]
    inside = look.profile.quotes[look.index] % 2
    for at in range(1, len(piece) - 1):
        closes = piece[at + 1] == "”" or (piece[at + 1] == '"' and inside)
        if (piece[at] == "." and piece[at + 1] in _MARKS) or (piece[at] == "," and closes):
            return [*piece[:at], "."]
    return piece


#: Words that with so many more, the stop among them, end a sentence and begin none, where there is no verb.
_TAIL_OPENERS = {
    **dict.fromkeys(("there", "here", "now", "then", "again", "later", "earlier"), 4),
    **dict.fromkeys(("most", "some", "all", "both", "more", "each", "every"), 8),
    **dict.fromkeys(("this", "next", "last", "regarding", "including"), 8),
}
_TIMED, _TIMES = words("this next last"), words("week month year morning afternoon evening season summer winter")
_AFTER_TIMES = words("as after because when before by with until following")
_MARKS = ('"', "“", "”")
_FINITE = words("is are was were has have had will would can could may might must should does do did")
_PRONOUNS = words("he she it they we i")
_ADVERBIAL = frozenset(
    (
        ("since", "then"), ("until", "then"), ("by", "then"), ("after", "that"), ("before", "that"), ("at", "first"),
        ("in", "addition"), ("in", "fact"), ("in", "return"), ("for", "example"), ("for", "instance"), ("of", "course"),
    )
)  # fmt: skip
#: What a likely stop between two whole clauses is worth.
_SURE = 0.84
_COMMAS = ("comma", "commakeep")


def begins(place: Place) -> bool:
    """Whether a subject and its verb begin at a place, behind a whole clause: ``leaving RotterdamThe crew restarted``.

    >>> text = "The tanker lost power near RotterdamThe crew was taken off."
    >>> begins(Place(text, text.index("The crew"), text.index("The crew"), text.index("The crew") + 3))
    True
    """
    look, piece = look_at(place), _piece(place)
    apart = look.index and place.left < place.at
    if apart and lexicon("en").tags(look.low[look.index - 1]) & (PREP | SUBORD | CONJ | WH):
        return False  # "a producer that She admired"
    head = piece[: piece.index(",")] if "," in piece else piece
    if piece[:2] == ["according", "to"]:
        head = piece[len(head) + 1 :]  # "According to the prosecutor, he had been living there"
        if head[:1] and head[0] not in OPENERS:
            return False
    elif tuple(piece[:2]) in _ADVERBIAL:
        head = piece[2 + (piece[2:3] == [","]) :]
        if head[:1] and head[0] not in OPENERS:
            return False
    elif piece[0] not in OPENERS and piece[:2] != ["more", "than"]:
        return False
    return verbs_of(head) >= 0.75 and verbs_of(look.low[look.first : look.index]) >= 0.45


def cut_short(place: Place, torn: Set[int]) -> bool:
    """Whether a sentence begins at a place that a later misplaced stop has cut before its verb.

    ``torn`` are the places of the stops that are to go. The piece behind this one has no verb, so it looks as if it
    belonged to the sentence before; with what follows the next stop it is whole.

    >>> text = "Work was resumed at noon. The bridge by the mill. Which is old, will be shut."
    >>> at = text.index("The")
    >>> cut_short(Place(text, at - 2, at, at + 3), {text.index(". Which")})
    True
    """
    look = look_at(place)
    profile, index, last, low = look.profile, look.index, look.last, look.low
    if index < 2 or last >= len(low) or look.line.starts[last - 1] + place.at - look.line.starts[index] not in torn:
        return False
    first, _ = profile.sentence(index - 2)
    before = lexicon("en").tags(low[index - 2])
    wants = before & FINITE and not before & NOUN and low[index - 2] not in REPORTED
    if profile.main_verbs(first, index - 1) < 2 or before & PREP or wants:
        return False  # what stands before is no sentence, or wants an object
    _, end = profile.sentence(last)
    if low[index] in OPENERS:
        own = low[last] in _JOINS and low[last + 1 : last + 2] and low[last + 1] in OPENERS
        return profile.main_verbs(index, last) < 2 and not own and profile.main_verbs(index, end) > 1
    counted = low[index] == "of" and low[index + 1 : index + 2] in (("the",), ("these",), ("those",), ("all",))
    if not lexicon("en").tags(low[index]) & PREP or (low[index] == "of" and not counted):
        return False
    inner = low.index(",", index, last) if "," in low[index:last] else 0
    if inner:
        # "With harvest drawing to a close, up. To 3 per cent of the grapes will be left": the comma is in this piece
        return last - inner < 5 and not profile.main_verbs(inner, last) and profile.main_verbs(last, end) > 0
    comma = low.index(",", last, end) if "," in low[last:end] else 0
    if not 0 < comma < min(last + 8, len(low) - 1):
        return False
    return profile.main_verbs(comma, end) > 0 or lexicon("en").main_tag(low[comma + 1]) == VERB_BASE


_JOINS = words("and but or")


def _unfinished_subject(place: Place) -> bool:
    """Whether a capitalised verb has its subject, and no verb yet, right before it: ``and most economists Expect``."""
    look = look_at(place)
    lex = lexicon("en")
    main = lex.main_tag(look.low[look.index])
    joint = next((k for k in range(look.index - 1, look.first, -1) if look.low[k] in ("and", "but")), look.index)
    subject = look.low[joint + 1 : look.index]
    if not 0 < len(subject) < 4 or verbs_of(look.low[look.first : joint]) < 0.75:
        return False
    if any(
        lex.tags(word) & (VERB_BASE | PREP | FINITE) and not lex.tags(word) & (NOUN | ADJ | DET) for word in subject
    ):
        return False  # "and make progress Ignore"
    plural = bool(lex.tags(subject[-1]) & PLURAL)
    return main == VERB_PAST or (main == VERB_BASE and plural) or (main == VERB_S and not plural and len(subject) > 1)


def _asks_for_more(place: Place) -> bool:
    """Whether no sentence ends before a place: ``60 Per cent``, ``there are not Many``, ``the ministry said They``."""
    look = look_at(place)
    index, low = look.index, look.low
    before, right = low[index - 1], low[index]
    if right == "per":
        after = low[index + 1 : index + 2]
        return after in _EACH or before[-1].isdigit() or before in NUMBERS
    if before in WANTS.get(right, ()) or (place.left < place.at and _goes_on_behind(look)):
        return True
    if right == "what" and "?" not in low[index : look.last + 1]:
        tags = lexicon("en").tags(before)
        return bool(tags & (VERB_BASE | VERB_S | VERB_PAST)) and not tags & NOUN  # "did not know What was going on"
    if right.endswith(("self", "selves")):
        return True  # "the particles Themselves"
    if before in ("beginning", "starting") and right in ("this", "next", "last"):
        return True
    if before in ("no", "not", "too", "very"):
        return right in _QUANTITIES
    begins = right in SUBJECTS or right in OPENERS
    if not begins or before not in REPORTED or index - look.first < 2 or look.profile.quotes[index]:
        return False
    return not told(look) and not any(word in _MARKS for word in low[look.first : index])


def _goes_on_behind(look: Look) -> bool:
    """The same, for a capital behind a blank, by the word before it and the one behind."""
    index, low = look.index, look.low
    before, right = low[index - 1], low[index]
    if before in _NEVER_LAST:
        return True
    following = low[index + 1] if index + 1 < look.last else ""
    follows = lexicon("en").tags(following)
    if right in ("this", "these", "those", "both", "either") and follows & PREP and not follows & (VERB_S | NOUN):
        return True  # "has been doing This for 26 years", "standing Both behind and in front"
    if right == "that" and following in SUBJECTS and look.s[2] == "low":
        return True  # "his own testimony That he was not familiar with it"
    if right in SUBJECTS and before in _THINKING and follows & (VERB_PAST | VERB_S | VERB_BASE | AUX | MODAL):
        return True  # "he did worry There would be consequences"
    if before == "ago" and index - look.first < 5:
        return True  # "Twelve months ago There was no case"
    # "Then, when we are settled on the fire escape With two glasses of tea, I ask"
    return _opens_left(look) and (verbs_of(low[look.first : index]) < 0.3 or named_source(look))


def _opens_left(look: Look) -> bool:
    """Whether what stands before a place begins with a clause that its main clause must follow."""
    left = (*look.low[look.first : look.first + 3], "", "", "")
    return left[0] in _LEADERS or (left[1] == "," and left[2] in _LEADERS) or named_source(look)


_LEADERS = words("when if while although though once unless whenever because since as")
#: No sentence ends in these.
_NEVER_LAST = words(
    "and or but nor unless because although while whereas if whether than the a an of into every my your our their even"
)
_THINKING = words(
    "think thinks thought believe believes believed know knows knew hope hopes hoped feel feels felt fear fears feared "
    "worry worries worried claim claims insist insists suggest suggests suspect suspects also"
)
_GOING_ON = words("also then later subsequently eventually thus instead therefore")


def adds(place: Place) -> bool:
    """Whether what is glued behind a whole clause is an addition with a comma before it: a result, or an apposition.

    >>> text = "Agnese finished 11thHer best result of the season."
    >>> adds(Place(text, text.index("Her"), text.index("Her"), text.index("Her") + 3))
    True
    """
    look, piece = look_at(place), _piece(place)
    left = list(look.low[look.first : look.index])
    if place.text[place.at : place.end] in _AFTER_COMMA:
        return True
    if verbs_of(left) < 0.7 or "," in left[-3:]:
        return False
    head = look.low[look.index][: len(look.low[look.index]) - len(piece[0])] if place.left == place.at else left[-1]
    tags = lexicon("en").tags(head)
    if piece[0] in _RESULTS:
        return bool(tags & NOUN) or not tags
    noun = head[:1].isdigit() or (tags & NOUN and not tags & (PREP | FINITE))
    apposition = piece[0] in _POSSESSIVES and verbs_of(piece) < 0.2 and 3 < len(piece) < 12 and piece[-1] == "."
    return bool(noun) and apposition


_POSSESSIVES = words("his her their its")


def reconciled(place: Place, chances: Mapping[str, float]) -> dict[str, float]:
    """Chances of a place after a look at the clauses: where none begins what speaks for a stop speaks for a blank or a
    comma, where one begins what speaks for a comma speaks for a stop."""
    commas, stop = chances.get("comma", 0.0) + chances.get("commakeep", 0.0), chances.get("stop", 0.0)
    if stop and place.left < place.at and _asks_for_more(place):
        return {**chances, "lower": chances["lower"] + stop, "stop": 0.0}
    close = stop > 0.25 and chances["lower"] > stop  # "the farm billHer colleagues listened": the judges cannot tell
    close |= place.text[place.at : place.end] == "There" and chances["lower"] > 0.3  # "for 20 years There will be"
    clear = stop and chances["lower"] > 0.1 and stop + chances["lower"] > 0.7 and place.left < place.at
    if clear and (told_in_front(place) or closed(place)):
        return {**chances, "stop": stop + chances["lower"], "lower": 0.0}
    if (commas > 0.3 or close or (stop and place.text[place.at : place.end] == "More")) and begins(place):
        moved = commas + (chances["lower"] if commas <= 0.3 else 0.0)
        emptied = [*_COMMAS, *(["lower"] if commas <= 0.3 else [])]
        return {**chances, "stop": stop + moved} | {label: 0.0 for label in emptied if label in chances}
    if stop > max(0.5, chances["keep"]) and stop < _SURE and begins(place):
        return {**chances, "stop": _SURE, "keep": chances["keep"] * (1.0 - _SURE)}  # a clause on either side
    if not chances.get("stop") or not (goes_on(place) or _unfinished_subject(place) or _asks_for_more(place)):
        return dict(chances)
    label = "comma" if place.text[place.at : place.end] in _AFTER_COMMA else "lower"
    return {**chances, label: chances[label] + chances["stop"], "stop": 0.0}
