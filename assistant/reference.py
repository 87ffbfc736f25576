"""Find the section of the outline that a question names: 第四部分, (四), 二要, 最后一部分, 存在的不足."""

import re
from dataclasses import dataclass

from assistant.question import Question
from corpus import Document, Section, parse_numeral

_NUMERALS = "一二三四五六七八九十"
_HAN = f"[{_NUMERALS}]+"
_PART = re.compile(rf"第 ?({_HAN}|\d+) ?(?:个|大)?(?:部分|板块|章|块|大点|大项)")
_MOST_SECTIONS = 30  # a larger number in brackets is a year or a note
_LAST_PART = re.compile(r"最后(?:那|这)?(?:一|1)?(?:个|大)?(?:部分|板块|章|块)|last (?:part|section)")
_BRACKETED = re.compile(rf"[(（] ?({_HAN}|\d+) ?[)）]")
_LISTED = re.compile(rf"(?:第|^|[^第\w])({_HAN})、")
_ITEM = re.compile(
    rf"第 ?({_HAN}|\d+) ?(?:条|点|项|要|个要求|款)"
    rf"|(?<![{_NUMERALS}\d重主需只不还想就简摘纪概])({_HAN})[要是](?=[讲说是的里中有提干做各,，?？一二三四五六七]|$)"
)
_LAST_ITEM = re.compile(r"最后(?:一|1)?(?:条|点|项|个要求)")
_ENGLISH_PART = re.compile(r"\b(?:part|section) (\d+|one|two|three|four|five|six|seven|eight)\b", re.IGNORECASE)
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
    text = re.sub(r"[“”\"‘’「」『』]", "", question.text)
    section, named = _part(text, document, question, context)
    if named and section is None:
        return Reference(None, named)
    items = list(_ITEM.finditer(text))
    item = items[0] if items else None
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


_PART_WORDS = ("重点工作", "主要任务", "重点任务", "工作安排", "工作回顾", "工作部署", "工作要点")


def named_part(text: str, document: Document) -> Section | None:
    """Return the part whose heading has a set phrase that `text` has too: 2022年重点工作的第三项."""
    return next(
        (part for part in document.sections for word in _PART_WORDS if word in text and word in part.title), None
    )


def _by_part_number(document: Document, number: int | None, question: Question) -> Section | None:
    """Return part `number`; where the report has fewer parts, the section of that number (a plan has 第四部分 as (四))."""
    part = next((section for section in document.sections if section.number == number), None)
    if part and question.scope in (None, "problem", part.scope):
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
