"""Find the section of the outline that a question names: 第四部分, (四), 二要, 最后一部分, 存在的不足."""

import re
from dataclasses import dataclass

from assistant.outline_words import plain_outline
from assistant.question import Question
from assistant.stopwords import STRUCTURE_TERMS
from assistant.terms import specific_terms
from corpus import Document, Section, parse_numeral

_NUMERALS = "一二三四五六七八九十"
_HAN = f"[{_NUMERALS}]+"
_PART = re.compile(rf"第 ?({_HAN}|\d+) ?(?:个|大)?(?:部分|板块|章|块|大点|大项)")
_MOST_SECTIONS = 30  # a larger number in brackets is a year or a note
_LAST_PART = re.compile(r"最后(?:那|这)?(?:一|1)?(?:个|大)?(?:部分|板块|章|块)|last (?:part|section)")
_FROM_END = re.compile(rf"倒数第 ?({_HAN}|\d+) ?个?(?:部分|板块|章|块)")
_BRACKETED = re.compile(rf"[(（] ?({_HAN}|\d+) ?[)）]")
_LISTED = re.compile(rf"(?:第|^|[^第\w])({_HAN})、")
_ITEM = re.compile(
    rf"第 ?({_HAN}|\d+) ?(?:条|点|项|要|个要求|款|个小标题)"
    rf"|(?<![{_NUMERALS}\d重主需只不还想就简摘纪概])({_HAN})[要是](?=[讲说是的里中有提干做各,，?？一二三四五六七]|$)"
)
_LAST_ITEM = re.compile(r"最后(?:那|这)?(?:一|1)?(?:条|点|项|个要求|个小标题)")
_ENGLISH_PART = re.compile(r"\b(?:part|section) (\d+|one|two|three|four|five|six|seven|eight)\b", re.IGNORECASE)
_OF_NAMED = re.compile(rf"(?:工作|任务|安排|部署|要点)(?:的)?(?:第 ?(?:{_HAN}|\d+) ?个?部分|最后)")
# 今年第二部分: the second of what the plan says, for the plan is not a part of itself
_WITHIN_HALF = re.compile(
    rf"(?:今年|去年|20\d\d ?年|成绩|重点工作|任务)[^,，。?？]{{0,8}}?(?:第 ?(?:{_HAN}|\d+) ?个?部分|最后)"
)
REFERENCE = re.compile(
    "|".join(p.pattern for p in (_PART, _LAST_PART, _BRACKETED, _ITEM, _LAST_ITEM, _ENGLISH_PART)), re.IGNORECASE
)
_ENGLISH_NUMBERS = {
    word: n for n, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight"], 1)
}


@dataclass(frozen=True, slots=True)
class Reference:
    """What a question names: a section, or that it names one which the report does not have (`missing`)."""

    section: Section | None
    missing: str = ""


def find_reference(question: Question, document: Document, context: Section | None = None) -> Reference | None:
    """Return the section that the question names by number or place; None where it names none.

    `context` is the section last spoken of: 二要 alone means the second point there. Where both halves of a report have
    a (四), the scope asked for decides, else the plan is meant, which is what the report is consulted for.
    """
    said = plain_outline(question.text)
    text = re.sub(r"[“”\"‘’「」『』]", "", said)
    section, named = _part(text, document, question, context)
    if section is None and not named:
        section = by_heading(said, document, question)
    if named and section is None:
        return Reference(None, named)
    items = list(_ITEM.finditer(text))
    item = items[-1] if items else None
    if len({found[0] for found in items}) > 1 and section is not None:
        return Reference(section)  # 一要二要三要: all of them
    if item:
        return _item(item, section or context or named_part(text, document), named)
    if _LAST_ITEM.search(text):
        holder = section or context
        return Reference(holder.children[-1]) if holder and holder.children else None
    return Reference(section) if section else None


def _part(text: str, document: Document, question: Question, context: Section | None) -> tuple[Section | None, str]:
    """Return the part or section named and the words that name it ("" where none do)."""
    if found := _FROM_END.search(text):
        parts = _numbered_sections(document, question)
        back = parse_numeral(found[1]) or 0
        return (parts[-back] if 0 < back <= len(parts) else None), found[0]
    if found := _LAST_PART.search(text):
        parts = _numbered_sections(document, question)
        return (parts[-1] if parts else None), found[0]
    part, bracket = _PART.search(text), _BRACKETED.search(text)
    top: Section | None = None
    if part:
        top = _by_part_number(document, parse_numeral(part[1]), question)
        if top is None or not bracket or (parse_numeral(bracket[1]) or 0) > _MOST_SECTIONS:
            return top, part[0]
    if bracket and (number := parse_numeral(bracket[1])) is not None and number <= _MOST_SECTIONS:
        pool = list(top.children) if top else list(document.walk())
        return _preferred(
            [s for s in pool if s.number == number and s.marker[:1] in "(（"], question, context
        ), bracket[0]
    if english := _ENGLISH_PART.search(text):
        word = english[1].lower()
        return _by_part_number(document, _ENGLISH_NUMBERS.get(word) or parse_numeral(word), question), english[0]
    listed = _LISTED.search(text)
    if listed:
        number = parse_numeral(listed[1])
        return _by_part_number(document, number, question), listed[0]
    return None, ""


