import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_index_static_folder import DIM, write_static_folder

from index.static_encoder import StaticEncoder

TEXTS = [
    "全省工会累计下拨帮扶资金 1.16 亿元",
    "ＡＰＰ 入会",
    "the union helps",
    "",
    "☃☃",
    "工会" * 20,
    "新就业形态劳动者",
]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> StaticEncoder:
    return StaticEncoder.load(write_static_folder(tmp_path_factory.mktemp("model")), "tiny")


@pytest.mark.parametrize("quantised", [True, False])
def test_vectors_equal_those_of_sentence_transformers(tmp_path: Path, quantised: bool) -> None:
    from sentence_transformers import SentenceTransformer

    folder = write_static_folder(tmp_path, quantised=quantised)
    model = SentenceTransformer(str(folder), local_files_only=True)
    expected = model.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    assert np.abs(StaticEncoder.load(folder).encode_passages(TEXTS) - expected).max() < 1e-6


def test_rows_have_length_one_or_zero(encoder: StaticEncoder) -> None:
    rows = encoder.encode_queries(TEXTS)
    assert rows.shape == (len(TEXTS), DIM)
    assert rows.dtype == np.float32
    lengths = np.linalg.norm(rows, axis=1)
    assert lengths == pytest.approx([1, 1, 1, 0, 0, 1, 1], abs=1e-6)


def test_no_texts_give_no_rows(encoder: StaticEncoder) -> None:
    assert encoder.encode_queries([]).shape == (0, DIM)


@given(st.lists(st.text(st.characters(codec=None, exclude_categories=())), max_size=3))
def test_any_text_gives_finite_rows(encoder: StaticEncoder, texts: list[str]) -> None:
    rows = encoder.encode_passages(texts)
    assert np.isfinite(rows).all()
    assert np.isin(np.round(np.linalg.norm(rows, axis=1), 4), [0, 1]).all()


@pytest.mark.parametrize("text", ["\ud83d", "工会\udc80", "😀👩‍👩‍👧", "\x00\x1b\x7f", "工会服务职工" * 17_000, " \n\t"])
def test_odd_text_is_encoded(encoder: StaticEncoder, text: str) -> None:
    assert np.isfinite(encoder.encode_queries([text])).all()


def test_a_text_has_the_same_vector_in_any_company(encoder: StaticEncoder) -> None:
    together = encoder.encode_passages(TEXTS)
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    assert np.array_equal(together, alone)


def test_weights_turn_the_vector_to_the_heavier_token(encoder: StaticEncoder) -> None:
    weights = np.ones(encoder.vocabulary, np.float32)
    weights[encoder.document_frequencies(["工"]) > 0] = 100
    rows = encoder.weighted(weights).encode_queries(["工会", "工"])
    assert rows[0] @ rows[1] > 0.99
    assert encoder.encode_queries(["工会"])[0] @ encoder.encode_queries(["工"])[0] < 0.99


def test_weights_change_the_fingerprint(encoder: StaticEncoder) -> None:
    weighted = encoder.weighted(np.full(encoder.vocabulary, 2, np.float32))
    assert weighted.fingerprint != encoder.fingerprint
    assert weighted.name == encoder.name


def test_weights_of_another_vocabulary_are_refused(encoder: StaticEncoder) -> None:
    with pytest.raises(ValueError, match="token weights"):
        encoder.weighted(np.ones(3, np.float32))


def test_document_frequencies_count_texts_not_occurrences(encoder: StaticEncoder) -> None:
    counts = encoder.document_frequencies(["工工", "工会", "职"])
    assert sorted(counts[counts > 0].tolist()) == [1, 1, 2]


def test_a_thousand_sentences_take_less_than_half_a_second(encoder: StaticEncoder) -> None:
    sentences = [f"全省工会累计下拨帮扶资金 {number} 亿元,帮扶救助困难职工" for number in range(1000)]
    start = time.perf_counter()
    encoder.encode_passages(sentences)
    assert time.perf_counter() - start < 0.5
