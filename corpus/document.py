"""Read a report: page to text, text to outline, outline to sentences. The text is normalised here and never again."""

import hashlib
import itertools
import re
from importlib import resources
from pathlib import Path

from corpus import cues
from corpus.errors import ReportError
from corpus.outline import parse_outline
from corpus.page import Page, read_page
from corpus.reading import decode_report, read_report
from corpus.scope import scope_of_sentence
from corpus.sentences import split_sentences
from corpus.types import Document, Section, Sentence

_BUNDLED = "anhui-2022.txt"
_YEAR = re.compile(r"(20\d\d) ?年")
_ID_LENGTH = 12


def load_report(path: str | Path) -> Document:
    """Return the report in the text file at `path`. Raises `ReportError` when it cannot be read as text."""
    return parse_report(read_report(path), name=Path(path).stem)


def bundled_report() -> Document:
    """Return the report that comes with the package."""
    file = resources.files("corpus") / "reports" / _BUNDLED
    return parse_report(decode_report(file.read_bytes(), _BUNDLED), name=Path(_BUNDLED).stem)


def parse_report(raw: str, name: str = "") -> Document:
    """Return `raw`, a page saved as text, as a document; `name` is its title where the page shows none.

    Raises `ReportError` when nothing is left once the page's furniture is removed.
    """
    page = read_page(raw)
    if not page.text:
        raise ReportError(f"{name or 'the report'} has no text besides page furniture; expected a report")
    body_start = _body_start(page)
    sections = parse_outline(page.text, body_start)
    year, result_year = _years(page, sections)
    return Document(
        id=hashlib.sha256(page.text.encode()).hexdigest()[:_ID_LENGTH],
        title=page.metadata.get("title") or name or page.text[:20],
        text=page.text,
        sections=sections,
        sentences=_sentences(page.text, sections, body_start),
        metadata=page.metadata,
        year=year,
        result_year=result_year,
    )


def _body_start(page: Page) -> int:
    lines = page.text.split("\n")[: page.title_lines]
    return min(sum(len(line) + 1 for line in lines), len(page.text))


def _sentences(text: str, sections: tuple[Section, ...], body_start: int) -> tuple[Sentence, ...]:
    flat = [section for root in sections for section in root.walk()]
    cuts = sorted(
        {0, body_start, len(text), *(s.start for s in flat), *(s.heading_end for s in flat if _whole(s, text))}
    )
    sentences = []
    for begin, finish in itertools.pairwise(cuts):
        for start, end in split_sentences(text, begin, finish):
            if start < body_start:
                sentences.append(Sentence(start, end, "", "preamble", heading=True))
                continue
            holder = _deepest(sections, start)
            leads = holder is None or (holder.level == 1 and bool(holder.children))
            scope = scope_of_sentence(text[start:end], holder.scope if holder else None, leads)
            if holder is None and sections and start > sections[-1].start:
                scope = "other"  # the closing appeal belongs to no section
            heading = holder is not None and end <= holder.heading_end
            sentences.append(Sentence(start, end, holder.id if holder else "", scope, heading))
    return tuple(sentences)


def _whole(section: Section, text: str) -> bool:
    """Tell whether the heading ends where a sentence or a line does (and is no mere clause of one)."""
    end = section.heading_end
    return end > section.start and (end == len(text) or text[end - 1] in "。;；!！?？" or text[end] == "\n")


def _deepest(sections: tuple[Section, ...], position: int) -> Section | None:
    found = None
    while True:
        inner = next((section for section in sections if section.start <= position < section.end), None)
        if inner is None:
            return found
        found, sections = inner, inner.children


def _years(page: Page, sections: tuple[Section, ...]) -> tuple[int | None, int | None]:
    """Return (year of the plan, year of the results); None where the report does not say.

    The plan's year stands in its heading, else in its first words (2022 年是…), else in the title, else in the date.
    """
    plan = next((section for section in sections if section.scope == "plan"), None)
    year = _year_in(plan.title) if plan else None
    if year is None and plan:
        opening = page.text[plan.heading_end : plan.heading_end + 40].strip()
        year = _year_in(opening) if cues.matches(cues.PREAMBLE_LEADS, opening) else None
    for printed in (page.metadata.get("title", ""), page.metadata.get("subtitle", "")):
        year = year or _year_in(printed)
    date = re.match(r"20\d\d", page.metadata.get("date", ""))
    year = year or (int(date[0]) if date else None)
    result = next((section for section in sections if section.scope == "result"), None)
    result_year = _year_in(result.title) if result else None
    if result_year is None and result and year:
        text = page.text[result.start : result.end]
        annual = plan is not None and "五年" not in result.title
        result_year = year - 1 if annual or re.search(rf"{year - 1} ?年", text) else None
    return year, result_year


def _year_in(text: str) -> int | None:
    found = _YEAR.search(text)
    return int(found[1]) if found else None
