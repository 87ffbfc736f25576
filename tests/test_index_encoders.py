import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index import Encoder, PooledEncoder, load_encoder
from index.encoders import BUILTIN_FOLDER

TEXTS = [
    "全省工会累计下拨帮扶资金 1.16 亿元",
    "幫扶困難職工",
    "ＡＰＰ 入會",
    "Trade UNION members",
    "外卖小哥能加入工会吗?",
    "",
    "☃",
]


@pytest.fixture(scope="module")
def builtin() -> Encoder:
    return load_encoder()


def test_builtin_vectors_equal_those_of_sentence_transformers(builtin: Encoder) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(BUILTIN_FOLDER), local_files_only=True)
    expected = model.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    assert np.abs(builtin.encode_passages(TEXTS) - expected).max() < 1e-6


def test_builtin_can_weigh_its_tokens(builtin: Encoder) -> None:
    assert isinstance(builtin, PooledEncoder)
    assert builtin.name == "builtin"


def test_folded_forms_have_the_same_vector(builtin: Encoder) -> None:
    one = builtin.encode_queries(["困难职工", "APP", "trade union"])
    other = builtin.encode_queries(["困難職工", "ａｐｐ", "Trade UNION"])
    assert np.abs(one - other).max() < 1e-6


def test_a_copy_of_the_folder_has_the_same_fingerprint(builtin: Encoder, tmp_path: Path) -> None:
    (tmp_path / "copy").symlink_to(BUILTIN_FOLDER, target_is_directory=True)
    assert load_encoder(str(tmp_path / "copy")).fingerprint == builtin.fingerprint


def test_the_builtin_model_loads_without_torch() -> None:
    code = (
        "import sys; from index import load_encoder; load_encoder().encode_queries(['工会']);"
        "sys.exit(bool({'torch', 'transformers', 'faiss', 'huggingface_hub'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
