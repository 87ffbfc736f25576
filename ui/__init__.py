"""Show answers: the command line, the chat page, REST."""

from ui.evidence import evidence_html
from ui.presenter import answer_markdown, answer_text

__all__ = ["answer_markdown", "answer_text", "evidence_html"]
