"""Late interaction: scores of worked examples, models with and without token rows, and what it adds to a search."""

import numpy as np
import pytest
from test_index_compact_encoder import DIM, write

from corpus import EncoderError, bundled_report
from index import CompactEncoder, Index, StaticEncoder
from index.compact_folder import TOKENS, WORDS, read_compact_folder, write_compact_folder
from index.fusion import add_late
from index.late import TokenEncoder, Tokens, encode_with_tokens, read_question

TOKEN_DIM = 4


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    folder = write(tmp_path_factory.mktemp("compact"))
    return CompactEncoder.load(with_head(folder), "tiny")


def with_head(folder, shape=(TOKEN_DIM, DIM)):
    read = read_compact_folder(folder)
    weights = dict(read.weights) | {
        WORDS: read.words * read.word_scales[:, None],
        TOKENS: np.random.default_rng(1).normal(size=shape).astype(np.float32),
    }
    write_compact_folder(folder, weights, read.tokenizer, read.layers, read.heads, read.longest)
    return folder


def unit(*rows):
    rows = np.array(rows, np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_scores_of_worked_examples():
    tokens = Tokens.of([unit([1, 0], [4, 3]), unit([0, 1]), unit([-1, 0])])
    spans = np.array([[0, 1], [1, 2], [0, 2], [2, 2], [2, 3]])
    found = tokens.scores(unit([1, 0], [0, 1]), spans)
    # second: (0 + 1) / 2; third, over both sentences: (1 + 1) / 2; a run of no sentence 0; a negative mean counts as 0
    assert found == pytest.approx([0.8, 0.5, 1.0, 0, 0], abs=1e-3)


def test_a_question_without_tokens_scores_nothing():
    tokens = Tokens.of([unit([1, 0])])
    assert not tokens.scores(np.zeros((0, 2), np.float32), np.array([[0, 1]])).any()
    assert not Tokens.of([]).scores(unit([1, 0]), np.zeros((0, 2), np.int64)).any()


def test_late_scores_are_added():
    assert add_late(np.array([0.8], np.float32), np.array([0.5], np.float32)) == pytest.approx([1.3])


def test_a_text_has_a_unit_row_for_each_token(encoder):
    assert isinstance(encoder, TokenEncoder)
    rows, tokens = encoder.encode_with_tokens(["工会职工", "", "司机"])
    assert np.array_equal(rows, encoder.encode_passages(["工会职工", "", "司机"]))
    assert [found.shape for found in tokens] == [(4, TOKEN_DIM), (0, TOKEN_DIM), (2, TOKEN_DIM)]
    assert np.linalg.norm(tokens[0], axis=1) == pytest.approx(np.ones(4), abs=1e-5)


def test_a_model_without_token_rows_has_none(tmp_path):
    plain = CompactEncoder.load(write(tmp_path))
    assert not plain.has_tokens
    rows, tokens = encode_with_tokens(plain, ["工会"])
    assert rows.shape == (1, DIM)
    assert [len(found) for found in tokens] == [0]
    assert len(read_question(plain, "工会")[1]) == 0


def test_a_head_that_does_not_fit_is_named(tmp_path):
    with pytest.raises(EncoderError, match=TOKENS):
        read_compact_folder(with_head(write(tmp_path), (TOKEN_DIM, DIM + 1)))


def test_a_saved_index_keeps_its_token_rows(encoder, tmp_path):
    report = bundled_report()
    built = Index.build([report], encoder)
    built.save(tmp_path / "index")
    again = Index.load(tmp_path / "index", [report], encoder)
    for search in ("search", "search_passages"):
        found = getattr(again, search)("工会职工司机")
        assert found == getattr(built, search)("工会职工司机")
        assert any(hit.late > 0 for hit in found)


def test_a_table_searches_without(encoder_table):
    hits = Index.build([bundled_report()], encoder_table).search("职工")
    assert hits
    assert not any(hit.late for hit in hits)


@pytest.fixture(scope="module")
def encoder_table(tmp_path_factory):
    from test_index_static_folder import write_static_folder

    return StaticEncoder.load(write_static_folder(tmp_path_factory.mktemp("table")))
