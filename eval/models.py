"""Measure one embedding model: how well it finds, alone and fused with BM25, how large and how fast it is."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval import metrics
from eval.scoring import score_ranking
from eval.types import Dataset, JsonObject, Question, Span

if TYPE_CHECKING:
    from index import Encoder, Index, Retrieval

SENTENCE = "推动新就业形态劳动者集中的平台企业建立工会组织，全年新增会员{number}人，服务站点覆盖所有县区。"
KEYS = ("recall@1", "recall@5", "mrr@10")
_LIMIT = 10


def measure_model(name: str, allow_downloads: bool, datasets: Sequence[Dataset], retrieval: Retrieval) -> JsonObject:
    """Return the figures of the model `name` searched by `retrieval` ("dense", "fused"; "bm25" leaves the model out)."""
    from index import load_encoder

    began = time.perf_counter()
    encoder = load_encoder(name, allow_downloads=allow_downloads)
    encoder.encode_queries(["工会"])
    loaded = time.perf_counter() - began
    return {
        "model": name,
        "retrieval": retrieval,
        "dim": encoder.dim,
        "size_mb": _size(name),
        "load_s": loaded,
        "sets": {dataset.name: measure_set(encoder, dataset, retrieval) for dataset in datasets},
        **_speed(encoder),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def measure_set(encoder: Encoder, dataset: Dataset, retrieval: Retrieval) -> JsonObject:
    """Return `{kind or "overall": {"questions", "recall@1", "recall@5", "mrr@10"}}` at the passage grain."""
    from index import Index

    index = Index.build(dataset.documents, encoder)
    asked = [question for question in dataset.questions if question.evidence]
    scores = {question.id: _score(index, question, retrieval) for question in asked}
    kinds = dict.fromkeys(question.kind for question in asked)
    groups = {kind: [question for question in asked if question.kind == kind] for kind in kinds}
    return {
        kind: {"questions": len(some), **{key: metrics.mean(scores[q.id][key] for q in some) for key in KEYS}}
        for kind, some in {**groups, "overall": asked}.items()
    }


def _score(index: Index, question: Question, retrieval: Retrieval) -> dict[str, float | None]:
    query = " ".join((*question.history, question.text))
    hits = index.search_passages(query, _LIMIT, retrieval)
    spans = [Span(hit.passage.document_id, hit.passage.start, hit.passage.end) for hit in hits]
    return score_ranking(spans, question.evidence)


def _speed(encoder: Encoder) -> JsonObject:
    """Return the median of 50 single queries in milliseconds and the seconds for 1,000 sentences."""
    milliseconds = []
    for number in range(50):
        began = time.perf_counter()
        encoder.encode_queries([f"骑手受伤了找谁赔{number}"])
        milliseconds.append((time.perf_counter() - began) * 1e3)
    sentences = [SENTENCE.format(number=number) for number in range(1000)]
    began = time.perf_counter()
    encoder.encode_passages(sentences)
    return {"query_ms": statistics.median(milliseconds), "sentences_1000_s": time.perf_counter() - began}


def _size(name: str) -> float | None:
    """Return the size of a model's files in MB, None where it cannot be told."""
    from index.encoders import BUILTIN, BUILTIN_FOLDER, COMPACT_FOLDER, JOINT

    named = {BUILTIN: [BUILTIN_FOLDER], JOINT: [BUILTIN_FOLDER, COMPACT_FOLDER]}
    folders = named.get(name, [Path(name).expanduser()])
    if not all(folder.is_dir() for folder in folders):
        return None
    return sum(path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file()) / 1e6
