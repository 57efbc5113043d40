"""Texts that look alike: the same report with another fact, and the same report in another shape. Used by tests and benchmarks.

Patterns in eleven languages with typed slots. ``other_fact`` changes what one slot says; ``other_shape`` changes the
writing and no fact. The lists have nothing to do with the tables of the guard.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import NamedTuple

_PERSONS = {
    "en": "Margaret Holloway|Desmond Achebe|Priya Raman|Tom Whitlock|Aoife Brennan|Ricardo Salas|Helen Marsh|Ji-woo Park",
    "de": "Sabine Köhler|Uwe Brandt|Anke Lorenz|Jörg Winkelmann|Mehmet Aydin|Petra Vogelsang|Lukas Hofer|Renate Stolz",
    "fr": "Camille Perrin|Luc Garnier|Amina Belkacem|Hugo Lefort|Sylvie Marchand|Étienne Roux|Nadia Cherif|Paul Vasseur",
    "es": "Lucía Ferrer|Joaquín Ibarra|Marta Olmedo|Andrés Quiroga|Pilar Sanz|Rubén Castaño|Inés Valdivia|Óscar Prieto",
    "it": "Chiara Lombardi|Marco Ferri|Giulia Serra|Paolo Bassani|Elena Rinaldi|Dario Conti|Silvia Moro|Luca Pagani",
    "pt": "Helena Faria|Rui Teixeira|Joana Brito|Nuno Sequeira|Catarina Lobo|Tiago Mendes|Sofia Antunes|Vasco Leite",
    "nl": "Femke de Groot|Sander Hoekstra|Marieke Bos|Joost Verhagen|Lotte Dijkstra|Bram Kuipers|Anouk Smit|Ruud Postma",
    "sv": "Karin Ekström|Olof Nyberg|Anneli Sund|Per Hedlund|Maja Forsberg|Nils Åkerman|Sara Blom|Gustav Wiklund",
    "pl": "Anna Zawadzka|Marek Sikora|Ewa Dudek|Tomasz Baran|Joanna Krawiec|Piotr Wrona|Beata Gajda|Jan Mazurek",
    "ru": "Анна Белова|Игорь Савин|Ольга Мельник|Павел Рощин|Марина Зуева|Олег Кравцов|Юлия Громова|Денис Лапин",
    "fi": "Aino Lehtonen|Jari Koskela|Sanna Virta|Mikko Heino|Elina Salmi|Timo Ranta|Noora Aalto|Pekka Laine",
}
_PLACES = {
    "en": "Ashford|Brisbane|Nairobi|Halifax|Tulsa|Galway|Dunedin|Lahore|Peru|Norway|Chad|Laos",
    "de": "Kassel|Rostock|Graz|Ulm|Erfurt|Basel|Trier|Lübeck|Bonn|Jena",
    "fr": "Nantes|Lille|Dakar|Rouen|Brest|Namur|Nice|Metz|Tunis|Dijon",
    "es": "Bilbao|Rosario|Cuenca|Quito|Murcia|Lima|Cádiz|León|Sucre|Vigo",
    "it": "Parma|Bari|Trento|Siena|Pavia|Lecce|Udine|Cagliari|Ancona|Pisa",
    "pt": "Braga|Recife|Évora|Maputo|Faro|Belém|Coimbra|Natal|Luanda|Santos",
    "nl": "Breda|Gent|Zwolle|Delft|Arnhem|Leuven|Almere|Assen|Brugge|Meppel",
    "sv": "Umeå|Kalmar|Lund|Borås|Gävle|Visby|Luleå|Malmö|Åre|Turku",
    "pl": "Lublinie|Opolu|Gdyni|Toruniu|Radomiu|Kielcach|Sopocie|Elblągu|Zamościu|Rzeszowie",
    "ru": "Самаре|Омске|Твери|Казани|Перми|Туле|Рязани|Чите|Пскове|Орле",
    "fi": "Turussa|Oulussa|Kotkassa|Porissa|Lahdessa|Vaasassa|Kuopiossa|Raumalla|Salossa|Imatralla",
}
_NUMBER_WORDS = {
    "en": "three|four|five|eleven|fourteen|nineteen|twenty-six|thirty-one|seventy|ninety",
    "de": "drei|vier|fünf|elf|vierzehn|neunzehn|sechzehn|siebzig|neunzig|zwanzig|sechsundzwanzig|einunddreißig",
    "fr": "trois|quatre|cinq|onze|quatorze|seize|vingt-six|trente|quarante|soixante",
    "es": "tres|cuatro|cinco|once|catorce|dieciséis|veinte|treinta|cuarenta|sesenta|veintiséis|diecinueve",
    "it": "tre|quattro|cinque|undici|quattordici|sedici|venti|trenta|quaranta|sessanta|ventisei|diciannove",
    "pt": "três|quatro|cinco|onze|catorze|dezesseis|vinte|trinta|quarenta|sessenta",
    "nl": "drie|vier|vijf|elf|veertien|zestien|twintig|dertig|veertig|zestig|zesentwintig",
    "sv": "tre|fyra|fem|elva|fjorton|sexton|tjugo|trettio|fyrtio|sextio",
    "pl": "trzech|czterech|pięciu|sześciu|siedmiu|ośmiu|dziesięciu|jedenastu|dwunastu|dwudziestu",
    "ru": "трёх|четырёх|пяти|шести|семи|восьми|девяти|десяти|двенадцати|двадцати",
    "fi": "kolme|neljä|viisi|kuusi|seitsemän|kahdeksan|yhdeksän|kymmenen|yksitoista|kaksikymmentä",
}
_MONTHS = {
    "en": "January|March|May|June|July|September|October|December",
    "de": "Januar|März|Mai|Juni|Juli|September|Oktober|Dezember",
    "fr": "janvier|mars|mai|juin|juillet|septembre|octobre|décembre",
    "es": "enero|marzo|mayo|junio|julio|septiembre|octubre|diciembre",
    "it": "gennaio|marzo|maggio|giugno|luglio|settembre|ottobre|dicembre",
    "pt": "janeiro|março|maio|junho|julho|setembro|outubro|dezembro",
    "nl": "januari|maart|mei|juni|juli|september|oktober|december",
    "sv": "januari|mars|maj|juni|juli|september|oktober|december",
    "pl": "stycznia|marca|maja|czerwca|lipca|września|października|grudnia",
    "ru": "января|марта|мая|июня|июля|сентября|октября|декабря",
    "fi": "tammikuuta|maaliskuuta|toukokuuta|kesäkuuta|heinäkuuta|syyskuuta|lokakuuta|joulukuuta",
}
_DAYS = {
    "en": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "de": "Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag",
    "fr": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "es": "lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    "it": "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
    "pt": "segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|sábado|domingo",
    "nl": "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
    "sv": "måndags|tisdags|onsdags|torsdags|fredags|lördags|söndags",
    "pl": "poniedziałek|wtorek|środę|czwartek|piątek|sobotę|niedzielę",
    "ru": "понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье",
    "fi": "maanantaina|tiistaina|keskiviikkona|torstaina|perjantaina|lauantaina|sunnuntaina",
}
_ORGS = "Unicef|OPEC|NATO|Interpol|Greenpeace|Oxfam|Amnesty|Frontex|Siemens|Nokia|Renault|Iveco|Danone|Repsol|Maersk|Philips"
_MONEY = {
    "en": "$|£|€",
    "de": "Euro|Franken|Dollar|Kronen",
    "fr": "euros|francs|dollars|dinars",
    "es": "euros|pesos|dólares|soles",
    "it": "euro|franchi|dollari|sterline",
    "pt": "euros|reais|dólares|libras",
    "nl": "euro|dollar|pond|frank",
    "sv": "kronor|euro|dollar|pund",
    "pl": "złotych|euro|dolarów|koron",
    "ru": "рублей|долларов|евро|гривен",
    "fi": "euroa|dollaria|kruunua|puntaa",
}
_UNITS = "kg|km|m|t|MW|GW|ha|km²|°C|°F|%"
_CODES = "A320|A321|A350|B52|G7|G8|G20|H1N1|H5N1|C4|M5|M25|Q1|Q3|U17|U21|F16|F35"
#: Words that only one reading of a pattern has: in square brackets, ``[rose|fell]`` or ``[|not ]``.
_PATTERNS: dict[str, list[str]] = {
    "en": [
        "{person} told reporters in {place} on {day} that the repairs had [|not ]begun, and that {number} of the {numword} "
        "pumps would be back in service by {dom} {month} {year} at the latest.",
        "The council of {place} [approved|rejected] the plan by {n2} votes to {n1} after {person} of {org} had warned that "
        "the work would cost {cur}{number} million and take until {month} next year.",
        "A {code} with {numword} people on board came down {number} km [north|south] of {place} on {day} evening, and "
        "{person} said nobody at the airport had heard a call for help before {time}.",
        "{place} [beat|lost to] {place2} {score} on {day} in front of {number} spectators, with {person} scoring "
        "in minute {n1} after a long ball out of defence that nobody had expected to reach her.",
        "Prices for flour in {place} [rose|fell] from {n1} to {n2} per cent of a day's wage between {month} and {day} last, "
        "which {org} calls [more|less] than it had feared when {person} took over the office.",
        "The ferry between {place} and {place2} carries {number} passengers and {n1} lorries a day, said {person}, who "
        "[will|won't] run for office again when the [first|second] tunnel is opened in {year}.",
        "Researchers led by {person} found {number} {unit} of it in the valley above {place}, {pct} per cent [more|less] than "
        "the {n1} {unit} that {org} had reported in {month} {year} on the strength of two samples.",
    ],
    "de": [
        "{person} sagte am {day} in {place}, die Arbeiten an der Brücke seien [|nicht ]beendet; bis zum {dom}. {month} "
        "{year} sollen noch {number} der {numword} Pfeiler geprüft werden, wie {org} verlangt hatte.",
        "Der Umsatz von {org} [stieg|sank] um {pct} Prozent auf {number} Millionen {cur}, teilte das Unternehmen am {day} in "
        "{place} mit; {person} soll das Werk mit {numword} Hallen von {month} an leiten.",
        "Bei dem Unfall auf der Landstraße zwischen {place} und {place2} wurden am {day} gegen {time} Uhr {numword} Menschen "
        "verletzt, [keiner|einer] von ihnen schwer, wie {person} von der Polizei dem Sender mitteilte.",
    ],
    "fr": [
        "Selon {person}, la mairie de {place} {neg} rouvrir avant le {dom} {month} {year} les {numword} salles fermées depuis "
        "{day}, et les travaux coûteront {number} millions de {cur} de plus que prévu.",
        "Le chiffre d'affaires de {org} a [augmenté|diminué] de {pct} % pour atteindre {number} millions de {cur}, a annoncé "
        "{day} à {place} sa directrice {person}, qui attend {numword} ouvertures en {month}.",
    ],
    "es": [
        "{person} dijo el {day} en {place} que las obras del puente [|no ]han terminado y que antes del {dom} de {month} de "
        "{year} llegarán {number} de las {numword} bombas prometidas por {org} hace un año.",
        "Las ventas de {org} [subieron|bajaron] un {pct} por ciento hasta los {number} millones de {cur}, según anunció "
        "{person} el {day} en {place}, donde la empresa abrirá {numword} tiendas en {month}.",
    ],
    "it": [
        "{person} ha detto {day} a {place} che i lavori sul ponte [|non ]sono finiti e che entro il {dom} {month} {year} "
        "arriveranno {number} delle {numword} pompe promesse da {org} un anno fa alla città.",
        "Le vendite di {org} sono [salite|scese] del {pct} per cento a {number} milioni di {cur}, ha annunciato {person} {day} "
        "a {place}, dove la società aprirà {numword} negozi nel mese di {month}.",
    ],
    "pt": [
        "{person} disse na {day} em {place} que as obras da ponte [|não ]terminaram e que até {dom} de {month} de {year} "
        "chegam {number} das {numword} bombas que a {org} prometeu à cidade há um ano.",
        "As vendas da {org} [subiram|caíram] {pct} por cento para {number} milhões de {cur}, anunciou {person} na {day} em "
        "{place}, onde a empresa abrirá {numword} lojas no mês de {month} do próximo ano.",
    ],
    "nl": [
        "{person} zei {day} in {place} dat het werk aan de brug [|niet ]klaar is en dat voor {dom} {month} {year} nog {number} "
        "van de {numword} pompen komen die {org} een jaar geleden aan de stad had beloofd.",
        "De omzet van {org} is met {pct} procent [gestegen|gedaald] tot {number} miljoen {cur}, meldde {person} {day} in "
        "{place}, waar het bedrijf in {month} nog {numword} winkels hoopt te openen.",
    ],
    "sv": [
        "{person} sade på {day}kvällen i {place} att arbetet på bron [|inte ]är färdigt och att {number} av de {numword} "
        "pumpar som {org} lovade staden för ett år sedan väntas före den {dom} {month} {year}.",
        "Omsättningen för {org} [ökade|minskade] med {pct} procent till {number} miljoner {cur}, meddelade {person} i {place}, "
        "där bolaget i {month} hoppas kunna öppna {numword} butiker i det gamla varvet.",
    ],
    "pl": [
        "{person} z firmy {org} powiedziała w {day} w {place}, że prace na moście [|nie ]są zakończone i że do {dom} {month} "
        "{year} roku przybędzie {number} z {numword} pomp obiecanych miastu przed rokiem.",
        "Sprzedaż {org} [wzrosła|spadła] o {pct} procent do {number} milionów {cur}, ogłosiła w {day} w {place} {person}, a do "
        "{dom} {month} spółka chce otworzyć jeden z {numword} nowych sklepów.",
    ],
    "ru": [
        "{person} сообщила в {day} в {place}, что работы на мосту [|не ]закончены и что до {dom} {month} {year} года привезут "
        "{number} из {numword} насосов, которые компания {org} обещала городу год назад.",
        "Продажи {org} [выросли|упали] на {pct} процента до {number} миллионов {cur}, сообщила в {day} в {place} {person}, а к "
        "{dom} {month} компания надеется открыть один из {numword} новых магазинов.",
    ],
    "fi": [
        "{person} sanoi {day} {place}, että työt sillalla [|eivät ]ovat valmiit ja että ennen {dom}. {month} {year} saapuu vielä "
        "{number} pumppua, vaikka {org} lupasi kaupungille vuosi sitten että niitä olisi {numword}.",
        "Yhtiön {org} myynti [kasvoi|laski] {pct} prosenttia ja oli {number} miljoonaa {cur}, kertoi {person} {day} {place}, "
        "jossa yhtiö aikoo avata {numword} myymälää ennen {dom}. {month} vanhalla telakalla.",
    ],
}  # fmt: skip
_FRENCH_NO = ("pourra", "ne pourra pas")
_SLOT = re.compile(r"\{(\w+)\}|\[([^]|]*)\|([^]]*)\]")


class Pair(NamedTuple):
    """Two texts, and in what they differ."""

    kind: str
    lang: str
    one: str
    two: str


def _value(slot: str, lang: str, rng: random.Random) -> str:
    lists = {
        "person": _PERSONS[lang],
        "place": _PLACES[lang],
        "place2": _PLACES[lang],
        "numword": _NUMBER_WORDS[lang],
        "month": _MONTHS[lang],
        "day": _DAYS[lang],
        "org": _ORGS,
        "cur": _MONEY[lang],
        "unit": _UNITS,
        "code": _CODES,
    }
    if slot in lists:
        return rng.choice(lists[slot].split("|"))
    ranges = {"number": (101, 989), "n1": (11, 49), "n2": (51, 98), "dom": (2, 28), "year": (1961, 2035)}
    if slot in ranges:
        return str(rng.randint(*ranges[slot]))
    if slot == "time":
        return f"{rng.randint(1, 11)}.{rng.randint(10, 59)}" + (rng.choice((" am", " pm")) if lang == "en" else "")
    if slot == "score":
        return f"{rng.randint(3, 6)}-{rng.randint(0, 2)}"
    if slot == "pct":
        return f"{rng.randint(2, 60)}{',' if lang != 'en' else '.'}{rng.randint(1, 9)}"
    assert slot == "neg", slot
    return _FRENCH_NO[rng.randint(0, 1)]


class Report:
    """One pattern with what its slots say."""

    def __init__(self, lang: str, pattern: str, rng: random.Random) -> None:
        self.lang, self.pattern = lang, pattern
        self.slots = list(_SLOT.finditer(pattern))
        self.values = [self._draw(match, rng) for match in self.slots]

    def _draw(self, match: re.Match[str], rng: random.Random) -> str:
        return _value(match[1], self.lang, rng) if match[1] else match[rng.choice((2, 3))]

    def text(self, values: list[str] | None = None) -> str:
        out, at = [], 0
        for match, value in zip(self.slots, values or self.values, strict=True):
            out += [self.pattern[at : match.start()], value]
            at = match.end()
        return "".join(out) + self.pattern[at:]

    def other_fact(self, rng: random.Random) -> Pair | None:
        """The report with one slot that says something else, or two names or figures in each other's place."""
        values = list(self.values)
        if rng.random() < 0.1:
            alike = [k for k, match in enumerate(self.slots) if match[1] in ("place", "place2", "n1", "n2")]
            if len(alike) < 2:
                return None
            one, two = alike[:2]
            if self.slots[one][1][:-1] not in self.slots[two][1]:
                return None
            kind = "swapped"
            values[one], values[two] = values[two], values[one]
        else:
            k = rng.randrange(len(values))
            match = self.slots[k]
            kind = match[1] or ("negation" if "" in (match[2], match[3]) else "opposite")
            kind = {"place2": "place", "n1": "number", "n2": "number", "neg": "negation"}.get(kind, kind)
            if kind == "person" and rng.random() < 0.5:
                first, _, last = values[k].partition(" ")
                other = _value("person", self.lang, rng)
                kind, values[k] = "surname", f"{first} {other.partition(' ')[2]}"
                if values[k].endswith(last):
                    return None
            elif match[1] == "number" and rng.random() < 0.5:
                kind = "digit"
                at = rng.randrange(3)
                values[k] = values[k][:at] + rng.choice("123456789") + values[k][at + 1 :]
            elif match[1] in ("score", "time", "pct") and rng.random() < 0.4:
                kind = "turned"
                values[k] = re.sub(r"(\d+)(\D)(\d+)", r"\3\2\1", values[k])
            elif match[1]:
                values[k] = _value(match[1], self.lang, rng)
            else:
                values[k] = match[3] if values[k] == match[2] else match[2]
        if values == self.values:
            return None
        return Pair(kind, self.lang, self.text(), self.text(values))


