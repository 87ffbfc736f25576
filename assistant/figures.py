"""Figures in Chinese text: where they stand, their unit, and which of them a question asks for."""

import re
import unicodedata
from dataclasses import dataclass

_UNITS = (
    "个百分点|百分点|平方米|公里|小时|分钟|秒|个工作日|工作日|个月|人次|户次|家次|场次|件次|"
    "元|个|家|场|人|名|户|次|项|条|件|份|所|支|座|处|套|张|年|月|日|天|岁|台|平方公里|倍|成|期|批|类|种|册|篇|部|辆|对|位|站|届|级|亩|吨|岗|组|队|门|市|县|区|省|村|镇|乡|校"
)
_NUMBER = r"\d+(?:[,，]\d{3})+(?:[.．]\d+)?|\d+(?:[.．]\d+)?"
_FIGURE = re.compile(
    rf"(?<![\d.．A-Za-z])(?P<about>[超逾近约] ?)?(?P<number>(?:{_NUMBER})(?: ?[至到~—-] ?(?:{_NUMBER}))?)"
    rf"(?P<scale> ?(?:[余多几](?=[百千万亿]))?[百千万亿]{{0,2}}(?:余|多)?) ?(?P<unit>[%％‰]|{_UNITS})?(?P<bound> ?(?:以上|以下|以内|左右))?"
)
_WRITTEN = re.compile(
    rf"(?<!第)(?P<number>[一二两三四五六七八九十百千万]+)(?P<unit>{_UNITS})(?P<bound>以上|以下)?|"
    r"[一二三四五六七八九十百]+分之[一二三四五六七八九十百]+"
)

# Units that answer each other's question: 多少人 is answered by 名 and 人次
_FAMILIES = (
    frozenset({"人", "名", "位", "人次", "对"}),
    frozenset({"家", "个", "处", "所", "座", "家次", "市", "县", "区", "省", "村", "镇", "乡", "校"}),
    frozenset({"场", "次", "期", "场次", "届"}),
    frozenset({"户", "户次", "家"}),
    frozenset({"项", "个", "条", "件"}),
    frozenset({"%", "％", "百分点", "个百分点", "成"}),
    frozenset({"年", "月", "天", "日", "个月", "小时", "分钟", "秒", "个工作日", "工作日"}),
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
            figures.append(Figure(found.start(), found.end(), found["unit"] or "%", True))  # 三分之二 is a share
    return sorted(figures, key=lambda figure: figure.start)


def unit_matches(asked: str, unit: str) -> bool:
    """Tell whether a figure in `unit` answers a question that asks for `asked` ("" asks for any)."""
    if asked in ("人", "名", "位") and not unit:
        return True  # 会员达 41.2 万
    return not asked or asked == unit or any(asked in family and unit in family for family in _FAMILIES)


_PERSONS = "人|干部|职工|工人|员工|司机|会员|劳动者|骑手|快递员|农民工|女工|党员|群众|学生|教师|老师|医生|护士|专家|代表|委员|村民|居民|老人|孩子|儿童|个人|先进工作者|劳模|大学生"
_BODIES = "单位|企业|公司|工厂|厂子|厂|店|学校|医院|机构|站点|驿站|基地|中心|家园|书屋|食堂"
_EVENTS = "场次|招聘会|竞赛|比赛|培训|讲座|演出|交友会"
_SUMS = "钱|资金|经费|款|补贴|补助|奖金|奖励"
# What a question counts, by the noun after 多少 or 几, and the unit that its figure has
_ASKED_UNITS = (
    (
        r"百分之几|百分比|占比|比例|比率|满意率|[\u4e00-\u9fff]率(?:是|有|为|达|达到)?多少|几成|percent|share|\brate\b",
        "%",
    ),
    (
        rf"多少({_SUMS})|金额|花了多少|投入多少|(收入|投入|投资|资金|产值|总值|预算|贷款|存款|利润|税收)[^,，?？]{{0,6}}(多少|几)(?!人|家|个|户|次|项|%)|"
        r"how much ([\w-]+ ){0,3}(money|funds?|funding|yuan|aid)",
        "元",
    ),
    (r"多久|多长时间|几个月|how long|how many (days|months|years|weeks)", "个月"),
    (rf"(?:多少|几) ?[名位个]?(?:[\u4e00-\u9fff]{{0,4}}?)(?:{_PERSONS})", "人"),
    (rf"(?:多少|几) ?[家个所]?(?:[\u4e00-\u9fff]{{0,4}}?)(?:{_BODIES})", "家"),
    (rf"(?:多少|几) ?(?:[\u4e00-\u9fff]{{0,2}}?)(?:{_EVENTS})", "场"),
    (
        r"how many ([\w-]+ ){0,2}(people|workers|members|drivers|employees|women|participants|cadres|officials|couriers|riders|staff)",
        "人",
    ),
    (
        r"how many ([\w-]+ ){0,2}(firms|companies|units|enterprises|organisations|organizations|homes|centres|stations)",
        "家",
    ),
    (r"how many ([\w-]+ ){0,2}(fairs|contests|events|competitions|courses)", "场"),
)
_WRITTEN_UNIT = re.compile(rf"(?:多少|几) ?(?P<unit>{_UNITS})")
DURATION_UNIT = "个月"
STRICT_UNITS = ("%", "元", DURATION_UNIT)  # nothing else answers a question for one of these


def asked_unit(question: str) -> str:
    """Return the unit that a question asks for: 办了多少场 -> 场, 百分之几 -> %, 多少干部 -> 人; "" for any."""
    written = _WRITTEN_UNIT.search(question)
    for pattern, unit in _ASKED_UNITS:
        if re.search(pattern, question, re.IGNORECASE):
            return written["unit"] if written and unit in ("人", "家", "场") and written["unit"] != "个" else unit
    return written["unit"] if written else ""


_ANY_NUMBER = re.compile(r"\d|分之|[一二两三四五六七八九十百千万]+[个项家场次名位届条件种类批市县省区部支]")


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
