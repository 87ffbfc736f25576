"""Train late interaction: every token of a question looks for its nearest token of the sentence (Khattab & Zaharia 2020, ColBERT).

score(q, s) = mean over the tokens i of q of max over the tokens j of s of cos(P h_i, P h_j), h the last hidden states and P
a projection to `TOKEN_DIM` dimensions that starts as the principal axes of the model's own token vectors.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch.nn import functional

from index.compact_folder import TOKEN_DIM

TEMPERATURE = 0.03  # the best tokens of wrong sentences are near: .02 to .05 make little difference


def first_head(rows: np.ndarray) -> torch.Tensor:
    """Return the projection (TOKEN_DIM, dim) onto the principal axes of `rows` (tokens, dim), scaled to length one first."""
    unit = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    _, axes = np.linalg.eigh(unit.T @ unit)
    return torch.from_numpy(np.ascontiguousarray(axes[:, ::-1][:, :TOKEN_DIM].T.astype(np.float32)))


def late_scores(left: Sequence[torch.Tensor], right: Sequence[torch.Tensor]) -> torch.Tensor:
    """Return the scores (len(left), len(right)) of texts given as unit rows of their tokens (tokens, TOKEN_DIM)."""
    longest = max(map(len, right))
    padded = torch.stack([functional.pad(rows, (0, 0, 0, longest - len(rows))) for rows in right])
    known = torch.arange(longest) < torch.tensor([len(rows) for rows in right])[:, None]
    likeness = torch.cat(list(left)) @ padded.flatten(0, 1).T
    best = likeness.view(-1, len(right), longest).masked_fill(~known, -1.0).amax(2)
    return torch.stack([rows.mean(0) for rows in torch.split(best, [len(rows) for rows in left])])


def late_contrast(left: Sequence[torch.Tensor], right: Sequence[torch.Tensor]) -> torch.Tensor:
    """Return the mean of both directions' cross entropy; text i of `left` belongs to text i of `right`."""
    scores = late_scores(left, right) / TEMPERATURE
    truth = torch.arange(len(left))
    return (functional.cross_entropy(scores, truth) + functional.cross_entropy(scores.T, truth)) / 2
