"""An answer as the chat shows it: HTML on one line, all text escaped. No Gradio and no HTTP in here.

A citation chip is a link `#c=<start>-<end>` to the exact characters (and `&d=<document>` where there are several).
"""

import re
from collections.abc import Sequence

from assistant.types import Answer, Citation, Role
from corpus import Document
from corpus.types import BREADCRUMB_SEPARATOR
from ui.escaping import escape_html
from ui.presenter import by_place, by_role, document_of, with_markers
from ui.wording import Language, role_heading, say, scope_label

MOST_PLACES = 4
"""Places under an answer that are shown at once; the rest unfold."""

_ITEM = re.compile(r"(?:\d{1,3}\.|（\d{1,2}）)\s?")


def answer_html(answer: Answer, documents: Sequence[Document], language: Language = "zh", asked: str = "") -> str:
    """Return the answer to `asked`: the question really asked where it differs, the text with chips, the places."""
    declined = " wp-declined" if answer.abstained and answer.kind not in ("chat", "help") else ""
    return (
        f'<div class="wp-answer{declined}" lang="{"en" if language == "en" else "zh-CN"}">'
        f"{_asked_as(answer, language, asked)}{_text(answer, documents)}{_places(answer, documents, language)}</div>"
    )


def question_html(question: str) -> str:
    """Return what a person asked, as text."""
    return f'<div class="wp-said">{escape_html(question)}</div>'


def deep_link(citation: Citation, documents: Sequence[Document]) -> str:
    """Return the fragment that leads to the quoted characters."""
    document = f"&d={citation.document_id}" if len(documents) > 1 else ""
    return f"#c={citation.start}-{citation.end}{document}"


def chip(citation: Citation, documents: Sequence[Document], language: Language) -> str:
    """Return the link to the quote of `citation`, its number as its text and its place as its title."""
    title = escape_html(citation.breadcrumb or say("no_heading", language))
    link = escape_html(deep_link(citation, documents))
    return f'<a class="wp-chip wp-chip-{citation.role}" href="{link}" title="{title}">{citation.number}</a>'


def _asked_as(answer: Answer, language: Language, asked: str) -> str:
    if not asked or _plain(answer.query) == _plain(asked):
        return ""
    label = escape_html(say("asked_as", language))
    query = escape_html(answer.query)
    return (
        f'<p class="wp-asked"><span>{label}</span> <button type="button" class="wp-asked-text" '
        f'title="{escape_html(say("asked_edit", language))}">{query}</button></p>'
    )


def _plain(question: str) -> str:
    """Return the letters and digits of a question: a mark or a space more makes it no other question."""
    return "".join(letter for letter in question.casefold() if letter.isalnum())


def _text(answer: Answer, documents: Sequence[Document]) -> str:
    by_number = {citation.number: citation for citation in answer.citations}
    short = "" if answer.abstained else answer.short_answer
    marked = with_markers(answer, escape_html, lambda number: chip(by_number[number], documents, "zh"))
    lines = [line for line in marked.split("&#10;") if line.strip()]
    bold = escape_html(short)
    if bold and lines and lines[0].startswith(bold):
        lines[0] = f'<strong class="wp-short">{bold}</strong>{lines[0][len(bold) :]}'
    elif bold and not any(bold in line for line in lines[:1]):
        lines.insert(0, f'<strong class="wp-short">{bold}</strong>')
    elif bold:
        lines[0] = lines[0].replace(bold, f'<strong class="wp-short">{bold}</strong>', 1)
    return "".join(f"<p{_class_of(line)}>{line}</p>" for line in lines)


def _class_of(line: str) -> str:
    return ' class="wp-item"' if _ITEM.match(line) else ""


def _places(answer: Answer, documents: Sequence[Document], language: Language) -> str:
    return "".join(
        f'<div class="wp-places wp-places-{role}"><p class="wp-role">{escape_html(role_heading(role, language))}</p>'
        f"{_rows(role, citations, documents, language)}</div>"
        for role, citations in by_role(answer)
    )


def _rows(role: Role, citations: Sequence[Citation], documents: Sequence[Document], language: Language) -> str:
    rows = [_row(group, documents, language) for _, group in by_place(citations, documents, language)]
    shown = f"<ul>{''.join(rows[:MOST_PLACES])}</ul>"
    if len(rows) <= MOST_PLACES:
        return shown
    more = escape_html(say("one_more", language, count=len(rows) - MOST_PLACES))
    return f"{shown}<details><summary>{more}</summary><ul>{''.join(rows[MOST_PLACES:])}</ul></details>"


def _row(group: Sequence[Citation], documents: Sequence[Document], language: Language) -> str:
    first = group[0]
    document = document_of(first, documents)
    title = (
        f'<span class="wp-crumb">{escape_html(f"《{document.title}》")}</span>'
        if document and len(documents) > 1
        else ""
    )
    crumbs = (first.breadcrumb or say("no_heading", language)).split(BREADCRUMB_SEPARATOR)
    shown = "".join(f'<span class="wp-crumb">{escape_html(crumb)}</span>' for crumb in crumbs)
    label = escape_html(scope_label(first.scope, document, language))
    chips = "".join(chip(citation, documents, language) for citation in group)
    return (
        f'<li><span class="wp-badge wp-{first.scope}">{label}</span> {chips} '
        f'<span class="wp-crumbs">{title}{shown}</span></li>'
    )
