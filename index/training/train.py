"""Train the table: distil the teacher into both languages, and pull questions to the texts that answer them.

Loss = (1 - cos(z, t)) + .5 (1 - cos(e, t)) + .3 (NCE(z, t) + NCE(z, e)) + NCE(q, p) + .5 NCE(d, s) with z Chinese, e
English, t the teacher's vector of the English side (Reimers & Gurevych 2020), q, p a question and its passage of one
public source, d, s a plain question and its official sentence, and NCE the in-batch contrastive loss at temperature .05
(van den Oord et al. 2018), pairs with the same right side masked. One Chinese side in ten is cut by characters, so that
a word without a row is still read by them; tokens of questions and passages are dropped at random, so that no answer
hangs on a single word. A thousand sentences of all topics in a batch hold the near misses; wrong sentences mined by BM25 or by the model itself
were tried and gave nothing more.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from index.training.cutting import cut
from index.training.examples import Examples, Ids, Pairs
from index.training.initialise import Table
from index.training.row_adam import RowAdam
from index.training.teacher import HalfMatrix

TEMPERATURE = 0.05
_FINAL_RATE = 0.02  # of the first learning rate
_CUT_SHARE = 0.1  # of Chinese sides are cut by characters


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how: `batch` translation pairs, `passage_batch` question-passage pairs of one source and
    `question_batch` plain questions a step; `drop` is the share of tokens left out of the last two."""

    steps: int = 800
    batch: int = 2048
    passage_batch: int = 512
    question_batch: int = 1024
    drop: float = 0.2
    rate: float = 3e-3
    warm_up: int = 50
    seed: int = 0


class _Sampler:
    """Draws the pairs of each step; the same seed draws the same ones."""

    def __init__(self, examples: Examples, pieces: Sequence[Ids], plan: Plan) -> None:
        self.examples, self._pieces, self._plan = examples, pieces, plan
        self.random = np.random.default_rng(plan.seed)
        self._shares = shares([len(pairs.left) * pairs.source.weight for pairs in examples.translations])
        self._passage_shares = shares([len(pairs.left) ** 0.7 for pairs in examples.passages])
        self._asking = [by_target(pairs) for pairs in examples.questions]

    def translations(self) -> tuple[list[Ids], list[Ids], Ids]:
        """Return Chinese sides, English sides and the rows of the teacher's vectors."""
        sources, batch = self.examples.translations, self._plan.batch
        chosen = [
            (source, int(self.random.integers(len(source.left))))
            for source in (sources[place] for place in self.random.choice(len(sources), batch, p=self._shares))
        ]
        by_characters = self.random.random(batch) < _CUT_SHARE
        left = [source.left[i] for source, i in chosen]
        left = [cut(text, self._pieces) if short else text for text, short in zip(left, by_characters, strict=True)]
        return left, [source.right[i] for source, i in chosen], np.array([source.targets[i] for source, i in chosen])

    def passages(self) -> Iterator[tuple[list[Ids], list[Ids], Ids]]:
        """Yield questions, passages and the passages' numbers, of one public source."""
        sources = self.examples.passages
        if sources:
            source = sources[int(self.random.choice(len(sources), p=self._passage_shares))]
            size = min(self._plan.passage_batch, len(source.left))
            chosen = self.random.choice(len(source.left), size, replace=False)
            yield (
                [self._thinned(source.left[i]) for i in chosen],
                [self._thinned(source.right[i]) for i in chosen],
                source.targets[chosen],
            )

    def questions(self) -> Iterator[tuple[list[Ids], list[Ids]]]:
        """Yield plain questions and their sentences, one question a sentence."""
        for pairs, asking in zip(self.examples.questions, self._asking, strict=True):
            size = min(self._plan.question_batch, len(asking))
            sentences = self.random.choice(len(asking), size, replace=False)
            chosen = [int(self.random.choice(asking[place])) for place in sentences]
            yield [self._thinned(pairs.left[i]) for i in chosen], [self._thinned(pairs.right[i]) for i in chosen]

    def _thinned(self, text: Ids) -> Ids:
        return thin(text, self._plan.drop, self.random)


