"""Find the evidence of a question in the report: word for word, with its place."""

from __future__ import annotations

from collections.abc import Sequence

from corpus import Document
from eval.folding import fold
from eval.types import Evidence, Span


def locate(quote: str, documents: Sequence[Document]) -> Evidence:
    """Return `quote` with every place in `documents` where it stands word for word. Raises `ValueError` without one."""
    spans = []
    for document in documents:
        start = document.text.find(quote)
        while start >= 0:
            spans.append(Span(document.id, start, start + len(quote)))
            start = document.text.find(quote, start + 1)
    if not spans:
        near = next((found for document in documents if (found := _find_folded(quote, document.text))), None)
        hint = "copy it from `workplan outline --text`"
        if near is not None:
            hint = f"only spaces, width or case differ; the report has '{shorten(near)}'"
        raise ValueError(f"evidence '{shorten(quote)}' is not in the document word for word ({hint})")
    return Evidence(quote, tuple(spans))


def _find_folded(quote: str, text: str) -> str | None:
    """Return the stretch of `text` that equals `quote` but for spaces, width and case."""
    folded, places = [], []
    for place, character in enumerate(text):
        for part in fold(character):
            folded.append(part)
            places.append(place)
    wanted = fold(quote)
    start = "".join(folded).find(wanted)
    return None if start < 0 or not wanted else text[places[start] : places[start + len(wanted) - 1] + 1]


def shorten(text: str, longest: int = 40) -> str:
    """Return `text` on one line, cut to `longest` characters, as error messages show it."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
