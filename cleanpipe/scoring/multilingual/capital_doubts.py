"""What casts doubt on a capital that looks stray, outside English: names, titles, offices, numbers before it.

Proposes nothing; ``openings`` asks.
"""

from __future__ import annotations

from cleanpipe.scoring.lexical.grammars import Grammar
from cleanpipe.scoring.lexical.lexicon import lexicon
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.multilingual.courtesy import courteous
from cleanpipe.scoring.multilingual.named import among_capitals, among_titles, behind_cue, is_work, nominal, takes_name
from cleanpipe.scoring.multilingual.raised_nouns import attributive
from cleanpipe.scoring.multilingual.raised_verbs import participle, surely_verb
from cleanpipe.scoring.multilingual.seams import Seam, begins_clause, clause, folded, named, quoted, shares, unfinished

#: Prepositions that are the second half of a verb in German and Dutch.
_SEPARABLE = words("uit aan af toe mee op over door weg neer terug aus ab ein vor an auf zurück fest")
#: Two capitals in a row are a name as a rule.
BEFORE_CAPITAL = 0.45
JOINING = words("e et y ed que qu che dass mais ma pero mas aber и но а что i ale że och att ve")
# Words inside names: De Gaulle, Van der Bellen, La Paz, São João do Estoril.
PARTICLES = words(
    "de del la las los el le les du des di da do dos das della dei van von der den dem het ten ter zu zum zur im am "
    "al ibn bin e i y à a o os as un una il lo gli in no na nos nas d l san santa ко"
)
_SMALL_IN_TITLES = words("não no non ne se")


#: What has a letter for its name.
_LETTERED = (
    "витамин",
    "гепатит",
    "групп",
    "класс",
    "категори",
    "vitamin",
    "hepatit",
    "epatit",
    "grup",
    "grou",
    "klass",
)
_BEFORE_NAMES = words("Herr Herrn Frau Familie Doktor Professor")
#: Articles and the endings of adjectives.
_BEFORE_NOUNS = ("e", "das", "dem", "ein", "ins", "zum", "vom", "beim", "am")


