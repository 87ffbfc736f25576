"""The one table of settings. Command-line flags, environment names, defaults and the README's table come from it.

Importing this module reads nothing; `read_settings` does, once, from the mapping that it is given.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus import WorkplanError

Form = Literal["text", "path", "switch", "port", "language"]

_ON = ("1", "true", "yes", "on")
_OFF = ("0", "false", "no", "off", "")


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing a person may set: its flag is `--name`, its environment name `environment`; `help` is zh, en."""

    name: str
    environment: str
    default: str
    form: Form
    help_zh: str
    help_en: str

    @property
    def flag(self) -> str:
        """Return the option of the command line that sets it."""
        return "--" + self.name.replace("_", "-")

    @property
    def help(self) -> str:
        """Return the help text, Chinese first."""
        return f"{self.help_zh} · {self.help_en}"


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "data",
        "WORKPLAN_DATA",
        "",
        "path",
        "保存索引的文件夹（默认：系统的用户数据目录）",
        "folder for saved indexes (default: the platform's user-data folder)",
    ),
    Setting(
        "encoder",
        "WORKPLAN_ENCODER",
        "builtin-joint",
        "text",
        "向量模型：builtin-joint（更准）、builtin（快）、模型名称或本地路径",
        "embedding model: builtin-joint (better), builtin (fast), a model id or a local path",
    ),
    Setting(
        "allow_downloads",
        "WORKPLAN_ALLOW_DOWNLOADS",
        "off",
        "switch",
        "允许从网上下载模型",
        "allow a model to be downloaded",
    ),
    Setting(
        "host",
        "WORKPLAN_HOST",
        "127.0.0.1",
        "text",
        "服务监听的地址",
        "address the server listens on",
    ),
    Setting(
        "port",
        "WORKPLAN_PORT",
        "7860",
        "port",
        "服务监听的端口（0 表示任选一个空闲端口）",
        "port the server listens on (0: any free one)",
    ),
    Setting(
        "language",
        "WORKPLAN_LANGUAGE",
        "zh",
        "language",
        "页面和提示的语言：zh 或 en",
        "language of the page and of messages: zh or en",
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings as read: every value checked, every default filled in."""

    data: Path
    encoder: str
    allow_downloads: bool
    host: str
    port: int
    language: Literal["zh", "en"]


def setting(name: str) -> Setting:
    """Return the row of the table called `name`. Raises `KeyError` where there is none."""
    return next((row for row in SETTINGS if row.name == name), None) or _unknown(name)


def read_settings(environ: Mapping[str, str], **overrides: object) -> Settings:
    """Return the settings: an override that is not None, else the environment, else the default.

    Raises `WorkplanError`, naming the setting, where a value is not of its form, and `KeyError` for an override that
    the table does not know.
    """
    for name in overrides:
        setting(name)
    values = {row.name: _value(row, environ, overrides.get(row.name)) for row in SETTINGS}
    language = values["language"].lower()
    return Settings(
        data=Path(values["data"]).expanduser() if values["data"] else _user_data(),
        encoder=values["encoder"],
        allow_downloads=_switch(setting("allow_downloads"), values["allow_downloads"]),
        host=values["host"],
        port=_port(setting("port"), values["port"]),
        language="en" if _one_of(setting("language"), language, ("zh", "en")) == "en" else "zh",
    )


def _unknown(name: str) -> Setting:
    raise KeyError(f"no setting {name!r}; there are {', '.join(row.name for row in SETTINGS)}")


def _value(row: Setting, environ: Mapping[str, str], override: object) -> str:
    """Return the text given for `row`; an empty environment value counts as not given."""
    if override is not None:
        return str(override)
    return environ.get(row.environment, "").strip() or row.default


def _switch(row: Setting, value: str) -> bool:
    return _one_of(row, value.lower(), (*_ON, *_OFF)) in _ON


def _port(row: Setting, value: str) -> int:
    if value.isascii() and value.isdigit() and int(value) <= 65535:
        return int(value)
    raise WorkplanError(f"{row.flag} ({row.environment}) is {value!r}; expected a whole number from 0 to 65535")


def _one_of(row: Setting, value: str, allowed: tuple[str, ...]) -> str:
    if value in allowed:
        return value
    expected = ", ".join(word for word in allowed if word)
    raise WorkplanError(f"{row.flag} ({row.environment}) is {value!r}; expected one of {expected}")


def _user_data() -> Path:
    from platformdirs import user_data_path

    return user_data_path("workplan", appauthor=False)
