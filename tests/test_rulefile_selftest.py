"""``rules test``: each kind of failure is found, a sound file passes, and the report says where and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleanpipe.cli import cli
from cleanpipe.errors import CleanpipeError, InputError
from cleanpipe.pipeline import Pipeline
from cleanpipe.rulefile import load_rules
from cleanpipe.rulefile.testing.selftest import TestReport, run_selftests
from cleanpipe.rulefile.testing.variants import variants

CASES = Path(__file__).parent / "cases"


def report_on(folder: Path, rules: str, **options: object) -> TestReport:
    path = folder / "f.yaml"
    path.write_text("rules:\n" + rules, encoding="utf-8")
    return run_selftests(load_rules(path), **options)  # type: ignore[arg-type]


def steps(report: TestReport) -> list[str]:
    return [failure.step for failure in report.failures]


def test_a_file_with_every_verb_passes_and_every_condition_is_needed() -> None:
    book = load_rules(CASES / "rulefile_full.yaml")
    report = run_selftests(book)
    assert report.ok, str(report)
    assert (report.rules, report.conditions) == (13, 23)
    assert all(count > 0 for conditions in report.coverage.values() for count in conditions.values())
    assert {rule.verb for rule in book.rules} == {
        "replace", "swap", "drop_line", "drop_block", "repair", "dedupe", "protect", "reject"
    }  # fmt: skip


def test_deleting_any_near_miss_of_that_file_is_noticed(tmp_path: Path) -> None:
    """The examples earn their place, too: without any single 'keep' line some condition is uncovered."""
    text = (CASES / "rulefile_full.yaml").read_text(encoding="utf-8")
    (tmp_path / "rulefile_parent.yaml").write_text((CASES / "rulefile_parent.yaml").read_text(encoding="utf-8"))
    for line in (
        "      - keep: Pass on.\n",
        "      - keep: Pass on the right if you have to and then give a wave\n",
        "      - keep: Printing this page took a day\n",
        "      - {keep: Gauge 6.10 Monday, at: {site: other.example}}\n",
        "      - {keep: Gauge 6.10 Monday, at: {meta: {kind: column}}}\n",
        "      - keep: '\"Recieve\", he wrote (sic).'\n".replace("\\'", "'"),
        "      - keep: They moved into into the house.\n",
    ):
        assert text.count(line) == 1, line
        path = tmp_path / "full.yaml"
        path.write_text(text.replace(line, ""), encoding="utf-8")
        report = run_selftests(load_rules(path), company=False)
        assert steps(report) == ["a condition no example needs"], (line, str(report))


@pytest.mark.parametrize(
    ("rule", "step", "said"),
    [
        (
            "{id: a, drop_line: [Menu], examples: [{drop: Menus}, {keep: The menu}]}",
            "'drop' example alone",
            "stays: Menus",
        ),
        (
            "{id: a, drop_line: {contains: [menu]}, examples: [{drop: Menu}, {keep: The menu}]}",
            "'keep' example alone",
            "-The menu",
        ),
        (
            "{id: a, replace: {match: 'ab', with: 'c'}, examples: [{in: xab, out: xd}, {keep: y}]}",
            "'in' example alone",
            "-xd\n    +xc",
        ),
        (
            "{id: a, replace: {match: 'x', with: 'xx'}, examples: [{in: ax, out: axx}, {keep: y}]}",
            "'in' example alone",
            "axx",
        ),
        (
            "{id: a, drop_line: {starts_with: [Menu], max_words: 3}, examples: [{drop: Menu}, {keep: The menu}]}",
            "a condition no example needs",
            "without 'max_words'",
        ),
        (
            "{id: a, confidence: low, replace: {match: 'ab', with: 'c'}, examples: [{in: ab, out: c}, {keep: y}]}",
            "'in' example alone",
            "+ab",
        ),
        (
            "{id: a, protect: {match: 'ab+'}, examples: [{in: xab, out: a}, {keep: y}]}",
            "'in' example alone",
            "protects ['ab'], expected ['a']",
        ),
        (
            "{id: a, reject: {words: {min: 2}}, examples: [{drop: one two}, {keep: one two three}]}",
            "'drop' example alone",
            "is not rejected",
        ),
        (
            "{id: a, drop_line: [Menu], examples: [{drop: Menu}, {keep: The menu}, "
            "{keep: Menu card, expect: fail, because: not done}]}",
            "passes, though expected to fail",
            "not done",
        ),
        (
            "{id: a, drop_line: {matches: '^Menu.*x.*x.*x.*!'}, examples: [{drop: Menu xxx!}, {keep: A Menu xxx!}]}",
            "pattern is slow",
            "bound what it repeats",
        ),
    ],
)
def test_each_kind_of_failure_is_told(rule: str, step: str, said: str, tmp_path: Path) -> None:
    report = report_on(tmp_path, f"  - {rule}\n", company=False)
    assert step in steps(report), str(report)
    failure = next(f for f in report.failures if f.step == step)
    assert said in str(failure)
    assert failure.place is not None
    assert failure.place.line == 2


def test_a_known_failure_is_counted_and_a_low_rule_may_suggest(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        "  - {id: a, confidence: low, replace: {match: 'ab', with: 'c'},\n"
        "     examples: [{suggest: ab, out: c}, {keep: y}, {in: ab, out: c, expect: fail, because: only suggested}]}\n",
        company=False,
    )
    assert report.ok, str(report)
    assert report.known == 1


RIVALS = """\
  - {id: a, replace: {match: 'ab', with: 'c'}, examples: [{in: xab, out: xc}, {keep: y}]}
  - {id: b, replace: {match: 'xc', with: 'z'}, examples: [{in: xc, out: z}, {keep: y}]}
