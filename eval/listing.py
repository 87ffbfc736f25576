"""How well does a list answer a question that asks for several things?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from eval.folding import contains, fold, without_markers

_ITEM = re.compile(r"^\s*\d+\.\s+(.*)$", re.MULTILINE)
_CITED = re.compile(r"(?:\[\d+\])+")


class ListScore(NamedTuple):
    """Precision, recall and F1 of the items of a list, each in [0, 1]."""

    precision: float
    recall: float
    f1: float


def find_items(text: str) -> tuple[str, ...]:
    """Return the items of an answer: its numbered lines, else each cited stretch, else the whole.

    >>> find_items("共 2 项：\\n1. 有队伍[1]\\n2. 有机构[1]\\n原文：有队伍、有机构。[1]")
    ('有队伍', '有机构')
    >>> find_items("甲。[1]乙。[2]")
    ('甲。', '乙。')
    """
    numbered = [without_markers(item).strip() for item in _ITEM.findall(text)]
    stretches = [part.strip() for part in _CITED.split(text)]
    return tuple(item for item in numbered or stretches if item)


def list_score(items: Sequence[str], groups: Sequence[Sequence[str]]) -> ListScore:
    """Return precision, recall and F1 = 2PR / (P + R) of the items of an answer against the gold groups.

    An item is right when it holds a variant of some group; a group is found when some item holds one of its variants
    (spaces, width, case aside; never a part of a longer number). Set precision and recall: van Rijsbergen (1979). No items
    give (0, 0, 0). Raises `ValueError` without groups: such a question has no list to find.
    """
    if not groups:
        raise ValueError("list_score needs at least one gold group")
    folded = [fold(item) for item in items]
    held = [[any(contains(item, variant) for variant in group) for group in groups] for item in folded]
    if not items:
        return ListScore(0.0, 0.0, 0.0)
    precision = sum(any(row) for row in held) / len(items)
    recall = sum(any(column) for column in zip(*held, strict=True)) / len(groups)
    total = precision + recall
    return ListScore(precision, recall, 2 * precision * recall / total if total else 0.0)
