"""The commands `ask` and `chat`."""

import json
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.json_form import answer_to_json
from assistant.types import Answer, Turn
from corpus import QuestionError
from ui import options
from ui.explaining import explanation
from ui.opening import open_assistant
from ui.presenter import answer_text
from ui.wording import Language, language_of, say, say_both

if TYPE_CHECKING:
    from assistant import Assistant


def ask(
    question: Annotated[str, typer.Argument(help=say_both("question_argument"), show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help=say_both("json_option"))] = False,
    explain: Annotated[bool, typer.Option("--explain", help=say_both("explain_option"))] = False,
    history: Annotated[list[str] | None, typer.Option("--history", help=say_both("history_option"))] = None,
    document: options.Documents = None,
    encoder: options.Encoder = None,
    data: options.Data = None,
    allow_downloads: options.AllowDownloads = None,
    language: options.Language = None,
) -> None:
    """Answer one question and print it, as text or as the one JSON object."""
    settings = options.settings_of(encoder=encoder, data=data, allow_downloads=allow_downloads, language=language)
    assistant = open_assistant(document, settings)
    if explain:
        shown = language_of(question, settings.language)
        typer.echo(explanation(assistant, question, tuple(history or ()), shown) + "\n", err=as_json)
    started = time.perf_counter()
    answer = assistant.ask(question, history or ())
    latency_ms = (time.perf_counter() - started) * 1000
    if as_json:
        typer.echo(json.dumps(answer_to_json(answer, latency_ms), ensure_ascii=False))
    else:
        typer.echo(answer_text(answer, assistant.documents, language_of(question, settings.language)))


def chat(
    document: options.Documents = None,
    encoder: options.Encoder = None,
    data: options.Data = None,
    allow_downloads: options.AllowDownloads = None,
    language: options.Language = None,
) -> None:
    """Answer question after question; each may lean on the ones before it."""
    with suppress(ImportError):
        import readline  # noqa: F401  (arrow keys and earlier lines at the prompt)
    settings = options.settings_of(encoder=encoder, data=data, allow_downloads=allow_downloads, language=language)
    assistant = open_assistant(document, settings)
    typer.echo(say("chat_greeting", settings.language, title=assistant.documents[0].title))
    for example in assistant.examples:
        typer.echo(f"  {example}")
    _converse(assistant, settings.language)


def _converse(assistant: "Assistant", language: Language) -> None:
    turns: list[Turn] = []
    while (line := _read_line(say("chat_prompt", language))) is not None:
        question = line.strip()
        if question == "/quit":
            return
        if question == "/clear":
            turns.clear()
            typer.echo(say("chat_cleared", language))
        elif question and (answer := _answered(assistant, question, turns)) is not None:
            turns.append(Turn(question, answer))
            typer.echo(answer_text(answer, assistant.documents, language_of(question, language)) + "\n")


def _answered(assistant: "Assistant", question: str, turns: Sequence[Turn]) -> Answer | None:
    """Return the answer; where the question itself is at fault, say why and go on."""
    try:
        return assistant.ask(question, tuple(turns))
    except QuestionError as error:
        typer.echo(f"workplan: {error}", err=True)
        return None


def _read_line(prompt: str) -> str | None:
    """Return the next line, None at the end of the input (Ctrl-D)."""
    try:
        return input(prompt)
    except EOFError:
        typer.echo("")
        return None
