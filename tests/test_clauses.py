"""Whether a piece is a sentence of its own, in English."""

import pytest

import cleanpipe
from cleanpipe.scoring.english.boundaries import Place
from cleanpipe.scoring.english.clauses import begins, goes_on


def _place(text: str, word: str) -> Place:
    at = text.index(word)
    return Place(text, at, at, at + len(word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Trains would not run to York If talks broke down, and that the walkout could last a week.", "If"),
        ("He has joined Heerenveen According to Dutch reports, and will undergo a medical soon.", "According"),
        ("The singer came home to Lisbon After eleven months on the road and rehearsed with the band.", "After"),
        ("Both kilns have also been shut down This week. Officials met.", "This"),
        ("It was anything but a destructive event For the island landmass of the Maldives.", "For"),
        ("The firms say they are reducing their emissions And should not be penalised again.", "And"),
        ("He spoke of dealing with them Under the legal system, are doomed to failure.", "Under"),
    ],
)
def test_pieces_without_a_main_clause_go_on(text: str, word: str) -> None:
    assert goes_on(_place(text, word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("It led to higher rates While ads dominate for campaigns, search is better for sales.", "While"),
        ("The mill closed After the flood he moved to the coast.", "After"),
        ("He left After some long days ,", "After"),
        ("We can see the beginnings of trade This fig would not have survived if not for men.", "This"),
        ("It returned to normal for the man As he told us, the course went on.", "As"),
        ("Food is dear in every town In", "In"),
    ],
)
def test_main_clauses_and_scraps_do_not(text: str, word: str) -> None:
    assert not goes_on(_place(text, word))


def test_a_subject_with_its_verb_begins_a_sentence() -> None:
    text = "The number of applications fell last year to 18,400The ministry has praised the checks at the border."
    at = text.index("The ministry")
    assert begins(Place(text, at, at, at + 3))
    assert "18,400. The ministry" in cleanpipe.clean(text).text
    assert not begins(_place("It fell to 63,200The lowest figure since records began, while jobs rose.", "The"))


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("They hold the maximum 10 Per cent of what they may.", "10 per cent"),
        ("The firms told us that the companies said They wanted to grow.", "said they"),
        ("Babies differ by the time they begin, researchers say The study, printed today, says so.", "say. The study"),
        ('"There is no way out," he says Leary says while laws cover mines, they are old.', "he says. Leary says"),
        ("Output fell by 12%While gas-fired stations ran without a break.", "12%, while"),
        ("The trial took place in Ghana And Senegal before it was stopped.", "Ghana and Senegal"),
    ],
)
def test_what_asks_for_more_ends_no_sentence(broken: str, mended: str) -> None:
    assert mended in cleanpipe.clean(broken, lang="en").text


@pytest.mark.parametrize(
    "text",
    [
        "A meal at Marks And Spencer cost them ten pounds.",
        "In this passage God shows us in His mercy what we owe.",
        "He wanted a quiet life. A dog, perhaps. A garden with a wall. Instead he got elected.",
    ],
)
def test_look_alikes_of_these_stay(text: str) -> None:
    assert cleanpipe.clean(text, lang="en").text == text


@pytest.mark.parametrize(
    ("lang", "broken", "mended"),
    [
        ("nl", "De partij houdt er rekening mee datDe zaak voor de rechter komt.", "mee dat de zaak"),
        ("es", "Estrenó su tercera ópera en GuadalajaraFue recibida con una ovación.", "Guadalajara. Fue"),
        (
            "fr",
            "Personne n’avait rien vu venir. À RouenLe tribunal de commerce a prononcé la liquidation.",
            "Rouen, le tri",
        ),
        ("de", "Das heutige Deutschlandvon damals unterscheidet sich sehr.", "Deutschland von"),
        ("it", "Le città dipendono dai fiumi delle Alpi L'acqua arriva a Milano in un giorno.", "Alpi. L'acqua"),
        ("ru", "Школу закрыли на карантин, Потому что заболела половина детей.", "карантин, потому"),
    ],
)
def test_joints_and_stops_outside_english(lang: str, broken: str, mended: str) -> None:
    assert mended in cleanpipe.clean(broken, lang=lang).text


@pytest.mark.parametrize("text", ["Der Käufer schuldet nichts Abweichendes.", "Herr Schwander wohnt in Beckum."])
def test_german_words_are_not_cut(text: str) -> None:
    assert cleanpipe.clean(text, lang="de").text == text


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "In München weiß man das. Er tut viel. Ich kenne das. Die Leute lachen."),
        ("de", "Er hat seine. Von ihr ist nichts bekannt. Alle wissen, was er will. In Berlin auch."),
        ("nl", "Ik weet het. Hij komt morgen. Hij wil dit. Met hem valt niet te spotten."),
        ("en", "She was in. The others looked on. The rain had stopped. For now at least."),
        ("en", "Every day He spoke to them about the sea. Last week They met again."),
        ("en", "He is the man I spoke of. The house we came from. All gone."),
        ("en", "Investors misread the results. That creates a chance for others."),
        ("en", "They decided to leave it in. That is up eight points on last month."),
    ],
)
def test_sentences_that_end_in_small_words_stay_apart(lang: str, text: str) -> None:
    assert cleanpipe.clean(text, lang=lang).text.count(".") == text.count(".")
    assert len(cleanpipe.clean(text, lang=lang).text) == len(text)


def test_a_line_may_end_in_what_may_be_a_verb() -> None:
    text = "Rain fell all night on the Blackdown Hills The grey river plans"
    assert cleanpipe.clean(text, lang="en").warnings == ()


def test_a_text_may_end_right_behind_a_comma() -> None:
    """The second word of a clause is looked at, which a text that is cut off may not have."""
    assert not cleanpipe.clean("was a surt.To trd.With ,\n").failed
