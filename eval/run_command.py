"""`workplan eval run`: ask every question of a set, print the figures, keep the run."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus import WorkplanError
from eval import loading
from eval.console import AsJson, DatasetName, EncoderName, Reports, make_console, one_line_errors, to_json

if TYPE_CHECKING:
    from eval.measuring import Measurement
    from eval.progress import Move
    from eval.types import Dataset


class RetrievalChoice(StrEnum):
    """What `--retrieval` takes."""

    BM25 = "bm25"
    DENSE = "dense"
    FUSED = "fused"
    ALL = "all"


def run(
    dataset: DatasetName,
    as_json: AsJson = False,
    document: Reports = None,
    encoder: EncoderName = None,
    retrieval: Annotated[
        RetrievalChoice | None, typer.Option(help="Also compare this way of searching, or all three.")
    ] = None,
    failures: Annotated[bool, typer.Option("--failures", help="Also list the questions that went wrong.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Also keep the run in this folder (a name in .json: one file instead)."),
    ] = None,
    repeat: Annotated[bool, typer.Option("--repeat", help="Ask everything twice: are the answers the same?")] = False,
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="Ask a running server instead: http://HOST:PORT/api/v1.")
    ] = None,
    small: Annotated[
        bool, typer.Option("--slim", help="Keep figures and answers alone: a baseline for `eval gate`, small.")
    ] = False,
) -> None:
    """Ask every question of DATASET and print the figures, by kind and overall."""
    with one_line_errors():
        if Path(dataset).is_dir():
            _search_alone(Path(dataset), encoder, as_json, out)
            return
        if url is not None:
            _ask_elsewhere(dataset, document or [], url, out, as_json, failures)
            return
        report = _measure(dataset, document or [], encoder, retrieval, failures, out, small, repeat)
        show_report(report, as_json)
        if out is not None and not as_json:
            make_console().print(f"written: {out}", markup=False, highlight=False)


COMMANDS = {run: "逐题提问并打印各项指标 · Ask every question of DATASET and print the figures, by kind and overall"}


def _measure(
    name: str,
    reports: list[Path],
    encoder: str | None,
    retrieval: RetrievalChoice | None,
    failures: bool,
    out: Path | None,
    small: bool,
    repeat: bool,
) -> dict[str, Any]:
    from eval.dataset import load_dataset
    from eval.measuring import measure
    from eval.progress import progress_bars, step_by_step
    from eval.retrieval import recall_curves
    from eval.run import list_answers, list_failures
    from eval.runs import MANIFEST, slim
    from eval.writing import check_replaceable, check_writable, write_file

    dataset = load_dataset(name, reports)
    as_file = out is not None and out.suffix == ".json"
    if out is not None:  # before the long work
        check_writable(out) if as_file else check_replaceable(out, MANIFEST)
    with progress_bars() as bar:
        assistant = loading.load_assistant(dataset, encoder, bar("indexing"))
        advance = step_by_step(bar("asking"), (1 + repeat) * len(dataset.questions))
        measured = measure(assistant, dataset, {"retrieval": "fused"}, advance=advance, repeat=repeat)
        report: dict[str, Any] = dict(measured.run.figures)
        if retrieval is not None:
            report["retrieval"] = _compare(assistant.index, dataset, measured, retrieval, bar("searching"))
        if out is not None and not as_file:
            report["recall_curves"] = recall_curves(measured.outcomes)
            kept = replace(measured.run, figures=report)
            replace(measured, run=slim(kept) if small else kept).write(out)
    if failures:
        report["failures"] = list_failures(measured.outcomes)
    if out is not None and as_file:
        write_file(out, to_json(report | {"answers": list_answers(measured.outcomes)}) + "\n")
    return report


def _search_alone(folder: Path, encoder: str | None, as_json: bool, out: Path | None) -> None:
    """Measure search on a BEIR-form folder and show it."""
    from eval.beir import read_beir
    from eval.beir_run import measure_beir
    from eval.progress import progress_bars, step_by_step
    from eval.tables import beir_table
    from eval.writing import check_writable, write_file

    collection = read_beir(folder)
    if out is not None:
        if out.suffix != ".json":
            raise WorkplanError(
                f"{out}: a BEIR folder is searched, nothing is answered; keep the figures in a .json file"
            )
        check_writable(out)
    with progress_bars() as bar:
        index = loading.load_index(collection.documents, encoder, bar("indexing"))
        advance = step_by_step(bar("searching"), len(collection.gains))
        report = measure_beir(index, collection, index.encoder.name, advance)
    if out is not None:
        write_file(out, to_json(report) + "\n")
    if as_json:
        typer.echo(to_json(report))
        return
    make_console().print(beir_table(report))


def _compare(index: Any, dataset: Dataset, measured: Measurement, choice: RetrievalChoice, move: Move) -> Any:
    from eval.progress import step_by_step
    from eval.retrieval import RETRIEVALS, compare_retrievals

    ways = [way for way in RETRIEVALS if choice in (way, RetrievalChoice.ALL)]
    total = 2 * len(ways) * sum(bool(question.evidence) for question in dataset.questions)
    return compare_retrievals(index, measured.outcomes, dataset.kinds, ways, step_by_step(move, total))


def _ask_elsewhere(name: str, reports: list[Path], url: str, out: Path | None, as_json: bool, failures: bool) -> None:
    """Ask a running server every question; what it does not tell (confidence, search alone) is left out."""
    from datetime import UTC, datetime
    from time import perf_counter

    from eval.dataset import load_dataset
    from eval.measuring import measured_elsewhere
    from eval.progress import progress_bars, step_by_step
    from eval.remote import ask_remote
    from eval.run import list_failures
    from eval.runs import MANIFEST
    from eval.writing import check_replaceable

    dataset = load_dataset(name, reports)
    if out is not None:
        check_replaceable(out, MANIFEST)
    started, began = datetime.now(UTC).isoformat(timespec="seconds"), perf_counter()
    with progress_bars() as bar:
        outcomes = ask_remote(dataset, url, step_by_step(bar("asking"), len(dataset.questions)))
    measured = measured_elsewhere(dataset, outcomes, url, started, perf_counter() - began)
    report: dict[str, Any] = dict(measured.run.figures)
    if failures:
        report["failures"] = list_failures(outcomes)
    if out is not None:
        measured.write(out)
    show_report(report, as_json)


def show_report(report: dict[str, Any], as_json: bool) -> None:
    """Print a report: tables for a person, or JSON and nothing else."""
    if as_json:
        typer.echo(to_json(report))
        return
    from eval.tables import report_tables

    console = make_console()
    console.print(f"{report['dataset']}, encoder {report['encoder']}", markup=False, highlight=False)
    for remark in report["remarks"]:
        console.print(f"note: {remark}", markup=False)
    for block in report_tables(report):
        console.print(block)
