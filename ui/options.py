"""The options that several commands share; the settings among them are made from the one table of settings."""

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.settings import Setting, Settings, read_settings, setting
from ui.access_settings import access_setting
from ui.wording import say_both


def setting_option(name: str) -> Any:
    """Return the option of a setting, with the help of its row and its environment name."""
    return _option(setting(name))


def access_option(name: str) -> Any:
    """Return the option of a setting of the server's access."""
    return _option(access_setting(name))


def _option(row: Setting) -> Any:
    flags = [row.flag, f"--no-{row.flag[2:]}"] if row.form == "switch" else [row.flag]
    return typer.Option("/".join(flags), help=f"{row.help} ({row.environment})", show_default=False)


Data = Annotated[Path | None, setting_option("data")]
Encoder = Annotated[str | None, setting_option("encoder")]
AllowDownloads = Annotated[bool | None, setting_option("allow_downloads")]
Host = Annotated[str | None, setting_option("host")]
Port = Annotated[str | None, setting_option("port")]
Language = Annotated[str | None, setting_option("language")]
Documents = Annotated[list[Path] | None, typer.Option("--document", help=say_both("document_option"))]
OneDocument = Annotated[Path | None, typer.Option("--document", help=say_both("one_document_option"))]


def settings_of(**overrides: object) -> Settings:
    """Return the settings: the options given, else the environment, else the defaults. Raises `WorkplanError`."""
    return read_settings(os.environ, **overrides)
