"""The whole public verb: `Assistant.ask(question, history=())` returns an `Answer` and changes nothing."""

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.answering import draft_answer
from assistant.compose import compose
from assistant.compound import split_question
from assistant.draft import Draft
from assistant.followup import stand_alone
from assistant.opening import Progress, open_all
from assistant.outline_answer import answer_from_outline, show_section
from assistant.question import Question, clean_question, understand
from assistant.resolved import Resolved
from assistant.scorer import Scorer, load_scorer
from assistant.searching import Reader
from assistant.settings import read_settings
from assistant.shown import recall, shown_by
from assistant.suggestions import Suggestion, find_suggestions, related
from assistant.terms import TermMatcher
from assistant.types import Answer, Citation, History, Turn
from assistant.verify import find_faults
from assistant.wording import say
from corpus import Document, Passage, QuestionError, Section
from index import Index

MOST_PASSAGES = 10
_LONGEST_EXAMPLE = 16  # characters of a heading that an example question is made of
MOST_TURNS = 20  # earlier turns that are read


class Assistant:
    """Answers questions from the documents of one index, in their own words, each sentence cited."""

    def __init__(self, index: Index, scorer: Scorer | None = None) -> None:
        """`scorer` holds the weights of the second look; those fitted for the index's model where none are given."""
        self.index = index
        matcher = TermMatcher(index.documents, index.word_encoder)
        self.reader = Reader(index, matcher, scorer or load_scorer(index.encoder.name))
        self._suggestions: tuple[Suggestion, ...] | None = None

    @classmethod
    def load(
        cls,
        documents: Sequence[str | Path] = (),
        *,
        encoder: str | None = None,
        data: str | Path | None = None,
        allow_downloads: bool = False,
        progress: Progress | None = None,
    ) -> "Assistant":
        """Open the reports at `documents` (the bundled one where there are none) with their saved or a new index.

        `encoder` is `builtin-joint`, `builtin`, a model id or a local path; `data` is where indexes are saved; where they are not
        given, the environment (`WORKPLAN_ENCODER`, `WORKPLAN_DATA`) or the default says. `progress` hears of texts done and
        texts in all while an index is built. Raises `ReportError` and `EncoderError`.
        """
        settings = read_settings(os.environ, data=data, encoder=encoder)
        index = open_all(documents, settings.encoder, settings.data, allow_downloads, progress)
        return cls(index, load_scorer(index.encoder.name, settings.data))

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
        text = clean_question(question)
        before = self._replay(history)
        understood_at = time.perf_counter()
        answers: list[Answer] = []
        for part in split_question(text):
            resolved = self._stand_alone(part, before)
            answers.append(self._answer(resolved, first=1 + sum(len(answer.citations) for answer in answers)))
            before = self._shown(resolved) if len(text) > len(part) else None
        answer = answers[0] if len(answers) == 1 else _together(answers)
        finished = time.perf_counter()
        timings = {"understand": (understood_at - started) * 1e3, "answer": (finished - understood_at) * 1e3}
        return _with_timings(answer, {**timings, "total": (finished - started) * 1e3})

    def explain(self, question: str, history: History = ()) -> tuple[tuple[Question, Resolved, Draft], ...]:
        """Return for each part of `question` what was understood, the question that stands alone, and the draft with what
        was searched; raises as `ask`."""
        text = clean_question(question)
        before = self._replay(history)
        found = []
        for part in split_question(text):
            resolved = self._stand_alone(part, before)
            understood = self._understand(resolved.text)
            found.append((understood, resolved, self._draft(understood, resolved)))
            before = self._shown(resolved) if len(text) > len(part) else None
        return tuple(found)

    def _replay(self, history: History) -> Resolved | None:
        """Read the earlier turns, so that each question stands alone before the next leans on it. A turn's answer says what
        was shown; where there is none, or the question had parts, it is answered again."""
        before: Resolved | None = None
        if isinstance(history, str) or not isinstance(history, Sequence):
            raise QuestionError(f"the history is a {type(history).__name__}, expected a sequence of earlier turns")
        for turn in list(history)[-MOST_TURNS:]:
            parts = split_question(_question_of(turn))
            answer = turn.answer if isinstance(turn, Turn) and len(parts) == 1 else None
            for part in parts:
                before = self._shown(self._stand_alone(part, before), answer)
        return before

    def _stand_alone(self, question: str, before: Resolved | None) -> Resolved:
        sections = self.documents[0].sections if len(self.documents) == 1 else ()
        return stand_alone(question, before, self.reader.matcher, sections)

    def _shown(self, resolved: Resolved, answer: Answer | None = None) -> Resolved:
        """Return `resolved` with what its answer showed: the `answer` that the caller kept, else the one it gets now."""
        if answer is None:
            draft = self._draft(self._understand(resolved.text), resolved)
        else:
            draft = recall(answer, self.documents)
        return shown_by(draft, resolved, len(self.documents) == 1)

    def _understand(self, text: str) -> Question:
        first = self.documents[0] if self.documents else None
        if first is None:
            return understand(text, None, None)
        halves = any(section.scope in ("plan", "result") for section in first.sections)
        return understand(text, first.year, first.result_year, halves)

    def _draft(self, question: Question, resolved: Resolved) -> Draft:
        if question.kind in ("chat", "help"):
            return Draft(question.kind, abstained=True)
        if resolved.asks_item is not None:
            return Draft("fact", evidence=(resolved.asks_item,))
        if resolved.shown:  # 还有别的吗: whatever else there is
            question = replace(question, kind="list")
        if resolved.asks_section is not None:
            return show_section(resolved.asks_section, self.documents[0], question)
        return draft_answer(question, self.reader, resolved.section, resolved.shown, resolved.near)

    def _answer(self, resolved: Resolved, first: int) -> Answer:
        question = self._understand(resolved.text)
        if question.kind in ("chat", "help"):
            return self._talk(question)
        draft = self._draft(question, resolved)
        answer = self._written(draft, question, first)
        if find_faults(answer, self.documents):  # what cannot be borne out is left out
            bare = replace(draft, short_answer="", items=(), lead="", numbered=False)
            answer = self._written(bare, question, first)
        if find_faults(answer, self.documents):
            answer = self._written(
                Draft(question.kind, say("silent", question.language), abstained=True), question, first
            )
        return replace(
            answer, passages=self._passages(question, answer.citations), suggestions=self._suggest(answer, question)
        )

    def _written(self, draft: Draft, question: Question, first: int) -> Answer:
        text, citations = compose(draft, question.language, first)
        support = [citation for citation in citations if citation.role == "support"]
        return Answer(
            text=text,
            kind=draft.kind,
            abstained=draft.abstained,
            scope=support[0].scope if support and not draft.abstained else None,
            short_answer=draft.short_answer,
            citations=citations,
            passages=(),
            query=question.text,
            confidence=1.0 if draft.searched is None else draft.searched.confidence,
        )

    def _suggest(self, answer: Answer, question: Question) -> tuple[str, ...]:
        if len(self.documents) != 1 or question.language != "zh":
            return ()
        if self._suggestions is None:
            self._suggestions = find_suggestions(self.documents[0], self._is_answered)
        sections = [self._section_at(citation.document_id, citation.start) for citation in answer.citations]
        return related(self._suggestions, [section for section in sections if section], question.text)

    def _is_answered(self, question: str, section: Section) -> bool:
        """Tell whether the outline answers `question`, with a citation from `section`."""
        document = self.documents[0]
        draft = answer_from_outline(self._understand(question), document, None)
        if draft is None or draft.abstained or not draft.evidence:
            return False
        answer = self._written(draft, self._understand(question), 1)
        inside = all(section.start <= evidence.start < max(section.end, 1) for evidence in draft.evidence)
        return inside and not find_faults(answer, self.documents)

    def _section_at(self, document_id: str, position: int) -> str:
        document = next(document for document in self.documents if document.id == document_id)
        return next((s.section for s in document.sentences if s.start <= position < s.end), "")

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


