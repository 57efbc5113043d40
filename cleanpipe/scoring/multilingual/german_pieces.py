"""What stands behind a full stop in German: a sentence, or the rest of the one before? The verb's place tells.

German puts the verb last where a clause cannot stand alone. Proposes nothing; ``torn_sentences`` asks.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cleanpipe.scoring.lexical.grammars import Grammar, grammar
from cleanpipe.scoring.lexical.lexicon import lexicon
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.multilingual.raised_verbs import participle
from cleanpipe.scoring.multilingual.seams import begins_clause, clause

_GERMAN_WHOM = words("die den dem der das denen deren dessen")
#: Subordinators: behind them the verb stands last.
VERB_LAST = words("dass weil obwohl nachdem bevor sobald damit wenn als ob indem wodurch womit")
#: Adverbs that stand behind a relative: "Der schon nach drei Monaten ausgefallen war."
_BESIDE_RELATIVES = words(
    "schon sich nicht bereits auch nur noch erst einst dort hier seit mehr fast rund etwa nun heute "
    # "Die sie selbst abhaken.": the verb of a statement would stand here.
    "er sie es man wir ich ihm ihn ihr ihnen uns mir nichts niemand"
)
#: With these a sentence without a verb may begin for effect.
_RHYTHM = words("und oder aber sondern")
#: "Ohne große Mengen an Chemikalien einzusetzen.": an infinitive clause never stands alone.
INFINITIVE = words("ohne statt anstatt um")
#: Whose: sentences begin so, infinitive clauses as well.
OWN = words("ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner unsere unseren")
_WITH_ZU = re.compile(r"^\w{2,6}zu\w{3,}n$")


def german_score(small: str, low: list[str], right: float) -> float:
    """German puts the verb last where a sentence cannot stand alone: "Dass Kanus das Haupttransportmittel waren."."""
    gram = grammar("de")
    assert gram is not None
    piece = [token for token in low if token[0].isalnum()]
    if "," in low or low[-1] != "." or not 2 <= len(piece) <= 20:
        return 0.0
    body = piece[:-1]
    while len(body) > 2 and body[-1].endswith("en") and gram.finite(piece[-1]) == 1.0:
        body = body[:-1]  # "gestohlen haben soll"
    others, final = clause(body, gram), gram.finite(piece[-1])
    if small in VERB_LAST and final > 0.5 and others < 0.6:
        return 0.87
    if (small in gram.articles or small in OWN) and len(piece) > 3 and not right and piece[-2] == "zu":
        return 0.86  # "will ihnen erlauben. Ihre Ware direkt zu verkaufen."
    relative = (
        piece[0] in gram.links
        or piece[0] in _BESIDE_RELATIVES
        or (piece[0] in gram.articles and small in ("der", "die", "das", "dem", "den"))
    )
    if small in gram.articles and relative and final > 0.5 and others < 0.6:
        return 0.87  # "Der die Ursachen untersucht.", "Die in Palma lebten."
    last = final > 0.5 or perhaps_verb(piece[-1])
    if small in gram.links and piece[0] in _GERMAN_WHOM and last and others < 0.6:
        return 0.87  # "eine Brücke. Über die künftig auch Radfahrer fahren sollen."
    if small == "zu" and len(piece) < 3 and piece[0].endswith("en"):
        return 0.9
    if small in INFINITIVE and not right and ("zu" in piece[-2:] or _WITH_ZU.match(piece[-1])):
        return 0.88
    if small in gram.links and not right and len(piece) <= 14 and not any(map(perhaps_verb, piece)):
        return 0.6 if small in _RHYTHM else 0.84 if small in gram.openers else 0.8
    return 0.0


def left_open(before: list[str], small: str) -> bool:
    """Whether no German sentence ends in these words: its subject, its clause or its infinitive is still to come.

    >>> left_open("An der Börse gab".split(), "die"), left_open("Manche Verfahren , die".split(), "im")
    (True, True)
    >>> left_open("An der Börse gab es Streit".split(), "die")
    False
    """
    gram = grammar("de")
    assert gram is not None
    low = [token.lower() for token in before]
    if before[-1] in _NEVER_LAST or (low[-2:-1] == [","] and low[-1] in _BEGIN_CLAUSES):
        return True
    tail = low[len(low) - low[::-1].index(",") :] if "," in low else low
    if small == "zu" and not INFINITIVE.isdisjoint(tail) and "zu" not in tail:
        return True  # "Als sie um die Kurve fuhren, um sich. Zu verabschieden"
    return _without_subject(before, low, gram)


_NEVER_LAST = words("als in zwischen wegen trotz während sowohl weder hinter neben")
_BEGIN_CLAUSES = words("der die das dem den deren dessen wo wobei wie woran wofür womit wodurch weil dass ob wenn")


def _without_subject(before: list[str], low: list[str], gram: Grammar) -> bool:
    """Whether a clause opens with a phrase and ends in its only verb: the subject stands behind that."""
    if len(low) < 2 or not before[0][0].isupper() or not before[-1].islower() or "," in low:
        return False
    if low[0] not in _FIRST or not gram.third(low[-1]) or participle(low[-1], gram):
        return False
    subject = any(token in gram.subjects or token in _SUBJECTS for token in low)
    return not subject and clause(low[:-1], gram) < 0.5


#: Prepositions and adverbs that open a statement; none begins a clause.
_FIRST = words(
    "in im ins am ans an auf aus bei beim mit nach von vom vor zum zur für über unter durch gegen trotz zwischen neben "
    "hinter hier dort dann danach dabei dafür damals heute gestern nun jetzt zuletzt später zudem außerdem inzwischen "
    "seither offenbar auch"
)
_SUBJECTS = words("man wer was wie dass niemand nichts alles alle viele")


def waits_for_participle(before: list[str], low: list[str], gram: Grammar) -> bool:
    """Whether a German clause was cut between its auxiliary and its participle.

    >>> gram = grammar("de")
    >>> before, low = "das gericht hat einen mann".split(), "wegen untreue verurteilt .".split()
    >>> gram is not None and waits_for_participle(before, low, gram)
    True
    """
    piece = [token for token in low if token[0].isalnum()]
    if gram.lang != "de" or low[-1] != "." or len(piece) < 2 or len(before) < 3 or "," in low:
        return False
    if _AUXILIARIES.isdisjoint(before) or not participle(piece[-1], gram):
        return False
    return not any(participle(token, gram) for token in before) and clause(piece[:-1], gram) < 0.4


_AUXILIARIES = words("hat haben hatte hatten wurde wurden wird werden")


def german_piece(low: list[str], gram: Grammar) -> bool:
    """Whether a piece can be the rest of a German sentence: its verb last behind "dass" or a relative, or none.

    >>> gram = grammar("de")
    >>> [german_piece(piece.split(), gram) for piece in ("mit denen er lebte", "mit denen lebte er dort", "mit")]
    [True, False, True]
    """
    piece = [token for token in low if token[0].isalnum()]
    if "," in low:
        return False
    if (
        low[0] in VERB_LAST
        or low[0] in gram.articles
        or (low[0] in gram.links and not _GERMAN_WHOM.isdisjoint(low[1:2]))
    ):
        return gram.finite(piece[-1]) > 0.5 or perhaps_verb(piece[-1])
    return not any(gram.finite(token) > 0.5 or perhaps_verb(token) for token in piece[1:])


def german_statement(small: str, behind: list[str], gram: Grammar) -> bool:
    """Whether a phrase, a verb and more follow, as where the verb stands second: ``Über den Preis schweigen beide.``

    ``behind``: the words behind the preposition ``small``, with their capitals.

    >>> german_statement("über", "den Preis schweigen beide Seiten .".split(), grammar("de"))
    True
    """
    if small not in gram.links or begins_clause(small, gram):
        return False
    noun = next((k for k, token in enumerate(behind[:5]) if token[0].isupper()), len(behind))
    rest = behind[noun + 1 :]
    if len(rest) < 3 or not rest[0].isalpha() or rest[0][0].isupper() or rest[0] in gram.links | gram.articles:
        return False
    ends_in_verb = rest[-1] == "." and gram.finite(rest[-2]) > 0.7  # "über den Preis schweigen musste"
    sure = gram.finite(rest[0]) > 0.7 or (perhaps_verb(rest[0]) and rest[1].islower())
    return sure and not participle(rest[0], gram) and not ends_in_verb


@lru_cache(maxsize=8_192)
def perhaps_verb(word: str) -> bool:
    """Whether a German word could be a verb with a person: ``bekomme``, ``lösen``, ``beendeten``, ``werde``."""
    lex = lexicon("de")
    if word.endswith("en") and not word.endswith("ten"):
        return len(word) > 4 and (word[:-2] + "t" in lex or word[:-2] + "te" in lex)
    if word.endswith(("ten", "den")) and (word[:-1] + "t" in lex or word[:-1] + "te" in lex):
        return True  # "brüten", beside "brütet"
    return any(
        word.endswith(ending) and len(word) - len(ending) > 2 and word[: -len(ending)] + "en" in lex
        for ending in ("e", "t", "st", "te", "ten", "et", "ete", "eten")
    )
