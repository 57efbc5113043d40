"""The one table of keys: what a rule file may say, key by key, with a sentence about each.

Checking, the advice in messages, the JSON Schema for editors and the reference in the docs all come from these tables.
They know shapes only; what rules mean together is checked in ``resolve`` and ``meaning``, patterns in ``patterns``.
"""

from __future__ import annotations

from typing import Any

from cleanpipe.rulefile.model import ALONE, CONFIDENCE, MARKS, STATUSES, VERBS
from cleanpipe.rulefile.reading.kinds import (
    BAD,
    Choice,
    Confidence,
    Flag,
    Free,
    Kind,
    ListOf,
    MapOf,
    Number,
    PartOf,
    Pattern,
    Text,
    Whole,
    suggestion,
)
from cleanpipe.rulefile.reading.syntax import Node
from cleanpipe.rulefile.reading.tables import Key, Struct

FORMAT = 1
_TEXTS = ListOf(Text())
_LINES = ListOf(Text(line=True))
_PATTERNS = ListOf(Pattern())
_CASE = Choice(("match", "ignore"))
_SHARE = Number(0, 1, percent=True)

NEAR = Struct(
    "near",
    (
        Key("rule", Text(), "the rule that must hit a line nearby", required=True),
        Key("within", Whole(1, 1000), "how many lines away at most; 3 when left out"),
    ),
    short="rule",
)

_POSITIVE = (
    Key("line_is", _LINES, "the whole line is this text", old=("line", "equals", "is", "exact", "text")),
    Key("starts_with", _LINES, "the line begins with this text, ending at a word's end", old=("starts", "prefix")),
    Key("ends_with", _LINES, "the line ends with this text, beginning at a word's start", old=("ends", "suffix")),
    Key("contains", _LINES, "this text stands in the line, as whole words", old=("has", "includes", "contain")),
    Key("matches", _PATTERNS, "this pattern is found in the line", old=("pattern", "regex", "regexp", "re")),
)
_NEGATIVE = tuple(
    Key(f"not_{key.name}", key.kind, f"not true that {key.doc}", old=tuple(f"not_{old}" for old in key.old))
    for key in _POSITIVE
)
CONDITION_KEYS = (
    *_POSITIVE,
    *_NEGATIVE,
    Key("min_words", Whole(1, 10_000), "at least so many words"),
    Key("max_words", Whole(1, 10_000), "at most so many words"),
    Key("min_length", Whole(1, 20_000), "at least so many characters"),
    Key("max_length", Whole(1, 20_000), "at most so many characters"),
    Key("part", PartOf(), "the line stands in this part of the page, counted in lines that are not blank"),
    Key("near", NEAR, "another rule hits a line nearby"),
    Key("case", _CASE, "whether patterns tell capitals from small letters; texts never do"),
)
#: ``unless`` and the landmarks of blocks take conditions on one line; ``near`` belongs to drop_line.
_PLAIN_CONDITIONS = tuple(key for key in CONDITION_KEYS if key.name != "near")

UNLESS = Struct("unless", _PLAIN_CONDITIONS, short="line_is")
WHERE = Struct(
    "where",
    (
        Key("lang", _TEXTS, "languages: en also covers en-GB", old=("language", "languages", "langs")),
        Key("site", _TEXTS, "hosts: example.com with www., .example.com with all below it", old=("host", "sites")),
        Key("path", _TEXTS, "globs on the name of the input", old=("paths", "file", "name")),
        Key("meta", MapOf(_TEXTS), "fields of the document: equal to, or matching a glob"),
        Key("part", PartOf(), "only in this part of the page"),
        Key("not_site", _TEXTS, "not on these hosts", old=("not_host", "not_sites", "no_site", "exclude_site")),
        Key("not_path", _TEXTS, "not in inputs of these names", old=("not_file", "not_paths", "no_path")),
    ),
)
_FOLLOWED = Struct(
    "followed_by",
    (Key("within", Whole(1, 100), "in how many lines after the first; 6 when left out"), *_PLAIN_CONDITIONS),
    short="contains",
)
_ONLY_IF = Struct("only_if", (*_PLAIN_CONDITIONS, Key("followed_by", _FOLLOWED, "a second sign in the lines below")))
_FROM = Struct("from", _PLAIN_CONDITIONS, short="line_is")
_TO = Struct("to", _PLAIN_CONDITIONS, short="line_is")


