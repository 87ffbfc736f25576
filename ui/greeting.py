"""What stands on the page before anything is asked: example questions by part of the report, as HTML."""

from collections.abc import Sequence

from corpus import Document
from ui.escaping import escape_html
from ui.questions import QuestionGroup
from ui.wording import Language, say, scope_label


def greeting_html(groups: Sequence[QuestionGroup], document: Document | None, language: Language = "zh") -> str:
    """Return the greeting; a button asks the question that it shows."""
    blocks = "".join(_block(group, document, language) for group in groups)
    return (
        f'<div class="wp-greeting"><h2>{escape_html(say("greeting", language))}</h2>'
        f"<p>{escape_html(say('greeting_hint', language))}</p>{blocks}</div>"
    )


def _block(group: QuestionGroup, document: Document | None, language: Language) -> str:
    section = group.section
    buttons = "".join(
        f'<li><button type="button" class="wp-ask">{escape_html(question)}</button></li>'
        for question in group.questions
    )
    if section is None:
        heading = escape_html(say("greeting_start", language))
    else:
        label = escape_html(scope_label(section.scope, document, language))
        heading = f'<span class="wp-badge wp-{section.scope}">{label}</span> {escape_html(section.label)}'
    return f'<div class="wp-group"><h3>{heading}</h3><ul>{buttons}</ul></div>'
