"""What speaks for leaving a place alone, whatever the scorer says: factors on a score, 1.0 where nothing does.

Written from look-alikes: sentences that open with a phrase, fragments for effect, dialogue and interviews, names
that are function words. The scorer has seen too few of them in the prose it learnt from.
"""

from __future__ import annotations

from itertools import pairwise

from cleanpipe.scoring.english.boundaries import Look, Place, look_at
from cleanpipe.scoring.english.openers import (
    BEGINNERS,
    STRANDERS,
    alike,
    at_named_place,
    clause_behind_comma,
    determined,
    phrase_then_clause,
    purpose_first,
    spoken,
    subject_and_verb,
    subject_first,
    timed,
    whole_clause,
)
from cleanpipe.scoring.english.sentences import verbs_of
from cleanpipe.scoring.english.torn import ECHOES, REPORTING
from cleanpipe.scoring.lexical.lexicon import (
    ADV,
    AUX,
    MODAL,
    NOUN,
    PLURAL,
    PREP,
    PRON,
    SUBORD,
    TO,
    VERB,
    VERB_BASE,
    VERB_PART,
    VERB_PAST,
    VERB_S,
    lexicon,
)
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.texts.tokens import NAMES

_ALONE = words("those these that this it them him her us me you one on up out off over in there here so to no not yes")
# Words that leave a sentence open: behind them a clause is no sentence of its own.
_OPEN = words(
    "the a an of and or but that whether if because when while although until unless than between into from their its "
    "his her our whose as according due such regardless unable says said say is are was were be been has have had will "
    "would can could may might must should show shows reveal reveals suggests believe believes means"
)
# Prepositions that may end a sentence, but hardly before a piece without a verb: "moved to. The centre of the city."
_LEADING = words("in to for with at by about on")

# Words that an infinitive follows.
_WITH_TO = words(
    "want wants wanted need needs needed have had going able unable way likely unlikely try tries tried trying order "
    "plan plans planned decision right ability effort efforts attempt attempts attempted power refused agreed decided "
    "expected hope hopes hoped continue continued began begin begins chance opportunity allowed forced asked urged "
    "willing ready due used supposed intend intends intended failed managed threatened threatens threatening"
)
_INVERTED = words(
    "stands stood lies lay sits sat hangs hung comes came lives runs rises rose goes go come went sleeps waits"
)
_ASIDES = words("naturally obviously apparently admittedly incidentally please too either anyway actually though")
_UNTOLD = words("declined refused unable unwilling difficult hard impossible early nothing little reluctant able yet")
_BRIEF = 14  # characters of a piece for effect
_ALWAYS_TO = words("seem seems seemed tend tends tended unable supposed intend intends intended going")
_TO_WHERE = (("where",), ("whom",), ("what",), ("which",))
_ASKED_OF = words("asked told questioned pressed quizzed challenged faced given born founded built")
_ASKED = words("when where why how who whom what")
_BE = words("is are was were be been")
_TIMED = words("by in on at after since during until before")
_ASKING = words("one of it means they he she side way brings leaves makes ever else knows cares")
_SET_PHRASES = frozenset(
    tuple(pair.split("-")) for pair in words("for-now for-once of-course at-last in-short in-vain in-fact")
)
_WE = (("they",), ("we",), ("you",), ("the",))
_THAT_WAS = frozenset((word,) for word in words("all it enough why how when what because where the not"))
_WHYS = (("why",), ("how",), ("where",), ("what",), ("when",), ("because",))


#: The factor where short sentences stand around.
IN_COMPANY = 0.36


