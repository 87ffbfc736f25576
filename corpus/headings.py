"""Find where the headings of a report stand, before they are made a tree.

Three kinds of line open a section: a numbered heading, a run-in topic sentence (`精准帮扶困难职工。…`), and the
paragraph that admits shortcomings, which reports rarely number. Two kinds close sections without opening one: the
paragraph of thanks (back to its part) and the closing appeal (back to the report).
"""

import re
from dataclasses import dataclass

from corpus import cues
from corpus.grammar import FAMILIES, Marker, line_marker
from corpus.sentences import split_clauses, split_sentences

PART_RANK = next(family.rank for family in FAMILIES if family.name == "part")
SECTION_RANK = next(family.rank for family in FAMILIES if family.name == "section")
RUN_IN_RANK = max(family.rank for family in FAMILIES if not family.inline) + 1
INLINE_RANK = 100  # below every line heading

_LONGEST_HEADING = 80  # characters of a line that is a heading as a whole
_ADDRESS = 16  # characters of a salutation that opens a paragraph
_LONGEST_TOPIC = 60  # characters of a numbered topic sentence
_RUN_IN = re.compile(r"[^,，:：;；。“”\s]{4,26}。")
_BODY_AFTER_RUN_IN = 12  # characters that must follow a run-in topic sentence in its paragraph
_LARGEST_GAP = 2  # numerals that may be missing between two headings of a strong family


@dataclass(frozen=True, slots=True)
class Heading:
    """A place in the text where sections open or close.

    `rank` says which open sections it closes; one that `opens` none only closes. `[start, heading_end)` is the
    heading with its marker; `title` is what breadcrumbs show.
    """

    start: int
    heading_end: int
    rank: int
    marker: str = ""
    number: int | None = None
    title: str = ""
    opens: bool = True
    problem: bool = False


def find_headings(text: str, body_start: int) -> list[Heading]:
    """Return the headings of `text` from `body_start` on, in order, numbered ones checked against their neighbours."""
    lines = [span for span in _lines(text) if span[0] >= body_start]
    numbered = _numbered(text, lines)
    headings: list[Heading] = []
    last_numbered = max(numbered, default=-1)
    closing = False
    for start, end in lines:
        if start in numbered:
            headings.append(_numbered_heading(text, numbered[start], end))
        elif (
            start > max(last_numbered, len(text) // 2)
            and not closing
            and cues.matches(cues.SALUTATIONS, text[start : start + 12])
        ):
            headings.append(Heading(start, start, 0, opens=False))
            closing = True
        elif not closing:
            headings += _unnumbered(text, start, end)
    return _drop_single_run_ins(headings)


def _lines(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(r"[^\n]+", text)]


def _numbered(text: str, lines: list[tuple[int, int]]) -> dict[int, Marker]:
    """Return the accepted markers by line start. Numerals in order are the tie-breaker between heading and prose."""
    ends = dict(lines)
    found = [marker for start, end in lines if (marker := line_marker(text, start, end))]
    accepted: dict[int, Marker] = {}
    last: dict[str, int] = {}  # family -> its last number under the headings that are open
    for place, marker in enumerate(found):
        family = marker.family
        heading_like = _is_heading_line(text, marker.start, ends[marker.start])
        before = last.get(family.name)
        follows = before is not None and before < marker.number <= before + 1 + (_LARGEST_GAP if heading_like else 0)
        announced = any(m.family is family and m.number == marker.number + 1 for m in found[place + 1 :])
        begins = marker.number == 1 and (family.strong or announced or len(found) == 1)
        midway = before is None and (announced or (family.strong and heading_like))
        if follows or begins or midway:
            accepted[marker.start] = marker
            last = {name: number for name, number in last.items() if _rank(name) < family.rank}
            last[family.name] = marker.number
    return accepted


def _rank(name: str) -> int:
    return next(family.rank for family in FAMILIES if family.name == name)


def _is_heading_line(text: str, start: int, end: int) -> bool:
    """Tell whether the line is short and a single sentence."""
    return end - start <= _LONGEST_HEADING and not re.search(r"[。！？!?;；].", text[start:end])


def _numbered_heading(text: str, marker: Marker, line_end: int) -> Heading:
    end = heading_extent(text, marker.start, marker.end, line_end)
    title = text[marker.end : end].rstrip("。.;；:： ")
    return Heading(marker.start, end, marker.family.rank, text[marker.start : marker.end].strip(), marker.number, title)


def heading_extent(text: str, start: int, marker_end: int, line_end: int) -> int:
    """Return where the heading that begins at `start` ends.

    The whole line when that is short and one sentence; else its topic sentence; else its first clause.
    """
    if _is_heading_line(text, start, line_end):
        return line_end
    sentence_end = split_sentences(text, start, line_end)[0][1]
    if sentence_end - start <= _LONGEST_TOPIC:
        return sentence_end
    clause = re.compile(r"[,，:：;；。]").search(text, marker_end + 1, sentence_end)
    return clause.start() if clause else sentence_end


def _unnumbered(text: str, start: int, end: int) -> list[Heading]:
    sentences = split_sentences(text, start, end)
    first = sentences[0]
    if (
        len(sentences) > 1
        and cues.matches(cues.SALUTATIONS, text[first[0] : first[1]])
        and first[1] - first[0] <= _ADDRESS
    ):
        first = sentences[1]  # 各位代表! before what is said to them
    lead = text[first[0] : first[1]]
    if cues.matches(cues.THANKS_LEADS, lead):
        return [Heading(start, start, SECTION_RANK, opens=False)]
    if cues.matches(cues.PROBLEM_LEADS, lead):
        return [Heading(start, start, SECTION_RANK, title=_problem_clause(lead), problem=True)]
    run_in = _RUN_IN.match(text, start, end)
    if run_in and end - run_in.end() >= _BODY_AFTER_RUN_IN:
        return [Heading(start, run_in.end(), RUN_IN_RANK, title=run_in[0].rstrip("。"))]
    # Any other paragraph ends a run-in section, which is one paragraph long.
    return [Heading(start, start, RUN_IN_RANK, opens=False)]


def _problem_clause(lead: str) -> str:
    """Return the clause that admits the shortcomings, as the section's title."""
    for clause_start, clause_end in split_clauses(lead, shortest=4):
        clause = lead[clause_start:clause_end].rstrip("。，,：:；; ")
        if cues.matches(cues.PROBLEM_LEADS[:1], clause):
            return clause
    return lead.rstrip("。，,：:；; ")[:_LONGEST_TOPIC]


def _drop_single_run_ins(headings: list[Heading]) -> list[Heading]:
    """Keep run-in topics only where a section has two or more: one alone may be any short sentence."""
    kept: list[Heading] = []
    group: list[Heading] = []

    def flush() -> None:
        opening = [heading for heading in group if heading.opens]
        kept.extend(group if len(opening) > 1 else [])
        group.clear()

    for heading in headings:
        if heading.rank == RUN_IN_RANK:
            group.append(heading)
        else:
            flush()
            kept.append(heading)
    flush()
    return kept
