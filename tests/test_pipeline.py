"""What must hold of the whole pipeline on any text: the sample texts, texts made up of damage, and odd input.

Cleaning twice changes nothing, the log rebuilds the output, everything can be undone, protected spans come out as they
went in, one line comes back as one line, and edited text is left alone.
"""

from __future__ import annotations

import gzip
import json
import pickle
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cleanpipe
from cleanpipe import Document, Edit, InputError, Pipeline, Result
from cleanpipe.editing import apply
from cleanpipe.langcodes import normalised
from cleanpipe.scoring.langid.languages import model

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
BOUNDED = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def documents(folder: str) -> Iterator[tuple[str, str]]:
    """Name and text of every document of a folder of the corpus; a record of JSON lines is a document."""
    for path in sorted((CORPUS / folder).rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
        name = str(path.relative_to(CORPUS))
        if path.suffix == ".jsonl":
            for row in map(json.loads, text.splitlines()):
                yield f"{name}/{row['id']}", row["text"]
        else:
            yield name, text


DIRTY = dict(documents("dirty"))
CLEAN = dict(documents("clean"))
ALL = {**DIRTY, **CLEAN}


@cache
def pipeline() -> Pipeline:
    return Pipeline.from_rules("news")


@cache
def cleaned(name: str) -> Result:
    return pipeline().clean(ALL[name], name=name)


def rules_in(edit: Edit) -> set[str]:
    return {part.rule for part in edit.merged} or {edit.rule}


def check_log(result: Result) -> None:
    """The edits are sorted, free of overlap, say what they replace, and rebuild the text."""
    for edit in result.edits:
        assert 0 <= edit.start <= edit.end <= len(result.original)
        assert result.original[edit.start : edit.end] == edit.old != edit.new
        assert edit.state == "applied"
        assert edit.rule
        assert all(part.rule for part in edit.merged)
        assert 0 <= edit.score <= 1
    for one, two in pairwise(result.edits):
        assert one.end <= two.start
        assert (one.start, one.end) != (two.start, two.end)
    assert apply(result.original, result.edits) == result.text
    assert result.changed == (result.text != result.original)
    for edit in (*result.suggestions, *result.other):
        assert 0 <= edit.start <= edit.end <= len(result.original)


def check_undo(result: Result) -> None:
    undone = result.undo()
    assert undone.text == result.original
    assert undone.edits == ()
    for rule in set().union(*map(rules_in, result.edits)):
        without = result.undo(rule)
        assert not any(rule in rules_in(edit) for edit in without.edits)
        check_log(without)
    for edit in result.edits[:3]:
        without = result.undo(edit=edit)
        assert not any((e.start, e.end, e.new) == (edit.start, edit.end, edit.new) for e in without.edits)
        check_log(without)


def check_spans(result: Result) -> None:
    """Untouched characters map to themselves, and the whole maps to the whole between its outermost edits."""
    shift = at = 0
    for edit in (*result.edits, None):
        stop = len(result.original) if edit is None else edit.start
        for place in {at, (at + stop) // 2, stop - 1}:
            if at <= place < stop:
                span = result.original_span(place + shift, place + shift + 1)
                assert span == (place, place + 1)
                assert result.original[place] == result.text[place + shift]
        if edit is not None:
            shift += len(edit.new) - (edit.end - edit.start)
            at = edit.end
    with pytest.raises(IndexError):
        result.original_span(0, len(result.text) + 1)


# ---------------------------------------------------------------- every document


@pytest.mark.parametrize("name", ALL)
def test_cleaning_clean_output_changes_nothing(name: str) -> None:
    result = cleaned(name)
    assert not result.failed
    assert not any("still changing" in warning for warning in result.warnings)
    again = pipeline().clean(result.text, name=name)
    assert [(e.rule, e.old, e.new) for e in again.edits] == []
    assert again.text == result.text


@pytest.mark.parametrize("name", ALL)
def test_the_log_rebuilds_the_output_and_everything_can_be_undone(name: str) -> None:
    result = cleaned(name)
    assert result.original == ALL[name]
    check_log(result)
    check_undo(result)
    check_spans(result)


@pytest.mark.parametrize("name", CLEAN)
def test_edited_text_is_left_alone(name: str) -> None:
    assert [(e.rule, e.old, e.new) for e in cleaned(name).edits] == []


def test_damaged_text_is_not_left_alone() -> None:
    assert sum(result.changed for result in map(cleaned, DIRTY)) >= 0.9 * len(DIRTY)


#: Rules that may write letters or digits their text did not hold: they decode what was encoded.
DECODES = ("core/mojibake", "core/entities", "core/escapes")
#: Rules that may write a letter more than they replace, each with what it writes.
WRITES = {"repair-en/torn-names": "a letter that a name lost with its accent"}


def letters_of(text: str) -> Iterator[str]:
    return (c for c in text.casefold() if c.isalnum())


@pytest.mark.parametrize("name", DIRTY)
def test_no_letter_is_invented(name: str) -> None:
    """Edits move, drop and re-case letters; only what decodes writes other ones."""
    for layer in cleaned(name).history.layers:
        for edit in layer:
            if edit.rule in DECODES or edit.rule in WRITES:
                continue
            old = letters_of(edit.old)
            assert all(c in old for c in letters_of(edit.new)), (edit.rule, edit.old, edit.new)


@pytest.mark.parametrize("name", DIRTY)
def test_what_is_removed_leaves_nothing_but_blanks(name: str) -> None:
    book = pipeline().book
    removing = {rule.id for rule in book.of("drop_line", "drop_block", "dedupe")}
    found = [
        edit
        for layer in cleaned(name).history.layers
        for edit in layer
        if edit.rule in removing or edit.rule.startswith("chrome/")
    ]
    assert [edit for edit in found if edit.new.strip()] == []


def test_documents_do_not_influence_each_other() -> None:
    names = list(DIRTY)[:6]
    fresh = Pipeline(pipeline().book)
    backwards = {name: fresh.clean(DIRTY[name], name=name) for name in reversed(names)}
    for name in names:
        assert backwards[name].edits == cleaned(name).edits
        assert backwards[name].suggestions == cleaned(name).suggestions


# ---------------------------------------------------------------- one line

#: Escapes that stand for a line end make one line into several, and rightly so.
_LINE_ENDS = re.compile(r"\\n|\w[.!?”\"]nn[A-Z“\"]|<br|</p>")
ONE_LINERS = sorted({line for text in DIRTY.values() for line in text.split("\n") if line.strip()})[::2]
ONE_LINERS = [line for line in ONE_LINERS if line.isprintable() and not _LINE_ENDS.search(line)]


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_single_line_comes_back_as_a_single_line(end: str) -> None:
    assert len(ONE_LINERS) > 200
    broken = []
    for line in ONE_LINERS:
        text = pipeline().clean(line + end).text
        if not text.strip() or "\n" in text.removesuffix("\n") or text.endswith("\n") != bool(end):
            broken.append((line, text))
    assert broken == []


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\n\n", "a", "Home", "Share", "Advertisement", "\ufeff", ".", "“", "…\n"]
)
def test_next_to_nothing_is_kept(text: str) -> None:
    result = pipeline().clean(text)
    check_log(result)
    assert result.text.strip() == text.strip("\ufeff").strip()
    assert not result.failed


# ---------------------------------------------------------------- texts made of damage

PIECES = (
    "The ferry had been late since SeptemberWhen the pier sank .",
    "She met the baker Who had sold the mill , and the the dog.",
    "“ We will stay, ” the mayor said.",
    "He paid $ 290 for 6, 700 eggs at 10: 30.The hens were pleased.",
    "Der Rat von Unterwiesen tagte am Montag , und niemand kam.",
    "Le conseil s’ est réuni lundi ; personne n’est venu .",
    "The cafÃ© isnâ€™t open &amp;amp; the mill&nbsp;burned.",
    "It did n't rain. . Nobody,, was hurt",
    "by noon on the inves-",
    "tigation went on, and the council",
    "Share this article",
    "Advertisement",
    "Read more: The year the river stayed at home",
    "Sign up to our newsletter",
    "© 2019 The Ostley Star. All rights reserved.",
    "Photo: Ann Lee / The Ostley Star",
    "The U. S. envoy met Dr.Smith at 5 p. m. in the old town hall, which had been shut since the flood of 1974.",
    "Farmers in the valley have been asked to keep their dogs on a lead until the lambing is over.",
    "他说，，河水很高 。",
    "В среду , по словам мэра, мост закрыли .",
    "- one\n- two",
    "```\na , b ..\n```",
    "See https://mill.example/a,b;c?x=1 or `a , b` .",
    "\\u201cIt\\u2019s late,\\u201d she said.",
    "a\u200bb\u00ad c\ufeff",
    "l’",
    '"',
    "...",
    " ",
)
TEXTS = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from(["\n\n", "\n", " ", "", "\r\n", "\n \n"])), max_size=9
)