def joins_sentences(place: Place) -> float:
    """A factor for taking a stop out: below 1.0 where what stands behind it is a sentence, or a fragment in company.

    >>> text = "Such cards are hard to come by. For instance, the new one was gone in an hour."
    >>> at = text.index("For")
    >>> joins_sentences(Place(text, at - 2, at, at + 3))
    0.25
    """
    look = look_at(place)
    index, low, profile = look.index, look.low, look.profile
    if look.headline():
        return 0.2  # "U.S. To Send Troops, Says White House"
    if index < 2:
        return 1.0
    after = low[index + 1 : index + 3]
    whole = profile.main_verbs(profile.sentence(max(0, index - 2))[0], index - 1)  # "The plant. Which makes tyres"
    if low[index] in ("which", "whose", "who") and after and (after[0] in _ASKING or after[1:] in _WHYS) and whole:
        return 0.3  # "Which is why it is shut.", "Which one?", "Whose it was does not matter."
    if low[index] == "between" and after[:1] in (("them",), ("us",), ("you",)) and after[1:] in _WE:
        return 0.3  # "Between them they press about 9,000 litres."
    if low[index] == "which" and after[:1] == (",",):
        return 0.4  # "Which, engineers concede, has happened once."
    if low[index] == "that" and after[:1] in (("is",), ("was",)) and after[1:] in _THAT_WAS:
        return 0.3  # "That was all."
    if low[index] == "that" and after[:1] and after[0][0] in "$€£0123456789":
        return 0.2  # "That 3% rate also applies"
    first, _ = profile.sentence(max(0, index - 2))
    before = low[index - 2]
    if look.words[look.last - 1] == "?" and lexicon("en").tags(low[index]) & (AUX | MODAL):
        return 0.2  # "Will she stay?"
    if determined(look):
        return 0.2  # "the figures. That new plan will be discussed"
    if low[index] == "that" and after and _points(before, after[0]):
        return 0.2  # "misread the results. That creates a chance", "no more to investigate. That was all he said"
    titled = index > 2 and look.words[index - 2][0].isupper() and look.words[index - 3][0].isupper()
    if titled and lexicon("en").lower_share(before) > 0.9:
        return 0.4  # "In Passing, and Without Which Not. In each of them"
    if before == "of" and low[index - 3] in ("sort", "kind"):
        return 0.2  # "Well, sort of."
    if before in ("is", "are", "was", "were") and _pointed_at(low, index):
        return 0.5  # "Here she is."
    again = low[first] == low[index] and index - first > 2
    if again and lexicon("en").tags(low[index]) & (TO | PREP):
        return 0.25  # "To forgive is one thing. To forget is another."
    if again and low[index] not in ("the", "a", "an", "his", "her", "its"):
        return 0.4  # "That it was played. That it was fine.": said twice for effect
    if ":" in look.words[index + 1 : index + 4]:
        return 0.3  # "To serve: scatter with dill.", "In brief: ..."
    if low[index] == "because" and after[:1] == ("of",) and look.opener():
        return 0.4  # "Because of the rent, say the owners."
    if any(low[k] in _INVERTED and low[k + 1] in BEGINNERS for k in range(index + 2, min(index + 6, look.last - 1))):
        return 0.3  # "At the top stands a chapel."
    if (low[index], *after[:1]) in _SET_PHRASES:
        return 0.2  # "The rain had stopped. For now at least."
    if len(before) == 1 and first == index - 2:
        return 0.1  # "A. That it was a drill."
    if first == index - 2 and first and look.words[first - 1] == "?":
        return 0.2  # "With or without? With. Mind the step."
    if low[index] in ("a", "an", "the") and before in _POSSESSIVE:
        return 0.1  # "he would be keeping his. A politician called for calm."
    if after == (",", "for"):
        return 0.2  # "Raking, for example."
    if low[index] in ("and", "but", "or") and after[:1] in (("what",), ("how",)):
        return 0.3  # "And what a parrot."
    counted = after and after[0][0].isdigit() and look.last - index > 4
    if before in _SAID and _attributed(look, first) and (counted or profile.main_verbs(index, look.last)):
        return 0.2  # "The factory will close, its owner said. About 400 people work there."
    if before in REPORTING and not ECHOES.isdisjoint(low[max(first, index - 10) : index - 2]):
        return 0.4  # "Things are not as the report suggests. The figures are wrong."
    piece = low[index : look.last]
    if low[index] not in ("and", "or", "the", "a") and (",", low[index]) in pairwise(piece):
        return 0.3  # "They come from all over. From Lagos, from Lima."
    if any(mark == "," and word in _ASIDES for mark, word in pairwise(piece)):
        return 0.3  # "In stoppage time, naturally."
    if low[index] == "of" and "," in piece[:6] and piece[1] in ("these", "those", "them", "all", "what", "which"):
        return 0.2  # "Of these, 12 face the sea."
    if before == "since" and not _PERFECT.isdisjoint(low[max(first, index - 10) : index - 2]):
        return 0.3  # "the yard has been flooded since. The port now keeps"
    if before == "say" and low[index - 4] in _UNTOLD and profile.main_verbs(index, look.last) > 1:
        return 0.3  # "A spokesman declined to say. The inquiry continues."
    if low[index] == "to" and after[:1] in _TO_WHERE:
        return 0.2  # "It's a step down. To where people are."
    if lexicon("en").tags(low[index]) & VERB_PART and low[index] in _ASKED_OF and clause_behind_comma(look):
        return 0.2  # "Asked what, he said: ..."
    if low[index] == "to" and before in _NEVER_TO and after and lexicon("en").tags(after[0]) & VERB_BASE:
        return 0.2  # "eleven have not been heard from. To find them, the coastguard"
    if low[index] == "to" and before not in _OPEN and before not in _WITH_TO and purpose_first(look):
        return 0.2  # "To be sure of a seat, come early."
    if before == "between" and low[index - 3] == "in":
        return 0.25  # "nine symphonies, with picnics in between. Tickets cost less"
    agent = before == "by" and not profile.main_verbs(index, look.last)  # "washed up by. The floods"
    if look.words[index - 2] == "May" and index - 2 > first:
        return 0.1  # "was gone by May. Her password still works."
    if look.words[index - 2] == "A" and index - 2 > first:
        return 0.3  # "He got an A. The others got a B."
    whole = profile.main_verbs(first, index - 1) > 1 and subject_and_verb(look)
    if (before in _LEADING or before == "of") and whole and not _reports(look, first):
        return 0.3  # "one she was, by her own account, frightened of. A bench has been provided"
    if (before in _LEADING or before == "of") and "," in piece[:3] and low[index] in _LEADING:
        return 0.25  # "whatever the garden has too much of. With it, nothing."
    if (before in _LEADING or before == "of") and _zero_relative(low, first, index - 2):
        return 0.2  # "That is the world we live in. The rich fly."
    if before in _LEADING and not agent and any(w in STRANDERS for w in low[max(first, index - 14) : index - 2]):
        return 0.25  # "This is what we are fighting for. The right to be left alone."
    if before in _ASKED and low[index - 3] in ("and", "or") and profile.main_verbs(index, look.last) > 1:
        return 0.2  # "Nobody knows who built it and when. The mill was shut in May."
    if before == "in" and low[index - 3] in _BE and low[index] in BEGINNERS and verbs_of(piece) > 0.3:
        return 0.2  # "She was in. The others looked on."
    told = low[index] == "that" and after and lexicon("en").tags(after[0]) & VERB_PAST
    where = before in _BE and not STRANDERS.isdisjoint(low[max(first, index - 6) : index - 2])
    if told and (where or before in ("there", "here", "then", "again")):
        return 0.2  # "He stays where he is. That prompted the others to leave."
    if before == "from" and _zero_relative(low, first, index - 2):
        return 0.2  # "The house we came from. All gone."
    if (
        index - 3 == first
        and low[first] in _PRONOUNS
        and before in _AUXILIARIES
        and profile.main_verbs(index, look.last)
    ):
        return 0.3  # "It had. For five months, whisky had been leaving the warehouse."
    if before in _AUXILIARIES and subject_first(look):
        return 0.3  # "Already 300 have. A teacher in Assam has suggested another."
    if before in _OPEN and not _stranded(low, index, profile.main_verbs(index, look.last)):
        return 1.0
    if before in _LEADING and not profile.main_verbs(index, look.last):
        return 1.0
    if low[index] == "to" and before in _OPEN and look.opener():
        return 0.3  # "where they come from. To find out more, please call": a sentence that ends in a preposition
    if low[index] == "to" and before in _WITH_TO and look.last - index > 5 and "," not in look.words[index : index + 6]:
        return 1.0  # "shoppers want. To know whether", not "It is what they want. To be fair, ..."
    if low[index] == "to" and before in _ALWAYS_TO:
        return 1.0
    if low[index] in ("in", "at", "near") and at_named_place(look):
        return 0.25  # "In Marseille the Marseillais complain of the opposite."
    starts = look.line.starts
    if starts[look.last - 1] - starts[index] < _BRIEF and low[index] not in ("of", "than", "to"):
        return 0.18  # "The firm makes shoes. By hand. In Italy.", "She wanted one thing. Out."
    if look.last - index < 6 and index - 1 - first < 5 and low[index] in ("to", "and", "or", "but"):
        return 0.2  # "He had one wish. To go home."
    if profile.quotes[index] % 2 or spoken(look):
        return 0.45
    if _in_company(look, first):
        begin, end = profile.sentence(look.last) if look.last < len(look.words) else (0, 9)
        return 0.2 if end - begin < 3 else IN_COMPANY  # "Through the window. Again."
    articles = ("a", "an", "the", "no")
    if low[first] in articles and low[index] in articles and not profile.main_verbs(first, look.last):
        return 0.3  # "A dog, perhaps. A garden with a wall."
    left, right = profile.main_verbs(first, index - 1), profile.main_verbs(index, look.last)
    torn = before in _OPEN or lexicon("en").tags(before) & PREP or low[index] in ("who", "which", "whose")
    if not left and not right and not torn and profile.verbs[-1] < 0.5:
        return 0.36  # "Three goals in nine minutes. From a defender.": a line without a verb is no prose
    asked = any(word in STRANDERS for word in low[max(0, index - 8) : index - 3])
    if right and asked and (before in _LEADING or before == "of") and low[index] in BEGINNERS:
        return 0.4  # "That was what they had come for. The crowd went home."
    if left and right and low[index] in ("which", "who", "whose", "that") and _own_verb(look):
        return 0.5
    if not left:
        # "Never a raised voice. On Fridays she let them sing.": a fragment, and a sentence that opens with a phrase.
        begins = index - 1 - first < 6 and right > 1 and lexicon("en").tags(low[index]) & PREP
        return 0.35 if begins and before not in _LEADING else 0.9  # what stands before the stop is no sentence either
    if low[index] in ("and", "or", "but") and look.last - index < 9 and not right:
        return 0.7  # "And another."
    if low[index] in ("and", "but") and right > 1 and look.last == len(look.words):
        return 0.75  # "And the others did as well.": with a verb of its own at the end of the line
    if low[index] == "or" and left and not right:
        return 0.5  # "It is a small book about a large grief. Or a large book about a small one."
    if low[index] == "or" and after[:1] in (("more",), ("less",), ("else",), ("not",), ("so",)):
        return 0.4
    if look.last - index < (4 if low[index] == "at" else 3) and before not in _OPEN:
        return 0.4  # "It.", "At once."
    if low[index] in _TIMED and after and (after[0][0].isdigit() or after[0] in NAMES or after[-1][0].isdigit()):
        tags_of = lexicon("en").tags
        named = any(
            tags_of(low[k]) & VERB_PAST and look.words[k - 1][0].isupper() for k in range(index + 3, look.last)
        )  # "By the 3rd century the emperor Caracalla made a division which lasted"
        if right or named or any(tags_of(word) & (AUX | MODAL) for word in low[index + 2 : look.last]):
            return 0.4  # "By September of that year the Dow had tumbled."
    if (
        low[index] == "of"
        and piece[1:2]
        and piece[1] in BEGINNERS
        and any(a == "," and b in _SOME for a, b in pairwise(piece[:18]))
    ):
        return 0.2  # "Of the musicians who passed through, only two still play."
    if low[index] in _LEADING and whole_clause(look) and (right > 1 or timed(look)):
        return 0.3  # "For the first time since October nobody was sacked.", "For a second it looks as though"
    if (left or index - first > 9) and before not in _LEADING and phrase_then_clause(look):
        return 0.25  # "soft-water districts. With distilled water the effect disappears."
    tags = lexicon("en").tags(low[index])
    if tags & PREP and before not in _LEADING and clause_behind_comma(look):
        return 0.25  # "On a local train, or even an express, nobody would have noticed."
    if tags & PREP and "," not in piece and alike(look, first):
        return 0.3  # "From a bank she had never heard of. In a town she could not find."
    if left and not tags & (PREP | TO | SUBORD) and low[index] not in BEGINNERS and subject_first(look):
        return 0.35  # "They circled the tower, hooting. Police used water cannon."
    opener = look.opener()
    if opener and (opener > 1 or low[index] == "to") and tags & (PREP | TO | ADV):
        return 0.5
    if right and (tags & (PREP | TO) and not tags & SUBORD):
        return 0.4 if low[index] == "to" else 0.65
    return 0.5 if right and low[index] in BEGINNERS else 1.0


