"""The metrics, each a pure function with formula, source and range; higher is better but for latency.

A metric over nothing (no question it applies to) is None, which is `null` in JSON and a dash in tables, never 0.

Ranking metrics take `found`: for each rank, best first, the numbers of the gold evidences that the passage at that rank
overlaps; and `gold`, the number of gold evidences, at least 1. Relevance is binary: a passage is relevant when it
overlaps some gold evidence by at least one character.
"""

import math
import random
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from eval.folding import contains, fold, strip_to_characters
from eval.types import Evidence, Span

Found = Sequence[Collection[object]]


def match_ranking(spans: Sequence[Span], evidence: Sequence[Evidence]) -> list[frozenset[int]]:
    """Return, for each of the ranked `spans`, the numbers of the evidences it overlaps."""
    return [frozenset(i for i, gold in enumerate(evidence) if gold.overlaps(span)) for span in spans]


def recall_at(found: Found, gold: int, k: int) -> float:
    """Return the share of gold evidences overlapped by some passage among the first `k`: |found in top k| / gold.

    Range [0, 1]. With one gold evidence this is the hit rate (success@k). Manning, Raghavan & Schütze (2008), ch. 8.
    """
    return len({number for numbers in found[:k] for number in numbers}) / gold


def reciprocal_rank(found: Found, k: int = 10) -> float:
    """Return 1 / rank of the first relevant passage among the first `k`, 0 where none is. Range [0, 1].

    Its mean over questions is MRR@k. Voorhees (1999), The TREC-8 Question Answering Track Report.
    """
    return next((1 / rank for rank, numbers in enumerate(found[:k], start=1) if numbers), 0.0)


def ndcg(found: Found, gold: int, k: int = 10) -> float:
    """Return the discounted gain of the ranking over that of the best possible one. Range [0, 1].

    DCG@k = sum of 1 / log2(rank + 1) over the passages that overlap an evidence which no better ranked one did
    (Järvelin & Kekäläinen 2002, binary gain; a second passage on the same evidence gains nothing, as in the
    alpha-nDCG of Clarke et al. 2008 with alpha = 1). The ideal ranking has as many such passages, at the top, plus one
    for each evidence not found. So one passage that holds two evidences is ideal at rank 1, and a missing one costs.
    """
    seen: set[object] = set()
    gain, gaining = 0.0, 0
    for rank, numbers in enumerate(found[:k], start=1):
        if not seen.issuperset(numbers):
            seen.update(numbers)
            gain += 1 / math.log2(rank + 1)
            gaining += 1
    ideal = min(gaining + gold - len(seen), k)
    return gain / sum(1 / math.log2(rank + 1) for rank in range(1, ideal + 1))


def graded_ndcg(gains: Sequence[int], judged: Sequence[int], k: int = 10) -> float:
    """Return nDCG@k of a ranking whose documents have `gains`, against all `judged` gains of the query. Range [0, 1].

    DCG@k = sum of gain / log2(rank + 1) (Järvelin & Kekäläinen 2002), as trec_eval, BEIR and ranx count it; 0 where no
    document is judged relevant. Gains [0, 2] with [2, 1] judged give (2 / log2 3) / (2 + 1 / log2 3).
    """
    best = _discounted(sorted(judged, reverse=True)[:k])
    return _discounted(gains[:k]) / best if best else 0.0


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def answer_hit(text: str, groups: Sequence[Sequence[str]]) -> float:
    """Return 1 when every group has a variant in `text`, else 0; spaces, width and case do not matter.

    A variant that begins or ends with a digit must not be part of a longer number (`6` is not in `2016`).
    """
    folded = fold(text)
    return float(all(any(contains(folded, variant) for variant in group) for group in groups))


def exact_match(text: str, answers: Sequence[str]) -> float:
    """Return 1 when `text` equals one of the gold answers once both are normalised, else 0.

    Rajpurkar et al. (2016), SQuAD; Cui et al. (2019), CMRC 2018. Normalising: `eval.folding.strip_to_characters`.
    """
    given = strip_to_characters(text)
    return float(any(given == strip_to_characters(answer) for answer in answers))


