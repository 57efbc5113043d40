"""The chrome stage: what goes, what stays, and what must hold on any text."""

from __future__ import annotations

import random
import re
import textwrap
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from cleanpipe import Pipeline
from cleanpipe.chrome.chars import Characters, word_hash
from cleanpipe.chrome.decide import Drop
from cleanpipe.chrome.features import Page, page_of
from cleanpipe.chrome.headline import copies, headline
from cleanpipe.chrome.labels import is_label, known_labels
from cleanpipe.chrome.lines import is_credit, looks_like_page
from cleanpipe.chrome.model import Networks, _product, shipped_model
from cleanpipe.chrome.runs import (
    announced_code,
    comments_from,
    latest_news,
    live_entries,
    programme,
    questions,
    repeats,
    teasers,
)
from cleanpipe.chrome.units import units_of
from cleanpipe.document import Document, Edit
from cleanpipe.editing import apply
from cleanpipe.rulefile import load_rules
from cleanpipe.rulefile.model import Conditions, DropLine, Rule, Settings
from cleanpipe.stages.chrome import HELD_BACK, ChromeStage, line_edits

PROSE = {
    "P1": "The ferry across the river has stopped for the third time this spring, and the people of the valley have "
    "begun to doubt that it will ever sail on time again.",
    "P2": "On Monday morning the water stood so high that the ferryman tied his boat to the chapel door, and told the "
    "first three passengers to go home and make tea.",
    "P3": "The council, which met on Tuesday in the school because its own hall was wet, voted to ask the county for a "
    "loan, and to ask the river for patience.",
    "P4": "Nobody was hurt, but a cow that had been seen on the island since Sunday had to be fetched with a raft, and "
    "it took six men and a bag of apples.",
    "P5": "The oldest of them said that he had fetched her grandmother from the same place in the same weather, and "
    "that the apples had been better then.",
    "R1": "Паром через реку этой весной остановили уже в третий раз, и жители долины больше не верят, что он "
    "когда-нибудь снова пойдёт по расписанию, как это было раньше.",
    "R2": "В понедельник утром вода поднялась так высоко, что паромщик привязал лодку к двери часовни и отправил "
    "первых трёх пассажиров домой пить чай, а сам остался ждать.",
    "R3": "Совет собрался во вторник в школе, потому что его собственный зал был затоплен, и решил попросить "
    "у района деньги на новый причал, который не боится воды.",
    "Z1": "今年春天，横渡河流的渡轮已经第三次停航，山谷里的居民开始怀疑它是否还能按时开航，许多人已经习惯了绕道而行。",
    "Z2": "星期一早上水位很高，船夫只好把船系在教堂的门上，并让最先到的三位乘客回家喝茶，等到下午再来看看情况。",
    "Z3": "星期二，议会因为自己的大厅进了水而在学校开会，并决定向县里借钱修建一个不怕洪水的新码头，预计明年完工。",
}
CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "chrome.yaml").read_text("utf-8"))


def filled(text: str) -> str:
    return re.sub(r"\$([PRZ]\d)", lambda match: PROSE[match.group(1)], text)


@pytest.fixture(scope="module")
def stage() -> ChromeStage:
    book = load_rules("news")
    return ChromeStage(book.of("drop_line", "drop_block"), book.settings)


def cleaned(stage: ChromeStage, document: Document) -> str:
    return apply(document.text, [edit for edit in stage.propose(document) if edit.score >= 0.8])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cases(stage: ChromeStage, case: dict[str, Any]) -> None:
    text = filled(case["text"])
    document = Document(text, lang=case.get("lang", "en"), site=case.get("site"))
    out = cleaned(stage, document)
    left = [line for line in out.split("\n") if line]
    if case.get("page"):
        assert not [line for line in map(filled, case["stays"]) if line not in left]
        assert not [line for line in case["must_go"] if line in left]
        assert "once" not in case or left.count(case["once"]) == 1
        assert "twice" not in case or left.count(case["twice"]) == 2
    else:
        gone, cut = case.get("gone", []), case.get("cut", {})
        assert left == [cut.get(line, line) for line in text.split("\n") if line and line not in gone]
    assert cleaned(stage, Document(out, lang=document.lang, site=document.site)) == out


