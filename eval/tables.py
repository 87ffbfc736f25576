"""Show a report to a person: tables by kind. Nothing is measured here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from eval import scoring
from eval.retrieval import COMPARED_KEYS

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

_HEADINGS = {
    "abstention_precision": "precision",
    "abstention_recall": "recall",
    "abstention_f1": "F1",
    "citation_precision": "cited P",
    "citation_recall": "cited R",
    "latency_ms_p50": "p50 ms",
    "latency_ms_p95": "p95 ms",
    "answer_hit": "hit",
    "exact_match": "exact",
    "char_f1": "char F1",
    "mrr@10": "MRR@10",
    "ndcg@10": "nDCG@10",
    "recall@1": "R@1",
    "recall@3": "R@3",
    "recall@5": "R@5",
    "recall@10": "R@10",
}


def report_tables(report: Mapping[str, Any]) -> list[RenderableType]:
    """Return what is shown of `report` (the object of `eval.run.make_report`), top to bottom."""
    kinds = report["by_kind"] if len(report["by_kind"]) > 1 else {}  # a single kind is the whole
    rows = {**kinds, "overall": report["overall"]}
    blocks: list[RenderableType] = [
        _table("Finding: is the evidence among the passages?", scoring.RANKING_KEYS, rows),
        _table("Answering", (*scoring.ANSWER_KEYS, *scoring.CITATION_KEYS, *scoring.LATENCY_KEYS), rows),
        _table("Declining: positive = the report does not say", scoring.ABSTENTION_KEYS, rows),
    ]
    if report.get("answer_hit_95"):
        blocks.append(_intervals_table(report))
    for grain, table in report.get("retrieval", {}).items():
        blocks.append(_retrieval_table(grain, table))
    if "failures" in report:
        blocks.append(_failures_table(report["failures"]))
    return blocks


def _intervals_table(report: Mapping[str, Any]) -> Table:
    """Return hit rates with their 95% intervals, and the risk of answering the surest questions only."""
    points = report["risk_coverage"]["points"]
    risks = ", ".join(f"{coverage:.0%}: {risk:.2f}" for coverage, risk in points[1::2])
    table = _new_table(
        f"95% intervals of the hit rate. Risk by coverage, the surest first: {risks}", ("kind", "hit", "from", "to")
    )
    for kind, interval in report["answer_hit_95"].items():
        if interval is not None:
            scores = report["overall"] if kind == "overall" else report["by_kind"][kind]
            table.add_row(kind, *(_cell("answer_hit", value) for value in (scores["answer_hit"], *interval)))
    return table


def kinds_table(counts: Mapping[str, tuple[int, int]]) -> Table:
    """Return the table of `workplan eval check`: questions and unanswerable ones of each kind."""
    table = _new_table("Questions", ("kind", "questions", "unanswerable"))
    for kind, (questions, unanswerable) in counts.items():
        table.add_row(kind, str(questions), str(unanswerable))
    table.add_row("all", *(str(sum(column)) for column in zip(*counts.values(), strict=True)), style="bold")
    return table


def _new_table(title: str, columns: Sequence[str]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for place, column in enumerate(columns):
        table.add_column(column, justify="left" if place == 0 else "right", no_wrap=True)
    return table


def _table(title: str, keys: Sequence[str], rows: Mapping[str, Mapping[str, Any]]) -> Table:
    table = _new_table(title, ("kind", "n", *(_HEADINGS[key] for key in keys)))
    for name, scores in rows.items():
        cells = (_cell(key, scores[key]) for key in keys)
        table.add_row(name, str(scores["questions"]), *cells, style="bold" if name == "overall" else "")
    return table


def _retrieval_table(grain: str, compared: Mapping[str, Any]) -> Table:
    columns = ("kind", "n", "retrieval", *(_HEADINGS[key] for key in COMPARED_KEYS))
    table = _new_table(f"Retrieval at the {grain} grain", columns)
    first = next(iter(compared.values()))
    kinds = tuple(first["by_kind"]) if len(first["by_kind"]) > 1 else ()
    for kind in (*kinds, "overall"):
        for place, (retrieval, result) in enumerate(compared.items()):
            scores = result["overall"] if kind == "overall" else result["by_kind"][kind]
            label, count = (kind, str(scores["questions"])) if place == 0 else ("", "")
            cells = (_cell(key, scores[key]) for key in COMPARED_KEYS)
            table.add_row(label, count, retrieval, *cells, style="bold" if kind == "overall" else "")
        table.add_section()
    return table


def beir_table(report: Mapping[str, Any]) -> Table:
    """Return the table of a BEIR-form collection: a row for each way of searching."""
    title = (
        f"{report['dataset']}: {report['queries']} queries on {report['document_count']} documents, {report['encoder']}"
    )
    table = _new_table(title, ("retrieval", *(_HEADINGS[key] for key in scoring.RANKING_KEYS)))
    for way, scores in report["retrieval"].items():
        table.add_row(way, *(_cell(key, scores[key]) for key in scoring.RANKING_KEYS))
    return table


def _failures_table(failures: Sequence[Mapping[str, Any]]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(title=f"Failures: {len(failures)}", title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for column in ("id", "question", "why"):
        table.add_column(column, overflow="fold")
    for row in failures:
        table.add_row(*(Text(str(row[key])) for key in ("id", "question", "reason")))
    return table


def _cell(key: str, value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.1f}" if key.startswith("latency") else f"{value:.3f}"
