"""Places and bodies that a question names and the report does not: another province, city, company or federation."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from index import tagged

_FILE = Path(__file__).parent / "places.tsv"
# Short and full names of one body, where the short one is no part of the full one
_FULL = {
    "人社": "人力资源",
    "发改": "发展和改革",
    "卫健": "卫生健康",
    "住建": "住房",
    "文旅": "文化和旅游",
    "医保": "医疗保障",
    "团委": "共青团",
    "残联": "残疾人联合会",
    "妇联": "妇女联合会",
    "工商联": "工商业联合会",
    "科协": "科学技术协会",
    "文联": "文学艺术界联合会",
    "侨联": "归国华侨联合会",
}
# Bodies of the same rank as a report's issuer, and government departments by their stems
_BODY = re.compile(r"残联|妇联|团委|共青团|青联|工商联|文联|科协|侨联|贸促会|红十字会|作协|记协|台联")
_DEPARTMENT = re.compile(
    r"(教育|公安|民政|司法|财政|交通运输|交通|水利|农业农村|商务|文化和旅游|文旅|卫生健康|卫健|应急管理|应急|审计|市场监管|市场监督管理|"
    r"税务|统计|医保|医疗保障|发改|发展改革|住建|自然资源|生态环境|环保|体育|科技|人社|退役军人|信访|气象|粮食)(厅|局|委员会|委)(?![员托派])"
)
_INSTITUTIONS = frozenset(
    ["大学", "学院", "医院", "公司", "集团", "银行", "法院", "总工会", "工会", "股份", "中学", "工厂", "汽车"]
)
_PROPER = frozenset(["ns", "nz", "nt", "nr", "nrt"])  # jieba's tags of names
_COUNTIES = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,3})[市县](?!场|级|区|直|长|政|民|面|以)")
_NO_PLACE = re.compile(r"[全我本各该城地哪几每两外邻里内中][市县省]$|[年月日哪多外里]")


@dataclass(frozen=True, slots=True)
class _Province:
    name: str
    short: str
    english: str
    cities: tuple[str, ...]
    english_cities: tuple[str, ...]

    def is_in(self, text: str) -> bool:
        """Tell whether `text` names it in full or by its one character, where that is no part of a common word."""
        return self.name in text or (bool(self.short) and self.short not in "新宁黑青台藏港甘津" and self.short in text)


@lru_cache(maxsize=1)
def _provinces() -> tuple[_Province, ...]:
    rows = [line.split("\t") for line in _FILE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return tuple(
        _Province(name, short, english, tuple(cities.split()), tuple(filter(None, spelled.split("|"))))
        for name, short, english, cities, spelled in rows
    )


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    names = {name for province in _provinces() for name in (province.name, *province.cities)}
    return re.compile("|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name)))))


def stranger(question: str, text: str) -> str:
    """Return the first place or body of `question` that `text` (a report) never names; "" where it names all.

    Two or more cities together may stand for a region that the report calls by its provinces (沪苏浙).
    """
    compact = re.sub(r"\s", "", text)
    unknown = _unknown_place(question, compact)
    if unknown:
        return unknown
    for pattern in (_BODY, _DEPARTMENT):
        for found in pattern.finditer(question):
            if not is_named(found[0], compact):
                return found[0]
    words = tagged(question)
    for (name, tag), (kind, _) in pairwise(words):
        if kind in _INSTITUTIONS and tag in _PROPER and len(name) > 1 and name not in compact:
            return name + kind
    return next(
        (
            word
            for word, tag in words
            if tag == "nt" and word[-1:] in "厅局委会社院校司行部所团协" and len(word) > 2 and word not in compact
        ),
        "",
    )


def is_named(body: str, text: str) -> bool:
    """Tell whether `text` names a body, by its first two characters, in short or in full."""
    full = next((full for short, full in _FULL.items() if body.startswith(short)), "")
    short = next((short for short, full in _FULL.items() if body.startswith(full)), "")
    return any(name and name in text for name in (body[:2], full, short))


def named_department(question: str) -> str:
    """Return the government department that `question` names (人社厅); "" where it names none."""
    found = _DEPARTMENT.search(question)
    return found[0] if found else ""


def _unknown_place(question: str, compact: str) -> str:
    named = 0
    unknown = ""
    found_names = set(_names().findall(question))  # 上海南京 names no 海南
    for province in _provinces():
        for city in province.cities:
            place = city if city in found_names else ""
            if place:
                named += 1
                if place not in compact:
                    unknown = unknown or place
                    if not province.is_in(compact):
                        return place
        organisation = re.search(re.escape(province.name) + r"(?=省|市|总|自治区|工会|妇联|团)", question)
        if province.name in found_names:
            named += 1
            if province.name not in compact:
                unknown = unknown or province.name
                if organisation or not province.is_in(compact):
                    return province.name
        named_in_english = province.english and re.search(rf"\b{province.english}\b", question, re.IGNORECASE)
        if named_in_english and not province.is_in(compact):
            return province.english
        for city in province.english_cities:
            english, _, chinese = city.partition("=")
            if re.search(rf"\b{english}\b", question, re.IGNORECASE) and chinese not in compact:
                return english
    if unknown and named == 1:
        return unknown
    found = _COUNTIES.search(question)
    if found and not _NO_PLACE.search(found[0]) and found[0] not in compact and found[1] not in compact:
        return found[0]
    return ""
