"""The command `answer`: a file of questions in, a file of answers out, line by line in the same order."""

import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.json_form import answer_to_json, history_from_json
from assistant.types import Turn
from corpus import DatasetError, QuestionError, WorkplanError
from ui import options
from ui.opening import open_assistant
from ui.progress import progress_bar
from ui.wording import say, say_both

if TYPE_CHECKING:
    from assistant import Assistant

_LINE = 'expected {"id": …, "question": "…", "history": […]}'


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """A well-formed line of a question file."""

    id: str | int
    question: str
    history: tuple[str | Turn, ...]


def answer(
    questions: Annotated[Path, typer.Argument(help=say_both("questions_argument"), show_default=False)],
    out: Annotated[Path, typer.Option("--out", help=say_both("out_option"), show_default=False)],
    document: options.Documents = None,
    encoder: options.Encoder = None,
    data: options.Data = None,
    allow_downloads: options.AllowDownloads = None,
    language: options.Language = None,
) -> None:
    """Answer every line; a malformed one gives an error object in its place and exit code 1, the rest is answered."""
    settings = options.settings_of(encoder=encoder, data=data, allow_downloads=allow_downloads, language=language)
    lines = read_lines(questions)
    check_folder(out)
    assistant = open_assistant(document, settings)
    answers: list[dict[str, Any]] = []
    with progress_bar(say("answering", settings.language)) as report:
        for result in answer_lines(lines, assistant):
            answers.append(result)
            report(len(answers), len(lines))
    write_lines(out, answers)
    failed = [result["line"] for result in answers if "error" in result]
    typer.echo(say("answered", settings.language, answered=len(answers) - len(failed), failed=len(failed), path=out))
    if failed:
        raise DatasetError(f"{questions}: malformed line {_numbers(failed)}; {out} says what is wrong with each")


def read_lines(path: Path) -> list[tuple[int, bytes]]:
    """Return (number from 1, bytes) of the lines of `path` that are not blank. Raises `DatasetError`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DatasetError(f"cannot read {path}: {error.strerror}; expected a file of questions, one a line") from error
    lines = enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1)
    return [(number, line) for number, line in lines if line.strip()]


def answer_lines(lines: Sequence[tuple[int, bytes]], assistant: "Assistant") -> Iterator[dict[str, Any]]:
    """Yield, for each line, the one JSON object led by the line's id, or `{"id": null, "line": n, "error": …}`."""
    for number, line in lines:
        try:
            asked = parse_line(line)
            started = time.perf_counter()
            found = assistant.ask(asked.question, asked.history)
            yield {"id": asked.id, **answer_to_json(found, (time.perf_counter() - started) * 1000)}
        except (DatasetError, QuestionError) as error:
            yield {"id": None, "line": number, "error": str(error)}


def parse_line(line: bytes) -> BatchQuestion:
    """Return the question of a line. Raises `DatasetError` or `QuestionError`, saying what is wrong with it."""
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise DatasetError(f"byte {error.start + 1} is not UTF-8; {_LINE}") from error
    except json.JSONDecodeError as error:
        raise DatasetError(f"not JSON: {error.msg} at character {error.pos + 1}; {_LINE}") from error
    except (RecursionError, ValueError) as error:
        raise DatasetError(f"not JSON that can be read (nested too deep, or a number too long); {_LINE}") from error
    if not isinstance(value, dict):
        raise DatasetError(f"not an object; {_LINE}")
    if not isinstance(value.get("id"), (str, int)) or isinstance(value["id"], bool):
        raise DatasetError(f'"id" is missing or neither text nor a whole number; {_LINE}')
    if not isinstance(value.get("question"), str):
        raise DatasetError(f'"question" is missing or not text; {_LINE}')
    return BatchQuestion(value["id"], value["question"], history_from_json(value.get("history")))


def check_folder(out: Path) -> None:
    """Raise `WorkplanError` at once where the answers could not be written after all the work."""
    if out.is_dir() or not out.parent.is_dir():
        problem = "it is a folder" if out.is_dir() else f"there is no folder {out.parent}"
        raise WorkplanError(f"cannot write {out}: {problem}; expected the path of a file in an existing folder")


def write_lines(out: Path, objects: Sequence[dict[str, Any]]) -> None:
    """Write one JSON object a line; whoever reads `out` sees the old file or the whole new one."""
    try:
        with NamedTemporaryFile("wb", dir=out.parent, prefix=f".{out.name}.", delete=False) as file:
            temporary = Path(file.name)
            for value in objects:
                file.write(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(out)
    except OSError as error:
        raise WorkplanError(f"cannot write {out}: {error.strerror}; choose another place with --out") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _numbers(lines: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in lines[:10])
    return shown if len(lines) <= 10 else f"{shown} and {len(lines) - 10} more"
