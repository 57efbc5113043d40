"""Plain running text in the languages of the shipped packs: the page on which single lines are tried in company.

Nothing in it is furniture or damaged, so whatever happens to it is a finding.
"""

from __future__ import annotations

_TEXTS = {
    "en": (
        "The harbour was still dark when the first boats came in, and the market hall had not yet opened its doors.",
        "Fishermen carried their crates over the wet stones, while gulls fought for whatever fell between them.",
        "Prices had risen since the winter, said a trader who has worked here for thirty years.",
        "By eight o'clock most of the catch was sold, and the cooks of the old town were on their way home.",
    ),
    "de": (
        "Der Hafen lag noch im Dunkeln, als die ersten Boote einliefen und die Markthalle noch geschlossen war.",
        "Die Fischer trugen ihre Kisten über die nassen Steine, während sich die Möwen um jeden Rest stritten.",
        "Seit dem Winter seien die Preise gestiegen, sagte eine Händlerin, die hier seit dreißig Jahren arbeitet.",
        "Um acht Uhr war der größte Teil des Fangs verkauft, und die Köche der Altstadt gingen nach Hause.",
    ),
    "fr": (
        "Le port était encore sombre quand les premiers bateaux sont rentrés, et la halle restait fermée.",
        "Les pêcheurs portaient leurs caisses sur les pierres mouillées, et les mouettes se disputaient les restes.",
        "Les prix ont monté depuis l'hiver, dit une marchande qui travaille ici depuis trente ans.",
        "À huit heures, presque tout était vendu, et les cuisiniers de la vieille ville rentraient chez eux.",
    ),
    "es": (
        "El puerto seguía a oscuras cuando llegaron los primeros barcos, y el mercado aún no había abierto.",
        "Los pescadores llevaban las cajas sobre las piedras mojadas mientras las gaviotas peleaban por los restos.",
        "Los precios han subido desde el invierno, dijo una vendedora que trabaja aquí desde hace treinta años.",
        "A las ocho casi todo estaba vendido, y los cocineros del casco antiguo volvían a casa.",
    ),
    "pt": (
        "O porto ainda estava escuro quando chegaram os primeiros barcos, e o mercado não tinha aberto as portas.",
        "Os pescadores levavam as caixas sobre as pedras molhadas enquanto as gaivotas disputavam os restos.",
        "Os preços subiram desde o inverno, disse uma vendedora que trabalha aqui há trinta anos.",
        "Às oito horas quase tudo estava vendido, e os cozinheiros da cidade velha voltavam para casa.",
    ),
    "it": (
        "Il porto era ancora buio quando rientrarono le prime barche, e il mercato non aveva ancora aperto le porte.",
        "I pescatori portavano le cassette sulle pietre bagnate mentre i gabbiani si contendevano gli avanzi.",
        "I prezzi sono saliti dall'inverno, ha detto una venditrice che lavora qui da trent'anni.",
        "Alle otto quasi tutto era venduto, e i cuochi della città vecchia tornavano a casa.",
    ),
    "nl": (
        "De haven lag nog in het donker toen de eerste boten binnenkwamen, en de markthal was nog niet open.",
        "De vissers droegen hun kisten over de natte stenen, terwijl de meeuwen vochten om wat er viel.",
        "De prijzen zijn sinds de winter gestegen, zei een koopvrouw die hier al dertig jaar werkt.",
        "Om acht uur was de meeste vis verkocht en liepen de koks van de oude stad naar huis.",
    ),
    "sv": (
        "Hamnen låg ännu i mörker när de första båtarna kom in, och saluhallen hade inte öppnat sina dörrar.",
        "Fiskarna bar sina lådor över de våta stenarna, medan måsarna slogs om allt som föll på marken.",
        "Priserna har stigit sedan i vintras, sade en försäljare som har arbetat här i trettio år.",
        "Klockan åtta var det mesta av fångsten såld, och kockarna från gamla stan var på väg hem.",
    ),
    "pl": (
        "W porcie było jeszcze ciemno, kiedy wpłynęły pierwsze łodzie, a hala targowa nie otworzyła jeszcze drzwi.",
        "Rybacy nieśli skrzynki po mokrych kamieniach, a mewy biły się o wszystko, co z nich upadło.",
        "Od zimy ceny ryb wyraźnie wzrosły, powiedziała handlarka, która pracuje tu już od trzydziestu lat.",
        "O ósmej prawie wszystko było już sprzedane, a kucharze ze starego miasta wracali do domu.",
    ),
    "ru": (
        "В порту было ещё темно, когда вернулись первые лодки, а рынок ещё не открыл своих дверей.",
        "Рыбаки несли ящики по мокрым камням, пока чайки дрались за всё, что падало на землю.",
        "С зимы цены на рыбу заметно выросли, рассказала торговка, которая работает здесь уже тридцать лет.",
        "К восьми часам почти всё было уже продано, и повара из старого города шли домой.",
    ),
    "tr": (
        "İlk tekneler geri döndüğünde liman hâlâ karanlıktı, kıyıdaki büyük balık hali de kapılarını henüz açmamıştı.",
        "Balıkçılar ağır kasaları ıslak taşların üzerinden taşırken martılar yere düşen her şey için kavga ediyordu.",
        "Otuz yıldır burada çalışan yaşlı bir satıcı, balık fiyatlarının geçen kıştan bu yana arttığını söyledi.",
        "Saat sekizde avın çoğu çoktan satılmıştı ve eski şehrin yaşlı aşçıları dar sokaklardan evlerine dönüyordu.",
    ),
    "zh": (
        "第一批渔船回来的时候，港口还是一片漆黑，市场的大门也还没有打开。",
        "渔民们抬着箱子走过湿滑的石板路，海鸥在他们身边争抢掉下来的小鱼。",
        "一位在这里工作了三十年的商贩说，从去年冬天到现在，鱼的价格一直在上涨。",
        "到了早上八点钟，大部分鱼已经卖完，老城区的厨师们正走在回家的路上。",
    ),
    "ja": (
        "最初の船が戻ってきたとき、港はまだ暗く、市場の扉も開いていなかった。",
        "漁師たちは濡れた石の上を箱を抱えて歩き、カモメは落ちた魚を奪い合っていた。",
        "三十年ここで働いてきた商人は、冬から値段が上がり続けていると話した。",
        "八時になると魚はほとんど売り切れ、旧市街の料理人たちは家へ帰っていった。",
    ),
}


def neutral(lang: str | None) -> tuple[str, ...]:
    """A few paragraphs in a language; English where there are none.

    >>> neutral("de-AT")[0][:9], neutral("xx") == neutral("en")
    ('Der Hafen', True)
    """
    return _TEXTS.get((lang or "en").split("-")[0].lower(), _TEXTS["en"])
