"""Random documents, rule files and archives, from a seed; what must hold for each. Short in the tests, long by hand.

    python tests/fuzz/fuzzing.py --documents 300000 --rules 20000 --archives 2000 [--seed 1]

A document must come out (no stage fails), replay from its edits, and take at most two CPU seconds a megabyte beyond
``GRACE``. A rule file is loaded or refused in words, in two seconds; a loaded one cleans a text. A folder of damaged
files is cleaned or its files are named, and nothing is written outside the output. Finds are written to --finds.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from runner_toy import RULES, ToyPipeline  # noqa: E402

import cleanpipe.pipeline  # noqa: E402
from cleanpipe import Pipeline  # noqa: E402
from cleanpipe.corpus.options import RunOptions  # noqa: E402
from cleanpipe.corpus.packing import pack  # noqa: E402
from cleanpipe.corpus.runner import run  # noqa: E402
from cleanpipe.corpus.sources import discover  # noqa: E402
from cleanpipe.document import Document, Result  # noqa: E402
from cleanpipe.engines.local import LocalEngine  # noqa: E402
from cleanpipe.errors import CleanpipeError, RuleFileError  # noqa: E402
from cleanpipe.report.log import replay, row_of  # noqa: E402
from cleanpipe.rulefile import load_rules  # noqa: E402

#: CPU seconds that any document may take beside two for each megabyte, and any rule file.
GRACE, PER_MB = 2.0, 2.0

NASTY = [
    *"\0\x07\x1b\x7f\x85\xa0\xad\u200b\u200d\u202e\u2028\u2029\ufeff\ufffd\ud83d\udc00\U0001f468\u0301\u0e33\u3000",
    *("“", "”", "«", "»", "„", "'", '"', "…", "—", "Ã©", "â€™", "&amp;", "&#x110000;", "&lt;b&gt;", "\\u00e9", "\\n"),
    *(
        "\r",
        "\r\n",
        "\n\n",
        "\t",
        " ,",
        ", ,",
        "..",
        "?!",
        "(",
        ")",
        "[",
        "{",
        "|",
        "http://",
        "@",
        "#",
        "1,2",
        "3.4.5",
    ),
    *("McDonald", "SeptemberWhen", "the the", "A. B. C.", "ﬁ", "ß", "İ", "ı", "ａ", "Ⅷ", "½", "中文", "عربي", "हिन्दी"),
    *("Share on", "Read more", "Source link", "Advertisement", "©", "•", "»»", "Leave a Reply", "http://a.b/c?d=e&f=g"),
]


def seeds() -> list[str]:
    """Texts to start from."""
    folders = (ROOT / "corpus/dirty", ROOT / "corpus/clean")
    found = [path.read_text("utf-8") for folder in folders for path in sorted(folder.rglob("*.txt"))]
    assert found
    return found


def document(rng: random.Random, texts: list[str]) -> str:
    """A text with damage of all sorts; most are short, some are long runs of one thing."""
    kind = rng.random()
    if kind < 0.1:
        return "".join(rng.choices(NASTY, k=rng.randrange(60)))
    if kind < 0.15:
        return "".join(chr(rng.randrange(rng.choice((128, 0x500, 0x110000)))) for _ in range(rng.randrange(300)))
    if kind < 0.18:
        unit = "".join(rng.choices([*NASTY, *"aA .,\n1"], k=rng.randint(1, 5)))
        return unit * (rng.choice((1_000, 20_000)) // len(unit) + 1)
    text = rng.choice(texts)
    start = rng.randrange(len(text))
    text = text[start : start + rng.choice((80, 400, 2_000, 6_000))]
    if kind < 0.5:
        return stumps(rng, text)
    for _ in range(rng.choice((0, 1, 3, 10, 40))):
        k = rng.randrange(len(text) + 1)
        do = rng.random()
        if do < 0.4:
            text = text[:k] + rng.choice(NASTY) * rng.choice((1, 1, 2, 30)) + text[k:]
        elif do < 0.6:
            text = text[:k] + text[k + rng.choice((1, 2, 20)) :]
        elif do < 0.75:
            piece = text[k : k + rng.choice((5, 60, 300))]
            text = text[:k] + piece * rng.choice((2, 2, 5)) + text[k:]
        elif do < 0.85:
            text = text[:k] + text[k:].swapcase()[:40] + text[k + 40 :]
        elif do < 0.95:
            other = rng.choice(texts)
            at = rng.randrange(len(other))
            text = text[:k] + other[at : at + 200] + text[k:]
        else:
            text = text[:k] + text[k : k + 200].encode("utf-8", "replace").decode("cp1252", "ignore") + text[k + 200 :]
    return text[:40_000]


def stumps(rng: random.Random, text: str) -> str:
    """The words of a text in runs of one to six, with stops, commas, capitals or nothing where two runs meet."""
    words, out = text.split(), []
    while words:
        k = rng.choice((1, 1, 2, 3, 4, 6))
        run, words = words[:k], words[k:]
        if rng.random() < 0.6:
            run[0] = run[0][0].swapcase() + run[0][1:]
        out.append(" ".join(run) + rng.choice((". ", ". ", ".", "", " ", ", ", ",", "? ", ".\n\n", "” ", ' "', " – ")))
    return "".join(out)


def check_document(pipe: Pipeline, text: str) -> str:
    """What is wrong with the result, or nothing."""
    begun = time.process_time()
    result = pipe.clean(text)
    took = time.process_time() - begun
    if result.failed:
        return f"failed: {result.warnings}"
    if replay(text, [row_of(edit, text) for edit in result.edits]) != result.text:
        return "its edits do not replay"
    if took > GRACE + PER_MB * len(text) / 1e6:
        return f"took {took:.1f} s for {len(text):,} characters"
    return ""


# -- rule files --------------------------------------------------------------------------------------------------------

PIECES = [
    *(
        "- id: x\n",
        "  drop_line:\n",
        "    matches: ['(a+)+$']\n",
        "    starts_with: [x]\n",
        "where: {lang: [en]}\n",
        "&a ",
        "*a",
    ),
    *(
        "!!python/object:os.system ",
        "{",
        "}",
        "[",
        "]",
        "'",
        '"',
        ": ",
        "\t",
        "\n",
        "#",
        "|",
        ">",
        "%",
        "---\n",
        "\0",
        "é",
    ),
    *(
        "(?:",
        "(?<=a*)",
        "\\p{L}",
        "[[:alpha:]]",
        "(?P<x>",
        "{1,99999}",
        "(x|x)*",
        "\\1",
        "$^",
        ".*.*.*",
        "(?i)",
        "[z-a]",
    ),
    *(
        "confidence: 1e999\n",
        "apply_from: -1\n",
        "extends: [news, ../x]\n",
        "rules: 5\n",
        "set: {a/b: {}}\n",
        "swap: {}\n",
    ),
]


def rule_file(rng: random.Random, files: list[str]) -> str:
    """A shipped rule file or a piece of one, damaged."""
    text = rng.choice(files)
    if rng.random() < 0.8:
        lines = text.split("\n")
        at = rng.randrange(len(lines))
        text = "pack: x\nrules:\n" + "\n".join(lines[at : at + rng.choice((3, 12, 40))])
    for _ in range(rng.choice((1, 2, 5, 20))):
        k = rng.randrange(len(text) + 1)
        do = rng.random()
        if do < 0.5:
            text = text[:k] + rng.choice(PIECES) + text[k:]
        elif do < 0.8:
            text = text[:k] + text[k + rng.choice((1, 3, 30)) :]
        else:
            at = rng.randrange(len(text) + 1)
            text = text[:k] + text[at : at + rng.choice((4, 60))] + text[k:]
    return text


def check_rule_file(folder: Path, text: str, sample: str) -> str:
    """What is wrong with how a rule file is taken, or nothing."""
    file = folder / "fuzzed.yaml"
    file.write_bytes(text.encode("utf-8", "replace"))
    begun = time.process_time()
    try:
        book = load_rules(file)
    except RuleFileError as error:
        if not error.problems or not str(error).strip():
            return "refused without a word"
    else:
        result = Pipeline(book).clean(sample)
        if result.failed:
            return f"cleaning fails: {result.warnings}"
    took = time.process_time() - begun
    return f"took {took:.1f} s" if took > GRACE else ""


class Harmless(ToyPipeline):
    """The toy without the words that make it fail on demand."""

    def clean(self, document: Document) -> Result:
        if any(word in document.text for word in ("DIE", "RAISE", "SLOW=", "ONCE=")):
            return Result(document.text, document.text, name=document.name)
        return super().clean(document)


# -- archives ----------------------------------------------------------------------------------------------------------

NAMES = (
    "x.txt",
    "x.jsonl",
    "x.csv",
    "x.tsv",
    "x.txt.gz",
    "x.jsonl.gz",
    "x.csv.zst",
    "x.jsonl.zst",
    "x.parquet",
    "x.warc.gz",
    "x.html",
)


def file_of(rng: random.Random, name: str, texts: list[str]) -> bytes:
    """A file that is nearly what its name says."""
    rows = [{"id": str(k), "text": document(rng, texts)[:500]} for k in range(rng.randrange(6))]
    if "parquet" in name:
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ImportError:
            return b"PAR1"
        stream = io.BytesIO()
        clean = [{**row, "text": row["text"].encode("utf-8", "replace").decode()} for row in rows]
        pq.write_table(pa.Table.from_pylist(clean or [{"text": "a"}]), stream)
        data = stream.getvalue()
    elif "html" in name:
        data = f"<html><body><p>{document(rng, texts)}</p>".encode("utf-8", "replace") * (1 + len(rows))
    elif "warc" in name:
        page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>so , it is</p>"
        head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {len(page)}\r\n\r\n".encode()
        data = gzip.compress(head + page + b"\r\n\r\n") * (1 + len(rows))
    else:
        if "csv" in name or "tsv" in name:
            mark = "\t" if "tsv" in name else ","
            quoted = ['"' + row["text"].replace('"', '""') + '"' for row in rows]
            text = f"id{mark}text\n" + "".join(f"{k}{mark}{cell}\n" for k, cell in enumerate(quoted))
        elif "jsonl" in name:
            text = "".join(json.dumps(row, ensure_ascii=rng.random() < 0.5) + "\n" for row in rows)
        else:
            text = document(rng, texts)
        data = text.encode("utf-8", "surrogatepass" if rng.random() < 0.3 else "replace")
        data = pack(data, name.rpartition(".")[2]) if name.endswith(("gz", "zst")) else data
    raw = bytearray(data)
    for _ in range(rng.choice((0, 1, 1, 4, 30))):
        k = rng.randrange(len(raw) + 1)
        do = rng.random()
        if do < 0.4 and raw:
            raw[k % len(raw)] = rng.randrange(256)
        elif do < 0.7:
            del raw[k : k + rng.choice((1, 9, 100))]
        elif do < 0.9:
            raw[k:k] = bytes(rng.choices(range(256), k=rng.choice((1, 9))))
        else:
            raw[k:k] = raw[: rng.randrange(200)]
    return bytes(raw)


def check_archives(folder: Path, files: dict[str, bytes]) -> str:
    """What is wrong with a run over damaged files, or nothing."""
    source, out, rules = folder / "in", folder / "out", folder / "toy.yaml"
    source.mkdir()
    rules.write_text(RULES)
    for name, data in files.items():
        (source / name).write_bytes(data)
    options = RunOptions((source,), out)
    begun = time.process_time()
    kept, cleanpipe.pipeline.Pipeline = cleanpipe.pipeline.Pipeline, Harmless  # type: ignore[misc, assignment]
    try:
        found = discover(options.inputs, out)
        summary = run(options, load_rules(rules), found, LocalEngine(0), lambda *_: None)
    except CleanpipeError:  # all files need a package that is not there
        return ""
    finally:
        cleanpipe.pipeline.Pipeline = kept  # type: ignore[misc]
    took = time.process_time() - begun
    beside = {path.name for path in folder.iterdir()} - {"in", "out", "toy.yaml"}
    if beside:
        return f"wrote {beside}"
    for name, data in files.items():
        if (source / name).read_bytes() != data:
            return f"changed the input {name}"
    noted = {note["document"].partition(":")[0] for note in summary["first_notes"]}
    missing = [name for name in files if name not in noted and not list(out.glob(f"{name.partition('.')[0]}.*"))]
    if missing:
        return f"{missing} are neither written nor named"
    return f"took {took:.1f} s" if took > GRACE else ""


# -- all together ------------------------------------------------------------------------------------------------------


def documents(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Finds among so many documents: the document, and what is wrong."""
    rng, texts, pipe = random.Random(f"documents {seed}"), seeds(), Pipeline.from_rules()
    for _ in range(count):
        text = document(rng, texts)
        if wrong := _tried(lambda text=text: check_document(pipe, text)):  # type: ignore[misc]
            yield text, wrong


