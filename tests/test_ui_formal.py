"""Formal quotations: title, place in numbered headings, verbatim words."""

import pytest
from ui_fakes import cite, small_report

from assistant import Assistant
from corpus import Document
from ui.formal import chinese_number, formal_quotation, section_at


def test_a_quotation_of_the_small_report() -> None:
    document = small_report()
    assert formal_quotation(cite(document, 1, "建立健全台账。"), document) == (
        "《示范市工作报告》第二部分（一）：“建立健全台账。”"
    )


def test_an_item_inside_a_section_and_a_part_whose_heading_is_missing(assistant: Assistant, report: Document) -> None:
    for section in report.walk():
        start = section.start
        citation = cite(report, 1, report.text[start : start + 6], start=start, end=start + 6)
        quotation = formal_quotation(citation, report)
        assert quotation.startswith(f"《{report.title}》第")
        assert quotation.endswith(f"：“{report.text[start : start + 6]}”")
        path = report.path(section_at(report, start))
        for below in path[1:]:
            assert below.marker.strip("、.").replace("(", "（").replace(")", "）") in quotation


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (9, "九"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (35, "三十五"),
        (99, "九十九"),
        (100, "100"),
        (0, "0"),
    ],
)
def test_numbers_as_ordinals_write_them(number: int, written: str) -> None:
    assert chinese_number(number) == written
