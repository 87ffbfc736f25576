"""The chat page: the conversation beside the report. This module and `ui.page_events` alone know Gradio.

A conversation is a list of turns in the browser session's state; the server keeps nothing else of it. The report beside it
and all that a browser can do alone (links into the text, finding, copying, keeping conversations) is in `ui/assets/*.js`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

import gradio as gr

from ui.escaping import escape_html
from ui.greeting import greeting_html
from ui.heading import header_html
from ui.page_data import page_data, page_data_script
from ui.page_events import Parts, connect
from ui.questions import answered_by, greeting_groups, section_questions
from ui.wording import Language, say

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant import Assistant

LONGEST_INPUT = 2000  # characters; what `Assistant.ask` reads
FONTS = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
MONOSPACE = ["ui-monospace", "Consolas", "monospace"]
_EMBED_STYLE = (  # not among STYLES: Gradio would change what stands before the page's own elements
    "<style>html.wp-embed .wp-titles, html.wp-embed .wp-about > p { display: none !important }"
    "html.wp-embed #wp-columns { height: calc(100dvh - 72px) !important }</style>"
)
SCRIPTS = ("base.js", "reader.js", "find.js", "answers.js", "talks.js", "start.js")
STYLES = ("page.css", "reader.css")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: its path, and the ways from it to the server's root and to the other language."""

    language: Language
    path: str
    root: str
    other: str


def places(language: Language) -> tuple[Place, Place]:
    """Return the places of the two languages, the one under a path first: it must be mounted before the root."""
    other: Language = "zh" if language == "en" else "en"
    return Place(other, f"/{other}", "../", "../"), Place(language, "/", "./", f"{other}/")


def mount_pages(app: "FastAPI", assistant: "Assistant", language: Language) -> None:
    """Serve the page in `language` at `/` of `app` and in the other one beside it; nothing comes from another host."""
    for place in places(language):
        mount_page(app, assistant, place)


def mount_page(app: "FastAPI", assistant: "Assistant", place: Place) -> None:
    """Serve the page at its place."""
    answered = answered_by(assistant)
    questions = {one.id: section_questions(one, answered, place.language) for one in assistant.documents[:1]}
    data = page_data(assistant.documents, questions, place.language, place.root, place.other)
    icon = "data:image/svg+xml," + quote(_asset("icon.svg").strip())
    script = "".join(f"(() => {{{_asset(name)}}})();\n" for name in SCRIPTS)
    gr.mount_gradio_app(
        app,
        make_page(assistant, place.language, questions),
        path=place.path,
        theme=gr.themes.Base(primary_hue="red", neutral_hue="stone", font=FONTS, font_mono=MONOSPACE),
        css="".join(_asset(name) for name in STYLES),
        head=f'<link rel="icon" href="{icon}">{_EMBED_STYLE}{page_data_script(data)}<script>{script}</script>',
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1kb",
        ssr_mode=False,
        enable_monitoring=False,
    )


def make_page(assistant: "Assistant", language: Language, questions: Mapping[str, Mapping[str, str]]) -> gr.Blocks:
    """Return the page: two columns where there is room, one on a phone."""
    with gr.Blocks(title=say("page_title", language), analytics_enabled=False, fill_width=True) as page:
        _markup(header_html(assistant.documents, language), elem_id="wp-header")
        with gr.Row(elem_id="wp-columns"):
            with gr.Column(scale=6, elem_id="wp-chat"):
                parts = _chat(assistant, language, questions)
                _markup(f'<p class="wp-note">{escape_html(say("figures_note", language))}</p>')
            with gr.Column(scale=5, elem_id="wp-side"):
                _markup('<div class="wp-reader-place"></div>')  # ui/assets/reader.js puts the report beside it
        connect(assistant, language, parts)
    return cast(gr.Blocks, page)


def _chat(assistant: "Assistant", language: Language, questions: Mapping[str, Mapping[str, str]]) -> Parts:
    chatbot = _chatbot(assistant, language, questions)
    with gr.Row(elem_id="wp-ask"):
        question = gr.Textbox(
            placeholder=say("input_placeholder", language),
            label=say("input_label", language),
            show_label=False,
            container=False,
            max_length=LONGEST_INPUT,
            max_lines=4,
            scale=1,
            elem_id="wp-question",
        )
        send = gr.Button(say("send", language), variant="primary", min_width=72, scale=0, elem_id="wp-send")
        stop = gr.Button(say("stop", language), min_width=72, scale=0, elem_id="wp-stop")
        clear = gr.Button(say("clear", language), min_width=72, scale=0, elem_id="wp-clear")
    return Parts(
        turns=gr.State([]),
        chatbot=chatbot,
        question=question,
        record=_hidden("wp-record"),
        keep=_hidden("wp-keep"),
        command=_hidden("wp-command"),
        run=gr.Button("run", elem_id="wp-run", elem_classes="wp-hidden"),
        send=send,
        stop=stop,
        clear=clear,
    )


def _hidden(elem_id: str) -> gr.Textbox:
    """Return a box that only the page's scripts read and write; `ui.conversation` says what stands in it."""
    return gr.Textbox(elem_id=elem_id, elem_classes="wp-hidden", show_label=False, container=False)


def _markup(html: str, elem_id: str | None = None) -> gr.Markdown:
    """Return a component that shows HTML; `gr.HTML` would need a policy under which a page may evaluate text."""
    return gr.Markdown(html, elem_id=elem_id, latex_delimiters=[], container=False)


def _chatbot(assistant: "Assistant", language: Language, questions: Mapping[str, Mapping[str, str]]) -> gr.Chatbot:
    first = assistant.documents[0] if assistant.documents else None
    groups = greeting_groups(first, questions.get(first.id, {}), answered_by(assistant), language) if first else ()
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
        autoscroll=False,  # ui/assets/answers.js keeps the question in sight
        layout="bubble",
        placeholder=greeting_html(groups, first, language),
        elem_id="wp-messages",
    )


def _asset(name: str) -> str:
    return (resources.files("ui") / "assets" / name).read_text(encoding="utf-8")