def _together(answers: Sequence[Answer]) -> Answer:
    """Return the answers to the parts of a compound question as one; it abstains only if all of them do."""
    answered = [answer for answer in answers if not answer.abstained] or list(answers)
    scopes = {answer.scope for answer in answered}
    passages = dict.fromkeys(passage for answer in answers for passage in answer.passages)
    return Answer(
        text="\n".join(f"（{place}）{answer.text}" for place, answer in enumerate(answers, 1)),
        kind=answered[0].kind,
        abstained=all(answer.abstained for answer in answers),
        scope=scopes.pop() if len(scopes) == 1 else None,
        short_answer="；".join(answer.short_answer for answer in answered if answer.short_answer),
        citations=tuple(citation for answer in answers for citation in answer.citations),
        passages=tuple(passages)[:MOST_PASSAGES],
        query=" ".join(answer.query for answer in answers),
        parts=tuple(answers),
        suggestions=answers[-1].suggestions,
        confidence=min(answer.confidence for answer in answers),
    )


def _question_of(turn: object) -> str:
    if isinstance(turn, Turn):
        return clean_question(turn.question)
    if isinstance(turn, str):
        return clean_question(turn)
    raise QuestionError(f"a turn of the history is a {type(turn).__name__}, expected a question or a Turn")


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
