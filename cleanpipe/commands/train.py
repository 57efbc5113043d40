"""``cleanpipe train``: fit a scorer on one's own data."""

from __future__ import annotations

from pathlib import Path

import click

from cleanpipe.errors import OutputError


@click.group("train", short_help="Fit a scorer on your own labelled pages.")
def command() -> None:
    """Fit a scorer on your own labelled pages."""


@command.command("chrome", short_help="Fit the line scorer of the chrome stage.")
@click.argument("pages", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="PAGES...")
@click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("chrome.npz"),
    show_default=True,
    help="Weights to write.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of all that is drawn by lot.")
def chrome(pages: tuple[Path, ...], file: Path, seed: int) -> None:
    """Go on from the shipped line scorer with pages that you have labelled.

    PAGES are folders with files that end in .lines, one a page: a label, a tab and the text of a line, where + is body,
    - is furniture and ? is not known. Pages of one folder inside are of one site. Ten pages of a site are a good start.

    \b
    +<tab>The council will vote on Monday.
    -<tab>Subscribe to our newsletter

    First the scorer is tried on pages it has not seen, beside the shipped one. Then the weights are written; name them
    in a rule file to use them: chrome_model: chrome.npz
    """
    from cleanpipe.training.chrome import save, tuned
    from cleanpipe.training.pages import FOLDS, checked, read, summary

    examples = read(pages)
    click.echo("{pages} pages of {sites} sites, {lines} labelled lines".format(**summary(examples)))
    check = checked(examples, seed=seed)
    if check is None:
        click.echo(f"fewer than {FOLDS} pages: too few to try the weights on; label more to learn what they are worth")
    else:
        click.echo(f"F1 of body lines on pages not seen: shipped {check.shipped:.3f}, yours {check.tuned:.3f}")
        if check.tuned <= check.shipped:
            click.echo("Your pages made it no better: stay with the shipped scorer, or label more pages.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        save(tuned(examples, seed=seed), file)
    except OSError as error:
        raise OutputError(f"{file} cannot be written: {error.strerror}") from error
    click.echo(f"{file}: to use it, write  chrome_model: {file}  in a rule file")
