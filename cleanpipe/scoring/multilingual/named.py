"""Nouns behind which a name stands without quotation marks, outside English: ``le film Elle``.

What such a noun announces begins with a capital of its own, function word or not. Works are told apart from bodies,
since a body can also be the subject that a pronoun doubles: ``L'association Elle a déposé``. Proposes nothing.
"""

from __future__ import annotations

import re
from itertools import pairwise

from cleanpipe.scoring.lexical.grammars import AND, Grammar
from cleanpipe.scoring.lexical.lexicon import VERB_BASE, lexicon
from cleanpipe.scoring.lexical.wordlist import by_language, words
from cleanpipe.scoring.multilingual.seams import Seam, folded

#: What is read, shown, sung or played.
_WORKS = by_language(
    {
        "de": "film filme buch bücher roman romane lied lieder titel album alben serie sendung magazin zeitung "
        "zeitschrift band gedicht gedichte stück oper podcast musical komödie hörspiel reihe ausstellung schau "
        "spiel",
        "fr": "projection film films livre livres roman romans chanson chansons album série journal magazine mensuel "
        "hebdomadaire hebdo quotidien revue titre émission "
        "poème poésie morceau tube pièce opéra podcast essai recueil récit documentaire comédie exposition jeu "
        "tome",
        "es": "proyección estreno preestreno película películas libro libros novela romance canción "
        "canciones álbum disco serie revista diario "
        "periódico título programa poema poemas tema pieza obra sencillo single pódcast podcast ensayo cuento "
        "corto documental comedia ópera muestra exposición juego cómic blog",
        "pt": "exibição projeção filme filmes livro livros romance novela canção canções música "
        "álbum disco série revista jornal título "
        "programa poema tema single podcast ensaio conto curta documentário comédia ópera mostra exposição peça "
        "jogo blog",
        "it": "proiezione film libro libri romanzo canzone canzoni album disco serie rivista "
        "giornale titolo programma poesia "
        "brano singolo podcast saggio racconto cortometraggio documentario commedia opera mostra rassegna "
        "spettacolo gioco blog",
        "nl": "film films boek boeken roman lied liedje album serie krant tijdschrift blad titel programma gedicht "
        "gedichten nummer podcast essay documentaire opera voorstelling tentoonstelling musical spel blog",
        "pl": "film filmu książka książkę piosenka piosenkę powieść serial płyta płytę",
        "sv": "låten boken filmen romanen dikten serien albumet",
        "tr": "şarkısı kitabı şiiri filmi",
    }
)
#: Groups of people, what they undertake, and houses.
_BODIES = by_language(
    {
        "de": "firma unternehmen marke gruppe verein initiative bündnis kampagne projekt aktion kollektiv stiftung "
        "label gasthaus gasthof wirtshaus bar kneipe club hotel restaurant café ort dorf "
        "festival liste wählergruppe wählervereinigung",
        "fr": "société entreprise marque groupe collectif association projet campagne mouvement parti festival "
        "fondation ong opération plateforme comité liste compagnie prix label restaurant hôtel café quartier "
        "village dispositif programme",
        "es": "empresa firma marca grupo colectivo asociación proyecto campaña movimiento partido festival "
        "fundación ong iniciativa plataforma comité candidatura compañía premio restaurante hotel café ciclo "
        "certamen coalición",
        "pt": "empresa firma marca grupo coletivo associação projeto campanha movimento partido festival fundação "
        "ong iniciativa plataforma comité comitê companhia prémio prêmio restaurante hotel café bairro ciclo "
        "bloco coligação",
        "it": "azienda ditta società marchio gruppo collettivo associazione progetto campagna movimento partito "
        "festival fondazione ong iniziativa piattaforma comitato lista compagnia premio ristorante albergo "
        "hotel caffè trattoria osteria sportello centro doposcuola cooperativa onlus laboratorio circolo "
        "bando concorso",
        "nl": "bedrijf merk banda band groep collectief vereniging project campagne beweging partij festival "
        "stichting initiatief platform comité lijst gezelschap prijs restaurant hotel café actie",
    }
)
# Russian nouns have many endings.
_STEMS = (
    "книг", "роман", "фильм", "газет", "журнал", "песн", "сериал", "альбом", "повест", "рассказ", "спектакл", "выставк",
    "подкаст",
)  # fmt: skip
_NO_STEMS = ("рассказал", "рассказыв", "повестк", "альбомн", "песнопен")
_BODY_STEMS = ("групп", "проект", "движени", "парти", "кампани", "акци", "объединени", "премия", "премию", "премии")


def is_work(word: str, lang: str) -> bool:
    """Whether the title of a work may follow a word.

    >>> is_work("magazine", "fr"), is_work("collectif", "fr"), is_work("повесть", "ru")
    (True, False, True)
    """
    low = word.lower()
    if lang == "de" and low.endswith(_GERMAN_WORKS):
        return True
    return low in _WORKS.get(lang, ()) or (lang == "ru" and low.startswith(_STEMS) and not low.startswith(_NO_STEMS))