_POSSESSIVE = words("his hers mine ours yours theirs its")
_AUXILIARIES = words("is are was were has have had do does did can could will would should must")


def _points(before: str, verb: str) -> bool:
    """Whether "that" before a verb is no relative: what stands before it is no noun, or of another number."""
    tags_of = lexicon("en").tags
    noun, singular = tags_of(before), verb in ("is", "was", "has") or tags_of(verb) & VERB_S
    if not singular and verb not in _MODALS:
        return False
    if before in _SPANS:
        return True  # "in 35 years. That would be a big step"
    if noun & NOUN:
        return bool(singular and noun & PLURAL and lexicon("en").main_tag(before) == NOUN)
    return bool(noun & (VERB | ADV | AUX | PRON | PREP)) and before not in _OPEN


_MODALS = words("would will could may might should must can")
_SPANS = words("years months weeks days hours minutes today tomorrow yesterday")


def _stranded(low: tuple[str, ...], index: int, right: int) -> bool:
    """``sort of``, ``one of those``, ``told them not to``, ``what she lived for``: a sentence may end there."""
    if not right and not (low[index] == "to" and "," in low[index + 3 : index + 9]):
        return False  # "To find out more, please call us." has a verb, too
    if low[index - 2] == "that" and _REPORTS.intersection(low[max(0, index - 5) : index - 2]):
        return False  # "The agency said Monday that. Its researchers ..."
    if index > 3 and low[index - 3] in ("sort", "kind", "one", "some", "you", "i", "we", "they", "not"):
        return True
    if "that" in low[max(0, index - 9) : index - 3] and low[index] in BEGINNERS:
        return True
    return low[index - 2] in _ALONE or any(word in STRANDERS for word in low[max(0, index - 14) : index - 3])


