"""Example questions made of a report's own outline: each is shown only if the assistant answers it, with a citation."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.suggestions import find_suggestions
from corpus import Document, QuestionError, Section
from ui.formal import chinese_number
from ui.wording import Language, say

if TYPE_CHECKING:
    from assistant import Assistant

MOST_PER_PART = 3
"""Questions that greet for each part of a report."""

IsAnswered = Callable[[str, Section | None], bool]


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions that greet together; `section` is their part, None for those on the whole report."""

    section: Section | None
    questions: tuple[str, ...]


def answered_by(assistant: "Assistant") -> IsAnswered:
    """Return a test whether `assistant` answers a question, with evidence from the section where one is given."""

    def is_answered(question: str, section: Section | None) -> bool:
        try:
            drafts = [draft for _, _, draft in assistant.explain(question)]
        except QuestionError:
            return False
        evidence = [each for draft in drafts for each in draft.evidence]
        inside = section is None or all(section.start <= each.start < max(section.end, 1) for each in evidence)
        return bool(evidence) and inside and not any(draft.abstained for draft in drafts)

    return is_answered


def section_questions(document: Document, is_answered: IsAnswered, language: Language = "zh") -> Mapping[str, str]:
    """Return for each section that can be asked about its question, by section id in report order."""
    found = {one.section.id: one.question for one in find_suggestions(document, is_answered)}
    for part in document.sections:
        question = _part_question(part, language)
        if part.id not in found and question and is_answered(question, part):
            found[part.id] = question
    return {section.id: found[section.id] for section in document.walk() if section.id in found}


def greeting_groups(
    document: Document, questions: Mapping[str, str], is_answered: IsAnswered, language: Language = "zh"
) -> tuple[QuestionGroup, ...]:
    """Return the questions that greet: on the whole report first, then up to `MOST_PER_PART` for each part."""
    overall = tuple(one for one in dict.fromkeys(_overall(document, language)) if is_answered(one, None))
    parts = (
        QuestionGroup(part, _spread(tuple(dict.fromkeys(_leaf_questions(part, questions))), MOST_PER_PART))
        for part in document.sections
    )
    return tuple(group for group in (QuestionGroup(None, overall), *parts) if group.questions)


def _overall(document: Document, language: Language) -> Iterator[str]:
    scopes = {section.scope for section in document.walk()}
    if len(document.sections) > 1:
        yield say("ask_parts", language)
    for scope, key, year in (("plan", "ask_plan", document.year), ("result", "ask_result", document.result_year)):
        if scope in scopes and year is not None:
            yield say(key, language, year=year)
    if "problem" in scopes:
        yield say("ask_problems", language)


def _part_question(part: Section, language: Language) -> str:
    if part.number is None:
        return ""
    return say("ask_part", language, number=part.number if language == "en" else chinese_number(part.number))


def _leaf_questions(part: Section, questions: Mapping[str, str]) -> Iterator[str]:
    for section in part.walk():
        if not section.children and section.id in questions:
            yield questions[section.id]


def _spread(items: Sequence[str], most: int) -> tuple[str, ...]:
    """Return up to `most` items, evenly far apart, the first among them."""
    if len(items) <= most:
        return tuple(items)
    return tuple(items[place * len(items) // most] for place in range(most))
