"""`workplan eval template`: an empty question set to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.console import one_line_errors


def template(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="questions.xlsx, questions.csv or questions.jsonl")],
) -> None:
    """Write an empty question set: XLSX with choices and a page of help, CSV, or JSON Lines."""
    with one_line_errors():
        from eval.template import write_template

        write_template(path)
        typer.echo(f"{path}: 填好后 · once filled in: workplan eval check {path.name}")


COMMANDS = {template: "写一份空白题集（xlsx、csv、jsonl）· Write an empty question set to fill in"}
