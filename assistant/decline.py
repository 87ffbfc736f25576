"""Decide whether what was found answers what was asked, from several signals; a near miss must be declined.

No single score tells (retrieval scores of near misses are as high as those of answers), so each way of missing has a test
of its own: a named thing that the report never names, another year, another place, an answer of the wrong type, and terms that nothing supports.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question import Question
from assistant.select import Candidate
from assistant.unexplained import unexplained_term
from assistant.wording import say
from corpus import Document

# Thresholds chosen on the dev questions
LEAST_SUPPORT = 0.6  # of cosine + half the coverage + BM25 share, where the question shares words with the evidence
LEAST_MEANING = {"zh": 0.25, "en": 0.36}  # of cosine + half the coverage, where it shares none
_LEAST_WHO = 0.5  # coverage that a question for a person or a body needs: such answers are rarely there
_SHARED_WORDS = 0.12  # BM25 share from which words count as shared
_NAMED = 0.6  # share of a quoted name's character pairs that one sentence must hold

# The 34 regions of the first level by their short names: a question about another region is not about this report
_REGIONS = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
# Short names that a report may use instead, where they are no part of common words
_ABBREVIATIONS = dict(
    zip(
        [
            "上海",
            "江苏",
            "浙江",
            "安徽",
            "福建",
            "江西",
            "山东",
            "河南",
            "湖北",
            "湖南",
            "广东",
            "海南",
            "重庆",
            "四川",
            "贵州",
            "云南",
        ],
        "沪苏浙皖闽赣鲁豫鄂湘粤琼渝蜀黔滇",
        strict=True,
    )
)
_NO_PLACE = re.compile(r"[全我本各该城地哪几每][市县]$|[年月日哪多]")
_SHORT_NAME = 3
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
        if question.language == "zh" and not _is_named(name, documents):
            return Verdict(False, say("silent_term", question.language, term=name))
    for pattern in (_REGIONS, _CITY):
        for found in pattern.finditer(question.text):
            if _NO_PLACE.search(found[0]):
                continue
            organisation = question.text[found.end() : found.end() + 1] in ("省", "市", "总")
            short = found[0] if organisation else _ABBREVIATIONS.get(found[0], found[0])
            if found[0] not in compact and short not in compact:
                return Verdict(False, say("silent_term", question.language, term=found[0]))
    term = unexplained_term(question.text, text)
    if term:
        return Verdict(False, say("unexplained", question.language, term=term))
    return Verdict(True)


def _is_named(name: str, documents: Sequence[Document]) -> bool:
    """Tell whether some sentence uses the quoted name, or most of it; a name of up to three characters is no test."""
    compact = re.sub(r"\W", "", name)
    pairs = {compact[i : i + 2] for i in range(len(compact) - 1)}
    if len(compact) <= _SHORT_NAME:
        return True
    for document in documents:
        for sentence in document.sentences:
            text = re.sub(r"\W", "", document.text[sentence.start : sentence.end])
            if sum(pair in text for pair in pairs) >= _NAMED * len(pairs):
                return True
    return False


def judge_evidence(question: Question, terms: Sequence[str], best: Candidate | None) -> Verdict:
    """Decline when the best candidate is too far, covers too little of the question or holds no answer of its type."""
    silent = Verdict(False, say("silent", question.language))
    if best is None or (not terms and best.hit.lexical == 0):
        return silent
    meaning = best.hit.dense + best.context_coverage / 2
    if best.hit.lexical < _SHARED_WORDS:
        enough = meaning >= LEAST_MEANING[question.language]
    else:
        enough = meaning + best.hit.lexical >= LEAST_SUPPORT
    if not enough:
        return silent
    if question.kind == "who" and best.context_coverage < _LEAST_WHO:
        return silent
    if not best.fits_type:
        key = "silent_figure" if question.kind == "figure" else "silent"
        return Verdict(False, say(key, question.language))
    return Verdict(True)
