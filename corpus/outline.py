"""Make the headings of a report a tree of sections with positions and scopes."""

from dataclasses import dataclass, field

from corpus.grammar import Marker, inline_markers
from corpus.headings import INLINE_RANK, PART_RANK, Heading, find_headings, heading_extent
from corpus.scope import scope_of_section, scopes_of_parts
from corpus.types import Scope, Section


@dataclass(slots=True)
class _Node:
    heading: Heading
    end: int
    implied: bool = False
    children: list["_Node"] = field(default_factory=list)


def parse_outline(text: str, body_start: int = 0) -> tuple[Section, ...]:
    """Return the sections of `text` as a tree, from `body_start` (the first character after the title lines).

    A report without any heading has no sections. One that begins in the middle of a part gets that part implied.
    """
    roots = _build_tree(find_headings(text, body_start), len(text))
    _add_implied_part(roots, body_start)
    for root in roots:
        _add_inline_items(text, root)
    scopes = scopes_of_parts([root.heading.title for root in roots], [_span(root) for root in roots], text)
    return tuple(
        _freeze(text, root, str(place), 1, scope)
        for place, (root, scope) in enumerate(zip(roots, scopes, strict=True), 1)
    )


def _span(node: _Node) -> tuple[int, int]:
    return node.heading.start, node.end


def _build_tree(headings: list[Heading], text_end: int) -> list[_Node]:
    roots: list[_Node] = []
    opened: list[_Node] = []
    for heading in headings:
        while opened and opened[-1].heading.rank >= heading.rank:
            opened.pop().end = heading.start
        if heading.opens:
            node = _Node(heading, text_end)
            (opened[-1].children if opened else roots).append(node)
            opened.append(node)
    return roots


def _add_implied_part(roots: list[_Node], body_start: int) -> None:
    """Put the sections before the first printed part under a part whose heading is on another page."""
    first_part = next((place for place, node in enumerate(roots) if node.heading.rank <= PART_RANK), None)
    if not first_part:
        return
    part = roots[first_part]
    before = roots[:first_part]
    starts_midway = (part.heading.number or 1) > 1 or (before[0].heading.number or 1) > 1
    if not starts_midway:
        return
    number = part.heading.number - 1 if part.heading.number and part.heading.number > 1 else None
    heading = Heading(body_start, body_start, part.heading.rank, number=number)
    roots[:first_part] = [_Node(heading, part.heading.start, implied=True, children=before)]


def _add_inline_items(text: str, node: _Node) -> None:
    for child in node.children:
        _add_inline_items(text, child)
    if node.children:
        return
    start = node.heading.heading_end
    while start < node.end:
        line_end = text.find("\n", start, node.end)
        line_end = node.end if line_end < 0 else line_end
        for run in inline_markers(text, start, line_end):
            if not any(child.heading.start <= run[0].start < child.end for child in node.children):
                node.children += _inline_nodes(text, run, line_end)
        start = line_end + 1
    node.children.sort(key=lambda child: child.heading.start)


def _inline_nodes(text: str, run: list[Marker], line_end: int) -> list[_Node]:
    nodes = []
    for place, marker in enumerate(run):
        if place + 1 < len(run):
            end = run[place + 1].start
        else:
            stop = min(
                (found for mark in "。！？!?" if (found := text.find(mark, marker.end, line_end)) >= 0), default=-1
            )
            end = line_end if stop < 0 else stop + 1
        heading_end = heading_extent(text, marker.start, marker.end, end)
        title = text[marker.end : heading_end].strip("。.;；:：,， ")
        printed = text[marker.start : marker.end].strip()
        nodes.append(_Node(Heading(marker.start, heading_end, INLINE_RANK, printed, marker.number, title), end))
    return nodes


def _freeze(text: str, node: _Node, path: str, level: int, scope: Scope) -> Section:
    heading = node.heading
    end = node.end
    while end > heading.heading_end and text[end - 1].isspace():
        end -= 1
    own = scope_of_section(heading.title, heading.problem, scope)
    return Section(
        id=path,
        marker=heading.marker,
        number=heading.number,
        title=heading.title,
        level=level,
        start=heading.start,
        heading_end=heading.heading_end,
        end=end,
        scope=own,
        implied=node.implied,
        children=tuple(_freeze(text, child, f"{path}.{n}", level + 1, own) for n, child in enumerate(node.children, 1)),
    )
