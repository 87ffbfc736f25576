"""The domain of `index`: two seams (`Encoder`, `VectorIndex`) and the hit that a search returns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from corpus import Passage

Matrix = npt.NDArray[np.float32]  # (n, dim), unit rows (a text without any known token is a zero row)
Retrieval = Literal["bm25", "dense", "fused"]


class Encoder(Protocol):
    """Turn text into unit vectors. `fingerprint` changes whenever the vectors would."""

    @property
    def name(self) -> str:
        """Return the name that manifests and messages show."""
        ...

    @property
    def dim(self) -> int:
        """Return the number of dimensions."""
        ...

    @property
    def fingerprint(self) -> str:
        """Return a hash that changes whenever the vectors would."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Return (n, dim) unit rows for questions."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Return (n, dim) unit rows for passages."""
        ...


class VectorIndex(Protocol):
    """Nearest rows by inner product; higher is better."""

    def __len__(self) -> int: ...
    def add(self, rows: Matrix) -> None:
        """Append rows (n, dim); they are numbered on from the last."""
        ...

    def search(self, query: Matrix, limit: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """Return row numbers and scores, both (n_queries, min(limit, len)), best first."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its reasons: ranks start at 1; a rank is None where that ranking did not find it.

    `dense` is a cosine in [-1, 1], `lexical` the share in [0, 1] of the best BM25 score the question could reach, `synonym`
    the same for what the lexicon calls the question's terms besides, `late` the mean cosine in [0, 1] of the question's tokens
    with the nearest ones of the passage (0 where the model has no token rows).
    """

    passage: Passage
    score: float
    dense: float
    lexical: float
    dense_rank: int | None
    lexical_rank: int | None
    synonym: float = 0.0
    late: float = 0.0
