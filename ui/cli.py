"""The console command `workplan`: its commands, and the edge where every error becomes one line.

Exit codes: 0 done (declining to answer is done), 1 a failure, 2 wrong usage, 130 interrupted.
"""

import os
import sys
from importlib import metadata
from typing import Annotated

import typer

from corpus import WorkplanError
from ui.batch import answer
from ui.conversing import ask, chat
from ui.indexing import index
from ui.outlining import outline
from ui.rating_list import feedback
from ui.serving import serve
from ui.wording import say_both

PLUGINS = "workplan.commands"
"""Entry-point group: a package may add commands, `name = "module:typer_app"`."""

app = typer.Typer(
    name="workplan",
    help=say_both("app_help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _command in (ask, chat, serve, index, outline, answer, feedback):
    app.command(_command.__name__, help=say_both(f"{_command.__name__}_help"))(_command)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"workplan {metadata.version('workplan-assistant')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help=say_both("version_option"), callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    _print_anything()
    try:
        add_plugins(app)
        app(prog_name="workplan")
    except WorkplanError as error:
        print(f"workplan: {' '.join(str(error).split())}", file=sys.stderr)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    finally:
        _flush_quietly()


def add_plugins(target: typer.Typer) -> None:
    """Add the commands that installed packages offer; one that cannot be loaded says so when it is called."""
    taken = {group.name for group in target.registered_groups} | {own.name for own in target.registered_commands}
    for entry in sorted(metadata.entry_points(group=PLUGINS), key=lambda entry: entry.name):
        if entry.name in taken:
            continue
        try:
            target.add_typer(entry.load(), name=entry.name)
        except (ImportError, AttributeError) as error:
            _add_unavailable(target, entry.name, str(error))


def _add_unavailable(target: typer.Typer, name: str, reason: str) -> None:
    """Add a command that says why it cannot run, whatever it is given."""

    @target.command(
        name,
        help=say_both("unavailable_help"),
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )
    def unavailable() -> None:
        raise WorkplanError(f"command {name!r} cannot be loaded: {reason}; install the package that offers it again")


def _print_anything() -> None:
    """Let a terminal that lacks a character show a stand-in; the command goes on."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _flush_quietly() -> None:
    """Flush what was printed; whoever read it may have gone (`workplan … | head`)."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
