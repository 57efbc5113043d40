"""Does a sentence begin at this capital, or did a translator raise a word inside one? Outside English.

Weighs the clause before the place and the words behind it: a full stop was lost where both sides have a finite verb
of their own, and the word can open a sentence; the capital is stray where either side cannot stand alone. Where the
two readings come close, neither is sure. Proposes nothing; ``inner_capitals`` and ``lost_stops`` ask.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from cleanpipe.scoring.english.verdicts import SHORT
from cleanpipe.scoring.lexical.grammars import AND, Grammar
from cleanpipe.scoring.lexical.lexicon import SUBORD, lexicon
from cleanpipe.scoring.lexical.wordlist import by_language, words
from cleanpipe.scoring.multilingual.capital_doubts import (
    BEFORE_CAPITAL,
    JOINING,
    PARTICLES,
    doubt_of_capital,
    inflected,
)
from cleanpipe.scoring.multilingual.courtesy import courteous
from cleanpipe.scoring.multilingual.first_words import begins_sentence
from cleanpipe.scoring.multilingual.named import revered, takes_name, tells_of_works
from cleanpipe.scoring.multilingual.raised_nouns import attributive, behind_one, opens_sentence, predicative
from cleanpipe.scoring.multilingual.raised_verbs import ends_group, participle, surely_infinitive, surely_verb
from cleanpipe.scoring.multilingual.readings import CONTENT_SHARE, VERB, known_word, readings
from cleanpipe.scoring.multilingual.seams import (
    Seam,
    begins_clause,
    between_small,
    clause,
    fused,
    glued,
    headline,
    main_clause,
    raised,
    shares,
)
from cleanpipe.scoring.networks.judged import READ, judged
from cleanpipe.scoring.texts.context import elsewhere


def candidates(text: str, gram: Grammar) -> list[Seam]:
    """The capitals worth a look: words that are usually small.

    In a long text names and titles are most of them; so words that the grammar knows are judged first, and the others
    only where one of these was probably raised, or words have grown together.
    """
    memo = elsewhere(text).memo
    found: list[Seam] | None = memo.get(("candidates", 0))
    if found is None:
        found, verdicts = raised(text, gram, 0.9), judged(text, gram.lang)
        if len(text) >= SHORT and found:
            known = [seam for seam in found if known_word(seam.word.lower(), gram)]
            known = [seam for seam in known if not headline(seam, gram.nouns_raised)]
            verdicts.ask(seam.at for seam in known)
            chances = map(verdicts.at, (seam.at for seam in known))
            damaged = any(chance is not None and chance["keep"] < 0.5 for chance in chances)
            if not damaged and not _grown_together(text, gram):
                found = known
        found = [seam for seam in found if not headline(seam, gram.nouns_raised)]
        verdicts.ask(seam.at for seam in found)
        memo["candidates", 0] = found
    return found


def _grown_together(text: str, gram: Grammar) -> bool:
    """Whether any two words of the text have surely grown together."""
    memo = elsewhere(text).memo
    known: bool | None = memo.get(("grown together", 0))
    if known is None:
        known = memo["grown together", 0] = any(
            fused(other, gram) for other in glued(text) if text[other.end : other.end + 1] != "-"
        )
    return known


def _trusted(seam: Seam, gram: Grammar) -> bool:
    """Whether the grammar may call this capital stray: closed words, verbs, and in a text with fused words all others.

    Other words with a capital are names and titles as a rule; whether a sentence begins there, the encoder may say.
    """
    known = known_word(seam.word.lower(), gram) or behind_one(seam, gram) or attributive(seam, gram)
    known = known or predicative(seam, gram) or _grown_together(seam.text, gram)
    before, behind = seam.before(), seam.behind()
    if known or opens_sentence(seam, gram, 0.6):
        return True
    if not before or not behind:
        return False
    if begins_sentence(seam, gram, before, behind):
        return True
    return surely_infinitive(seam, gram, before, behind) or surely_verb(seam, gram, before, behind)


class Opening(NamedTuple):
    """How surely the capital is stray, and how surely a full stop is missing before it."""

    stray: float
    stop: float


NEITHER = Opening(0.0, 0.0)


def opening(seam: Seam, gram: Grammar, floor: float = 0.0) -> Opening:
    """What a capital inside a sentence means; without its doubts where both chances are below ``floor`` anyway.

    >>> from cleanpipe.scoring.lexical.grammars import grammar
    >>> text = "Le ministre a répondu Dans une lettre de deux pages."
    >>> at = text.index("Dans")
    >>> round(opening(Seam(text, at - 1, at, at + 4), grammar("fr")).stray, 2) > 0.8
    True
    """
    memo = elsewhere(seam.text).memo
    key = (f"opening {floor}", seam.at)
    found: Opening | None = memo.get(key)
    if found is None:
        read = _opening(seam, gram)
        found = NEITHER
        if read is not None:
            found = _weighed(seam, gram, read)
        if read is not None and (found.stray >= floor or found.stop >= floor * BEFORE_CAPITAL):
            doubt = doubt_of_capital(seam, gram)
            stray, stop = found
            if seam.word.lower() in gram.articles:
                stray = min(stray, read.stray)  # "y El hijo de Rambow": titles begin with articles
            last = seam.before()[-1]
            if last in PARTICLES:
                stop *= 0.5  # "Punta del Este", in any language
            # What casts doubt on a capital speaks half as much for a stop, but a title may hold a whole clause.
            noun = gram.nouns_raised and (seam.behind() or "a")[0][0].isupper()
            if noun and seam.word.lower() in gram.articles and seam.word not in ("Ihre", "Seine", "Sein"):
                doubt_of_stop = doubt / BEFORE_CAPITAL  # in German a noun, as behind any article
            else:
                doubt_of_stop = doubt
            after = (seam.behind() or ["A"])[0]
            plain = gram.nouns_raised or not after[0].isupper() or (after.isupper() and len(after) > 1)
            if read.stop > 0.7 and plain and not takes_name(last, gram.lang):
                doubt_of_stop = max(doubt_of_stop, 0.7)  # a clause on either side: "à Decazeville Les syndicats ont"
            stop *= doubt_of_stop if takes_name(last, gram.lang) else doubt_of_stop**0.5
            found = _heeded(seam, gram, Opening(stray * doubt, stop), doubt)
        memo[key] = found
    return found


def _heeded(seam: Seam, gram: Grammar, found: Opening, doubt: float) -> Opening:
    """What a capital means after its doubts, where the encoder has read newspapers of the language."""
    chances = judged(seam.text, gram.lang).at(seam.at)
    if chances is None or gram.lang not in READ or doubt < _DOUBTED:
        return found
    before = seam.before()
    if before[-1] in JOINING or any(takes_name(token, gram.lang) for token in before[-3:]):
        return found  # "El poder y Una nueva tierra", "le collectif Des lits"
    if seam.word in _FAMILIAR or _epoch(seam, gram):
        return found
    if chances["stop"] >= _ENDED:
        return found._replace(stop=max(found.stop, _END))
    if 1.0 - chances["keep"] - chances["stop"] >= _SURE and chances["stop"] < _ENDS:
        return found._replace(stray=max(found.stray, _BELIEVED))
    return found


def _epoch(seam: Seam, gram: Grammar) -> bool:
    """Whether a Russian adjective is the name of an epoch, a power or a war: ``Османской империи``."""
    return gram.lang == "ru" and (seam.behind() or [""])[0].startswith(_EPOCHS)


_EPOCHS = ("импери", "век", "войн", "революци", "эпох", "республик", "орд", "земл", "океан", "фронт", "сотн")
#: German forms that some write with a capital.
_FAMILIAR = words("Du Dir Dich Dein Deine Deinen Deinem Deiner Euch Euer Eure Euren")
#: The chance of a stray capital from which on the encoder is believed, if not too much speaks against it.
_SURE, _DOUBTED, _BELIEVED = 0.8, 0.4, 0.88
#: And the chance of a lost stop (docs/ablation.md has both).
_ENDED, _END = 0.6, 0.75


def _weighed(seam: Seam, gram: Grammar, read: Opening) -> Opening:
    """The reading by grammar and that of the encoder, multiplied, the encoder's with twice the weight."""
    chances = judged(seam.text, gram.lang).at(seam.at)
    if chances is None:
        return read
    if read == NEITHER and gram.lang in READ and shares(gram.lang)[seam.word] >= _SMALL and not _epoch(seam, gram):
        told = 1.0 - chances["keep"] - chances["stop"]
        if told >= _HEARD and chances["stop"] < _ENDS:
            return Opening(min(0.9, 0.8 + 0.25 * (told - _HEARD)), 0.0)
    lost = 1.0 - chances["keep"] - (0.0 if read.stray > 0.9 and not read.stop else chances["stop"])
    stray = max(read.stray, 0.05) ** 0.5 * max(lost, 0.01)
    stop = max(read.stop, 0.05) ** 0.5 * max(chances["stop"], 0.01) * _MORE_STOPS
    if not read.stop and read.stray > 0.9:
        stop *= 0.4  # the piece behind has no main clause
    keep = max(1.0 - read.stray - read.stop, 0.05) ** 0.5 * max(chances["keep"], 0.01)
    total = stray + stop + keep
    stray, stop = stray / total, stop / total
    # Where the grammar sees the clauses on both sides it is right nine times in ten, whatever the encoder says; where
    # it sees a stray capital, a mild doubt of the encoder counts little.
    if chances["stop"] < 0.2 or (not read.stop and read.stray > 0.9):
        mild = 0.1 if read.stray == VERB else 0.2 if between_small(seam, gram) else 0.35
        stray = max(stray, read.stray * (1.0 - mild * max(0.0, chances["keep"] - 0.5)))
    return Opening(stray, max(stop, read.stop))