def _zero_relative(low: tuple[str, ...], first: int, at: int) -> bool:
    """Whether a noun, a pronoun and its verb stand before a preposition: ``the world we live in``."""
    tags_of = lexicon("en").tags
    for k in range(at - 2, max(first + 1, at - 6), -1):
        if low[k] in _PRONOUNS:
            group = low[k + 1 : at]
            verbs = all(tags_of(word) & (VERB | AUX | MODAL | ADV) for word in group)
            return bool(group) and verbs and bool(tags_of(low[k - 1]) & NOUN) and low[k - 1] not in REPORTING
    return False


_PRONOUNS = words("we you he she they i it nobody everyone")


def _attributed(look: Look, first: int) -> bool:
    """Whether what was said stands before the speaker: ``..., its owner said``, ``...” the mayor said``."""
    low, index = look.low, look.index
    start = max(first + 2, index - 9)
    return any(low[k] in (",", "”", '"') and k < index - 3 for k in range(start, index - 2))


#: Verbs of saying that end a sentence with their speaker.
_SAID = words("said say says told added adds wrote warned announced explained argued noted confirmed claimed")


def _reports(look: Look, first: int) -> bool:
    """Whether a verb of saying or thinking stands before a stop: its clause may go on behind it."""
    return not (REPORTING | _THINKING).isdisjoint(look.low[first : look.index])