_SYNONYMS = {
    "en": "repairs=works;begun=started;latest=last;plan=scheme;warned=cautioned;front=sight;expected=thought;reach=get to;"
    "calls=terms;feared=dreaded;office=post;carries=takes;run=stand;opened=unveiled;found=discovered;reported=noted;"
    "strength=basis;people=persons;call=cry;told=informed;said=stated;evening=night;work=job;valley=dale;led=headed;"
    "before=prior to;lorries=trucks;passengers=travellers;spectators=onlookers;between=from",
    "de": "sagte=erklärte;Arbeiten=Bauarbeiten;geprüft=untersucht;verlangt=gefordert;teilte=gab;Werk=Fabrik;leiten=führen;"
    "Unfall=Unglück;Menschen=Personen;mitteilte=sagte;noch=weitere",
    "fr": "travaux=chantiers;rouvrir=ouvrir;prévu=annoncé;atteindre=toucher;annoncé=déclaré;attend=prévoit",
    "es": "dijo=declaró;terminado=acabado;llegarán=vendrán;prometidas=anunciadas;anunció=comunicó;abrirá=inaugurará",
    "it": "detto=dichiarato;finiti=terminati;arriveranno=giungeranno;annunciato=comunicato;aprirà=inaugurerà",
    "pt": "disse=afirmou;terminaram=acabaram;chegam=vêm;anunciou=comunicou;abrirá=inaugurará;obras=trabalhos",
    "nl": "zei=verklaarde;klaar=gereed;beloofd=toegezegd;meldde=zei;hoopt=wil;werk=karwei",
    "sv": "sade=förklarade;färdigt=klart;lovade=utlovade;meddelade=uppgav;hoppas=vill",
    "pl": "powiedziała=oświadczyła;zakończone=skończone;obiecanych=przyrzeczonych;ogłosiła=podała;chce=zamierza",
    "ru": "сообщила=заявила;закончены=завершены;обещала=сулила;надеется=хочет;привезут=доставят",
    "fi": "sanoi=kertoi;valmiit=loppuneet;lupasi=vakuutti;kertoi=ilmoitti;aikoo=haluaa",
}
_MISREAD = (
    ("rn", "m"),
    ("m", "rn"),
    ("cl", "d"),
    ("e", "c"),
    ("l", "1"),
    ("o", "0"),
    ("h", "li"),
    ("u", "ii"),
    ("a", "u"),
)


