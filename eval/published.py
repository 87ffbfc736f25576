"""Write the table of figures in `eval/README.md` from the released run: `python -m eval.published`. A test says when it is stale."""

from __future__ import annotations

import sys
from pathlib import Path

from eval.report_data import Figure, make_report_data
from eval.runs import read_run
from eval.stress import find_costs

HERE = Path(__file__).parent
README = HERE / "README.md"
BASELINE = HERE / "baseline"
BEGIN, END = "<!-- released:begin -->", "<!-- released:end -->"
_SHOWN = (
    "right",
    "answer_hit",
    "recall@5",
    "citation_precision",
    "citation_recall",
    "number_accuracy",
    "abstention_f1",
)


def released_tables() -> str:
    """Return the tables of the released runs as Markdown: figures by kind with intervals, and the cost of each hardness."""
    data = make_report_data(read_run(BASELINE / "dev"))
    lines = ["| kind | n | " + " | ".join(f"`{key}`" for key in _SHOWN) + " |", "|---|---:|" + "---:|" * len(_SHOWN)]
    for group in (*data.kinds, data.overall):
        cells = " | ".join(_cell(group.figures[key]) for key in _SHOWN)
        lines.append(f"| {group.name} | {group.questions} | {cells} |")
    lines += ["", "| made harder by | n | right before | right after |", "|---|---:|---:|---:|"]
    for cost in find_costs(read_run(BASELINE / "stress").rows):
        before = "–" if cost.before is None else f"{cost.before:.2f}"
        lines.append(f"| `{cost.sort}` | {cost.questions} | {before} | {cost.after:.2f} |")
    return "\n".join(lines)


def with_tables(text: str, tables: str) -> str:
    """Return `text` with what stands between the two marks replaced. Raises `ValueError` where a mark is missing."""
    head, mark, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"{README.name} lacks {BEGIN} or {END}")
    return f"{head}{BEGIN}\n{tables}\n{END}{tail}"


def main() -> int:
    """Rewrite the tables."""
    README.write_text(with_tables(README.read_text(encoding="utf-8"), released_tables()), encoding="utf-8")
    return 0


def _cell(figure: Figure) -> str:
    if figure.value is None:
        return "–"
    edges = "" if figure.interval is None else f" ({figure.interval[0]:.2f}–{figure.interval[1]:.2f})"
    return f"{figure.value:.3f}{edges}"


if __name__ == "__main__":
    sys.exit(main())
