"""The one table of settings: read once, checked, named in the READMEs and on the command line."""

from pathlib import Path

import pytest

from assistant.settings import SETTINGS, read_settings, setting
from corpus import WorkplanError

ROOT = Path(__file__).parent.parent


def test_defaults_need_no_environment() -> None:
    settings = read_settings({})
    assert (settings.encoder, settings.allow_downloads, settings.host, settings.port, settings.language) == (
        "builtin-joint",
        False,
        "127.0.0.1",
        7860,
        "zh",
    )
    assert settings.data.name == "workplan"


def test_an_override_beats_the_environment_which_beats_the_default(tmp_path: Path) -> None:
    environ = {"WORKPLAN_PORT": "8000", "WORKPLAN_HOST": "0.0.0.0", "WORKPLAN_DATA": str(tmp_path)}
    settings = read_settings(environ, port=9000, host=None)
    assert (settings.port, settings.host, settings.data) == (9000, "0.0.0.0", tmp_path)


def test_an_empty_environment_value_counts_as_not_given() -> None:
    assert read_settings({"WORKPLAN_ENCODER": " ", "WORKPLAN_PORT": ""}).port == 7860


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("OFF", False)]
)
def test_a_switch_reads_the_usual_words(value: str, expected: bool) -> None:
    assert read_settings({"WORKPLAN_ALLOW_DOWNLOADS": value}).allow_downloads is expected


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({"WORKPLAN_PORT": "70000"}, r"--port \(WORKPLAN_PORT\) is '70000'; expected a whole number from 0 to 65535"),
        ({"WORKPLAN_PORT": "²"}, "expected a whole number"),
        ({"WORKPLAN_ALLOW_DOWNLOADS": "maybe"}, "--allow-downloads .* is 'maybe'; expected one of 1, true"),
        ({"WORKPLAN_LANGUAGE": "fr"}, "expected one of zh, en"),
    ],
)
def test_a_value_of_the_wrong_form_is_named_with_what_was_expected(environ: dict[str, str], message: str) -> None:
    with pytest.raises(WorkplanError, match=message):
        read_settings(environ)


def test_an_unknown_override_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError, match="no setting 'colour'"):
        read_settings({}, colour="red")


def test_environment_names_follow_the_settings_names() -> None:
    assert [row.environment for row in SETTINGS] == [f"WORKPLAN_{row.name.upper()}" for row in SETTINGS]
    assert setting("allow_downloads").flag == "--allow-downloads"


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_every_setting(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    missing = [row.environment for row in SETTINGS if row.environment not in text]
    assert missing == []
