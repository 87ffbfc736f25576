"""Search for a question and look twice: candidates with features, ranked by the fitted scorer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.candidates import Candidate, find_features
from assistant.outline_answer import section_scope_of
from assistant.question import Question
from assistant.scorer import Scorer
from assistant.terms import TermMatcher, content_terms
from corpus import Document, Section
from index import Hit, Index

CANDIDATES = 24  # sentences that get the second look
NEAR = 2.0  # how far below the first's score a candidate of the right type and scope is still preferred
SAME_THING = 0.8  # share of the first candidate's coverage that another figure needs to be of the same thing
Shown = frozenset[tuple[str, int]]  # (document id, start) of sentences already shown


@dataclass(frozen=True, slots=True)
class Reader:
    """What every step reads: the index, the words of the reports, the fitted weights."""

    index: Index
    matcher: TermMatcher
    scorer: Scorer


@dataclass(frozen=True, slots=True)
class Searched:
    """What is known when the evidence is chosen: candidates best first, and how likely the first is to answer."""

    question: Question
    terms: tuple[str, ...]
    ranked: Sequence[Candidate]
    confidence: float


def search(
    question: Question,
    reader: Reader,
    context: Section | None,
    shown: Shown = frozenset(),
    near: Shown = frozenset(),
) -> Searched:
    """Return the candidates for `question`, within the section that it names where it names one, without those `shown`.

    `near` are the sentences that a follow-up leans on.
    """
    index = reader.index
    terms = content_terms(question.text)
    if question.language == "en":  # and what the lexicon calls them in the report's language
        text = "".join(document.text for document in index.documents)
        others = (other for match in index.lexicon.matches(question.text) for other in match.others)
        terms = tuple(dict.fromkeys([*terms, *(other for other in others if other in text)]))
    documents = {document.id: document for document in index.documents}
    within = section_scope_of(question, index.documents[0], context) if len(index.documents) == 1 else None
    hits: Sequence[Hit] = index.search(question.text, 2 * CANDIDATES + len(shown) if within is None else 10_000)
    if within is not None:
        hits = [hit for hit in hits if within.start <= hit.passage.start < within.end]
    hits = [hit for hit in hits if not _is_outline(hit, documents)]
    if question.scope == "plan":  # what is to be done about a shortcoming is not the shortcoming
        hits = [hit for hit in hits if hit.passage.scope != "problem"] or hits
    hits = [hit for hit in hits if (hit.passage.document_id, hit.passage.start) not in shown]
    further = [hit for hit in hits[CANDIDATES:] if (hit.passage.document_id, hit.passage.start) in near]
    hits = [*hits[:CANDIDATES], *further]
    hits = _with_quoted(question, hits)
    ranked = reader.scorer.rank(find_features(question, terms, hits, documents, reader.matcher, near))
    return Searched(question, terms, ranked, reader.scorer.confidence(ranked))


def best_candidate(searched: Searched) -> Candidate | None:
    """Return the first candidate that holds the type of answer asked for, in the scope asked for where there is one."""
    if not searched.ranked:
        return None
    first = searched.ranked[0]
    near = [c for c in searched.ranked if c.score >= first.score - NEAR]
    if searched.question.kind == "figure":  # a figure of the other scope is worth saying, an unrelated one is not
        near = [c for c in near if c.coverage >= SAME_THING * first.coverage]
    typed = [c for c in near if c.fits_type]
    return next((c for c in typed if c.fits_scope), typed[0] if typed else first)


def _with_quoted(question: Question, hits: Sequence[Hit]) -> Sequence[Hit]:
    """Return the hits that use a name which the question quotes; all of them where none does."""
    using = [hit for hit in hits if any(name in hit.passage.text for name in question.quoted)]
    return using or hits


def _is_outline(hit: Hit, documents: Mapping[str, Document]) -> bool:
    """Tell whether `hit` is the heading of a section with subsections: the outline answers for those."""
    if hit.passage.kind != "heading":
        return False
    section = documents[hit.passage.document_id].section(hit.passage.section)
    return section is not None and bool(section.children)
