"""The facade: `Index` finds the passages of documents that a question asks for, and can be saved and loaded."""

from collections.abc import Sequence
from pathlib import Path

from corpus import Document, Passage
from index.build import Parts, build_parts, pooled
from index.grain import Grain
from index.joint_encoder import JointEncoder
from index.late import read_question
from index.lexicon import Lexicon
from index.search import Query, search_grain
from index.store import load_parts, save_parts
from index.tokens import tokenize
from index.types import Encoder, Hit, Matrix, Retrieval
from index.vectors import Progress, centre_rows

REMEMBERED = 256  # vectors of questions


class Index:
    """Passages of some documents, searchable by meaning and by words."""

    def __init__(
        self, documents: Sequence[Document], encoder: Encoder, parts: Parts, lexicon: Lexicon | None = None
    ) -> None:
        self.documents = tuple(documents)
        self.encoder = encoder
        self.lexicon = Lexicon.load() if lexicon is None else lexicon
        self._parts = parts
        self._pooled = pooled(encoder, parts.idf)
        self._read_before: dict[str, tuple[Matrix, Matrix]] = {}

    @property
    def word_encoder(self) -> Encoder:
        """Return the encoder to compare single words with: a joint encoder's table, for a word has no context."""
        return self.encoder.table if isinstance(self.encoder, JointEncoder) else self.encoder

    @classmethod
    def build(
        cls,
        documents: Sequence[Document],
        encoder: Encoder,
        progress: Progress | None = None,
        lexicon: Lexicon | None = None,
    ) -> "Index":
        """Index `documents`; a document given twice counts once. `progress` hears of texts done and texts in all.

        `lexicon` says what else the things of a question are called; the bundled one where none is given. It is read
        when a question is asked, so a saved index does not depend on it.
        """
        distinct = tuple({document.id: document for document in documents}.values())
        return cls(distinct, encoder, build_parts(distinct, encoder, progress), lexicon)

    @classmethod
    def load(
        cls, folder: str | Path, documents: Sequence[Document], encoder: Encoder, lexicon: Lexicon | None = None
    ) -> "Index":
        """Read a saved index of `documents`.

        Raises IndexMismatchError where it was built with another encoder, from other documents or in another format,
        IndexFolderError where there is none or it is damaged.
        """
        distinct = tuple({document.id: document for document in documents}.values())
        return cls(*load_parts(Path(folder), distinct, encoder), lexicon)

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
        others = [[tokenize(other) for other in match.others] for match in self.lexicon.matches(query)]
        vector, rows = self._read(self.lexicon.in_official_words(query))
        return search_grain(grain, Query(vector, tokens, rows, others), limit, retrieval)

    def _read(self, query: str) -> tuple[Matrix, Matrix]:
        """Return the vector of `query` and its token rows; the last `REMEMBERED` are kept, for a question is searched at
        both grains."""
        if query not in self._read_before:
            if len(self._read_before) >= REMEMBERED:
                self._read_before.clear()
            vector, rows = read_question(self._pooled, query)
            centred = vector if self._parts.centre is None else centre_rows(vector, self._parts.centre)
            self._read_before[query] = centred, rows
        return self._read_before[query]
