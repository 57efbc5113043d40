"""Drop the second of two equal function words: ``handed to the the committee``.

Only closed-class words, where a repetition is never grammar: ``had had``, ``that that``, ``is is``, ``no no`` and
``very very`` are, and names repeat (Duran Duran, Qiang Qiang). Both words must stand in lower case on one line. In
long edited prose a pair is only suggested. Phase repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.repairers._edited import edited
from cleanpipe.scoring.lexical.wordlist import by_language, words
from cleanpipe.scoring.texts.tokens import tokens_of

PHASE = "repair"

#: A slip of the pen, also in edited prose, where words are not taken out unasked: below the rule's bar there.
_SURE, _EDITED = 0.97, 0.86
# Without articles that are pronouns too (German die, French le, Italian la), and without "that" in any language.
_OTHERS = {
    "de": "und oder von mit für an auf aus bei nach durch gegen ohne um zur zum vom im am ein eine einem einen eines "
    "des wurde wird ist war werden nicht auch noch bis seit über unter zwischen",
    "nl": "de en of van met voor op uit bij naar door tegen zonder om een wordt werd is was worden niet ook",
    "fr": "les et ou que de des du à au aux dans pour sur par avec sans un une est sont a ont qui chez entre vers mais",
    "es": "y o que de del a al en por con sin sobre un una es son fue han ha el los las se hasta desde entre",
    "pt": "à às aos e ou de do da dos das em na no nos nas por com sem um uma é são foi pelo pela até desde entre ao",
    "it": "il e o di del della dei delle da dal in nel nella per con su sul un una è sono ha hanno tra fra al alla",
    "ru": "в на с и или для от до из к по за при под над без через между был была были",
}
_WORDS = (
    "a an the of to for from with at by into onto and or but if as than its their our your his my we they he she it "
    "was were are be been has have this these those which who whose whether and because when where while"
)


def _pair(listed: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf" ({'|'.join(sorted(sorted(listed), key=len, reverse=True))}) +\1(?= [^\W_])")


_LISTED = by_language({"en": _WORDS, **_OTHERS})
_PAIRS = {lang: _pair(listed) for lang, listed in _LISTED.items()}
# Articles that are pronouns too. A German relative has a comma before it or before its preposition: "das Haus, in dem
# dem Kind"; and "le le" has a hyphen where the first is a pronoun: "donne-le le matin".
_ARTICLES = {
    "de": (
        frozenset(("der", "dem", "den", "das")),
        re.compile(
            r"(?:[A-ZÄÖÜ][a-zäöüß]+ (?=der)|(?<=[^\W\d_]) (?:von|mit|auf|aus|bei|nach|durch|gegen|für|um|in|an|vor|"
            r"hinter|über|unter|zwischen|seit) )"
            r"(der|dem|den|das) +\1(?= [A-ZÄÖÜ])"
        ),
    ),
    # No pronoun stands behind these: "ervan", not "van het".
    "nl": (
        frozenset(("het",)),
        re.compile(
            r"\b(?:(?i:volgens|in|op|met|van|bij|naar|tegen|uit|over|tijdens|na|onder|rond|vanuit|binnen|"
            r"langs)) "
            r"(het) +\1(?= [a-z])"
        ),
    ),
    "fr": (frozenset(("le", "la")), re.compile(r" (?:(le) +\1|(?:de|à|dans|sur|par|pour) (la) +\2)(?= [a-zà-ÿ])")),
    "it": (
        frozenset(("la", "il", "lo", "le")),
        re.compile(r" (?:lungo|per|verso|sopra|sotto|dopo|durante|contro|presso) (la|il|lo|le) +\1(?= [a-zà-ù])"),
    ),
    # "anunciou que que vai", but "o que que é"
    "pt": (
        frozenset(("o", "os", "as", "que")),
        re.compile(
            r"(?<=[a-zà-ÿ]) (o|os|as) +\1(?= [a-zà-ÿ]{3})|"
            r"[a-zà-ÿ]{2}(?:ou|iu|eu|ram|zem|zer|diz) (que) +\2(?= [a-zà-ÿ])"
        ),
    ),
    "es": (
        frozenset(("la", "que")),
        re.compile(
            r" (?:de|a|en|por|para|con|sobre|desde|hasta|entre|tras) (la) +\1(?= [a-zà-ÿ])|"
            r"[a-zà-ÿ]{2}(?:ó|jo|ron|cen|ice|ían) (que) +\2(?= [a-zà-ÿ])"
        ),
    ),
}
#: Prepositions with their article, which no name begins with.
_CONTRACTED = words(
    "alla allo alle agli della dello delle degli dalla dallo dalle nella nello nelle negli sulla sullo sulle au aux du "
    "pelo pela pelos pelas aos"
)
_VOTED = re.compile(r"\b(?:voted|asked|paid|cared)\Z")
#: Words that are nouns, too, behind an article.
_NOUNS = by_language({"nl": "was bij", "es": "sobre", "fr": "est"})
_ARTICLE_BEFORE = re.compile(r"(?i:\b(?:de|die|een|het|el|un|los|este|ese|tu|su|mi|l['’]))\Z")
# At the beginning of a sentence, where the first of them has a capital: "The the report".
_TWICE = [f"{word} {word.lower()}" for word in ("The", "An", "Of", "To", "From", "And", "But")]
_ANY_TWICE = re.compile("|".join(_TWICE))
_OPENING = re.compile(rf"(?:^|(?<=[.!?] )|(?<=[\"“]))({'|'.join(_TWICE)})(?= [a-z])", re.MULTILINE)
# `in in`, `on on` and their like also end a phrasal verb or a relative clause: "the log in in the cabin", "which he
# moved on on Monday", "the state he was in in those days".
_PARTICLES = re.compile(r" (in|on|up|out|over) +\1(?= (?:[a-z]{2}|[0-9]))")
_ADVERBS = words("in on up out over")
_PHRASAL = words(
    "log logged logs sign signed check checked move moved moves carry carried go goes went going gone come came comes "
    "break broke broken hand handed take took taken turn turned live lived lives believe believed give gave given "
    "bring brings brought takes puts gets gives keeps turns comes holds moves walk walks get got put set settle "
    "settled tune tuned drop dropped pass passed hold held kick kicked look looked lie lay logging signing coming "
    "moving living staying stayed stay what is are was were be been being it him her me us them you he she they we"
)


@dataclass(frozen=True, slots=True)
class Options:
    """``never``: words that are left doubled, besides those that are grammar."""

    never: tuple[str, ...] = ()


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose to drop the second word of each pair.

    >>> text = "Give it to the the man."
    >>> [edit.applied_to(text) for edit in propose(Document(text, lang="en"), Options())]
    ['Give it to the man.']
    """
    text, lang = document.text, (document.lang or "")[:2]
    if lang == "en" and _ANY_TWICE.search(text):
        for match in _OPENING.finditer(text):
            first, score = match[1].partition(" ")[0], _EDITED if edited(text) else _SURE
            yield Edit(
                match.start() + len(first), match.end(), "", score=score, reason=f"'{first}' stands twice in a row"
            )
    doubled = tokens_of(text).doubled
    if lang in _ARTICLES and not doubled.isdisjoint(_ARTICLES[lang][0]):
        for match in _ARTICLES[lang][1].finditer(text):
            yield _edit(match, _EDITED if edited(text) else _SURE)
    if lang not in _PAIRS or not doubled or doubled.isdisjoint(_LISTED[lang] | _ADVERBS):
        return
    sure = _EDITED if edited(text) else _SURE
    for match in _PAIRS[lang].finditer(text):
        word = match.group(1)
        if word not in options.never:
            # "it it" and "he he" may belong to two clauses: "when he saw it it was gone".
            score = 0.6 if lang == "en" and word in _CLAUSAL else sure
            if lang == "en" and word in _SUBJECTS and _THAT.search(text, max(0, match.start() - 12), match.start()):
                score = sure  # "said that she she would": no clause has ended
            if (
                word in _AUXILIARIES
                and lang == "en"
                and not _ASKED.search(text, max(0, match.start() - 60), match.start())
            ):
                score = min(sure, 0.9)
            if word == "for" and _VOTED.search(text, max(0, match.start() - 10), match.start()):
                continue  # "the bill he had voted for for ten years"
            if word in _NOUNS.get(lang, ()) and _ARTICLE_BEFORE.search(text, max(0, match.start() - 8), match.start()):
                continue  # "De was was nog nat", "Dejé el sobre sobre la mesa"
            abroad = lang in ("nl", "fr", "es", "pt", "it") and word not in _CONTRACTED
            if text[match.end() + 1].isupper() and abroad:
                score = 0.6  # "het huis van van Dijk" in lower case, "la rue de De Gaulle"
            yield _edit(match, score)
    if lang != "en":
        return
    for match in _PARTICLES.finditer(text):
        word = match.group(1)
        before = re.search(r"([^\W\d_]+)$", text[max(0, match.start() - 30) : match.start()])
        figure = text[match.start() - 1] in "%0123456789"  # "rose by 4% in in the second quarter"
        if word in options.never or (before is None and not figure) or (before and before[1].lower() in _PHRASAL):
            continue
        yield _edit(match, sure)


def _edit(match: re.Match[str], score: float) -> Edit:
    last = match.lastindex or 1
    reason = f"'{match.group(last)}' stands twice in a row"
    return Edit(match.end(last), match.end(), "", score=score, reason=reason)


_SUBJECTS, _THAT = words("he she they we"), re.compile(r"\b(?:that|if|whether|because|and|but|when|while)\Z")
_AUXILIARIES = frozenset(("was", "were", "are", "has", "have"))
# "what it was was a mistake"
_ASKED = re.compile(r"(?i)\b(?:what|who|how|all|where|whatever|whoever|that|which)\b[^.!?]*\Z")
_CLAUSAL = words("it he she we they his this these those her was were are has have to") - {"to", "his"}
