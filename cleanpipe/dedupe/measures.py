"""Words of measure: numbers and ordinals written as words, days and months, money, units. Tables only, for ``guard``.

Word lists of many languages live side by side: a word counts only where two otherwise equal texts differ in it, so a
look-alike of another language costs a missed copy at worst, never a wrong removal.
"""

from __future__ import annotations


def _table(text: str) -> dict[str, str]:
    """Each word with what it stands for, from ``meaning: word word; meaning: word``."""
    found: dict[str, str] = {}
    for entry in text.split(";"):
        meaning, _, words = entry.strip().partition(": ")
        found.update(dict.fromkeys(words.split(), meaning))
    return found


_NUMBERS = """
    0: zero null nul nulla noll nolla ноль нуль zéro cero;
    1: yksi;
    2: two zwei zwo deux dois duas twee två kaksi dwa dwie dwóch dwaj dva dvě kettő két doi două iki два две
        двух двум двумя дві двох δύο;
    3: three drei trois tres três tre drie kolme trzy trzech tři három trei üç три трёх трех трем тремя трьох τρεις
        τρία;
    4: four vier quatre cuatro quatro quattro fyra neljä cztery czterech čtyři négy patru dört четыре четырёх
        четырех чотири чотирьох τέσσερις τέσσερα četiri;
    5: five fünf cinq cinco cinque vijf fem viisi pięć pięciu pět öt cinci beş пять пяти пятью πέντε;
    6: six sechs seis zes seks kuusi sześć sześciu šest şase șase altı шесть шести шість έξι;
    7: seven sieben siete sette zeven sju syv seitsemän siedem siedmiu sedm sedam hét şapte șapte yedi
        семь семи сім επτά εφτά;
    8: eight acht huit ocho oito otto åtta åtte otte kahdeksan osiem ośmiu osm osam nyolc sekiz восемь восьми вісім
        οκτώ οχτώ;
    9: nine neun neuf nueve nove negen nio yhdeksän dziewięć dziewięciu devět devet kilenc nouă dokuz девять девяти
        εννέα;
    10: ten zehn dix diez dez dieci tien tio kymmenen dziesięć dziesięciu deset tíz zece десять десяти δέκα;
    11: eleven elf onze undici elva elleve yksitoista jedenaście jedenastu jedenáct tizenegy одиннадцать
        одиннадцати;
    12: twelve zwölf douze doce doze dodici twaalf tolv kaksitoista dwanaście dwunastu dvanáct tizenkettő двенадцать
        двенадцати dozen;
    13: thirteen dreizehn treize trece treze tredici dertien tretton tretten kolmetoista trzynaście trzynastu
        тринадцать тринадцати;
    14: fourteen vierzehn quatorze catorce catorze quattordici veertien fjorton fjorten neljätoista czternaście
        czternastu четырнадцать четырнадцати;
    15: fifteen fünfzehn quinze quince quindici vijftien femton femten viisitoista piętnaście piętnastu пятнадцать
        пятнадцати;
    16: sixteen sechzehn seize dieciséis dezesseis dezasseis sedici zestien sexton seksten kuusitoista szesnaście
        szesnastu шестнадцать шестнадцати;
    17: seventeen siebzehn diecisiete dezessete dezassete diciassette zeventien sjutton sytten seitsemäntoista
        siedemnaście siedemnastu семнадцать семнадцати;
    18: eighteen achtzehn dieciocho dezoito diciotto achttien arton atten kahdeksantoista osiemnaście osiemnastu
        восемнадцать восемнадцати;
    19: nineteen neunzehn diecinueve dezenove dezanove diciannove negentien nitton nitten yhdeksäntoista
        dziewiętnaście dziewiętnastu девятнадцать девятнадцати;
    20: twenty zwanzig vingt veinte vinte venti twintig tjugo tjue tyve kaksikymmentä dwadzieścia dwudziestu dvacet
        húsz yirmi двадцать двадцати είκοσι;
    30: thirty dreißig dreissig trente treinta trinta trenta dertig trettio tretti tredive kolmekymmentä trzydzieści
        trzydziestu třicet harminc otuz тридцать тридцати τριάντα;
    40: forty vierzig quarante cuarenta quarenta quaranta veertig fyrtio førti neljäkymmentä czterdzieści
        czterdziestu čtyřicet negyven kırk сорок сорока σαράντα;
    50: fifty fünfzig cinquante cincuenta cinquenta cinquanta vijftig femtio femti viisikymmentä pięćdziesiąt
        padesát ötven elli пятьдесят пятидесяти πενήντα;
    60: sixty sechzig soixante sesenta sessenta sessanta zestig sextio seksti kuusikymmentä sześćdziesiąt šedesát
        hatvan altmış шестьдесят шестидесяти εξήντα;
    70: seventy siebzig setenta settanta zeventig sjuttio sytti seitsemänkymmentä siedemdziesiąt sedmdesát hetven
        yetmiş семьдесят семидесяти;
    80: eighty achtzig ochenta oitenta ottanta tachtig åttio åtti kahdeksankymmentä osiemdziesiąt osmdesát nyolcvan
        seksen восемьдесят восьмидесяти;
    90: ninety neunzig noventa novanta negentig nittio nitti yhdeksänkymmentä dziewięćdziesiąt devadesát kilencven
        doksan девяносто;
    100: hundred hundreds hundert einhundert honderd hundra hundre sata száz yüz сто ста
        εκατό;
    1000: thousand thousands tausend eintausend mille mila duizend tusen tuhat tuhatta tysiąc tysiące tysięcy
        tisíc ezer тысяч тысяча тысячи тысячу χίλια χιλιάδες;
    1000000: million millions millionen millón millones milhão milhões milione milioni miljoen miljon miljoner
        millioner miljoona miljoonaa milion miliony milionów milionů millió milyon milioane миллион миллиона
        миллионов млн mln εκατομμύρια;
    1000000000: billion billions bn milliarde milliarden milliard milliards miliardo miliardi miljard miljarder
        milliarder miljardi miljardia miliard miliardy miliardów milliárd milyar миллиард миллиарда миллиардов млрд
        mld;
    1000000000000: trillion trillions;
    1/2: half halves halb halbe halben hälfte moitié mitad metade metà helft hälften puolet połowa połowy половина
        половину половины;
    1/4: quarter quarters viertel quart cuarto quarto kwart fjärdedel neljännes четверть;
    1/3: drittel tiers tercio terço derde tredjedel kolmannes треть;
    2x: twice zweimal tvåfaldigt вдвое;
    3x: thrice dreimal dreifach втрое;
"""
#: Words that name a number, with the number.
NUMBER_WORDS = _table(_NUMBERS)


