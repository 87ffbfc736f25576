from fractions import Fraction
from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import metrics
from eval.types import Evidence, Span

NOTHING: frozenset[int] = frozenset()
FIRST, SECOND, BOTH = frozenset({0}), frozenset({1}), frozenset({0, 1})


def evidence(start: int, end: int, document: str = "d") -> Evidence:
    return Evidence("x" * (end - start), (Span(document, start, end),))


class TestMatching:
    def test_a_passage_is_relevant_when_it_shares_a_character_with_the_evidence(self) -> None:
        spans = [Span("d", 0, 10), Span("d", 9, 30), Span("d", 20, 30)]
        assert metrics.match_ranking(spans, [evidence(10, 20), evidence(25, 40)]) == [NOTHING, BOTH, SECOND]

    def test_the_same_place_in_another_document_is_not_relevant(self) -> None:
        assert metrics.match_ranking([Span("other", 10, 20)], [evidence(10, 20)]) == [NOTHING]

    def test_evidence_printed_twice_is_found_in_either_place(self) -> None:
        twice = Evidence("x", (Span("d", 0, 1), Span("d", 90, 91)))
        assert metrics.match_ranking([Span("d", 80, 99)], [twice]) == [FIRST]


class TestRecall:
    @pytest.mark.parametrize(
        ("found", "gold", "k", "expected"),
        [
            ([NOTHING, FIRST], 1, 1, Fraction(0)),
            ([NOTHING, FIRST], 1, 3, Fraction(1)),
            ([FIRST, FIRST, SECOND], 3, 2, Fraction(1, 3)),
            ([FIRST, FIRST, SECOND], 3, 5, Fraction(2, 3)),
            ([BOTH], 2, 1, Fraction(1)),
            ([], 2, 10, Fraction(0)),
        ],
    )
    def test_worked_examples(self, found: list[frozenset[int]], gold: int, k: int, expected: Fraction) -> None:
        assert metrics.recall_at(found, gold, k) == pytest.approx(float(expected))


class TestReciprocalRank:
    @pytest.mark.parametrize(
        ("found", "expected"),
        [
            ([FIRST], Fraction(1)),
            ([NOTHING, NOTHING, SECOND, FIRST], Fraction(1, 3)),
            ([NOTHING] * 9 + [FIRST], Fraction(1, 10)),
            ([NOTHING] * 10 + [FIRST], Fraction(0)),
            ([], Fraction(0)),
        ],
    )
    def test_worked_examples(self, found: list[frozenset[int]], expected: Fraction) -> None:
        assert metrics.reciprocal_rank(found) == pytest.approx(float(expected))


class TestNdcg:
    def test_one_evidence_at_rank_three_gains_a_half(self) -> None:
        assert metrics.ndcg([NOTHING, NOTHING, FIRST], 1) == pytest.approx(1 / log2(4))

    def test_two_evidences_at_ranks_one_and_three(self) -> None:
        expected = (1 + 1 / log2(4)) / (1 + 1 / log2(3))
        assert metrics.ndcg([FIRST, NOTHING, SECOND], 2) == pytest.approx(expected)

    def test_a_missing_evidence_costs(self) -> None:
        assert metrics.ndcg([FIRST], 2) == pytest.approx(1 / (1 + 1 / log2(3)))

    def test_one_passage_that_holds_both_evidences_is_ideal(self) -> None:
        assert metrics.ndcg([BOTH], 2) == 1

    def test_the_same_evidence_again_gains_nothing(self) -> None:
        assert metrics.ndcg([FIRST, FIRST, SECOND], 2) == metrics.ndcg([FIRST, NOTHING, SECOND], 2)

    def test_more_evidences_than_ranks_can_still_be_ideal(self) -> None:
        assert metrics.ndcg([frozenset({n}) for n in range(10)], 12) == pytest.approx(1)


RANKINGS = st.lists(st.frozensets(st.integers(0, 4), max_size=3), max_size=14)


@given(RANKINGS)
def test_ranking_metrics_stay_between_zero_and_one(found: list[frozenset[int]]) -> None:
    recalls = [metrics.recall_at(found, 5, k) for k in range(1, 11)]
    assert recalls == sorted(recalls)
    for value in (*recalls, metrics.reciprocal_rank(found), metrics.ndcg(found, 5)):
        assert 0 <= value <= 1 + 1e-12


@given(RANKINGS.filter(bool))
def test_moving_the_best_passage_to_the_top_never_lowers_the_reciprocal_rank(found: list[frozenset[int]]) -> None:
    best_first = sorted(found, key=lambda numbers: not numbers)
    assert metrics.reciprocal_rank(best_first) >= metrics.reciprocal_rank(found)


class TestAnswerHit:
    def test_every_group_needs_one_of_its_variants(self) -> None:
        groups = [["1.16亿元", "11600万元"], ["1.1万户次"]]
        assert metrics.answer_hit("累计下拨 1.16 亿元，救助１.１万户次。", groups) == 1
        assert metrics.answer_hit("累计下拨 1.16 亿元。", groups) == 0

    @pytest.mark.parametrize(
        ("text", "variant", "hit"),
        [
            ("共有6条", "6", 1),
            ("到2016年", "6", 0),
            ("共13020人", "3020人", 0),
            ("增长1.16倍", "16", 0),
            ("约3.5万", "3", 0),
            ("分为六个部分", "六", 1),
            ("第十六次会议", "六", 0),
            ("一百万人", "百万", 0),
            ("满意度９８.７６％", "98.76%", 1),
            ("AI+工会", "ai+工会", 1),
        ],
    )
    def test_a_number_is_not_found_inside_another(self, text: str, variant: str, hit: float) -> None:
        assert metrics.answer_hit(text, [[variant]]) == hit


