"""Apostrophes with a blank beside them, lost, or turned into a question mark (phase punctuation).

``don 't``, ``it ’ s``, ``l’ eau`` are closed up; ``didnt`` and the like get theirs back; ``mayor?s`` is
``mayor's``. Words that are good words without one (well, were, ill, its, cant, wont, shed) are never touched, nor
are plural possessives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cleanpipe.document import Document, Edit
from cleanpipe.repairers._language import code, word_set
from cleanpipe.repairers._misread import LOST_APOSTROPHE

PHASE = "punctuation"

_APART = {
    mark: re.compile(rf"{mark}(?:(?<=\w {mark}) ?|(?<=\w{mark}) )(?=(?:s|t|re|ve|ll|d|m)\b(?!['’-]))", re.IGNORECASE)
    for mark in "'’"
}
_NOT = word_set(
    "don didn doesn isn aren wasn weren hasn haven hadn won wouldn couldn shouldn can mustn ain needn mightn"
)
#: "did n't", as tokenisers write it
_PARTED_NOT = re.compile(
    r" n['’]t\b(?:(?<=\b(?:did|was|has|had|are|can) n['’]t)|(?<=\b(?:does|were|have|need|must) n['’]t)|"
    r"(?<=\b(?:do|is|ca|wo) n['’]t)|(?<=\b(?:would|could) n['’]t)|(?<=\bshould n['’]t))"
)
_PRONOUNS = word_set("i you he she it we they who what that there where here how let")
# Words that are no words without their apostrophe; ``ive`` only before what shows it to be one.
_LOST_NOT = re.compile(
    r"nt(?!\w|['’]|[@./_-]\w)(?:(?<=\b[Dd]idnt)|(?<=\b[Dd]oesnt)|(?<=\b[Dd]ont)|(?<=\b[Ww]asnt)|(?<=\b[Ii]snt)|"
    r"(?<=\b[Aa]rent)|(?<=\b[Ww]erent)|(?<=\b[Hh]asnt)|(?<=\b[Hh]avent)|(?<=\b[Hh]adnt)|(?<=\b[Ww]ouldnt)|"
    r"(?<=\b[Cc]ouldnt)|(?<=\b[Ss]houldnt))"
)
_LOST_OTHER = re.compile(
    r"\b(?:[Yy]oure|[Tt]heyre|[Tt]heyve|[Yy]ouve|[Tt]hats(?= (?:what|why|how|where|the|a|not|all|it|just|because)\b)|"
    r"[Ii]ve(?= (?:been|got|had|never|seen|done|read|always|just)\b))\b(?![@./_-]\w|['’])"
)
_FORMS = ("oure ", "heyre ", "heyve ", "ouve ", " ive ", "Thats ", "thats ", "Ive ")
# "the residents? group": no question goes on in small letters
_PLURAL_MARK = re.compile("[?\ufffd](?<=[a-z]s.)(?= [a-z]{3})")
_ELISION = re.compile(
    r"['’](?:(?= )|(?<= ['’]))(?:"  # most have none beside them
    r"(?<=\b[ldjmnstcLDJMNSTC]['’])(?: )(?=[aeiouyhàáâéèêëíîïóôúùûAEIOUYHÀÂÉÈÊËÎÏÔÁÍÓÚ])"
    r"|(?<=\b[ldjmnstcLDJMNSTC] ['’]) ?(?=[aeiouyhàáâéèêëíîïóôúùûAEIOUYHÀÂÉÈÊËÎÏÔÁÍÓÚ])"
    r"|(?<=[Qq]u['’]) (?=[aeiouyhàáâéèêëíîïóôúùûAEIOUYHÀÂÉÈÊËÎÏÔÁÍÓÚ])"
    r"|(?<=[Aa]ujourd['’]) (?=hui)"
    r"|(?<=ll['’]) (?=[aeiouhAEIOUH])"
    r"|(?<=ll ['’]) ?(?=[aeiouhAEIOUH])|(?<=\b[Uu]n ['’]) (?=[aeiouhAEIOUH])"
    r"|(?<=\bun ['’])(?=[aeiou][a-zàèéìòù]+ [^'’\n]{0,40}(?:[^\w\s'’]|$))"
    r"|(?<=\b[Uu]n['’]) (?=[aeiou][a-zàèéìòù]+)"
    r"|(?<=rd ['’]) ?(?=hui)|(?<=(?:nt|tt|zz|ch|os) ['’]) (?=[aeiou][a-z])"  # "trent ' anni", "mezz ' ora"
    r"|(?<=[sQq]u ['’]) ?(?=[aeiouyhâêéAEIOUYHÉ]))"
)

# "n?a plus d?eau"
_ELIDED_MARK = re.compile("[?\ufffd](?:(?<=\\b[ldjmnstcLDJMNSTC].)|(?<=[Qq]u.))(?=[aeiouyhàâéèêœAEIOUÉ][a-zàâéèêîôû]*)")
# "sull?integrativo", "un?intera": only Italian
_ITALIAN_MARK = re.compile(
    "[?\ufffd](?:(?<=[DdSs][aeu]ll.)|(?<=[Nn]ell.)|(?<=\\b[Aa]ll.)|(?<=[Qq]uell.)|(?<=\\b[Uu]n.))(?=[aeiouhèà][a-zàèéìòù])"
)
# "caixa d?água"
_PORTUGUESE_MARK = re.compile(r"\?(?<= d\?)(?=[aeiouáéíóúâêôAEIOU][a-zà-ú])")
# "video?s", "agenda?s": Dutch plurals
_DUTCH_MARK = re.compile("[?\ufffd](?<=[a-z][aiouy].)(?=s\\b)")
_A_LITTLE = re.compile(r"\bun po(?= [a-zè])(?! [’'])")
#: "So geht ’ s nicht", "un po ' di pazienza": no quotation opens or closes there.
_PARTED_ABROAD = {
    "de": re.compile(r" ['’](?<=[^\W\d_] ['’])(?: s|s(?<=[htrn] ['’]s))(?=[ .,;:!?])(?! ['’])"),
    "it": re.compile(r" ['’](?<=\b[Uu]n po ['’])(?= )"),
    # "L 'Hospitalet", "Кот-д 'Ивуар"
    "es": re.compile(r" ['’](?<=\b[LlDd] ['’])(?=[A-ZÀÉÈÍÒÓÚ][a-zà-ÿ])"),
    "ru": re.compile(r" ['’](?<=-д ['’])(?=[А-Я])"),
}
_SUCH_A = re.compile(r" (?<=\b[Zz]o )(?=['’]n [a-z])")
# "foto ' s", "auto 's"
_DUTCH = re.compile(r"['’]( ?)s(?=[ .,;:])")
_DAYTIME = re.compile(r" (?:ochtends|morgens|middags|avonds|nachts|zomers|winters|maandags|zondags|lands|werelds)\b")


@dataclass(frozen=True, slots=True)
class Options:
    """``lost``: whether ``didnt`` gets its apostrophe back."""

    lost: bool = True


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Edits that close apostrophes up and bring lost ones back.

    >>> [(e.start, e.end, e.new) for e in propose(Document("They don 't know", lang="en"), Options())]
    [(8, 9, '')]
    """
    text, lang = document.text, code(document.lang)
    if lang == "en":
        yield from _apart(text)
        if options.lost:
            for match in _LOST_NOT.finditer(text):
                yield Edit(match.end() - 1, match.end() - 1, _style(text), score=0.9, reason="lost apostrophe")
            if any(form in text for form in _FORMS):
                for match in _LOST_OTHER.finditer(text):
                    at = match.end() - (1 if match.group().endswith("hats") else 2)
                    yield Edit(at, at, _style(text), score=0.9, reason="lost apostrophe")
            yield from _possessives(text)
        if ("?" in text or "\ufffd" in text) and LOST_APOSTROPHE.search(text):
            for match in _PLURAL_MARK.finditer(text):  # one mark may be a question's, company tells
                yield Edit(*match.span(), _style(text), score=0.86, reason="apostrophe lost in another encoding")
            for match in LOST_APOSTROPHE.finditer(text):
                if not re.search(r"[/=&]\S*\Z", text[max(0, match.start() - 40) : match.start()]):
                    yield Edit(
                        match.start(),
                        match.end(),
                        _style(text),
                        score=0.88,
                        reason="apostrophe lost in another encoding",
                    )
    elif lang == "nl":
        for match in _SUCH_A.finditer(text):
            yield Edit(match.start(), match.start() + 1, "", score=0.92, reason="blank before an apostrophe")
        yield from _dutch(text)
        for match in _DUTCH_MARK.finditer(text) if "?s" in text or "\ufffds" in text else ():
            yield Edit(*match.span(), _style(text), score=0.9, reason="apostrophe lost in another encoding")
    elif lang in _PARTED_ABROAD and (" '" in text or " ’" in text):
        for match in _PARTED_ABROAD[lang].finditer(text):
            yield Edit(*match.span(), match.group().replace(" ", ""), score=0.92, reason="blank beside an apostrophe")
    if lang == "pt" and "d?" in text:
        for match in _PORTUGUESE_MARK.finditer(text):
            yield Edit(*match.span(), _style(text), score=0.9, reason="apostrophe lost in another encoding")
    if lang in ("fr", "it") and ("?" in text or "\ufffd" in text):
        for match in (*_ELIDED_MARK.finditer(text), *(_ITALIAN_MARK.finditer(text) if lang == "it" else ())):
            yield Edit(
                match.start(), match.end(), _style(text), score=0.9, reason="apostrophe lost in another encoding"
            )
    if lang == "it":
        for match in _ELIDED_BLANK.finditer(text):
            end = match.end()
            yield Edit(end - 1, end, _style(text), score=0.88, reason="apostrophe lost behind an elided word")
    if lang == "it" and " po " in text:
        for match in _A_LITTLE.finditer(text):
            yield Edit(match.end(), match.end(), _style(text), score=0.9, reason="lost apostrophe")
    if lang in ("fr", "it", "ca", "pt") and ("' " in text or "’ " in text or " '" in text or " ’" in text):
        for match in _ELISION.finditer(text):
            at = match.start()
            if text[at - 1] == " ":
                yield Edit(at - 1, match.end(), text[at], score=0.93, reason="blank beside an apostrophe")
            else:
                yield Edit(at + 1, match.end(), "", score=0.92, reason="blank after an apostrophe")


