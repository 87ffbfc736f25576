"""Go on training a model that is there, for new pairs: no teacher, no new vocabulary, minutes instead of hours.

Loss = NCE(d, s) + late NCE(d, s) + NCE(q, p) / 2 + KEPT (1 - cos(z, z')): d, s a plain question and its official sentence
(late: by their tokens, `late.py`; the transformer alone), q, p an
encyclopedic question and its passage, z any text of the public sources and z' its vector in the model that training
starts from, so that the rest of the space stays where it is (Li & Hoiem 2016, "Learning without Forgetting").
A batch takes its sentences from few topics, so that the wrong sentences of a question are near misses.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from tokenizers import Tokenizer

from index.compact_encoder import CompactEncoder, end_tokens
from index.compact_folder import TOKENS, WORDS, read_compact_folder, write_compact_folder
from index.encoders import load_encoder
from index.static_folder import read_static_folder
from index.training.domain_pairs import read_questions_by_topic
from index.training.examples import Ids, encode_texts, split_pairs
from index.training.folder import write_folder
from index.training.initialise import Table
from index.training.late import first_head, late_contrast
from index.training.row_adam import RowAdam
from index.training.sources import Data, of_kind, read_pairs
from index.training.train import contrast, embed, same_text, thin
from index.training.transformer import Student
from index.types import Matrix

KEPT = 4.0  # weight of staying near the start
_ENCYCLOPEDIC = "qp_cmrc2018_train"
_HEAD_TEXTS = 500  # whose tokens give the first projection
_LONGEST_KEPT = 120  # characters of a text whose vector is kept

Say = Callable[[str], None]
Asked = list[list[tuple[Ids, Ids]]]  # (question, sentence) as token ids, by sentence


@dataclass(frozen=True, slots=True)
class FurtherPlan:
    """How long and how: plain questions a step and the topics they come from, encyclopedic pairs and kept texts a step,
    how many texts are kept in all, the rates of a transformer's body and of word rows, and the share of the weights that
    training starts from in the transformer's result."""

    steps: int
    questions: int
    topics: int
    passages: int
    kept: int
    texts: int
    drop: float
    rate: float
    word_rate: float
    blend: float = 0.0
    warm_up: int = 20
    seed: int = 0


# Half the weights of the start: English questions lose less (dev gold MRR@10 .869 against .840; start .888), Chinese ones gain
# nearly as much (paraphrases .813 against .825; start .779). Wortsman et al. 2022, "Robust fine-tuning of zero-shot models"
COMPACT_PLAN = FurtherPlan(280, 128, 5, 8, 48, 4_000, 0.1, 2e-4, 2e-3, blend=0.5)
STATIC_PLAN = FurtherPlan(400, 1024, 20, 512, 2048, 60_000, 0.2, 0.0, 1e-3)


