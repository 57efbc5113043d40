"""Words glued to names, and the look at long lines, which must share what they know."""

from __future__ import annotations

import pytest

import cleanpipe
from cleanpipe.scoring.english.sentences import REACH, line_around
from cleanpipe.scoring.multilingual.glued_names import glued_names


@pytest.mark.parametrize(
    ("lang", "broken", "right"),
    [
        ("en", "The walls of Dubrovnikare only a mile long, and the gates shut at six.", "Dubrovnik are only"),
        (
            "en",
            "The road to Tewkesbury was shut, and Gloucesterremained closed to lorries.",
            "Gloucester remained closed",
        ),
        ("en", "Striker Jonas Lindqvistwho missed most of last season is back.", "Lindqvist, who missed"),
        ("es", "Los vecinos de Torrelavegaque protestaron ayer volverán hoy a la plaza.", "Torrelavega"),
        ("it", "La questura di Bassanocon una nota ha confermato gli arresti.", "Bassano con una nota"),
        ("pt", "O presidente da câmara de Tavirafoi ouvido pela polícia na terça-feira.", "Tavira foi ouvido"),
    ],
)
def test_a_word_glued_to_a_name_is_parted(lang: str, broken: str, right: str) -> None:
    assert right in cleanpipe.clean(broken, lang=lang).text


@pytest.mark.parametrize(
    "name",
    ["Skipwith", "Beckwith", "Harrowmouth", "Seaview", "Jobarteh", "Whitby", "Einigkeit", "Bentivoglio"],
)
def test_names_stay_whole(name: str) -> None:
    text = f"The meeting with {name} was held on Tuesday, and nobody from Harrow came."
    assert cleanpipe.clean(text, lang="en").text == text


def test_a_name_that_stands_twice_is_one() -> None:
    assert list(glued_names("Dubrovnikare sang. The crowd called for Dubrovnikare again.", "en")) == []


def test_places_of_a_long_line_share_their_surroundings() -> None:
    text = " ".join(["The Minister Of Public Works Opened The Bridge"] * 500)
    seen = {line_around(text, at, at + 1)[1] for at in range(0, len(text), 10)}
    assert len(seen) <= len(text) // REACH + 2


@pytest.mark.parametrize("name", ["Davidson", "Robertson", "Washington"])
def test_english_names_stay_whole_in_other_languages(name: str) -> None:
    for lang, text in {"es": "Compró la casa de {} en Sevilla.", "fr": "Il a vu {} à Lyon, puis il est parti."}.items():
        assert cleanpipe.clean(text.format(name), lang=lang).text == text.format(name)
