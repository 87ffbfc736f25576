"""Text from a report or a person, made safe: it is shown as it is and never acts as markup or as a terminal command."""

import html
import re

_ACTIVE = re.compile(r"([\\`*_~\[\]<>|$^#!{}])")
_ADDRESS = re.compile(r"(?i)(://|www\.|@)")
_LINE_START = re.compile(r"^(\s*)([-+=])", re.MULTILINE)
_LIST_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])", re.MULTILINE)
_LINE_ENDS = re.compile(r"[ \t\u00a0]*\n[ \t\u00a0]*")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def escape_markdown(text: str) -> str:
    r"""Return Markdown that shows `text` and nothing else: no markup, no HTML, no link made of a bare address.

    Lines are kept, white space at their ends is not (it would make code blocks).

    >>> escape_markdown("  *重点* <img src=x>")
    '\\*重点\\* \\<img src=x\\>'
    """
    return escape_span(text).strip()


def escape_span(text: str) -> str:
    """Return `escape_markdown` of a piece inside a text, which keeps the spaces at its two ends."""
    text = _LINE_ENDS.sub("\n", clean(text)).replace("&", "&amp;")
    text = _ADDRESS.sub(_broken_address, _ACTIVE.sub(r"\\\1", text))
    return _LINE_START.sub(r"\1\\\2", _LIST_NUMBER.sub(r"\1\\\2", text))


def escape_html(text: str) -> str:
    """Return HTML on one line that shows `text` and nothing else, in an element or in a quoted attribute.

    On one line, so that it can stand in Markdown, where a blank line would end it.
    """
    return html.escape(clean(text), quote=True).replace("\n", "&#10;")


def clean(text: str) -> str:
    """Return `text` without control characters (terminal commands, direction overrides) and lone surrogates.

    Line feeds and tabs stay; a carriage return becomes a line feed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def _broken_address(found: re.Match[str]) -> str:
    """Break what an autolinker looks for, so that it shows the same."""
    return {"://": r"\://", "@": r"\@"}.get(found[0], found[0][:-1] + r"\.")
