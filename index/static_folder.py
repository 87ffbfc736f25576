"""Read a sentence-transformers folder that holds a static model: a tokenizer and one row of numbers per token.

    modules.json         StaticEmbedding, then nothing or Normalize
    model.safetensors    `embeddings` int8 (V, D) with `weights` float32 (V,), the scale of each row;
                         or `embedding.weight` float32 (V, D)
    tokenizer.json

The keys are those of model2vec and of StaticEmbedding; both are read by plain `SentenceTransformer(folder)` too.
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

_MENDING = "reinstall the package or give another folder"
_PROMPTS = "config_sentence_transformers.json"


@dataclass(frozen=True, slots=True, eq=False)
class StaticFolder:
    """A static model as stored: the vector of token i is `table[i] * scales[i]`."""

    tokenizer: "Tokenizer"
    table: npt.NDArray[Any]  # (V, D), int8 or a float; never dequantised as a whole
    scales: npt.NDArray[np.float32]  # (V,)
    files: tuple[Path, ...]  # those that vectors depend on

    @property
    def fingerprint(self) -> str:
        """Return a hash of every byte that vectors depend on.

        A full SHA-256: 36 MB take 22 ms here, and no sample of a table is sure to notice a changed row.
        """
        digest = sha256()
        for path in self.files:
            with path.open("rb") as file:
                digest.update(file_digest(file, "sha256").digest())
        return digest.hexdigest()[:32]


def is_static_folder(folder: Path) -> bool:
    """Say whether `folder` holds a static model and nothing that this reader leaves out (prompts, other modules)."""
    modules = _read_json(folder / "modules.json") if (folder / "modules.json").is_file() else None
    if not isinstance(modules, list) or not modules or not all(isinstance(module, dict) for module in modules):
        return False
    kinds = [str(module.get("type", "")).rpartition(".")[2] for module in modules]
    if kinds[0] != "StaticEmbedding" or set(kinds[1:]) - {"Normalize"}:
        return False
    config = _read_json(folder / _PROMPTS) if (folder / _PROMPTS).is_file() else {}
    prompts = config.get("prompts") if isinstance(config, dict) else None
    return not (prompts and any(prompts.values()))


def read_static_folder(folder: Path) -> StaticFolder:
    """Read the static model in `folder`.

    Raises EncoderError, naming the file, where one is missing, truncated or of another form.
    """
    if not folder.is_dir():
        raise EncoderError(f"no model folder at '{folder}': {_MENDING}")
    modules_file = folder / "modules.json"
    _require(modules_file)
    if not is_static_folder(folder):
        raise EncoderError(f"'{modules_file}' does not describe a plain static model (StaticEmbedding, no prompts)")
    place = folder / str(_read_json(modules_file)[0].get("path", ""))
    tokenizer_file, table_file = place / "tokenizer.json", place / "model.safetensors"
    _require(tokenizer_file)
    _require(table_file)
    table, scales = _read_table(table_file)
    tokenizer = _read_tokenizer(tokenizer_file)
    if tokenizer.get_vocab_size() > len(table):
        raise EncoderError(
            f"'{table_file}' has {len(table)} rows, '{tokenizer_file.name}' has {tokenizer.get_vocab_size()} tokens: "
            f"the two do not belong together; {_MENDING}"
        )
    return StaticFolder(tokenizer, table, scales, (table_file, tokenizer_file))


def _require(path: Path) -> None:
    if not path.is_file():
        raise EncoderError(f"'{path}' is missing: {_MENDING}")


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise EncoderError(f"'{path}' is not readable as JSON ({error}): {_MENDING}") from error


def _read_tokenizer(path: Path) -> "Tokenizer":
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_buffer(path.read_bytes())
    except (OSError, ValueError) as error:
        raise EncoderError(f"'{path}' is not a tokenizer ({error}): {_MENDING}") from error
    tokenizer.no_padding()
    return tokenizer


def _read_table(path: Path) -> tuple[npt.NDArray[Any], npt.NDArray[np.float32]]:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(path), framework="np") as file:
            tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 - the file is no mapping
    except (OSError, SafetensorError) as error:
        raise EncoderError(f"'{path}' is not a readable safetensors file ({error}): {_MENDING}") from error
    return _table_of(path, tensors)


def _table_of(path: Path, tensors: Mapping[str, npt.NDArray[Any]]) -> tuple[npt.NDArray[Any], npt.NDArray[np.float32]]:
    table = tensors.get("embedding.weight", tensors.get("embeddings"))
    if table is None or table.ndim != 2 or "mapping" in tensors:
        raise EncoderError(
            f"'{path}' holds {sorted(tensors)}, expected 'embedding.weight' or 'embeddings' with 'weights': {_MENDING}"
        )
    scales = tensors.get("weights") if "embedding.weight" not in tensors else None
    if scales is None:
        scales = np.ones(len(table), dtype=np.float32)
    if scales.shape != (len(table),):
        raise EncoderError(f"'{path}' has {len(table)} rows and {scales.shape} scales, expected one each: {_MENDING}")
    return table, np.asarray(scales, dtype=np.float32)
