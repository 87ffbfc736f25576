from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from assistant.types import Answer, Citation, History
from corpus import DatasetError, Passage, QuestionError, parse_report, plain_passages
from eval.more_scoring import MORE_KEYS
from eval.retrieval import compare_retrievals
from eval.run import list_answers, list_failures, make_report, run_dataset
from eval.scoring import KEYS, failure, score_question, summarise
from eval.types import Dataset, Evidence, Outcome, Question, Span
from index.types import Hit, Retrieval

DOCUMENT = parse_report("一、去年工作\n下拨资金 1.16 亿元。救助 3020 人。\n", "报告")
MONEY, PEOPLE = (DOCUMENT.text.index(words) for words in ("下拨资金", "救助"))


def passage(start: int, end: int) -> Passage:
    return Passage(f"p{start}", DOCUMENT.id, "1", start, end, "sentence", "result", "", DOCUMENT.text[start:end])


MONEY_PASSAGE, PEOPLE_PASSAGE = passage(MONEY, PEOPLE), passage(PEOPLE, PEOPLE + 10)


def citation(found: Passage, **changes: Any) -> Citation:
    right = Citation(1, DOCUMENT.id, found.start, found.end, found.text, "", "result")
    return replace(right, **changes)


def answer(text: str = "下拨资金 1.16 亿元。[1]", **changes: Any) -> Answer:
    right = Answer(
        text=text,
        kind="figure",
        abstained=False,
        scope="result",
        short_answer="1.16 亿元",
        citations=(citation(MONEY_PASSAGE),),
        passages=(MONEY_PASSAGE, PEOPLE_PASSAGE),
        query="下拨多少资金",
    )
    return replace(right, **changes)


def question(**changes: Any) -> Question:
    span = Span(DOCUMENT.id, MONEY_PASSAGE.start, MONEY_PASSAGE.end)
    right = Question(
        id="q1",
        kind="figure",
        text="下拨多少资金?",
        answerable=True,
        answer_groups=(("1.16亿元",),),
        answers=("1.16亿元",),
        evidence=(Evidence(MONEY_PASSAGE.text, (span,)),),
    )
    return replace(right, **changes)


UNANSWERABLE = question(
    id="q2", kind="unanswerable", text="前年呢?", answerable=False, answer_groups=(), answers=(), evidence=()
)
DECLINED = answer("报告没有说。", abstained=True, short_answer="", citations=())


def outcome(asked: Question, given: Answer, latency_ms: float = 5.0) -> Outcome:
    return Outcome(asked, given, latency_ms)


class TestOneQuestion:
    def test_a_right_answer_scores_one_throughout(self) -> None:
        scores = score_question(outcome(question(), answer()))
        assert set(scores.values()) == {1.0}
        assert failure(outcome(question(), answer())) is None

    def test_declining_what_the_report_says_scores_zero_but_finding_still_counts(self) -> None:
        nearest = replace(DECLINED, text="报告没有说;最接近的是 1.16 亿元[1]。", citations=(citation(MONEY_PASSAGE),))
        scores = score_question(outcome(question(), nearest))
        assert (scores["answer_hit"], scores["exact_match"], scores["char_f1"], scores["citation_recall"]) == (
            0,
            0,
            0,
            0,
        )
        assert scores["citation_precision"] is None
        assert scores["recall@1"] == 1

    def test_an_unanswerable_question_has_no_figures_of_its_own(self) -> None:
        assert set(score_question(outcome(UNANSWERABLE, answer())).values()) == {None}

    def test_only_supporting_citations_count(self) -> None:
        cited = (
            citation(PEOPLE_PASSAGE, role="nearest"),
            citation(PEOPLE_PASSAGE, role="other_scope"),
            citation(MONEY_PASSAGE),
        )
        scores = score_question(outcome(question(), answer(citations=cited)))
        assert (scores["citation_precision"], scores["citation_recall"]) == (1, 1)

    def test_a_stray_citation_costs_precision(self) -> None:
        cited = (citation(MONEY_PASSAGE), citation(PEOPLE_PASSAGE))
        assert score_question(outcome(question(), answer(citations=cited)))["citation_precision"] == 0.5

    def test_without_a_short_answer_the_text_is_scored_without_its_markers(self) -> None:
        given = answer("1.16 亿元[1]。", short_answer="")
        assert score_question(outcome(question(), given))["exact_match"] == 1

    def test_a_marker_is_no_part_of_the_answer(self) -> None:
        counted = question(answer_groups=(("1",),), answers=("1",))
        assert score_question(outcome(counted, answer("有几条。[1]")))["answer_hit"] == 0

    def test_the_second_passage_counts_from_rank_two(self) -> None:
        scores = score_question(outcome(question(), answer(passages=(PEOPLE_PASSAGE, MONEY_PASSAGE))))
        assert (scores["recall@1"], scores["recall@3"], scores["mrr@10"]) == (0, 1, 0.5)


class TestSummary:
    def test_the_keys_are_those_of_the_contract(self) -> None:
        assert list(summarise([])) == list(KEYS)
        contract = """
            recall@1 recall@3 recall@5 recall@10 mrr@10 ndcg@10 answer_hit exact_match char_f1 abstention_precision
            abstention_recall abstention_f1 citation_precision citation_recall latency_ms_p50 latency_ms_p95
        """
        assert list(KEYS) == ["questions", *contract.split()]

    def test_no_questions_give_no_figures(self) -> None:
        assert summarise([]) == {**dict.fromkeys(KEYS), "questions": 0}

    def test_each_figure_is_over_the_questions_it_applies_to(self) -> None:
        outcomes = [
            outcome(question(), answer(), 10),
            outcome(question(id="q3"), DECLINED, 20),
            outcome(UNANSWERABLE, DECLINED, 30),
        ]
        scores = summarise(outcomes)
        assert scores["questions"] == 3
        assert (scores["answer_hit"], scores["citation_recall"], scores["citation_precision"]) == (1 / 2, 1 / 2, 1)
        assert (scores["abstention_precision"], scores["abstention_recall"]) == (1 / 2, 1)
        assert scores["abstention_f1"] == pytest.approx(2 / 3)
        assert scores["latency_ms_p50"] == 20
        assert scores["latency_ms_p95"] == pytest.approx(29)


