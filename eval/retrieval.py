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
                    _search(index, outcome, grain, retrieval), outcome.question.evidence
                )
                advance()
            groups = by_kind(asked, kinds).items()
            table[retrieval] = {
                "overall": _means(scores, asked),
                "by_kind": {kind: _means(scores, group) for kind, group in groups if group},
            }
        report[grain] = table
    return report


def _search(index: Searcher, outcome: Outcome, grain: str, retrieval: Retrieval) -> list[Span]:
    query = outcome.answer.query or outcome.question.text
    search = index.search_passages if grain == "passage" else index.search
    return [Span(h.passage.document_id, h.passage.start, h.passage.end) for h in search(query, _LIMIT, retrieval)]


def _means(scores: dict[str, dict[str, float | None]], outcomes: Sequence[Outcome]) -> JsonObject:
    rows = [scores[outcome.question.id] for outcome in outcomes]
    return {"questions": len(rows), **{key: metrics.mean(row[key] for row in rows) for key in COMPARED_KEYS}}
