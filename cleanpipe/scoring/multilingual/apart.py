"""What speaks for a full stop outside English: sentences on both sides of it, fragments for effect, short company.

Proposes nothing; ``torn_sentences`` asks.
"""

from __future__ import annotations

import re

from cleanpipe.scoring.lexical.grammars import Grammar
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.multilingual.german_pieces import german_piece, german_statement
from cleanpipe.scoring.multilingual.seams import STRANDED, Seam, begins_clause, clause, main_clause, quoted
from cleanpipe.scoring.multilingual.statements import clause_as_subject, opens_statement, pointing_at_whom

# Words with which sentences without a verb begin for effect.
RHYTHM = words("e et y ed und oder o ou u и а но или en of mais ma pero mas aber sondern ni né")
_SENTENCE = re.compile(r"[^.!?\n]*[.!?]+[”\"’»)]*")


def doubt_of(seam: Seam, gram: Grammar, before: list[str]) -> float:
    """A factor for the encoder's opinion: sentences that begin with "and", quotations, questions, fragments."""
    behind = seam.behind()
    if not behind or behind[-1] in "?!" or seam.word.lower() in gram.short:
        return 0.0
    # Russian sentences often have no verb: what looks like a piece may be whole.
    factor = 0.6 if gram.lang == "ru" else 1.0
    if gram.lang == "ru" and not {"–", "—"}.isdisjoint(behind[1:5]):
        factor *= 0.5  # "Из нелюбимого – манная каша.": a dash for a verb
    if seam.word.lower() in RHYTHM:
        factor *= 0.6 if clause(seam.low_behind(), gram) or len(behind) < 5 else 0.9
    if len(before) < 6 or len(behind) < 5:
        factor *= 0.8 if len(before) > 3 and len(behind) > 3 else 0.45
    if (len(before) < 7 and len(behind) < 7) or "," in behind[:3] or before[-1] in STRANDED:
        factor *= 0.5  # short sentences keep each other company; "De hecho, sobra dinero."
    low = [seam.word.lower(), *seam.low_behind()]
    if opens_statement(low, gram):
        return 0.0
    if gram.lang == "de" and german_statement(low[0], behind, gram):
        return 0.0
    if clause_as_subject(low[0], low[1:], gram) or pointing_at_whom(low, gram):
        return 0.0
    if low[0] in ("que", "che") and len(before) < 8 and not clause(seam.low_before(), gram):
        factor *= 0.4  # "Puis un air d’accordéon. Que ceux qui l’ont aimé chantent.": a wish behind a fragment
    if low[0] not in gram.relatives and main_clause(low, gram) > 0.55:
        # "In der Stadt wuchs die Not.": a sentence that opens with a phrase; and "Dass es kam, wissen wir."
        factor *= 0.35 if both_whole(seam, gram) else 0.62
    if seam.text.startswith("..", seam.end + 1) or behind[-1] == "…" or behind[-2:-1] == ["."]:
        factor *= 0.5  # "Y así una semana, y otra..."
    if len(low) > 2 and f" {low[0]} {low[1]} " in f" {' '.join(before[-12:]).lower()} ":
        factor *= 0.4  # "llamó a todos la víspera. A todos menos a uno.": said again for effect
    if gram.lang == "fr" and low[0] == "des" and main_clause(low, gram) > 0.55:
        factor *= 0.6  # "Des élèves en assurent la numérisation."
    if low[0] in gram.articles and not gram.nouns_raised and main_clause(low, gram) > 0.45:
        noun = before[-2] in gram.articles or (before[-3:-2] and before[-3] in gram.articles)
        factor *= 0.2 if noun and clause(seam.low_before(), gram) > 0.75 else 1.0  # "Il a le pouvoir. Le programme"
    if gram.lang == "de" and not german_piece(low, gram):
        factor *= 0.5
    if low[0] in gram.links and not begins_clause(low[0], gram) and "," in low[1:10]:
        # "À trois tours de l'arrivée, le Belge a vu": a phrase, a comma, and the sentence.
        rest = low[low.index(",") + 1 :]
        named = behind[low.index(",") :][:1]  # "A sus 19 años, Capdevila tendrá": in the text with its capital
        opens = rest[:1] and (rest[0] in gram.articles or rest[0] in gram.subjects)
        factor *= 0.4 if opens and main_clause(rest, gram) > 0.45 else 0.75 if opens else 1.0
        whole = not opens and rest[:1] and not begins_clause(rest[0], gram) and main_clause(rest, gram) > 0.75
        factor *= 0.6 if whole and "," in before and not clause(seam.low_before(), gram) else 1.0
        factor *= 0.5 if named and named[0][0].isupper() and not gram.nouns_raised else 1.0
    return factor * (0.85 if quoted(seam) else 1.0)


def both_whole(seam: Seam, gram: Grammar) -> bool:
    """Whether a verb for certain stands on both sides of a stop, the one behind it in a clause of its own."""
    low = [seam.word.lower(), *seam.low_behind()]
    return main_clause(low, gram) > 0.75 and clause(seam.low_before(), gram) > 0.75


def is_piece(seam: Seam, before: list[str]) -> bool:
    """Whether what stands behind a stop is more than a fragment for effect: longer, and not in company.

    Short sentences keep each other company: ``Nada. Esperar. Como siempre.``
    """
    behind = seam.behind()
    if len(behind) < 6 or seam.word.lower() in RHYTHM or before[-1] in STRANDED:
        return False
    return not short_around(seam, 1)


def short_around(seam: Seam, least: int) -> bool:
    """Whether that many sentences of three words at most stand within two of the place; of two, one before will do."""
    text, left = seam.text, seam.left
    first, end = text.rfind("\n", max(0, left - 400), left) + 1, text.find("\n", seam.at)
    earlier = _SENTENCE.findall(text, max(first, left - 400), left)[-2:]
    later = _SENTENCE.findall(text, seam.at, min(seam.at + 400, end if end >= 0 else len(text)))[1:3]
    short = [sum(len(sentence.split()) <= 3 for sentence in some) for some in (earlier, later)]
    if len(seam.behind()) < 4 and short[1]:
        return True  # "Di un punto. Senza il capitano."
    if least > 1 and any(sentence.split()[-1:] and sentence.split()[-1].rstrip(".").isupper() for sentence in earlier):
        return False  # "Richard III."
    return sum(short) >= least or (least > 1 and short[0] > 0)


def said_again(seam: Seam) -> bool:
    """Whether the sentence before begins with the same word, perhaps behind a colon: a list of a kind."""
    start = max(0, seam.left - 400)
    return re.search(rf"(?:[.:;!?\n] |^){re.escape(seam.word)} ", seam.text[start : seam.left]) is not None
