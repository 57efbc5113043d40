"""Where a closing quotation mark was lost: before the speaker is named, or at the end of a line. Part of ``quotes``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanpipe.document import Edit
from cleanpipe.repairers.punctuation._quotemarks import MARKS, Mark, closing_of
from cleanpipe.scoring.lexical.grammars import grammar
from cleanpipe.scoring.networks.joints import BIG, SMALL

_SPEECH = (
    "said|says|told|asked|added|wrote|replied|explained|insisted|warned|argued|admitted|announced|continued|shouted|"
    "cried|noted|recalled|claimed|declared|concluded|stated|stressed|answered|tweeted|joked|according"
)
_WHO = r"(?:he|she|they|it|I|we|one|an?|the|his|her|their|my|our|[A-Z][\w’'-]+)"
# "... we will stay, the baker said", "... we will stay, said the baker": the clause that names the speaker.
SPEAKER = re.compile(rf"[,!?] (?=(?:{_WHO}(?: [\w’'.-]+){{0,5}}? )?(?:{_SPEECH})\b(?! (?:that|to)\b))")
# "... wir bleiben, sagte der Bäcker": in these languages the verb comes first, and the mark stands before the comma.
VERBS_FIRST = {
    lang: re.compile(rf", (?=(?:{verbs})\b)")
    for lang, verbs in {
        "de": "sagt|sagte|sagten|urteilt|urteilte|berichtet|berichtete|klagt|klagte|lobt|lobte|findet|erzählt|erzählte|"
        "fordert|forderte|kritisiert|kritisierte|versichert|versicherte|ergänzt|ergänzte|meint|meinte|erklärt|erklärte|"
        "erklärten|betont|betonte|schreibt|schrieb|rief|fügte|so (?:der|die|das)|teilte|warnt|warnte",
        "nl": "zegt|zei|zeiden|aldus|vertelt|vertelde|schrijft|schreef|verklaart|verklaarde|meent|vindt|klaagt|zucht|"
        "waarschuwt|benadrukt|lacht|reageert|reageerde",
        "es": "dijo|dijeron|dice|afirmó|afirma|aseguró|asegura|señaló|señala|explicó|explica|declaró|añadió|añade|"
        "escribió|indicó|sostuvo|sostiene|advirtió|advierte|resume|recuerda|lamenta|cuenta|confiesa|reconoció|admite",
        "pt": "disse|disseram|diz|afirmou|afirma|declarou|explicou|explica|acrescentou|escreveu|ressaltou|destacou|"
        "contou|conta|resumiu|lamentou|alertou|avisou|garantiu|recorda|admitiu|comentou",
        "fr": "prévient|explique|affirme|assure|confie|déclare|estime|raconte|résume|insiste|lance|précise|ajoute|"
        "souligne|promet|indique|soupire|regrette|avance|dit|reconnaît|témoigne|rappelle|expliquait|expliqua|"
        "se souvient|se réjouit|s[’']inquiète|s[’']agace|a-t-(?:il|elle)|"
        "a (?:expliqué|déclaré|affirmé|assuré|indiqué|précisé|ajouté)",
        "it": "ha detto|hanno detto|ha dichiarato|ha spiegato|ha aggiunto|disse|dice|spiega|afferma|ha affermato|"
        "racconta|sostiene|ricorda|ammette|ha ammesso|confessa|commenta|avverte|assicura|conclude|osserva",
    }.items()
}
# "... к вечеру, — пообещал глава района": in Russian a dash stands behind the comma.
_RUSSIAN = re.compile(r", [—–] (?=[а-яё]+(?:л|ла|ли|лся|лась|лись|ет|ит|ют|ят)\b)")
BEFORE_SPEAKER = "closing mark lost before the speaker is named"
SPOKEN_NEXT = re.compile(rf"{_WHO}(?: [\w’'.-]+){{0,4}}? (?:{_SPEECH})\b")
VERB_NEXT = re.compile(rf" ?(?:(?:he|she|they|it|we|I) )?(?:{_SPEECH})\b")


#: ", tempête Thierry Lacaze": a verb and a name of two words.
_NAMED_SPEAKER = re.compile(rf", (?=([{SMALL}]+) [{BIG}][\w’'-]+ [{BIG}][\w’'-]+(?:[ ,.]|$))")


def _speaker(rest: str, lang: str) -> re.Match[str] | None:
    """The comma before who says what is quoted, outside English."""
    verbs = _RUSSIAN if lang == "ru" else VERBS_FIRST.get(lang)
    first, gram = verbs.search(rest) if verbs is not None else None, grammar(lang)
    named = _NAMED_SPEAKER.search(rest) if first is None and verbs is not None else None
    if named is not None and gram is not None and gram.finite(named[1]) >= 0.5 and named[1] not in gram.links:
        return named
    return first


#: What a speaker is told by behind a quotation at the beginning of a line.
_SPOKEN = re.compile(rf" (?:{_WHO}(?: [\w’'.-]+){{0,4}}? )?(?:{_SPEECH})\b")


def lost_opener(line: str, offset: int, closer: Mark) -> Iterator[Edit]:
    """The mark that opens the line, where one that closes its first sentence stands alone: ``It was mine,” he said.``

    >>> from cleanpipe.document import Document
    >>> from cleanpipe.repairers.punctuation.quotes import Options, propose
    >>> text = "It is a disgrace,” the senator said."
    >>> [edit.applied_to(text) for edit in propose(Document(text, lang="en"), Options())]
    ['“It is a disgrace,” the senator said.']
    """
    before = line[: closer.at - offset]
    if closer.text not in '”"' or before[-1:] not in ",?!" or re.search(r"[.!?:;“‘] ", before):
        return
    if len(before) > 3 and before[0].isupper() and _SPOKEN.match(line, closer.end - offset):
        opening = "“" if closer.text == "”" else '"'
        yield Edit(offset, offset, opening, score=0.86, reason="opening mark lost at the beginning")


def lost_closer(line: str, offset: int, opened: Mark, lang: str, alone: bool) -> Iterator[Edit]:
    """Where the mark that closes ``opened`` was lost: before the clause of the speaker, or at the end of the line.

    At the end of one line among others it is only suggested: news pages open a quotation in one paragraph and go on in
    the next without a mark (38 times in 390,000 words of edited news).
    """
    closing = closing_of(opened.text, lang)
    if lang == "fr" and closing == "»":
        closing = "\xa0»" if "\xa0" in line else " »"
    rest = line[opened.end - offset :]
    if lang in ("en", ""):
        places = list(SPEAKER.finditer(rest))
        if places:
            at = opened.end + places[0].start() + 1
            yield Edit(at, at, closing, score=0.85, reason=BEFORE_SPEAKER)
            return
    first = _speaker(rest, lang) if opened.text != '"' else None
    if first is not None:
        if MARKS.search(rest, 0, first.start()):
            return  # which of several quotations was left open nobody can tell
        at = opened.end + first.start()
        yield Edit(at, at, closing, score=0.85, reason=BEFORE_SPEAKER)
        return
    body = rest.rstrip()
    breaks = len(re.findall(r"[,.!?](?= )", body))
    before = line[: opened.at - offset].rstrip()
    if lang not in ("en", "") and before and before[-1] not in ":,—–-(":
        alone = False  # a name in marks: "Клуб «Заря подписал контракт."
    if body[-1:] in (".", "!", "?") and breaks == 0:
        at = opened.end + len(body)
        yield Edit(at, at, closing, score=0.85 if alone else 0.6, reason="closing mark lost at the end")
    elif body[-1:] in (".", "!", "?"):
        at = opened.end + len(body)
        yield Edit(at, at, closing, score=0.6, reason="closing mark lost, perhaps at the end")
