"""Combine the evidence for a passage into one score. Pure functions over arrays; higher is better; ties by position."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

LEXICAL_WEIGHT = 0.8  # held-apart dev questions, joint model: 2 .779, 1 .791, .6 .796; one report wants some words
SYNONYM_WEIGHT = 0.2  # best of 0.1, 0.2, 0.4 on the held-apart dev questions
LATE_WEIGHT = 1.0  # held-apart dev questions, MRR@10: 0 .817, .5 .840, 1 .848, 1.5 .846, 2 .841 (English .885 to .935)
BREADCRUMB_WEIGHT = 0.1  # helps recall@10 and lists; more takes first places away (dev questions)


def part_score(own: Floats, parts: Floats, starts: Numbers) -> Floats:
    """Return the mean of each passage's own cosine and that of its best part.

    The parts of passage i are `parts[starts[i]:starts[i + 1]]`, at least one each. Own [.4, .2] with parts
    [.6, .1 | .2] gives [.5, .2].
    """
    if len(own) == 0:
        return own
    return np.asarray((own + np.maximum.reduceat(parts, starts[:-1])) / 2, np.float32)


def fuse(dense: Floats, lexical: Floats, synonym: Floats, breadcrumb: Floats) -> Floats:
    """Return cosine + a x BM25 share + c x BM25 share of the lexicon's other words + b x breadcrumb cosine.

    BM25 counts only as far as the question is really matched (a share of 0..1, see `lexical`), so that one rule serves
    a Chinese question, whose words are in the report, and an English one, whose BM25 ranks mean nothing. Reciprocal
    rank fusion (Cormack et al. 2009) gives those ranks full weight.  .5, .25, .4, .1 gives
    .5 + .8 x .25 + .2 x .4 + .1 x .1 = .79.
    """
    words = LEXICAL_WEIGHT * lexical + SYNONYM_WEIGHT * synonym
    return np.asarray(dense + words + BREADCRUMB_WEIGHT * breadcrumb, np.float32)


def add_late(fused: Floats, late: Floats) -> Floats:
    """Return `fused` + w x the late-interaction score: .8, .5 gives 1.3. It is 0 for passages that are not near."""
    return np.asarray(fused + LATE_WEIGHT * late, np.float32)


def best_first(scores: Floats) -> Numbers:
    """Return positions by falling score, equal scores in order of position: [.1, .3, .3] gives [1, 2, 0]."""
    return np.argsort(-scores, kind="stable")


def ranks(scores: Floats, found: npt.NDArray[np.bool_]) -> Numbers:
    """Return each position's rank by score among those found, from 1; 0 where it is not found."""
    order = best_first(scores)
    order = order[found[order]]
    places = np.zeros(len(scores), np.int64)
    places[order] = np.arange(1, len(order) + 1)
    return places
