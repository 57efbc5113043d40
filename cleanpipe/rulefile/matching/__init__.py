"""Matching of rules against documents: the three things the stages use.

``LineRules`` finds lines and blocks to drop (chrome), ``SpanRules`` proposes the edits of ``replace`` and ``swap``
(repair), ``ProtectRules`` finds spans that nothing may edit. None of them changes a text.
"""

from cleanpipe.rulefile.matching.lines import LineHit as LineHit
from cleanpipe.rulefile.matching.lines import LineRules as LineRules
from cleanpipe.rulefile.matching.spans import ProtectRules as ProtectRules
from cleanpipe.rulefile.matching.spans import SpanRules as SpanRules

__all__ = ["LineHit", "LineRules", "ProtectRules", "SpanRules"]
