"""Open the assistant that a question set is asked of. Importing this loads no model."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from eval.progress import Move

if TYPE_CHECKING:
    from assistant import Assistant
    from corpus import Document
    from eval.types import Dataset
    from index import Index


def load_assistant(dataset: Dataset, encoder: str | None, move: Move) -> Assistant:
    """Return an assistant over the documents of `dataset`; no saved index is read or written. `move` shows progress."""
    from assistant import Assistant

    return Assistant(load_index(dataset.documents, encoder, move))


def load_index(documents: Sequence[Document], encoder: str | None, move: Move) -> Index:
    """Return an index of `documents` in memory; raises `EncoderError`."""
    from assistant.settings import read_settings
    from index import Index, load_encoder

    settings = read_settings(os.environ, encoder=encoder)
    loaded = load_encoder(settings.encoder, allow_downloads=settings.allow_downloads)
    return Index.build(documents, loaded, progress=move)
