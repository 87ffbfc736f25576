"""Lists, numbers, wording against citations: worked examples first, then the limit cases that the docstrings name."""

import doctest
from dataclasses import replace

import pytest

import eval.listing
import eval.quantities
import eval.statements
from assistant.types import Answer, Citation
from corpus import parse_report
from eval.listing import find_items, list_score
from eval.more_scoring import MEAN_KEYS, MORE_KEYS, score_more, summarise_more
from eval.quantities import find_numbers, number_accuracy
from eval.statements import alce_precision, alce_recall, citation_exactness, is_borne_out, split_statements
from eval.types import Outcome, Question


@pytest.mark.parametrize("module", [eval.listing, eval.quantities, eval.statements])
def test_the_examples_of_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


class TestStatements:
    def test_leads_and_numbering_are_no_statements(self) -> None:
        text = "（1）共 2 项：\n1. 有队伍[1]\n2. 有机构[2]\n原文："
        assert [statement.cited for statement in split_statements(text)] == [(1,), (2,)]

    @pytest.mark.parametrize(
        ("statement", "quote", "borne_out"),
        [
            ("2022年要求：组织开展 200 场以上。", "组织开展200场以上。", True),
            ("200 场以上。2022年要求：组织开展 200 场以上。", "组织开展 200 场以上。", True),
            ("300 场以上。2022年要求：组织开展 200 场以上。", "组织开展 200 场以上。", False),
            ("组织开展 2000 场以上。", "组织开展 200 场以上。", False),
            ("3020 人 (3,020 people). Done in 2021: 救助 3020 人。", "救助 3020 人。", True),
            ("原文：2021年完成：救助 3020 人", "救助 3020 人。", True),
            ("总体要求是:抓好落实", "总体要求是:抓好落实。", True),
            ("", "甲", False),
        ],
    )
    def test_a_statement_is_borne_out_word_for_word(self, statement: str, quote: str, borne_out: bool) -> None:
        assert is_borne_out(statement, [quote]) is borne_out

    def test_recall_is_the_share_of_statements_that_their_citations_bear_out(self) -> None:
        quotes = {1: "甲办十场。", 2: "乙办百场。"}
        assert alce_recall("甲办十场。[1]乙办百场。[2]", quotes) == 1
        assert alce_recall("甲办十场。[1]乙办千场。[2]", quotes) == 1 / 2
        assert alce_recall("甲办十场。[1]乙办百场。", quotes) == 1 / 2  # not cited
        assert alce_recall("", quotes) is None

    def test_precision_counts_a_citation_only_where_it_is_needed(self) -> None:
        quotes = {1: "甲办十场。", 2: "乙办百场。", 3: "甲办十场,乙办百场。"}
        assert alce_precision("甲办十场。[1][2]", quotes) == 1 / 2  # 2 adds nothing
        assert alce_precision("甲办十场。乙办百场。[1][2]", quotes) == 1  # together, neither alone
        assert alce_precision("甲办十场。[1][3]", quotes) == 1  # each alone
        assert alce_precision("甲办千场。[1]", quotes) == 0
        assert alce_precision("甲办十场。[9]", quotes) == 0  # there is no ninth citation
        assert alce_precision("甲办十场。", quotes) is None

    def test_exactness_is_to_the_character(self) -> None:
        assert citation_exactness(["甲", "乙", "丙", "丁"], ["甲", "乙 ", None, "丁"]) == 2 / 4
        assert citation_exactness([], []) is None


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "numbers"),
        [
            ("1.16 亿元", {"116000000"}),
            ("11600万元、116,000,000 元", {"116000000"}),
            ("43.1万个", {"431000"}),
            ("满意度达 98.76%", {"98.76%"}),
            ("百场以上,八市,二十一条", {"100", "8", "21"}),
            ("１０部", {"10"}),
            ("没有数字", set()),
        ],
    )
    def test_numbers_are_told_by_value(self, text: str, numbers: set[str]) -> None:
        assert find_numbers(text) == numbers

    def test_another_unit_is_another_number(self) -> None:
        gold = [["1.16亿元", "11600万元"]]
        assert number_accuracy("116,000,000 元", gold) == 1
        assert number_accuracy("1.16万元", gold) == 0
        assert number_accuracy("", gold) == 0

    def test_each_group_with_a_number_counts_once(self) -> None:
        assert number_accuracy("44 个", [["44个"], ["98名"], ["先进集体"]]) == 1 / 2
        assert number_accuracy("甲", [["先进集体"]]) is None


