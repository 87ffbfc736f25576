"""Refuse: say what is missing, and show the nearest sentence where one is near."""

from assistant.candidates import Candidate
from assistant.draft import Draft
from assistant.evidence import Evidence
from assistant.searching import Searched
from assistant.select import trim_to_clauses
from assistant.terms import TermMatcher
from assistant.wording import say

LONGEST_QUOTE = 120  # characters of the quote in a short answer
_NEAR_ENOUGH = 0.25  # coverage or cosine from which a sentence is worth showing with a refusal


def refuse(searched: Searched, reason: str, matcher: TermMatcher, premise: bool = False) -> Draft:
    """Return a refusal that shows the nearest sentence."""
    question = searched.question
    nearest = next((c for c in searched.ranked if c.passage.scope in ("plan", "result", "problem")), None)
    nearest = nearest or next(iter(searched.ranked), None)
    lead = reason
    evidence: tuple[Evidence, ...] = ()
    if nearest is not None and (nearest.coverage >= _NEAR_ENOUGH or nearest.hit.dense >= _NEAR_ENOUGH):
        lead += ("" if question.language == "zh" else " ") + say("nearest", question.language)
        evidence = (trim_to_clauses(nearest, searched.terms, matcher, LONGEST_QUOTE).as_role("nearest"),)
    kind = "premise" if premise else question.kind
    return Draft(kind, lead=lead, evidence=evidence, abstained=True, searched=searched)


def whole(candidate: Candidate) -> Evidence:
    """Return the candidate's sentence as evidence."""
    passage = candidate.passage
    return Evidence(candidate.document, passage.start, passage.end, passage.section, passage.scope)
