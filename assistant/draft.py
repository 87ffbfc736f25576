"""An answer before it is written: what is said in our words, and the evidence that carries the report's."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.evidence import Evidence
from assistant.types import Kind

if TYPE_CHECKING:
    from assistant.searching import Searched


@dataclass(frozen=True, slots=True)
class Draft:
    """`lead` is ours (a count, a scope label); every word after it is quoted.

    `numbered` makes the quotes a list, `headed` all but the first, which stands over it; `items` are slices of the one quote, listed before it. `searched` says what was
    looked at, None where the outline answered.
    """

    kind: Kind
    lead: str = ""
    evidence: tuple[Evidence, ...] = ()
    short_answer: str = ""
    numbered: bool = False
    abstained: bool = False
    items: tuple[str, ...] = ()
    headed: bool = False
    searched: "Searched | None" = field(default=None, repr=False, compare=False)
