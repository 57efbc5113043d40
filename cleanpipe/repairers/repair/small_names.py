"""Give names their capital back: what the document writes with one elsewhere, and names outside English.

``Fans of villarreal`` in a text that has "Villarreal" inside a sentence; ``viajó a alemania``. Words that are anything
but a name in the language stay, and so does every text that writes small on purpose. English months, days and countries
belong to ``sentence_starts``. Phase repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cleanpipe.document import Document, Edit
from cleanpipe.repairers.repair._names_beside import bare, names_beside
from cleanpipe.scoring.lexical.first_names import first_names
from cleanpipe.scoring.lexical.grammars import grammar
from cleanpipe.scoring.lexical.lexicon import (
    ADJ,
    AUX,
    DET,
    MODAL,
    NAME,
    NOUN,
    PREP,
    SHARE_STEPS,
    TO,
    VERB,
    VERB_PAST,
    VERB_S,
    ZIPF_STEPS,
    Lexicon,
    lexicon,
)
from cleanpipe.scoring.lexical.places import places
from cleanpipe.scoring.lexical.wordlist import by_language, words
from cleanpipe.scoring.texts.tokens import MARKS_BEHIND, tokens_of

PHASE = "repair"
CERTAIN = 0.95

# Languages that write only names with a capital, and whose word lists know which words those are.
_LISTED = ("es", "pt", "it", "fr", "nl", "ru")
_FOREIGN = 5  # so many unknown words both ways: the text is not English
_ENDS = ("", ",", ".", "'s", "’s", ":", "?", ")")
# Names that are words as well, or parts of the names of companies and sites.
_DOUBTFUL = words(
    "chile facebook google twitter internet youtube instagram amazon apple europa olympique mondo quattro riunione "
    "farsi anders bordeaux bourgogne hollande american santa jesse parma lazio lucia monaco miranda paula italy oscar "
    "nord sud ovest norte oeste noord zuid oost nobel sérvia china france charlie emilia campania virginia alice "
    "justin "
    "jersey chili eglise moselle perle capra pullman castel panamá panama dourados covid netto xviii english italian "
    "american european europe london america netflix microsoft linux skype paypal mercedes ferrari playstation "
    "nintendo "
    "wordpress samsung boeing forbes nokia nissan toyota honda volvo reuters torres bella santa jordan malta marte "
    "islam apollo viana julio irán valle brindisi williams stella lucas carla marion angela lambert simone india congo "
    "grammy georgia unesco leiden"
)
#: Those of them that are hardly anything else where the text has them with a capital too.
_RAISED = words("chile facebook google twitter youtube instagram amazon china france sérvia europa")


@dataclass(frozen=True, slots=True)
class Options:
    """``never``: words that stay small."""

    never: tuple[str, ...] = ()


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose capitals.

    >>> text = "They met Kowalczyk at noon. The judge told kowalczyk to wait."
    >>> [edit.applied_to(text)[28:] for edit in propose(Document(text, lang="en"), Options())]
    ['The judge told Kowalczyk to wait.']
    """
    text, lang = document.text, (document.lang or "")[:2]
    if lang not in ("en", "de", *_LISTED) or text[:2000].islower():
        return
    wanted, raised, towns = dict[str, float](), set[str](), set[str]()
    if lang == "de":
        for match in _GERMAN_MONTH.finditer(text) if _SMALL_MONTH.search(text) else ():
            at = match.start(match.lastindex or 1)
            yield Edit(at, at + 1, text[at].upper(), score=0.9, reason="months and days have a capital in German")
        for match in _GERMAN_PLACE.finditer(text):
            word, lex = match[1], lexicon("de")
            if lex.frequency(word) >= _PLACE and 0.0 <= lex.lower_share(word) <= 0.004 and not lex.tags(word) & ~NAME:
                reason = f"'{word}' is written with a capital throughout"
                yield Edit(match.start(1), match.start(1) + 1, word[0].upper(), score=0.86, reason=reason)
    if lang == "en":
        # Only English has a list long enough for a word that it lacks to be a name.
        tokens = tokens_of(text)
        raised = {w for w in tokens.unheard if any(w.capitalize() + end in tokens.different for end in _ENDS)}
        raised |= _raised_inside(text, lang)
        for match in _MARCH.finditer(text) if " march" in text or " may" in text else ():
            at = match.start(1)
            yield Edit(at, at + 1, "M", score=0.88, reason="a month stands behind such a word")
        for match in _MISS.finditer(text):
            if match[1] not in lexicon("en") or lexicon("en").is_name(match[1]):
                reason = "a name follows the title"
                yield Edit(match.start(1), match.start(1) + 1, match[1][0].upper(), score=0.9, reason=reason)
        if len(raised) > _FOREIGN:
            return
        wanted = dict.fromkeys(raised, 0.85)
        if not _chatty(text):
            known = {token.rstrip(MARKS_BEHIND) for token in _english_names() & tokens.different}
            wanted.update(dict.fromkeys(known - raised, 0.86))
    else:
        different = tokens_of(text).different
        if lang in _ELIDED:
            different = different.union(_ELISION.sub("", token) for token in different if "'" in token or "’" in token)
        found = _names(lang) & different
        wanted = dict.fromkeys({token.rstrip(MARKS_BEHIND) for token in found}, 0.86)
        raised = _raised_inside(text, lang) - wanted.keys()
        towns = {token.rstrip(MARKS_BEHIND) for token in _towns(lang) & different} - wanted.keys() - raised
        wanted.update(dict.fromkeys(raised | towns, 0.86))
    beside = {at: word for at, word in names_beside(text, lang) if word not in options.never}
    if lang != "en":
        beside = {at: word for at, word in beside.items() if word not in _DOUBTFUL}
    if 0 < len(beside) < 4 and not _chatty(text):
        for at, word in beside.items():
            reason = f"'{word}' is part of a name"
            # Elsewhere names are verbs too: "Dat leiden Duitse geologen af".
            score = 0.9 if word in first_names(lang) or (lang == "en" and word in lexicon("en")) else 0.86
            yield Edit(at, at + 1, word[0].upper(), score=score, reason=reason, detail={"prior": True})
    told = _told_elsewhere(text, lang)
    towns -= told
    wanted.update(dict.fromkeys(told, 0.86))
    doubtful = _DOUBTFUL - {word for word in _RAISED & wanted.keys() if next(_inside(text, word.capitalize()), -1) >= 0}
    for word in sorted(wanted.keys() - doubtful - set(options.never)):
        found_at = [at for at in _places(text, word, _BEFORE_SMALL) if _BEHIND_SMALL.match(text, at + len(word))]
        if not 0 < len(found_at) < 3:
            continue
        name = word[0].upper() + word[1:]
        if word in raised - told and sum(1 for _ in _inside(text, name)) < len(found_at):
            continue  # only ever at the start of a sentence
        for at in found_at:
            named = word in told and (word in places(lang) or not _described(text, at, lang))
            if not named and word in raised | told and not _asks_for_name(text, at, at + len(word), lang):
                continue
            led = lang != "en" or word in raised | told or _IN.search(text, max(0, at - 9), at) is not None
            if at in beside or not (led or bare(text, at, at + len(word))):
                continue
            if lang != "en" and _INDEFINITE.search(text, max(0, at - 5), at):
                continue  # "con un salto"
            if word in towns and not _PLACED[lang].search(text, max(0, at - 8), at):
                continue
            reason = (
                f"'{word}' is a name" if word not in raised | told else f"'{name}' has a capital elsewhere in the text"
            )
            yield Edit(at, at + 1, name[0], score=wanted[word], reason=reason)


