"""`workplan eval compare` and `workplan eval gate`: is the new version better, and may it be released?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eval import loading
from eval.console import AsJson, EncoderName, Reports, make_console, one_line_errors, to_json

if TYPE_CHECKING:
    from eval.comparing import Comparison, Difference
    from eval.runs import Run

RunFolder = Annotated[
    Path, typer.Argument(metavar="RUN", help="评测结果文件夹 · A run folder of `workplan eval run --out`.")
]


def compare(
    before: RunFolder,
    after: RunFolder,
    as_json: AsJson = False,
    share: Annotated[float, typer.Option("--confidence", min=0.5, max=0.999, help="Share of the intervals.")] = 0.95,
) -> None:
    """Compare two runs of the same questions: differences with paired intervals, and both answers of what flipped."""
    with one_line_errors():
        from eval.comparing import compare_runs
        from eval.runs import read_run

        comparison = compare_runs(read_run(before), read_run(after), share)
        _show(comparison, as_json)


def gate(
    baseline: Annotated[Path, typer.Option("--baseline", metavar="RUN", help="基线 · The run to hold up against.")],
    dataset: Annotated[
        str | None, typer.Argument(metavar="[DATASET]", help="The question set. Default: the baseline's own.")
    ] = None,
    candidate: Annotated[
        Path | None, typer.Option("--run", metavar="RUN", help="Judge this run instead of asking the questions now.")
    ] = None,
    document: Reports = None,
    encoder: EncoderName = None,
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Also keep the new run in this folder.")] = None,
    as_json: AsJson = False,
) -> None:
    """Exit with 1 where a figure dropped significantly against the baseline, with 0 where none did."""
    with one_line_errors():
        from eval.comparing import check_same_questions
        from eval.gating import judge
        from eval.runs import read_run

        released = read_run(baseline)
        new = read_run(candidate) if candidate else _measure(released, dataset, document or [], encoder, out)
        check_same_questions(released, new)
        comparison, dropped = judge(released, new)
        _show(comparison, as_json, dropped)
    if dropped:
        names = ", ".join(found.metric for found in dropped)
        typer.echo(f"workplan: gate: significantly below {baseline}: {names}", err=True)
        raise typer.Exit(1)


COMMANDS = {
    compare: "比较两次评测：差异区间与翻转的题目 · Compare two runs: intervals of the differences, questions that flipped",
    gate: "显著变差则以非零码退出 · Exit with 1 where a figure dropped significantly against a baseline run",
}


def _measure(released: Run, name: str | None, reports: list[Path], encoder: str | None, out: Path | None) -> Run:
    """Ask the baseline's questions again, with the program as it stands. Raises `DatasetError` where they differ."""
    from eval.dataset import load_dataset
    from eval.gating import check_dataset
    from eval.manifest import hash_dataset
    from eval.measuring import measure
    from eval.progress import progress_bars, step_by_step
    from eval.runs import MANIFEST
    from eval.writing import check_replaceable

    dataset = load_dataset(name or released.dataset, reports)
    check_dataset(released, dataset.name, hash_dataset(dataset), len(dataset.questions))
    if out is not None:
        check_replaceable(out, MANIFEST)
    with progress_bars() as bar:
        assistant = loading.load_assistant(dataset, encoder, bar("indexing"))
        advance = step_by_step(bar("asking"), len(dataset.questions))
        measured = measure(assistant, dataset, {"retrieval": "fused"}, "now", advance)
    if out is not None:
        measured.write(out)
    return measured.run


def _show(comparison: Comparison, as_json: bool, dropped: tuple[Difference, ...] | None = None) -> None:
    if as_json:
        typer.echo(to_json(_as_object(comparison, dropped)))
        return
    from eval.compare_tables import comparison_blocks

    console = make_console()
    for block in comparison_blocks(comparison):
        console.print(block)
    if dropped is not None and not dropped:
        console.print(f"gate: passed, nothing significantly below {comparison.before}", markup=False)


def _as_object(comparison: Comparison, dropped: tuple[Difference, ...] | None) -> dict[str, Any]:
    value: dict[str, Any] = {
        "before": comparison.before,
        "after": comparison.after,
        "metrics": {
            found.metric: {key: value for key, value in asdict(found).items() if key != "metric"}
            | {"change": found.change, "verdict": found.verdict}
            for found in comparison.differences
        },
        "flipped": [
            {"id": flip.before["id"], "broke": flip.broke, "question": flip.before.get("question")}
            | {side: _side(row) for side, row in (("before", flip.before), ("after", flip.after))}
            for flip in comparison.flips
        ],
        "reworded": comparison.reworded,
    }
    return value if dropped is None else value | {"passed": not dropped, "dropped": [found.metric for found in dropped]}


def _side(row: Any) -> dict[str, Any]:
    return {"failure": row.get("failure"), "answer": row.get("answer")}
