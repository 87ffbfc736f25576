"""The gate: does a new run fall significantly below a released one?

Several figures are tested at once, so each interval is widened (Bonferroni): the chance that a version which is no worse
is refused stays below 5% in all, whatever the number of figures. A version that answers the same is never refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus import DatasetError
from eval.comparing import Comparison, Difference, compare_runs
from eval.dataset import load_dataset
from eval.manifest import hash_dataset
from eval.runs import Run
from eval.types import Dataset

GATED = (
    "right",
    "answer_hit",
    "char_f1",
    "recall@5",
    "mrr@10",
    "search_recall@5",
    "search_mrr@10",
    "abstention_f1",
    "citation_precision",
    "citation_recall",
)
ERROR_RATE = 0.05


def judge(baseline: Run, candidate: Run, error_rate: float = ERROR_RATE) -> tuple[Comparison, tuple[Difference, ...]]:
    """Return the comparison over the gated figures and those of them that dropped significantly.

    `error_rate` in (0, 1) is for all figures together. Raises `DatasetError` where the baseline is of other questions.
    """
    comparison = compare_runs(baseline, candidate, 1 - error_rate / len(GATED), GATED)
    return comparison, tuple(found for found in comparison.differences if found.verdict == "worse")


def check_dataset(baseline: Run, name: str, sha256: str, questions: int) -> None:
    """Raise `DatasetError`, before anything is asked, where the set `name` is not the one of `baseline`."""
    if baseline.dataset_hash != sha256:
        raise DatasetError(
            f"baseline {baseline.name} is of {baseline.dataset} ({baseline.dataset_hash[:12]}, {len(baseline.rows)} "
            f"questions), but {name} is {sha256[:12]} with {questions} questions: name the baseline's own set, or make "
            f"the baseline anew with `workplan eval run {name} --out FOLDER`"
        )


def load_baseline_set(baseline: Run, name: str | None, reports: Sequence[Path]) -> Dataset:
    """Return the question set of `baseline` as it stands now: `name`, else the set it was made from.

    The set of a stress run is made anew from its seed. Raises `DatasetError` where the questions or reports differ.
    """
    stress = baseline.manifest.get("settings", {}).get("stress")
    dataset = load_dataset(name or (stress["dataset"] if stress else baseline.dataset), reports)
    if stress:
        from eval.stress import make_stress_set

        dataset = make_stress_set(dataset, stress["seed"], stress["sample"])
    check_dataset(baseline, dataset.name, hash_dataset(dataset), len(dataset.questions))
    return dataset
