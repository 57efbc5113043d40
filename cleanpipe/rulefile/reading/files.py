"""Which files a load reads, and in what order: shipped packs, what they extend, files named, the project's ``rules/``.

Later files win. Every file is read once, however often it is named; cycles and chains deeper than ten are errors. What
the files say is not looked at here, except ``extends`` and ``packs``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from cleanpipe.rulefile.reading.kinds import suggestion
from cleanpipe.rulefile.reading.sitefiles import host_of
from cleanpipe.rulefile.reading.syntax import Node, Report, Source, parse, read_source

MAX_CHAIN = 10
SUFFIXES = (".yaml", ".yml")
_HERE = Path(__file__).resolve().parents[2]  # the package


def shipped_dir(project_dir: Path | None = None) -> Path:
    """The folder of shipped rule files: in the installed package, or ``rules/`` of the checkout one works in."""
    if project_dir is not None:
        # In a checkout of cleanpipe its rules/ are the shipped ones, whichever copy of the code happens to run.
        own = project_dir.resolve()
        if (own / "rules").is_dir() and (own / "cleanpipe" / "rulefile").is_dir():
            return own / "rules"
    packed = _HERE / "rules"
    return packed if packed.is_dir() else _HERE.parent / "rules"


@cache
def _registered() -> dict[str, Path]:
    """Packs that installed packages register: entry point group ``cleanpipe.packs``, a folder with ``<name>.yaml``."""
    from importlib.metadata import entry_points
    from importlib.resources import files

    out = {}
    for point in entry_points(group="cleanpipe.packs"):
        out[point.name] = Path(str(files(point.module))) / f"{point.name}.yaml"
    return out


def is_rule_file(path: Path | str) -> bool:
    """Whether a name ends as those of rule files do, in letters of either size."""
    return str(path).lower().endswith(SUFFIXES)


def yaml_files(folder: Path) -> list[Path]:
    """Rule files right in a folder, by name."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if is_rule_file(path) and path.is_file())


# The examples of a rule as shipped files are laid out: two thirds of their values, and of no use to a run.
_EXAMPLES = re.compile(r"^    examples:.*\n(?:(?:     .*)?\n)*", re.MULTILINE)


