"""Frames in which the wording alone decides: how surely a capital is wrong, or what was lost at a joint.

The learnt scorer knows prose that was damaged by us, which keeps its grammar; a translator's does not ("have
accused North Korea Provide substantial aid"). Each frame names the words it needs and returns a score, 0.0 where it
does not apply.
"""

from __future__ import annotations

import re

from cleanpipe.scoring.english.boundaries import Look, Place, look_at
from cleanpipe.scoring.english.lone_nouns import lone_noun
from cleanpipe.scoring.english.sentences import DETERMINERS
from cleanpipe.scoring.english.stops import AMOUNTS, DAYS, NUMBERS, SUBJECTS, WANTS, amount, amount_opens
from cleanpipe.scoring.lexical.lexicon import (
    ADJ,
    ADV,
    AUX,
    CONJ,
    DET,
    MODAL,
    NAME,
    NOUN,
    PLURAL,
    PREP,
    PRON,
    SUBORD,
    TO,
    VERB,
    VERB_BASE,
    VERB_ING,
    VERB_PART,
    VERB_PAST,
    VERB_S,
    WH,
    lexicon,
)
from cleanpipe.scoring.lexical.places import places
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.texts.context import elsewhere

# "Small word + one of these with a capital + small word" was found twice in 958,000 words of edited news (and both
# times a line end had been lost), four times in one damaged page of 1,500 words.
_FUNCTION = words(
    "for to without during in from with at by into of since through between among against toward towards until upon "
    "within onto amid because which whose whom that who where when while although whether if than as under over about"
)
_BEFORE_NAMES = words("from since in at by with for until near through during between against under")


#: Edited prose has no capital on these between two small words.
_SUBORDINATORS = words("while whereas although unless until")


