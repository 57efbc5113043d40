"""Words that grew together in small letters, and names behind function words: what is cut, and what is not."""

from __future__ import annotations

import random

import pytest

from cleanpipe import Pipeline
from cleanpipe.scoring.english.joined import best_cut, names_led
from cleanpipe.scoring.lexical.lexicon import FUNCTION, lexicon
from cleanpipe.scoring.networks.joints import AFTER_CAPITALS
from cleanpipe.scoring.texts.tokens import could_be_cut, cuts_of
from cleanpipe.training.simulate import glued

#: The bar of the rule that uses the scores.
BAR = 0.78
COINED = (
    "overfishing serverless touchpoints thunderclouds grapegrowers crowdsourced foodborne governmentwide microsites "
    "repurposing unmindful reusability onboarding swivelled commentor humanlike bycatch phonecalls sheepmeat"
).split()


@pytest.mark.parametrize("text", ["theirhouse", "somepeople", "demandingthat", "placeof", "usedby", "ofthe"])
def test_two_usual_words_are_cut_where_they_meet(text: str) -> None:
    cut, score = best_cut(f"it was {text} of", text)
    head, tail = text[:cut], text[cut:]
    assert head in lexicon("en")
    assert tail in lexicon("en")
    assert score >= BAR


@pytest.mark.parametrize("word", COINED)
def test_coined_words_stay(word: str) -> None:
    assert best_cut(f"the {word} of the", word)[1] < BAR


def test_most_random_joints_are_found_and_hardly_a_foreign_word_is_cut() -> None:
    text = (
        "The council said that it would look into the matter before the end of the year and that it had asked the "
        "owners of the old mill for the plans which they had made with the help of a firm from the town."
    )
    found = total = 0
    for seed in range(40):
        damaged = glued(text, random.Random(seed), 0.08)
        for at in damaged.labels:
            start, end = damaged.text.rfind(" ", 0, at) + 1, damaged.text.find(" ", at)
            word = damaged.text[start:end].strip(".,")
            if could_be_cut(word) and word not in lexicon("en"):
                total += 1
                found += (
                    best_cut(damaged.text, word) >= (at - start, BAR) and best_cut(damaged.text, word)[0] == at - start
                )
    assert total > 40
    assert found / total > 0.6
    words = [w for w in lexicon("pt") if len(w) > 5 and w.isalpha() and w not in lexicon("en") and any(cuts_of(w))]
    foreign = words[:: max(1, len(words) // 400)]  # from all over the alphabet
    assert sum(best_cut(f"de {word} e", word)[1] >= BAR for word in foreign) <= len(foreign) // 50


def test_a_name_behind_a_function_word_is_found_once() -> None:
    text = "It came fromGiveWell. Later myBMW and myBMW again, #forNASA, x_inUSA and inUSA.com."
    closed = {"from", "my", "for", "in"}.__contains__
    assert [text[a:b] for a, b in names_led(text, closed)] == ["GiveWell"]


def test_words_that_follow_capitals_are_function_words_or_verbs_of_saying() -> None:
    lex = lexicon("en")
    others = [w for w in AFTER_CAPITALS.split("|") if not lex.tags(w.lower()) & FUNCTION]
    assert set(others) <= {"Said", "Says"}


@pytest.mark.parametrize(
    ("lang", "damaged", "whole"),
    [
        (
            "en",
            "Officials of the FBISaid that the case was closed.",
            "Officials of the FBI said that the case was closed.",
        ),
        ("en", "She was born in 1987in Oslo and lives in Bergen.", "She was born in 1987 in Oslo and lives in Bergen."),
        ("de", "Er trat aus derSPD aus und ging.", "Er trat aus der SPD aus und ging."),
        ("es", "El jefe del PSOEQue gobierna el país habló.", "El jefe del PSOE que gobierna el país habló."),
    ],
)
def test_acronyms_and_years_are_parted_from_function_words(lang: str, damaged: str, whole: str) -> None:
    pipeline = Pipeline.from_rules("news")
    assert pipeline.clean(damaged, lang=lang).text == whole
    assert pipeline.clean(whole, lang=lang).text == whole


@pytest.mark.parametrize(
    "text", ["CEOs, MPs, IRAs and PCIe cards.", "beIN Sports and easyJet met MPs.", "A 1920in pipe."]
)
def test_plurals_and_brands_stay(text: str) -> None:
    assert Pipeline.from_rules("news").clean(text, lang="en").text == text
