"""The facade: `Index` finds the passages of documents that a question asks for, and can be saved and loaded."""

from collections.abc import Sequence
from pathlib import Path

from corpus import Document, Passage
from index.build import Parts, build_parts, pooled
from index.grain import Grain
from index.search import search_grain
from index.store import load_parts, save_parts
from index.tokens import tokenize
from index.types import Encoder, Hit, Matrix, Retrieval
from index.vectors import Progress, centre_rows


class Index:
    """Passages of some documents, searchable by meaning and by words."""

    def __init__(self, documents: Sequence[Document], encoder: Encoder, parts: Parts) -> None:
        self.documents = tuple(documents)
        self.encoder = encoder
        self._parts = parts
        self._pooled = pooled(encoder, parts.idf)

    @classmethod
    def build(cls, documents: Sequence[Document], encoder: Encoder, progress: Progress | None = None) -> "Index":
        """Index `documents`; a document given twice counts once. `progress` hears of texts done and texts in all."""
        distinct = tuple({document.id: document for document in documents}.values())
        return cls(distinct, encoder, build_parts(distinct, encoder, progress))

    @classmethod
    def load(cls, folder: str | Path, documents: Sequence[Document], encoder: Encoder) -> "Index":
        """Read a saved index of `documents`.

        Raises IndexMismatchError where it was built with another encoder, from other documents or in another format,
        IndexFolderError where there is none or it is damaged.
        """
        distinct = tuple({document.id: document for document in documents}.values())
        return cls(*load_parts(Path(folder), distinct, encoder))

    def save(self, folder: str | Path) -> None:
        """Write the index into `folder`, in place of the one saved there before; raises IndexFolderError."""
        save_parts(Path(folder), self.documents, self.encoder, self._parts)

    def search(self, query: str, limit: int = 10, retrieval: Retrieval = "fused") -> tuple[Hit, ...]:
        """Return up to `limit` sentences and headings, best first."""
        return self._search(self._parts.sentences, query, limit, retrieval)

    def search_passages(self, query: str, limit: int = 10, retrieval: Retrieval = "fused") -> tuple[Hit, ...]:
        """Return up to `limit` passages, best first; a passage scores as its own text and its best sentence do."""
        return self._search(self._parts.passages, query, limit, retrieval)

    def passage_at(self, document_id: str, position: int) -> Passage | None:
        """Return the coarse passage that holds the character at `position` of a document; None where none does."""
        for passage in self._parts.passages.passages:
            if passage.document_id == document_id and passage.start <= position < passage.end:
                return passage
        return None

    def _search(self, grain: Grain, query: str, limit: int, retrieval: Retrieval) -> tuple[Hit, ...]:
        tokens = tokenize(query)
        if not tokens:  # punctuation alone has a vector, but asks nothing
            return ()
        return search_grain(grain, self._vector(query), tokens, limit, retrieval)

    def _vector(self, query: str) -> Matrix:
        vector = self._pooled.encode_queries([query])
        return vector if self._parts.centre is None else centre_rows(vector, self._parts.centre)
