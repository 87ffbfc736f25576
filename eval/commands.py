"""The commands `workplan eval run` and `workplan eval check`. Importing this loads neither NumPy nor a model."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus import WorkplanError

if TYPE_CHECKING:
    from rich.console import Console

    from assistant import Assistant
    from eval.progress import Move
    from eval.types import Dataset

app = typer.Typer(help="用题集评测问答质量 · Measure the assistant on a question set", no_args_is_help=True)

DatasetName = Annotated[
    str, typer.Argument(metavar="DATASET", help="A question set: JSON Lines, SQuAD-format JSON, or `dev` / `test`.")
]
Reports = Annotated[
    list[Path] | None,
    typer.Option("--document", metavar="FILE", help="The report asked; may be given more than once. Default: bundled."),
]


class RetrievalChoice(StrEnum):
    """What `--retrieval` takes."""

    BM25 = "bm25"
    DENSE = "dense"
    FUSED = "fused"
    ALL = "all"


@app.command(help="逐题提问并打印各项指标 · Ask every question of DATASET and print the figures, by kind and overall")
def run(
    dataset: DatasetName,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON, nothing else.")] = False,
    document: Reports = None,
    encoder: Annotated[
        str | None, typer.Option(help="Embedding model: `builtin`, `builtin-joint`, a model id or a folder.")
    ] = None,
    retrieval: Annotated[
        RetrievalChoice | None, typer.Option(help="Also compare this way of searching, or all three.")
    ] = None,
    failures: Annotated[bool, typer.Option("--failures", help="Also list the questions that went wrong.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write the report, with every answer.")] = None,
) -> None:
    """Ask every question of DATASET and print the figures, by kind and overall."""
    with _one_line_errors():
        report = _measure(dataset, document or [], encoder, retrieval, failures, out)
        if as_json:
            typer.echo(_to_json(report))
            return
        _show(report)


@app.command(help="检查题集格式与依据原文 · Check that DATASET is well formed and its evidence is in the report")
def check(dataset: DatasetName, document: Reports = None) -> None:
    """Check that DATASET is well formed and that its evidence stands in the report word for word."""
    with _one_line_errors():
        from eval.dataset import load_dataset
        from eval.tables import kinds_table

        loaded = load_dataset(dataset, document or [])
        console = _console()
        counts = {
            kind: (len(some), sum(not question.answerable for question in some))
            for kind in loaded.kinds
            if (some := [question for question in loaded.questions if question.kind == kind])
        }
        console.print(kinds_table(counts))
        for remark in loaded.remarks:
            console.print(f"note: {remark}", markup=False)
        console.print(f"{loaded.name} is well formed", markup=False)


@app.command(
    help="按题集重新拟合排序权重与拒答阈值 · Fit ranking weights and the thresholds of declining on question sets"
)
def calibrate(
    datasets: Annotated[
        list[str] | None, typer.Argument(metavar="[DATASET]...", help="Question sets to fit on. Default: `dev`.")
    ] = None,
    document: Reports = None,
    encoder: Annotated[
        str | None, typer.Option(help="Embedding model: `builtin`, `builtin-joint`, a model id or a folder.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The calibration file. Default: calibration.json in the data folder."),
    ] = None,
) -> None:
    """Fit ranking weights and the thresholds of declining for an embedding model; the assistant reads them when it starts.

    `dev` and `test` are about the bundled report, other sets about the reports of `--document`.
    """
    with _one_line_errors():
        from assistant.scorer import STAFF_FILE
        from assistant.settings import read_settings
        from eval.calibrate import calibrate as fit
        from eval.calibrate import write_scorer
        from eval.dataset import BUILT_IN, load_dataset
        from eval.progress import progress_bars
        from index import load_encoder

        settings = read_settings(os.environ, encoder=encoder)
        path = out or settings.data / STAFF_FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        sets = [load_dataset(name, [] if name in BUILT_IN else document or []) for name in datasets or ["dev"]]
        loaded = load_encoder(settings.encoder, allow_downloads=settings.allow_downloads)
        with progress_bars() as bar:
            move, done = bar("asking"), [0]

            def advance() -> None:
                done[0] += 1
                move(done[0], 0)

            scorer = fit(sets, loaded, advance)
        write_scorer(path, loaded.name, scorer)
        typer.echo(f"{path}: weights of '{loaded.name}', declining below {scorer.least_answer:.3f}")


def load_assistant(dataset: Dataset, encoder: str | None, move: Move) -> Assistant:
    """Return an assistant over the documents of `dataset`; no saved index is read or written. `move` shows progress."""
    from assistant import Assistant
    from assistant.settings import read_settings
    from index import Index, load_encoder

    settings = read_settings(os.environ, encoder=encoder)
    loaded = load_encoder(settings.encoder, allow_downloads=settings.allow_downloads)
    return Assistant(Index.build(dataset.documents, loaded, progress=move))


def _measure(
    name: str,
    reports: list[Path],
    encoder: str | None,
    retrieval: RetrievalChoice | None,
    failures: bool,
    out: Path | None,
) -> dict[str, Any]:
    from eval.dataset import load_dataset
    from eval.progress import progress_bars, step_by_step
    from eval.retrieval import RETRIEVALS, compare_retrievals
    from eval.run import list_answers, list_failures, make_report, run_dataset

    dataset = load_dataset(name, reports)
    if out is not None and not out.parent.is_dir():
        raise WorkplanError(
            f"{out} cannot be written (no such folder); give --out another file"
        )  # before the long work
    with progress_bars() as bar:
        assistant = load_assistant(dataset, encoder, bar("indexing"))
        outcomes = run_dataset(assistant, dataset, step_by_step(bar("asking"), len(dataset.questions)))
        report: dict[str, Any] = make_report(dataset, outcomes, assistant.index.encoder.name)
        if retrieval is not None:
            ways = [way for way in RETRIEVALS if retrieval in (way, RetrievalChoice.ALL)]
            total = 2 * len(ways) * sum(bool(question.evidence) for question in dataset.questions)
            report["retrieval"] = compare_retrievals(
                assistant.index, outcomes, dataset.kinds, ways, step_by_step(bar("searching"), total)
            )
    if failures:
        report["failures"] = list_failures(outcomes)
    if out is not None:
        _write(out, _to_json(report | {"answers": list_answers(outcomes)}) + "\n")
    return report


def _show(report: dict[str, Any]) -> None:
    from eval.tables import report_tables

    console = _console()
    console.print(f"{report['dataset']}, encoder {report['encoder']}", markup=False, highlight=False)
    for remark in report["remarks"]:
        console.print(f"note: {remark}", markup=False)
    for block in report_tables(report):
        console.print(block)


def _console() -> Console:
    from rich.console import Console

    return Console() if Console().is_terminal else Console(width=120)  # a pipe has no width; tables must not be cut


@contextmanager
def _one_line_errors() -> Iterator[None]:
    """Turn what a person can put right into one line on standard error and exit code 1."""
    try:
        yield
    except WorkplanError as error:
        typer.echo(f"workplan: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(1) from None


def _to_json(report: dict[str, Any]) -> str:
    text = json.dumps(report, ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode("utf-8", "replace").decode()  # a lone surrogate of a question cannot be printed


def _write(path: Path, text: str) -> None:
    """Write `text` to `path` so that an interruption leaves the old file or the new one."""
    temporary = ""
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
            temporary = file.name
            file.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise WorkplanError(f"{path} cannot be written ({error.strerror}); give --out another file") from None