def joined(parts: list[tuple[str, str]]) -> str:
    return "".join(piece + end for piece, end in parts)


def check_all(text: str) -> None:
    result = pipeline().clean(text)
    assert not result.failed, result.warnings
    check_log(result)
    check_undo(result)
    check_spans(result)
    if not any("still changing" in warning for warning in result.warnings):
        again = pipeline().clean(result.text, lang=result.lang)
        assert (again.text, again.edits) == (result.text, ()), text
    assert bool(result.text.strip()) == bool(text.strip(" \n\r\t\u200b\u00ad\ufeff"))


@settings(BOUNDED, max_examples=120)
@given(TEXTS)
def test_texts_made_of_damage(parts: list[tuple[str, str]]) -> None:
    check_all(joined(parts))


@settings(BOUNDED, max_examples=120)
@given(
    st.text(
        alphabet=st.sampled_from("aeT .,;:'\"“”’-–—…!?()[]&#@`/\\\n\r\t0123%$€éÃ©â€™\u00a0\u200b\u2028«»。，字жi"),
        max_size=60,
    )
)
def test_odd_characters(text: str) -> None:
    result = pipeline().clean(text)
    assert not result.failed, result.warnings
    check_log(result)
    assert result.undo().text == text


@settings(BOUNDED, max_examples=60)
@given(st.text(max_size=60))
def test_any_text_at_all(text: str) -> None:
    result = pipeline().clean(text)
    assert not result.failed, result.warnings
    check_log(result)
    assert result.undo().text == text


