"""Train the compact transformer: MiniLM's body, Chinese word embeddings made of English ones, then pairs.

A Chinese token starts as the softmax(cos / .06)-weighted mean of the teacher's input embeddings of its twelve nearest
English words in a table trained for a few steps, so that the body understands it from the first step. Then
Loss = NCE(d, s) + NCE(q, p) / 2 + (1 - cos(z, t)) + .3 NCE(z, t): d, s a plain question and its official sentence, q, p an
encyclopedic question and its passage, z Chinese or English text, t the teacher's vector of the English side.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional

from index.training.examples import Examples, Ids
from index.training.initialise import Table
from index.training.precision import quick_dtype
from index.training.teacher import HalfMatrix
from index.training.train import by_target, contrast, same_text, shares, thin

TEMPERATURE, NEAREST, RARE = 0.06, 12, 5
LONGEST = 192  # tokens of a text that the finished model reads
_ENGLISH = re.compile(r"[a-z]{2,}")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_CHUNK_TOKENS = 2_048  # padded tokens of texts of about one length that are taken together
_LONGEST_TRAINED = 112  # tokens of a text that training reads
_TRAINED_BY_PASSAGES = "qp_cmrc2018_train"


@dataclass(frozen=True, slots=True)
class TransformerPlan:
    """How long and how: plain questions, question-passage pairs and translations a step; the share of tokens left out of
    plain questions and their sentences; rates of body and words."""

    steps: int = 300
    questions: int = 128
    passages: int = 8
    translations: int = 48
    drop: float = 0.1
    rate: float = 1e-4
    word_rate: float = 1e-3
    warm_up: int = 30
    seed: int = 0


def aligned_words(tokenizer: Tokenizer, table: Table, words: torch.Tensor, examples: Examples) -> torch.Tensor:
    """Return input embeddings (tokens, dim): `words` for the teacher's own tokens, for Chinese ones a mean of those.

    `table` is the briefly trained static table of the same tokenizer; English words seen less than `RARE` times in the
    pairs are no neighbours.
    """
    counts = np.zeros(len(table))
    for pairs in examples.translations:
        counts += np.bincount(np.concatenate(pairs.right), minlength=len(table))
    vocabulary = tokenizer.get_vocab()
    english = torch.tensor(
        sorted(i for text, i in vocabulary.items() if i < len(words) and _ENGLISH.fullmatch(text) and counts[i] >= RARE)
    )
    chinese = torch.tensor(sorted(i for text, i in vocabulary.items() if i >= len(words) or _CHINESE.search(text)))
    unit = functional.normalize(torch.from_numpy(table), dim=1)
    aligned = torch.zeros(len(table), words.shape[1])
    aligned[: len(words)] = words
    for some in torch.split(chinese, 4096):
        near = (unit[some] @ unit[english].T).topk(min(NEAREST, len(english)), dim=1)
        weights = functional.softmax(near.values / TEMPERATURE, dim=1)
        aligned[some] = (weights[..., None] * words[english[near.indices]]).sum(1)
    return aligned


class Student:
    """The body with its word embeddings, as one function from token ids to unit vectors; with a `head` (TOKEN_DIM, dim)
    also to unit rows of the tokens, for late interaction."""

    def __init__(
        self, body: torch.nn.Module, words: torch.Tensor, ends: tuple[int, int], head: torch.Tensor | None = None
    ) -> None:
        self.body = body.eval()  # without dropout: the run is short
        self.words = torch.nn.Embedding(words.shape[0], words.shape[1], _weight=words.clone(), sparse=True)
        self.head = None if head is None else torch.nn.Parameter(head.clone())
        self._ends = ends

    def embed(self, groups: Sequence[Sequence[Ids]]) -> list[torch.Tensor]:
        """Return the unit vectors of each group's texts; all texts are sorted by length and taken in chunks."""
        return self.read(groups)[0]

    def read(self, groups: Sequence[Sequence[Ids]]) -> tuple[list[torch.Tensor], list[list[torch.Tensor]]]:
        """Return the unit vectors of each group's texts, and each text's rows of its tokens, none without a head."""
        first, last = self._ends
        texts = [np.array([first, *text[: _LONGEST_TRAINED - 2], last]) for group in groups for text in group]
        chunks = _chunks([len(text) for text in texts])
        with torch.autocast("cpu", torch.bfloat16, enabled=quick_dtype() == torch.bfloat16):
            found = [self._forward([texts[i] for i in chunk]) for chunk in chunks]
        places = np.argsort(np.concatenate(chunks))
        vectors = functional.normalize(torch.cat([mean for mean, _ in found])[torch.from_numpy(places)], dim=1)
        tokens = [rows for _, some in found for rows in some]
        ends = np.cumsum([0, *(len(group) for group in groups)])
        by_group = [[tokens[place] for place in places[a:b]] for a, b in pairwise(ends)] if tokens else []
        return list(torch.split(vectors, [len(group) for group in groups])), by_group

    def _forward(self, texts: Sequence[Ids]) -> tuple[torch.Tensor, list[torch.Tensor]]:
        length = max(map(len, texts))
        ids = torch.from_numpy(np.stack([np.pad(text, (0, length - len(text))) for text in texts]))
        lengths = torch.tensor([len(text) for text in texts])
        mask = (torch.arange(length) < lengths[:, None]).float()
        hidden = self.body(inputs_embeds=self.words(ids), attention_mask=mask).last_hidden_state.float()
        mean: torch.Tensor = (hidden * mask[..., None]).sum(1) / lengths[:, None]
        if self.head is None:
            return mean, []
        rows = functional.normalize(hidden @ self.head.T, dim=2)
        return mean, [row[1 : len(text) - 1] for row, text in zip(rows, texts, strict=True)]


