"""From a question that stands alone to a draft: outline first, then search, evidence, and the decision to decline."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.candidates import Candidate
from assistant.decline import judge_evidence, judge_question
from assistant.draft import Draft
from assistant.evidence import of_heading
from assistant.figure_draft import draft_figure
from assistant.list_answer import close_seconds
from assistant.list_draft import (
    draft_counted,
    draft_gathered,
    draft_list,
    draft_section,
    introduced_by,
    joined_by_semicolons,
    under_heading,
)
from assistant.names import find_name
from assistant.outline_answer import answer_from_outline, locate_in_outline
from assistant.patterns import STRUCTURE_WORDS
from assistant.question import Question
from assistant.refusing import LONGEST_QUOTE, refuse, whole
from assistant.searching import NEAR, Reader, Searched, Shown, best_candidate, search
from assistant.select import trim_to_clauses
from assistant.terms import TermMatcher
from assistant.wording import say
from corpus import Document, Section

LONGEST_FACT = 120  # characters of the quote that answers a question for a thing
_WHERE = re.compile(
    r"(写|排|放|列|在|属于|出自|是|归)?(在|于)?(20\d\d ?年)?[^,，?？]{0,6}第几(个|大)?(部分|条|点|章|项|节|要|块)|(在|属于|出自)(报告)?(的)?(哪|什么)(一|个)?(部分|章|条|地方(?!举?办|开|召开|建|举行|搞)|节|块)|which (part|section)"
)
_LEAST_LOCATED = 0.5  # coverage of the thing looked for
_UNSURE = 0.3  # confidence below which passages are called perhaps related
_SECOND_SHARE = 0.3  # of the first one's share, from which a further sentence is shown where the first is unsure
_MOST_UNSURE = 3


def draft_answer(
    question: Question,
    reader: Reader,
    context: Section | None,
    shown: Shown = frozenset(),
    near: Shown = frozenset(),
) -> Draft:
    """Return the draft that answers `question` from the documents of the index, or the draft that declines.

    `context` is the section that the conversation spoke of last; sentences in `shown` are not shown again,
    those `near` are what a follow-up leans on.
    """
    documents = reader.index.documents
    if _WHERE.search(question.text):
        located = next((d for one in documents if (d := locate_in_outline(question, one)) is not None), None)
        thing = replace(question, text=_WHERE.sub(" ", question.text))
        located = located or _located(question, search(thing, reader, None))
        if located is not None:
            return located
    counted = draft_counted(question, documents)
    if counted is not None:
        return counted
    if not shown:
        drafts = [answer_from_outline(question, document, context) for document in _by_year(question, documents)]
        outlined = [draft for draft in drafts if draft is not None]
        if outlined:
            return next((draft for draft in outlined if not draft.abstained), outlined[0])
    structural = question.kind == "count" and bool(STRUCTURE_WORDS.search(question.text)) and not shown
    structural = structural and not any(document.sections for document in documents)
    if question.kind == "count":  # no count of the outline, so a figure in the text
        question = replace(question, kind="figure")
    searched = search(question, reader, context, shown, near)
    verdict = judge_question(question, documents)
    if not verdict.answers:
        return refuse(searched, verdict.reason, reader.matcher)
    if question.kind in ("list", "how"):
        gathered = draft_gathered(searched, reader) or draft_section(searched, reader)
        if gathered is not None:
            return gathered
    best = best_candidate(searched)
    if shown and any(answer_from_outline(question, one, context) is not None for one in documents):
        return Draft("list", lead=say("nothing_else", question.language), abstained=True, searched=searched)
    if shown and (best is None or not best.fits_scope or searched.confidence < reader.scorer.least_answer):
        return Draft("list", lead=say("nothing_else", question.language), abstained=True, searched=searched)
    verdict = judge_evidence(question, best, searched.confidence, reader.scorer.least_answer)
    if structural or best is None or not verdict.answers:
        reason = verdict.reason or say("silent", question.language)
        return refuse(searched, reason, reader.matcher, premise=verdict.premise)
    if question.kind == "figure":
        return draft_figure(searched, best, reader)
    if question.kind == "compare":
        return _compared(searched, reader.matcher)
    if question.kind == "list":
        return draft_list(searched, best, reader)
    return _fact(searched, best, reader)


def _by_year(question: Question, documents: Sequence[Document]) -> list[Document]:
    """Return the documents, those of a year that the question names first."""
    return sorted(documents, key=lambda document: not {document.year, document.result_year} & set(question.years))


def _located(question: Question, searched: Searched) -> Draft | None:
    """Return where the report says something: the breadcrumb, proved by the headings that lead there."""
    fitting = [c for c in searched.ranked if c.coverage >= _LEAST_LOCATED and c.fits_scope]
    best = next((c for c in fitting if c.passage.kind == "heading"), next(iter(fitting), None))
    if best is None:
        return None
    document = best.document
    path = [s for s in document.path(best.passage.section)[1:] if not s.implied]
    headings = [of_heading(document, section) for section in path] or [whole(best)]
    lead = say("located", question.language, where=document.breadcrumb(best.passage.section))
    return Draft("outline", lead=lead, evidence=tuple(headings), searched=searched)


def _fact(searched: Searched, best: Candidate, reader: Reader) -> Draft:
    """Return the best sentence; where it is not sure to be the one meant, the next best ones beside it."""
    question, matcher = searched.question, reader.matcher
    if question.kind == "definition" and len(joined := joined_by_semicolons(best)) > 1:
        return Draft("definition", evidence=joined, searched=searched)  # 即以…为主线,…；以…为底线,…
    expanded = under_heading(searched, best, matcher, most=6 if question.kind == "how" else 2)
    if expanded:
        several = question.kind == "how" and len(expanded) > 1
        return Draft(question.kind, evidence=expanded, numbered=several, searched=searched)
    first = trim_to_clauses(best, searched.terms, matcher, LONGEST_FACT)
    introduced = introduced_by(best, 0) or (joined_by_semicolons(best) if first.quote.rstrip()[-1:] in ":：" else ())
    if len(introduced) > 1:  # 存在以下不足: is no answer by itself
        return Draft(question.kind, evidence=introduced, numbered=True, searched=searched)
    name = find_name(question.text, searched.terms, first.quote, matcher)
    if name or searched.confidence >= reader.scorer.least_single or best is not searched.ranked[0]:
        return Draft(question.kind, evidence=(first,), short_answer=name, searched=searched)
    close = close_seconds([c for c in searched.ranked if c is best or c.fits_scope], _SECOND_SHARE, _MOST_UNSURE)
    evidence = tuple(trim_to_clauses(c, searched.terms, matcher, LONGEST_FACT) for c in close)
    key = "perhaps" if searched.confidence < _UNSURE else "related"
    lead = say(key, question.language, n=len(evidence)) if len(evidence) > 1 else ""
    return Draft(question.kind, lead=lead, evidence=evidence, numbered=len(evidence) > 1, searched=searched)


def _compared(searched: Searched, matcher: TermMatcher) -> Draft:
    """Return the best sentence of what was done and the best of what is required, side by side."""
    pair = [
        next((c for c in searched.ranked if c.passage.scope == scope and c.passage.kind == "sentence"), None)
        for scope in ("result", "plan")
    ]
    least = searched.ranked[0].score - 2 * NEAR
    evidence = tuple(
        trim_to_clauses(c, searched.terms, matcher, LONGEST_QUOTE) for c in pair if c is not None and c.score >= least
    )
    return Draft("compare", evidence=evidence or (whole(searched.ranked[0]),), searched=searched)
