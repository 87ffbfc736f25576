"""Chinese numerals as numbers, as headings write them."""

_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def parse_numeral(text: str) -> int | None:
    """Return the value of an Arabic, Chinese or circled numeral below 10,000; None for anything else.

    >>> [parse_numeral(text) for text in ("三", "十二", "二十", "12", "③", "百花")]
    [3, 12, 20, 12, 3, None]
    """
    if text.isascii() and text.isdigit():
        return int(text)
    if len(text) == 1 and text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    if not text or any(character not in _DIGITS and character not in _UNITS for character in text):
        return None
    total, digit = 0, None
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += (1 if digit is None else digit) * _UNITS[character]
            digit = None
    return total + (digit or 0)
