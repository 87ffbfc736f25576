"""One measurement from start to end: ask every question, put the figures together, make the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from eval.manifest import make_manifest
from eval.run import ask_again, make_report, run_dataset
from eval.runs import Run, make_run, write_run
from eval.types import Dataset, Outcome

if TYPE_CHECKING:
    from assistant import Assistant


@dataclass(frozen=True, slots=True)
class Measurement:
    """A run with what is not kept in it: the outcomes themselves, when it began and how many seconds it took."""

    run: Run
    outcomes: tuple[Outcome, ...]
    started: str
    seconds: float

    def write(self, folder: Path) -> None:
        """Write the run into `folder`. Raises `WorkplanError`."""
        write_run(folder, self.run, self.started, self.seconds)


def measure(
    assistant: Assistant,
    dataset: Dataset,
    settings: Mapping[str, object],
    name: str = "run",
    advance: Callable[[], None] = lambda: None,
    repeat: bool = False,
) -> Measurement:
    """Return the measurement of `assistant` on `dataset`; `settings` go into the manifest, `advance` hears of each question.
    With `repeat`, every question is asked a second time, once all have been.

    Raises `DatasetError` naming a question that cannot be asked.
    """
    started, began = datetime.now(UTC).isoformat(timespec="seconds"), perf_counter()
    outcomes = run_dataset(assistant, dataset, advance, assistant.index)
    if repeat:
        outcomes = ask_again(assistant, outcomes, advance)
    encoder = assistant.index.encoder
    report: dict[str, Any] = make_report(dataset, outcomes, encoder.name)
    run = make_run(name, make_manifest(dataset, encoder, settings), report, dataset, outcomes)
    return Measurement(run, outcomes, started, perf_counter() - began)
