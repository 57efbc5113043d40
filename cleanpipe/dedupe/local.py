"""Copies among the few units of one document, without the machinery for a corpus.

Most documents repeat nothing, so that finding nothing must be cheap. What is a copy is decided by ``copies``, as over
a whole run.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleanpipe.dedupe.copies import Copy, removable
from cleanpipe.rulefile.model import Dedupe


def copies_within(texts: Sequence[str], settings: Dedupe) -> list[Copy]:
    """The later copies among the texts of one document.

    >>> one = "The mill on the upper river was built before the first bridge."
    >>> copies_within([one, "In between.", one.upper()], Dedupe("paragraph", "document"))
    [Copy(index=2, twin=0, similarity=1.0, exact=True)]
    """
    # Eight words have seven gaps at least; a text with fewer is too short, whatever stands between them.
    long_enough = [k for k, text in enumerate(texts) if len(text) >= 2 * settings.min_words]
    if len(long_enough) < 2:
        return []
    from cleanpipe.dedupe.sketch import sketch

    sketches = sketch([texts[k] for k in long_enough])
    return sorted(
        Copy(long_enough[copy.index], long_enough[copy.twin], copy.similarity, copy.exact)
        for copy in removable(
            sketches, lambda rows: [texts[long_enough[k]] for k in rows], [0] * len(sketches), settings
        )
    )
