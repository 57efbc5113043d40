"""The lexicons know what is a name, what a word can be, and say nothing about what they do not know."""

from __future__ import annotations

import time
from array import array
from pathlib import Path

import pytest
import yaml

from cleanpipe.scoring.lexical import lexicon as lx
from cleanpipe.scoring.lexical.lexicon import lexicon

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "lexicon.yaml").read_text("utf-8"))
WORDS = [(lang, kind, word) for lang, kinds in CASES.items() for kind, words in kinds.items() for word in words]


@pytest.mark.parametrize(("lang", "kind", "word"), WORDS)
def test_names_and_common_words(lang: str, kind: str, word: str) -> None:
    lex = lexicon(lang)
    share = lex.lower_share(word)
    assert (word in lex) == (kind != "unknown")
    assert lex.is_name(word) == (kind == "name")
    if kind == "common" and word != "i":
        assert share > 0.6
    elif kind == "mixed":
        assert lx.NAME_SHARE < share < 0.95
    elif kind == "unknown":
        assert (share, lex.frequency(word), lex.tags(word), lex.main_tag(word)) == (-1.0, 0.0, 0, 0)


@pytest.mark.parametrize(
    ("word", "has", "lacks"),
    [
        ("vetoed", lx.VERB_PAST | lx.VERB_PART, lx.NOUN | lx.VERB_BASE),
        ("provide", lx.VERB_BASE, lx.NOUN | lx.VERB_PAST),
        ("provides", lx.VERB_S, lx.VERB_BASE),
        ("was", lx.VERB_PAST | lx.AUX, lx.NOUN),
        ("can", lx.MODAL, lx.VERB_PAST),
        ("putting", lx.VERB_ING, lx.VERB_PAST),
        ("of", lx.PREP, lx.ADJ | lx.ADV | lx.NOUN),
        ("whose", lx.WH | lx.DET, lx.NOUN),
        ("they", lx.PRON | lx.SUBJECT, lx.DET),
        ("them", lx.PRON, lx.SUBJECT),
        ("september", lx.NAME, lx.VERB),
        ("larger", lx.ADJ | lx.COMPARATIVE, lx.VERB),
        ("weeks", lx.NOUN | lx.PLURAL, lx.VERB_BASE),
        ("doesn't", lx.AUX | lx.NOT | lx.VERB_S, lx.NOUN),
    ],
)
def test_parts_of_speech(word: str, has: int, lacks: int) -> None:
    tags = lexicon("en").tags(word)
    assert tags & has == has
    assert not tags & lacks


def test_case_and_apostrophe_do_not_matter() -> None:
    lex = lexicon("en")
    assert lex.frequency("DON’T") == lex.frequency("don't") > 5
    assert lexicon("en-GB") is lex


def test_frequencies_are_ordered() -> None:
    lex = lexicon("en")
    found = [lex.frequency(word) for word in ("the", "government", "veto", "zeppelin")]
    assert found == sorted(found, reverse=True)
    assert 7 < found[0] < 8


@pytest.mark.parametrize("lang", lx.LANGUAGES)
def test_every_language_loads_with_function_words(lang: str) -> None:
    lex = lexicon(lang)
    assert len(lex) > 20_000
    assert sum(1 for word in lex._index if lex.tags(word) & lx.FUNCTION) > 20


@pytest.mark.parametrize("lang", ["", "xx", None])
def test_unknown_language_is_an_empty_lexicon(lang: str | None) -> None:
    lex = lexicon(lang)
    assert len(lex) == 0
    assert "the" not in lex
    assert lex.lower_share("the") == -1.0


def test_pack_and_unpack() -> None:
    data = lx.pack(["a", "b"], b"\x1e\x3c", b"\xfa\xff", array("I", [lx.DET, 0]), b"\x0c\xff")
    lex = lx.unpack("xx", data)
    assert (lex.frequency("a"), lex.frequency("b")) == (1.0, 2.0)
    assert (lex.lower_share("A"), lex.lower_share("b")) == (1.0, -1.0)
    assert (lex.main_tag("a"), lex.main_tag("b")) == (lx.DET, 0)


def test_foreign_data_is_refused() -> None:
    import zstandard

    with pytest.raises(ValueError, match="not a lexicon"):
        lx.unpack("xx", zstandard.compress(b"something else\n"))
    raw = zstandard.decompress(lx.pack(["a"], b"\x1e", b"\xfa", array("I", [1]), b"\x00"))
    with pytest.raises(ValueError, match="cut short"):
        lx.unpack("xx", zstandard.compress(raw[:-2]))


def test_english_loads_quickly() -> None:
    started = time.process_time()
    lx._load.__wrapped__("en")
    # 20 ms on an idle machine; the bound allows for a busy one.
    assert time.process_time() - started < 0.5
