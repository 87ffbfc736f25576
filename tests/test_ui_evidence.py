"""The evidence panel: the report's own words around each quote, the quote marked, nothing that acts as markup."""

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ui_fakes import REPORT, cite, make_answer, small_report

from assistant.types import Turn
from ui import evidence_html
from ui.evidence import make_excerpts, mark_quotes
from ui.panel import SHOWN_TURNS, header_html, panel_html


def words(source: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", source))


def test_quotes_of_one_paragraph_share_a_card_and_are_marked_in_place() -> None:
    document = small_report()
    citations = (cite(document, 1, "建立健全台账。"), cite(document, 2, "组织开展 100 场培训。"))
    (excerpt,) = make_excerpts(citations, [document])
    assert excerpt.text == "组织开展 100 场培训。建立健全台账。"
    assert mark_quotes(excerpt, turn=4) == (
        '<mark id="cite-4-2"><span class="wp-number">2</span>组织开展 100 场培训。</mark>'
        '<mark id="cite-4-1"><span class="wp-number">1</span>建立健全台账。</mark>'
    )


def test_cards_come_in_the_order_of_their_numbers() -> None:
    document = small_report()
    citations = (cite(document, 1, "建立健全台账。"), cite(document, 2, "新建职工书屋 3 家。"))
    assert [excerpt.citations[0].number for excerpt in make_excerpts(citations, [document])] == [1, 2]


def test_a_long_paragraph_is_cut_at_sentences_and_says_so() -> None:
    paragraph = "".join(f"第{number}项工作已经按照要求全部完成。" for number in range(60))
    document = small_report(f"报告\n一、2021年工作回顾\n{paragraph}\n")
    source = evidence_html(
        make_answer(document, "[1]", cite(document, 1, "第30项工作已经按照要求全部完成。")), [document]
    )
    text = re.search(r'<p class="wp-text">(.*?)</p>', source)
    assert text is not None
    shown = words(text[1])
    assert shown.startswith("…第") and shown.endswith("。…")
    assert len(shown) < 400


@given(st.data())
def test_the_words_of_an_excerpt_are_those_of_the_report_whatever_is_quoted(data: st.DataObject) -> None:
    document = small_report()
    size = len(document.text)
    citations = []
    for number in range(1, data.draw(st.integers(1, 5)) + 1):
        start = data.draw(st.integers(0, size - 1))
        end = data.draw(st.integers(start + 1, size))
        base = cite(document, number, "建立健全台账。")
        citations.append(replace(base, start=start, end=end, quote=document.text[start:end]))
    for excerpt in make_excerpts(citations, [document]):
        marked = re.sub(r'<span class="wp-number">\d+</span>', "", mark_quotes(excerpt, 1))
        assert words(marked) == document.text[excerpt.start : excerpt.end]


def test_a_quote_of_a_document_that_is_not_at_hand_is_shown_alone() -> None:
    document = small_report()
    source = evidence_html(make_answer(document, "[1]", cite(document, 1, "建立健全台账。")), [])
    assert "建立健全台账。</mark></p>" in source
    assert "要求" in source


def test_an_answer_without_citations_says_so() -> None:
    document = small_report()
    assert "没有引用原文" in evidence_html(make_answer(document, "您好"), [document])
    assert "cites nothing" in evidence_html(make_answer(document, "Hello"), [document], "en")


@pytest.mark.parametrize(
    "hostile", ["<img src=x onerror=alert(1)>", "</mark><script>1</script>", '"><b onclick="x">', "&lt;b&gt;"]
)
def test_markup_in_a_report_or_a_question_is_shown_as_words(hostile: str) -> None:
    document = small_report(REPORT.replace("建立健全台账", f"建立{hostile}台账").replace("示范市", hostile))
    citation = cite(document, 1, f"建立{hostile}台账。", breadcrumb=hostile)
    turn = Turn(hostile, make_answer(document, f"{hostile}[1]", citation))
    source = panel_html([turn], [document], "zh") + header_html([document], "zh")
    names = set(re.findall(r"<(\w+)", source))
    assert names <= set("div details summary h1 h4 article header span p mark button".split())  # noqa: SIM905
    assert not re.search(r"<[^>]*\son\w+=", re.sub(r'"[^"]*"', '""', source))
    assert hostile in words(source)


def test_the_latest_answer_is_open_and_comes_first_and_old_ones_leave() -> None:
    document = small_report()
    answer = make_answer(document, "建立健全台账。[1]", cite(document, 1, "建立健全台账。"))
    turns = [Turn(f"问题{number}", answer) for number in range(1, SHOWN_TURNS + 3)]
    source = panel_html(turns, [document], "zh")
    summaries = re.findall(r"<summary>(.*?)</summary>", source)
    assert summaries == [f"问题{number}" for number in range(SHOWN_TURNS + 2, 2, -1)]
    assert source.count(" open>") == 1
    assert f'id="cite-{SHOWN_TURNS + 2}-1"' in source


def test_the_head_shows_what_the_page_says_of_itself() -> None:
    document = replace(small_report(), metadata={"subtitle": "副标题", "paper": "日报", "date": "2022-03-10"})
    shown = words(header_html([document], "zh"))
    assert all(text in shown for text in ("工作报告问答", "示范市工作报告", "副标题", "日报 · 2022-03-10"))