class _To:
    """``end``, ``blank_line``, or conditions on the line that ends a block."""

    says = "end, blank_line or conditions"

    def read(self, node: Node, reader: Any) -> Any:
        if node.kind == "text" and node.text in ("end", "blank_line"):
            return node.text
        if node.kind == "text" and node.plain and (meant := self._meant(node.text)):
            advice = f"did you mean {meant!r}? A line with that text is written {{line_is: {node.text}}}"
            reader.report.add(node, "CP108", f"{node.text!r} would be the text of a line", advice)
            return BAD
        return _TO.read(node, reader)

    def _meant(self, text: str) -> str:
        """The keyword that somebody who wrote this must have had in mind."""
        word = text.lower().replace(" ", "_").replace("-", "_").removeprefix("the_").removeprefix("next_")
        if word in ("end", "eof", "end_of_page", "end_of_document", "end_of_file"):
            return "end"
        near = word in ("blank", "blanks", "empty", "emptyline", "empty_line") or suggestion(word, ("blank_line",))
        return "blank_line" if near else ""

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"enum": ["end", "blank_line"]}, *_TO.schema()["anyOf"]]}


class _Swap:
    """A table wrong: right, or ``table`` with options beside it."""

    says = "a table wrong: right"
    options = ("case", "inside_words")
    full = Struct(
        "swap",
        (
            Key("table", MapOf(Text(free=True)), "wrong: right", required=True),
            Key("case", Choice(("match", "ignore", "exact")), "match keeps the case found; ignore; exact"),
            Key("inside_words", Flag(), "also inside longer words"),
        ),
    )

    def read(self, node: Node, reader: Any) -> Any:
        table = node.get("table")
        if table is not None and table.kind == "map":
            return self.full.read(node, reader)
        for name in self.options:
            option = node.get(name) if node.kind == "map" else None
            if option is not None and option.text in ("match", "ignore", "exact", "true", "false"):
                message = f"{name!r} would be one of the words to swap"
                reader.report.add(option, "CP107", message, "put the words under 'table:' and the option beside it")
        value = MapOf(Text(free=True), says=self.says).read(node, reader)
        return {"table": value} if isinstance(value, dict) else value

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [MapOf(Text(free=True)).schema(), self.full.schema()]}


_BOUNDS = Struct("a bound", (Key("min", Number(), "at least"), Key("max", Number(), "at most")))

VERB_KINDS: dict[str, Kind] = {
    "replace": Struct(
        "replace",
        (
            Key("match", Pattern(), "the pattern to look for", required=True, old=("pattern", "regex", "from", "find")),
            Key("with", Text(free=True), r"what to put there; \1 is the first group", required=True, old=("by", "to")),
            Key("lines", Flag(), "look across a line end, at most two lines", old=("multiline",)),
            Key("case", _CASE, "whether capitals count", old=("ignore_case", "flags")),
        ),
    ),
    "swap": _Swap(),
    "drop_line": Struct(
        "drop_line",
        (*CONDITION_KEYS, Key("keep_blank", Flag(), "leave an empty line in its place")),
        short="line_is",
    ),
    "drop_block": Struct(
        "drop_block",
        (
            Key("from", _FROM, "the first line of the block", required=True, old=("start", "begin")),
            Key("to", _To(), "end, blank_line, or conditions on the line after it", required=True, old=("until",)),
            Key("only_if", _ONLY_IF, "further conditions on the first line"),
            Key("max_lines", Whole(1, 100_000), "no block longer than this is dropped"),
            Key("include_to", Flag(), "drop the line that ends the block, too"),
        ),
    ),
    "repair": Text(says="the name of a repairer"),
    "dedupe": Struct(
        "dedupe",
        (
            Key("unit", Choice(("paragraph", "line", "document")), "what is compared", required=True),
            Key("within", Choice(("document", "site", "corpus")), "how far copies are looked for", required=True),
            Key("similarity", Number(0.5, 1, percent=True), "from what likeness on; 0.9 when left out"),
            Key("min_words", Whole(1, 10_000), "shorter ones are left alone"),
            Key("same_numbers", Flag(), "different figures make different paragraphs"),
            Key("survivor", Choice(("first", "longest", "none")), "which copy stays"),
            Key("min_documents", Whole(2, 1_000_000), "only what stands in so many documents"),
            Key("min_share", Number(0, 1, percent=True), "only what stands in this share of the documents compared"),
            Key("sentences", Flag(), "false: what ends as a sentence does stays; both with survivor: none"),
            Key("index", Text(), "a folder that remembers from run to run"),
        ),
    ),
    "protect": Struct(
        "protect",
        (
            Key("match", Pattern(), "what nothing may edit", old=("pattern", "regex")),
            *_PLAIN_CONDITIONS,
            Key("keep_line", Flag(), "false: a line that is nothing else may go as a whole"),
        ),
    ),
    "reject": MapOf(_BOUNDS, says="measures with bounds, such as words: {min: 50}"),
}

