"""What kind of words an answer must hold: a sum asks for 元, a deadline for a date, a telephone number for digits."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnswerType:
    """A question matching `asks` is answered only by text matching `needs`."""

    name: str
    asks: re.Pattern[str]
    needs: re.Pattern[str]
    example: str


def _type(name: str, asks: str, needs: str, example: str) -> AnswerType:
    return AnswerType(name, re.compile(asks, re.IGNORECASE), re.compile(needs), example)


ANSWER_TYPES = (
    _type(
        "money",
        r"多少(钱|资金|经费|款|预算)|预算(是|有)?多少|金额|花(了|费)?多少|投入(了)?多少|how much (money|funding)|budget|几(万|亿)元",
        r"\d[\d.,]* ?[余多几]?[百千万亿]*(余|多)?元",
        "帮扶资金一共多少钱",
    ),
    _type(
        "share",
        r"百分之|百分比|占比|比例|比率|满意(度|率)(是|有|达)?(多少|多高|怎么样|如何)|percent|what share",
        r"\d[\d.]* ?[%％]|百分之|[一二三四五六七八九]成",
        "满意度是多少",
    ),
    _type(
        "date",
        r"什么时候|何时|啥时候|哪(一)?天|几月|几号|哪个月|截止|截至(什么|哪)|期限|日期|时间表|具体时间|\bwhen\b|deadline|what date|which month",
        r"\d ?(月|日)|年底|年内|季度|[上下]半年|月底|[一二三四五六七八九十]月|春节前|国庆前|[0-9]{4} ?年底前",
        "什么时候举办",
    ),
    _type(
        "phone",
        r"电话|热线|号码|联系方式|打哪个|邮箱|网址|phone|hotline|contact|e-?mail|website",
        r"\d{5,}|@|www|热线",
        "维权热线是多少",
    ),
    _type("year", r"哪(一)?年|几几年|which year|what year", r"(19|20)\d\d", "哪一年开始的"),
    _type(
        "reason", r"为什么|为何|为啥|原因|\bwhy\b|reason", r"因为|由于|因此|原因|为了|旨在|导致|缘于", "为什么要停办"
    ),
    _type(
        "duration",
        r"多久|多长时间|几(个月|天|年)|how long",
        r"[\d一二三四五六七八九十]+ ?(个月|天|年|周|小时|日)",
        "蹲点多久",
    ),
)


def asked_types(question: str) -> tuple[AnswerType, ...]:
    """Return the types that `question` asks for, in table order; none for most questions."""
    return tuple(kind for kind in ANSWER_TYPES if kind.asks.search(question))
