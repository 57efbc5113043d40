"""Words that carry a fact: numbers written as words, negations, and opposites. Tables only; ``guard`` reads them.

Word lists of several languages live side by side: a word counts only where two otherwise equal texts differ in it, so a
look-alike of another language costs a missed copy at worst, never a wrong removal.
"""

from __future__ import annotations

_NUMBERS = {
    "0": "zero null nul nulla ноль нуль",
    "1": "ein eine einen einem einer une uno una uma een",
    "2": "two zwei deux dois duas twee два две двух dwa dwie två två iki",
    "3": "three drei trois tres três drie три трёх трех trzy üç",
    "4": "four vier quatre cuatro quatro quattro четыре cztery fyra dört",
    "5": "five fünf cinq cinco cinque vijf пять pięć fem beş",
    "6": "six sechs seis zes шесть sześć altı",
    "7": "seven sieben siete sete sette zeven семь siedem sju yedi",
    "8": "eight acht huit ocho oito otto восемь osiem åtta sekiz",
    "9": "nine neun neuf nueve nove negen девять dziewięć nio dokuz",
    "10": "ten zehn dix diez dez dieci десять dziesięć tio",
    "11": "eleven elf onze undici одиннадцать",
    "12": "twelve zwölf douze doce doze dodici twaalf двенадцать dozen",
    "13": "thirteen dreizehn treize trece treze tredici dertien",
    "14": "fourteen vierzehn quatorze catorce catorze quattordici veertien",
    "15": "fifteen fünfzehn quinze quince quindici vijftien",
    "16": "sixteen sechzehn seize dieciséis dezesseis sedici zestien",
    "17": "seventeen siebzehn diecisiete dezessete diciassette zeventien",
    "18": "eighteen achtzehn dieciocho dezoito diciotto achttien",
    "19": "nineteen neunzehn diecinueve dezenove diciannove negentien",
    "20": "twenty zwanzig vingt veinte vinte venti twintig двадцать",
    "30": "thirty dreißig trente treinta trinta trenta dertig тридцать",
    "40": "forty vierzig quarante cuarenta quarenta quaranta veertig сорок",
    "50": "fifty fünfzig cinquante cincuenta cinquenta cinquanta vijftig пятьдесят",
    "60": "sixty sechzig soixante sesenta sessenta sessanta zestig",
    "70": "seventy siebzig setenta settanta zeventig",
    "80": "eighty achtzig ochenta oitenta ottanta tachtig",
    "90": "ninety neunzig noventa novanta negentig",
    "100": "hundred hundreds hundert cien ciento cem cento honderd сто",
    "1000": "thousand thousands tausend mille duizend тысяч тысяча тысячи",
    "1000000": "million millions millionen millones milhões milioni miljoen миллион миллиона миллионов mln",
    "1000000000": "billion billions bn milliarden milliards miliardi miljard миллиард миллиарда миллиардов",
    "1000000000000": "trillion trillions",
    "1/2": "half halves hälfte moitié mitad metade metà helft",
    "1/4": "quarter quarters viertel quart cuarto quarto kwart",
    "2x": "twice zweimal",
    "3x": "thrice",
}  # fmt: skip
#: Words that name a number, with the number. "one" is missing: it is mostly a pronoun.
NUMBER_WORDS: dict[str, str] = {word: number for number, words in _NUMBERS.items() for word in words.split()}

_ORDINALS = {
    "1.": "first erste ersten erster premier première primero primera primeiro primeira primo prima eerste 1st",
    "2.": "second zweite zweiten zweiter deuxième seconde segundo segunda secondo seconda tweede 2nd",
    "3.": "third dritte dritten dritter troisième tercero tercera terceiro terceira terzo terza derde 3rd",
    "4.": "fourth vierte vierten quatrième cuarto cuarta quarta vierde 4th",
    "5.": "fifth fünfte fünften cinquième quinto quinta vijfde 5th",
    "6.": "sixth sechste sechsten sixième sexto sexta sesto sesta zesde 6th",
    "7.": "seventh siebte siebten septième séptimo séptima sétimo settimo zevende 7th",
    "8.": "eighth achte achten huitième octavo oitavo ottavo achtste 8th",
    "9.": "ninth neunte neunten neuvième noveno nono negende 9th",
    "10.": "tenth zehnte zehnten dixième décimo decimo tiende 10th",
}
#: Ordinals contradict each other only: "the first" and "the initial" may mean the same.
ORDINALS: dict[str, str] = {word: number for number, words in _ORDINALS.items() for word in words.split()}

#: Words without which a sentence says the opposite. Apostrophes are dropped before: "isn't" is "isnt".
_NEGATIONS = """
    not no never none nor neither nobody nothing nowhere cannot without lacking hardly barely denied denies deny denying
    dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt cant couldnt wont wouldnt shouldnt mustnt aint neednt
    refused refuses refuse failed fails fail unable
    nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne weder
    ne pas non jamais aucun aucune rien sans personne
    nunca jamás ningún ninguna ninguno nada nadie sin tampoco
    não nem nenhum nenhuma ninguém sem
    mai nessuno nessuna niente nulla senza né
    niet geen nooit niemand niets zonder
    не нет ни никогда ничего никто без нельзя
    nie nigdy nikt nic bez żaden żadna
    inte ingen inget inga aldrig utan ikke aldri aldrig uden uten
    değil yok hiç
    لا لم لن ليس ليست بدون غير नहीं मत ना बिना لیس نہیں
"""
NEGATIONS = frozenset(_NEGATIONS.split())

