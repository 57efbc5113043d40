"""``cleanpipe rules test``: run the examples of all rules, and all rules over clean text."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanpipe.commands.options import load, project_of, rule_options

if TYPE_CHECKING:
    from cleanpipe.rulefile.testing.selftest import TestReport


@click.command("test", short_help="Run the examples of all rules, and all rules on clean text.")
@rule_options
@click.option("--rule", "only", multiple=True, metavar="NAME", help="Only these rules; * stands for anything.")
@click.option(
    "--clean",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of good prose that no rule may touch. Default: corpus/clean, if there is one here.",
)
@click.option("--quick", is_flag=True, help="Only each rule alone: not in company, not without each condition.")
@click.option("--coverage", is_flag=True, help="Also list, for each condition, how many examples need it.")
@click.option("--junit", type=click.Path(path_type=Path, dir_okay=False), help="Also write the result as JUnit XML.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    rules: tuple[str, ...],
    overrides: tuple[str, ...],
    no_project_rules: bool,
    only: tuple[str, ...],
    clean: Path | None,
    quick: bool,
    coverage: bool,
    junit: Path | None,
) -> None:
    """Run the examples that rules carry, and try all rules on clean text.

    Each example is tried alone, twice, and with all other rules; each condition is left out in turn, and some example
    must notice; patterns are timed on bad inputs. Exit code 1 when anything fails, but for examples of shipped rules
    that your own settings and changes make untrue: these are counted.
    """
    from cleanpipe.report.table import shipped
    from cleanpipe.rulefile import load_rules
    from cleanpipe.rulefile.testing.excuses import excuse
    from cleanpipe.rulefile.testing.selftest import run_selftests

    if clean is None and Path("corpus/clean").is_dir():
        clean = Path("corpus/clean")
    terminal = sys.stderr.isatty()
    book = load(rules, overrides, no_project_rules, examples=True)
    steps = {"company": not quick, "conditions": not quick}
    report = run_selftests(
        book,
        only=only or None,
        clean_corpus=None if quick else clean,
        on_rule=(lambda rule: click.echo(f"\r{rule.id}\x1b[K", err=True, nl=False)) if terminal else None,
        **steps,
    )
    excuse(report, book, partial(load_rules, *rules, project_dir=project_of(no_project_rules), changes=False), **steps)
    if terminal:
        click.echo("\r\x1b[K", err=True, nl=False)
    for warning in book.warnings:
        if shipped(warning.file):  # the others were told of when they were read
            click.echo(str(warning))
    if coverage:
        for name, conditions in sorted(report.coverage.items()):
            for condition, examples in conditions.items():
                click.echo(f"{name}: {condition}: {examples} example{'' if examples == 1 else 's'}")
    click.echo(str(report))
    if junit is not None:
        junit.write_text(_junit(report, [rule.id for rule in book.rules]), encoding="utf-8")
    ctx.exit(0 if report.ok else 1)


def _junit(report: TestReport, names: list[str]) -> str:
    """The result as JUnit XML, one case a rule."""
    from xml.sax.saxutils import escape, quoteattr

    failed: dict[str, list[str]] = {}
    for failure in report.failures:
        failed.setdefault(failure.rule, []).append(str(failure))
    names = [*names, *(name for name in failed if name not in names)]
    cases = []
    for name in names:
        messages = failed.get(name, [])
        inside = "".join(f"<failure>{escape(message)}</failure>" for message in messages)
        cases.append(f"<testcase classname='rules' name={quoteattr(name)}>{inside}</testcase>")
    head = f"<testsuite name='cleanpipe rules' tests='{len(names)}' failures='{len(failed)}'>"
    return f"<?xml version='1.0' encoding='utf-8'?>\n{head}{''.join(cases)}</testsuite>\n"
