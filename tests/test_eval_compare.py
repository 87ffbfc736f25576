import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from corpus import DatasetError
from eval.commands import app
from eval.comparing import compare_runs
from eval.gating import GATED, judge
from eval.resampling import intervals, make_columns, paired_intervals, ratio
from eval.runs import Run, write_run

RUNNER = CliRunner()
COUNT = 200


def make(name: str, wrong: frozenset[int] = frozenset(), sha256: str = "a" * 64) -> Run:
    """A run of 200 questions, every fourth without an answer, of which those in `wrong` are failures."""
    rows = tuple(row(number, number in wrong) for number in range(COUNT))
    return Run(name, {"format": 1, "dataset": {"name": "set", "sha256": sha256}}, rows, {}, {})


def row(number: int, wrong: bool) -> dict[str, Any]:
    answerable = number % 4 != 0
    hit = 0.0 if wrong else 1.0
    keys = ("answer_hit", "char_f1", "recall@5", "mrr@10", "search_mrr@10", "citation_recall")
    return {
        "id": f"q{number}",
        "kind": "fact" if answerable else "unanswerable",
        "question": f"问题 {number}",
        "answerable": answerable,
        "abstained": wrong if answerable else not wrong,
        "answer": "错" if wrong else "对",
        "failure": "wrong" if wrong else None,
        "scores": dict.fromkeys(keys, hit) if answerable else {},
    }


class TestResampling:
    def test_a_figure_of_a_run_is_the_ratio_of_its_sums(self) -> None:
        columns = make_columns(make("a", frozenset(range(20))).rows, ("right", "answer_hit", "abstention_precision"))
        assert ratio(columns["right"]) == 180 / 200
        assert ratio(columns["answer_hit"]) == 135 / 150
        assert ratio(columns["abstention_precision"]) == 45 / (45 + 15)

    def test_the_interval_of_a_share_is_about_what_the_normal_curve_gives(self) -> None:
        column = make_columns(make("a", frozenset(range(0, 100))).rows, ("right",))["right"]
        assert intervals({"right": column})["right"] == pytest.approx(
            (0.5 - 1.96 * 0.0354, 0.5 + 1.96 * 0.0354), abs=0.01
        )

    def test_pairing_takes_out_what_both_runs_share(self) -> None:
        draw = np.random.default_rng(1)
        values, ones = draw.random(300), np.ones(300)
        edges = paired_intervals({"x": (values, ones)}, {"x": (values + 0.01, ones)})["x"]
        assert edges == pytest.approx((0.01, 0.01))

    def test_a_figure_over_nothing_has_no_interval(self) -> None:
        nothing = (np.zeros(5), np.zeros(5))
        assert ratio(nothing) is None
        assert intervals({"x": nothing}) == {"x": None}
        assert paired_intervals({"x": nothing}, {"x": nothing}) == {"x": None}

    def test_the_same_values_give_the_same_interval(self) -> None:
        column = make_columns(make("a", frozenset(range(50))).rows, ("right",))["right"]
        assert intervals({"x": column}) == intervals({"x": column})


class TestComparison:
    def test_flips_are_told_both_ways(self) -> None:
        found = compare_runs(make("old", frozenset({1, 2})), make("new", frozenset({2, 3})))
        assert [(flip.before["id"], flip.broke) for flip in found.flips] == [("q1", False), ("q3", True)]
        assert found.reworded == 0

    def test_another_wording_with_the_same_verdict_is_counted(self) -> None:
        old = make("old")
        new = replace(old, rows=({**old.rows[0], "answer": "也对"}, *old.rows[1:]))
        assert compare_runs(old, new).reworded == 1

    def test_other_questions_are_refused(self) -> None:
        with pytest.raises(DatasetError, match="only runs of the same questions and reports can be compared"):
            compare_runs(make("old"), make("new", sha256="b" * 64))

    def test_a_missing_question_is_named(self) -> None:
        new = replace(make("new"), rows=make("new").rows[1:])
        with pytest.raises(DatasetError, match="run new lacks question 'q0' of run old"):
            compare_runs(make("old"), new)


class TestJudgement:
    def test_the_same_answers_pass_ten_times_of_ten(self) -> None:
        run = make("old", frozenset(range(0, 200, 7)))
        assert all(judge(run, replace(run, name="new"))[1] == () for _ in range(10))

    def test_many_more_failures_do_not_pass(self) -> None:
        dropped = judge(make("old"), make("new", frozenset(range(30))))[1]
        assert "right" in {found.metric for found in dropped}
        assert all(found.change is not None and found.change < 0 for found in dropped)

    def test_a_better_run_passes(self) -> None:
        assert judge(make("old", frozenset(range(30))), make("new"))[1] == ()

    def test_as_many_mended_as_broken_passes(self) -> None:
        assert judge(make("old", frozenset(range(20))), make("new", frozenset(range(20, 40))))[1] == ()

    def test_few_equal_versions_are_refused_by_chance(self) -> None:
        """Versions that are right with the same chance on each question: at most 5% in all may be refused."""
        draw = np.random.default_rng(0)
        refused = 0
        for _ in range(60):
            wrong = [frozenset(np.flatnonzero(draw.random(COUNT) < 0.1).tolist()) for _ in range(2)]
            refused += bool(judge(make("old", wrong[0]), make("new", wrong[1]))[1])
        assert refused <= 5


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for run in (make("good"), make("bad", frozenset(range(30))), make("other", sha256="b" * 64)):
        write_run(tmp_path / run.name, run, "2022-03-10T00:00:00+00:00", 1.0)
    return tmp_path


class TestCommands:
    def test_compare_shows_differences_and_both_answers(self, folders: Path) -> None:
        result = RUNNER.invoke(app, ["compare", "good", "bad"])
        assert result.exit_code == 0
        for wanted in ("good → bad", "30 right to wrong, 0 wrong to right", "问题 29", "对", "错", "▼"):
            assert wanted in result.stdout

    def test_compare_as_json(self, folders: Path) -> None:
        value = json.loads(RUNNER.invoke(app, ["compare", "good", "bad", "--json"]).stdout)
        assert value["metrics"]["right"]["change"] == pytest.approx(-0.15)
        assert value["metrics"]["right"]["verdict"] == "worse"
        assert len(value["flipped"]) == 30
        assert value["flipped"][0]["before"] == {"failure": None, "answer": "对"}

    def test_the_gate_leaves_with_one_on_a_drop_and_with_nought_otherwise(self, folders: Path) -> None:
        passed = RUNNER.invoke(app, ["gate", "--baseline", "good", "--run", "good"])
        assert (passed.exit_code, "gate: passed" in passed.stdout) == (0, True)
        failed = RUNNER.invoke(app, ["gate", "--baseline", "good", "--run", "bad", "--json"])
        assert failed.exit_code == 1
        assert failed.stderr.startswith("workplan: gate: significantly below good: right")
        assert json.loads(failed.stdout)["passed"] is False
        assert set(json.loads(failed.stdout)["metrics"]) == set(GATED)

    @pytest.mark.parametrize("arguments", [("--run", "other"), ("dev",)])
    def test_a_baseline_of_another_set_is_refused(self, folders: Path, arguments: tuple[str, ...]) -> None:
        result = RUNNER.invoke(app, ["gate", "--baseline", "good", *arguments])
        assert (result.exit_code, result.stdout) == (1, "")
        assert "good is of set (aaaaaaaaaaaa, 200 questions)" in result.stderr
        assert result.stderr.count("\n") == 1

    def test_a_baseline_must_be_named(self, folders: Path) -> None:
        assert RUNNER.invoke(app, ["gate"]).exit_code == 2
