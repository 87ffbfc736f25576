"""Weigh tokens by how rare they are in the loaded documents, so that a vector follows a sentence's telling words.

Pure functions over document frequencies; "document" here means a sentence of the loaded reports.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from index.types import Encoder

# Recall@5 of a report's passages at power 0 / 0.5 / 1, development questions, fused: .72 / .77 / .78. In a collection a
# token's frequency says less of one question; there 0.5 was best.
POWER_ONE_DOCUMENT = 1.0
POWER_COLLECTION = 0.5

Counts = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float32]  # (vocabulary,), positive


@runtime_checkable
class PooledEncoder(Encoder, Protocol):
    """An encoder whose vectors are sums of token rows, so that the rows can be weighed by the loaded documents."""

    @property
    def vocabulary(self) -> int:
        """Return the number of token rows."""
        ...

    def document_frequencies(self, texts: Sequence[str]) -> Counts:
        """Return in how many of `texts` each token occurs: (vocabulary,)."""
        ...

    def weighted(self, weights: Weights) -> Encoder:
        """Return the same encoder with each token's row multiplied by its weight."""
        ...


def inverse_document_frequency(frequencies: npt.ArrayLike, count: int) -> npt.NDArray[np.float64]:
    """Return ln(1 + (n - df + 0.5) / (df + 0.5)) for each document frequency df among n = `count` documents.

    Robertson & Spärck Jones (1976) with Lucene's 1 inside the logarithm, which keeps it positive for 0 <= df <= n.
    For n = 3: df 1 gives ln(1 + 2.5/1.5), df 3 gives ln(1 + 0.5/3.5).
    """
    df = np.asarray(frequencies, dtype=np.float64)
    return np.asarray(np.log1p((count - df + 0.5) / (df + 0.5)))


def pooling_weights(frequencies: npt.ArrayLike, count: int, power: float) -> Weights:
    """Return idf ** power for each token; a token that no document has weighs as much as one that a single one has.

    With no documents every weight is 1.
    """
    df = np.asarray(frequencies, dtype=np.int64)
    if count == 0:
        return np.ones(len(df), dtype=np.float32)
    return np.asarray(inverse_document_frequency(np.maximum(df, 1), count) ** power, dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class IdfFit:
    """Document frequencies as fitted on the loaded documents, kept as (token, frequency) pairs of the tokens seen."""

    tokens: Counts  # (k,), ascending
    frequencies: Counts  # (k,), 1..count
    count: int
    vocabulary: int
    power: float

    def __post_init__(self) -> None:
        if len(self.tokens) != len(self.frequencies) or (len(self.tokens) and self.tokens[-1] >= self.vocabulary):
            raise ValueError(f"{len(self.tokens)} tokens, {len(self.frequencies)} frequencies, {self.vocabulary} rows")

    @classmethod
    def fit(cls, encoder: PooledEncoder, sentences: Sequence[str], power: float) -> "IdfFit":
        """Count in how many of `sentences` each of the encoder's tokens occurs."""
        counts = encoder.document_frequencies(sentences)
        tokens = np.flatnonzero(counts)
        return cls(tokens, counts[tokens], len(sentences), encoder.vocabulary, power)

    def weights(self) -> Weights:
        """Return the weight of every row of the encoder's table."""
        frequencies = np.zeros(self.vocabulary, dtype=np.int64)
        frequencies[self.tokens] = self.frequencies
        return pooling_weights(frequencies, self.count, self.power)

    @property
    def fingerprint(self) -> str:
        """Return a hash that changes whenever the weights would."""
        digest = sha256(f"{self.count} {self.vocabulary} {self.power!r}".encode())
        digest.update(np.ascontiguousarray(self.tokens).tobytes())
        digest.update(np.ascontiguousarray(self.frequencies).tobytes())
        return digest.hexdigest()[:32]
