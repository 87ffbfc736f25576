import numpy as np
import pytest

from index.dense import FlatIndex
from index.types import Matrix, VectorIndex


def _rows(*values: tuple[float, float]) -> Matrix:
    return np.array(values, np.float32)


def test_best_row_comes_first() -> None:
    index: VectorIndex = FlatIndex(2)
    index.add(_rows((1, 0), (0, 1)))
    index.add(_rows((0.6, 0.8)))
    numbers, scores = index.search(_rows((0, 1), (1, 0)), 2)
    assert numbers.tolist() == [[1, 2], [0, 2]]
    assert scores == pytest.approx(np.array([[1, 0.8], [1, 0.6]]))


def test_limit_beyond_the_rows_returns_them_all() -> None:
    index = FlatIndex(2)
    index.add(_rows((1, 0)))
    numbers, _ = index.search(_rows((1, 0)), 10)
    assert numbers.tolist() == [[0]]
    assert len(index) == 1


def test_empty_index_finds_nothing() -> None:
    numbers, scores = FlatIndex(2).search(_rows((1, 0)), 10)
    assert numbers.shape == scores.shape == (1, 0)


def test_no_query_finds_nothing() -> None:
    index = FlatIndex(2)
    index.add(np.zeros((0, 2), np.float32))
    assert index.search(np.zeros((0, 2), np.float32), 3)[0].shape == (0, 0)