def _words(text: str) -> list[re.Match[str]]:
    """Words that no fact hangs on: in small letters, four or more."""
    return [m for m in re.finditer(r"(?<![\w'’-])[^\W\d_]{4,}(?![\w'’-])", text) if m.group().islower()]


def _typos(text: str, lang: str, rng: random.Random) -> str:
    for match in sorted(rng.sample(_words(text), min(3, len(_words(text)))), key=lambda m: -m.start()):
        w, k = match.group(), rng.randrange(1, len(match.group()) - 1)
        w = rng.choice((w[:k] + w[k + 1 :], w[:k] + w[k] + w[k:], w[:k] + w[k + 1] + w[k] + w[k + 2 :]))
        text = text[: match.start()] + w + text[match.end() :]
    return text


def _misread(text: str, lang: str, rng: random.Random) -> str:
    for match in reversed(_words(text)):
        w = match.group()
        fitting = [pair for pair in _MISREAD if pair[0] in w[1:]]
        if fitting and rng.random() < 0.2:
            one, other = rng.choice(fitting)
            text = text[: match.start()] + w[0] + w[1:].replace(one, other, 1) + text[match.end() :]
    return text


def _reworded(text: str, lang: str, rng: random.Random) -> str:
    words = dict(pair.split("=") for pair in _SYNONYMS[lang].split(";"))
    return re.sub(r"\w+", lambda m: words.get(m.group(), m.group()) if rng.random() < 0.6 else m.group(), text)


