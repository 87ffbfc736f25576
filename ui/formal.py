"""A quotation in the form of official writing: 《报告》第二部分（三）二要：“…”."""

from assistant.types import Citation
from corpus import Document, Section
from ui.escaping import clean

_DIGITS = "零一二三四五六七八九"


def formal_quotation(citation: Citation, document: Document) -> str:
    """Return the title, the place in numbered headings and the verbatim words of `citation`.

    `document` is the one that it quotes. A heading without a number adds nothing; a report's missing first pages are
    no obstacle, since an implied part knows its number.
    """
    place = "".join(_step(section) for section in document.path(section_at(document, citation.start)))
    return f"《{clean(document.title)}》{place}：“{clean(citation.quote)}”"


def section_at(document: Document, position: int) -> str:
    """Return the id of the section of the sentence at `position`, "" where there is none."""
    return next((each.section for each in document.sentences if each.start <= position < each.end), "")


def chinese_number(number: int) -> str:
    """Return 1 to 99 as an ordinal writes it: 一, 十, 十二, 三十; a larger number in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def _step(section: Section) -> str:
    """Return one step of the place: 第二部分 for a part, the printed marker below it (in full-width brackets)."""
    if section.level == 1 and section.number is not None:
        return f"第{chinese_number(section.number)}部分"
    return clean(section.marker).strip(" 、.．，,:：").replace("(", "（").replace(")", "）")
