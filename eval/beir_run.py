"""Measure search alone on a BEIR-form collection: every judged query, by BM25, dense and fused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from eval import metrics
from eval.beir import Collection
from eval.retrieval import RETRIEVALS
from eval.scoring import RANKING_KEYS
from eval.types import JsonObject, Searcher

_DEPTH = 10
_PASSAGES = 50  # searched, for several may lie in one document


def measure_beir(
    index: Searcher, collection: Collection, encoder: str, advance: Callable[[], None] = lambda: None
) -> JsonObject:
    """Return `{"dataset", "form", "documents", "queries", "encoder", "remarks", "retrieval": {way: figures}}`.

    A document ranks where its best passage does. Figures: `RANKING_KEYS`, means over the judged queries; nDCG counts the
    gains of the judgements, the others any gain above 0.
    """
    scores: dict[str, list[dict[str, float]]] = {way: [] for way in RETRIEVALS}
    for query, gains in collection.gains.items():
        for way in RETRIEVALS:
            hits = index.search_passages(collection.queries[query], _PASSAGES, way)
            ranked = list(dict.fromkeys(hit.passage.document_id for hit in hits))[:_DEPTH]
            scores[way].append(score_ranked(ranked, gains))
        advance()
    return {
        "dataset": collection.name,
        "form": "beir",
        "document_count": len(collection.documents),
        "queries": len(collection.gains),
        "encoder": encoder,
        "remarks": list(collection.remarks),
        "retrieval": {
            way: {key: round(sum(row[key] for row in rows) / len(rows), 6) for key in RANKING_KEYS}
            for way, rows in scores.items()
        },
    }


def score_ranked(ranked: Sequence[str], gains: Mapping[str, int]) -> dict[str, float]:
    """Return the ranking figures of documents `ranked`, best first, against `gains` (above 0) by document id."""
    found = [frozenset({document}) if document in gains else frozenset() for document in ranked]
    return {
        **{f"recall@{k}": metrics.recall_at(found, len(gains), k) for k in (1, 3, 5, 10)},
        "mrr@10": metrics.reciprocal_rank(found),
        "ndcg@10": metrics.graded_ndcg([gains.get(document, 0) for document in ranked], list(gains.values())),
    }