def stray_capital(place: Place) -> float:
    """How surely the capital at a place is wrong, by the words around it.

    >>> text = "Putin won a fifth term in a contest earlier this year Without real opposition."
    >>> at = text.index("Without")
    >>> stray_capital(Place(text, at - 1, at, at + 7))
    0.94
    """
    look = look_at(place)
    index, low, shapes, classes = look.index, look.low, look.s, look.c
    gap = place.text[place.left : place.at]
    right = low[index]
    after = low[index + 1] if index + 1 < len(low) else ""
    if gap == ", " and right in _RELATIVES and shapes[4] == "low" and index - look.first > 1 and not look.crowded():
        # "The plant, Which employs 400 people, will close."
        verb = (
            lexicon("en").tags(after) & (VERB_S | VERB_PAST | AUX | MODAL) or after in DETERMINERS or right == "whose"
        )
        return 0.9 if verb and not look.profile.quotes[index] % 2 else 0.0
    if gap != " " or look.profile.quotes[index] % 2:
        return 0.0
    if right in AMOUNTS and amount(low, index):
        # Between two clauses a sentence may as well begin with the amount, but behind a name a relative was lost.
        opens = shapes[2] == "low" or look.profile.main_verbs(look.first, index) > 0
        return 0.3 if opens and amount_opens(look) else 0.88
    if right == "on" and shapes[2] == "low" and after and DAYS.match(look.words[index + 1]):
        return 0.9
    if right in ("which", "whose") and shapes[2] == shapes[4] == "low" and after not in _WHICH_ALONE:
        # "the candles Which they lit in the cathedral, and they do not speak"
        noun = lexicon("en").tags(low[index - 1]) & NOUN and not look.crowded()
        return 0.9 if noun and "?" not in low[index : look.last + 1] else 0.0
    if right in _PRONOUNS and low[index - 1] in _BEFORE_CLAUSE and shapes[2] == shapes[4] == "low":
        # "The actor said He would donate", "what They say", "most of those believed They were"
        told = lexicon("en").tags(after) & (AUX | MODAL | VERB_PAST | VERB_S | VERB_BASE)
        named = f"Mr {look.words[index]} " in place.text or f"Ms {look.words[index]} " in place.text
        return 0.88 if told and not named and not look.crowded() else 0.0
    if right in ("and", "or") and shapes[2] == shapes[4] == "Cap" and after and not look.headline():
        # "in Ghana And Senegal", but not "Marks And Spencer"
        names = (low[index - 1], after)
        return 0.9 if all(lexicon("en").is_name(name) or name in places("en") for name in names) else 0.0
    if right in ("last", "next", "this") and _DATES.match(look.words[index + 1] if after else ""):
        return 0.9
    if low[index - 1] in WANTS.get(right, ()) and shapes[2] == "low" and (right == "as" or shapes[4] == "low"):
        return 0.9  # "also known As the Berm", "came From water"
    if look.crowded() or (shapes[2] == "Cap" and low[index - 1] in DETERMINERS):
        return 0.0
    lex = lexicon("en")
    tags = lex.tags(right)
    # "wheat From Odesa": before a name that is only ever one, and no title around.
    if (
        right in _BEFORE_NAMES
        and shapes[2:5:2] == ["low", "Cap"]
        and after
        and (lex.is_name(after) or after not in lex)
    ):
        return 0.86 if not lex.tags(low[index - 1]) & (DET | PREP) else 0.0
    if shapes[4] != "low" or not after:
        return 0.0
    if right == "per" and (low[index - 1][-1].isdigit() or low[index - 1] in NUMBERS):
        return 0.92  # "10 Per cent"
    if shapes[2] == "low" and _goes_with_verb_or_preposition(place, right, after):
        return 0.88
    if right == "that" and shapes[2] == "low" and index - look.first > 1:
        if low[index - 1] in _TELLS or (after in DETERMINERS and lex.tags(low[index - 1]) & (VERB | AUX)):
            return 0.9  # "Analysts said That the bank"
    if right == "most" and lex.tags(after) & (ADJ | ADV) and (low[index - 1] == "the" or low[index - 1] in _BE):
        return 0.9  # "one of the Most common reasons"
    if right in ("if", "whether", "because") and shapes[2] == "low" and (after in DETERMINERS or after in _PRONOUNS):
        return 0.9 if look.profile.main_verbs(look.first, index) else 0.0
    if right in _SUBORDINATORS and shapes[2] == "low" and not look.opener():
        return 0.9 if look.profile.main_verbs(look.first, index) else 0.0
    if right in _FUNCTION and tags & (PREP | TO | WH) and look.opener() < 2:
        if right == "to" and not lex.tags(after) & VERB and after not in ("the", "a", "an", "his", "their", "its"):
            return 0.0
        # "The bridge fell In this video you can": a clause that opens with the phrase needs its stop, not this.
        if look.profile.main_verbs(index, look.last) > 1 and right not in _CLAUSAL:
            return 0.0
        return 0.94 if shapes[2] == "low" else 0.9 if shapes[2] in ("Cap", "num", "CAPS") else 0.0
    share, before = lex.lower_share(right), low[index - 1].replace("’", "'")
    # "Greater Manchester Police said Officers had been called"
    if before in _SAYING and tags & PLURAL and tags & NOUN and share >= 0.93 and lex.tags(after) & (AUX | MODAL):
        return 0.86
    # "will Introduce", "agreed to Postpone", "is being Spewed": a verb that its group asks for.
    if share >= 0.97 and shapes[2] == "low" and _asked_for(before, tags, lex.tags(before)):
        return 0.9
    # "a Biologist at the park", "a large Quantity of": no name is only ever written small.
    if share >= 0.988 and before in ("a", "an", "very", "most") and tags & (NOUN | ADJ) and shapes[5] != "Cap":
        return 0.86
    # "Officials in Kyiv Confirmed that": a past tense that has its object, and no verb before it.
    past = tags & VERB_PAST and (after in _OBJECTS or after in NUMBERS) and share >= 0.94
    if (past and (shapes[2] == "Cap" or low[index - 2 : index - 1] == ("the",))) or (
        tags & VERB_S and after == "to" and share >= 0.94 and shapes[2] == "low"
    ):
        if not look.profile.main_verbs(look.first, index) and index - look.first < 9:
            return 0.86
    if _past_behind_name(look, tags, share, after):
        return 0.86
    if lone_noun(look):
        return 0.86
    if before.endswith(("'s", "’s")) and tags & ADJ and share >= 0.97 and lex.tags(after) & NOUN and shapes[5] != "Cap":
        return 0.86  # "the king's Official visit"
    if before == "the" and right.endswith("est") and tags & ADJ and share >= 0.97 and shapes[5] != "Cap":
        return 0.86  # "one of the Youngest players"
    if before in ("a", "an") and after in _AFTER_NOUNS and tags & NOUN and share >= 0.93 and shapes[5] != "Cap":
        return 0.84  # "won a Prize for"
    # A word that is nothing but a verb and never has a capital: "Moscow Vetoed a resolution".
    if tags & VERB and not tags & (NOUN | ADJ | ADV | PREP) and share >= 0.988:
        # "accused North Korea Provide aid" has its verb already; "Ambrose Tell the younger has written" does not.
        plain = not tags & (VERB_S | VERB_PAST | VERB_PART | VERB_ING)
        needs = plain and shapes[2] == "Cap" and not look.profile.main_verbs(look.first, index)
        titled = shapes[2] == "Cap" and lex.lower_share(before) > 0.9  # "says He Was Despised is the hardest aria"
        if shapes[2] in ("low", "Cap") and classes[4] not in ("and", "or") and not needs and not titled:
            return 0.88
    return 0.0


