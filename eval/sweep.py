"""Measure many settings on one question set: each combination is a run of its own, so that an interrupted sweep goes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from corpus import DatasetError
from eval.runs import Run, read_run

if TYPE_CHECKING:
    from index import Hit, Index, Retrieval


@dataclass(frozen=True, slots=True)
class Setting:
    """One combination: an embedding model and a way of searching."""

    encoder: str
    retrieval: Retrieval

    @property
    def folder(self) -> str:
        """Return the name of its run's folder."""
        return re.sub(r"[^\w.-]+", "_", self.encoder).strip("_.") + f"-{self.retrieval}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured: a question set with its reports, by each setting, into runs under `out`."""

    dataset: str
    reports: tuple[Path, ...]
    settings: tuple[Setting, ...]
    out: Path

    def path(self, setting: Setting) -> Path:
        """Return the folder of the run of `setting`."""
        return self.out / setting.folder


class OneWay:
    """An index that searches one way whatever it is asked for; else as the index it stands for."""

    def __init__(self, index: Index, retrieval: Retrieval) -> None:
        self._index = index
        self._retrieval = retrieval

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def search(self, query: str, limit: int = 10, retrieval: Retrieval = "fused") -> tuple[Hit, ...]:
        """Return the sentences found, best first."""
        return self._index.search(query, limit, self._retrieval)

    def search_passages(self, query: str, limit: int = 10, retrieval: Retrieval = "fused") -> tuple[Hit, ...]:
        """Return the passages found, best first."""
        return self._index.search_passages(query, limit, self._retrieval)


def is_done(plan: Plan, setting: Setting, sha256: str) -> bool:
    """Tell whether `plan` has a whole run of `setting` on the same questions, by the same commit."""
    from eval.manifest import find_program

    try:
        run = read_run(plan.path(setting))
    except DatasetError:
        return False
    program = run.manifest.get("program")
    return run.dataset_hash == sha256 and program == find_program() and not find_program()["changed"]


def run_setting(plan: Plan, setting: Setting) -> Setting:
    """Measure `setting` and write its run; returns `setting`, so that a pool can tell which is done."""
    from assistant import Assistant
    from eval.dataset import load_dataset
    from eval.loading import load_index
    from eval.measuring import measure

    dataset = load_dataset(plan.dataset, plan.reports)
    index = load_index(dataset.documents, setting.encoder, lambda done, total: None)
    assistant = Assistant(cast("Index", OneWay(index, setting.retrieval)))
    settings = {"encoder": setting.encoder, "retrieval": setting.retrieval}
    measure(assistant, dataset, settings, setting.folder).write(plan.path(setting))
    return setting


def sweep(plan: Plan, sha256: str, jobs: int, advance: Callable[[Setting], None]) -> Iterator[Run]:
    """Yield the run of every setting of `plan`, in its order, measuring those that are not done, `jobs` at a time.

    `advance` hears of each that is. Models of the same name are loaded by each process anew, so `jobs` pays from minutes on.
    """
    waiting = [setting for setting in plan.settings if not is_done(plan, setting, sha256)]
    for setting in plan.settings:
        if setting not in waiting:
            advance(setting)
    for setting in _measure(plan, waiting, jobs):
        advance(setting)
    for setting in plan.settings:
        yield read_run(plan.path(setting))


def _measure(plan: Plan, waiting: Sequence[Setting], jobs: int) -> Iterator[Setting]:
    if jobs == 1 or len(waiting) < 2:
        for setting in waiting:
            yield run_setting(plan, setting)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for finished in as_completed([pool.submit(run_setting, plan, setting) for setting in waiting]):
            yield finished.result()
