"""Rank passages by BM25 (Robertson & Zaragoza 2009), as a share of the best score the question could reach.

bm25s computes the weight of each token in each passage once, as a sparse matrix; a query is the sum of its tokens'
columns. That sum is taken here, so that a loaded index answers without importing bm25s (and SciPy with it).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.pooling import inverse_document_frequency

# Anserini's defaults (Yang, Fang & Lin 2017); on reports and on collections as good as 1.5 and 0.75 or a little better.
K1 = 0.9  # how soon repeating a word stops counting
B = 0.4  # how much long passages are held back

Scores = npt.NDArray[np.float32]  # (passages,), 0..1
_ARRAYS = ("data", "indices", "indptr")


@dataclass(frozen=True, slots=True, eq=False)
class LexicalIndex:
    """BM25 weights of every (token, passage) pair, by token: those of token t are `data[indptr[t]:indptr[t + 1]]`."""

    vocabulary: Mapping[str, int]
    data: npt.NDArray[np.float32]
    indices: npt.NDArray[np.int32]  # passage numbers
    indptr: npt.NDArray[np.int64]  # (len(vocabulary) + 1,)
    count: int  # passages

    def __len__(self) -> int:
        return self.count

    @classmethod
    def build(cls, passages: Sequence[Sequence[str]], k1: float = K1, b: float = B) -> "LexicalIndex":
        """Index the token lists of passages, in their order."""
        vocabulary: dict[str, int] = {}
        numbers = [[vocabulary.setdefault(token, len(vocabulary)) for token in tokens] for tokens in passages]
        if not vocabulary:
            return cls({}, np.zeros(0, np.float32), np.zeros(0, np.int32), np.zeros(1, np.int64), len(passages))
        matrix = _weigh(numbers, vocabulary, k1, b)
        return cls(
            vocabulary,
            np.asarray(matrix["data"], np.float32),
            np.asarray(matrix["indices"], np.int32),
            np.asarray(matrix["indptr"], np.int64),
            len(passages),
        )

    def scores(self, tokens: Sequence[str]) -> Scores:
        """Return each passage's BM25 score over the best possible: (passages,), 0 where no token is shared.

        The best possible is the sum of the idf of the query's distinct tokens (a token's weight, idf x tf / (tf + K),
        stays below its idf); a token that no passage has counts there with the largest idf of all. With the factor
        k1 + 1 that some write before BM25, both sides grow alike and the share is the same.
        """
        distinct = list(dict.fromkeys(tokens))
        known = [self.vocabulary[token] for token in distinct if token in self.vocabulary]
        if not known:
            return np.zeros(self.count, np.float32)
        idf = inverse_document_frequency(np.diff(self.indptr), self.count)
        best = float(idf[known].sum() + (len(distinct) - len(known)) * idf.max())
        spans = [slice(self.indptr[number], self.indptr[number + 1]) for number in known]
        indices = np.concatenate([self.indices[span] for span in spans])
        weights = np.concatenate([self.data[span] for span in spans])
        return (np.bincount(indices, weights, minlength=self.count) / best).astype(np.float32)

    def save(self, folder: Path) -> None:
        """Write the arrays as .npy and the vocabulary as JSON into `folder`, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)
        words = sorted(self.vocabulary, key=self.vocabulary.__getitem__)
        (folder / "vocabulary.json").write_text(json.dumps(words, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path, count: int) -> "LexicalIndex":
        """Read what `save` wrote; raises OSError or ValueError where it is not that."""
        data, indices, indptr = (np.load(folder / f"{name}.npy", allow_pickle=False) for name in _ARRAYS)
        words = json.loads((folder / "vocabulary.json").read_text("utf-8"))
        if len(indptr) != len(words) + 1 or len(data) != len(indices) or indptr[-1] != len(data):
            raise ValueError(f"{len(words)} words, {len(indptr)} columns, {len(data)} weights do not fit together")
        return cls({word: number for number, word in enumerate(words)}, data, indices, indptr, count)


def _weigh(numbers: list[list[int]], vocabulary: dict[str, int], k1: float, b: float) -> dict[str, Any]:
    """Return the sparse matrix of bm25s: Lucene's variant, idf x tf / (tf + k1 (1 - b + b length / mean length))."""
    import logging

    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG on import
    engine = bm25s.BM25(k1=k1, b=b, method="lucene")
    engine.index((numbers, dict(vocabulary)), create_empty_token=False, show_progress=False)
    scores: dict[str, Any] = engine.scores
    return scores
