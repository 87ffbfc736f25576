"""The bootstrap over questions, for means and for ratios alike, of one run and of two runs paired.

Every figure here is a ratio of two sums over questions: a mean is (sum of values) / (number of values), the precision of
declining is (declined rightly) / (declined). So a resampled figure is `weights @ numerators / weights @ denominators`,
where `weights` say how often each question was drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Column = tuple[Floats, Floats]  # numerators (n,), denominators (n,)
Interval = tuple[float, float]

RESAMPLES = 5000
_CHUNK = 250  # resamples at a time: 250 x 3,500 questions are 7 MB
ABSTENTION = ("abstention_precision", "abstention_recall", "abstention_f1")


def make_columns(rows: Sequence[Mapping[str, Any]], metrics: Sequence[str]) -> dict[str, Column]:
    """Return numerators and denominators, (n,) each, of `metrics` over the rows of a run.

    `right` is 1 for a question that is not a failure. Those of abstention count decisions: with TP = declined and
    unanswerable, precision TP / declined, recall TP / unanswerable, F1 2 TP / (declined + unanswerable).
    """
    return {metric: _column(rows, metric) for metric in metrics}


def _column(rows: Sequence[Mapping[str, Any]], metric: str) -> Column:
    if metric == "right":
        return np.array([float(row.get("failure") is None) for row in rows]), np.ones(len(rows))
    if metric in ABSTENTION:
        declined = np.array([bool(row["abstained"]) for row in rows], float)
        gold = np.array([not row["answerable"] for row in rows], float)
        true = declined * gold
        return {
            "abstention_precision": (true, declined),
            "abstention_recall": (true, gold),
            "abstention_f1": (2 * true, declined + gold),
        }[metric]
    values = [row["scores"].get(metric) for row in rows]
    there = np.array([value is not None for value in values], float)
    return np.array([0.0 if value is None else float(value) for value in values]), there


def ratio(column: Column) -> float | None:
    """Return the figure of `column` over all its questions; None where it is over nothing."""
    numerators, denominators = column
    whole = float(denominators.sum())
    return float(numerators.sum()) / whole if whole else None


def intervals(columns: Mapping[str, Column], share: float = 0.95, seed: int = 0) -> dict[str, Interval | None]:
    """Return for each metric the interval in which `share` of the resampled figures lie; None where it is over nothing.

    The percentile bootstrap (Efron 1979), seeded; a draw that leaves a figure over nothing is left out.
    """
    sums = _resample([part for column in columns.values() for part in column], seed)
    return {
        metric: _edges(_divide(sums[:, 2 * place], sums[:, 2 * place + 1]), share)
        for place, metric in enumerate(columns)
    }


def paired_intervals(
    before: Mapping[str, Column], after: Mapping[str, Column], share: float = 0.95, seed: int = 0
) -> dict[str, Interval | None]:
    """Return for each metric the interval of after - before when the same questions are drawn for both runs.

    Paired bootstrap: Koehn (2004), Statistical Significance Tests for Machine Translation Evaluation; Efron & Tibshirani
    (1993), ch. 13. Two runs that agree on every question give (0, 0); None where a run has nothing to score.
    """
    sums = _resample([part for metric in before for part in (*before[metric], *after[metric])], seed)
    found = {}
    for place, metric in enumerate(before):
        old, old_count, new, new_count = sums[:, 4 * place : 4 * place + 4].T
        found[metric] = _edges(_divide(new, new_count) - _divide(old, old_count), share)
    return found


def _divide(numerators: Floats, denominators: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(numerators / denominators)


def _resample(columns: Sequence[Floats], seed: int) -> Floats:
    """Return (`RESAMPLES`, columns) sums, each over questions drawn with replacement."""
    if not columns or not len(columns[0]):
        return np.zeros((0, len(columns)))
    stacked = np.stack(columns, axis=1)
    return np.concatenate([weights @ stacked for weights in _draws(len(stacked), seed)])


def _draws(questions: int, seed: int) -> Iterator[Floats]:
    """Yield (chunk, questions) counts: how often each question is drawn in each resample."""
    generator = np.random.default_rng(seed)
    for start in range(0, RESAMPLES, _CHUNK):
        size = min(_CHUNK, RESAMPLES - start)
        drawn = generator.integers(0, questions, (size, questions)) + questions * np.arange(size)[:, None]
        yield np.bincount(drawn.ravel(), minlength=size * questions).reshape(size, questions).astype(float)


def _edges(values: Floats, share: float) -> Interval | None:
    finite = values[np.isfinite(values)]
    if not len(finite):
        return None
    low, high = np.quantile(finite, [(1 - share) / 2, (1 + share) / 2])
    return float(low), float(high)