#: "der Kurzfilm Es regnet": ends of German compounds.
_GERMAN_WORKS = ("film", "roman", "serie", "magazin", "zeitschrift", "krimi", "hörspiel", "podcast")


def takes_name(word: str, lang: str) -> bool:
    """Whether a title or the name of a body may follow a word.

    >>> takes_name("collectif", "fr"), takes_name("ministre", "fr")
    (True, False)
    """
    low = word.lower()
    named = is_work(low, lang) or low in _BODIES.get(lang, ()) or low in _STAGED.get(lang, ())
    return named or (lang == "ru" and low.startswith(_BODY_STEMS))


#: What companies do with plays: "representa Sin red hasta el domingo".
_STAGED = by_language(
    {
        "es": "representa representan estrena estrenan interpreta interpretan suena sonó sonaron",
        "fr": "joue jouent interprète interprètent",
        "it": "rappresenta rappresentano interpreta interpretano",
        "nl": "speelt spelen vertolkt",
        "pt": "encena encenam estreia estreiam interpreta interpretam",
    }
)


#: What a sentence about films, books and songs has in it.
_ABOUT_WORKS = by_language(
    {
        "de": "film roman buch oper kino musical theater album lesen liest las gelesen singt "
        "drehte gedreht regisseur regie verfilmte oscar romane bücher filme lieder buchhandlung bibliothek lektüre "
        "reihe festival leinwand spielplan filmfest vorstellung",
        "fr": "film roman livre chanson série album opéra théâtre lire lu relire relu écrivain écrivaine "
        "comédie romancier romancière chante tourna festival "
        "tournait tourné réalisa réalisait réalisé cinéaste cinéphiles rétrospective projeté palme césar romans "
        "troupe livres films chansons librairie lisait lisent médiathèque lecture cinéma documentaire",
        "es": "película filme novela libro canción serie álbum disco teatro cine proyecta proyectó leyó canta "
        "estrenó estrena rodó dirigió filmó protagonizó óscar guion cineasta sala repusieron repone cartelera "
        "novelas libros películas canciones librería leía leyeron lectura biblioteca documental",
        "pt": "filme novela livro romance canção música série disco álbum teatro cinema leu cantou canta exibe "
        "rodou dirigiu estreou filmou realizou cineasta óscar livros filmes "
        "romances canções livraria lia leram leitura biblioteca",
        "it": "film romanzo libro canzone album disco teatro cinema rassegna proietta canta girato girò "
        "diresse regista interpretò trasse oscar romanzi "
        "libri canzoni libreria leggeva lesse letto lettura biblioteca proponeva replica stasera documentario "
        "ripropone cartellone cartelloni cineforum palinsesto",
        "nl": "film roman boek lied album opera theater las leest lezen zong zingt bioscoop "
        "klucht regisseerde toneelstuk boeken films spelen schouwburg komedie festival "
        "romans liedjes boekhandel bibliotheek",
        "ru": "фильм фильма роман романа книга книгу пьеса пьесу песня песню сериал альбом опера спектакль режиссёр "
        "снял",
    }
)


# Cinemas and what they do: "im Zeise-Kino", "le ciné-club", "projettera".
_SHOWN = re.compile(
    r"kino|film|^cin[eé]|^(?:proiett|projett|projet(?:a|e|te|ou)$|proyect(?:a|an|ó|aron|aba|aban|ará)$)"
)


#: Words that begin no titles.
_NO_TITLE = words("durante mediante pendant selon während tijdens volgens")
_TOKENS, _NEAR = re.compile(r"[^\W\d_]+"), 220


def tells_of_works(seam: Seam, gram: Grammar) -> bool:
    """Whether a preposition or an article stands in a sentence that tells of films, books or songs."""
    word = seam.word.lower()
    closed = word in gram.links or word in gram.articles or word in ("non", "no", "não")
    if word in gram.relatives or word in gram.comma or word in _NO_TITLE or not closed:
        return False
    behind = seam.behind()[:2]
    if word in _PURPOSE and len(behind) > 1 and lexicon(gram.lang).tags(folded(behind[0])) & VERB_BASE:
        if behind[1] in gram.articles:
            return False  # "un socio privado Para rehabilitar el viejo teatro"
    before = seam.before()[-4:]
    if before and before[-1].islower() and any(token[0].isdigit() or token in _NUMERALS for token in before[:-1]):
        return False  # "em apenas nove dias Sem ensaiar", "40 mil euros Para a recuperação"
    return _beside_works(seam, gram)


def _beside_works(seam: Seam, gram: Grammar) -> bool:
    """Whether a word about films, books or songs stands near."""
    text = seam.text
    near = text[max(0, seam.at - _NEAR) : seam.at + _NEAR]  # titles come in lists, over more than one sentence
    around = _TOKENS.findall(near[near.rfind("\n", 0, min(_NEAR, seam.at)) + 1 :].lower())
    told = _ABOUT_WORKS.get(gram.lang, frozenset())
    return not told.isdisjoint(around) or any(_SHOWN.search(token) for token in around)


