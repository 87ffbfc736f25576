"""The first values of the table: what a dictionary says a word means, smaller for words that are everywhere."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.training.examples import Pairs
from index.training.teacher import HalfMatrix, VectorCache
from index.training.tokenizer import unknown_id

Table = npt.NDArray[np.float32]  # (tokens, dim)
_SCALE = 0.3
_FREQUENT = (
    1e-3  # the a of a / (a + p): Arora et al. 2017, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings"
)
_NOISE = 0.02


def initial_table(
    tokenizer: Tokenizer,
    dictionary: Iterable[tuple[str, str]],
    examples: Iterable[Pairs],
    cache: VectorCache,
    vectors: HalfMatrix,
    seed: int,
) -> Table:
    """Return the table to start from.

    A token that is a headword gets the mean teacher vector of its definitions, an English token that is a definition its
    own, both times 0.3 a / (a + p) with p the token's frequency; every other token normal(0, .02); `[UNK]` zero.
    """
    size, dim = tokenizer.get_vocab_size(), vectors.shape[1]
    table: Table = np.random.default_rng(seed).normal(0, _NOISE, (size, dim)).astype(np.float32)
    frequency = _frequencies(examples, size)
    meanings: dict[int, list[int]] = {}
    for chinese, english in dictionary:
        row = int(cache.rows([english])[0])
        for text in (chinese, english):
            token = tokenizer.token_to_id(text)
            if token is not None:
                meanings.setdefault(token, []).append(row)
    for token, rows in meanings.items():
        scale = _SCALE * _FREQUENT / (_FREQUENT + frequency[token])
        table[token] = vectors[rows].astype(np.float32).mean(axis=0) * scale
    table[unknown_id(tokenizer)] = 0
    return table


def _frequencies(examples: Iterable[Pairs], size: int) -> npt.NDArray[np.float64]:
    counts = np.zeros(size)
    for pairs in examples:
        for side in (pairs.left, pairs.right):
            counts += np.bincount(np.concatenate(side), minlength=size)
    frequencies: npt.NDArray[np.float64] = counts / max(counts.sum(), 1)
    return frequencies
