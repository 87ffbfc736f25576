"""Answers made elsewhere, many settings, thumbs from the page."""

import csv
import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from eval_fakes import ROWS, FirstSentence, write_set
from typer.testing import CliRunner

from assistant.json_form import answer_to_json
from corpus import DatasetError
from eval.commands import app
from eval.dataset import load_dataset
from eval.feedback import read_feedback
from eval.predictions import read_outcomes
from eval.runs import read_run

RUNNER = CliRunner()
SET = ("set.jsonl", "--document", "report.txt")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_set(tmp_path)
    return tmp_path


def answers(folder: Path) -> list[dict[str, Any]]:
    document = load_dataset(folder / "set.jsonl", [folder / "report.txt"]).documents[0]
    asker = FirstSentence(document)
    return [{"id": row["id"], **answer_to_json(asker.ask(row["question"]), 7.0)} for row in ROWS]


def write(path: Path, rows: list[Any]) -> None:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


class TestScore:
    def test_the_figures_are_those_of_asking(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(folder / "said.jsonl", answers(folder))
        result = RUNNER.invoke(app, ["score", *SET[:1], "said.jsonl", *SET[1:], "--json", "--out", "kept"])
        assert (result.exit_code, result.stderr) == (0, "")
        scored = json.loads(result.stdout)["overall"]
        import eval.loading

        monkeypatch.setattr(eval.loading, "load_assistant", lambda dataset, *rest: FirstSentence(dataset.documents[0]))
        asked = json.loads(RUNNER.invoke(app, ["run", *SET, "--json"]).stdout)["overall"]
        same = [key for key in asked if not key.startswith(("latency", "search"))]
        assert {key: scored[key] for key in same} == {key: asked[key] for key in same}
        assert scored["latency_ms_p50"] == 7
        assert [row["failure"] for row in read_run(folder / "kept").rows] == [None, "lacks 困难学生", None]

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (lambda rows: rows[:2], r"lacks 1 of 3 questions, first 'c'"),
            (lambda rows: [*rows, rows[0]], r"said\.jsonl:4: id 'a' is answered twice"),
            (lambda rows: [*rows, {**rows[0], "id": "z"}], r"said\.jsonl:4: id 'z' is not in set\.jsonl"),
            (lambda rows: ["{broken"], r"said\.jsonl:1: not JSON"),
            (lambda rows: ["[]"], r"said\.jsonl:1: no JSON object"),
            (lambda rows: [{"id": "a", "answer": 3}], r"said\.jsonl:1: answer object\.answer is 3; expected text"),
            (lambda rows: [{"id": None, "line": 1, "error": "empty"}], r"said\.jsonl:1: the answer failed \(empty\)"),
            (lambda rows: [{**rows[0], "latency_ms": "fast"}], r"'latency_ms' is 'fast'"),
        ],
    )
    def test_a_fault_is_named_with_its_line(self, folder: Path, change: Any, message: str) -> None:
        write(folder / "said.jsonl", change(answers(folder)))
        with pytest.raises(DatasetError, match=message):
            read_outcomes(load_dataset("set.jsonl", ["report.txt"]), folder / "said.jsonl")


class Server(BaseHTTPRequestHandler):
    """Answers as a server would, from the first sentence; refuses the question 坏."""

    asker: FirstSentence
    asked: list[dict[str, Any]] = []  # noqa: RUF012 - shared on purpose

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append(body)
        status = 422 if body["question"] == "坏" else 200
        said: dict[str, Any] = {"error": {"message": "no"}}
        if status == 200:
            said = answer_to_json(self.asker.ask(body["question"]), 1.0)
        self.send_response(status if self.path == "/api/v1/ask" else 404)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def url(folder: Path) -> Iterator[str]:
    Server.asker = FirstSentence(load_dataset("set.jsonl", ["report.txt"]).documents[0])
    Server.asked = []
    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/api/v1"
    server.shutdown()
    server.server_close()


class TestUrl:
    def test_a_running_server_is_asked_every_question(self, folder: Path, url: str) -> None:
        result = RUNNER.invoke(app, ["run", *SET, "--url", url, "--json", "--out", "kept"])
        assert (result.exit_code, result.stderr) == (0, "")
        assert json.loads(result.stdout)["overall"]["right"] == pytest.approx(2 / 3, abs=1e-6)
        assert [body["question"] for body in Server.asked] == [row["question"] for row in ROWS]
        assert read_run(folder / "kept").manifest["settings"] == {"source": url}

    def test_what_the_server_says_is_passed_on(self, folder: Path, url: str) -> None:
        write(folder / "set.jsonl", [{**ROWS[2], "question": "坏"}])
        result = RUNNER.invoke(app, ["run", *SET, "--url", url, "--out", "kept"])
        assert (result.exit_code, (folder / "kept").exists()) == (1, False)
        assert "question 'c'" in result.stderr and "answered 422" in result.stderr

    @pytest.mark.parametrize(
        ("address", "message"),
        [("ftp://x", "expected http://HOST:PORT/api/v1"), ("http://127.0.0.1:9/api/v1", "is `workplan serve` running")],
    )
    def test_no_server_is_one_clear_line(self, folder: Path, address: str, message: str) -> None:
        result = RUNNER.invoke(app, ["run", *SET, "--url", address])
        assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
        assert message in result.stderr


