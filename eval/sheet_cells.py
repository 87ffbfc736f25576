"""Read the cells of a CSV or XLSX file as text, whatever a spreadsheet program made of them. Knows nothing of questions."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import DatasetError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_SEPARATORS = ",\t;"
_MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a table: `rows[i]` stands in line (CSV) or row (XLSX) `numbers[i]`; every cell is text, stripped.

    `merged` are the ranges of merged cells with the rows they reach from and to; `remarks` what was odd but harmless.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    lettered: bool = False
    merged: tuple[tuple[str, int, int], ...] = ()
    remarks: tuple[str, ...] = ()

    def place(self, row: int, column: int | None = None) -> str:
        """Return how a message names row `row` (a place in `rows`), or one cell of it."""
        number = self.numbers[row]
        if not self.lettered:
            return f"{self.name}:{number}" + ("" if column is None else f", column {column + 1}")
        return f"{self.name}, " + (f"row {number}" if column is None else f"cell {letter(column)}{number}")


def letter(column: int) -> str:
    """Return the letters of a column counted from 0: 0 gives A, 25 Z, 26 AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_csv(data: bytes, name: str) -> Sheet:
    """Return the cells of a CSV file: UTF-8, UTF-16 with a mark, or GBK (as Excel saves it in China), told by content.

    The separator is the one of comma, tab and semicolon that the first line has most of. Raises `DatasetError` naming the
    line where the text or its quoting is broken.
    """
    text, encoding = _decode(data, name)
    first = text.lstrip("\n").split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=first.count), strict=True)
    rows, numbers = [], []
    before = 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(tuple(cell.strip() for cell in row))
                numbers.append(before + 1)
            before = reader.line_num
    except csv.Error as error:
        raise DatasetError(
            f"{name}:{before + 1}: quotes are not closed or stray ({error}); write a quote inside a cell twice"
        ) from None
    remarks = (f"{name} was read as {encoding}",) if encoding != "UTF-8" else ()
    return Sheet(name, tuple(rows), tuple(numbers), remarks=remarks)


def _decode(data: bytes, name: str) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        choices = [("utf-16", "UTF-16")]
    else:
        choices = [("utf-8-sig", "UTF-8"), ("gb18030", "GBK")]
    for encoding, label in choices:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            place = error.start
            continue
        if "\0" not in text:
            return text, label
        place = data.find(b"\0")
    line = data.count(b"\n", 0, place) + 1
    raise DatasetError(f"{name}:{line}: neither UTF-8 nor GBK text; save it as 'CSV UTF-8' and try again")


def read_xlsx(path: Path) -> Sheet:
    """Return the cells of the first sheet of an XLSX file that has any. Raises `DatasetError` for another kind of file."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        raise DatasetError(
            f"{path.name} cannot be read as XLSX ({error}): open it in a spreadsheet program and save it as .xlsx "
            "without a password, or as CSV"
        ) from None
    filled = [sheet for sheet in book.worksheets if sheet.max_row > 1 or any(_rows(sheet))]
    if not filled:
        names = ", ".join(f"'{sheet.title}'" for sheet in book.worksheets)
        raise DatasetError(f"{path.name}: {names} is empty; start from `workplan eval template questions.xlsx`")
    sheet = filled[0]
    kept = list(_rows(sheet))
    others = [other.title for other in filled[1:]]
    remarks = (f"{path.name}: sheet '{sheet.title}' was read, not {', '.join(others)}",) if others else ()
    return Sheet(
        f"{path.name} '{sheet.title}'",
        tuple(cells for _, cells in kept),
        tuple(number for number, _ in kept),
        True,
        tuple((str(area), area.min_row, area.max_row) for area in sheet.merged_cells.ranges),
        remarks,
    )


def _rows(sheet: Worksheet) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, row in enumerate(sheet.iter_rows(max_row=min(sheet.max_row, _MOST_ROWS)), 1):
        cells = tuple(_text(cell) for cell in row)
        if any(cells):
            yield number, cells


def _text(cell: Any) -> str:
    """Return what a person sees in a cell: 0.9876 shown as a percentage is 98.76%, 3020.0 is 3020."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        percent = "%" in (cell.number_format or "")
        number = value * 100 if percent else value
        return f"{number:.10g}" + ("%" if percent else "")
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()[:10]
    return str(value).strip()
