"""The domain of `corpus` on one screen: a document, its outline and its passages.

Every position is a character offset into `Document.text`, and everywhere `document.text[start:end] == quote`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Scope = Literal["result", "plan", "problem", "preamble", "other"]
"""What a stretch of a report is: what was done, what is required, a shortcoming, an introduction, or thanks and appeals."""

PassageKind = Literal["passage", "sentence", "heading"]
"""The grain: an item or a splitter piece of one; a sentence in it; a heading or topic sentence."""

BREADCRUMB_SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the outline.

    `id` is its path of positions ("2.3.1" is the first child of the third child of the second part); `marker` and
    `title` are the heading as printed (`"(三)"`, `"二要"`; empty where the report prints none); `number` is the
    marker's value. `start:end` covers the heading and everything under it, `start:heading_end` the heading alone.
    An `implied` section has no heading in the text: the report begins in its middle.
    """

    id: str
    marker: str
    number: int | None
    title: str
    level: int
    start: int
    heading_end: int
    end: int
    scope: Scope
    implied: bool = False
    children: tuple["Section", ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.heading_end <= self.end:
            raise ValueError(f"section {self.id}: positions out of order {self.start, self.heading_end, self.end}")

    @property
    def label(self) -> str:
        """Return the heading as a person would cite it; in 〔〕 where it is on another page."""
        if self.implied:
            return f"〔第{self.number}部分〕" if self.number else "〔前文〕"
        return f"{self.marker}{self.title}"

    def walk(self) -> Iterator["Section"]:
        """Yield this section and all below it, in report order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence (or a heading) of the text with the section that holds it and its scope."""

    start: int
    end: int
    section: str
    scope: Scope
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A findable stretch of a document; `document.text[start:end] == text`. `section` is a `Section.id` or ""."""

    id: str
    document_id: str
    section: str
    start: int
    end: int
    kind: PassageKind
    scope: Scope
    breadcrumb: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A report as text with positions.

    `id` is a hash of `text`. `metadata` holds what the page says of itself (title, subtitle, paper, date, issue,
    continued_from) as printed. `year` is the year of the plan (what 今年 means in it), `result_year` that of the
    results, each None where the report does not say. `sentences` are in order and do not overlap.
    """

    id: str
    title: str
    text: str
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    metadata: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None
    result_year: int | None = None

    def walk(self) -> Iterator[Section]:
        """Yield every section of the outline in report order."""
        for section in self.sections:
            yield from section.walk()

    def path(self, section_id: str) -> tuple[Section, ...]:
        """Return the sections from the part down to `section_id`; empty where there is none."""
        path: list[Section] = []
        level = self.sections
        parts = section_id.split(".") if section_id else []
        for depth in range(1, len(parts) + 1):
            wanted = ".".join(parts[:depth])
            found = next((section for section in level if section.id == wanted), None)
            if found is None:
                return ()
            path.append(found)
            level = found.children
        return tuple(path)

    def section(self, section_id: str) -> Section | None:
        """Return the section of that id, None where there is none."""
        path = self.path(section_id)
        return path[-1] if path else None

    def breadcrumb(self, section_id: str) -> str:
        """Return the headings from the part down to `section_id`, as `二、… › (三)… › 二要…`."""
        return BREADCRUMB_SEPARATOR.join(section.label for section in self.path(section_id) if section.label)
