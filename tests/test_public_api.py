"""The outside of the package and the shape of its inside: names, signatures, cheap import, and arrows of imports.

A change of ``SIGNATURES`` or ``FIELDS`` is a change for everybody who uses the library: say so in CHANGELOG.md.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import cleanpipe
from cleanpipe import repairers

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "cleanpipe"
MOST_LINES = 400


@cache
def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree_of(name: str) -> ast.Module:
    return ast.parse(modules()[name].read_text("utf-8"))


# ---------------------------------------------------------------- names

SIGNATURES = {
    "clean": "(text: 'str', lang: 'str | None' = None, site: 'str | None' = None) -> 'Result'",
    "language_of": "(text: 'str') -> 'str'",
    "languages_of": "(paragraphs: 'Sequence[str]') -> 'list[str]'",
    "Pipeline.from_rules": (
        "(*sources: 'str | Path', project_dir: 'str | Path | None' = None, "
        "overrides: 'Mapping[str, Any] | None' = None) -> 'Pipeline'"
    ),
    "Pipeline.with_stage": ("(self, name: 'str', stage: 'Stage | Callable[[Document], Iterable[Edit]]') -> 'Pipeline'"),
    "Pipeline.clean": (
        "(self, text: 'str | Document', *, lang: 'str | None' = None, site: 'str | None' = None, name: 'str' = '', "
        "meta: 'Mapping[str, Any] | None' = None) -> 'Result'"
    ),
    "Pipeline.stream": "(self, documents: 'Iterable[str | Document]') -> 'Iterator[Result]'",
    "Result.undo": "(self, rule: 'str | None' = None, *, edit: 'Edit | None' = None) -> 'Result'",
    "Result.accept": "(self, rule: 'str | None' = None, *, edit: 'Edit | None' = None) -> 'Result'",
    "Result.original_span": "(self, start: 'int', end: 'int') -> 'Span'",
    "Document.with_text": "(self, text: 'str') -> 'Document'",
    "Edit.applied_to": "(self, text: 'str') -> 'str'",
}
FIELDS = {
    "Document": "text name lang site meta damage path",
    "Edit": "start end new rule score reason order old state by detail merged",
    "Result": "original text edits suggestions other name lang damage rejected failed warnings slow seconds history",
    "Span": "start end",
    "Problem": "file line column code message advice excerpt width severity",
}


def test_all_is_sorted_and_exactly_what_is_public() -> None:
    assert cleanpipe.__all__ == sorted(cleanpipe.__all__)
    assert len(set(cleanpipe.__all__)) == len(cleanpipe.__all__)
    defined = {
        node.name
        for node in tree_of("cleanpipe").body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    }
    assert set(cleanpipe.__all__) == defined | set(cleanpipe._HOME)


def test_types_are_imported_for_checkers_under_the_same_names() -> None:
    typed = {
        alias.asname: node.module
        for part in tree_of("cleanpipe").body
        if isinstance(part, ast.If)
        for node in part.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert typed == cleanpipe._HOME


@pytest.mark.parametrize("name", cleanpipe.__all__)
def test_public_names_are_there_and_documented(name: str) -> None:
    value = getattr(cleanpipe, name)
    assert name in dir(cleanpipe)
    assert value.__module__.startswith("cleanpipe")
    assert inspect.getdoc(value)
    if inspect.isclass(value):
        for member, found in vars(value).items():
            if not member.startswith("_") and (inspect.isfunction(found) or isinstance(found, classmethod)):
                assert inspect.getdoc(getattr(value, member)), f"{name}.{member}"


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'klean'"):
        cleanpipe.klean  # noqa: B018


@pytest.mark.parametrize("name", SIGNATURES)
def test_signatures(name: str) -> None:
    value: object = cleanpipe
    for part in name.split("."):
        value = getattr(value, part)
    found = str(inspect.signature(getattr(value, "__func__", value)))  # type: ignore[arg-type]
    assert found.replace("(cls, ", "(") == SIGNATURES[name]


@pytest.mark.parametrize("name", FIELDS)
def test_fields_and_their_order(name: str) -> None:
    value = getattr(cleanpipe, name)
    names = value._fields if hasattr(value, "_fields") else [field.name for field in dataclasses.fields(value)]
    assert " ".join(names) == FIELDS[name]


def test_errors_share_one_base() -> None:
    for name in ("InputError", "MissingExtraError", "OutputError", "RuleFileError"):
        assert issubclass(getattr(cleanpipe, name), cleanpipe.CleanpipeError)


def test_version_and_typing_marker() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert cleanpipe.__version__ == project["version"]
    assert (PACKAGE / "py.typed").is_file()


# ---------------------------------------------------------------- cheap import

HEAVY = ("numpy", "ftfy", "yaml", "click", "rapidfuzz", "langdetect", "zstandard", "torch")


@pytest.mark.parametrize(
    ("module", "heavy"),
    [("cleanpipe", HEAVY), ("cleanpipe.document", HEAVY), ("cleanpipe.cli", tuple(h for h in HEAVY if h != "click"))],
)
def test_import_is_cheap(module: str, heavy: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print(*[name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == []


# ---------------------------------------------------------------- shape of modules


@pytest.mark.parametrize("name", modules())
def test_modules_say_what_they_are_for_and_stay_small(name: str) -> None:
    assert ast.get_docstring(tree_of(name)), "no module docstring"
    lines = modules()[name].read_text("utf-8").count("\n")
    assert lines <= MOST_LINES, f"{lines} lines"


# ---------------------------------------------------------------- arrows of imports

#: Parts of the package, low to high: what stands here imports only what stands before it.
ORDER = (
    "errors",
    "langcodes",
    "loading",
    "document",
    "editing",
    "deciding",
    "scoring",  # words, joints, languages: knows documents, not rules
    "rulefile",  # rules as values, and how they match
    "chrome",
    "html",  # the article out of markup
    "dedupe",
    "repairers",
    "stages",
    "pipeline",
    "report",  # the log and what is made of it
    "corpus",
    "engines",
    "integrations",
    "commands",
    "cli",
    "__main__",
    "training",  # imported by nothing
)
#: Imports that point up, each inside a function and each for a reason.
LATE = {
    ("document", "editing"): "Result.original_span is where users look for it",
    ("document", "deciding"): "Result.undo and Result.accept are where users look for them",
    ("rulefile", "repairers"): "options of a repairer are checked by the repairer that is named",
    ("rulefile", "stages"): "the examples of rules are tried on what would run them",
    ("rulefile", "pipeline"): "the examples of rules are tried on what would run them",
    ("commands", "training"): "only cleanpipe train needs it",
    ("rulefile", "dedupe"): "the examples of rules are tried on what would run them",
}
#: Words that several parts share; they import nothing of the package, so anything may import them.
LEAVES = {"cleanpipe.corpus.notes"}


def imports(name: str) -> Iterator[tuple[str, bool]]:
    """What a module imports of the package, as dotted names; true for imports inside functions or for types."""
    known = modules()

    def walk(node: ast.AST, late: bool) -> Iterator[tuple[str, bool]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                yield from ((alias.name, late) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                assert child.level == 0, f"{name}: relative import"
                for alias in child.names:
                    whole = f"{child.module}.{alias.name}"
                    yield (whole if whole in known else str(child.module)), late
            typing = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
            yield from walk(child, late or typing or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef))

    return ((found, late) for found, late in walk(tree_of(name), False) if found.split(".")[0] == "cleanpipe")


def part_of(name: str) -> str:
    """The part of the package a module belongs to; empty for the package itself."""
    return name.split(".")[1] if "." in name else ""


def test_every_part_has_its_place() -> None:
    assert {part_of(name) for name in modules()} - {""} == set(ORDER)


@pytest.mark.parametrize("name", [name for name in modules() if name != "cleanpipe"])
def test_imports_point_down(name: str) -> None:
    here = part_of(name)
    for found, late in imports(name):
        there = part_of(found)
        if found in LEAVES or there in ("", here) or ORDER.index(there) < ORDER.index(here):
            continue
        assert late, f"{name} imports {found}, which stands above it"
        assert (here, there) in LATE, f"{name} imports {found} inside a function, without a reason in LATE"


#: Folders of two parts, low to high in the same sense; what stands in no folder may be imported by all.
FOLDERS = {
    "scoring": ("lexical", "langid", "texts", "networks", "english", "multilingual"),
    "rulefile": ("expressions", "reading", "matching", "testing"),
}


@pytest.mark.parametrize("name", [name for name in modules() if part_of(name) in FOLDERS and name.count(".") > 2])
def test_imports_within_a_part_point_down(name: str) -> None:
    _, part, here, *_ = name.split(".")
    for found, late in imports(name):
        there = found.split(".")[2:3]
        if part_of(found) == part and found.count(".") > 2 and not late:
            assert FOLDERS[part].index(there[0]) <= FOLDERS[part].index(here), f"{name} imports {found}"


@pytest.mark.parametrize("name", repairers.names())
def test_repairers_are_in_the_folder_of_their_phase(name: str) -> None:
    module = repairers.get(name)
    if module.__name__.startswith("cleanpipe."):
        assert module.__name__.split(".")[2] == module.PHASE


@pytest.mark.parametrize("name", sorted(LEAVES))
def test_leaves_import_nothing(name: str) -> None:
    assert list(imports(name)) == []


def test_every_reason_is_still_needed() -> None:
    found = {(part_of(name), part_of(target)) for name in modules() for target, late in imports(name) if late}
    assert set(LATE) <= found


@pytest.mark.parametrize("name", [name for name in modules() if part_of(name) in ("stages", "repairers")])
def test_stages_and_repairers_do_not_know_each_other(name: str) -> None:
    """Modules with a leading underscore are what repairers share."""
    for found, _ in imports(name):
        if part_of(found) == part_of(name) and found.count(".") == name.count("."):
            assert found.rpartition(".")[2].startswith("_"), f"{name} imports {found}"
