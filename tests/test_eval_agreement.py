"""The metrics against a plain re-computation, and against ranx, on 1,000 random cases to 1e-9."""

import math
import random
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest

from eval import metrics
from eval.listing import list_score
from eval.types import Evidence, Span

CASES = 1000
CLOSE = 1e-9


def ranking_case(draw: random.Random) -> tuple[list[str], dict[str, int]]:
    """A ranking of up to 15 of 30 documents, and gains of up to 6 judged ones."""
    documents = [f"d{number}" for number in range(30)]
    judged = {document: draw.randint(1, 3) for document in draw.sample(documents, draw.randint(1, 6))}
    return draw.sample(documents, draw.randint(1, 15)), judged


def found_of(ranking: Sequence[str], judged: dict[str, int]) -> list[frozenset[str]]:
    return [frozenset({document} & judged.keys()) for document in ranking]


def test_ranking_metrics_agree_with_a_plain_recomputation() -> None:
    draw = random.Random(1)
    for _ in range(CASES):
        ranking, judged = ranking_case(draw)
        found = found_of(ranking, judged)
        for k in (1, 3, 5, 10):
            plain = len(set(ranking[:k]) & set(judged)) / len(judged)
            assert abs(metrics.recall_at(found, len(judged), k) - plain) < CLOSE
        ranks = [rank for rank, document in enumerate(ranking[:10], 1) if document in judged]
        assert abs(metrics.reciprocal_rank(found) - (1 / ranks[0] if ranks else 0)) < CLOSE
        binary = sum(1 / math.log2(rank + 1) for rank in ranks) / sum(
            1 / math.log2(rank + 1) for rank in range(1, min(len(judged), 10) + 1)
        )
        assert abs(metrics.ndcg(found, len(judged)) - binary) < CLOSE
        gains = np.array([judged.get(document, 0) for document in ranking[:10]], float)
        best = np.sort(np.array(list(judged.values()), float))[::-1][:10]
        discounts = 1 / np.log2(np.arange(2, 12))
        graded = (gains @ discounts[: len(gains)]) / (best @ discounts[: len(best)])
        assert abs(metrics.graded_ndcg(gains.astype(int).tolist(), list(judged.values())) - graded) < CLOSE


@pytest.mark.soak
@pytest.mark.filterwarnings("ignore")  # numba warns of a cast
def test_ranking_metrics_agree_with_ranx() -> None:
    """ranx compiles for half a minute and brings 325 MB, so it is no dependency: `pip install ranx` to run this."""
    ranx = pytest.importorskip("ranx", reason="ranx is not installed (pip install ranx; 325 MB)")
    draw = random.Random(2)
    cases = [ranking_case(draw) for _ in range(CASES)]
    qrels = ranx.Qrels({f"q{n:04}": judged for n, (_, judged) in enumerate(cases)})
    run = ranx.Run(
        {f"q{n:04}": {d: 1 / rank for rank, d in enumerate(ranking, 1)} for n, (ranking, _) in enumerate(cases)}
    )
    names = ["recall@1", "recall@3", "recall@5", "recall@10", "mrr@10", "ndcg@10"]
    ranx.evaluate(qrels, run, names)
    for number, (ranking, judged) in enumerate(cases):
        found = found_of(ranking, judged)
        ours = {f"recall@{k}": metrics.recall_at(found, len(judged), k) for k in (1, 3, 5, 10)} | {
            "mrr@10": metrics.reciprocal_rank(found),
            "ndcg@10": metrics.graded_ndcg([judged.get(d, 0) for d in ranking], list(judged.values())),
        }
        for name in names:
            assert abs(ours[name] - run.scores[name][f"q{number:04}"]) < CLOSE, (name, number)


