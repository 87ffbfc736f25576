"""The command `outline`: a report's sections as a tree, its text, or JSON."""

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus import Document, Section, bundled_report, load_report
from ui import options
from ui.escaping import clean
from ui.wording import Language, say, say_both, scope_label

if TYPE_CHECKING:
    from rich.tree import Tree


def outline(
    document: options.OneDocument = None,
    text: Annotated[bool, typer.Option("--text", help=say_both("text_option"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say_both("outline_json_option"))] = False,
    language: options.Language = None,
) -> None:
    """Print the outline; `--text` prints the canonical text exactly as positions count it, and one line feed."""
    if text and as_json:
        raise typer.BadParameter("--text and --json exclude each other: give one of them")
    settings = options.settings_of(language=language)
    report = load_report(document) if document else bundled_report()
    if text:
        sys.stdout.write(report.text + "\n")
    elif as_json:
        typer.echo(json.dumps(outline_json(report), ensure_ascii=False, indent=2))
    elif sys.stdout.isatty():
        from rich.console import Console

        Console().print(_tree(report, settings.language))
    else:
        typer.echo("\n".join(outline_lines(report, settings.language)))


def outline_json(document: Document) -> dict[str, Any]:
    """Return the document's own data and its sections, nested; positions are offsets into its text."""
    return {
        "document": document.id,
        "title": document.title,
        "year": document.year,
        "result_year": document.result_year,
        "metadata": dict(document.metadata),
        "characters": len(document.text),
        "sections": [_section_json(section) for section in document.sections],
    }


def outline_lines(document: Document, language: Language = "zh") -> Iterator[str]:
    """Yield the outline as plain lines, two spaces deeper for each level: heading, scope, positions."""
    yield clean(document.title)
    if not document.sections:
        yield f"  {say('no_sections', language)}"
    for section in document.walk():
        indent = "  " * section.level
        yield f"{indent}{_heading(section, language)}  [{_scope(section, document, language)}]  {_span(section)}"


def _section_json(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "marker": section.marker,
        "number": section.number,
        "title": section.title,
        "label": section.label,
        "level": section.level,
        "scope": section.scope,
        "implied": section.implied,
        "start": section.start,
        "heading_end": section.heading_end,
        "end": section.end,
        "children": [_section_json(child) for child in section.children],
    }


def _tree(document: Document, language: Language) -> "Tree":
    from rich.text import Text
    from rich.tree import Tree

    colours = {"result": "green", "plan": "blue", "problem": "yellow"}

    def grow(branch: Tree, section: Section) -> None:
        label = Text(_heading(section, language))
        label.append(f"  {_scope(section, document, language)}", colours.get(section.scope, "dim"))
        label.append(f"  {_span(section)}", "dim")
        child_branch = branch.add(label)
        for child in section.children:
            grow(child_branch, child)

    tree = Tree(Text(clean(document.title), "bold"))
    for section in document.sections:
        grow(tree, section)
    return tree


def _heading(section: Section, language: Language) -> str:
    return clean(section.label) or say("no_heading", language)


def _scope(section: Section, document: Document, language: Language) -> str:
    return scope_label(section.scope, document, language)


def _span(section: Section) -> str:
    return f"{section.start}–{section.end}"
