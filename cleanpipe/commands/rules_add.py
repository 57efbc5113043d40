"""``cleanpipe rules add``: write a rule that drops a line, try it, and say what it would touch."""

from __future__ import annotations

import re
from pathlib import Path

import click

from cleanpipe.errors import CleanpipeError, InputError


@click.command("add", short_help="Add a rule that drops lines, without writing YAML.")
@click.option("--drop", "drops", multiple=True, required=True, metavar="LINE", help="A line to drop. May be repeated.")
@click.option("--keep", "keeps", multiple=True, required=True, metavar="LINE", help="A similar line that must stay.")
@click.option("--id", "rule_id", metavar="NAME", help="Name of the rule. Default: from the words of the line.")
@click.option("--why", metavar="SENTENCE", help="One sentence for people: why the line goes.")
@click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("rules/mine.yaml"),
    show_default=True,
    help="Rule file to add to; made when it is not there.",
)
@click.argument("corpus", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[CORPUS...]")
def command(
    drops: tuple[str, ...],
    keeps: tuple[str, ...],
    rule_id: str | None,
    why: str | None,
    file: Path,
    corpus: tuple[Path, ...],
) -> None:
    """Add a rule that drops lines to a rule file, without writing YAML by hand.

    The rule drops every line that is exactly one of the LINEs given with --drop, whatever the case of its letters. The
    new rule is tried on its examples at once; if they fail the file stays as it was. With CORPUS, files or folders, the
    number of their lines that the rule would drop is counted.

    \b
    cleanpipe rules add --drop "Subscribe now" --keep "Subscribe now and pay later, the letter said." corpus/
    """
    before = file.read_text(encoding="utf-8") if file.exists() else None
    name = rule_id or _name(drops[0], before or "")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_with_rule(before, name, drops, keeps, why), encoding="utf-8")
    try:
        failures = _tried(file, name)
    except CleanpipeError:
        _restore(file, before)
        raise
    if failures:
        _restore(file, before)
        raise InputError(
            f"{file} stays as it was, since the rule does not do what its examples say:\n" + "\n".join(failures)
        )
    click.echo(f"added {name} to {file}")
    if corpus:
        lines, documents = _touched(drops, corpus)
        where = ", ".join(map(str, corpus))
        click.echo(
            f"it drops {lines:,} line{'' if lines == 1 else 's'} in {documents:,} "
            f"document{'' if documents == 1 else 's'} of {where}"
        )


def _restore(file: Path, before: str | None) -> None:
    if before is None:
        file.unlink(missing_ok=True)
    else:
        file.write_text(before, encoding="utf-8")


def _name(line: str, before: str) -> str:
    """A name from the first words of a line, and a number when the file has that name already."""
    words = re.findall(r"[a-z0-9]+", line.casefold())[:5]
    name = base = "-".join(words) or "dropped-line"
    number = 2
    while re.search(rf"^\s*-?\s*id:\s*{re.escape(name)}\s*$", before, re.MULTILINE):
        name, number = f"{base}-{number}", number + 1
    return name


def _with_rule(before: str | None, name: str, drops: tuple[str, ...], keeps: tuple[str, ...], why: str | None) -> str:
    """The text of the file with the rule at its end; what was there stays byte for byte."""
    import yaml

    def flow(value: object) -> str:
        return str(yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10**6)).strip()

    lines = [f"  - id: {name}"]
    if why:
        lines.append(f"    why: {flow([why])[1:-1]}")
    lines.append(f"    drop_line: {flow(list(drops))}")
    lines.append("    examples:")
    lines += [f"      - {flow({'drop': line})}" for line in drops]
    lines += [f"      - {flow({'keep': line})}" for line in keeps]
    rule = "\n".join(lines) + "\n"
    if before is None or not before.strip():
        return "rules:\n" + rule
    tree = yaml.safe_load(before)
    if not isinstance(tree, dict) or list(tree)[-1] != "rules" or not isinstance(tree["rules"], list):
        raise InputError("the rule file does not end with its list of rules; add the rule by hand, or choose --file")
    if not re.search(r"^  - ", before, re.MULTILINE):
        raise InputError("the rules of this file are not indented by two blanks; add the rule by hand")
    return before.rstrip("\n") + "\n\n" + rule


def _tried(file: Path, name: str) -> list[str]:
    """Load the file and try the examples of the rule; sentences about what fails."""
    from cleanpipe.rulefile import load_rules
    from cleanpipe.rulefile.reading.load import DEFAULT
    from cleanpipe.rulefile.testing.selftest import run_selftests

    book = load_rules(DEFAULT, file, project_dir=Path.cwd())  # the file may change rules of any other
    full = next(rule.id for rule in reversed(book.rules) if rule.id.rpartition("/")[2] == name)
    report = run_selftests(book, only=[full], company=False, conditions=False)
    return [str(failure) for failure in report.failures]


def _touched(drops: tuple[str, ...], corpus: tuple[Path, ...]) -> tuple[int, int]:
    """How many lines of how many documents are one of the lines to drop."""
    from cleanpipe.corpus.sources import discover
    from cleanpipe.corpus.texts import texts

    wanted = {" ".join(line.casefold().split()) for line in drops}
    lines = documents = 0
    for text in texts(discover(corpus).sources):
        hits = sum(" ".join(line.casefold().split()) in wanted for line in text.split("\n"))
        lines += hits
        documents += hits > 0
    return lines, documents
