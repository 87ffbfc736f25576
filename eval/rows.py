"""One question of a run as a JSON row: the question with its gold, what the assistant made of it, and the figures.

A row holds no time, so that two runs of the same program give the same bytes; passages are named by their ids.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from corpus import Document
from eval.more_scoring import score_more
from eval.scoring import failure, score_question
from eval.types import JsonObject, Outcome, Question

_DECIMALS = 6
_HAN = re.compile(r"[\u3400-\u9fff]")
_DEEPEST = 2  # levels of the outline that figures are reported by

Row = Mapping[str, Any]


def make_row(outcome: Outcome, documents: Mapping[str, Document]) -> dict[str, Any]:
    """Return the row of `outcome`; `documents` by their ids. Figures are rounded to six decimals, absent ones left out."""
    question, answer = outcome.question, outcome.answer
    return {
        "id": question.id,
        "kind": question.kind,
        "language": find_language(question.text),
        "section": find_section(question, documents),
        "question": question.text,
        "history": list(question.history),
        "answerable": question.answerable,
        "gold": {
            "groups": [list(group) for group in question.answer_groups],
            "evidence": [
                {"quote": gold.quote, "places": [[span.document_id, span.start, span.end] for span in gold.spans]}
                for gold in question.evidence
            ],
        },
        "failure": failure(outcome),
        "answer": answer.text,
        "answer_kind": answer.kind,
        "abstained": answer.abstained,
        "scope": answer.scope,
        "short_answer": answer.short_answer,
        "query": answer.query,
        "confidence": round(answer.confidence, _DECIMALS),
        "citations": [
            {
                "number": cited.number,
                "quote": cited.quote,
                "section": cited.breadcrumb,
                "start": cited.start,
                "end": cited.end,
                "document": cited.document_id,
                "role": cited.role,
            }
            for cited in answer.citations
        ],
        "passages": [passage.id for passage in answer.passages],
        "scores": {
            key: round(value, _DECIMALS)
            for key, value in (score_question(outcome) | score_more(outcome, documents)).items()
            if value is not None
        },
    }


def list_passages(outcomes: Sequence[Outcome]) -> list[JsonObject]:
    """Return every passage that some answer found, once, in the order of first finding."""
    found = {passage.id: passage for outcome in outcomes for passage in outcome.answer.passages}
    return [
        {
            "id": passage.id,
            "document": passage.document_id,
            "start": passage.start,
            "end": passage.end,
            "section": passage.breadcrumb,
            "text": passage.text,
        }
        for passage in found.values()
    ]


def find_language(text: str) -> str:
    """Return "zh" for a text with a Chinese character in it, else "en"."""
    return "zh" if _HAN.search(text) else "en"


def find_section(question: Question, documents: Mapping[str, Document]) -> str:
    """Return the headings, two levels deep, over the first evidence of `question`; "" where there is none.

    In a set that brings its own paragraphs this is the title of the paragraph's article.
    """
    if not question.evidence:
        return ""
    span = question.evidence[0].spans[0]
    document = documents.get(span.document_id)
    if document is None:
        return ""
    inside = next((sentence.section for sentence in document.sentences if sentence.end > span.start), "")
    labels = [section.label for section in document.path(inside)[:_DEEPEST] if section.label]
    return " › ".join(labels) or document.title