def test_every_edit_is_one_line_with_a_reason(stage: ChromeStage) -> None:
    for case in CASES:
        text = filled(case["text"])
        for edit in stage.propose(Document(text, lang=case.get("lang", "en"))):
            assert len(text[edit.start : edit.end].split("\n")) >= 1
            assert len([line for line in text[edit.start : edit.end].split("\n") if line.strip()]) == 1
            assert edit.rule
            assert len(edit.reason) > 10


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_paragraphs_stay_separated_as_they_were(stage: ChromeStage, gap: str) -> None:
    lines = [
        PROSE["P1"],
        "Advertisement",
        PROSE["P2"],
        "Advertisement",
        "Share on Facebook",
        PROSE["P3"],
        "Advertisement",
    ]
    out = cleaned(stage, Document(gap.join(lines) + "\n", lang="en"))
    assert out == gap.join([PROSE["P1"], PROSE["P2"], PROSE["P3"]]) + "\n"


def test_blank_line_on_one_side_only(stage: ChromeStage) -> None:
    text = f"{PROSE['P1']}\nAdvertisement\n\n{PROSE['P2']}"
    assert cleaned(stage, Document(text, lang="en")) == f"{PROSE['P1']}\n\n{PROSE['P2']}"


def test_max_removed_leaves_the_document_and_says_so() -> None:
    greedy = Rule("mine/greedy", "drop_line", DropLine(Conditions(contains=("the",))), confidence=0.95)
    text = "\n".join(PROSE[key] for key in ("P1", "P2", "P3", "P4")) + "\nA line of another kind.\n"
    stage = ChromeStage((greedy,), Settings(max_removed=0.4))
    document = Document(text, lang="en")
    edits = stage.propose(document)
    assert edits
    assert all(edit.score <= HELD_BACK for edit in edits)
    assert "max_removed" in stage.warnings(document)[0]
    assert ChromeStage((greedy,), Settings(max_removed=1.0)).warnings(document) == []


def test_a_rule_of_low_confidence_is_only_a_suggestion() -> None:
    shy = Rule("mine/shy", "drop_line", DropLine(Conditions(line_is=("Weather",))), confidence=0.6)
    edits = ChromeStage((shy,), Settings()).propose(Document(f"{PROSE['P1']}\nWeather\n{PROSE['P2']}", lang="en"))
    assert [(edit.rule, edit.score) for edit in edits] == [("mine/shy", 0.6)]


def test_a_rule_on_trial_changes_nothing_else() -> None:
    end = DropLine(Conditions(line_is=("The end",)))
    trial = Rule("mine/the-end", "drop_line", end, status="trial", marks="article_end")
    text = f"{PROSE['P1']}\n\n{PROSE['P2']}\n\nThe end\n\nOld mill finds a new owner"
    assert [edit.rule for edit in ChromeStage((trial,), Settings()).propose(Document(text))] == ["mine/the-end"]


@pytest.mark.parametrize("name", ["the-end", "legend-marker", "the-end-marker", "my-video-stamp"])
def test_what_a_rule_marks_is_said_not_read_from_its_name(name: str) -> None:
    text = f"{PROSE['P1']}\n\n{PROSE['P2']}\n\nThe end\n\nOld mill finds a new owner"
    rule = Rule(f"mine/{name}", "drop_line", DropLine(Conditions(line_is=("The end",))), confidence=0.95)
    edits = ChromeStage((rule,), Settings()).propose(Document(text))
    assert [edit.rule for edit in edits] == [f"mine/{name}"]
    edits = ChromeStage((replace(rule, marks="article_end"),), Settings()).propose(Document(text))
    assert [edit.rule for edit in edits] == [f"mine/{name}", "chrome/after-end-marker"]


def test_the_shipped_packs_say_what_their_rules_mark() -> None:
    marks = {rule.id: rule.marks for rule in load_rules("news").rules if rule.marks}
    assert marks.pop("news-all/video-stamp") == "video"
    assert set(marks.values()) == {"article_end"}
    assert sorted(marks) == sorted(rule.id for rule in load_rules("news").rules if rule.id.endswith("/end-marker"))