# ---------------------------------------------------------------- protected spans

PROTECTED = (
    "https://mill.example/a,b;c.html?x=1&y=..2",
    "http://www.mill.example/Old--Mill_(2019).Then",
    "www.mill.example/news/,today",
    "mr.weir+mail@post.example",
    "`a , b ..  c`",
    "`don ' t ,touch`",
    "@mill.news",
    "#OldBridgeRun",
    "setup.cfg",
    "./lib/main.py",
    "Weir-Tours.co.uk",
    "report.final.pdf",
)
DAMAGED = (
    "The ferry had been late since SeptemberWhen the pier sank , and nobody asked .",
    "“ We will stay, ” the mayor said , and the the dog barked.",
    "He paid $ 290 for 6, 700 eggs at 10: 30.The hens were pleased. .",
    "It did n't rain at 5 p. m. , and Dr.Smith went home .",
)
FENCE = "```\nfor a , b in  pairs :\n    print( a ,b ) ..\n```"


@settings(BOUNDED, max_examples=80)
@given(st.lists(st.tuples(st.sampled_from(DAMAGED), st.sampled_from(PROTECTED)), min_size=1, max_size=4), st.booleans())
def test_protected_spans_come_out_verbatim(parts: list[tuple[str, str]], fence: bool) -> None:
    text = " ".join(f"{sentence} They wrote {span} on the door of the mill." for sentence, span in parts)
    if fence:
        text = f"{text}\n\n{FENCE}\n\nThen they left ."
    result = pipeline().clean(text, lang="en")
    assert result.changed
    for span in {span for _, span in parts}:
        assert result.text.count(span) == text.count(span), (span, result.text)
    assert result.text.count(FENCE) == int(fence)


@pytest.mark.parametrize("span", PROTECTED)
def test_without_protection_the_same_spans_are_edited_or_only_lucky(span: str) -> None:
    """Protected edits are on record as such, and no edit touches the span."""
    text = f"It rained , and they wrote {span} on the door ."
    result = pipeline().clean(text, lang="en")
    start = text.index(span)
    assert not any(e.start < start + len(span) and start < e.end for e in result.edits)
    assert result.text == f"It rained, and they wrote {span} on the door."


