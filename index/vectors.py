"""One table of vectors for everything that is compared with a question: each distinct text is encoded once.

A text is a passage, a sentence, a heading, a clause or a breadcrumb; passages know theirs by row number.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.static_encoder import unit_rows
from index.types import Encoder, Matrix

Progress = Callable[[int, int], None]  # texts done, texts in all
BATCH = 512  # texts between two reports of progress

Vector = npt.NDArray[np.float32]  # (dim,)


@dataclass(frozen=True, slots=True)
class TextTable:
    """Distinct texts in the order of their first mention, each with its row number."""

    rows: dict[str, int]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "TextTable":
        """Number `texts`: ["a", "b", "a"] gives {"a": 0, "b": 1}."""
        return cls({text: row for row, text in enumerate(dict.fromkeys(texts))})

    def encode(self, encoder: Encoder, progress: Progress | None = None) -> Matrix:
        """Return one unit row for each text."""
        texts = list(self.rows)
        table = np.zeros((len(texts), encoder.dim), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            batch = texts[start : start + BATCH]
            table[start : start + len(batch)] = encoder.encode_passages(batch)
            if progress:
                progress(start + len(batch), len(texts))
        return table


def centre_rows(rows: Matrix, centre: Vector) -> Matrix:
    """Return `rows` less `centre`, scaled to length 1 again; a zero row (nothing known in the text) stays zero.

    What all sentences of one report have in common says nothing about any of them.
    """
    moved = np.where(np.any(rows != 0, axis=1, keepdims=True), rows - centre, 0).astype(np.float32)
    return unit_rows(moved)
