"""What every command of `workplan eval` shares: its options, one line for an error, a console that cuts no table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus import WorkplanError

if TYPE_CHECKING:
    from rich.console import Console

DatasetName = Annotated[
    str,
    typer.Argument(
        metavar="DATASET",
        help="题集 · A question set: JSONL, CSV, XLSX, SQuAD-format JSON, a BEIR folder, `dev` / `test`.",
    ),
]
Reports = Annotated[
    list[Path] | None,
    typer.Option(
        "--document", metavar="FILE", help="被问的报告，可多次给出 · The report asked; repeatable. Default: bundled."
    ),
]
EncoderName = Annotated[
    str | None,
    typer.Option("--encoder", help="向量模型 · Embedding model: `builtin`, `builtin-joint`, a model id or a folder."),
]
AsJson = Annotated[bool, typer.Option("--json", help="只输出 JSON · Print JSON, nothing else.")]


def make_console() -> Console:
    """Return a console on standard output; a pipe has no width, and tables must not be cut."""
    from rich.console import Console

    return Console() if Console().is_terminal else Console(width=120)


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Turn what a person can put right into one line on standard error and exit code 1."""
    try:
        yield
    except WorkplanError as error:
        typer.echo(f"workplan: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(1) from None


def to_json(value: Mapping[str, Any]) -> str:
    """Return `value` as JSON for a person's eye; a lone surrogate of a question, which cannot be printed, as `?`."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode("utf-8", "replace").decode()