def _goes_with_verb_or_preposition(place: Place, right: str, after: str) -> bool:
    """Whether a small word goes with the one before it: ``make Some profits``, ``of This material``, ``no More``,
    ``become What it can be``."""
    look, lex = look_at(place), lexicon("en")
    index = look.index
    before = look.low[index - 1]
    tags, behind = lex.tags(before), lex.tags(after)
    if before == "not" and right in ("everybody", "everyone", "all", "every", "only"):
        return True
    if before in ("and", "but", "or") and right in _FUNCTION and right not in ("that", "to", "of"):
        return True  # "from the lab, but When he saw it"
    if right in ("many", "more", "much", "few", "several") and before in ("no", "not", "too", "so", "very", "how"):
        return True
    if right in ("this", "these", "those") and tags & VERB_ING and not tags & NOUN and behind & PREP:
        return True  # "has been doing This for 26 years"
    if right in ("what", "how", "why", "whether"):
        clause = after in _PRONOUNS or after in DETERMINERS
        finite = tags & (VERB_BASE | VERB_S | VERB_PAST) and not tags & NOUN
        return clause and bool(finite) and not look.profile.quotes[index]
    if right in _POSSESSIVES:
        if before not in _PLAIN_PREPOSITIONS | _PARTICLES or not behind & (NOUN | ADJ):
            return False
        seen = elsewhere(place.text)
        return right != "his" or not any(seen.count(word, place.at) for word in _GODLY)
    if right not in _QUANTIFIERS or not behind & (NOUN | ADJ):
        return False
    if before in _PLAIN_PREPOSITIONS or (before in _PARTICLES and not look.profile.main_verbs(index, look.last)):
        return True
    plain = tags & (VERB_BASE | VERB_S) and not tags & (ADJ | ADV | PREP) and bool(behind & PLURAL)
    return bool(plain) and before in _TRANSITIVE and not look.profile.main_verbs(index, look.last)


def _past_behind_name(look: Look, tags: int, share: float, after: str) -> bool:
    """Whether a past tense and nothing else stands behind a name, in a clause that has no verb before it.

    ``while Kosovo Asked for a further delay``, ``Inflation in Hungary Slowed to 4.1 per cent``.
    """
    counted = after[0].isdigit() and not tags & (NOUN | NAME)  # "the Rotary Club of Kendal Planted 1,200 bluebells"
    if not tags & VERB_PAST or (tags & (NOUN | ADJ | NAME) and not counted) or share < 0.93 or look.s[2] != "Cap":
        return False
    if after not in _OBJECTS and after not in NUMBERS and after not in _AFTER_PAST and not after[0].isdigit():
        return False
    start = look.index
    while start > look.first and look.low[start - 1] not in _CLAUSE_ENDS:
        start -= 1
    return look.index - start < 9 and not look.profile.main_verbs(start, look.index)


