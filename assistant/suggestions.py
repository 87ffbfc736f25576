"""Next questions that are known to be answered: asked once for each report, kept if the answer is cited.

They come from the outline, which answers without search, so that checking all of them takes milliseconds.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus import Document, Section

MOST = 3
_LONGEST_TITLE = 26  # characters of a heading that is quoted in a question


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question and the section that answers it."""

    question: str
    section: Section


def find_suggestions(document: Document, is_answered: Callable[[str, Section], bool]) -> tuple[Suggestion, ...]:
    """Return the questions that the outline of `document` suggests and `is_answered` confirms, in report order."""
    return tuple(one for one in _suggested(document) if is_answered(one.question, one.section))


def _suggested(document: Document) -> Iterator[Suggestion]:
    for section in document.walk():
        if section.scope == "problem" and section.children:
            yield Suggestion("报告指出了哪些不足?", section)
        elif section.children and section.number is not None and section.marker[:1] in "(（":
            of_year = f"{document.result_year}年" if section.scope == "result" and document.result_year else ""
            yield Suggestion(f"{of_year}{section.marker}有哪几条?", section)
        elif not section.children and section.scope in ("plan", "result") and 4 <= len(section.title) <= _LONGEST_TITLE:
            title = section.title.rstrip("。;；")
            yield Suggestion(f"“{title}”具体讲了什么?", section)


def related(suggestions: Sequence[Suggestion], sections: Sequence[str], asked: str) -> tuple[str, ...]:
    """Return up to `MOST` questions near the sections that an answer cited: those sections first, then their neighbours.

    Sections are compared by the length of the path that they share; the question just asked is left out.
    """
    if not sections:
        return ()
    ranked = sorted(
        (one for one in suggestions if one.question != asked),
        key=lambda one: -max(_shared(one.section.id, cited) for cited in sections),
    )
    return tuple(one.question for one in ranked[:MOST])


def _shared(one: str, other: str) -> int:
    first, second = one.split("."), other.split(".")
    common = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        common += 1
    return 2 * common - (len(first) != len(second))
