"""The grammar of headings in official Chinese reports, in one table.

A family is a way of numbering. `rank` orders families from a whole part down to a point inside a sentence; a heading
closes every open section of its own rank or a deeper one. A `strong` family is a heading wherever its numerals fit;
a weak one is common in prose too, so it needs the numeral before or after it to be there.
"""

import re
from dataclasses import dataclass

from corpus.numerals import parse_numeral

_HAN = "[一二三四五六七八九十百]+"


@dataclass(frozen=True, slots=True)
class Family:
    """A way of numbering headings: `pattern` matches the marker at the start of a heading, group 1 its numeral."""

    name: str
    rank: int
    pattern: re.Pattern[str]
    strong: bool
    inline: bool
    example: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker found in the text: `[start, end)` with its family and its value."""

    family: Family
    number: int
    start: int
    end: int


def _family(name: str, rank: int, pattern: str, example: str, *, strong: bool = False, inline: bool = False) -> Family:
    return Family(name, rank, re.compile(pattern), strong, inline, example)


FAMILIES = (
    _family("chapter", 1, rf"第({_HAN}|\d+)(?:部分|章|篇)[ 、:：]*", "第一部分 工作回顾", strong=True),
    _family("part", 2, rf"({_HAN})、 ?", "二、2022 年重点工作", strong=True),
    _family("section", 3, rf"[(（]({_HAN})[)）]、? ?", "(三)坚持以职工为中心的工作导向", strong=True),
    _family("point", 4, r"(\d{1,2})(?:[.．](?!\d)|、) ?", "1.加强组织建设", strong=True),
    _family("subpoint", 5, r"[(（](\d{1,2})[)）] ?", "(1)健全制度", strong=True, inline=True),
    _family("must", 6, rf"({_HAN})要", "一要扩大组织覆盖。", inline=True),
    _family("ordinal", 7, rf"第({_HAN})[,，、]", "第一,强化政治建设。", inline=True),
    _family("is", 8, rf"({_HAN})是", "一是加强组织建设;", inline=True),
    _family("circled", 9, r"([①-⑳]) ?", "①建立台账;", inline=True),
)


def line_marker(text: str, start: int, end: int) -> Marker | None:
    """Return the marker that the line `text[start:end]` begins with, None where it begins with none.

    `85.6万人…` is no heading: a point's stop is never followed by a digit.
    """
    for family in FAMILIES:
        found = family.pattern.match(text, start, end)
        if found and found.end() < end:
            number = parse_numeral(found[1])
            if number is not None:
                return Marker(family, number, start, found.end())
    return None


_INLINE_START = re.compile(r"(?<=[:：;；。,，])")


def inline_markers(text: str, start: int, end: int) -> list[list[Marker]]:
    """Return the runs 一是…二是…三是… inside `text[start:end]`: each starts at one, counts up by one, has two or more.

    A marker stands at the start of the stretch or after a punctuation mark.
    """
    places = [start, *(found.start() for found in _INLINE_START.finditer(text, start, end))]
    runs: list[list[Marker]] = []
    for family in FAMILIES:
        if not family.inline:
            continue
        run: list[Marker] = []
        for place in places:
            found = family.pattern.match(text, place, end)
            number = parse_numeral(found[1]) if found else None
            if found is None or number is None:
                continue
            if run and number == run[-1].number + 1:
                run.append(Marker(family, number, place, found.end()))
            elif number == 1:
                if len(run) > 1:
                    runs.append(run)
                run = [Marker(family, number, place, found.end())]
        if len(run) > 1:
            runs.append(run)
    return sorted(runs, key=lambda run: run[0].start)
