"""Search one grain: candidates from both rankings, every candidate scored in full, each hit with its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.fusion import add_late, best_first, fuse, ranks
from index.grain import Floats, Grain, Numbers
from index.lexical import LexicalIndex
from index.types import Hit, Matrix, Retrieval

EXHAUSTIVE = 5000  # up to so many passages each is scored: under 5 ms
POOL = 200  # beyond: the best of each ranking; so many are compared token by token


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """The candidates for a question and their scores, aligned. A ranking's rank is 0 where it did not find one."""

    numbers: Numbers
    dense: Floats
    late: Floats
    lexical: Floats
    synonym: Floats
    fused: Floats
    dense_ranks: Numbers
    lexical_ranks: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """A question as search sees it: its vector (1, dim), its BM25 tokens, the rows of its tokens, and for each term that the lexicon knows
    the BM25 tokens of each other word for the same thing."""

    vector: Matrix
    tokens: Sequence[str]
    rows: Matrix  # of the model's tokens, for late interaction; none where it has no such rows
    synonyms: Sequence[Sequence[Sequence[str]]] = ()


def search_grain(grain: Grain, query: Query, limit: int, retrieval: Retrieval) -> tuple[Hit, ...]:
    """Return up to `limit` hits, best first. A question without any known token finds nothing."""
    if limit <= 0 or not grain.passages:
        return ()
    scored = score_candidates(grain, query)
    score, found = _ranking(scored, retrieval)
    order = best_first(score)
    return tuple(_hit(grain, scored, score, place) for place in order[found[order]][:limit].tolist())


def score_candidates(grain: Grain, query: Query) -> Scored:
    """Score every passage, or in a large grain the best `POOL` of each ranking."""
    lexical, synonym = grain.lexical.scores(query.tokens), synonym_scores(grain.lexical, query.synonyms)
    pool = len(lexical) if len(lexical) <= EXHAUSTIVE else POOL
    near = grain.vectors.search(query.vector, pool)[0][0]
    numbers = np.unique(np.concatenate([near, best_first(lexical)[:pool], best_first(synonym)[:pool]]))
    dense = grain.dense(query.vector, numbers)
    fused = fuse(dense, lexical[numbers], synonym[numbers], grain.breadcrumb(query.vector, numbers))
    late = np.zeros(len(numbers), np.float32)
    near_first = best_first(fused)[:POOL]
    late[near_first] = grain.late(query.rows, numbers[near_first])
    return Scored(
        numbers,
        dense,
        late,
        lexical[numbers],
        synonym[numbers],
        add_late(fused, late),
        ranks(dense, np.isin(numbers, near) & bool(query.vector.any())),
        ranks(lexical[numbers], lexical[numbers] > 0),
    )


def synonym_scores(lexical: LexicalIndex, synonyms: Sequence[Sequence[Sequence[str]]]) -> Floats:
    """Return the mean over the question's terms of the best BM25 share that another word for one reaches: 0..1.

    With 骑手 (others 外卖配送员, 跑单的) and 入会 (加入工会), a passage that holds 外卖配送员 alone scores near .5.
    """
    total = np.zeros(len(lexical), np.float32)
    for others in synonyms:
        total += np.max([lexical.scores(tokens) for tokens in others], axis=0, initial=0.0)
    return np.asarray(total / max(len(synonyms), 1), np.float32)


def _ranking(scored: Scored, retrieval: Retrieval) -> tuple[Floats, npt.NDArray[np.bool_]]:
    if retrieval == "dense":
        return scored.dense, scored.dense_ranks > 0
    if retrieval == "bm25":
        return scored.lexical, scored.lexical_ranks > 0
    return scored.fused, (scored.dense_ranks > 0) | (scored.lexical_ranks > 0) | (scored.synonym > 0)


def _hit(grain: Grain, scored: Scored, score: Floats, place: int) -> Hit:
    return Hit(
        passage=grain.passages[int(scored.numbers[place])],
        score=float(score[place]),
        dense=float(scored.dense[place]),
        late=float(scored.late[place]),
        lexical=float(scored.lexical[place]),
        synonym=float(scored.synonym[place]),
        dense_rank=int(scored.dense_ranks[place]) or None,
        lexical_rank=int(scored.lexical_ranks[place]) or None,
    )
