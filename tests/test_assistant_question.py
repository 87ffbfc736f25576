"""Understanding a question: its kind, its scope and years, and what kind of words must answer it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer_types import ANSWER_TYPES
from assistant.figures import asked_unit, find_figures, fold_figures, unit_matches
from assistant.patterns import KIND_PATTERNS
from assistant.question import LONGEST_QUESTION, clean_question, language_of, understand
from assistant.unexplained import unexplained_term
from corpus import QuestionError


@pytest.mark.parametrize("row", KIND_PATTERNS, ids=lambda row: row.kind)
def test_every_example_of_the_table_is_of_its_kind(row):
    for example in row.examples:
        assert understand(clean_question(example), 2022, 2021).kind == row.kind, example


@pytest.mark.parametrize("kind", ANSWER_TYPES, ids=lambda kind: kind.name)
def test_every_example_asks_for_its_answer_type(kind):
    assert kind.asks.search(kind.example)


@pytest.mark.parametrize(
    ("question", "scope"),
    [
        ("民营企业竞赛今年要办多少场?", "plan"),
        ("2022年计划下拨多少", "plan"),
        ("去年办了多少场招聘会", "result"),
        ("2021年下拨了多少帮扶资金", "result"),
        ("报告指出了哪些不足", "problem"),
        ("货车司机", None),
        ("How many fairs were held last year?", "result"),
        ("What is planned for truck drivers?", "plan"),
    ],
)
def test_the_scope_follows_year_and_tense(question, scope):
    assert understand(question, 2022, 2021).scope == scope


def test_relative_years_count_from_the_report():
    assert understand("明年呢", 2022, 2021).years == (2023,)
    assert understand("前年办了几场", 2022, 2021).years == (2020,)
    assert understand("今年办几场", None, None).years == ()


@pytest.mark.parametrize(
    ("text", "language"), [("骑手怎么入会", "zh"), ("APP怎么用", "zh"), ("How do riders join?", "en")]
)
def test_the_language_is_that_of_most_words(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize("question", ["", "   ", "？！。", "\n\t", "\u200b"])
def test_an_empty_question_is_refused(question):
    with pytest.raises(QuestionError, match="empty"):
        clean_question(question)


def test_an_over_long_question_is_refused_with_its_length():
    with pytest.raises(QuestionError, match="10,000"):
        clean_question("工" * 10_000)
    assert len(clean_question("工" * LONGEST_QUESTION)) == LONGEST_QUESTION


@pytest.mark.parametrize("question", [None, 5, ["x"], b"x"])
def test_a_question_that_is_no_text_is_refused(question):
    with pytest.raises(QuestionError, match="expected text"):
        clean_question(question)


@given(st.text(max_size=60))
def test_any_text_is_cleaned_or_refused(text):
    try:
        cleaned = clean_question(text)
    except QuestionError:
        return
    assert cleaned == cleaned.strip()
    assert clean_question(cleaned) == cleaned
    understand(cleaned, 2022, 2021)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("累计下拨资金 1.16 亿元,救助 5771 户", ["1.16 亿元", "5771 户"]),
        ("满意度达 98.76%", ["98.76%"]),
        ("举办活动 250 余场,新建 242 家", ["250 余场", "242 家"]),
        ("竞赛 200 场以上", ["200 场以上"]),
        ("蹲点 3 至 6 个月", ["3 至 6 个月"]),
        ("2021 年完成", []),
        ("会员达 41.2 万,其中", ["41.2 万"]),
        ("共 1,234 人次", ["1,234 人次"]),
    ],
)
def test_figures_are_found_whole_with_their_unit(text, figures):
    assert [text[f.start : f.end] for f in find_figures(text) if not f.written] == figures


def test_units_that_mean_the_same_answer_each_other():
    assert unit_matches("人", "名")
    assert unit_matches("", "元")
    assert not unit_matches("元", "场")
    assert asked_unit("花了多少钱") == "元"
    assert asked_unit("办了多少场") == "场"


def test_figures_fold_to_one_form():
    assert fold_figures("1.16 亿元") == fold_figures("１.16亿元")


def test_a_numbered_term_that_is_never_spelled_out_is_named():
    text = (
        "落实“五个坚决”要求,紧扣目标。着力抓好“三项重点任务”,即以甲为主线;以乙为底线;以丙为导向。深化甲、乙“两项工程”。"
    )
    assert unexplained_term("“五个坚决”分别指什么", text) == "五个坚决"
    assert unexplained_term("三项重点任务具体是哪三项", text) == ""
    assert unexplained_term("两项工程分别是什么", text) == ""
    assert unexplained_term("五个坚决是谁提的", "没有这个词") == ""
