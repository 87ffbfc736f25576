"""The part of the report where every failure can be read: question, answer with citations, gold, what was found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from eval.folding import contains, fold, without_markers
from eval.report_data import ReportData
from eval.report_words import SORTS, kind_name, reason_zh, sort_of
from eval.rows import Row

_MARKER = re.compile(r"\[(\d+)\]")


def failures_html(data: ReportData) -> str:
    """Return the filters and a card for each failure; "" where there is none."""
    if not data.failures:
        return '<p class="nothing">没有失败的题目。<span class="en">No question failed.</span></p>'
    cards = "".join(_card(row, data.run.passages) for row in data.failures)
    return f'{_tools(data)}{cards}<p class="nothing" id="nothing" hidden>没有符合条件的题目 · nothing to show</p>'


def _tools(data: ReportData) -> str:
    kinds = Counter(str(row["kind"]) for row in data.failures)
    sorts = Counter(sort_of(str(row["failure"])) for row in data.failures)
    total = len(data.failures)
    first = _buttons("kind", total, [(kind, kind_name(kind), kinds[kind]) for kind in data.kind_names if kinds[kind]])
    second = _buttons("sort", total, [(sort, SORTS[sort][0], sorts[sort]) for sort in SORTS if sorts[sort]])
    return (
        f'<div class="tools">{first}<span class="gap"></span>{second}<input id="search" type="search" '
        'placeholder="搜索题目、答案、原文" aria-label="搜索 · search">'
        f'<button id="open" type="button">展开/收起</button><span class="muted"><span id="shown">{total}</span> 题</span></div>'
    )


def _buttons(name: str, total: int, choices: Sequence[tuple[str, str, int]]) -> str:
    every = [("", "全部", total), *choices]
    return "".join(
        f'<button type="button" data-filter="{name}" data-value="{escape(value)}" '
        f'aria-pressed="{str(not value).lower()}">{escape(label)} {count}</button>'
        for value, label, count in every
    )


def _card(row: Row, passages: Mapping[str, Row]) -> str:
    reason = str(row["failure"])
    history = "".join(f"<div>↳ {escape(str(turn))}</div>" for turn in row.get("history") or ())
    return (
        f'<details class="failure" data-kind="{escape(str(row["kind"]))}" data-sort="{sort_of(reason)}"><summary>'
        f'<span class="q">{escape(str(row.get("question", "")))}</span>'
        f'<span class="tag bad">{escape(reason_zh(reason))}</span><span class="tag">{escape(kind_name(str(row["kind"])))}</span>'
        f'<span class="id">{escape(str(row["id"]))}</span></summary>'
        + (f'<div class="history">前面问过 <span class="en">asked before</span>{history}</div>' if history else "")
        + f'<div class="body"><div>{_answer(row)}</div><div>{_gold(row)}{_found(row, passages)}</div></div></details>'
    )


def _answer(row: Row) -> str:
    text = _MARKER.sub(r'<span class="mark">[\1]</span>', escape(str(row.get("answer", ""))))
    citations = "".join(
        f'<li value="{int(cited["number"])}">{escape(str(cited["quote"]))} <small>{escape(str(cited["section"]))}</small></li>'
        for cited in row.get("citations") or ()
    )
    query = str(row.get("query") or "")
    searched = ""
    if query and query != row.get("question"):
        searched = f'<h3>实际检索的问题 <span class="en">query</span></h3><p>{escape(query)}</p>'
    sure = row.get("confidence")
    told = "" if sure is None else f' <span class="muted">把握 {float(sure):.2f}</span>'
    return f'<h3>回答 <span class="en">answer</span>{told}</h3><p class="text">{text}</p>{searched}' + (
        f'<h3>引文 <span class="en">citations</span></h3><ol>{citations}</ol>' if citations else ""
    )


def _gold(row: Row) -> str:
    gold: Mapping[str, Any] = row.get("gold") or {}
    if not row["answerable"]:
        return '<h3>应答 <span class="en">gold</span></h3><p>报告没有说，应当拒答。</p>'
    said = fold(without_markers(str(row.get("answer", ""))))
    points = "".join(_point(group, said) for group in gold.get("groups") or ())
    quotes = "".join(f"<blockquote>{escape(str(one['quote']))}</blockquote>" for one in gold.get("evidence") or ())
    return (f'<h3>标准答案 <span class="en">gold answer</span></h3><ul>{points}</ul>' if points else "") + (
        f'<h3>原文依据 <span class="en">gold evidence</span></h3>{quotes}' if quotes else ""
    )


def _point(group: Sequence[str], said: str) -> str:
    found = any(contains(said, variant) for variant in group)
    sign = '<span class="yes">✓</span>' if found else '<span class="no">✗</span>'
    return f"<li>{sign} {escape(' / '.join(group))}</li>"


def _found(row: Row, passages: Mapping[str, Row]) -> str:
    """Return what search put before the answer, each passage marked where it holds gold evidence."""
    names = row.get("passages") or ()
    places = [place for one in (row.get("gold") or {}).get("evidence", ()) for place in one["places"]]
    items = []
    for rank, name in enumerate(names, 1):
        if name not in passages:
            continue
        passage = passages[name]
        holds = any(
            place[0] == passage["document"] and max(place[1], passage["start"]) < min(place[2], passage["end"])
            for place in places
        )
        sign = ' <span class="yes">✓ 含依据</span>' if holds else ""
        items.append(
            f'<li value="{rank}">{escape(_short(str(passage["text"])))}{sign} <small>{escape(str(passage["section"]))}</small></li>'
        )
    if not items:
        return ""
    return (
        f'<details><summary class="muted">检索到的段落 {len(items)} <span class="en">retrieved, best first</span></summary>'
        f"<ol>{''.join(items)}</ol></details>"
    )


def _short(text: str, longest: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
