"""Two encoders side by side: cosines are means, the table's tokens stay weighable."""

import numpy as np
import pytest
from test_index_compact_encoder import write
from test_index_static_folder import write_static_folder

from corpus import bundled_report
from index import CompactEncoder, Index, JointEncoder, PooledEncoder, StaticEncoder
from index.joint_encoder import side_by_side


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    table = StaticEncoder.load(write_static_folder(tmp_path_factory.mktemp("table")))
    return table, CompactEncoder.load(write(tmp_path_factory.mktemp("compact")))


@pytest.fixture(scope="module")
def joint(parts):
    return JointEncoder("both", *parts)


def test_a_cosine_is_the_mean_of_both(parts, joint):
    texts = ["工会职工", "司机abc"]
    both = joint.encode_queries(texts[:1]) @ joint.encode_passages(texts[1:]).T
    each = [part.encode_queries(texts[:1]) @ part.encode_passages(texts[1:]).T for part in parts]
    assert both == pytest.approx(sum(each) / 2, abs=1e-5)


def test_rows_of_a_worked_example():
    found = side_by_side(np.array([[1, 0]], np.float32), np.array([[0, 1]], np.float32))
    assert found == pytest.approx(np.array([[0.5**0.5, 0, 0, 0.5**0.5]]))


def test_a_text_that_neither_knows_is_a_zero_row(joint):
    assert not joint.encode_queries([""]).any()
    assert joint.encode_queries(["工会"]).shape == (1, joint.dim)


def test_its_tokens_can_be_weighed(joint):
    assert isinstance(joint, PooledEncoder)
    weighted = joint.weighted(np.linspace(1, 2, joint.vocabulary, dtype=np.float32))
    assert weighted.fingerprint != joint.fingerprint
    assert not np.allclose(weighted.encode_queries(["工会职工"]), joint.encode_queries(["工会职工"]))


def test_a_report_is_searched_with_it_and_the_index_is_read_again(joint, tmp_path):
    report = bundled_report()
    built = Index.build([report], joint)
    built.save(tmp_path / "index")
    again = Index.load(tmp_path / "index", [report], joint)
    assert again.search("困难职工对帮扶工作满意度") == built.search("困难职工对帮扶工作满意度")