def _chatty(text: str) -> bool:
    """Whether who wrote it writes "i" small, and so names too."""
    return (" i " in text or " i'" in text or text[:1] == "i") and _CHATTY.search(text) is not None


def _raised_inside(text: str, lang: str) -> set[str]:
    """Words that stand small, and with a capital inside a sentence, and are not known as small ones."""
    lex = lexicon(lang)
    both = [w for w in tokens_of(text).both_ways if w.isalpha() and (len(w) > 4 or _short_name(w, lang))]
    return {
        word
        for word in both
        if (lex.lower_share(word) < 0.1 or (lang == "en" and lex.frequency(word) < 3.2 and not lex.tags(word)))
        and not lex.tags(word) & ~NAME
        and next(_inside(text, word.capitalize()), -1) >= 0
    }


def _told_elsewhere(text: str, lang: str) -> set[str]:
    """Words that the text writes with a capital, too, and that are towns, names, or behind a first name in it."""
    lex = lexicon(lang)
    return {
        word
        for word in tokens_of(text).both_ways
        if word.isalpha()
        and len(word) > 4
        and lex.lower_share(word) <= _HARDLY
        and not lex.tags(word) & ~NAME
        and (word in places(lang) or lex.is_name(word) or _behind_first_name(text, word.capitalize(), lang))
    }


