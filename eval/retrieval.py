"""Compare the ways of searching, BM25, dense and fused, side by side at both grains, by kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from eval import metrics
from eval.scoring import by_kind, score_ranking
from eval.types import JsonObject, Outcome, Searcher, Span

if TYPE_CHECKING:
    from index.types import Retrieval

RETRIEVALS: tuple[Retrieval, ...] = ("bm25", "dense", "fused")
GRAINS = ("passage", "sentence")
COMPARED_KEYS = ("recall@1", "recall@5", "recall@10", "mrr@10")
_LIMIT = 10


def compare_retrievals(
    index: Searcher,
    outcomes: Sequence[Outcome],
    kinds: Sequence[str],
    retrievals: Sequence[Retrieval],
    advance: Callable[[], None] = lambda: None,
) -> JsonObject:
    """Return `{grain: {retrieval: {"overall": figures, "by_kind": {kind: figures}}}}` over questions with evidence.

    What is searched is the answer's `query`, so a follow-up is searched as the assistant made it stand alone.
    `advance` is called after each question of each retrieval.
    """
    asked = [outcome for outcome in outcomes if outcome.question.evidence]
    report: JsonObject = {}
    for grain in GRAINS:
        table: JsonObject = {}
        for retrieval in retrievals:
            scores = {}
            for outcome in asked:
                scores[outcome.question.id] = score_ranking(
                    search_for(index, outcome, grain, retrieval), outcome.question.evidence
                )
                advance()
            groups = by_kind(asked, kinds).items()
            table[retrieval] = {
                "overall": _means(scores, asked),
                "by_kind": {kind: _means(scores, group) for kind, group in groups if group},
            }
        report[grain] = table
    return report


def search_for(index: Searcher, outcome: Outcome, grain: str, retrieval: Retrieval = "fused") -> list[Span]:
    """Return what `index` finds for the query of an answer, best first, up to ten, at the grain "passage" or "sentence"."""
    query = outcome.answer.query or outcome.question.text
    search = index.search_passages if grain == "passage" else index.search
    return [Span(h.passage.document_id, h.passage.start, h.passage.end) for h in search(query, _LIMIT, retrieval)]


def _means(scores: dict[str, dict[str, float | None]], outcomes: Sequence[Outcome]) -> JsonObject:
    rows = [scores[outcome.question.id] for outcome in outcomes]
    return {"questions": len(rows), **{key: metrics.mean(row[key] for row in rows) for key in COMPARED_KEYS}}


def recall_curves(outcomes: Sequence[Outcome]) -> JsonObject:
    """Return `{retrieval: [recall@1, ..., recall@10]}` of what search alone found for the questions with evidence.

    Passages, by each way that the outcomes were searched; empty where they were not.
    """
    asked = [outcome for outcome in outcomes if outcome.question.evidence]
    ways = [way for way in RETRIEVALS if asked and all(way in outcome.searched for outcome in asked)]
    return {way: [round(_recall(asked, way, k), 6) for k in range(1, _LIMIT + 1)] for way in ways}


def _recall(asked: Sequence[Outcome], way: str, k: int) -> float:
    """Return the mean recall@k of `asked` (at least one) searched by `way`."""
    shares = (
        metrics.recall_at(metrics.match_ranking(o.searched[way], o.question.evidence), len(o.question.evidence), k)
        for o in asked
    )
    return sum(shares) / len(asked)
