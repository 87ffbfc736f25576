"""Show answers: the command line, the chat page, REST."""

from ui.answer_html import answer_html
from ui.presenter import answer_markdown, answer_text

__all__ = ["answer_html", "answer_markdown", "answer_text"]
