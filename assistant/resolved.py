"""A question that stands alone, with what the conversation has shown so far."""

from dataclasses import dataclass

from assistant.evidence import Evidence
from corpus import Section

Sentences = frozenset[tuple[str, int]]  # (document id, start) of each


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question that stands alone: its text, the section the talk is in, and the sections just listed.

    `items` are slices of the sentence just shown that list things; `asks_section` and `asks_item` are the section and the
    item that the question points at; `shown` are the sentences that are not to be shown again, `seen` all that the conversation
    showed and `last` those of its last answer; `near` are `last` where the question leans on them.
    """

    text: str
    section: Section | None = None
    listed: tuple[Section, ...] = ()
    asks_section: Section | None = None
    items: tuple[Evidence, ...] = ()
    asks_item: Evidence | None = None
    shown: Sentences = frozenset()
    seen: Sentences = frozenset()
    last: Sentences = frozenset()
    near: Sentences = frozenset()