def _compounds() -> dict[str, str]:
    """Numbers up to 999 that are written as one word in German, Dutch, Italian, Spanish, Swedish and Finnish."""
    german = "ein zwei drei vier fünf sechs sieben acht neun".split()
    dutch = "een twee drie vier vijf zes zeven acht negen".split()
    italian = "uno due tre quattro cinque sei sette otto nove".split()
    spanish = "uno dós trés cuatro cinco séis siete ocho nueve".split()
    swedish = "en två tre fyra fem sex sju åtta nio".split()
    finnish = "yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän".split()
    tens = {
        "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split(),
        "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig".split(),
        "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta".split(),
        "sv": "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio".split(),
        "fi": [f"{unit}kymmentä" for unit in finnish[1:]],
    }
    found: dict[str, str] = {}
    for k in range(1, 10):
        found[f"veinti{spanish[k - 1]}"] = str(20 + k)
        for ten in range(2, 10):
            number = str(10 * ten + k)
            found[f"{german[k - 1]}und{tens['de'][ten - 2]}"] = number
            found[f"{dutch[k - 1]}{'ën' if dutch[k - 1][-1] == 'e' else 'en'}{tens['nl'][ten - 2]}"] = number
            stem = tens["it"][ten - 2]
            found[(stem[:-1] if k in (1, 8) else stem) + italian[k - 1].replace("tre", "tré")] = number
            found[tens["sv"][ten - 2] + swedish[k - 1]] = number
            found[tens["fi"][ten - 2] + finnish[k - 1]] = number
        for unit, hundred, thousand in ((german, "hundert", "tausend"), (dutch, "honderd", "duizend")):
            found[unit[k - 1] + hundred], found[unit[k - 1] + thousand] = str(100 * k), str(1000 * k)
    return found


