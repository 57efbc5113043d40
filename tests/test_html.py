"""The article out of a page of HTML. Skipped without the extra ``html``."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("trafilatura")
pytest.importorskip("resiliparse")

from cleanpipe.html import extract, kept_text
from cleanpipe.html.blocks import blocks_of
from cleanpipe.html.evidence import shares

PARAGRAPHS = [
    "The ferry across the river was stopped for the third time this spring, and people in the valley have begun to "
    "wonder whether it will ever run on time again.",
    "On Monday the water stood so high that the ferryman, who has done the work for thirty years, tied his boat to the "
    "chapel door and told the first three passengers to go home and make tea.",
    "The council, which met on Tuesday in the school because its own hall was wet, voted to ask the county for a loan.",
]
FURNITURE = ["Home", "News", "Weather", "Log in", "Bridge to be closed in May", "Old mill finds a new owner", "Imprint"]


def page(paragraphs: list[str]) -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    menu = "".join(f"<li><a href='/{n}'>{text}</a></li>" for n, text in enumerate(FURNITURE[:4]))
    more = "".join(f"<li><a href='/{n}'>{text}</a></li>" for n, text in enumerate(FURNITURE[4:6]))
    return (
        "<html><head><title>Ferry stops again - Weir Press</title><script>var x = 'unseen';</script></head><body>"
        f"<nav><ul>{menu}</ul></nav><article><h1>Ferry stops again after more rain</h1>{body}</article>"
        f"<aside class='related'><h3>Read more</h3><ul>{more}</ul></aside>"
        "<footer><a href='/i'>Imprint</a></footer></body></html>"
    )


def test_the_article_comes_out_and_the_furniture_stays_behind() -> None:
    lines = extract(page(PARAGRAPHS)).split("\n")
    assert [line for line in lines if line in PARAGRAPHS] == PARAGRAPHS
    assert not set(lines) & set(FURNITURE)
    assert "unseen" not in "".join(lines)


def test_a_page_without_an_article_keeps_its_text() -> None:
    assert extract("<body><p>Closed.</p></body>") == "Closed."
    assert extract("") == ""
    assert extract("<html></html>") == ""


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>one<br>two</p>", ["one", "two"]),
        ("<p>one <b>two</b>\n three</p>", ["one two three"]),
        ("<div>a<div>b</div>c</div>", ["a", "b", "c"]),
        ("<table><tr><td>Monday</td><td>9</td></tr></table>", ["Monday 9"]),
        ("<p style='display: none'>no</p><p hidden>no</p><p>yes</p><!-- no -->", ["yes"]),
        ("<p>1 &lt; 2 &amp; so on", ["1 < 2 & so on"]),
        ("<div>" * 5000 + "deep", []),
    ],
)
def test_blocks(html: str, lines: list[str]) -> None:
    assert [block.text for block in blocks_of(html)] == lines


@pytest.mark.parametrize("wall", ["<div style='display:none'>{}</div>", "<noscript>{}", "<noscript><div>{}</noscript>"])
def test_a_page_that_shows_nothing_gives_what_it_hides(wall: str) -> None:
    hidden = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    assert [block.text for block in blocks_of("<p>Menu</p>" + wall.format(hidden))] == ["Menu", *PARAGRAPHS]
    shown = "".join(f"<p>{text}</p>" for text in PARAGRAPHS * 3)
    assert [block.text for block in blocks_of(shown + wall.format(hidden))] == PARAGRAPHS * 3


def test_comments_need_more_certainty() -> None:
    found = blocks_of("<p>Text</p><div class='comments'><p>Well said</p><p>Quite</p></div>")
    assert kept_text(found, np.array([0.6, 0.7, 0.9])) == "Text\nQuite"


def test_links_and_regions_are_known() -> None:
    found = blocks_of("<nav><a href=x>Home</a> page</nav><div class='entry-content'><p>Text</p></div>")
    assert [(b.text, b.linked, sorted(b.within)) for b in found] == [
        ("Home page", 4, ["nav"]),
        ("Text", 0, ["is-body"]),
    ]


def test_shares_know_short_lines_only_as_a_whole() -> None:
    assert shares(["Rain", "It rained", "It rained all day long"], "Rain\nThat it rained all day long").tolist() == [
        1,
        0,
        1,
    ]
