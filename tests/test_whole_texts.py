"""What whole passages become, class by class: one damaged place in each, or none."""

import pytest

import cleanpipe
from cleanpipe.scoring.english.clauses_ahead import clauses_ahead

MENDED = [
    # a stop lost before a clause that a name or a possessive begins
    ("en", "There has been no running water for nine days Vera Solc walks to the river.", "nine days. Vera Solc walks"),
    (
        "en",
        "He was born in Oslo and went to sea at fifteen His first ship was a collier.",
        "at fifteen. His first ship",
    ),
    ("en", "They turned down two offers for the mill Lego was said to be among them.", "the mill. Lego was said"),
    (
        "en",
        "The temperature will drop sharply on Friday night Snow is likely in the hills.",
        "Friday night. Snow is likely",
    ),
    # a capital where no sentence can begin or end
    ("en", "The port has been closed Since the storm, and hotels are full.", "closed since the storm"),
    ("en", "It spreads quickly within the herd and There are no ways to stop it yet.", "and there are no ways"),
    ("en", "Doctors warn of weak bones unless They take the drops every day.", "unless they take"),
    ("en", "She did not care for the call, but she did worry There would be questions.", "worry there would be"),
    ("en", "He has been doing This for 26 years without a day off.", "doing this for 26 years"),
    ("en", "A camp of tents that had to be dug out After every storm, was moved.", "dug out after every storm"),
    # subjects, articles, names
    ("en", "The mayor he said that the count had been fair.", "The mayor said that"),
    ("en", "Dr Nina Weiss she discovered the gene in a village.", "Dr Nina Weiss discovered"),
    ("en", "Prices fell because ofa record crop in the north.", "of a record crop"),
    ("en", "The conductor, who is 83. Will lead the orchestra for the last time.", "83, will lead the orchestra"),
    ("en", "The storm cut lines across the. North of the island is dark.", "across the North of the island"),
    ("en", "He moved to the coast of queensland in May.", "Queensland in May"),
    ("en", "They tracked mussels in New South wales for two years.", "New South Wales for"),
    ("en", "It found that the Animals dived deeper at night, and two of the animals died.", "the animals dived"),
    # outside English
    ("es", "El alcalde firmó un decreto el lunes. Prohibiendo el baño en cuatro playas.", "lunes prohibiendo el baño"),
    ("es", "El alcalde de Teruely la consejera inauguraron el mirador.", "Teruel y la consejera"),
    ("es", "Vecinos de L 'Hospitalet reclaman más autobuses.", "L'Hospitalet"),
    ("pt", "O empresário recusou- se a responder às perguntas.", "recusou-se a responder"),
    ("fr", "Le ministre est parti, dit- il.", "dit-il"),
    ("it", "Il consorzio ha chiesto alla alla Provincia di pulire i canali.", "chiesto alla Provincia"),
    ("de", "Wie geht 's weiter mit dem Freibad?", "geht's weiter"),
    ("de", "Die Sanierung kostet 7,4 Mio. € Euro und dauert lange.", "7,4 Mio. Euro"),
]

LEFT = [
    ("en", "The board released the figures. That new plan will be discussed next week."),
    ("en", "It was the largest cut in 35 years. That would be a big step."),
    ("en", "He left the club on Monday. Will she stay there for the season?"),
    ("en", "The tenor says He Was Despised is the hardest aria in the piece."),
    ("en", "The house he built is gone. The man she loved left for Peru."),
    ("en", "They let the bank keep the fee Ryanair charges for bags."),
    ("en", "It was one of 21 Danes awarded the medal by the king."),
    ("en", "The danger has passed, says geologist Paul Link of the survey."),
    ("en", "The letter was signed by danah boyd, who writes her name small."),
    ("es", "Compró una Harley Davidson en Sevilla y la vendió."),
    ("fr", "Il a le pouvoir. Le programme gagne de l'argent."),
    ("nl", "Ze begrijpt het besluit, zegt ze. Als vrijwilliger heb ik er jaren gestaan."),
    ("nl", "Dat leiden Duitse en Nederlandse geologen af uit kleine kraters."),
    ("nl", "Kinderen mogen na tien uur niet meer buiten zijn. Machines staan er wel."),
    ("nl", "Parochiaan Mia Bessems, 79, werd er gedoopt en deed er haar communie."),
    ("de", "Zum Schluss zeigt das Festival Über den Dächern von Nizza und Vom Winde verweht."),
    ("it", "È risultato negativo all'alcoltest, ora è a Rovigo."),
]


@pytest.mark.parametrize(("lang", "broken", "part"), MENDED)
def test_a_damaged_place_is_mended(lang: str, broken: str, part: str) -> None:
    assert part not in broken
    assert part in cleanpipe.clean(broken, lang=lang).text


@pytest.mark.parametrize(("lang", "text"), LEFT)
def test_a_sound_text_stays(lang: str, text: str) -> None:
    assert cleanpipe.clean(text, lang=lang).text == text


def test_a_relative_clause_without_its_relative_is_no_sentence() -> None:
    assert not list(clauses_ahead("The committee has voted down the plan Merkel announced in the spring of that year."))