NUMBER_WORDS |= {word: number for word, number in _compounds().items() if word not in NUMBER_WORDS}

_LOOSE = """
    1: one ein eine einen einem einer eines une uno una uma um een ett jeden jedna jedno один одна одно одного;
    2: due dos;
    6: sei; 7: sept sete; 10: on; 11: once; 100: cent cien ciento cem cento; 1000: mil bin;
    2x: double doubled doppelt doppio doble dobro; 3x: triple tripled triplo;
"""
#: Number words that are articles, pronouns or other words as well: they count where a number stands on the other side.
LOOSE = _table(_LOOSE)

_ORDINALS = """
    1.: first erste ersten erster premier première primero primera primeiro primeira primo prima eerste 1st;
    2.: second zweite zweiten zweiter deuxième seconde segundo segunda secondo seconda tweede 2nd;
    3.: third dritte dritten dritter troisième tercero tercera terça terceiro terceira terzo terza derde 3rd;
    4.: fourth vierte vierten quatrième cuarto cuarta quarta vierde 4th;
    5.: fifth fünfte fünften cinquième quinto quinta vijfde 5th;
    6.: sixth sechste sechsten sixième sexto sexta sesto sesta zesde 6th;
    7.: seventh siebte siebten septième séptimo séptima sétimo settimo zevende 7th;
    8.: eighth achte achten huitième octavo oitavo ottavo achtste 8th;
    9.: ninth neunte neunten neuvième noveno nono negende 9th;
    10.: tenth zehnte zehnten dixième décimo decimo tiende 10th;
"""
#: Ordinals contradict each other only: "the first" and "the initial" may mean the same.
ORDINALS = _table(_ORDINALS)

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
    feira
    janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
    lunedì martedì mercoledì giovedì venerdì sabato domenica
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart mei augustus
    понедельник вторник среда четверг пятница суббота воскресенье понедельника вторника среды четверга пятницы
    субботы воскресенья понедельнику среду пятницу субботу
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    poniedziałek wtorek środa środę czwartek piątek sobota sobotę niedziela niedzielę
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
    mars maj augusti juni juli tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu
    marraskuu joulukuu maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai
    pondělí úterý středa středu čtvrtek pátek sobota sobotu neděle neděli
    ledna února března dubna května června července srpna září října listopadu prosince
    hétfő kedd szerda csütörtök péntek szombat vasárnap luni marți miercuri joi vineri sâmbătă duminică
    понеділок вівторок середу четвер п'ятницю січня лютого березня квітня травня червня липня серпня вересня жовтня
    грудня pazartesi salı çarşamba perşembe cuma cumartesi pazar ocak şubat nisan mayıs haziran temmuz ağustos eylül
    ekim kasım Δευτέρα Τρίτη Τετάρτη Πέμπτη Παρασκευή Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου
    Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου
