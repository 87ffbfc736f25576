"""Figures of a Chinese report in English form, exactly: 1.16 亿元 is 116 million yuan."""

import re
from decimal import Decimal

_SCALES = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1_000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
}
_UNITS = {
    "元": "yuan",
    "人": "people",
    "名": "people",
    "位": "people",
    "人次": "participations",
    "家": "",
    "个": "",
    "户": "households",
    "户次": "household cases",
    "场": "events",
    "场次": "events",
    "次": "times",
    "项": "items",
    "件": "items",
    "条": "items",
    "所": "",
    "座": "",
    "%": "%",
    "百分点": "percentage points",
    "个百分点": "percentage points",
    "天": "days",
    "年": "years",
    "个月": "months",
    "小时": "hours",
}
_FIGURE = re.compile(
    r"(?P<about>[超逾近约])? ?(?P<low>\d[\d,，]*(?:[.．]\d+)?)(?: ?[至到~—-] ?(?P<high>\d[\d,，]*(?:[.．]\d+)?))?"
    r" ?(?P<more>[余多])?(?P<scale>[十百千]?[万亿]|[十百千])?(?P<more2>[余多])? ?(?P<unit>[%％]|[\u4e00-\u9fff]{0,4}?) ?(?P<bound>以上|以下|以内|左右)?"
)


def to_english(figure: str) -> str:
    """Return a figure as printed (`132.9 万名`, `200 场以上`, `3 至 6 个月`) in English; "" where its form is not known.

    The conversion is exact: no digit is rounded.
    """
    found = _FIGURE.fullmatch(figure.strip())
    if not found or found["unit"].replace("％", "%") not in {"", *_UNITS}:
        return ""
    scale = _SCALES[found["scale"] or ""]
    numbers = [_amount(found[name], scale) for name in ("low", "high") if found[name]]
    unit = _UNITS.get(found["unit"].replace("％", "%"), "")
    text = " to ".join(numbers)
    text += unit if unit == "%" else f" {unit}" if unit else ""
    if found["more"] or found["more2"] or found["about"] in ("超", "逾"):
        text = f"more than {text}"
    elif found["about"] or found["bound"] == "左右":
        text = f"about {text}" if found["about"] != "近" else f"nearly {text}"
    return text + {"以上": " or more", "以下": " or fewer", "以内": " at most"}.get(found["bound"] or "", "")


def _amount(number: str, scale: int) -> str:
    """Return number times scale in English: 1.16 and 10^8 give 116 million, 43.1 and 10^4 give 431,000."""
    value = Decimal(number.replace(",", "").replace("，", "").replace("．", ".")) * scale
    for size, name in ((10**9, "billion"), (10**6, "million")):
        if value >= size:
            return f"{_plain(value / size)} {name}"
    return _plain(value)


def _plain(value: Decimal) -> str:
    whole = value.normalize()
    return f"{whole:,f}"
