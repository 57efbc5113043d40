"""A page of HTML as lines of text, one for each block, with what the markup says of each.

The first line is the title of the window. What a browser does not show is left out, unless it is most of the page: some
pages are put together by scripts, and a tag that is never closed may hide all that follows. Links, images and buttons
leave their words. Nothing here decides what an article is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol option p pre section summary table "
    "tbody td tfoot th thead tr ul".split()
)
#: Cells of one row stay on one line.
_CELLS = frozenset(("td", "th"))
_UNSEEN = frozenset(
    "script style noscript template svg math head iframe object embed audio video canvas map select datalist".split()
)
#: What else a page may keep its text in.
_BEHIND = frozenset("noscript template iframe object".split())
#: Characters of a line of running text; of how much of it a page shows no article; how many times as much is hidden.
_RUNNING, _LITTLE, _MOSTLY = 100, 1000, 3
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANK = re.compile(r"\s+")
#: Parts of a page by their tags, and by words that authors of pages use for ids and classes.
REGIONS = ("nav", "header", "footer", "aside", "form", "figure", "article", "main", "ul", "table", "blockquote")
_WORDS = {
    "nav": "nav menu breadcrumb toolbar topbar",
    "footer": "footer copyright legal impressum",
    "aside": "sidebar aside widget teaser promo sponsor advert banner cookie consent newsletter subscribe popup modal "
    "outbrain taboola",
    "comment": "comment disqus respond reply",
    "related": "related recommend more-from popular trending most-read also read-more readmore",
    "share": "share social sharing follow",
    "meta": "byline author date published meta tags tag category timestamp credit caption",
    "body": "article-body articlebody entry-content post-content story-body content-body article__body post-body "
    "article-content articletext article-text story-content td-post-content",
}
HINTS = tuple(_WORDS)
_HINT = {
    name: re.compile("|".join(rf"(?:^|[^a-z]){re.escape(word)}" for word in words.split()), re.IGNORECASE)
    for name, words in _WORDS.items()
}
MAX_DEPTH = 200


@dataclass(slots=True)
class Block:
    """One line of a page: its text, how many of its characters are linked, its tag, and where it stands."""

    text: str
    linked: int
    tag: str
    within: frozenset[str]


def blocks_of(page: str) -> list[Block]:
    """All visible blocks of a page in their order.

    >>> [(b.text, b.linked, b.tag) for b in blocks_of("<title>Rain</title><p>It <b>rained</b>.<p><a href=x>More</a>")]
    [('Rain', 0, 'title'), ('It rained.', 0, 'p'), ('More', 4, 'p')]
    """
    try:
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
        root = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        return []
    title = root.find(".//title")
    head: list[Block] = []
    if title is not None and title.text and title.text.strip():
        head.append(Block(_BLANK.sub(" ", title.text).strip(), 0, "title", frozenset()))
    body = root.find("body")
    if body is None:
        body = root
    found = _lines(body, _UNSEEN)
    shown = _running(found)
    if shown < _LITTLE:
        every = _lines(body, _UNSEEN - _BEHIND)
        if _running(every) > _MOSTLY * shown:
            found = every
    return head + found


def _lines(body: etree._Element, unseen: frozenset[str]) -> list[Block]:
    """The lines of a page; hidden ones too where ``unseen`` has no ``template``."""
    found: list[Block] = []
    line = _Line()
    for piece, tag, within, linked in _pieces(body, "div", frozenset(), False, 0, unseen):
        if piece is None:
            found.extend(line.ended())
        else:
            line.add(piece, tag, within, linked)
    found.extend(line.ended())
    return found


def _running(blocks: list[Block]) -> int:
    """Characters of running text that is not linked."""
    return sum(len(block.text) - block.linked for block in blocks if len(block.text) >= _RUNNING)


class _Line:
    """The line that is being written."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.linked = 0
        self.tag, self.within = "div", frozenset[str]()

    def add(self, piece: str, tag: str, within: frozenset[str], linked: bool) -> None:
        if not self.parts and piece.strip():
            self.tag, self.within = tag, within
        if self.parts or piece.strip():
            self.parts.append(piece)
            self.linked += len(piece.strip()) if linked else 0

    def ended(self) -> Iterator[Block]:
        text = _BLANK.sub(" ", "".join(self.parts)).strip()
        if text:
            yield Block(text, min(self.linked, len(text)), self.tag, self.within)
        self.parts, self.linked = [], 0


_Piece = tuple[str | None, str, frozenset[str], bool]


def _pieces(
    node: etree._Element, tag: str, within: frozenset[str], linked: bool, depth: int, unseen: frozenset[str]
) -> Iterator[_Piece]:
    """Text in reading order; None where a line ends."""
    everything = "template" not in unseen
    if node.text:
        yield node.text, tag, within, linked
    for child in node:
        name = child.tag
        if isinstance(name, str) and name not in unseen and depth < MAX_DEPTH and (everything or not _hidden(child)):
            block = name in _BLOCKS and name not in _CELLS
            if block:
                yield None, tag, within, linked
            inside = within | _marks(child, name)
            own = name if name in _BLOCKS and name != "br" else tag
            yield from _pieces(child, own, inside, linked or name == "a", depth + 1, unseen)
            if block:
                yield None, tag, within, linked
            elif name in _CELLS:
                yield " ", tag, within, linked
        if child.tail:
            yield child.tail, tag, within, linked


def _hidden(node: etree._Element) -> bool:
    style = node.get("style")
    return node.get("hidden") is not None or (style is not None and _HIDDEN.search(style) is not None)


def _marks(node: etree._Element, name: str) -> frozenset[str]:
    marks = {name} if name in REGIONS else set()
    words = f"{node.get('class', '')} {node.get('id', '')} {node.get('role', '')}"
    if len(words) > 2 and name != "body":
        marks.update(f"is-{hint}" for hint, pattern in _HINT.items() if pattern.search(words))
    return frozenset(marks)
