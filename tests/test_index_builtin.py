"""The models that ship: they load, fit their limits, understand plain words, and take any input."""

import numpy as np
import pytest

from index import Encoder, JointEncoder, StaticEncoder, load_encoder
from index.encoders import BUILTIN_FOLDER, COMPACT_FOLDER

ODD = [
    "",
    " ",
    "。,!?;",
    "😀👩‍👩‍👧",
    "\ud83d",
    "工会\udc80",
    "\x00\x1b",
    "工会服务职工abc" * 10_000,
    "新時代勞動者",
    "ＡＰＰ入会 ok Ω ру",
]
SENTENCES = [
    "为外卖配送员、快递员办理意外伤害互助保障，覆盖工伤、医疗等项目。",
    "在商圈、车站建设托育服务点，提供0至3岁婴幼儿照护。",
    "依法查处拖欠劳动报酬案件，追发工资待遇。",
    "举办职工书法摄影展览，丰富精神文化生活。",
]
QUESTIONS = [
    ("骑手摔伤了谁管", 0),
    ("送餐的受伤有保险吗", 0),
    ("娃太小没人带咋办", 1),
    ("老板不给工钱找谁", 2),
    ("Who helps when wages are not paid?", 2),
    ("Is there anywhere to leave a toddler?", 1),
]


@pytest.fixture(scope="module")
def joint() -> Encoder:
    return load_encoder("builtin-joint")


def test_the_folders_keep_to_their_sizes() -> None:
    sizes = [
        sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
        for folder in (BUILTIN_FOLDER, COMPACT_FOLDER)
    ]
    assert sizes[0] <= 64
    assert sizes[1] <= 50


@pytest.mark.parametrize("folder", [BUILTIN_FOLDER, COMPACT_FOLDER])
def test_each_carries_its_card_and_licence(folder) -> None:
    assert "CC-CEDICT" in (folder / "README.md").read_text("utf-8")
    assert "ShareAlike 4.0" in (folder / "LICENSE").read_text("utf-8")


def test_the_table_is_an_ordinary_sentence_transformers_folder() -> None:
    from sentence_transformers import SentenceTransformer

    texts = ["骑手怎么入会?", "新時代勞動者", "ＡＰＰ入会", "What is planned for truck drivers?", ""]
    theirs = SentenceTransformer(str(BUILTIN_FOLDER), device="cpu").encode(texts, normalize_embeddings=True)
    assert np.abs(theirs - StaticEncoder.load(BUILTIN_FOLDER).encode_queries(texts)).max() < 1e-6


@pytest.mark.parametrize("name", ["builtin", "builtin-joint"])
def test_any_text_gives_a_unit_row_or_zero(name: str) -> None:
    rows = load_encoder(name).encode_passages(ODD)
    assert np.isfinite(rows).all()
    assert np.isin(np.round(np.linalg.norm(rows, axis=1), 4), [0, 1]).all()
    assert not rows[:2].any()


@pytest.mark.parametrize(("question", "expected"), QUESTIONS)
def test_plain_questions_find_official_sentences(joint: Encoder, question: str, expected: int) -> None:
    scores = joint.encode_queries([question]) @ joint.encode_passages(SENTENCES).T
    assert int(scores.argmax()) == expected


def test_traditional_and_full_width_text_is_read_as_simplified(joint: Encoder) -> None:
    first, second = joint.encode_queries(["工會APP維權", "工会ＡＰＰ维权"])
    assert np.allclose(first, second)


def test_the_joint_model_is_the_two_side_by_side(joint: Encoder) -> None:
    assert isinstance(joint, JointEncoder)
    assert joint.dim == 640
