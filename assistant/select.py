"""Choose the words within a sentence: the figure that answers, and the clauses to quote of a long one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.candidates import Candidate
from assistant.evidence import Evidence
from assistant.figures import STRICT_UNITS, Figure, asked_unit, find_figures, unit_matches
from assistant.question import Question
from assistant.terms import TermMatcher, content_terms
from corpus import split_clauses

_COUNTS_IT = 0.6  # weight of that the figure stands right before the noun that is counted
_ASKED_NOUN = re.compile(r"(?:多少|几) ?[名位个家场次]?([\u4e00-\u9fff]{2,6}?)(?=[下去参有被了是,，?？]|$)")
_SUBJECT_NOUN = re.compile(r"(?:其中|里头?|当中)?([\u4e00-\u9fff]{2,4})(?:会员)?(?:有|占|是|达|达到)(?:了)?(?:多少|几)")
# Units that nothing else stands for: how many 对 is not answered by how many 场
_OWN_UNITS = frozenset(
    [
        "对",
        "岁",
        "亩",
        "吨",
        "公里",
        "辆",
        "台",
        "张",
        "套",
        "支",
        "期",
        "册",
        "小时",
        "分钟",
        "平方米",
        "倍",
        "成",
        "天",
    ]
)
_LARGE = re.compile(r"(多少|几)(万|亿|千)")  # a question that expects thousands at least
_LARGE_FIGURE = re.compile(r"[万亿千]|\d{4}")


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """The figure that answers and the clause it stands in, as offsets into the sentence's text."""

    figure: Figure
    clause: tuple[int, int]


def choose_figure(question: Question, terms: Sequence[str], text: str, matcher: TermMatcher) -> FoundFigure | None:
    """Return the figure of `text` whose clause supports the question's terms best; None where no figure fits."""
    unit = asked_unit(question.text)
    best: FoundFigure | None = None
    best_score = float("-inf")
    asked = question.text.split("：")[-1]  # what a follow-up asks itself, its topic left out
    focus = content_terms(asked) or terms
    if question.language == "en" and asked == question.text:
        focus = terms
    figures = find_figures(text)
    any_fits = any(unit_matches(unit, figure.unit) and not figure.written for figure in figures)
    for figure in figures:
        fits = unit_matches(unit, figure.unit)
        if not fits and (any_fits or unit in STRICT_UNITS or figure.written):
            continue
        if unit in _OWN_UNITS and not fits:
            continue
        if _LARGE.search(question.text) and not _LARGE_FIGURE.search(text[figure.start : figure.end]):
            continue
        start, end = _segment(text, figure.start, "，,；;。、")
        wide = _segment(text, figure.start, "，,；;。")
        near = matcher.coverage(focus, text[start:end])
        support = matcher.coverage(terms, text[wide[0] : wide[1]])
        score = (
            near
            + 0.5 * support
            + 0.2 * (bool(unit) and unit == figure.unit)
            + _COUNTS_IT * _counts(asked, text[start : figure.start], text[figure.end :])
            - 0.5 * figure.written
            - 0.3 * (not fits)
        )
        if score > best_score + 1e-9:
            best, best_score = FoundFigure(figure, wide), score
    return best


def _counts(question: str, before: str, after: str) -> bool:
    """Tell whether the figure counts the very noun that the question counts: 多少工会干部 and 572 名工会干部."""
    asked = _ASKED_NOUN.search(question)
    following = re.match(r" ?[\u4e00-\u9fff]{2,6}", after)
    if asked and ((following and asked[1][-2:] in following[0]) or before.rstrip(" 达共有").endswith(asked[1][-2:])):
        return True
    subject = _SUBJECT_NOUN.search(question)
    return bool(subject and subject[1] in before)


def _segment(text: str, position: int, stops: str) -> tuple[int, int]:
    start = max((text.rfind(stop, 0, position) for stop in stops), default=-1) + 1
    ends = [found for stop in stops if (found := text.find(stop, position)) >= 0]
    return start, min(ends, default=len(text))


def trim_to_clauses(candidate: Candidate, terms: Sequence[str], matcher: TermMatcher, longest: int) -> Evidence:
    """Return the candidate's sentence, or where it is longer than `longest`, the clauses that support the question.

    A run of neighbouring clauses is kept, so the quote stays one slice of the report.
    """
    passage = candidate.passage
    whole = Evidence(candidate.document, passage.start, passage.end, passage.section, passage.scope)
    if passage.end - passage.start <= longest:
        return whole
    clauses = split_clauses(passage.text, 1)
    values = [matcher.coverage(terms, passage.text[start:end]) for start, end in clauses]
    best = max(range(len(clauses)), key=lambda place: (values[place], -place))
    first = last = best
    while True:
        left = values[first - 1] if first > 0 else -1.0
        right = values[last + 1] if last + 1 < len(clauses) else -1.0
        grow_left = left > right
        candidate_first, candidate_last = (first - 1, last) if grow_left else (first, last + 1)
        if max(left, right) < 0 or clauses[candidate_last][1] - clauses[candidate_first][0] > longest:
            break
        first, last = candidate_first, candidate_last
    start, end = passage.start + clauses[first][0], passage.start + clauses[last][1]
    while end > start + 1 and candidate.document.text[end - 1] in ",，;；、:： ":
        end -= 1  # a quote does not end in the middle of a breath
    return Evidence(candidate.document, start, end, passage.section, passage.scope)
