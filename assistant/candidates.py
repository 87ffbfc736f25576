"""What speaks for a found sentence, as numbers: the features that the second look ranks it by."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from assistant.answer_types import DURATION, asked_types
from assistant.figures import DURATION_UNIT, STRICT_UNITS, asked_unit, find_figures, has_number, unit_matches
from assistant.question import Question
from assistant.terms import TermMatcher
from corpus import Document, Passage, Sentence
from index import Hit

FEATURES = ("meaning", "late", "words", "synonyms", "terms", "type", "scope", "heading", "margin", "near")
"""meaning: cosine of question and sentence (its best clause counts half). late: the mean of its tokens' best cosines. words: share of the best possible BM25.
synonyms: the same for what the lexicon calls the question's terms. terms: coverage of the question's terms by sentence
and breadcrumb. type: the sentence holds the kind of words asked for. scope: it is of the scope asked for. heading: it is
a heading. margin: it stands in the preamble or the closing. near: a follow-up leans on it (1) or on its section (.5). All in
[0, 1] but the cosine."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A found sentence with its features; `score` is their weighted sum and `share` its softmax among the candidates."""

    hit: Hit
    document: Document
    features: Mapping[str, float] = field(default_factory=dict)
    score: float = 0.0
    share: float = 0.0

    @property
    def passage(self) -> Passage:
        """Return the sentence."""
        return self.hit.passage

    @property
    def fits_type(self) -> bool:
        """Tell whether the sentence holds the kind of words asked for."""
        return self.features["type"] > 0

    @property
    def fits_scope(self) -> bool:
        """Tell whether the sentence is of the scope asked for, or none is."""
        return self.features["scope"] > 0

    @property
    def coverage(self) -> float:
        """Return how well sentence and breadcrumb support the question's terms, in [0, 1]."""
        return self.features["terms"]


def find_features(
    question: Question,
    terms: Sequence[str],
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    matcher: TermMatcher,
    near: Set[tuple[str, int]] = frozenset(),
) -> list[Candidate]:
    """Return `hits` as candidates with their features, in the order given; `near` are (document id, start) of sentences."""
    sections = {
        (document, sentence.section) for document, start in near for sentence in _at(documents[document], start)
    }
    found = []
    for hit in hits:
        passage = hit.passage
        place = (passage.document_id, passage.start)
        nearness = 1.0 if place in near else 0.5 if (passage.document_id, passage.section) in sections else 0.0
        features = _features(question, terms, hit, matcher) | {"near": nearness}
        found.append(Candidate(hit, documents[passage.document_id], features))
    return found


def _at(document: Document, start: int) -> Iterator[Sentence]:
    return (sentence for sentence in document.sentences if sentence.start == start)


def _features(question: Question, terms: Sequence[str], hit: Hit, matcher: TermMatcher) -> dict[str, float]:
    passage = hit.passage
    return {
        "meaning": hit.dense,
        "late": hit.late,
        "words": hit.lexical,
        "synonyms": hit.synonym,
        "terms": matcher.coverage(terms, f"{passage.breadcrumb} {passage.text}"),
        "type": float(answers_type(question, passage.text)),
        "scope": float(question.scope is None or passage.scope == question.scope),
        "heading": float(passage.kind == "heading"),
        "margin": float(passage.scope in ("other", "preamble")),
    }


def answers_type(question: Question, text: str) -> bool:
    """Tell whether `text` holds the kind of words that the question asks for."""
    if any(not kind.needs.search(text) for kind in asked_types(question.text)):
        return False
    if question.kind != "figure":
        return True
    unit = asked_unit(question.text)
    if unit == DURATION_UNIT and DURATION.needs.search(text):
        return True  # 每季度一次 answers 多久一次
    if unit in STRICT_UNITS:
        return any(unit_matches(unit, figure.unit) for figure in find_figures(text))
    return has_number(text)
