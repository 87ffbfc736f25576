"""The head of the page as HTML: the report's title and print."""

from collections.abc import Sequence

from corpus import Document
from ui.escaping import escape_html
from ui.wording import Language, say


def header_html(documents: Sequence[Document], language: Language) -> str:
    """Return the page's head: title, subtitle and print of the report; all titles where there are more."""
    first = documents[0] if documents else None
    title = " · ".join(document.title for document in documents) or say("page_title", language)
    metadata = first.metadata if first and len(documents) == 1 else {}
    printed = " · ".join(metadata[key] for key in ("paper", "date") if metadata.get(key))
    lines = [
        f'<p class="wp-name">{escape_html(say("page_title", language))}</p>',
        f"<h1>{escape_html(title)}</h1>",
        f'<p class="wp-subtitle">{escape_html(metadata.get("subtitle", ""))}</p>' if metadata.get("subtitle") else "",
    ]
    source = f'<p class="wp-printed">{escape_html(printed)}</p>' if printed else ""
    tagline = f'<p class="wp-tagline">{escape_html(say("tagline", language))}</p>'
    return (
        f'<div class="wp-head"><div class="wp-titles">{"".join(lines)}</div>'
        f'<div class="wp-about"><div class="wp-tools"></div>{source}{tagline}</div></div>'
    )
