"""Lists inside a sentence: “有队伍、有机构、有载体”, 其中 A 5 户,B 3 人, split into their items.

Every item is a slice of the sentence, so a list of items is as verbatim as the sentence.
"""

import re
from collections.abc import Sequence

Span = tuple[int, int]

LEAST_ITEMS = 3
_STOPS = "，,；;。:：()（）"
_QUOTED_LIST = re.compile(r"[“\"]([^”\"]*、[^”\"]*)[”\"]")
_OF_WHICH = re.compile(r"其中[:：]?([^。;；]+)")
AND_SO_ON = r"(?<![中高初平同优特])等(?!待|于|级)"  # 等 after a list, not in 高等 and 等级
_TAIL = re.compile(rf"{AND_SO_ON}.*$")
_RUN = re.compile(r"[^，,。；;:：]+")
_LAST_AND = re.compile(r"[和及与](?=[\u4e00-\u9fff“《])|以及")


def find_enumerations(text: str) -> list[list[Span]]:
    """Return the enumerations of `text` with at least `LEAST_ITEMS` items, as spans of `text`, in order.

    The first item keeps the words before it as far as the last stop, the last one those after it: what belongs to the
    list alone cannot be told without parsing.
    """
    found = [_split(found.start(1), found[1], text) for found in _QUOTED_LIST.finditer(text)]
    found += [_clauses(found.start(1), found[1]) for found in _OF_WHICH.finditer(text)]
    start = 0
    for place, character in enumerate([*text, "。"]):
        if character in _STOPS:
            piece = text[start:place]
            if "“" not in piece or not _QUOTED_LIST.search(piece):
                found.append(_split(start, piece, text))
            start = place + 1
    return [items for items in found if len(items) >= LEAST_ITEMS]


def _clauses(offset: int, piece: str) -> list[Span]:
    """Return the clauses of 其中 A 5 户,B 3 人,C 2 人 as far as each has a figure."""
    items: list[Span] = []
    for found in re.finditer(r"[^,，、]+", piece):
        if not re.search(r"\d", found[0]):
            break
        items.append((offset + found.start(), offset + found.end()))
    return items


def _split(offset: int, piece: str, text: str) -> list[Span]:
    items: list[Span] = []
    cursor = 0
    parts = piece.split("、")
    for number, part in enumerate(parts):
        start = cursor
        cursor += len(part) + 1
        if number == len(parts) - 1 and len(parts) > 1:
            tail = _TAIL.search(part)
            body = part[: tail.start()] if tail else part
            cut = _LAST_AND.search(body)
            if cut and 1 < cut.start() <= 12:
                items.append((offset + start, offset + start + cut.start()))
                start += cut.end()
                body = body[cut.end() :]
            items.append((offset + start, offset + start + len(body)))
        else:
            items.append((offset + start, offset + start + len(part)))
    return [(a, b) for a, b in items if text[a:b].strip()]


def before_and_so_on(text: str) -> list[tuple[Span, int]]:
    """Return (span of the list, end of 等) for each list of `text` that ends in 等: 甲、乙等群体 has one, 甲、乙."""
    found = []
    for run in _RUN.finditer(text):
        end = re.search(AND_SO_ON, run[0])
        if end and "、" in run[0][: end.start()]:
            found.append(((run.start(), run.start() + end.start()), run.start() + end.end()))
    return found


def longest(enumerations: Sequence[list[Span]]) -> list[Span]:
    """Return the enumeration with the most items, the first of equals; empty where there is none."""
    return max(enumerations, key=len, default=[])
