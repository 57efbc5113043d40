"""Encoding, entities, characters and escapes: what ftfy's safe set makes of a line, and what it leaves to others."""

from __future__ import annotations

import random
import re
import unicodedata
from functools import cache

import ftfy
import pytest
from ftfy.badness import BADNESS_RE, MOJIBAKE_CATEGORIES

from cleanpipe.document import Document
from cleanpipe.editing import apply
from cleanpipe.pipeline import Pipeline
from cleanpipe.repairers.unicode import _ftfy, characters
from cleanpipe.rulefile import load_rules

SAFE = ftfy.TextFixerConfig(uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False)
SENTENCES = [
    "Der Müller öffnete früh; süße Brötchen gab’s für “alle”.",
    "L’été où le château brûla… les élèves – déjà là – chantèrent «ça».",
    "El niño comió piñas en España, ¿verdad?",
    "Млин відкрили рано — усі прийшли.",
    "Мельник открыл рано, и все пришли.",
    "Zażółć gęślą jaźń, rzekł młynarz.",
    "Değirmenci ağabey güneşi gördü.",
    "粉屋は早く開いた。",
    "ο μυλωνάς άνοιξε νωρίς",
    "A snowman ☃ and a £5 note cost €6 — 20 °C.",
]


@cache
def pipeline() -> Pipeline:
    return Pipeline(load_rules("core", overrides={"stages": ["unicode", "protect", "repair", "punctuation"]}))


def clean(text: str, lang: str | None = None) -> str:
    result = pipeline().clean(text, lang=lang)
    assert not result.failed, result.warnings
    return result.text


def misread(text: str, encoding: str) -> str:
    return "".join(bytes([b]).decode(encoding, "ignore") or chr(b) for b in text.encode())


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("encodings", [("latin-1",), ("cp1252",), ("cp1252", "cp1252"), ("cp1251",), ("cp437",)])
def test_mojibake_comes_out_as_from_ftfy(sentence: str, encodings: tuple[str, ...]) -> None:
    broken = sentence
    for encoding in encodings:
        broken = misread(broken, encoding)
    # Or better: a few misreadings are undone that ftfy leaves.
    assert clean(broken) in (ftfy.fix_text(broken, SAFE), sentence)


@pytest.mark.parametrize(
    ("broken", "right"),
    [
        ("Un barco tur\x92stico choc\x97", "Un barco turístico choc—"),
        ("Los vecinos de Mazatl\x87n est\x87n contentos.", "Los vecinos de Mazatlán están contentos."),
        ("┬┐Qui├®n ha visto al ni├▒o?", "¿Quién ha visto al niño?"),
        ("Arriva al pi√π presto, disse la citt√† intera.", "Arriva al più presto, disse la città intera."),
        ("Le mГ©decin tient Г bien faire.", "Le médecin tient à bien faire."),
    ],
)
def test_misreadings_that_ftfy_leaves(broken: str, right: str) -> None:
    assert clean(broken) == right


@pytest.mark.parametrize(
    "text", ["├── src ┬ docs", "The area is 2πr√π at x√2.", "Город Г стоит на реке.", "├┤a┼┐a┼┐a", "┌─┬┐ │a││"]
)
def test_what_only_looks_misread(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("sentence", SENTENCES)
def test_good_text_is_untouched(sentence: str) -> None:
    assert clean(sentence) == sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("&lt;p&gt; &amp;amp; &#8217;", "<p> & ’"),
        ("a < b &amp; c\nd &amp; e", "a < b &amp; c\nd & e"),
        ("&eacute;t&EACUTE; &notit; &amp", "étÉ &notit; &amp"),
        ("AT&T; R&D", "AT&T; R&D"),
        ("caf&Atilde;&copy;", "café"),
    ],
)
def test_entities(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x1b[31mc\x07", "abc"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\ufeffHello wor\u00adld\u200b", "Hello world"),
        ("e\u0301te\u0301", "été"),
        ("\ud83d\udc4d good", "\U0001f44d good"),
        ("one\xa0\xa0two three\xa0\n", "one two three\n"),
        ("plain\xa0words here", "plain words here"),
    ],
)
def test_characters(text: str, expected: str) -> None:
    assert clean(text, "en") == expected


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم به خانه بروم",
        "क्\u200dष और श्री",
        "👩\u200d👩\u200d👧 🏴\U000e0067\U000e0062\U000e007f",
        "ทดสอบ\u200bการตัดคำ",
        "‏שלום \u200eABC\u200f עולם",
        "Mr.\xa0Weir paid 5\xa0km of § 5\xa0tolls",
        "ﬁne ligatures, ＦＵＬＬ　ＷＩＤＴＨ， “curly” quotes",
        "10³ µm, ½ and ①",
    ],
)
def test_characters_with_work_to_do_stay(text: str) -> None:
    assert clean(text) == text


def test_english_of_any_country_has_its_no_break_spaces_mended() -> None:
    for lang in ("en", "en-GB"):
        assert clean("They met Ms. Weir and Anna\xa0went home.", lang) == "They met Ms. Weir and Anna went home."


def test_soft_hyphen_at_a_line_end_is_left_to_hyphenation() -> None:
    assert not list(characters.propose(Document("investi\u00ad\ngation"), characters.Options()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"It\u2019s \u201clate\u201d.", "It’s “late”."),
        (r"\ud83d\udc4d fine", "\U0001f44d fine"),
        (r"He said \"no\".", 'He said "no".'),
        (r"One.\nTwo.\n\nThree.", "One.\nTwo.\n\nThree."),
        ("It burned.nnNobody came.", "It burned.\n\nNobody came."),
        (r"C:\new\u2019s", r"C:\new\u2019s"),
        (r"Match \d+\n or \w+.", r"Match \d+\n or \w+."),
        (r"¯\_(ツ)_/¯", r"¯\_(ツ)_/¯"),
        ("The inn closed. Anna left.", "The inn closed. Anna left."),
    ],
)
def test_escapes(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_the_guard_misses_nothing_ftfy_calls_bad() -> None:
    """Each alternative of ftfy's test, by every pair of characters it knows, and by longer random strings."""
    known = {
        chr(c) for c in range(0x80, 0x2600) if any(re.match(f"[{v}]", chr(c)) for v in MOJIBAKE_CATEGORIES.values())
    }
    extra = set("aZ \n.,?!1µ´øìîïòôúùûπàäêÂÃÎÐŒœвЂГўВРСΒΓΞΟβ€ā√≈‚")
    letters = sorted(known | extra)
    assert len(letters) > 300
    chance = random.Random(7)
    texts = [
        chance.choice(("", "a", " ", "x ", ".")) + a + b + chance.choice(("", "z", " "))
        for a in letters
        for b in letters
    ]
    texts += ["".join(chance.choices(letters, k=4)) for _ in range(40_000)]
    bad = [text for text in texts if BADNESS_RE.search(text)]
    assert len(bad) > 20_000
    assert not [text for text in bad if not _ftfy.trigger().search(text)]


def test_differences_rebuild_the_text() -> None:
    for sentence in SENTENCES:
        broken = misread(sentence, "cp1252")
        edits = list(_ftfy.differences(broken, sentence))
        assert apply(broken, edits) == sentence
        changed = sum(e.end - e.start for e in edits)
        assert changed <= sum(not c.isascii() for c in broken)


def test_normal_form_is_composed() -> None:
    text = unicodedata.normalize("NFD", "Århus, Łódź, été, ñandú")
    assert clean(text) == unicodedata.normalize("NFC", text)