def _behind_first_name(text: str, name: str, lang: str) -> bool:
    """Whether a first name stands before a name that the lexicon lacks: ``Margaret Achterberg``."""
    at = text.find(" " + name)
    first = _FIRST_NAME.search(text, max(0, at - 20), at) if at > 0 else None
    return first is not None and name.lower() not in lexicon(lang) and lexicon(lang).is_name(first[1])


def _described(text: str, at: int, lang: str) -> bool:
    """Whether an article or an English adjective stands before a word."""
    before = _ANY_BEFORE.search(text, max(0, at - 30), at)
    if before is None or before[2]:
        return False
    if lang == "en":
        return bool(lexicon("en").tags(before[1].lower()) & (DET | ADJ))
    gram = grammar(lang)
    return gram is None or before[1].lower() in gram.articles


#: Largest share of small letters of a word that is nothing but a name.
_HARDLY = 0.02
_FIRST_NAME = re.compile(r"([A-ZÀ-ÞА-ЯЁ][^\W\d_A-Z]+)\Z")


def _short_name(word: str, lang: str) -> bool:
    """Whether a word of four letters is only ever a name outside English: ``perú``, not ``sole``."""
    return len(word) == 4 and lang != "en" and 0.0 <= lexicon(lang).lower_share(word) < 0.05


def _places(text: str, word: str, before: re.Pattern[str]) -> Iterator[int]:
    """Where a word stands behind such words; found as a string, since a pattern a word would cost more."""
    at = text.find(word)
    while at >= 0:
        if before.search(text, max(0, at - 6), at):
            yield at
        at = text.find(word, at + len(word))


def _inside(text: str, name: str) -> Iterator[int]:
    """Where a name stands inside a sentence, and not as the first part of a compound."""
    found = (at for at in _places(text, name, _BEFORE_NAME) if not _JOINED.match(text, at + len(name)))
    return (at for at in found if not _BODY.match(text, at + len(name)))


_BEFORE_SMALL = re.compile(r"(?:[a-zß-öø-ÿа-яё,;] |\b(?:[lLdD]|[dD]ell|[nN]ell|[aA]ll|[sS]ull|[dD]all)['’])\Z")
_ELIDED, _ELISION = ("fr", "it"), re.compile(r"(?:[ld]|dell|nell|all|sull|dall)['’]", re.IGNORECASE)
_BEHIND_SMALL = re.compile(r"['’]s\b|[ ,.;:!?)\n]|\Z")
#: "A Zagabria", "De Belém" at the start of a sentence will do.
_BEFORE_NAME = re.compile(r"(?:[a-zß-öø-ÿа-яё,]|\b(?:[AÀDEI]|De|Da|Di|En|In|Em|Te|Le|La|El|Il|Al)) \Z")
_JOINED = re.compile(r"[\w-]")
#: The name of a body raises any word: "the Calder Falls Pickleball Association".
_BODY = re.compile(
    r" (?:Association|Club|Society|League|Federation|Foundation|Council|Committee|Centre|Center|Institute|Museum|Union|"
    r"School|Company|Group|Festival|Championships?|Cup|Tour|Academy|Board|Alliance|Trust|Fund|Office|Department)\b"
)
_INDEFINITE = re.compile(r"\b(?:un|una|um|uma|une|een) \Z")


