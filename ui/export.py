"""A conversation as a file to keep or to mail: Markdown, or Word through python-docx (known here alone)."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from assistant.types import Answer, Turn
from corpus import Document
from ui.escaping import clean, escape_markdown
from ui.presenter import by_role, citation_place
from ui.wording import Language, role_heading, say

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


def conversation_markdown(turns: Sequence[Turn], documents: Sequence[Document], language: Language = "zh") -> str:
    """Return the conversation as Markdown: a heading for each question, its answer, every quote with its place."""
    blocks = [f"# {escape_markdown(_title(documents, language))}"]
    for turn in turns:
        blocks.append(f"## {escape_markdown(turn.question)}")
        if turn.answer is None:
            continue
        blocks.append("  \n".join(escape_markdown(line) for line in turn.answer.text.split("\n")))
        for heading, rows in _sources(turn.answer, documents, language):
            blocks.append(f"**{escape_markdown(heading)}**")
            blocks += [f"{escape_markdown(place)}\n\n> {escape_markdown(quote)}" for place, quote in rows]
    blocks.append(f"*{escape_markdown(say('exported_at', language))}*")
    return "\n\n".join(blocks) + "\n"


def conversation_docx(turns: Sequence[Turn], documents: Sequence[Document], language: Language = "zh") -> bytes:
    """Return the conversation as a Word file of the same make-up."""
    import docx

    word = docx.Document()
    _use_fonts(word)
    word.add_heading(_xml_text(_title(documents, language)), 0)
    for turn in turns:
        word.add_heading(_xml_text(turn.question), 1)
        if turn.answer is None:
            continue
        for line in turn.answer.text.split("\n"):
            word.add_paragraph(_xml_text(line))
        for heading, rows in _sources(turn.answer, documents, language):
            word.add_paragraph().add_run(_xml_text(heading)).bold = True
            for place, quote in rows:
                word.add_paragraph(_xml_text(place))
                word.add_paragraph(_xml_text(quote), style="Intense Quote")
    word.add_paragraph(_xml_text(say("exported_at", language)))
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _title(documents: Sequence[Document], language: Language) -> str:
    return " · ".join(document.title for document in documents) or say("page_title", language)


def _sources(
    answer: Answer, documents: Sequence[Document], language: Language
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for role, citations in by_role(answer):
        rows = [
            (f"[{citation.number}] {citation_place(citation, documents, language)}", citation.quote)
            for citation in citations
        ]
        yield role_heading(role, language), rows


def _xml_text(text: str) -> str:
    """Return `text` without what XML cannot hold."""
    return "".join(
        letter for letter in clean(text) if letter in "\n\t" or (letter >= " " and letter not in "\ufffe\uffff")
    )


def _use_fonts(word: "WordDocument") -> None:
    """Name a Chinese font for Chinese letters; Word takes a Latin one's substitute else."""
    from docx.oxml.ns import qn

    for name in ("Normal", "Title", "Heading 1", "Intense Quote"):
        fonts = word.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), "SimSun" if name in ("Normal", "Intense Quote") else "SimHei")
