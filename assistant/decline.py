"""Decide whether what was found answers what was asked, from several signals; a near miss must be declined.

No single score tells (retrieval scores of near misses are as high as those of answers), so each way of missing has a test
of its own: a named thing that the report never names, another year, another place, an answer of the wrong type, and terms that nothing supports.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question import Question
from assistant.select import Candidate
from assistant.terms import TermMatcher
from assistant.wording import say
from corpus import Document

# Thresholds chosen on the dev questions
LEAST_COVERAGE = 0.42
LEAST_DENSE = 0.25

# The 34 regions of the first level by their short names: a question about another region is not about this report
_REGIONS = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_CITY = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,3})[市县](?!场|级|区|直|长|政)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether to answer; where not, `reason` says why in the language of the question."""

    answers: bool
    reason: str = ""


def judge_question(question: Question, documents: Sequence[Document]) -> Verdict:
    """Decline what the report cannot answer whatever is found: another year, place, or a name that it never uses."""
    text = "".join(document.text for document in documents)
    compact = re.sub(r"\s", "", text)
    known = {year for document in documents for year in (document.year, document.result_year) if year}
    for year in question.years:
        if year not in known and str(year) not in text:
            return Verdict(False, say("silent_year", question.language, year=year))
    for name in question.quoted:
        if re.sub(r"\s", "", name) not in compact and question.language == "zh":
            return Verdict(False, say("silent_term", question.language, term=name))
    for pattern in (_REGIONS, _CITY):
        for found in pattern.finditer(question.text):
            if found[0] not in text:
                return Verdict(False, say("silent_term", question.language, term=found[0]))
    return Verdict(True)


def judge_evidence(question: Question, terms: Sequence[str], best: Candidate | None, matcher: TermMatcher) -> Verdict:
    """Decline when the best candidate is too far, covers too little of the question or holds no answer of its type."""
    silent = Verdict(False, say("silent", question.language))
    if best is None or (not terms and best.hit.lexical == 0):
        return silent
    if best.context_coverage < LEAST_COVERAGE or best.hit.dense < LEAST_DENSE:
        return silent
    if not best.fits_type:
        key = "silent_figure" if question.kind == "figure" else "silent"
        return Verdict(False, say(key, question.language))
    return Verdict(True)