def doubt_of_capital(seam: Seam, gram: Grammar) -> float:
    """A factor below 1.0 for names and titles, and for what stands behind a number or a bracket."""
    before, after = seam.before(), seam.behind()[0]
    word, last = seam.word.lower(), before[-1]
    factor = 1.0
    link = word in gram.links
    paired = (gram.finite(word) == 1.0 and participle(after, gram)) or (
        gram.finite(last.lower()) == 1.0 and participle(word, gram)
    )
    paired = paired or attributive(seam, gram) or (gram.nouns_raised and gram.third(word))
    paired = paired or (gram.lang == "de" and inflected(word, last, after, gram))
    if nominal(word, before, gram):
        factor *= 0.2
    if among_titles(seam, gram):
        factor *= 0.5
    if after[0].isupper() and not paired and not (gram.nouns_raised and (link or word in gram.subjects)):
        if not link or word in PARTICLES:
            factor *= BEFORE_CAPITAL
        elif shares(gram.lang)[after] > 0.9:
            factor *= 0.6  # two small words with capitals: a title
        elif last[0].isupper() and shares(gram.lang)[last] > 0.5 and not gram.nouns_raised:
            factor *= 0.5  # "Médicos Sem Fronteiras"
    if last[0].isupper() and not gram.nouns_raised:
        past = gram.lang in ("fr", "nl") and surely_verb(
            seam, gram, before, seam.behind()
        )  # "in Zwolle Veroordeelde de man"
        if gram.third(word) or paired or past:
            factor *= 0.97  # "el Banco Central Anunció"
        elif gram.finite(word) > 0.5:
            factor *= 0.97 if shares(gram.lang)[last] < 0.5 else 0.7  # "la Grande Passe"
        elif participle(word, gram) and after in gram.links and not link:
            factor *= 0.95  # "viajará a Rosario Acompañada por dos mil hinchas"
        elif word in PARTICLES or not link:
            factor *= 0.6 if lexicon(gram.lang).is_name(folded(last)) and not after[0].isupper() else 0.45
    if (
        last in ("que", "che", "qui")
        and before[-2:-1]
        and before[-2][0].isupper()
        and shares(gram.lang)[before[-2]] > 0.9
    ):
        factor *= 0.3  # "O Pão que Veio do Céu"
    if gram.lang == "de" and (
        last in _BEFORE_NAMES or (seam.word == "Aus" and last.islower() and last.endswith(_BEFORE_NOUNS))
    ):
        factor *= 0.2  # "Herr Schlief", "das drohende Aus"
    if seam.word == "Wegen" and last.islower() and last.endswith("en"):
        factor *= 0.2  # "auf den Wegen"
    if not last[-1].isalpha() and last != ",":
        factor *= 0.75
    apart = last in _SEPARABLE and gram.lang in ("de", "nl")  # "stelt de invoering uit Omdat", "trekt geld uit Voor"
    apart = apart and (begins_clause(word, gram) or clause(seam.low_before(), gram) > 0.5)
    if last == "," and after[0].isupper() and seam.behind()[1:2] == [","]:
        factor *= 0.4  # "A derrotada, Sem Mordaça, promete"
    if last[0].isupper() and last.lower() in _SMALL_IN_TITLES and len(before) > 1:
        factor *= 0.4  # "Para Não Dizer que Não Falei das Flores"
    if last[0].isupper() and shares(gram.lang)[last] > 0.9 and not gram.nouns_raised and among_capitals(before, gram):
        factor *= 0.4  # "Por Quem os Sinos Dobram"
    follows = last.lower() in gram.links and last.lower() not in JOINING
    if link and follows and not apart and not (word in ("que", "cui") and after[0].islower()):  # "avant Que la pluie"
        factor *= 0.5  # a preposition behind a preposition: "de Durante", "zwischen Elbe und Oder"
    said = gram.third(word) and not any(is_work(token, gram.lang) for token in before[-3:])  # "Le groupe Envisage"
    if not said and any(takes_name(token, gram.lang) for token in before[-3:]):
        factor *= behind_cue(before, word, seam.behind(), gram)
    if len(word) == 1 and last.lower().startswith(_LETTERED):
        factor *= 0.2  # "витамина С"
    if word.startswith("больш") and after.startswith(("шлем", "театр", "взрыв", "восьм", "семёрк", "земл")):
        factor *= 0.2
    if seam.word == "I":
        factor *= 0.3 if last[0].isupper() else 0.6  # a numeral: "sotto Enrico I e queste"
    if not gram.nouns_raised and all(token[0].isupper() and len(token) < 5 for token in seam.behind()[:2]):
        factor *= 0.4  # "режиссёр На Хон Джин"
    if gram.lang == "nl" and last.lower() in gram.articles and gram.finite(word) == 1.0:
        factor *= 0.3  # "het beroep van de Staat verworpen": a noun behind its article
    if gram.lang in ("it", "ru") and courteous(seam.text, word, seam.at):
        factor *= 0.2
    if quoted(seam):
        factor *= 0.75
    if unfinished(seam):
        factor *= 0.8
    if named(seam):
        factor *= 0.4
    return factor


def inflected(word: str, last: str, after: str, gram: Grammar) -> bool:
    """Whether a German article that begins no name stands behind a preposition or a conjunction: ``für Einen Klumpen``.

    Names and titles begin with the nominative: ``für Die Zeit``, ``in Der Prozess``, but not ``in Der alten Stadt``.
    """
    if last not in gram.links and last not in gram.bound and not begins_clause(last, gram):
        return False
    if word in _CASES:
        return after != "Haag"
    return word in ("der", "die", "das", "eine") and after.islower() and after.endswith("en") and len(after) > 4


_CASES = words("einen einem eines einer den dem des")
