"""Answers made elsewhere: read them back from the one JSON object, so that they are scored like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import DatasetError, Document, Passage, QuestionError
from eval.json_lines import read_objects
from eval.types import Dataset, Outcome, Question

if TYPE_CHECKING:
    from assistant.types import Answer

_EXPECTED = "expected the file that `workplan answer` wrote, one answer object a line"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Stands in a manifest for the model of answers that were made elsewhere."""

    name: str
    dim: int = 0
    fingerprint: str = field(default="")


def read_outcomes(dataset: Dataset, path: Path) -> tuple[Outcome, ...]:
    """Return the outcome of each question of `dataset` from the predictions at `path`, as `workplan answer` writes them.

    Raises `DatasetError` naming file and line: not JSON, no answer object, an id twice, an id that the set does not have,
    a question that has no prediction.
    """
    known = {question.id: question for question in dataset.questions}
    found: dict[str, Outcome] = {}
    for place, row in read_objects(path, _EXPECTED):
        name = str(row.get("id"))
        if "error" in row and row.get("id") is None:
            raise DatasetError(
                f"{place}: the answer failed ({row['error']}); put the question right and answer it again"
            )
        if name not in known:
            raise DatasetError(f"{place}: id '{name}' is not in {dataset.name}; score answers to the same set")
        if name in found:
            raise DatasetError(f"{place}: id '{name}' is answered twice; keep one answer")
        found[name] = make_outcome(known[name], row, dataset.documents, place)
    if missing := [name for name in known if name not in found]:
        raise DatasetError(
            f"{path.name} lacks {len(missing)} of {len(known)} questions, first '{missing[0]}'; answer the whole set "
            "with `workplan answer`"
        )
    return tuple(found[question.id] for question in dataset.questions)


def make_outcome(
    question: Question,
    row: Mapping[str, Any],
    documents: Sequence[Document],
    place: str,
    latency_ms: float | None = None,
) -> Outcome:
    """Return the outcome that an answer object describes; its passages are found again in `documents` by their text.

    Without `latency_ms` the object's own counts. Raises `DatasetError` naming `place` where it is no answer object.
    """
    from assistant.json_form import answer_from_json

    try:
        answer = answer_from_json(row, "answer object")
    except QuestionError as error:
        raise DatasetError(f"{place}: {error}") from None
    took = row.get("latency_ms", 0.0) if latency_ms is None else latency_ms
    if not isinstance(took, (int, float)) or isinstance(took, bool):
        raise DatasetError(f"{place}: 'latency_ms' is {took!r}; expected milliseconds")
    return Outcome(question, _with_passages(answer, row.get("passages"), documents), float(took))


def _with_passages(answer: Answer, texts: object, documents: Sequence[Document]) -> Answer:
    passages = [
        found
        for text in (texts if isinstance(texts, list) else [])
        if isinstance(text, str) and (found := _find(text, documents)) is not None
    ]
    return replace(answer, passages=tuple(passages))


def _find(text: str, documents: Sequence[Document]) -> Passage | None:
    for document in documents:
        start = document.text.find(text) if text else -1
        if start >= 0:
            end = start + len(text)
            section = next((s.section for s in document.sentences if s.end > start), "")
            crumb = document.breadcrumb(section)
            return Passage(
                f"{document.id}-{start}-{end}", document.id, section, start, end, "passage", "other", crumb, text
            )
    return None
