"""Classes of things that official reports name in a set form, so that all of them can be listed: 文件, 平台, 会议, 试点."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ThingClass:
    """A class of things that official reports name in a set form: what a question calls it, and how it is printed."""

    name: str
    asks: re.Pattern[str]
    printed: re.Pattern[str]
    example: str


def _class(name: str, asks: str, printed: str, example: str) -> ThingClass:
    return ThingClass(name, re.compile(asks, re.IGNORECASE), re.compile(printed), example)


_MAKING = r"(?:制定|出台|印发|发布|修订|起草|编制|建立|健全|研究)"
CLASSES = (
    _class(
        "new documents",
        r"(制定|出台|印发|发布|修订|起草|编制|订|定)(了|出)?[^,，?？]{0,6}(哪些|什么|哪几|几)[^,，?？]{0,8}(文件|办法|规定|规范|意见|标准|制度|规矩)|(哪些|什么|哪几)[^,，?？]{0,8}(文件|办法|规定|规范|意见|标准|制度)[^,，?？]{0,6}(要|将|被)?(制定|出台|印发|发布|修订|建立)",
        rf"{_MAKING}[^,，。;；《]{{0,24}}(?:《[^》]{{3,50}}》|办法|规范|指引|文本|意见|细则|规划|纲要|标准|方案|章程|条例|清单)",
        "要制定哪些制度文件",
    ),
    _class(
        "documents",
        r"(制度|规范性|政策|哪些|什么|哪几个|几份)(文件|办法|规定|规范|意见)|文件(有)?哪些|哪些[^,，]{0,6}(文件|办法|规范)|(rules|documents|regulations|policies)\b",
        rf"《[^》]{{3,50}}》|{_MAKING}[^,，。;；]{{0,24}}(?:办法|规范|指引|文本|意见|细则|规划|纲要|标准|方案|章程|条例|清单)",
        "报告提到了哪些文件",
    ),
    _class(
        "platforms",
        r"(哪些|什么|哪几个)[^,，]{0,6}(平台|APP|小程序|公众号)|platforms?\b",
        r"“[^”]{2,16}”[^,，。;；]{0,6}平台|[\u4e00-\u9fff]{2,8}平台|APP|服务网|网站|客户端|小程序",
        "有哪些网上平台",
    ),
    _class(
        "campaigns",
        r"(哪些|什么|哪几个)[^,，]{0,8}(品牌|行动|工程|专项|主题活动)|(brands?|campaigns?)\b",
        r"“[^”]{2,30}”[^,，。;；“]{0,10}(?:行动|活动|工程|品牌|竞赛|项目|年)|(?:行动|工程|品牌)",
        "开展了哪些专项行动",
    ),
    _class(
        "meetings",
        r"(哪些|什么|几个|哪几个)(会议|大会|典礼)|(开|召开|办|举办)(了|过)?(哪些|什么|几个|哪几个)(会|典礼)|meetings?\b",
        r"(?:召开|举办|开展|组织|举行)[^,，。;；]{0,30}(?:会议|大会|推进会|现场会|典礼|观摩)",
        "要召开哪些会议",
    ),
    _class(
        "surveys",
        r"(哪些|什么|几项|哪几项)(调研|调查)|(做|搞|开展)(了)?(哪些|什么)(调研|调查)|surveys?\b",
        r"调研|调查|摸底|普查",
        "要做哪些调研",
    ),
    _class(
        "awards",
        r"(哪些|什么|几个)(奖|荣誉|称号|表彰|评选|先进)|获(得|过)?(了)?(哪些|什么)(奖|荣誉)|(哪些|什么)[^,，]{0,6}(评选|推荐|选树|表彰)|评选(哪些|什么)|"
        r"awards?\b|prizes?\b",
        r"奖(?!补|励)|荣誉|称号|表彰|评选|获评|选树",
        "获得了哪些荣誉",
    ),
    _class(
        "mechanisms",
        r"(哪些|什么|哪几个|几个)[^,，]{0,8}(机制|体系|制度)|(机制|体系|制度)[^,，]{0,6}(有)?(哪些|什么)|mechanisms?\b|systems?\b",
        r"(?:建立|健全|完善|构建|建设|形成|落实|坚持)[^,，。;；]{0,24}(?:机制|体系|制度)",
        "要健全哪些评价机制",
    ),
    _class(
        "contests",
        r"(哪些|什么|哪几[个场])[^,，]{0,6}(竞赛|比赛|比武|大赛)|contests?\b|competitions?\b",
        r"竞赛|比赛|比武|大赛",
        "今年要举办哪些竞赛和比武",
    ),
    _class("pilots", r"(哪些|什么|几个)试点|试点[”\"]?(都)?(有)?(哪些|哪几)|pilots?\b", r"试点", "有哪些试点"),
)


def asked_class(question: str) -> ThingClass | None:
    """Return the class of things that `question` asks to be listed; None where it names none."""
    return next((one for one in CLASSES if one.asks.search(question)), None)
