"""The box about the author below an article: who wrote it, told by a name that stands above it and not in it.

"Ann Lee is a writer based in Ostley." may also be a sentence of an article about her; then the article names her more
than once. So the name must be that of a line above the article, and the article must not use it, unless that line has
a date and the box a heading with the name. It knows no language but the small words inside names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleanpipe.chrome.lines import ends_sentence, is_full_paragraph, is_loose

#: A name of two or three words in capitals, with the small words that names have.
_WORD = r"(?!\d)[^\W\d_a-zß-öø-ÿа-я][^\W\d_]*(?:['’.-][^\W\d_]+)*\.?"
_NAME = re.compile(rf"\b{_WORD}(?: (?:(?:da|de|del|den|der|di|do|dos|e|la|le|van|von|y|zu) ){{0,2}}{_WORD}){{1,2}}")
#: Characters of a line that names the author, and lines below the beginning of the article where it may stand.
BYLINE, BELOW = 120, 3
#: Full paragraphs at the end of the text that may be about the author, and words before the name in a heading.
LAST, BEFORE = 3, 3


def author_boxes(texts: Sequence[str], body: int) -> Iterator[int]:
    """The units that say who the author is; ``body`` is where the article begins.

    >>> story = "The ferry has stopped for the third time this spring, and nobody in the valley believes in it now."
    >>> box = "Ann Lee is a writer from the coast, who has told of boats and those who sail them for twenty years now."
    >>> list(author_boxes(["By Ann Lee", story, story, story, story, "About Ann Lee", box, "Contact"], 1))
    [5, 6]
    """
    paragraphs = [number for number in range(body, len(texts)) if is_full_paragraph(texts[number])]
    last = paragraphs[LAST:][-LAST:]
    bylines = [text for text in texts[: body + BELOW] if len(text) <= BYLINE and not ends_sentence(text)]
    dated = {name: any(map(str.isdigit, text)) for text in bylines for name in _names(text)} if last else {}
    for number in last:
        text, heading = texts[number], texts[number - 1]
        for name in dated:
            family = name.rpartition(" ")[2]
            if family not in text:
                continue
            told = any(family in texts[other] for other in paragraphs if other < last[0])
            headed = heading.endswith(name) and is_loose(heading) and 0 < len(heading[: -len(name)].split()) <= BEFORE
            if headed and (dated[name] or not told):
                yield from (number - 1, number)
                break
            if text.startswith(f"{name} ") and text[len(name) + 1].islower() and not told:
                yield number
                break


def _names(text: str) -> Iterator[str]:
    for found in _NAME.findall(text):
        yield found
        rest = found.partition(" ")[2]  # "By Ann Lee"
        if " " in rest:
            yield rest
