"""The compact transformer's folder and encoder: forms, errors, odd input."""

import json

import numpy as np
import pytest
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import NFKC, Lowercase, Sequence
from tokenizers.pre_tokenizers import Split

from corpus import EncoderError
from index import CompactEncoder, load_encoder
from index.compact_encoder import gelu
from index.compact_folder import WORDS, is_compact_folder, read_compact_folder, write_compact_folder

DIM, LAYERS, INNER, LONGEST = 8, 2, 16, 32


def write(folder):
    random = np.random.default_rng(0)
    vocabulary = {text: number for number, text in enumerate(["[UNK]", "[CLS]", "[SEP]", *"工会职工司机abc"])}
    vocabulary = {text: number for number, text in enumerate(dict.fromkeys(vocabulary))}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = Sequence([NFKC(), Lowercase()])
    tokenizer.pre_tokenizer = Split(Regex("."), "isolated")
    shapes = {
        WORDS: (len(vocabulary), DIM),
        "embeddings.position_embeddings.weight": (LONGEST, DIM),
        "embeddings.token_type_embeddings.weight": (2, DIM),
        "embeddings.LayerNorm.weight": (DIM,),
        "embeddings.LayerNorm.bias": (DIM,),
    }
    for layer in range(LAYERS):
        place = f"encoder.layer.{layer}"
        sizes = {
            "attention.self.query": (DIM, DIM),
            "attention.self.key": (DIM, DIM),
            "attention.self.value": (DIM, DIM),
            "attention.output.dense": (DIM, DIM),
            "intermediate.dense": (INNER, DIM),
            "output.dense": (DIM, INNER),
        }
        for name, size in sizes.items():
            shapes[f"{place}.{name}.weight"] = size
            shapes[f"{place}.{name}.bias"] = size[:1]
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes[f"{place}.{name}.weight"] = shapes[f"{place}.{name}.bias"] = (DIM,)
    weights = {name: random.normal(0, 0.5, shape).astype(np.float32) for name, shape in shapes.items()}
    write_compact_folder(folder, weights, tokenizer, LAYERS, 2, LONGEST)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write(tmp_path_factory.mktemp("compact"))


@pytest.fixture(scope="module")
def encoder(folder):
    return CompactEncoder.load(folder, "tiny")


ODD = ["", " ", "。,!?", "😀", "\ud83d", "工" * 100_000, "a 工 ☃ ｂ", "勞動", "ＡＢＣ", "\x00\x1b"]


def test_odd_texts_give_finite_unit_rows_or_zero(encoder):
    rows = encoder.encode_queries(ODD)
    assert rows.shape == (len(ODD), DIM)
    assert np.isfinite(rows).all()
    assert np.isin(np.round(np.linalg.norm(rows, axis=1), 4), [0, 1]).all()
    assert not rows[[0, 1, 3]].any()


def test_full_width_latin_is_read_as_plain(encoder):
    wide, plain = encoder.encode_passages(["ＡＢＣ", "abc"])
    assert np.array_equal(wide, plain)


def test_word_order_moves_a_vector(encoder):
    first, second = encoder.encode_passages(["工会职", "职会工"])
    assert not np.allclose(first, second)


def test_company_hardly_moves_a_vector(encoder):
    texts = ["工会", "职工司机", "会工", "abc"]
    together = encoder.encode_passages(texts)
    alone = np.concatenate([encoder.encode_passages([text]) for text in texts])
    assert np.abs(together - alone).max() < 1e-5


def test_gelu_of_worked_examples():
    found = gelu(np.array([0.0, 1.0, -1.0, 3.0], np.float32))
    assert found == pytest.approx([0, 0.8413447, -0.1586553, 2.9959502], abs=1e-5)


def test_a_folder_is_known_by_its_form(folder, tmp_path):
    assert is_compact_folder(folder)
    assert not is_compact_folder(tmp_path)
    assert load_encoder(str(folder)).dim == DIM


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_missing_file_is_named(tmp_path, name):
    (write(tmp_path) / name).unlink()
    with pytest.raises(EncoderError, match=f"{name}' is missing"):
        read_compact_folder(tmp_path)


@pytest.mark.parametrize("change", [{"form": "other"}, {"layers": 3}, {"heads": 3}, {"longest": 99}, {"longest": 2}])
def test_a_configuration_that_does_not_fit_is_named(tmp_path, change):
    path = write(tmp_path) / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), "utf-8")
    with pytest.raises(EncoderError, match=r"config\.json|model\.safetensors"):
        read_compact_folder(tmp_path)


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_truncated_file_is_named(tmp_path, name):
    path = write(tmp_path) / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(EncoderError, match=name):
        read_compact_folder(tmp_path)


def test_a_configuration_of_another_form_is_named(tmp_path):
    (write(tmp_path) / "config.json").write_text(json.dumps({"layers": "six"}), "utf-8")
    with pytest.raises(EncoderError, match=r"config\.json"):
        read_compact_folder(tmp_path)


def test_the_fingerprint_follows_every_file(folder, tmp_path):
    other = write(tmp_path)
    assert CompactEncoder.load(other).fingerprint == CompactEncoder.load(folder).fingerprint
    config = json.loads((other / "config.json").read_text("utf-8"))
    (other / "config.json").write_text(json.dumps(config | {"longest": 16}), "utf-8")
    assert CompactEncoder.load(other).fingerprint != CompactEncoder.load(folder).fingerprint
