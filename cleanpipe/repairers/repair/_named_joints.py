"""Words that grew together with a name before them, outside English, for ``small_joints``.

A name that stands alone in the text as well vouches for itself: ``Roubaixa recruté``, ``Perpignanoù``. Behind a first
name an unknown surname may end in a word that what follows asks for: ``Lena Brandtdie den Ball gehalten hatte``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from itertools import pairwise, repeat

from cleanpipe.scoring.lexical.grammars import Grammar, grammar
from cleanpipe.scoring.lexical.lexicon import VERB_BASE, VERB_PART, VERB_PAST, Lexicon, lexicon
from cleanpipe.scoring.lexical.places import places
from cleanpipe.scoring.lexical.wordlist import by_language, words
from cleanpipe.scoring.multilingual.glued_names import is_english_name
from cleanpipe.scoring.multilingual.seams import Seam, folded, verb_last
from cleanpipe.scoring.networks.joints import BIG, SMALL

#: Relatives; behind a name they have a comma before them.
_WHO = by_language(
    {
        "de": "die das der dem den deren dessen",
        "nl": "die dat",
        "fr": "qui dont",
        "es": "que quien quienes cuyo cuya cuyos cuyas",
        "pt": "que quem cujo cuja cujos cujas",
        "it": "che",
        "ru": "который которая которого которую которой которые",
    }
)
_WHERE = words("où donde onde dove waar где куда")
_AUXILIARIES = by_language(
    {
        "es": "ha han fue",
        "fr": "a ont est fut",
        "it": "ha hanno è fu",
        "pt": "foi é está",
        "de": "hat ist wird war",
        "nl": "is heeft werd",
    }
)
#: Two letters, where the name without them stands in the text: "Salvadorno fim", "Шубинана церемонии".
_SHORT = by_language(
    {
        "es": "en de al no",
        "fr": "en de du au ne",
        "it": "di da",
        "pt": "em no na de do da ao",
        "ru": "на по за от из до не",
        "nl": "in op al",
    }
)
_CLITICS = words("se le lo la les los las me te nos ne si ha ho não no já ya era está não en y l n s c")
#: Behind these the glued relative of a surname nobody knows is told from an ending: "Datenfelder".
_SURE_WHO = {"de": words("die")}
_PEOPLE = re.compile(rf"([{BIG}](?<!\w.)[{SMALL}]+) (?=([{BIG}][{SMALL}]{{6,}}) [^\W_])")
_SMALL_ENDINGS = words("des den der")
_PARTICLES = words("Le La De Du Di Del Della Van Von Da Dos El")


_MARKS = ",;:."


def plain(token: str) -> str:
    """A token without its marks and without the article that lost its vowel: ``dell'Empoli,``.

    >>> plain("dell'Empoli,")
    'Empoli'
    """
    word = token.rstrip(_MARKS)
    return word.rpartition("'")[2].rpartition("’")[2] if "'" in word or "’" in word else word


def names_among(raised: Collection[str]) -> set[str]:
    """Tokens with a capital, plain.

    >>> sorted(names_among(["Brest,", "d'Auray"]))
    ['Auray', 'Brest']
    """
    names = set(map(str.rstrip, raised, repeat(_MARKS)))
    elided = {name for name in names if "'" in name or "’" in name}
    return names - elided | set(map(plain, elided)) if elided else names


#: Names of each language that its list has; the bound keeps a long run small.
KNOWN: dict[str, set[str]] = {}
_MOST_KNOWN = 15_000


def strangers(names: set[str], lex: Lexicon) -> set[str]:
    """The names of six letters and more that no list has: each may be a name and a word glued to it."""
    known = KNOWN.setdefault(lex.lang, set())
    found = set[str]()
    for word in names - known:
        if len(word) > 5 and word[0].isupper() and word[1:].islower():
            if folded(word) not in lex:
                found.add(word)
            elif len(known) < _MOST_KNOWN:
                known.add(word)
    return found


@cache
def _beginnings(lang: str) -> frozenset[str]:
    """The first four letters of the towns; none is shorter."""
    return frozenset(town[:4] for town in places(lang))


def behind_names(
    text: str, names: set[str], strange: set[str], gram: Grammar, lex: Lexicon, tails: frozenset[str]
) -> Iterator[tuple[int, str, str]]:
    """Words glued to a town or to a name that stands alone in the text.

    Where the whole is, its first part, and what was lost.
    """
    towns, begin = places(gram.lang), _beginnings(gram.lang)
    for before, word in pairwise(("", *sorted(names))):
        # A name that begins the word stands before it in this order, and between them others that begin so.
        if word not in strange or not (before.startswith(word[:4]) or word[:4].lower() in begin):
            continue
        cuts = [cut for cut in range(len(word) - 1, 3, -1) if word[:cut] in names or _town(word[:cut], towns, lex)]
        at = text.find(word) if cuts and not is_english_name(word) else -1
        if at < 0:
            continue
        end = at + len(word)
        behind = Seam(text, end, end, end).low_behind()
        for cut in cuts if behind else ():
            tail = word[cut:]
            if tail in _BETWEEN_NAMES.get(gram.lang, ()):
                # "Entre Concarneauet Le Guilvinec", "en Guadalajaray Monterrey"
                led = behind[0] in gram.articles or behind[0] in _POSSESSIVES  # "El alcalde de Teruely la consejera"
                joint = " " if cut > 5 and (led or _name_at(text, end + 1, lex, towns)) else ""
            elif word[:cut] in names:
                joint = _after_name(tail, behind, gram, lex, tails) if cut > 4 or len(tail) > 2 else ""
                if joint == ", " and _CLEFT.search(text, max(0, at - 12), at):
                    joint = " "  # "Foi Tabosaquem identificou"
            else:
                joint = _after_town(tail, behind, gram, lex, tails)
            if joint:
                # An accident happens once. Most words have no joint, and need no second pass over the text.
                if text.find(word, end) < 0:
                    yield at, word[:cut], joint
                break


_CLEFT = re.compile(r"\b(?:[Ff]oi|[Ff]ue|[Cc][’']est|[Éé]|[EeÈè]|[Ww]as) \Z")


def _town(name: str, towns: frozenset[str], lex: Lexicon) -> bool:
    """Whether a name is a town, and no word as well, as Zeven in "Zevensprong" is seven."""
    return name.lower() in towns and lex.lower_share(folded(name.lower())) < 0.5


def _name_at(text: str, at: int, lex: Lexicon, towns: frozenset[str]) -> bool:
    """Whether a town or another name begins here, or an article that is part of one."""
    match = _NAME.match(text, at)
    if match is None:
        return False
    name = match.group()
    return lex.lang == "ru" or name in _PARTICLES or name.lower() in towns or 0.0 <= lex.lower_share(folded(name)) < 0.1


_NAME = re.compile(rf"[{BIG}][{SMALL}]+")
#: Words that stand between two towns, and are no endings of their names: from one "to" another, "and".
_BETWEEN_NAMES = by_language({"es": "y", "fr": "et", "it": "ed", "nl": "en", "pt": "e", "ru": "в с к"})


def joint_behind(text: str, end: int, tail: str, gram: Grammar) -> str:
    """What was lost between a name and a word that ends at ``end``: a comma before relatives and subordinators."""
    if tail in _WHERE:
        return ", "
    if tail in _WHO.get(gram.lang, ()):
        if gram.lang not in ("de", "nl"):
            return ", "
        behind = Seam(text, end, end, end).low_behind()
        last = behind[behind.index(",") - 1] if "," in behind[2:] else ""
        past = gram.lang == "nl" and last.endswith(("te", "de", "ten", "den"))
        return ", " if past or verb_last(behind, gram) else " "
    return ", " if tail in gram.comma and gram.lang in ("de", "ru") else " "


def _after_name(tail: str, behind: list[str], gram: Grammar, lex: Lexicon, tails: frozenset[str]) -> str:
    """What was lost between a name that stands in the text and a word, or nothing when the word may be its ending."""
    if tail in _WHERE:
        return ", "
    if tail in _WHO.get(gram.lang, ()):
        if gram.lang in ("de", "nl"):
            return ", " if verb_last(behind, gram) or _plural_last(behind, lex) else ""
        return ", "
    if tail in _AUXILIARIES.get(gram.lang, ()):  # "a" is the end of many names: only before a participle
        return " " if len(tail) > 1 or lex.tags(folded(behind[0])) & VERB_PART else ""
    if len(tail) < 3:
        return " " if tail in _SHORT.get(gram.lang, ()) else ""
    if gram.lang == "de" and tail in _SMALL_ENDINGS:
        return ""
    closed = _closed(tail, gram, tails)
    if not closed and len(tail) > 3:
        # "Setúbaldois homens": any common word, but where nouns are written as one, only figures and adverbs.
        common = lex.frequency(tail) >= _COMMON and lex.lower_share(tail) >= 0.95
        closed = tail in _UNCOMPOUNDED if gram.lang in ("de", "nl") else common
    return " " if closed else ""


def _plural_last(behind: list[str], lex: Lexicon) -> bool:
    """Whether a clause ends in a plural that is the infinitive as well: ``die tot in november uitvaren, zeggen``."""
    end = behind.index(",") if "," in behind else 0
    return end > 2 and behind[end - 1].endswith("en") and bool(lex.tags(folded(behind[end - 1])) & VERB_BASE)


def _after_town(tail: str, behind: list[str], gram: Grammar, lex: Lexicon, tails: frozenset[str]) -> str:
    """What was lost between a town and a word: towns begin names of firms, too ("Veronafiere")."""
    if has_participle(tail, behind, gram, lex):
        return " "  # "les vignerons de Gaillacont perdu"
    verb = gram.finite(tail) > 0.6 or (len(tail) > 5 and lex.tags(tail) & (VERB_BASE | VERB_PAST))
    if len(tail) > 2 and verb and not _closed(tail, gram, tails):
        return " "
    if gram.lang == "de" and tail == "wo":
        return ", " if verb_last(behind, gram) else ""
    closed = tail in _WHERE or (len(tail) > 2 and _closed(tail, gram, tails))
    return _after_name(tail, behind, gram, lex, tails) if closed else ""


def has_participle(tail: str, behind: list[str], gram: Grammar, lex: Lexicon) -> bool:
    """Whether a word of two letters and more is an auxiliary, with its participle behind it."""
    listed = len(tail) > 1 and tail in _AUXILIARIES.get(gram.lang, ())
    return listed and bool(behind) and bool(lex.tags(folded(behind[0])) & VERB_PART)


def _closed(tail: str, gram: Grammar, tails: frozenset[str]) -> bool:
    """Whether a word is a function word, or a verb for certain."""
    closed = tail in gram.links or tail in gram.articles or tail in gram.verbs or tail in tails or tail in _NOT
    return closed or (len(tail) > 3 + gram.nouns_raised and gram.third(tail))


_NOT = words("não non nicht niet pas")
_UNCOMPOUNDED = words(
    "ook nog wel auch noch schon twee drie vier vijf zes zeven acht negen tien zwei drei fünf sechs sieben neun zehn"
)
#: Zipf value from which a word behind a name that the text has alone is one of its own.
_COMMON = 4.3


class _Follows(dict[str, bool]):
    """Whether ``_after_surname`` may find the end of a word to be one of its own, whatever stands behind it."""

    def __init__(self, lang: str, tails: frozenset[str]) -> None:
        super().__init__()
        self.gram, self.lex, self.tails = grammar(lang), lexicon(lang), tails

    def __missing__(self, tail: str) -> bool:
        gram, lex = self.gram, self.lex
        assert gram is not None
        who = tail in _SURE_WHO.get(gram.lang, _WHO.get(gram.lang, ())) or tail in _AUXILIARIES.get(gram.lang, ())
        past = gram.lang == "de" and len(tail) > 7 and tail.endswith(("te", "ten"))
        verb = past or gram.finite(tail) > 0.6 or lex.tags(tail) & VERB_PART
        follows = who or (len(tail) > 3 and bool(verb or (tail in gram.links and tail in self.tails)))
        if len(self) < _MOST_KNOWN:
            self[tail] = follows
        return follows


@cache
def _follows(lang: str, tails: frozenset[str]) -> _Follows:
    return _Follows(lang, tails)


def behind_people(
    text: str, strange: set[str], gram: Grammar, lex: Lexicon, tails: frozenset[str]
) -> Iterator[tuple[int, str, str]]:
    """Words glued to a surname nobody knows, behind a first name; as ``behind_names``."""
    follows = _follows(gram.lang, tails)
    for match in _PEOPLE.finditer(text) if strange else ():
        word, at, end = match[2], match.start(2), match.end(2)
        cuts = [cut for cut in range(4, len(word) - 1) if follows[word[cut:]]] if word in strange else ()
        if not cuts or text.count(word) > 1:
            continue
        if lex.lower_share(folded(match[1])) > 0.5 and match[1] not in _PARTICLES:
            continue  # "Der Spätfrost"
        behind = Seam(text, end - 1, end, end).low_behind()
        if text[end + 1].isupper() and gram.lang not in ("de", "nl"):
            continue  # "Ferrovie Adriatiche S.p.A."
        for cut in cuts:
            if gram.lang == "nl" and word.endswith("enaar"):
                break  # "Toorenaar", "Hagenaar"
            joint = _after_surname(word[cut:], behind, gram, lex, tails)
            if joint:
                yield at, word[:cut], joint
                break


def _after_surname(tail: str, behind: list[str], gram: Grammar, lex: Lexicon, tails: frozenset[str]) -> str:
    """What was lost between an unknown surname and a word, or nothing when the word may be its ending."""
    after = behind[0]
    if tail in _SURE_WHO.get(gram.lang, _WHO.get(gram.lang, ())):
        if gram.lang in ("de", "nl"):
            return ", " if verb_last(behind, gram) else ""
        return ", " if gram.finite(after) >= 0.5 or after in gram.subjects or after in _CLITICS else ""
    follows = after in gram.links or after in gram.articles or after in gram.bound or after in _POSSESSIVES
    if len(tail) > 4 and lex.tags(tail) & VERB_PART and not gram.nouns_raised:
        return ", " if follows else ""
    if has_participle(tail, behind, gram, lex):
        return " "  # "Bellisarioha lasciato", "Le Guennecest arrivée"
    past = gram.lang == "de" and len(tail) > 7 and tail.endswith(("te", "ten"))
    verb = (past or gram.finite(tail) > 0.6) and lex.lower_share(tail) > 0.95  # not "Eggebrecht", "Schwimmweste"
    if verb and len(tail) > 3 and lex.frequency(tail) >= _VERB and (follows or (gram.lang == "ru" and len(tail) > 5)):
        return " "  # "Reichertverlängerte ihren Vertrag", "Echanizganó la tercera"
    return " " if len(tail) > 3 and tail in gram.links and tail in tails and tail not in _SURNAMES else ""


#: How common (Zipf) a verb must be behind a surname nobody knows.
_VERB = 3.3
_POSSESSIVES = words(
    "ihren ihr ihre sein seine seinen zijn haar hun su sus sa son ses suo sua suoi sue seu seus suas sich zich se свой"
)
#: Words that German surnames end in: Grieshaber, Schroder.
_SURNAMES = words("aber oder auch")
