"""``cleanpipe rules``: list, show, test and write rules, their schema and their documentation."""

from __future__ import annotations

import importlib

import click

from cleanpipe.commands.options import load, rule_options
from cleanpipe.errors import InputError
from cleanpipe.report.table import many

_ELSEWHERE = {name: f"cleanpipe.commands.rules_{name}" for name in ("test", "add", "suggest")}


class _Group(click.Group):
    """Some of the sub-commands live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return ["list", "show", "test", "add", "suggest", "docs", "schema"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _ELSEWHERE:
            command: click.Command = importlib.import_module(_ELSEWHERE[cmd_name]).command
            return command
        return super().get_command(ctx, cmd_name)


@click.group("rules", cls=_Group, short_help="List, show, test and write rules.")
def command() -> None:
    """List, show, test and write rules.

    A rule file is YAML without code: a list of rules, each with an id, one verb (replace, swap, drop_line, drop_block,
    repair, dedupe, protect, reject) and examples. run, explain and diff read the files in ./rules without being told.
    """


_VERBS = ("replace", "swap", "drop_line", "drop_block", "repair", "dedupe", "protect", "reject")


@command.command("list", short_help="List the rules that a run would use.")
@rule_options
@click.option("--verb", type=click.Choice(_VERBS), metavar="VERB", help="Only rules with this verb, such as drop_line.")
@click.option("--pack", metavar="NAME", help="Only rules of this pack, such as core.")
@click.option("--all", "everything", is_flag=True, help="Also drafts and retired rules, which no run uses.")
def list_rules(
    rules: tuple[str, ...],
    overrides: tuple[str, ...],
    no_project_rules: bool,
    verb: str | None,
    pack: str | None,
    everything: bool,
) -> None:
    """List the rules that a run would use: name, verb, and what each is for."""
    book = load(rules, overrides, no_project_rules)
    packs = sorted({rule.pack for rule in book.rules})
    if pack and pack not in packs:
        raise InputError(f"no pack {pack!r}; there are {', '.join(packs)}")
    shown = [
        rule
        for rule in book.rules
        if (not verb or rule.verb == verb)
        and (not pack or rule.pack == pack)
        and (everything or rule.status in ("stable", "trial"))
    ]
    width = max((len(rule.id) for rule in shown), default=0)
    for rule in shown:
        status = "" if rule.status == "stable" else f"[{rule.status}] "
        click.echo(f"{rule.id:<{width}}  {rule.verb:<10}  {status}{rule.why}".rstrip())
    click.echo(f"{many(len(shown), 'rule')} from {many(len(book.sources), 'file')}", err=True)


@command.command("show", short_help="Show a rule as it stands, with the file and line of each key.")
@click.argument("names", nargs=-1, required=True, metavar="RULE...")
@rule_options
def show(names: tuple[str, ...], rules: tuple[str, ...], overrides: tuple[str, ...], no_project_rules: bool) -> None:
    """Show a rule as it stands after everything was read, with the file and line each key came from.

    RULE is a full name (news-en/share-bar), or the part after the slash when that is enough.
    """
    from cleanpipe.report.ruletext import shown
    from cleanpipe.rulefile.reading.kinds import suggestion

    advice = "'cleanpipe rules list' shows all names"
    book = load(rules, overrides, no_project_rules, examples=True)
    for name in names:
        found = [rule for rule in book.rules if rule.id == name] or [
            rule for rule in book.rules if rule.id.rpartition("/")[2] == name
        ]
        if not found:
            raise InputError(f"no rule {name!r}; {suggestion(name, [r.id for r in book.rules]) or advice}")
        for rule in found:
            for line in shown(rule):
                click.echo(line)
            click.echo()


@command.command("docs", short_help="Write the documentation of all rules as Markdown.")
@rule_options
def docs(rules: tuple[str, ...], overrides: tuple[str, ...], no_project_rules: bool) -> None:
    """Write the documentation of all rules as Markdown to standard output."""
    from cleanpipe.report.ruletext import documentation

    book = load(rules, overrides, no_project_rules, examples=True)
    click.echo("# Rules\n")
    for pack in dict.fromkeys(rule.pack for rule in book.rules):
        click.echo(f"## {pack}\n")
        for rule in book.rules:
            if rule.pack == pack:
                for line in documentation(rule):
                    click.echo(line)


@command.command("schema", short_help="Write the JSON Schema of rule files, for editors.")
def schema() -> None:
    """Write the JSON Schema of rule files, for editors that complete and check YAML."""
    import json

    from cleanpipe.rulefile.reading.schema import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=1))
