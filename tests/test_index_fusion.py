import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.fusion import (
    BREADCRUMB_WEIGHT,
    LEXICAL_WEIGHT,
    SYNONYM_WEIGHT,
    Floats,
    best_first,
    fuse,
    part_score,
    ranks,
)

_SCORES = arrays(np.float32, st.integers(1, 8), elements=st.floats(-1, 1, width=32))


def _floats(*values: float) -> Floats:
    return np.array(values, np.float32)


def test_part_score_is_the_mean_of_own_and_best_part() -> None:
    found = part_score(_floats(0.4, 0.2), _floats(0.6, 0.1, 0.2), np.array([0, 2, 3]))
    assert found == pytest.approx([(0.4 + 0.6) / 2, (0.2 + 0.2) / 2])


def test_part_score_of_nothing_is_nothing() -> None:
    assert part_score(_floats(), _floats(), np.array([0])).tolist() == []


def test_fusion_of_a_worked_example() -> None:
    found = fuse(_floats(0.5), _floats(0.25), _floats(0.4), _floats(0.1))
    assert found == pytest.approx([0.5 + LEXICAL_WEIGHT * 0.25 + SYNONYM_WEIGHT * 0.4 + BREADCRUMB_WEIGHT * 0.1])


@given(_SCORES, st.floats(0, 1, width=32), st.floats(0, 1, width=32))
def test_fusion_rises_with_each_score(dense: Floats, low: float, more: float) -> None:
    lexical, crumb = np.full_like(dense, low), np.zeros_like(dense)
    base = fuse(dense, lexical, lexical, crumb)
    assert (fuse(dense, lexical + np.float32(more), lexical, crumb) >= base).all()
    assert (fuse(dense, lexical, lexical + np.float32(more), crumb) >= base).all()
    assert (fuse(dense + np.float32(more), lexical, lexical, crumb) >= base).all()


def test_without_shared_words_fusion_keeps_the_dense_order() -> None:
    dense = _floats(0.1, 0.7, 0.3)
    nothing = np.zeros_like(dense)
    assert best_first(fuse(dense, nothing, nothing, nothing)).tolist() == best_first(dense).tolist()


def test_equal_scores_keep_their_order() -> None:
    assert best_first(_floats(0.1, 0.3, 0.3)).tolist() == [1, 2, 0]


@given(_SCORES)
def test_order_is_by_score_and_then_by_position(scores: Floats) -> None:
    order = best_first(scores).tolist()
    assert order == sorted(range(len(scores)), key=lambda place: (-float(scores[place]), place))


def test_ranks_skip_what_was_not_found() -> None:
    assert ranks(_floats(0.1, 0.9, 0.5), np.array([True, False, True])).tolist() == [2, 0, 1]
