"""Progress bars on standard error, gone when the work is done; none where standard error is no terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Move = Callable[[int, int], None]
"""Set a bar to (done, total)."""


@contextmanager
def progress_bars() -> Iterator[Callable[[str], Move]]:
    """Yield a function that adds a bar by name and returns what moves it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:

        def add(name: str) -> Move:
            task = progress.add_task(name, total=None)
            return lambda done, total: progress.update(task, completed=done, total=total)

        yield add


def step_by_step(move: Move, total: int) -> Callable[[], None]:
    """Return a function that moves a bar one further each time it is called."""
    done = 0

    def advance() -> None:
        nonlocal done
        done += 1
        move(done, total)

    return advance