#: Before a noun these open no sentence behind a preposition or a verb that needs an object.
_QUANTIFIERS = words("some any many several both each every other another most more this these those all one two three")
#: Prepositions that are no particles: no clause ends in them.
_PLAIN_PREPOSITIONS = words("of from for into than at with without between among during towards toward via per")
_POSSESSIVES = words("his her their its our my your")
#: Where these are told of, "His" is a god's.
_GODLY = ("God", "Lord", "Jesus", "Christ", "Allah", "Creator", "Saviour", "Savior", "Almighty", "Krishna", "Bible")
#: A clause may end in these: "He moved on Some people stayed".
_PARTICLES = words("in at on by")
_TRANSITIVE = words(
    "make makes find finds give gives need needs take takes use uses want wants have has had get gets bring brings "
    "cause causes include includes require requires provide provides create creates offer offers contain contains "
    "produce produces keep keeps expect expects see sees reduce reduces cover covers put puts affect affects"
)
_AFTER_PAST = words("for in at from with until after before about over into against as off out up back")
_CLAUSE_ENDS = frozenset((",", "while", "whereas", "because", "that", "when", "after", "as", "but", ";"))


def small_elsewhere(place: Place) -> float:
    """How surely a noun or a verb lost its small letter, where the text writes it small elsewhere and nothing is near
    that a name could be made of.

    >>> text = "The largest Supermarket chain will open shops. Each supermarket has sixty."
    >>> at = text.index("Super")
    >>> small_elsewhere(Place(text, at - 1, at, at + 11))
    0.88
    """
    look = look_at(place)
    word = look.words[look.index]
    seen = elsewhere(place.text)
    if place.text[place.left : place.at] != " " or look.s[2] != "low" or look.s[4] not in ("low", "mark"):
        return 0.0
    if not seen.count(word.lower(), place.at) or seen.inside(word, place.at) or look.crowded() or look.headline():
        return 0.0
    tags = lexicon("en").tags(look.low[look.index])
    if not tags & (NOUN | VERB) or tags & (PREP | CONJ | DET | PRON) or look.profile.quotes[look.index] % 2:
        return 0.0
    if look.low[look.index - 1] == "of" and look.words[look.index - 2][0].isupper():
        return 0.0  # "the Department of Energy"
    if look.low[look.index - 1] in ("the", "this", "our"):
        # "the Government" and "the Budget" are house style: only other damage makes up for it.
        styled = look.low[look.index] in STYLED or look.low[look.index + 1 : look.index + 2] in _OF
        return 0.66 if styled or not tags & NOUN or look.s[5] == "Cap" else 0.86
    return 0.88


#: Offices, bodies and papers that some write with a capital where the one is meant; and what follows their names.
STYLED = words(
    "government state states church president parliament union agency house court nation company bank department board "
    "committee council capital bill act budget treaty constitution cabinet ministry minister senate assembly party "
    "club school college university hospital museum society foundation institute association authority commission "
    "corporation league federation administration congress member members internet web net crown king queen pope "
    "prince bishop mayor governor chairman secretary treasury inquiry report review plan strategy agreement agenda "
    "contract seller buyer tenant landlord licensee user users client customer fund project programme program game "
    "city town island islands bay river lake north south east west bible gospel scripture lord army navy force guard "
    "police press media earth moon sun war revolution games championship cup festival conference summit site app"
)
_OF = (("of",), ("for",), ("and",), ("or",), ("in",), ("on",), ("to",), ("&",))


_AFTER_NOUNS = words("for of in to at with from on by that")
_OBJECTS = words("that the a an his her its their to on")
_SAYING = words("said says that")
#: What is told behind these begins with "that".
_TELLS = words(
    "said says say reported reports revealed reveals indicate indicates indicated think thinks thought believe "
    "believes believed found show shows showed shown suggest suggests suggested argue argues argued claim claims "
    "claimed know knows knew remember ensure ensures warned warns confirmed announced estimates estimated"
)
_WHICH_ALONE = words("is one means of was")  # "Which is why it is shut."
_BE = words("is are was were be been being")
_PRONOUNS = words("he she they it we you there")
#: What a clause with its subject stands behind.
_BEFORE_CLAUSE = words(
    "said says say that because when if while as although though until what how why where than whether unless and "
    "believe believes believed think thinks thought know knows knew hope hopes hoped feel feels felt fear fears feared "
    "claim claims claimed insist insists insisted admitted confirmed denied"
)
_DATES = re.compile(
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    "|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?:$|[A-Z])"
)
_CLAUSAL = words("to because which whose whom that who where when while although whether if than as of")