_OF_HEADING = re.compile(
    r"(?:标题|题目)?(?:里|中|上)?(?:写着|带着|带|含|有|说|提到)?[“\"]([^”\"]{1,16})[”\"](?:[一二两俩]?字|字样)?(?:的|那|这)"
)
_POINTED = re.compile(r"[那这]一?个?(?:部分|条|点|项|小标题)|小标题")
_LEAST_OF_HEADING = 0.6  # share of the terms that the heading must hold


def by_heading(text: str, document: Document, question: Question) -> Section | None:
    """Return the section whose heading the question describes: 写着“抓手”的那部分, 工人文化宫那条; None where it does not."""
    if not _POINTED.search(text) and "标题" not in text:
        return None
    inner = "条" in text.split("那")[-1][:3] or "小标题" in text
    pool = [
        section
        for section in document.walk()
        if section.title and question.scope in (None, section.scope) and (section.level > 1 or not section.children)
    ]
    quoted = _OF_HEADING.search(text)
    if quoted:
        found = [section for section in pool if quoted[1] in section.title]
        return min(found, key=lambda section: section.level, default=None)
    terms = [term for term in specific_terms(REFERENCE.sub(" ", text)) if term not in STRUCTURE_TERMS]
    if not terms:
        return None
    shares = [sum(term in section.title for term in terms) / len(terms) for section in pool]
    best = max(range(len(pool)), key=lambda n: (round(shares[n], 3), (not pool[n].children) == inner, -n), default=None)
    return pool[best] if best is not None and shares[best] >= _LEAST_OF_HEADING else None


_PART_WORDS = ("重点工作", "主要任务", "重点任务", "工作安排", "工作回顾", "工作部署", "工作要点")


def named_part(text: str, document: Document) -> Section | None:
    """Return the part whose heading has a set phrase that `text` has too: 2022年重点工作的第三项."""
    return next(
        (part for part in document.sections for word in _PART_WORDS if word in text and word in part.title), None
    )


def _by_part_number(document: Document, number: int | None, question: Question) -> Section | None:
    """Return part `number`; where the report has fewer parts, the section of that number (a plan has 第四部分 as (四))."""
    named = named_part(question.text, document)
    if named is not None and _OF_NAMED.search(plain_outline(question.text)):
        inner = next((child for child in named.children if child.number == number), None)
        if inner is not None:
            return inner
    part = next((section for section in document.sections if section.number == number), None)
    within = _WITHIN_HALF.search(plain_outline(question.text)) and question.scope in ("plan", "result")
    if part and not within and question.scope in (None, "problem", part.scope):
        return part
    pool = [section for section in _numbered_sections(document, question, every=True) if section.number == number]
    return _preferred(pool, question, None) or part


def _numbered_sections(document: Document, question: Question, every: bool = False) -> list[Section]:
    """Return the numbered sections below the parts; unless `every`, those of the scope asked for (the plan by default)."""
    below = [child for part in document.sections for child in part.children if child.number is not None]
    if every:
        return below
    scope = question.scope or "plan"
    return [section for section in below if section.scope == scope] or below or list(document.sections)


def _preferred(pool: list[Section], question: Question, context: Section | None) -> Section | None:
    scope = question.scope if question.scope in ("plan", "result") else (context.scope if context else "plan")
    return next((section for section in pool if section.scope == scope), pool[0] if pool else None)


def _item(item: re.Match[str], holder: Section | None, named: str) -> Reference | None:
    number = parse_numeral(item[1] or item[2])
    if holder is None:
        return None
    numbered = [child for child in holder.children if child.number is not None] or list(holder.children)
    chosen = next((child for child in numbered if child.number == number), None)
    if chosen is None and number and number <= len(numbered) and numbered[0].number is None:
        chosen = numbered[number - 1]
    if chosen is None:
        return Reference(None, f"{named}{item[0]}") if numbered else None
    return Reference(chosen)
