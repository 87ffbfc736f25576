"""Close up words that a printed page has spaced out, and touch nothing else.

    筹 集 9944 万 元 为 132.9 万 名 劳 动 者 提 供 -> 筹集 9944 万元为 132.9 万名劳动者提供

A space is closed only inside a run with at least three single characters, and never beside a figure or a Latin
letter; a lone space between two phrases (工会送岗位 乐业在江淮) stays as printed.
"""

import re

_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SINGLE = re.compile(rf"[^\w\s]*[{_CJK}][^\w\s]*|[^\w\s]+")
_FIGURE = re.compile(r"[0-9０-９A-Za-z.%％‰+\-]+")
_MINIMUM = 3  # single characters that make a run; two may be a name set with a space (张 伟)


def close_spaced_words(line: str) -> str:
    """Return `line` without the spaces inside spaced-out words."""
    if line.count(" ") < _MINIMUM:
        return line
    tokens = line.split(" ")
    close = [False] * (len(tokens) - 1)  # close[i]: the space between token i and i + 1 goes
    for first, last in _runs(tokens):
        for gap in range(max(first - 1, 0), min(last + 1, len(tokens) - 1)):
            close[gap] = _both_sides_chinese(tokens[gap], tokens[gap + 1])
    pieces = [tokens[0]]
    for gap, token in enumerate(tokens[1:]):
        pieces.append(token if close[gap] else " " + token)
    return "".join(pieces)


def _runs(tokens: list[str]) -> list[tuple[int, int]]:
    """Return (first, last) of each stretch of single characters and figures that has enough single characters."""
    runs: list[tuple[int, int]] = []
    start = 0
    while start < len(tokens):
        end = start
        while end < len(tokens) and (_SINGLE.fullmatch(tokens[end]) or _FIGURE.fullmatch(tokens[end])):
            end += 1
        singles = [i for i in range(start, end) if _SINGLE.fullmatch(tokens[i])]
        if len(singles) >= _MINIMUM:
            runs.append((singles[0], singles[-1]))
        start = max(end, start + 1)
    return runs


def _both_sides_chinese(left: str, right: str) -> bool:
    return bool(left and right) and not (_FIGURE.fullmatch(left[-1]) or _FIGURE.fullmatch(right[0]))
