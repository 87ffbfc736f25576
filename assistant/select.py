"""Choose the evidence: the sentence that answers, the figure in it, and the sentences that belong to a list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer_types import asked_types
from assistant.evidence import Evidence
from assistant.figures import Figure, asked_unit, find_figures, unit_matches
from assistant.question import Question
from assistant.terms import TermMatcher
from corpus import Document, Passage, split_clauses
from index import Hit

# Weights of the second look at what search found; chosen on the dev questions
_COVERAGE = 1.0
_TYPE = 0.12
_SCOPE = 0.15
_MARGINAL = 0.15  # for the report's closing appeal and for headings, which say little by themselves
_HEADING = 0.15


_ANY_NUMBER = re.compile(r"\d|[一二两三四五六七八九十百千万]+[个项家场次名位届条件种类批市县省区部支]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A found sentence with the reasons for and against it; `coverage` is of the question's terms, in [0, 1]."""

    hit: Hit
    document: Document
    score: float
    coverage: float
    context_coverage: float
    fits_type: bool
    fits_scope: bool

    @property
    def passage(self) -> Passage:
        """Return the sentence."""
        return self.hit.passage


def rank_candidates(
    question: Question, terms: Sequence[str], hits: Sequence[Hit], documents: dict[str, Document], matcher: TermMatcher
) -> list[Candidate]:
    """Return `hits` as candidates, best first; equal ones by their place in the report."""
    candidates = []
    for hit in hits:
        passage = hit.passage
        coverage = matcher.coverage(terms, passage.text)
        with_context = matcher.coverage(terms, f"{passage.breadcrumb} {passage.text}")
        fits_type = answers_type(question, passage.text)
        fits_scope = question.scope is None or passage.scope == question.scope
        score = hit.score + _COVERAGE * (coverage + with_context) / 2 + _TYPE * fits_type
        score += (
            _SCOPE * fits_scope
            - _MARGINAL * (passage.scope in ("other", "preamble"))
            - _HEADING * (passage.kind == "heading")
        )
        document = documents[passage.document_id]
        candidates.append(Candidate(hit, document, score, coverage, with_context, fits_type, fits_scope))
    return sorted(candidates, key=lambda c: (-c.score, c.passage.document_id, c.passage.start))


def answers_type(question: Question, text: str) -> bool:
    """Tell whether `text` holds the kind of words that the question asks for."""
    if any(not kind.needs.search(text) for kind in asked_types(question.text)):
        return False
    if question.kind != "figure":
        return True
    unit = asked_unit(question.text)
    if unit in ("%", "元"):
        return any(unit_matches(unit, figure.unit) for figure in find_figures(text))
    return bool(_ANY_NUMBER.search(text))


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """The figure that answers and the clause it stands in, as offsets into the sentence's text."""

    figure: Figure
    clause: tuple[int, int]


def choose_figure(question: Question, terms: Sequence[str], text: str, matcher: TermMatcher) -> FoundFigure | None:
    """Return the figure of `text` whose clause supports the question's terms best; None where no figure fits."""
    unit = asked_unit(question.text)
    best: FoundFigure | None = None
    best_score = float("-inf")
    for figure in find_figures(text):
        fits = unit_matches(unit, figure.unit)
        if not fits and unit in ("%", "元"):
            continue
        start, end = _segment(text, figure.start, "，,；;。、")
        wide = _segment(text, figure.start, "，,；;。")
        near = matcher.coverage(terms, text[start:end])
        support = matcher.coverage(terms, text[wide[0] : wide[1]])
        score = (
            near + 0.5 * support + 0.2 * (bool(unit) and unit == figure.unit) - 0.5 * figure.written - 0.3 * (not fits)
        )
        if score > best_score + 1e-9:
            best, best_score = FoundFigure(figure, wide), score
    return best


def _segment(text: str, position: int, stops: str) -> tuple[int, int]:
    start = max((text.rfind(stop, 0, position) for stop in stops), default=-1) + 1
    ends = [found for stop in stops if (found := text.find(stop, position)) >= 0]
    return start, min(ends, default=len(text))


def trim_to_clauses(candidate: Candidate, terms: Sequence[str], matcher: TermMatcher, longest: int) -> Evidence:
    """Return the candidate's sentence, or where it is longer than `longest`, the clauses that support the question.

    A run of neighbouring clauses is kept, so the quote stays one slice of the report.
    """
    passage = candidate.passage
    whole = Evidence(candidate.document, passage.start, passage.end, passage.section, passage.scope)
    if passage.end - passage.start <= longest:
        return whole
    clauses = split_clauses(passage.text, 1)
    values = [matcher.coverage(terms, passage.text[start:end]) for start, end in clauses]
    best = max(range(len(clauses)), key=lambda place: (values[place], -place))
    first = last = best
    while True:
        left = values[first - 1] if first > 0 else -1.0
        right = values[last + 1] if last + 1 < len(clauses) else -1.0
        grow_left = left > right
        candidate_first, candidate_last = (first - 1, last) if grow_left else (first, last + 1)
        if max(left, right) < 0 or clauses[candidate_last][1] - clauses[candidate_first][0] > longest:
            break
        first, last = candidate_first, candidate_last
    start, end = passage.start + clauses[first][0], passage.start + clauses[last][1]
    return Evidence(candidate.document, start, end, passage.section, passage.scope)
