"""Where a closing quotation mark was lost: before the speaker is named, or at the end of a line. Part of ``quotes``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanpipe.document import Edit
from cleanpipe.repairers._quotemarks import MARKS, Mark, closing_of

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
        "de": "sagt|sagte|sagten|erklärte|erklärten|betonte|meinte|schrieb|rief|fügte|so (?:der|die|das)|teilte|warnte",
        "nl": "zegt|zei|zeiden|aldus|vertelt|vertelde|schreef|verklaarde",
        "es": "dijo|dijeron|afirmó|aseguró|señaló|explicó|declaró|añadió|escribió|indicó|sostuvo|advirtió",
        "pt": "disse|disseram|afirmou|declarou|explicou|acrescentou|escreveu|ressaltou|destacou|contou",
        "it": "ha detto|hanno detto|ha dichiarato|ha spiegato|ha aggiunto|disse|dice|spiega|afferma|ha affermato",
    }.items()
}
BEFORE_SPEAKER = "closing mark lost before the speaker is named"
VERB_NEXT = re.compile(rf" ?(?:(?:he|she|they|it|we|I) )?(?:{_SPEECH})\b")


def lost_closer(line: str, offset: int, opened: Mark, lang: str, alone: bool) -> Iterator[Edit]:
    """Where the mark that closes ``opened`` was lost: before the clause of the speaker, or at the end of the line.

    At the end of one line among others it is only suggested: news pages open a quotation in one paragraph and go on in
    the next without a mark (38 times in 390,000 words of edited news).
    """
    closing = closing_of(opened.text, lang)
    rest = line[opened.end - offset :]
    if lang in ("en", ""):
        places = list(SPEAKER.finditer(rest))
        if places:
            at = opened.end + places[0].start() + 1
            yield Edit(at, at, closing, score=0.85, reason=BEFORE_SPEAKER)
            return
    if lang in VERBS_FIRST and opened.text != '"' and (first := VERBS_FIRST[lang].search(rest)):
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
