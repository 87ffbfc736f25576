"""An answer before it is written: what is said in our words, and the evidence that carries the report's."""

from dataclasses import dataclass

from assistant.evidence import Evidence
from assistant.types import Kind


@dataclass(frozen=True, slots=True)
class Draft:
    """`lead` is ours (a count, a scope label); every word after it is quoted. `numbered` makes the quotes a list."""

    kind: Kind
    lead: str = ""
    evidence: tuple[Evidence, ...] = ()
    short_answer: str = ""
    numbered: bool = False
    abstained: bool = False
