"""Questions from a table, as a spreadsheet program saves it: headers in Chinese or English, faults named by cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus import DatasetError, Document
from eval.questions import Fault, make_question
from eval.rows import find_language
from eval.sheet_cells import Sheet
from eval.types import OWN_KINDS, JsonObject, Question


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of questions: its key, the headers that name it (the first is the template's), what is in it."""

    key: str
    headers: tuple[str, ...]
    help_zh: str
    required: bool = False


COLUMNS = (
    Column("id", ("编号", "序号", "题号", "id", "no"), "每题一个，不重复；空着则按行编号"),
    Column(
        "kind", ("类型", "题型", "kind", "type"), "数字、事实、口语、列举、结构、英文、追问、无答案；空着则自动判断"
    ),
    Column("question", ("问题", "提问", "题目", "question", "query"), "像平时那样提问", required=True),
    Column(
        "answer_groups",
        ("答案", "标准答案", "参考答案", "answer", "answers", "answer_groups"),
        "答案必须包含的要点，要点之间用分号或换行；同一要点的不同写法用 | 隔开；报告没有说的留空",
        required=True,
    ),
    Column("evidence", ("依据", "原文", "原文依据", "evidence"), "报告原文，逐字复制；多处用换行隔开"),
    Column("history", ("上文", "前面的问题", "history"), "追问之前的问题，由早到晚，用换行隔开"),
    Column("answerable", ("可回答", "能否回答", "answerable"), "是 或 否；空着则看答案是否为空"),
    Column("scope", ("范围", "scope"), "result 已完成、plan 要求、problem 问题、preamble 前言"),
    Column("note", ("备注", "说明", "note", "comment"), "随意"),
)
KINDS_ZH = dict(zip(OWN_KINDS, ("数字", "事实", "口语", "列举", "结构", "英文", "追问", "无答案"), strict=True))
_YES = {"是", "可", "能", "y", "yes", "true", "1", "√", "✓"}
_NO = {"否", "不可", "不能", "n", "no", "false", "0", "×", "✗"}
_HEADER_ROWS = 5  # a title may stand above the header
_LINES = re.compile(r"[\r\n]+")
_POINTS = re.compile(r"[;；\r\n]+")
_VARIANTS = re.compile(r"[|｜]")


def read_table(sheet: Sheet, documents: Sequence[Document]) -> tuple[Question, ...]:
    """Return the questions of `sheet`. Raises `DatasetError` naming the cell (or the line of a CSV) and what to do."""
    header, places = _find_header(sheet)
    _check_merged(sheet, header)
    questions: list[Question] = []
    taken: dict[str, int] = {}
    for number in range(header + 1, len(sheet.rows)):
        question = _read_row(sheet, number, places, documents)
        if question.id in taken:
            where = sheet.place(number, places.get("id"))
            raise DatasetError(f"{where}: id '{question.id}' is taken by row {taken[question.id]}; ids must differ")
        taken[question.id] = sheet.numbers[number]
        questions.append(question)
    if not questions:
        raise DatasetError(f"{sheet.name} has a header and no questions under it; write one in each row")
    return tuple(questions)


def _find_header(sheet: Sheet) -> tuple[int, dict[str, int]]:
    """Return the row of the header and the place of each column by key."""
    if not sheet.rows:
        raise DatasetError(f"{sheet.name} is empty; start from `workplan eval template questions.xlsx`")
    names = {name: column.key for column in COLUMNS for name in column.headers}
    best: dict[str, int] = {}
    for row, cells in enumerate(sheet.rows[:_HEADER_ROWS]):
        found: dict[str, int] = {}
        for place, cell in enumerate(cells):
            key = names.get(re.sub(r"[\s*＊:：]", "", cell).lower())
            if key in found:
                raise DatasetError(f"{sheet.place(row, place)}: a second column '{cell}'; keep one of the two")
            if key is not None:
                found[key] = place
        if "question" in found and "answer_groups" in found:
            return row, found
        best = max(best, found, key=len)
    missing = [column for column in COLUMNS if column.required and column.key not in best]
    wanted = " and ".join(f"'{column.headers[0]}' (or '{column.key.split('_')[0]}')" for column in missing)
    raise DatasetError(
        f"{sheet.place(0)}: no column {wanted}; found {', '.join(filter(None, sheet.rows[0])) or 'nothing'}. "
        "Start from `workplan eval template questions.xlsx`"
    )


def _check_merged(sheet: Sheet, header: int) -> None:
    for area, _, last in sheet.merged:
        if last >= sheet.numbers[header]:
            raise DatasetError(
                f"{sheet.name}, cells {area} are merged: unmerge them and fill every row, for it is unclear to which "
                "question they belong"
            )


def _read_row(sheet: Sheet, number: int, places: Mapping[str, int], documents: Sequence[Document]) -> Question:
    cells = sheet.rows[number]
    texts = {key: cells[place] if place < len(cells) else "" for key, place in places.items()}
    try:
        return make_question(_as_object(texts, sheet.numbers[number]), sheet.numbers[number], documents)
    except Fault as fault:
        column = places.get(fault.key, places["question"] if fault.key == "question" else None)
        raise DatasetError(f"{sheet.place(number, column)}: {fault}") from None


def _as_object(texts: Mapping[str, str], number: int) -> JsonObject:
    """Return the row as the object of a line of JSON Lines; what is left empty is filled in."""
    groups = [
        [variant.strip() for variant in _VARIANTS.split(point) if variant.strip()]
        for point in _POINTS.split(texts.get("answer_groups", ""))
        if point.strip(" |｜")
    ]
    history = _split(texts.get("history", ""))
    row: JsonObject = {
        "id": texts.get("id") or f"row-{number}",
        "kind": _kind(texts, groups, history),
        "question": texts.get("question", ""),
        "answerable": _answerable(texts.get("answerable", ""), groups),
        "answer_groups": groups,
        "evidence": _split(texts.get("evidence", "")),
    }
    optional = {"history": history, "scope": texts.get("scope"), "note": texts.get("note")}
    return row | {key: value for key, value in optional.items() if value}


def _kind(texts: Mapping[str, str], groups: Sequence[Sequence[str]], history: Sequence[str]) -> str:
    given = texts.get("kind", "")
    if given:
        return {name: kind for kind, name in KINDS_ZH.items()}.get(given, given.lower())
    if not groups:
        return "unanswerable"
    if history:
        return "followup"
    if find_language(texts.get("question", "")) == "en":
        return "english"
    if len(groups) > 1:
        return "list"
    return "figure" if any(character.isdigit() for character in groups[0][0]) else "fact"


def _answerable(given: str, groups: Sequence[object]) -> bool:
    word = given.lower()
    if word and word not in _YES | _NO:
        raise Fault("answerable", f"'{given}' is neither 是 nor 否 (yes, no)")
    return word in _YES if word else bool(groups)


def _split(text: str) -> list[str]:
    return [line.strip() for line in _LINES.split(text) if line.strip()]