def test_hard_wrapped_text_is_judged_by_paragraphs(stage: ChromeStage) -> None:
    def wrapped(text: str) -> str:
        return re.sub(r"(.{40,60}) ", r"\1\n", text)

    text = "\n\n".join(wrapped(PROSE[key]) for key in ("P1", "P2", "P3", "P4", "P5"))
    document = Document(text, lang="en")
    assert not document.one_line_blocks
    assert len(units_of(document)) == 5
    assert stage.propose(document) == []


def test_prose_of_any_script_is_no_page() -> None:
    for keys in (("P1", "P2", "P3", "P4", "P5"), ("R1", "R2", "R3"), ("Z1", "Z2", "Z3")):
        assert not looks_like_page([PROSE[key] for key in keys] * 3)


def test_random_pages_keep_all_properties(stage: ChromeStage) -> None:
    rng = random.Random(7)
    furniture = [
        "Home",
        "News",
        "Share on Facebook",
        "3 Comments",
        "Read more",
        "Log in",
        "12 May",
        "by Ann",
        "Source link",
        "»",
    ]
    for _ in range(60):
        lines = [
            rng.choice([rng.choice(furniture), rng.choice(list(PROSE.values()))]) for _ in range(rng.randint(1, 30))
        ]
        text = rng.choice(["\n", "\n\n"]).join(lines) + rng.choice(["", "\n", "\n\n"])
        out = cleaned(stage, Document(text, lang="en"))
        assert out.strip()
        assert cleaned(stage, Document(out, lang="en")) == out
        assert len(text) - len(text.rstrip("\n")) == len(out) - len(out.rstrip("\n"))


def test_the_same_page_gives_the_same_edits(stage: ChromeStage) -> None:
    text = filled(next(case for case in CASES if case.get("page"))["text"])
    first: list[Edit] = stage.propose(Document(text, lang="en"))
    assert first == stage.propose(Document(text, lang="en"))
    other = load_rules("news")
    assert first == ChromeStage(other.of("drop_line", "drop_block"), other.settings).propose(Document(text, lang="en"))


def test_word_hashes_ignore_case_and_place() -> None:
    text = "Ferry, ferry FERRY œuvre ŒUVRE 渡渡"
    hashes = Characters(text).hashes.tolist()
    assert len(set(hashes[:3])) == len(set(hashes[3:5])) == len(set(hashes[5:])) == 1
    assert hashes[0] == word_hash("ferry") != word_hash("ferri")


def lines_of(lines: list[str]) -> Page:
    text = "\n".join(lines)
    return page_of(text, units_of(Document(text)))


def test_labels_are_known_however_they_are_written() -> None:
    labels = sorted(known_labels())
    written = [form(label) for label in labels for form in (str.upper, str.title, "› {}:".format, "{}s".format)]
    written = [text for text in written if text.strip() and "\n" not in text]
    assert lines_of(written).label.tolist() == [is_label(text) for text in written]


def test_words_are_counted_as_they_are_split() -> None:
    lines = ["one", "two\u00a0 words", "a\u200bb c", "東京 の", "\U0001f642 \U0001f642x", "a\x1fb\u2003c", "-  -"]
    assert lines_of(lines).pieces.tolist() == [len(line.split()) for line in lines]


@pytest.mark.parametrize("credit", ["Additional Reporting by A. Lee", "Mit Material von dpa", "avec AFP", "con fonti"])
def test_a_page_that_may_name_contributors_says_so(credit: str) -> None:
    assert is_credit(credit)
    assert lines_of(["News", credit]).credits
    assert not lines_of(["News", "Weather"]).credits


def test_edits_are_those_of_their_class() -> None:
    drop = Drop("core/x", 0.9, "why", 3)
    assert line_edits(Document("A\nshare\nB"), {1: drop}) == [Edit(2, 8, "", "core/x", 0.9, "why", 3)]


def test_products_do_not_depend_on_the_slices() -> None:
    rng = np.random.default_rng(1)
    left, right = rng.random((700, 90), np.float32), rng.random((90, 32), np.float32)
    assert np.allclose(_product(left, right), left @ right, rtol=1e-5)
    pairs = rng.random((3, 700, 32), np.float32), rng.random((3, 32, 32), np.float32)
    assert np.allclose(_product(*pairs), pairs[0] @ pairs[1], rtol=1e-5)