_NUMERALS = words(
    "dos tres cuatro cinco seis siete ocho nueve diez doce veinte mil dois duas três quatro sete oito nove dez "
    "doze vinte deux trois quatre cinq six sept huit neuf dix douze vingt mille due tre quattro cinque sei sette "
    "otto dieci dodici venti mila twee drie vier vijf zes zeven acht negen tien twaalf twintig duizend zwei drei "
    "fünf sechs sieben neun zehn zwölf zwanzig tausend millones milhões millions milioni miljoen millionen два "
    "две три четыре пять шесть семь восемь девять десять тысяч миллионов "
)
#: What an infinitive says something is for.
_PURPOSE = words("para per pour om")
_ABOUT = words("sobre sur su sulla sul over über")
#: Right behind "film" or "association" stands its name.
_BEHIND_CUE = 0.4


def behind_cue(before: list[str], word: str, behind: list[str], gram: Grammar) -> float:
    """A factor for what stands behind a noun that announces a name, at most three words away."""
    if word in gram.relatives and len(behind) > 2 and behind[0][0].islower():
        return 1.0  # "een voorstelling Waarin ze alle rollen speelt"
    # "un proyecto Para limitar el uso" says what it is for; "el proyecto Para Vivir" what it is called.
    plain = behind[0][0].islower() and len(behind) > 4 and not is_work(before[-1], gram.lang)
    if plain and word in _PURPOSE and lexicon(gram.lang).tags(folded(behind[0])) & VERB_BASE:
        return 0.9
    if plain and word in _ABOUT and behind[0] in gram.articles:
        return 0.9  # "um projeto Sobre a pesca"
    if word == "van" and behind[0] in ("een", "het", "zijn", "haar", "hun", "deze", "dit"):
        return 0.9  # "De prijs Van een kaartje": no surname goes on so
    if takes_name(before[-1], gram.lang):
        return _BEHIND_CUE
    # "emprestou mais livros neste ano Sem contratar": other words follow the noun already.
    return 0.6 if takes_name(before[-2] if len(before) > 1 else "", gram.lang) else 0.8


def among_titles(seam: Seam, gram: Grammar) -> bool:
    """Whether the sentence lists titles: function words with a capital, each behind a comma or an "and".

    Where works are told of, the first may stand behind anything: ``exibe Entre dois amores e Sem destino``.
    """
    tokens = [*seam.before(), seam.word, *seam.behind()]
    raised = [
        mark == "," or mark in AND
        for mark, token in pairwise(tokens)
        if token[0].isupper() and (token.lower() in gram.links or token.lower() in gram.articles)
    ]
    listed = len(raised) > 1 and any(raised)
    return sum(raised) > 1 or (listed and (len(raised) > 2 or _beside_works(seam, gram)))


def among_capitals(before: list[str], gram: Grammar) -> bool:
    """Whether a function word with a capital stands at most five words before, inside the sentence."""
    return any(token[0].isupper() and token.lower() in gram.links for token in before[max(1, len(before) - 5) : -1])


def nominal(word: str, before: list[str], gram: Grammar) -> bool:
    """Whether a German function word is a noun here: ``steht das Aus für``, ``ein heftiges Für und Wider``."""
    last = before[-1]
    adjective = last.islower() and len(last) > 4 and last.endswith("es") and gram.finite(last) < 0.5
    return gram.nouns_raised and word in _NOMINAL and (last.lower() in _NEUTER or adjective)


_NEUTER = words("das dem des ein kein im vom zum beim dieses jedes sein ihr")
_NOMINAL = words(
    "für wider aus auf ab hin her über wenn aber ob wann wie wo was warum soll haben sein muss ist zu mit nach vor "
    "ohne gegen ich du wir es"
)


def revered(seam: Seam, gram: Grammar, last: str) -> bool:
    """Whether a capital is a name's, or one of respect: ``lo Stato``, and where a god is named ``só Ele conhece``."""
    if last in gram.bound and seam.word in _STATES.get(gram.lang, ()):
        return True
    if gram.lang == "de" and seam.word == "Oder" and last in gram.articles:
        return True  # the river
    if seam.word.lower() not in _GODLIKE:
        return False
    near = seam.text[max(0, seam.at - _SERMON) : seam.at + _SERMON]
    return any(god in near for god in _GODS)


#: Houses of the state and the church, which many write with a capital behind an article.
_STATES = by_language(
    {
        "es": "Estado Iglesia Gobierno",
        "fr": "État Église",
        "it": "Stato Comune Chiesa Regione Procura Paese Camera",
        "nl": "Staat Kamer Rijk",
        "pt": "Estado Igreja Governo",
    }
)
#: Characters on either side in which a god is named.
_SERMON = 2_000
#: Pronouns of a god.
_GODLIKE = words("ele lui él il er hij zijn sein seine он его ему его suo sua seu sua su tu te")
_GODS = words("Deus Dios Dieu Dio God Gott Бог Бога Богу Господь Senhor Señor Signore Seigneur Herr Heer Cristo Christ")
