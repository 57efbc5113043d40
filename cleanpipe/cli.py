"""The command ``cleanpipe``: its sub-commands, and how errors are shown. Each sub-command is a module of its own.

Nothing heavy is imported before a sub-command is chosen, so that ``--help`` is instant. Exit codes: 0 done, 1
findings or failures, 2 wrong use.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from cleanpipe import __version__
from cleanpipe.errors import CleanpipeError, InputError, RuleFileError

_COMMANDS = {
    "run": "Clean files or folders and keep a log of every edit.",
    "explain": "Show the edits of one document, with rule, score and reason.",
    "diff": "Show one document before and after, word by word.",
    "decide": "Undo edits of a run, or accept suggestions.",
    "report": "Rebuild the HTML page of a run from its log.",
    "index": "Look into an index of earlier runs, or forget documents of it.",
    "rules": "List, show, test and write rules.",
    "train": "Fit a scorer on your own labelled pages.",
}


class LazyGroup(click.Group):
    """A group that knows names and one line about its sub-commands, and imports them when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"cleanpipe.commands.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], _COMMANDS, 1)
            advice = f" Did you mean {near[0]!r}?" if near else f" There are {', '.join(_COMMANDS)}."
            ctx.fail(f"No command {args[0]!r}.{advice}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a sub-command; what goes wrong on purpose is told in words, without a traceback."""
        try:
            return super().invoke(ctx)
        except (RuleFileError, InputError) as error:
            _say(error)
            ctx.exit(2)
        except CleanpipeError as error:
            _say(error)
            ctx.exit(1)
        except KeyboardInterrupt:
            _say("stopped; the same command goes on where it was")
            ctx.exit(130)


def _say(message: object) -> None:
    click.echo(f"cleanpipe: {message}", err=True)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="cleanpipe %(version)s")
def cli() -> None:
    """Repair scraped, machine-translated text: words, sentence breaks, punctuation, encoding, the furniture of web
    pages, duplicate paragraphs. Every edit is on record.

    \b
    cleanpipe run corpus/ --out clean/     clean a folder; the originals stay as they are
    cleanpipe explain article.txt          see what would be done to one document, and why
    cleanpipe run - < dirty.txt            clean standard input to standard output

    Exit codes: 0 done, 1 done but with findings or failures, 2 wrong use.
    """


def main() -> None:
    """The entry point of the installed command."""
    try:
        cli.main(prog_name="cleanpipe")
    except Exception as error:
        if os.environ.get("CLEANPIPE_DEBUG"):
            raise
        _say(f"an error inside cleanpipe: {type(error).__name__}: {error}")
        _say("please report it; with CLEANPIPE_DEBUG=1 in the environment the full traceback is shown")
        sys.exit(1)


if __name__ == "__main__":
    main()