def _asks_for_name(text: str, at: int, end: int, lang: str) -> bool:
    """Whether a name is asked for: a preposition or a comma outside English, in English a verb on either side too."""
    if lang == "en":
        return _after_preposition(text, at) or _subject(text, at, end)
    gram = grammar(lang)
    before = _ANY_BEFORE.search(text, max(0, at - 30), at)
    if gram is None or before is None:
        return False
    if before[1].lower() in gram.articles:
        name = text[at:end].capitalize()  # "le kenya", where "du Kenya" stands too
        known = lexicon(lang).lower_share(name.lower()) >= 0.0  # and not "il sole", beside "al Sole"
        found = (f"{article} {name}" in text for article in _WITH_ARTICLE)
        return known and any(found)
    if before[2] == "," or before[1].lower() in gram.links or before[1].lower() in _TO:
        return True
    if lang == "de" and before[1] == "so":
        return True  # "Der Film, so lindqvist, sei"
    unheard = lexicon(lang).lower_share(text[at:end]) < 0.0  # "ook dan verwacht haverkort een duel"
    return (
        lang != "de" and unheard and not before[2] and gram.finite(before[1].lower()) > 0.7
    )  # "ook dan verwacht haverkort een duel"


#: "im mai", "Ende november"; "am montag" may be a user's name, but hardly behind "am".
_MONTHS = "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
_DAYS = "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
_SMALL_MONTH = re.compile(rf" (?:{_MONTHS}|{_DAYS})\b")  # most texts have none
_GERMAN_MONTH = re.compile(
    rf"\b(?:[Ii]m|[Ss]eit|[Bb]is|[Aa]b|Ende|Anfang|Mitte|bis zum|\d{{1,2}}\.) ({_MONTHS})\b(?![-.@])|"
    rf"\b(?:[Aa]m) ({_DAYS})\b(?![-.@])"
)
_GERMAN_PLACE = re.compile(r" (?<=[a-zäöüß] )(?:in|aus|nach|bei) ([a-zäöü]{5,})(?=[.,;]| [a-zäöü])")
_PLACE = 3.6
_TO = words("a à ao al alla")
_WITH_ARTICLE = words(
    "le la les du au aux des il lo el del al nel dello della o a do da no na Le La Les Il Lo El O A Du Au"
)
_ANY_BEFORE = re.compile(r"([^\W\d_]+)(,?) \Z")


def _after_preposition(text: str, at: int) -> bool:
    """Whether an English preposition or verb stands before a word: names have no article and no adjective."""
    before = _BEFORE.search(text, max(0, at - 30), at)
    tags = lexicon("en").tags(before[1]) if before else 0
    return bool(tags & (PREP | TO | VERB)) and not tags & (DET | ADJ)


def _subject(text: str, at: int, end: int) -> bool:
    """Whether an English word stands where a clause begins, with a verb behind it: ``but mirza said``."""
    behind = _BEHIND.match(text, end)
    tags = lexicon("en").tags(behind[1]) if behind else 0
    if tags & VERB_S and text[at:end] not in lexicon("en") and text.endswith(" that ", 0, at):
        return True  # "Guests say that tulloch cooks porridge"
    if not tags & (VERB_PAST | AUX | MODAL) or (tags & NOUN and not tags & (AUX | MODAL)):
        return False
    unheard = text[at:end] not in lexicon("en") and bool(tags & (AUX | MODAL))  # "On wednesday marchetti will hear"
    return unheard or (not tags & NOUN and _CLAUSE.search(text, max(0, at - 9), at) is not None)


_BEHIND = re.compile(r" ([a-z]+)")
_CLAUSE = re.compile(r"(?i:[,;]|[,?!][”\"’]|\b(?:and|but|that|when|after|because|if|while)) \Z")
_BEFORE = re.compile(r"([a-z]+),? \Z")


