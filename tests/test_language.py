"""The language stage: right on sentences, silent on scraps, the same on every platform and every call."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

import cleanpipe
from cleanpipe.document import Document, Edit, Span
from cleanpipe.rulefile.model import Settings
from cleanpipe.scoring.langid import languages as lm
from cleanpipe.scoring.langid.identification import judged, language_of, languages_of
from cleanpipe.stages._passages import Known, parts, passages
from cleanpipe.stages.language import LanguageStage, detector, detectors, enough, sample

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "language.yaml").read_text("utf-8"))
SENTENCES = [(case["lang"], case["text"]) for case in CASES["sentences"]]


@pytest.mark.parametrize(("lang", "text"), SENTENCES)
def test_sentences(lang: str, text: str) -> None:
    assert language_of(text) == lang
    assert LanguageStage().annotate(Document(text)).lang == lang
    assert language_of(text.upper()) == lang


@pytest.mark.parametrize("text", CASES["too_short"])
def test_too_little_is_left_unknown(text: str) -> None:
    document = Document(text)
    assert LanguageStage().annotate(document) is document


def test_a_given_language_stays() -> None:
    document = Document(dict(SENTENCES)["de"], lang="en")
    assert LanguageStage().annotate(document) is document


def test_the_stage_makes_no_edits() -> None:
    assert list(LanguageStage().propose(Document(SENTENCES[0][1]))) == []


def test_prose_outweighs_the_menu() -> None:
    menu = "Accueil\nSports\nÉconomie\nSanté\nMétéo\nVidéos\nNous contacter\n"
    text = dict(SENTENCES)["en"]
    assert LanguageStage().annotate(Document(menu + text)).lang == "en"
    assert sample(menu + text) == text
    # Without prose the menu is all there is, and its lines together tell.
    assert LanguageStage().annotate(Document(menu)).lang == "fr"


def test_a_long_document_is_read_in_its_body() -> None:
    furniture = "Nachrichten Sport Wetter Kultur Wirtschaft Reise Impressum.\n" * 20
    body = (dict(SENTENCES)["en"] + "\n") * 400
    assert LanguageStage().annotate(Document(furniture + body)).lang == "en"


def test_paragraphs_vouch_for_each_other() -> None:
    english, german = dict(SENTENCES)["en"], dict(SENTENCES)["de"]
    assert languages_of([english, "Agenda", "12:30", english]) == ["en"] * 4
    assert languages_of([german, "Agenda", "12:30", german]) == ["de"] * 4
    # A foreign paragraph of some length is not outvoted.
    assert languages_of([english, german, english, english]) == ["en", "de", "en", "en"]
    assert languages_of(["12:30", "?"]) == ["und", "und"]
    assert languages_of([]) == []


def test_scripts_decide() -> None:
    assert language_of("Καλημέρα") == "el"
    assert language_of("東京で会議が始まった") == "ja"
    assert language_of("东京") == "zh"
    # A page of Chinese with names in Latin letters is Chinese.
    assert language_of("苹果公司 Apple Inc. 和 Google LLC 今天宣布合作") == "zh"


def test_enough() -> None:
    assert enough("The council will decide next week.")
    assert not enough("The council decides")
    assert enough("市议会将于下周决定。")
    assert not enough("市议会")


def test_langdetect_gives_the_same_answer_each_time() -> None:
    detect = detector("langdetect")
    short = "Die Bank in Bern"  # its random walk, unseeded, changes its mind on such texts
    assert len({detect(short) for _ in range(5)}) == 1
    assert detect("12:30") == "und"
    stage = LanguageStage(Settings(detector="langdetect"))
    for lang in ("en", "de", "ru", "zh"):
        assert stage.annotate(Document(dict(SENTENCES)[lang])).lang == lang


def test_unknown_detector_names_the_known() -> None:
    with pytest.raises(ValueError, match="no language detector 'xyz'; there are default, langdetect"):
        LanguageStage(Settings(detector="xyz"))


def test_detectors_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    class Point:
        name = "always-cornish"

        def load(self) -> object:
            return lambda text: "kw"

    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [Point()])
    detectors.cache_clear()
    try:
        stage = LanguageStage(Settings(detector="always-cornish"))
        assert stage.annotate(Document(SENTENCES[0][1])).lang == "kw"
    finally:
        detectors.cache_clear()


def test_scores_are_whole_numbers() -> None:
    scores = lm.model().scores(SENTENCES[0][1])
    assert scores.dtype == np.int64
    # The figures themselves are pinned: a platform that adds differently would show here.
    assert judged(SENTENCES[0][1])[0] == "en"
    assert lm.model().scores("").tolist() == lm.model()._prior.tolist()


def test_foreign_data_is_refused() -> None:
    with pytest.raises(ValueError, match="not a language model"):
        lm.unpack(zstandard.compress(b"something else\n"))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    found = language_of(text)
    assert found == "und" or found in lm.model().labels
    assert languages_of([text, text])[0] == languages_of([text, text])[1]
    LanguageStage().annotate(Document(text))


ENGLISH = "The bridge was closed to all traffic in the morning, and nobody knows how long the repair will take."
GERMAN = "Die Brücke über den Fluss ist seit dem Morgen gesperrt , und niemand weiß , wie lange das noch dauern wird."


def _clean(*paragraphs: str, lang: str | None = None) -> tuple[str, set[str]]:
    result = cleanpipe.clean("\n\n".join(paragraphs), lang=lang)
    return result.text, {edit.rule.partition("/")[0] for edit in result.edits}


@pytest.mark.parametrize("lang", [None, "en"])
def test_a_paragraph_in_another_language_has_its_own_rules(lang: str | None) -> None:
    # A German noun keeps its capital, the English word loses it; German joints are seen on an English page.
    german = GERMAN.replace(" , und", ", und").replace(" , wie", ", wie") + " Der Verkehr steht auf derBrücke."
    english = ENGLISH.replace("closed", "Closed")
    text, packs = _clean(english, german, ENGLISH, lang=lang)
    assert text.split("\n\n") == [ENGLISH, german.replace("derBrücke", "der Brücke"), ENGLISH]
    assert packs == {"repair-en", "repair-de"}


def test_passages_need_a_document_around_them() -> None:
    def found(*paragraphs: str) -> list[str]:
        return [lang for _, lang in passages(Document("\n\n".join(paragraphs), lang="en"))]

    assert found(ENGLISH, GERMAN) == ["de"]
    assert found(GERMAN, GERMAN) == []  # who gave the language knows better
    assert found(ENGLISH, "Die Brücke ist gesperrt.") == []  # too short
    assert found(ENGLISH, f"„{GERMAN}“") == []  # a saying, in the quotes of its page


def test_a_paragraph_keeps_its_language_while_it_is_mended() -> None:
    known = Known(lambda start, end: Span(start, end))
    before = Document(f"{ENGLISH}\n\n{GERMAN}", lang="en")
    assert [lang for _, lang in passages(before, known)] == ["de"]
    # Too little is left to say what it is, but it was German when it came.
    after = Document(f"{ENGLISH}\n\nDas ist mit dem Seil und den Leuten nicht einfach.", lang="en")
    assert [lang for _, lang in passages(after, known)] == ["de"]
    assert passages(after) == []


def test_parts_put_their_edits_back() -> None:
    document = Document(f"{ENGLISH}\n\n{GERMAN}\n\n{ENGLISH}\n\n{GERMAN}", lang="en")
    home, abroad = parts(document)
    assert (home.document.lang, abroad.document.lang) == ("en", "de")
    assert home.document.text == f"{ENGLISH}\n\n\n\n{ENGLISH}\n\n"
    assert abroad.document.text == f"{GERMAN}\n\n{GERMAN}"
    for part in (home, abroad):
        text = part.document.text
        for at in range(len(text)):
            edit = part.placed(Edit(at, at + 1, ""))
            assert edit is None or document.text[edit.start : edit.end] == text[at]
    assert abroad.placed(Edit(len(GERMAN) - 1, len(GERMAN) + 3, "")) is None
    assert parts(Document(ENGLISH, lang="en")) == []
