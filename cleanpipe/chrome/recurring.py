"""Lines that come back on page after page of one site: furniture, unless they are sentences of the articles.

Counts in one pass over any number of pages; the order of the pages does not matter. A site is the host of a document
(``corpus.sites`` says what that is), or else the first folder of its name. Figures are taken as one (``12 comments``
and ``7 comments`` are the same line). A whole sentence counts as furniture only when it never stands between two
paragraphs: agencies and authors repeat themselves too (a study of nine German outlets found 47 recurring sentences that
were real content).

Memory grows with the number of different lines, not of pages. Drops nothing; ``cleanpipe rules suggest`` makes
drafts of rules from what is found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cleanpipe.chrome.lines import ends_sentence, is_full_paragraph, words_in
from cleanpipe.document import Document

#: Lines longer than this are paragraphs; a copied paragraph is the business of dedupe.
LONGEST = 200
#: Pages on which a line must stand; a draft is looked at by a person, so three are enough to be shown.
LEAST_PAGES = 3
#: Words from which a line with a final mark is a sentence, not a label with a stop.
SENTENCE = 3
_FIGURES = re.compile(r"\d+(?:[.,:]\d+)*")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A line that stands on ``pages`` of the ``of`` pages of a site.

    ``site`` is a host name, ``folder`` the first folder of the documents' names where they name no host; both are empty
    for documents that have neither. ``figures``: whether the figures in ``line`` change from page to page.
    """

    site: str
    folder: str
    line: str
    pages: int
    of: int
    figures: bool = False


@dataclass(slots=True)
class _Seen:
    """What is known of one line of one site: the pages with it, its least spelling, and where it stood."""

    line: str
    pages: int = 0
    last: int = -1
    figures: bool = False
    inside: bool = False  # between two full paragraphs at least once


@dataclass(slots=True)
class _Site:
    pages: int = 0
    lines: dict[str, _Seen] = field(default_factory=dict)


class Recurring:
    """Counts the lines of pages.

    >>> counted = Recurring()
    >>> for n in range(3):
    ...     counted.add(Document(f"Story {'abc'[n]}\\nIt rained.\\n{n} comments", site="news.example"))
    >>> [(found.line, found.pages, found.of, found.figures) for found in counted.found()]
    [('0 comments', 3, 3, True), ('It rained.', 3, 3, False)]
    """

    def __init__(self) -> None:
        self._sites: dict[tuple[str, str], _Site] = {}
        self.pages = 0

    def add(self, document: Document) -> None:
        """Count the lines of one page, each once."""
        lines = [stripped for line in document.text.split("\n") if (stripped := line.strip())]
        if len(lines) < 2:
            return  # a title, a sentence: no page
        site = self._sites.setdefault(_site_of(document), _Site())
        site.pages += 1
        self.pages += 1
        for number, line in enumerate(lines):
            if len(line) > LONGEST:
                continue
            seen = site.lines.setdefault(_key(line), _Seen(line))
            if line != seen.line:
                seen.figures |= _FIGURES.findall(line) != _FIGURES.findall(seen.line)
                seen.line = min(seen.line, line)
            if seen.last != self.pages:
                seen.last = self.pages
                seen.pages += 1
            if not seen.inside and words_in(line) >= SENTENCE and ends_sentence(line):
                around = lines[max(0, number - 1) : number] + lines[number + 1 : number + 2]
                seen.inside = len(around) == 2 and all(map(is_full_paragraph, around))

    def found(self, least_pages: int = LEAST_PAGES, least_share: float = 0.0) -> Iterator[Recurrence]:
        """Recurring lines by site, the most frequent first, then by the line.

        ``least_share``: the share of the pages of its site on which a line must stand as well.
        """
        for (host, folder), site in sorted(self._sites.items()):
            rows = [
                Recurrence(host, folder, seen.line, seen.pages, site.pages, seen.figures)
                for seen in site.lines.values()
                if seen.pages >= max(least_pages, least_share * site.pages) and not seen.inside
            ]
            yield from sorted(rows, key=lambda row: (-row.pages, row.line))


def _key(line: str) -> str:
    return _FIGURES.sub("0", " ".join(line.casefold().split()))


def _site_of(document: Document) -> tuple[str, str]:
    if document.site:
        return document.site, ""
    folder, slash, _ = document.name.partition("/")
    return "", folder if slash else ""
