from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.pooling import IdfFit, inverse_document_frequency, pooling_weights


def test_idf_of_worked_examples() -> None:
    found = inverse_document_frequency([1, 2, 3], 3)
    assert found == pytest.approx([log(1 + 2.5 / 1.5), log(1 + 1.5 / 2.5), log(1 + 0.5 / 3.5)])


def test_power_one_for_one_document_and_root_for_a_collection() -> None:
    whole, root = pooling_weights([1, 3], 3, 1.0), pooling_weights([1, 3], 3, 0.5)
    assert whole == pytest.approx([log(1 + 2.5 / 1.5), log(1 + 0.5 / 3.5)])
    assert root == pytest.approx(whole**0.5)


def test_unseen_token_weighs_as_much_as_the_rarest() -> None:
    weights = pooling_weights([0, 1, 2], 3, 1.0)
    assert weights[0] == weights[1] > weights[2]


def test_without_documents_every_weight_is_one() -> None:
    assert pooling_weights([0, 0], 0, 1.0).tolist() == [1, 1]


@given(st.integers(1, 10_000), st.data())
def test_weights_are_positive_and_fall_with_frequency(count: int, data: st.DataObject) -> None:
    frequencies = sorted(data.draw(st.lists(st.integers(0, count), min_size=1)))
    weights = pooling_weights(frequencies, count, 1.0)
    assert (weights > 0).all()
    assert (np.diff(weights) <= 0).all()


def _fit(frequency: int = 2, power: float = 1.0) -> IdfFit:
    return IdfFit(np.array([1, 4]), np.array([1, frequency]), count=3, vocabulary=6, power=power)


def test_fit_spreads_its_pairs_over_the_vocabulary() -> None:
    assert _fit().weights() == pytest.approx(pooling_weights([0, 1, 0, 0, 2, 0], 3, 1.0))


def test_fingerprint_follows_frequencies_and_power() -> None:
    prints = {_fit().fingerprint, _fit(frequency=3).fingerprint, _fit(power=0.5).fingerprint}
    assert len(prints) == 3
    assert _fit().fingerprint == _fit().fingerprint


def test_a_token_beyond_the_vocabulary_is_refused() -> None:
    with pytest.raises(ValueError, match="6 rows"):
        IdfFit(np.array([6]), np.array([1]), count=1, vocabulary=6, power=1.0)
