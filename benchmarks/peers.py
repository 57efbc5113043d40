"""Other pipelines on the same input, for compare.py; run by the Python of an environment that has them installed.

    PEERS/bin/python benchmarks/peers.py datatrove|data-juicer|plain INPUT.jsonl OUTDIR [RULES.json]

datatrove: ftfy and the C4 quality filter. data-juicer: its four mappers of text (unicode, punctuation, whitespace,
links). plain: what most people write themselves - ftfy, langdetect, regular expressions one by one for each line, and
datasketch's MinHash over paragraphs. Imports nothing of cleanpipe. Prints versions as one line of JSON.
"""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import version
from pathlib import Path


def datatrove(source: Path, out: Path, rules: Path | None) -> list[str]:
    """ftfy and C4 with datatrove's defaults, one task on one core."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.filters import C4QualityFilter
    from datatrove.pipeline.formatters import FTFYFormatter
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    steps = [
        JsonlReader(str(source.parent), glob_pattern=source.name),
        FTFYFormatter(),
        C4QualityFilter(),
        JsonlWriter(str(out / "made"), compression=None),
    ]
    LocalPipelineExecutor(pipeline=steps, tasks=1, workers=1, logging_dir=str(out / "logs")).run()
    return ["datatrove", "ftfy"]


def data_juicer(source: Path, out: Path, rules: Path | None) -> list[str]:
    """Four mappers one after another over the texts, without Data-Juicer's own start and file formats."""
    from data_juicer.ops.mapper import (
        CleanLinksMapper,
        FixUnicodeMapper,
        PunctuationNormalizationMapper,
        WhitespaceNormalizationMapper,
    )

    mappers = [
        FixUnicodeMapper(),
        PunctuationNormalizationMapper(),
        WhitespaceNormalizationMapper(),
        CleanLinksMapper(),
    ]
    with source.open(encoding="utf-8") as lines, (out / "made.jsonl").open("w", encoding="utf-8") as made:
        held: list[str] = []
        for line in lines:
            held.append(json.loads(line)["text"])
            if len(held) == 1000:
                _juiced(mappers, held, made)
                held = []
        _juiced(mappers, held, made)
    return ["py-data-juicer", "ftfy"]


def _juiced(mappers, texts, made) -> None:
    samples = {"text": texts}
    for mapper in mappers:
        samples = mapper.process_batched(samples)
    made.writelines(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in samples["text"])


def plain(source: Path, out: Path, rules: Path | None) -> list[str]:
    """ftfy, langdetect, the same line rules one ``re`` at a time, MinHash with datasketch's defaults at 0.8."""
    import ftfy
    import langdetect
    from datasketch import MinHash, MinHashLSH

    langdetect.DetectorFactory.seed = 0
    assert rules is not None
    table = [(row["lang"], [re.compile(p) for p in row["patterns"]]) for row in json.loads(rules.read_text("utf-8"))]
    seen = MinHashLSH(threshold=0.8, num_perm=128)
    with source.open(encoding="utf-8") as lines, (out / "made.jsonl").open("w", encoding="utf-8") as made:
        for number, line in enumerate(lines):
            text = ftfy.fix_text(json.loads(line)["text"])
            try:
                lang = langdetect.detect(text)
            except langdetect.LangDetectException:
                lang = ""
            patterns = [p for langs, some in table if not langs or lang in langs for p in some]
            kept = []
            for place, paragraph in enumerate(text.split("\n")):
                if any(p.search(paragraph) for p in patterns):
                    continue
                words = paragraph.lower().split()
                if len(words) >= 8:
                    sketch = MinHash(num_perm=128)
                    for pair in {" ".join(words[k : k + 2]) for k in range(len(words) - 1)}:
                        sketch.update(pair.encode())
                    if seen.query(sketch):
                        continue
                    seen.insert(f"{number}#{place}", sketch)
                kept.append(paragraph)
            made.write(json.dumps({"text": "\n".join(kept)}, ensure_ascii=False) + "\n")
    return ["ftfy", "langdetect", "datasketch"]


if __name__ == "__main__":
    name, source, out, *rest = sys.argv[1:]
    Path(out).mkdir(parents=True, exist_ok=True)
    run = {"datatrove": datatrove, "data-juicer": data_juicer, "plain": plain}[name]
    used = run(Path(source), Path(out), Path(rest[0]) if rest else None)
    print(json.dumps({package: version(package) for package in used}))
