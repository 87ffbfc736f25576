"""Does the assistant know how sure it may be? Confidence against the share of right answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Bin(NamedTuple):
    """Answers of about the same confidence: their mean confidence and the share that is right, both in [0, 1]."""

    confidence: float
    right: float
    answers: int


def reliability(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> tuple[Bin, ...]:
    """Return the bins of equal width over [0, 1] that hold an answer, by rising confidence.

    DeGroot & Fienberg (1983). A confidence of exactly 1 is in the last bin. Confidences [.1, .95, 1] with the first wrong
    give the bins (.1, 0, 1) and (.975, 1, 2).
    """
    held: dict[int, list[tuple[float, bool]]] = {}
    for sure, is_right in zip(confidences, right, strict=True):
        held.setdefault(min(int(sure * bins), bins - 1), []).append((sure, is_right))
    return tuple(
        Bin(sum(sure for sure, _ in some) / len(some), sum(is_right for _, is_right in some) / len(some), len(some))
        for _, some in sorted(held.items())
    )


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Return the mean distance of confidence and share of right answers, by answer; in [0, 1], lower is better.

    Expected calibration error: Naeini et al. (2015), Guo et al. (2017). None without bins.
    """
    total = sum(some.answers for some in bins)
    return sum(some.answers * abs(some.confidence - some.right) for some in bins) / total if total else None
