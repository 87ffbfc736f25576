"""The figures beside the contract's: of lists, numbers, wording against citations, length, repetition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus import Document
from eval import metrics
from eval.folding import without_markers
from eval.listing import find_items, list_score
from eval.quantities import number_accuracy
from eval.scoring import SEARCH_KEYS, Score, failure, score_ranking, selective_risk
from eval.statements import alce_precision, alce_recall, citation_exactness
from eval.types import Outcome

LIST_KEYS = ("list_precision", "list_recall", "list_f1")
WORDING_KEYS = ("alce_precision", "alce_recall", "citation_exactness")
MEAN_KEYS = (
    "right",
    *(f"search_{key}" for key in SEARCH_KEYS),
    *LIST_KEYS,
    "number_accuracy",
    *WORDING_KEYS,
    "answer_length",
    "repeatability",
)
MORE_KEYS = (*MEAN_KEYS, "risk_coverage_area")
"""The keys, in the order of the report; all but the last are means over the questions they apply to."""

_LEAST_LIST = 2  # gold groups that make an answer a list


def score_more(outcome: Outcome, documents: Mapping[str, Document]) -> dict[str, float | None]:
    """Return the figures of one question under `MEAN_KEYS`; None where one does not apply. `documents` by id.

    Declining scores 0 in lists and numbers; wording and length are those of given answers.
    """
    question, answer = outcome.question, outcome.answer
    scores: dict[str, float | None] = dict.fromkeys(MEAN_KEYS)
    scores["right"] = float(failure(outcome) is None)
    scores["repeatability"] = None if outcome.repeated is None else float(outcome.repeated)
    if "fused" in outcome.searched:
        found = score_ranking(outcome.searched["fused"], question.evidence)
        scores |= {f"search_{key}": found[key] for key in SEARCH_KEYS}
    scores["citation_exactness"] = citation_exactness(
        [cited.quote for cited in answer.citations],
        [
            documents[cited.document_id].text[cited.start : cited.end] if cited.document_id in documents else None
            for cited in answer.citations
        ],
    )
    said = "" if answer.abstained else without_markers(answer.text)
    if said:
        scores["answer_length"] = float(len(said))
        quotes = {cited.number: cited.quote for cited in answer.citations}
        scores["alce_precision"] = alce_precision(answer.text, quotes)
        scores["alce_recall"] = alce_recall(answer.text, quotes)
    if question.answerable and question.answer_groups:
        short = said and (without_markers(answer.short_answer).strip() or said)
        scores["number_accuracy"] = number_accuracy(short, question.answer_groups)
        if len(question.answer_groups) >= _LEAST_LIST:
            items = find_items(answer.text) if said else ()
            scores |= dict(zip(LIST_KEYS, list_score(items, question.answer_groups), strict=True))
    return scores


def summarise_more(outcomes: Sequence[Outcome], score: Score) -> dict[str, float | None]:
    """Return the figures of a set under `MORE_KEYS`; the area is that under its risk–coverage curve, lower is better.

    `score` gives the figures of one question, as `score_more` with its documents does.
    """
    scores = [score(outcome) for outcome in outcomes]
    return {
        **{key: metrics.mean(score[key] for score in scores) for key in MEAN_KEYS},
        "risk_coverage_area": metrics.area_under_risk(selective_risk(outcomes)),
    }
