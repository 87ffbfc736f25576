"""Read text a line at a time, naming the place of what is wrong: JSON objects of predictions, feedback and BEIR folders."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus import DatasetError


def read_lines(path: Path, expected: str) -> Iterator[tuple[str, str]]:
    """Yield `file:number` and the line, for each line of UTF-8 text that is not empty.

    Raises DatasetError, which says what was `expected`, where the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise DatasetError(f"{path} cannot be read ({error.strerror}); {expected}") from None
    except UnicodeDecodeError:
        raise DatasetError(f"{path}: not UTF-8 text; save the file as UTF-8") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield f"{path.name}:{number}", line.rstrip("\r")


def read_objects(path: Path, expected: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield `file:number` and the JSON object of each line; raises DatasetError naming the line that holds none."""
    for place, line in read_lines(path, expected):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise DatasetError(f"{place}: not JSON ({error}); {expected}") from None
        if not isinstance(row, dict):
            raise DatasetError(f"{place}: no JSON object; {expected}")
        yield place, row