class TestLists:
    GOLD = (("有队伍",), ("有机构", "机构"), ("有经费",))

    def test_precision_recall_and_f1_of_items(self) -> None:
        precision, recall, f1 = list_score(["有队伍", "有机构", "有别的", "有别的二"], self.GOLD)
        assert (precision, recall, f1) == (2 / 4, 2 / 3, pytest.approx(2 * (1 / 2) * (2 / 3) / (1 / 2 + 2 / 3)))

    def test_the_limits(self) -> None:
        assert list_score([], self.GOLD) == (0, 0, 0)
        assert list_score(["别的"], self.GOLD) == (0, 0, 0)
        assert list_score(["有队伍有机构有经费"], self.GOLD) == (1, 1, 1)
        with pytest.raises(ValueError, match="at least one gold group"):
            list_score(["甲"], [])

    def test_items_are_lines_or_cited_stretches_or_the_whole(self) -> None:
        assert find_items("共 2 项：\n1. 甲[1]\n2. 乙[1]\n原文：甲、乙。[1]") == ("甲", "乙")
        assert find_items("甲。[1]乙。[2]") == ("甲。", "乙。")
        assert find_items("甲") == ("甲",)
        assert find_items("") == ()


DOCUMENT = parse_report("一、去年工作\n办竞赛 12 场。办培训 30 场。\n", "报告")
START = DOCUMENT.text.index("办竞赛")
QUOTE = "办竞赛 12 场。"
ANSWER = Answer(
    f"12 场。2021年完成：{QUOTE}[1]",
    "figure",
    False,
    "result",
    "12 场",
    (Citation(1, DOCUMENT.id, START, START + len(QUOTE), QUOTE, "", "result"),),
    (),
    "办了几场",
)
ASKED = Question("q", "figure", "办了几场竞赛?", True, (("12场",),), ("12场",))
DOCUMENTS = {DOCUMENT.id: DOCUMENT}


def score(outcome: Outcome) -> dict[str, float | None]:
    return score_more(outcome, DOCUMENTS)


class TestScoring:
    def test_a_right_answer(self) -> None:
        scores = score_more(Outcome(ASKED, ANSWER, 1.0), DOCUMENTS)
        assert list(scores) == list(MEAN_KEYS)
        assert {key: value for key, value in scores.items() if value is not None} == {
            "right": 1,
            "number_accuracy": 1,
            "alce_precision": 1,
            "alce_recall": 1,
            "citation_exactness": 1,
            "answer_length": len(f"12 场。2021年完成：{QUOTE}"),
        }

    def test_a_quote_that_is_a_character_off_is_seen(self) -> None:
        moved = replace(ANSWER, citations=(replace(ANSWER.citations[0], start=START + 1),))
        assert score_more(Outcome(ASKED, moved, 1.0), DOCUMENTS)["citation_exactness"] == 0

    def test_declining_a_figure_scores_nought_in_numbers_and_has_no_length(self) -> None:
        declined = replace(ANSWER, abstained=True, short_answer="")
        scores = score_more(Outcome(ASKED, declined, 1.0), DOCUMENTS)
        assert (scores["number_accuracy"], scores["answer_length"], scores["right"]) == (0, None, 0)

    def test_the_summary_has_every_key_and_nothing_for_nothing(self) -> None:
        assert list(summarise_more([Outcome(ASKED, ANSWER, 1.0)], score)) == list(MORE_KEYS)
        assert set(summarise_more([], score).values()) == {None}

    def test_repetition_counts_where_it_was_asked_for(self) -> None:
        outcomes = [Outcome(ASKED, ANSWER, 1.0, repeated=same) for same in (True, False)]
        assert summarise_more(outcomes, score)["repeatability"] == 1 / 2
