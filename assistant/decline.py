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
from assistant.figures import find_figures, fold_figures, unit_matches
from assistant.places import is_named, named_department, stranger
from assistant.question import Question
from assistant.unexplained import NUMERALS, asked_number, count_items, unexplained_term
from assistant.wording import say
from corpus import Document, parse_numeral

_NAMED = 0.6  # share of a quoted name's character pairs that one sentence must hold
_SHORT_NAME = 3
_PLAN_PERIOD = re.compile(r"十[一二三四五六七]五")
# What people ask any machine and no work report answers
_EVERYDAY = re.compile(
    r"天气|下雨|下雪|气温|股票|股价|彩票|星座|笑话|写(首|一首)?诗|翻译|菜谱|几点了|星期几|\b(weather|joke|poem|stock price|recipe)\b"
)
# A question that takes an end or a failure for granted; the report must speak of one too
_ENDING = re.compile(
    r"取消|结束|停办|停止|停掉|叫停|砍掉|撤销|撤掉|解散|废止|中止|终止|暂停|关闭|关停|没(有)?(完成|达到|实现|办成)|失败|落空|退出|换成|改成|改名|撤出|卖给|卖掉|拆掉|拆除|转让|批评|处罚|罚款|开除|"
    r"\b(cancell?ed|abolished|discontinued|suspended|abandoned|scrapped|shut down|closed down)\b|"
    r"\b(why|when|who|did|does|has|have|had|was|were)\b.*\b(cancel|abolish|stop(ped)?|discontinue|suspend|abandon|fail(ed)?|closed?)\b(?! talks| by| off)"
)
_ENDED = re.compile(
    r"取消|停办|停止|撤销|解散|废止|中止|终止|暂停|不再|关闭|关停|未完成|没有完成|未达到|未实现|失败|落空|退出|更换|改为|改造|改建|更名|出售|拆除|转让|批评|处罚|罚款|开除"
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
    everyday = _EVERYDAY.search(question.text)
    if everyday and everyday[0] not in text:
        return Verdict(False, say("silent", question.language))
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
    if _PLAN_PERIOD.fullmatch(compact):
        return any(compact in document.text for document in documents)
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
    apart = _asked_apart(question.text, f"{best.passage.breadcrumb} {text}")
    if apart:
        return Verdict(False, say("silent_subset", language, term=apart))
    if _other_ordinal(question.text, text):
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
        counted = figure.unit or re.search(r"[万亿]", claimed)  # 会员达50万 counts as well as 50万人 does
        if figure.written or not counted or figure.unit in ("年", "月", "日", "天", "岁"):
            continue
        bare = re.search(r"[\d.]+[百千万亿]*", fold_figures(claimed))
        if bare is None or figure.unit not in units:
            continue
        same = [
            f.end
            for f in find_figures(whole)
            if unit_matches(figure.unit, f.unit) and _is(bare[0], whole[f.start : f.end])
        ]
        if not same:
            return claimed
    return ""


def _is(number: str, figure: str) -> bool:
    return bool(re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.百千万亿])", fold_figures(figure)))


# A part of what a figure or a measure is of; the sentence must speak of that very part
_APART = re.compile(
    r"女(?:同志|性|的|干部|代表)(?=占|有|多少|几)|男(?:同志|性)|[一二三特]等奖|中央财政|省财政|市财政|县财政|年龄|学历|党员|大学生|少数民族|外地人|本地人|退休的"
)
_ORDINAL = re.compile(rf"(第 ?(?:[{NUMERALS}一百]+|\d+)|首)(届|次|批|轮|期)(?![一二三四五六七八九十])")


def _asked_apart(question: str, text: str) -> str:
    """Return the part that `question` asks for and `text` does not speak of; "" where there is none.

    A department that is named must stand there too: what another body did is no answer.
    """
    for found in _APART.finditer(question):
        if found[0] not in text:
            return found[0]
    department = named_department(question)
    return department if department and not is_named(department, text) else ""


def _other_ordinal(question: str, text: str) -> bool:
    """Tell whether `text` speaks of another of the events that the question numbers: 首届 is not 第二届."""
    asked = {(_value(number), unit) for number, unit in _ORDINAL.findall(question)}
    given = {(_value(number), unit) for number, unit in _ORDINAL.findall(text)}
    return any(unit in {u for _, u in given} and (value, unit) not in given for value, unit in asked if value)


def _value(ordinal: str) -> int | None:
    return 1 if ordinal == "首" else parse_numeral(ordinal.removeprefix("第").strip())
