"""The last step of every answer: what is quoted must be the report's own slice, and every figure must be accounted for.

An answer is quotes with markers and a few words of ours, which are read back: ordinals (1, 2, 3 in order), the items of a
list (slices of the quote), the short answer (printed in a quote as a whole; its English form is computed again), and the
wordings of `wording.py`, whose places have a rule each: a count is the number of citations or items, the year of a scope
the report's own, a breadcrumb that of a citation, and what a refusal names stands in the question or the report.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from assistant.english import to_english
from assistant.question import understand
from assistant.types import Answer, Citation
from assistant.wording import templates
from corpus import Document

_ITEM = re.compile(r"^(\d+)\. (.*)\[(\d+)\]$", re.MULTILINE)
_ORDINAL = re.compile(r"^(\d+)\. ?(?=\x00)", re.MULTILINE)
_QUOTED_PLACE = "\x00"  # where a quote was taken out
_PLACE = re.compile(r"\\\{(\w+)\\\}")


def quote_is_exact(citation: Citation, document: Document) -> bool:
    """Tell whether the citation's quote is the slice of `document.text` that it says."""
    return (
        citation.document_id == document.id
        and 0 <= citation.start < citation.end <= len(document.text)
        and document.text[citation.start : citation.end] == citation.quote
    )


def find_faults(answer: Answer, documents: Sequence[Document]) -> tuple[str, ...]:
    """Return what in `answer` the report does not bear out, a line each; nothing for a sound answer.

    Greetings and help say nothing of the report. A compound answer is checked part by part.
    """
    if answer.kind in ("chat", "help"):
        return ()
    if answer.parts:
        return tuple(fault for part in answer.parts for fault in find_faults(part, documents))
    return tuple(_faults(answer, {document.id: document for document in documents}))


def _faults(answer: Answer, documents: dict[str, Document]) -> Iterator[str]:
    by_number = {citation.number: citation for citation in answer.citations}
    ours = answer.text
    for citation in answer.citations:
        document = documents.get(citation.document_id)
        if document is None or not quote_is_exact(citation, document):
            yield f"citation {citation.number} is not the report's own text"
    for citation in sorted(answer.citations, key=lambda c: -len(c.quote)):
        printed = f"{citation.quote.replace(chr(10), ' ')}[{citation.number}]"
        if printed not in ours:
            yield f"the quote of citation {citation.number} is not in the answer"
        ours = ours.replace(printed, _QUOTED_PLACE, 1)
    items = _ITEM.findall(ours)
    for ordinal, item, number in items:
        if int(number) not in by_number or item not in by_number[int(number)].quote:
            yield f"item {ordinal} is not in citation {number}"
    ours = _ITEM.sub(lambda found: f"{found[1]}. {_QUOTED_PLACE}", ours)
    ordinals = [int(number) for number in _ORDINAL.findall(ours)]
    if ordinals != list(range(1, len(ordinals) + 1)):
        yield f"the list is numbered {ordinals}"
    ours = _ORDINAL.sub("", ours)
    if answer.short_answer:
        if not short_answer_stands(answer.short_answer, answer.citations):
            yield f"the short answer {answer.short_answer!r} is in no citation"
        ours = _without_short(ours, answer.short_answer)
    allowed = _allowed(answer, len(ordinals) or len(answer.citations), documents)
    left = _unworded(ours.replace(_QUOTED_PLACE, "").strip(), allowed)
    if left:
        yield f"{left!r} is neither quoted nor ours to say"


def _without_short(text: str, short: str) -> str:
    """Return `text` without the short answer before it, nor its English form where that is exact."""
    english = to_english(short)
    forms = [f"{short}。", f"{short} ({english}). ", f"{short}. "]
    return next((text.removeprefix(form) for form in forms if text.startswith(form)), text)


def _allowed(answer: Answer, listed: int, documents: dict[str, Document]) -> dict[str, Callable[[str, str], bool]]:
    """Return for each place of a wording what may stand there: `allowed[place](value, key)`."""
    cited = [documents[c.document_id] for c in answer.citations if c.document_id in documents]
    results = {str(document.result_year or "") for document in cited}
    plans = {str(document.year or "") for document in cited}
    places = {citation.breadcrumb for citation in answer.citations}
    of_result = ("result", "no_result_figure")
    asked = {str(y) for d in documents.values() for y in understand(answer.query, d.year, d.result_year).years}

    def is_year(value: str, key: str) -> bool:
        year = re.sub(r"\D", "", value)
        if key == "silent_year":
            return year in asked
        return year in (results if key in of_result else plans)

    def is_other_year(value: str, key: str) -> bool:
        return re.sub(r"\D", "", value) in (plans if key in of_result else results)

    return {
        "n": lambda value, key: value == str(listed),
        "year": is_year,
        "in_year": is_year,
        "other_year": is_other_year,
        "where": lambda value, key: value in places,
        "term": lambda value, key: value in answer.query or any(value in d.text for d in documents.values()),
        "figure": lambda value, key: value in answer.query,
    }


def _unworded(text: str, allowed: dict[str, Callable[[str, str], bool]]) -> str:
    """Return what is left of `text` when our wordings are taken off its beginning one after another."""
    while text:
        rest = next(
            (
                text[found.end() :].lstrip()
                for key, pattern in _patterns()
                if (found := pattern.match(text))
                and all(allowed[place](value, key) for place, value in found.groupdict().items())
            ),
            None,
        )
        if rest is None:
            return text
        text = rest
    return ""


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return every wording of ours as a pattern whose places are groups."""
    rows = [*templates("zh"), *templates("en")]
    return tuple((key, re.compile(_PLACE.sub(r"(?P<\1>.*?)", re.escape(words.rstrip())))) for key, words in rows)


def short_answer_stands(short_answer: str, citations: Sequence[Citation]) -> bool:
    """Tell whether `short_answer` is the number of citations, or is printed in one as a whole: 16 is not in 1.16."""
    if short_answer.isdigit() and int(short_answer) == len(citations):
        return True
    printed = re.compile(rf"(?<![\d.．]){re.escape(short_answer)}(?!\.?\d)")
    return any(printed.search(citation.quote) for citation in citations)
