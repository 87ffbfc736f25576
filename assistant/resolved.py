"""A question that stands alone, with what the conversation has shown so far."""

from dataclasses import dataclass

from assistant.evidence import Evidence
from corpus import Section


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question that stands alone: its text, the section the talk is in, and the sections just listed.

    `items` are slices of the sentence just shown that list things; `asks_section` and `asks_item` are the section and the
    item that the question points at; `shown` are the sentences that are not to be shown again.
    """

    text: str
    section: Section | None = None
    listed: tuple[Section, ...] = ()
    asks_section: Section | None = None
    items: tuple[Evidence, ...] = ()
    asks_item: Evidence | None = None
    shown: frozenset[tuple[str, int]] = frozenset()
    seen: frozenset[tuple[str, int]] = frozenset()