def _asked_for(before: str, tags: int, tags_before: int) -> bool:
    """Whether the word before is a modal, "to", or a form of be or have, and this is the verb form that follows it."""
    if before == "to" or (tags_before & MODAL and before not in ("may", "might", "will", "can")) or before in _MODALS:
        return bool(tags & VERB_BASE) and not tags & NAME
    if tags_before & AUX and before not in ("do", "does", "did"):
        if tags & VERB_ING and not tags & NAME:
            return True
        return bool(tags & VERB_PART) and not tags & (NOUN | NAME)
    return False


_MODALS = words("may might will can won't can't couldn't don't doesn't didn't wouldn't shouldn't")


# What begins a segment and ends no brand. Particles ("in", "on", "up", "out") end many: LinkedIn, LogOn, SpeakUp.
_TAILS = words(
    "the a when which who whose whom where while because although according without during after before since until "
    "through between among against toward towards for with from by of than and but or to it he she they we this these "
    "those there his her their its that if as at into under over was were is are has have had will would whereas "
    "despite including according adding saying leaving causing prompting forcing killing sparking raising"
)
_RELATIVES = words("when which who whose whom where")
_AFTER_COMMA = words(
    "with without while although though whereas despite including according adding saying leaving causing prompting "
    "forcing killing sparking raising"
)


def fused(place: Place) -> str:
    """What was lost at a joint by its words alone: ``comma``, ``stop``, ``any``, or nothing when the words do not say.

    >>> text = "It was repaid last SeptemberWhen the leader came."
    >>> at = text.index("When")
    >>> fused(Place(text, at, at, at + 4))
    'comma'
    """
    text, lex = place.text, lexicon("en")
    look = look_at(place)
    tail = text[place.at : place.end].lower()
    token, start = look.words[look.index], look.begin + look.line.starts[look.index]
    head = text[start : place.at]
    after = look.low[look.index + 1] if look.index + 1 < len(look.low) else ""
    date = head.isdigit() and len(head) == 4
    if tail == "according" and after == "to" and len(head) > 2:
        return "comma"
    if start + len(token) != place.end or not after[:1].isalnum() or not (head.isalpha() or date):
        return ""
    name = head[:1].isupper()
    if name and tail in ("who", "whose", "whom") and look.s[2] == "Cap":
        return "comma"  # "coach Nuno PradoWho": a person needs no relative to be told apart
    if name and tail in _RELATIVES and len(head) > 3 and not lex.frequency(head):
        return "comma"  # "the plant in GdanskWho have been on strike"
    if not date and (len(head) < 3 or lex.frequency(head) < (3.0 if name else 3.5 if len(head) > 3 else 4.3)):
        return ""
    if tail in ("in", "on"):
        # LinkedIn, LogOn: only before what a brand is not followed by.
        if after not in ("which", "the", "a", "an", "his", "her", "their", "its", "this", "that") or not (
            lex.is_name(head) or date or after == "which"
        ):
            return ""
        return "comma" if after == "which" else "any"
    if tail not in _TAILS:
        return ""
    if tail in SUBJECTS and lex.tags(after) & (VERB | MODAL | AUX):
        tags = lex.tags(head)
        if tags & (CONJ | SUBORD | DET) and not tags & (ADV | PREP | PRON):
            return "any"  # "when it bleeped butThere was no sponge there": no sentence ends in these
        return "stop" if look.profile.main_verbs(look.first, look.index) else "any"
    if (date or lex.is_name(head)) and tail in _RELATIVES:
        return "comma"
    # The blank goes where a mark went with it: a translator keeps it between two segments that nothing parted.
    if after in ("which", "whom", "whose") and lex.tags(tail) & (PREP | TO):
        return "comma"
    if date and tail in ("the", "a", "an", "its", "his", "her", "their"):
        # "carried 4 million in 2022The figure fell": what ends in the year is a sentence, and so is what follows.
        whole = look.profile.main_verbs(look.first, look.index) and look.profile.main_verbs(look.index + 2, look.last)
        return "stop" if whole else "comma" if tail in ("the", "a", "an") else "any"
    if tail in _AFTER_COMMA:
        return "comma"
    return "any"