#: No infinitive stands behind these.
_NEVER_TO = words("from of for with against into at between among during without toward towards under upon")
_PERFECT = frozenset(("has", "have", "had"))
_THINKING = words("think thinks thought know knows knew say hope hopes hoped told mean means guess feel feels felt")


def _pointed_at(low: tuple[str, ...], index: int) -> bool:
    return any(word in ("here", "there") for word in low[max(0, index - 5) : index - 2])


_SOME = words("only just some most many few fewer none half all one two three four five six seven eight nine ten")


def _own_verb(look: Look) -> bool:
    """Whether the piece has a verb beside that of the relative clause it may begin with."""
    return look.profile.verbs[look.last] - look.profile.verbs[look.index] > 0.5


def _in_company(look: Look, first: int) -> bool:
    """Whether a sentence of at most four words, or without a verb, stands next to these two: a writer's rhythm."""
    profile, index, last = look.profile, look.index, look.last
    if index - 1 - first < 4:
        return True
    if last - index > 9:
        return False
    if last < len(look.words):
        begin, end = profile.sentence(last)
        if end - begin < 5 or not any(lexicon("en").tags(word) & (VERB | AUX | MODAL) for word in look.low[begin:end]):
            return True
    if first:
        begin, end = profile.sentence(first - 1)
        return end - begin < 5
    return False


_REPORTS = words(
    "said says announced reported found showed shows confirmed argued argues noted notes added claimed claims warned "
    "warns suggested suggests believe believes believed concluded revealed stated states insisted insists estimated "
    "agreed ensure means meant so"
)
