"""An empty table of questions to fill in: XLSX with choices and a page of help, CSV that Excel opens, or JSON Lines."""

from __future__ import annotations

import io
import json
from pathlib import Path

from corpus import DatasetError
from eval.sheet_questions import COLUMNS, KINDS_ZH
from eval.writing import check_writable, write_file

FORMS = (".xlsx", ".csv", ".jsonl")
_ROWS = 1000  # that get the choices
_EXAMPLE = {
    "id": "q1",
    "kind": "figure",
    "question": "今年计划培训多少人?",
    "answerable": True,
    "answer_groups": [["500人", "500名"]],
    "evidence": ["全年培训 500 人。"],
}


def write_template(path: Path) -> None:
    """Write an empty question set to `path`, its form told by the ending.

    Raises `DatasetError` for another ending or a file already there, `WorkplanError` where it cannot be written.
    """
    if path.suffix.lower() not in FORMS:
        raise DatasetError(f"{path}: a template ends in {', '.join(FORMS)}; give it one of these endings")
    if path.exists():
        raise DatasetError(f"{path} is there already; give another name, so that nothing written is lost")
    check_writable(path)
    write_file(path, {".xlsx": _xlsx, ".csv": _csv, ".jsonl": _jsonl}[path.suffix.lower()]())


def _csv() -> bytes:
    """Return the header alone; the mark makes Excel read it as UTF-8."""
    return ("\ufeff" + ",".join(column.headers[0] for column in COLUMNS) + "\r\n").encode()


def _jsonl() -> bytes:
    """Return one made-up question: JSON Lines have no header."""
    return (json.dumps(_EXAMPLE, ensure_ascii=False) + "\n").encode()


def _xlsx() -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "题集"
    sheet.freeze_panes = "A2"
    for place, column in enumerate(COLUMNS, 1):
        cell = sheet.cell(1, place, column.headers[0] + ("*" if column.required else ""))
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE7F3")
        wide = column.key in ("question", "answer_groups", "evidence", "history")
        sheet.column_dimensions[get_column_letter(place)].width = 36 if wide else 12
        for row in range(2, 52):
            sheet.cell(row, place).alignment = Alignment(wrap_text=True, vertical="top")
    for key, choices in (("kind", KINDS_ZH.values()), ("answerable", ("是", "否"))):
        place = next(number for number, column in enumerate(COLUMNS, 1) if column.key == key)
        rule = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True, showErrorMessage=True)
        rule.add(f"{get_column_letter(place)}2:{get_column_letter(place)}{_ROWS}")
        sheet.add_data_validation(rule)
    _help(book.create_sheet("填写说明"))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _help(sheet: object) -> None:
    """Fill the second page: what each column holds, and what is done with the table."""
    from openpyxl.worksheet.worksheet import Worksheet

    if not isinstance(sheet, Worksheet):
        return
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width, sheet.column_dimensions["C"].width = (
        14,
        20,
        90,
    )
    rows = [(column.headers[0] + ("*" if column.required else ""), column.key, column.help_zh) for column in COLUMNS]
    steps = (
        "检查：workplan eval check 题集.xlsx --document 报告.txt",
        "评测：workplan eval run 题集.xlsx --document 报告.txt --out 结果",
    )
    for row in (("列", "英文列名", "填什么（带 * 的必填）"), *rows, ("", "", ""), *(("", "", step) for step in steps)):
        sheet.append(row)
