"""Train the table: distil the teacher into both languages, and pull questions to the passages that answer them.

Loss = (1 - cos(z, t)) + .5 (1 - cos(e, t)) + .3 (NCE(z, t) + NCE(z, e)) + .5 NCE(q, p) with z Chinese, e English, t the
teacher's vector of the English side (Reimers & Gurevych 2020), q, p a question and its passage, and NCE the in-batch
contrastive loss at temperature .05 (van den Oord et al. 2018), pairs with the same English side masked. One Chinese side
in ten is cut by characters, so that a word without a row is still read by them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from index.training.cutting import cut
from index.training.examples import Ids, Pairs
from index.training.initialise import Table
from index.training.teacher import HalfMatrix

TEMPERATURE = 0.05
_FINAL_RATE = 0.02  # of the first learning rate
_CUT_SHARE = 0.1  # of Chinese sides are cut by characters


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how: `batch` translation pairs and `passage_batch` question-passage pairs of one source a step."""

    steps: int = 900
    batch: int = 2048
    passage_batch: int = 192
    rate: float = 3e-3
    warm_up: int = 50
    seed: int = 0


def train_table(
    table: Table,
    translations: Sequence[Pairs],
    passages: Sequence[Pairs],
    vectors: HalfMatrix,
    pieces: Sequence[Ids],
    unknown: int,
    plan: Plan,
    report: Callable[[int, float], None] = lambda step, loss: None,
) -> Table:
    """Return the trained table; `report` hears of the step and its loss. The same inputs give the same table.

    `pieces` holds for each token the tokens of its characters (`cutting.character_pieces`).
    """
    torch.manual_seed(plan.seed)
    random = np.random.default_rng(plan.seed)
    bag = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(table.copy()), freeze=False, mode="mean")
    optimizer = torch.optim.Adam(bag.parameters(), lr=plan.rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, plan))
    shares = _shares([len(pairs.left) * pairs.source.weight for pairs in translations])
    passage_shares = _shares([len(pairs.left) ** 0.7 for pairs in passages])
    for step in range(plan.steps):
        loss = _translation_loss(bag, translations, shares, vectors, pieces, plan.batch, random)
        if passages:
            source = passages[int(random.choice(len(passages), p=passage_shares))]
            loss = loss + 0.5 * _passage_loss(bag, source, plan.passage_batch, random)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        if bag.weight.grad is not None:
            bag.weight.grad[unknown] = 0
        optimizer.step()
        schedule.step()
        report(step, float(loss.detach()))
    trained: Table = bag.weight.detach().numpy()
    return trained


def _rate(step: int, plan: Plan) -> float:
    """Return the factor of the learning rate: linear up over `warm_up` steps, then linear down to 2%."""
    up = min(1.0, (step + 1) / plan.warm_up)
    return up * (1 - (1 - _FINAL_RATE) * max(0, step - plan.warm_up) / max(1, plan.steps - plan.warm_up))


def _shares(sizes: list[float]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.asarray(sizes, np.float64) / sum(sizes)


def _translation_loss(
    bag: torch.nn.EmbeddingBag,
    translations: Sequence[Pairs],
    shares: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    vectors: HalfMatrix,
    pieces: Sequence[Ids],
    batch: int,
    random: np.random.Generator,
) -> torch.Tensor:
    chosen = [
        (source, int(random.integers(len(source.left))))
        for source in (translations[place] for place in random.choice(len(translations), batch, p=shares))
    ]
    rows = np.array([source.targets[i] for source, i in chosen])
    target = torch.from_numpy(vectors[rows].astype(np.float32))
    by_characters = random.random(batch) < _CUT_SHARE
    left = [source.left[i] for source, i in chosen]
    left = [cut(text, pieces) if short else text for text, short in zip(left, by_characters, strict=True)]
    chinese = _embed(bag, left)
    english = _embed(bag, [source.right[i] for source, i in chosen])
    same = torch.from_numpy((rows[:, None] == rows[None, :]) & ~np.eye(batch, dtype=bool))
    loss = (1 - (chinese * target).sum(1)).mean() + 0.5 * (1 - (english * target).sum(1)).mean()
    return loss + 0.3 * (_contrast(chinese, target, same) + _contrast(chinese, english, same))


def _passage_loss(bag: torch.nn.EmbeddingBag, source: Pairs, batch: int, random: np.random.Generator) -> torch.Tensor:
    chosen = random.choice(len(source.left), min(batch, len(source.left)), replace=False)
    return _contrast(
        _embed(bag, [source.left[i] for i in chosen]), _embed(bag, [source.right[i] for i in chosen]), None
    )


def _embed(bag: torch.nn.EmbeddingBag, texts: Sequence[Ids]) -> torch.Tensor:
    offsets = np.cumsum([0, *(len(text) for text in texts[:-1])])
    mean = bag(torch.from_numpy(np.concatenate(texts)), torch.from_numpy(offsets))
    return functional.normalize(mean, dim=1)


def _contrast(left: torch.Tensor, right: torch.Tensor, same: torch.Tensor | None) -> torch.Tensor:
    """Return the mean of both directions' cross entropy; the pairs marked `same` are no negatives."""
    scores = left @ right.T / TEMPERATURE
    if same is not None:
        scores = scores.masked_fill(same, -1e9)
    truth = torch.arange(len(left))
    return (functional.cross_entropy(scores, truth) + functional.cross_entropy(scores.T, truth)) / 2