_OPPOSITES = """
    up:down rose:fell rise:fall rises:falls risen:fallen rising:falling higher:lower high:low highest:lowest
    increase:decrease increases:decreases increased:decreased increasing:decreasing gain:loss gains:losses gained:lost
    grew:shrank growth:decline growing:shrinking climbed:dropped climbed:fell jumped:dropped jumped:fell rose:dropped
    up:unchanged down:unchanged rose:declined increased:declined increased:reduced raised:cut raised:lowered raise:cut
    pre:post more:less more:fewer most:least above:below over:under before:after earlier:later early:late
    won:lost win:lose wins:loses winner:loser victory:defeat beat:lost
    north:south east:west northern:southern eastern:western northeast:southwest northwest:southeast north:east
    north:west south:east south:west northern:eastern northern:western southern:eastern southern:western left:right
    yesterday:tomorrow yesterday:today today:tomorrow morning:evening morning:afternoon afternoon:evening day:night
    morning:night am:pm alive:dead survived:died survivors:victims guilty:innocent convicted:acquitted
    accepted:rejected approved:rejected approve:reject accept:reject agreed:refused agree:refuse agree:disagree
    agreed:disagreed confirmed:denied confirm:deny confirms:denies supported:opposed support:oppose supports:opposes
    legal:illegal lawful:unlawful likely:unlikely able:unable possible:impossible true:false fair:unfair safe:unsafe
    open:closed opened:closed opens:closes opening:closing start:end started:ended begin:end began:ended
    bought:sold buy:sell buys:sells buying:selling import:export imports:exports imported:exported
    he:she his:her him:her man:woman men:women boy:girl boys:girls father:mother son:daughter brother:sister
    husband:wife mr:mrs mr:ms male:female with:without all:none always:never everyone:nobody everything:nothing
    best:worst better:worse good:bad positive:negative success:failure succeeded:failed passed:failed pass:fail
    arrived:left arrive:leave entered:left joined:left hired:fired attack:defend attacked:defended
    profit:loss profits:losses surplus:deficit strong:weak stronger:weaker hot:cold warm:cool warmer:cooler dry:wet
    sunny:cloudy sunny:rainy long:short longer:shorter old:young older:younger rich:poor first:last
    million:billion thousand:million hundred:thousand day:week day:month day:year week:month week:year month:year
    days:weeks days:months days:years weeks:months weeks:years months:years hour:day hours:days minutes:hours
    seconds:minutes metres:kilometres meters:kilometers metre:kilometre km:miles kilometres:miles
    stieg:fiel gestiegen:gefallen steigt:fällt mehr:weniger höher:niedriger gewann:verlor gewonnen:verloren vor:nach
    gestern:heute gestern:morgen heute:morgen norden:süden osten:westen mit:ohne über:unter
    hausse:baisse plus:moins gagné:perdu hier:demain nord:sud est:ouest avec:sans avant:après
    subió:bajó más:menos ganó:perdió ayer:mañana norte:sur este:oeste con:sin antes:después
    subiu:caiu mais:menos ganhou:perdeu ontem:amanhã sul:norte leste:oeste com:sem
    salito:sceso più:meno vinto:perso ieri:domani
"""
_SIDES: dict[str, set[str]] = {}
for _pair in _OPPOSITES.split():
    _one, _, _other = _pair.partition(":")
    _SIDES.setdefault(_one, set()).add(_other)
    _SIDES.setdefault(_other, set()).add(_one)
#: Each word with the words that contradict it when they stand in its place.
OPPOSITES: dict[str, frozenset[str]] = {word: frozenset(others) for word, others in _SIDES.items()}

#: Days and months, of which any two contradict each other. Those written in lower case are why this list is needed:
#: in English they are capitalised and count as names.
_CALENDAR = """
    monday tuesday wednesday thursday friday saturday sunday
    january february march april june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
    januar februar märz mai juni juli oktober dezember
    lundi mardi mercredi jeudi vendredi samedi dimanche
    janvier février mars avril juin juillet août septembre octobre novembre décembre
    lunes martes miércoles jueves viernes sábado domingo
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
    segunda-feira terça-feira quarta-feira quinta-feira sexta-feira
    janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
    lunedì martedì mercoledì giovedì venerdì sabato domenica
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart mei augustus
    понедельник вторник среда четверг пятница суббота воскресенье понедельника вторника среды четверга пятницы
    субботы воскресенья понедельнику среду пятницу субботу
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    poniedziałek wtorek środa środę czwartek piątek sobota sobotę niedziela niedzielę
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
"""
CALENDAR = frozenset(_CALENDAR.split()) - {"mar", "sun", "sat", "wed", "mars", "mai", "mei", "mayo"}

#: Capitalised at the beginning of a sentence these are no names.
_OPENERS = """
    a an the this that these those it its he she they we you i his her their our your my there here what when where
    while who why how which if in on at by for from with of to as after before since until during under over between
    against about among and but or so yet not no nor now then also however although though because despite instead
    meanwhile moreover nevertheless still many most some several few more less all both each every one two three four
    five six seven eight nine ten another other such only even just later earlier today yesterday tomorrow currently
    recently according last next once first second third new people officials police authorities experts scientists
    researchers critics residents witnesses sources government company companies numerous persons firm investigators
    further additionally besides furthermore thus therefore hence perhaps maybe yes well let do does did is are was
    were has have had will would can could may might must should to
    der die das ein eine er sie es wir ihr und aber oder doch wenn als nach vor bei mit für von zu im am auch noch
    le la les un une il elle ils elles nous vous ce cette ces et mais ou donc dans en sur pour par avec
    el los las una unos y pero o en por para con no se su sus lo os as um uma e mas em na ele ela eles
    il lo gli uno ma nel nella con per di da non si het de een en maar in op met voor van
    и но а в на с по за из от к у о он она они это как что
"""
OPENERS = frozenset(_OPENERS.split())
