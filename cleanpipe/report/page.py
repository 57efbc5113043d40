"""report.html: what a run did, for an editor with a browser.

One file that needs nothing else: no script, nothing loaded from anywhere (a content policy says so too), and everything
that comes from documents or rule files is escaped. Made from summary.json, notes.jsonl and the log, so that it can be
made again at any time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from cleanpipe.errors import InputError
from cleanpipe.report.digest import Digest, Row, digest
from cleanpipe.report.log import read_log
from cleanpipe.report.show import shortened, visible

NOTES = 300  # notes on the page

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.2rem;border-bottom:1px solid #ccc}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25rem .6rem;vertical-align:top}
tr+tr td{border-top:1px solid #e4e4e4}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
del{background:#fde0e0;color:#8a1010}ins{background:#dff3df;color:#0c5c0c;text-decoration:none}
code,.rule{font-family:ui-monospace,monospace;font-size:.88em}.quiet{color:#666}.suggested{opacity:.75}
blockquote{margin:.3rem 0;padding:.2rem .7rem;border-left:3px solid #ccc;overflow-wrap:anywhere;white-space:pre-wrap}
details{margin:.3rem 0}summary{cursor:pointer}.tile{display:inline-block;margin:.3rem 2rem .3rem 0}
.tile b{display:block;font-size:1.5rem}
@media(prefers-color-scheme:dark){body{background:#191919;color:#ddd}del{background:#4a1c1c;color:#f3b0b0}
ins{background:#1b3d1b;color:#a9e0a9}h2,tr+tr td,blockquote{border-color:#444}.quiet{color:#999}}
"""


def write_page(records: Path) -> Path:
    """Write report.html beside the log in the folder ``_cleanpipe`` of a run; the path of the page."""
    summary, notes = _read(records)
    page = "".join(build(summary, notes, digest(read_log(records / "edits.jsonl.gz"))))
    target = records / "report.html"
    part = target.with_name("report.html.part")
    part.write_bytes(page.encode("utf-8", "backslashreplace"))
    part.replace(target)
    return target


