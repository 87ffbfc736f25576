"""Decide whether what was found answers what was asked; a near miss must be declined.

Retrieval scores of near misses are as high as those of answers, so each way of missing has a test of its own: another
year, place or body, a name that the report never uses, a numbered term that it never spells out, words of another
type than asked for, a figure of another thing, a claim that the report does not make. What passes all of them is
answered unless the scorer's confidence is too low.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer_types import asked_types
from assistant.candidates import Candidate
from assistant.figures import find_figures, fold_figures
from assistant.places import stranger
from assistant.question import Question
from assistant.unexplained import asked_number, count_items, unexplained_term
from assistant.wording import say
from corpus import Document

_NAMED = 0.6  # share of a quoted name's character pairs that one sentence must hold
_SHORT_NAME = 3
# A question that takes an end or a failure for granted; the report must speak of one too
_ENDING = re.compile(
    r"取消|结束|停办|停止|停掉|叫停|砍掉|撤销|撤掉|解散|废止|中止|终止|暂停|关闭|关停|没(有)?(完成|达到|实现|办成)|失败|落空|退出|换成|改成|改名|撤出|"
    r"\b(cancel|abolish|stop|discontinue|close|suspend|abandon|fail)(l?ed|ped|s|d)?\b"
)
_ENDED = re.compile(
    r"取消|停办|停止|撤销|解散|废止|中止|终止|暂停|不再|关闭|关停|未完成|没有完成|未达到|未实现|失败|落空|退出|更换|改为|更名"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether to answer; where not, `reason` says why in the language of the question; `premise` where it takes for
    granted what the report does not say."""

    answers: bool
    reason: str = ""
    premise: bool = False


_YES = Verdict(True)


def judge_question(question: Question, documents: Sequence[Document]) -> Verdict:
    """Decline what the report cannot answer whatever is found: another year, place, or a name that it never uses."""
    text = "".join(document.text for document in documents)
    known = {year for document in documents for year in (document.year, document.result_year) if year}
    for year in question.years:
        if year not in known and str(year) not in text:
            return Verdict(False, say("silent_year", question.language, year=year))
    for name in question.quoted:
        if question.language == "zh" and not _is_named(name, documents):
            return Verdict(False, say("silent_term", question.language, term=name))
    unknown = stranger(question.text, text)
    if unknown:
        return Verdict(False, say("silent_term", question.language, term=unknown))
    term = unexplained_term(question.text, text)
    if term:
        return Verdict(False, say("unexplained", question.language, term=term))
    return _YES


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


def judge_evidence(question: Question, best: Candidate | None, confidence: float, least: float) -> Verdict:
    """Decline when the best candidate holds no answer of the type asked for, denies the question, or is too far."""
    language = question.language
    if best is None or confidence < least:
        return Verdict(False, say("silent", language))
    text = best.passage.text
    if _ENDING.search(question.text) and not _ENDED.search(text):
        return Verdict(False, say("premise", language), premise=True)
    figure = _claimed_figure(question, best.document, text)
    if figure:
        return Verdict(False, say("premise_figure", language, figure=figure), premise=True)
    number = asked_number(question.text)
    listed = best.passage.kind != "sentence" or text.rstrip()[-1:] in (":", "：")
    if number and not listed and count_items(text) < number:
        return Verdict(False, say("unlisted", language))
    if not best.fits_type:
        missing = next((kind for kind in asked_types(question.text) if not kind.needs.search(text)), None)
        key = f"silent_{missing.name}" if missing else "silent_figure" if question.kind == "figure" else "silent"
        return Verdict(False, say(key, language))
    return _YES


def _claimed_figure(question: Question, document: Document, text: str) -> str:
    """Return the figure that the question takes for granted and the report never gives; "" where there is none.

    The sentence found must hold another figure of that unit: the report speaks of the thing, with another number.
    """
    units = {figure.unit for figure in find_figures(text)}
    whole = fold_figures(document.text)
    for figure in find_figures(question.text):
        claimed = question.text[figure.start : figure.end]
        if figure.written or not figure.unit or figure.unit in ("年", "月", "日", "天", "岁"):
            continue
        bare = re.sub(r"[^\d.]", "", fold_figures(claimed))
        if figure.unit in units and not re.search(rf"(?<![\d.]){re.escape(bare)}(?![\d])", whole):
            return claimed
    return ""
