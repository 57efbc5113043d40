"""``rules test``: every example of every rule, alone, twice, in company; conditions no example needs; clean text.

Returns a report with printable failures; it decides nothing about files or exit codes beyond ``TestReport.ok``. The
pipeline is imported late, since the pipeline itself needs rule files.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from cleanpipe.errors import CleanpipeError
from cleanpipe.rulefile.expressions.patternlint import lint
from cleanpipe.rulefile.model import Example, Place, Rule, RuleBook
from cleanpipe.rulefile.reading.examples import fires
from cleanpipe.rulefile.testing.cleantext import check_clean
from cleanpipe.rulefile.testing.nearmiss import near_miss
from cleanpipe.rulefile.testing.neutral import neutral
from cleanpipe.rulefile.testing.probe import slowest
from cleanpipe.rulefile.testing.trials import Outcome, alone, document_of, is_line, outcome_of, page_for
from cleanpipe.rulefile.testing.variants import variants

#: A pattern may take so long on the worst text the probe can think of.
SLOW_SECONDS = 0.05
_FASTER = "bound what it repeats ([^.]{0,80} for .*), and begin it with ^ or with fixed text"


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing ``rules test`` found: which rule, in which step, where its example stands, and a diff or a sentence."""

    rule: str
    step: str
    message: str
    place: Place | None = None

    def __str__(self) -> str:
        where = f"{self.place.file}:{self.place.line}: " if self.place else ""
        body = "\n".join(f"    {line}" for line in self.message.split("\n"))
        return f"{where}{self.rule}: {self.step}\n{body}"


@dataclass(slots=True)
class TestReport:
    """What a test of rules found."""

    __test__ = False

    failures: list[Failure] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)  # what ``excuses`` says of shipped examples
    rules: int = 0
    own: int = 0  # rules of the user
    examples: int = 0
    conditions: int = 0
    known: int = 0  # examples that fail as expected
    clean_characters: int = 0
    seconds: dict[str, float] = field(default_factory=dict)  # alone, company, clean ...
    cost: dict[str, float] = field(default_factory=dict)  # rule -> seconds on the worst text for its patterns
    coverage: dict[str, dict[str, int]] = field(default_factory=dict)  # rule -> condition -> examples that notice

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return not self.failures

    def __str__(self) -> str:
        lines = [*map(str, self.failures), *self.excused]
        count = f"{self.rules} rules ({self.own or 'none'} your own), {self.examples} examples"
        count += f", {self.conditions} conditions"
        if self.known:
            count += f", {self.known} known failures"
        if self.clean_characters:
            count += f", {self.clean_characters:,} characters of clean text"
        lines.append(f"{count}: {len(self.failures) or 'no'} failure{'' if len(self.failures) == 1 else 's'}")
        return "\n".join(lines)


def run_selftests(
    book: RuleBook,
    *,
    only: Iterable[str] | None = None,
    clean_corpus: Path | None = None,
    company: bool = True,
    conditions: bool = True,
    on_rule: Callable[[Rule], None] | None = None,
) -> TestReport:
    """Run the examples of all rules, or of those whose names match ``only`` (globs).

    ``clean_corpus`` is a folder of prose on which every rule must stay silent, but for what its ``known.yaml`` lists.
    ``company`` and ``conditions`` may be switched off for a quick look. Raises CleanpipeError when no rule is chosen.
    """
    wanted = list(only) if only is not None else ["*"]
    rules = [r for r in book.rules if r.status != "retired" and any(fnmatchcase(r.id, w) for w in wanted)]
    if not rules:
        raise CleanpipeError(f"no rule is called {', '.join(wanted)}; 'cleanpipe rules list' shows the names")
    report = TestReport(rules=len(rules), own=sum(map(book.own, rules)))
    whole: Any = None
    if company or clean_corpus is not None:
        from cleanpipe.pipeline import Pipeline

        whole = Pipeline(book)
    for rule in rules:
        if on_rule is not None:
            on_rule(rule)
        with _timed(report, "alone"):
            _alone(rule, book, report)
        if conditions:
            with _timed(report, "conditions"):
                _conditions(rule, book, report)
        if company and rule.status == "stable":
            with _timed(report, "company"):
                _company(rule, book, whole, report)
        with _timed(report, "patterns"):
            _fast(rule, report)
    if clean_corpus is not None:
        with _timed(report, "clean"):
            found, size = check_clean(clean_corpus, whole, {rule.id for rule in rules})
        report.clean_characters = size
        report.failures += [Failure(name, "touches clean text", message, place) for name, message, place in found]
    return report


