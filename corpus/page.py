"""Tell a report from the page it was printed on: furniture out, metadata kept, words untouched."""

import re
from dataclasses import dataclass

from corpus.spacing import close_spaced_words

_DATE = r"(?P<date>\d{4}-\d{1,2}-\d{1,2}|\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日)"

# Lines that belong to the page, wherever they stand: (regex of the whole line, example)
FURNITURE = (
    (r"[(（](上接|下转)第? ?(?P<continued_from>[\d一二三四五六七八九十A-Z]+) ?版[^)）]*[)）]", "(上接第 1 版)"),
    (r"期次 ?[:：] ?第? ?(?P<issue>\d+) ?期", "期次:第7793期"),
    (r"报刊 ?[:：] ?(?P<paper>.+)", "报刊:安徽工人日报"),
    (r"放大 ?缩小 ?默认", "放大 缩小 默认"),
    (r"内容搜索|标题导航|上一篇|下一篇|返回目录|打印本页|关闭窗口|分享到.{0,12}", "内容搜索"),
    (r"版权所有.*", "版权所有 @ 2024 安徽工人日报社"),
    (r"技术支持 ?[:：].*", "技术支持:华文融媒云"),
    (r"(本报)?(记者|通讯员|来源|责任编辑|编辑|作者) ?[:：].{0,40}", "责任编辑:某某"),
    (r"(第 ?)?\d{1,3}( ?页)?", "12"),
)
# Lines that belong to the page only before the report's first words or after its last
MARGIN = (
    (_DATE, "2022-03-10"),
    (r"(?P<publisher>\S{2,20}(报社|日报|晚报|时报|通讯社))", "安徽工人日报社"),
)
_SUBHEAD_DATE = re.compile(rf"[(（—\-— ]*{_DATE}.{{0,60}}")  # (2025年1月15日在…大会上)
_BODY = re.compile(r"[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|.{0,20}[:：]$|.*[。;；!！?？]$|.{60,}")


@dataclass(frozen=True, slots=True)
class Page:
    """A report freed of its page: `text` has one paragraph a line; `title_lines` of them come before the body."""

    text: str
    title_lines: int
    metadata: dict[str, str]


def read_page(raw: str) -> Page:
    """Return the canonical text and the metadata of a page saved as text."""
    lines = [_clean_line(line) for line in raw.replace("\ufeff", "").splitlines()]
    lines = [line for line in lines if line]
    metadata: dict[str, str] = {}
    kept = [line for line in lines if not _is_furniture(line, FURNITURE, metadata)]
    first, last = _body_bounds(kept)
    head = [line for line in kept[:first] if not _is_furniture(line, MARGIN, metadata)]
    tail = [line for line in kept[last:] if not _is_furniture(line, MARGIN, metadata)]
    _read_titles(head, metadata)
    return Page("\n".join(head + kept[first:last] + tail), len(head), metadata)


def _clean_line(line: str) -> str:
    line = re.sub(r"[\u3000\xa0\t ]+", " ", line.replace("\u200b", "")).strip()
    return close_spaced_words(line)


def _is_furniture(line: str, table: tuple[tuple[str, str], ...], metadata: dict[str, str]) -> bool:
    for pattern, _ in table:
        found = re.fullmatch(pattern, line)
        if found:
            for key, value in found.groupdict().items():
                if value and key not in metadata:
                    metadata[key] = value.strip()
            return True
    return False


def _body_bounds(lines: list[str]) -> tuple[int, int]:
    """Return (index of the body's first line, index after its last): what looks like prose or a numbered heading."""
    prose = [number for number, line in enumerate(lines) if _BODY.fullmatch(line) or _BODY.match(line)]
    if not prose:
        return 0, len(lines)
    return prose[0], prose[-1] + 1


def _read_titles(head: list[str], metadata: dict[str, str]) -> None:
    titles: list[str] = []
    for line in head:
        dated = _SUBHEAD_DATE.fullmatch(line)
        if dated and "date" not in metadata:
            metadata["date"] = dated["date"]
        elif not dated:
            titles.append(line)
    if titles:
        metadata["title"] = titles[0]
    if len(titles) > 1:
        metadata["subtitle"] = titles[1]
