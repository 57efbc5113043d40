"""Labels that sites of many languages share: the words of menus, buttons and footers, each as a whole line.

A sign that a text is a page, and one feature of the line scorer; never a reason to drop a line by itself, since any of
them can be a heading. What certainly goes is said in rule files. The labels stand in ``labels.txt``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def known_labels() -> frozenset[str]:
    """All labels of all languages, folded."""
    lines = (files("cleanpipe.chrome") / "labels.txt").read_text("utf-8").splitlines()
    return frozenset(label.casefold() for line in lines if line[:1] not in ("#", "[") for label in line.split("|"))


def is_label(text: str) -> bool:
    """Whether a whole line is a label many sites share.

    >>> is_label("Contact us:"), is_label("Контакты"), is_label("Contact with the enemy")
    (True, True, False)
    """
    return labels_among([text])[0]


def labels_among(texts: Iterable[str]) -> list[bool]:
    """What ``is_label`` says of each of these lines."""
    known = known_labels()
    return [len(text) < 40 and text.casefold().strip(" :»›>|•·-–…") in known for text in texts]