def _dutch(text: str) -> Iterator[Edit]:
    """``foto ' s`` is ``foto's``, but in ``' s avonds`` the mark belongs to the word behind it."""
    for match in _DUTCH.finditer(text):
        at = match.start()
        before = text[at - 1 : at] == " "
        last = text[at - 2 : at - 1] if before else text[at - 1 : at]
        daytime = _DAYTIME.match(text, match.end()) is not None
        if match[1] and (before if daytime else last in "aiouyé"):
            yield Edit(at + 1, at + 2, "", score=0.92, reason="blank after an apostrophe")
        if before and not daytime and last and last in "aiouyé":
            yield Edit(at - 1, at, "", score=0.92, reason="blank before an apostrophe")


#: "dell associazione": these never stand by themselves.
_ELIDED_BLANK = re.compile(
    r" (?=[aeiouèàhAEIOUÈH]\w{2})(?:(?<=(?<![\w.'’])L )|(?<=(?<![\w.'’])[Uu]n )(?=altra\b)|"
    r"(?<=ll )(?:(?<=(?<![\w.'’])[Aa]ll )|(?<=(?<![\w.'’])(?:[DdNn]e|[Dd]a|[Ss]u)ll )|(?<=(?<![\w.'’])[Qq]uell )))"
)
_NAME_S = re.compile(r"([A-Z][a-z]{3,})s (?=([a-z]{3,}))")
_FAMILY = re.compile(r"(?:\w|\b(?:[Tt]he|two|[Bb]oth) )\Z")  # "the Korkmazs"