#: "before march.", "in may 2019": with a mark or a figure behind it such a word is the month.
_MARCH = re.compile(
    r"(?<= )(?:before|until|till|since|by|in|from|early|late) (march|may)(?=[.,;)]|$| [0-9])", re.MULTILINE
)
#: "Miss carvalho", "Mr. okafor"; ffoulkes and ffrench are written so.
_MISS = re.compile(
    r"[DLMPS](?<!\w.)(?:(?<=D)r|(?<=L)ady|(?<=M)(?:rs?|s|iss)|(?<=P)rof|(?<=S)ir)\.? "
    r"((?!ff)[a-z]{4,})(?= [a-z]|[,.;’'])"
)
#: Who writes "i" small writes names small.
_CHATTY = re.compile(r"(?:^| )i(?:'m|'ve|'ll)? [a-z]")
#: What stands before names of places and people, and before few words that are names as well.
_IN = re.compile(r"\b(?:in|to|from|near|at|with|by|outside) \Z")
#: Zipf value from which an English word that is only ever a name is a well-known one.
_WELL_KNOWN = 3.0 * ZIPF_STEPS
_ENGLISH_SHARE = 0.0125 * SHARE_STEPS
_SHORT_CITIES = words("lyon oslo lima bern riga doha kiev kyiv bonn")
_SHORT_SHARE = 0.006 * SHARE_STEPS


@cache
def _english_names() -> frozenset[str]:
    """Well-known English names that are nothing else, and towns, alone and before a mark."""
    names = [
        word
        for word, frequency, share, tags in lexicon("en").rows()
        if share <= _ENGLISH_SHARE
        and frequency >= _WELL_KNOWN
        and not tags & ~NAME
        and (len(word) > 4 or share <= _SHORT_SHARE or word in _SHORT_CITIES)  # "to ford a river"
        and len(word) > 3
        and word.isalpha()
    ]
    return frozenset(word + mark for word in names for mark in ("", ",", ".")) | _towns("en")


_COMMON = {"ru": 3.4 * ZIPF_STEPS}  # its names have six cases, each rarer
_USUAL = 3.8 * ZIPF_STEPS
_NAME_SHARE = 0.01 * SHARE_STEPS


#: What stands before towns, and before hardly another word without an article; not "de": "jambon de bayonne".
_PLACED = {
    "de": re.compile(r"\b(?:in|nach|aus|bei|von) \Z"),
    "es": re.compile(r"\b(?:en|a|hacia|hasta|desde) \Z"),
    "fr": re.compile(r"\b(?:à|en|vers|depuis) \Z"),
    "it": re.compile(r"\b(?:a|ad|da|tra|fra|verso) \Z"),
    "nl": re.compile(r"\b(?:in|naar|te|uit|bij|vanuit) \Z"),
    "pt": re.compile(r"\b(?:em|até|entre|desde|para) \Z"),  # "a colônia": an article
    "ru": re.compile(r"(?<!\w)(?:в|во|из|под|до|порту|города|городе|город) \Z"),
}


@cache
def _towns(lang: str) -> frozenset[str]:
    """Towns, alone and before a mark, where such names are given their capital back."""
    return frozenset(name + mark for name in places(lang) for mark in ("", ",", "."))


@cache
def _names(lang: str) -> frozenset[str]:
    """Common words of a language that are nothing but names, alone and before a mark."""
    if lang not in _LISTED:
        return frozenset()
    lex = lexicon(lang)
    names = [
        word
        for word, frequency, share, _ in lex.rows()
        if share <= _NAME_SHARE and frequency >= _COMMON.get(lang, _USUAL) and len(word) > 4 and word.isalpha()
    ]
    names += _TOWNS_TOO.get(lang, ())
    names += [name for name in first_names(lang) if len(name) > 4]
    return frozenset(word + mark for word in names if not _adjective(word, lex) for mark in ("", ",", "."))


#: Towns, regions and countries that the list of words has small or that are short, and that are nothing else.
_TOWNS_TOO = by_language(
    {
        "pt": "lisboa braga setúbal funchal cascais évora guimarães viseu sintra algarve aveiro leiria alentejo cuba",
        "es": "cuba irán irak perú jaén",
        "fr": "cuba iran irak asie",
        "it": "cuba iran iraq cina perù cile",
        "nl": "cuba iran irak azië peru",
    }
)


def _adjective(word: str, lex: Lexicon) -> bool:
    """Whether a word is a country and an adjective: ``la radio svizzera``, where the lexicon has ``svizzero`` small."""
    other = {"a": "o", "o": "a"}.get(word[-1])
    return other is not None and lex.lower_share(word[:-1] + other) > 0.5
