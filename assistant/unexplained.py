"""Find a numbered term that a report names and never spells out: “五个坚决”, 十件实事.

Reports are full of them. Asked what the five are, the sentence that names them is the nearest hit and no answer.
"""

import re

_NUMERALS = "两二三四五六七八九十"
_VALUES = {numeral: value for value, numeral in enumerate("二三四五六七八九十", 2)} | {"两": 2}
_ASKS = re.compile(
    rf"分别|具体(是|有|指|包括)|哪[{_NUMERALS}几些]|指的?(是)?(什么|啥|哪)|(是|叫)(什么|啥)|(什么|啥)意思|包括|含义|内容|都(是|有|叫)|所说的|what (are|is|does)|which"
)
# With a measure word anywhere (九项工作机制); without one only where a word begins (“四风”, not 长三角)
_TERM = re.compile(
    rf"(?!二?十[{_NUMERALS}]?大)(?<!第)[{_NUMERALS}](?:大|个|项|件|种|条|类|支)[\u4e00-\u9fff]{{1,6}}|(?!二?十[{_NUMERALS}]?大)(?:(?<=[“\"「的是])|^)[{_NUMERALS}][\u4e00-\u9fff]{{1,6}}"
)
_SPELLED_AFTER = re.compile(r"[”\"」』]?[\u4e00-\u9fff]{0,6}[,，]?(即|[:：]|包括|分别(是|为)|指|[(（])")


def unexplained_term(question: str, text: str) -> str:
    """Return the numbered term of `question` that `text` uses but never spells out; "" where there is none.

    A term of n things is spelled out where a list of n follows it (，即…；…；… or ：…、…) or comes right before it
    (甲、乙“两项工程”).
    """
    if not _ASKS.search(question):
        return ""
    for found in _TERM.finditer(question):
        term = _longest_used(found[0], text)
        if term and not _spelled_out(term, text):
            return term
    return ""


def _longest_used(term: str, text: str) -> str:
    """Return the longest beginning of `term` with at least three characters that `text` uses; "" where it uses none."""
    return next((term[:length] for length in range(len(term), 2, -1) if term[:length] in text), "")


def _spelled_out(term: str, text: str) -> bool:
    number = _VALUES[term[0]]
    for place in re.finditer(re.escape(term), text):
        rest = re.split(r"[。\n]", text[place.end() :], maxsplit=1)[0]
        opened = _SPELLED_AFTER.match(rest)
        if opened and len(re.findall(r"[、；;，,]", rest[opened.end() :])) >= number - 1:
            return True
        before = re.split(r"[，,；;。\n]", text[: place.start()])[-1]
        if before.count("、") == number - 1:
            return True
    return False