_AT = Struct(
    "at",
    (
        Key("lang", Text(), "language of the example"),
        Key("site", Text(), "its host"),
        Key("path", Text(), "name of its file"),
        Key("meta", MapOf(Free()), "its fields"),
    ),
)
EXAMPLE = Struct(
    "an example",
    (
        Key("in", ListOf(Text(free=True)), "text before; a list for dedupe", old=("input", "before", "text")),
        Key("out", Free(), "text after; for dedupe the numbers of those that stay", old=("output", "after")),
        Key("drop", Text(free=True), "a line or page that goes", old=("drops", "remove", "delete")),
        Key("keep", ListOf(Text(free=True)), "text that must not be touched", old=("keeps", "ok", "not")),
        Key("suggest", Text(free=True), "text for which 'out' is proposed, not made"),
        Key("at", _AT, "site, path, lang or metadata of the example"),
        Key("then", _TEXTS, "other rules that also act on it"),
        Key("expect", Choice(("pass", "fail")), "fail marks a known failure"),
        Key("because", Text(prose=True), "why it is expected to fail"),
    ),
)

COMMON_KEYS = (
    Key("id", Text(), "name of the rule, unique in its pack", old=("name", "rule")),
    Key("change", Text(), "full name of an inherited rule to alter"),
    Key("why", Text(prose=True), "one sentence for people", old=("description", "message", "reason", "desc")),
    Key("see", _TEXTS, "links", old=("link", "links", "url")),
    Key("where", WHERE, "scope; all must hold", old=("scope", "only_in")),
    Key("confidence", Confidence(CONFIDENCE), "how often an edit of this rule is right", old=("score",)),
    Key("status", Choice(STATUSES), "draft, trial, stable or retired", old=("state", "enabled")),
    Key(
        "alone", Choice(ALONE), "what becomes of its only hit in a long text without other furniture: apply or suggest"
    ),
    Key("order", Whole(-1000, 1000), "who goes first inside a phase; rarely needed", old=("priority",)),
    Key("unless", UNLESS, "exceptions: lines where the rule does not act", old=("except", "exceptions", "ignore")),
    Key(
        "examples", ListOf(EXAMPLE, single=False), "at least one that fires and one near miss", old=("tests", "example")
    ),
    Key("was", _TEXTS, "earlier names of the rule"),
    Key("apply_from", _SHARE, "score from which an edit is made"),
    Key("suggest_from", _SHARE, "score from which an edit is reported"),
)
LINE_KEYS = (
    Key(
        "marks",
        Choice(MARKS),
        "what its line says of those below: article_end, they go too unless full paragraphs follow; "
        "video, a caption right below goes with it",
    ),
)
REPAIR_KEYS = (
    Key("with", MapOf(Free(), least=0), "options of the repairer", old=("options", "config", "args")),
    Key("max_per_document", Whole(1, 100_000), "more than this in one document are only suggested"),
)
VERB_KEYS = tuple(Key(verb, VERB_KINDS[verb], "verb") for verb in VERBS)