def _quotes(text: str, lang: str, rng: random.Random) -> str:
    text = re.sub(r", (?=\w+ \w+ )", rng.choice((" – ", " - ", " — ", ",  ")), text, count=2)
    return text.replace("'", "’").replace("; ", " — ")


def _case(text: str, lang: str, rng: random.Random) -> str:
    return rng.choice((text.lower(), text.upper()))


def _wrapped(text: str, lang: str, rng: random.Random) -> str:
    return re.sub(r"(.{30,50}) ", r"\1\n", text)


def _cut(text: str, lang: str, rng: random.Random) -> str:
    words = text.split()
    return " ".join(words[: int(len(words) * rng.uniform(0.7, 0.92))]) + rng.choice(("...", "…", " […]"))


def _dateline(text: str, lang: str, rng: random.Random) -> str:
    place = rng.choice("Geneva|Jakarta|Winnipeg|Ostrava|Accra|Bergen|Los Angeles|São Paulo".split("|"))
    return rng.choice(
        (f"{place.upper()} (AP) — ", f"{place.upper()}, 4 June (dpa) - ", f"{place}: ", f"{place} (AFP) – ", f"{place.upper()} - ")
    ) + text  # fmt: skip


def _bare(text: str, lang: str, rng: random.Random) -> str:
    return re.sub(r"(?<!\d)[.,;:](?!\d)|[-–—](?=\s)", "", text)


