"""What languages agree and disagree on in punctuation, for the repairers of that phase: tables and two small questions.

A language that is not listed has no convention here, and gets only what is certain everywhere.
"""

from __future__ import annotations

import re


def word_set(listed: str) -> frozenset[str]:
    """A set of words written one after another.

    >>> sorted(word_set("b a"))
    ['a', 'b']
    """
    return frozenset(listed.split())


#: No blank before ``; : ! ?``: nearly all; French and Breton put one, and what is unknown may.
CLOSE_UP = word_set(
    "en de es pt it nl ru uk be bg mk sr hr bs sl pl cs sk hu ro sv da no nb nn fi et lv lt tr az id ms af gl ca "
    "eu sq is ga cy eo la tl sw vi el"
)
#: A comma groups thousands and a point marks decimals, or the other way round.
COMMA_GROUPS = word_set("en ga cy sw tl ms zu xh")
POINT_GROUPS = word_set("de es pt it nl tr id da gl ca eu el ro hr sl sr bs is")
COMMA_DECIMALS = POINT_GROUPS | word_set("fr ru uk be bg pl cs sk hu sv no nb nn fi et lv lt af sq az")
#: ``5%`` without a blank is the rule; elsewhere both are written.
PERCENT_CLOSE = frozenset(("en",))

#: Words that open sentences far more often than they are names.
STARTERS = word_set(
    # en
    "The A An He She It They We You I In On At But And This That These Those However Its His Her Their There When "
    "While After Before If As For With From Some Many Most Another One Two Our My So Then Now Not No Yet Since "
    "Although Though Because What Who Why How Where Or To By All Each Every Both Such According Meanwhile "
    # de
    "Der Die Das Ein Eine Er Sie Es Wir Ich Ihr Im Am Auf Aber Und Dies Diese Dieser Dieses Nach Vor Wenn Als Für "
    "Mit Bei Zu Von Aus Auch Doch Nur Noch Dann Dabei Damit Seit Während "
    # fr
    "Le La Les L Un Une Il Elle Ils Elles Nous On Vous Je En Dans Mais Et Ce Cette Ces C Après Quand Pour Avec "
    "Selon Au Aux Des Du De D "
    # es, pt, it
    "El Los Las Unos Unas Pero Y Este Esta Estos Después Cuando Por Para Con Su Sus Se Según Al "
    "O Os As Um Uma Mas E Este Depois Quando Não Ele Ela Eles Elas Segundo Na Nas Nos "
    "Lo Gli Ma Questo Questa Dopo Quando Per Non Si Nel Nella Anche "
    # ru, pl, sv, tr
    "В На Он Она Они Мы Это Но И А По При После Как Если Также За Из С О У К Что Для Этот Однако "
    "W Na On Ona Oni To Ale I Po Przy Jak Jeśli Za Z O U Do Dla Ten Jednak Nie Jest "
    "Det Den Han Hon De Vi Jag En Ett Men Och På Efter När Om Som För Med Till "
    "Bu Ve Ama Bir O Onlar Biz Daha Ancak Sonra Eğer Her"
)

#: Abbreviations after which a sentence goes on, without their stop; matched in their own case.
TITLES = word_set(
    "Mr Mrs Ms Dr Prof St Sen Rep Gov Gen Lt Col Capt Sgt Maj Adm Rev Hon Fr Sr Jr Messrs Mme Mlle Mt Ft Sra Srta "
    "Dra Hr Frau Dipl Ing"
)
SHORT = TITLES | word_set(
    "Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec No Nos Vol Inc Co Corp Ltd Bros vs etc approx dept est fig Fig ca "
    "Okt Dez Mrz Jh Jhd lbs coop soc "
    "bzw usw vgl inkl ggf sog bspw evtl Nr Str Tel Abs Art Bd Hrsg Aufl Mio Mrd Tsd z.B d.h u.a S p pp ed eds al "
    "cf viz Ave Blvd Rd Sq ext av pág págs núm tel art ss Ph Esq Univ Assn Dept Calif Mass Conn Penn Wash Ariz Fla "
    "Ill Mich Minn Miss Mo Tenn Tex Va Wis Okla Ore Colo Del Ga Ky La Md Neb Nev Kan Ind Ala Ark im st św ul tzw "
    "tzn np itd itp godz prof dr hab inż mgr str ang г гг в вв им тыс млн млрд руб ул т д п др напр см стр bl a t "
    "ex s k kl ca incl excl resp avg misc orig osv dvs mfl nr tr St Nr Sn Dr Prof Av yy vb vd vs s."
)

#: After a suspended hyphen: "pre- and post-war".
_SUSPENDED = {
    "en": "and or to nor but as",
    "de": "und oder bis als noch sowie bzw wie",
    "fr": "et ou",
    "es": "y o e u",
    "pt": "e ou a",
    "it": "e o ed a",
    "nl": "en of tot als",
    "ru": "или и",
    "pl": "i lub oraz",
    "sv": "och eller",
    "tr": "ve veya ya",
}
SUSPENDED = {lang: word_set(listed) for lang, listed in _SUSPENDED.items()}
SUSPENDED_ANYWHERE = frozenset().union(*SUSPENDED.values()) | word_set("tai nebo")

_WORD_AT_START = re.compile(r"[^\W\d_]+")
_WORD_AT_END = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*\Z")


def code(lang: str | None) -> str:
    """The two letters of a language tag, or an empty string.

    >>> code("pt-BR"), code(None)
    ('pt', '')
    """
    return (lang or "").replace("_", "-").split("-")[0].lower()


def word_before(text: str, at: int) -> str:
    """The word, inner stops included, that ends right before a position.

    >>> word_before("at 5 p.m.", 8)
    'p.m'
    """
    match = _WORD_AT_END.search(text, max(0, at - 40), at)
    return match.group() if match else ""


def word_after(text: str, at: int) -> str:
    """The word that begins at a position.

    >>> word_after("ex- king", 4)
    'king'
    """
    match = _WORD_AT_START.match(text, at)
    return match.group() if match else ""


def is_abbreviation(word: str) -> bool:
    """Whether a stop after this word may belong to the word: a listed one, a single letter, or one with inner stops.

    >>> [w for w in ("Inc", "mill", "p.m", "K") if is_abbreviation(w)]
    ['Inc', 'p.m', 'K']
    """
    return len(word) == 1 or "." in word or word in SHORT or (word.isupper() and len(word) <= 3)


def token_around(text: str, at: int) -> str:
    """The run of characters without white space around a position, at most 80 characters either way."""
    start, end = at, at
    while start > 0 and at - start < 80 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and end - at < 80 and not text[end].isspace():
        end += 1
    return text[start:end]
