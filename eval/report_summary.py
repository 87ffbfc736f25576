"""The report in one breath: the headline figures, and a sentence of what went wrong. Shared by HTML and Markdown."""

from __future__ import annotations

from collections import Counter

from eval.report_data import Figure, ReportData
from eval.report_words import METRICS, SORTS, sort_of

_HEADLINE = ("right", "recall@5", "citation_precision", "number_accuracy", "abstention_f1")


def headline(data: ReportData) -> list[tuple[str, str, str, str]]:
    """Return (Chinese name, English name, value, note) of each headline figure that the run has."""
    rows = [
        (*METRICS[metric], percent(figure.value), _range(figure))
        for metric in _HEADLINE
        if (figure := data.overall.figures[metric]).value is not None
    ]
    if data.latency_p50 is not None and data.latency_p95 is not None:
        rows.append(("响应时间", "p50", f"{data.latency_p50:.0f} ms", f"p95 {data.latency_p95:.0f} ms"))
    return rows


def describe(data: ReportData) -> str:
    """Return in Chinese how many questions were right, and the failures by sort, most first."""
    right = data.overall.figures["right"]
    good, total = data.overall.questions - data.overall.failures, data.overall.questions
    edges = f"，95% 区间 {percent(right.interval[0])}–{percent(right.interval[1])}" if right.interval else ""
    counts = Counter(sort_of(str(row["failure"])) for row in data.failures)
    wrong = "，".join(f"{SORTS[sort][0]} {count} 题" for sort, count in counts.most_common())
    said = f"{total} 题中 {good} 题处理正确（{percent(right.value)}{edges}）。"
    return said + (f"{wrong}。" if wrong else "没有失败的题目。")


def percent(value: float | None) -> str:
    """Return a share as a percentage with one decimal."""
    return "–" if value is None else f"{100 * value:.1f}%"


def _range(figure: Figure) -> str:
    return "" if figure.interval is None else f"95% {percent(figure.interval[0])}–{percent(figure.interval[1])}"
