"""Encode text with the small transformer in NumPy: no torch, so a command still answers within a second or two.

BERT (Devlin et al. 2019) as Hugging Face writes it: post-layer-norm, exact GELU, the mean of the last hidden states,
[CLS] and [SEP] included (Reimers & Gurevych 2019).
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus import EncoderError
from index.characters import replace_surrogates
from index.compact_folder import TOKENS, CompactFolder, read_compact_folder
from index.static_encoder import unit_rows
from index.types import Matrix

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CLS, SEP, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_EPSILON = 1e-12  # of the layer norms
_BATCH_TOKENS = 512  # of texts of one length that are taken together

Array = npt.NDArray[np.float32]


class CompactEncoder:
    """An `Encoder` over a compact folder; queries and passages are encoded alike. A text without tokens is a zero row."""

    def __init__(self, name: str, folder: CompactFolder) -> None:
        self._name, self._folder = name, folder
        self._ends = end_tokens(folder.tokenizer)
        self._unknown = folder.tokenizer.token_to_id(UNKNOWN)  # left out, as in training

    @classmethod
    def load(cls, folder: str | Path, name: str | None = None) -> "CompactEncoder":
        """Read the model in `folder`; raises EncoderError naming the file that is missing or broken."""
        return cls(name or str(folder), read_compact_folder(Path(folder)))

    @property
    def name(self) -> str:
        """Return the name it was loaded by."""
        return self._name

    @property
    def dim(self) -> int:
        """Return the length of a vector."""
        return int(self._folder.words.shape[1])

    @cached_property
    def fingerprint(self) -> str:
        """Return a hash of the model's files."""
        return self._folder.fingerprint

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Return (len(texts), dim) float32 unit rows."""
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Return (len(texts), dim) float32 unit rows."""
        return self._encode(texts)

    @property
    def has_tokens(self) -> bool:
        """Tell whether the model was trained to compare tokens."""
        return TOKENS in self._folder.weights

    def encode_with_tokens(self, texts: Sequence[str]) -> tuple[Matrix, list[Matrix]]:
        """Return (len(texts), dim) unit rows, and for each text (its tokens, token dim) unit rows, in one pass."""
        head = self._folder.weights[TOKENS].T
        rows = np.zeros((len(texts), self.dim), np.float32)
        found = [np.zeros((0, head.shape[1]), np.float32)] * len(texts)
        for numbers, hidden in self._read(texts):
            rows[numbers] = hidden.mean(axis=1)
            for number, tokens in zip(numbers, hidden[:, 1:-1] @ head, strict=True):
                found[number] = unit_rows(tokens)
        return unit_rows(rows), found

    def hidden_states(self, texts: Sequence[str]) -> list[Matrix]:
        """Return for each text its last hidden states (tokens, dim), [CLS] and [SEP] left out."""
        found = [np.zeros((0, self.dim), np.float32)] * len(texts)
        for numbers, hidden in self._read(texts):
            for number, tokens in zip(numbers, hidden[:, 1:-1], strict=True):
                found[number] = tokens
        return found

    def _encode(self, texts: Sequence[str]) -> Matrix:
        rows = np.zeros((len(texts), self.dim), np.float32)
        for numbers, hidden in self._read(texts):
            rows[numbers] = hidden.mean(axis=1)
        return unit_rows(rows)

    def _read(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Array]]:
        """Yield the numbers of some texts of one length with their last hidden states; texts without tokens are left out."""
        tokens = self._tokenize(texts)
        by_length: dict[int, list[int]] = {}
        for number, ids in enumerate(tokens):
            if len(ids) > len(self._ends):
                by_length.setdefault(len(ids), []).append(number)
        for length, numbers in by_length.items():  # texts of one length need no padding
            step = max(1, _BATCH_TOKENS // length)
            for start in range(0, len(numbers), step):
                some = numbers[start : start + step]
                yield some, self._forward(np.array([tokens[number] for number in some]))

    def _tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        first, last = self._ends
        most = self._folder.longest - 2
        # A token is a character at least, white space aside: what lies far beyond the longest input is not looked at
        safe = [replace_surrogates(text[: most * 64]) for text in texts]
        encodings = self._folder.tokenizer.encode_batch_fast(safe, add_special_tokens=False)
        known = ([token for token in encoding.ids if token != self._unknown][:most] for encoding in encodings)
        return [[first, *ids, last] for ids in known]

    def _forward(self, ids: npt.NDArray[np.int64]) -> Array:
        """Return the last hidden states (texts, tokens, dim) of `ids` (texts, tokens)."""
        weights, folder = self._folder.weights, self._folder
        words = folder.words[ids] * folder.word_scales[ids][..., None]
        positions = weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        hidden = self._norm(
            words + positions + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm"
        )
        for layer in range(folder.layers):
            place = f"encoder.layer.{layer}"
            hidden = self._norm(hidden + self._attend(hidden, place), f"{place}.attention.output.LayerNorm")
            inner = gelu(self._dense(hidden, f"{place}.intermediate.dense"))
            hidden = self._norm(hidden + self._dense(inner, f"{place}.output.dense"), f"{place}.output.LayerNorm")
        return hidden

    def _attend(self, hidden: Array, place: str) -> Array:
        texts, length, dim = hidden.shape
        heads = self._folder.heads
        shape = (texts, length, heads, dim // heads)
        query, key, value = (
            self._dense(hidden, f"{place}.attention.self.{name}").reshape(shape).transpose(0, 2, 1, 3)
            for name in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(dim // heads))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = (scores / scores.sum(axis=-1, keepdims=True)) @ value
        return self._dense(mixed.transpose(0, 2, 1, 3).reshape(hidden.shape), f"{place}.attention.output.dense")

    def _dense(self, hidden: Array, place: str) -> Array:
        weights = self._folder.weights
        found: Array = hidden @ weights[f"{place}.weight"].T + weights[f"{place}.bias"]
        return found

    def _norm(self, hidden: Array, place: str) -> Array:
        weights = self._folder.weights
        centred = hidden - hidden.mean(axis=-1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(_EPSILON))
        found: Array = centred / deviation * weights[f"{place}.weight"] + weights[f"{place}.bias"]
        return found


def end_tokens(tokenizer: "Tokenizer") -> tuple[int, int]:
    """Return the tokens that begin and end a text; raises EncoderError where the tokenizer has none."""
    first, last = tokenizer.token_to_id(CLS), tokenizer.token_to_id(SEP)
    if first is None or last is None:
        raise EncoderError(f"the tokenizer of a compact model needs {CLS} and {SEP}")
    return first, last


def gelu(x: Array) -> Array:
    """Return x Phi(x) with Phi the normal distribution function (Hendrycks & Gimpel 2016).

    erf by Abramowitz & Stegun 1964, formula 7.1.26, which is off by 1.5e-7 at most: gelu(1) = .84134, gelu(-1) = -.15866.
    """
    z = np.abs(x) * np.float32(np.sqrt(0.5))
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = t * (
        0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * np.float32(1.061405429))))
    )
    erf = np.copysign(1 - series * np.exp(-z * z), x)
    return np.asarray(0.5 * x * (1 + erf), np.float32)
