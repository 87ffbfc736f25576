"""Opening reports: the saved index is used, mended where it does not fit, and never in the way of an answer."""

import json

import pytest

from assistant import Assistant
from assistant.opening import index_folder
from corpus import bundled_report
from index import load_encoder

QUESTION = "民营企业竞赛今年要办多少场?"


@pytest.fixture
def folder(tmp_path):
    Assistant.load(data=tmp_path, encoder="builtin")
    return index_folder(tmp_path, [bundled_report()], load_encoder())


def test_an_index_is_saved_once_and_used_again(tmp_path, folder, monkeypatch):
    from index import Index

    monkeypatch.setattr(Index, "build", None)
    assert Assistant.load(data=tmp_path, encoder="builtin").ask(QUESTION).short_answer == "200 场以上"


@pytest.mark.parametrize("content", ["", "{", '{"format": 99}', "[]"])
def test_a_damaged_manifest_is_reported_and_mended(tmp_path, folder, caplog, content):
    (folder / "manifest.json").write_text(content)
    assert Assistant.load(data=tmp_path, encoder="builtin").ask(QUESTION).short_answer == "200 场以上"
    assert "building it again" in caplog.text
    assert json.loads((folder / "manifest.json").read_text())["format"] < 99


def test_a_half_written_index_is_mended(tmp_path, folder, caplog):
    next(folder.glob("data-*/table.npy")).unlink()
    assert not Assistant.load(data=tmp_path, encoder="builtin").ask(QUESTION).abstained
    assert "incomplete" in caplog.text


def test_an_index_that_cannot_be_saved_is_used_all_the_same(tmp_path, caplog):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert not Assistant.load(data=blocked, encoder="builtin").ask(QUESTION).abstained
    assert "could not be saved" in caplog.text


def test_several_reports_are_asked_together(tmp_path):
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text("一、去年工作回顾\n下拨慰问资金 20 万元,慰问职工 300 人。\n", encoding="utf-8")
    second.write_text("一、今年工作安排\n要举办技能竞赛 5 场,培训 90 人。\n", encoding="gb18030")
    assistant = Assistant.load([first, second, first], data=tmp_path / "data", encoder="builtin")
    assert len(assistant.documents) == 2
    answer = assistant.ask("技能竞赛办多少场")
    assert answer.short_answer == "5 场"
    assert answer.citations[0].document_id == assistant.documents[1].id


def test_the_environment_names_the_model_where_the_caller_does_not(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKPLAN_ENCODER", "builtin")
    assert Assistant.load(data=tmp_path).index.encoder.name == "builtin"