SETTING_KEYS = (
    Key("min_confidence", _SHARE, "score from which an edit is made", old=("apply_from", "min_score")),
    Key("suggest_from", _SHARE, "score from which an edit is reported"),
    Key("max_removed", _SHARE, "share of a document that may be removed; beyond it the document is left and reported"),
    Key("detector", Text(), "language detector", old=("language_detector",)),
    Key("chrome_model", Text(), "weights of the line scorer, as cleanpipe train chrome makes them"),
    Key("stages", ListOf(Text(), single=False), "stages to run; their order is fixed"),
    Key("lang", Text(), "language of all documents; detected when left out", old=("language",)),
    Key("workers", Whole(1, 4096), "processes", old=("jobs", "threads")),
    Key("engine", Text(), "local or ray"),
    Key("text_field", Text(), "field or column that holds the text"),
    Key("input_format", Text(), "format of the input; by its name when left out"),
    Key("output_format", Text(), "format of the output; as the input when left out"),
    Key("index", Text(), "folder that remembers paragraphs from run to run"),
    Key("dry_run", Flag(), "do all the work, write only the log"),
    Key("resume", Flag(), "skip what an earlier run has done"),
)
FILE_KEYS = (
    Key("format", Whole(1, 1), "version of this file format: 1"),
    Key("pack", Text(), "name of the pack; the file's name when left out", old=("name",)),
    Key("why", Text(prose=True), "one sentence about the pack", old=("description",)),
    Key("version", Text(), "version of the pack"),
    Key("licence", Text(prose=True), "licence of the pack", old=("license",)),
    Key("extends", _TEXTS, "packs and files to read first", old=("extend", "inherits", "base", "include", "import")),
    Key("packs", _TEXTS, "more packs, files or folders to read first"),
    Key("where", WHERE, "scope of every rule of this file", old=("scope",)),
    Key(
        "defaults",
        Struct("defaults", tuple(key for key in COMMON_KEYS if key.name in ("status", "confidence", "alone", "order"))),
        "status, confidence, alone and order of rules that do not say",
    ),
    Key("define", MapOf(ListOf(Text())), "named pieces for patterns, used as {name}", old=("defines", "definitions")),
    Key("disable", _TEXTS, "rules to leave out; pack/* for all of a pack", old=("disabled", "ignore", "exclude")),
    Key("set", MapOf(MapOf(Free())), "changes by full rule name", old=("overrides", "override")),
    Key("rules", ListOf(Free(), single=False, least=0), "the rules", old=("rule",)),
    *SETTING_KEYS,
)

FILE = Struct("a rule file", FILE_KEYS, code="CP101")
SETTINGS = Struct("settings", SETTING_KEYS, code="CP101")


def rule_struct(verb: str) -> Struct:
    """The table of a rule with this verb (``""``: any verb, for a rule whose verb is not known)."""
    if not verb:
        return Struct("a rule", (*COMMON_KEYS, *LINE_KEYS, *REPAIR_KEYS, *VERB_KEYS), code="CP103")
    own = tuple(key for key in VERB_KEYS if key.name == verb)
    beside = {"drop_line": LINE_KEYS, "repair": REPAIR_KEYS}.get(verb, ())
    return Struct("a rule", (*COMMON_KEYS, *own, *beside))


def json_schema() -> dict[str, Any]:
    """JSON Schema of a rule file, for editors that complete and check YAML.

    >>> json_schema()["properties"]["format"]["maximum"]
    1
    """
    rules = [_rule_schema(verb) for verb in VERBS]
    change = rule_struct("").schema()
    change["additionalProperties"] = True  # key+ and key- edit inherited lists
    change["required"] = ["change"]
    out = FILE.schema()
    out["properties"]["rules"] = {
        "type": "array",
        "description": "the rules",
        "items": {"anyOf": [{"$ref": "#/$defs/change"}, *({"$ref": f"#/$defs/{verb}"} for verb in VERBS)]},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"cleanpipe rule file, format {FORMAT}",
        **out,
        "$defs": {"change": change, **dict(zip(VERBS, rules, strict=True))},
    }


def _rule_schema(verb: str) -> dict[str, Any]:
    out = rule_struct(verb).schema()
    del out["properties"]["change"]
    out["required"] = ["id", verb]
    return out
