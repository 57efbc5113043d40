"""What the pipeline promises about its stages: what protects text, what slow rules cost, whose words count."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest

from cleanpipe import CleanpipeError, Document, Edit, Pipeline
from cleanpipe.document import Span
from cleanpipe.editing import apply
from cleanpipe.rulefile.bars import bar_of
from cleanpipe.rulefile.expressions.budget import one_document
from cleanpipe.rulefile.model import Conditions, DropLine, Example, Protect, Replace, Rule, RuleBook, Scope, Settings
from cleanpipe.rulefile.testing.trials import alone
from cleanpipe.stages.protect import fenced


def with_rules(pack: str, *rules: Rule) -> Pipeline:
    """A pipeline of a shipped pack and rules that no rule file would get past the linter."""
    book = Pipeline.from_rules(pack).book
    return Pipeline(replace(book, rules=(*book.rules, *rules)))


# -- protected spans ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("One.\n```\na , b\n```\nTwo.", ["```\na , b\n```"]),
        ("One.\n```\na , b\n", ["```\na , b\n"]),
        ("One.\n```\na , b", ["```\na , b"]),  # never closed, and no line end
        ("~~~ `x` ~~~\na\n~~~\nb", ["~~~ `x` ~~~\na\n~~~"]),
        ("````\n```\na\n`````  \nb", ["````\n```\na\n`````  "]),  # closed by at least as many marks
        ("```\n~~~\n``` py\na\n```\nb", ["```\n~~~\n``` py\na\n```"]),  # by the same marks, with nothing behind
        ("```code``` in a line\n\na , b", []),
        ("    ```\na\n    ```", []),
        ("```\na\n```\nb\n```\nc\n```", ["```\na\n```", "```\nc\n```"]),
    ],
)
def test_fences(text: str, blocks: list[str]) -> None:
    assert [text[start:end] for start, end in fenced(text)] == blocks


def test_time_for_fences_grows_with_the_text() -> None:
    for first, more in (("", "```py\nfoo bar\n"), ("````\n", "```\nfoo\n")):
        text = first + more * 30_000 + "end"
        begun = process_time()
        assert fenced(text) == [Span(0, len(text))]
        assert process_time() - begun < 1  # a second is fifty times what it takes


def test_code_that_is_never_closed_is_kept() -> None:
    for end in ("", "\n"):
        text = "Use it like this:\n\n```\nprint(a , b)" + end
        assert Pipeline.from_rules("news").clean(text, lang="en").text == text


def test_every_line_that_an_edit_touches_is_looked_at() -> None:
    text = "A qux, then see.\nhttps://x.example/a and so on."
    guard = Pipeline.from_rules("base")._protect
    assert guard is not None
    is_protected = guard.guard(Document(text, lang="en"), cuts=False)
    at, url = text.index("see"), text.index("https")
    assert not is_protected(Edit(2, 5, "quux"))  # the first line is known from here on
    assert is_protected(Edit(at, url + 5, "x"))
    assert not is_protected(Edit(at, url, "x"))
    assert not is_protected(Edit(url, url, "x"))


def test_an_edit_over_two_lines_is_stopped_by_a_span_in_the_second() -> None:
    pipe = with_rules(
        "base",
        Rule("t/a", "replace", Replace("qux", "quux"), order=5),
        Rule("t/b", "replace", Replace(r"See\.\nhttps://x", "See.\nHTTPX", lines=True)),
    )
    for start in ("Then", "A qux, then"):
        result = pipe.clean(start + " you may See.\nhttps://x.example/a and so on.", lang="en")
        assert result.text.endswith("See.\nhttps://x.example/a and so on.")
        assert [edit.state for edit in result.other] == ["protected"]


def test_a_deletion_over_lines_takes_the_spans_inside_along() -> None:
    text = "One.\n`a , b`\nTwo https://y.example/b and\nhttps://z.example/c"
    guard = Pipeline.from_rules("base")._protect
    assert guard is not None
    is_protected = guard.guard(Document(text, lang="en"), cuts=True)
    assert not is_protected(Edit(0, len(text), ""))
    assert is_protected(Edit(5, text.index("Two"), ""))  # nothing but code
    assert is_protected(Edit(0, text.index("y.example"), ""))


def test_a_line_that_is_all_one_span_goes_where_its_rule_lets_it() -> None:
    page = "Read it:\n{}\nIt rained all day long, and the river rose by half a metre.\n```\ncode\n```"
    gone = ("https://mill.example/a", "mill@post.example", "@mill", "mill.example", "./mill.txt")
    for span, goes in [*((span, True) for span in gone), ("`mill`", False), ("ACME mill", False)]:
        for text in (page.format(span), page.format(span).partition("\n```")[0]):
            pipe = with_rules(
                "base",
                Rule("t/name", "protect", Protect("ACME mill", None)),
                Rule("t/mill", "drop_line", DropLine(Conditions(contains=("mill",))), confidence=0.95),
            )
            result = pipe.clean(text, lang="en")
            assert (span not in result.text) is goes, (span, result.text)
            inside = Edit(text.index("mill"), text.index("mill") + 2, "")
            assert pipe._protect is not None
            assert pipe._protect.guard(Document(text, lang="en"), cuts=True)(inside)


# -- slow rules --------------------------------------------------------------------------------------------------------


def test_each_document_tells_of_the_rules_that_were_too_slow_for_it() -> None:
    """The same warnings and the same text for each, whatever was cleaned before."""
    pipe = with_rules(
        "base",
        Rule("t/line", "drop_line", DropLine(Conditions(matches=(r"^(a+)+$",)))),
        Rule("t/span", "replace", Replace("(b+)+c", "d")),
    )
    slow = "First line.\n\n" + "a" * 40 + "!\n\n" + "b" * 40 + "\n\nLast line.\n"
    for _ in range(4):
        with one_document(seconds=0.01):
            result = pipe.clean(slow, lang="en")
        assert result.slow == ("t/line", "t/span")
        assert [warning.split()[1] for warning in result.warnings[:2]] == ["t/line", "t/span"]
        assert result.text == slow
        quick = pipe.clean("First line.\n\naaaa\n\nA line with bbc.\n", lang="en")
        assert quick.text == "First line.\n\nA line with d.\n"
        assert (quick.slow, quick.warnings) == ((), ())


# -- names, bars and what is given -------------------------------------------------------------------------------------


def shout(document: Document) -> list[Edit]:
    return [Edit(0, 1, document.text[:1].upper(), "mine/shout")]


@pytest.mark.parametrize("name", ["punctuation", "lines", "language", "quality", "shout"])
def test_a_stage_takes_no_other_stages_name(name: str) -> None:
    pipe = Pipeline.from_rules("base").with_stage("shout", shout)
    with pytest.raises(CleanpipeError, match=f"a stage '{name}' already"):
        pipe.with_stage(name, shout)
    assert pipe.with_stage("more", shout).clean("hello there", lang="en").text == "Hello there"


@pytest.mark.parametrize(
    ("settings", "given", "bar"),
    [
        ({}, {}, (0.8, 0.5)),
        ({"min_confidence": 0.3}, {}, (0.3, 0.3)),
        ({}, {"apply_from": 0.2}, (0.2, 0.2)),
        ({}, {"suggest_from": 0.9}, (0.8, 0.8)),
        ({"suggest_from": 0.1}, {"apply_from": 0.9}, (0.9, 0.1)),
    ],
)
def test_what_is_made_is_never_too_unlikely_to_be_reported(
    settings: dict[str, float], given: dict[str, float], bar: tuple[float, float]
) -> None:
    rule = Rule("t/a", "replace", Replace("qux", "quux"), confidence=bar[0], **given)  # type: ignore[arg-type]
    book = RuleBook((rule,), Settings(**settings))  # type: ignore[arg-type]
    assert bar_of(book.settings, rule) == (*bar, False)
    assert Pipeline(book).clean("A qux.", lang="en").text == "A quux."
    assert alone(rule, Example("in", "A qux.", "A quux."), book).text == "A quux."
    low = replace(rule, confidence=bar[1] - 0.01)
    result = Pipeline(RuleBook((low,), book.settings)).clean("A qux.", lang="en")
    assert (result.text, result.suggestions, result.edits) == ("A qux.", (), ())


def test_what_is_given_beside_a_document_counts() -> None:
    text = "Qui sait ? Personne ! Le conseil a siégé : on a ri ; on a bu."
    pipe = Pipeline.from_rules("news")
    document = Document(text, name="a.txt", site="moon.example", meta={"kind": "x"})
    result = pipe.clean(document, lang="en", name="b.txt")
    assert (result.text, result.lang, result.name) == (pipe.clean(text, lang="en").text, "en", "b.txt")
    assert pipe.clean(replace(document, lang="en"), lang="fr").text == text
    scoped = with_rules(
        "base",
        Rule("t/a", "replace", Replace("siégé", "voté"), where=Scope(site=("star.example",))),
        Rule("t/b", "replace", Replace("ri", "dormi"), where=Scope(meta={"kind": ("y",)})),
    )
    assert scoped.clean(document).text == text
    assert "voté" in scoped.clean(document, site="star.example").text
    assert "dormi" in scoped.clean(document, meta={"kind": "y"}).text


def test_the_language_of_the_settings_is_that_of_documents_without_one() -> None:
    pipe = Pipeline.from_rules("base", overrides={"lang": "fr"})
    english = "It rained all day, and the ministers left."
    assert [result.lang for result in pipe.stream([english, Document(english), Document(english, lang="de")])] == [
        "fr", "fr", "de",
    ]  # fmt: skip


# -- the language of what is left --------------------------------------------------------------------------------------

CORPUS = Path(__file__).parent.parent / "corpus"
BAND, FERRY = "dirty/pt/banda-sem-maestro.txt", "dirty/en/ferry-strike-evening.txt"


def joined(*names: str) -> str:
    """The beginnings of texts, one below the other: a page in several languages."""
    texts = [(CORPUS / name).read_text(encoding="utf-8") for name in names]
    return "\n\n".join(text[:1500].rpartition("\n")[0] for text in texts) + "\n"


@pytest.mark.parametrize(
    ("names", "lang"),
    [
        ((BAND, FERRY), "pt"),
        ((BAND, "clean/nl/gesprek-met-een-klokkenluider.md"), "pt"),
        ((BAND, "clean/ru/gorodskaya-stranitsa.txt"), "pt"),
        (("dirty/fr/facteur-a-cheval.txt", "clean/pl/rozmowa-z-mierniczym.md"), "fr"),
    ],
)
def test_the_language_is_that_of_what_is_left(names: tuple[str, ...], lang: str) -> None:
    """The dirty page is taken for another language than the clean one; the clean one is what counts."""
    page, pipe = joined(*names), Pipeline.from_rules("news")
    assert pipe._language is not None
    assert pipe._language.annotate(Document(page)).lang != lang
    result = pipe.clean(page)
    assert result.lang == lang
    assert apply(page, result.edits) == result.text
    again = pipe.clean(result.text)
    assert (again.text, again.lang) == (result.text, lang)


def test_a_language_that_was_given_is_not_doubted() -> None:
    assert Pipeline.from_rules("news").clean(joined(BAND, FERRY), lang="en").lang == "en"
