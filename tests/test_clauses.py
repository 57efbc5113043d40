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