@contextmanager
def _timed(report: TestReport, step: str) -> Iterator[None]:
    begun = perf_counter()
    try:
        yield
    finally:
        report.seconds[step] = report.seconds.get(step, 0.0) + perf_counter() - begun


def complaint(rule: Rule, example: Example, got: Outcome) -> str:
    """What is wrong with the outcome of an example, as text for people; empty when it is as it should be."""
    kind, text = example.kind, example.text
    if rule.verb == "reject":
        if (kind == "drop") == bool(got.rejected):
            return ""
        return f"is rejected: {got.rejected}" if got.rejected else f"is not rejected: {_shown(str(text))}"
    if isinstance(text, tuple):
        expected = tuple(example.out) if isinstance(example.out, tuple) else tuple(range(1, len(text) + 1))
        return "" if got.left == expected else f"keeps {list(got.left)}, expected {list(expected)}"
    if rule.verb == "protect":
        wanted: tuple[str, ...] = ()
        if kind == "in":
            wanted = tuple(map(str, example.out)) if isinstance(example.out, tuple) else (str(example.out),)
        return (
            "" if got.marked == wanted else f"protects {list(got.marked)}, expected {list(wanted)} in: {_shown(text)}"
        )
    loosely = rule.verb in ("drop_line", "drop_block")
    out = {"drop": "", "keep": text}.get(kind, str(example.out))
    proposed = any(_same(out, other, loosely) for other in got.suggested)
    if kind == "suggest":
        if got.text != text:
            return "is made, not only suggested\n" + _diff(text, got.text)
        return "" if proposed else f"is not suggested: {out!r}\nsuggested: {', '.join(got.suggested) or 'nothing'}"
    if kind == "keep" and got.suggested and rule.verb != "repair":
        # A repairer may doubt what it leaves; a rule of low confidence does nothing but propose.
        return f"is suggested to become {got.suggested[0]!r}: {_shown(text)}"
    if _same(got.text, out, loosely):
        return ""
    hint = "\nit is only suggested, in a run too: raise 'confidence', or write 'suggest' and 'out'" if proposed else ""
    return (f"stays: {_shown(text)}" if kind == "drop" else _diff(out, got.text)) + hint


def _same(one: str, other: str, loosely: bool) -> bool:
    """Whether two texts are the same; loosely: but for blank lines. Which of those around a gap stay is the stage's."""
    if not loosely:
        return one == other
    return [line for line in one.split("\n") if line.strip()] == [line for line in other.split("\n") if line.strip()]


def _shown(text: str) -> str:
    return text if len(text) <= 200 else text[:200] + " ..."


def _diff(expected: str, got: str) -> str:
    """A line diff; a difference nobody can see is spelt out."""
    rows = difflib.unified_diff(expected.split("\n"), got.split("\n"), "expected", "got", lineterm="", n=1)
    out = "\n".join(row for row in rows if not row.startswith("@@"))
    if expected.split() == got.split() or expected.casefold() == got.casefold():
        out += f"\nexpected {expected!r}\ngot      {got!r}"
    return out


def _alone(rule: Rule, book: RuleBook, report: TestReport) -> None:
    """Steps 1, 2, 4 and 8: alone, twice, fires at all, and known failures that pass."""
    fired = False
    for example in rule.examples:
        report.examples += 1
        got = alone(rule, example, book)
        wrong = complaint(rule, example, got)
        if example.expect == "fail":
            if wrong:
                report.known += 1
            else:
                message = f"delete 'expect: fail' ({example.because})"
                report.failures.append(Failure(rule.id, "passes, though expected to fail", message, example.place))
            continue
        if wrong:
            report.failures.append(Failure(rule.id, f"'{example.kind}' example alone", wrong, example.place))
            continue
        fired |= fires(example)
        again = _twice(rule, example, got, book)
        if again:
            report.failures.append(Failure(rule.id, "changes its own result when run again", again, example.place))
    if not fired and rule.examples and not any(f.rule == rule.id for f in report.failures):
        report.failures.append(
            Failure(rule.id, "never fires", "no example makes this rule act", rule.examples[0].place)
        )


def _twice(rule: Rule, example: Example, got: Outcome, book: RuleBook) -> str:
    if rule.verb in ("protect", "reject") or isinstance(example.text, tuple) or not got.text.strip():
        return ""
    once_more = Example(example.kind, got.text, example.out, example.at)
    second = alone(rule, once_more, book)
    return "" if second.text == got.text else _diff(got.text, second.text)


