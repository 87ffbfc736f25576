"""The report as one HTML file that needs nothing else: styles, charts and the few lines of script are inside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from eval.charts import bar_chart, line_chart
from eval.report_data import SHOWN, Figure, Group, ReportData
from eval.report_failures import failures_html
from eval.report_summary import describe, headline
from eval.report_words import HINTS, METRICS, kind_name

_HERE = Path(__file__).parent


def report_html(data: ReportData) -> str:
    """Return the page; every text of a question, an answer or a report in it is escaped."""
    style = (_HERE / "report.css").read_text(encoding="utf-8")
    script = (_HERE / "report.js").read_text(encoding="utf-8") if data.failures else ""
    title = f"评测报告 · {data.run.dataset}"
    body = (
        f"<header><h1>评测报告 <span class=en>Evaluation report</span></h1>{_meta(data)}"
        f'<p class="verdict">{escape(describe(data))}</p></header><main>{_cards(data)}'
        + _part("分题型结果", "by kind, with 95% intervals", _groups_table([*data.kinds, data.overall], kinds=True))
        + _part("图", "curves", _charts(data))
        + _part("题型与回答类型", "kinds of questions against kinds of answers", _confusion(data))
        + _part("各章节的失败", "failures by section and kind", _heat(data))
        + _part(
            "分语言结果", "by language", _groups_table(data.languages, kinds=True) if len(data.languages) > 1 else ""
        )
        + _part(f"失败的题目 {len(data.failures)}", "every failure", failures_html(data))
        + f"</main><footer>{_footer(data)}</footer>"
    )
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">'
        f"<style>{style}</style></head><body>{body}<script>{script}</script></body></html>\n"
    )


def _part(zh: str, en: str, content: str) -> str:
    return f'<section><h2>{escape(zh)}<span class="en">{escape(en)}</span></h2>{content}</section>' if content else ""


def _meta(data: ReportData) -> str:
    manifest = data.run.manifest
    program, encoder = manifest.get("program") or {}, manifest.get("encoder") or {}
    documents = manifest.get("documents") or []
    titles = "、".join(str(document.get("title") or document.get("id")) for document in documents[:3])
    more = f" 等 {len(documents)} 份" if len(documents) > 3 else ""
    commit = str(program.get("commit") or "")[:10] + ("（有改动）" if program.get("changed") else "")
    parts = (
        ("题集", f"{data.run.dataset}，{len(data.run.rows)} 题"),
        ("报告", titles + more),
        ("模型", str(encoder.get("name") or "–")),
        ("版本", f"{program.get('version') or '–'} {commit}".strip()),
    )
    return '<p class="meta">' + "　".join(f"{escape(name)} <b>{escape(value)}</b>" for name, value in parts) + "</p>"


def _cards(data: ReportData) -> str:
    cards = "".join(
        f'<div class="card"><div class="name">{escape(zh)}<span class="en">{escape(en)}</span></div>'
        f'<div class="value">{escape(value)}</div><div class="range">{escape(note)}</div></div>'
        for zh, en, value, note in headline(data)
    )
    return f'<div class="cards">{cards}</div>'


def _groups_table(groups: Sequence[Group], kinds: bool = False) -> str:
    shown = [m for m in SHOWN if any(group.figures[m].value is not None for group in groups)]
    heads = "".join(
        f'<th title="{escape(HINTS.get(m, ""))}">{METRICS[m][0]}<span class="en">{escape(METRICS[m][1])}</span></th>'
        for m in shown
    )
    rows = "".join(
        f"<tr{' class=total' if group.name == 'overall' else ''}><td{'' if kinds else ' class=wide'}>"
        f"{escape(kind_name(group.name) if kinds else group.name)}</td><td>{group.questions}</td>"
        + "".join(_cell(group.figures[m]) for m in shown)
        + "</tr>"
        for group in groups
    )
    return (
        f'<div class="table"><table><tr><th></th><th>题数<span class="en">n</span></th>{heads}</tr>{rows}</table></div>'
    )


def _cell(figure: Figure) -> str:
    if figure.value is None:
        return '<td class="none">–</td>'
    edges = "" if figure.interval is None else f"<small>{figure.interval[0]:.2f}–{figure.interval[1]:.2f}</small>"
    return f"<td>{figure.value:.3f}{edges}</td>"


def _charts(data: ReportData) -> str:
    charts = []
    if data.risks:
        top = max(0.1, *(risk for _, risk in data.risks[len(data.risks) // 20 :])) * 1.15
        chart = line_chart("risk", {"risk": data.risks}, "回答的比例 coverage", "错误率 risk", y_range=(0, min(1, top)))
        area = f"曲线下面积 {data.risk_area:.3f}" if data.risk_area is not None else ""
        charts.append(("风险—覆盖曲线", f"只答最有把握的一部分题，错多少。{area}，越低越好", chart))
    if data.bins:
        points = [(some.confidence, some.right) for some in data.bins]
        chart = line_chart("reliability", {"": points}, "把握 confidence", "答对的比例", diagonal=True, dots=True)
        error = f"{data.calibration_error:.3f}" if data.calibration_error is not None else "–"
        charts.append(("可靠性图", f"把握与实际答对的比例；在虚线上最好。期望校准误差 {error}", chart))
    if data.curves:
        lines = {name: list(enumerate(curve, 1)) for name, curve in data.curves.items()}
        chart = line_chart("recall", lines, "前 k 段 k", "recall@k", (1, 10), percent_x=False)
        charts.append(("检索召回", "单看检索：前 k 段里有多少依据", chart))
    if data.latency:
        chart = bar_chart("latency", data.latency, "毫秒 ms", "题数")
        charts.append(
            ("响应时间", f"中位数 {data.latency_p50:.0f} 毫秒，95% 在 {data.latency_p95:.0f} 毫秒以内", chart)
        )
    figures = (f"<figure><h3>{escape(a)}</h3><figcaption>{escape(b)}</figcaption>{c}</figure>" for a, b, c in charts)
    return f'<div class="charts">{"".join(figures)}</div>' if charts else ""


def _confusion(data: ReportData) -> str:
    columns = list(dict.fromkeys(kind for row in data.confusion.values() for kind in row))
    if not any(column not in ("abstained", "?") for column in columns):
        return ""
    columns.sort(key=lambda kind: kind != "abstained")
    heads = "".join(f"<th>{escape(kind_name(kind))}</th>" for kind in columns)
    rows = "".join(
        f"<tr><td>{escape(kind_name(kind))}</td>"
        + "".join(_shade(counts.get(column, 0), sum(counts.values()), "29,95,147") for column in columns)
        + "</tr>"
        for kind, counts in data.confusion.items()
    )
    return f'<div class="table"><table><tr><th>题目 ＼ 回答</th>{heads}</tr>{rows}</table></div>'


def _shade(count: int, whole: int, colour: str) -> str:
    if not count:
        return '<td class="none">·</td>'
    return f'<td style="background:rgba({colour},{0.5 * count / whole:.2f})">{count}</td>'


def _heat(data: ReportData) -> str:
    if not data.heat:
        return ""
    kinds = [kind for kind in data.kind_names if any(kind in row for row in data.heat.values())]
    heads = "".join(f"<th>{escape(kind_name(kind))}</th>" for kind in kinds)
    order = sorted(data.heat, key=lambda name: -_share(data.heat[name].values()))
    rows = "".join(
        f'<tr><td class="wide">{escape(name)}</td>'
        + "".join(_heat_cell(*data.heat[name].get(kind, (0, 0))) for kind in kinds)
        + _heat_cell(*_total(data.heat[name].values()))
        + "</tr>"
        for name in order
    )
    return f'<div class="table"><table><tr><th>失败 / 题数</th>{heads}<th>合计</th></tr>{rows}</table></div>'


def _heat_cell(failed: int, whole: int) -> str:
    if not whole:
        return '<td class="none">·</td>'
    shade = f' style="background:rgba(var(--bad),{0.65 * failed / whole:.2f})"' if failed else ""
    return f"<td{shade}>{failed}/{whole}</td>"


def _total(cells: Iterable[tuple[int, int]]) -> tuple[int, int]:
    pairs = list(cells)
    return sum(failed for failed, _ in pairs), sum(whole for _, whole in pairs)


def _share(cells: Iterable[tuple[int, int]]) -> float:
    failed, whole = _total(cells)
    return failed / whole if whole else 0.0


def _footer(data: ReportData) -> str:
    manifest = data.run.manifest
    digest = str((manifest.get("dataset") or {}).get("sha256", ""))[:16]
    print_of = str((manifest.get("encoder") or {}).get("fingerprint") or "–")
    return (
        "区间为 95% 自助法区间；正确 = 要点答全并引到依据，或报告没有说而拒答。"
        '<span class="en">Intervals: 95% percentile bootstrap. Right: every point answered and the evidence cited, or rightly '
        f"declined.</span><br>题集 <code>{escape(digest)}</code>　模型指纹 <code>{escape(print_of)}</code>"
    )
