"""The phrases of a question: what it names, and what it is about. They are what a follow-up leaves out or replaces."""

import re

from assistant.stopwords import GENRE, STOPWORDS
from assistant.terms import TermMatcher, specific_terms
from index import tagged

_NAME = re.compile(r"[“\"「《][^”\"」》]{1,30}[”\"」》]")
_TAGS = "c d e f h k m o p q r u ud ug uj ul uv uz x y zg"
_FUNCTION_TAGS = frozenset(_TAGS.split())  # jieba's tags of words that name nothing
_UNIT_AHEAD = re.compile(r"^[个家场人名位次项条户件支所张座处套年月](?=[\u4e00-\u9fff]{2})")
# Nouns that name no thing to ask about: a question of these alone leans on the one before
_EMPTY = frozenset(
    [
        "战绩",
        "成绩",
        "效果",
        "结果",
        "进展",
        "情况",
        "任务",
        "机制",
        "名字",
        "名称",
        "主题",
        "数字",
        "人数",
        "金额",
        "时间",
        "地点",
        "单位",
        "部门",
        "原因",
        "目的",
        "标题",
        "题目",
        "规模",
        "比例",
        "总数",
    ]
)
_NOUN_TAGS = ("n", "vn", "an", "i", "l", "j", "eng")
_SUFFIXES = frozenset("员者工户族")
_HOW_AHEAD = re.compile(r"(怎么|怎样|如何|咋)(个|地|去|来)?$")
YEAR = re.compile(
    r"今年|去年|明年|前年|上一年|(?<![\d满近超逾达])2\d年(?!以|内|来|间)|(?:19|20)\d\d ?年|\b(?:in (?:19|20)\d\d|(?:this|last|next) year)\b",
    re.IGNORECASE,
)


def has_subject(question: str, matcher: TermMatcher) -> bool:
    """Tell whether `question` names a thing: 由谁来办 and 跟谁一起办 name none.

    A word that the tagger only guesses (有多少人入了: 人入) must stand in the report.
    """
    if re.search(r"[A-Za-z]{2,}", question):
        return bool(specific_terms(question))
    known = {word for word, _ in tagged(question, guess=False)}
    return any(
        tag.startswith(_NOUN_TAGS)
        and word not in STOPWORDS
        and word not in GENRE
        and word not in _EMPTY
        and len(word) > 1
        and (word in known or matcher.occurs(word))
        for word, tag in tagged(question)
    )


def content_spans(text: str) -> list[tuple[int, int]]:
    """Return the stretches of `text` between words of asking: its noun phrases, roughly. Quoted names are not split."""
    spans: list[tuple[int, int]] = []
    cursor = 0
    lowered = "".join(c.lower() if c.isascii() else c for c in text)  # as long as the text
    for word, tag in tagged(text):
        start = lowered.find(word, cursor)
        if start < 0:
            continue
        cursor = start + len(word)
        if word in _SUFFIXES and spans and spans[-1][1] == start:  # 快递员 may be cut in two
            spans[-1] = (spans[-1][0], cursor)
            continue
        if word in STOPWORDS or tag in _FUNCTION_TAGS or not word[0].isalnum():
            continue
        if spans and not after_how(text, spans[-1][0]) and _joins(text[spans[-1][1] : start], word):
            spans[-1] = (spans[-1][0], cursor)
        else:
            spans.append((start, cursor))
    names = [found.span() for found in _NAME.finditer(text)]
    outside = [span for span in spans if not any(a <= span[0] and span[1] <= b for a, b in names)]
    return sorted([*outside, *names])


def _joins(between: str, word: str) -> bool:
    """Tell whether `word` goes on the phrase before it: nothing between them, 、, or a space before an English word."""
    return between in ("", "、") or (between == " " and word.isascii())


def after_how(text: str, start: int) -> bool:
    """Tell whether the word at `start` is what is done: in 怎么服务女职工 a phrase of its own, so that 女职工 is one too."""
    return bool(_HOW_AHEAD.search(text[:start]))


def topic_of(text: str) -> str:
    """Return what `text` is about: its noun phrases without the words of asking, the units and the year."""
    pieces = [text[start:end] for start, end in content_spans(text)]
    pieces = [_UNIT_AHEAD.sub("", YEAR.sub("", piece)) for piece in pieces]
    return " ".join(piece for piece in pieces if piece.strip() and not piece.isdigit())
