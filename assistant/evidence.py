"""A stretch of a report that an answer is made of, and the way from a section or a sentence to it."""

from dataclasses import dataclass, replace

from assistant.types import Role
from corpus import Document, Scope, Section


@dataclass(frozen=True, slots=True)
class Evidence:
    """`document.text[start:end]`, the section that holds it and why it is shown."""

    document: Document
    start: int
    end: int
    section: str
    scope: Scope
    role: Role = "support"

    @property
    def quote(self) -> str:
        """Return the report's own words."""
        return self.document.text[self.start : self.end]

    def as_role(self, role: Role) -> "Evidence":
        """Return the same stretch, shown for another reason."""
        return replace(self, role=role)


def of_heading(document: Document, section: Section) -> Evidence:
    """Return the heading of `section` as evidence; its whole text where the report prints no heading for it.

    An implied section is shown by the heading of its first subsection.
    """
    if section.implied and section.children:
        return of_heading(document, section.children[0])
    inline = section.end > section.heading_end and document.text[section.heading_end] != "\n" and not section.children
    whole = section.heading_end == section.start or (inline and document.text[section.heading_end - 1] not in "。;；")
    end = section.end if whole else section.heading_end
    return Evidence(document, section.start, end, section.id, section.scope)


def of_body(document: Document, section: Section) -> tuple[Evidence, ...]:
    """Return the sentences that stand under the heading of `section`, its subsections' included."""
    return tuple(
        Evidence(document, sentence.start, sentence.end, sentence.section, sentence.scope)
        for sentence in document.sentences
        if section.heading_end <= sentence.start and sentence.end <= section.end
    )
