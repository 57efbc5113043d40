"""report.html: what a run did, for an editor with a browser.

One file that needs nothing else: no script, nothing loaded from anywhere (a content policy says so too), and everything
that comes from documents or rule files is escaped. Made from summary.json, notes.jsonl and the log, so that it can be
made again at any time.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from cleanpipe.corpus.notes import KINDS as WHAT_BECAME
from cleanpipe.corpus.notes import TROUBLES, UNCOUNTED
from cleanpipe.errors import InputError
from cleanpipe.report.digest import Digest, digest
from cleanpipe.report.log import read_log
from cleanpipe.report.passages import Mark, Passage, Row
from cleanpipe.report.show import shortened, visible
from cleanpipe.report.table import amount, many

NOTES = 300  # notes on the page

_ENDS = re.compile(r"\n+")
KINDS = 12  # kinds of edits to choose from at once, the most frequent ones; the others fold out
_STYLE = Path(__file__).with_name("page.css")


def write_page(records: Path) -> Path:
    """Write report.html beside the log in the folder ``_cleanpipe`` of a run; the path of the page."""
    summary, notes = _read(records)
    folder = records if summary["dry_run"] else records.parent
    page = "".join(build(summary, notes, digest(read_log(records / "edits.jsonl.gz")), str(folder)))
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
                note = json.loads(line)
                if note["kind"] not in UNCOUNTED and len(notes) < NOTES:
                    notes.append(note)
        if not (records / "edits.jsonl.gz").is_file():
            raise FileNotFoundError(2, "No such file", str(records / "edits.jsonl.gz"))
    except FileNotFoundError as error:
        raise InputError(
            f"{records.parent}: no finished run here ({records.name}/{Path(error.filename).name} is missing); "
            "name the folder that a run had as --out"
        ) from error
    except ValueError as error:
        raise InputError(f"{records}: damaged records: {error}") from error
    return summary, notes


def build(
    summary: Mapping[str, Any], notes: Iterable[Mapping[str, str]], found: Digest, folder: str = "DIR"
) -> Iterator[str]:
    """The page in pieces. ``folder`` is the output of the run or the records of a dry run, for commands on the page."""
    kinds = _Kinds(summary, found)
    yield (
        "<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8>"
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        "<meta name=viewport content='width=device-width,initial-scale=1'>"
        f"<title>cleanpipe report</title><style>{_STYLE.read_text(encoding='utf-8')}{kinds.style()}</style>"
        "</head><body>\n"
    )
    yield from _opening(summary)
    yield from _notes(notes, sum(summary["notes"].values()))
    yield from _families(summary["families"])
    yield from _documents(found, kinds, folder)
    yield from _clusters(found)
    yield from _rules(summary, found)
    yield from _sources(summary)
    yield "</body></html>\n"


class _Kinds:
    """Which kind of edit each rule makes, and the classes by which a reader chooses among them."""

    def __init__(self, summary: Mapping[str, Any], found: Digest) -> None:
        families = summary["families"]
        self._of_rule: Mapping[str, str] = summary.get("kinds", {})
        rows = (row for document in found.documents for passage in document.passages for row in passage.rows)
        shown = {self._of_rule.get(row["rule"], "") for row in rows}
        self.names = sorted(
            (name for name in families if name in shown),
            key=lambda name: (-families[name]["applied"] - families[name]["suggested"], name),
        )
        self._numbers = {name: number for number, name in enumerate(self.names, 1)}

    def classes(self, rows: Iterable[Row]) -> str:
        """The classes of a passage: its kinds, and whether it holds what was made and what is only suggested."""
        found = {f"k{n}" for row in rows if (n := self._numbers.get(self._of_rule.get(row["rule"], "")))}
        states = {"made" if row["state"] == "applied" else "asks" for row in rows}
        return " ".join(["passage", *sorted(states), *sorted(found)])

    def style(self) -> str:
        """The rules by which a chosen kind hides all others."""
        return "\n".join(
            f"body:has(#k{n}:checked) :is(.passage:not(.k{n}),.doc:not(:has(.k{n}))){{display:none}}"
            for n in self._numbers.values()
        )


def _opening(summary: Mapping[str, Any]) -> Iterator[str]:
    """What happened, in a sentence and in numbers."""
    made = sum(numbers["applied"] for numbers in summary["families"].values())
    asked = sum(numbers["suggested"] for numbers in summary["families"].values())
    badge = " <span class=badge>dry run: nothing written</span>" if summary["dry_run"] else ""
    yield f"<h1>What was cleaned{badge}</h1>\n"
    sentence = f"{many(made, 'edit')} in {summary['cleaned']:,} of {many(summary['documents'], 'document')}"
    if asked:
        sentence += f"; {many(asked, 'further change')} suggested, for you to decide"
    yield f"<p class=lead>{sentence}.</p>\n"
    tiles = (
        ("documents", summary["documents"], ""),
        ("cleaned", summary["cleaned"], ""),
        ("unchanged", summary["unchanged"], ""),
        ("set aside", summary["rejected"], ""),
        *([("empty", summary["empty"], "")] if summary.get("empty") else []),
        ("not cleaned", summary["passed"], "bad" if summary["troubles"] else ""),
    )
    shown = (
        f"<li{f' class={css}' if css and number else ''}><b>{number:,}</b><span>{name}</span></li>"
        for name, number, css in tiles
    )
    yield f"<ul class=tiles>{''.join(shown)}</ul>\n"
    languages = ", ".join(
        f"{_e(lang)} {number:,}" for lang, number in sorted(summary["languages"].items(), key=lambda i: (-i[1], i[0]))
    )
    parts = [f"read {amount(summary['bytes'])} in {summary['timing']['seconds']:.1f} s"]
    if languages:
        parts.append(f"languages: {languages}")
    yield f"<p class=about>{'; '.join(parts)}</p>\n"


def _sources(summary: Mapping[str, Any]) -> Iterator[str]:
    inputs = ", ".join(f"<code>{_e(name)}</code>" for name in summary.get("inputs", ())[:20])
    files = ", ".join(f"<code>{_e(name)}</code>" for name in summary["rule_files"][:100])
    yield "<h2>About this run</h2>\n<p class=about>"
    if inputs:
        yield f"Input: {inputs}. "
    if summary.get("other_files"):
        kinds = ", ".join(f"{number:,} {_e(ending)}" for ending, number in list(summary["other_files"].items())[:8])
        yield f"Files of other kinds, not read: {kinds}; each is named in <code>notes.jsonl</code>. "
    yield (
        f"Rules read from {files}. cleanpipe {_e(summary['cleanpipe'])}. "
        "Every edit is in <code>edits.jsonl.gz</code> beside this page; replayed on the input it gives the output."
        "</p>\n"
    )


def _families(families: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    if not families:
        return
    yield (
        "<h2>Edits by kind</h2>\n"
        "<table><tr><th>kind<th class=n>made<th class=bar><th class=n>suggested<th class=n>held back</tr>\n"
    )
    most = max(1, *(numbers["applied"] for numbers in families.values()))
    for name, numbers in sorted(families.items(), key=lambda item: (-item[1]["applied"], item[0])):
        made = numbers["applied"]
        bar = f"<i style=width:{100 * made / most:.1f}%></i>" if made else ""
        rest = "".join(_number(numbers[key]) for key in ("suggested", "other"))
        yield f"<tr><td>{_e(name)}{_number(made)}<td class=bar>{bar}{rest}</tr>\n"
    yield (
        "</table>\n<p class=about>Held back: in protected text such as an address, beaten by a better edit, of a rule "
        "on trial, or undone.</p>\n"
    )


def _number(number: int) -> str:
    return f"<td class=n>{number:,}" if number else "<td class='n zero'>0"


def _notes(notes: Iterable[Mapping[str, str]], total: int) -> Iterator[str]:
    if not total:
        return
    yield f"<h2>To be looked at ({total:,})</h2>\n"
    yield "<table class=notes><tr><th>document<th>what<th>what became of it</tr>\n"
    shown = 0
    ranked = sorted(notes, key=lambda note: note["kind"] not in TROUBLES)
    for note in ranked:
        css = "trouble" if note["kind"] in TROUBLES else "note"
        yield (
            f"<tr class={css}><td><code>{_e(note['document'])}</code><td>{_e(shortened(note['message']))}"
            f"<td>{_e(WHAT_BECAME.get(note['kind'], note['kind']))}</tr>\n"
        )
        shown += 1
    yield "</table>\n"
    if total > shown:
        yield f"<p class=quiet>and {total - shown:,} more in notes.jsonl</p>\n"


def _clusters(found: Digest) -> Iterator[str]:
    if not found.clusters:
        return
    yield "<h2>Paragraphs that came back most often</h2>\n"
    yield "<table class=copies><tr><th class=n>removed<th>paragraph<th>kept in, removed from</tr>\n"
    for cluster in found.clusters:
        where = ", ".join(map(_e, cluster.documents)) + (" …" if cluster.copies > len(cluster.documents) else "")
        yield (
            f"<tr><td class=n>{cluster.copies:,}<td class=text>{_text(cluster.text)}"
            f"<td><code>{_e(cluster.twin)}</code><br><span class=about>{where}</span></tr>\n"
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
        examples = [example for state in found.examples.get(rule, {}).values() for example in state]
        head = f"<span class=rule>{_e(rule)}</span> <span class=quiet>{_e(shortened(why))}</span>"
        yield "<tr><td>"
        if examples:
            yield f"<details><summary>{head}</summary>"
            for row, passage in examples:
                yield _example(row, passage)
            yield "</details>"
        else:
            yield head
        yield f"{_number(applied)}{_number(suggested)}{_number(documents)}</tr>\n"
    yield "</table>\n"


def _documents(found: Digest, kinds: _Kinds, folder: str) -> Iterator[str]:
    if not found.documents:
        return
    yield "<h2>Documents</h2>\n"
    if found.touched > len(found.documents):
        yield f"<p class=about>The {len(found.documents)} with most edits; all are in the log.</p>\n"
    yield (
        "<p class=about>Each edit has its number. To take edits back or have suggestions made, name the document and "
        "their numbers, then run again what you ran:<br>"
        f"<code>cleanpipe decide {_e(shlex.quote(folder))} DOCUMENT --undo 1 --accept 2</code></p>\n"
    )
    yield from _filters(kinds, any(document.suggestions for document in found.documents))
    for place, document in enumerate(found.documents):
        about = many(document.edits, "edit")
        if document.suggestions:
            about += f", {many(document.suggestions, 'suggestion')}"
        yield (
            f"<details class=doc{'' if place else ' open'}><summary><code>{_e(document.name)}</code> "
            f"<span class=about>{about}</span></summary>\n"
        )
        told: set[str] = set()  # rules of which it was said how to have their suggestions made
        for passage in document.passages:
            yield _passage(passage, kinds.classes(passage.rows), told)
        states = [row["state"] for passage in document.passages for row in passage.rows]
        if states.count("applied") < document.edits or states.count("suggested") < document.suggestions:
            yield "<p class=about>Further edits of this document are in the log.</p>\n"
        yield "</details>\n"


def _filters(kinds: _Kinds, suggestions: bool) -> Iterator[str]:
    """Radio buttons; the style sheet does the rest."""
    groups = [("Show", "v", ["changes marked", "before", "after"])]
    if suggestions:
        groups.append(("Edits", "s", ["all", "made", "suggested"]))
    if len(kinds.names) > 1:
        groups.append(("Kind", "k", ["all", *kinds.names]))
    yield "<div class=bar-of-filters>"
    for title, key, names in groups:
        buttons = [
            f"<label><input type=radio name={key} id={key}{number}{'' if number else ' checked'}>{_e(name)}</label>"
            for number, name in enumerate(names)
        ]
        yield f"<fieldset><legend>{title}</legend>{''.join(buttons[: KINDS + 1])}"
        if more := buttons[KINDS + 1 :]:
            yield f"<details><summary>{len(more)} more</summary>{''.join(more)}</details>"
        yield "</fieldset>"
    yield "</div>\n"


def _passage(passage: Passage, classes: str, told: set[str]) -> str:
    text = [_text(passage.between[0])]
    why: list[str] = []
    for mark, after in zip(passage.marks, passage.between[1:], strict=True):
        text += [_marked(mark, f"<sup>{mark.row['number']}</sup>"), _text(after)]
        for row in mark.rows:
            change = "" if row is mark.row else f" · {_change(row)}"
            why.append(f"<li value={row['number']}>{_reason(row, with_rule=True)}{change}{_way(row, told)}</li>")
    inside = f"<p class=text>{''.join(text)}</p><ol class=why>{''.join(why)}</ol>"
    return f"<div class='{classes}'>{inside}</div>\n"


def _example(row: Row, passage: Passage) -> str:
    """One edit of a rule, the edits beside it paler."""
    text = [_text(passage.between[0])]
    change = ""
    for mark, after in zip(passage.marks, passage.between[1:], strict=True):
        beside = _marked(mark)
        if row not in mark.rows:
            beside = f"<span class=beside>{beside}</span>"
        elif row is not mark.row:
            change = f" · {_change(row)}"
        text += [beside, _text(after)]
    inside = f"<li>{_reason(row, with_rule=False)}{change} · <code>{_e(row['document'])}</code> {row['number']}</li>"
    return f"<div class=example><p class=text>{''.join(text)}</p><ul class=why>{inside}</ul></div>\n"


def _marked(mark: Mark, number: str = "") -> str:
    css = "" if mark.row["state"] == "applied" else " class=ask"
    # Behind a line end the number would stand before the next line.
    first = f"{mark.row['before']}{mark.row['after']}".endswith("\n")
    return f"<span{css}>{number if first else ''}{_change(mark.row)}{'' if first else number}</span>"


def _change(row: Row) -> str:
    old, new = _text(shortened(row["before"])), _text(shortened(row["after"]))
    return (f"<del>{old}</del>" if old else "") + (f"<ins>{new}</ins>" if new else "")


_STATES = {"applied": "", "suggested": "<b>suggestion</b> ", "trial": "<b>on trial, not made</b> "}


def _reason(row: Row, with_rule: bool) -> str:
    state = _STATES.get(row["state"], f"<b>{_e(row['state'])}, not made</b> ")
    if row.get("decision") == "accept":
        state = "<b>accepted</b> "
    rule = f"<span class=rule>{_e(row['rule'])}</span> " if with_rule else ""
    return f"{state}{rule}{row['score']:.2f} · {_e(shortened(row['reason']))}"


def _way(row: Row, told: set[str]) -> str:
    """How to have a suggestion made; how to have all of its rule, once for each rule."""
    if row["state"] == "applied":
        return ""
    way = f" · <code class=way>--accept {row['number']}</code>"
    if row["state"] == "suggested" and row["rule"] not in told:
        told.add(row["rule"])
        bar = int(row["score"] * 100) / 100
        way += f", or in every document <code>--set {_e(row['rule'])}.apply_from={bar:g}</code>"
    return way


def _text(text: str) -> str:
    """Text of a document: escaped, with line ends both seen and kept, those of blank lines in a row."""
    return _ENDS.sub(lambda found: f"<i class=eol>{'⏎' * len(found[0])}</i>\n", escape(visible(text, keep_lines=True)))


def _e(value: object) -> str:
    return escape(visible(str(value)))
