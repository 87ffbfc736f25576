"""How people talk about the parts of a report, in the words that the outline is looked up by: 头一块 is 第一部分."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rewording:
    """`pattern` becomes `plain`; the example is (said, plain)."""

    pattern: re.Pattern[str]
    plain: str
    example: tuple[str, str]


def _row(pattern: str, plain: str, said: str, means: str) -> Rewording:
    return Rewording(re.compile(pattern), plain, (said, means))


_LARGE = r"(?:大块|板块|块(?!钱)|大节|节(?!目|日|约|能|点|省)|章|大点|大项|大条|大件|件大事|大部分|大方面)"
REWORDINGS = (
    _row(r"(?<![\d满近超逾达龄约])(2\d)年(?!以|内|来|间|的?[教工]龄|多)", r"20\1年", "22年的标题", "2022年的标题"),
    _row(r"俩", "两", "哪俩", "哪两"),
    _row(r"打头的?(?=是)", "第一条", "打头的是哪条", "第一条是哪条"),
    _row(r"(?:打头|开头|头里)的?(?:那|这)?一?(?:个)?(?=[块节条点部项小])", "第一", "打头那一块", "第一块"),
    _row(r"头一(?=[个块节条点部项])", "第一", "头一条", "第一条"),
    _row(r"(?:末尾|收尾|末了|压轴)(?:那|的)?(?:一)?(?=[个块节条点部项小])", "最后一", "末尾那一条", "最后一条"),
    _row(r"(?:末尾|收尾|末了|压轴)(?=[讲说是写])", "最后一条", "末尾讲的是啥", "最后一条讲的是啥"),
    _row(
        rf"(第 ?[一二三四五六七八九十\d]+ ?个?|最后那?一?|前[二两三四五六七八九]|[那哪]一?个?|(?<=[分有共成])几个?|里?[一二两三四五六七八九](?=块里)){_LARGE}",
        r"\1部分",
        "第三块讲啥",
        "第三部分讲啥",
    ),
    _row(r"说了几件大事", "说了几个部分", "一共说了几件大事", "一共说了几个部分"),
    _row(r"(第 ?[一二三四五六七八九十\d]+ ?|最后一)个?方面", r"\1部分", "第一个方面有哪几条", "第一部分有哪几条"),
    _row(r"前半截|前半部分|上半截|前半段", "去年成绩", "前半截分几部分", "去年成绩分几部分"),
    _row(r"后半截|后半部分|下半截|后半段", "今年工作", "后半截分几部分", "今年工作分几部分"),
    _row(r"大标题", "部分的标题", "那个大标题", "那个部分的标题"),
)


def plain_outline(text: str) -> str:
    """Return `text` with the sayings of `REWORDINGS` in plain words; other words stay."""
    for row in REWORDINGS:
        text = row.pattern.sub(row.plain, text)
    return text