class TestAnswers:
    def test_spaces_width_case_and_punctuation_do_not_matter(self) -> None:
        assert metrics.exact_match("“安康杯” 竞赛（ＡＰＰ）。", ["安康杯竞赛app"]) == 1

    @pytest.mark.parametrize(("given_answer", "gold"), [("1.16亿元", "116亿元"), ("98.76%", "98.76"), ("", "六")])
    def test_what_changes_the_value_matters(self, given_answer: str, gold: str) -> None:
        assert metrics.exact_match(given_answer, [gold]) == 0

    def test_f1_counts_characters_in_common_with_multiplicity(self) -> None:
        precision, recall = Fraction(3, 4), Fraction(3, 5)  # 天天上 in common
        expected = 2 * precision * recall / (precision + recall)
        assert metrics.char_f1("天天向上", ["天天天上班"]) == pytest.approx(float(expected))

    def test_the_best_gold_answer_counts(self) -> None:
        assert metrics.char_f1("四项", ["五条", "四项", "四"]) == 1
        assert metrics.exact_match("四项", ["五条", "四项"]) == 1

    def test_an_empty_answer_scores_zero(self) -> None:
        assert metrics.char_f1("。", ["四项"]) == 0


@given(st.text(max_size=30), st.text(max_size=30))
def test_char_f1_is_symmetric_and_between_zero_and_one(one: str, other: str) -> None:
    score = metrics.char_f1(one, [other])
    assert 0 <= score <= 1
    assert score == metrics.char_f1(other, [one])
    assert metrics.exact_match(one, [other]) <= score


class TestCitations:
    def test_precision_is_the_share_of_citations_that_touch_evidence(self) -> None:
        cited = [Span("d", 0, 5), Span("d", 12, 14), Span("d", 19, 25)]
        assert metrics.citation_precision(cited, [evidence(10, 20)]) == pytest.approx(2 / 3)

    def test_recall_is_the_share_of_evidences_touched(self) -> None:
        gold = [evidence(10, 20), evidence(30, 40), evidence(50, 60)]
        assert metrics.citation_recall([Span("d", 15, 35)], gold) == pytest.approx(2 / 3)

    def test_precision_of_no_citations_is_none_and_recall_zero(self) -> None:
        assert metrics.citation_precision([], [evidence(1, 2)]) is None
        assert metrics.citation_recall([], [evidence(1, 2)]) == 0


class TestAbstention:
    def test_worked_example(self) -> None:
        declined = [True, True, True, False, False]
        unanswerable = [True, True, False, True, False]
        expected = (Fraction(2, 3), Fraction(2, 3), Fraction(4, 6))
        assert metrics.abstention(declined, unanswerable) == pytest.approx([float(share) for share in expected])

    def test_nothing_to_judge_is_none(self) -> None:
        assert metrics.abstention([], []) == (None, None, None)
        assert metrics.abstention([False], [False]) == (None, None, None)

    def test_declining_an_answerable_question_lowers_precision_alone(self) -> None:
        assert metrics.abstention([True], [False]) == (0, None, 0)

    def test_missing_every_unanswerable_question_leaves_precision_open(self) -> None:
        assert metrics.abstention([False], [True]) == (None, 0, 0)


def test_the_mean_passes_over_what_does_not_apply() -> None:
    assert metrics.mean([1.0, None, 0.0]) == Fraction(1, 2)
    assert metrics.mean([None]) is None
    assert metrics.mean([]) is None


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=30), st.floats(0, 1))
def test_percentiles_agree_with_numpy(values: list[float], share: float) -> None:
    assert metrics.percentile(values, share) == pytest.approx(float(np.quantile(values, share)), abs=1e-6)


def test_a_percentile_of_nothing_is_none() -> None:
    assert metrics.percentile([], 0.5) is None
    assert metrics.percentile([10, 20, 30, 40], 0.5) == 25


def test_risk_grows_as_less_sure_answers_are_given():
    points = metrics.risk_coverage([0.9, 0.5, 0.7], [False, True, False])
    assert points == [(1 / 3, 0), (2 / 3, 0), (1, 1 / 3)]
    assert metrics.area_under_risk(points) == pytest.approx((0 + 0 + 1 / 3) / 3)
    assert metrics.area_under_risk([]) is None


def test_a_bootstrap_interval_holds_the_mean_and_repeats():
    values = [1.0] * 30 + [0.0] * 10
    low, high = metrics.bootstrap_interval(values)
    assert low < 0.75 < high
    assert low > 0.55 and high < 0.92
    assert metrics.bootstrap_interval(values) == (low, high)
    assert metrics.bootstrap_interval([1.0] * 5) == (1.0, 1.0)
    assert metrics.bootstrap_interval([]) is None
