"""Drafts of rules, written from lines that recur on the pages of a site; a person deletes or promotes each of them.

Text only: what is counted comes from ``chrome.recurring``, what the drafts may not repeat from the rules in use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import yaml

from cleanpipe.chrome.recurring import Recurrence

_FIGURES = re.compile(r"\d+(?:[.,:]\d+)*")
HEAD = """\
# Lines that recur on the pages of one site, as drafts: no run uses a rule while its status is draft.
# Delete what is content; for the rest take the line "status: draft" away, and write an example that must be kept
# from your own reading. Then: cleanpipe rules test --rule 'PACK/*'
rules:
"""


def drafts(found: Iterable[Recurrence]) -> str:
    """A rule file with one draft for each line.

    >>> print(drafts([Recurrence("news.example", "", "12 comments", 8, 9, figures=True)]).partition("rules:\\n")[2])
      - id: news-example-comments
        status: draft
        where: {site: news.example}
        why: Stands on 8 of 9 pages of news.example.
        drop_line: {matches: '^\\d+(?:[.,:]\\d+)* comments$'}
        examples:
          - {drop: 12 comments, at: {site: news.example}}
          - {keep: '12 comments, the letter said.', at: {site: news.example}}
          - {keep: 12 comments, at: {site: other.example}}
    <BLANKLINE>
    """
    taken: set[str] = set()
    rules = [_draft(row, taken) for row in found]
    return HEAD + "\n".join(rules)


def _draft(row: Recurrence, taken: set[str]) -> str:
    where = row.site or row.folder or "the corpus"
    lines = [f"  - id: {_name(where, row.line, taken)}", "    status: draft"]
    at = ""
    if row.site:
        lines.append(f"    where: {_flow({'site': row.site})}")
        at = row.site
    elif row.folder:
        lines.append(f"    where: {_flow({'path': row.folder + '/*'})}")
    if row.figures:
        condition: object = {"matches": f"^{_pattern(row.line)}$"}
    else:
        condition = {"line_is": [row.line]}
    lines += [
        f"    why: {_flow([f'Stands on {row.pages} of {row.of} pages of {where}.'])[1:-1]}",
        f"    drop_line: {_flow(condition)}",
        "    examples:",
        f"      - {_example('drop', row.line, at, row.folder)}",
        f"      - {_example('keep', _near_miss(row.line), at, row.folder)}",
    ]
    if at or row.folder:
        lines.append(f"      - {_example('keep', row.line, at and 'other.example', row.folder and 'other')}")
    return "\n".join(lines) + "\n"


def _example(word: str, line: str, site: str, folder: str) -> str:
    at = {"site": site} if site else {"path": f"{folder}/page.txt"} if folder else {}
    return _flow({word: line, **({"at": at} if at else {})})


def _near_miss(line: str) -> str:
    """A sentence that begins with the line: what a rule on the whole line must leave alone."""
    return f"{line.rstrip('.!?…:;, ')}, the letter said."


def _pattern(line: str) -> str:
    """The line as a pattern in which every figure may be another."""
    pieces, at = [], 0
    for figure in _FIGURES.finditer(line):
        pieces += [_escaped(line[at : figure.start()]), r"\d+(?:[.,:]\d+)*"]
        at = figure.end()
    return "".join([*pieces, _escaped(line[at:])])


def _escaped(text: str) -> str:
    """The text for a pattern; blanks and marks that mean nothing there are left readable."""
    return re.sub(r"([\\.^$*+?{}\[\]|()])", r"\\\1", text)


def _name(where: str, line: str, taken: set[str]) -> str:
    words = re.findall(r"[a-z0-9]+", _FIGURES.sub("", f"{where} {line}").casefold())
    name = base = "-".join(words[:8])[:60].rstrip("-") or "line"
    number = 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name


def _flow(value: object) -> str:
    return str(yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10**6, sort_keys=False)).strip()