class TestSweep:
    ARGUMENTS = ("sweep", *SET, "--encoder", "builtin", "--retrieval", "bm25,fused", "--out", "swept", "--json")

    def test_every_combination_is_a_run_and_what_is_done_is_not_done_again(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import eval.manifest

        program = {"version": "1", "commit": "c", "changed": False}
        monkeypatch.setattr(eval.manifest, "find_program", lambda: program)
        first = RUNNER.invoke(app, self.ARGUMENTS)
        assert (first.exit_code, first.stderr) == (0, "")
        runs = json.loads(first.stdout)["runs"]
        assert [run["run"] for run in runs] == ["builtin-bm25", "builtin-fused"]
        assert [run["settings"]["retrieval"] for run in runs] == ["bm25", "fused"]
        written = (folder / "swept" / "builtin-bm25" / "times.json").stat().st_mtime_ns
        assert json.loads(RUNNER.invoke(app, self.ARGUMENTS).stdout)["runs"] == runs
        assert (folder / "swept" / "builtin-bm25" / "times.json").stat().st_mtime_ns == written
        (folder / "swept" / "builtin-bm25" / "results.jsonl").write_text("{", encoding="utf-8")
        assert json.loads(RUNNER.invoke(app, self.ARGUMENTS).stdout)["runs"] == runs
        assert (folder / "swept" / "builtin-bm25" / "times.json").stat().st_mtime_ns != written

    def test_an_unknown_way_of_searching_is_named(self, folder: Path) -> None:
        result = RUNNER.invoke(app, ["sweep", *SET, "--retrieval", "magic", "--out", "swept"])
        assert (result.exit_code, (folder / "swept").exists()) == (1, False)
        assert "--retrieval has 'magic'" in result.stderr


class TestFeedback:
    def test_thumbs_become_drafts_what_went_wrong_first(self, folder: Path) -> None:
        good, bad, _ = answers(folder)
        thumbs: list[Any] = [
            {"question": "帮扶资金多少?", "rating": "up", "answer": good},
            {"question": "救助了谁?", "rating": "up", "answer": bad},
            {"question": "救助了谁?", "rating": "down", "answer": bad, "comment": "没说是谁", "history": ["甲?"]},
            {"question": "救助了谁?", "rating": "down", "answer": bad},
        ]
        write(folder / "thumbs.jsonl", thumbs)
        result = RUNNER.invoke(app, ["from-feedback", "thumbs.jsonl", "--out", "drafts.csv"])
        assert result.exit_code == 0, result.output
        rows = list(csv.DictReader(io.StringIO((folder / "drafts.csv").read_text(encoding="utf-8-sig"))))
        assert [row["问题"] for row in rows] == ["救助了谁?", "救助了谁?", "帮扶资金多少?"]
        assert [row["答案"] for row in rows] == ["", "", "全省下拨帮扶资金 1.16 亿元。"]
        assert rows[2]["依据"] == "全省下拨帮扶资金 1.16 亿元。"
        followed = next(row for row in rows if row["上文"])
        assert (followed["类型"], "留言：没说是谁" in followed["备注"]) == ("追问", True)
        assert all(row["备注"].startswith("待审核") for row in rows)

    def test_what_strangers_typed_is_no_formula(self, folder: Path) -> None:
        write(folder / "thumbs.jsonl", [{"question": "=1+1", "rating": "down", "answer": "甲"}])
        RUNNER.invoke(app, ["from-feedback", "thumbs.jsonl", "--out", "drafts.csv"])
        assert ",'=1+1," in (folder / "drafts.csv").read_text(encoding="utf-8-sig")

    def test_a_good_draft_reads_back_as_a_question(self, folder: Path) -> None:
        write(folder / "thumbs.jsonl", [{"question": "帮扶资金多少?", "rating": "up", "answer": answers(folder)[0]}])
        RUNNER.invoke(app, ["from-feedback", "thumbs.jsonl", "--out", "drafts.csv"])
        (question,) = load_dataset("drafts.csv", ["report.txt"]).questions
        assert question.evidence[0].quote == "全省下拨帮扶资金 1.16 亿元。"

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            ("{", r"thumbs\.jsonl:1: not JSON"),
            ('{"rating": "up"}', r"thumbs\.jsonl:1: no 'question'"),
            ('{"question": "甲?", "rating": "maybe"}', r"rating 'maybe' is neither up nor down"),
            ('{"question": "甲?", "rating": "up", "history": "乙"}', r"'history' is no list"),
            ("", r"thumbs\.jsonl has no feedback"),
        ],
    )
    def test_a_fault_is_named_with_its_line(self, folder: Path, line: str, message: str) -> None:
        write(folder / "thumbs.jsonl", [line])
        with pytest.raises(DatasetError, match=message):
            read_feedback(folder / "thumbs.jsonl")
