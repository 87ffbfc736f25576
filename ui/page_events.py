"""What happens when someone asks, stops, edits or resumes: the events of the chat page."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.types import Turn
from corpus import QuestionError
from ui.answer_html import answer_html, question_html
from ui.conversation import conversation_json, read_command, read_keep
from ui.escaping import escape_html
from ui.wording import Language, language_of, say

if TYPE_CHECKING:
    from assistant import Assistant

log = logging.getLogger(__name__)

AT_ONCE = 8
"""Questions answered at the same time; Gradio's own default is one."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that events read and write."""

    turns: gr.State
    chatbot: gr.Chatbot
    question: gr.Textbox
    record: gr.Textbox
    keep: gr.Textbox
    command: gr.Textbox
    run: gr.Button
    send: gr.Button
    stop: gr.Button
    clear: gr.Button


def messages_of(turns: Sequence[Turn], assistant: "Assistant", language: Language) -> list[dict[str, Any]]:
    """Return the conversation as the chat shows it; what a person typed is escaped like everything else."""
    messages: list[dict[str, Any]] = []
    for number, turn in enumerate(turns, start=1):
        messages.append({"role": "user", "content": question_html(turn.question)})
        if turn.answer is not None:
            spoken = language_of(turn.question, language)
            content = answer_html(turn.answer, assistant.documents, spoken, turn.question)
            options = [{"value": text, "label": text} for text in turn.answer.suggestions]
            last = number == len(turns)
            messages.append({"role": "assistant", "content": content, "options": options if last else None})
    return messages


def connect(assistant: "Assistant", language: Language, parts: Parts) -> None:
    """Bind every event of the page; none of them can be called from outside it."""
    shown = [parts.turns, parts.chatbot, parts.question, parts.record, parts.keep]

    def show(turns: Sequence[Turn], remaining: str = "") -> tuple[Any, ...]:
        record = conversation_json(turns, assistant.documents, language)
        return list(turns), messages_of(turns, assistant, language), remaining, record, ""

    def pending(turns: Sequence[Turn], question: str) -> tuple[Any, ...]:
        thinking = f'<div class="wp-pending">{escape_html(say("thinking", language))}</div>'
        asked = {"role": "user", "content": question_html(question)}
        messages = [*messages_of(turns, assistant, language), asked, {"role": "assistant", "content": thinking}]
        return gr.skip(), messages, "", gr.skip(), gr.skip()

    def respond(text: str, conversation: list[Turn], keep: object = None) -> Iterator[tuple[Any, ...]]:
        if not text.strip():
            yield show(conversation)
            return
        turns = conversation[: read_keep(keep)]
        yield pending(turns, text)
        try:
            yield show([*turns, Turn(text, assistant.ask(text, tuple(turns)))])
        except QuestionError:
            gr.Warning(say("unclear", language), title="")
            yield show(conversation, text)
        except Exception:  # the edge: whatever went wrong is logged, and the conversation stays
            log.exception("a question of the page could not be answered")
            gr.Warning(say("failed", language), title="")
            yield show(conversation, text)

    def respond_to_choice(choice: gr.SelectData, conversation: list[Turn]) -> Iterator[tuple[Any, ...]]:
        yield from respond(str(choice.value), conversation)

    def respond_to_command(text: str, conversation: list[Turn]) -> Iterator[tuple[Any, ...]]:
        try:
            command = read_command(text, assistant.documents)
        except QuestionError:
            gr.Warning(say("unreadable", language), title="")
            yield show(conversation)
            return
        if command.question is None:
            yield show(command.turns)
        else:
            yield from respond(command.question, conversation, command.keep)

    how: dict[str, Any] = {
        "api_visibility": "private",
        "concurrency_limit": AT_ONCE,
        "concurrency_id": "ask",
        "show_progress": "hidden",
    }
    running = [
        gr.on(
            [parts.question.submit, parts.send.click], respond, [parts.question, parts.turns, parts.keep], shown, **how
        ),
        parts.chatbot.option_select(respond_to_choice, [parts.turns], shown, **how),
        parts.run.click(respond_to_command, [parts.command, parts.turns], shown, **how),
    ]
    parts.stop.click(show, [parts.turns], shown, cancels=running, **how)
    gr.on([parts.clear.click, parts.chatbot.clear], lambda: show([]), None, shown, **how)
