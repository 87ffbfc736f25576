"""`workplan eval stress`: how much typing slips, other scripts and near misses cost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eval import loading
from eval.console import AsJson, EncoderName, Reports, make_console, one_line_errors, to_json

if TYPE_CHECKING:
    from rich.table import Table

    from eval.stress import Cost


def stress(
    dataset: Annotated[
        str, typer.Argument(metavar="[DATASET]", help="题集 · The question set it is made from.")
    ] = "dev",
    seed: Annotated[int, typer.Option(help="The same seed gives the same questions.")] = 0,
    sample: Annotated[int, typer.Option(min=1, help="Questions of each sort, at most.")] = 40,
    document: Reports = None,
    encoder: EncoderName = None,
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Also keep the run in this folder.")] = None,
    small: Annotated[bool, typer.Option("--slim", help="Keep figures and answers alone.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make questions harder on purpose (typing slips, homophones, near misses that have no answer) and show what each costs."""
    with one_line_errors():
        from corpus import DatasetError
        from eval.dataset import load_dataset
        from eval.measuring import measure
        from eval.progress import progress_bars, step_by_step
        from eval.runs import MANIFEST, write_run
        from eval.runs import slim as slimmed
        from eval.stress import find_costs, make_stress_set
        from eval.writing import check_replaceable

        made = make_stress_set(load_dataset(dataset, document or []), seed, sample)
        if not made.questions:
            raise DatasetError(f"{dataset} has no question with an answer and without history: nothing to make harder")
        if out is not None:
            check_replaceable(out, MANIFEST)
        settings = {"retrieval": "fused", "stress": {"dataset": dataset, "seed": seed, "sample": sample}}
        with progress_bars() as bar:
            assistant = loading.load_assistant(made, encoder, bar("indexing"))
            advance = step_by_step(bar("asking"), len(made.questions))
            measured = measure(assistant, made, settings, advance=advance, ways=("fused",))
        if out is not None:
            run = slimmed(measured.run) if small else measured.run
            write_run(out, run, measured.started, measured.seconds)
        costs = find_costs(measured.run.rows)
        if as_json:
            typer.echo(to_json({"dataset": dataset, "seed": seed, "sample": sample, "sorts": [_row(c) for c in costs]}))
            return
        make_console().print(_table(costs, f"{dataset}, seed {seed}"))


COMMANDS = {
    stress: "故意把题目改难：错字、同音字、繁体、似有实无的问题 · Make questions harder and show what each way costs"
}


def _row(cost: Cost) -> dict[str, Any]:
    return {
        "sort": cost.sort,
        "questions": cost.questions,
        "before": cost.before,
        "after": cost.after,
        "change": cost.change,
        "interval": cost.interval,
    }


def _table(costs: tuple[Cost, ...], title: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=f"Handled rightly: {title}", title_justify="left", box=SIMPLE_HEAD)
    for column in ("sort", "n", "before", "after", "change", "95% interval"):
        table.add_column(column, justify="left" if column == "sort" else "right", no_wrap=True)
    for cost in costs:
        near_miss = cost.before is None
        form = "{:.2f}" if near_miss else "{:+.2f}"
        edges = "–" if cost.interval is None else " – ".join(form.format(edge) for edge in cost.interval)
        figures = ("–" if value is None else f"{value:.2f}" for value in (cost.before, cost.after))
        table.add_row(cost.sort, str(cost.questions), *figures, "–" if near_miss else f"{cost.change:+.2f}", edges)
    return table
