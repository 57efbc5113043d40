"""``cleanpipe report``: make the HTML page of a run again."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("report", short_help="Rebuild the HTML page of a run from its log.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Rebuild report.html of a run from its log, and show the summary again.

    DIR is the folder that was given to run as --out.
    """
    import json

    from cleanpipe.corpus.options import RECORDS
    from cleanpipe.report.page import write_page
    from cleanpipe.report.table import summary_table

    records = folder if (folder / "summary.json").is_file() or folder.name == RECORDS else folder / RECORDS
    page = write_page(records)
    summary = json.loads((records / "summary.json").read_bytes())
    click.echo(summary_table(summary, records.parent, with_places=False), nl=False)
    click.echo(f"written: {page}")
