"""The fixed parts of the page as HTML: its head with the report's title, the evidence of a conversation."""

from collections.abc import Sequence
from itertools import islice

from assistant.types import Turn
from corpus import Document
from ui.escaping import escape_html
from ui.evidence import evidence_html
from ui.presenter import answer_text
from ui.wording import Language, language_of, say

SHOWN_TURNS = 12
"""Turns whose evidence stays on the page; the last one open, those before it folded."""


def header_html(documents: Sequence[Document], language: Language) -> str:
    """Return the page's head: title, subtitle and print of the report; all titles where there are more."""
    first = documents[0] if documents else None
    title = " · ".join(document.title for document in documents) or say("page_title", language)
    metadata = first.metadata if first and len(documents) == 1 else {}
    printed = " · ".join(metadata[key] for key in ("paper", "date") if metadata.get(key))
    lines = [
        f'<p class="wp-name">{escape_html(say("page_title", language))}</p>',
        f"<h1>{escape_html(title)}</h1>",
        f'<p class="wp-subtitle">{escape_html(metadata.get("subtitle", ""))}</p>' if metadata.get("subtitle") else "",
    ]
    source = f'<p class="wp-printed">{escape_html(printed)}</p>' if printed else ""
    tagline = f'<p class="wp-tagline">{escape_html(say("tagline", language))}</p>'
    return (
        f'<div class="wp-head"><div class="wp-titles">{"".join(lines)}</div>'
        f'<div class="wp-about">{source}{tagline}</div></div>'
    )


def panel_html(turns: Sequence[Turn], documents: Sequence[Document], language: Language) -> str:
    """Return the evidence of the conversation, the latest answer's first and open."""
    if not turns:
        return f'<p class="wp-empty">{escape_html(say("evidence_empty", language))}</p>'
    numbered = reversed(list(enumerate(turns, start=1)))
    blocks = "".join(
        _turn_html(turn, number, documents, language, latest=number == len(turns))
        for number, turn in islice(numbered, SHOWN_TURNS)
    )
    return f"<div>{blocks}</div>"


def _turn_html(turn: Turn, number: int, documents: Sequence[Document], language: Language, latest: bool) -> str:
    if turn.answer is None:
        return ""
    spoken = language_of(turn.question, language)
    copied = f"{turn.question}\n\n{answer_text(turn.answer, documents, spoken)}"
    copy = (
        f'<button type="button" class="wp-copy" data-copy="{escape_html(copied)}" '
        f'data-done="{escape_html(say("copied", language))}">{escape_html(say("copy", language))}</button>'
    )
    return (
        f'<details class="wp-turn"{" open" if latest else ""}><summary>{escape_html(turn.question)}</summary>'
        f"{evidence_html(turn.answer, documents, spoken, number)}{copy}</details>"
    )
