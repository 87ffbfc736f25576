"""Make two texts comparable: what may differ between a right answer and its gold without making it wrong."""

import re
import unicodedata

MARKER = re.compile(r"\[\d+\]")
"""A citation marker in an answer."""

_VALUE_SIGNS = "%‰"
_SPACE = re.compile(r"\s+")
_CHINESE_DIGITS = "〇零一二两三四五六七八九十百千万亿"
_CHINESE_NUMBER = re.compile(f"[{_CHINESE_DIGITS}]+")


def without_markers(text: str) -> str:
    """Return `text` without its citation markers.

    >>> without_markers("下拨 1.16 亿元[1]。")
    '下拨 1.16 亿元。'
    """
    return MARKER.sub("", text)


def fold(text: str) -> str:
    """Return `text` with width folded (NFKC), in lower case, without white space; punctuation stays.

    >>> fold("帮扶资金 １.16 亿元，")
    '帮扶资金1.16亿元,'
    """
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).lower()


def strip_to_characters(text: str) -> str:
    """Return `fold(text)` without punctuation and symbols, as SQuAD's and CMRC's scripts compare answers.

    One exception to theirs: a decimal point between digits and the signs % and ‰ stay, since 1.16 is not 116. English
    articles stay too: the unit here is the character.

    >>> strip_to_characters("满意度达 98.76%。")
    '满意度达98.76%'
    """
    folded = fold(text)
    return "".join(
        character
        for place, character in enumerate(folded)
        if unicodedata.category(character)[0] not in "PSZC"
        or character in _VALUE_SIGNS
        or (character == "." and folded[place - 1 : place].isdigit() and folded[place + 1 : place + 2].isdigit())
    )


def contains(folded: str, variant: str) -> bool:
    """Tell whether `variant` occurs in `folded` (a text already folded) as itself, not as a part of another number.

    >>> contains("共13020人", "3020人"), contains("共 3020 人".replace(" ", ""), "3020人")
    (False, True)
    """
    wanted = fold(variant)
    if not wanted:
        return False
    before = after = ""
    if _is_digit(wanted[0]):
        before = r"(?<![0-9])(?<![0-9]\.)"
    if _is_digit(wanted[-1]):
        after = r"(?![0-9])(?!\.[0-9])"
    if _CHINESE_NUMBER.fullmatch(wanted):
        before, after = f"(?<![{_CHINESE_DIGITS}])", f"(?![{_CHINESE_DIGITS}])"
    return re.search(before + re.escape(wanted) + after, folded) is not None


def _is_digit(character: str) -> bool:
    return "0" <= character <= "9"
