import numpy as np
import pytest

from corpus import Passage, make_passages, parse_report
from index.grain import group_parts, sentences_within
from index.vectors import TextTable, centre_rows


def test_a_passage_without_parts_is_its_own_part() -> None:
    rows, starts = group_parts([[7, 8], []], [1, 2])
    assert rows.tolist() == [7, 8, 2]
    assert starts.tolist() == [0, 2, 3]


def test_no_passages_have_no_parts() -> None:
    rows, starts = group_parts([], [])
    assert (rows.tolist(), starts.tolist()) == ([], [0])


def test_sentences_belong_to_the_passage_they_begin_in() -> None:
    documents = [
        parse_report("一、甲\n工会服务职工。职工满意。\n二、乙\n帮扶困难。\n"),
        parse_report("一、丙\n新建水厂。\n"),
    ]
    every = [passage for document in documents for passage in make_passages(document)]
    coarse = [passage for passage in every if passage.kind == "passage"]
    fine = [passage for passage in every if passage.kind != "passage"]
    within = sentences_within(coarse, fine)
    assert sorted(number for numbers in within for number in numbers) == list(range(len(fine)))
    for passage, numbers in zip(coarse, within, strict=True):
        for number in numbers:
            assert fine[number].document_id == passage.document_id
            assert passage.start <= fine[number].start < passage.end


def test_a_passage_of_a_document_without_sentences_has_none() -> None:
    alone = Passage("p", "d", "", 0, 1, "passage", "other", "", "甲")
    assert sentences_within([alone], []) == [[]]


def test_each_distinct_text_has_one_row() -> None:
    assert TextTable.of(["甲", "乙", "甲"]).rows == {"甲": 0, "乙": 1}


def test_centring_leaves_what_differs_and_keeps_zero_rows() -> None:
    rows = np.array([[0.6, 0.8], [0.8, 0.6], [0, 0]], np.float32)
    found = centre_rows(rows, np.array([0.7, 0.7], np.float32))
    assert found == pytest.approx(np.array([[-(0.5**0.5), 0.5**0.5], [0.5**0.5, -(0.5**0.5)], [0, 0]]), abs=1e-5)
