"""The report of a run: every figure there, every failure readable, nothing loaded from elsewhere, no markup let through."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eval.charts import bar_chart, line_chart
from eval.commands import app
from eval.reliability import calibration_error, reliability
from eval.report_data import make_report_data
from eval.report_html import report_html
from eval.report_markdown import report_markdown
from eval.runs import Run, slim, write_run

EVIL = "<script>alert(1)</script>\"'&"
RUNNER = CliRunner()


def row(number: int, kind: str = "fact", failure: str | None = None, **changes: Any) -> dict[str, Any]:
    answerable = kind != "unanswerable"
    made = {
        "id": f"q{number}",
        "kind": kind,
        "language": "zh",
        "section": "一、去年工作" if answerable else "",
        "question": f"问题{number}?",
        "history": [],
        "answerable": answerable,
        "gold": {"groups": [["甲"], ["乙"]], "evidence": [{"quote": "甲乙。", "places": [["d", 0, 3]]}]},
        "failure": failure,
        "answer": "甲。[1]",
        "answer_kind": "fact",
        "abstained": not answerable,
        "short_answer": "甲",
        "query": f"问题{number}?",
        "confidence": 0.9 if failure is None else 0.2,
        "citations": [
            {"number": 1, "quote": "甲乙。", "section": "一", "start": 0, "end": 3, "document": "d", "role": "support"}
        ],
        "passages": ["p1"],
        "scores": {"answer_hit": float(failure is None), "recall@5": 1.0} if answerable else {},
    }
    return made | changes


def make(*rows: dict[str, Any]) -> Run:
    manifest = {
        "format": 1,
        "dataset": {"name": "set", "sha256": "a" * 64},
        "documents": [{"id": "d", "title": "报告"}],
    }
    passages = {"p1": {"id": "p1", "document": "d", "start": 0, "end": 9, "section": "一", "text": "甲乙。丙丁。"}}
    figures = {"recall_curves": {"bm25": [0.5] * 10, "fused": [0.9] * 10}}
    return Run("run", manifest, rows, passages, figures, tuple(float(10 + place) for place in range(len(rows))))


RUN = make(
    *(row(number) for number in range(6)),
    row(6, "list", "lacks 乙", history=["前面的问题"]),
    row(7, "list", "declined, though the report says", abstained=True, answer="报告没有说。"),
    row(8, "unanswerable"),
    row(9, "unanswerable", "answered, though the report does not say", abstained=False),
)


class Loads(HTMLParser):
    """Collects what a page would fetch, and its scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.fetched += [str(value) for name, value in attrs if name in ("src", "href", "srcset", "data")]
        assert not any(name.startswith("on") for name, _ in attrs)


class TestPage:
    def test_nothing_is_fetched_and_there_is_one_script(self) -> None:
        page = report_html(make_report_data(RUN))
        loads = Loads()
        loads.feed(page)
        assert (loads.fetched, loads.scripts) == ([], 1)
        assert "http" not in page and "url(" not in page

    def test_everything_that_is_asked_for_is_shown(self) -> None:
        page = report_html(make_report_data(RUN))
        for wanted in (
            "10 题中 7 题处理正确（70.0%，95% 区间",
            *("分题型结果", "风险—覆盖曲线", "可靠性图", "检索召回", "响应时间", "题型与回答类型", "各章节的失败"),
            *("要点缺失：乙", "不该答而答", "该答而拒答", "前面的问题", "✓ 含依据", "检索到的段落 1", "问题6?"),
            'data-filter="kind" data-value="list" aria-pressed="false">列举 2</button>',
        ):
            assert wanted in page, wanted
        assert page.count('<details class="failure"') == 3
        assert page.count("<svg") == 4

    def test_text_is_never_markup(self) -> None:
        hostile = row(
            *(1, "list", f"lacks {EVIL}"),
            id=EVIL,
            question=EVIL,
            answer=EVIL,
            history=[EVIL],
            query=EVIL,
            section=EVIL,
            gold={"groups": [[EVIL]], "evidence": [{"quote": EVIL, "places": [["d", 0, 3]]}]},
        )
        hostile["citations"][0] |= {"quote": EVIL, "section": EVIL}
        run = replace(make(hostile), passages={"p1": {**RUN.passages["p1"], "text": EVIL, "section": EVIL}})
        page = report_html(make_report_data(run))
        loads = Loads()
        loads.feed(page)
        assert (loads.scripts, "alert(1)</script>" in page) == (1, False)

    def test_a_run_without_failures_says_so(self) -> None:
        page = report_html(make_report_data(make(row(1), row(2))))
        assert "没有失败的题目" in page

    def test_a_slim_run_without_times_still_has_a_page(self) -> None:
        page = report_html(make_report_data(replace(slim(RUN), latencies=(), figures={})))
        assert "检索召回" not in page and "响应时间" not in page
        assert page.count('<details class="failure"') == 3

    def test_figures_of_declining_are_left_out_where_nothing_is_to_be_declined(self) -> None:
        groups = {group.name: group for group in make_report_data(RUN).kinds}
        assert groups["list"].figures["abstention_f1"].value is None
        assert groups["unanswerable"].figures["abstention_f1"].value == pytest.approx(2 / 3)


