"""Read and write a small BERT in eight bits: weights, configuration, tokenizer.

    config.json          "form": "workplan-compact-1", layers, heads and the longest input
    model.safetensors    for each weight of the encoder int8 `name` with float32 `name.scale`, one scale a row; vectors float32;
                         where it was trained for late interaction `tokens.weight` (token dim, dim), the projection of tokens
    tokenizer.json       without padding and truncation; [CLS] and [SEP] are added by the reader

The weights' names are those of Hugging Face's `BertModel`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus import EncoderError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FORM = "workplan-compact-1"
_MENDING = "reinstall the package or give another folder"
_LAYER = (
    *(f"attention.self.{name}" for name in ("query", "key", "value")),
    "attention.output.dense",
    "attention.output.LayerNorm",
    "intermediate.dense",
    "output.dense",
    "output.LayerNorm",
)
Weights = Mapping[str, npt.NDArray[np.float32]]
WORDS = "embeddings.word_embeddings.weight"
TOKENS = "tokens.weight"
TOKEN_DIM = 64  # principal axes of the token vectors: 64 rank held-apart questions as all 384 do


@dataclass(frozen=True, slots=True, eq=False)
class CompactFolder:
    """A compact model as read. `words` and `word_scales` stay in eight bits: row i is `words[i] * word_scales[i]`."""

    tokenizer: "Tokenizer"
    weights: Weights
    words: npt.NDArray[np.int8]
    word_scales: npt.NDArray[np.float32]
    layers: int
    heads: int
    longest: int
    files: tuple[Path, ...]

    @property
    def fingerprint(self) -> str:
        """Return a hash of every byte that vectors depend on."""
        digest = sha256()
        for path in self.files:
            with path.open("rb") as file:
                digest.update(file_digest(file, "sha256").digest())
        return digest.hexdigest()[:32]


def is_compact_folder(folder: Path) -> bool:
    """Say whether `folder` holds a compact model."""
    try:
        return bool(json.loads((folder / "config.json").read_text("utf-8"))["form"] == FORM)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def read_compact_folder(folder: Path) -> CompactFolder:
    """Read the model in `folder`. Raises EncoderError naming the file that is missing, truncated or of another form."""
    config_file, weights_file, tokenizer_file = (
        folder / name for name in ("config.json", "model.safetensors", "tokenizer.json")
    )
    config = _read_config(config_file)
    stored = _read_tensors(weights_file)
    if WORDS not in stored or f"{WORDS}.scale" not in stored:
        raise EncoderError(f"'{weights_file}' holds no '{WORDS}' in eight bits: {_MENDING}")
    words, scales = stored.pop(WORDS), stored.pop(f"{WORDS}.scale")
    tokenizer = _read_tokenizer(tokenizer_file)
    if tokenizer.get_vocab_size() > len(words):
        raise EncoderError(
            f"'{weights_file}' has {len(words)} rows for {tokenizer.get_vocab_size()} tokens: {_MENDING}"
        )
    _check_shapes(weights_file, stored, config, words.shape[1])
    return CompactFolder(
        tokenizer,
        _whole(stored),
        words,
        scales,
        config["layers"],
        config["heads"],
        config["longest"],
        (config_file, weights_file, tokenizer_file),
    )


def write_compact_folder(
    folder: Path, weights: Weights, tokenizer: "Tokenizer", layers: int, heads: int, longest: int
) -> None:
    """Write the folder. Matrices become eight bits with a scale for each row: a value moves by half its scale at most."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    stored: dict[str, npt.NDArray[Any]] = {}
    for name, weight in weights.items():
        if weight.ndim == 2:
            scale = np.maximum(np.abs(weight).max(axis=1), 1e-12) / 127
            stored[name] = np.round(weight / scale[:, None]).astype(np.int8)
            stored[f"{name}.scale"] = scale.astype(np.float32)
        else:
            stored[name] = weight.astype(np.float32)
    save_file(stored, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = {"form": FORM, "layers": layers, "heads": heads, "longest": longest}
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def _check_shapes(path: Path, stored: Mapping[str, npt.NDArray[Any]], config: Mapping[str, int], dim: int) -> None:
    """Raise EncoderError naming the first weight that is missing or does not fit the configuration."""
    positions = stored.get("embeddings.position_embeddings.weight")
    if positions is None or not 3 <= config["longest"] <= len(positions) or dim % config["heads"]:
        raise EncoderError(f"'{path}' does not fit its configuration {dict(config)}: {_MENDING}")
    if TOKENS in stored and (stored[TOKENS].ndim != 2 or stored[TOKENS].shape[1] != dim):
        raise EncoderError(f"'{path}' has a '{TOKENS}' of shape {stored[TOKENS].shape}, not (…, {dim}): {_MENDING}")
    layers = (f"encoder.layer.{layer}.{name}" for layer in range(config["layers"]) for name in _LAYER)
    for name in ("embeddings.token_type_embeddings", "embeddings.LayerNorm", *layers):
        weight = stored.get(f"{name}.weight")
        if weight is None or (weight.ndim == 2 and f"{name}.weight.scale" not in stored):
            raise EncoderError(f"'{path}' holds no whole '{name}.weight': {_MENDING}")
        if name != "embeddings.token_type_embeddings" and f"{name}.bias" not in stored:
            raise EncoderError(f"'{path}' holds no '{name}.bias': {_MENDING}")


def _whole(stored: Mapping[str, npt.NDArray[Any]]) -> Weights:
    """Return the weights as float32, matrices times their scales."""
    return {
        name: (value * stored[f"{name}.scale"][:, None]).astype(np.float32) if value.dtype == np.int8 else value
        for name, value in stored.items()
        if not name.endswith(".scale")
    }


def _read_config(path: Path) -> dict[str, int]:
    try:
        config = json.loads(path.read_text("utf-8"))
        if config["form"] != FORM:
            raise EncoderError(f"'{path}' is of the form {config['form']!r}, expected {FORM!r}: {_MENDING}")
        return {name: int(config[name]) for name in ("layers", "heads", "longest")}
    except FileNotFoundError as error:
        raise EncoderError(f"'{path}' is missing: {_MENDING}") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncoderError(f"'{path}' does not describe a compact model ({error}): {_MENDING}") from error


def _read_tensors(path: Path) -> dict[str, npt.NDArray[Any]]:
    from safetensors import SafetensorError, safe_open

    if not path.is_file():
        raise EncoderError(f"'{path}' is missing: {_MENDING}")
    try:
        with safe_open(str(path), framework="np") as file:
            return {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 - the file is no mapping
    except (OSError, SafetensorError) as error:
        raise EncoderError(f"'{path}' is not a readable safetensors file ({error}): {_MENDING}") from error


def _read_tokenizer(path: Path) -> "Tokenizer":
    from tokenizers import Tokenizer

    if not path.is_file():
        raise EncoderError(f"'{path}' is missing: {_MENDING}")
    try:
        return Tokenizer.from_buffer(path.read_bytes())
    except (OSError, ValueError) as error:
        raise EncoderError(f"'{path}' is not a tokenizer ({error}): {_MENDING}") from error
