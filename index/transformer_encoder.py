"""Encode text with any sentence-transformers model; the one file that knows that library.

Offline unless downloads are allowed: whether a model is on this machine is looked up first, so that a name that is not
there fails at once (the library itself retries the hub for more than a minute).
"""

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus import EncoderError
from index.characters import replace_surrogates
from index.static_encoder import unit_rows
from index.types import Matrix

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32  # texts a step; the library sorts them by length
_ORGANISATION = "sentence-transformers"  # where the library looks for a bare model name
_MODEL_FILES = {".safetensors", ".bin", ".json", ".txt", ".model", ".py"}
# What the library and its modules let through, for a broken file, an unknown architecture or a missing package.
_LOADING_ERRORS = (OSError, ValueError, RuntimeError, KeyError, ImportError, AttributeError, TypeError)
_PASSAGE_PROMPTS = ("document", "passage", "corpus")  # the names models use
_OTHER_BACKENDS = {"onnx", "openvino"}


class TransformerEncoder:
    """An `Encoder` over a sentence-transformers model; its own query and passage prompts are applied."""

    def __init__(self, name: str, model: "SentenceTransformer", folder: Path | None) -> None:
        self._name = name
        self._model = model
        self._folder = folder

    @classmethod
    def load(cls, name: str, *, allow_downloads: bool = False) -> "TransformerEncoder":
        """Load the model in the folder `name`, or the model of that id from the hub's local cache.

        Raises EncoderError where it is not on this machine (and downloads are not allowed) or cannot be loaded.
        """
        if not allow_downloads:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read when huggingface_hub is imported
        folder = find_model(name)
        if folder is None and not allow_downloads:
            raise EncoderError(
                f"embedding model '{name}' is not on this machine: give the path of a model folder, or allow downloads "
                "(WORKPLAN_ALLOW_DOWNLOADS=1), or use 'builtin'"
            )
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(str(folder or name), local_files_only=folder is not None)
        except (*_LOADING_ERRORS, SafetensorError) as error:
            reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            raise EncoderError(f"embedding model '{name}' cannot be loaded: {reason}") from error
        return cls(name, model, folder or find_model(name))

    @property
    def name(self) -> str:
        """Return the name it was loaded by."""
        return self._name

    @cached_property
    def dim(self) -> int:
        """Return the length of a vector."""
        return int(self.encode_passages(["。"]).shape[1])

    @cached_property
    def fingerprint(self) -> str:
        """Return a hash of the model's files, prompts among them (2 GB take about a second, loading them five)."""
        if self._folder is None:
            return sha256(self._name.encode()).hexdigest()[:32]
        return _hash_folder(self._folder)

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Return (len(texts), dim) float32 unit rows, with the model's query prompt."""
        return self._encode(texts, self._model.encode_query, None)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Return (len(texts), dim) float32 unit rows, with the model's document or passage prompt."""
        return self._encode(texts, self._model.encode_document, self._passage_prompt)

    @property
    def _passage_prompt(self) -> str | None:
        """Return the first prompt for passages that says something.

        The library fills a missing "document" prompt with an empty one, which then hides a model's "passage" prompt.
        """
        prompts = self._model.prompts
        return next((prompts[name] for name in _PASSAGE_PROMPTS if prompts.get(name)), None)

    def _encode(self, texts: Sequence[str], encode: Callable[..., object], prompt: str | None) -> Matrix:
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        safe = [replace_surrogates(text) for text in texts]
        rows = encode(safe, prompt=prompt, batch_size=BATCH, show_progress_bar=False, normalize_embeddings=True)
        matrix = np.asarray(rows, dtype=np.float32)
        # An empty text has no direction (some models divide by its length of zero); half-precision rows are rescaled.
        return unit_rows(np.nan_to_num(matrix, nan=0.0, posinf=0.0, neginf=0.0))


def find_model(name: str) -> Path | None:
    """Return the folder of the model `name` on this machine: a path, or a model id in the hub's cache; else None."""
    folder = Path(name).expanduser()
    if (folder / "modules.json").is_file() or (folder / "config.json").is_file():
        return folder
    if folder.exists():
        raise EncoderError(f"'{name}' is no model folder: it has neither modules.json nor config.json")
    if folder.is_absolute() or name.startswith((".", "~")) or name.count("/") > 1:
        raise EncoderError(f"no model folder at '{name}'")
    ids = [name] if "/" in name else [name, f"{_ORGANISATION}/{name}"]
    return next((found for found in map(_find_in_cache, ids) if found), None)


def _find_in_cache(model_id: str) -> Path | None:
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    for file in ("modules.json", "config.json"):
        try:
            path = try_to_load_from_cache(model_id, file)
        except HFValidationError as error:
            raise EncoderError(f"'{model_id}' is neither a folder nor a model id such as 'BAAI/bge-m3'") from error
        if isinstance(path, str):
            return Path(path).parent
    return None


def _hash_folder(folder: Path) -> str:
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        if path.suffix in _MODEL_FILES and path.is_file() and not _OTHER_BACKENDS & set(place.parts):
            with path.open("rb") as file:
                digest.update(place.as_posix().encode() + file_digest(file, "sha256").digest())
    return digest.hexdigest()[:32]