def test_an_edit_inside_a_protected_span_is_reported_not_made() -> None:
    def meddle(document: Document) -> Iterator[Edit]:
        for match in re.finditer("mill", document.text):
            yield Edit(*match.span(), "weir", "mine/meddle")

    text = "The mill is at https://mill.example/ now."
    result = pipeline().with_stage("meddle", meddle).clean(text, lang="en")
    assert result.text == "The weir is at https://mill.example/ now."
    assert [(e.rule, e.state, e.start) for e in result.other] == [("mine/meddle", "protected", text.rindex("mill"))]


# ---------------------------------------------------------------- the interface


@pytest.mark.parametrize("data", [b"It rained .", bytearray(b"It rained ."), None, 7, ["It rained ."]])
def test_anything_but_text_is_refused_with_advice(data: Any) -> None:
    for clean in (cleanpipe.clean, pipeline().clean):
        with pytest.raises(TypeError, match=r"decode bytes first.*decode\('utf-8'\)"):
            clean(data)


def test_a_stage_that_raises_leaves_the_document_unchanged() -> None:
    def fails(document: Document) -> list[Edit]:
        if "mill" in document.text:
            raise ValueError("no mills, please")
        return []

    pipe = pipeline().with_stage("fails", fails)
    result = pipe.clean("The mill burned down , and the cafÃ© too.", lang="en", name="mill.txt")
    assert result.failed
    assert result.text == result.original == "The mill burned down , and the cafÃ© too."
    assert result.edits == result.suggestions == ()
    assert (result.name, result.lang) == ("mill.txt", "en")
    (warning,) = result.warnings
    assert "unchanged" in warning
    assert "ValueError: no mills, please" in warning
    good = pipe.clean("The barn burned down , too.", lang="en")
    assert (good.failed, good.text) == (False, "The barn burned down, too.")


@pytest.mark.parametrize(
    "edit", [Edit(5, 99, "", "mine/beyond"), Edit(-3, 2, "x", "mine/before"), Edit(4, 2, "x", "mine/back")]
)
def test_a_stage_that_proposes_nonsense_does_no_harm(edit: Edit) -> None:
    result = pipeline().with_stage("nonsense", lambda document: [edit]).clean("It rained and they left.", lang="en")
    assert result.text == "It rained and they left."
    assert result.failed


def test_with_stage_leaves_the_pipeline_as_it_was() -> None:
    class Shout:
        def propose(self, document: Document) -> Iterator[Edit]:
            for match in re.finditer("rained", document.text):
                yield Edit(*match.span(), "RAINED", "mine/shout", score=0.9, reason="it was loud")

    pipe = pipeline()
    louder = pipe.with_stage("shout", Shout())
    result = louder.clean("It rained , and they left.", lang="en")
    assert result.text == "It RAINED, and they left."
    assert [e.rule for e in result.edits] == ["mine/shout", "core/spacing"]
    assert result.edits[0].reason == "it was loud"
    assert "shout" in result.seconds
    assert result.undo("mine/*").text == "It rained, and they left."
    assert pipe.clean("It rained , and they left.", lang="en").text == "It rained, and they left."


def test_a_stage_that_is_never_content_is_stopped_and_told() -> None:
    def grows(document: Document) -> list[Edit]:
        size = len(document.text)
        return [Edit(size, size, "x", "mine/grows")]

    result = pipeline().with_stage("grows", grows).clean("It rained", lang="en")
    assert any("still changing" in warning for warning in result.warnings)
    check_log(result)
    assert result.undo().text == "It rained"


def test_stream_keeps_the_order_and_holds_one_document_at_a_time() -> None:
    taken = []

    def source() -> Iterator[str | Document]:
        for number in range(5):
            taken.append(number)
            text = f"It rained {number} times , and they left."
            yield Document(text, name=str(number), lang="en") if number % 2 else text

    results = pipeline().stream(source())
    assert taken == []
    first = next(results)
    assert taken == [0]
    assert [first.text, *(r.text for r in results)] == [f"It rained {n} times, and they left." for n in range(5)]


