"""Answer what the report is about as a whole, and how it begins or ends."""

import re

from assistant.draft import Draft
from assistant.evidence import Evidence, of_heading
from assistant.question import Question
from assistant.stopwords import STRUCTURE_TERMS
from assistant.terms import specific_terms
from assistant.wording import say
from corpus import Document, Section

_ENDS = re.compile(
    r"(?:报告|全文|文章|通篇)的?(?:最?(开头|开篇|一开始)|结尾|末尾|最后)(?:部分|一段)?(?:说|讲|写|是)(?:了)?(?:些)?(?:什么|啥)"
)
_SUMMARY = re.compile(
    r"概括|总结(一下)?(这份|报告)|(大致|大概|主要|总的|到底)(都)?(讲|说|写)(了)?(些)?(什么|啥)|主要内容|梗概|几句话|summar(y|ise|ize)|what is (the|this) report about",
    re.IGNORECASE,
)
_LONGEST_END = 8  # sentences of the first or last paragraph that are shown


def answer_about_whole(question: Question, document: Document) -> Draft | None:
    """Return the headings for a summary, the first or last paragraph for the beginning or end; None for other questions."""
    ends = _ENDS.search(question.text)
    if ends:
        return _end_of(document, question, opening=bool(ends[1]))
    if _SUMMARY.search(question.text) and not _own_terms(question, document):
        return _overview(document, question)
    return None


def _end_of(document: Document, question: Question, opening: bool) -> Draft | None:
    """Return the first or the last sentences of the report, as many as stand in one paragraph."""
    body = [s for s in document.sentences if not s.heading]
    if not body:
        return None
    edge = body[0] if opening else body[-1]
    start = document.text.rfind("\n", 0, edge.start) + 1
    end = document.text.find("\n", edge.start)
    within = [s for s in body if start <= s.start and (end < 0 or s.end <= end)]
    evidence = tuple(Evidence(document, s.start, s.end, s.section, s.scope) for s in within[:_LONGEST_END])
    return Draft("outline", lead=say("section_is", question.language), evidence=evidence)


def _own_terms(question: Question, document: Document) -> list[str]:
    terms = specific_terms(_SUMMARY.sub(" ", question.text))
    return [term for term in terms if term not in STRUCTURE_TERMS and term in document.text]


def _overview(document: Document, question: Question) -> Draft | None:
    """Return the headings below the parts, in order: what the report is about in its own words."""
    below = [child for part in document.sections for child in (part.children or (part,)) if child.title]
    wanted = [s for s in below if question.scope in (None, s.scope) and s.scope in ("plan", "result", "problem")]
    if len(wanted) < 2:
        return None
    evidence = tuple(_opening(document, section) for section in wanted)
    lead = say("count", question.language, n=len(evidence))
    return Draft("outline", lead=lead, evidence=evidence, numbered=True)


def _opening(document: Document, section: Section) -> Evidence:
    """Return the heading of `section`, or where it has none what stands before its first point."""
    if section.heading_end > section.start or not section.children:
        return of_heading(document, section)
    first = section.children[0].start
    return Evidence(document, section.start, first, section.id, section.scope)
