"""Put a by-line together that was torn at an initial: ``A, B and Paul P. Additional reporting by Murphy``.

A segment-wise translator takes the stop of an initial for the end of a sentence, and moves the credit phrase in
front of what follows. Only a line that holds nothing but names, the credit phrase and one surname is touched, so
initials in prose ("J. R. R. Tolkien") and sentences that end in a letter ("rich in vitamin K. Reporting by ...")
stay. Phase repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.scoring.networks.joints import BIG, SMALL

PHASE = "repair"
CERTAIN = 0.95

_NAME = r"[^\W\d_][\w’'-]*\.?"
_PERSON = rf"{_NAME}(?: (?:(?:de|da|di|van|von|der|den|del|bin|al|el|ter) )*{_NAME}){{0,3}}"
_CREDIT = (
    r"(?:(?:(?:Additional|Further|Original|Extra) )?(?:[Rr]eporting|[Ee]diting|[Ww]riting|[Rr]esearch"
    r"|[Pp]hotograph(?:y|s)|[Pp]ictures|[Ii]llustrations?|[Gg]raphics?|[Tt]ranslation|[Pp]roduction)"
    r"(?: and (?:editing|writing|research|photography))? by"
    r"|(?:[Ee]dited|[Ww]ritten|[Rr]eported|[Pp]hotographed|[Tt]ranslated|[Cc]ompiled) by"
    r"|[Ww]ith (?:contributions from|(?:additional |further )?reporting (?:by|from))"
    r"|H(?:anno|a) collaborato|Colaboraron|Colaboró|Colaboraram|Colaborou|Ont contribué"
    # In other languages what ends in "by" or a colon: "Reportagem adicional de", "Mitarbeit:".
    rf"|[{BIG}][{SMALL}]*(?: [{SMALL}]+){{0,4}}(?: (?:de|du|di|von|van|por|par|door|работали|участии|подготовили)| ?:))"
)
_LINE = re.compile(
    rf"(?:^|(?<=[a-zß-öø-ÿа-яё]{{3}}\. ))"
    rf"(?P<names>(?:{_PERSON}, )*(?:{_PERSON},? (?:and|und|et|y|e|en|и) )?{_PERSON} [{BIG}]\.) (?P<credit>{_CREDIT}) "
    rf"(?P<surname>[{BIG}][\w’'-]+)(?:\.?|; [a-z].*)$",
    re.M,
)
_LOWER = re.compile(r"\b(?!(?:and|und|et|y|e|en|и|de|da|di|van|von|der|den|del|bin|al|el|ter)\b)[a-zß-öø-ÿа-яё]\w*")


@dataclass(frozen=True, slots=True)
class Options:
    """No options."""


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose to move the credit to the front of its line, where the torn name can close up.

    >>> text = "Ann Lee and Joe P. Additional reporting by Marsh"
    >>> from cleanpipe.editing import apply
    >>> apply(text, list(propose(Document(text), Options())))
    'Additional reporting by Ann Lee and Joe P. Marsh'
    """
    text = document.text
    if ". " not in text:
        return
    for match in _lines_with_credit(text):
        names = match["names"]
        if _LOWER.search(names) or len(names) > 400:
            continue
        start, at = match.start(), match.start("credit")
        by = 3 if names.startswith("By ") else 0
        credit = match["credit"]
        reason = "a list of names ends in an initial, and the surname stands behind the credit phrase"
        # One edit, so that half of it is never made.
        new = f"{credit[0].upper()}{credit[1:]} {names[by:]}"
        yield Edit(start, at + len(credit), new, score=0.96, reason=reason)


_ANCHOR = re.compile(rf"\.(?<= [{BIG}]\.) {_CREDIT} [{BIG}][\w’'-]+(?:\.?|; [a-z][^\n]*)$", re.M)


def _lines_with_credit(text: str) -> Iterator[re.Match[str]]:
    """The by-line pattern, tried only on lines whose end looks like one: it starts with a name anywhere."""
    for anchor in _ANCHOR.finditer(text):
        start = text.rfind("\n", 0, anchor.start()) + 1
        if anchor.end() - start > 500:
            stop = text.rfind(". ", start, max(start, anchor.start() - 400))
            start = stop + 2 if stop >= 0 else start
        # The names begin the line, or stand behind its last sentence.
        last = re.compile(r"[^\W\d_]{3}\. ").finditer(text, start, anchor.start())
        for at in (start, *(found.end() for found in last)):
            match = _LINE.match(text, at)
            if match:
                yield match
                break
