"""The passages of one grain with everything that scores them; rows refer to one shared table of vectors.

A passage is compared with the question by its own text and by its parts: a sentence by its clauses, a passage by its
sentences. One formula serves both grains.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corpus import Passage
from index.dense import FlatIndex
from index.fusion import part_score
from index.late import Tokens
from index.lexical import LexicalIndex
from index.types import Matrix, VectorIndex

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Grain:
    """Passages of one grain. All arrays of row numbers point into `table`."""

    passages: tuple[Passage, ...]
    table: Matrix
    own: Numbers  # (passages,): the row of each passage's text
    breadcrumbs: Numbers  # (passages,): the row of its breadcrumb
    parts: Numbers  # rows of the parts, one passage after another
    starts: Numbers  # (passages + 1,): passage i has parts[starts[i]:starts[i + 1]], at least one
    tokens: Tokens  # of all sentences of the documents
    spans: Numbers  # (passages, 2): the first of a passage's sentences and one past its last
    lexical: LexicalIndex

    @cached_property
    def vectors(self) -> VectorIndex:
        """Return the vector index over the passages' own rows."""
        index = FlatIndex(self.table.shape[1])
        index.add(self.table[self.own])
        return index

    def dense(self, query: Matrix, numbers: Numbers) -> Floats:
        """Return the mean of own and best-part cosine with `query` (1, dim) of the passages `numbers`."""
        lengths = self.starts[numbers + 1] - self.starts[numbers]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        places = np.repeat(self.starts[numbers] - starts[:-1], lengths) + np.arange(starts[-1])
        own = self.table[self.own[numbers]] @ query[0]
        return part_score(own, self.table[self.parts[places]] @ query[0], starts)

    def late(self, tokens: Matrix, numbers: Numbers) -> Floats:
        """Return how well the passages `numbers` match the question's `tokens` (n, token dim) one by one."""
        return self.tokens.scores(tokens, self.spans[numbers])

    def breadcrumb(self, query: Matrix, numbers: Numbers) -> Floats:
        """Return the cosine of the breadcrumbs of the passages `numbers` with `query`."""
        rows, inverse = np.unique(self.breadcrumbs[numbers], return_inverse=True)
        return np.asarray((self.table[rows] @ query[0])[inverse], np.float32)


def group_parts(parts: Sequence[Sequence[int]], own: Sequence[int]) -> tuple[Numbers, Numbers]:
    """Return the rows of all parts and where each passage's begin; a passage without parts is its own part.

    Parts [[7, 8], []] of passages with own rows [1, 2] give [7, 8, 2] and [0, 2, 3].
    """
    filled = [rows or [row] for rows, row in zip(parts, own, strict=True)]
    starts = np.cumsum([0, *map(len, filled)], dtype=np.int64)
    return np.asarray([row for rows in filled for row in rows], np.int64), starts


def sentences_within(passages: Sequence[Passage], sentences: Sequence[Passage]) -> list[list[int]]:
    """Return for each passage the numbers of the sentences that begin inside it; both are in the order of the text."""
    numbers: dict[str, list[int]] = {}
    for number, sentence in enumerate(sentences):
        numbers.setdefault(sentence.document_id, []).append(number)
    starts = {document: [sentences[number].start for number in found] for document, found in numbers.items()}
    within = []
    for passage in passages:
        places = starts.get(passage.document_id, [])
        low, high = bisect_left(places, passage.start), bisect_left(places, passage.end)
        within.append(numbers.get(passage.document_id, [])[low:high])
    return within
