"""Loading rule files: every kind of mistake at its place, all at once; and what correct files mean."""

from __future__ import annotations

import contextlib
import random
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from cleanpipe.document import Document
from cleanpipe.errors import RuleFileError
from cleanpipe.pipeline import Pipeline
from cleanpipe.rulefile import RuleBook, load_rules
from cleanpipe.rulefile.fingerprint import fingerprint
from cleanpipe.rulefile.matching.scope import covers
from cleanpipe.rulefile.model import DropLine, Repair
from cleanpipe.rulefile.reading.schema import json_schema
from cleanpipe.rulefile.testing.selftest import run_selftests

CASES = Path(__file__).parent / "cases"
MISTAKES: list[dict[str, Any]] = yaml.safe_load((CASES / "rulefile.yaml").read_text(encoding="utf-8"))


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def load_text(folder: Path, text: str, name: str = "f.yaml", **options: Any) -> RuleBook:
    return load_rules(written(folder / name, text), **options)


def problems(folder: Path, text: str) -> list[str]:
    try:
        load_text(folder, text)
    except RuleFileError as error:
        return [f"{p.code}@{p.line}:{p.column}" for p in error.problems]
    return []


def as_file(case: dict[str, Any], key: str) -> str:
    if f"{key}_file" in case:
        return str(case[f"{key}_file"])
    if key == "bad" and "file" in case:
        return str(case["file"])
    first, *rest = case[key].split("\n")
    return "rules:\n" + "\n".join([f"  - {first}", *(f"    {line}" for line in rest)]) + "\n"


@pytest.mark.parametrize("case", MISTAKES, ids=lambda case: str(case["label"]))
def test_each_mistake_is_found_at_its_place_and_its_opposite_is_fine(case: dict[str, Any], tmp_path: Path) -> None:
    assert problems(tmp_path, as_file(case, "bad")) == case["expect"]
    assert problems(tmp_path, as_file(case, "good")) == []


def test_every_mistake_has_advice_and_a_caret_under_what_is_wrong(tmp_path: Path) -> None:
    for case in MISTAKES:
        with pytest.raises(RuleFileError) as caught:
            load_text(tmp_path, as_file(case, "bad"))
        for problem in caught.value.problems:
            assert problem.advice or problem.code == "CP107", problem
            assert problem.column <= len(problem.excerpt) + 1, problem
        assert "^" in str(caught.value) or not caught.value.problems[0].excerpt


def test_a_file_with_twelve_mistakes_shows_all_of_them_once() -> None:
    with pytest.raises(RuleFileError) as caught:
        load_rules(CASES / "bad_rules" / "ten.yaml")
    found = [(p.line, p.code) for p in caught.value.problems]
    assert found == [
        (4, "CP206"), (8, "CP104"), (12, "CP103"), (16, "CP303"), (21, "CP105"), (25, "CP010"), (29, "CP107"),
        (33, "CP114"), (38, "CP108"), (43, "CP402"), (45, "CP201"), (49, "CP011"), (55, "CP006"),
    ]  # fmt: skip
    text = str(caught.value)
    for advice in ("'starts_with'?", "'drop_line'?", "put it in quotes: 'No'", "use single quotes", "'fused_words'?"):
        assert advice in text
    lines = text.split("\n")
    at = next(k for k, line in enumerate(lines) if "CP104" in line)
    assert lines[at + 1].index("start_with") == lines[at + 2].index("^")