def rule_files(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Finds among so many rule files."""
    rng = random.Random(f"rules {seed}")
    files = [path.read_text("utf-8") for path in sorted((ROOT / "rules").glob("*.yaml"))]
    sample = seeds()[0][:3_000]
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(count):
            text = rule_file(rng, files)
            if wrong := _tried(lambda text=text: check_rule_file(Path(folder), text, sample)):  # type: ignore[misc]
                yield text, wrong


def archives(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Finds among so many folders of damaged files."""
    rng, texts = random.Random(f"archives {seed}"), seeds()
    for _ in range(count):
        names = rng.sample(NAMES, rng.randint(1, 4))
        files = {f"{k}{name}": file_of(rng, name, texts) for k, name in enumerate(names)}
        with tempfile.TemporaryDirectory() as folder:
            if wrong := _tried(lambda f=folder, files=files: check_archives(Path(f), files)):  # type: ignore[misc]
                yield repr(files), wrong


def _tried(check: Callable[[], str]) -> str:
    try:
        return check()
    except Exception as error:
        import traceback

        place: Any = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=3000)
    parser.add_argument("--rules", type=int, default=300)
    parser.add_argument("--archives", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--finds", type=Path, default=Path("fuzz-finds"))
    given = parser.parse_args()
    total = 0
    for name, make, count in (
        ("documents", documents, given.documents),
        ("rules", rule_files, given.rules),
        ("archives", archives, given.archives),
    ):
        begun = time.process_time()
        finds = 0
        for text, wrong in make(count, given.seed):
            finds += 1
            given.finds.mkdir(exist_ok=True)
            (given.finds / f"{name}-{given.seed}-{finds}.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
            print(f"{name} {finds}: {wrong}", flush=True)
        print(f"{count:,} {name}: {finds} finds, {time.process_time() - begun:.0f} CPU seconds", flush=True)
        total += finds
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
