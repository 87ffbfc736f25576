"""The whole public verb: `Assistant.ask(question, history=())` returns an `Answer` and changes nothing."""

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.answering import draft_answer
from assistant.compose import compose
from assistant.draft import Draft
from assistant.followup import Resolved, stand_alone
from assistant.opening import Progress, open_all
from assistant.outline_answer import show_section
from assistant.question import Question, clean_question, understand
from assistant.settings import read_settings
from assistant.terms import TermMatcher
from assistant.types import Answer, Citation, History, Turn
from assistant.verify import short_answer_stands, verify
from assistant.wording import say
from corpus import Document, Passage, QuestionError, Section
from index import Index

MOST_PASSAGES = 10
_LONGEST_EXAMPLE = 16  # characters of a heading that an example question is made of
MOST_TURNS = 20  # earlier turns that are read


class Assistant:
    """Answers questions from the documents of one index, in their own words, each sentence cited."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._matcher = TermMatcher(index.documents, index.word_encoder)

    @classmethod
    def load(
        cls,
        documents: Sequence[str | Path] = (),
        *,
        encoder: str = "builtin-joint",
        data: str | Path | None = None,
        allow_downloads: bool = False,
        progress: Progress | None = None,
    ) -> "Assistant":
        """Open the reports at `documents` (the bundled one where there are none) with their saved or a new index.

        `encoder` is `builtin-joint`, `builtin`, a model id or a local path; `data` is where indexes are saved; `progress` hears of texts
        done and texts in all while an index is built. Raises `ReportError` and `EncoderError`.
        """
        folder = read_settings(os.environ, data=data).data
        return cls(open_all(documents, encoder, folder, allow_downloads, progress))

    @property
    def documents(self) -> tuple[Document, ...]:
        """Return the reports that answers come from."""
        return self.index.documents

    @property
    def examples(self) -> tuple[str, ...]:
        """Return questions that fit the first report's outline, to start with."""
        return _examples(self.documents[0]) if self.documents else ()

    def ask(self, question: str, history: History = ()) -> Answer:
        """Answer `question`; `history` holds the earlier turns, oldest first.

        Raises `QuestionError` when the question is empty, too long or not text, or a turn of the history is neither a
        string nor a `Turn`.
        """
        started = time.perf_counter()
        resolved = self._resolve(clean_question(question), history)
        understood_at = time.perf_counter()
        answer = self._answer(resolved)
        finished = time.perf_counter()
        timings = {"understand": (understood_at - started) * 1e3, "answer": (finished - understood_at) * 1e3}
        return _with_timings(answer, {**timings, "total": (finished - started) * 1e3})

    def _resolve(self, question: str, history: History) -> Resolved:
        """Replay the earlier questions, so that each stands alone before the next leans on it."""
        before: Resolved | None = None
        for turn in list(history)[-MOST_TURNS:]:
            before = self._shown(stand_alone(_question_of(turn), before, self._matcher))
        return stand_alone(question, before, self._matcher)

    def _shown(self, resolved: Resolved) -> Resolved:
        """Return `resolved` with what its answer showed: the section it is in and the sections it listed."""
        draft = self._draft(self._understand(resolved.text), resolved)
        sections = tuple(
            section
            for evidence in draft.evidence
            if (section := evidence.document.section(evidence.section)) is not None
        )
        if len(self.documents) > 1:  # a section does not know its report yet
            return Resolved(resolved.text)
        listed = tuple(dict.fromkeys(sections)) if draft.numbered else ()
        context = (
            _common(draft.evidence[0].document, sections) if sections and not draft.abstained else resolved.section
        )
        return Resolved(resolved.text, context, listed or resolved.listed)

    def _understand(self, text: str) -> Question:
        first = self.documents[0] if self.documents else None
        return understand(text, first.year if first else None, first.result_year if first else None)

    def _draft(self, question: Question, resolved: Resolved) -> Draft:
        if question.kind in ("chat", "help"):
            return Draft(question.kind, abstained=True)
        if resolved.asks_section is not None:
            return show_section(resolved.asks_section, self.documents[0], question)
        return draft_answer(question, self.index, self._matcher, resolved.section)

    def _answer(self, resolved: Resolved) -> Answer:
        question = self._understand(resolved.text)
        draft = self._draft(question, resolved)
        if question.kind in ("chat", "help"):
            return self._talk(question)
        text, citations = compose(draft, question.language)
        if draft.short_answer and not short_answer_stands(draft.short_answer, citations):
            draft = replace(draft, short_answer="")
            text, citations = compose(draft, question.language)
        verify(text, citations, self.documents)
        support = [citation for citation in citations if citation.role == "support"]
        return Answer(
            text=text,
            kind=draft.kind,
            abstained=draft.abstained,
            scope=support[0].scope if support and not draft.abstained else None,
            short_answer=draft.short_answer,
            citations=citations,
            passages=self._passages(question, citations),
            query=resolved.text,
        )

    def _passages(self, question: Question, citations: Sequence[Citation]) -> tuple[Passage, ...]:
        """Return the passages found, best first: those that the answer quotes, then the others by their scores."""
        quoted = (self.index.passage_at(citation.document_id, citation.start) for citation in citations)
        others = (hit.passage for hit in self.index.search_passages(question.text, MOST_PASSAGES))
        found = dict.fromkeys(passage for passage in (*quoted, *others) if passage is not None)
        return tuple(found)[:MOST_PASSAGES]

    def _talk(self, question: Question) -> Answer:
        title = self.documents[0].title if self.documents else ""
        key = "hello" if question.kind == "chat" else "help"
        joined = " / ".join(self.examples)
        text = say(key, question.language, title=title, examples=joined)
        return Answer(text, question.kind, True, None, "", (), (), question.text, suggestions=self.examples)


def _question_of(turn: object) -> str:
    if isinstance(turn, Turn):
        return clean_question(turn.question)
    if isinstance(turn, str):
        return clean_question(turn)
    raise QuestionError(f"a turn of the history is a {type(turn).__name__}, expected a question or a Turn")


def _common(document: Document, sections: Sequence[Section]) -> Section | None:
    """Return the deepest section that holds all of `sections`."""
    paths = [document.path(section.id) for section in sections]
    common: Section | None = None
    for level in zip(*paths, strict=False):
        if len({section.id for section in level}) > 1:
            break
        common = level[0]
    return common


def _examples(document: Document) -> tuple[str, ...]:
    """Return questions made of the outline's own headings: they are answered for any report that has one."""
    plan = next((part for part in document.sections if part.scope == "plan"), None)
    questions = []
    if plan and plan.children:
        questions.append(f"{document.year or ''}{'年' if document.year else ''}重点工作分几个方面?")
        numbered = next((child for child in plan.children if child.number is not None and child.children), None)
        if numbered:
            questions.append(f"{numbered.marker}有哪几条要求?")
        leaf = next((s for s in plan.walk() if not s.children and 6 <= len(s.title) <= _LONGEST_EXAMPLE), None)
        if leaf:
            questions.append(f"怎样{leaf.title}?")
    if any(section.scope == "problem" for section in document.walk()):
        questions.append("报告指出了哪些不足?")
    return tuple(questions)


def _with_timings(answer: Answer, timings: Mapping[str, float]) -> Answer:
    return replace(answer, timings={name: round(value, 3) for name, value in timings.items()})