def _chunks(lengths: Sequence[int]) -> list[Ids]:
    """Return the numbers of texts by rising length, in chunks of at most `_CHUNK_TOKENS` padded tokens."""
    chunks: list[list[int]] = [[]]
    for number in np.argsort(lengths, kind="stable").tolist():
        if chunks[-1] and (len(chunks[-1]) + 1) * lengths[number] > _CHUNK_TOKENS:
            chunks.append([])
        chunks[-1].append(number)
    return [np.array(chunk, np.int64) for chunk in chunks]


def train_transformer(
    body: Any,
    words: torch.Tensor,
    ends: tuple[int, int],
    examples: Examples,
    vectors: HalfMatrix,
    plan: TransformerPlan,
    report: Callable[[int, float], None] = lambda step, loss: None,
) -> dict[str, Table]:
    """Return the weights by the names of Hugging Face's `BertModel`; `body` is trained in place.

    `words` (tokens, dim) are the first word embeddings, `ends` the tokens [CLS] and [SEP].
    """
    torch.manual_seed(plan.seed)
    random = np.random.default_rng(plan.seed)
    student = Student(body, words, ends)
    trained = [weight for name, weight in body.named_parameters() if "word_embeddings" not in name]
    for_body = torch.optim.AdamW(trained, lr=plan.rate, weight_decay=0.01)
    for_words = torch.optim.SparseAdam([student.words.weight], lr=plan.word_rate)
    for step in range(plan.steps):
        factor = min(1.0, (step + 1) / plan.warm_up) * (1 - 0.95 * step / plan.steps)
        for group in for_body.param_groups:
            group["lr"] = plan.rate * factor
        for group in for_words.param_groups:
            group["lr"] = plan.word_rate * factor
        loss = _loss(student, examples, vectors, plan, random)
        for_body.zero_grad()
        for_words.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        for_body.step()
        for_words.step()  # type: ignore[no-untyped-call]
        report(step, float(loss.detach()))
    weights = {
        name: weight.detach().float().numpy() for name, weight in body.named_parameters() if "pooler" not in name
    }
    weights["embeddings.word_embeddings.weight"] = student.words.weight.detach().numpy()
    return weights


def _loss(
    student: Student, examples: Examples, vectors: HalfMatrix, plan: TransformerPlan, random: np.random.Generator
) -> torch.Tensor:
    groups: list[Sequence[Ids]] = []
    numbers: list[Ids] = []  # of the right sides, so that a question is not pushed from its own passage
    for pairs in examples.questions:
        asking = by_target(pairs)
        places = random.choice(len(asking), min(plan.questions, len(asking)), replace=False)
        chosen = [int(random.choice(asking[place])) for place in places]
        numbers.append(places)
        groups += [[thin(side[i], plan.drop, random) for i in chosen] for side in (pairs.left, pairs.right)]
    for pairs in examples.passages:
        if pairs.source.file == _TRAINED_BY_PASSAGES:
            some = random.choice(len(pairs.left), min(plan.passages, len(pairs.left)), replace=False)
            numbers.append(pairs.targets[some])
            groups += [[pairs.left[i] for i in some], [pairs.right[i] for i in some]]
    texts, targets = _translations(examples, plan.translations, random)
    target = torch.from_numpy(vectors[targets].astype(np.float32))
    *asked, distilled = student.embed([*groups, texts])
    loss = (1 - (distilled * target).sum(1)).mean() + 0.3 * contrast(distilled, target, same_text(targets))
    for place, same in enumerate(numbers):
        weight = 1.0 if place < len(examples.questions) else 0.5
        loss = loss + weight * contrast(asked[2 * place], asked[2 * place + 1], same_text(same))
    return loss


def _translations(examples: Examples, size: int, random: np.random.Generator) -> tuple[list[Ids], Ids]:
    """Return texts and the rows of their teacher vectors: one in eight an English side, the others Chinese."""
    sources = [pairs for pairs in examples.translations if pairs.source.weight >= 0.5]
    sizes = [len(pairs.left) * pairs.source.weight * (6 if pairs.source.weight > 1 else 1) for pairs in sources]
    places = random.choice(len(sources), size, p=shares(sizes))
    chosen = [(sources[place], int(random.integers(len(sources[place].left)))) for place in places]
    english = random.random(size) < 1 / 8
    texts = [pairs.right[i] if other else pairs.left[i] for (pairs, i), other in zip(chosen, english, strict=True)]
    return texts, np.array([pairs.targets[i] for pairs, i in chosen])
