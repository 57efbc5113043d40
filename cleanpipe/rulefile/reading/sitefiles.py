"""Files for one site, ``rules/sites/<host>.yaml``: the host in their names, and what such a file cannot say.

The name is the scope: rules of the file act on that host alone, and what it disables is disabled there alone. Whatever
would hold for all sites is refused, with the place where it belongs.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cleanpipe.rulefile.model import Rule
from cleanpipe.rulefile.reading import schema
from cleanpipe.rulefile.reading.syntax import Node, Report

_FOR_ALL_SITES = ("extends", "packs", "set", *(key.name for key in schema.SETTING_KEYS))


def host_of(path: Path) -> str:
    """The host to which the name of a file binds it; empty for all other files.

    >>> host_of(Path("rules/sites/Gazette.example.yaml")), host_of(Path("rules/mine.yaml"))
    ('gazette.example', '')
    """
    return path.stem.lower() if path.parent.name == "sites" and path.parent.parent.name == "rules" else ""


def refuse(tree: Node, host: str, report: Report) -> None:
    """Report keys of a file for one site that would hold for all sites."""
    for key in _FOR_ALL_SITES:
        if key in tree.pairs:
            advice = f"move it to a file right in rules/; for {host} alone there are 'disable' and rules of its own"
            report.add(tree.pairs[key][0], "CP219", f"{key!r} would hold for all sites, not for {host}", advice)


def refuse_of_rule(item: Node, host: str, report: Report) -> None:
    """Report what reaches beyond the site in one of the rules."""
    if "change" in item.pairs:
        at, name = item.pairs["change"]
        advice = f"write 'disable: [{name.text}]' at the top, and the rule as you want it here with a new id"
        report.add(at, "CP219", f"'change' would hold for all sites, not for {host}", advice)
    where = item.get("where")
    if where is not None and "site" in where.pairs:
        report.add(where.pairs["site"][0], "CP205", f"the file name says site {host}", "delete 'site' here")


def but_for(rule: Rule, hosts: list[tuple[Node, str]]) -> Rule:
    """The rule as it is where files for single sites disable it; each host comes with the place that says so."""
    where = replace(rule.where, not_site=(*rule.where.not_site, *(host for _, host in hosts)))
    # Not the author's condition: no example of his needs to show it.
    assumed = rule.assumed | {"where.not_site"}
    return replace(rule, where=where, assumed=assumed, places={**rule.places, "where.not_site": hosts[-1][0].place})
