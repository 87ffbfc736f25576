"""Compare a question with passages token by token (late interaction, Khattab & Zaharia 2020, ColBERT).

A vector says what a sentence is about as a whole; a long sentence that answers in one clause hides it there. The tokens' own
rows do not: each token of the question looks for its nearest one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from index.types import Encoder, Matrix

Numbers = npt.NDArray[np.int64]
HalfMatrix = npt.NDArray[np.float16]  # half the memory; a row moves by less than one in a thousand


@runtime_checkable
class TokenEncoder(Encoder, Protocol):
    """An encoder that can give the unit rows of a text's tokens beside the text's own."""

    @property
    def has_tokens(self) -> bool:
        """Tell whether it was trained to."""
        ...

    def encode_with_tokens(self, texts: Sequence[str]) -> tuple[Matrix, list[Matrix]]:
        """Return (len(texts), dim) unit rows and each text's (tokens, token dim) unit rows."""
        ...


def encode_with_tokens(encoder: Encoder, texts: Sequence[str]) -> tuple[Matrix, list[Matrix]]:
    """Return the rows of `texts` and those of their tokens, no token rows where `encoder` has none."""
    if isinstance(encoder, TokenEncoder) and encoder.has_tokens:
        return encoder.encode_with_tokens(texts)
    return encoder.encode_passages(texts), [np.zeros((0, 1), np.float32)] * len(texts)


def read_question(encoder: Encoder, question: str) -> tuple[Matrix, Matrix]:
    """Return the row (1, dim) of `question` and the rows of its tokens, none where `encoder` has no such rows."""
    if isinstance(encoder, TokenEncoder) and encoder.has_tokens:
        vector, (rows,) = encoder.encode_with_tokens([question])
        return vector, rows
    return encoder.encode_queries([question]), np.zeros((0, 1), np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The token rows of sentences, one after another: sentence i has `rows[starts[i]:starts[i + 1]]`."""

    rows: HalfMatrix
    starts: Numbers  # (sentences + 1,)

    @classmethod
    def of(cls, sentences: Sequence[Matrix]) -> "Tokens":
        """Put the rows of `sentences` (tokens, dim) behind one another."""
        starts = np.cumsum([0, *map(len, sentences)], dtype=np.int64)
        rows = np.concatenate(sentences) if sentences else np.zeros((0, 1), np.float32)
        return cls(rows.astype(np.float16), starts)

    def scores(self, question: Matrix, spans: Numbers) -> npt.NDArray[np.float32]:
        """Return for each run of sentences `spans` (n, 2), first and one past the last, the mean over the question's
        tokens of the best cosine among the run's tokens, from 0 (a negative mean counts as 0, a run without tokens too).

        A question of rows [1, 0] and [0, 1] scores (1 + .6) / 2 = .8 with a run of rows [1, 0] and [.8, .6].
        """
        found = np.zeros(len(spans), np.float32)
        firsts, lasts = self.starts[spans[:, 0]], self.starts[spans[:, 1]]
        full = np.flatnonzero(lasts > firsts)
        if not len(full) or not len(question):
            return found
        lengths = lasts[full] - firsts[full]
        begins = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
        places = np.repeat(firsts[full] - begins, lengths) + np.arange(int(lengths.sum()))
        likeness = question @ self.rows[places].astype(np.float32).T
        found[full] = np.maximum.reduceat(likeness, begins, axis=1).mean(axis=0)
        return np.maximum(found, 0)
