"""One measurement from start to end: ask every question, put the figures together, make the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from eval.manifest import make_manifest
from eval.predictions import Elsewhere
from eval.retrieval import RETRIEVALS
from eval.run import ask_again, make_report, run_dataset
from eval.runs import Run, make_run, write_run
from eval.types import Dataset, Outcome

if TYPE_CHECKING:
    from assistant import Assistant
    from index.types import Retrieval


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


def measured_elsewhere(
    dataset: Dataset, outcomes: tuple[Outcome, ...], source: str, started: str = "", seconds: float = 0.0
) -> Measurement:
    """Return the measurement of answers made elsewhere; `source` names where: a file, or the address of a server."""
    model = Elsewhere(source)
    report: dict[str, Any] = make_report(dataset, outcomes, source)
    run = make_run("run", make_manifest(dataset, model, {"source": source}), report, dataset, outcomes)
    return Measurement(run, outcomes, started or datetime.now(UTC).isoformat(timespec="seconds"), seconds)


def measure(
    assistant: Assistant,
    dataset: Dataset,
    settings: Mapping[str, object],
    name: str = "run",
    advance: Callable[[], None] = lambda: None,
    repeat: bool = False,
    ways: Sequence[Retrieval] = RETRIEVALS,
) -> Measurement:
    """Return the measurement of `assistant` on `dataset`; `settings` go into the manifest, `advance` hears of each question.
    With `repeat`, every question is asked a second time, once all have been. Search alone is measured by `ways`.

    Raises `DatasetError` naming a question that cannot be asked.
    """
    started, began = datetime.now(UTC).isoformat(timespec="seconds"), perf_counter()
    outcomes = run_dataset(assistant, dataset, advance, assistant.index, ways)
    if repeat:
        outcomes = ask_again(assistant, outcomes, advance)
    encoder = assistant.index.encoder
    report: dict[str, Any] = make_report(dataset, outcomes, encoder.name)
    run = make_run(name, make_manifest(dataset, encoder, settings), report, dataset, outcomes)
    return Measurement(run, outcomes, started, perf_counter() - began)
