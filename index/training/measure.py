"""Measure a written model on the pairs that were kept out of its training."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.encoders import load_encoder
from index.training import domain_pairs
from index.training.examples import HeldOut
from index.training.sources import Data
from index.types import Encoder

Scores = dict[str, float]
Pair = tuple[str, str]


def measure(folder: Path, held: HeldOut, data: Data) -> dict[str, Scores]:
    """Return recall@1 and MRR@10 of plain vectors of whole texts: English -> Chinese sentences, encyclopedic questions ->
    passages, and the held-apart plain questions -> official sentences, `dev` and `test` questions apart among all."""
    encoder = load_encoder(str(folder))
    apart = {split: domain_pairs.read_questions([split], data.pairs) for split in ("dev", "test")}
    sentences = [sentence for pairs in apart.values() for _, sentence in pairs]
    tasks: dict[str, tuple[Sequence[Pair], Sequence[str]]] = {
        "English -> Chinese sentence": ([(e, z) for z, e in held.translations], [z for z, _ in held.translations]),
        "Chinese question -> passage": (held.passages, [text for _, text in held.passages]),
        "plain question -> official sentence, dev": (apart["dev"], sentences),
        "plain question -> official sentence, test": (apart["test"], sentences),
    }
    return {name: rank_pairs(encoder, pairs, texts) for name, (pairs, texts) in tasks.items() if pairs}


def rank_pairs(encoder: Encoder, pairs: Sequence[Pair], texts: Sequence[str]) -> Scores:
    """Return recall@1 and MRR@10 of finding the right side of each pair among the distinct `texts` by cosine."""
    distinct = list(dict.fromkeys(texts))
    place = {text: number for number, text in enumerate(distinct)}
    scores = encoder.encode_queries([query for query, _ in pairs]) @ encoder.encode_passages(distinct).T
    own = scores[np.arange(len(pairs)), [place[text] for _, text in pairs]]
    ranks: npt.NDArray[np.int64] = (scores >= own[:, None]).sum(axis=1)  # of equal scores the own text comes last
    return {
        "queries": float(len(pairs)),
        "texts": float(len(distinct)),
        "recall@1": float((ranks == 1).mean()),
        "mrr@10": float(np.where(ranks <= 10, 1 / ranks, 0.0).mean()),
    }
