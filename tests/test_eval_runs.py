import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from eval_fakes import FirstSentence, write_set
from typer.testing import CliRunner

import eval.loading
from assistant.types import Answer, History
from corpus import DatasetError, WorkplanError
from eval.commands import app
from eval.dataset import load_dataset
from eval.manifest import hash_dataset
from eval.runs import read_run, without_times
from eval.types import Dataset
from eval.writing import write_file, write_folder

RUNNER = CliRunner()
RUN = ("run", "set.jsonl", "--document", "report.txt")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    def load(dataset: Dataset, encoder: str | None, move: Any) -> FirstSentence:
        return FirstSentence(dataset.documents[0])

    monkeypatch.setattr(eval.loading, "load_assistant", load)
    monkeypatch.chdir(tmp_path)
    write_set(tmp_path)
    yield tmp_path


def invoke(*arguments: str) -> None:
    result = RUNNER.invoke(app, arguments)
    assert result.exit_code == 0, result.output


class TestFolder:
    def test_everything_to_repeat_a_run_is_in_it(self, folder: Path) -> None:
        invoke(*RUN, "--out", "kept")
        assert sorted(path.name for path in (folder / "kept").iterdir()) == [
            *("figures.json", "passages.jsonl", "results.jsonl", "run.json", "times.json"),
        ]
        manifest = json.loads((folder / "kept" / "run.json").read_text(encoding="utf-8"))
        assert manifest["dataset"]["name"] == "set.jsonl"
        assert manifest["dataset"]["questions"] == 3
        assert len(manifest["dataset"]["sha256"]) == 64
        assert manifest["encoder"]["name"] == "fake"
        assert set(manifest["program"]) == {"version", "commit", "changed"}
        assert str(folder) not in json.dumps(manifest)

    def test_it_reads_back_as_it_was(self, folder: Path) -> None:
        invoke(*RUN, "--out", "kept")
        run = read_run(folder / "kept")
        assert [(row["id"], row["failure"]) for row in run.rows] == [
            ("a", None),
            ("b", "lacks 困难学生"),
            ("c", None),
        ]
        assert [row["section"] for row in run.rows] == ["一、去年工作", "一、去年工作", ""]
        first = run.rows[0]
        assert run.passages[first["passages"][0]]["text"] == "全省下拨帮扶资金 1.16 亿元。"
        assert first["citations"][0]["quote"] == "全省下拨帮扶资金 1.16 亿元。"
        assert len(run.latencies) == 3
        assert run.figures["recall_curves"]["fused"] == [1.0] * 10

    def test_a_repeat_is_the_same_to_the_byte_but_for_times(self, folder: Path) -> None:
        invoke(*RUN, "--out", "first")
        invoke(*RUN, "--out", "second")
        for path in (folder / "first").iterdir():
            if path.name != "times.json":
                assert path.read_bytes() == (folder / "second" / path.name).read_bytes(), path.name

    def test_a_slim_run_keeps_figures_and_answers_alone(self, folder: Path) -> None:
        invoke(*RUN, "--out", "kept", "--slim")
        assert not (folder / "kept" / "passages.jsonl").exists()
        row = read_run(folder / "kept").rows[0]
        assert "citations" not in row and row["answer"] and row["scores"]

    def test_an_earlier_run_is_replaced_and_nothing_is_left_beside_it(self, folder: Path) -> None:
        invoke(*RUN, "--out", "kept")
        invoke(*RUN, "--out", "kept")
        assert sorted(path.name for path in folder.iterdir()) == ["kept", "report.txt", "set.jsonl"]

    def test_a_folder_of_something_else_is_never_replaced(self, folder: Path) -> None:
        (folder / "mine").mkdir()
        (folder / "mine" / "letter.txt").write_text("keep me", encoding="utf-8")
        result = RUNNER.invoke(app, [*RUN, "--out", "mine"])
        assert result.exit_code == 1
        assert "mine holds other files (no run.json)" in result.stderr
        assert [path.name for path in (folder / "mine").iterdir()] == ["letter.txt"]

    def test_a_run_that_fails_leaves_nothing(self, folder: Path) -> None:
        (folder / "set.jsonl").write_text('{"id": "a"}\n', encoding="utf-8")
        assert RUNNER.invoke(app, [*RUN, "--out", "kept"]).exit_code == 1
        assert sorted(path.name for path in folder.iterdir()) == ["report.txt", "set.jsonl"]


