"""What a turn of the conversation showed: the section the talk is in, the list, the sentences. The next turn leans on it."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import Draft
from assistant.enumerations import find_enumerations, longest
from assistant.evidence import Evidence
from assistant.resolved import Resolved
from assistant.types import Answer, Citation
from corpus import Document, Section


def shown_by(draft: Draft, resolved: Resolved, alone: bool) -> Resolved:
    """Return `resolved` with what `draft`, its answer, showed; `alone` says that there is one report only."""
    if not alone:  # a section does not know its report yet
        return Resolved(resolved.text)
    found = (evidence.document.section(evidence.section) for evidence in draft.evidence)
    sections = [section for section in found if section is not None]
    listed = tuple(dict.fromkeys(sections)) if draft.numbered else ()
    context = _common(draft.evidence[0].document, sections) if sections and not draft.abstained else resolved.section
    last = frozenset(_sentence_of(e.document, e.start) for e in draft.evidence)
    seen = resolved.seen if draft.abstained else resolved.seen | last
    if resolved.asks_section is not None:  # 第二条呢 after 第一条呢 counts in the same list
        listed = resolved.listed
    from_outline = draft.searched is None and not draft.items and resolved.asks_item is None
    items = () if listed or from_outline else _items(draft)
    return Resolved(
        resolved.text, context, listed or (() if items else resolved.listed), items=items, seen=seen, last=last
    )


def recall(answer: Answer, documents: Sequence[Document]) -> Draft:
    """Return the draft that an earlier `answer` was made of, as far as its citations say.

    The answer comes from outside: a citation that is not a slice of one of `documents` is left out.
    """
    evidence = tuple(found for citation in answer.citations if (found := _found(citation, documents)) is not None)
    numbered = "\n1. " in f"\n{answer.text}"
    several = len(evidence) > 1
    items = evidence[0].quote if numbered and len(evidence) == 1 and answer.kind not in ("outline", "count") else ""
    return Draft(
        answer.kind,
        evidence=evidence,
        numbered=numbered and several,
        abstained=answer.abstained,
        items=(items,) * bool(items),
    )


def _found(citation: Citation, documents: Sequence[Document]) -> Evidence | None:
    document = next((one for one in documents if one.id == citation.document_id), None)
    if document is None or not citation.quote or document.text[citation.start : citation.end] != citation.quote:
        return None
    heading = next((s for part in document.sections for s in part.walk() if s.start == citation.start), None)
    sentence = next((s for s in document.sentences if s.start <= citation.start < s.end), None)
    if heading is not None:
        return Evidence(document, citation.start, citation.end, heading.id, heading.scope, citation.role)
    if sentence is None:
        return None
    return Evidence(document, citation.start, citation.end, sentence.section, sentence.scope, citation.role)


def _sentence_of(document: Document, position: int) -> tuple[str, int]:
    start = next((s.start for s in document.sentences if s.start <= position < s.end), position)
    return document.id, start


def _items(draft: Draft) -> tuple[Evidence, ...]:
    """Return the items of the list inside the one sentence that `draft` shows; empty where there is none."""
    if len(draft.evidence) != 1 or draft.abstained:
        return ()
    (shown,) = draft.evidence
    spans = longest(find_enumerations(shown.quote))
    return tuple(replace(shown, start=shown.start + start, end=shown.start + end) for start, end in spans)


def _common(document: Document, sections: Sequence[Section]) -> Section | None:
    """Return the deepest section that holds all of `sections`."""
    paths = [document.path(section.id) for section in sections]
    common: Section | None = None
    for level in zip(*paths, strict=False):
        if len({section.id for section in level}) > 1:
            break
        common = level[0]
    return common
