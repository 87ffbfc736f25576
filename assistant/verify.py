"""The last step of every answer: quotes must be the report's own slices, figures must stand in a cited one."""

import re
from collections.abc import Iterable, Sequence

from assistant.figures import find_figures, fold_figures
from assistant.types import Citation
from corpus import Document


class VerificationError(RuntimeError):
    """An answer is not what the report says: a fault of this program, never of the person who asks."""


def quote_is_exact(citation: Citation, document: Document) -> bool:
    """Tell whether the citation's quote is the slice of `document.text` that it says."""
    return (
        citation.document_id == document.id
        and 0 <= citation.start < citation.end <= len(document.text)
        and document.text[citation.start : citation.end] == citation.quote
    )


def verify(text: str, citations: Sequence[Citation], documents: Sequence[Document]) -> None:
    """Raise `VerificationError` unless every quote is exact and stands in `text`."""
    by_id = {document.id: document for document in documents}
    for citation in citations:
        if citation.document_id not in by_id or not quote_is_exact(citation, by_id[citation.document_id]):
            raise VerificationError(f"citation {citation.number} is not the report's own text: {citation.quote!r}")
        if citation.quote.replace("\n", " ") not in text:
            raise VerificationError(f"citation {citation.number} is not in the answer: {citation.quote!r}")


def short_answer_stands(short_answer: str, citations: Sequence[Citation]) -> bool:
    """Tell whether `short_answer` is the number of citations, is printed in one, or holds no figure that none holds."""
    if short_answer.isdigit() and int(short_answer) == len(citations):
        return True
    printed = re.compile(rf"(?<![\d.．]){re.escape(short_answer)}")
    return any(printed.search(c.quote) for c in citations) or not unsupported_figures(short_answer, citations)


def unsupported_figures(text: str, citations: Iterable[Citation]) -> tuple[str, ...]:
    """Return the figures of `text` that no citation's quote holds, widths and spaces folded.

    Markers `[1]`, list numbers at a line's start and our own counts are to be taken out by the caller.
    """
    quoted = [fold_figures(citation.quote) for citation in citations]
    return tuple(_missing(text, quoted))


def _missing(text: str, quoted: list[str]) -> Iterable[str]:
    for found in find_figures(text):
        figure = text[found.start : found.end]
        if not found.written and not any(_stands_in(figure, quote) for quote in quoted):
            yield figure


def _stands_in(figure: str, quote: str) -> bool:
    """Tell whether the figure stands in `quote` as a whole: 16 does not stand in 1.16 or 160."""
    return bool(re.search(rf"(?<![\d.]){re.escape(fold_figures(figure))}(?!\.?\d)", quote))
