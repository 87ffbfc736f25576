"""Open a question set, whichever form it has: this project's JSON Lines, a CSV or XLSX table, or SQuAD-format JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from corpus import DatasetError, Document, bundled_report, load_report
from eval.questions import read_questions
from eval.squad import read_squad
from eval.types import Dataset

BUILT_IN = ("dev", "test")
_BOOKS = (".xlsx", ".xlsm")
_TABLES = (*_BOOKS, ".csv", ".tsv")
_GOLD = Path(__file__).parent / "gold"


def load_dataset(dataset: str | Path, reports: Sequence[str | Path] = ()) -> Dataset:
    """Return the question set `dataset`: a path, or `dev` or `test` for the built-in gold.

    The questions of JSON Lines and tables are about `reports` (files; none: the bundled report); a SQuAD file brings its own
    paragraphs. Raises `DatasetError` naming file and line, `ReportError` for an unreadable report.
    """
    if dataset in BUILT_IN:
        return _load_gold(str(dataset), reports)
    path = Path(dataset)
    ending = path.suffix.lower()
    if ending in _TABLES:
        return _load_table(path, ending, reports)
    if ending in (".xls", ".et", ".ods", ".numbers"):
        raise DatasetError(f"{path.name}: {ending} files are not read; save it as .xlsx or as CSV UTF-8")
    text = read_dataset_text(path)
    squad = _parse_squad(text, path.name)
    if squad is None:
        documents = _documents(reports)
        return Dataset(path.name, "workplan", read_questions(text, path.name, documents), documents)
    if reports:
        raise DatasetError(f"{path.name} is a SQuAD file, whose own paragraphs are searched; leave --document out")
    return read_squad(squad, path.name)


def _load_table(path: Path, ending: str, reports: Sequence[str | Path]) -> Dataset:
    from eval.sheet_cells import read_csv, read_xlsx
    from eval.sheet_questions import read_table

    data = _read_bytes(path)
    sheet = read_xlsx(path) if ending in _BOOKS else read_csv(data, path.name)
    documents = _documents(reports)
    return Dataset(path.name, "workplan", read_table(sheet, documents), documents, sheet.remarks)


def _load_gold(split: str, reports: Sequence[str | Path]) -> Dataset:
    paths = sorted(_GOLD.glob(f"*.{split}.jsonl"))
    if not paths:
        raise DatasetError(f"the built-in question set '{split}' is missing from {_GOLD}; install the package again")
    documents = _documents(reports)
    questions = [
        question for path in paths for question in read_questions(read_dataset_text(path), path.name, documents)
    ]
    return Dataset(split, "workplan", tuple(questions), documents)


def _documents(reports: Sequence[str | Path]) -> tuple[Document, ...]:
    documents = [load_report(report) for report in reports] or [bundled_report()]
    return tuple({document.id: document for document in documents}.values())


def read_dataset_text(path: Path) -> str:
    """Return the text of the file at `path`, UTF-8 with or without a byte order mark."""
    data = _read_bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DatasetError(f"{path.name}:{line}: not UTF-8 text; save the file as UTF-8 and try again") from None


def _read_bytes(path: Path) -> bytes:
    """Return what is in the file at `path`. Raises `DatasetError` where it is missing, a folder or empty."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DatasetError(
            f"{path}: no such file; give the path of a question set, or {' or '.join(BUILT_IN)}"
        ) from None
    except IsADirectoryError:
        raise DatasetError(f"{path} is a folder; give the path of a question set") from None
    except OSError as error:
        raise DatasetError(f"{path} cannot be read ({error.strerror}); check its permissions") from None
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise DatasetError(f"{path.name} is empty; expected a JSON object a line, or SQuAD-format JSON")
    return data


def _parse_squad(text: str, name: str) -> object | None:
    """Return the parsed file when it is one JSON value with `data` in it; None when it is JSON Lines."""
    try:
        value = json.loads(text)
    except RecursionError:
        raise DatasetError(f"{name}: nested too deeply; expected JSON Lines or SQuAD-format JSON") from None
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) and text.lstrip().startswith('{"') and '"data"' in text[:2000]:
            raise DatasetError(
                f"{name}:{error.lineno}: the JSON breaks off here; the file is cut short, copy it again"
            ) from None
        if _first_line_is_json(text) or error.lineno == 1:
            return None  # more lines follow, or the line reader will name the fault of the first
        raise DatasetError(
            f"{name}:{error.lineno}: not JSON ({error.msg} at column {error.colno}); "
            "expected one JSON object a line, or SQuAD-format JSON"
        ) from None
    if isinstance(value, dict) and "data" in value:
        return value
    if "\n" in text.strip() or not isinstance(value, dict):
        raise DatasetError(f"{name}: neither JSON Lines nor SQuAD format (an object with a list 'data')")
    return None


def _first_line_is_json(text: str) -> bool:
    try:
        json.loads(text.lstrip().split("\n", 1)[0])
    except (json.JSONDecodeError, RecursionError):
        return False
    return True
