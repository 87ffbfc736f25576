"""The command line, run for real against a fake assistant; whole outputs compared."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import typer
from jsonschema import Draft202012Validator
from ui_fakes import REPORT, FakeAssistant, Run, command_line, small_assistant

from assistant import Assistant
from assistant.json_form import answer_schema
from corpus import EncoderError, WorkplanError, bundled_report
from ui import cli

ROOT = Path(__file__).parent.parent


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return command_line(monkeypatch, capsys)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    """Every command of this test opens this assistant."""
    assistant = small_assistant()
    monkeypatch.setattr(Assistant, "load", lambda *_, **__: assistant)
    return assistant


@pytest.fixture
def report_file(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_ask_prints_the_answer_with_its_sources(run: Run, fake: FakeAssistant) -> None:
    assert run("ask", "办了几场招聘会?") == (
        0,
        "2021年完成：全年举办招聘会 12 场。[1]\n\n出处\n[1] 2021 年完成 · 一、2021年工作回顾\n\n可以接着问\n  有哪些要求?\n",
        "",
    )


def test_declining_to_answer_is_no_failure(run: Run, fake: FakeAssistant) -> None:
    assert run("ask", "天气怎么样") == (0, "报告没有说到这一点。\n", "")


def test_ask_json_prints_the_one_object_on_one_line(run: Run, fake: FakeAssistant) -> None:
    code, out, err = run("ask", "办了几场招聘会?", "--json", "--history", "甲", "--history", "乙")
    value = json.loads(out)
    Draft202012Validator(answer_schema()).validate(value)
    assert (code, err, out.count("\n")) == (0, "", 1)
    assert "招聘会" in out
    assert fake.asked == [("办了几场招聘会?", ["甲", "乙"])]


def test_ask_passes_settings_to_the_assistant(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given: dict[str, Any] = {}

    def load(documents: object, **settings: object) -> FakeAssistant:
        given.update(settings, documents=documents)
        return small_assistant()

    monkeypatch.setattr(Assistant, "load", load)
    monkeypatch.setenv("WORKPLAN_ENCODER", "from-environment")
    run("ask", "甲", "--document", "a.txt", "--document", "b.txt", "--data", tmp_path, "--allow-downloads")
    del given["progress"]
    assert given == {
        "documents": [Path("a.txt"), Path("b.txt")],
        "encoder": "from-environment",
        "data": tmp_path,
        "allow_downloads": True,
    }


def test_an_error_is_one_line_on_standard_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*_: object, **__: object) -> FakeAssistant:
        raise EncoderError("no model 'x' on this disk:\n  give a path")

    monkeypatch.setattr(Assistant, "load", load)
    assert run("ask", "甲") == (1, "", "workplan: no model 'x' on this disk: give a path\n")


def test_an_empty_question_is_one_line(run: Run, fake: FakeAssistant) -> None:
    assert run("ask", " ") == (1, "", "workplan: the question is empty: type what you want to know\n")


@pytest.mark.parametrize(
    "arguments",
    [["ask"], ["ask", "甲", "--colour"], ["nonsense"], ["outline", "--text", "--json"], ["answer", "q.jsonl"]],
)
def test_wrong_usage_ends_with_2(run: Run, arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "Usage: workplan" in err


def test_an_interrupt_ends_with_130(run: Run, fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fake, "ask", interrupted)
    assert run("ask", "甲") == (130, "", "")


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version") == (0, f"workplan {metadata.version('workplan-assistant')}\n", "")


def test_chat_keeps_the_history_until_it_is_cleared(
    run: Run, fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("办了几场招聘会?\n\n天气\n/clear\n天气\n/quit\n不问了\n"))
    code, out, err = run("chat")
    assert (code, err) == (0, "")
    assert out == (
        "示范市工作报告\n请提问。/clear 重新开始，/quit 或 Ctrl-D 退出。\n  办了几场招聘会?\n  有哪些要求?\n"
        "问：2021年完成：全年举办招聘会 12 场。[1]\n\n出处\n[1] 2021 年完成 · 一、2021年工作回顾\n\n"
        "可以接着问\n  有哪些要求?\n\n"
        "问：问：报告没有说到这一点。\n\n问：已重新开始。\n问：报告没有说到这一点。\n\n问："
    )
    assert [(question, len(history)) for question, history in fake.asked] == [
        ("办了几场招聘会?", 0),
        ("天气", 1),
        ("天气", 0),
    ]


def test_chat_ends_at_the_end_of_the_input(run: Run, fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run("chat", "--language", "en")[:2] == (
        0,
        "示范市工作报告\nAsk a question. /clear starts afresh, /quit or Ctrl-D ends.\n"
        "  办了几场招聘会?\n  有哪些要求?\nYou: \n",
    )


def test_chat_goes_on_after_a_question_that_cannot_be_read(
    run: Run, fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.answers = {**fake.answers, "？": small_question_error()}
    monkeypatch.setattr("sys.stdin", io.StringIO("？\n天气\n"))
    code, out, err = run("chat")
    assert (code, err) == (0, "workplan: no words in it\n")
    assert out.endswith("问：问：报告没有说到这一点。\n\n问：\n")


def small_question_error() -> WorkplanError:
    from corpus import QuestionError

    return QuestionError("no words in it")


def test_outline_is_a_plain_tree_when_it_is_piped(run: Run, report_file: Path) -> None:
    assert run("outline", "--document", report_file) == (
        0,
        "示范市工作报告\n"
        "  一、2021年工作回顾  [2021 年完成]  8–44\n"
        "  二、2022年重点工作  [2022 年要求]  45–87\n"
        "    (一)做好培训工作  [2022 年要求]  57–87\n",
        "",
    )


def test_outline_text_is_the_canonical_text_and_one_line_feed(run: Run) -> None:
    assert run("outline", "--text") == (0, bundled_report().text + "\n", "")


def test_outline_json_nests_the_sections_with_their_positions(run: Run, report_file: Path) -> None:
    code, out, _ = run("outline", "--document", report_file, "--json")
    value = json.loads(out)
    text = REPORT.strip()
    first, second = value["sections"]
    assert code == 0
    assert (value["year"], value["result_year"], value["characters"]) == (2022, 2021, len(text))
    assert text[first["start"] : first["heading_end"]] == "一、2021年工作回顾"
    assert [child["title"] for child in second["children"]] == ["做好培训工作"]


def test_outline_of_a_missing_file_is_one_line(run: Run, tmp_path: Path) -> None:
    code, out, err = run("outline", "--document", tmp_path / "none.txt")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("workplan: ")


def test_index_says_what_it_saved_and_where(run: Run, tmp_path: Path, report_file: Path) -> None:
    code, out, _ = run("index", "--document", report_file, "--data", tmp_path / "data")
    first, second = out.splitlines()
    assert code == 0
    assert first.startswith("已索引 1 份报告、") and "模型 builtin" in first
    assert Path(second.removeprefix("索引位置：")).is_dir()


def test_a_package_that_cannot_be_loaded_says_so_when_it_is_called_and_harms_nothing_else(
    run: Run, fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = metadata.EntryPoint("broken", "no_such_package:app", cli.PLUGINS)
    monkeypatch.setattr(metadata, "entry_points", lambda group: (broken,))
    monkeypatch.setattr(cli.app, "registered_groups", [])
    monkeypatch.setattr(cli.app, "registered_commands", [*cli.app.registered_commands])
    assert run("ask", "天气") == (0, "报告没有说到这一点。\n", "")
    code, out, err = run("broken", "anything", "--at-all")
    assert (code, out) == (1, "")
    assert err == (
        "workplan: command 'broken' cannot be loaded: No module named 'no_such_package'; "
        "install the package that offers it again\n"
    )


def test_a_package_adds_its_commands(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    added = typer.Typer()

    @added.command()
    def hello() -> None:
        typer.echo("hello")

    @added.command()
    def other() -> None:
        typer.echo("other")

    entry = metadata.EntryPoint("added", "somewhere:app", cli.PLUGINS)
    monkeypatch.setattr(metadata.EntryPoint, "load", lambda self: added)
    monkeypatch.setattr(metadata, "entry_points", lambda group: (entry,))
    monkeypatch.setattr(cli.app, "registered_groups", [])
    assert run("added", "hello") == (0, "hello\n", "")


def start(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    code = "import sys; from ui.cli import main; sys.argv[0] = 'workplan'; main()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=ROOT, env=environment, **options)


def test_a_reader_that_leaves_early_is_no_error() -> None:
    process = start("outline", "--text", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait(timeout=20)


def test_help_comes_at_once() -> None:
    times = []
    for _ in range(3):
        started = time.perf_counter()
        assert start("--help", stdout=subprocess.DEVNULL).wait(timeout=20) == 0
        times.append(time.perf_counter() - started)
    assert min(times) < 1.5  # 0.4 s on an idle machine; a busy one gets some room


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_chat_is_left_by_an_interrupt_without_a_traceback(tmp_path: Path) -> None:
    process = start(
        *("chat", "--data", str(tmp_path)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    os.read(process.stdout.fileno(), 10)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, b"")