def test_character_f1_agrees_with_a_plain_recomputation() -> None:
    draw = random.Random(3)
    for _ in range(CASES):
        given, gold = ("".join(draw.choices("工会办事人多", k=draw.randint(0, 9))) for _ in range(2))
        shared = sum(min(given.count(character), gold.count(character)) for character in set(given))
        if not given or not gold:
            plain = float(given == gold)
        elif not shared:
            plain = 0.0
        else:
            precision, recall = shared / len(given), shared / len(gold)
            plain = 2 * precision * recall / (precision + recall)
        assert abs(metrics.char_f1(given, [gold]) - plain) < CLOSE
        assert metrics.exact_match(given, [gold]) == float(given == gold)


def test_abstention_agrees_with_a_plain_recomputation() -> None:
    draw = random.Random(4)
    for _ in range(CASES):
        size = draw.randint(1, 30)
        declined, gold = ([draw.random() < 0.4 for _ in range(size)] for _ in range(2))
        cells = Counter(zip(declined, gold, strict=True))
        true, extra, missed = cells[True, True], cells[True, False], cells[False, True]
        scores = metrics.abstention(declined, gold)
        for ours, part, whole in (
            (scores.precision, true, true + extra),
            (scores.recall, true, true + missed),
            (scores.f1, 2 * true, 2 * true + extra + missed),
        ):
            assert ours is None if whole == 0 else ours is not None and abs(ours - part / whole) < CLOSE


def test_risk_and_coverage_agree_with_a_plain_recomputation() -> None:
    draw = random.Random(5)
    for _ in range(CASES):
        size = draw.randint(1, 25)
        sure, wrong = [draw.random() for _ in range(size)], [draw.random() < 0.3 for _ in range(size)]
        order = np.argsort(-np.array(sure), kind="stable")
        risks = np.cumsum(np.array(wrong, float)[order]) / np.arange(1, size + 1)
        points = metrics.risk_coverage(sure, wrong)
        assert np.allclose([risk for _, risk in points], risks, rtol=0, atol=CLOSE)
        area = metrics.area_under_risk(points)
        assert area is not None and abs(area - risks.mean()) < CLOSE


def test_citation_and_list_scores_agree_with_a_plain_recomputation() -> None:
    draw = random.Random(6)

    def stretch() -> tuple[int, int]:
        start = draw.randint(0, 60)
        return start, start + draw.randint(1, 12)

    for _ in range(CASES):
        cited = [stretch() for _ in range(draw.randint(0, 5))]
        gold = [[stretch() for _ in range(draw.randint(1, 2))] for _ in range(draw.randint(1, 4))]
        letters = [[set(range(*place)) for place in places] for places in gold]
        touched = [[any(set(range(*one)) & place for place in places) for places in letters] for one in cited]
        spans = [Span("d", *one) for one in cited]
        evidence = [Evidence("", tuple(Span("d", *place) for place in places)) for places in gold]
        precision = metrics.citation_precision(spans, evidence)
        plain = sum(map(any, touched)) / len(cited) if cited else None
        assert precision == plain or (precision is not None and plain is not None and abs(precision - plain) < CLOSE)
        covered = sum(any(row[place] for row in touched) for place in range(len(gold)))
        assert abs(metrics.citation_recall(spans, evidence) - covered / len(gold)) < CLOSE

        names = "甲乙丙丁戊己"
        items, groups = draw.choices(names, k=draw.randint(1, 6)), draw.sample(names, draw.randint(1, 5))
        hits, reached = sum(item in groups for item in items), len(set(items) & set(groups))
        score = list_score(items, [[group] for group in groups])
        p, r = hits / len(items), reached / len(groups)
        assert abs(score.precision - p) < CLOSE and abs(score.recall - r) < CLOSE
        assert abs(score.f1 - (2 * p * r / (p + r) if p + r else 0)) < CLOSE


def test_percentiles_agree_with_numpy() -> None:
    draw = random.Random(7)
    for _ in range(CASES):
        values, share = [draw.uniform(0, 99) for _ in range(draw.randint(1, 40))], draw.random()
        ours = metrics.percentile(values, share)
        assert ours is not None and abs(ours - float(np.percentile(values, share * 100))) < CLOSE
