"""The settings of a server that others reach: one table, like `assistant.settings`, read by `serve` alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from assistant.settings import Setting
from corpus import WorkplanError

ACCESS: tuple[Setting, ...] = (
    Setting(
        "origins",
        "WORKPLAN_ORIGINS",
        "",
        "text",
        "可以嵌入本页或调用接口的网站，用逗号分开（默认：都不可以）",
        "sites that may embed the chat or call the interface, apart by commas (default: none)",
    ),
    Setting(
        "public",
        "WORKPLAN_PUBLIC",
        "off",
        "switch",
        "允许本机以外的人不经登录使用",
        "let others than this machine use it without a log-in",
    ),
    Setting(
        "users",
        "WORKPLAN_USERS",
        "",
        "path",
        "用户文件，每行 `名称:scrypt$…`（默认：不需登录）",
        "file of users, a line `name:scrypt$…` each (default: no log-in)",
    ),
    Setting(
        "rate",
        "WORKPLAN_RATE",
        "120",
        "text",
        "每个客户端每分钟最多的提问次数（0 表示不限）",
        "questions a minute from one client (0: no limit)",
    ),
)

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Access:
    """Who may do what: sites that may embed, whether anybody may come, questions a minute from one client."""

    origins: tuple[str, ...] = ()
    public: bool = False
    rate: int = 120
    users: Path | None = None


def access_setting(name: str) -> Setting:
    """Return the row of the table called `name`."""
    return next(row for row in ACCESS if row.name == name)


def read_access(environ: Mapping[str, str], **overrides: object) -> Access:
    """Return the settings: an override that is not None, else the environment, else the default.

    Raises `WorkplanError`, naming the setting, where a value is not of its form.
    """
    values = {row.name: _value(row, environ, overrides.get(row.name)) for row in ACCESS}
    return Access(
        origins=tuple(dict.fromkeys(read_origin(each) for each in values["origins"].split(",") if each.strip())),
        public=_switch(access_setting("public"), values["public"]),
        rate=_number(access_setting("rate"), values["rate"]),
        users=Path(values["users"]).expanduser() if values["users"] else None,
    )


def read_origin(text: str) -> str:
    """Return an origin as browsers write it: `HTTPS://Intranet.example:443/` -> `https://intranet.example`.

    Raises `WorkplanError` for what is none; `*` is none: every site has to be named.
    """
    row = access_setting("origins")
    problem = f"{row.flag} ({row.environment}) has {text.strip()!r}; expected sites as https://intranet.example:8443"
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError as error:
        raise WorkplanError(problem) from error
    host = (parts.hostname or "").lower()
    extra = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if parts.scheme not in _DEFAULT_PORTS or not host or extra or not all(c.isalnum() or c in ".-:" for c in host):
        raise WorkplanError(problem)
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + ("" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}")


def _value(row: Setting, environ: Mapping[str, str], override: object) -> str:
    if override is not None:
        return str(override)
    return environ.get(row.environment, "").strip() or row.default


def _switch(row: Setting, value: str) -> bool:
    if value.lower() in ("1", "true", "yes", "on"):
        return True
    if value.lower() in ("0", "false", "no", "off"):
        return False
    raise WorkplanError(f"{row.flag} ({row.environment}) is {value!r}; expected on or off")


def _number(row: Setting, value: str) -> int:
    if value.isascii() and value.isdigit() and len(value) < 7:
        return int(value)
    raise WorkplanError(f"{row.flag} ({row.environment}) is {value!r}; expected a whole number, 0 or more")
