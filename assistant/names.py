"""The name that answers: a campaign in “”, a document in 《》, a body by its last word, a hotline's number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.terms import TermMatcher
from corpus import split_clauses
from index import tagged


@dataclass(frozen=True, slots=True)
class NameForm:
    """A question matching `asks` is answered by a name printed as `printed` (its first group)."""

    asks: re.Pattern[str]
    printed: re.Pattern[str]
    example: tuple[str, str, str]  # question, sentence, name


def _row(asks: str, printed: str, *example: str) -> NameForm:
    question, sentence, name = example
    return NameForm(re.compile(asks, re.IGNORECASE), re.compile(printed), (question, sentence, name))


_BODY_ENDS = "有限公司|公司|集团|委员会|总工会|产业工会|工会|宣传部|组织部|[\u4e00-\u9fff]{1,4}[厅局委]|法院|中心"
_LEADING = frozenset(["指导", "联合", "支持", "组织", "推动", "会同"])  # verbs that jieba takes for nouns in places
FORMS = (
    _row(
        r"(哪|什么|啥|哪份|哪个|哪部)(份|个|部)?(文件|办法|规范|意见|规划|条例|法)|which (document|regulation|rules)",
        r"(《[^》]{2,60}》)",
        "出台了什么文件",
        "印发《工会工作规划》,健全机制。",
        "《工会工作规划》",
    ),
    _row(
        r"叫(什么|啥)|(什么|啥)名字|名称是|(哪个|什么|啥)(活动|行动|品牌|平台|工程|主题)|called|name of",
        r"(“[^”]{2,40}”|《[^》]{2,60}》)",
        "这个活动叫什么",
        "实施“百千万法律帮扶行动”。",
        "“百千万法律帮扶行动”",
    ),
    _row(
        r"电话|热线|号码|打(哪|什么)|哪个号|hotline|phone",
        r"(?<![\d.])(\d{5,12})(?![\d.])",
        "维权打哪个号",
        "用好 12351 热线。",
        "12351",
    ),
    _row(
        r"哪(一)?(家|个)(公司|企业|单位|部门|机构|工会|法院)|(什么|啥)(公司|企业|单位|部门|工会)|which (company|firm|department|body|union)",
        rf"([\u4e00-\u9fff]{{2,24}}(?:{_BODY_ENDS}))",
        "试点在哪家公司",
        "指导海螺水泥股份有限公司开展试点。",
        "海螺水泥股份有限公司",
    ),
)


def find_name(question: str, terms: Sequence[str], quote: str, matcher: TermMatcher) -> str:
    """Return the name in `quote` that `question` asks for; "" where it asks for none or two would do as well."""
    form = next((form for form in FORMS if form.asks.search(question)), None)
    if form is None:
        return ""
    clauses = [quote[start:end] for start, end in split_clauses(quote, 1)]
    found = [(matcher.coverage(terms, clause), name[1]) for clause in clauses for name in form.printed.finditer(clause)]
    if any(name.strip("“”《》") in question for _, name in found):
        return ""  # the question has the name itself and asks for something else of it
    found = [(value, _without_verbs(name)) for value, name in found]
    best = max((value for value, _ in found), default=0.0)
    names = list(dict.fromkeys(name for value, name in found if value == best and name))
    return names[0] if len(names) == 1 else ""


def _without_verbs(name: str) -> str:
    """Return `name` without the verbs that stand before it: 指导海螺水泥公司 is 海螺水泥公司."""
    for word, tag in tagged(name):
        if not (tag.startswith(("v", "p", "c", "d", "u")) or word in _LEADING) or not name.startswith(word):
            break
        name = name[len(word) :]
    return name
