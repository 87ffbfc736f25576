"""The command `serve`: take the port first, then load, then serve until stopped."""

import asyncio
import logging
import os
import socket
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus import ServeError
from ui import options
from ui.access_settings import Access, read_access
from ui.offline import quiet_hub
from ui.opening import open_assistant
from ui.wording import say, say_both

if TYPE_CHECKING:
    from fastapi import FastAPI

GRACE_SECONDS = 3
"""Time that open pages get at shutdown; an open Gradio page holds a stream and would hold the server for ever."""

KEEP_ALIVE_SECONDS = 75
"""Longer than proxies and clients keep a silent connection (nginx: 60 s): who ends it first must not be the server."""


def serve(
    host: options.Host = None,
    port: options.Port = None,
    origins: Annotated[str | None, options.access_option("origins")] = None,
    public: Annotated[bool | None, options.access_option("public")] = None,
    users: Annotated[Path | None, options.access_option("users")] = None,
    rate: Annotated[str | None, options.access_option("rate")] = None,
    root_path: Annotated[str, typer.Option("--root-path", help=say_both("root_path_option"), show_default=False)] = "",
    document: options.Documents = None,
    encoder: options.Encoder = None,
    data: options.Data = None,
    allow_downloads: options.AllowDownloads = None,
    language: options.Language = None,
) -> None:
    """Serve the chat page at `/` and REST at `/api/v1/ask`."""
    settings = options.settings_of(
        host=host, port=port, encoder=encoder, data=data, allow_downloads=allow_downloads, language=language
    )
    access = read_access(os.environ, origins=origins, public=public, users=users, rate=rate)
    check_host(settings.host, access)
    with take_port(settings.host, settings.port) as taken:
        quiet_hub(settings.allow_downloads)
        assistant = open_assistant(document, settings)
        from ui.feedback import FeedbackStore
        from ui.server import make_app

        app = make_app(assistant, settings.language, feedback=FeedbackStore(feedback_url(settings.data)), access=access)
        typer.echo(say("serving", settings.language, url=address(settings.host, taken)))
        run_server(app, taken, root_path)


def check_host(host: str, access: Access) -> None:
    """Raise `ServeError` where a host that others reach was given and nobody said that they may."""
    if access.public or access.users or host.lower() == "localhost":
        return
    with suppress(ValueError):
        if ip_address(host).is_loopback:
            return
    raise ServeError(
        f"host {host!r} can be reached from other machines; give --users FILE to let only known people in, or --public "
        "(WORKPLAN_PUBLIC=on) if anybody who reaches it may ask, or keep 127.0.0.1 behind a proxy that has a log-in"
    )


def feedback_url(data: Path) -> str:
    """Return where ratings are kept: a file in the data folder. Raises `ServeError` where that cannot be made."""
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ServeError(f"cannot make the data folder {data}: {error.strerror}; choose another --data") from error
    return f"sqlite:///{data / 'feedback.sqlite'}"


def take_port(host: str, port: int) -> socket.socket:
    """Return a listening socket. Raises `ServeError` at once where the port is in use or the host is not ours."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise ServeError(f"host {host!r} is not known; expected an address of this machine, as 127.0.0.1") from error
    taken = socket.socket(family, kind, protocol)
    try:
        if os.name != "nt":  # there, it would let two servers share a port
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(place)
        taken.listen(128)
    except OSError as error:
        taken.close()
        reason = (error.strerror or str(error)).lower()
        raise ServeError(
            f"cannot listen on {host}:{port}: {reason}; stop what runs there or choose another --port"
        ) from error
    return taken


def address(host: str, taken: socket.socket) -> str:
    """Return the URL at which the page answers."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{taken.getsockname()[1]}/"


def run_server(app: "FastAPI", taken: socket.socket, root_path: str = "") -> None:
    """Serve `app` on the socket until SIGINT or SIGTERM."""
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="warning",
        root_path=root_path.rstrip("/"),
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        server_header=False,
        proxy_headers=True,
    )
    logging.getLogger("uvicorn.error").addFilter(is_worth_telling)
    uvicorn.Server(config).run(sockets=[taken])


def is_worth_telling(record: logging.LogRecord) -> bool:
    """Tell whether a line of the server's log says more than that a page was open when the server was stopped."""
    kind = record.exc_info[0] if record.exc_info else None
    return not (kind is not None and issubclass(kind, asyncio.CancelledError)) and "running task(s)" not in str(
        record.msg
    )
