"""Cut text into the tokens that BM25 counts: characters, pairs of them, longer words, and figures with their unit.

    劳动者  ->  劳 劳动 动 动者 者 劳动者      9944 万元  ->  9944 9944万 9944万元      ＡＰＰ 臺灣  ->  app 台 台湾 湾

Folding: width (NFKC), letter case, traditional to simplified. Punctuation and symbols are dropped. There is no list of
stop words: measured, one changed nothing (idf does its work).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from index.characters import replace_surrogates

if TYPE_CHECKING:
    from opencc import OpenCC

_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
# Common units of amounts, counts and dates, longest first; general Chinese, not the words of one report.
_UNITS = (
    "平方公里|平方米|千瓦时|百分点|人民币|美元|欧元|公里|公斤|千克|小时|分钟|人次|户次|家次|场次|批次|人份|周年|年度|个月|季度|"
    "元|人|名|户|家|个|件|场|次|条|项|类|种|批|份|所|座|处|支|只|台|套|辆|米|吨|亩|岁|年|月|日|号|时|分|秒|天|届|期|页|倍|成|位|起|字|级"
)
_FIGURE = rf"\d+(?:\.\d+)?\s?[%‰]?(?:\s?[十百千万亿]+)?(?:\s?(?:{_UNITS}))?"
_PIECE = re.compile(rf"(?P<figure>{_FIGURE})|(?P<latin>[^\W\d_{_HAN}]+(?:['’][^\W\d_{_HAN}]+)?)|(?P<han>[{_HAN}]+)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def tokenize(text: str) -> list[str]:
    """Return the tokens of `text` in reading order, repeated as often as they occur.

    Empty for text of punctuation alone.
    """
    tokens: list[str] = []
    for match in _PIECE.finditer(fold(text)):
        piece = match.group()
        if match.lastgroup == "figure":
            tokens += _figure_tokens(piece)
        elif match.lastgroup == "latin":
            tokens.append(piece)
        else:
            tokens += _han_tokens(piece)
    return tokens


def fold(text: str) -> str:
    """Return `text` in half width, lower case and simplified characters, thousands separators closed up."""
    folded = unicodedata.normalize("NFKC", replace_surrogates(text)).lower()
    return _THOUSANDS.sub("", str(_converter().convert(folded)))


def _figure_tokens(piece: str) -> Iterator[str]:
    """Yield the bare number, the number with its multiplier, and the whole figure, each once."""
    whole = re.sub(r"\s", "", piece)
    number = _NUMBER.match(whole)
    bare = number.group() if number else whole
    yield bare
    scaled = re.match(rf"{re.escape(bare)}[十百千万亿]+", whole)
    if scaled and scaled.group() != whole:
        yield scaled.group()
    if whole != bare:
        yield whole


def _han_tokens(run: str) -> Iterator[str]:
    """Yield every character and every pair, then the words of three and more characters."""
    import rjieba

    for start in range(len(run)):
        yield run[start]
        if start + 1 < len(run):
            yield run[start : start + 2]
    for word in rjieba.cut(run):
        if len(word) > 2:
            yield word


@lru_cache(maxsize=1)
def _converter() -> "OpenCC":
    from opencc import OpenCC

    return OpenCC("t2s")


def segment(text: str) -> list[str]:
    """Return the words of folded `text` in order, figures whole, punctuation left out."""
    import rjieba

    found: list[str] = []
    for match in _PIECE.finditer(text):
        if match.lastgroup == "han":
            found += rjieba.cut(match.group())
        else:
            found.append(re.sub(r"\s", "", match.group()))
    return found


def tagged(text: str, guess: bool = True) -> list[tuple[str, str]]:
    """Return the words of folded `text` with jieba's part-of-speech tags (v: a verb, vn: a verb used as a noun).

    `guess` lets it make words that its dictionary lacks.
    """
    import rjieba

    return [(str(word), str(tag)) for word, tag in rjieba.tag(text, guess)]