def test_language_given_wins_over_language_detected() -> None:
    english = "It rained all day , and the ministers left the old town hall by the back door ."
    assert pipeline().clean(english).lang == "en"
    assert pipeline().clean(english).text == pipeline().clean(english, lang="en").text
    assert pipeline().clean(english, lang="fr").lang == "fr"
    assert pipeline().clean("12:30").lang is None
    french = "Qui sait ? Personne ! Le conseil a siégé : on a ri ; on a bu."
    assert pipeline().clean(french).text == pipeline().clean(french, lang="fr").text == french
    assert pipeline().clean(french, lang="en").text != french  # so the language matters


def test_a_language_of_the_settings_is_used_for_all() -> None:
    pipe = Pipeline.from_rules("base", overrides={"lang": "fr"})
    assert pipe.clean("It rained all day, and the ministers left.").lang == "fr"
    assert pipe.clean("It rained all day, and the ministers left.", lang="en").lang == "en"


RULES = """\
format: 1
pack: mine
rules:
  - id: strapline
    why: The line under every title of this site.
    where: {site: star.example}
    drop_line: {line_is: Your paper since 1888}
    confidence: high
    examples:
      - {drop: Your paper since 1888, at: {site: star.example}}
      - keep: Your paper was torn.
"""
ARTICLE = (
    "Bridge opens after nine years\n\nYour paper since 1888\n\n"
    "The bridge over the Aune was opened on Monday by a duck, which walked across it before the mayor could.\n\n"
    "The mayor, who had waited for nine years, said that she did not mind being second to a bird of that size.\n"
)


def test_rules_bound_to_a_site_act_there_alone(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(RULES, encoding="utf-8")
    pipe = Pipeline.from_rules("base", path)
    there = pipe.clean(ARTICLE, site="star.example")
    assert there.text == ARTICLE.replace("Your paper since 1888\n\n", "")
    assert [edit.rule for edit in there.edits] == ["mine/strapline"]
    assert pipe.clean(ARTICLE, site="moon.example").text == ARTICLE
    assert pipe.clean(ARTICLE).text == ARTICLE
    assert pipeline().clean(ARTICLE, site="star.example").text == ARTICLE
    assert pipe.clean(Document(ARTICLE, site="star.example")).text == there.text


def test_more_than_max_removed_is_left_and_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(RULES, encoding="utf-8")
    assert Pipeline.from_rules("base", path, overrides={"max_removed": 0.2}).clean(ARTICLE, site="star.example").changed
    result = Pipeline.from_rules("base", path, overrides={"max_removed": 0.01}).clean(ARTICLE, site="star.example")
    assert result.text == ARTICLE
    assert [edit.rule for edit in result.suggestions] == ["mine/strapline"]
    (warning,) = result.warnings
    assert "max_removed" in warning


def test_clean_is_the_default_pipeline() -> None:
    for name in list(DIRTY)[:3]:
        result = cleanpipe.clean(DIRTY[name])
        assert result.edits == cleaned(name).edits
        assert str(result) == result.text == cleaned(name).text


def test_stages_that_are_not_wanted_do_not_run() -> None:
    wanted = ("unicode", "protect", "language", "punctuation")
    book = pipeline().book
    pipe = Pipeline(replace(book, settings=replace(book.settings, stages=wanted)))
    page = DIRTY["dirty/de/bruecke-wird-verschoben.txt"]
    result = pipe.clean(page)
    assert "Zum Inhalt springen" in result.text
    assert "Landkreis, die" in result.text
    assert {"chrome", "dedupe", "repair", "lines"}.isdisjoint(result.seconds)


# -- what callers get wrong, and what they may rely on -----------------------------------------------------------------

SPACED = "The plan , they said, is good and the ministers left."


@pytest.mark.parametrize("lang", ["EN", "eng", "eng_Latn", "english", "English", "en-latn", " en "])
def test_a_language_may_be_written_in_any_usual_way(lang: str) -> None:
    text = "The loan was repaid Last SeptemberWhen he moved north ."
    assert pipeline().clean(text, lang=lang).text == pipeline().clean(text, lang="en").text != text
    result = pipeline().clean(Document(text, lang=lang))
    assert (result.text, result.lang) == (pipeline().clean(text, lang="en").text, "en")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("pt_br", "pt-BR"), ("zho_Hans", "zh-Hans"), ("srp-Latn-RS", "sr-Latn-RS"), ("ger", "de"), ("deu", "de"),
        ("iw", "he"), ("cmn", "zh"), ("en_US.UTF-8", "en-US"), ("es-419", "es-419"), ("ceb", "ceb"), ("Deutsch", "de"),
        ("klingon", None), ("xx", None), ("en glish", None), ("5", None), ("usa", None),
    ],
)  # fmt: skip
def test_names_of_languages(name: str, code: str | None) -> None:
    assert normalised(name) == code
    assert code is None or normalised(code) == code


