"""Whether a comma was lost at a joint, outside English: before a relative, behind a name or a year.

Proposes nothing; ``glued_words`` asks.
"""

from __future__ import annotations

import re

from cleanpipe.scoring.lexical.grammars import Grammar
from cleanpipe.scoring.lexical.lexicon import lexicon
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.multilingual.seams import Seam, clause, verb_last
from cleanpipe.scoring.networks.joints import BIG, SMALL


def before_relative(seam: Seam, gram: Grammar, head: str) -> bool:
    """Whether a German article is a relative, which has a comma before it: "ein SchauspielerDer seine Bühne nutzt"."""
    closed = seam.word.lower() in _GERMAN_RELATIVES or seam.word in _BEFORE_RELATIVES
    if gram.lang != "de" or not closed or head.lower() in gram.bound:
        return False
    behind = seam.behind()
    after = (behind or [""])[0]
    if seam.word in _BEFORE_RELATIVES:
        return after in ("denen", "dessen", "deren")
    if verb_last(behind, gram) and after.islower() and clause(seam.low_before(), gram) > 0.7:
        return True  # "von Othmar SchoeckDas lange als unspielbar galt"
    return after in gram.articles or after in gram.subjects or after in gram.links or after in _AFTER_RELATIVES


# Relatives behind a name or a year: what is known already needs no relative to tell it apart, so a comma was lost.
RELATIVES = {
    "de": words("wo wohin woher als nachdem wenn"),
    "nl": words("waar waarin waarmee die toen"),
    "fr": words("où qui dont quand lorsque"),
    "es": words("donde quien quienes cuando"),
    "pt": words("onde quem quando"),
    "it": words("dove quando cui"),
    "ru": words("где куда откуда когда"),
    "pl": words("gdzie skąd dokąd"),
    "sv": words("där dit"),
}


def of_name(seam: Seam, gram: Grammar, head: str) -> bool:
    """Whether a relative follows a name or a figure: "BruxellesOù", "2009Cuando"."""
    word, behind = seam.word.lower(), seam.low_behind()
    before = seam.before()
    opens = word in gram.articles or word in gram.subjects
    if opens and before[0].lower() in _SAYS_WHO and len(before) < _SHORT and head not in gram.bound:
        return True  # "Según la fiscalíaEl acusado guardaba"
    if gram.lang == "de" and word == "was":
        return verb_last(behind, gram) and gram.finite(head.lower()) > 0.5  # "verschoben hattenWas für Verkäufe sorgte"
    if gram.lang == "de":
        return word in RELATIVES["de"] and (head.isdigit() or head[0].isupper()) and verb_last(behind, gram)
    if (
        " ".join([word, *behind[:1]]) in _BEGIN_CLAUSES
        or [word, *behind[:2]] == ["por", "lo", "que"]
        or (head[0].isupper() and word in gram.links and behind[:1] and behind[0] in _WHOM)
    ):
        return True
    if head[-1].isdigit() and word in ("che", "que", "qui"):
        return True
    if word in _SAYS_WHO and behind and gram.third(behind[0]):
        return True  # "la AntártidaSegún confirmó la Armada"
    if word in ("quien", "quienes"):
        return True
    if word in WHO and head[0].isupper() and not head.isupper() and behind and gram.third(behind[0]):
        named = lexicon(gram.lang).is_name(head)
        if named or _RAISED.search(seam.text, max(0, seam.at - 60), seam.at - len(head)):
            return True  # "Rui PortelaQue perdeu": a person needs no relative to be told apart
        if "," in behind and gram.third("".join(behind[behind.index(",") + 1 :][:1])):
            return True  # "A ponte de AmaranteQue custou 4 milhões, abre": the other comma is there
    if word not in RELATIVES.get(gram.lang, ()):
        return False
    return head.isdigit() or head[0].isupper() or head in _TIMES


#: So many words at most tell who says something.
_SHORT = 8
_SAYS_WHO = words("según segundo selon secondo conforme como")
WHO = words("que che qui quien quienes")
_RAISED = re.compile(rf"[{BIG}][{SMALL}]+ \Z")
_BEGIN_CLAUSES = frozenset(
    (
        "desde donde",
        "hasta donde",
        "alors que",
        "tandis que",
        "bien que",
        "ya que",
        "mientras que",
        "já que",
        "dopo che",
        "после чего",
    )
)
# Behind a preposition these are relatives: "Elvira Sosa, con quien publicó".
_WHOM = words("quien quienes qui lequel laquelle lesquels cui quem")
_TIMES = words(
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles "
    "jueves viernes domingo janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi "
    "mardi mercredi jeudi vendredi samedi dimanche janeiro fevereiro março maio junho julho setembro outubro novembro "
    "dezembro gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre lunedì martedì mercoledì giovedì "
    "venerdì sabato domenica januari februari maart april juni juli augustus september oktober november december "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag январе феврале марте апреле мае июне июле августе "
    "сентябре октябре ноябре декабре году"
)
_AFTER_RELATIVES = words("sich du nicht mehr schon bereits nun jetzt auch nur bis heute hier dort einst rund etwa fast")
_BEFORE_RELATIVES = words("Bei In An Mit Von Zu Aus Nach Auf Unter Über Für Gegen Zwischen")
_GERMAN_RELATIVES = words("der die das den dem denen")
