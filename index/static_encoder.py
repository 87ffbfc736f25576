"""Encode text with a static table: the sum of its tokens' rows, scaled to length 1. NumPy alone, no torch."""

from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.characters import replace_surrogates
from index.pooling import Counts, Weights
from index.static_folder import StaticFolder, read_static_folder
from index.types import Matrix


class StaticEncoder:
    """An `Encoder` over a static sentence-transformers folder; queries and passages are encoded alike.

    Unweighted, its vectors equal `SentenceTransformer(folder).encode(texts, normalize_embeddings=True)` to 1e-6 (the
    mean of rows has the direction of their sum; in texts of a thousand tokens the mean's own rounding grows to 5e-6).
    A text without any known token is a zero row.
    """

    def __init__(self, name: str, folder: StaticFolder, weights: Weights | None = None) -> None:
        if weights is not None and weights.shape != folder.scales.shape:
            raise ValueError(f"{weights.shape} token weights for {folder.scales.shape} rows")
        self._name = name
        self._folder = folder
        self._weights = weights
        self._scales = folder.scales if weights is None else folder.scales * weights

    @classmethod
    def load(cls, folder: str | Path, name: str | None = None) -> "StaticEncoder":
        """Read the model in `folder`; raises EncoderError naming the file that is missing or broken."""
        return cls(name or str(folder), read_static_folder(Path(folder)))

    @property
    def name(self) -> str:
        """Return the name it was loaded by."""
        return self._name

    @property
    def dim(self) -> int:
        """Return the length of a vector."""
        return int(self._folder.table.shape[1])

    @property
    def vocabulary(self) -> int:
        """Return the number of rows of the table."""
        return len(self._folder.table)

    @cached_property
    def fingerprint(self) -> str:
        """Return a hash of the model's files and of the token weights."""
        if self._weights is None:
            return self._folder.fingerprint
        return sha256(self._folder.fingerprint.encode() + self._weights.tobytes()).hexdigest()[:32]

    def weighted(self, weights: Weights) -> "StaticEncoder":
        """Return the same encoder with each token's row multiplied by its weight, in queries and passages alike."""
        return StaticEncoder(self._name, self._folder, weights)

    def document_frequencies(self, texts: Sequence[str]) -> Counts:
        """Return in how many of `texts` each token occurs: (vocabulary,), 0..len(texts)."""
        counts = np.zeros(self.vocabulary, dtype=np.int64)
        for tokens in self._tokenize(texts):
            counts[np.unique(tokens)] += 1
        return counts

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Return (len(texts), dim) float32 unit rows."""
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Return (len(texts), dim) float32 unit rows."""
        return self._encode(texts)

    def _tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        safe = [replace_surrogates(text) for text in texts]
        return [encoding.ids for encoding in self._folder.tokenizer.encode_batch_fast(safe, add_special_tokens=False)]

    def _encode(self, texts: Sequence[str]) -> Matrix:
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, tokens in zip(rows, self._tokenize(texts), strict=True):
            if tokens:
                # One text at a time: its vector cannot depend on its neighbours, and only its rows are dequantised.
                distinct, counts = np.unique(tokens, return_counts=True)
                amounts = (counts * self._scales[distinct]).astype(np.float32)
                row[:] = amounts @ self._folder.table[distinct].astype(np.float32)
        return unit_rows(rows)


def unit_rows(rows: Matrix) -> Matrix:
    """Return `rows` scaled to length 1; a zero row stays zero."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Matrix = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return scaled
