"""What the report of a run shows, put together from its rows alone. No markup here, and nothing is asked again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.metrics import area_under_risk, percentile, risk_coverage
from eval.reliability import Bin, calibration_error, reliability
from eval.resampling import ABSTENTION, Interval, intervals, make_columns, ratio
from eval.rows import Row
from eval.runs import Run
from eval.types import OWN_KINDS

SHOWN = (
    "right",
    "answer_hit",
    "char_f1",
    "number_accuracy",
    "list_f1",
    "recall@5",
    "mrr@10",
    "citation_precision",
    "citation_recall",
    "alce_precision",
    "abstention_precision",
    "abstention_recall",
    "abstention_f1",
)
_BARS = 24  # of the latency histogram


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95% interval; None where it is over nothing."""

    value: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Group:
    """Some questions of a run (a kind, a section, a language, all of them) with their figures by `SHOWN`."""

    name: str
    questions: int
    failures: int
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class ReportData:
    """Everything a report shows. `confusion[gold kind][answer kind]` and `heat[section][kind]` = (failures, questions)."""

    run: Run
    overall: Group
    kinds: tuple[Group, ...]
    sections: tuple[Group, ...]
    languages: tuple[Group, ...]
    risks: tuple[tuple[float, float], ...]
    risk_area: float | None
    bins: tuple[Bin, ...]
    calibration_error: float | None
    curves: Mapping[str, Sequence[float]]
    latency: tuple[tuple[float, float, int], ...]
    latency_p50: float | None
    latency_p95: float | None
    confusion: Mapping[str, Mapping[str, int]]
    heat: Mapping[str, Mapping[str, tuple[int, int]]]
    failures: tuple[Row, ...]

    @property
    def kind_names(self) -> tuple[str, ...]:
        """Return the kinds that occur, in the order of the tables."""
        return tuple(group.name for group in self.kinds)


def make_report_data(run: Run) -> ReportData:
    """Return what is shown of `run`; a slim run lacks what it does not keep."""
    rows = run.rows
    points = _risks(rows)
    bins = _bins(rows)
    return ReportData(
        run=run,
        overall=_group("overall", rows),
        kinds=tuple(_group(kind, some) for kind, some in _by_kind(rows).items()),
        sections=tuple(_group(name, some) for name, some in _by(rows, "section").items()),
        languages=tuple(_group(name, some) for name, some in _by(rows, "language").items()),
        risks=tuple(points),
        risk_area=area_under_risk(points),
        bins=bins,
        calibration_error=calibration_error(bins),
        curves=run.figures.get("recall_curves") or {},
        latency=tuple(_histogram(run.latencies)),
        latency_p50=percentile(run.latencies, 0.5),
        latency_p95=percentile(run.latencies, 0.95),
        confusion=_confusion(rows),
        heat=_heat(rows),
        failures=tuple(row for row in rows if row.get("failure") is not None),
    )


def _group(name: str, rows: Sequence[Row]) -> Group:
    columns = make_columns(rows, SHOWN)
    edges = intervals(columns)
    figures = {metric: Figure(ratio(columns[metric]), edges[metric]) for metric in SHOWN}
    if all(row["answerable"] for row in rows):  # nothing to decline: 0 of 0 says nothing
        figures |= dict.fromkeys(ABSTENTION, Figure(None, None))
    return Group(name, len(rows), sum(row.get("failure") is not None for row in rows), figures)


def _by_kind(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found = _by(rows, "kind")
    ordered = [*(kind for kind in OWN_KINDS if kind in found), *(kind for kind in found if kind not in OWN_KINDS)]
    return {kind: found[kind] for kind in ordered}


def _by(rows: Sequence[Row], key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.get(key):
            found.setdefault(str(row[key]), []).append(row)
    return found


def _risks(rows: Sequence[Row]) -> list[tuple[float, float]]:
    sure = [-1.0 if row["abstained"] else float(row.get("confidence") or 0) for row in rows]
    return risk_coverage(sure, [row.get("failure") is not None for row in rows])


def _bins(rows: Sequence[Row]) -> tuple[Bin, ...]:
    given = [row for row in rows if not row["abstained"] and row.get("confidence") is not None]
    return reliability([float(row["confidence"]) for row in given], [row.get("failure") is None for row in given])


def _histogram(values: Sequence[float]) -> list[tuple[float, float, int]]:
    """Return (from, to, count) of equal steps up to the 99th percentile; the last takes what is slower."""
    top = percentile(values, 0.99)
    if not top:
        return []
    counts = Counter(min(int(value / top * _BARS), _BARS - 1) for value in values)
    return [(top * place / _BARS, top * (place + 1) / _BARS, counts[place]) for place in range(_BARS)]


def _confusion(rows: Sequence[Row]) -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = {}
    for kind, some in _by_kind(rows).items():
        counts = Counter("abstained" if row["abstained"] else str(row.get("answer_kind") or "?") for row in some)
        table[kind] = dict(sorted(counts.items(), key=lambda item: (item[0] != "abstained", -item[1], item[0])))
    return table


def _heat(rows: Sequence[Row]) -> dict[str, dict[str, tuple[int, int]]]:
    return {
        section: {
            kind: (sum(row.get("failure") is not None for row in cell), len(cell))
            for kind, cell in _by_kind(some).items()
        }
        for section, some in _by(rows, "section").items()
    }


def as_json(data: ReportData) -> dict[str, Any]:
    """Return the report as a JSON object: figures with intervals by group, curves, tables, and every failure's row."""

    def group(some: Group) -> dict[str, Any]:
        figures = {name: {"value": figure.value, "interval": figure.interval} for name, figure in some.figures.items()}
        return {"questions": some.questions, "failures": some.failures, "figures": figures}

    return {
        "run": dict(data.run.manifest),
        "overall": group(data.overall),
        "by_kind": {some.name: group(some) for some in data.kinds},
        "by_section": {some.name: group(some) for some in data.sections},
        "by_language": {some.name: group(some) for some in data.languages},
        "risk_coverage": {"points": data.risks, "area": data.risk_area},
        "reliability": {"bins": [some._asdict() for some in data.bins], "calibration_error": data.calibration_error},
        "recall_curves": data.curves,
        "latency_ms": {"p50": data.latency_p50, "p95": data.latency_p95, "histogram": data.latency},
        "confusion": data.confusion,
        "failures": list(data.failures),
    }