def test_features_survive_any_text() -> None:
    for text in ("\ufffd\n\U0001f600\U0001f600\n...\nx", "。\n、\nก\nا", "-\n-\n-", "a\n" * 50):
        units = units_of(Document(text))
        page = page_of(text, units)
        assert page.form.shape[0] == len(units)
        assert np.isfinite(page.form).all()


@pytest.mark.parametrize(
    ("above", "paragraph", "expected"),
    [
        # the article uses its words again, in whatever form
        (["Home", "Trail > Of > Pages", "Ferry stops for the third time", "By Ann Lee of the valley desk"], "P1", 2),
        (["Главная", "Паром остановили в третий раз", "Автор нашей газеты Анна Ли"], "R1", 1),
        (["导航", "新闻中心和天气预报", "山谷渡轮今年第三次停航"], "Z1", 2),
        # what the title of the window says
        (["Cheese wins prize - The Star", "Menu", "Cheese wins prize", "More of what we say"], "P1", 2),
        # nothing above has to do with the article: the first line, if it is long enough
        (["The Star of the Valley", "Home", "Log in"], "P1", 0),
        (["Home", "Log in", "Cheese and wine and other things"], "P1", -1),
        (["Home", "Trail > of > the ferry > across the river"], "P1", -1),
    ],
)
def test_the_headline_is_what_the_article_speaks_of(above: list[str], paragraph: str, expected: int) -> None:
    assert headline([*above, PROSE[paragraph]], len(above), set()) == expected


@pytest.mark.parametrize(
    ("title", "seen", "stays"),
    [
        ("Ferry stopped for the third time this spring", 0.4, True),
        ("Ferry stopped for the third time this spring", 0.1, False),
        ("Old mill finds a new owner in Wexham", 0.4, False),
    ],
)
def test_what_the_title_speaks_of_stays_in_doubt(
    stage: ChromeStage, monkeypatch: pytest.MonkeyPatch, title: str, seen: float, stays: bool
) -> None:
    """A paragraph in a page of menus that the scorer would drop, beside one that it would keep."""
    menu = [f"Menu {n}" for n in range(40)]
    units = [title, *menu, PROSE["P1"], "Back", PROSE["P4"], *menu]

    class Scorer:
        table = shipped_model().table

        def content(self, page: Page, said: object) -> NDArray[Any]:
            known = {units.index(PROSE["P1"]): seen, units.index(PROSE["P4"]): 0.7}
            return np.array([known.get(number, 0.01) for number in range(len(units))])

    monkeypatch.setattr("cleanpipe.chrome.model.shipped_model", Scorer)
    left = cleaned(stage, Document("\n".join(units), lang="en")).split("\n")
    assert PROSE["P4"] in left
    assert (PROSE["P1"] in left) is stays


def test_a_line_that_rules_know_is_no_headline() -> None:
    page = ["Home", "Read more about the ferry across the river", "Ferry stops again today", PROSE["P1"]]
    assert headline(page, 3, {1}) == 2
    assert headline(page, 3, {1, 2}) == -1


