"""`workplan eval report`: a run as a page for a person, as Markdown, or as JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from eval.console import one_line_errors, to_json


def report(
    run: Annotated[
        Path, typer.Argument(metavar="RUN", help="评测结果文件夹 · A run folder of `workplan eval run --out`.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="FILE.html, FILE.md or FILE.json. Default: report.html in the run's folder."),
    ] = None,
) -> None:
    """Write the report of a run: one HTML file that needs nothing else, Markdown, or JSON."""
    with one_line_errors():
        from corpus import WorkplanError
        from eval.report_data import ReportData, as_json, make_report_data
        from eval.report_html import report_html
        from eval.report_markdown import report_markdown
        from eval.runs import read_run
        from eval.writing import check_writable, write_file

        path = out or run / "report.html"
        forms: dict[str, Callable[[ReportData], str]] = {
            ".html": report_html,
            ".md": report_markdown,
            ".json": lambda data: to_json(as_json(data)) + "\n",
        }
        if path.suffix.lower() not in forms:
            raise WorkplanError(f"{path}: a report ends in {', '.join(forms)}; give --out one of these endings")
        data = make_report_data(read_run(run))
        check_writable(path)
        write_file(path, forms[path.suffix.lower()](data))
        typer.echo(f"{path}")


COMMANDS = {report: "生成给人看的评测报告（HTML、Markdown、JSON）· Write the report of a run for a person"}