class _Learner(Protocol):
    """A model in training."""

    def read(self, groups: Sequence[Sequence[Ids]]) -> tuple[list[torch.Tensor], list[list[torch.Tensor]]]:
        """Return the unit vectors of each group's texts, and each text's rows of its tokens where it has such."""
        ...

    def learn(self, loss: torch.Tensor, factor: float) -> None:
        """Move the weights against the gradient of `loss` at `factor` times the plan's rates."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class _Material:
    """What is drawn from: plain questions by topic and sentence, encyclopedic pairs, texts with their first vectors."""

    asked: list[Asked]
    passages: list[tuple[Ids, Ids]]
    texts: list[Ids]
    vectors: Matrix


def continue_compact(folder: Path, data: Data, out: Path, plan: FurtherPlan = COMPACT_PLAN, say: Say = print) -> None:
    """Train the compact transformer in `folder` further and write the result into `out`."""
    from transformers import BertConfig, BertModel

    start = read_compact_folder(folder)
    words = start.words.astype(np.float32) * start.word_scales[:, None]
    weights = {name: torch.from_numpy(value.copy()) for name, value in start.weights.items() if name != TOKENS}
    inner = weights["encoder.layer.0.intermediate.dense.weight"].shape[0]
    config = BertConfig(
        vocab_size=1,  # the words are a table of their own
        hidden_size=words.shape[1],
        num_hidden_layers=start.layers,
        num_attention_heads=start.heads,
        intermediate_size=inner,
        max_position_embeddings=len(weights["embeddings.position_embeddings.weight"]),
        type_vocab_size=len(weights["embeddings.token_type_embeddings.weight"]),
    )
    body = BertModel(config, add_pooling_layer=False)
    missing, unexpected = body.load_state_dict(weights, strict=False)
    if set(missing) - {WORDS, "embeddings.position_ids"} or unexpected:
        raise ValueError(f"'{folder}' lacks {sorted(missing)[:3]} or has {sorted(unexpected)[:3]} besides")
    material = _material(folder, start.tokenizer, data, plan)
    head = torch.from_numpy(start.weights[TOKENS].copy()) if TOKENS in start.weights else _head_of(folder, data, plan)
    student = Student(body, torch.from_numpy(words), end_tokens(start.tokenizer), head)
    _train(_Transformer(student, plan), material, plan, say)
    trained = {name: weight.detach().numpy() for name, weight in body.named_parameters() if name != WORDS}
    trained[WORDS] = student.words.weight.detach().numpy()
    assert student.head is not None  # it was given one
    trained[TOKENS] = student.head.detach().numpy()
    first = {**start.weights, WORDS: words, TOKENS: head.numpy()}
    trained = {name: plan.blend * first[name] + (1 - plan.blend) * weight for name, weight in trained.items()}
    write_compact_folder(out, trained, start.tokenizer, start.layers, start.heads, start.longest)


def _head_of(folder: Path, data: Data, plan: FurtherPlan) -> torch.Tensor:
    """Return the projection of tokens that training starts from, of the hidden states of public texts."""
    texts = _texts(data, _HEAD_TEXTS, plan.seed)
    return first_head(np.concatenate(CompactEncoder.load(folder).hidden_states(texts)))


def continue_static(folder: Path, data: Data, out: Path, plan: FurtherPlan = STATIC_PLAN, say: Say = print) -> None:
    """Train the static table in `folder` further and write the result into `out`."""
    start = read_static_folder(folder)
    rows = torch.from_numpy(start.table.astype(np.float32) * start.scales[:, None])
    _train(_Rows(rows, plan), _material(folder, start.tokenizer, data, plan), plan, say)
    table: Table = rows.numpy()
    write_folder(out, table, start.tokenizer)


class _Transformer:
    def __init__(self, student: Student, plan: FurtherPlan) -> None:
        self._student, self._plan = student, plan
        self._weights = [weight for name, weight in student.body.named_parameters() if name != WORDS]
        self._weights += [] if student.head is None else [student.head]
        self._body = torch.optim.AdamW(self._weights, lr=plan.rate, weight_decay=0.01)
        self._words = torch.optim.SparseAdam([student.words.weight], lr=plan.word_rate)

    def read(self, groups: Sequence[Sequence[Ids]]) -> tuple[list[torch.Tensor], list[list[torch.Tensor]]]:
        return self._student.read(groups)

    def learn(self, loss: torch.Tensor, factor: float) -> None:
        for optimizer, rate in ((self._body, self._plan.rate), (self._words, self._plan.word_rate)):
            for group in optimizer.param_groups:
                group["lr"] = rate * factor
            optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._weights, 1.0)
        self._body.step()
        self._words.step()  # type: ignore[no-untyped-call]


class _Rows:
    def __init__(self, rows: torch.Tensor, plan: FurtherPlan) -> None:
        self._rows, self._rate, self._optimizer = rows, plan.word_rate, RowAdam(rows)
        self._place = np.zeros(len(rows), np.int64)
        self._touched = torch.empty(0, dtype=torch.int64)
        self._part = rows[:0]

    def read(self, groups: Sequence[Sequence[Ids]]) -> tuple[list[torch.Tensor], list[list[torch.Tensor]]]:
        touched = np.unique(np.concatenate([text for group in groups for text in group]))
        self._place[touched] = np.arange(len(touched))
        self._touched = torch.from_numpy(touched)
        self._part = self._rows[self._touched].requires_grad_()
        return [embed(self._part, self._place, group) for group in groups], []

    def learn(self, loss: torch.Tensor, factor: float) -> None:
        loss.backward()  # type: ignore[no-untyped-call]
        if self._part.grad is not None:
            self._optimizer.step(self._touched, self._part.grad, self._rate * factor)


def _material(folder: Path, tokenizer: Tokenizer, data: Data, plan: FurtherPlan) -> _Material:
    topics = read_questions_by_topic(["train"], data.pairs)
    if not any(topics):
        raise ValueError(f"'{data.pairs}' holds no plain questions to train on")
    passages = [
        pair for source in of_kind("passage") if source.file == _ENCYCLOPEDIC for pair in split_pairs(data, source)[0]
    ]
    kept = _texts(data, plan.texts, plan.seed)
    vectors = load_encoder(str(folder)).encode_passages(kept) if kept else np.zeros((0, 1), np.float32)
    return _Material(
        [_by_sentence(tokenizer, pairs) for pairs in topics if pairs],
        _encoded(tokenizer, passages),
        encode_texts(tokenizer, kept),
        vectors,
    )


def _texts(data: Data, size: int, seed: int) -> list[str]:
    """Return up to `size` texts of the public translations, both languages, drawn at random."""
    sides = [
        text
        for source in of_kind("translation")
        for pair in read_pairs(data, source)
        for text in pair
        if len(text) <= _LONGEST_KEPT
    ]
    chosen = np.random.default_rng(seed).permutation(len(sides))[:size]
    return [sides[place] for place in chosen]


def _by_sentence(tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]]) -> Asked:
    by_sentence: dict[str, list[tuple[Ids, Ids]]] = {}
    for (_, sentence), ids in zip(pairs, _encoded(tokenizer, pairs), strict=True):
        by_sentence.setdefault(sentence, []).append(ids)
    return list(by_sentence.values())


def _encoded(tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]]) -> list[tuple[Ids, Ids]]:
    left, right = (encode_texts(tokenizer, [pair[side] for pair in pairs]) for side in (0, 1))
    return list(zip(left, right, strict=True))


def _train(learner: _Learner, material: _Material, plan: FurtherPlan, say: Say) -> None:
    torch.manual_seed(plan.seed)
    random = np.random.default_rng(plan.seed)
    for step in range(plan.steps):
        factor = min(1.0, (step + 1) / plan.warm_up) * (1 - 0.95 * step / plan.steps)
        loss = _loss(learner, material, plan, random)
        learner.learn(loss, factor)
        if step % 20 == 0:
            say(f"step {step}: loss {float(loss.detach()):.3f}")


def _loss(learner: _Learner, material: _Material, plan: FurtherPlan, random: np.random.Generator) -> torch.Tensor:
    asked = _questions(material, plan, random)
    groups: list[Sequence[Ids]] = [[thin(pair[side], plan.drop, random) for pair in asked] for side in (0, 1)]
    if material.passages:
        some = random.choice(len(material.passages), min(plan.passages, len(material.passages)), replace=False)
        groups += [[material.passages[i][side] for i in some] for side in (0, 1)]
    kept = random.choice(len(material.texts), min(plan.kept, len(material.texts)), replace=False)
    kept = np.array([i for i in kept if len(material.texts[i])], np.int64)
    if len(kept):
        groups.append([material.texts[i] for i in kept])
    found, tokens = learner.read([group for group in groups if group])
    loss = contrast(found[0], found[1])
    if tokens:
        loss = loss + late_contrast(tokens[0], tokens[1])
    if material.passages:
        right = groups[3]
        places: dict[bytes, int] = {}
        same = np.array([places.setdefault(text.tobytes(), place) for place, text in enumerate(right)])
        loss = loss + 0.5 * contrast(found[2], found[3], same_text(same))
    if len(kept):
        target = torch.from_numpy(material.vectors[kept])
        loss = loss + KEPT * (1 - (found[-1] * target).sum(1)).mean()
    return loss


def _questions(material: _Material, plan: FurtherPlan, random: np.random.Generator) -> list[tuple[Ids, Ids]]:
    """Return one question for each of `plan.questions` sentences of `plan.topics` topics."""
    topics = random.choice(len(material.asked), min(plan.topics, len(material.asked)), replace=False)
    sentences = [asked for topic in topics for asked in material.asked[topic]]
    places = random.choice(len(sentences), min(plan.questions, len(sentences)), replace=False)
    chosen = [sentences[place][int(random.integers(len(sentences[place])))] for place in places]
    return [pair for pair in chosen if len(pair[0]) and len(pair[1])]