def _possessives(text: str) -> Iterator[Edit]:
    """``Elif Korkmazs second novel`` where the text has "Korkmaz" by itself, and nobody knows "Korkmazs"."""
    from cleanpipe.scoring.lexical.lexicon import ADJ, NOUN, VERB, lexicon

    lex = lexicon("en")
    for match in _NAME_S.finditer(text):
        name = match[1]
        if f"{name}s" in lex or _FAMILY.search(text, max(0, match.start() - 5), match.start()):
            continue
        tags = lex.tags(match[2])
        if not tags & (NOUN | ADJ) or (tags & VERB and not tags & ADJ):
            continue
        if re.search(rf"\b{name}\b(?!['’])", text) and text.count(f"{name}s") == 1:
            at = match.end() - 2
            yield Edit(at, at, _style(text), score=0.86, reason=f"lost apostrophe: '{name}' stands alone in the text")


@lru_cache(maxsize=4)
def _style(text: str) -> str:
    """The apostrophe of this text."""
    return "’" if text.count("’") > text.count("'") else "'"


def _apart(text: str) -> Iterator[Edit]:
    for match in _PARTED_NOT.finditer(text) if " n'" in text or " n’" in text else ():
        yield Edit(match.start(), match.start() + 1, "", score=0.93, reason="blank before a contraction")
    found = [match for mark, pattern in _APART.items() if mark in text for match in pattern.finditer(text)]
    for match in found:
        at, end = match.start(), match.end()
        left = at - 1 if text[at - 1] == " " else at
        word = re.search(r"[^\W\d_]+\Z", text[max(0, left - 30) : left])
        if word is None:
            continue
        stem, tail = word.group().lower(), re.match(r"\w+", text[end:])
        suffix = tail.group().lower() if tail else ""
        both = text[at - 1] == " " and end > at + 1
        if suffix == "t":
            if stem not in _NOT:
                continue
        elif suffix in ("s", "d"):
            # A closing quote or plural possessive may stand there: "the boys’ s". With blanks on both sides it is torn.
            if not both and (text[at - 1] != " " or (suffix == "d" and stem not in _PRONOUNS)):
                if stem not in _PRONOUNS:
                    continue
        elif stem not in _PRONOUNS and not both:
            continue
        if text[at - 1] == " ":
            yield Edit(at - 1, at, "", score=0.93, reason="blank before an apostrophe")
        if end > at + 1:
            yield Edit(at + 1, end, "", score=0.93, reason="blank after an apostrophe")
