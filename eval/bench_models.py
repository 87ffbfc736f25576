"""Compare embedding models: `python -m eval.bench_models [MODEL ...] [--squad FILE]`, which is `make bench-model`.

Rows: BM25, then each model alone (dense) and fused with BM25 and the lexicon. Columns: the gold questions of the bundled
report, the project's held-apart questions, any SQuAD-format file; size, speed and memory beside them. Each model is measured in
a process of its own, so that memory is its own. A name is `builtin`, `builtin-joint`, a model folder or a model id.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus import WorkplanError
from eval.dataset import load_dataset
from eval.held_apart import load_held_apart
from eval.models import measure_model
from eval.types import Dataset

DEFAULT = ("builtin", "builtin-joint")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table (or JSON); return the exit code: 0 done, 1 a failure, one line on standard error."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench_models", description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="*", metavar="MODEL", help=f"default: {' '.join(DEFAULT)}")
    parser.add_argument("--squad", action="append", default=[], type=Path, help="a SQuAD-format file; may be repeated")
    parser.add_argument("--split", choices=("dev", "test"), default="test", help="of the gold and held-apart questions")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--one", choices=("bm25", "dense", "fused"), help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    try:
        if chosen.one:
            print(json.dumps(_measure(chosen.models[0], chosen.one, chosen.split, chosen.squad)))
            return 0
        rows = [_in_own_process("builtin", "bm25", chosen.split, chosen.squad)]
    except WorkplanError as error:
        print(f"workplan: {error}", file=sys.stderr)
        return 1
    failed = False
    for model in chosen.models or DEFAULT:
        try:
            rows += [_in_own_process(model, way, chosen.split, chosen.squad) for way in ("dense", "fused")]
        except WorkplanError as error:  # the other models are still worth a table
            failed = True
            print(f"workplan: {error}", file=sys.stderr)
    print(json.dumps(rows, ensure_ascii=False, indent=2) if chosen.json else "\n".join(table(rows)))
    return int(failed)


def _datasets(split: str, squad: Sequence[Path]) -> list[Dataset]:
    apart = load_held_apart("dev" if split == "dev" else "test")
    datasets = [load_dataset(split), apart, *(load_dataset(path) for path in squad)]
    names = [dataset.name for dataset in datasets]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise WorkplanError(f"two question sets are called {twice}; rename one file")
    return datasets


def _measure(model: str, way: Any, split: str, squad: Sequence[Path]) -> dict[str, object]:
    from assistant.settings import read_settings

    allowed = read_settings(os.environ).allow_downloads
    return measure_model(model, allowed, _datasets(split, squad), way)


def _in_own_process(model: str, way: str, split: str, squad: Sequence[Path]) -> dict[str, Any]:
    """Measure in a fresh process. Raises `WorkplanError` with the last line of what it says where it fails."""
    files = [argument for path in squad for argument in ("--squad", str(path))]
    command = [sys.executable, "-m", "eval.bench_models", model, "--one", way, "--split", split, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or ["no message"]
        raise WorkplanError(f"{model}: {lines[-1].removeprefix('workplan: ')}")
    measured: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return measured


def table(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Return a Markdown table of what was measured: recall@5 on gold kinds, MRR@10 on the others."""
    sets = rows[0]["sets"]
    gold, *others = sets
    kinds = [kind for kind in sets[gold] if kind != "overall"]
    columns = [(gold, kind, "recall@5") for kind in (*kinds, "overall")]
    columns += [(name, kind, "mrr@10") for name in others for kind in sets[name] if kind != "squad"]
    heads = [f"{name} {kind} {key}" for name, kind, key in columns]
    lines = ["| " + " | ".join(("model", *heads, "MB", "query ms", "1,000 sentences s", "load s", "peak MB")) + " |"]
    lines.append("|---" * (len(heads) + 6) + "|")
    for row in rows:
        way = row["retrieval"]
        name = "BM25" if way == "bm25" else f"{row['model']}, {way}"
        found = [row["sets"][place][kind][key] for place, kind, key in columns]
        cells = ["-" if value is None else f"{value:.3f}" for value in found]
        costs = ("size_mb", "query_ms", "sentences_1000_s", "load_s", "peak_mb")
        numbers = ["-" if way == "bm25" or row[key] is None else f"{row[key]:.2f}" for key in costs]
        lines.append("| " + " | ".join((name, *cells, *numbers)) + " |")
    return lines


if __name__ == "__main__":
    sys.exit(main())
