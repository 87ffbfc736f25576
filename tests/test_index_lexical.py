import subprocess
import sys
from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical import K1, B, LexicalIndex

PASSAGES = [["工会", "帮扶", "职工"], ["工会", "工会", "维权"], ["司机", "入会"], []]


def test_share_of_a_worked_example() -> None:
    index = LexicalIndex.build(PASSAGES)
    mean_length = 8 / 4
    idf_union, idf_driver = log(1 + 2.5 / 2.5), log(1 + 3.5 / 1.5)
    first = idf_union * 1 / (1 + K1 * (1 - B + B * 3 / mean_length))
    second = idf_union * 2 / (2 + K1 * (1 - B + B * 3 / mean_length))
    third = idf_driver * 1 / (1 + K1 * (1 - B + B * 2 / mean_length))
    best = idf_union + idf_driver
    assert index.scores(["工会", "司机"]) == pytest.approx([first / best, second / best, third / best, 0])


def test_unknown_token_counts_with_the_largest_idf() -> None:
    index = LexicalIndex.build(PASSAGES)
    largest, union = log(1 + 3.5 / 1.5), log(1 + 2.5 / 2.5)
    assert index.scores(["工会", "外星"]) == pytest.approx(index.scores(["工会"]) * union / (union + largest))


def test_scores_are_those_of_bm25s() -> None:
    import bm25s

    engine = bm25s.BM25(k1=K1, b=B, method="lucene")
    engine.index(PASSAGES, show_progress=False)
    index = LexicalIndex.build(PASSAGES)
    found, expected = index.scores(["帮扶", "工会"]), engine.get_scores(["帮扶", "工会"])
    assert found / found.max() == pytest.approx(expected / expected.max())


def test_repeating_a_word_of_the_question_changes_nothing() -> None:
    index = LexicalIndex.build(PASSAGES)
    assert np.array_equal(index.scores(["工会", "工会"]), index.scores(["工会"]))


@pytest.mark.parametrize("tokens", [[], ["外星"]])
def test_nothing_known_scores_zero(tokens: list[str]) -> None:
    assert LexicalIndex.build(PASSAGES).scores(tokens).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("passages", [[], [[]], [[], []]])
def test_passages_without_tokens_can_be_indexed(passages: list[list[str]]) -> None:
    assert LexicalIndex.build(passages).scores(["工会"]).tolist() == [0] * len(passages)


_WORDS = st.lists(st.sampled_from(["甲", "乙", "丙", "丁", ""]), max_size=6)


@given(st.lists(_WORDS, min_size=1, max_size=6), _WORDS)
def test_a_share_lies_between_zero_and_one(passages: list[list[str]], query: list[str]) -> None:
    scores = LexicalIndex.build(passages).scores(query)
    assert scores.shape == (len(passages),)
    assert ((scores >= 0) & (scores <= 1)).all()
    for passage, score in zip(passages, scores, strict=True):
        assert (score > 0) == bool(set(passage) & set(query))


def test_a_saved_index_scores_alike(tmp_path: Path) -> None:
    index = LexicalIndex.build(PASSAGES)
    index.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path, len(PASSAGES))
    assert np.array_equal(loaded.scores(["工会", "维权"]), index.scores(["工会", "维权"]))


def test_two_builds_save_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        LexicalIndex.build(PASSAGES).save(tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in files)


def test_arrays_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    LexicalIndex.build(PASSAGES).save(tmp_path)
    (tmp_path / "vocabulary.json").write_text('["工会"]', "utf-8")
    with pytest.raises(ValueError, match="do not fit together"):
        LexicalIndex.load(tmp_path, len(PASSAGES))


def test_a_loaded_index_answers_without_bm25s(tmp_path: Path) -> None:
    LexicalIndex.build(PASSAGES).save(tmp_path)
    code = (
        "import sys; from pathlib import Path; from index.lexical import LexicalIndex;"
        f"LexicalIndex.load(Path({str(tmp_path)!r}), 4).scores(['工会']); sys.exit('bm25s' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
