import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from eval_fakes import FirstSentence, write_set
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

import eval.loading
from eval.commands import app
from eval.more_scoring import MORE_KEYS
from eval.progress import step_by_step
from eval.scoring import KEYS
from eval.types import Dataset

RUNNER = CliRunner()


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a report and a question set, in which the commands run with a fake assistant."""

    def load(dataset: Dataset, encoder: str | None, move: Any) -> FirstSentence:
        move(1, 1)
        return FirstSentence(dataset.documents[0])

    monkeypatch.setattr(eval.loading, "load_assistant", load)
    monkeypatch.chdir(tmp_path)
    write_set(tmp_path)
    yield tmp_path


RUN = ("run", "set.jsonl", "--document", "report.txt")


class TestRun:
    def test_json_is_the_report_and_nothing_else(self, files: Path) -> None:
        result = RUNNER.invoke(app, [*RUN, "--json"])
        assert (result.exit_code, result.stderr) == (0, "")
        report = json.loads(result.stdout)
        assert list(report) == [
            *("dataset", "form", "documents", "document_count", "encoder", "remarks", "overall", "by_kind"),
            *("answer_hit_95", "risk_coverage", "by_section", "by_language"),
        ]
        assert list(report["overall"]) == [*KEYS, *MORE_KEYS]
        assert list(report["by_kind"]) == ["figure", "fact", "unanswerable"]
        assert report["overall"]["answer_hit"] == 0.5
        assert report["overall"]["abstention_f1"] == 1
        assert report["by_kind"]["unanswerable"]["mrr@10"] is None

    def test_json_takes_in_the_comparison_and_the_failures(self, files: Path) -> None:
        report = json.loads(RUNNER.invoke(app, [*RUN, "--json", "--retrieval", "all", "--failures"]).stdout)
        assert list(report["retrieval"]) == ["passage", "sentence"]
        assert list(report["retrieval"]["passage"]) == ["bm25", "dense", "fused"]
        assert [(row["id"], row["reason"]) for row in report["failures"]] == [("b", "lacks 困难学生")]

    def test_one_way_of_searching_can_be_measured_alone(self, files: Path) -> None:
        report = json.loads(RUNNER.invoke(app, [*RUN, "--json", "--retrieval", "dense"]).stdout)
        assert list(report["retrieval"]["sentence"]) == ["dense"]

    def test_a_person_sees_tables_by_kind(self, files: Path) -> None:
        result = RUNNER.invoke(app, [*RUN, "--retrieval", "all", "--failures"])
        assert result.exit_code == 0
        for wanted in (
            "set.jsonl, encoder fake",
            "figure",
            "unanswerable",
            "overall",
            "nDCG@10",
            "bm25",
            "lacks 困难学生",
        ):
            assert wanted in result.stdout

    def test_text_from_a_question_set_is_no_markup(self, files: Path) -> None:
        text = (files / "set.jsonl").read_text(encoding="utf-8").replace("救助了谁?", "救助[red]了[/nonsense]谁?")
        (files / "set.jsonl").write_text(text, encoding="utf-8")
        result = RUNNER.invoke(app, [*RUN, "--failures"])
        assert result.exit_code == 0
        assert "救助[red]了[/nonsense]谁?" in result.stdout

    def test_the_report_with_every_answer_is_written_beside(self, files: Path) -> None:
        result = RUNNER.invoke(app, [*RUN, "--json", "--out", "out.json"])
        written = json.loads((files / "out.json").read_text(encoding="utf-8"))
        answers = written.pop("answers")
        assert written == json.loads(result.stdout)
        assert [row["id"] for row in answers] == ["a", "b", "c"]
        assert answers[0]["scores"]["char_f1"] == pytest.approx(2 * 6 / (14 + 6))  # all of 1.16亿元
        assert sorted(path.name for path in files.iterdir()) == ["out.json", "report.txt", "set.jsonl"]

    def test_a_surrogate_in_a_question_does_not_stop_the_report(self, files: Path) -> None:
        row = {"id": "d\ud800", "kind": "unanswerable", "question": "\ud83d前年", "answerable": False}
        (files / "set.jsonl").write_text(json.dumps(row | {"answer_groups": [], "evidence": []}), encoding="utf-8")
        result = RUNNER.invoke(app, [*RUN, "--json", "--out", "out.json"])
        assert result.exit_code == 0
        assert json.loads((files / "out.json").read_text(encoding="utf-8"))["answers"][0]["id"] == "d?"


class TestErrors:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (
                ("run", "missing.jsonl"),
                "workplan: missing.jsonl: no such file; give the path of a question set, or dev or test",
            ),
            ((*RUN[:3], "missing.txt"), "workplan: missing.txt: no such file; give the path of a report saved as text"),
            (
                (*RUN, "--out", "missing/out.json"),
                "workplan: missing/out.json cannot be written (no such folder); give --out another file",
            ),
            (("check", "report.txt"), "workplan: report.txt:1: not JSON (Expecting value at column 1); "),
        ],
    )
    def test_a_failure_is_one_line_and_exit_code_one(
        self, files: Path, arguments: tuple[str, ...], message: str
    ) -> None:
        result = RUNNER.invoke(app, arguments)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith(message)
        assert result.stderr.count("\n") == 1

    @pytest.mark.parametrize("arguments", [("run",), (*RUN, "--retrieval", "guess"), (*RUN, "--nonsense"), ("guess",)])
    def test_wrong_usage_is_exit_code_two(self, files: Path, arguments: tuple[str, ...]) -> None:
        assert RUNNER.invoke(app, arguments).exit_code == 2


class TestCheck:
    def test_a_good_set_is_counted_by_kind(self, files: Path) -> None:
        result = RUNNER.invoke(app, ["check", "set.jsonl", "--document", "report.txt"])
        assert result.exit_code == 0
        rows = [line.split() for line in result.stdout.splitlines()]
        for row in (["figure", "1", "0"], ["unanswerable", "1", "1"], ["all", "3", "1"]):
            assert row in rows
        assert "set.jsonl is well formed" in result.stdout

    def test_evidence_that_is_not_in_the_report_is_named(self, files: Path) -> None:
        text = (files / "set.jsonl").read_text(encoding="utf-8").replace("3020 人。", "3021 人。")
        (files / "set.jsonl").write_text(text, encoding="utf-8")
        result = RUNNER.invoke(app, ["check", "set.jsonl", "--document", "report.txt"])
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith(
            "workplan: set.jsonl:2: evidence '救助困难职工 3021 人。' is not in the document"
        )


def test_a_bar_moves_one_step_at_a_time() -> None:
    moves: list[tuple[int, int]] = []
    advance = step_by_step(lambda done, total: moves.append((done, total)), 3)
    advance()
    advance()
    assert moves == [(1, 3), (2, 3)]


def test_importing_the_commands_loads_nothing_heavy() -> None:
    heavy = {"numpy", "faiss", "torch", "gradio", "langchain_text_splitters", "assistant", "index"}
    code = f"import sys, eval.commands; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.fixture(scope="module")
def dev_report() -> dict[str, Any]:
    result = RUNNER.invoke(app, ["run", "dev", "--json", "--retrieval", "all", "--encoder", "builtin"])
    assert (result.exit_code, result.stderr) == (0, "")
    report: dict[str, Any] = json.loads(result.stdout)
    return report


class TestForReal:
    """The built-in gold, the built-in model, the real assistant."""

    def test_every_figure_of_the_contract_is_there_and_in_range(self, dev_report: dict[str, Any]) -> None:
        figures = {key: {"type": ["number", "null"], "minimum": 0, "maximum": 1} for key in KEYS[1:-2]}
        scores = {"type": "object", "required": list(KEYS), "properties": figures}
        schema = {"properties": {"overall": scores, "by_kind": {"additionalProperties": scores}}}
        Draft202012Validator(schema).validate(dev_report)
        assert list(dev_report["overall"]) == [*KEYS, *MORE_KEYS]
        assert dev_report["overall"]["questions"] == sum(kind["questions"] for kind in dev_report["by_kind"].values())

    def test_the_assistant_finds_answers_cites_and_declines(self, dev_report: dict[str, Any]) -> None:
        overall = dev_report["overall"]
        assert overall["recall@5"] > 0.5
        assert overall["citation_precision"] > 0.7
        assert overall["abstention_recall"] > 0.3
        assert dev_report["by_kind"]["fact"]["answer_hit"] > 0.5
        fused = dev_report["retrieval"]["passage"]["fused"]["overall"]
        assert fused["recall@10"] >= dev_report["retrieval"]["passage"]["bm25"]["overall"]["recall@10"] - 0.1

    def test_a_squad_file_is_searched_in_its_own_paragraphs(self, tmp_path: Path) -> None:
        texts = {
            "甲市的桥建于 1957 年。桥长两公里。": "1957 年",
            "乙县以茶叶闻名。茶园有三千亩。": "茶叶",
            "丙湖是淡水湖。": "淡水湖",
        }
        paragraphs = [
            {"context": text, "qas": [{"id": gold, "question": f"{text[:4]}什么?", "answers": [{"text": gold}]}]}
            for text, gold in texts.items()
        ]
        path = tmp_path / "squad.json"
        path.write_text(json.dumps({"data": [{"title": "", "paragraphs": paragraphs}]}), encoding="utf-8")
        result = RUNNER.invoke(app, ["run", str(path), "--json", "--encoder", "builtin"])
        assert (result.exit_code, result.stderr) == (0, "")
        report = json.loads(result.stdout)
        assert (report["form"], report["document_count"], list(report["by_kind"])) == ("squad", 3, ["squad"])
        assert report["overall"]["recall@1"] == 1