def char_f1(text: str, answers: Sequence[str]) -> float:
    """Return the best F1 = 2PR / (P + R) between `text` and a gold answer, as bags of characters. Range [0, 1].

    P (R) is the number of characters in common, with multiplicity, over the length of the answer (of the gold). This is
    SQuAD's F1 (Rajpurkar et al. 2016) with the character as token; CMRC 2018's own script counts the longest common
    substring instead, which is never higher. Where one of the two is empty, 1 if both are, else 0.
    """
    given = strip_to_characters(text)
    return max((_bag_f1(given, strip_to_characters(answer)) for answer in answers), default=0.0)


def _bag_f1(given: str, gold: str) -> float:
    if not given or not gold:
        return float(given == gold)
    common = (Counter(given) & Counter(gold)).total()
    return 2 * common / (len(given) + len(gold))


def citation_precision(cited: Sequence[Span], evidence: Sequence[Evidence]) -> float | None:
    """Return the share of supporting citations that overlap a gold evidence; None without citations. Range [0, 1].

    After Gao et al. (2023), ALCE, with gold spans in the place of an entailment model.
    """
    if not cited:
        return None
    return sum(any(gold.overlaps(span) for gold in evidence) for span in cited) / len(cited)


def citation_recall(cited: Sequence[Span], evidence: Sequence[Evidence]) -> float:
    """Return the share of gold evidences that a supporting citation overlaps. Range [0, 1]. Source as above."""
    return sum(any(gold.overlaps(span) for span in cited) for gold in evidence) / len(evidence)


class Abstention(NamedTuple):
    """How well declining goes together with there being no answer; each in [0, 1] or None where it is 0 / 0."""

    precision: float | None
    recall: float | None
    f1: float | None


def abstention(declined: Sequence[bool], unanswerable: Sequence[bool]) -> Abstention:
    """Return precision, recall and F1 of declining, where a gold positive is a question without an answer.

    With TP = declined and unanswerable: precision TP / declined, recall TP / unanswerable, F1 = 2 TP / (declined +
    unanswerable). Rajpurkar et al. (2018), SQuAD 2.0, score the same decision; van Rijsbergen (1979) for F1.
    """
    true = sum(said and gold for said, gold in zip(declined, unanswerable, strict=True))
    said, gold = sum(declined), sum(unanswerable)
    return Abstention(_ratio(true, said), _ratio(true, gold), _ratio(2 * true, said + gold))


def risk_coverage(confidences: Sequence[float], wrong: Sequence[bool]) -> list[tuple[float, float]]:
    """Return (coverage, risk) after each question when those of the highest confidence are answered first.

    Risk is the share of wrong answers among those given; equal confidences keep their order. El-Yaniv & Wiener (2010),
    "On the Foundations of Noise-free Selective Classification". Confidences [.9, .5, .7] with the second wrong give
    [(1/3, 0), (2/3, 0), (1, 1/3)].
    """
    order = sorted(range(len(wrong)), key=lambda place: -confidences[place])
    points, errors = [], 0
    for answered, place in enumerate(order, 1):
        errors += wrong[place]
        points.append((answered / len(order), errors / answered))
    return points


def area_under_risk(points: Sequence[tuple[float, float]]) -> float | None:
    """Return the mean risk over all coverages, in [0, 1], lower is better (AURC, Geifman & El-Yaniv 2017); None without points."""
    return math.fsum(risk for _, risk in points) / len(points) if points else None


def bootstrap_interval(
    values: Sequence[float], share: float = 0.95, resamples: int = 2000
) -> tuple[float, float] | None:
    """Return the interval in which `share` of the means of resampled `values` lie; None without values.

    The percentile bootstrap (Efron 1979), seeded: the same values give the same interval.
    """
    if not values:
        return None
    draw = random.Random(0)
    means = sorted(math.fsum(draw.choices(values, k=len(values))) / len(values) for _ in range(resamples))
    edge = (1 - share) / 2
    low, high = percentile(means, edge), percentile(means, 1 - edge)
    return (low, high) if low is not None and high is not None else None


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def mean(values: Iterable[float | None]) -> float | None:
    """Return the arithmetic mean of the values that are there; None where there is none."""
    present = [value for value in values if value is not None]
    return math.fsum(present) / len(present) if present else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the value below which `share` (in [0, 1]) of `values` lies, None without values.

    Linear between the two closest ranks: Hyndman & Fan (1996), definition 7, NumPy's default.
    """
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
