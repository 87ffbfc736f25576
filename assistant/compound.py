"""Cut a compound question into the questions it is made of: each is answered or declined by itself."""

import re

from index import tagged

MOST_PARTS = 4
_ASKS = re.compile(
    r"多少|(?<![没好上这那歇住过十说讲])几(?=[个场家项条人户次名年月天岁大块点类种])(?!个样)|哪|什么|啥|谁|怎么|怎样|如何|咋|吗|是否|是不是|有没有|为何|何时|多[高大久长](?=[?？]|$)|没(?=[?？]|$)|"
    r"\b(what|which|who|when|where|why|how|is|are|does|do|did|will)\b",
    re.IGNORECASE,
)
# What only asks how the first part is to be answered: 分几块,标题是啥
_MANNER = re.compile(
    r"^(?:各|都|分别)?(?:标题|题目|名字|名称|分别|都|各)?(?:都|各|分别)?(?:是|叫|有|说)?(?:些)?(?:啥|什么|哪些|哪几[个条块项])[?？]?$|说说|讲讲|列一?[下个]"
)
# 点啥你们就做啥 asks nothing; 是怎么个搞法, 今年怎么落实 asks of what was just said
_AS_MUCH = re.compile(r"(啥|什么|谁|哪里?)[^?？]{1,8}\1")
_HOW_ALONE = re.compile(r"^(?:今年|去年|那|又|都|具体|是)*(?:怎么|咋|如何|怎样)[\u4e00-\u9fff]{0,4}[?？]?$")
_TWO_COUNTED = re.compile(
    r"^(?P<head>.*?)(?P<many>有?多少)(?P<one>[\u4e00-\u9fff]{2,5})和(?P<other>[\u4e00-\u9fff]{2,5})(?P<rest>参加|参与|受益|获奖|(?=[?？]|$))(?P<end>.*)$"
)
_STOP = re.compile(r"(?<=[?？])\s*(?=\S)|[;；]\s*|[。!！]\s*(?=\S)")
_COMMA = re.compile(
    r"、(?=(?:今|去|明)年|20\d\d ?年|[^、,，]{0,6}(?:多少|几[个家场名人次项]))|[,，]\s*(?:另外|还有|以及|同时|顺便问一下|顺便问问|并且|还想问|再问一下)?\s*|\s+and\s+(?=(?:what|which|who|when|where|why|how)\b)"
)


# 托育室和疗休养,2022年各有啥说法; 小区、住房、车位各完成了多少: the same question of two to four things
_THING = r"[\u4e00-\u9fffA-Za-z“()（）]{2,12}?"
_EACH = re.compile(
    rf"^(?P<when>(?:(?:今年|去年|20\d\d ?年)的?)?)(?P<things>{_THING}(?:、{_THING}){{0,2}}(?:和|与|跟|、){_THING})[,，]? ?(?P<then>(?:今年|去年|20\d\d ?年)?)(?P<head>[^,，]{{0,4}}?)(?:各自?|分别)(?P<rest>[^,，]{{2,}})$"
)


def split_question(text: str) -> tuple[str, ...]:
    """Return the parts of `text` that ask for themselves, in order; `(text,)` for a single question.

    办了几场招聘会,多少人达成意向? has two; 除了发改委,还有哪些部门? has one, for 除了发改委 asks nothing.
    """
    each = _EACH.match(text)
    if each:
        when = each["when"] or each["then"]
        things = _split_at_and(each["things"])
        if 1 < len(things) <= MOST_PARTS and min(map(len, things)) > 1:
            return tuple(f"{when}{thing}{each['head']}{each['rest']}" for thing in things)
    pieces = [piece.strip() for piece in _STOP.split(text) if piece and piece.strip()]
    parts: list[str] = []
    for piece in pieces:
        if len([one for one in pieces if _ASKS.search(one)]) > 1 and not _ASKS.search(piece) and parts:
            parts[-1] += piece  # a remark between two questions
            continue
        parts += _by_comma(piece)
    parts = [one for part in parts for one in _two_counted(part)]
    asking = [part for part in parts if _ASKS.search(part)]
    if not all(map(_names_a_thing, asking[1:])):
        return (text,)
    return tuple(asking) if 1 < len(asking) == len(parts) <= MOST_PARTS else (text,)


_WHETHER = re.compile(r"(吗|没|没有|不)[?？]?$")
_PRONOUNS = frozenset(["自己", "大家", "人家", "本子"])
_AND = re.compile(r"、|(?<![平总温饱])和(?![谐平睦解气])|(?<![参赠给授])与(?!会|时)|跟(?![踪进随班])")


def _split_at_and(text: str) -> list[str]:
    """Return the things of `text` apart by 、 and by 和, 与, 跟 where these are words: 和谐 and 参与 stay whole."""
    return _AND.split(text)


def _two_counted(part: str) -> list[str]:
    """Return two questions for one that counts two things: 有多少单位和职工参加."""
    two = _TWO_COUNTED.match(part)
    if not two or len(_split_at_and(f"{two['one']}和{two['other']}")) != 2:
        return [part]
    return [f"{two['head']}{two['many']}{two[name]}{two['rest']}{two['end']}" for name in ("one", "other")]


def _by_comma(piece: str) -> list[str]:
    cut = [part for part in _COMMA.split(piece) if part]
    if len(cut) < 2 or any(_MANNER.search(part) or _AS_MUCH.search(part) for part in cut):
        return [piece]
    if any(_HOW_ALONE.search(part) for part in cut[1:]):
        return [piece]
    return cut if all(_ASKS.search(part) and len(part) > 3 for part in cut) else [piece]


def _names_a_thing(part: str) -> bool:
    """Tell whether `part` could stand alone: 写成本子了没 and 自己检讨过吗 go with what was asked before them."""
    if not _WHETHER.search(part):
        return True
    return any(tag[0] == "n" and len(word) > 1 and word not in _PRONOUNS for word, tag in tagged(part))
