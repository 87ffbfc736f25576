"""Read any SQuAD-format JSON (v1.1 or v2.0): each paragraph becomes a document of its own.

A gold evidence is the whole paragraph, so a passage is relevant when it lies in the gold paragraph.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from corpus import DatasetError, Document, Section, Sentence, split_sentences
from eval.types import SQUAD_KIND, Dataset, Evidence, Question, Span

_LATIN_STOP = re.compile(r"(?<=[a-z0-9)\]\"'][.!?])\s+(?=[A-Z\"'(])")


def read_squad(data: object, name: str) -> Dataset:
    """Return the data set of a parsed SQuAD file. A paragraph printed twice is one document.

    A question counts as unanswerable when `is_impossible` is true or it has no answer. An answer whose `answer_start`
    is off is looked for by its text; the remarks say how many were off and how many texts are in no paragraph.
    Raises `DatasetError` naming the file and the place in it (`data[0].paragraphs[2].qas[1]`) for another form.
    """
    reader = _Reader(name)
    for place, title, paragraph in _paragraphs(data, name):
        reader.read(place, title, paragraph)
    if not reader.questions:
        raise DatasetError(f"{name} has no questions; expected data[].paragraphs[].qas[] of the SQuAD format")
    if reader.bare == len(reader.questions):
        raise DatasetError(
            f"{name} has {reader.bare} questions and no answer to any of them (none is marked is_impossible either): the "
            "answers of a published test file are often withheld; take the dev file"
        )
    documents = tuple(reader.documents.values())
    return Dataset(name, "squad", tuple(reader.questions.values()), documents, tuple(reader.remarks()))


def plain_document(text: str, title: str) -> Document:
    """Return `text` as a document of one section named `title`, without looking for an outline in it."""
    section = Section("1", "", None, title, 1, 0, 0, len(text), "other")
    spans = [piece for start, end in split_sentences(text) for piece in _latin_sentences(text, start, end)]
    return Document(
        id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        title=title,
        text=text,
        sections=(section,),
        sentences=tuple(Sentence(start, end, "1", "other") for start, end in spans),
    )


def _latin_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch further at full stops followed by white space and a capital: most SQuAD sets are English."""
    for gap in _LATIN_STOP.finditer(text, start, end):
        yield start, gap.start()
        start = gap.end()
    yield start, end


def _paragraphs(data: object, name: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for a, article in enumerate(_items(data, "data", name, "the file")):
        for p, paragraph in enumerate(_items(article, "paragraphs", name, f"data[{a}]")):
            place = f"data[{a}].paragraphs[{p}]"
            if not isinstance(paragraph, dict) or not str(paragraph.get("context") or "").strip():
                raise DatasetError(f"{name}: {place} has no 'context'; expected the text of the paragraph")
            yield place, str(article.get("title") or ""), paragraph


def _items(holder: Any, key: str, name: str, place: str) -> list[Any]:
    items = holder.get(key) if isinstance(holder, dict) else None
    if not isinstance(items, list):
        raise DatasetError(f"{name}: {place} has no list '{key}'; expected the SQuAD format")
    return items


class _Reader:
    """What has been read of one file so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.documents: dict[str, Document] = {}
        self.questions: dict[str, Question] = {}
        self.off = self.absent = self.bare = 0

    def read(self, place: str, title: str, paragraph: dict[str, Any]) -> None:
        """Take in a paragraph with its questions."""
        document = plain_document(str(paragraph["context"]), title)
        document = self.documents.setdefault(document.id, document)
        for q, row in enumerate(_items(paragraph, "qas", self.name, place)):
            question = self._question(f"{place}.qas[{q}]", row, document)
            if question.id in self.questions:
                raise DatasetError(f"{self.name}: {place}.qas[{q}]: id '{question.id}' is used twice; ids must differ")
            self.questions[question.id] = question

    def remarks(self) -> Iterator[str]:
        """Yield what was odd, a line each."""
        if self.off:
            yield f"answers not where answer_start says, found by their text: {self.off}"
        if self.absent:
            yield f"answers that are not in their paragraph word for word (still gold answers): {self.absent}"
        if self.bare:
            yield f"questions without an answer, counted as unanswerable, though not marked is_impossible: {self.bare}"

    def _question(self, place: str, row: Any, document: Document) -> Question:
        text = row.get("question") if isinstance(row, dict) else None
        if not isinstance(text, str) or not text.strip():
            raise DatasetError(f"{self.name}: {place} has no 'question'; expected a text that is not empty")
        impossible = bool(row.get("is_impossible"))
        answers = () if impossible else tuple(self._answers(place, row, document.text))
        self.bare += not impossible and not answers
        whole = Evidence(document.text, (Span(document.id, 0, len(document.text)),))
        return Question(
            id=str(row.get("id") or place),
            kind=SQUAD_KIND,
            text=text,
            answerable=bool(answers),
            answer_groups=(answers,) if answers else (),
            answers=answers,
            evidence=(whole,) if answers else (),
        )

    def _answers(self, place: str, row: dict[str, Any], context: str) -> Iterator[str]:
        """Yield the gold answers, each once, and count those that are not where they are said to be."""
        seen: set[str] = set()
        answers = row.get("answers") or []
        for answer in answers if isinstance(answers, list) else [answers]:
            text = answer.get("text") if isinstance(answer, dict) else None
            if not isinstance(text, str):
                raise DatasetError(f"{self.name}: {place} has an answer without 'text'")
            if not text.strip():
                continue
            start = answer.get("answer_start")
            if text not in context:
                self.absent += 1
            elif isinstance(start, int) and not (start >= 0 and context.startswith(text, start)):
                self.off += 1
            if text not in seen:
                seen.add(text)
                yield text
