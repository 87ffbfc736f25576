"""From outcomes to the contract's figures: score each question by itself, then sum up a set of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from eval import metrics
from eval.folding import without_markers
from eval.types import Evidence, Outcome, Span

RANKING_KEYS = ("recall@1", "recall@3", "recall@5", "recall@10", "mrr@10", "ndcg@10")
SEARCH_KEYS = ("recall@5", "mrr@10")
"""Figures of search alone, which a run keeps with each question as `search_recall@5` and so on."""
ANSWER_KEYS = ("answer_hit", "exact_match", "char_f1")
ABSTENTION_KEYS = ("abstention_precision", "abstention_recall", "abstention_f1")
CITATION_KEYS = ("citation_precision", "citation_recall")
LATENCY_KEYS = ("latency_ms_p50", "latency_ms_p95")
KEYS = ("questions", *RANKING_KEYS, *ANSWER_KEYS, *ABSTENTION_KEYS, *CITATION_KEYS, *LATENCY_KEYS)
"""The keys of a score, in the order of the report."""

Scores = Mapping[str, float | None]
Score = Callable[[Outcome], Scores]


def score_ranking(spans: Sequence[Span], evidence: Sequence[Evidence]) -> dict[str, float | None]:
    """Return the ranking figures of `spans`, best first; None each where there is no gold evidence."""
    if not evidence:
        return dict.fromkeys(RANKING_KEYS)
    found, gold = metrics.match_ranking(spans, evidence), len(evidence)
    return {
        **{f"recall@{k}": metrics.recall_at(found, gold, k) for k in (1, 3, 5, 10)},
        "mrr@10": metrics.reciprocal_rank(found),
        "ndcg@10": metrics.ndcg(found, gold),
    }


def score_question(outcome: Outcome) -> dict[str, float | None]:
    """Return the figures of one question, all but abstention and latency; None where one does not apply.

    Answers are scored where there is one to give: declining to answer an answerable question scores 0, an unanswerable
    one is judged by abstention alone. Citations count with role `support`; their precision is that of given answers.
    """
    question, answer = outcome.question, outcome.answer
    scores = score_ranking([Span(p.document_id, p.start, p.end) for p in answer.passages], question.evidence)
    scores |= dict.fromkeys((*ANSWER_KEYS, *CITATION_KEYS))
    if not question.answerable:
        return scores
    said = "" if answer.abstained else without_markers(answer.text)
    short = "" if answer.abstained else without_markers(answer.short_answer).strip() or said
    if question.answer_groups:
        scores["answer_hit"] = metrics.answer_hit(said, question.answer_groups)
    if question.answers:
        scores["exact_match"] = metrics.exact_match(short, question.answers)
        scores["char_f1"] = metrics.char_f1(short, question.answers)
    if question.evidence:
        cited = supporting_spans(outcome)
        scores["citation_recall"] = metrics.citation_recall(cited, question.evidence)
        scores["citation_precision"] = metrics.citation_precision(cited, question.evidence)
    return scores


def supporting_spans(outcome: Outcome) -> list[Span]:
    """Return what the answer cites as its support, nothing where it declines."""
    if outcome.answer.abstained:
        return []
    return [Span(c.document_id, c.start, c.end) for c in outcome.answer.citations if c.role == "support"]


def summarise(outcomes: Sequence[Outcome], score: Score = score_question) -> dict[str, float | None]:
    """Return the figures of a set under the contract's keys (`KEYS`): means over the questions each applies to.

    `score` gives the figures of one question, for a caller that keeps them.
    """
    scores = [score(outcome) for outcome in outcomes]
    abstention = metrics.abstention(
        [outcome.answer.abstained for outcome in outcomes], [not outcome.question.answerable for outcome in outcomes]
    )
    latencies = [outcome.latency_ms for outcome in outcomes]
    return {
        "questions": len(outcomes),
        **{key: metrics.mean(score[key] for score in scores) for key in (*RANKING_KEYS, *ANSWER_KEYS)},
        **dict(zip(ABSTENTION_KEYS, abstention, strict=True)),
        **{key: metrics.mean(score[key] for score in scores) for key in CITATION_KEYS},
        "latency_ms_p50": metrics.percentile(latencies, 0.5),
        "latency_ms_p95": metrics.percentile(latencies, 0.95),
    }


def by_kind(outcomes: Sequence[Outcome], kinds: Sequence[str]) -> dict[str, list[Outcome]]:
    """Return the outcomes of each kind, in the order of `kinds`."""
    return {kind: [outcome for outcome in outcomes if outcome.question.kind == kind] for kind in kinds}


def hit_interval(outcomes: Sequence[Outcome]) -> tuple[float, float] | None:
    """Return the 95% bootstrap interval of the answer hit rate; None where no question has an answer."""
    hits = [score_question(outcome)["answer_hit"] for outcome in outcomes]
    return metrics.bootstrap_interval([hit for hit in hits if hit is not None])


def selective_risk(outcomes: Sequence[Outcome]) -> list[tuple[float, float]]:
    """Return the risk–coverage curve: the surest answers first, those that decline last."""
    confidences = [-1.0 if outcome.answer.abstained else outcome.answer.confidence for outcome in outcomes]
    return metrics.risk_coverage(confidences, [failure(outcome) is not None for outcome in outcomes])


def failure(outcome: Outcome) -> str | None:
    """Return in a few words why the answer counts as wrong, None where it does not."""
    question, answer = outcome.question, outcome.answer
    if not question.answerable:
        return None if answer.abstained else "answered, though the report does not say"
    if answer.abstained:
        return "declined, though the report says"
    text = without_markers(answer.text)
    missing = [group[0] for group in question.answer_groups if not metrics.answer_hit(text, [group])]
    if missing:
        return f"lacks {', '.join(missing)}"
    if question.evidence and not metrics.citation_recall(supporting_spans(outcome), question.evidence):
        return "right words, but the evidence is not cited"
    return None
