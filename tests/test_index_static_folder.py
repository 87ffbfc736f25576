import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import NFKC, Lowercase, Sequence
from tokenizers.pre_tokenizers import Split

from corpus import EncoderError, bundled_report
from index.static_folder import is_static_folder, read_static_folder

DIM = 16
MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
]


def write_static_folder(folder: Path, *, quantised: bool = True, seed: int = 0) -> Path:
    """Write a small static model: one random row per character of the bundled report, a zero row for the unknown."""
    characters = sorted(set(bundled_report().text.lower()) | set("abcdefghijklmnopqrstuvwxyz") - {" ", "\n"})
    vocabulary = {"[UNK]": 0} | {character: number + 1 for number, character in enumerate(characters)}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = Sequence([NFKC(), Lowercase()])
    tokenizer.pre_tokenizer = Split(Regex("."), "isolated")
    random = np.random.default_rng(seed)
    rows = random.standard_normal((len(vocabulary), DIM)).astype(np.float32)
    rows[0] = 0
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "1_Normalize").mkdir(exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "modules.json").write_text(json.dumps(MODULES), "utf-8")
    if quantised:
        scales = (np.abs(rows).max(axis=1) / 127).astype(np.float32)
        table = np.round(rows / np.where(scales > 0, scales, 1)[:, None]).astype(np.int8)
        save_file({"embeddings": table, "weights": scales}, folder / "model.safetensors")
    else:
        save_file({"embedding.weight": rows}, folder / "model.safetensors")
    return folder


def test_quantised_folder_keeps_its_table_as_stored(tmp_path: Path) -> None:
    folder = read_static_folder(write_static_folder(tmp_path))
    assert folder.table.dtype == np.int8
    assert folder.scales.shape == (len(folder.table),)


def test_plain_folder_has_scales_of_one(tmp_path: Path) -> None:
    folder = read_static_folder(write_static_folder(tmp_path, quantised=False))
    assert folder.table.dtype == np.float32
    assert np.all(folder.scales == 1)


@pytest.mark.parametrize("name", ["modules.json", "model.safetensors", "tokenizer.json"])
def test_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = write_static_folder(tmp_path)
    (folder / name).unlink()
    with pytest.raises(EncoderError, match=f"{name}' is missing"):
        read_static_folder(folder)


@pytest.mark.parametrize("name", ["modules.json", "model.safetensors", "tokenizer.json"])
def test_truncated_file_is_named(tmp_path: Path, name: str) -> None:
    path = write_static_folder(tmp_path) / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(EncoderError, match=name):
        read_static_folder(tmp_path)


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"no model folder at .*absent"):
        read_static_folder(tmp_path / "absent")


def test_foreign_tensors_are_named(tmp_path: Path) -> None:
    folder = write_static_folder(tmp_path)
    save_file({"other": np.zeros((2, 2), np.float32)}, folder / "model.safetensors")
    with pytest.raises(EncoderError, match=r"holds \['other'\], expected 'embedding.weight'"):
        read_static_folder(folder)


def test_table_with_fewer_rows_than_tokens_is_refused(tmp_path: Path) -> None:
    folder = write_static_folder(tmp_path)
    save_file({"embedding.weight": np.zeros((2, 2), np.float32)}, folder / "model.safetensors")
    with pytest.raises(EncoderError, match="do not belong together"):
        read_static_folder(folder)


def test_scales_of_another_length_are_refused(tmp_path: Path) -> None:
    folder = write_static_folder(tmp_path)
    tensors = {"embeddings": np.zeros((2000, 2), np.int8), "weights": np.zeros(3, np.float32)}
    save_file(tensors, folder / "model.safetensors")
    with pytest.raises(EncoderError, match="expected one each"):
        read_static_folder(folder)


def test_a_transformer_is_no_static_folder(tmp_path: Path) -> None:
    modules = [{"type": "sentence_transformers.models.Transformer", "path": ""}]
    (tmp_path / "modules.json").write_text(json.dumps(modules), "utf-8")
    assert not is_static_folder(tmp_path)


def test_a_static_model_with_prompts_is_left_to_sentence_transformers(tmp_path: Path) -> None:
    folder = write_static_folder(tmp_path)
    assert is_static_folder(folder)
    config = {"prompts": {"query": "query: ", "document": ""}}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(config), "utf-8")
    assert not is_static_folder(folder)


def test_fingerprint_follows_every_byte(tmp_path: Path) -> None:
    first = read_static_folder(write_static_folder(tmp_path / "a"))
    same = read_static_folder(write_static_folder(tmp_path / "b"))
    other = read_static_folder(write_static_folder(tmp_path / "c", seed=1))
    assert first.fingerprint == same.fingerprint != other.fingerprint
