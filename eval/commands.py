"""The commands of `workplan eval`. Importing this loads neither NumPy nor a model."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from eval import compare_commands, elsewhere_commands, report_command, run_command, stress_command, template_command
from eval.console import DatasetName, EncoderName, Reports, make_console, one_line_errors

app = typer.Typer(help="用题集评测问答质量 · Measure the assistant on a question set", no_args_is_help=True)
for _module in (run_command, compare_commands, report_command, stress_command, elsewhere_commands, template_command):
    for _command, _help in _module.COMMANDS.items():
        app.command(_command.__name__.replace("_", "-"), help=_help)(_command)


@app.command(help="检查题集格式与依据原文 · Check that DATASET is well formed and its evidence is in the report")
def check(dataset: DatasetName, document: Reports = None) -> None:
    """Check that DATASET is well formed and that its evidence stands in the report word for word."""
    with one_line_errors():
        from eval.beir import read_beir
        from eval.dataset import load_dataset
        from eval.tables import kinds_table

        console = make_console()
        if Path(dataset).is_dir():
            collection = read_beir(Path(dataset))
            counted = f"{len(collection.gains)} judged queries, {len(collection.documents)} documents"
            console.print(f"{collection.name} is well formed: {counted}", markup=False)
            return
        loaded = load_dataset(dataset, document or [])
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
    encoder: EncoderName = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The calibration file. Default: calibration.json in the data folder."),
    ] = None,
) -> None:
    """Fit ranking weights and the thresholds of declining for an embedding model; the assistant reads them when it starts.

    `dev` and `test` are about the bundled report, other sets about the reports of `--document`.
    """
    with one_line_errors():
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