@pytest.mark.parametrize(
    ("asked", "given", "reason"),
    [
        (UNANSWERABLE, answer(), "answered, though the report does not say"),
        (UNANSWERABLE, DECLINED, None),
        (question(), DECLINED, "declined, though the report says"),
        (question(answer_groups=(("1.16亿元",), ("3020人",))), answer(), "lacks 3020人"),
        (question(), answer(citations=(citation(PEOPLE_PASSAGE),)), "right words, but the evidence is not cited"),
    ],
)
def test_a_failure_says_why(asked: Question, given: Answer, reason: str | None) -> None:
    assert failure(outcome(asked, given)) == reason


class Scripted:
    """An assistant that answers from a queue and remembers what it was asked."""

    def __init__(self, *answers: Answer | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, tuple[object, ...]]] = []

    def ask(self, question: str, history: History = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        given = self.answers.pop(0)
        if isinstance(given, Exception):
            raise given
        return given


DATASET = Dataset(
    "set", "workplan", (question(history=("先前的问题",)), UNANSWERABLE), (DOCUMENT,), ("something odd: 1",)
)


class TestRun:
    def test_every_question_is_asked_once_with_its_history(self) -> None:
        assistant, steps = Scripted(answer(), DECLINED), []
        outcomes = run_dataset(assistant, DATASET, lambda: steps.append(1))
        assert assistant.asked == [("下拨多少资金?", ("先前的问题",)), ("前年呢?", ())]
        assert [given.question.id for given in outcomes] == ["q1", "q2"]
        assert all(given.latency_ms >= 0 for given in outcomes)
        assert len(steps) == 2

    def test_a_question_that_cannot_be_asked_is_named(self) -> None:
        with pytest.raises(DatasetError, match=r"^question 'q2' cannot be asked: too long"):
            run_dataset(Scripted(answer(), QuestionError("too long")), DATASET)

    def test_the_report_has_the_contracts_figures_overall_and_by_kind(self) -> None:
        report = make_report(DATASET, run_dataset(Scripted(answer(), DECLINED), DATASET), "fake")
        overall, kinds = report["overall"], report["by_kind"]
        assert isinstance(overall, dict) and isinstance(kinds, dict)
        assert list(overall) == [*KEYS, *MORE_KEYS]
        assert list(kinds) == ["figure", "unanswerable"]
        assert kinds["unanswerable"]["recall@1"] is None
        assert (report["documents"], report["encoder"], report["remarks"]) == (
            [DOCUMENT.id],
            "fake",
            ["something odd: 1"],
        )

    def test_failures_and_answers_are_listed_question_by_question(self) -> None:
        outcomes = run_dataset(Scripted(answer(), answer()), DATASET)
        assert [row["id"] for row in list_failures(outcomes)] == ["q2"]
        assert [(row["id"], row["abstained"]) for row in list_answers(outcomes)] == [("q1", False), ("q2", False)]


class TwoGrains:
    """An index whose sentences are found at once and whose passages only second, by all but BM25."""

    def __init__(self) -> None:
        self.queries: list[str] = []

    def search(self, query: str, limit: int = 10, retrieval: Retrieval = "fused") -> Sequence[Hit]:
        self.queries.append(query)
        return [] if retrieval == "bm25" else [self._hit(MONEY_PASSAGE)]

    def search_passages(self, query: str, limit: int = 10, retrieval: Retrieval = "fused") -> Sequence[Hit]:
        return [] if retrieval == "bm25" else [self._hit(PEOPLE_PASSAGE), self._hit(MONEY_PASSAGE)]

    def _hit(self, found: Passage) -> Hit:
        return Hit(found, 1.0, 1.0, 0.0, 1, None)


class TestComparison:
    def test_each_way_of_searching_is_measured_at_both_grains_on_the_query_of_the_answer(self) -> None:
        index, steps = TwoGrains(), []
        outcomes = [outcome(question(), answer(query="独立的问题")), outcome(UNANSWERABLE, DECLINED)]
        report: Any = compare_retrievals(index, outcomes, DATASET.kinds, ("bm25", "dense"), lambda: steps.append(1))
        figures = {
            grain: {way: row["overall"]["mrr@10"] for way, row in table.items()} for grain, table in report.items()
        }
        assert figures == {"passage": {"bm25": 0, "dense": 0.5}, "sentence": {"bm25": 0, "dense": 1}}
        assert report["passage"]["dense"]["by_kind"] == {
            "figure": {"questions": 1, "recall@1": 0, "recall@5": 1, "recall@10": 1, "mrr@10": 0.5}
        }
        assert set(index.queries) == {"独立的问题"}
        assert len(steps) == 4

    def test_a_foreign_paragraph_counts_as_evidence_whole(self) -> None:
        whole, first = plain_passages("d", "甲。乙。", "")[:2]
        asked = question(evidence=(Evidence(whole.text, (Span("d", whole.start, whole.end),)),))
        assert score_question(outcome(asked, answer(passages=(first,))))["recall@1"] == 1
