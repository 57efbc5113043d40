"""What the grammar says of a capital inside a sentence, outside English: stray, or behind a lost full stop.

Reads the words on both sides; names and titles apart. Proposes nothing; ``openings`` asks, and weighs it with what the
encoder says.
"""

from __future__ import annotations

from cleanpipe.scoring.lexical.grammars import AND, Grammar
from cleanpipe.scoring.lexical.lexicon import VERB_BASE, lexicon
from cleanpipe.scoring.lexical.places import places
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.multilingual.capital_doubts import JOINING
from cleanpipe.scoring.multilingual.first_words import begins_sentence
from cleanpipe.scoring.multilingual.named import tells_of_works
from cleanpipe.scoring.multilingual.raised_nouns import attributive, behind_one, opens_sentence, predicative
from cleanpipe.scoring.multilingual.raised_verbs import participle, surely_infinitive, surely_verb
from cleanpipe.scoring.multilingual.seams import Seam, begins_clause, clause, company, folded, shares
from cleanpipe.scoring.multilingual.statements import WHOM

# From this share of small letters on a word that is no link word is looked at: "ministre" is .99, "État" .5.
CONTENT_SHARE = 0.975
#: A word that is a verb and nothing else: there the encoder's doubt counts least.
VERB = 0.92


def known_word(word: str, gram: Grammar) -> bool:
    """Whether the grammar knows a word: a closed class, or a verb."""
    closed = word in gram.links or word in gram.articles or word in gram.subjects or word in WHOM
    return closed or gram.finite(word) > 0.5 or participle(word, gram)


def readings(
    seam: Seam, gram: Grammar, before: list[str], behind: list[str], left: float, right: float
) -> tuple[float, float]:
    """Chances of a stray capital and of a lost stop, names and titles apart."""
    word, last = seam.word.lower(), before[-1]
    bound = last.lower() in gram.bound or last == ","
    both = left > 0.5 and right > 0.55 and len(before) > 3 and len(behind) > 3
    if word == "dat" and behind[0] in _REPORTED and left > 0.5 and len(before) > 3 and not bound:
        return 0.05, 0.9  # "gaat in beroep Dat liet zij weten"
    if word in ("il", "elle") and behind[0] == "avait" and behind[2:3] == ["ans"]:
        return 0.02, 0.95  # "dans sa maison d’Uzès Il avait 91 ans"
    if word in _AGED and not bound and not _YEARS.isdisjoint(behind[1:5]) and behind[0] not in gram.articles:
        return 0.02, 0.95  # "en su casa de Coyoacán Tenía 91 años"
    if gram.lang == "de" and left > 0.5 and participle(word, gram) and behind[0] in _PASSIVE and len(behind) > 3:
        return 0.05, 0.9  # "veröffentlicht sein drittes Album Aufgenommen wurde es in einer Fabrik"
    if both and begins_sentence(seam, gram, before, behind):
        return 0.08, 0.86
    if word in gram.relatives or word in WHOM:
        return 0.97, 0.0
    if word in gram.links:
        if bound:
            return (0.97 if len(word) > 1 or last != "," else 0.6), 0.0
        if word in gram.openers:
            return (0.95, 0.0) if not both else (0.86, 0.1)
        if not left:
            return 0.75, 0.03  # a heading may have run into its text
        if both and phrase_first(behind, gram):
            return 0.2, 0.78
        if right < 0.3 and len(behind) > 3 and behind[-1] == "." and gram.verbs and "," not in behind:
            return 0.93, 0.0  # no sentence without a verb
        verb_before = gram.lang == "de" and gram.finite(last) >= 0.8 and not both  # "Der Tanker wartet Seit"
        return (0.96, 0.0) if verb_before else (0.93, 0.03) if not both else (0.5, 0.45)
    if word in gram.subjects:
        if bound or begins_clause(last.lower(), gram):
            return 0.9, 0.0  # "quand Ils sont en vie"
        if gram.finite(last.lower()) or not left:
            return (0.8, 0.1) if gram.lang == "de" else (0.6, 0.2)
        near = max((gram.finite(token.lower()) for token in behind[:3]), default=0.0)
        return (0.1, 0.9) if near else (0.4, 0.5)
    if word == "a" and behind[:1] and lexicon(gram.lang).tags(behind[0]) & VERB_BASE:
        return 0.9, 0.0  # "quatro anos A escrever"
    if word in gram.articles:
        if word in _INDEFINITE and last in gram.links and last not in AND and behind[0].islower():
            return (0.95 if not tells_of_works(seam, gram) else 0.5), 0.0  # "con Una cartellina sotto il braccio"
        if bound:
            # "sur Le sublime", "in La Paz": titles and names begin with articles.
            plural = word in _PLURAL and behind[0].islower()  # "uno de Los pilotos"; titles are rarely plural
            return (0.86 if last.lower() in JOINING or last == "," or plural else 0.5), 0.0
        if not left:
            return 0.6, 0.05
        if gram.finite(last.lower()) == 1.0 and not gram.nouns_raised:
            return 0.9, 0.05  # "critiquent Les enseignements"
        if both:
            return 0.15, 0.8
        # In a long remainder there may be a verb that nobody told us of.
        return (0.84 if len(behind) < 6 or right else 0.7), 0.1
    share = shares(gram.lang)[seam.word]
    if attributive(seam, gram) or predicative(seam, gram):
        return VERB, 0.0
    if share < CONTENT_SHARE and not (word in gram.verbs and participle(behind[0], gram)):
        return 0.0, 0.0
    if begins_clause(last.lower(), gram) and last.islower() and (gram.finite(word) > 0.5 or last == "qui"):
        return VERB, 0.0  # "disse que Vai recorrer", "qui Emploie"
    if behind_one(seam, gram):
        return 0.9, 0.0
    if last == "," and behind[0].islower():
        return 0.9, 0.0  # "до пятницы, Потому что"
    held = behind[0].islower() and not (len(behind) > 1 and behind[0] in gram.links and behind[1][0].isupper())
    if last in gram.links and not known_word(word, gram) and gram.finite(behind[0]) > 0.7:
        held = False  # "in Kampen werd"
    if before[-1].islower() and held and not gram.nouns_raised and company(seam, gram):
        return 0.88, 0.0  # not in "de Raad van State"
    if surely_infinitive(seam, gram, before, behind) or surely_verb(seam, gram, before, behind):
        return VERB, 0.03
    if opens_sentence(seam, gram, left):
        return 0.03, 0.86
    if left > 0.5 and right < 0.55 and _behind_name(word, last, behind[0], gram):
        return VERB, 0.0
    if bound or (not left and not gram.finite(word)):
        return 0.45, 0.0  # "Ministero della Difesa"
    verb = gram.finite(word) > 0.5 and clause(seam.low_before()[-8:], gram) < 0.5
    verb = verb and gram.finite(behind[0].lower()) < 1.0  # "de Nederlandse Staat moeten"
    if not verb:
        return 0.5, 0.05
    # A name before it is its subject: "Moscow Vetoed"; behind another word it may begin a sentence after a heading.
    subject = last[0].isupper() or (len(before) < 5 and before[0].lower() in gram.articles)
    return (0.88 if subject else 0.8), 0.05


