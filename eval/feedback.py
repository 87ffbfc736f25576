"""Thumbs from the page become draft questions: a table that a person completes before it is a question set."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import DatasetError
from eval.json_lines import read_objects
from eval.rows import find_language
from eval.sheet_questions import COLUMNS, KINDS_ZH

_UP = {"up", "1", "like", "good", "true", "+1", "👍"}
_DOWN = {"down", "-1", "dislike", "bad", "false", "0", "👎"}
_RATINGS = ("rating", "thumb", "vote", "liked", "value")
_FORM = 'expected {"question", "rating": "up" or "down", "answer": the answer object, "history"?, "comment"?}'


@dataclass(frozen=True, slots=True)
class Thumb:
    """A question that somebody rated, the answer object they saw, and what they wrote about it."""

    question: str
    up: bool
    answer: Mapping[str, Any]
    history: tuple[str, ...] = ()
    comment: str = ""


def read_feedback(path: Path) -> tuple[Thumb, ...]:
    """Return the thumbs of a file of JSON Lines; the last one on a question with the same history counts.

    Raises `DatasetError` naming file and line.
    """
    found: dict[tuple[str, tuple[str, ...]], Thumb] = {}
    for place, row in read_objects(path, _FORM):
        thumb = _thumb(place, row)
        found[thumb.question, thumb.history] = thumb
    if not found:
        raise DatasetError(f"{path.name} has no feedback; {_FORM}")
    return tuple(found.values())


def draft_table(thumbs: Sequence[Thumb]) -> bytes:
    """Return draft questions as CSV with the columns of `workplan eval template`, what went wrong first.

    A good answer brings its short answer and its quotes; a bad one leaves the answer open and says in the note what was
    answered. Every note starts with 待审核: the answers must be checked by a person who has read the report.
    """
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow([column.headers[0] for column in COLUMNS])
    for number, thumb in enumerate(sorted(thumbs, key=lambda thumb: thumb.up), 1):
        cells = _cells(number, thumb)
        table.writerow([_as_text(cells.get(column.key, "")) for column in COLUMNS])
    return ("\ufeff" + written.getvalue()).encode("utf-8", "replace")


def _cells(number: int, thumb: Thumb) -> dict[str, str]:
    answer = thumb.answer
    said = " ".join(str(answer.get("answer", "")).split())
    abstained = answer.get("abstained") is True
    good = thumb.up and not abstained
    quotes = [
        str(cited.get("quote", ""))
        for cited in answer.get("citations") or ()
        if isinstance(cited, Mapping) and cited.get("role", "support") == "support"
    ]
    kind = "followup" if thumb.history else "english" if find_language(thumb.question) == "en" else ""
    return {
        "id": f"fb-{number:03}",
        "kind": KINDS_ZH.get(kind, ""),
        "question": thumb.question,
        "answer_groups": str(answer.get("short_answer", "")) if good else "",
        "evidence": "\n".join(dict.fromkeys(quotes)) if good else "",
        "history": "\n".join(thumb.history),
        "note": f"待审核 · {'满意' if thumb.up else '不满意'}；当时回答：{said[:300]}"
        + (f"；留言：{thumb.comment}" if thumb.comment else ""),
    }


def _as_text(cell: str) -> str:
    """Return `cell` so that a spreadsheet program reads it as text: what strangers typed must not become a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell


def _thumb(place: str, row: Mapping[str, Any]) -> Thumb:
    question = row.get("question")
    if not isinstance(question, str) or not question.strip():
        raise DatasetError(f"{place}: no 'question'; {_FORM}")
    given = str(next((row[key] for key in _RATINGS if key in row), "")).strip().lower()
    if given not in _UP | _DOWN:
        raise DatasetError(f"{place}: rating '{given}' is neither up nor down; {_FORM}")
    answer = row.get("answer")
    history = row.get("history") or ()
    if not isinstance(history, (list, tuple)):
        raise DatasetError(f"{place}: 'history' is no list; {_FORM}")
    turns = tuple(str(turn.get("question", "")) if isinstance(turn, Mapping) else str(turn) for turn in history)
    held = answer if isinstance(answer, Mapping) else {"answer": answer or ""}
    return Thumb(question.strip(), given in _UP, held, turns, str(row.get("comment") or "").strip())
