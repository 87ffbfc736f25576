"""The chat page: the conversation beside its evidence. The only module that knows Gradio.

A conversation is a list of turns in the browser session's state; the server keeps nothing else of it.
"""

import logging
from importlib import resources
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

import gradio as gr

from assistant.types import Turn
from corpus import QuestionError
from ui.escaping import escape_html, escape_markdown
from ui.panel import header_html, panel_html
from ui.presenter import answer_markdown
from ui.wording import Language, language_of, say

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant import Assistant

log = logging.getLogger(__name__)

AT_ONCE = 8
"""Questions answered at the same time; Gradio's own default is one."""

LONGEST_INPUT = 2000  # characters; what `Assistant.ask` reads
FONTS = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
MONOSPACE = ["ui-monospace", "Consolas", "monospace"]


def mount_page(app: "FastAPI", assistant: "Assistant", language: Language) -> None:
    """Serve the page at `/` of `app`; it loads nothing from any other host."""
    assets = resources.files("ui") / "assets"
    script = (assets / "page.js").read_text(encoding="utf-8")
    icon = "data:image/svg+xml," + quote((assets / "icon.svg").read_text(encoding="utf-8").strip())
    gr.mount_gradio_app(
        app,
        make_page(assistant, language),
        path="/",
        theme=gr.themes.Base(primary_hue="red", neutral_hue="stone", font=FONTS, font_mono=MONOSPACE),
        css=(assets / "page.css").read_text(encoding="utf-8"),
        head=f'<link rel="icon" href="{icon}"><script>{script}</script>',
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1kb",
        ssr_mode=False,
        enable_monitoring=False,
    )


def make_page(assistant: "Assistant", language: Language) -> gr.Blocks:
    """Return the page: two columns where there is room, one on a phone."""
    with gr.Blocks(title=say("page_title", language), analytics_enabled=False, fill_width=True) as page:
        _markup(header_html(assistant.documents, language), elem_id="wp-header")
        turns = gr.State([])
        with gr.Row(elem_id="wp-columns"):
            with gr.Column(scale=7, elem_id="wp-chat"):
                chatbot = _chatbot(assistant, language)
                with gr.Row(elem_id="wp-ask"):
                    question = gr.Textbox(
                        placeholder=say("input_placeholder", language),
                        label=say("input_label", language),
                        show_label=False,
                        container=False,
                        max_length=LONGEST_INPUT,
                        max_lines=4,
                        autofocus=True,
                        scale=1,
                        elem_id="wp-question",
                    )
                    send = gr.Button(say("send", language), variant="primary", min_width=72, scale=0, elem_id="wp-send")
                    clear = gr.Button(say("clear", language), min_width=72, scale=0, elem_id="wp-clear")
                _markup(f'<p class="wp-note">{escape_html(say("figures_note", language))}</p>')
            with gr.Column(scale=5, elem_id="wp-side"):
                _markup(f"<h2>{escape_html(say('evidence', language))}</h2>")
                panel = _markup(panel_html((), assistant.documents, language), elem_id="wp-evidence")
        _connect(assistant, language, (turns, chatbot, question, panel), send, clear)
    return cast(gr.Blocks, page)


def messages_of(turns: list[Turn], assistant: "Assistant", language: Language) -> list[dict[str, Any]]:
    """Return the conversation as the chat shows it; what a person typed is escaped like everything else."""
    messages: list[dict[str, Any]] = []
    for number, turn in enumerate(turns, start=1):
        messages.append({"role": "user", "content": escape_markdown(turn.question)})
        if turn.answer is not None:
            spoken = language_of(turn.question, language)
            content = answer_markdown(turn.answer, assistant.documents, spoken, number)
            options = [{"value": text, "label": text} for text in turn.answer.suggestions]
            last = number == len(turns)
            messages.append({"role": "assistant", "content": content, "options": options if last else None})
    return messages


def _markup(html: str, elem_id: str | None = None) -> gr.Markdown:
    """Return a component that shows HTML; `gr.HTML` would need a policy under which a page may evaluate text."""
    return gr.Markdown(html, elem_id=elem_id, latex_delimiters=[], container=False)


def _chatbot(assistant: "Assistant", language: Language) -> gr.Chatbot:
    greeting = f"### {say('greeting', language)}\n{say('greeting_hint', language)}"
    return gr.Chatbot(
        label=say("conversation", language),
        show_label=False,
        container=False,
        height="100%",
        buttons=[],
        feedback_options=None,
        latex_delimiters=[],
        allow_tags=False,
        group_consecutive_messages=False,
        layout="bubble",
        placeholder=greeting,
        examples=[{"text": example} for example in assistant.examples],
        elem_id="wp-messages",
    )


def _connect(
    assistant: "Assistant",
    language: Language,
    parts: tuple[gr.State, gr.Chatbot, gr.Textbox, gr.Markdown],
    send: gr.Button,
    clear: gr.Button,
) -> None:
    turns, chatbot, question, panel = parts
    shown = [turns, chatbot, question, panel]

    def show(conversation: list[Turn], remaining: str = "") -> tuple[Any, ...]:
        return (
            conversation,
            messages_of(conversation, assistant, language),
            remaining,
            panel_html(conversation, assistant.documents, language),
        )

    def respond(text: str, conversation: list[Turn]) -> tuple[Any, ...]:
        if not text.strip():
            return show(conversation)
        try:
            return show([*conversation, Turn(text, assistant.ask(text, tuple(conversation)))])
        except QuestionError:
            gr.Warning(say("unclear", language), title="")
        except Exception:  # the edge: whatever went wrong is logged, and the conversation stays
            log.exception("a question of the page could not be answered")
            gr.Warning(say("failed", language), title="")
        return show(conversation, text)

    def respond_to_choice(choice: gr.SelectData, conversation: list[Turn]) -> tuple[Any, ...]:
        value = choice.value
        return respond(value["text"] if isinstance(value, dict) and "text" in value else str(value), conversation)

    how: dict[str, Any] = {"api_visibility": "private", "concurrency_limit": AT_ONCE, "show_progress": "hidden"}
    gr.on([question.submit, send.click], respond, [question, turns], shown, **how)
    gr.on([chatbot.example_select, chatbot.option_select], respond_to_choice, [turns], shown, **how)
    gr.on([clear.click, chatbot.clear], lambda: show([]), None, shown, **how)
