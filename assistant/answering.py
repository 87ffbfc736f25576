"""From a question that stands alone to a draft: outline first, then search, evidence, and the decision to decline."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.decline import judge_evidence, judge_question
from assistant.draft import Draft
from assistant.evidence import Evidence, of_body
from assistant.outline_answer import answer_from_outline, section_scope_of
from assistant.question import Question
from assistant.select import Candidate, choose_figure, rank_candidates, trim_to_clauses
from assistant.terms import TermMatcher, content_terms
from assistant.wording import say, year_words
from corpus import Document, Section
from index import Hit, Index

CANDIDATES = 24  # sentences that get the second look
LONGEST_QUOTE = 120  # characters of the quote in a short answer
_WHERE = re.compile(
    r"第几(个|大)?(部分|条|点|章|项|节|要)|(在|属于|出自)(报告)?(的)?(哪|什么)(一|个)?(部分|章|条|地方|节)|which (part|section)"
)
_LEAST_LOCATED = 0.5  # coverage of the thing looked for
_NEAR = 0.45  # how far below the first a candidate of the right type and scope is still preferred
_SAME_THING = 0.8  # share of the first candidate's coverage that another needs to speak of the same thing
_LIST_SHARE = 0.75  # of the best coverage: what a list's further sentences must reach
_LONGEST_ITEM = 600  # characters of a sentence in a list: its items are not to be cut off
_LONGEST_LIST = 12


@dataclass(frozen=True, slots=True)
class Searched:
    """What is known when the evidence is chosen."""

    question: Question
    terms: tuple[str, ...]
    candidates: Sequence[Candidate]


def draft_answer(question: Question, index: Index, matcher: TermMatcher, context: Section | None) -> Draft:
    """Return the draft that answers `question` from the documents of `index`, or the draft that declines."""
    drafts = [answer_from_outline(question, document, context) for document in _by_year(question, index.documents)]
    outlined = [draft for draft in drafts if draft is not None]
    if outlined:
        return next((draft for draft in outlined if not draft.abstained), outlined[0])
    if question.kind == "count":  # no count of the outline, so a figure in the text
        question = replace(question, kind="figure")
    verdict = judge_question(question, index.documents)
    searched = search(question, index, matcher, context)
    if not verdict.answers:
        return _refusal(question, verdict.reason, searched, matcher)
    best = _best(searched)
    located = _located(searched)
    if located is not None:
        return located
    verdict = judge_evidence(question, searched.terms, best)
    if best is None or not verdict.answers:
        return _refusal(question, verdict.reason, searched, matcher)
    if question.kind == "figure":
        return _figure(searched, best, matcher)
    if question.kind in ("list", "how"):
        return _list(searched, best, matcher)
    return _fact(searched, best, matcher)


def _by_year(question: Question, documents: Sequence[Document]) -> list[Document]:
    """Return the documents, those of a year that the question names first."""
    return sorted(documents, key=lambda document: not {document.year, document.result_year} & set(question.years))


def _located(searched: Searched) -> Draft | None:
    """Return where the report says something: the breadcrumb, proved by the heading or sentence itself."""
    best = next((c for c in searched.candidates if c.coverage >= _LEAST_LOCATED), None)
    if best is None or not _WHERE.search(searched.question.text):
        return None
    passage = best.passage
    evidence = Evidence(best.document, passage.start, passage.end, passage.section, passage.scope)
    where = passage.breadcrumb
    return Draft(
        "outline", lead=say("located", searched.question.language, where=where), evidence=(evidence,), short_answer=""
    )


def search(question: Question, index: Index, matcher: TermMatcher, context: Section | None) -> Searched:
    """Return the candidates for `question`, within the section that it names where it names one."""
    terms = content_terms(question.text)
    documents = {document.id: document for document in index.documents}
    hits: Sequence[Hit] = index.search(question.text, CANDIDATES)
    within = section_scope_of(question, index.documents[0], context) if len(index.documents) == 1 else None
    if within is not None:
        hits = [hit for hit in index.search(question.text, 10_000) if within.start <= hit.passage.start < within.end][
            :CANDIDATES
        ]
    return Searched(question, terms, rank_candidates(question, terms, hits, documents, matcher))


def _best(searched: Searched) -> Candidate | None:
    """Return the first candidate that holds the type of answer asked for, in the scope asked for where there is one."""
    if not searched.candidates:
        return None
    first = searched.candidates[0]
    near = [c for c in searched.candidates if c.score >= first.score - _NEAR]
    if searched.question.kind == "figure":  # a figure of the other scope is worth saying, an unrelated one is not
        near = [c for c in near if c.context_coverage >= _SAME_THING * first.context_coverage]
    typed = [c for c in near if c.fits_type]
    return next((c for c in typed if c.fits_scope), typed[0] if typed else first)


def _figure(searched: Searched, best: Candidate, matcher: TermMatcher) -> Draft:
    question = searched.question
    text = best.passage.text
    found = choose_figure(question, searched.terms, text, matcher)
    if found is None:
        return _fact(searched, best, matcher)
    evidence = trim_to_clauses(best, searched.terms, matcher, LONGEST_QUOTE)
    start, end = best.passage.start + found.clause[0], best.passage.start + found.clause[1]
    if not (evidence.start <= start and end <= evidence.end):
        evidence = replace(evidence, start=min(start, evidence.start), end=max(end, evidence.end))
    if question.scope in ("plan", "result") and best.passage.scope in ("plan", "result") and not best.fits_scope:
        return _other_scope(question, evidence)
    short = text[found.figure.start : found.figure.end]
    return Draft("figure", evidence=(evidence,), short_answer=short)


def _other_scope(question: Question, evidence: Evidence) -> Draft:
    document = evidence.document
    asked, other = document.year, document.result_year
    key = "no_plan_figure"
    if question.scope == "result":
        key, asked, other = "no_result_figure", other, asked
    words = year_words(asked, question.language)
    other_words = year_words(other, question.language)["year"]
    if asked is None or other is None:
        lead = say("other_scope", question.language)
    else:
        lead = say(key, question.language, **words, other_year=other_words)
    return Draft("figure", lead=lead, evidence=(evidence.as_role("other_scope"),), abstained=True)


def _fact(searched: Searched, best: Candidate, matcher: TermMatcher) -> Draft:
    expanded = _under_heading(searched, best, matcher, most=2)
    if expanded:
        return Draft(searched.question.kind, evidence=expanded)
    return Draft(searched.question.kind, evidence=(trim_to_clauses(best, searched.terms, matcher, LONGEST_QUOTE * 2),))


def _list(searched: Searched, best: Candidate, matcher: TermMatcher) -> Draft:
    """Return every sentence that covers the question nearly as well as the best one, in the report's order."""
    kind = searched.question.kind
    expanded = _under_heading(searched, best, matcher, most=6)
    if expanded:
        return Draft(kind, evidence=expanded, numbered=len(expanded) > 1)
    joined = _joined_by_semicolons(best)
    if len(joined) > 1:
        return Draft(kind, evidence=joined, numbered=True)
    floor = best.coverage * _LIST_SHARE
    chosen = [
        c
        for c in searched.candidates
        if c is best
        or (
            c.coverage >= max(floor, 0.5)
            and c.fits_scope
            and c.passage.kind == "sentence"
            and c.score >= best.score - 0.45
        )
    ][:_LONGEST_LIST]
    chosen.sort(key=lambda c: (c.passage.document_id, c.passage.start))
    evidence = tuple(trim_to_clauses(c, searched.terms, matcher, _LONGEST_ITEM) for c in chosen)
    lead = say("found", searched.question.language, n=len(evidence)) if len(evidence) > 1 else ""
    return Draft(kind, lead=lead, evidence=evidence, numbered=len(evidence) > 1)