def _read(records: Path) -> tuple[dict[str, Any], list[dict[str, str]]]:
    try:
        summary = json.loads((records / "summary.json").read_bytes())
        notes: list[dict[str, str]] = []
        with (records / "notes.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                if len(notes) < NOTES:
                    notes.append(json.loads(line))
        if not (records / "edits.jsonl.gz").is_file():
            raise FileNotFoundError(2, "No such file", str(records / "edits.jsonl.gz"))
    except FileNotFoundError as error:
        raise InputError(f"{records}: no finished run here ({Path(error.filename).name} is missing)") from error
    except ValueError as error:
        raise InputError(f"{records}: damaged records: {error}") from error
    return summary, notes


def build(summary: Mapping[str, Any], notes: Iterable[Mapping[str, str]], found: Digest) -> Iterator[str]:
    """The page in pieces."""
    yield (
        "<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8>"
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        "<meta name=viewport content='width=device-width'>"
        f"<title>cleanpipe report</title><style>{_STYLE}</style></head><body>\n"
    )
    yield f"<h1>What was cleaned{' (dry run: nothing written)' if summary['dry_run'] else ''}</h1>\n"
    yield from _numbers(summary)
    yield from _families(summary["families"])
    yield from _notes(notes, sum(summary["notes"].values()))
    yield from _clusters(found)
    yield from _rules(summary, found)
    yield from _documents(found, summary)
    yield "</body></html>\n"


def _numbers(summary: Mapping[str, Any]) -> Iterator[str]:
    tiles = (
        ("documents", summary["documents"]),
        ("cleaned", summary["cleaned"]),
        ("unchanged", summary["unchanged"]),
        ("set aside", summary["rejected"]),
        ("copied, not cleaned", summary["passed"]),
    )
    yield "<p>" + "".join(f"<span class=tile><b>{number:,}</b>{name}</span>" for name, number in tiles) + "</p>\n"
    languages = ", ".join(f"{_e(lang)} {number:,}" for lang, number in summary["languages"].items())
    files = ", ".join(f"<code>{_e(name)}</code>" for name in summary["rule_files"])
    timing = summary["timing"]
    yield (
        f"<p class=quiet>{summary['bytes'] / 1e6:.2f} MB in {timing['seconds']:.1f} s"
        + (f"; languages: {languages}" if languages else "")
        + f"; cleanpipe {_e(summary['cleanpipe'])}</p>\n"
    )
    yield f"<details class=quiet><summary>rules read from</summary>{files}</details>\n"


def _families(families: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    if not families:
        return
    yield "<h2>Edits by kind</h2>\n<table><tr><th>kind<th class=n>made<th class=n>suggested<th class=n>held back</tr>\n"
    for name, numbers in sorted(families.items(), key=lambda item: (-item[1]["applied"], item[0])):
        cells = "".join(f"<td class=n>{numbers[key]:,}" for key in ("applied", "suggested", "other"))
        yield f"<tr><td>{_e(name)}{cells}</tr>\n"
    yield "</table>\n"


def _notes(notes: Iterable[Mapping[str, str]], total: int) -> Iterator[str]:
    if not total:
        return
    yield f"<h2>To be looked at ({total:,})</h2>\n<table>\n"
    shown = 0
    for note in notes:
        yield f"<tr><td><code>{_e(note['document'])}</code><td>{_e(note['kind'])}<td>{_e(note['message'])}</tr>\n"
        shown += 1
    yield "</table>\n"
    if total > shown:
        yield f"<p class=quiet>and {total - shown:,} more in notes.jsonl</p>\n"


def _clusters(found: Digest) -> Iterator[str]:
    if not found.clusters:
        return
    yield "<h2>Paragraphs that came back most often</h2>\n<table><tr><th class=n>removed<th>kept in<th>text</tr>\n"
    for cluster in found.clusters:
        where = ", ".join(map(_e, cluster.documents)) + (" ..." if cluster.copies > len(cluster.documents) else "")
        yield (
            f"<tr><td class=n>{cluster.copies:,}<td><code>{_e(cluster.twin)}</code><br>"
            f"<span class=quiet>removed from {where}</span><td>{_e(cluster.text)}</tr>\n"
        )
    yield "</table>\n"


def _rules(summary: Mapping[str, Any], found: Digest) -> Iterator[str]:
    if not summary["rules"]:
        return
    yield "<h2>Rules</h2>\n<table><tr><th>rule<th class=n>made<th class=n>suggested<th class=n>documents</tr>\n"
    for rule, (applied, suggested, _, documents) in sorted(
        summary["rules"].items(), key=lambda item: (-item[1][0], -item[1][1], item[0])
    ):
        why = summary.get("why", {}).get(rule, "")
        yield f"<tr><td><span class=rule>{_e(rule)}</span> <span class=quiet>{_e(why)}</span>"
        if examples := [row for rows in found.examples.get(rule, {}).values() for row in rows]:
            yield "<details><summary>examples</summary>"
            yield from (_edit(row, with_rule=False) for row in examples)
            yield "</details>"
        yield f"<td class=n>{applied:,}<td class=n>{suggested:,}<td class=n>{documents:,}</tr>\n"
    yield "</table>\n"


def _documents(found: Digest, summary: Mapping[str, Any]) -> Iterator[str]:
    if not found.documents:
        return
    more = f": the {len(found.documents)} with most edits" if summary["cleaned"] > len(found.documents) else ""
    yield f"<h2>Documents{more}</h2>\n"
    for name, count, rows in found.documents:
        yield f"<details><summary><code>{_e(name)}</code> <span class=quiet>{count:,} edits</span></summary>\n"
        yield from (_edit(row, with_rule=True) for row in rows)
        if count > len(rows):
            yield "<p class=quiet>further edits are in the log</p>\n"
        yield "</details>\n"


def _edit(row: Row, with_rule: bool) -> str:
    left, right = row.get("context", ["", ""])
    old, new = _e(shortened(row["before"])), _e(shortened(row["after"]))
    change = (f"<del>{old}</del>" if old else "") + (f"<ins>{new}</ins>" if new else "")
    state = {"applied": "", "suggested": "suggestion, not made. "}.get(row["state"], f"{row['state']}, not made. ")
    twin = f" Kept in {_e(row['twin'])}." if row.get("twin") else ""
    rule = f"<span class=rule>{_e(row['rule'])}</span> {row['score']:.2f} " if with_rule else f"{row['score']:.2f} "
    where = "" if with_rule else f" <code>{_e(row['document'])}</code>"
    return (
        f"<div class={_e(row['state'])}><span class=quiet>{rule}{state}{_e(row['reason'])}{twin}{where}</span>"
        f"<blockquote>{_e(left)}{change}{_e(right)}</blockquote></div>\n"
    )


def _e(value: object) -> str:
    return escape(visible(str(value)))