def test_problems_of_all_files_are_shown_together(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("rules:\n  - id: x\n    drop_lin: y\n")
    (tmp_path / "c.yaml").write_bytes(b"rules:\n  - id: caf\xe9\n")
    (tmp_path / "d.yaml").write_text("rules: [\n")
    with pytest.raises(RuleFileError) as caught:
        load_rules(*(tmp_path / f"{name}.yaml" for name in "abcd"))
    assert [(Path(p.file).stem, p.code) for p in caught.value.problems] == [
        ("a", "CP103"),
        ("b", "CP103"),
        ("c", "CP001"),
        ("d", "CP005"),
    ]
    broken = caught.value.problems[2]
    assert (broken.line, broken.column) == (2, 12)


def test_unreadable_huge_and_deep_files_are_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleanpipe.rulefile.reading.syntax.MAX_VALUES", 2_000)
    (tmp_path / "huge.yaml").write_bytes(b"#" * 5_000_000)
    (tmp_path / "deep.yaml").write_text("rules: " + "[" * 5_000 + "]" * 5_000)
    (tmp_path / "wide.yaml").write_text("rules:\n" + "  - [" + "a, " * 3_200 + "b]\n")
    (tmp_path / "utf16.yaml").write_text("rules: []", encoding="utf-16")
    assert problems(tmp_path, "") == ["CP002@1:1"]
    for name, code in (("huge", "CP003"), ("deep", "CP009"), ("wide", "CP009"), ("utf16", "CP001")):
        with pytest.raises(RuleFileError) as caught:
            load_rules(tmp_path / f"{name}.yaml")
        assert [p.code for p in caught.value.problems] == [code], name


def test_a_byte_order_mark_and_windows_line_ends_are_no_problem(tmp_path: Path) -> None:
    text = "rules:\r\n  - id: a\r\n    drop_line: x\r\n    status: draft\r\n"
    (tmp_path / "f.yaml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load_rules(tmp_path / "f.yaml").rules[0].id == "f/a"


FIVE_LINES = """\
rules:
  - id: newsletter
    drop_line: [Sign up for our newsletter, Subscribe now]
    examples: [{drop: Subscribe now}, {keep: 'Subscribe now and pay later, the letter said.'}]
"""


def test_five_lines_are_a_rule_file(tmp_path: Path) -> None:
    book = load_text(tmp_path, FIVE_LINES, "mine.yaml")
    rule = book.get("mine/newsletter")
    assert (rule.status, rule.verb, rule.confidence) == ("stable", "drop_line", 0.85)
    assert isinstance(rule.body, DropLine)
    assert rule.body.conditions.line_is == ("Sign up for our newsletter", "Subscribe now")
    assert book.of("drop_line") == (rule,)


def test_project_rules_are_read_after_the_named_ones_and_sites_get_their_scope(tmp_path: Path) -> None:
    (tmp_path / "rules" / "sites").mkdir(parents=True)
    (tmp_path / "rules" / "mine.yaml").write_text(FIVE_LINES)
    (tmp_path / "rules" / "more.yml").write_text(
        "rules:\n  - change: mine/newsletter\n    drop_line: {line_is+: [Join us]}\n"
    )
    (tmp_path / "rules" / "sites" / "gazette.example.yaml").write_text(
        "rules:\n  - {id: tag, drop_line: Gazette, examples: [{drop: Gazette}, {keep: Gazettes}]}\n"
    )
    book = load_rules("base", project_dir=tmp_path)
    names = [rule.id for rule in book.rules]
    assert names[-2:] == ["mine/newsletter", "gazette.example/tag"]
    assert book.get("gazette.example/tag").where.site == ("gazette.example",)
    body = book.get("mine/newsletter").body
    assert isinstance(body, DropLine)
    assert body.conditions.line_is[-1] == "Join us"


def test_shipped_rules_are_not_read_twice_in_the_checkout() -> None:
    checkout = Path(__file__).parent.parent
    assert fingerprint(load_rules("news", project_dir=checkout)) == fingerprint(load_rules("news"))


def test_every_shipped_file_loads_and_settings_have_their_defaults() -> None:
    book = load_rules()
    assert book.rules
    assert book.settings.min_confidence >= book.settings.suggest_from
    assert len({rule.id for rule in book.rules}) == len(book.rules)


BASE = """\
pack: base-pack
min_confidence: 0.7
rules:
  - id: one
    why: first
    where: {lang: en}
    drop_line: {starts_with: [Alpha, Beta], max_words: 8}
    examples: [{drop: Alpha on}, {keep: Gamma}]
  - id: two
    drop_line: Two
    examples: [{drop: Two}, {keep: Two and more}]
    was: [zwei]
"""


def layered(folder: Path, text: str, **options: Any) -> RuleBook:
    (folder / "base.yaml").write_text(BASE)
    return load_text(folder, "extends: ./base.yaml\n" + text, "top.yaml", **options)


def test_change_edits_lists_merges_maps_and_replaces_the_rest(tmp_path: Path) -> None:
    book = layered(
        tmp_path,
        "rules:\n  - change: base-pack/one\n    why: changed\n    where: {site: a.example}\n"
        "    drop_line: {starts_with+: [Delta], starts_with-: [Alpha], max_words: 5}\n"
        "    examples: [{drop: Delta on}, {keep: Alpha on}]\n",
    )
    rule = book.get("base-pack/one")
    assert isinstance(rule.body, DropLine)
    given = rule.body.conditions
    assert (given.starts_with, given.max_words, rule.why) == (("Beta", "Delta"), 5, "changed")
    assert (rule.where.lang, rule.where.site) == (("en",), ("a.example",))
    assert [example.text for example in rule.examples] == ["Delta on", "Alpha on"]
    places = {key: (Path(place.file).name, place.line) for key, place in rule.places.items()}
    assert places["why"] == ("top.yaml", 4)
    assert places["drop_line.max_words"] == ("top.yaml", 6)
    assert places["where.lang"] == ("base.yaml", 6)


def test_a_bare_list_is_changed_like_the_list_it_stands_for(tmp_path: Path) -> None:
    book = layered(tmp_path, "rules:\n  - {change: base-pack/two, drop_line+: [Deux]}\n")
    body = book.get("base-pack/two").body
    assert isinstance(body, DropLine)
    assert body.conditions.line_is == ("Two", "Deux")


def test_disable_set_and_overrides(tmp_path: Path) -> None:
    text = "disable: [base-pack/two]\nset: {base-pack/one: {apply_from: 0.9}}\nmax_removed: 40%\nrules: []\n"
    book = layered(tmp_path, text)
    assert [rule.id for rule in book.rules] == ["base-pack/one"]
    assert (book.rules[0].apply_from, book.settings.max_removed, book.settings.min_confidence) == (0.9, 0.4, 0.7)
    overrides = {"base-pack/one.apply_from": "0.95", "min_confidence": 0.6, "workers": "3", "lang": None}
    book = layered(tmp_path, text, overrides=overrides)
    assert (book.rules[0].apply_from, book.settings.min_confidence, book.settings.workers) == (0.95, 0.6, 3)
    book = layered(tmp_path, text, overrides={"disable": "[base-pack/*]"})
    assert book.rules == ()


def test_overrides_are_checked_like_files(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError) as caught:
        layered(tmp_path, "rules: []\n", overrides={"min_confidense": 0.6, "base-pack/on.why": "x", "workers": "many"})
    assert [p.code for p in caught.value.problems] == ["CP201", "CP101", "CP107"] or len(caught.value.problems) == 3
    assert "did you mean 'min_confidence'?" in str(caught.value)


def test_old_names_and_retired_rules_say_what_to_write_instead(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="write 'base-pack/two'"):
        layered(tmp_path, "disable: [base-pack/zwei]\nrules: []\n")
    retired = "rules:\n  - {change: base-pack/one, status: retired}\n  - {change: base-pack/one, why: again}\n"
    with pytest.raises(RuleFileError, match="CP211"):
        layered(tmp_path, retired)


def test_circles_and_long_chains_of_extends_are_errors(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("extends: ./b.yaml\nrules: []\n")
    (tmp_path / "b.yaml").write_text("extends: ./a.yaml\nrules: []\n")
    with pytest.raises(RuleFileError, match="CP209"):
        load_rules(tmp_path / "a.yaml")
    for number in range(13):
        (tmp_path / f"c{number}.yaml").write_text(f"extends: ./c{number + 1}.yaml\nrules: []\n")
    (tmp_path / "c13.yaml").write_text("rules: []\n")
    with pytest.raises(RuleFileError, match="CP210"):
        load_rules(tmp_path / "c0.yaml")
    assert load_rules(tmp_path / "c4.yaml").rules == ()


def test_rules_named_on_the_command_line_that_are_not_there() -> None:
    with pytest.raises(RuleFileError, match="did you mean 'news'"):
        load_rules("newss")


def test_options_of_a_repairer_become_its_own_type(tmp_path: Path) -> None:
    text = "rules:\n  - {id: a, repair: fused_words, with: {never_split: [TalkTalk]}, status: draft}\n"
    body = load_text(tmp_path, text).rules[0].body
    assert isinstance(body, Repair)
    assert body.options.never_split == ("TalkTalk",)


def test_the_fingerprint_follows_meaning_not_wording(tmp_path: Path) -> None:
    first = fingerprint(load_text(tmp_path, FIVE_LINES, "mine.yaml"))
    assert fingerprint(load_text(tmp_path, "# a comment\nworkers: 2\n" + FIVE_LINES, "mine.yaml")) == first
    assert fingerprint(load_text(tmp_path, FIVE_LINES.replace("now]", "today]"), "mine.yaml")) != first
    assert fingerprint(load_text(tmp_path, "min_confidence: 0.9\n" + FIVE_LINES, "mine.yaml")) != first


def test_the_schema_knows_every_verb_and_condition() -> None:
    schema = json_schema()
    line = schema["$defs"]["drop_line"]["properties"]["drop_line"]["anyOf"][-1]
    assert {"line_is", "not_starts_with", "max_words", "near"} <= set(line["properties"])
    assert set(schema["$defs"]) >= {"replace", "swap", "drop_block", "repair", "dedupe", "protect", "reject", "change"}


def test_random_damage_to_a_rule_file_never_breaks_the_loader(tmp_path: Path) -> None:
    """2,000 mutations in all: of the shipped files' first 60 lines, and of a file with every verb."""
    rng = random.Random(11)
    sources = [(CASES / "rulefile_full.yaml").read_text(encoding="utf-8").split("\n")]
    shipped = Path(__file__).parent.parent / "rules"
    sources += [path.read_text(encoding="utf-8").split("\n")[:60] for path in sorted(shipped.glob("*.yaml"))]
    signs = [*"[]{}:,&*!|>'\"%@`#-?\t\\ \n", "  ", "\x08", "é", "null", "12:30", "(a+)+", "{1,", "id:", "- "]
    path = tmp_path / "m.yaml"
    slowest = 0.0
    for _ in range(2_000):
        source = rng.choice(sources)
        at = rng.randrange(len(source))
        lines = [line for line in source[at : at + rng.randint(2, 9)] if "extends" not in line]
        lines = ["rules:", *lines] if rng.random() < 0.7 else lines
        text = "\n".join(lines)
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(text) + 1)
            cut = rng.choice((0, 0, 1, 5))
            text = text[:at] + rng.choice(signs) + text[at + cut :]
        path.write_text(text, encoding="utf-8")
        begun = time.perf_counter()
        with contextlib.suppress(RuleFileError):
            load_rules(path)
        slowest = max(slowest, time.perf_counter() - begun)
    assert slowest < 2


def test_the_rule_files_of_the_guide_load(tmp_path: Path) -> None:
    """Every YAML block of docs/rules.md, and the codes it names, are real."""
    guide = (Path(__file__).parent.parent / "docs" / "rules.md").read_text(encoding="utf-8")
    blocks = [part.split("```")[0] for part in guide.split("```yaml\n")[1:]]
    assert len(blocks) == 3
    for number, block in enumerate(blocks):
        name = "rules/sites/harbour.example.yaml" if "rules/sites/" in block else f"guide{number}.yaml"
        assert load_rules("news", written(tmp_path / name, block)).rules


def project(folder: Path, files: dict[str, str], *packs: str) -> RuleBook:
    """The rules of a project with these files below ``rules/``."""
    for name, text in files.items():
        written(folder / "rules" / name, text)
    return load_rules(*(packs or ("base",)), project_dir=folder)


def problems_of(folder: Path, files: dict[str, str]) -> list[tuple[str, str]]:
    with pytest.raises(RuleFileError) as caught:
        project(folder, files)
    return [(f"{Path(p.file).name}:{p.line}:{p.column} {p.code}", p.advice) for p in caught.value.problems]


def test_a_file_for_one_site_disables_rules_there_and_nowhere_else(tmp_path: Path) -> None:
    files = {"mine.yaml": FIVE_LINES, "sites/gazette.example.yaml": "disable: [mine/newsletter, core/*]\n"}
    book = project(tmp_path, files)
    pipe = Pipeline(book)
    page = "The ferry crossed at noon , and nobody spoke.\n\nSubscribe now\n\nThe storm was over by the evening.\n"
    there = pipe.clean(page, lang="en", site="www.gazette.example").text
    assert "Subscribe now" in there
    assert "noon ," in there
    for site in ("other.example", None):
        elsewhere = pipe.clean(page, lang="en", site=site).text
        assert "Subscribe now" not in elsewhere
        assert "noon, and" in elsewhere
    assert book.get("mine/newsletter").where.not_site == ("gazette.example",)
    assert book.get("mine/newsletter").places["where.not_site"].line == 1
    assert run_selftests(book, only=["mine/*"]).ok


def test_a_file_for_one_site_says_nothing_about_all_sites(tmp_path: Path) -> None:
    text = (
        "extends: ./more.yaml\nset: {core/spacing: {apply_from: 0.99}}\nmin_confidence: 0.99\nlang: de\nrules:\n"
        "  - change: mine/newsletter\n    drop_line: {line_is+: [Join us]}\n"
        "  - id: a\n    where: {site: other.example}\n    drop_line: x\n    examples: [{drop: x}, {keep: y}]\n"
    )
    found = problems_of(tmp_path, {"mine.yaml": FIVE_LINES, "sites/gazette.example.yaml": text})
    assert [place for place, _ in found] == [
        "gazette.example.yaml:1:1 CP219",
        "gazette.example.yaml:2:1 CP219",
        "gazette.example.yaml:3:1 CP219",
        "gazette.example.yaml:4:1 CP219",
        "gazette.example.yaml:6:5 CP219",
        "gazette.example.yaml:9:13 CP205",
    ]
    assert "right in rules/" in found[2][1]
    assert "disable: [mine/newsletter]" in found[4][1]


@pytest.mark.parametrize("named", ["rules/sites/gazette.example.yaml", "rules/sites"])
def test_a_file_for_one_site_is_bound_to_it_however_it_is_named(named: str, tmp_path: Path) -> None:
    rule = "rules:\n  - {id: tag, drop_line: Gazette, examples: [{drop: Gazette}, {keep: Gazettes}]}\n"
    project(tmp_path, {"sites/gazette.example.yaml": rule})
    for folder in (None, tmp_path):
        book = load_rules(tmp_path / named, project_dir=folder)
        assert book.get("gazette.example/tag").where.site == ("gazette.example",)


@pytest.mark.parametrize(
    ("rule", "advice"),
    [
        ("drop_line:\n      - Topics: harbour", "put it in quotes, since it holds a colon: 'Topics: harbour'"),
        ("drop_line: ['It's late, read on']", "write '' for an apostrophe"),
        ("drop_line:\n      - 'It's late'", "write '' for an apostrophe"),
        ('drop_line: ["Say "yes" now"]', 'write \\" for a quote'),
        ("drop_line:\n      - x #1", "put the text in quotes"),
        ("drop_line:\n      - x\n       - y", "line up the '-'"),
        ("drop_line: ‘x’", "write '‘x’'"),
        ("drop_block: {from: x, to: blank}", "did you mean 'blank_line'?"),
        ("drop_block: {from: x, to: Blank lines}", "did you mean 'blank_line'?"),
        ("drop_block: {from: x, to: End}", "did you mean 'end'?"),
        ("drop_line:\n      -\tx", "use one"),
        ("where: {path: '!a.txt'}\n    drop_line: x", "write 'not_path: a.txt'"),
        ("where: {no_site: a.example}\n    drop_line: x", "did you mean 'not_site'?"),
        ("where: {not_lang: de}\n    drop_line: x", "keys are lang, meta, not_path, not_site, part, path or site"),
        ("drop_line: {not_start_with: x}", "did you mean 'not_starts_with'?"),
    ],
)
def test_advice_is_what_helps(rule: str, advice: str, tmp_path: Path) -> None:
    with pytest.raises(RuleFileError) as caught:
        load_text(tmp_path, f"rules:\n  - id: a\n    {rule}\n    status: draft\n")
    assert advice in caught.value.problems[0].advice
    assert len(caught.value.problems) == 1


def test_a_byte_that_is_not_utf8_is_named_in_a_file_with_a_mark_at_its_head(tmp_path: Path) -> None:
    for mark in (b"", b"\xef\xbb\xbf"):
        path = tmp_path / "f.yaml"
        path.write_bytes(mark + "rules: caf\u00e9 ".encode() + b"\xe9\n")
        with pytest.raises(RuleFileError) as caught:
            load_rules(path)
        (problem,) = caught.value.problems
        assert (problem.line, problem.column, problem.message) == (1, 13, "is not UTF-8 (byte 0xe9)")


def test_not_site_and_not_path_shut_out_what_they_name(tmp_path: Path) -> None:
    rule = (
        "rules:\n  - id: a\n    where: {not_site: .gazette.example, not_path: ['letters/*', '*.md']}\n"
        "    drop_line: Menu\n    examples:\n      - drop: Menu\n      - keep: The menu\n"
        "      - {keep: Menu, at: {site: sport.gazette.example}}\n      - {keep: Menu, at: {path: letters/1.txt}}\n"
    )
    book = project(tmp_path, {"mine.yaml": rule})
    assert run_selftests(book, only=["mine/*"]).ok
    scope = book.get("mine/a").where
    about = [("", None), ("a.txt", "other.example"), ("b.md", None), ("a.txt", "gazette.example")]
    assert [covers(scope, Document("x", name, site=site)) for name, site in about] == [True, True, False, False]


def test_rule_files_are_read_whatever_the_size_of_their_letters_and_those_left_out_are_named(tmp_path: Path) -> None:
    files = {
        "MINE.YAML": FIVE_LINES,
        "de/more.yaml": FIVE_LINES,
        ".old/more.yaml": "x",
        "sites/deep/more.yml": "rules:",
    }
    book = project(tmp_path, files)
    assert book.get("MINE/newsletter")
    told = {warning.file: warning for warning in book.warnings}
    assert sorted(told) == ["rules/de/more.yaml", "rules/sites/deep/more.yml"]
    assert told["rules/de/more.yaml"].code == "CP221"
    assert "'packs'" in told["rules/de/more.yaml"].advice
    written(tmp_path / "rules" / "all.yaml", "packs: [./de]\n")
    book = load_rules("base", project_dir=tmp_path)
    assert book.get("more/newsletter")
    assert [Path(warning.file).name for warning in book.warnings] == ["more.yml"]