def thin(text: Ids, share: float, random: np.random.Generator) -> Ids:
    """Return `text` without a random `share` of its tokens, never empty."""
    kept = text[random.random(len(text)) >= share]
    return kept if len(kept) else text


def train_table(
    table: Table,
    examples: Examples,
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
    rows = torch.from_numpy(table.copy())
    optimizer = RowAdam(rows)
    sampler = _Sampler(examples, pieces, plan)
    place = np.zeros(len(table), np.int64)
    for step in range(plan.steps):
        chinese, english, targets = sampler.translations()
        groups = [chinese, english]
        passages, questions = list(sampler.passages()), list(sampler.questions())
        groups += [side for pair in (*(p[:2] for p in passages), *questions) for side in pair]
        touched = np.unique(np.concatenate([text for group in groups for text in group]))
        place[touched] = np.arange(len(touched))
        touched_rows = torch.from_numpy(touched)
        part = rows[touched_rows].requires_grad_()
        loss = _translation_loss(part, place, chinese, english, targets, vectors)
        for left, right, numbers in passages:
            loss = loss + contrast(embed(part, place, left), embed(part, place, right), same_text(numbers))
        for left, right in questions:
            loss = loss + 0.5 * contrast(embed(part, place, left), embed(part, place, right))
        loss.backward()  # type: ignore[no-untyped-call]
        gradient = part.grad
        if gradient is not None:
            optimizer.step(touched_rows, gradient, plan.rate * _rate(step, plan))
        rows[unknown] = 0
        report(step, float(loss.detach()))
    trained: Table = rows.numpy()
    return trained


def _rate(step: int, plan: Plan) -> float:
    """Return the factor of the learning rate: linear up over `warm_up` steps, then linear down to 2%."""
    up = min(1.0, (step + 1) / plan.warm_up)
    return up * (1 - (1 - _FINAL_RATE) * max(0, step - plan.warm_up) / max(1, plan.steps - plan.warm_up))


def shares(sizes: list[float]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Return `sizes` over their sum."""
    return np.asarray(sizes, np.float64) / (sum(sizes) or 1)


def by_target(pairs: Pairs) -> list[Ids]:
    """Return for each distinct right side the numbers of the pairs that have it."""
    order = np.argsort(pairs.targets, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(pairs.targets[order])) + 1)


def same_text(numbers: Ids) -> torch.Tensor:
    """Return which pairs (n, n) have the same right side without being the same pair."""
    return torch.from_numpy((numbers[:, None] == numbers[None, :]) & ~np.eye(len(numbers), dtype=bool))


def _translation_loss(
    part: torch.Tensor,
    place: Ids,
    chinese: Sequence[Ids],
    english: Sequence[Ids],
    targets: Ids,
    vectors: HalfMatrix,
) -> torch.Tensor:
    target = torch.from_numpy(vectors[targets].astype(np.float32))
    zh, en, same = embed(part, place, chinese), embed(part, place, english), same_text(targets)
    loss = (1 - (zh * target).sum(1)).mean() + 0.5 * (1 - (en * target).sum(1)).mean()
    return loss + 0.3 * (contrast(zh, target, same) + contrast(zh, en, same))


def embed(part: torch.Tensor, place: Ids, texts: Sequence[Ids]) -> torch.Tensor:
    """Return unit rows (len(texts), dim): the mean of each text's rows of `part`, where token t is row `place[t]`."""
    offsets = np.cumsum([0, *(len(text) for text in texts[:-1])])
    tokens = torch.from_numpy(place[np.concatenate(texts)])
    return functional.normalize(functional.embedding_bag(tokens, part, torch.from_numpy(offsets), mode="mean"), dim=1)


def contrast(left: torch.Tensor, right: torch.Tensor, same: torch.Tensor | None = None) -> torch.Tensor:
    """Return the mean of both directions' cross entropy; the pairs marked `same` are no negatives."""
    scores = left @ right.T / TEMPERATURE
    if same is not None:
        scores = scores.masked_fill(same, -1e9)
    truth = torch.arange(len(left))
    return (functional.cross_entropy(scores, truth) + functional.cross_entropy(scores.T, truth)) / 2
