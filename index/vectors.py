"""One table of vectors for everything that is compared with a question: each distinct text is encoded once.

A text is a passage, a sentence, a heading, a clause or a breadcrumb; passages know theirs by row number.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.late import encode_with_tokens
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

    def encode(
        self, encoder: Encoder, progress: Progress | None = None, by_token: Iterable[str] = ()
    ) -> tuple[Matrix, dict[str, Matrix]]:
        """Return one unit row for each text, and the rows of their tokens for the texts `by_token`."""
        read_by_token = set(by_token)
        tokens: dict[str, Matrix] = {}
        table = np.zeros((len(self.rows), encoder.dim), dtype=np.float32)
        ordered = sorted(self.rows, key=lambda text: text not in read_by_token)
        for start in range(0, len(ordered), BATCH):
            batch = ordered[start : start + BATCH]
            long, short = ([t for t in batch if (t in read_by_token) is wanted] for wanted in (True, False))
            table[[self.rows[text] for text in short]] = encoder.encode_passages(short)
            rows, found = encode_with_tokens(encoder, long)
            table[[self.rows[text] for text in long]] = rows
            tokens.update(zip(long, found, strict=True))
            if progress:
                progress(start + len(batch), len(ordered))
        return table, tokens


def centre_rows(rows: Matrix, centre: Vector) -> Matrix:
    """Return `rows` less `centre`, scaled to length 1 again; a zero row (nothing known in the text) stays zero.

    What all sentences of one report have in common says nothing about any of them.
    """
    moved = np.where(np.any(rows != 0, axis=1, keepdims=True), rows - centre, 0).astype(np.float32)
    return unit_rows(moved)
