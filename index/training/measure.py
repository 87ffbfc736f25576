"""Measure a written model on the pairs that were held out of its training."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.static_encoder import StaticEncoder
from index.training.examples import HeldOut

Scores = dict[str, float]


def measure(folder: Path, held: HeldOut) -> dict[str, Scores]:
    """Return recall@1 and MRR@10 of English -> Chinese sentences and of question -> passage among the held-out texts."""
    encoder = StaticEncoder.load(folder)
    figures = {}
    for name, pairs in (
        ("English -> Chinese sentence", tuple((english, chinese) for chinese, english in held.translations)),
        ("Chinese question -> passage", held.passages),
    ):
        if pairs:
            figures[name] = _retrieval(encoder, pairs)
    return figures


def _retrieval(encoder: StaticEncoder, pairs: tuple[tuple[str, str], ...]) -> Scores:
    texts = list(dict.fromkeys(text for _, text in pairs))
    place = {text: number for number, text in enumerate(texts)}
    scores = encoder.encode_queries([query for query, _ in pairs]) @ encoder.encode_passages(texts).T
    own = scores[np.arange(len(pairs)), [place[text] for _, text in pairs]]
    ranks: npt.NDArray[np.int64] = (scores > own[:, None]).sum(axis=1) + 1
    return {
        "queries": float(len(pairs)),
        "texts": float(len(texts)),
        "recall@1": float((ranks == 1).mean()),
        "mrr@10": float(np.where(ranks <= 10, 1 / ranks, 0.0).mean()),
    }