class TestGroups:
    def test_figures_are_told_by_section_and_language_too(self, folder: Path) -> None:
        report = json.loads(RUNNER.invoke(app, [*RUN, "--json"]).stdout)
        assert {name: some["questions"] for name, some in report["by_section"].items()} == {"一、去年工作": 2}
        assert {name: some["questions"] for name, some in report["by_language"].items()} == {"zh": 3}
        assert report["by_section"]["一、去年工作"]["right"] == 0.5

    def test_asking_twice_tells_whether_the_answers_are_the_same(self, folder: Path) -> None:
        assert json.loads(RUNNER.invoke(app, [*RUN, "--json"]).stdout)["overall"]["repeatability"] is None
        assert json.loads(RUNNER.invoke(app, [*RUN, "--json", "--repeat"]).stdout)["overall"]["repeatability"] == 1

    def test_an_answer_that_changes_is_seen(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        class Fickle(FirstSentence):
            asked = 0

            def ask(self, question: str, history: History = ()) -> Answer:
                self.asked += 1
                return replace(super().ask(question), short_answer=str(self.asked))

        monkeypatch.setattr(eval.loading, "load_assistant", lambda dataset, *rest: Fickle(dataset.documents[0]))
        assert json.loads(RUNNER.invoke(app, [*RUN, "--json", "--repeat"]).stdout)["overall"]["repeatability"] == 0


class TestDamage:
    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("run.json", "{", r"run\.json is not whole JSON"),
            ("run.json", '{"format": 99}', r"run\.json: format 99, expected 1"),
            ("run.json", '{"format": 1}', r"'dataset' lacks its name or hash"),
            ("results.jsonl", "", r"results\.jsonl has no rows"),
            ("results.jsonl", '{"id": "a"}\n', r"results\.jsonl:1: no 'kind'"),
            ("results.jsonl", '{"id": "a", "kind', r"results\.jsonl:1: not JSON"),
        ],
    )
    def test_is_named_with_file_and_line(self, folder: Path, name: str, content: str, message: str) -> None:
        invoke(*RUN, "--out", "kept")
        (folder / "kept" / name).write_text(content, encoding="utf-8")
        with pytest.raises(DatasetError, match=message):
            read_run(folder / "kept")

    def test_a_folder_that_is_no_run_is_named(self, folder: Path) -> None:
        with pytest.raises(DatasetError, match=r"is no run \(no run\.json in it\)"):
            read_run(folder)


class TestHash:
    def test_changes_with_the_gold_and_with_the_report_but_not_with_the_name(self, folder: Path) -> None:
        def hashed() -> str:
            return hash_dataset(load_dataset(folder / "set.jsonl", [folder / "report.txt"]))

        first, text = hashed(), (folder / "set.jsonl").read_text(encoding="utf-8")
        (folder / "set.jsonl").write_text(text.replace("1.16亿元", "1.17亿元"), encoding="utf-8")
        second = hashed()
        (folder / "set.jsonl").write_text(text, encoding="utf-8")
        (folder / "other.jsonl").write_text(text, encoding="utf-8")
        assert hash_dataset(load_dataset(folder / "other.jsonl", [folder / "report.txt"])) == first
        (folder / "report.txt").write_text("一、去年工作\n全省下拨帮扶资金 1.16 亿元。\n救助困难职工 3020 人。\n完。\n")
        assert len({first, second, hashed()}) == 3


class TestWriting:
    def test_a_failure_half_way_leaves_the_old_folder(self, tmp_path: Path) -> None:
        write_folder(tmp_path / "kept", {"run.json": "old"}, "run.json")
        with pytest.raises(WorkplanError, match="cannot be written"):
            write_folder(tmp_path / "kept", {"run.json": "new", "no/such/place": "x"}, "run.json")
        assert [path.name for path in tmp_path.iterdir()] == ["kept"]
        assert (tmp_path / "kept" / "run.json").read_text(encoding="utf-8") == "old"

    def test_a_file_that_cannot_be_written_leaves_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "there").mkdir()
        with pytest.raises(WorkplanError, match="cannot be written"):
            write_file(tmp_path / "there", "text")
        assert [path.name for path in tmp_path.iterdir()] == ["there"]

    def test_times_are_taken_out_at_every_depth(self) -> None:
        assert without_times({"a": {"latency_ms_p50": 3, "b": [{"latency": 1}]}}) == {"a": {"b": [{}]}}
