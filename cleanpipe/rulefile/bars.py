"""From which scores on the edits of a rule are made and reported: the one place where settings and rules meet."""

from __future__ import annotations

from cleanpipe.editing import Bar
from cleanpipe.rulefile.model import Rule, Settings


def bar_of(settings: Settings, rule: Rule | None = None) -> Bar:
    """The bar of a rule, or of what has no rule: its own scores, else those of the settings.

    >>> bar_of(Settings(min_confidence=0.3)).suggest_from  # what is made is never too unlikely to be reported
    0.3
    """
    apply_from, suggest_from = settings.min_confidence, settings.suggest_from
    if rule is not None:
        apply_from = apply_from if rule.apply_from is None else rule.apply_from
        suggest_from = suggest_from if rule.suggest_from is None else rule.suggest_from
    return Bar(apply_from, min(suggest_from, apply_from), rule is not None and rule.status == "trial")