"""
_NORDIC = "måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag".split()
_DUTCH = "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split()
_ENDINGS = (
    "en s sen skväll skvällen kvällen smorgon smorgonen natt natten skveld kveld morgen aften formiddag eftermiddagen"
)
#: As part of a day or month: maanantaina, toukokuuta, maandagavond, onsdagskvällen.
_INFLECTED = [
    *(day + ending for day in _NORDIC for ending in ("", *_ENDINGS.split())),
    *(day + ending for day in _DUTCH for ending in ("avond", "ochtend", "middag", "morgen", "nacht")),
    *(w + e for w in _CALENDAR.split() if w.endswith("kuu") for e in ("ta", "n", "ssa", "hun", "sta")),
    *(w + e for w in _CALENDAR.split() if w.endswith(("tai", "viikko")) for e in ("na", "n", "sta", "ksi", "isin")),
]
#: "may", mostly a verb, counts where a capital says that it is the month; see ``words``. The rest are common words.
CALENDAR = frozenset(word.casefold().replace("'", "") for word in (*_CALENDAR.split(), *_INFLECTED)) - {
    *("mar", "sun", "sat", "wed", "ne", "luni", "joi"),
}

_CURRENCIES = """
    dollar: $ dollar dollars dólar dólares dollari dollaro dollaria dolar dolarów dolary доллар доллара долларов usd
        us$;
    euro: € euro euros euroa eur евро ευρώ;
    pound: £ pound pounds pund pond livres libra libras sterlina sterline puntaa funt funtów фунт фунта фунтов gbp;
    yen: ¥ yen yens iene ienes иен jpy;
    franc: franc francs franken frank franco franchi francos frangia franków франк франков chf;
    krona: krona kronor kronen kroner couronnes coronas kruunua koron korun крон sek nok dkk;
    peso: peso pesos;
    real: reais brl;
    sol: soles;
    dinar: dinar dinars dinares dinari;
    rupee: rupee rupees roupies rupias rupie;
    yuan: yuan renminbi юаней;
    won: krw;
    forint: forint forinttia;
    zloty: zloty złoty złotych złote pln;
    rouble: rouble roubles ruble rubles rubel rubli рубль рубля рублей rub;
    hryvnia: hryvnia hryvnias гривна гривны гривен;
    lira: lira liras lire;
    rand: rand rands;
    shekel: shekels;
"""
#: Words and signs of money, with what they stand for; two different ones in each other's place are two sums.
CURRENCY = _table(_CURRENCIES)

_MEASURES = """
    %: % percent pct prozent procent procenta процента процентов prosenttia százalék;
    points: points point punkte punkten puntos punti pontos;
    mm: mm millimetres millimeters millimeter;
    cm: cm centimetres centimeters zentimeter centimeter centimètres centímetros centimetri;
    m: m metre metres meter meters mètre mètres metro metros metri metriä metrów метр метра метров;
    km: km kilometre kilometres kilometer kilometers kilomètre kilomètres kilómetro kilómetros quilómetros
        quilômetros chilometri kilometriä kilometrów километр километра километров;
    mile: mile miles mi meilen miglia millas milhas mailia;
    foot: ft foot feet fuß pieds pies piedi pés;
    inch: inch inches zoll pouces pulgadas pollici;
    yard: yard yards;
    m2: m2 sqm;
    km2: km2;
    ha: ha hectare hectares hektar hectáreas ettari hehtaaria hektarów гектара гектаров;
    acre: acre acres;
    mg: mg milligrams;
    g: g gram grams gramm grammes gramos grammi;
    kg: kg kilo kilos kilogram kilograms kilogramme kilogrammes kilogramm kiloa килограмма килограммов;
    t: t ton tons tonne tonnes tonnen tonnellate toneladas tonnia tonn тонна тонны тонн;
    lb: lb lbs pounds;
    oz: oz ounce ounces;
    l: l litre litres liter liters litros litri litraa litrów литров литра;
    gallon: gallon gallons;
    barrel: barrel barrels;
    kw: kw;
    mw: mw megawatt megawatts;
    gw: gw gigawatt gigawatts;
    kwh: kwh;
    mwh: mwh;
    twh: twh;
    mph: mph;
    kmh: kmh;
    knot: knot knots;
    °c: c celsius;
    °f: f fahrenheit;
    second: second seconds sekunden secondes segundos secondi;
    minute: minute minutes minuten minutos minuti minuter;
    hour: hour hours stunden heures horas ore uur timmar tuntia godzin часов;
    day: day days tage tagen jours días giorni dias dagen dagar päivää dni дней;
    week: week weeks wochen semaines semanas settimane weken veckor viikkoa tygodni недель;
    month: month months monate monaten mois meses mesi maanden månader kuukautta miesięcy месяцев;
    year: year years jahre jahren ans années años anni anos jaar jaren år vuotta lat лет;
    decade: decade decades;
    am: am;
    pm: pm;
    bit: kb;
    mb: mb;
    gb: gb;
    tb: tb;
    ghz: ghz;
    mhz: mhz;
    bc: bc;
    ad: ad;
"""
#: What may stand after a figure and says what it measures; two different ones there are two measures.
MEASURES = _table(_MEASURES)
