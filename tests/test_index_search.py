from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_index_static_folder import write_static_folder

from corpus import Document, bundled_report, parse_report
from index import Index, Matrix, Retrieval, StaticEncoder
from index import search as search_module

RETRIEVALS: tuple[Retrieval, ...] = ("bm25", "dense", "fused")
QUESTIONS = ["下拨帮扶资金多少", "困难职工满意度", "2022 年货车司机入会", "why not"]


class LengthEncoder:
    """Encode a text by its length alone: a second encoder, without token rows."""

    name = "length"
    dim = 2
    fingerprint = "length-1"

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        angles = np.array([len(text) / 100 for text in texts], np.float32)
        return np.stack([np.cos(angles), np.sin(angles)], axis=1)

    encode_passages = encode_queries


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> StaticEncoder:
    return StaticEncoder.load(write_static_folder(tmp_path_factory.mktemp("model")), "tiny")


@pytest.fixture(scope="module")
def report() -> Document:
    return bundled_report()


@pytest.fixture(scope="module")
def index(report: Document, encoder: StaticEncoder) -> Index:
    return Index.build([report], encoder)


@pytest.mark.parametrize("retrieval", RETRIEVALS)
def test_a_sentence_is_found_by_its_own_words(index: Index, report: Document, retrieval: Retrieval) -> None:
    sentence = next(sentence for sentence in report.sentences if "满意度" in report.text[sentence.start : sentence.end])
    hits = index.search(report.text[sentence.start : sentence.end], 3, retrieval)
    assert (hits[0].passage.start, hits[0].passage.end) == (sentence.start, sentence.end)


@pytest.mark.parametrize("retrieval", RETRIEVALS)
def test_a_passage_is_found_by_one_of_its_sentences(index: Index, retrieval: Retrieval) -> None:
    hits = index.search_passages("困难职工对帮扶工作满意度达 98.76%", 3, retrieval)
    assert "98.76%" in hits[0].passage.text


def test_the_two_grains_are_searched_apart(index: Index) -> None:
    assert {hit.passage.kind for hit in index.search("工会", 200)} == {"sentence", "heading"}
    assert {hit.passage.kind for hit in index.search_passages("工会", 200)} == {"passage"}


@pytest.mark.parametrize("retrieval", RETRIEVALS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_hits_fall_in_score_and_carry_their_reasons(index: Index, question: str, retrieval: Retrieval) -> None:
    hits = index.search(question, 50, retrieval)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert -1 <= hit.dense <= 1
        assert 0 <= hit.lexical <= 1
        assert (hit.lexical_rank is None) == (hit.lexical == 0)
    own = {"bm25": [hit.lexical_rank for hit in hits], "dense": [hit.dense_rank for hit in hits]}
    if retrieval in own:
        assert own[retrieval] == list(range(1, len(hits) + 1))


def test_every_hit_quotes_its_document(index: Index, report: Document) -> None:
    for hit in index.search("职工", 500) + index.search_passages("职工", 500):
        assert report.text[hit.passage.start : hit.passage.end] == hit.passage.text


@pytest.mark.parametrize("retrieval", RETRIEVALS)
@pytest.mark.parametrize("question", ["", " ", "☃", "\ud83d", "?!。"])
def test_a_question_without_known_tokens_finds_nothing(index: Index, question: str, retrieval: Retrieval) -> None:
    assert index.search(question, 10, retrieval) == ()
    assert index.search_passages(question, 10, retrieval) == ()


@pytest.mark.parametrize("limit", [0, -1])
def test_no_limit_no_hits(index: Index, limit: int) -> None:
    assert index.search("工会", limit) == ()


def test_a_limit_beyond_the_report_returns_every_sentence_once(index: Index, report: Document) -> None:
    hits = index.search("工会", 10_000)
    assert len({hit.passage.id for hit in hits}) == len(hits) == len(report.sentences)


@given(st.text(max_size=40))
def test_any_question_is_answered_with_finite_scores(index: Index, question: str) -> None:
    assert np.isfinite([hit.score for hit in index.search(question, 5)]).all()


def test_the_same_question_gives_the_same_hits(index: Index, report: Document, encoder: StaticEncoder) -> None:
    again = Index.build([report], encoder)
    for question in QUESTIONS:
        assert again.search(question) == index.search(question)


@pytest.mark.parametrize("retrieval", ["bm25", "dense"])
def test_equal_sentences_keep_their_order(encoder: StaticEncoder, retrieval: Retrieval) -> None:
    index = Index.build([parse_report("一、甲部\n工会服务职工。\n二、乙部\n工会服务职工。\n")], encoder)
    hits = index.search("服务职工", 10, retrieval)
    starts = [hit.passage.start for hit in hits if hit.passage.text == "工会服务职工。"]
    assert starts == sorted(starts)
    assert len(starts) == 2


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_large_index_finds_what_a_small_one_does(
    index: Index, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    small = index.search(question, 5)
    monkeypatch.setattr(search_module, "EXHAUSTIVE", 0)
    monkeypatch.setattr(search_module, "POOL", 60)
    large = index.search(question, 5)
    assert [hit.passage for hit in large] == [hit.passage for hit in small]
    assert [hit.score for hit in large] == pytest.approx([hit.score for hit in small], abs=1e-6)


def test_a_passage_outside_the_dense_pool_has_no_dense_rank(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "EXHAUSTIVE", 0)
    monkeypatch.setattr(search_module, "POOL", 3)
    hits = index.search("2021 年第三方评估满意度", 10)
    assert 3 <= len(hits) <= 9  # three of each ranking
    assert any(hit.dense_rank is None for hit in hits)


def test_several_documents_are_searched_together(report: Document, encoder: StaticEncoder) -> None:
    other = parse_report("一、供水工作\n全年新建水厂 12 座。\n")
    index = Index.build([report, other, report], encoder)
    assert index.documents == (report, other)
    assert index.search("新建水厂")[0].passage.document_id == other.id
    assert index.search_passages("帮扶资金")[0].passage.document_id == report.id


def test_an_encoder_without_token_rows_can_be_used(report: Document) -> None:
    index = Index.build([report], LengthEncoder())
    assert index.search("帮扶资金", 3, "dense")
    assert "帮扶资金" in index.search("帮扶资金", 3, "bm25")[0].passage.text


@pytest.mark.parametrize("retrieval", RETRIEVALS)
def test_an_index_of_no_documents_finds_nothing(encoder: StaticEncoder, retrieval: Retrieval) -> None:
    index = Index.build([], encoder)
    assert index.search("工会", 10, retrieval) == index.search_passages("工会", 10, retrieval) == ()


def test_progress_counts_up_to_all_texts(report: Document, encoder: StaticEncoder) -> None:
    heard: list[tuple[int, int]] = []
    Index.build([report], encoder, lambda done, total: heard.append((done, total)))
    assert heard[-1][0] == heard[-1][1]
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)
