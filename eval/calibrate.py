"""Fit the weights of the second look and the thresholds of declining, for one embedding model.

Questions with known evidence teach `rank`: the log-likelihood of the softmax over a question's candidates (Cao et al. 2007,
the top-one form of ListNet). Then `confidence`, a logistic regression: is the first candidate right? Its wrong examples
are firsts that were wrong, firsts when the sentence that answers is taken away, and near misses: questions on a detail that
the report does not give, which pass every other test. Both are held near zero (weights) by a ridge. A confidence is a
probability, so the thresholds are the least that a reader is served with.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant import Assistant
from assistant.candidates import FEATURES, Candidate
from assistant.scorer import SIGNALS, Scorer, find_signals, load_scorer
from corpus import CalibrationError
from eval.held_apart import load_held_apart_as_one
from eval.types import Dataset, Question, Span
from index import Encoder, Index

Vector = npt.NDArray[np.float64]

RIDGE = 0.1  # of the weights, feature by feature
FEW, MANY = 4.0, 1.0  # weight of a question of a set, and of a held-apart pair, of which there are ten times as many
LEAST = 0.06  # confidence from which there is an answer; a doubtful one is shown as such (.1 costs a tenth of the paraphrases)
SINGLE = 0.5  # confidence from which one sentence is the answer; below, two or three are shown
_START = {
    "meaning": 20.0,
    "late": 10.0,
    "words": 8.0,
    "terms": 2.0,
    "type": 1.0,
    "scope": 2.0,
    "heading": -3.0,
    "margin": -2.0,
}


@dataclass(frozen=True, slots=True)
class Example:
    """The candidates of a question and which of them hold its evidence; `weight` counts it."""

    candidates: Sequence[Candidate]
    right: tuple[bool, ...]
    weight: float


def calibrate(datasets: Sequence[Dataset], encoder: Encoder, advance: Callable[[], None] = lambda: None) -> Scorer:
    """Return the scorer fitted on `datasets` and the project's held-apart pairs (`dev` and `calibrate`) with the vectors of `encoder`."""
    open_to_all = replace(load_scorer(encoder.name), least_answer=0.0)
    examples = [
        example
        for dataset, weight in (
            *((load_held_apart_as_one(split), MANY) for split in ("dev", "calibrate")),
            *((dataset, FEW) for dataset in datasets),
        )
        for example in find_examples(
            Assistant(Index.build(dataset.documents, encoder), open_to_all), dataset, weight, advance
        )
    ]
    if not any(any(example.right) for example in examples):
        raise CalibrationError("no question's evidence was found among its candidates: nothing to fit the weights on")
    rank = fit_rank(examples)
    scorer = Scorer(rank, dict.fromkeys(("bias", *SIGNALS), 0.0), 0.0, 0.0)
    firsts = list(_firsts(scorer, examples))
    confidence = fit_confidence(firsts)
    return replace(scorer, confidence_weights=confidence, least_answer=LEAST, least_single=SINGLE)


def find_examples(
    assistant: Assistant, dataset: Dataset, weight: float, advance: Callable[[], None] = lambda: None
) -> Iterator[Example]:
    """Yield the candidates of every question that search decides; those that the outline answers teach nothing."""
    for question in dataset.questions:
        advance()
        explained = assistant.explain(question.text, question.history)
        draft = explained[0][2]
        if len(explained) > 1 or draft.searched is None or not draft.searched.ranked:
            continue
        if not question.answerable and draft.abstained:
            continue  # another test declines it
        ranked = draft.searched.ranked
        yield Example(ranked, tuple(_holds(question, candidate) for candidate in ranked), weight)


def _holds(question: Question, candidate: Candidate) -> bool:
    passage = candidate.passage
    span = Span(passage.document_id, passage.start, passage.end)
    return any(evidence.overlaps(span) for evidence in question.evidence)


def fit_rank(examples: Sequence[Example]) -> dict[str, float]:
    """Return the weights by feature that make the right candidates likeliest."""
    from scipy.optimize import minimize

    known = [
        (np.array([[c.features[name] for name in FEATURES] for c in e.candidates]), np.array(e.right), e.weight)
        for e in examples
        if any(e.right)
    ]

    def loss(weights: Vector) -> tuple[float, Vector]:
        total, gradient = RIDGE * float(weights @ weights) / 2, RIDGE * weights
        for rows, right, weight in known:
            scores = rows @ weights
            powers = np.exp(scores - scores.max())
            shares = powers / powers.sum()
            own = powers * right / (powers * right).sum()
            total -= weight * float(np.log(shares[right].sum()))
            gradient = gradient + weight * (rows.T @ (shares - own))
        return total, gradient

    start = np.array([_START.get(name, 0.0) for name in FEATURES])
    found = minimize(loss, start, jac=True, method="L-BFGS-B")
    return dict(zip(FEATURES, map(float, found.x), strict=True))


def _firsts(scorer: Scorer, examples: Sequence[Example]) -> Iterator[tuple[Mapping[str, float], bool, float]]:
    """Yield signals, whether the first is right, and the weight; each also with the right candidates taken away."""
    for example in examples:
        right = {id(c.hit): is_right for c, is_right in zip(example.candidates, example.right, strict=True)}
        ranked = scorer.rank(example.candidates)
        yield find_signals(ranked), right[id(ranked[0].hit)], example.weight
        without = [c for c in example.candidates if not right[id(c.hit)]]
        if any(example.right) and without:
            yield find_signals(scorer.rank(without)), False, example.weight


def fit_confidence(firsts: Sequence[tuple[Mapping[str, float], bool, float]]) -> dict[str, float]:
    """Return the weights of the logistic regression on signals, with `bias`."""
    from scipy.optimize import minimize

    rows = np.array([[1.0, *(signals[name] for name in SIGNALS)] for signals, _, _ in firsts])
    right = np.array([is_right for _, is_right, _ in firsts], np.float64)
    counts = np.array([weight for _, _, weight in firsts])

    def loss(weights: Vector) -> tuple[float, Vector]:
        logits = rows @ weights
        held = np.concatenate([[0.0], weights[1:]])
        value = float((counts * (np.logaddexp(0, logits) - right * logits)).sum()) + RIDGE * float(held @ held) / 2
        return value, rows.T @ (counts * (1 / (1 + np.exp(-logits)) - right)) + RIDGE * held

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B")
    return dict(zip(("bias", *SIGNALS), map(float, found.x), strict=True))


def write_scorer(path: Path, model: str, scorer: Scorer) -> None:
    """Write `scorer` as the entry of `model` into the calibration file at `path`; the other entries stay.

    Raises `CalibrationError` where the file that is there is of another form.
    """
    stored: dict[str, Any] = {"models": {}}
    if path.is_file():
        try:
            stored = dict(json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise CalibrationError(f"'{path}' is no calibration file ({error}): give another file") from error
    stored.setdefault("models", {})[model] = {
        "rank": _rounded(scorer.rank_weights),
        "confidence": _rounded(scorer.confidence_weights),
        "least": _rounded({"answer": scorer.least_answer, "single": scorer.least_single}),
    }
    lines = json.dumps(stored, indent=2, ensure_ascii=False)
    temporary = path.with_suffix(".new")
    temporary.write_text(lines + "\n", encoding="utf-8")
    temporary.replace(path)


def _rounded(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in weights.items()}
