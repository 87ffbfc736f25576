"""Find a numbered term that a report names and never spells out: “五个坚决”, 十件实事.

Reports are full of them. Asked what the five are, the sentence that names them is the nearest hit and no answer.
"""

import re

from corpus import parse_numeral

NUMERALS = "两二三四五六七八九十"
_VALUES = {numeral: value for value, numeral in enumerate("二三四五六七八九十", 2)} | {"两": 2}
_ASKS = re.compile(
    rf"分别|具体(是|有|指|包括)|哪[{NUMERALS}几些]|指的?(是)?(什么|啥|哪)|(是|叫)(什么|啥)|(什么|啥)意思|包括|含义|内容|都(是|有|叫)|所说的|what (are|is|does)|which"
)
# With a measure word anywhere (九项工作机制); without one only where a word begins (“四风”, not 长三角)
_TERM = re.compile(
    rf"(?!二?十[{NUMERALS}]?大)(?<![第十百])[{NUMERALS}](?![百千万{NUMERALS}])(?:大|个|项|件|种|条|类|支)[\u4e00-\u9fff]{{1,6}}|(?!二?十[{NUMERALS}]?大)(?:(?<=[“\"「的是])|^)[{NUMERALS}](?![百千万年月日天周次级线期届家人名户元成点分秒季批线])[\u4e00-\u9fff]{{1,6}}"
)
# 皖北八市, 东部六省: places counted and not listed
_COUNTED_PLACES = re.compile(rf"[\u4e00-\u9fff]{{1,3}}[{NUMERALS}][市县区省国校](?!级|场|长)")
_QUOTED = re.compile(r"[“\"「『《]([^”\"」』》]{2,30})[”\"」』》]")
_ASKS_PARTS = re.compile(r"分别(是|指|为)")
_ASKED_NUMBER = re.compile(
    rf"(?:哪|另外|另|其他|其余|剩下的?|还有)(?:哪)? ?([{NUMERALS}]+|\d+) ?(?:个|家|项|件|种|条|位|名|市|县|部|省|类|大|块|方|样)"
)
_ITEMS = re.compile(r"[^，,；;。:：]+")
_SPELLED_AFTER = re.compile(r"[”\"」』]?[\u4e00-\u9fff]{0,6}[,，]?(即|[:：]|包括|分别(是|为)|指|[(（])")


def unexplained_term(question: str, text: str) -> str:
    """Return the numbered term of `question` that `text` uses but never spells out; "" where there is none.

    A term of n things is spelled out where a list of n follows it (，即…；…；… or ：…、…) or comes right before it
    (甲、乙“两项工程”).
    """
    if not _ASKS.search(question):
        return ""
    for name in _QUOTED.findall(question):
        if _ASKS_PARTS.search(question) and name in text and not _opened(name, text):
            return str(name)
    for pattern in (_TERM, _COUNTED_PLACES):
        for found in pattern.finditer(question):
            term = _longest_used(found[0], text)
            if term and not _spelled_out(term, text):
                return term
    return ""


def _opened(name: str, text: str) -> bool:
    """Tell whether somewhere the parts of `name` follow it (：, 即, 包括, brackets) or a list of things stands before it."""
    for place in re.finditer(re.escape(name), text):
        rest = text[place.end() : place.end() + 120]
        before = re.split(r"[，,；;。\n]", text[: place.start()])[-1]
        if _SPELLED_AFTER.match(rest) or before.count("、") > 1:
            return True
    return False


def asked_number(question: str) -> int:
    """Return how many things a question asks to be named (还有哪八家 asks for 8); 0 where it gives no number."""
    found = _ASKED_NUMBER.search(question)
    number = parse_numeral(str(found[1])) if found else None
    return 0 if number is None else int(number)


def count_items(text: str) -> int:
    """Return how many things the longest enumeration of `text` names: 甲、乙和丙 names 3, 一是…；二是… 2.

    Clauses count where they outnumber the items: what a sentence asks for may be set out clause by clause.
    """
    runs = [1 + piece.count("、") + bool(re.search(r"、[^、]*[和及与]", piece)) for piece in _ITEMS.findall(text)]
    return int(max([0, *runs, len(_ITEMS.findall(text))]))


def _longest_used(term: str, text: str) -> str:
    """Return the longest beginning of `term` with at least three characters that `text` uses; "" where it uses none."""
    beginnings = (term[:length] for length in range(len(term), 2, -1))
    return next((one for one in beginnings if one in text and any(c in _VALUES for c in one)), "")


def _spelled_out(term: str, text: str) -> bool:
    number = next(_VALUES[character] for character in term if character in _VALUES)
    for place in re.finditer(re.escape(term), text):
        rest = re.split(r"[。\n]", text[place.end() :], maxsplit=1)[0]
        opened = _SPELLED_AFTER.match(rest)
        if opened and len(re.findall(r"[、；;，,]", rest[opened.end() :])) >= number - 1:
            return True
        before = re.split(r"[，,；;。\n]", text[: place.start()])[-1]
        if before.count("、") == number - 1:
            return True
        next_clause = re.split(r"[，,；;]", rest)[1:2]
        if next_clause and next_clause[0].count("、") == number - 1:
            return True
    return False
