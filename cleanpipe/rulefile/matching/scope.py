"""Whether a rule may act in a document, and in which of its lines: language, site, path, metadata, part of the page.

A rule outside its scope never acts. Part is asked for lines (``Parts``), the rest for the document (``covers``).
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any

from cleanpipe.document import Document
from cleanpipe.rulefile.model import Part, Scope


def covers(scope: Scope, document: Document) -> bool:
    """Whether language, site, path and metadata of a document lie in a scope; what is unknown does not.

    ``not_site`` and ``not_path`` shut out what they name; a document whose site is unknown is not shut out.
    A path may begin with any part of the document's: folders above do not matter, nor from where a run was started.

    >>> covers(Scope(lang=("en",)), Document("x", lang="en-GB")), covers(Scope(lang=("en",)), Document("x"))
    (True, False)
    >>> [covers(Scope(path=("may/*",)), Document("x", name)) for name in ("2021/may/1.txt", "dismay/1.txt")]
    [True, False]
    >>> covers(Scope(site=(".example.com",)), Document("x", site="news.example.com"))
    True
    """
    if not speaks(scope, document.lang):
        return False
    if scope.site and not of_site(scope.site, document.site):
        return False
    if scope.path and not _path(scope.path, document.path or document.name):
        return False
    if scope.not_site and of_site(scope.not_site, document.site):
        return False
    if scope.not_path and _path(scope.not_path, document.path or document.name):
        return False
    return not scope.meta or all(_meta(wanted, document.meta.get(name)) for name, wanted in scope.meta.items())


def speaks(scope: Scope, lang: str | None) -> bool:
    """Whether a language lies in a scope; an unknown one only where every language does."""
    if not scope.lang or not lang:
        return not scope.lang
    tag = lang.lower().replace("_", "-")
    return any(tag == want.lower() or tag.startswith(want.lower() + "-") for want in scope.lang)


def of_site(wanted: tuple[str, ...], site: str | None) -> bool:
    """Whether a document of that site is of one of the sites wanted; without a site it is of none.

    >>> of_site(("example.com",), "www.example.com"), of_site((".example.com",), "a.example.com"), of_site(("x",), None)
    (True, True, False)
    """
    if not site:
        return False
    host = site.lower().rstrip(".")
    bare = host.removeprefix("www.")
    for want in wanted:
        name = want.lower().rstrip(".")
        if name.startswith("."):
            if host == name[1:] or host.endswith(name):
                return True
        elif bare == name.removeprefix("www."):
            return True
    return False


def _path(wanted: tuple[str, ...], path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    ends = ["/".join(parts[k:]) for k in range(len(parts))]
    return any(_glob(pattern, end) for pattern in wanted for end in ends)


def _meta(wanted: tuple[str, ...], value: Any) -> bool:
    if value is None:
        return False
    values = value if isinstance(value, list | tuple) else (value,)
    texts = [str(item).lower() if isinstance(item, bool) else str(item) for item in values]
    return any(want == text or _glob(want, text) for want in wanted for text in texts)


def _glob(pattern: str, text: str) -> bool:
    return _compiled_glob(pattern)(text.replace("\\", "/")) is not None


@lru_cache(maxsize=1024)
def _compiled_glob(pattern: str) -> Any:
    import fnmatch
    import re

    return re.compile(fnmatch.translate(pattern)).match


class Parts:
    """Places of lines on a page: which of its lines stand in ``first 8 lines`` or ``last 80%``.

    Lines are counted without the blank ones. The page is cut at shares of that count: of six lines the last 80% begin
    after 1.2 of them, with the third.

    >>> parts = Parts(Document("one\\n\\ntwo\\nthree\\nfour\\nfive\\nsix"))
    >>> [n for n in range(7) if parts.holds(Part("last", 80, "%"), n)]
    [3, 4, 5, 6]
    """

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def _ranks(self) -> tuple[list[int], int]:
        ranks, count = [], 0
        for line in self._document.text.split("\n"):
            ranks.append(count)
            if line and not line.isspace():
                count += 1
        return ranks, count

    def holds(self, part: Part, line: int) -> bool:
        """Whether a line (from 0, blank ones counted) stands in a part."""
        ranks, count = self._ranks
        rank = ranks[line]
        if part.unit == "lines":
            return rank < part.amount if part.end == "first" else rank >= count - part.amount
        share = part.amount / 100
        return rank < count * share if part.end == "first" else rank >= count * (1 - share)