SHAPES: dict[str, Callable[[str, str, random.Random], str]] = {
    "typos": _typos,
    "misread": _misread,
    "reworded": _reworded,
    "quotes": _quotes,
    "case": _case,
    "wrapped": _wrapped,
    "cut": _cut,
    "dateline": _dateline,
    "bare": _bare,
}


def reports(count: int, seed: int) -> list[Report]:
    """So many reports; every language has the same share, English a double one."""
    rng = random.Random(seed)
    langs = ["en", *_PATTERNS]
    return [
        Report(lang, rng.choice(_PATTERNS[lang]), rng) for lang in (langs[k % len(langs)] for k in range(count))
    ]  # fmt: skip


def other_facts(count: int, seed: int) -> list[Pair]:
    """Pairs that differ in one fact."""
    rng = random.Random(seed)
    found = [report.other_fact(rng) for report in reports(count, seed)]
    return [pair for pair in found if pair is not None]


def other_shapes(count: int, seed: int) -> list[Pair]:
    """Pairs that differ in the writing only, in one or two ways."""
    rng = random.Random(seed)
    out = []
    for k, report in enumerate(reports(count, seed)):
        kind = list(SHAPES)[k // 12 % len(SHAPES)]
        one = report.text()
        two = SHAPES[kind](one, report.lang, rng)
        if rng.random() < 0.3 and kind not in ("case", "typos"):
            two = _typos(two, report.lang, rng)
        if two != one:
            out.append(Pair(kind, report.lang, one, two))
    return out
