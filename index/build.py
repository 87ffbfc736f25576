"""Build the searchable parts of an index from documents: fit the token weights, encode once, group by grain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from corpus import Document, Passage, make_passages, split_clauses
from index.grain import Grain, group_parts, sentences_within
from index.late import Tokens
from index.lexical import LexicalIndex
from index.pooling import POWER_COLLECTION, POWER_ONE_DOCUMENT, IdfFit, PooledEncoder
from index.tokens import tokenize
from index.types import Encoder, Matrix
from index.vectors import Progress, TextTable, Vector, centre_rows


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What an index consists of besides its documents and its encoder."""

    sentences: Grain  # sentences and headings
    passages: Grain
    idf: IdfFit | None  # None where the encoder's rows cannot be weighed
    centre: Vector | None  # None for a collection

    @property
    def table(self) -> Matrix:
        """Return the vectors that both grains share."""
        return self.sentences.table


def build_parts(documents: Sequence[Document], encoder: Encoder, progress: Progress | None = None) -> Parts:
    """Cut `documents` into passages and encode them; `progress` hears of texts done and texts in all."""
    every = [passage for document in documents for passage in make_passages(document)]
    fine = tuple(passage for passage in every if passage.kind != "passage")
    coarse = tuple(passage for passage in every if passage.kind == "passage")
    idf = fit_idf(encoder, [passage.text for passage in fine], len(documents))
    clauses = [[passage.text[start:end] for start, end in split_clauses(passage.text)] for passage in fine]
    texts = TextTable.of(_texts_of(coarse, fine, clauses))
    table, by_token = texts.encode(pooled(encoder, idf), progress, (passage.text for passage in fine))
    tokens = Tokens.of([by_token[passage.text] for passage in fine])
    own = _rows(texts, (passage.text for passage in fine))
    centre = None
    if len(documents) == 1 and len(own):
        centre = table[own].mean(axis=0)
        table = centre_rows(table, centre)
    parts = [_rows(texts, group) for group in clauses]
    sentences = _grain(fine, table, texts, parts, tokens, [[number] for number in range(len(fine))])
    within = sentences_within(coarse, fine)
    passages = _grain(coarse, table, texts, [[own[number] for number in numbers] for numbers in within], tokens, within)
    return Parts(sentences, passages, idf, centre)


def fit_idf(encoder: Encoder, sentences: Sequence[str], documents: int) -> IdfFit | None:
    """Fit token weights on `sentences`, for an encoder that can use them."""
    if not isinstance(encoder, PooledEncoder):
        return None
    return IdfFit.fit(encoder, sentences, POWER_ONE_DOCUMENT if documents == 1 else POWER_COLLECTION)


def pooled(encoder: Encoder, idf: IdfFit | None) -> Encoder:
    """Return `encoder` with the fitted token weights."""
    return encoder.weighted(idf.weights()) if idf and isinstance(encoder, PooledEncoder) else encoder


def _texts_of(coarse: Iterable[Passage], fine: Iterable[Passage], clauses: Iterable[Iterable[str]]) -> Iterable[str]:
    for passages in (coarse, fine):
        for passage in passages:
            yield passage.text
            yield passage.breadcrumb
    for group in clauses:
        yield from group


def _rows(texts: TextTable, wanted: Iterable[str]) -> list[int]:
    return [texts.rows[text] for text in wanted]


def _grain(
    passages: tuple[Passage, ...],
    table: Matrix,
    texts: TextTable,
    parts: Sequence[Sequence[int]],
    tokens: Tokens,
    sentences: Sequence[Sequence[int]],
) -> Grain:
    own = _rows(texts, (passage.text for passage in passages))
    rows, starts = group_parts(parts, own)
    return Grain(
        passages=passages,
        table=table,
        own=np.asarray(own, np.int64),
        breadcrumbs=np.asarray(_rows(texts, (passage.breadcrumb for passage in passages)), np.int64),
        parts=rows,
        starts=starts,
        tokens=tokens,
        spans=np.asarray([(n[0], n[-1] + 1) if n else (0, 0) for n in sentences], np.int64).reshape(-1, 2),
        lexical=LexicalIndex.build([tokenize(passage.text) for passage in passages]),
    )
