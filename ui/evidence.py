"""The evidence of an answer as HTML: each cited passage once, with its headings, the quoted words marked inside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.types import Answer, Citation
from corpus import Document
from corpus.types import BREADCRUMB_SEPARATOR
from ui.escaping import escape_html
from ui.presenter import by_role, citation_anchor, document_of
from ui.wording import Language, role_heading, say, scope_label

MARGIN = 140
"""Characters of the report shown before and after a quote, at the least; the end of a paragraph ends it sooner."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch `start:end` of a document that holds the quotes of `citations`, which are in its order."""

    document: Document | None
    start: int
    end: int
    citations: tuple[Citation, ...]

    @property
    def text(self) -> str:
        """Return the words of the stretch; the bare quote where the document is not at hand."""
        return self.document.text[self.start : self.end] if self.document else self.citations[0].quote


def evidence_html(answer: Answer, documents: Sequence[Document], language: Language = "zh", turn: int = 1) -> str:
    """Return the cited passages of `answer` as HTML; citation n is the element `#cite-<turn>-n`."""
    groups = list(by_role(answer))
    if not groups:
        return f'<p class="wp-empty">{escape_html(say("evidence_none", language))}</p>'
    return "".join(
        f'<h4 class="wp-role wp-role-{role}">{escape_html(role_heading(role, language))}</h4>'
        + "".join(_card(excerpt, documents, language, turn) for excerpt in make_excerpts(citations, documents))
        for role, citations in groups
    )


def make_excerpts(citations: Sequence[Citation], documents: Sequence[Document]) -> tuple[Excerpt, ...]:
    """Return the excerpts that show `citations`, by first number; quotes of one paragraph and scope share one."""
    placed = sorted(citations, key=lambda citation: (citation.document_id, citation.start, citation.number))
    excerpts = []
    for _, group in groupby(placed, key=lambda citation: _paragraph_key(citation, documents)):
        members = tuple(group)
        document = document_of(members[0], documents)
        start, end = members[0].start, max(member.end for member in members)
        if document is not None:
            start, end = _widen(document, start, end)
        excerpts.append(Excerpt(document, start, end, members))
    return tuple(sorted(excerpts, key=lambda excerpt: min(member.number for member in excerpt.citations)))


def mark_quotes(excerpt: Excerpt, turn: int) -> str:
    """Return the excerpt as HTML with every quote in a `<mark>`; of two that overlap, the second starts later."""
    text, position, parts = excerpt.text, excerpt.start, []
    for citation in excerpt.citations:
        start, end = max(citation.start, position), max(citation.end, position)
        parts.append(escape_html(text[position - excerpt.start : start - excerpt.start]))
        number = f'<span class="wp-number">{citation.number}</span>'
        quote = escape_html(text[start - excerpt.start : end - excerpt.start])
        parts.append(f'<mark id="{citation_anchor(turn, citation.number)}">{number}{quote}</mark>')
        position = end
    return "".join([*parts, escape_html(text[position - excerpt.start :])])


def _card(excerpt: Excerpt, documents: Sequence[Document], language: Language, turn: int) -> str:
    citation = excerpt.citations[0]
    label = escape_html(scope_label(citation.scope, excerpt.document, language))
    title = ""
    if excerpt.document and len(documents) > 1:
        title = f'<span class="wp-crumb">{escape_html(f"《{excerpt.document.title}》")}</span>'
    crumbs = "".join(f'<span class="wp-crumb">{escape_html(crumb)}</span>' for crumb in _crumbs(citation, language))
    place = escape_html(say("positions", language, start=citation.start, end=citation.end))
    before, after = _elisions(excerpt)
    return (
        f'<article class="wp-card"><header><span class="wp-badge wp-{citation.scope}">{label}</span>'
        f'<span class="wp-place">{place}</span></header><p class="wp-crumbs">{title}{crumbs}</p>'
        f'<p class="wp-text">{before}{mark_quotes(excerpt, turn)}{after}</p></article>'
    )


def _crumbs(citation: Citation, language: Language) -> Iterator[str]:
    yield from (citation.breadcrumb or say("no_heading", language)).split(BREADCRUMB_SEPARATOR)


def _elisions(excerpt: Excerpt) -> tuple[str, str]:
    """Return the dots that say that the paragraph goes on before and after."""
    if excerpt.document is None:
        return "", ""
    text = excerpt.document.text
    before = excerpt.start > 0 and text[excerpt.start - 1] != "\n"
    after = excerpt.end < len(text) and text[excerpt.end] != "\n"
    return "…" if before else "", "…" if after else ""


def _paragraph_key(citation: Citation, documents: Sequence[Document]) -> tuple[str, int, str]:
    document = document_of(citation, documents)
    if document is None:
        return citation.document_id, citation.number, ""
    return document.id, document.text.rfind("\n", 0, citation.start), citation.scope


def _widen(document: Document, start: int, end: int) -> tuple[int, int]:
    """Return `start:end` with `MARGIN` more on each side: whole sentences, inside the paragraph."""
    first = document.text.rfind("\n", 0, start) + 1
    last = document.text.find("\n", end)
    last = len(document.text) if last < 0 else last
    near = [
        sentence
        for sentence in document.sentences
        if sentence.end > start - MARGIN
        and sentence.start < end + MARGIN
        and first <= sentence.start
        and sentence.end <= last
    ]
    if not near:
        return start, end
    return min(start, near[0].start), max(end, near[-1].end)
