"""Examples of shipped rules that no longer come true because the user has changed a rule or a setting.

Nobody could mend them: they stand in shipped files, and the change is one the guide offers. They are tried once more
without the changes; what comes true then is no failure, and a line for each change says how many there are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cleanpipe.errors import RuleFileError
from cleanpipe.rulefile.model import RuleBook
from cleanpipe.rulefile.reading.schema import SETTING_KEYS
from cleanpipe.rulefile.testing.selftest import Failure, TestReport, run_selftests

_SETTINGS = frozenset(key.name for key in SETTING_KEYS)
#: Failures that are not about what an example says.
_OTHERS = ("touches clean text", "pattern is slow", "pattern is wrong")


def excuse(report: TestReport, book: RuleBook, unchanged: Callable[[], RuleBook], **options: Any) -> None:
    """Take failures of shipped examples that only changes of the user bring about out of a report.

    ``unchanged`` loads the same rules without these changes; ``options`` are those of ``run_selftests``.
    """
    found = [f for f in report.failures if f.place and f.place.file in book.shipped and f.step not in _OTHERS]
    if not found or not book.changes:
        return
    try:
        before = unchanged()
        names = {rule.id for rule in before.rules} & {failure.rule for failure in found}
        still = set(run_selftests(before, only=names, **options).failures) if names else set()
    except RuleFileError:
        return  # rules of the user that cannot be without the changes
    held = {(failure.rule, failure.step, failure.place) for failure in still}
    excused = [f for f in found if (f.rule, f.step, f.place) not in held]
    report.failures = [failure for failure in report.failures if failure not in excused]
    by_cause: dict[str, list[Failure]] = {}
    for failure in excused:
        by_cause.setdefault(_cause(failure, book), []).append(failure)
    for cause, failures in sorted(by_cause.items()):
        rules = list(dict.fromkeys(failure.rule for failure in failures))
        count = len({(failure.rule, failure.place) for failure in failures})
        examples = f"{count} shipped example{'' if count == 1 else 's'}"
        named = ", ".join(rules[:2]) + (f" and {len(rules) - 2} more" if len(rules) > 2 else "")
        report.excused.append(f"no longer so because of {cause}: {examples} of {named}")


def _cause(failure: Failure, book: RuleBook) -> str:
    """The change behind a failure: of its rule, of a rule it names, of a setting, or any."""

    def nearness(name: str) -> int:
        if name == failure.rule or (name.endswith("/*") and failure.rule.startswith(name[:-1])):
            return 0
        return 1 if "/" in name and name in failure.message else 2 if name in _SETTINGS else 3

    name, place = min(book.changes, key=lambda change: nearness(change[0].partition(".")[0]))
    return f"{place.file}:{place.line} ({name})"
