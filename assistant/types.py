"""The domain of `assistant` on one screen: what is asked, and the answer with its citations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus import Passage, Scope

Role = Literal["support", "nearest", "other_scope"]
"""Why a citation is shown: it proves the answer; it is near what a refusal could not find; it is a figure of the other year."""

Kind = Literal[
    "figure",
    "fact",
    "who",
    "list",
    "count",
    "outline",
    "how",
    "definition",
    "yes_no",
    "compare",
    "premise",
    "chat",
    "help",
]


@dataclass(frozen=True, slots=True)
class Citation:
    """`[number]` in the answer's text; `quote` is the report's own text at `start:end` of that document."""

    number: int
    document_id: str
    start: int
    end: int
    quote: str
    breadcrumb: str
    scope: Scope
    role: Role = "support"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person sees and why. `abstained` is true exactly when nothing asked is answered from the report.

    `text` carries markers `[1]`; `query` is the question that was really searched (a follow-up made to stand alone);
    `passages` are what was found, best first, up to ten; `parts` are the answers to the parts of a compound question;
    `timings` are milliseconds by step (the only field that differs between two runs); `confidence` is how likely it is, in
    [0, 1], that the first sentence found answers (1 where the outline answers): it is measured, not shown.
    """

    text: str
    kind: Kind
    abstained: bool
    scope: Scope | None
    short_answer: str
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]
    query: str
    parts: tuple["Answer", ...] = ()
    suggestions: tuple[str, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question, with its answer where the caller kept it."""

    question: str
    answer: Answer | None = None


History = Sequence[str | Turn]
"""Earlier turns, oldest first. A bare question is answered again, so that the next can lean on it; of a turn with its answer
the citations say what was shown (those that are no slice of the report are left out)."""