def test_every_language_that_is_detected_keeps_its_name() -> None:
    labels = model().labels
    assert [normalised(label) for label in labels] == list(labels)


def test_a_language_that_is_none_is_refused_or_found_out() -> None:
    with pytest.raises(ValueError, match="'klingon' is no language"):
        pipeline().clean(SPACED, lang="klingon")
    with pytest.raises(ValueError, match="'klingon' is no language"):
        cleanpipe.clean(SPACED, lang="klingon")
    result = pipeline().clean(Document(SPACED, lang="klingon"))
    assert (result.lang, result.text) == ("en", SPACED.replace(" ,", ","))
    assert result.warnings == ("'klingon' is no language that is known here; it is found out instead",)
    german = cleanpipe.Pipeline.from_rules("base", overrides={"lang": "german"})
    claims = german.clean(Document("Er kam , sah und ging.", lang="klingon"))
    assert (claims.lang, claims.warnings) == (
        "de",
        ("'klingon' is no language that is known here; de is taken instead",),
    )
    beside = german.clean(Document(SPACED, lang="klingon"), lang="English")
    assert (beside.lang, beside.warnings) == ("en", ())
    quiet = pipeline().clean(Document(SPACED, lang="und"))
    assert (quiet.lang, quiet.warnings) == ("en", ())
    with pytest.raises(InputError, match="the setting lang: 'klingon'"):
        cleanpipe.Pipeline.from_rules("base", overrides={"lang": "klingon"})


def test_a_pipeline_goes_to_other_processes() -> None:
    texts = [SPACED, "Nothing to do here.", SPACED * 2]
    pipe = pipeline()
    with ProcessPoolExecutor(2) as pool:
        results = list(pool.map(pipe.clean, texts))
    assert [r.text for r in results] == [pipe.clean(text).text for text in texts]
    assert results[0].undo("core/spacing").text == results[0].undo(edit=results[0].edits[0]).text == SPACED
    copy = pickle.loads(pickle.dumps(pipe))
    assert pickle.loads(pickle.dumps(pipe)) is copy  # made once a process, whatever arrives with each task


def shout(document: Document) -> list[Edit]:
    return [Edit(0, 1, document.text[:1].upper(), "mine/shout")]


def test_a_stage_of_ones_own_goes_along() -> None:
    pipe = cleanpipe.Pipeline.from_rules("base")
    copy = pickle.loads(pickle.dumps(pipe.with_stage("shout", shout)))
    assert copy.clean("hello there").text == "Hello there"
    assert pickle.loads(pickle.dumps(pipe)).clean("hello there").text == "hello there"


def test_a_single_text_is_no_stream() -> None:
    for one in ("some text", b"some text", Document("some text")):
        with pytest.raises(ValueError, match="there is clean"):
            pipeline().stream(one)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="takes many texts"):
        cleanpipe.near_copies("some text")


def test_a_bad_text_in_a_stream_is_named_by_its_place() -> None:
    results = pipeline().stream(["It rained.", None])  # type: ignore[list-item]
    assert next(results).text == "It rained."
    with pytest.raises(TypeError, match=r"stream\(\), at place 1 .* not NoneType"):
        next(results)
    with pytest.raises(TypeError, match="the Document 'x'"):
        pipeline().clean(Document(None, name="x"))  # type: ignore[arg-type]


def test_undo_knows_the_rules_there_are() -> None:
    result = pipeline().clean(SPACED, lang="en")
    for missing in ("core/nope", "spacing", "nope/*"):
        with pytest.raises(ValueError, match=f"no rule '{re.escape(missing)}'"):
            result.undo(missing)
    for there in ("core/quotes", "core/*"):  # that it had nothing to do here is no mistake
        pipeline().clean("It rained.", lang="en").undo(there)
    assert result.undo("core/spacing").undo("core/spacing").text == SPACED
