"""The report as Markdown: the same figures as the page, and every failure in a few lines."""

from __future__ import annotations

from collections.abc import Sequence

from eval.report_data import SHOWN, Figure, Group, ReportData
from eval.report_summary import describe, headline
from eval.report_words import METRICS, kind_name, reason_zh
from eval.rows import Row


def report_markdown(data: ReportData) -> str:
    """Return the report; what comes from a question or an answer cannot start a table, a heading or markup of its own."""
    cards = [f"| {zh} · {en} | {value} | {note} |" for zh, en, value, note in headline(data)]
    lines = [
        f"# 评测报告 · {_plain(data.run.dataset)}",
        "",
        describe(data),
        "",
        "| 指标 | 数值 | 95% 区间 |",
        "| --- | ---: | --- |",
        *cards,
        "",
        "## 分题型结果 · by kind",
        "",
        *_table([*data.kinds, data.overall]),
        "",
        "## 各章节 · by section",
        "",
        "| 章节 | 题数 | 失败 |",
        "| --- | ---: | ---: |",
        *(f"| {_plain(group.name)} | {group.questions} | {group.failures} |" for group in data.sections),
        "",
        f"## 失败的题目 · failures ({len(data.failures)})",
        "",
        *(line for row in data.failures for line in _failure(row)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _table(groups: Sequence[Group]) -> list[str]:
    shown = [metric for metric in SHOWN if any(group.figures[metric].value is not None for group in groups)]
    heads = " | ".join(METRICS[metric][0] for metric in shown)
    lines = [f"| 题型 | 题数 | {heads} |", "| --- | ---: |" + " ---: |" * len(shown)]
    for group in groups:
        cells = " | ".join(_cell(group.figures[metric]) for metric in shown)
        lines.append(f"| {kind_name(group.name)} | {group.questions} | {cells} |")
    return lines


def _cell(figure: Figure) -> str:
    if figure.value is None:
        return "–"
    edges = "" if figure.interval is None else f" ({figure.interval[0]:.2f}–{figure.interval[1]:.2f})"
    return f"{figure.value:.3f}{edges}"


def _failure(row: Row) -> list[str]:
    history = [f"- 前面问过：{_plain(str(turn))}" for turn in row.get("history") or ()]
    gold = "；".join(" / ".join(group) for group in (row.get("gold") or {}).get("groups") or ())
    return [
        f"### {_plain(str(row['id']))} {_plain(str(row.get('question', '')))}",
        "",
        *history,
        f"- {kind_name(str(row['kind']))}，{_plain(reason_zh(str(row['failure'])))}",
        f"- 回答：{_plain(str(row.get('answer', '')))}",
        *([f"- 标准答案：{_plain(gold)}"] if gold else []),
        "",
    ]


def _plain(text: str) -> str:
    """Return `text` on one line, with what Markdown would read as markup escaped."""
    flat = " ".join(text.split())
    return "".join(f"\\{character}" if character in "\\`*_|<>#[]" else character for character in flat)
