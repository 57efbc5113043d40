"""Capitals behind a comma: ``with Taylor Swift,According to a report`` was cut into segments at the comma."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanpipe.document import Edit
from cleanpipe.scoring.lexical.grammars import grammar
from cleanpipe.scoring.lexical.lexicon import (
    ADV,
    DET,
    FUNCTION,
    NOUN,
    VERB_ING,
    VERB_PART,
    VERB_PAST,
    VERB_S,
    Lexicon,
    lexicon,
)
from cleanpipe.scoring.multilingual.seams import Seam, verb_last
from cleanpipe.scoring.networks.joints import BIG, SMALL

# A word goes on with a blank and a small letter behind it: "Name,Date,Place" and "Lima,Peru" do not. A function word
# may stand before a name or have another one glued to it: "Karachi,And Lagos", "about it,You'll know".
_GLUED = re.compile(rf",(?<=[{BIG}{SMALL}0-9)”’],)([{BIG}][{SMALL}]*)(?=(?:['’][{SMALL}]+)? [\w“\"]|, [{SMALL}])")
_RELATIVE = re.compile(r",(?<=[a-zäöüß0-9],) (Der|Die|Das|Den|Dem|Denen|Dessen|Deren|Dass|Weil|Wenn|Ob)(?= [^\W\d_])")
_RAISED_BEFORE = re.compile(rf"\b[{BIG}]\w*\Z")
_SMALL_NEXT = re.compile(rf" [{SMALL}0-9“\"]")
_LISTED = re.compile(rf",[{BIG}]\w*,\Z")  # the last of "Name,Date,Place"
#: From this share of small letters on the capital is no name's; nouns are the reason why German asks for more.
_SHARE, _NOUNS = 0.9, 0.985


def _before_name(word: str, before: str, lex: Lexicon) -> bool:
    """Whether a word may stand before a name and be no part of it: "it rose,Harming U.S. producers".

    As an article it may be: "in Delft,The Hague and Leiden".
    """
    tags = lex.tags(word)
    if tags & VERB_ING and not tags & (NOUN | FUNCTION):
        return True
    return bool(tags & FUNCTION) and not (tags & DET and _RAISED_BEFORE.search(before))


def raised_after_comma(text: str, lang: str, never: tuple[str, ...] = ()) -> Iterator[Edit]:
    """Edits that put the blank back and lower the capital.

    >>> text = "She fell out with Taylor Swift,According to a new report."
    >>> [edit.applied_to(text) for edit in raised_after_comma(text, "en")]
    ['She fell out with Taylor Swift, according to a new report.']
    """
    lex = lexicon(lang)
    for match in _GLUED.finditer(text):
        word = match[1]
        at = match.start(1)
        share = lex.lower_share(word)
        if (
            share < (_NOUNS if lang == "de" else _SHARE)
            or not (_SMALL_NEXT.match(text, match.end()) or _before_name(word, text[max(0, at - 31) : at - 1], lex))
            or (text[match.end()] == "," and not lex.tags(word) & ADV)  # "The Taliban,However, denied it"
            or word in never
            or word == "I"
            or _LISTED.search(text, max(0, at - 40), at)
        ):
            continue
        reason = f"'{word}' is written small in {share:.0%} of its uses, and a comma stands before it"
        yield Edit(at, at + 1, f" {word[0].lower()}", score=0.9, reason=reason, detail={"prior": True})
    if lang == "en":
        yield from _after_blank(text, lex, never)
    gram = grammar(lang) if lang == "de" else None
    for match in _RELATIVE.finditer(text) if gram is not None else ():
        at = match.start(1)
        # "auf einen Vertrag geeinigt, Der rückwirkend ab Januar gilt"
        behind = Seam(text, at - 1, at, match.end()).behind()
        if gram is None or match[1] in never or not verb_last(behind, gram):
            continue
        # "einen Pilz, Der Mikroplastik zersetzen kann", but "..., Der Spiegel berichtete"
        end = next((k for k, token in enumerate(behind) if token in ",.;:"), len(behind))
        if text[match.end() + 1].islower() or (end > 2 and gram.finite(behind[end - 1]) == 1.0):
            reason = f"a comma stands before '{match[1]}', and its clause ends in a verb"
            yield Edit(at, at + 1, text[at].lower(), score=0.88, reason=reason, detail={"prior": True})


def _after_blank(text: str, lex: Lexicon, never: tuple[str, ...]) -> Iterator[Edit]:
    """English function words and verbs behind a comma with its blank, where a segment began at the comma."""
    for pattern, tags in _RAISED_BEHIND:
        for match in pattern.finditer(text):
            word, at = match[1], match.start(1)
            if word in never or _THINKS.search(text, max(0, at - 30), at) or (tags and not lex.tags(word) & tags):
                continue
            if tags and (lex.tags(word) & NOUN or lex.lower_share(word) < _SHARE):
                continue
            reason = f"'{word}' goes on behind the comma, and is written small there"
            yield Edit(at, at + 1, word[0].lower(), score=0.9, reason=reason, detail={"prior": True})


# The comma first: the engine then skips to the few there are.
_COMMA = r",(?:(?<=[a-z0-9],)(?<=[\w’'-]{2},)|(?<=[0-9]%,)) "
_SMALL_BEHIND = r"(?= [a-z]+[ ,.;:?!)][^A-Z])"
_RAISED_BEHIND = (
    # "in Aarhus, Where it will be shown", and not "Oh, The Places".
    (
        re.compile(
            rf"{_COMMA}(Where|Which|Who|Whose|Whom|While|Although|Because|Whereas|Though|But|And|So|Or|When|After|"
            r"Before|Since|Until|With|Without|In|On|At|For|From|By|As|According|Including|Despite|During|Especially|"
            r"Twice|Mostly|Partly|Mainly|Largely|(?<=[0-9%], )Up|(?<=[0-9%], )Down|"
            rf"Such|The|A|An|He(?! who )|She|They|His|Her|Their|Its|Our|These|Those|There|Not){_SMALL_BEHIND}"
        ),
        0,
    ),
    # "researchers at Bergen, led by the oceanographer Aasen, Have spent six winters"
    (
        re.compile(
            rf"{_COMMA}(Have|Has|Had|Was|Were|Is|Are|Will|Would)(?= (?!you|we|they|he|she|it|there)[a-z]+[ ,.])"
        ),
        0,
    ),
    # "the club, Founded in 1902, has"
    (
        re.compile(
            rf"{_COMMA}([A-Z][a-z]{{2,}})(?= (?:in|on|at|by|for|since|from|with|to|after|before|during|near|as) )"
        ),
        VERB_PART,
    ),
    # "power to 3,000 homes, Leaving schools without heating", but no title: "a webinar, Building a Community"
    (re.compile(rf"{_COMMA}([A-Z][a-z]+ing)(?= [a-z]+ [a-z]+[ .,][^A-Z])"), VERB_ING),
    # "The goalkeeper, 19, Saved two penalties"
    (re.compile(r",(?<=[a-z],) [1-9][0-9], ([A-Z][a-z]{2,})(?= [a-z0-9])"), VERB_PAST | VERB_S),
)
#: What is thought or asked begins with a capital behind a comma, and so do resolutions.
_THINKS = re.compile(r"\b(?:thought|thinks?|asked|asks?|wondered|said|says?|replied|read|wrote|[Rr]esolved|called), \Z")


# The comma inside the quotation marks says that the sentence goes on: "We will not stop," He said. A name may follow:
# The Times reported.
_AFTER_SPEECH = re.compile(
    r",(?<=\w,)[”\"’'] (He|She|They|It|The|A|An|His|Her|Its|Their|According|In|On|At|As|But|And|Said|Says|Added|"
    r"Adding|Told|Telling|Who|Which|While|When|With|After|Before|For|From|Referring)(?= [a-z])"
)


def raised_after_speech(text: str, never: tuple[str, ...] = ()) -> Iterator[Edit]:
    """Edits that lower the word after a quotation in English that ends in a comma.

    >>> text = '"We will not stop," He said on Friday.'
    >>> [edit.applied_to(text) for edit in raised_after_speech(text)]
    ['"We will not stop," he said on Friday.']
    """
    for match in _AFTER_SPEECH.finditer(text):
        at = match.start(1)
        if match[1] in never:
            continue
        reason = f"the comma before the quotation mark says that the sentence goes on with '{match[1].lower()}'"
        yield Edit(at, at + 1, text[at].lower(), score=0.92, reason=reason, detail={"prior": True})
