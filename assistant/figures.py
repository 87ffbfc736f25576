"""Figures in Chinese text: where they stand, their unit, and which of them a question asks for."""

import re
import unicodedata
from dataclasses import dataclass

_UNITS = (
    "个百分点|百分点|平方米|公里|小时|分钟|个月|人次|户次|户次|家次|场次|件次|"
    "元|个|家|场|人|名|户|次|项|条|件|份|所|支|座|处|套|张|年|月|日|天|岁|台|元/吨|平方公里|倍|成|期|批|类|种|册|篇|部|辆|对|位|站|届|级|亩|吨|岗|组|队|门|门课|市|县|区|省|村|镇|乡|校"
)
_NUMBER = r"\d+(?:[,，]\d{3})+(?:[.．]\d+)?|\d+(?:[.．]\d+)?"
_FIGURE = re.compile(
    rf"(?<![\d.．A-Za-z])(?P<about>[超逾近约] ?)?(?P<number>(?:{_NUMBER})(?: ?[至到~—-] ?(?:{_NUMBER}))?)"
    rf"(?P<scale> ?(?:[余多几](?=[百千万亿]))?[百千万亿]{{0,2}}(?:余|多)?) ?(?P<unit>[%％‰]|{_UNITS})?(?P<bound> ?(?:以上|以下|以内|左右))?"
)
_WRITTEN = re.compile(rf"(?<!第)(?P<number>[一二两三四五六七八九十百千万]+)(?P<unit>{_UNITS})(?P<bound>以上|以下)?")

# Units that answer each other's question: 多少人 is answered by 名 and 人次
_FAMILIES = (
    frozenset({"人", "名", "位", "人次", "对"}),
    frozenset({"家", "个", "处", "所", "座", "家次", "市", "县", "区", "省", "村", "镇", "乡", "校"}),
    frozenset({"场", "次", "期", "场次", "届"}),
    frozenset({"户", "户次", "家"}),
    frozenset({"项", "个", "条", "件"}),
    frozenset({"%", "％", "百分点", "个百分点", "成"}),
    frozenset({"年", "月", "天", "日", "个月", "小时"}),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at `start:end` of the text it was found in; `unit` is "" for a bare number."""

    start: int
    end: int
    unit: str
    written: bool


def find_figures(text: str) -> list[Figure]:
    """Return the figures of `text` in order, years left out, `43.1万个` and `3 至 6 个月` as one figure each.

    Figures in Chinese numerals (三项) come with `written` set: they count for less, for they may be part of a name.
    """
    figures = []
    for found in _FIGURE.finditer(text):
        unit = found["unit"] or ""
        if unit == "年" and re.fullmatch(r"(19|20)\d\d", found["number"]):
            continue
        if not unit and not found["scale"].strip() and re.match(r" ?[A-Za-z]", text[found.end() :]):
            continue
        figures.append(Figure(found.start(), found.start() + len(found[0].rstrip()), unit, False))
    for found in _WRITTEN.finditer(text):
        if not any(figure.start <= found.start() < figure.end for figure in figures):
            figures.append(Figure(found.start(), found.end(), found["unit"], True))
    return sorted(figures, key=lambda figure: figure.start)


def unit_matches(asked: str, unit: str) -> bool:
    """Tell whether a figure in `unit` answers a question that asks for `asked` ("" asks for any)."""
    if asked in ("人", "名", "位") and not unit:
        return True  # 会员达 41.2 万
    return not asked or asked == unit or any(asked in family and unit in family for family in _FAMILIES)


_ASKED_UNIT = re.compile(rf"(?:多少|几) ?(?P<unit>{_UNITS})")


def asked_unit(question: str) -> str:
    """Return the unit that a question asks for: 办了多少场 -> 场, 百分之几 -> %, 多少钱 -> 元; "" for any."""
    if re.search(r"百分之几|百分比|占比|比例|比率|满意度|满意率|percent|share|\brate\b", question, re.IGNORECASE):
        return "%"
    if re.search(
        r"多少(钱|资金|经费|款)|金额|花了多少|投入多少|(收入|投入|投资|资金|产值|总值|预算|贷款|存款|利润|税收)[^,，?？]{0,6}(多少|几)(?!人|家|个|户|次|项|%)|how much (money|fund)",
        question,
        re.IGNORECASE,
    ):
        return "元"
    found = _ASKED_UNIT.search(question)
    if found:
        return found["unit"]
    if re.search(r"how many (people|workers|members|drivers|employees|women|participants)", question, re.IGNORECASE):
        return "人"
    return ""


_ANY_NUMBER = re.compile(r"\d|[一二两三四五六七八九十百千万]+[个项家场次名位届条件种类批市县省区部支]")


def has_number(text: str) -> bool:
    """Tell whether `text` holds a digit or a number in Chinese numerals with its measure word."""
    return bool(_ANY_NUMBER.search(text))


def fold_figures(text: str) -> str:
    """Return `text` with widths folded and the spaces around digits closed, to compare figures.

    >>> fold_figures("１.16 亿元") == fold_figures("1.16亿元")
    True
    """
    folded = unicodedata.normalize("NFKC", text)
    folded = re.sub(r"(?<=\d),(?=\d{3})", "", folded)
    return re.sub(r"(?<=\d) +(?=\S)|(?<=\S) +(?=\d)", "", folded)