def test_what_says_the_headline_again_is_a_copy() -> None:
    page = ["Cheese wins prize again - The Star", "Menu", "Home > Food > Cheese wins prize again", "Cheese takes all"]
    page += ["Cheese wins prize again", PROSE["P1"]]
    assert copies(page, 4, 5) == [0, 2]
    assert copies(page, -1, 5) == []
    # a heading of two words is said in many lines
    assert copies(["The star", "Star of the valley", PROSE["P1"]], 0, 2) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([f"Sa., {n}. Juni: Fähre und Markt" for n in range(1, 10)], True),
        ([f"{n} мая — паром и ярмарка" for n in range(1, 10)], True),
        ([f"June {n}, Ferry Hall" for n in (28, 29, 30)] + [f"July {n}, The Mill" for n in range(2, 8)], True),
        # the latest news on top, and the same day again and again
        ([f"June {n}: Ferry stops again" for n in range(10, 1, -1)], False),
        (["June 3: Ferry stops again"] * 9, False),
        # an archive by months, days alone, too few
        ([f"{month} 1: Ferry stops again" for month in ("March", "April", "May", "June", "July", "August") * 2], False),
        ([f"June {n}" for n in range(1, 10)], False),
        ([f"June {n} - Ferry Hall, Ostley" for n in range(1, 6)], False),
    ],
)
def test_a_programme_of_days_is_no_list_of_news(lines: list[str], expected: bool) -> None:
    assert bool(programme(["Home", *lines, "More"])) is expected


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["Gabi sagt:", "12. März 2019 um 12:30", "Schön!"] * 3, True),
        (["Анна Ли пишет:", "12.03.2019", "Спасибо!"] * 3, True),
        (["Ann Lee on May 12, 2018 at 4:47 pm said:", "Well said."] * 3, True),
        (["Ann Lee wrote on May 12, 2018 at 4:47", "Well said."] * 3, True),
        # too few, and quotations of an article
        (["Gabi sagt:", "12. März 2019 um 12:30", "Schön!"] * 2, False),
        (["Then the captain said:", "We sail at once, whatever it costs.", "Nobody answered."] * 4, False),
    ],
)
def test_comments_of_readers_have_a_name_and_a_time(lines: list[str], found: bool) -> None:
    assert comments_from(["Home", PROSE["P1"], "Comments", *lines]) == (3 if found else -1)
    assert comments_from(lines) == -1


TIMES = ("07:10", "7.25", "08:02 Uhr", "9h05", "10:15 a.m.", "11:30 GMT", "23:59:01")


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        # entries with their times, the short ones too
        ([unit for time in TIMES for unit in (time, PROSE["P1"])], range(14)),
        ([unit for time in TIMES[:6] for unit in (time, PROSE["R1"])] + ["12:00", "5.94.", "Share"], range(14)),
        # a list of news: headlines after the times
        ([unit for time in TIMES for unit in (time, "Ferry stops for the third time")], ()),
        ([unit for time in TIMES for unit in (time, "Ferry stops again.")], ()),
        # an article with a few times in it
        ([unit for time in TIMES[:5] for unit in (time, PROSE["P1"])], ()),
        # figures that are no times
        ([unit for figure in ("5-0", "1,20", "31:75", "24", "12:5", "7.255") for unit in (figure, PROSE["P1"])], ()),
    ],
)
def test_times_with_paragraphs_make_a_live_page(units: list[str], expected: Iterable[int]) -> None:
    assert live_entries(units) == set(expected)


