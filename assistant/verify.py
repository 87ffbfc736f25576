"""The last step of every answer: quotes must be the report's own slices, figures must stand in a cited one."""

import re
from collections.abc import Iterable

from assistant.figures import find_figures, fold_figures
from assistant.types import Citation
from corpus import Document


def quote_is_exact(citation: Citation, document: Document) -> bool:
    """Tell whether the citation's quote is the slice of `document.text` that it says."""
    return (
        citation.document_id == document.id
        and 0 <= citation.start < citation.end <= len(document.text)
        and document.text[citation.start : citation.end] == citation.quote
    )


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
