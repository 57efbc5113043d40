"""Which words in small letters are two, outside English: ``caminhãoque``, ``dassdie``, ``estudoabre``.

The second half is a function word, an auxiliary, or in Romance languages and Russian a verb; in Romance languages,
which make few compounds, both may be any common words (``lluviasobligaron``, ``dellibro``). Of Russian forms no
dictionary has enough for that (``зато|пленных``). The whole is in no dictionary. Many endings look like function words
(``encontrarlas``): those are left out here, and the lexicons list the words of the dictionaries that would be cut all
the same. Proposes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from cleanpipe.scoring.lexical.grammars import Grammar, grammar
from cleanpipe.scoring.lexical.wordlist import by_language, words

#: Function words and auxiliaries that are endings as well: behind a known word they end dozens of the words in
#: simplemma's dictionary of inflected forms, and many more that no dictionary has.
_ENDINGS = {
    "de": "des dem der den in deren stand ist um wegen waren machen gehen macht sein kommen stehen sehen ins ging "
    "kommt geht kam ein aus auf am als stellt bringt geben gibt gab steht liegt bleibt lässt sieht "
    "wollen können dürfen müssen "
    "würde an zu im es er man sie wir so ab weise lage",
    "es": "es en lo la da los las era al son va si se me te os ir no ve él dan ser ante antes dura mente",
    "fr": "es as ai ont et au en ses aux le son les la sait ou sa ni se te me ce ne on il aient sent sera serait "
    "seront seraient ment des",
    "it": "va lo le la gli sta se ai in che sa ed era da ma al i ti mi si ci vi ne no ha fa il li ebbe stava dai mente "
    "tela tele telo mela mele carlo vela mila glielo gliela glieli gliele gliene melo cela celo sela selo velo",
    "nl": "en de te in is na staat op aan als een ging gaat maakt maakte gaan om over er onder uit tussen boven "
    "achter dat",
    "pt": "as ia em de das da dos do os se sem na ou nas no nos tem temos a o me te lo la mas antes dita "
    "tinha adora vem sou era mente",
    "ru": "на но или ко во нет за то же ли бы по мы вы я он не",
}
#: Those of them with which few dictionary words end, behind a word as frequent as ``_SUBJECT``: no enclitics, which
#: stand behind more verbs than a dictionary lists.
_RARE_ENDINGS = {
    "de": "als im ist man sie wir waren würde zu",
    "es": "al no ser si son va ve él era",
    "fr": "au aux ce des en et il ou son",
    "it": "al che da ed era fa ha il in ma",
    "nl": "als dat een is na om tussen boven onder",
    "pt": "era antes no nos mas tem vem",
    "ru": "за или нет бы",
}
#: Second halves besides the closed classes of the grammars.
_MORE = {
    "de": "und oder die das mit für von bei nach nicht auch dass weil aber hat haben hatte hatten wird werden wurde "
    "wurden worden sind war sich",
    "es": "para pero con que del por una sobre desde hasta ha han fue fueron será está están",
    "fr": "pour dans avec mais que qui une est sont était sera par sur",
    "it": "con per del della dei delle una sono hanno dove quando di dopo senza anche",
    "nl": "het van voor met maar dat wordt werd werden hebben heeft zijn kon konden had hadden zou zouden niet",
    "pt": "para com que por uma foi foram está estão será dos",
    "ru": "что потому который которая которые после были было была был будет не от из до для при",
}
#: Zipf values from which a first half is a word for certain, and behind which a verb may stand.
_HEAD, _SUBJECT = 3.3, 4.3
#: The same before a second half of four letters and more.
_LONG = 2.7
#: First halves that are none: parts that stand before many words.
_PREFIXES = words(
    "cento duecento trecento quattrocento cinquecento seicento settecento ottocento novecento mille duemila venti "
    "trenta info lungo alto alta basso bassa terzo quarto primo quaranta cinquanta sessanta settanta ottanta novanta "
    "bianco bianca nero nera rosso rossa grigio giallo verde azzurro "
    "ante anti après arrière auto avant bas bem ben bien bio capo casi contra contre contro cual cuasi date demi "
    "dentro dopo entre entro extra infra intra pseudo euro foto fuori garde grand guarda haut hiper hors hyper inne "
    "inter links macro mal maxi "
    "medio meio meta mezzo micro mini multi non oltre outre over para passe plus porta porte post pre prede pro "
    "radio rechts segna semi sobre socio sopra sotto sous sub super súper tele tras télé ultra vanwaar vice "
    "video vídeo vóór waar daar hier wide écho"
)
#: Second halves with which no word ends: the first may be one that no lexicon has.
NO_ENDINGS = by_language(
    {
        "de": "weil obwohl nachdem sodass",
        "es": "porque aunque mientras",
        "fr": "parce lorsque puisque",
        "it": "perché affinché quando mentre",
        "nl": "waarvan waarin waarop waarmee waarbij waardoor omdat totdat terwijl hoewel daarvoor daarvan daarmee "
        "daarbij daardoor hiervoor hiervan hiermee",
        "pt": "porque enquanto",
        "ru": "чтобы потому поскольку который которая которое которые которого которой которых",
    }
)
_DERIVING = ("ri", "re", "des", "dis", "in", "im", "pre", "co", "con", "sub", "sobre", "anti", "trans", "tras", "sur")
#: Zipf value from which two words of four letters and more may have grown together.
_COMMON = 4.0
_CLITICS = ("rmi", "rti", "rsi", "rci", "rvi", "rlo", "rla", "rli", "rle", "rne")
_ROMANCE = frozenset(("es", "fr", "it", "pt"))


@cache
def _endings(lang: str) -> frozenset[str]:
    return words(_ENDINGS.get(lang, ""))


@cache
def _rare_endings(lang: str) -> frozenset[str]:
    return words(_RARE_ENDINGS.get(lang, ""))


@cache
def _tails(lang: str) -> frozenset[str]:
    gram = grammar(lang)
    if gram is None or lang not in _MORE:
        return frozenset()
    closed = gram.links | gram.bound | gram.relatives | words(_MORE[lang])
    if lang not in ("de", "nl"):  # separable verbs: "zurückstehen", "schoonmaakt"
        closed |= gram.verbs
    return frozenset(word for word in closed - _endings(lang) if len(word) > 1)


def cut(word: str, gram: Grammar, frequency: Callable[[str], float], common: bool = True) -> int:
    """Where a word in small letters that no lexicon has falls into two: the length of the first, 0 where it does not.

    ``frequency``: of a word, on the Zipf scale. ``common``: whether both halves may be any common words.

    >>> from cleanpipe.scoring.lexical.lexicon import lexicon
    >>> [cut(word, grammar("pt"), lexicon("pt").frequency) for word in ("caminhãoque", "estudoabre", "portuguesas")]
    [8, 6, 0]
    """
    tails, rare = _tails(gram.lang), _rare_endings(gram.lang)
    for at in range(2, len(word) - 1):
        head, tail = word[:at], word[at:]
        if head in _PREFIXES:
            continue
        if tail in NO_ENDINGS.get(gram.lang, ()) and at > 2 and head not in gram.links and (at > 3 or frequency(head)):
            return at  # "bivaccoperché", "фотоловушкичтобы"
        if tail in tails:
            closed = head in gram.links or head in gram.articles or head in gram.bound
            if (at > 3 and frequency(head) >= (_HEAD + 0.8, _HEAD, _LONG)[min(len(tail) - 2, 2)]) or (
                closed and len(word) > 4
            ):
                return at
        elif (at > 3 and tail in rare and frequency(head) >= _SUBJECT) or (
            head in ("que", "dass", "qui") and (tail in gram.articles or tail in gram.subjects)
        ):
            return at
        elif at > 3 and len(tail) > 3 and _verb(tail, gram):
            sure = len(tail) > 5 and gram.lang != "ru"
            subject = (_LONG if _agree(head, tail, gram.lang) else _HEAD + 0.5) if sure else _SUBJECT
            if (
                frequency(tail) >= (_HEAD if sure else _SUBJECT)
                and frequency(head) >= subject
                and gram.finite(head) < 0.5
            ):
                return at
    return _common(word, gram, frequency) if common and gram.lang in _ROMANCE else 0


def _agree(head: str, tail: str, lang: str) -> bool:
    """Whether a plural and the verb of one meet: ``éleveurs|demandent``."""
    plural, verb = _PLURALS.get(lang, ("", ""))
    return bool(plural) and head[-1] in plural and tail.endswith(verb)


#: Last letters of plurals, and the ending of their verbs.
_PLURALS = {"es": ("s", "n"), "fr": ("sx", "nt"), "it": ("ie", "no"), "pt": ("s", "m")}


def _verb(tail: str, gram: Grammar) -> bool:
    """Whether a second half is a finite verb, in a language that glues no verbs to words by itself."""
    open_ = gram.lang in _ROMANCE or gram.lang == "ru"
    return open_ and tail not in _endings(gram.lang) and gram.third(tail)


def _common(word: str, gram: Grammar, frequency: Callable[[str], float]) -> int:
    """Where a word falls into two common ones, or a function word and a common one; the most common pair."""
    if any(word.startswith(part) and frequency(word[len(part) :]) > 2.0 for part in _DERIVING):
        return 0  # "ridefinisce" is no "ride finisce"
    if gram.lang == "it" and any(word.endswith(end) and frequency(f"{word[:-2]}e") > 1.0 for end in _CLITICS):
        return 0  # "dimettermi" is "dimettere" and "mi"
    best = (0.0, 0)
    for at in range(2, len(word) - 3):
        head, tail = word[:at], word[at:]
        if tail in _endings(gram.lang) or head in _PREFIXES:
            continue
        closed = len(tail) > 4 and (head in gram.links or head in gram.articles)
        if (at > 3 or closed) and (behind := frequency(tail)) >= _COMMON and (before := frequency(head)) >= _COMMON:
            best = max(best, (before + behind, at))
    return best[1]
