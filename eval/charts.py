"""Line and bar charts as inline SVG: no library, no script, colours from the page, so that dark mode follows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT = 460, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 20, 24, 38
_TICKS = 5

Points = Sequence[tuple[float, float]]


def line_chart(
    title: str,
    lines: Mapping[str, Points],
    x_label: str,
    y_label: str,
    x_range: tuple[float, float] = (0, 1),
    y_range: tuple[float, float] = (0, 1),
    diagonal: bool = False,
    dots: bool = False,
    percent_x: bool = True,
) -> str:
    """Return a chart of `lines` by their names; `diagonal` adds the line where both axes agree, `dots` marks points."""
    parts = [_frame(title), *_axes(x_label, y_label, x_range, y_range, percent_x, True)]
    if diagonal:
        (x0, y0), (x1, y1) = (_place(0, 0, x_range, y_range), _place(1, 1, x_range, y_range))
        parts.append(f'<line class="guide" x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}"/>')
    for number, points in enumerate(lines.values()):
        placed = [_place(x, y, x_range, y_range) for x, y in points]
        path = " ".join(f"{x},{y}" for x, y in placed)
        parts.append(f'<polyline class="line s{number}" points="{path}"/>')
        if dots:
            parts += [f'<circle class="dot s{number}" cx="{x}" cy="{y}" r="3.5"/>' for x, y in placed]
    if len(lines) > 1:
        parts += _legend(list(lines))
    return "".join((*parts, "</svg>"))


def bar_chart(title: str, bars: Sequence[tuple[float, float, int]], x_label: str, y_label: str) -> str:
    """Return a histogram of `bars` (from, to, count), at least one."""
    x_range, y_range = (bars[0][0], bars[-1][1]), (0, max(count for _, _, count in bars) or 1)
    parts = [_frame(title), *_axes(x_label, y_label, x_range, y_range, False, False)]
    for start, end, count in bars:
        (x0, y0), (x1, y1) = _place(start, count, x_range, y_range), _place(end, 0, x_range, y_range)
        label = escape(f"{start:.0f}–{end:.0f}: {count}")
        width, height = max(round(x1 - x0 - 1, 1), 1), round(y1 - y0, 1)
        parts.append(
            f'<rect class="bar" x="{x0}" y="{y0}" width="{width}" height="{height}"><title>{label}</title></rect>'
        )
    return "".join((*parts, "</svg>"))


def _frame(title: str) -> str:
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'


def _place(x: float, y: float, x_range: tuple[float, float], y_range: tuple[float, float]) -> tuple[float, float]:
    """Return the position on the drawing of a point in the data."""
    across = (x - x_range[0]) / ((x_range[1] - x_range[0]) or 1)
    up = (min(max(y, y_range[0]), y_range[1]) - y_range[0]) / ((y_range[1] - y_range[0]) or 1)
    return (
        round(_LEFT + across * (WIDTH - _LEFT - _RIGHT), 1),
        round(HEIGHT - _BOTTOM - up * (HEIGHT - _TOP - _BOTTOM), 1),
    )


def _axes(
    x_label: str,
    y_label: str,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    percent_x: bool,
    percent_y: bool,
) -> list[str]:
    parts = []
    for y in _ticks(*y_range):
        left, low = _place(x_range[0], y, x_range, y_range)
        parts.append(f'<line class="grid" x1="{left}" y1="{low}" x2="{WIDTH - _RIGHT}" y2="{low}"/>')
        parts.append(f'<text x="{left - 6}" y="{low + 4}" text-anchor="end">{_tick(y, percent_y)}</text>')
    for x in _ticks(*x_range):
        across, low = _place(x, y_range[0], x_range, y_range)
        parts.append(f'<text x="{across}" y="{low + 15}" text-anchor="middle">{_tick(x, percent_x)}</text>')
    middle = (_LEFT + WIDTH - _RIGHT) / 2
    parts.append(f'<text class="label" x="{middle}" y="{HEIGHT - 5}" text-anchor="middle">{escape(x_label)}</text>')
    parts.append(f'<text class="label" x="{_LEFT}" y="{_TOP - 10}">{escape(y_label)}</text>')
    return parts


def _ticks(low: float, high: float) -> list[float]:
    """Return about five round numbers from `low` to `high`: 1 to 10 gives 2, 4, 6, 8, 10; 0 to 0.14 gives 0, 0.05, 0.1."""
    rough = (high - low) / _TICKS or 1
    scale = 10 ** math.floor(math.log10(rough))
    step = next(scale * size for size in (1, 2, 5, 10) if scale * size >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [step * number for number in range(first, math.floor(high / step + 1e-9) + 1)]


def _tick(value: float, percent: bool) -> str:
    return f"{value:.0%}" if percent else f"{value:g}"


def _legend(names: Sequence[str]) -> list[str]:
    parts = []
    for number, name in enumerate(names):
        x, y = WIDTH - _RIGHT - 92, HEIGHT - _BOTTOM - 14 - 16 * (len(names) - 1 - number)
        parts.append(f'<line class="line s{number}" x1="{x}" y1="{y}" x2="{x + 20}" y2="{y}"/>')
        parts.append(f'<text x="{x + 26}" y="{y + 4}">{escape(name)}</text>')
    return parts