class TestMarkdown:
    def test_figures_and_failures_are_there(self) -> None:
        text = report_markdown(make_report_data(RUN))
        assert "10 题中 7 题处理正确" in text
        assert "### q6 问题6?" in text
        assert "- 列举，要点缺失：乙" in text
        tables = re.findall(r"^\|.*\|$", text, re.MULTILINE)
        assert all(line.count("|") == tables[-1].count("|") or line.count("|") > 3 for line in tables)

    def test_a_question_cannot_break_a_table_or_start_a_heading(self) -> None:
        run = make(row(1, "list", "lacks |", question="# 甲 | 乙\n# 丙", section="甲|乙"))
        text = report_markdown(make_report_data(run))
        assert "\\# 甲 \\| 乙 \\# 丙" in text
        assert "| 甲\\|乙 |" in text


class TestReliability:
    def test_bins_hold_mean_confidence_and_share_of_right_answers(self) -> None:
        bins = reliability([0.1, 0.95, 1.0], [False, True, True])
        assert [tuple(some) for some in bins] == [(0.1, 0.0, 1), (0.975, 1.0, 2)]
        assert calibration_error(bins) == pytest.approx((1 * 0.1 + 2 * 0.025) / 3)

    def test_the_limits(self) -> None:
        assert reliability([], []) == ()
        assert calibration_error(()) is None


class TestCharts:
    def test_points_are_placed_inside_the_drawing(self) -> None:
        chart = line_chart("t", {"a": [(0, 0), (1, 1), (0.5, 9)]}, "x", "y", dots=True)
        places = [float(number) for number in re.findall(r'c[xy]="([\d.]+)"', chart)]
        assert len(places) == 6
        assert all(0 <= place <= 460 for place in places)

    def test_a_histogram_of_nothing_but_one_value_is_drawn(self) -> None:
        assert bar_chart("t", [(0, 1, 0), (1, 2, 3)], "x", "y").count("<rect") == 2


class TestCommand:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        write_run(tmp_path / "run", RUN, "2022-03-10T00:00:00+00:00", 1.0)
        return tmp_path

    def test_the_page_goes_into_the_folder_and_other_forms_where_they_are_wanted(self, folder: Path) -> None:
        assert RUNNER.invoke(app, ["report", str(folder / "run")]).exit_code == 0
        assert (folder / "run" / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
        for name in ("a.md", "a.json"):
            assert RUNNER.invoke(app, ["report", str(folder / "run"), "--out", str(folder / name)]).exit_code == 0
        value = json.loads((folder / "a.json").read_text(encoding="utf-8"))
        assert value["overall"]["figures"]["right"]["value"] == 0.7
        assert len(value["failures"]) == 3

    def test_faults_are_one_line(self, folder: Path) -> None:
        for arguments in (["report", str(folder)], ["report", str(folder / "run"), "--out", "a.pdf"]):
            result = RUNNER.invoke(app, arguments)
            assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
