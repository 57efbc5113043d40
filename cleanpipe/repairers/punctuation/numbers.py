"""Torn numbers: ``6, 700``, ``3 .5``, ``$ 290``, ``10: 30``, ``5 %``, ``2 nd``, ``2011- 12`` (phase punctuation).

Which mark groups and which marks decimals is the language's; without a language nothing is joined but a mark that has
its blank on the wrong side. A number that ends a sentence or a clause before one that begins the next ("On April 14,
276 girls") is told by months, years and lists around it, and by what is counted after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.repairers._language import COMMA_DECIMALS, COMMA_GROUPS, PERCENT_CLOSE, POINT_GROUPS, code
from cleanpipe.repairers._suspects import suspects

PHASE = "punctuation"

_TORN = re.compile(r"[0-9](?:[,.:–-] (?=[0-9])| [,.:–-](?=[0-9]))")
_DASHES = {dash: re.compile(rf"{dash}(?:(?<=[0-9]{dash})(?= [0-9])|(?<=[0-9] {dash})(?=[0-9]))") for dash in "-–"}
_PERCENT = re.compile(r"%(?<=[0-9] %)(?!d)")
#: "eased to % 3.4 in August"
_SIGN_FIRST = re.compile(r"% (?<=[a-z] % )([0-9]+(?:\.[0-9]+)?)(?= [a-z]|[,.;]? |[.,]?$)", re.M)
_ORDINAL = re.compile(r" (?:st|nd|rd|th)\b(?<=[0-9] ..)")
_CURRENCY_APART = re.compile(r"[$£] (?=[0-9])")
_NUMBER_BEFORE = re.compile(r"[0-9][0-9.,]*\Z")
_NUMBER_AFTER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Jun",
    "Jul",
    "Aug",
    "Sept",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
    "janeiro",
    "fevereiro",
    "março",
    "maio",
    "junho",
    "julho",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
    "gennaio",
    "febbraio",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "settembre",
    "ottobre",
    "dicembre",
    "Januar",
    "Februar",
    "März",
    "Mai",
    "Juni",
    "Juli",
    "Oktober",
    "Dezember",
]
_DATE_BEFORE = re.compile(rf"(?:\b(?:{'|'.join(_MONTHS)})\.?|(?i:\baged?|\bage of|\bages)) [0-9]*\Z")
_LABEL_BEFORE = re.compile(
    r"(?i:\b(?:rooms?|floors?|pages?|pp?\.|nos?\.|numbers?|chapters?|verses?|psalms?|articles?|sections?|lines?|routes?|gates?|"
    r"figs?\.|tables?|lots?|items?|days?|weeks?|games?|channels?|highways?|seiten?|zimmer|platz|plätze|kapitel|"
    r"páginas?|capítulos?|artículos?|artigos?|días|dias|giorni|pagine|articoli|ages?|years?|under|over|nach|vote|"
    r"in|since|by|until|from|seit|bis|en|desde|em)) [0-9.,]*\Z"
)
#: What has a number for its name.
_LABELLED = re.compile(
    r"(?i:\b(?:routes?|rooms?|pages?|chapters?|psalms?|gates?|lots?|stages?|platforms?|flights?|bus|highways?|etapas?|"
    r"étapes?|tappe?|tappa|ruta|rota|rua|linha|línea|linea|ligne|linie|lijn|zimmer|kapitel|páginas?|capítulos?|salas?|"
    r"artículos?|artigos?|étages?|nummer|plaats|etappe|pagina|hoofdstuk|artikel|zaal|spoor|"
    r"этап|маршрут|номер|страница|глава)) [0-9]+\Z"
)
_UNIT = re.compile(
    r"[ -]?(?:%|percent|per cent|percentage|points?\b|[mbtr]illions?\b|billion|bn\b|m\b|km|kg|cm|mm|ha\b|tons?|"
    r"tonnes?|cents?\b|litres?|miles|metres|meters|feet|inch|degrees|seconds|minutes|hours|years?|yards|acres|dollars|euros?|pounds|°|"
    r"kilo|centi|milli|[km]ph\b|knots|gallons|barrels|bushels|ounces|grams?|[GMk]?Hz|[GMTk]B\b|megapixel|[kMGT]?Wh?\b|"
    r"times\b|lb|oz\b|magnitude|"
    r"Prozent|Million|Milliarde|Mio|Mrd|Euro|Meter|Kilo|Grad|Stunden|Jahre|Tonnen|Liter|Dollar|Franken|"
    r"por ?cento|por ciento|per cento|pour cent|mill|milh|bilh|mil\b|milion|miliard|metros|metri|horas|años|anos|anni|"
    r"grados|процент|млн|млрд|тыс|милли|руб|доллар|метр|километр|секунд|час|лет|год|раза?\b|процен|proc|mln|mld|tys|zł|kron|miljon|"
    r"miljoen|miljard|procent|yüzde|milyon|milyar|lira|metre)"
)
_REAL = re.compile(r"\bR \$(?= ?\d)")
_CURRENCY_BEFORE = re.compile(r"[$£€¥₽]\s?[0-9.,]*\Z")
_CLOCK = re.compile(
    r"(?:\b(?:[Aa]t|[Bb]y|[Uu]ntil|[Ff]rom|[Aa]round|[Bb]efore|[Aa]fter) )(?:[01]?[0-9]|2[0-3])( : )[0-5][0-9]\b"
    r"(?! ?:)|\b(?:[01]?[0-9]|2[0-3])( : )[0-5][0-9](?= (?:GMT|UTC|CES?T|[EPCM][SD]T|BST|[ap]\.?m\b|local time))|"
    r"\b(?:[01]?[0-9]|2[0-3])( : ?)[0-5][0-9](?= (?:утра|вечера|дня|ночи|Uhr|uur|heures|horas|ore)\b)"
)
_SCALE = re.compile(r"[ .,]?[0-9]{3}\b")
_COUNTED = re.compile(r" (?!hours|hs\b)[a-z]{3,}s\b")  # people, and things, in the plural
# "1, 400, 000 people": no list goes on with 000.
_ROUND_TAIL = re.compile(r"[0-9]{3}(?:, [0-9]{3})*, 000\b(?![.,]?[0-9])")
_ROUND_HEAD = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:, ?[0-9]{3})+\Z")
_LIST_AFTER = re.compile(r"[0-9]{1,3}(?:, [0-9]{1,4}\b(?!,?[0-9])|,? (?:and|or|to|und|oder|y|o|e|et|i|och|ja) [0-9])")


@dataclass(frozen=True, slots=True)
class Options:
    """``percent``: whether ``5 %`` is closed up where the language asks for it."""

    percent: bool = True


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Edits that close torn numbers up.

    >>> [(e.start, e.end, e.new) for e in propose(Document("Some 6, 700 at 10: 30", lang="en"), Options())]
    [(7, 8, ''), (18, 19, '')]
    """
    text, lang = document.text, code(document.lang)
    if lang == "pt" and "R $" in text:
        for match in _REAL.finditer(text):
            yield Edit(match.start() + 1, match.start() + 2, "", score=0.9, reason="blank inside a currency sign")
    if lang == "en" and "% " in text:
        for match in _SIGN_FIRST.finditer(text):
            new = f"{match[1]}%"
            yield Edit(
                match.start(), match.end(), new, score=0.88, reason="percent sign on the wrong side of its number"
            )
    # One character is found ten times as fast as two.
    if ("$" in text and "$ " in text) or ("£" in text and "£ " in text):
        yield from _currency(text, lang)
    if options.percent and lang in PERCENT_CLOSE:
        for match in _PERCENT.finditer(text):
            yield Edit(match.start() - 1, match.start(), "", score=0.88, reason="blank before a percent sign")
    if lang == "en":
        for match in _ORDINAL.finditer(text):
            start = match.start() - 1
            if _ordinal(text, start, match.group()[-2:]):
                yield Edit(start + 1, start + 2, "", score=0.93, reason="ordinal cut from its number")
    if " :" in text:
        for match in _CLOCK.finditer(text):
            start, end = match.span(match.lastindex or 1)
            if _SCALE.match(text, match.end()):
                continue  # "drawn at 1 : 50 000"
            yield Edit(start, end, ":", score=0.86, reason="number torn in two")
    places = [at for at in suspects(text) if text[at] in ",.:"]
    places += [match.start() for dash, pattern in _DASHES.items() if dash in text for match in pattern.finditer(text)]
    for at in places:
        torn = _TORN.match(text, at - 1) or _TORN.match(text, max(0, at - 2))
        if torn is not None and torn.start() < at < torn.end():
            yield from _joint(text, torn.start(), torn.end(), lang)


