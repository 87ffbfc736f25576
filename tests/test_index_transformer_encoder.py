import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from test_index_static_folder import write_static_folder

from corpus import EncoderError
from index.encoders import load_encoder
from index.static_encoder import StaticEncoder
from index.transformer_encoder import TransformerEncoder

PROMPTS = {"query": "query: ", "passage": "passage: "}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save a two-layer BERT with random weights and prompts, as a sentence-transformers folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    base = tmp_path_factory.mktemp("base")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"工会职服务资金帮扶", "query", "passage", ":"]
    vocabulary = {word: number for number, word in enumerate(dict.fromkeys(words))}
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config).save_pretrained(base)
    BertTokenizerFast(vocab=vocabulary).save_pretrained(base)
    module = Transformer(str(base))
    saved = tmp_path_factory.mktemp("model")
    SentenceTransformer(modules=[module, Pooling(32)], prompts=PROMPTS).save(str(saved))
    return saved


@pytest.fixture(scope="module")
def encoder(folder: Path) -> TransformerEncoder:
    return TransformerEncoder.load(str(folder))


def test_rows_are_float32_of_length_one(encoder: TransformerEncoder) -> None:
    rows = encoder.encode_queries(["工会", "帮扶资金"])
    assert rows.shape == (2, encoder.dim) == (2, 32)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_prompts_of_the_model_are_applied(folder: Path, encoder: TransformerEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(folder), local_files_only=True, prompts={"query": "", "passage": ""})
    for texts, prompt, rows in [
        (["工会", "帮扶"], PROMPTS["query"], encoder.encode_queries(["工会", "帮扶"])),
        (["工会", "帮扶"], PROMPTS["passage"], encoder.encode_passages(["工会", "帮扶"])),
    ]:
        expected = plain.encode([prompt + text for text in texts], normalize_embeddings=True)
        assert rows == pytest.approx(expected, abs=1e-5)


def test_queries_and_passages_differ_by_their_prompts(encoder: TransformerEncoder) -> None:
    assert not np.allclose(encoder.encode_queries(["工会"]), encoder.encode_passages(["工会"]), atol=1e-3)


def test_odd_text_is_encoded(encoder: TransformerEncoder) -> None:
    rows = encoder.encode_queries(["", "\ud83d", "工会" * 5000])
    assert np.isfinite(rows).all()
    assert encoder.encode_queries([]).shape == (0, 32)


def test_fingerprint_follows_the_files(folder: Path, encoder: TransformerEncoder, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    assert TransformerEncoder.load(str(copy)).fingerprint == encoder.fingerprint
    config = copy / "config_sentence_transformers.json"
    config.write_text(config.read_text("utf-8").replace("query: ", "search: "), "utf-8")
    assert TransformerEncoder.load(str(copy)).fingerprint != encoder.fingerprint


def test_a_static_folder_with_prompts_goes_through_sentence_transformers(tmp_path: Path) -> None:
    static = write_static_folder(tmp_path)
    assert isinstance(load_encoder(str(static)), StaticEncoder)
    (static / "config_sentence_transformers.json").write_text('{"prompts": {"query": "query: "}}', "utf-8")
    prompted = load_encoder(str(static))
    assert isinstance(prompted, TransformerEncoder)
    unprompted = StaticEncoder.load(write_static_folder(tmp_path / "plain"))
    assert prompted.encode_queries(["工会"]) == pytest.approx(unprompted.encode_queries(["query: 工会"]), abs=1e-6)


@pytest.mark.parametrize("name", ["nobody/no-such-model", "no-such-model"])
def test_unknown_model_id_fails_at_once_offline(name: str) -> None:
    code = (
        "from index import load_encoder\n"
        "from corpus import EncoderError\n"
        f"try: load_encoder({name!r})\n"
        "except EncoderError as error: print(error)"
    )
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"embedding model '{name}' is not on this machine: ")
    assert "builtin" in done.stdout
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("name", ["./absent", "/absent/model", "~/absent-model"])
def test_absent_folder_is_named(name: str) -> None:
    with pytest.raises(EncoderError, match="no model folder at"):
        load_encoder(name)


@pytest.mark.parametrize("name", ["not an id!", "", "a b/c"])
def test_a_name_that_is_neither_folder_nor_id_is_refused(name: str) -> None:
    with pytest.raises(EncoderError, match=r"neither|no model folder"):
        load_encoder(name)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"neither modules\.json nor config\.json"):
        load_encoder(str(tmp_path))


def test_a_truncated_model_is_one_clear_line(folder: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    for weights in copy.rglob("model.safetensors"):
        weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(EncoderError, match="cannot be loaded") as caught:
        load_encoder(str(copy))
    assert "\n" not in str(caught.value)
