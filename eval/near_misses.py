"""Questions that a report does not answer though they look as if it did, made from the report and its questions. Seeded.

Each function takes a question, a source of chance and the text of the reports (white space removed), and returns the words
of a question that has no answer in it, or None where nothing can be made of this one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import lru_cache
from importlib import resources

from eval.rows import find_language
from eval.types import Question

NearMiss = Callable[[Question, random.Random, str], str | None]

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BODIES = ("妇联", "残联", "共青团", "工商联", "科协", "文联", "侨联", "红十字会", "总工会", "工会")
_SAME_YEAR = re.compile(r"今年|去年|明年|前年|本年|上年")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_SCALE = re.compile(r"(?<=\d)\s*([万亿])")
_CLAUSE = re.compile(r"[^,，。；;：:、（）()]+")
_OF_THE_TEXT = ("outline",)  # kinds that ask how the report is built, which is so whatever year or place is named
_LEAST_CLAUSE = 8  # characters of a claim that is worth asking about


def other_year(question: Question, draw: random.Random, text: str) -> str | None:
    """Ask for a year that the report never mentions, in the place of one or in front.

    None where the question says 今年 or 去年, which another year would contradict, or asks for the outline, which has no year.
    """
    if _SAME_YEAR.search(question.text) or question.kind in _OF_THE_TEXT:
        return None
    absent = [str(year) for year in range(2003, 2020) if str(year) not in text]
    if not absent:
        return None
    year = draw.choice(absent)
    if _YEAR.search(question.text):
        return _YEAR.sub(year, question.text)
    return f"{year}年{question.text}" if find_language(question.text) == "zh" else None


def other_place(question: Question, draw: random.Random, text: str) -> str | None:
    """Ask, in Chinese, for a province that the report never names, in the place of one that it does, or in front."""
    if question.kind in _OF_THE_TEXT:
        return None
    names = _provinces()
    absent = [name for name in names if name not in text and name not in question.text]
    if not absent or find_language(question.text) == "en":
        return None
    place = draw.choice(absent)
    for name in names:
        if name in question.text:
            return question.text.replace(name, place)
    asked = question.text.replace("全省", f"{place}全省").replace("我省", place)
    return asked if asked != question.text else f"{place}{question.text}"


def other_organisation(question: Question, draw: random.Random, text: str) -> str | None:
    """Ask about a body that the report never names, in the place of the one in the question."""
    named = next((body for body in _BODIES if body in question.text), None)
    absent = [body for body in _BODIES if body not in text]
    if named is None or not absent:
        return None
    return question.text.replace(named, draw.choice(absent))


def other_number(question: Question, draw: random.Random, text: str) -> str | None:
    """State a claim of the evidence with another figure and ask whether it holds: a false premise."""
    claim = _claim(question, draw, _FIGURE)
    if claim is None:
        return None
    number = draw.choice(_FIGURE.findall(claim))
    changed = _changed(number, draw)
    if changed in text:
        return None
    return f"{claim.replace(number, changed, 1)},对吗?"


def other_unit(question: Question, draw: random.Random, text: str) -> str | None:
    """State a claim of the evidence with 万 for 亿, or the other way, and ask whether it holds."""
    claim = _claim(question, draw, _SCALE)
    if claim is None:
        return None
    return _SCALE.sub(lambda found: "万" if found[1] == "亿" else "亿", claim, count=1) + ",对吗?"


NEAR_MISSES: dict[str, NearMiss] = {
    "other_year": other_year,
    "other_place": other_place,
    "other_organisation": other_organisation,
    "other_number": other_number,
    "other_unit": other_unit,
}


def add_absent_part(question: Question, draw: random.Random, text: str) -> str | None:
    """Add to a question a second one, the same for a year that the report never mentions: the first must still be answered."""
    second = other_year(question, draw, text)
    return None if second is None else f"{question.text.rstrip('?？。')}?另外,{second}"


def _claim(question: Question, draw: random.Random, wanted: re.Pattern[str]) -> str | None:
    """Return a clause of the evidence that `wanted` finds something in."""
    clauses = [
        clause.strip()
        for evidence in question.evidence
        for clause in _CLAUSE.findall(evidence.quote)
        if wanted.search(clause)
        and len(clause.strip()) >= _LEAST_CLAUSE
        and not _YEAR.search(clause)
        and not clause.strip()[0].isdigit()
    ]
    return draw.choice(clauses) if clauses else None


def _changed(number: str, draw: random.Random) -> str:
    """Return `number` with its first digit changed: 1.16 gives, say, 4.16."""
    return draw.choice([digit for digit in "123456789" if digit != number[0]]) + number[1:]


@lru_cache(maxsize=1)
def _provinces() -> tuple[str, ...]:
    lines = (resources.files("assistant") / "places.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(line.split("\t")[0] for line in lines if line and not line.startswith("#"))
