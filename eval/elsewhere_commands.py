"""`workplan eval score`, `sweep` and `from-feedback`: answers made elsewhere, many settings, thumbs from the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eval.console import AsJson, DatasetName, Reports, make_console, one_line_errors, to_json
from eval.run_command import RetrievalChoice, show_report

if TYPE_CHECKING:
    from rich.table import Table

    from eval.runs import Run


def score(
    gold: DatasetName,
    predictions: Annotated[Path, typer.Argument(metavar="PREDICTIONS", help="What `workplan answer --out` wrote.")],
    document: Reports = None,
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Also keep the run in this folder.")] = None,
    as_json: AsJson = False,
) -> None:
    """Score answers that were made elsewhere: a line each, the JSON object of `workplan answer` with its id."""
    with one_line_errors():
        from eval.dataset import load_dataset
        from eval.measuring import measured_elsewhere
        from eval.predictions import read_outcomes
        from eval.runs import MANIFEST
        from eval.writing import check_replaceable

        dataset = load_dataset(gold, document or [])
        if out is not None:
            check_replaceable(out, MANIFEST)
        outcomes = read_outcomes(dataset, predictions)
        measured = measured_elsewhere(dataset, outcomes, predictions.name)
        if out is not None:
            measured.write(out)
        show_report(dict(measured.run.figures), as_json)


def sweep(
    dataset: DatasetName,
    out: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Where the runs go; what is done there is not done again.")
    ],
    encoder: Annotated[list[str] | None, typer.Option("--encoder", help="An embedding model; repeatable.")] = None,
    retrieval: Annotated[str, typer.Option(help="Ways of searching, with commas: bm25,dense,fused.")] = "fused",
    document: Reports = None,
    jobs: Annotated[int, typer.Option(min=1, max=16, help="Processes at a time.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Measure every combination of models and ways of searching; an interrupted sweep goes on where it stopped."""
    with one_line_errors():
        from corpus import WorkplanError
        from eval.dataset import load_dataset
        from eval.manifest import hash_dataset
        from eval.progress import progress_bars
        from eval.sweep import Plan, Setting
        from eval.sweep import sweep as measure_all

        known = [way.value for way in RetrievalChoice if way is not RetrievalChoice.ALL]
        ways = [way.strip() for way in retrieval.split(",") if way.strip()]
        if unknown := [way for way in ways if way not in known]:
            raise WorkplanError(f"--retrieval has '{unknown[0]}'; expected some of {', '.join(known)}, with commas")
        settings = tuple(Setting(name, way) for name in encoder or ["builtin-joint"] for way in ways)  # type: ignore[arg-type]
        loaded = load_dataset(dataset, document or [])
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WorkplanError(f"{out} cannot be made ({error.strerror}); give --out another folder") from None
        plan = Plan(dataset, tuple(document or ()), settings, out)
        with progress_bars() as bar:
            move, done = bar("measuring"), [0]
            move(0, len(settings))

            def advance(setting: Setting) -> None:
                done[0] += 1
                move(done[0], len(settings))

            runs = list(measure_all(plan, hash_dataset(loaded), jobs, advance))
        if as_json:
            typer.echo(to_json({"dataset": loaded.name, "runs": [_figures(run) for run in runs]}))
            return
        make_console().print(_table(loaded.name, runs))


def from_feedback(
    feedback: Annotated[Path, typer.Argument(metavar="FEEDBACK", help="The page's feedback, JSON Lines.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The table to complete, a new .csv file.")],
) -> None:
    """Turn thumbs from the page into draft questions: a table for a person to check and complete."""
    with one_line_errors():
        from corpus import WorkplanError
        from eval.feedback import draft_table, read_feedback
        from eval.writing import check_writable, write_file

        if out.suffix.lower() != ".csv":
            raise WorkplanError(f"{out}: the draft is a table; give --out a name in .csv")
        if out.exists():
            raise WorkplanError(f"{out} is there already; give another name, so that nothing written is lost")
        check_writable(out)
        thumbs = read_feedback(feedback)
        write_file(out, draft_table(thumbs))
        bad = sum(not thumb.up for thumb in thumbs)
        typer.echo(f"{out}: {len(thumbs)} 题待审核（不满意 {bad}）· {len(thumbs)} drafts to check, {bad} rated down")


COMMANDS = {
    score: "给别处作出的回答打分 · Score answers that were made elsewhere",
    sweep: "逐一评测多种模型与检索方式，可续跑 · Measure many models and ways of searching, resumable",
    from_feedback: "把页面上的点赞点踩变成待审核的题目 · Turn thumbs from the page into draft questions",
}

_SHOWN = ("right", "answer_hit", "search_recall@5", "search_mrr@10", "citation_precision", "abstention_f1")


def _figures(run: Run) -> dict[str, Any]:
    overall = run.figures["overall"]
    return {"run": run.name, "settings": run.manifest["settings"], **{key: overall.get(key) for key in _SHOWN}}


def _table(title: str, runs: list[Run]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    for column in ("run", *_SHOWN):
        table.add_column(column, justify="left" if column == "run" else "right", no_wrap=True)
    for run in runs:
        values = (run.figures["overall"].get(key) for key in _SHOWN)
        table.add_row(run.name, *("–" if value is None else f"{value:.3f}" for value in values))
    return table