"""


def test_in_company_the_other_rule_must_be_named(tmp_path: Path) -> None:
    report = report_on(tmp_path, RIVALS)
    assert steps(report) == ["'in' example in company"]
    assert "add 'then: f/b'" in str(report)
    assert report_on(tmp_path, RIVALS.replace("out: xc}", "out: xc, then: f/b}")).ok


def test_only_some_rules_may_be_chosen(tmp_path: Path) -> None:
    assert report_on(tmp_path, RIVALS, only=["f/b"]).ok
    assert report_on(tmp_path, RIVALS, only=["*/b"]).rules == 1
    with pytest.raises(CleanpipeError, match="no rule is called f/x"):
        report_on(tmp_path, RIVALS, only=["f/x"])


def test_clean_text_must_stay_as_it_is_unless_it_is_known(tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    clean.mkdir()
    (clean / "one.txt").write_text("We had xab twice.\nIt was xab.\n")
    report = report_on(tmp_path, RIVALS, only=["f/a"], company=False, clean_corpus=clean)
    assert steps(report) == ["touches clean text"]
    assert "We had [xab -> z] twice" in str(report)
    assert "2 times" in str(report)
    (clean / "known.yaml").write_text("- {file: one.txt, rule: f/b, text: xab, because: quoted}\n")
    assert report_on(tmp_path, RIVALS, company=False, clean_corpus=clean).ok
    (clean / "known.yaml").write_text("- {file: one.txt, rule: f/b, text: xab}\n")
    with pytest.raises(InputError, match="because"):
        report_on(tmp_path, RIVALS, company=False, clean_corpus=clean)


def test_variants_leave_out_each_condition_once() -> None:
    book = load_rules(CASES / "rulefile_full.yaml")
    names = [name for name, _ in variants(book.get("full/gauge-line"))]
    assert names == ["matches", "part", "where.site", "where.path", "where.meta.kind"]
    names = [name for name, _ in variants(book.get("full/answer-form"))]
    assert names == ["from.line_is", "only_if.part", "only_if.followed_by"]
    assert [name for name, _ in variants(book.get("full/too-short"))] == ["words.min", "symbol_share.max"]


def test_examples_of_a_line_rule_that_only_proposes_say_suggest(tmp_path: Path) -> None:
    line = "  - {id: a, confidence: low, drop_line: [Menu], examples: [%s, {keep: The menu}]}\n"
    assert report_on(tmp_path, line % "{suggest: Menu, out: ''}").ok
    page = '{suggest: "One\\nMenu\\nTwo", out: "One\\nTwo"}'
    assert report_on(tmp_path, line % page).ok
    block = "  - {id: a, confidence: low, drop_block: {from: Menu, to: end}, examples: [%s, {keep: The menu}]}\n"
    assert report_on(tmp_path, block % '{suggest: "One\\nMenu\\nTwo", out: One}').ok
    report = report_on(tmp_path, line % "{drop: Menu}")
    assert steps(report) == ["'drop' example alone"]
    assert "only suggested, in a run too: raise 'confidence', or write 'suggest'" in str(report)
    sure = report_on(tmp_path, (line % "{suggest: Menu, out: ''}").replace("low", "high"))
    assert "is made, not only suggested" in str(sure)
    kept = Pipeline(load_rules(tmp_path / "f.yaml", overrides={"f/a": "{confidence: 0.6}"})).clean(
        "One\n\nMenu\n\nTwo\n"
    )
    assert "Menu" in kept.text
    assert [edit.rule for edit in kept.suggestions] == ["f/a"]


SET = """\
set: {repair-en/fused-words: {apply_from: 0.99}}
min_confidence: 0.93
disable: [core/currency-twice]
rules:
  - change: news-en/share-bar
    drop_line: {starts_with-: [Share on]}
  - {id: a, confidence: high, drop_line: [Get the letter], examples: [{drop: Get the letter}, {keep: Get the letters}]}
