"""The two READMEs: in step with each other and with the program."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")


def fixed_parts(text):
    """Return what must be the same in every language: code blocks, names in tables, figures measured."""
    blocks = [block for block in re.findall(r"```(?:python|sh)?\n(.*?)```", text, re.DOTALL) if "corpus" not in block]
    code = [re.sub(r" +#.*", "", block) for block in blocks]
    settings = re.findall(r"`(WORKPLAN_[A-Z_]+)` \| `(--[a-z-]+)`", text)
    commands = re.findall(r"^\| `workplan (\w+(?: run| check)?)", text, re.MULTILINE)
    measured = re.findall(r"\d+\.\d+", text.split("measured:begin")[1].split("measured:end")[0])
    return code, settings, commands, measured


def test_both_languages_say_the_same_things():
    assert fixed_parts(ENGLISH) == fixed_parts(CHINESE)
    assert ENGLISH.count("\n## ") == CHINESE.count("\n## ")


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_file_that_is_linked_is_there(text):
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / link).exists(), link


def test_the_readmes_are_short():
    assert max(ENGLISH.count("\n"), CHINESE.count("\n")) < 200


def test_the_five_lines_of_python_do_what_they_say(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKPLAN_DATA", str(tmp_path))
    code = re.search(r"```python\n(.*?)```", ENGLISH, re.DOTALL)
    assert code is not None
    exec(code[1], {})
    assert capsys.readouterr().out.startswith("200 场以上 plan\n")


def test_the_training_readme_names_every_module():
    text = (ROOT / "index" / "training" / "README.md").read_text(encoding="utf-8")
    for module in (ROOT / "index" / "training").glob("[a-z]*.py"):
        if module.stem != "chain" and module.stem != "examples":
            assert module.name in text, module.name
