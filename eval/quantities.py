"""Numbers as values: 1.16亿, 11600万 and 116,000,000 are one number, 1.16万 is another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from corpus import parse_numeral

_SCALES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "万亿": 10**12}
_ARABIC = re.compile(r"(\d+(?:,\d{3})+|\d+)(\.\d+)?\s*(万亿|[十百千万亿])?\s*([%‰])?")
_CHINESE = re.compile(r"[〇零一二两三四五六七八九十百千万亿]+")


def find_numbers(text: str) -> frozenset[str]:
    """Return the numbers in `text` as plain decimals, with their sign of share where they have one.

    >>> sorted(find_numbers("下拨 1.16 亿元，满意度 98.76%，八市"))
    ['116000000', '8', '98.76%']
    """
    folded = unicodedata.normalize("NFKC", text)
    found = set()
    for whole, part, scale, share in _ARABIC.findall(folded):
        value = Decimal(whole.replace(",", "") + part) * _SCALES[scale]
        found.add(_plain(value) + share)
    for run in _CHINESE.findall(_ARABIC.sub(" ", folded)):
        count = parse_numeral(run)
        if count is not None:
            found.add(_plain(Decimal(count)))
    return frozenset(found)


def number_accuracy(text: str, groups: Sequence[Sequence[str]]) -> float | None:
    """Return the share of the gold answer's numbers that `text` states with their value; None where it has none.

    A group of `groups` counts when it has a number in its first variant; it is right when all numbers of some variant are
    in `text`. Range [0, 1]. An answer of 1.16万 to a gold of 1.16亿 scores 0, which a test of digits alone would miss.
    """
    stated = find_numbers(text)
    numbered = [group for group in groups if find_numbers(group[0])]
    if not numbered:
        return None
    return sum(any(_is_stated(variant, stated) for variant in group) for group in numbered) / len(numbered)


def _is_stated(variant: str, stated: frozenset[str]) -> bool:
    numbers = find_numbers(variant)
    return bool(numbers) and numbers <= stated


def _plain(value: Decimal) -> str:
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written
