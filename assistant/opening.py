"""Open reports for asking: parse them, load the saved index that fits, or build and save it."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus import Document, IndexFolderError, bundled_report, load_report
from index import FORMAT, Encoder, Index, Lexicon, load_encoder

log = logging.getLogger(__name__)
_KEY_LENGTH = 16
OWN_LEXICON = "lexicon.tsv"  # in the data folder: staff's own groups of terms

Progress = Callable[[int, int], None]


def open_documents(paths: Sequence[str | Path]) -> tuple[Document, ...]:
    """Return the reports at `paths`, each once; the bundled report where there are none. Raises `ReportError`."""
    documents = [load_report(path) for path in paths] or [bundled_report()]
    return tuple({document.id: document for document in documents}.values())


def index_folder(data: Path, documents: Sequence[Document], encoder: Encoder) -> Path:
    """Return the folder under `data` where the index of these reports with this encoder is saved.

    Each format has folders of its own, so a newer version's index is left alone.
    """
    text = "\n".join([encoder.name, *(document.id for document in documents)])
    return data / "indexes" / f"format-{FORMAT}" / hashlib.sha256(text.encode()).hexdigest()[:_KEY_LENGTH]


def open_index(documents: Sequence[Document], encoder: Encoder, data: Path, progress: Progress | None = None) -> Index:
    """Return the saved index of `documents`, or build and save it where there is none that fits.

    Staff's own words are read from `data/lexicon.tsv` where that file is; a fault in it raises `LexiconError`.

    An index that cannot be saved (a read-only disk) is used all the same, with a warning in the log.
    """
    folder = index_folder(data, documents, encoder)
    lexicon = Lexicon.load(data / OWN_LEXICON)
    if folder.exists():
        try:
            return Index.load(folder, documents, encoder, lexicon)
        except IndexFolderError as error:
            log.warning("saved index not used, building it again: %s", error)
    index = Index.build(documents, encoder, progress, lexicon)
    try:
        index.save(folder)
    except (IndexFolderError, OSError) as error:
        log.warning("the index could not be saved and will be built again next time: %s", error)
    return index


def open_all(
    paths: Sequence[str | Path], encoder: str, data: Path, allow_downloads: bool, progress: Progress | None = None
) -> Index:
    """Return the index of the reports at `paths` with the encoder of that name. Raises `ReportError`, `EncoderError`."""
    documents = open_documents(paths)
    return open_index(documents, load_encoder(encoder, allow_downloads=allow_downloads), data, progress)
