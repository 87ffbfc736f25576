"""An answer as a person reads it: Markdown for the page, plain text for a terminal. No Gradio and no HTTP in here.

Both show the text with its markers, then where each citation stands. Text of a report or a person is escaped.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.types import Answer, Citation, Role
from corpus import Document
from ui.escaping import clean, escape_markdown, escape_span
from ui.wording import Language, role_heading, say, scope_label

MARKER = re.compile(r"\[(\d{1,3})\]")
_ROLES: tuple[Role, ...] = ("support", "nearest", "other_scope")


def answer_markdown(
    answer: Answer, documents: Sequence[Document] = (), language: Language = "zh", turn: int = 1
) -> str:
    """Return `answer` as Markdown; a marker links to `#cite-<turn>-<number>`, where the evidence shows the quote."""

    def linked(number: int) -> str:
        return rf"[\[{number}\]](#{citation_anchor(turn, number)})"

    blocks = [_lines(with_markers(answer, escape_span, linked).strip())]
    for role, citations in by_role(answer):
        rows = [
            "".join(linked(citation.number) for citation in group) + " " + escape_markdown(place)
            for place, group in by_place(citations, documents, language)
        ]
        blocks.append("\n".join([f"**{role_heading(role, language)}**  ", "  \n".join(rows)]))
    return "\n\n".join(blocks)


def answer_text(answer: Answer, documents: Sequence[Document] = (), language: Language = "zh") -> str:
    """Return `answer` as plain text without a final line feed; a quote that the answer does not hold is printed too."""
    lines = [clean(answer.text)]
    for role, citations in by_role(answer):
        lines += ["", role_heading(role, language)]
        for place, group in by_place(citations, documents, language):
            lines.append("".join(f"[{citation.number}]" for citation in group) + " " + clean(place))
            lines += [f"    {clean(citation.quote)}" for citation in group if citation.quote not in answer.text]
    if answer.suggestions:
        lines += ["", say("ask_next", language), *(f"  {clean(suggestion)}" for suggestion in answer.suggestions)]
    return "\n".join(lines)


def citation_anchor(turn: int, number: int) -> str:
    """Return the id of the element that shows citation `number` of the answer to question `turn`."""
    return f"cite-{turn}-{number}"


def citation_place(citation: Citation, documents: Sequence[Document], language: Language) -> str:
    """Return `2021 年完成 · 一、… › (三)…`, led by the report's title where there are several reports."""
    document = document_of(citation, documents)
    parts = [
        f"《{document.title}》" if document and len(documents) > 1 else "",
        scope_label(citation.scope, document, language),
        citation.breadcrumb or say("no_heading", language),
    ]
    return " · ".join(part for part in parts if part)


def document_of(citation: Citation, documents: Sequence[Document]) -> Document | None:
    """Return the document that `citation` quotes, None where it is not among `documents`."""
    return next((document for document in documents if document.id == citation.document_id), None)


def by_role(answer: Answer) -> Iterator[tuple[Role, tuple[Citation, ...]]]:
    """Yield each role that occurs with its citations: what proves the answer first."""
    for role in _ROLES:
        citations = tuple(citation for citation in answer.citations if citation.role == role)
        if citations:
            yield role, citations


def by_place(
    citations: Sequence[Citation], documents: Sequence[Document], language: Language
) -> tuple[tuple[str, tuple[Citation, ...]], ...]:
    """Return each place with the citations that stand there, by first citation: a place is named once."""
    places: dict[str, tuple[Citation, ...]] = {}
    for citation in citations:
        place = citation_place(citation, documents, language)
        places[place] = (*places.get(place, ()), citation)
    return tuple(places.items())


def with_markers(answer: Answer, plain: Callable[[str], str], marked: Callable[[int], str]) -> str:
    """Return the answer's text: `marked` makes its markers, `plain` all else. `[7]` without citation 7 is plain."""
    numbers = {citation.number for citation in answer.citations}
    parts, position = [], 0
    for found in MARKER.finditer(answer.text):
        if int(found[1]) in numbers:
            parts += [plain(answer.text[position : found.start()]), marked(int(found[1]))]
            position = found.end()
    return "".join([*parts, plain(answer.text[position:])])


def _lines(markdown: str) -> str:
    """Keep the line breaks inside a paragraph."""
    return re.sub(r"(?<!\n)\n(?!\n)", "  \n", markdown)