def _conditions(rule: Rule, book: RuleBook, report: TestReport) -> None:
    """Step 5: leave out each condition; some example must notice."""
    examples = [example for example in rule.examples if example.expect == "pass"]
    covered = report.coverage.setdefault(rule.id, {})
    for name, variant in variants(rule):
        report.conditions += 1
        noticed = 0
        for example in examples:
            if complaint(rule, example, alone(variant, example, book, base=rule)):
                noticed += 1
        covered[name] = noticed
        if not noticed:
            place = rule.places.get(f"{rule.verb}.{name}") or rule.places.get(name) or rule.places.get("id")
            ready = near_miss(rule, name, partial(_tells_apart, rule, variant, book))
            message = (
                f"without '{name}' all examples come out the same: add a 'keep' that only '{name}' saves, or delete it"
                + (f"\nsuch as:  {ready}" if ready else "")
            )
            report.failures.append(Failure(rule.id, "a condition no example needs", message, place))


def _tells_apart(rule: Rule, variant: Rule, book: RuleBook, example: Example) -> bool:
    """Whether an example comes true with a rule and not with the rule that lacks a condition."""
    if complaint(rule, example, alone(rule, example, book)):
        return False
    return bool(complaint(variant, example, alone(variant, example, book, base=rule)))


def _company(rule: Rule, book: RuleBook, whole: Any, report: TestReport) -> None:
    """Step 3: the same examples with all rules; other rules may only have a hand in it when the example says so."""
    bar = book.settings.min_confidence if rule.apply_from is None else rule.apply_from
    for example in rule.examples:
        if example.expect == "fail" or isinstance(example.text, tuple) or rule.verb in ("protect", "reject"):
            continue
        if example.kind != "keep" and rule.confidence < bar and rule.verb != "repair":
            continue  # a rule below the bar only suggests: by itself it was tried as if it decided
        wrong, others = _in_company(rule, example, whole)
        if not wrong or (others and set(others) <= set(example.then)):
            continue
        by = f"by {', '.join(others)}: if that is right, add 'then: {others[0]}'\n" if others else ""
        report.failures.append(Failure(rule.id, f"'{example.kind}' example in company", by + wrong, example.place))


def _in_company(rule: Rule, example: Example, whole: Any) -> tuple[str, list[str]]:
    """What is wrong with an example under all rules, and which other rules had a hand in it."""
    text = str(example.text)
    if is_line(rule, example):
        lang = example.at.get("lang") or (rule.where.lang[0] if rule.where.lang else None)
        line = text.strip("\n")
        page, start = page_for(rule, line, neutral(lang))
        result = whole.clean(document_of(rule, example, page))
        touching = [e for e in result.edits if e.start <= start + len(line) and e.end >= start]
        others = list(dict.fromkeys(e.rule for e in touching if e.rule != rule.id))
        stays = line in result.text.split("\n")
        if example.kind == "drop":
            return (f"stays on a page: {_shown(line)}" if stays else ""), others
        return ("" if stays else f"does not stay on a page: {_shown(line)}"), others
    result = whole.clean(document_of(rule, example, text))
    got = outcome_of(result)
    if example.kind == "keep":
        got = replace(got, suggested=())  # what others would propose there is their business
    return complaint(rule, example, got), [name for name in got.rules if name != rule.id]


def _fast(rule: Rule, report: TestReport) -> None:
    """Step 7: patterns as the linter sees them, and against the worst texts the probe can think of."""
    for pattern, _ in patterns_of(rule):
        for found in lint(pattern):
            if found.severity == "error":
                message = f"{found.code} {found.message}: {pattern[found.start : found.end]}"
                report.failures.append(Failure(rule.id, "pattern is wrong", message, rule.places.get(rule.verb)))
    seconds, pattern, text = slowest(patterns_of(rule))
    report.cost[rule.id] = seconds
    if seconds > SLOW_SECONDS:
        message = f"takes {seconds * 1000:.0f} ms on {len(text):,} characters like {text[:40]!r}: {pattern}\n{_FASTER}"
        report.failures.append(Failure(rule.id, "pattern is slow", message, rule.places.get(rule.verb)))


def patterns_of(rule: Rule) -> Sequence[tuple[str, str]]:
    """All patterns of a rule with their ``case``."""
    out: list[tuple[str, str]] = []
    body: Any = rule.body
    if isinstance(getattr(body, "match", None), str):
        out.append((body.match, body.case))
    given = [getattr(body, name, None) for name in ("conditions", "start", "to", "only_if", "followed_by")]
    for conditions in (*given, rule.unless):
        for pattern in (*getattr(conditions, "matches", ()), *getattr(conditions, "not_matches", ())):
            out.append((pattern, conditions.case))  # type: ignore[union-attr]
    return out
