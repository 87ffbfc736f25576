"""Understand a question: its kind, language, the years and the scope it asks for, and what kind of answer it wants."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from assistant.outline_words import plain_outline
from assistant.patterns import (
    KIND_PATTERNS,
    PLAN_WORDS,
    PROBLEM_WORDS,
    RELATIVE_YEARS,
    REMEDY_WORDS,
    RESULT_WORDS,
    without_few,
)
from assistant.types import Kind
from corpus import QuestionError, Scope

LONGEST_QUESTION = 2_000  # characters

_CJK = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_YEAR = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?= ?年|[?？。.,，)）]*$)|(?<=\bin )(?:19|20)\d\d\b|(?<=\bfor )(?:19|20)\d\d\b|(?<=\bof )(?:19|20)\d\d\b"
)
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,30})[”\"」』]|《([^》]{2,40})》")


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood. `years` are as asked, relative ones resolved from the report's own year."""

    text: str
    language: Literal["zh", "en"]
    kind: Kind
    scope: Scope | None
    years: tuple[int, ...]
    quoted: tuple[str, ...]


def clean_question(text: object) -> str:
    """Return the question folded (NFKC, single spaces, no control characters).

    Raises `QuestionError` when it is not text, is empty, or is longer than `LONGEST_QUESTION`.
    """
    if not isinstance(text, str):
        raise QuestionError(f"the question is a {type(text).__name__}, expected text")
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question has {len(text):,} characters, at most {LONGEST_QUESTION:,} are read: ask one thing at a time"
        )
    folded = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode())[:LONGEST_QUESTION]
    folded = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in folded)
    folded = re.sub(r"\s+", " ", folded).strip()
    if not re.search(r"\w", folded):
        raise QuestionError("the question is empty: type what you want to know from the report")
    return folded


def understand(text: str, year: int | None, result_year: int | None, halves: bool = True) -> Question:
    """Return what `text` (a cleaned question) asks; `year` and `result_year` are those of the report, `halves` says that it
    tells what was done from what is planned."""
    said = plain_outline(text)  # 22年 is 2022年
    years = _years(said, year)
    return Question(
        text=text,
        language=language_of(text),
        kind=_kind(text),
        scope=_scope(said, years if halves else (), year, result_year),
        years=years,
        quoted=tuple(one or two for one, two in _QUOTED.findall(text)),
    )


def language_of(text: str) -> Literal["zh", "en"]:
    """Return `en` for a question that is mainly English words, else `zh`."""
    return "en" if len(_LATIN_WORD.findall(text)) > len(_CJK.findall(text)) else "zh"


def _kind(text: str) -> Kind:
    plain = without_few(plain_outline(text))
    for row in KIND_PATTERNS:
        if row.pattern.search(plain):
            return row.kind
    return "fact"


def _years(text: str, year: int | None) -> tuple[int, ...]:
    found = [int(number) for number in _YEAR.findall(text)]
    if year is not None:
        found += [year + offset for pattern, offset in RELATIVE_YEARS if pattern.search(text)]
    return tuple(dict.fromkeys(found))


def _scope(text: str, years: tuple[int, ...], year: int | None, result_year: int | None) -> Scope | None:
    """Return the scope asked for. A year decides over tense; a question about shortcomings over both."""
    _, leaning, asked = text.rpartition("：")
    if leaning and REMEDY_WORDS.search(asked) and not RESULT_WORDS.search(asked):
        return "plan"
    if PROBLEM_WORDS.search(text):
        return "problem"
    if year is None:
        offsets = {offset for pattern, offset in RELATIVE_YEARS if pattern.search(text)}
        if offsets in ({0}, {-1}):
            return "plan" if offsets == {0} else "result"
    if years and year is not None and set(years) == {year}:
        return "result" if RESULT_WORDS.search(text) and not PLAN_WORDS.search(text) and year == result_year else "plan"
    if years and result_year is not None and set(years) == {result_year}:
        return "result"
    plan, result = bool(PLAN_WORDS.search(text)), bool(RESULT_WORDS.search(text))
    if plan != result:
        return "plan" if plan else "result"
    return None
