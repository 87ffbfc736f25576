"""A run as a folder that explains itself: written whole or not at all, read back with every fault named.

run.json        the manifest: program, question set, reports, model, settings
results.jsonl   a row for each question (`eval.rows`)
passages.jsonl  every passage found, once
figures.json    the report of `workplan eval run --json`, without times
times.json      when it ran, how long, the milliseconds of each question: all that differs between two runs
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus import DatasetError
from eval.manifest import FORMAT
from eval.rows import Row, list_passages, make_row
from eval.types import Dataset, JsonObject, Outcome
from eval.writing import write_folder

MANIFEST, RESULTS, PASSAGES, FIGURES, TIMES = (
    "run.json",
    "results.jsonl",
    "passages.jsonl",
    "figures.json",
    "times.json",
)
_SLIM = (
    *("id", "kind", "language", "section", "question", "answerable", "failure", "answer", "abstained", "confidence"),
    "scores",
)
_NEEDED = ("id", "kind", "answerable", "abstained", "scores")


@dataclass(frozen=True, slots=True)
class Run:
    """A run as read back; `name` is that of its folder, `latencies` are in the order of `rows`, empty where unknown."""

    name: str
    manifest: Mapping[str, Any]
    rows: tuple[Row, ...]
    passages: Mapping[str, Row]
    figures: Mapping[str, Any]
    latencies: tuple[float, ...] = ()

    @property
    def dataset(self) -> str:
        """Return the name of its question set."""
        return str(self.manifest["dataset"]["name"])

    @property
    def dataset_hash(self) -> str:
        """Return the hash of its question set."""
        return str(self.manifest["dataset"]["sha256"])


def make_run(name: str, manifest: JsonObject, report: JsonObject, dataset: Dataset, outcomes: Sequence[Outcome]) -> Run:
    """Return the run that `outcomes` make, as it would be read back from its folder."""
    documents = {document.id: document for document in dataset.documents}
    rows = tuple(make_row(outcome, documents) for outcome in outcomes)
    passages = {str(row["id"]): row for row in list_passages(outcomes)}
    return Run(name, manifest, rows, passages, report, tuple(round(o.latency_ms, 3) for o in outcomes))


def slim(run: Run) -> Run:
    """Return `run` with what comparing needs alone: figures and answers, no gold, no citations, no passages."""
    rows = tuple({key: row[key] for key in _SLIM if key in row} for row in run.rows)
    return replace(run, rows=rows, passages={})


def write_run(folder: Path, run: Run, started: str, seconds: float) -> None:
    """Write `run` into `folder`; an earlier run there is replaced. `started` is a time as text. Raises `WorkplanError`."""
    times = {"started": started, "seconds": round(seconds, 3), "latency_ms": list(run.latencies)}
    files = {
        MANIFEST: _pretty(run.manifest),
        RESULTS: "".join(_line(row) for row in run.rows),
        FIGURES: _pretty(without_times(run.figures)),
        TIMES: json.dumps(times) + "\n",
    }
    if run.passages:
        files[PASSAGES] = "".join(_line(row) for row in run.passages.values())
    write_folder(folder, files, MANIFEST)


def read_run(folder: Path) -> Run:
    """Read the run in `folder`. Raises `DatasetError` naming the file, and the line, that is missing or malformed."""
    if not (folder / MANIFEST).is_file():
        raise DatasetError(
            f"{folder} is no run (no {MANIFEST} in it); make one with `workplan eval run … --out FOLDER`"
        )
    manifest = _object(folder / MANIFEST)
    if manifest.get("format") != FORMAT:
        raise DatasetError(
            f"{folder / MANIFEST}: format {manifest.get('format')!r}, expected {FORMAT}; make the run again"
        )
    if not isinstance(manifest.get("dataset"), dict) or not {"name", "sha256"} <= manifest["dataset"].keys():
        raise DatasetError(f"{folder / MANIFEST}: 'dataset' lacks its name or hash; make the run again")
    rows = _rows(folder / RESULTS, _NEEDED)
    if not rows:
        raise DatasetError(f"{folder / RESULTS} has no rows; make the run again")
    figures = _object(folder / FIGURES) if (folder / FIGURES).is_file() else {}
    times = _object(folder / TIMES) if (folder / TIMES).is_file() else {}
    latencies = tuple(times.get("latency_ms") or ())
    passages = _rows(folder / PASSAGES, ("id", "text")) if (folder / PASSAGES).is_file() else ()
    return Run(
        folder.resolve().name,
        manifest,
        rows,
        {row["id"]: row for row in passages},
        figures,
        latencies if len(latencies) == len(rows) else (),
    )


def without_times(value: Any) -> Any:
    """Return `value` (JSON) without the keys that hold milliseconds."""
    if isinstance(value, Mapping):
        return {key: without_times(item) for key, item in value.items() if not str(key).startswith("latency")}
    return [without_times(item) for item in value] if isinstance(value, (list, tuple)) else value


def _object(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DatasetError(f"{path} cannot be read ({error.strerror}); make the run again") from None
    except ValueError as error:
        raise DatasetError(f"{path} is not whole JSON ({error}); make the run again") from None
    if not isinstance(value, dict):
        raise DatasetError(f"{path} is no JSON object; make the run again")
    return value


def _rows(path: Path, needed: Sequence[str]) -> tuple[dict[str, Any], ...]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        raise DatasetError(f"{path} is missing or no UTF-8 text; make the run again") from None
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise DatasetError(f"{path}:{number}: not JSON ({error}); make the run again") from None
        lacking = [key for key in needed if not isinstance(row, dict) or key not in row]
        if lacking:
            raise DatasetError(f"{path}:{number}: no '{lacking[0]}'; make the run again")
        rows.append(row)
    return tuple(rows)


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"
