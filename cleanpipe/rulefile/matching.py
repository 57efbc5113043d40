"""Matching of rules against documents: the three things the stages use.

``LineRules`` finds lines and blocks to drop (chrome), ``SpanRules`` proposes the edits of ``replace`` and ``swap``
(repair), ``ProtectRules`` finds spans that nothing may edit. None of them changes a text.
"""

from cleanpipe.rulefile.lines import LineHit as LineHit
from cleanpipe.rulefile.lines import LineRules as LineRules
from cleanpipe.rulefile.spans import ProtectRules as ProtectRules
from cleanpipe.rulefile.spans import SpanRules as SpanRules

__all__ = ["LineHit", "LineRules", "ProtectRules", "SpanRules"]
