"""Rule files: reading, checking, merging, matching, testing them.

``load_rules`` gives a ``RuleBook`` or raises ``RuleFileError`` with every problem of every file; ``matching`` finds
what rules want to change in a document; ``selftest`` runs the examples of rules. Stages and repairers are code and
live elsewhere.
"""

from cleanpipe.rulefile.model import Rule as Rule
from cleanpipe.rulefile.model import RuleBook as RuleBook
from cleanpipe.rulefile.model import Settings as Settings
from cleanpipe.rulefile.reading.load import load_rules as load_rules

__all__ = ["Rule", "RuleBook", "Settings", "load_rules"]
