"""Write a draft out: our lead, the report's words, a marker after each quote."""

from collections.abc import Sequence

from assistant.draft import Draft
from assistant.english import to_english
from assistant.evidence import Evidence
from assistant.types import Citation
from assistant.wording import Language, say, scope_label


def compose(draft: Draft, language: Language, first: int = 1) -> tuple[str, tuple[Citation, ...]]:
    """Return the text of `draft` with markers, and the citations that the markers name, numbered from `first`."""
    citations = tuple(_citation(number, evidence) for number, evidence in enumerate(draft.evidence, first))
    if draft.numbered:
        over, listed = (citations[:1], citations[1:]) if draft.headed else ((), citations)
        lines = [f"{_line(c)}[{c.number}]" for c in over]
        lines += [draft.lead.rstrip()] if draft.lead else []
        lines += [f"{place}. {_line(c)}[{c.number}]" for place, c in enumerate(listed, 1)]
        return "\n".join(lines), citations
    body = _labelled(draft, citations, language)
    if draft.items and citations:
        lines = [say("items", language, n=len(draft.items)).rstrip()]
        lines += [f"{place}. {item}[{citations[0].number}]" for place, item in enumerate(draft.items, 1)]
        return "\n".join([*lines, say("source", language) + body]), citations
    return f"{_short(draft, language)}{draft.lead}{body}".strip(), citations


def _short(draft: Draft, language: Language) -> str:
    """Return the short answer as a sentence; a figure also in English form where English was asked for."""
    if draft.abstained or not draft.short_answer:
        return ""
    if language == "zh":
        return f"{draft.short_answer}。"
    english = to_english(draft.short_answer)
    return (
        f"{draft.short_answer} ({english}). "
        if english and english != draft.short_answer
        else f"{draft.short_answer}. "
    )


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