#: Nouns and adjectives, of which the grammar knows nothing, are the encoder's from this chance on where they are small
#: so often.
_HEARD, _SMALL = 0.6, 0.95
#: With a greater chance of a lost stop a sentence may as well begin there.
_ENDS = 0.1
#: The manuals that the encoder has read have fewer sentences a paragraph than newspapers: it expects too few ends.
_MORE_STOPS = 2.0


def _opening(seam: Seam, gram: Grammar) -> Opening | None:
    """The reading by grammar; None where a capital has another reason: headings, names, initials."""
    before, behind = seam.before(), seam.behind()
    if not before or headline(seam, gram.nouns_raised):
        return None
    word, last, after = seam.word.lower(), before[-1], behind[0] if behind else ""
    if not (last[-1].isalnum() or last in ",)%") or seam.text[max(0, seam.left - 2) : seam.left] == ".,":
        return None
    if (
        last == ","
        and word not in gram.links
        and not (word in _WITH_COMMA or (lexicon(gram.lang).tags(word) & SUBORD and len(word) > 3))
        and not (after in gram.links and (participle(word, gram) or gram.third(word)))
    ):
        return None
    ends = bool(after) and ends_group(seam, gram, before, behind)
    goes_on = after and (after[0].isalpha() or after[0].isdigit() or (word not in gram.links and after == ","))
    if not ends and not goes_on:
        return None
    if len(last) == 1 and last.isalpha() and (last.isupper() or (gram.lang == "nl" and last in "stn")):
        return None  # an initial; "’s Middags"
    if revered(seam, gram, last.lower()):
        return None
    if word in PRONOUNS.get(gram.lang, ()) and _led(seam, gram, last.lower(), after):
        return Opening(0.96, 0.0)
    if gram.lang == "de" and inflected(word, last, after, gram):
        return Opening(0.96, 0.0)
    if seam.word.startswith(_ORDINALS) and after.startswith(("миров", "канал")):
        return None  # "Первая мировая война"
    if ends and shares(gram.lang)[seam.word] >= CONTENT_SHARE:
        return Opening(VERB, 0.0)
    if not _trusted(seam, gram):
        return NEITHER
    left = clause(seam.low_before(), gram) if len(before) > 1 else 0.0
    if not gram.verbs and len(before) > 2:
        left = 0.5  # nothing is known about verbs: neither a whole clause nor none
    clause_behind = seam.low_behind()
    if gram.lang in _VERB_SECOND and word in gram.links and not begins_clause(word, gram) and "," in clause_behind:
        clause_behind = clause_behind[: clause_behind.index(",")]
    if word in gram.links:
        # "Para reduzir as filas, mas os sindicatos": what stands behind such a comma needs a clause before it.
        pairs = enumerate(pairwise(clause_behind))
        joint = next((k for k, (mark, token) in pairs if mark == "," and token in _NO_MAIN_CLAUSE), 0)
        clause_behind = clause_behind[: joint or None]
    right = main_clause([word, *clause_behind], gram)
    return Opening(*readings(seam, gram, before, behind, left, right))


