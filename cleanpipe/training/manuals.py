"""Take clean prose out of translated manuals: what the scorers of languages other than English are trained on.

    apt-get download gnome-user-docs debian-handbook libreoffice-help-{de,es,fr,it,nl,pl,pt,ru,sv,tr}
    for deb in *.deb; do dpkg-deb -x $deb x; done
    python -m cleanpipe.training.manuals x OUT_DIR

Writes ``OUT_DIR/LANG-manuals.jsonl.gz``: whole paragraphs with the places of their links and emphasised words, which is
where segment-wise translation would cut. Paragraphs that were left in English are passed over.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import cleanpipe

LANGUAGES = ("de", "es", "fr", "it", "nl", "pl", "pt", "ru", "sv", "tr")
#: Elements that are a paragraph, and elements inside one that a translator would take for a segment.
_BLOCKS = frozenset("p div li td title dt dd h1 h2 h3 h4 pre item note cmd screen".split())
_SEGMENTS = frozenset("a link span em gui guiseq strong app".split())
_DROPPED = frozenset("script style pre screen code info head input".split())
_WHOLE = re.compile(r"[^\W\d_a-zß-ÿа-я].{40,}[.!?…:]$", re.DOTALL)
_BLANKS = re.compile(r"\s+")


class _Reader(HTMLParser):
    """Collects paragraphs as lists of (text, whether it is a segment)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[list[tuple[str, bool]]] = []
        self.parts: list[tuple[str, bool]] = []
        self.dropped = self.segment = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED and tag not in ("input", "code"):
            self.dropped += 1
        elif tag in _BLOCKS:
            self._close()
        elif tag in _SEGMENTS:
            self.segment += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED and tag not in ("input", "code"):
            self.dropped = max(0, self.dropped - 1)
        elif tag in _BLOCKS:
            self._close()
        elif tag in _SEGMENTS:
            self.segment = max(0, self.segment - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._close()

    def handle_data(self, data: str) -> None:
        if not self.dropped:
            self.parts.append((data, self.segment > 0))

    def _close(self) -> None:
        if self.parts:
            self.found.append(self.parts)
        self.parts, self.segment = [], 0


def paragraphs(page: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Whole paragraphs of a page with the spans of their segments.

    >>> list(paragraphs("<p>Die Hilfe steht auf der <a>zweiten Seite</a> des gedruckten Handbuchs.</p>"))
    [('Die Hilfe steht auf der zweiten Seite des gedruckten Handbuchs.', [(24, 37)])]
    """
    reader = _Reader()
    reader.feed(page)
    reader._close()
    for parts in reader.found:
        text, spans = "", []
        for data, segment in parts:
            piece = _BLANKS.sub(" ", data)
            if not text or text.endswith(" "):
                piece = piece.lstrip()
            start = len(text)
            text += piece
            inner = piece.strip()
            if segment and inner:
                start += len(piece) - len(piece.lstrip())
                spans.append((start, start + len(inner)))
        text = text.rstrip()
        if _WHOLE.match(text) and len(text.split()) > 6 and "  " not in text:
            yield text, [span for span in spans if span[1] <= len(text)]


def pages(root: Path, lang: str) -> Iterator[Path]:
    """The pages of one language in the unpacked packages, in order of name."""
    share = root / "usr" / "share"
    for pattern in (
        f"libreoffice/help/{lang}/**/*.html",
        f"help/{lang}/**/*.page",
        f"doc/debian-handbook/html/{lang}-*/*.html",
    ):
        yield from sorted(share.glob(pattern))


def main() -> None:
    """Read all pages, write one file a language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    for lang in LANGUAGES:
        seen: set[str] = set()
        words = 0
        with gzip.GzipFile(arguments.out / f"{lang}-manuals.jsonl.gz", "wb", mtime=0) as out:
            for path in pages(arguments.root, lang):
                for text, links in paragraphs(path.read_text(encoding="utf-8", errors="replace")):
                    if text in seen or cleanpipe.language_of(text) != lang:
                        continue
                    seen.add(text)
                    words += len(text.split())
                    row = {"text": text, "links": links, "doc": f"{path.parent.name}/{path.name}"}
                    out.write((json.dumps(row, ensure_ascii=False) + "\n").encode())
        print(f"{lang}: {len(seen)} paragraphs, {words} words", flush=True)


if __name__ == "__main__":
    main()