"""


@pytest.fixture
def changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that changes shipped rules and settings as the guide shows."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "set.yaml").write_text(SET, encoding="utf-8")
    return tmp_path


def call_test(*names: str) -> Result:
    return CliRunner().invoke(cli, ["rules", "test", *(part for name in names for part in ("--rule", name))])


def test_examples_of_shipped_rules_that_the_users_changes_make_untrue_are_no_failures(changed: Path) -> None:
    done = call_test("repair-en/fused-words", "news-en/share-bar", "core/doubled-words", "core/escapes", "set/*")
    assert done.exit_code == 0, done.output
    told = [line for line in done.output.splitlines() if line.startswith("no longer so")]
    assert [line.partition(": ")[0].removeprefix("no longer so because of ") for line in told] == [
        "rules/set.yaml:1 (repair-en/fused-words)",
        "rules/set.yaml:2 (min_confidence)",
        "rules/set.yaml:5 (news-en/share-bar)",
    ]
    assert told[2].endswith("of news-en/share-bar")
    assert "(1 your own)" in done.output


def test_what_the_user_wrote_himself_fails_all_the_same(changed: Path) -> None:
    path = changed / "rules" / "set.yaml"
    path.write_text(SET.replace("high", "medium"), encoding="utf-8")
    done = call_test("set/*")
    assert done.exit_code == 1
    assert "rules/set.yaml:7: set/a: 'drop' example alone" in done.output
    path.write_text(
        SET.replace(
            "{starts_with-: [Share on]}\n",
            "{starts_with-: [Share on]}\n    examples: [{drop: Share on Sea}, {keep: A}]\n",
        )
    )
    done = call_test("news-en/share-bar")
    assert done.exit_code == 1
    assert "rules/set.yaml:7: news-en/share-bar: 'drop' example alone" in done.output


def test_shipped_files_are_shown_as_shipped_and_not_as_the_users(changed: Path) -> None:
    done = CliRunner().invoke(cli, ["rules", "show", "repair-en/fused-words"])
    assert "# shipped repair-en.yaml:" in done.output
    assert "# rules/set.yaml:1" in done.output
    assert "# rules/repair-en.yaml" not in done.output
    (changed / "rules" / "core.yaml").write_text("rules: []\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["rules", "list"])
    assert "rules/core.yaml:1:1  CP220 'core' is a shipped pack" in done.output
    done = CliRunner().invoke(cli, ["rules", "test", "--rule", "set/*"])
    assert done.output.count("CP220") == 1
    (changed / "rules" / "core.yaml").write_text("pack: mine\nrules: []\n", encoding="utf-8")
    assert "CP220" not in CliRunner().invoke(cli, ["rules", "list"]).output


@pytest.mark.parametrize(
    ("rule", "firing", "ready"),
    [
        ("drop_line: {starts_with: [Menu], max_words: 3}", "{drop: Menu}", "keep: Menu the harbour"),
        ("drop_line: {starts_with: [Menu], not_ends_with: ['?']}", "{drop: Menu}", "{keep: 'Menu ?'}"),
        ("drop_line: {starts_with: [Menu]}, unless: [Menu card]", "{drop: Menu}", "{keep: Menu card}"),
        ("where: {site: a.example}, drop_line: Menu", "{drop: Menu}", "{keep: Menu, at: {site: other.example}}"),
        ("where: {lang: en}, drop_line: Menu", "{drop: Menu}", "{keep: Menu, at: {lang: de}}"),
        ("where: {not_path: 'a/*'}, drop_line: Menu", "{drop: Menu}", "{keep: Menu, at: {path: a/x}}"),
        ("where: {meta: {kind: page}}, drop_line: Menu", "{drop: Menu}", "{keep: Menu, at: {meta: {kind: other}}}"),
        ("drop_block: {from: {starts_with: M, max_words: 2}, to: end}", "{in: \"A\\nM\\nB\", out: A}", "keep: \"A"),
    ],
)  # fmt: skip
def test_a_condition_no_example_needs_comes_with_one_that_does(
    rule: str, firing: str, ready: str, tmp_path: Path
) -> None:
    text = "  - {id: a, %s, examples: [%s, {keep: The menu}%s]}\n"
    report = report_on(tmp_path, text % (rule, firing, ""), company=False)
    (failure,) = report.failures
    assert failure.step == "a condition no example needs"
    offered = failure.message.partition("such as:  - ")[2]
    assert ready in offered
    assert report_on(tmp_path, text % (rule, firing, f", {offered}"), company=False).ok
