"""The little grammar that repairs outside English need: closed classes, and what a finite verb looks like.

Written by hand for German, French, Spanish, Italian, Portuguese, Dutch and Russian; Polish, Swedish and Turkish have
only a list of link words. A verb is told by a list of the most usual forms and by endings; good enough
to say "this piece surely has a verb" or "surely none", and the doubtful middle is left alone. Proposes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from cleanpipe.scoring.lexical.inflection import commanded, verb_alone
from cleanpipe.scoring.lexical.lexicon import lexicon
from cleanpipe.scoring.lexical.wordlist import words


class _Finite(dict[str, float]):
    """How surely a word in small letters is a finite verb.

    1.0: listed; 0.8: in the lexicon, as nothing else; 0.6 or 0.7: told by its ending; 0.5: the present tense of a
    known infinitive, and perhaps a noun; 0.3: a noun of the lexicon with such an ending.

    >>> [grammar("es").finite(word) for word in ("dijo", "explicaron", "tuitearon", "marcha", "policía", "mesa")]
    [1.0, 0.8, 0.6, 0.5, 0.3, 0.0]
    """

    def __init__(self, gram: Grammar) -> None:
        super().__init__()
        self.gram = gram

    def __missing__(self, word: str) -> float:
        sure = self._worked_out(word)
        if len(self) < _MOST_WORDS:
            self[word] = sure
        return sure

    def _worked_out(self, word: str) -> float:
        gram = self.gram
        if "-" in word and gram.lang == "pt":
            word = word.partition("-")[0]  # "reuniu-se"
        if word in gram.verbs:
            return 1.0
        if len(word) < 3 or word in gram.links:
            return 0.0
        if gram.lang == "ru" and word.endswith(("йте", "ите")) and commanded(word):
            return 0.8
        known = verb_alone(gram.lang, word)
        for again in _AGAIN.get(gram.lang, ()) if known < 0.5 else ():
            # "rouvre", "refaz": but "ricerca" is a common noun
            if word.startswith(again) and len(word) > len(again) + 2 and word[len(again) :] in gram.verbs:
                return 0.8 if lexicon(gram.lang).frequency(word) < 3.5 else known
        if known > 0.5 or len(word) < 4:
            return known
        if gram.endings is None or not gram.endings.search(word):
            return known
        # Words that are listed only because they look like two (frequency 1.0) are any form of any word.
        return max(known, 0.3) if lexicon(gram.lang).frequency(word) > 1.0 else 0.6


@dataclass(frozen=True, slots=True)
class Grammar:
    """Closed classes of one language, in small letters.

    ``links``: prepositions, conjunctions and relatives, which inside a sentence are never written with a capital.
    ``articles``: words that also begin names (La Paz, Der Spiegel). ``subjects``: pronouns that open a clause.
    ``comma``: words with a comma before them nearly always. ``bound``: words no sentence ends in. ``openers``: those
    of ``links`` with which a sentence rarely starts. ``relatives``: those no statement starts with. ``verbs``: finite
    forms; ``endings``: a pattern for the others. ``short``: abbreviations.
    ``hanging``: auxiliaries and modals that no sentence ends in. ``finite``: how surely a word in small letters is a
    finite verb, see ``_Finite``.
    """

    lang: str
    links: frozenset[str]
    articles: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    comma: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    relatives: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    endings: re.Pattern[str] | None = None
    short: frozenset[str] = frozenset()
    hanging: frozenset[str] = frozenset()
    nouns_raised: bool = False

    finite: Callable[[str], float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "finite", _Finite(self).__getitem__)

    def third(self, word: str) -> bool:
        """Whether a word in small letters is surely a finite verb, of what others do, are or did.

        >>> [grammar("es").third(word) for word in ("anunció", "podemos", "dijo", "salto")]
        [True, False, True, False]
        """
        sure = self.finite(word)
        told = sure > 0.7 and word.endswith(_THIRD_PERSON.get(self.lang, ""))
        if self.lang == "nl" and sure == 0.8 and not told and len(word) > 6:
            told = f"{word}en" not in lexicon("nl")  # "verwierp"; a stem has its infinitive
        return sure == 1.0 or (told and not word.endswith(_OTHER_PERSONS.get(self.lang, ())))


#: Words remembered of each language: in 2 MB of text four of five look-ups were of a word met before.
_MOST_WORDS = 12_000
#: What is put before a verb for "again".
_AGAIN = {"es": ("re",), "fr": ("re", "r"), "it": ("ri",), "pt": ("re",)}
#: "And", in all of these languages.
AND = words("e ed et en i och und ve y и")
#: Endings of the first and second person, and of nouns that look so.
_OTHER_PERSONS = {
    "de": ("st", *(f"{letter}e" for letter in "bcdfghklmnprsß")),
    "es": ("mos", "s", "o"),
    "fr": ("ons", "ez", "s", "x"),
    "it": ("te", "i", *(f"{letter}o" for letter in "bcdgilmprstvz")),
    "pt": ("mos", "s", "o"),
    "ru": ("шь", "ете", "ите", "ю", "у", "м", "й"),
}
#: Dutch stems are nouns and commands as well.
_THIRD_PERSON = {"nl": ("t", "te", "de", "ten", "den")}
_SHORT = words(
    "bspw dr prof hr fr st nr no art abs bzw ca etc evtl ggf inkl mio mrd sog str usw vgl zzgl max min tel mr mme mlle "
    "av bd apr jan feb aug sept sep okt oct nov dez dic ene sr sra srta dra ud uds pág págs vol núm cap ed eds cía "
    "avda ctra av arq lic gral avv dott sig ecc pag cfr es op cit ex sto exmo sra dras resp jr inc ltd corp blz "
    "mln mld ing enz bijv dhr mevr drs mw bv г гг в вв т д п др пр руб тыс млн млрд им ул стр см напр проф акад р"
)

_TABLES: dict[str, dict[str, str]] = {
    "de": {
        "links": "in im ins am ans auf aus bei beim mit nach von vom vor zum zur für über unter um durch gegen ohne "
        "seit während wegen trotz bis zwischen neben hinter gegenüber innerhalb und oder aber sondern sowie dass weil "
        "wenn als ob obwohl nachdem bevor damit sobald falls indem deren dessen wobei wodurch womit wo wie "
        "außerhalb oberhalb unterhalb jenseits anhand aufgrund mithilfe samt gemäß",
        "articles": "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen "
        "diesem seine sein ihre",
        "subjects": "er sie es wir ich",
        "comma": "dass weil obwohl nachdem bevor sobald falls indem sondern wobei wodurch womit sodass ob deren dessen",
        "bound": "der die das den dem des eine einen einem einer eines und oder für von vom zum zur im ins beim seine "
        "seinen seiner ihre ihren ihrer sowie dass weil",
        "openers": "von vom für ohne gegen und oder sowie aus zum zur durch",
        "relatives": "deren dessen wodurch womit",
        "verbs": "ist sind war waren hat haben hatte hatten wird werden wurde wurden worden bin bist habe wäre wären "
        "hätte hätten würde würden kann können konnte konnten muss müssen musste mussten soll sollen sollte sollten "
        "will wollen wollte wollten darf dürfen durfte mag mögen möchte geht gehen ging gingen kommt kommen kam kamen "
        "gibt geben gab gaben steht stehen stand standen sieht sehen sah sahen macht machen machte sagt sagte sagten "
        "bleibt blieb blieben liegt lag lagen hält hielt hielten lässt ließ ließen nimmt nahm nahmen findet fand "
        "fanden zeigt zeigte führt führte bringt brachte spricht sprach sprachen heißt hieß beginnt begann gilt galt "
        "erhält erhielt tritt trat fällt fiel fielen läuft lief trägt trug schreibt schrieb stellt stellte weiß wusste "
        "glaubt erklärt erklärte spielt spielte lebt lebte arbeitet besteht bestand gehört gehörte stieg steigt starb "
        "sitzt saß saßen wuchs wächst lernt kennt kannte denkt dachte braucht scheint schien hilft half zog ziehen "
        "verlor gewann gewinnt verliert plant fordert kritisiert sei seien brach brachen bot boten bat lud "
        "riet griff rief "
        "riefen warf traf trafen stritt schnitt floh flog flogen verbot befahl begriff betraf vertrat verriet wies "
        "bewies schoss floss sank hing fing empfing schloss schlossen "
        "sang sangen sprang sprangen schwieg schwiegen stieß stießen verließ verließen trank tranken band banden "
        "gelang zwang schlief schliefen gestand entstand entstanden verschwand verschwanden bekam bekamen erschien "
        "entschied "
        "verlief verliefen unterschrieb beschrieb übernahm übernahmen erwarb erwarben schrieb schrieben nannte nannten "
        "kannten dachten brachten wussten rannte brannte brannten",
        "endings": r"(?:ierte[nt]?|igte|[crs]hte|elte|erte|ckte|tzte|utete|ndete|ldete|iert)$",
    },
    "fr": {
        "links": "dans en à de du des pour avec par sur sous après avant pendant quand lorsque parce qui que où dont "
        "et mais ou au aux sans chez vers entre contre depuis selon malgré parmi dès jusque comme puisque tandis afin "
        "ni car durant devant derrière envers hormis sauf moyennant lors",
        "articles": "le la les l un une ce cet cette ces son sa ses leur leurs",
        "subjects": "il elle ils elles nous on je vous",
        "comma": "mais car puisque tandis",
        "bound": "le la les un une de du des au aux dans par pour sur sous avec et ou à en sa son ses leur leurs cette "
        "cet ces ce qui que dont chez vers selon",
        "openers": "de du des par qui que dont où et ou sous vers au aux",
        "relatives": "dont",
        "hanging": "sont étaient ont avaient peuvent doivent doit devait devrait seront aura auront fut furent",
        "verbs": "est sont était étaient a ont avait avaient fut furent sera seront serait seraient aura "
        "auront ai suis "
        "sommes avons avez as es peut peuvent pouvait pourra pourrait doit doivent devait devrait veut veulent faut va "
        "vont allait fait font faisait fit dit disent disait devient devint vient viennent vint prend prennent prit "
        "met mettent mit voit restent semble permet permettent tient trouve trouvent donne donnent passe "
        "explique affirme annonce déclare estime indique montrent existe représente commence devra "
        "pense appelle croit sait savait connaît reçoit vit meurt sert ouvre perd rend joue joua soit",
        "endings": r"(?:aient|èrent|irent|urent|[^aeiou]ait|[^aeiou]era|eront|erait|eraient|irait|tera)$",
    },
    "es": {
        "links": "en de del para con por sobre tras antes durante cuando porque aunque que donde y pero a al sin entre "
        "hacia hasta desde contra según ante bajo mediante cuyo cuya cuyos cuyas quien quienes mientras como e o u si "
        "pues sino excepto salvo conforme",
        "articles": "el la los las un una lo unos unas este esta estos estas ese esa su sus",
        "subjects": "él ella ellos ellas nosotros yo no se",
        "comma": "pero aunque sino pues cuyo cuya cuyos cuyas",
        "bound": "el la los las un una de del al en por para con y o que su sus a sobre entre hacia desde cuyo cuya",
        "openers": "de del que y o cuyo cuya cuyos cuyas sino hacia e u",
        "relatives": "cuyo cuya cuyos cuyas sino",
        "hanging": "ha han había habían hemos pueden debe deben debería fueron sido",
        "verbs": "es son era eran fue fueron ha han había habían hay sea está están estaba estaban será serán sería "
        "puede pueden podía podrá podría debe deben debería quiere quieren tiene tienen tenía tenían tuvo dice dicen "
        "hace hacen hizo va van iba dio da dan dijo dijeron viene vino quedó sabe ve vio sigue siguen lleva llegó "
        "permite existe parece cree incluye recibió hemos he soy fui pidió perdió murió nació puso pudo quiso "
        "supo estuvo hubo encuentra encuentran señala indica explica afirma asegura detuvo detuvieron obtuvo "
        "obtuvieron "
        "mantuvo mantuvieron sostuvo propuso propusieron dispuso impuso condujo produjo redujo introdujo trajo "
        "trajeron "
        "pidieron siguió siguieron eligió",
        "endings": r"(?:[^q]ó|aron|ieron|aban|[^r]ía|ían|rán|ará|erá|irá|aría|ería)$",
    },
    "it": {
        "links": "in di del della dei degli delle dello per con da dal dalla dai su sul sulla nel nella nei nelle al "
        "alla ai alle allo dopo prima durante quando perché che dove e ed ma o oppure tra fra senza verso "
        "contro secondo "
        "presso mentre come cui se poiché benché né a fino attraverso tramite mediante oltre entro nonostante davanti "
        "dietro eccetto affinché purché anziché finché sebbene",
        "articles": "il la i le lo gli un uno una questo questa questi queste",
        "subjects": "egli ella lui lei loro noi io essi non si",
        "comma": "ma poiché benché",
        "bound": "il la i le lo gli un uno una di del della dei degli delle per con da dal dalla su sul sulla "
        "nel nella "
        "nei nelle al alla ai alle e che a in cui",
        "openers": "di del della dei degli delle che e ed o cui dai dal dalla verso presso fino",
        "relatives": "cui",
        "hanging": "hanno aveva avevano possono deve devono doveva furono venne vennero viene vengono stato stata",
        "verbs": "è sono era erano fu furono ha hanno aveva avevano sarà saranno sarebbe ho sia può possono "
        "poteva potrà "
        "potrebbe deve devono doveva dovrebbe vuole vogliono va vanno fa fanno faceva fece disse dice dicono dà viene "
        "vengono venne vennero sta stanno stava resta rimane rimase diventa divenne prende prese mette mise vede trova "
        "tiene nasce nacque morì scrive scrisse parla sembra esiste permette comprende rappresenta siamo abbiamo "
        "hai nascono iniziò perse vinse giunse ebbe sa chiede chiese spiega afferma sostiene ricorda ottenne ottennero "
        "mantenne propose condusse ridusse decise decisero chiuse chiusero rispose scelse scelsero raggiunse vennero "
        "rimasero misero presero scoprì",
        "endings": r"(?:[^pc]ò|[aie]rono|[aei]vano|[^fg]ava|eva|iva|[ei]rà|eranno|iranno|rebbe|ebbero)$",
    },
    "pt": {
        "links": "em de do da dos das para com por sobre após antes durante quando porque que onde e mas ou no na nos "
        "nas ao à aos às pelo pela pelos pelas sem entre até desde contra segundo sob perante embora enquanto como se "
        "cujo cuja cujos cujas quem mediante conforme exceto através além apesar",
        "articles": "o a os as um uma uns umas este esta estes estas esse essa seu sua",
        "subjects": "ele ela eles elas nós eu você vocês não",
        "comma": "mas embora cujo cuja cujos cujas enquanto",
        "bound": "o a os as um uma de do da dos das em no na nos nas para com por pelo pela ao à e ou que seu sua cujo "
        "cuja entre sob",
        "openers": "de do da dos das que e ou cujo cuja",
        "relatives": "cujo cuja cujos cujas",
        "hanging": "foram têm tinha tinham podem devem deve haviam sido",
        "verbs": "é são era eram foi foram tem têm tinha tinham há será serão seria sou seja havia está estão estava "
        "estavam pode podem podia poderá poderia deve devem deveria quer querem vai vão ia fez faz fazem "
        "disse diz dizem "
        "deu dá dão vem vêm veio ficou fica sabe vê viu teve tiveram pôs houve esteve existe parece permite inclui "
        "recebeu perdeu morreu nasceu cresceu mostra afirma explica mantém representa encontra ocorre "
        "ocorreu começou estamos temos tenho deteve detiveram obteve obtiveram manteve mantiveram propôs propuseram "
        "trouxe trouxeram interveio quis soube",
        "endings": r"(?:ou|iu|aram|eram|iram|avam|[^f]ava|[^r]iam|arão|erão|irão|ará|erá|irá|aria|eria|iria|[clrv]eu)$",
    },
    "nl": {
        "links": "van in op aan met voor bij naar uit over onder tegen tussen zonder sinds tijdens na om tot te binnen "
        "buiten volgens wegens en of maar want dat omdat als toen terwijl hoewel zodat nadat voordat die waar wie "
        "waarvoor waardoor waarbij waarmee waarin waarop waaronder waarna waaruit waarover waarvan waaraan waartegen "
        "vanaf vanuit naast achter boven rond langs ondanks dankzij gedurende namens behalve via totdat door vanwege "
        "omtrent",
        "articles": "de het een deze dit die dat",
        "subjects": "hij zij ze wij we ik",
        "comma": "maar want omdat terwijl hoewel zodat nadat waarbij waardoor waarna waarmee waarvan",
        "bound": "de het een van en of voor met zijn hun deze dit te tussen",
        "openers": "van en of tot te om",
        "relatives": "waarvoor waardoor waarbij waarmee waarin waarop waaronder waarna waaruit waarover waarvan "
        "waaraan",
        "verbs": "is zijn was waren heeft hebben had hadden wordt worden werd werden ben kan kunnen kon konden moet "
        "moeten moest wil wilde mag mogen zal zullen zou zouden gaat gaan ging gingen komt komen kwam kwamen "
        "staat stond "
        "zei zegt zegt maakt maakte doet deed geeft gaf ziet zag blijft bleef ligt lag krijgt kreeg vindt vond sprak "
        "spraken nam namen bracht brachten dacht dachten hield hielden liep liepen sloot sloten schreef schreven won "
        "wonnen verloor begon bleek bleken overleed steeg stegen viel vielen droeg droegen trok trokken hing vroeg "
        "vroegen leek leken las lazen koos kozen verdween ontstond ontstonden riep riepen reed zong zongen",
        "endings": r"(?:eerde|eerden|eert)$",
    },
    "ru": {
        "links": "в во на с со к ко о об от из по за для до при под над у через между без после перед против среди и а "
        "но или либо что чтобы если когда как хотя пока который которая которое которые которого которой которых "
        "которому которым которую котором где куда поскольку несмотря благодаря согласно вместе вокруг около ради "
        "вместо кроме вдоль ввиду вследствие наряду внутри мимо напротив помимо путём сквозь спустя",
        "articles": "это этот эта эти его её их",
        "subjects": "он она оно они мы я никто ничто",
        "comma": "что чтобы если который которая которое которые которого которой которых которому которым которую но "
        "а хотя поскольку где несмотря пока когда",
        "bound": "в во на с со к ко о об от из из-за из-под по за "
        "для до при под над у через между без после перед и или что чтобы",
        "openers": "которые который которая которое которого которых чтобы или",
        "relatives": "который которая которое которые которого которой которых которому которым которую",
        "verbs": "есть был была было были будет будут стал стала стало стали может могут мог могла могли является "
        "являются должен должна нет имеет имеют идет идут едет говорит говорят знает хочет сказал начал",
        "endings": r"(?:[аеиуыя]л(?:а|о|и)?(?:сь|ся)?|[ауыиею]т(?:ся)?|[аеиуя]лся)$",
    },
    "pl": {
        "links": "w we na z ze do od po za przy dla przez bez między przed pod nad podczas według oraz i a "
        "ale lub albo "
        "że żeby jeśli gdy kiedy ponieważ chociaż aby który która które którzy którego której których gdzie",
        "comma": "że żeby jeśli gdy ponieważ chociaż aby ale który która które którzy którego której których gdzie",
        "relatives": "który która które którzy którego której których",
    },
    "sv": {
        "links": "i på av för till från med om vid under över mot mellan utan efter före sedan enligt hos "
        "inom genom och "
        "eller men att som när eftersom medan innan där",
        "comma": "men",
        "relatives": "som",
    },
    "tr": {"links": "için ile gibi kadar göre sonra önce ve veya ama fakat ancak olan olarak"},
}


@cache
def grammar(lang: str | None) -> Grammar | None:
    """The grammar of a language, or None where nothing is known of it.

    >>> "dans" in grammar("fr").links, grammar("xx") is None
    (True, True)
    """
    code = (lang or "").partition("-")[0].lower()
    table = _TABLES.get(code)
    if table is None:
        return None

    def listed(name: str) -> frozenset[str]:
        return words(table.get(name, ""))

    return Grammar(
        code,
        links=listed("links"),
        articles=listed("articles"),
        subjects=listed("subjects"),
        comma=listed("comma"),
        bound=listed("bound"),
        openers=listed("openers"),
        relatives=listed("relatives"),
        verbs=listed("verbs"),
        endings=re.compile(table["endings"]) if "endings" in table else None,
        short=_SHORT,
        hanging=listed("hanging"),
        nouns_raised=code == "de",
    )
