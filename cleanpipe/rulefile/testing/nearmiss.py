"""A ready near miss for a condition that no example needs: made from the examples there are, and tried first.

Texts that fire are altered a little (words before and behind, cut short, texts of the rule put in) or put elsewhere
(another site, language, file). What only the condition saves is offered; where nothing is found, nothing is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import yaml

from cleanpipe.rulefile.model import Conditions, Example, Rule
from cleanpipe.rulefile.reading.examples import WORDS, fires
from cleanpipe.rulefile.testing.neutral import neutral

#: Trials for one condition; each takes well under a millisecond.
_MOST = 400


def near_miss(rule: Rule, condition: str, notices: Callable[[Example], bool]) -> str:
    """A line for ``examples`` that only a condition makes come true, by ``notices``; empty when none was found."""
    for example in islice(_candidates(rule, condition), _MOST):
        if notices(example):
            at = f", at: {_flow(dict(example.at))}" if example.at else ""
            return f"- {{{example.kind}: {_flow(example.text)}{at}}}"
    return ""


def _flow(value: Any) -> str:
    """A value as YAML on one line; a page in double quotes, which keep its line ends."""
    if isinstance(value, str) and "\n" in value:
        return json.dumps(value, ensure_ascii=False)
    text = yaml.safe_dump([value], allow_unicode=True, default_flow_style=True, width=10**6, sort_keys=False)
    return text.strip()[1:-1]


def _candidates(rule: Rule, condition: str) -> Iterator[Example]:
    firing = [e for e in rule.examples if fires(e) and isinstance(e.text, str) and e.expect == "pass"]
    # One line says more than a page does.
    for example in sorted(firing, key=lambda e: str(e.text).count("\n")):
        keep = Example("keep", example.text, at=example.at)
        if condition.startswith("where."):
            yield from (replace(keep, at={**example.at, **place}) for place in _elsewhere(rule, condition))
            continue
        lines = str(example.text).split("\n")
        for number, line in enumerate(lines) if line_by_line(lines) else ():
            for new in _altered(rule, condition, line):
                text = "\n".join([*lines[:number], new, *lines[number + 1 :]])
                yield replace(keep, text=text)
                if "drop" in WORDS[rule.verb]:
                    yield replace(keep, text=text, kind="drop")


def line_by_line(lines: list[str]) -> bool:
    """Whether a text is short enough to alter each of its lines."""
    return len(lines) <= 12


def _elsewhere(rule: Rule, condition: str) -> Iterator[dict[str, Any]]:
    """Places outside the scope, as ``at`` says them."""
    where, key = rule.where, condition.split(".")[1]
    if key == "lang":
        yield {"lang": next(lang for lang in ("en", "de", "fr", "es") if lang not in where.lang)}
    elif key in ("site", "path"):
        yield {key: "other.example" if key == "site" else "other/page.txt"}
    elif key == "not_site":
        yield {"site": where.not_site[0].lstrip(".")}
    elif key == "not_path":
        yield {"path": where.not_path[0].replace("**", "x").replace("*", "x").replace("?", "x")}
    elif key == "meta":
        yield {"meta": {condition.split(".", 2)[2]: "other"}}


def _altered(rule: Rule, condition: str, line: str) -> Iterator[str]:
    """A line that is nearly the same."""
    words = line.split()
    filler = neutral(rule.where.lang[0] if rule.where.lang else None)[0].rstrip(".").split()
    filler = [filler[0].lower(), *filler[1:]]
    for text in _texts(rule, condition.rsplit(".", 1)[-1]):
        yield from (f"{line} {text}", f"{line}{text}", f"{text} {line}", text, f"{filler[1]} {text}")
        yield f"{text} {' '.join(filler[:2])}"
    yield from (f"{line} {' '.join(filler[:count])}" for count in (2, 4, 8, 12, len(filler)))
    yield from (" ".join(words[:count]) for count in range(len(words) - 1, 0, -1))
    yield from (f"{' '.join(filler[:2])} {line}", f"{line}.", line.lower(), line.upper(), line.capitalize())
    yield f"{line} {' '.join(filler * 10)}"


def _texts(rule: Rule, key: str) -> Iterator[str]:
    """The texts that stand under a key of the rule; of an exception, all of them."""
    body: Any = rule.body
    given = [getattr(body, name, None) for name in ("conditions", "start", "to", "only_if", "followed_by")]
    for conditions in (*given, rule.unless):
        if isinstance(conditions, Conditions):
            names = [key] if key != "unless" else ["line_is", "starts_with", "ends_with", "contains"]
            for name in names:
                value = getattr(conditions, name, ()) if "matches" not in name else ()
                yield from (value if isinstance(value, tuple) else ())
