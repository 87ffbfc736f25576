"""Two encoders as one: their vectors side by side, so that a cosine is the mean of both cosines.

The static table knows words, the transformer reads them in their context; they err on different questions.
"""

from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256

import numpy as np

from index.late import TokenEncoder, encode_with_tokens
from index.pooling import Counts, PooledEncoder, Weights
from index.static_encoder import unit_rows
from index.types import Encoder, Matrix


class JointEncoder:
    """A `PooledEncoder` of a table, whose tokens can be weighed, and any second encoder. Rows have length one or zero."""

    def __init__(self, name: str, table: PooledEncoder, second: Encoder, weighted: Encoder | None = None) -> None:
        self._name, self._table, self._second = name, table, second
        self._first: Encoder = weighted or table

    @property
    def name(self) -> str:
        """Return the name it was loaded by."""
        return self._name

    @property
    def table(self) -> Encoder:
        """Return the table alone, unweighted: quick enough for thousands of single words."""
        return self._table

    @property
    def dim(self) -> int:
        """Return the length of a vector: the sum of both."""
        return self._first.dim + self._second.dim

    @property
    def vocabulary(self) -> int:
        """Return the number of the table's rows."""
        return self._table.vocabulary

    @cached_property
    def fingerprint(self) -> str:
        """Return a hash that changes whenever the vectors would."""
        return sha256(f"{self._first.fingerprint} {self._second.fingerprint}".encode()).hexdigest()[:32]

    def document_frequencies(self, texts: Sequence[str]) -> Counts:
        """Return in how many of `texts` each of the table's tokens occurs."""
        return self._table.document_frequencies(texts)

    def weighted(self, weights: Weights) -> "JointEncoder":
        """Return the same encoder with the table's rows multiplied by their weights."""
        return JointEncoder(self._name, self._table, self._second, self._table.weighted(weights))

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Return (len(texts), dim) float32 unit rows."""
        return side_by_side(self._first.encode_queries(texts), self._second.encode_queries(texts))

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Return (len(texts), dim) float32 unit rows."""
        return side_by_side(self._first.encode_passages(texts), self._second.encode_passages(texts))

    @property
    def has_tokens(self) -> bool:
        """Tell whether the second encoder gives the rows of tokens."""
        return isinstance(self._second, TokenEncoder) and self._second.has_tokens

    def encode_with_tokens(self, texts: Sequence[str]) -> tuple[Matrix, list[Matrix]]:
        """Return (len(texts), dim) unit rows and the second encoder's token rows of each text; see `has_tokens`."""
        second, tokens = encode_with_tokens(self._second, texts)
        return side_by_side(self._first.encode_passages(texts), second), tokens


def side_by_side(first: Matrix, second: Matrix) -> Matrix:
    """Return the rows of both as one, scaled to length one: [1, 0] and [0, 1] give [.71, 0, 0, .71]."""
    return unit_rows(np.concatenate([first, second], axis=1))
