"""Show a comparison of two runs to a person. Nothing is measured here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.comparing import Comparison, Difference

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

_SIGNS = {"better": "▲", "worse": "▼", "same": ""}
_STYLES = {"better": "green", "worse": "red", "same": ""}


def comparison_blocks(comparison: Comparison) -> list[RenderableType]:
    """Return what is shown, top to bottom: the differences, then every question that flipped with both answers."""
    blocks: list[RenderableType] = [_differences(comparison)]
    broke = sum(flip.broke for flip in comparison.flips)
    summary = (
        f"Flipped: {broke} right to wrong, {len(comparison.flips) - broke} wrong to right; "
        f"{comparison.reworded} others have another wording"
    )
    blocks.append(summary)
    if comparison.flips:
        blocks.append(_flips(comparison))
    return blocks


def _differences(comparison: Comparison) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=f"{comparison.before} → {comparison.after}", title_justify="left", box=SIMPLE_HEAD)
    for column in ("metric", "before", "after", "change", "from", "to", ""):
        table.add_column(column, justify="left" if column in ("metric", "") else "right", no_wrap=True)
    for found in comparison.differences:
        figures = (found.before, found.after)
        table.add_row(found.metric, *map(_figure, figures), *_changes(found), style=_STYLES[found.verdict])
    return table


def _changes(found: Difference) -> tuple[str, ...]:
    signed = ("–" if value is None else f"{value:+.3f}" for value in (found.change, found.low, found.high))
    return (*signed, _SIGNS[found.verdict])


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _flips(comparison: Comparison) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_lines=True)
    for column in ("id", "question", comparison.before, comparison.after):
        table.add_column(column, overflow="fold", ratio=None if column == "id" else 1)
    for flip in sorted(comparison.flips, key=lambda flip: not flip.broke):
        sides = (f"{row.get('failure') or '✓'}\n{row.get('answer', '')}" for row in (flip.before, flip.after))
        name, asked = str(flip.before["id"]), str(flip.before.get("question", ""))
        table.add_row(*(Text(text) for text in (name, asked, *sides)), style="" if flip.broke else "green")
    return table
