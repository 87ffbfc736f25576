"""What `eval/README.md` says is what the released run holds, and names every command and module."""

from pathlib import Path

import pytest

from eval.commands import app
from eval.published import BASELINE, README, released_tables, with_tables
from eval.runs import read_run

TEXT = README.read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_released_run() -> None:
    assert with_tables(TEXT, released_tables()) == TEXT, "stale: run `python -m eval.published`"


def test_every_command_is_documented() -> None:
    for command in app.registered_commands:
        assert f"workplan eval {command.name or command.callback.__name__}" in TEXT, command.name  # type: ignore[union-attr]


def test_every_module_is_named() -> None:
    modules = [path.name for path in README.parent.glob("[a-z]*.py") if not path.stem.endswith(("command", "commands"))]
    assert [name for name in modules if f"`{name}`" not in TEXT] == []


def test_the_baseline_holds_no_path_of_a_machine() -> None:
    for name in ("dev", "stress"):
        read_run(BASELINE / name)
        for path in (BASELINE / name).iterdir():
            assert str(Path.home()) not in path.read_text(encoding="utf-8")


def test_a_mark_that_is_missing_is_named() -> None:
    with pytest.raises(ValueError, match="lacks"):
        with_tables("no marks", "tables")
