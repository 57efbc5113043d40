"""What is mended, beside what looks like it and stays: one pair for each kind of place that a rule of words tells."""

import pytest

import cleanpipe

MENDED = [
    # -- who says what -----------------------------------------------------------------------------------------------
    ("en", "Fees would rise by a tenth next year, parish clerks say The vote was held in May.", "say. The vote"),
    ("en", "The weir gave way in the night, and divers say The gates were rusty.", "say the gates"),
    ("en", "Ms Okoro says. The county is not doing enough to keep the ferries running.", "says the county"),
    ("en", "Brokers say the lender It will shut nine branches over the winter.", "the lender will shut"),
    ("en", "According to a paper released byThe World Bank On Friday, growth will slow.", "the World Bank"),
    ("en", "The seals were seen there This led to a ban on nets in the bay.", "there. This led"),
    # -- words that ask for the one behind a stop --------------------------------------------------------------------
    ("en", "The two dialects are about as different. As Dutch and Danish, she says.", "as different as Dutch"),
    ("en", "The survey was made between March 2004. And June of last year.", "March 2004 and June"),
    ("en", "Divers counted 12 wrecks off the cape. Compared with seven a century ago.", "cape, compared with"),
    ("en", "The keeper was born in Lagos. But grew up in a suburb of Lille.", "Lagos but grew"),
    ("de", "Im Moor fanden die Forscher deutlich mehr Libellen. Als in allen Jahren zuvor.", "Libellen als in"),
    ("de", "Der Kreis will den Winzern erlauben. Ihre Trauben selbst zu pressen.", "erlauben, ihre"),
    ("nl", "De kliniek belde achthonderd patiënten. Van wie ruim de helft ook griep had.", ", van wie"),
    ("ru", "Инженеры из Перми собрали турбину. Способную работать зимой без подогрева.", "турбину, способную"),
    # -- subjects said twice -------------------------------------------------------------------------------------------
    ("de", "Der Hafenmeister Er bestätigte den Ausfall von zwei Kränen.", "Hafenmeister bestätigte"),
    ("fr", "La fédération des apiculteurs du Jura Elle demande une aide.", "du Jura demande"),
    # -- words that grew together in small letters ------------------------------------------------------------------
    ("de", "Die alte Sporthalleist frühestens im Mai wieder offen.", "Sporthalle ist"),
    ("fr", "Les vigneronsdemandent une aide au ministre.", "vignerons demandent"),
    ("it", "Il comune ha comprato un trattoreche gli operai usano in inverno.", "trattore che"),
    ("it", "Il cliente ha diritto alla riparazioneanche in un altro negozio.", "riparazione anche"),
    ("es", "El vecino presentó una reclamaciónante la junta.", "reclamación ante la"),
    ("nl", "De rechter hield de verkoperdaarvoor aansprakelijk.", "verkoper daarvoor"),
    ("de", "Beim Turnier in Montevideofiel das Licht aus.", "Montevideo fiel"),
    # -- capitals ------------------------------------------------------------------------------------------------------
    ("de", "Nach dem Sturm blieben zwei Höfe tagelang Unerreichbar, weil Bäume lagen.", "tagelang unerreichbar"),
    ("it", "Nella regione quasi tre Milioni di persone vivono sulle isole.", "tre milioni"),
    ("fr", "Le ministère de l'Énergie Relance le chantier du barrage.", "Énergie relance"),
    ("en", "The duties have lifted prices,Harming U.S. makers of steel.", "prices, harming"),
    ("en", "Both parties asked aboutTrump's July call to the president.", "about Trump's"),
    # -- sentence starts and ends ------------------------------------------------------------------------------------
    (
        "de",
        "Am Turm von Ansbach warten zwei FalkenDie Stadtwerke haben eine Kamera gekauft.",
        "Falken. Die",
    ),
    ("de", "Die Bahn ins Hochtal fuhr bis 1967Als eine Lawine die Brücke fortriss.", "1967, als"),
    ("ru", "Урожай ржи на Урале оказался рекордным Фермеры не успевают вывозить зерно.", "рекордным. Фермеры"),
    ("fr", "Le loyer a doublé en trois ans. faut-il s’étonner du départ des jeunes ?", "ans. Faut-il"),
    # -- marks ---------------------------------------------------------------------------------------------------------
    ("de", "„So ein Frühling war nie, „sagt die Winzerin aus Randersacker.", "nie“, sagt"),
    ("pt", "“Ninguém avisou da obra, reclama Ivonete Prado, dona da banca.", "obra”, reclama"),
    ("en", "We sold the hens,” said Mr Tanaka, of Kyoto. “The feed cost too much.”", "“We sold the hens,”"),
    ("en", "«The ice came in two weeks late,» said the herder.", "“The ice came in two weeks late,”"),
    ("fr", "La mine a coûté $12 millions de dollars.", "coûté 12 millions"),
    ("fr", "Le parc alimente 770 .000 habitants.", "770.000"),
    ("en", "The index hit a high of 40,816. 38 in the morning, and 16. 057% of the shares fell.", "40,816.38 in"),
    ("en", "Wind parks of 1. 64 GW were built, and tin rose to $US47 .25 a pound.", "$US47.25"),
]

KEPT = [
    ("en", "The town has 1,204. 38 people were born in it. Colton Sceviour plays there."),
    ("en", "Ninety seals were counted. Compared with last year, that is a record."),
    ("en", "“We lost it all.” Ms Okoro says little else. The county sent a boat."),
    ("en", "Into the mist go the lorries, one after another. Down the valley went the sheep."),
    ("en", "Megadonors paid for the megabanks, and the fermentor stood idle."),
    ("en", "Of the 40 crews that set out, nine came home. With autumn drawing in, few wait for more."),
    ("de", "Wer wandert, soll auf den Wegen bleiben. Der Text erschien auf Englisch, später auch auf Deutsch."),
    ("de", "Gelobt wird auch der Kurzfilm Es regnet Frösche, der in Emden lief."),
    ("fr", "Dans le magazine Elle demande un courage rare. Le film Elle plaît."),
    ("it", "Nel film i sette Samurai difendono un villaggio di contadini."),
    ("nl", "Van wie hij het had, is niet bekend. Zijn buurman zwijgt."),
    ("pt", "A Transportes Sabiá Ltda. entrou em recuperação judicial em maio."),
    ("ru", "На борту нашли человека, затонувшего судна никто не видел."),
]


@pytest.mark.parametrize(("lang", "broken", "mended"), MENDED)
def test_mended(lang: str, broken: str, mended: str) -> None:
    assert mended in cleanpipe.clean(broken, lang=lang).text


@pytest.mark.parametrize(("lang", "text"), KEPT)
def test_kept(lang: str, text: str) -> None:
    assert cleanpipe.clean(text, lang=lang).text == text