def _led(seam: Seam, gram: Grammar, last: str, after: str) -> bool:
    """Whether a pronoun stands behind a preposition or a conjunction, and before a small word: ``avec Leur aide``."""
    led = last in gram.bound or last in gram.links or begins_clause(last, gram)
    if gram.lang == "it" and last in gram.articles:
        return False  # "la Sua domanda": a letter
    if not led or not after[:1].islower() or not seam.before()[-1].islower():
        return False
    return not tells_of_works(seam, gram) and not courteous(seam.text, seam.word.lower(), seam.at)


#: Pronouns, possessives and numerals that are no names and no forms of politeness.
PRONOUNS = by_language(
    {
        "es": "su sus mi mis nuestro nuestra nuestros nuestras esta estos estas ese esa esos esas aquel aquella "
        "dos tres cuatro cinco seis siete ocho nueve diez doce quince veinte treinta",
        "fr": "leur leurs lui laquelle lequel lesquels lesquelles quel quelle quels quelles cela celui celle ceux "
        "celles notre nos son sa ses ce cet cette ces mon ma mes "
        "deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente",
        "it": "suo sua suoi sue loro lui questo questa questi queste "
        "due tre quattro cinque sei sette otto nove dieci undici dodici quindici venti trenta",
        "nl": "haar hun zich hem deze dit die wie welke mijn onze elke "
        "twee drie vier vijf zes zeven acht negen tien twaalf twintig",
        "pt": "seu sua seus suas este esta estes estas esse essa esses essas aquele aquela isso isto nosso nossa "
        "dois duas três quatro cinco seis sete oito nove dez doze quinze vinte trinta",
        "ru": "меня мне себя себе они она он оно его её ее ему ей их это этот эта эти тот та те того этого этой этих "
        "два две три четыре пять шесть семь восемь девять десять двадцать",
    }
)


_WITH_COMMA = words("anche même ainda hoewel obwohl zumal")
#: Behind a comma no main clause begins with these, but what needs one before it.
_NO_MAIN_CLAUSE = AND | words(
    "com con avec mas pero mais ma maar но а puis poi luego depois aber sondern según selon secondo segundo laut"
)
#: Here the verb is the second part of a sentence.
_VERB_SECOND = frozenset(("de", "nl", "sv"))
_ORDINALS = ("Перв", "Втор")