class FileLoad:
    """Reads files in order; ``trees`` are the results, each with the host whose scope the file name implies."""

    def __init__(self, report: Report, project_dir: Path | None, examples: bool = True) -> None:
        self.report = report
        self.examples = examples
        self.shipped = shipped_dir(project_dir)
        self.project = project_dir.resolve() if project_dir else None
        self.trees: list[tuple[Source, Node, str]] = []
        self._folders: list[Path] = []  # of which all rule files are read
        self._state: dict[Path, str] = {}  # reading | done
        self._roots = {self.shipped.resolve(), Path.cwd().resolve(), *([self.project] if self.project else [])}

    def name_of(self, path: Path) -> str:
        """What messages call a file: relative to where the user stands; ``shipped core.yaml`` came with cleanpipe."""
        shipped, here = self.shipped.resolve(), Path.cwd().resolve()
        if path.is_relative_to(shipped) and shipped != here / "rules":
            return f"shipped {path.relative_to(shipped).as_posix()}"
        for root in (here, self.project):
            if root and path.is_relative_to(root):
                return path.relative_to(root).as_posix()
        return path.as_posix()

    def named(self, name: str | Path) -> None:
        """Read a shipped pack by name, or a file or folder by path: what a caller or the command line gives."""
        text = str(name)
        source = Source("--rules", text)
        at = Node(source, 1, 1, len(text), text=text)
        looks_like_path = isinstance(name, Path) or "/" in text or "\\" in text or is_rule_file(text)
        shipped = None if looks_like_path else self._by_name(text)
        path = shipped or Path(text)
        if not shipped and not path.exists():
            advice = suggestion(text, self._names()) if not looks_like_path else ""
            advice = advice or f"shipped are {', '.join(self._names()) or 'none'}; anything else is a path"
            self.report.add(at, "CP208", f"no rules named {text!r}", advice)
            return
        for each in self._in_folder(path) if path.is_dir() else [path]:
            self.read(each, at, 0)

    def project_rules(self) -> None:
        """Read ``rules/*.yaml`` and ``rules/sites/*.yaml`` of the project, but no shipped file a second time."""
        if self.project is None:
            return
        folder = self.project / "rules"
        if folder.resolve() == self.shipped.resolve():
            return
        for path in [*self._in_folder(folder), *yaml_files(folder / "sites")]:
            self.read(path, None, 0)

    def _in_folder(self, folder: Path) -> list[Path]:
        self._folders.append(folder)
        return yaml_files(folder)

    def tell_left_out(self) -> None:
        """Warn of rule files in folders below those that were read, unless something else has named them."""
        for folder in self._folders:
            for path in sorted(folder.rglob("*")):
                if not is_rule_file(path) or path.resolve() in self._state or not path.is_file():
                    continue
                if not any(part.startswith(".") for part in path.relative_to(folder).parts):
                    advice = f"move it up to {folder.name}/, or name its folder under 'packs' in a file there"
                    self.report.at(
                        Source(self.name_of(path.resolve())), 1, 1, "CP221", "is not read", advice, 1, "warning"
                    )

    def read(self, path: Path, by: Node | None, depth: int) -> None:
        """Read one file after everything it extends."""
        path = path.resolve()
        state = self._state.get(path)
        if state == "done":
            return
        if state == "reading":
            assert by is not None
            self.report.add(by, "CP209", f"{self.name_of(path)} extends itself, by way of others", "break the circle")
            return
        if depth > MAX_CHAIN:
            assert by is not None
            self.report.add(by, "CP210", f"more than {MAX_CHAIN} files extend one another", "flatten the chain")
            return
        self._state[path] = "reading"
        source = read_source(path, self.name_of(path), self.report)
        if source and path.is_relative_to(self.shipped.resolve()):
            source.shipped = True
            if not self.examples:
                source.bare = True
                source.text = _EXAMPLES.sub(lambda found: "\n" * found.group().count("\n"), source.text)
        tree = parse(source, self.report) if source else None
        if source and tree is not None:
            if tree.kind != "map":
                self.report.add(tree, "CP102", "a rule file is a map", "begin with 'rules:' at the margin")
            else:
                self._check_name(source, tree)
                host = host_of(path)
                for target in self._targets(tree) if not host else ():  # a file for one site brings in no others
                    for each in self._resolve(target, path):
                        self.read(each, target, depth + 1)
                self.trees.append((source, tree, host))
        self._state[path] = "done"

    def _check_name(self, source: Source, tree: Node) -> None:
        """Warn of a file of the user whose rules would be named like those of a shipped pack."""
        given = tree.get("pack")
        name = given.text if given is not None else source.path.stem if source.path else ""
        if (
            not source.shipped
            and name in self._names()
            and source.path not in [path.resolve() for path in _registered().values()]
        ):
            advice = f"write another name behind 'pack:', such as my-{name}" if given else "give the file another name"
            message = f"{name!r} is a shipped pack: rules of this file would be taken for its rules"
            self.report.add(given or tree, "CP220", message, advice, severity="warning")

    def _targets(self, tree: Node) -> Iterator[Node]:
        for key in ("extends", "packs"):
            value = tree.get(key)
            if value is not None:
                yield from (item for item in (value.items if value.kind == "list" else [value]) if item.kind == "text")

    def _resolve(self, target: Node, by: Path) -> list[Path]:
        """The files that an entry of ``extends`` means: a shipped pack, a neighbour, or a path below known folders."""
        text = target.text
        is_path = text.startswith(".") or "/" in text or is_rule_file(text)
        if not is_path:
            found = self._by_name(text)
            if found and found.resolve() != by:
                return [found]
            for suffix in SUFFIXES:
                if (by.parent / f"{text}{suffix}").is_file():
                    return [by.parent / f"{text}{suffix}"]
            advice = suggestion(text, self._names()) or f"shipped are {', '.join(self._names())}; paths begin with ./"
            self.report.add(target, "CP208", f"no pack named {text!r}", advice)
            return []
        path = (by.parent / text).resolve()
        # Rule files come from anywhere: they may name what lies beside them, not any file of the machine.
        if not any(path.is_relative_to(root) for root in (by.parent, *self._roots)):
            self.report.add(
                target, "CP208", f"{text!r} leads out of the project", "name that file with --rules instead"
            )
            return []
        if path.is_dir():
            return [each for each in self._in_folder(path) if each.resolve() != by]
        if not path.is_file():
            self.report.add(target, "CP208", f"no file {text!r} beside {by.name}", "paths are relative to this file")
            return []
        return [path]

    def _by_name(self, name: str) -> Path | None:
        if not name.replace("-", "").replace("_", "").replace(".", "").isalnum():
            return None
        path = self.shipped / f"{name}.yaml"
        return path if path.is_file() else _registered().get(name)

    def _names(self) -> list[str]:
        return sorted({path.stem for path in yaml_files(self.shipped)} | set(_registered()))
