"""What a question is about: its content terms, how rare each is in the report, and how well a passage supports them."""

import math
import re
from collections.abc import Iterable, Sequence

import numpy as np

from assistant.stopwords import GENRE, STOPWORDS
from corpus import Document
from index import Encoder, Matrix, words

_COUNTING = re.compile(r"[哪几这那一二两三四五六七八九十]+[条项点个大块件种类部分家场]*")
_RELATED = 0.45  # cosine below which two different words count as unrelated
_SYNONYMS = 0.75  # cosine at which they count as the same


def content_terms(question: str) -> tuple[str, ...]:
    """Return the words that say what `question` is about, in order; words of asking and of time are left out."""
    folded = re.sub(r"(?<!\d)(19|20)\d\d(?!\d) ?年?", " ", question)
    named = re.findall(r"(?<![\d.])\d{3,}(?![\d.])", folded)  # a number that is a name: 42101, 12351
    return (*(w for w in words(folded) if w not in STOPWORDS and not _COUNTING.fullmatch(w)), *named)


def specific_terms(question: str) -> tuple[str, ...]:
    """Return the content terms of two and more characters, without the words that every report of the genre repeats."""
    return tuple(term for term in content_terms(question) if term not in GENRE and len(term) > 1)


class TermMatcher:
    """Compare a question's terms with the words of sentences, exactly and by meaning."""

    def __init__(self, documents: Sequence[Document], encoder: Encoder) -> None:
        self._encoder = encoder
        self._texts = [document.text[s.start : s.end].lower() for document in documents for s in document.sentences]
        self._rows: dict[str, Matrix] = {}
        self._weights: dict[str, float] = {}

    def weight(self, term: str) -> float:
        """Return ln(1 + (n - df + .5) / (df + .5)) of the sentences that hold `term`, as BM25 weighs it (Robertson 2009).

        The genre's own words count a third.
        """
        if term not in self._weights:
            n = len(self._texts)
            df = sum(term in text for text in self._texts)
            idf = math.log(1 + (n - df + 0.5) / (df + 0.5))
            self._weights[term] = idf / 3 if term in GENRE else idf
        return self._weights[term]

    def occurs(self, term: str) -> bool:
        """Tell whether some sentence holds `term`."""
        return any(term in text for text in self._texts)

    def support(self, terms: Sequence[str], text: str) -> list[float]:
        """Return for each term in [0, 1] how well `text` supports it: 1 where it stands there, else by its nearest word."""
        lowered = text.lower()
        present = words(text)
        if not terms or not present:
            return [0.0] * len(terms)
        cosines = (self._vectors(terms) @ self._vectors(present).T).max(axis=1)
        return [1.0 if term in lowered else _graded(float(cosine)) for term, cosine in zip(terms, cosines, strict=True)]

    def coverage(self, terms: Sequence[str], text: str) -> float:
        """Return the weighted mean of `support` over `terms`, in [0, 1]; 0 without terms."""
        weights = [self.weight(term) for term in terms]
        total = sum(weights)
        return sum(w * s for w, s in zip(weights, self.support(terms, text), strict=True)) / total if total else 0.0

    def likeness(self, one: str, other: str) -> float:
        """Return the cosine of two short texts by the word encoder, in [-1, 1]."""
        rows = self._vectors([one, other])
        return float(rows[0] @ rows[1])

    def _vectors(self, terms: Iterable[str]) -> Matrix:
        wanted = tuple(terms)
        missing = [term for term in wanted if term not in self._rows]
        if missing:
            for term, row in zip(missing, self._encoder.encode_passages(missing), strict=True):
                self._rows[term] = row
        return np.stack([self._rows[term] for term in wanted])


def _graded(cosine: float) -> float:
    """Map a cosine to [0, 1]: nothing below `_RELATED`, everything from `_SYNONYMS` on, linear between."""
    return min(1.0, max(0.0, (cosine - _RELATED) / (_SYNONYMS - _RELATED)))
