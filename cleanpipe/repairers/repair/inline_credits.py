"""Cut a photo or source credit that was glued to a sentence: ``... midnight. Photo: Reuters The head of ...``.

Only where the credit is complete: a label with a colon, an agency known by name, and a new sentence behind it; in
brackets the agency may be any name. Captions and sentences that merely begin with "Photo:" are content. Credits on
a line of their own are the chrome stage's business. Phase repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit

PHASE = "repair"
CERTAIN = 0.95

_LISTED = (
    "Reuters, Getty Images, Getty, AFP, AP, Associated Press, EPA, EPA-EFE, EFE, dpa, DPA, PA Wire, PA Media, PA, "
    "Agence France-Presse, NurPhoto, Sipa, SIPA, Hollandse Hoogte, PA Images, ITAR-TASS, ИТАР-ТАСС, "
    "ANSA, Ansa, Adnkronos, AGI, Lusa, Agência Lusa, TASS, Tass, RIA Novosti, Sputnik, Xinhua, Kyodo, Yonhap, Anadolu, "
    "Anadolu Agency, ANP, APA, "
    "Keystone, Imago, imago, Bloomberg, Alamy, AP Photo, Shutterstock, iStock, Unsplash, Pixabay, Flickr, "
    "Wikimedia Commons, Zuma Press, Belga, Ritzau, NTB, TT, Rex Features, UPI, UNIAN, Ukrinform, Interfax, Press "
    "TV, MTI, PAP, CTK, ТАСС, РИА Новости, Интерфакс, Europa Press, Agência Brasil, LaPresse, "
    "Handout, Courtesy, Divulgação, Reprodução, Arquivo, Arquivo pessoal, Cortesía, Archivo, Instagram, Facebook, "
    "Twitter"
)
# The longest first, or "Anadolu" would leave "Agency" behind.
_AGENCIES = "|".join(sorted(re.split(", ", _LISTED), key=len, reverse=True))
_LABEL = (
    r"(?:Photo|Photos|Photo credit|Picture|Image|Image credit|Photograph|Credit|Video|Foto|Pic|Fotos|Imagen|Imagem|Bild"
    r"|Cr[eé]ditos?(?: da imagem| da foto| de la imagen)?|Crédits? photo|Bildnachweis|Source"
    r"|Фото|Fonte|Fuente|Quelle|Bron|Beeld|Источник|Immagine|Vídeo)"
)
_NAME = r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,2}"
_ONE = (
    rf"(?:{_NAME} ?/ ?)?(?:{_AGENCIES})(?: ?/ ?(?:{_AGENCIES}))*(?:/[A-Z][a-z]+ [A-Z][a-z]+)?(?: via (?:{_AGENCIES}))?"
)
_NEXT = r"(?=(?P<next>[A-ZÀ-ÞА-Я][^\W_]+|[IAOEYÉÈВОКС]|L['’]\w+) [\w“\"])"
_OPEN = re.compile(rf"(?P<lead>^|[.!?”\"] ){_LABEL}(?: ?:| by) ?{_ONE}[.,]? {_NEXT}", re.M)
_BRACKETED = re.compile(
    rf"(?P<lead>^|[.!?”\"] )\((?:{_LABEL}(?: by|:) ?)(?:{_ONE}|{_NAME})\)[.]? (?=(?P<next>[A-Z“\"]))", re.M
)


# Inside a sentence only an agency and a label make a bracket a credit: "on Saturday (Photo: AFP) with a concert".
_INSIDE = re.compile(rf" \((?<=[\w,] \(){_LABEL}(?: by|:) ?{_ONE}\)(?=[ ,.;])")


@dataclass(frozen=True, slots=True)
class Options:
    """No options."""


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose to cut each credit that stands between two sentences, or before the first of its line.

    >>> text = "It ended late. Photo: Reuters The visitors left."
    >>> [edit.applied_to(text) for edit in propose(Document(text), Options())]
    ['It ended late. The visitors left.']
    """
    text = document.text
    if not any(sign in text for sign in (":", "(", " by ")):
        return
    for match in _INSIDE.finditer(text):
        yield Edit(match.start(), match.end(), "", score=0.9, reason="a picture credit stands inside a sentence")
    for match in _labelled(text):
        start = match.end("lead")
        yield Edit(start, match.end(), "", score=0.9, reason="a picture credit stands between two sentences")


_ANCHOR = re.compile(
    r"(?:Photo|Cr[eé]dit|Picture|Image|Video|Foto|Pic|Bild|Source|Фото|Fonte|Fuente|Quelle|Bron|Beeld|Источник|Immagine"
    r"|Imagem|Imagen|Vídeo)[a-z ]{0,12}(?::| by )"
)


def _labelled(text: str) -> Iterator[re.Match[str]]:
    """Matches of either pattern, tried only near a label: labels are rare and the patterns are not cheap."""
    at = 0
    for anchor in _ANCHOR.finditer(text):
        for start in range(max(at, anchor.start() - 12), anchor.start() + 1):
            match = _OPEN.match(text, start) or _BRACKETED.match(text, start)
            if match:
                yield match
                at = match.end()
                break
