"""What the page's scripts need to know, as JSON: words, reports, scope labels, a question for each section."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from corpus import Document, Scope
from ui.wording import Language, page_words, scope_label


def page_data(
    documents: Sequence[Document], questions: Mapping[str, Mapping[str, str]], language: Language, root: str, other: str
) -> dict[str, Any]:
    """Return the data of a page; `root` and `other` lead from it to the server's root and to the other language.

    `questions` holds for each document id the questions by section id.
    """
    return {
        "root": root,
        "language": language,
        "other": other,
        "words": page_words(language),
        "documents": [
            {
                "id": document.id,
                "title": document.title,
                "scopes": {scope: scope_label(scope, document, language) for scope in get_args(Scope)},
                "questions": dict(questions.get(document.id, {})),
            }
            for document in documents
        ],
    }


def page_data_script(data: Mapping[str, Any]) -> str:
    """Return a script element that sets `window.workplan`; nothing in `data` can end the element."""
    text = json.dumps(data, ensure_ascii=False)
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return f"<script>window.workplan={text}</script>"
