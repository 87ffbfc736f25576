"""Ask an assistant every question of a set and put the figures together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from corpus import DatasetError, WorkplanError
from eval.metrics import area_under_risk
from eval.more_scoring import score_more, summarise_more
from eval.retrieval import RETRIEVALS, search_for
from eval.rows import find_language, find_section
from eval.scoring import Score, Scores, by_kind, failure, hit_interval, score_question, selective_risk, summarise
from eval.types import Asker, Dataset, JsonObject, Outcome, Question, Searcher, Span

if TYPE_CHECKING:
    from index.types import Retrieval

_DECIMALS = 6


def ask_all(assistant: Asker, questions: Sequence[Question]) -> Iterator[Outcome]:
    """Yield the outcome of each question, in order; questions do not know of each other.

    Raises `DatasetError` naming the question that the assistant refuses to take (empty, too long).
    """
    for question in questions:
        began = perf_counter()
        try:
            answer = assistant.ask(question.text, question.history)
        except WorkplanError as error:
            raise DatasetError(f"question '{question.id}' cannot be asked: {error}") from None
        yield Outcome(question, answer, (perf_counter() - began) * 1000)


def run_dataset(
    assistant: Asker,
    dataset: Dataset,
    advance: Callable[[], None] = lambda: None,
    index: Searcher | None = None,
    ways: Sequence[Retrieval] = RETRIEVALS,
) -> tuple[Outcome, ...]:
    """Return the outcomes of the whole set; `advance` is called after each question.

    Where an `index` is given, it is searched, by each of `ways`, for the query of each answer to a question with evidence.
    """
    outcomes = []
    for outcome in ask_all(assistant, dataset.questions):
        if index is not None and outcome.question.evidence:
            found: dict[str, Sequence[Span]] = {way: search_for(index, outcome, "passage", way) for way in ways}
            outcome = replace(outcome, searched=found)
        outcomes.append(outcome)
        advance()
    return tuple(outcomes)


def ask_again(
    assistant: Asker, outcomes: Sequence[Outcome], advance: Callable[[], None] = lambda: None
) -> tuple[Outcome, ...]:
    """Return `outcomes` with `repeated` set: whether asking everything once more gives the same answers, times aside."""
    checked = []
    for outcome, second in zip(outcomes, ask_all(assistant, [o.question for o in outcomes]), strict=True):
        same = replace(outcome.answer, timings={}, parts=()) == replace(second.answer, timings={}, parts=())
        checked.append(replace(outcome, repeated=same))
        advance()
    return tuple(checked)


def make_report(dataset: Dataset, outcomes: Sequence[Outcome], encoder: str) -> JsonObject:
    """Return the report as a JSON object: what was measured, then the figures overall and by kind, section, language.

    The contract's keys come first in each, then `MORE_KEYS`.
    """
    documents = {document.id: document for document in dataset.documents}

    score = _remember(score_question)
    score_rest = _remember(lambda outcome: score_more(outcome, documents))

    def figures(some: Sequence[Outcome]) -> JsonObject:
        return rounded(summarise(some, score) | summarise_more(some, score_rest))

    kinds = by_kind(outcomes, dataset.kinds)
    groups: dict[str, Sequence[Outcome]] = {**kinds, "overall": outcomes}
    return {
        "dataset": dataset.name,
        "form": dataset.form,
        "documents": [document.id for document in dataset.documents] if dataset.form == "workplan" else [],
        "document_count": len(dataset.documents),
        "encoder": encoder,
        "remarks": list(dataset.remarks),
        "overall": figures(outcomes),
        "by_kind": {kind: figures(some) for kind, some in kinds.items()},
        "answer_hit_95": {kind: _interval(some) for kind, some in groups.items()},
        "risk_coverage": _risk_coverage(outcomes),
        "by_section": {
            name: figures(some)
            for name, some in _grouped(outcomes, lambda question: find_section(question, documents)).items()
        },
        "by_language": {
            name: figures(some)
            for name, some in _grouped(outcomes, lambda question: find_language(question.text)).items()
        },
    }


def _remember(score: Score) -> Score:
    """Return `score` so that a question that counts in several groups is scored once."""
    known: dict[str, Scores] = {}

    def remembered(outcome: Outcome) -> Scores:
        name = outcome.question.id
        if name not in known:
            known[name] = score(outcome)
        return known[name]

    return remembered


def _grouped(outcomes: Sequence[Outcome], name_of: Callable[[Question], str]) -> dict[str, list[Outcome]]:
    """Return the outcomes by what `name_of` calls their questions, in order of first sight; those called "" left out."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if name := name_of(outcome.question):
            groups.setdefault(name, []).append(outcome)
    return groups


def _interval(outcomes: Sequence[Outcome]) -> list[float] | None:
    interval = hit_interval(outcomes)
    return None if interval is None else [round(edge, _DECIMALS) for edge in interval]


def _risk_coverage(outcomes: Sequence[Outcome]) -> JsonObject:
    """Return the area under the risk–coverage curve and its points at each tenth of coverage."""
    points = selective_risk(outcomes)
    tenths = [points[max(0, round(len(points) * tenth / 10) - 1)] for tenth in range(1, 11)] if points else []
    area = area_under_risk(points)
    return {
        "area": None if area is None else round(area, _DECIMALS),
        "points": [[round(coverage, _DECIMALS), round(risk, _DECIMALS)] for coverage, risk in tenths],
    }


def list_failures(outcomes: Sequence[Outcome]) -> list[JsonObject]:
    """Return a row for each question that went wrong, with the reason."""
    return [
        {
            "id": outcome.question.id,
            "kind": outcome.question.kind,
            "question": outcome.question.text,
            "reason": reason,
            "answer": outcome.answer.text,
        }
        for outcome in outcomes
        if (reason := failure(outcome)) is not None
    ]


def list_answers(outcomes: Sequence[Outcome]) -> list[JsonObject]:
    """Return a row for each question with its own figures, so that two runs can be compared question by question."""
    return [
        {
            "id": outcome.question.id,
            "kind": outcome.question.kind,
            "question": outcome.question.text,
            "answerable": outcome.question.answerable,
            "abstained": outcome.answer.abstained,
            "answer": outcome.answer.text,
            "short_answer": outcome.answer.short_answer,
            "query": outcome.answer.query,
            "scores": rounded(score_question(outcome)),
            "latency_ms": round(outcome.latency_ms, 3),
        }
        for outcome in outcomes
    ]


def rounded(scores: dict[str, float | None]) -> JsonObject:
    """Return `scores` to six decimals: two runs that differ by less are the same."""
    return {key: round(value, _DECIMALS) if isinstance(value, float) else value for key, value in scores.items()}
