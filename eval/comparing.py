"""Compare two runs of the same questions: each figure with the interval of its difference, and what flipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus import DatasetError
from eval.resampling import make_columns, paired_intervals, ratio
from eval.rows import Row
from eval.runs import Run

COMPARED = (
    "right",
    "answer_hit",
    "exact_match",
    "char_f1",
    "recall@1",
    "recall@5",
    "recall@10",
    "mrr@10",
    "ndcg@10",
    "search_recall@5",
    "search_mrr@10",
    "abstention_precision",
    "abstention_recall",
    "abstention_f1",
    "citation_precision",
    "citation_recall",
    "alce_precision",
    "alce_recall",
    "citation_exactness",
    "list_precision",
    "list_recall",
    "list_f1",
    "number_accuracy",
    "answer_length",
)
"""What is compared, in the order of the table; `right` is the share of questions that are no failure."""

Verdict = Literal["better", "worse", "same"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure before and after; `low` and `high` bound after - before. None where a run has nothing to score."""

    metric: str
    before: float | None
    after: float | None
    low: float | None
    high: float | None

    @property
    def change(self) -> float | None:
        """Return after - before."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def verdict(self) -> Verdict:
        """Return "worse" ("better") where the whole interval lies below (above) 0."""
        if self.high is not None and self.high < 0:
            return "worse"
        return "better" if self.low is not None and self.low > 0 else "same"


@dataclass(frozen=True, slots=True)
class Flip:
    """A question that went from right to wrong (`broke`) or the other way, with its row in both runs."""

    before: Row
    after: Row

    @property
    def broke(self) -> bool:
        """Tell whether it was right before and is wrong now."""
        return self.before.get("failure") is None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs of one question set; `reworded` questions have another answer but the same verdict."""

    before: str
    after: str
    differences: tuple[Difference, ...]
    flips: tuple[Flip, ...]
    reworded: int


def compare_runs(before: Run, after: Run, share: float = 0.95, metrics: Sequence[str] = COMPARED) -> Comparison:
    """Return how `after` differs from `before`, with intervals of `share`. Raises `DatasetError` for other questions."""
    check_same_questions(before, after)
    pairs = pair_rows(before, after)
    old, new = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    flips = tuple(Flip(a, b) for a, b in pairs if (a.get("failure") is None) != (b.get("failure") is None))
    changed = sum(a.get("answer") != b.get("answer") for a, b in pairs)
    reworded = changed - sum(flip.before.get("answer") != flip.after.get("answer") for flip in flips)
    return Comparison(before.name, after.name, _differences(old, new, share, metrics), flips, reworded)


def check_same_questions(before: Run, after: Run) -> None:
    """Raise `DatasetError` where the two runs are not of the same questions about the same texts."""
    if before.dataset_hash != after.dataset_hash:
        raise DatasetError(
            f"run {before.name} is of {before.dataset} ({before.dataset_hash[:12]}, {len(before.rows)} questions), "
            f"run {after.name} of {after.dataset} ({after.dataset_hash[:12]}, {len(after.rows)} questions): "
            "only runs of the same questions and reports can be compared; run both on one set"
        )


def pair_rows(before: Run, after: Run) -> list[tuple[Row, Row]]:
    """Return the rows of both runs, question by question. Raises `DatasetError` where one lacks a question."""
    new: Mapping[str, Row] = {row["id"]: row for row in after.rows}
    if missing := [row["id"] for row in before.rows if row["id"] not in new]:
        raise DatasetError(f"run {after.name} lacks question '{missing[0]}' of run {before.name}; make it again")
    return [(row, new[row["id"]]) for row in before.rows]


def _differences(
    old: Sequence[Row], new: Sequence[Row], share: float, metrics: Sequence[str]
) -> tuple[Difference, ...]:
    first, second = make_columns(old, metrics), make_columns(new, metrics)
    edges = paired_intervals(first, second, share)
    return tuple(
        Difference(metric, ratio(first[metric]), ratio(second[metric]), *(edges[metric] or (None, None)))
        for metric in metrics
    )
