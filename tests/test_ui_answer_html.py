"""An answer as the chat shows it: bold short answer, chips that lead to exact characters, places with their badges."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_ui_presenter import HOSTILE, TEXTS, Elements, markdown_tokens
from ui_fakes import cite, make_answer, small_report

from ui.answer_html import MOST_PLACES, answer_html, question_html
from ui.heading import header_html

ALLOWED = {"div", "p", "strong", "a", "span", "ul", "li", "button", "details", "summary"}


def words(source: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", source))


def test_the_whole_of_an_answer() -> None:
    document = small_report()
    citation = cite(document, 1, "全年举办招聘会 12 场。")
    answer = make_answer(
        document, "2021年完成：全年举办招聘会 12 场。[1]", citation, short_answer="12 场", query="办了几场?"
    )
    chip = (
        f'<a class="wp-chip wp-chip-support" href="#c={citation.start}-{citation.end}" title="一、2021年工作回顾">1</a>'
    )
    assert answer_html(answer, [document], asked="办了几场") == (
        '<div class="wp-answer" lang="zh-CN">'
        f'<p>2021年完成：全年举办招聘会 <strong class="wp-short">12 场</strong>。{chip}</p>'
        '<div class="wp-places wp-places-support"><p class="wp-role">出处</p>'
        f'<ul><li><span class="wp-badge wp-result">2021 年完成</span> {chip} '
        '<span class="wp-crumbs"><span class="wp-crumb">一、2021年工作回顾</span></span></li></ul></div></div>'
    )


def test_a_short_answer_that_the_text_does_not_hold_leads_it() -> None:
    source = answer_html(make_answer(small_report(), "报告说到。", short_answer="两项", abstained=False), [])
    assert '<p><strong class="wp-short">两项</strong></p><p>报告说到。</p>' in source


def test_the_question_really_asked_is_shown_where_it_differs() -> None:
    answer = make_answer(small_report(), "甲", query="要办几场培训?")
    assert "按此提问 要办几场培训?" in words(answer_html(answer, [], asked="那培训呢?"))
    assert "按此提问" not in answer_html(answer, [], asked="要办几场培训？")
    assert "Asked as" in answer_html(answer, [], "en", asked="那培训呢?")


def test_a_refusal_is_marked_and_bolds_nothing() -> None:
    answer = make_answer(small_report(), "报告没有说到这一点。", short_answer="没有")
    source = answer_html(answer, [])
    assert 'class="wp-answer wp-declined"' in source and "<strong" not in source


def test_a_link_names_the_report_where_there_are_several() -> None:
    document, other = small_report(), small_report("另一份报告\n一、2021年工作回顾\n略。\n")
    source = answer_html(make_answer(document, "[1]", cite(document, 1, "建立健全台账。")), [document, other])
    assert f"&amp;d={document.id}" in source and "《示范市工作报告》" in source


def test_more_than_a_few_places_unfold() -> None:
    document = small_report(
        "报告\n一、2021年工作回顾\n" + "".join(f"({n})第{n}项\n做了{n}件。\n" for n in "一二三四五六七")
    )
    citations = [cite(document, place, f"做了{n}件。") for place, n in enumerate("一二三四五六七", 1)]
    source = answer_html(make_answer(document, "略", *citations), [document])
    assert source.split("<details>")[0].count("<li>") == MOST_PLACES
    assert "另有 3 处" in source


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_any_part_stay_words(text: str) -> None:
    document = small_report()
    citation = cite(document, 1, "全年举办招聘会 12 场。", breadcrumb=text)
    source = answer_html(
        make_answer(document, f"{text}[1]", citation, query=text, short_answer=text), [document], asked="甲"
    )
    assert {tag for tag, _ in Elements(source).elements} <= ALLOWED
    assert "\n" not in source
    assert {token.type for token in markdown_tokens(source)} == {"html_block"}


@given(TEXTS)
def test_a_question_is_shown_as_it_was_typed(text: str) -> None:
    parsed = Elements(question_html(text))
    assert [tag for tag, _ in parsed.elements] == ["div"]


@given(st.lists(st.integers(1, 9), max_size=4))
def test_only_a_number_with_its_citation_becomes_a_chip(numbers: list[int]) -> None:
    document = small_report()
    text = "".join(f"甲[{number}]" for number in numbers)
    source = answer_html(make_answer(document, text, cite(document, 1, "建立健全台账。")), [document])
    assert source.split('<div class="wp-places')[0].count("wp-chip ") == numbers.count(1)


def test_the_head_names_the_report() -> None:
    source = header_html([small_report("<b>报告</b>\n正文。")], "zh")
    assert "&lt;b&gt;报告" in source and "<b>" not in source
    assert "工作报告问答" in header_html([], "zh")
