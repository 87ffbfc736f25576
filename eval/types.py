"""The domain of `eval` on one screen: a question with its gold, a set of them, and what an assistant made of one.

Nothing here imports the assistant when it runs, so that `workplan --help` stays instant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from corpus import Document, Scope

if TYPE_CHECKING:
    from assistant.types import Answer, History
    from index.types import Hit, Retrieval

OWN_KINDS = ("figure", "fact", "paraphrase", "list", "outline", "english", "followup", "unanswerable")
"""The kinds of this project's question sets, in the order of its tables."""

SQUAD_KIND = "squad"

JsonObject = dict[str, object]


@dataclass(frozen=True, slots=True)
class Span:
    """The characters `start:end` of a document."""

    document_id: str
    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share at least one character."""
        return self.document_id == other.document_id and max(self.start, other.start) < min(self.end, other.end)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of text that proves the answer, with every place where it stands word for word (at least one)."""

    quote: str
    spans: tuple[Span, ...]

    def overlaps(self, span: Span) -> bool:
        """Tell whether `span` touches one of its places."""
        return any(place.overlaps(span) for place in self.spans)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its gold.

    An answer hits when every one of `answer_groups` has a variant in it. `answers` are whole gold answers, for exact
    match and F1. `history` holds the earlier user questions, oldest first. `line` is where it stands in its file,
    0 in a SQuAD file.
    """

    id: str
    kind: str
    text: str
    answerable: bool
    answer_groups: tuple[tuple[str, ...], ...] = ()
    answers: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    history: tuple[str, ...] = ()
    scope: Scope | None = None
    note: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Dataset:
    """A question set and the documents it asks. `remarks` say, a line each, what was odd but could be mended."""

    name: str
    form: Literal["workplan", "squad"]
    questions: tuple[Question, ...]
    documents: tuple[Document, ...]
    remarks: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds that occur, in the order of the tables."""
        present = dict.fromkeys(question.kind for question in self.questions)
        known = (*OWN_KINDS, SQUAD_KIND)
        return (*(kind for kind in known if kind in present), *(kind for kind in present if kind not in known))


class Asker(Protocol):
    """What is measured: the assistant, or a stand-in with the same verb."""

    def ask(self, question: str, history: History = ()) -> Answer:
        """Return the answer to `question` after `history`."""
        ...


class Searcher(Protocol):
    """What the retrieval comparison measures: the index, or a stand-in with the same two verbs."""

    def search(self, query: str, limit: int = 10, retrieval: Retrieval = "fused") -> Sequence[Hit]:
        """Return the sentences and headings found, best first."""
        ...

    def search_passages(self, query: str, limit: int = 10, retrieval: Retrieval = "fused") -> Sequence[Hit]:
        """Return the passages found, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question, the answer it got, and the milliseconds of wall-clock time it took (replayed history included).

    `searched` is what search alone found for the answer's query by each retrieval, best first: `Answer.passages` begins
    with what the answer quotes, which hides a weak search. Empty where it was not looked at.
    `repeated` tells whether asking once more gave the same answer, None where it was asked once.
    """

    question: Question
    answer: Answer
    latency_ms: float
    searched: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    repeated: bool | None = None
