"""Write the model as an ordinary sentence-transformers folder, the table in eight bits with a scale for each row."""

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from index.training.initialise import Table

_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
]
_CONFIG: dict[str, object] = {
    "model_type": "SentenceTransformer",
    "prompts": {},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def write_folder(folder: Path, table: Table, tokenizer: Tokenizer) -> None:
    """Write `modules.json`, the configuration, `tokenizer.json` and `model.safetensors` into `folder`.

    Row i of the table is `embeddings[i] * weights[i]` (int8, float32): model2vec's keys, which sentence-transformers
    reads as they are. Rounding moves a value by at most half its row's scale.
    """
    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    scale = np.maximum(np.abs(table).max(axis=1), 1e-12) / 127
    rounded = np.round(table / scale[:, None]).astype(np.int8)
    save_file({"embeddings": rounded, "weights": scale.astype(np.float32)}, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _write_json(folder / "modules.json", _MODULES)
    _write_json(folder / "config_sentence_transformers.json", _CONFIG)
    _write_json(folder / "1_Normalize" / "config.json", {})


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
