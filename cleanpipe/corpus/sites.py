"""The site of a document: the one place that says what it is, for rules bound to sites and for ``rules suggest``.

It is what the record says in its field ``site`` or ``url``, else the nearest folder above the file whose name looks
like a host, as crawlers lay their pages down. A host given on the command line stands above both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from cleanpipe.corpus.formats import ENDINGS
from cleanpipe.corpus.packing import PACKINGS

_HOST = re.compile(r"(?:[^\W_](?:[^\W_]|-){0,62}\.)+[^\W\d_]{2,63}", re.IGNORECASE)
#: Last parts of folder names that are endings of files or marks of copies; .md is a country as well.
_ENDINGS = (frozenset(ENDINGS) | frozenset(PACKINGS) | {"bak", "old", "orig", "tmp"}) - {"md"}


def host_in(folders: Sequence[str]) -> str | None:
    """The last of some folder names that looks like a host.

    >>> host_in(["crawl", "Harbour.example", "2024.06"]), host_in(["news.jsonl", "v1.2", "x"])
    ('harbour.example', None)
    """
    for name in reversed(folders):
        if _HOST.fullmatch(name) and name.rpartition(".")[2].lower() not in _ENDINGS:
            return name.lower()
    return None


def site_in(fields: Mapping[str, Any]) -> str | None:
    """The host name of a record: the field ``site``, or the host of the field ``url``.

    >>> site_in({"site": "Harbour.example"}), site_in({"url": "https://harbour.example/1"}), site_in({})
    ('harbour.example', 'harbour.example', None)
    """
    site, url = fields.get("site"), fields.get("url")
    if isinstance(site, str) and site:
        return (_host_of(site) if "://" in site else None) or site.lower()
    return _host_of(url) if isinstance(url, str) else None


def _host_of(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
