"""Question noise: what people's keyboards do to a question without changing what it asks. Seeded, each a pure function.

Every function takes a question, a source of chance and the texts of the reports (homophones are drawn from their
characters), and returns the noisy question, or None where there is nothing to change.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

Noise = Callable[[str, random.Random, Sequence[str]], str | None]

_HAN = re.compile(r"[\u4e00-\u9fff]")
_PUNCTUATED = re.compile(r"[\s，。！？、；：“”‘’《》（）,.!?;:\"'()]+")


def swap_characters(question: str, draw: random.Random, texts: Sequence[str]) -> str | None:
    """Swap two neighbouring Chinese characters (or letters): a typing slip.

    >>> swap_characters("报告", random.Random(0), ())
    '告报'
    """
    pairs = [
        place
        for place in range(len(question) - 1)
        if question[place] != question[place + 1] and question[place : place + 2].isalpha()
    ]
    if not pairs:
        return None
    place = draw.choice(pairs)
    return question[:place] + question[place + 1] + question[place] + question[place + 2 :]


def drop_character(question: str, draw: random.Random, texts: Sequence[str]) -> str | None:
    """Leave out one Chinese character."""
    places = [match.start() for match in _HAN.finditer(question)]
    if len(places) < 4:  # too little would be left to tell what is asked
        return None
    place = draw.choice(places)
    return question[:place] + question[place + 1 :]


def use_homophone(question: str, draw: random.Random, texts: Sequence[str]) -> str | None:
    """Put another character of the same sound, one that the reports use, in the place of one."""
    sounds = _by_sound("".join(sorted({c for text in texts for c in text if _HAN.match(c)})))
    choices = [
        (place, other)
        for place, character in enumerate(question)
        if _HAN.match(character)
        for other in sounds.get(_sound(character), ())
        if other != character
    ]
    if not choices:
        return None
    place, other = draw.choice(choices)
    return question[:place] + other + question[place + 1 :]


def write_traditional(question: str, draw: random.Random, texts: Sequence[str]) -> str | None:
    """Write in traditional characters."""
    changed = _traditional(question)
    return changed if changed != question else None


def widen(question: str, draw: random.Random, texts: Sequence[str]) -> str | None:
    """Write digits, letters and ASCII marks in full width, as a Chinese keyboard left in that mode does.

    >>> widen("2022年5%", random.Random(0), ())
    '２０２２年５％'
    """
    changed = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in unicodedata.normalize("NFKC", question))
    return changed if changed != question else None


def drop_punctuation(question: str, draw: random.Random, texts: Sequence[str]) -> str | None:
    """Leave out punctuation and spaces between Chinese words; a question with Latin words keeps its spaces."""
    changed = _PUNCTUATED.sub(" " if re.search(r"[A-Za-z]{2}", question) else "", question).strip()
    return changed if changed and changed != question else None


def type_pinyin(question: str, draw: random.Random, texts: Sequence[str]) -> str | None:
    """Leave two neighbouring Chinese characters as the letters typed for them."""
    places = [match.start() for match in re.finditer(r"(?=[\u4e00-\u9fff]{2})", question)]
    if not places:
        return None
    place = draw.choice(places)
    return question[:place] + _sound(question[place]) + _sound(question[place + 1]) + question[place + 2 :]


NOISES: dict[str, Noise] = {
    "typo_swap": swap_characters,
    "typo_drop": drop_character,
    "homophone": use_homophone,
    "traditional": write_traditional,
    "full_width": widen,
    "no_punctuation": drop_punctuation,
    "pinyin": type_pinyin,
}


def _sound(character: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(character))


@lru_cache(maxsize=8)
def _by_sound(characters: str) -> dict[str, list[str]]:
    sounds: dict[str, list[str]] = {}
    for character in characters:
        sounds.setdefault(_sound(character), []).append(character)
    return sounds


def _traditional(text: str) -> str:
    return str(_converter().convert(text))


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("s2t")
