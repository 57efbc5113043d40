"""Matching: what conditions mean, and that the pre-filter never changes an answer."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cleanpipe.document import Document
from cleanpipe.editing import apply
from cleanpipe.rulefile import load_rules
from cleanpipe.rulefile.expressions.budget import STRIKES, one_document
from cleanpipe.rulefile.expressions.literals import begins_line, opening, required, signs
from cleanpipe.rulefile.expressions.words import fold, squash
from cleanpipe.rulefile.matching import LineRules, ProtectRules, SpanRules
from cleanpipe.rulefile.matching.scope import covers
from cleanpipe.rulefile.matching.spans import MAX_UNIT, units
from cleanpipe.rulefile.model import (
    Conditions,
    DropBlock,
    DropLine,
    Near,
    Part,
    Protect,
    Replace,
    Rule,
    Scope,
    Swap,
)

ROOT = Path(__file__).parent.parent


def line_rule(name: str = "t/a", where: Scope | None = None, unless: Conditions | None = None, **given: Any) -> Rule:
    return Rule(name, "drop_line", DropLine(Conditions(**given)), where=where or Scope(), unless=unless)


def hit_lines(text: str, *rules: Rule, **about: Any) -> list[tuple[str, int, int]]:
    return [(h.rule.id.removeprefix("t/"), h.first, h.last) for h in LineRules(rules).hits(Document(text, **about))]


@pytest.mark.parametrize(
    ("given", "yes", "no"),
    [
        ({"line_is": ("Read more",)}, "  read   MORE ", "Read more."),
        ({"line_is": ("Straße",)}, "STRASSE", "Strasse 1"),
        ({"line_is": ("Diğer haberler",)}, "DİĞER HABERLER", "Diğer haber"),
        ({"starts_with": ("Share on",)}, "Share on: Facebook", "Share only this"),
        ({"starts_with": ("分享",)}, "分享到微信", "请分享"),
        ({"ends_with": ("min read",)}, "About a 4 min read", "a 4 admin read"),
        ({"ends_with": ("»",)}, "More »", "» More"),
        ({"contains": ("ad",)}, "An ad here", "Adam had it"),
        ({"contains": ("co-op",)}, "the Co-op shop", "the co-opted"),
        ({"contains": ("कर",)}, "कर दिया", "करें दिया"),
        ({"matches": (r"^\d+ Comments?$",)}, " 12 Comments ", "12 comments"),
        ({"matches": (r"^\d+ Comments?$",), "case": "ignore"}, "12 COMMENTS", "12 commenters"),
        ({"contains": ("more",), "max_words": 3}, "Read more now", "Read more of it here"),
        ({"contains": ("more",), "min_words": 3}, "Read more now", "Read more"),
        ({"contains": ("more",), "max_length": 9}, "Read  more", "Read more!"),
        ({"contains": ("more",), "not_contains": ("once",)}, "Read more", "Read more once"),
        ({"contains": ("more",), "not_matches": (r"\.$",)}, "Read more", "Read more."),
        ({"contains": ("more",), "not_line_is": ("more",)}, "Read more", "MORE"),
        ({"contains": ("more",), "not_starts_with": ("once",)}, "Read more", "Once more"),
        ({"contains": ("more",), "not_ends_with": ("more",)}, "more once", "once more"),
    ],
)
def test_what_conditions_mean(given: dict[str, Any], yes: str, no: str) -> None:
    assert hit_lines(f"{yes}\n{no}", line_rule(**given)) == [("a", 0, 0)]


def test_unless_scope_and_part() -> None:
    text = "Menu\none\ntwo\nthree\n\nMenu"
    assert hit_lines(text, line_rule(line_is=("Menu",), part=Part("first", 1, "lines"))) == [("a", 0, 0)]
    assert hit_lines(text, line_rule(line_is=("Menu",), where=Scope(part=Part("last", 20, "%")))) == [("a", 5, 5)]
    assert hit_lines(text, line_rule(line_is=("Menu", "two"), unless=Conditions(line_is=("Menu",)))) == [("a", 2, 2)]
    spared = line_rule(line_is=("Menu",), unless=Conditions(line_is=("Menu",), part=Part("last", 1, "lines")))
    assert hit_lines(text, spared) == [("a", 0, 0)]
    german = line_rule(line_is=("Menu",), where=Scope(lang=("de",)))
    assert hit_lines(text, german, lang="en") == hit_lines(text, german) == []
    assert len(hit_lines(text, german, lang="de-AT")) == 2


@pytest.mark.parametrize(
    ("scope", "about", "inside"),
    [
        (Scope(site=("a.example",)), {"site": "www.a.example"}, True),
        (Scope(site=("a.example",)), {"site": "b.a.example"}, False),
        (Scope(site=(".a.example",)), {"site": "B.A.example"}, True),
        (Scope(site=(".a.example",)), {"site": "ba.example"}, False),
        (Scope(site=("a.example",)), {}, False),
        (Scope(path=("news/*.txt",)), {"name": "news/one.txt"}, True),
        (Scope(path=("news/*.txt",)), {"name": "old/one.txt"}, False),
        (Scope(path=("news/*.txt",)), {"name": "data/news/one.txt"}, True),
        (Scope(path=("news/*.txt",)), {"name": "data/oldnews/one.txt"}, False),
        (Scope(path=("news/*.txt",)), {"name": "one.txt", "path": "/data/news/one.txt"}, True),
        (Scope(meta={"kind": ("blog*",)}), {"meta": {"kind": "blogpost"}}, True),
        (Scope(meta={"kind": ("blog",)}), {"meta": {"kind": ["blog", "news"]}}, True),
        (Scope(meta={"kind": ("blog",)}), {"meta": {}}, False),
        (Scope(lang=("en",)), {"lang": "eng"}, False),
        (Scope(lang=("pt-BR",)), {"lang": "pt_br"}, True),
    ],
)
def test_scopes(scope: Scope, about: dict[str, Any], inside: bool) -> None:
    assert covers(scope, Document("x", **about)) is inside


def test_blocks_end_where_they_say_and_are_never_cut_short() -> None:
    text = "One.\nForm\nName\nSend\n\nAfter.\nEnd mark\nLast."

    def block(to: Any, **more: Any) -> list[tuple[str, int, int]]:
        body = DropBlock(Conditions(line_is=("Form",)), to, **more)
        return hit_lines(text, Rule("t/a", "drop_block", body))

    assert block("end") == [("a", 1, 7)]
    assert block("blank_line") == [("a", 1, 3)]
    assert block(Conditions(line_is=("End mark",))) == [("a", 1, 5)]
    assert block(Conditions(line_is=("End mark",)), include_to=True) == [("a", 1, 6)]
    assert block(Conditions(line_is=("Nowhere",))) == []
    assert block("end", max_lines=3) == []
    assert block("end", followed_by=Conditions(contains=("Send",)), followed_within=2) == [("a", 1, 7)]
    assert block("end", followed_by=Conditions(contains=("Send",)), followed_within=1) == []
    assert block("end", only_if=Conditions(part=Part("last", 50, "%"))) == []


def test_near_waits_for_hits_of_other_rules() -> None:
    text = "a\nx\nb\nx\nc\n\n\nb"
    rules = (
        line_rule("t/x", line_is=("a",)),
        line_rule("t/y", line_is=("b",), near=Near("t/x", 2)),
        line_rule("t/z", line_is=("c",), near=Near("t/y", 2)),
    )
    assert hit_lines(text, *rules) == [("x", 0, 0), ("y", 2, 2), ("z", 4, 4)]


def edits(text: str, rule: Rule, **about: Any) -> str:
    found = sorted(SpanRules([rule]).propose(Document(text, **about)), key=lambda edit: edit.start)
    return apply(text, found)


def test_replace_stays_in_a_line_unless_told_otherwise() -> None:
    def rule(**more: Any) -> Rule:
        return Rule("t/a", "replace", Replace(r"x\s+y", "xy", **more))

    assert edits("x y x\ny", rule()) == "xy x\ny"
    assert edits("x y x\ny", rule(lines=True)) == "xy xy"
    assert edits("x\n\ny x \n y", rule(lines=True)) == "x\n\ny xy"
    assert edits("X y", rule()) == "X y"
    assert edits("X y", rule(case="ignore")) == "xy"
    kept = Rule("t/a", "replace", Replace(r"\d+", "n"), unless=Conditions(contains=("keep",)))
    assert edits("1\nkeep 2\n3", kept) == "n\nkeep 2\nn"
    first = Rule("t/a", "replace", Replace(r"\d+", "n"), where=Scope(part=Part("first", 1, "lines")))
    assert edits("1\n2", first) == "n\n2"


@pytest.mark.parametrize(
    ("swap", "text", "out"),
    [
        (Swap({"teh": "the"}), "Teh TEH teh tehran", "The THE the tehran"),
        (Swap({"teh": "the"}, case="exact"), "Teh teh", "Teh the"),
        (Swap({"teh": "the"}, case="ignore"), "Teh teh", "the the"),
        (Swap({"youtube": "YouTube"}), "Youtube youtube YouTube", "YouTube YouTube YouTube"),
        (Swap({"a lot of of": "a lot of"}), "A  lot of of tea", "A lot of tea"),
        (Swap({"rn": "m"}, inside_words=True), "cornrnittee", "committee"),
        (Swap({"ß": "ss"}, inside_words=True), "Straße", "Strasse"),
    ],
)
def test_swap(swap: Swap, text: str, out: str) -> None:
    assert edits(text, Rule("t/a", "swap", swap)) == out


def test_protected_spans_are_merged() -> None:
    rules = ProtectRules(
        [
            Rule("t/a", "protect", Protect(r"\w+@\w+", None)),
            Rule("t/b", "protect", Protect(r"@\w+", None), unless=Conditions(contains=("not",))),
            Rule("t/c", "protect", Protect(None, Conditions(starts_with=("$ ",)))),
        ]
    )
    document = Document("me a@b or @cd\n$ ls -l\nnot @ef")
    lines = [rules.spans(document.text, *line, document) for line in document.lines]
    assert lines == [[(3, 6), (10, 13)], [(14, 21)], []]


def test_long_units_are_cut_at_blanks_and_long_lines_are_no_furniture() -> None:
    text = ("word " * 9_000) + "end"
    pieces = list(units(text, 0, len(text)))
    assert "".join(piece for _, piece in pieces) == text
    assert all(len(piece) <= MAX_UNIT and not piece[0].isspace() for _, piece in pieces)
    assert list(units("x" * 45_000, 0, 45_000))[-1][0] == 2 * MAX_UNIT
    assert hit_lines("Menu " * 5_000, line_rule(starts_with=("Menu",))) == []


# --- the pre-filter -------------------------------------------------------------------------------------------------

WORDS = (ROOT / "tests" / "cases" / "rulefile_words.txt").read_text(encoding="utf-8").split()
ODD = (" ", "  ", "\u00a0", "\t", "-", ", ", ": ", "\u2009", "'", "", "\u0345", "i\u0307", "\u200b", "_")


def phrase(rng: random.Random, words: int = 4) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, words)))


def generated_rules(count: int, seed: int = 1) -> list[Rule]:
    """Rules of every kind of condition, patterns with classes, options, repeats, edges and alternatives among them."""
    rng = random.Random(seed)
    kinds = ("line_is", "starts_with", "ends_with", "contains")
    shapes = (
        "{}",
        r"\b{}\b",
        "^{}",
        "{}$",
        r"^{}\s+\w+$",
        "(?:{}|{})",
        r"{}s?\b",
        "[({{]?{}",
        r"{} ?\d{{1,3}}",
        r"\w+{}",
        "{}[aeiou]+",
    )
    rules = []
    for number in range(count):
        given: dict[str, Any] = {}
        for _ in range(rng.choice((1, 1, 2))):
            if rng.random() < 0.4:
                shape = rng.choice(shapes)
                filled = shape.format(re.escape(phrase(rng, 2)), re.escape(phrase(rng, 2)))
                given["matches"] = (filled,)
                given["case"] = rng.choice(("match", "ignore"))
            else:
                given[rng.choice(kinds)] = tuple(phrase(rng) for _ in range(rng.randint(1, 3)))
        if rng.random() < 0.2:
            given["max_words"] = rng.randint(1, 6)
        if rng.random() < 0.1:
            given["not_contains"] = (phrase(rng, 1),)
        rules.append(line_rule(f"g/{number}", **given))
    return rules


def odd_lines(count: int, seed: int = 2) -> Iterator[str]:
    """Lines of the same words with odd blanks, capitals, marks and neighbours that fold or join strangely."""
    rng = random.Random(seed)
    for _ in range(count):
        line = rng.choice(WORDS)
        for _ in range(rng.randint(0, 5)):
            line += rng.choice(ODD if rng.random() < 0.3 else (" ",)) + rng.choice(WORDS)
        yield rng.choice((str, str, str.upper, str.lower, str.title, str.casefold))(line)


def corpus_lines() -> list[str]:
    texts = sorted((ROOT / "corpus").rglob("*.txt")) + sorted((ROOT / "corpus").rglob("*.md"))
    return [line for path in texts for line in path.read_text(encoding="utf-8", errors="replace").split("\n")]


def answers(rules: LineRules, lines: list[str]) -> list[tuple[str, int, int]]:
    out = []
    for start in range(0, len(lines), 40):
        hits = rules.hits(Document("\n".join(lines[start : start + 40]), lang="en", site="a.example"))
        out += [(hit.rule.id, start + hit.first, start + hit.last) for hit in hits]
    return out


def test_the_filter_changes_no_answer_of_3000_generated_rules() -> None:
    rules = generated_rules(3_000)
    lines = list(odd_lines(count=120))
    lines += [text for rule in rules[::20] if isinstance(rule.body, DropLine) for text in rule.body.conditions.line_is]
    found = answers(LineRules(rules), lines)
    assert found == answers(LineRules(rules, prefilter=False), lines)
    assert len(found) > 500
    assert len({rule for rule, *_ in found}) > 300


def test_the_filter_changes_no_answer_of_the_shipped_rules() -> None:
    book = load_rules("news")
    rules = book.of("drop_line", "drop_block")
    examples = [str(example.text) for rule in rules for example in rule.examples]
    lines = [line for text in examples for line in text.split("\n")] + corpus_lines()
    found = answers(LineRules(rules), lines)
    assert found == answers(LineRules(rules, prefilter=False), lines)
    assert found


def test_the_filter_changes_no_edit() -> None:
    rng = random.Random(4)
    rules: list[Rule] = []
    for number, rule in enumerate(generated_rules(150, seed=9)):
        assert isinstance(rule.body, DropLine)
        for pattern in rule.body.conditions.matches:
            body = Replace(pattern, "#", lines=rng.random() < 0.3, case=rule.body.conditions.case)
            rules.append(Rule(f"r/{number}", "replace", body))
        table = {phrase(rng, 2): "#", phrase(rng, 1): "#"}
        rules.append(Rule(f"s/{number}", "swap", Swap(table, rng.choice(("match", "exact")), rng.random() < 0.3)))
    lines = list(odd_lines(seed=8, count=200))
    document = Document("\n".join(lines))
    with_filter, without = SpanRules(rules), SpanRules(rules, prefilter=False)
    found = sorted((e.start, e.end, e.new, e.rule) for e in with_filter.propose(document))
    assert found == sorted((e.start, e.end, e.new, e.rule) for e in without.propose(document))
    assert len(found) > 200


def test_folding_makes_equal_whatever_re_calls_equal() -> None:
    """Every character that ``re.IGNORECASE`` takes for another folds to the same text."""
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        if char == fold(char) or 0xD800 <= code < 0xE000:
            continue
        for other in {char.lower(), char.upper(), fold(char)}:
            if len(other) == 1 and re.fullmatch(re.escape(char), other, re.IGNORECASE):
                assert fold(other) == fold(char), (char, other)
    for char in "iIİıſKµμßẞςσϐβ":
        for other in "iIİıſKµμßẞςσϐβ":
            if re.fullmatch(char, other, re.IGNORECASE):
                assert fold(char) == fold(other), (char, other)


def test_squash_is_stable() -> None:
    for line in odd_lines(count=300):
        assert squash(squash(line)) == squash(line)


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        (r"\bfoo\b", ("foo",)),
        (r"^By [A-Z]\w+", ("\nby ",)),
        (r"foo$|^bar", ("foo\n", "\nbar")),
        (r"[Ss]hare (?:on|via) \w+", ("share on ", "share via ")),
        (r"(?:a|b|\d)x", ("x",)),
        (r"(?:foo)?bar", ("bar", "foobar")),
        (r"(?:foo)*", ()),
        (r"\d+", ()),
        (r"foo|\d", ()),
        (r"x{2,3}", ("xx", "xxx")),
        (r"(?=foo)\w+ bar", (" bar",)),
        (r"(?<=\w) +[,;]", (" ,", " ;")),
    ],
)
def test_required_texts(pattern: str, texts: tuple[str, ...]) -> None:
    assert required(pattern) == tuple(sorted(texts))


def wild_rules() -> LineRules:
    """A rule that takes for ever on a long run of "a", and one that does not."""
    return LineRules(
        [
            Rule("t/wild", "drop_line", DropLine(Conditions(matches=(r"^(a+)+$",)))),
            line_rule("t/tame", line_is=("Menu",)),
        ]
    )


def test_a_pattern_that_runs_wild_is_stopped_and_told() -> None:
    text = "Menu\n" + "a" * 40 + "b\nMenu"
    with one_document(seconds=0.02) as budget:
        for _ in range(4):  # as often as rounds and passes look at it
            assert [hit.first for hit in wild_rules().hits(Document(text))] == [0, 2]
    assert budget.slow == ("t/wild",)
    stopped, off = budget.notes
    assert "was stopped on a line of 41 characters" in stopped
    assert "did nothing more in this document" in off


def test_no_document_pays_for_the_ones_before() -> None:
    """Rules are off for one document only, and each one in which a rule was stopped says so."""
    rules = wild_rules()
    for _ in range(2 * STRIKES):
        with one_document(seconds=0.02) as budget:
            rules.hits(Document("a" * 40 + "b"))
        assert budget.notes
        with one_document(seconds=0.02) as budget:
            assert [hit.rule.id for hit in rules.hits(Document("aaaa"))] == ["t/wild"]
        assert not budget.notes


def test_a_block_whose_end_is_not_found_in_time_is_left() -> None:
    body = DropBlock(Conditions(line_is=("Start",)), to=Conditions(matches=(r"^(a+)+$",)))
    rules = LineRules([Rule("t/block", "drop_block", body)])
    assert rules.hits(Document("Start\none\naaa\ntwo"))
    with one_document(seconds=0.02) as budget:
        assert not rules.hits(Document("Start\n" + "a" * 40 + "b\naaa\ntwo"))
    assert budget.slow


def test_somebody_elses_use_of_the_timer_signal_is_respected() -> None:
    import signal

    def own(*_: object) -> None:
        raise AssertionError("must not be called")

    previous = signal.signal(signal.SIGVTALRM, own)
    try:
        with one_document() as budget:
            budget.asked("mine/rule", 1, bool, 1)
            assert signal.getsignal(signal.SIGVTALRM) is own
    finally:
        signal.signal(signal.SIGVTALRM, previous)
    with one_document() as budget:
        assert signal.getsignal(signal.SIGVTALRM) is previous  # nothing was asked yet
        with one_document() as inner:
            assert inner is budget
            budget.asked("mine/rule", 1, bool, 1)
        assert signal.getsignal(signal.SIGVTALRM) is not previous
    assert signal.getsignal(signal.SIGVTALRM) is previous


def test_many_threads_get_the_same_answers() -> None:
    """The main thread among them, whose timer is no business of the others."""
    from concurrent.futures import ThreadPoolExecutor

    def answers(rules: LineRules, text: str) -> list[tuple[str, int]]:
        return [(hit.rule.id, hit.first) for hit in rules.hits(Document(text))]

    texts = ["\n".join(odd_lines(seed=seed, count=60)) for seed in range(20)]
    expected = [answers(LineRules(generated_rules(200)), text) for text in texts]
    rules = LineRules(generated_rules(200))
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(lambda text: answers(rules, text), texts * 5)
        assert [answers(rules, text) for text in texts] == expected
        assert list(found) == expected * 5


def test_another_thread_neither_starts_nor_stops_the_timer_of_this_one() -> None:
    import signal
    from concurrent.futures import ThreadPoolExecutor

    rules = LineRules([Rule("t/a", "drop_line", DropLine(Conditions(matches=("a+b",))))])
    before = signal.getsignal(signal.SIGVTALRM)
    with ThreadPoolExecutor(1) as pool, one_document() as budget:
        budget.asked("t/b", 1, bool, 1)
        armed = signal.getsignal(signal.SIGVTALRM)
        assert pool.submit(lambda: [hit.first for hit in rules.hits(Document("no\naab"))]).result() == [1]
        assert signal.getsignal(signal.SIGVTALRM) == armed != before
    assert signal.getsignal(signal.SIGVTALRM) == before


def test_signs_and_anchors_change_no_search() -> None:
    """A pattern that is skipped for want of a sign, or matched at the beginning only, would have found nothing."""
    patterns = {pattern for rule in generated_rules(800, seed=5) for pattern in rule.body.conditions.matches}
    for rule in load_rules("news").rules:
        for given in (getattr(rule.body, "conditions", None), rule.unless):
            patterns.update(given.matches + given.not_matches if given is not None else ())
        if isinstance(rule.body, Protect) and rule.body.match:
            patterns.add(rule.body.match)
    lines = [line.strip() for line in [*odd_lines(count=150, seed=6), *corpus_lines()[::40]]]
    found = skipped = 0
    for pattern in sorted(patterns):
        needed, anchored = signs(pattern), begins_line(pattern)
        for flags in (re.NOFLAG, re.IGNORECASE):
            ready = re.compile(pattern, flags)
            begins = opening(pattern, flags == re.IGNORECASE)
            for line in lines:
                match = ready.search(line)
                assert not match or begins is None or begins.match(line), (pattern, line)
                lacking = bool(needed) and not any(sign in line for sign in needed)
                assert not (match and lacking), (pattern, line)
                if anchored:
                    assert (match is None) == (ready.match(line) is None), (pattern, line)
                found += match is not None
                skipped += lacking
    assert found > 300
    assert skipped > 10_000


def test_whole_lines_are_protected_as_their_spans_say() -> None:
    rules = ProtectRules(load_rules("news").of("protect"))
    lines = ["https://mill.example/a", "ann@post.example", "@ann", "`a b`", "mill.example", "setup.cfg"]
    lines += ["Read https://mill.example", "At 9:30. Then", "Weather", "and/or", "#One two", "`a`b", "a.b c"]
    whole = [rules.spans(line, 0, len(line), Document(line)) == [(0, len(line))] for line in lines]
    assert any(whole)
    for line, covered in zip(lines, whole, strict=True):
        assert rules.may_cover(line) or not covered, line
    assert not rules.may_cover("Read https://mill.example")


def test_answers_that_are_remembered_are_the_same() -> None:
    rules = generated_rules(300, seed=3)
    texts = ["\n".join(odd_lines(seed=seed % 7, count=60)) for seed in range(14)]
    kept = LineRules(rules)
    for text in texts:
        document = Document(text, lang="en")
        assert kept.hits(document) == LineRules(rules).hits(document)
