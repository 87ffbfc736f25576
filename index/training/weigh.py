"""Fold into each row how telling its token is, so that a plain mean follows the rare words of a text.

The square root of the inverse document frequency over the training texts (index.pooling weighs by the loaded documents on top
of it). Measured on held-out encyclopedic questions: MRR@10 .782 -> .794 Chinese, .559 -> .582 English questions; power 1 gives
.810 and .583, but takes .017 from plain questions on official sentences.
"""

import numpy as np
import numpy.typing as npt

from index.pooling import inverse_document_frequency
from index.training.examples import Examples, Ids
from index.training.initialise import Table

POWER = 0.5


def token_weights(examples: Examples, size: int) -> npt.NDArray[np.float32]:
    """Return idf ** POWER of each of `size` tokens over the texts of all pairs but the dictionaries'; the median of those seen is 1."""
    frequencies = np.zeros(size)
    count = 0
    for text in _texts(examples):
        frequencies[np.unique(text)] += 1
        count += 1
    weights = inverse_document_frequency(frequencies, count) ** POWER
    seen = weights[frequencies > 0]
    return np.asarray(weights / (np.median(seen) if len(seen) else 1.0), np.float32)


def weigh_rows(table: Table, weights: npt.NDArray[np.float32]) -> Table:
    """Return `table` (tokens, dim) with each row times its weight."""
    weighed: Table = table * weights[:, None]
    return weighed


def _texts(examples: Examples) -> list[Ids]:
    kinds = (examples.translations, examples.passages, examples.questions)
    sources = [pairs for kind in kinds for pairs in kind if pairs.source.kind != "dictionary"]
    texts = [text for pairs in sources for side in (pairs.left, pairs.right) for text in side]
    return list({text.tobytes(): text for text in texts}.values())
