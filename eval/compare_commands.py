"""`workplan eval compare` and `workplan eval gate`: is the new version better, and may it be released?"""

from __future__ import annotations

from collections.abc import Sequence
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
    baseline: Annotated[
        list[Path],
        typer.Option("--baseline", metavar="RUN", help="基线，可多次给出 · A run to hold up against; repeatable."),
    ],
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

        if len(baseline) > 1 and (candidate or out or dataset):
            raise typer.BadParameter("DATASET, --run and --out go with one baseline", param_hint="--baseline")
        released = [read_run(folder) for folder in baseline]
        new = [read_run(candidate)] if candidate else _measure(released, dataset, document or [], encoder, out)
        judged = []
        for old, now in zip(released, new, strict=True):
            check_same_questions(old, now)
            judged.append(judge(old, now))
        _show_gate(judged, as_json)
    for folder, (_, dropped) in zip(baseline, judged, strict=True):
        if dropped:
            names = ", ".join(found.metric for found in dropped)
            typer.echo(f"workplan: gate: significantly below {folder}: {names}", err=True)
    if any(dropped for _, dropped in judged):
        raise typer.Exit(1)


COMMANDS = {
    compare: "比较两次评测：差异区间与翻转的题目 · Compare two runs: intervals of the differences, questions that flipped",
    gate: "显著变差则以非零码退出 · Exit with 1 where a figure dropped significantly against a baseline run",
}


def _measure(
    released: Sequence[Run], name: str | None, reports: list[Path], encoder: str | None, out: Path | None
) -> list[Run]:
    """Ask the baselines' questions again, with the program as it stands, and keep the first run where `out` says so.

    Raises `DatasetError`, before anything is asked, where the questions differ.
    """
    from eval.gating import load_baseline_set
    from eval.measuring import measure
    from eval.progress import progress_bars, step_by_step
    from eval.runs import MANIFEST
    from eval.writing import check_replaceable

    sets = [load_baseline_set(old, name, reports) for old in released]
    if out is not None:
        check_replaceable(out, MANIFEST)
    new = []
    with progress_bars() as bar:
        assistant = None
        for place, dataset in enumerate(sets):
            if assistant is None or dataset.documents != sets[place - 1].documents:
                assistant = loading.load_assistant(dataset, encoder, bar("indexing"))
            advance = step_by_step(bar("asking"), len(dataset.questions))
            measured = measure(assistant, dataset, {"retrieval": "fused"}, "now", advance, ways=("fused",))
            new.append(measured.run)
            if out is not None:
                measured.write(out)
    return new


def _show_gate(judged: Sequence[tuple[Comparison, tuple[Difference, ...]]], as_json: bool) -> None:
    if not as_json:
        for comparison, dropped in judged:
            _show(comparison, False, dropped)
        return
    values = [_as_object(comparison, dropped) for comparison, dropped in judged]
    passed = all(not dropped for _, dropped in judged)
    typer.echo(to_json(values[0] if len(values) == 1 else {"passed": passed, "gates": values}))


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