def test_runs_take_no_more_time_for_each_unit_of_a_long_page() -> None:
    """A page of as many units as the scorer hears of, made of nothing but one run."""
    size = 20_000
    words = [f"{'weir' * (n % 97 + 1)} {'mill' * (n % 89 + 1)} and the ferry of {n}" for n in range(size // 2)]
    paragraphs = [f"The boat called {word} has stopped once more and will not sail today or ever." for word in words]
    content = [0.9] * size
    for work in (
        lambda: list(repeats(paragraphs * 2, content)),
        lambda: list(questions(["Who?", "Me."] * (size // 2), [0.6] * size, 0.8)),
        lambda: latest_news([f"{28 - 28 * n // size:02}.05.2021 Ferry number {n} stops" for n in range(size)], [0, 1]),
        lambda: teasers([paragraphs[0] + " ..."] * size),
        lambda: list(announced_code(["total weight = a b c:"] * size, content, 0.8)),
    ):
        begun = time.process_time()
        work()
        assert time.process_time() - begun < 1


def test_reasons_name_the_strongest_evidence_in_words(stage: ChromeStage) -> None:
    text = filled(next(case for case in CASES if case["name"] == "a whole page in Russian")["text"])
    reasons = {
        text[edit.start : edit.end].strip(): edit.reason
        for edit in stage.propose(Document(text, lang="ru"))
        if edit.rule == "chrome/line-scorer" and edit.score >= 0.8
    }
    assert reasons
    told = "on other sites|that many sites share|times on the page|without final punctuation"
    assert all(re.search(told, reason) for reason in reasons.values())
    assert all("neighbours" in reason or "the article" in reason for reason in reasons.values())


def test_the_name_of_the_site_is_no_title(stage: ChromeStage) -> None:
    menu = ["Home", "News", "Sport", "Weather", "Contact", "Search", "Log in"]
    foot = ["About us", "Privacy policy", "Terms of use", "© 2021 Weir Press"]
    page = ["Weir and Mill Valley Press", *menu, "Ferry stops after more rain", PROSE["P1"], PROSE["P2"], *foot]
    left = cleaned(stage, Document("\n".join(page), lang="en")).split("\n")
    assert left == ["Ferry stops after more rain", PROSE["P1"], PROSE["P2"]]


def test_gradients_are_those_of_the_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    from cleanpipe.training import line_network as ln

    monkeypatch.setattr(ln, "DROPPED", 0.0)
    rng = np.random.default_rng(1)
    weights = [w.astype(np.float64) for w in ln.start(5, 4, seed=3)]
    inputs, wanted, weight = rng.normal(size=(40, 5)), rng.random(40), rng.random(40)
    real = np.ones((40, 1))
    real[30:] = 0  # rows between pages
    weight[30:] = 0

    def loss() -> float:
        odds = Networks([ln.network_of(weights)])(inputs[:30])
        each = np.logaddexp(0, odds) - wanted[:30] * odds
        return float((each * weight[:30]).sum() / weight.sum())

    found = ln._gradients(weights, inputs, wanted, weight, real, rng)
    for part, gradient in zip(weights, found, strict=True):
        place = tuple(0 for _ in part.shape)
        before, step = part[place], 1e-5
        part[place] = before + step
        above = loss()
        part[place] = before - step
        below = loss()
        part[place] = before
        assert gradient[place] == pytest.approx((above - below) / (2 * step), abs=1e-4)


def test_a_block_of_several_lines_is_no_title_to_be_shortened() -> None:
    table = "League table after the spring\n| Upper Mill | 22 | 12 | 7 | 43 |\n| Lower Mill | 21 | 6 | 4 | 22 |"
    text = "\n\n".join([table, "Rowing", *("\n".join(textwrap.wrap(PROSE["P1"], 60)) for _ in range(8))])
    result = Pipeline.from_rules("base", "news-all").clean(text)
    assert not result.failed, result.warnings


def long_article(paragraphs: int) -> list[str]:
    """Distinct paragraphs of running text."""
    keys = ("P1", "P2", "P3", "P4", "P5")
    return [f"In the year {1700 + n}, wrote the clerk, it was as now. {PROSE[keys[n % 5]]}" for n in range(paragraphs)]


def test_a_long_article_does_not_hide_the_furniture_around_it(stage: ChromeStage) -> None:
    """Loose lines are the smaller part of a page whose article is long; enough of them are furniture all the same."""
    page = Path(__file__).parents[1] / "corpus" / "pages" / "en" / "harbour-news.lines"
    rows = [line.split("\t", 1) for line in page.read_text("utf-8").splitlines()]
    first = next(n for n, (label, _) in enumerate(rows) if label == "+")
    last = max(n for n, (label, _) in enumerate(rows) if label == "+")
    article = [text for _, text in rows[first : last + 1]] + long_article(2 * len(rows))
    above, below = [text for _, text in rows[:first]], [text for _, text in rows[last + 1 :]]
    assert not looks_like_page(above + article + below)
    left = set(cleaned(stage, Document("\n".join(above + article + below), lang="en")).split("\n"))
    assert set(long_article(2 * len(rows))) <= left
    assert len(left.intersection(above + below)) <= 0.2 * len(above + below)


def test_headings_of_a_long_article_stay(stage: ChromeStage) -> None:
    headings = [f"{what} {where}" for what in ("The boats", "Two winters", "A quarrel", "Apples", "The loan", "Ice")
                for where in ("of the valley", "at the chapel", "on the island", "and the school")]  # fmt: skip
    lines = [
        line for n, text in enumerate(long_article(72)) for line in ([headings[n // 3], text] if n % 3 == 0 else [text])
    ]
    text = "\n".join(lines)
    assert cleaned(stage, Document(text, lang="en")) == text