def _currency(text: str, lang: str) -> Iterator[Edit]:
    for match in _CURRENCY_APART.finditer(text):
        start, end = match.span()
        if start and (text[start - 1].isdigit() or (text[start - 1].isalpha() and lang in ("es", "pt"))):
            continue
        if lang in ("en", "es", "ru", "") or text[start] == "£":
            score = 0.9 if lang == "en" else 0.82
            yield Edit(start + 1, end, "", score=score, reason="blank after a currency sign")


def _ordinal(text: str, at: int, suffix: str) -> bool:
    match = _NUMBER_BEFORE.search(text, max(0, at - 8), at + 1)
    if not match:
        return False
    number = match.group()
    teen = number[-2:] in ("11", "12", "13")
    return suffix == ("th" if teen else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th"))


def _joint(text: str, start: int, end: int, lang: str) -> Iterator[Edit]:
    """One mark between two numbers with a blank on one side of it."""
    mark = text[start + 1] if text[start + 1] != " " else text[start + 2]
    blank_after = text[start + 1] != " "
    blank = start + 2 if blank_after else start + 1
    left_match = _NUMBER_BEFORE.search(text, max(0, start - 20), start + 1)
    right_match = _NUMBER_AFTER.match(text, end, end + 40)
    if left_match is None or right_match is None:
        return
    left, right = left_match.group(), right_match.group()
    after = text[right_match.end() : right_match.end() + 24]
    before = text[max(0, start - 40) : start + 1]
    if text[left_match.start() - 1 : left_match.start()].isalpha() and not _DOLLARS.search(before):
        return
    if blank_after and mark in ",." and _SCORE_END.search(text, max(0, start - 5), start + 1):
        return  # "endete mit 3:2. 276 Zuschauer"
    score = 0.0
    whole = right.replace(",", "").replace(".", "") if mark in ",." else right
    head = re.split(r"[.,]", right)[0]
    groups = (mark == "," and lang in COMMA_GROUPS) or (mark == "." and lang in POINT_GROUPS)
    decimals = (mark == "." and lang in COMMA_GROUPS) or (mark == "," and lang in COMMA_DECIMALS)
    if mark in ",.":
        dollars = mark == "," and right == "000" and _CURRENCY_BEFORE.search(before)  # "$25, 000" in any language
        if (groups or dollars) and len(head) == 3 and not left.startswith("0"):
            score = _group(text, left, right, before, after, blank_after)
        elif decimals and len(whole) <= 2 and "." not in left and "," not in left:
            score = _decimal(left, right, before, after, blank_after, mark)
        elif decimals and blank_after and _surely_decimal(left, right, after):
            score = 0.88
        elif decimals and len(head) <= 2 and len(re.split(r"[.,]", left)[-1]) == 3 and not blank_after:
            score = 0.85
        elif not lang and not blank_after:
            score = 0.82
        elif lang == "fr" and not blank_after and right == "000":
            score = 0.86  # "770 .000 habitants": no French style, but what a page had
        if mark == "." and lang in POINT_GROUPS and not score and _is_clock(left, right, before, after):
            score = 0.88
    elif mark == ":":
        if left.isdigit() and len(left) <= 2 and len(right) == 2 and int(left) < 25 and int(right) < 60:
            if blank_after and (_COUNTED.match(after) or _UNIT_AFTER.match(after) or _NUMBERED.search(before)):
                score = 0.6  # "Bus 10: 30 passengers", "Item 6: 20 mph limit"
            elif lang == "en" or not blank_after or re.match(r" ?(?:Uhr|h\b|hs\b|horas|ore\b)", after):
                score = 0.9
            elif int(left) >= 3:
                score = 0.82
            if _SCRIPTURE.search(before):
                score = 0.0  # "Read Ruth 1: 16 aloud"
        elif blank_after and lang in ("de", "ru") and left.isdigit() and right.isdigit() and len(left + right) < 5:
            score = 0.86 if _SCORE_BEFORE.search(before) else 0.0  # "gewonnen mit 3: 1"
    else:
        score = _range(text, left, right, before, after, blank_after, mark)
    if score:
        yield Edit(blank, blank + 1, "", score=score, reason="number torn in two")


_SCRIPTURE = re.compile(
    r"\b(?:Psalms?|Ps|Prov(?:erbs)?|Gen(?:esis)?|Exod?(?:us)?|Lev(?:iticus)?|Num(?:bers)?|Deut(?:eronomy)?|Josh(?:ua)?|"
    r"Judges|Ruth|Sam(?:uel)?|Kings|Chron(?:icles)?|Job|Eccl(?:esiastes)?|Isa(?:iah)?|Jer(?:emiah)?|Ezek(?:iel)?|"
    r"Dan(?:iel)?|Hosea|Joel|Amos|Jonah|Micah|Mal(?:achi)?|Matt(?:hew)?|Mark|Luke|John|Acts|Rom(?:ans)?|Cor(?:inthians)?|"
    r"Gal(?:atians)?|Eph(?:esians)?|Phil(?:ippians)?|Col(?:ossians)?|Thess(?:alonians)?|Tim(?:othy)?|Heb(?:rews)?|James|"
    r"Pet(?:er)?|Rev(?:elation)?|verse|[Ss]ura[h]?)\.? [0-9]*\Z"
)
#: What is numbered before a colon, and what is counted or measured behind one.
_NUMBERED = re.compile(
    r"\b(?:[Ii]tem|[Tt]able|[Ff]ig(?:ure|\.)|[Cc]hapter|[Ss]ection|[Ss]tep|[Pp]art|[Rr]ule|[Aa]rticle|[Dd]ay|[Ww]eek|"
    r"[Rr]oom|[Pp]age|[Ll]evel|[Rr]ound|[Gg]roup|[Qq]uestion|[Ll]esson|[Tt]ask|[Nn]o\.|[Nn]umber|Abbildung|Tabelle|"
    r"Kapitel|Abschnitt|Punkt|Tag|Teil) [0-9]*\Z"
)
_UNIT_AFTER = re.compile(r"-[a-z]| (?:mph|km|kg|cm|mm|per|ml|minutes?|seconds?|days?|people|years?)\b")


def _is_clock(left: str, right: str, before: str, after: str) -> bool:
    """Whether two figures are a time of the day written with a point: ``alle 20 .45``, ``om 10. 30 uur``."""
    if not (left.isdigit() and len(left) < 3 and int(left) < 25 and re.fullmatch("[0-5][0-9]", right)):
        return False
    return _HOUR_AFTER.match(after) is not None or _HOUR_BEFORE.search(before) is not None


_HOUR_AFTER = re.compile(r" ?(?:uur|Uhr|ore|h)\b")
_HOUR_BEFORE = re.compile(r"\b(?:[Aa]lle|[Dd]alle|ore|klokslag|las) [0-9]{1,2}\Z")
_SCORE_BEFORE = re.compile(r"(?:\b(?:mit|beim|zum|ein|das|dem|счётом|счетом|счёт|матче)) [0-9]{1,2}\Z")


_NOUN_AFTER = re.compile(r" [A-ZÄÖÜ][a-zäöüß]+ [a-zäöü]")


def _group(text: str, left: str, right: str, before: str, after: str, blank_after: bool) -> float:
    parts = re.split(r"[.,]", left)
    if len(parts[0]) > 3 or any(len(part) != 3 for part in parts[1:]):
        return 0.0  # a year, or no grouped number
    if not blank_after:
        return 0.97
    if _CURRENCY_BEFORE.search(before):
        return 0.97
    if len(parts) == 1 and right != "000" and _LABELLED.search(before):
        return 0.55  # "route 7, 120 years old"
    if right == "000" and len(left) <= 3:
        return 0.92  # no sentence and no item of a list begins with "000"
    if len(parts) == 1 and len(left) < 3 and _DAY_BEFORE.search(before):
        return 0.0  # "bis zum 6. 700 Insulaner": the day of a month
    if _DATE_BEFORE.search(before) or (len(left) == 3 and after.startswith(" (")):
        return 0.0
    if len(parts) == 1 and _ROUND_TAIL.match(right + after):
        return 0.92
    if right == "000" and _ROUND_HEAD.search(before):
        return 0.92
    listed = _LIST_AFTER.match(right + after) is not None or re.search(r"[0-9], [0-9.,]*\Z", before) is not None
    if len(parts) == 1 and len(left) == 3 and _NOUN_AFTER.match(after):
        return 0.6  # "nur 640. 300 Karten gingen": a sentence may end here
    if listed and len(parts) == 1 and not _UNIT.match(after):
        return 0.5
    if _LABEL_BEFORE.search(before) and not _UNIT.match(after):
        return 0.55
    if len(parts) > 1 or _UNIT.match(after):
        return 0.95
    return 0.9 if len(left) <= 2 or re.match(r" [^\W\d_A-Z]", after) else 0.8


_SCORE_END = re.compile(r"(?<![0-9.,])[0-9]{1,2}[:–-][0-9]{1,2}\Z")
_DAY_BEFORE = re.compile(r"(?i)\b(?:zum|vom|am|beim|den|dem|der|im|до|с|den) [0-9]{1,2}\Z")
#: "3-0", "3:0", "3–0"
_SCORED = re.compile(r"[-–:]0\Z")
#: What a measure stands behind, and no list item or chapter.
_MEASURED = re.compile(
    r"\b(?:of|by|between|than|about|a|an|the|nearly|almost|around|roughly|approximately|took|took about|some|measuring|"
    r"averaged|averaging|powerful) [0-9]*\Z"
)
#: "12 .22-calibre rifles", "3 .410 shotguns"
_CALIBRE = re.compile(r"[- ](?:cal|gauge|rifles?\b|shotguns?\b|pistols?\b|rounds?\b|magnum)", re.I)


def _decimal(left: str, right: str, before: str, after: str, blank_after: bool, mark: str) -> float:
    if not blank_after:
        return 0.93 if not _CALIBRE.match(after) else 0.0
    if len(left) > 3:
        return 0.0
    if mark == "," and _LABELLED.search(before):
        return 0.55  # "A etapa 14, 31 km de subida"
    if _UNIT.match(after):
        return 0.93
    if left == "0" and not _SCORED.search(before):
        return 0.9
    if mark == "." and _MEASURED.search(before) and re.match(r" [a-z]|\.(?:\s|\Z)", after):
        return 0.85  # "it took an average of 3. 4 months": sentences hardly begin with a figure
    if _CURRENCY_BEFORE.search(before):
        return 0.9 if len(right) == 2 else 0.8
    return 0.55


def _surely_decimal(left: str, right: str, after: str) -> bool:
    """Whether no sentence begins with a number: ``16. 057%``, ``to yield 1. 786%``, ``a high of 40,816. 38 in``."""
    if not right.isdigit() or (len(left) > 3 and not _GROUPED.fullmatch(left)):
        return False
    if _GROUPED.fullmatch(left):
        return len(right) == 2 and _ON_BEHIND.match(after) is not None
    return len(right) < 4 and (right[0] == "0" or after[:1] == "%")


_ON_BEHIND = re.compile(r" (?:in|on|at|by|from|after|before|for|to|this|last|late|early|and|with|as|when|a) ")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
#: "$US47 .25"
_DOLLARS = re.compile(r"\$(?:US|A|AU|NZ|C|CA|HK|S)[0-9.,]*\Z")


def _range(text: str, left: str, right: str, before: str, after: str, blank_after: bool, mark: str) -> float:
    if re.search(r"[×*^=<>] ?[0-9.,]*\Z", before):
        return 0.0  # a power, a formula
    if mark == "-" and not blank_after and len(left) < 3:
        # "fell to 3 -5": a sign before a number is rare in prose, and then nothing like a range is there.
        if re.search(r"(?:\bto|\bat|\bof|minus|[=<>]) ?[0-9.,]*\Z", before):
            return 0.6
    if not left.replace(",", "").replace(".", "").isdigit():
        return 0.0
    return 0.9