def _behind_name(word: str, last: str, after: str, gram: Grammar) -> bool:
    """Whether a participle between a name and a preposition tells of someone: ``llegó a Lima Rodeada de periodistas``.

    Parties are called so: "Chile Unido por la Vida".
    """
    told = gram.lang in ("es", "fr", "it", "pt") and after in gram.links and participle(word, gram)
    named = last.lower() in places(gram.lang) or lexicon(gram.lang).is_name(folded(last))
    return told and last[0].isupper() and named and not word.startswith("uni")


def phrase_first(behind: list[str], gram: Grammar) -> bool:
    """Whether a sentence goes "In 1928, a road was built" (or, in German, "Im Jahr 1928 wurde ...")."""
    for k, token in enumerate(behind[:9]):
        if gram.nouns_raised and k and gram.finite(token) >= 0.7 and k + 2 < len(behind):
            return behind[k - 1][0].isupper() or behind[k - 1].isdigit()
        if token == "," and k and k + 2 < len(behind) and not gram.nouns_raised:
            after = behind[k + 1]
            return after in gram.articles or after in gram.subjects or after[0].isupper()
        if gram.finite(token) > 0.5:
            return False
    return False


#: Titles begin so, too, but in 380,000 words of five languages none stood behind a preposition.
_INDEFINITE = words("un una uno une um uma een")
_PLURAL = words("los las les gli i os as des dos das dei degli delle")
#: Who was how old: nothing else begins so.
_AGED, _YEARS = words("tenía tenían aveva avevano tinha tinham contaba"), words("años anni anos")
#: Behind the Dutch "dat" of a main clause; behind a relative they would stand last.
_REPORTED = words("liet lieten zei zeggen zegt blijkt bleek meldt meldde melden meldden schrijft bevestigt bevestigde")
#: What stands in German behind a participle that opens a sentence.
_PASSIVE = words("wurde wurden wird werden ist sind war waren")