def _joined_by_semicolons(best: Candidate) -> tuple[Evidence, ...]:
    """Return the pieces of the printed sentence that the best candidate is one of: a list set out with semicolons."""
    document, passage = best.document, best.passage
    sentences = document.sentences
    place = next(n for n, sentence in enumerate(sentences) if sentence.start == passage.start)
    first = last = place
    while first > 0 and document.text[sentences[first - 1].end - 1] in "；;":
        first -= 1
    while last + 1 < len(sentences) and document.text[sentences[last].end - 1] in "；;":
        last += 1
    return tuple(Evidence(document, s.start, s.end, s.section, s.scope) for s in sentences[first : last + 1])


def _under_heading(searched: Searched, best: Candidate, matcher: TermMatcher, most: int) -> tuple[Evidence, ...]:
    """Return the sentences under the best candidate where that is a heading, which names a thing and does not tell it."""
    if best.passage.kind != "heading":
        return ()
    section = best.document.section(best.passage.section)
    if section is None or section.children:
        return ()
    body = of_body(best.document, section)
    scored = sorted(body, key=lambda e: (-matcher.coverage(searched.terms, e.quote), e.start))[:most]
    return tuple(sorted(scored, key=lambda e: e.start))


def _refusal(question: Question, reason: str, searched: Searched, matcher: TermMatcher) -> Draft:
    """Return a refusal that shows the nearest sentence."""
    nearest = next((c for c in searched.candidates if c.passage.scope in ("plan", "result", "problem")), None)
    lead = reason
    evidence: tuple[Evidence, ...] = ()
    if nearest is not None and (nearest.coverage > 0 or nearest.hit.dense > 0):
        lead += ("" if question.language == "zh" else " ") + say("nearest", question.language)
        evidence = (trim_to_clauses(nearest, searched.terms, matcher, LONGEST_QUOTE).as_role("nearest"),)
    kind = question.kind
    return Draft(kind, lead=lead, evidence=evidence, abstained=True)
