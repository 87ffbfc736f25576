"""Write a draft out: our lead, the report's words, a marker after each quote."""

from collections.abc import Sequence

from assistant.draft import Draft
from assistant.evidence import Evidence
from assistant.types import Citation
from assistant.wording import Language, scope_label


def compose(draft: Draft, language: Language) -> tuple[str, tuple[Citation, ...]]:
    """Return the text of `draft` with markers, and the citations that the markers name."""
    citations = tuple(_citation(number, evidence) for number, evidence in enumerate(draft.evidence, 1))
    short = (
        "" if draft.abstained or not draft.short_answer or draft.numbered else _sentence(draft.short_answer, language)
    )
    if draft.numbered:
        lines = [draft.lead.rstrip()] if draft.lead else []
        lines += [f"{c.number}. {_line(c)}[{c.number}]" for c in citations]
        return "\n".join(lines), citations
    body = _labelled(draft, citations, language)
    return f"{short}{draft.lead}{body}".strip(), citations


def _labelled(draft: Draft, citations: Sequence[Citation], language: Language) -> str:
    """Return the quotes in order; where the lead does not say it, each change of scope is named."""
    pieces: list[str] = []
    scope = None
    for citation, evidence in zip(citations, draft.evidence, strict=True):
        if not draft.lead and evidence.scope != scope:
            year = evidence.document.result_year if evidence.scope == "result" else evidence.document.year
            pieces.append(scope_label(evidence.scope, year, language))
            scope = evidence.scope
        pieces.append(f"{_line(citation)}[{citation.number}]")
    return "".join(pieces)


def _line(citation: Citation) -> str:
    """Return the quote on one line."""
    return citation.quote.replace("\n", " ")


def _sentence(text: str, language: Language) -> str:
    return f"{text}. " if language == "en" else f"{text}。"


def _citation(number: int, evidence: Evidence) -> Citation:
    return Citation(
        number=number,
        document_id=evidence.document.id,
        start=evidence.start,
        end=evidence.end,
        quote=evidence.quote,
        breadcrumb=evidence.document.breadcrumb(evidence.section),
        scope=evidence.scope,
        role=evidence.role,
    )
