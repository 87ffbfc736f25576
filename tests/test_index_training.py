"""The training chain on tiny data with a small stand-in teacher: a whole model folder in seconds, offline."""

import gzip
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from index import CompactEncoder
from index.compact_folder import write_compact_folder
from index.encoders import load_encoder
from index.static_encoder import StaticEncoder
from index.training.chain import train_compact, train_further, train_static
from index.training.characters import compile_map, simplified_map
from index.training.continuing import FurtherPlan
from index.training.cutting import character_pieces, cut
from index.training.domain_pairs import read_questions
from index.training.late import first_head, late_scores
from index.training.sources import SOURCES, Data, read_pairs
from index.training.teacher import VectorCache, encode_all
from index.training.tokenizer import build_tokenizer
from index.training.train import Plan
from index.training.transformer import TransformerPlan
from index.training.vocabulary import Vocabulary, choose_vocabulary

DIM = 16
ENGLISH = ["union", "worker", "driver", "court", "wage", "train", "school", "help", "fund", "law", "rest", "health"]
CHINESE = ["工会", "职工", "司机", "法院", "工资", "培训", "学校", "帮扶", "资金", "法律", "休息", "健康"]


class SmallTeacher:
    """Mean of one fixed random vector a word: deterministic, needs no model."""

    name = "a small stand-in"
    dim = DIM

    def __init__(self) -> None:
        self.encoded = 0

    def count_tokens(self, texts):
        return [len(text.split()) for text in texts]

    def encode(self, texts):
        self.encoded += len(texts)
        rows = np.stack([np.mean([_vector(word) for word in text.lower().split()], axis=0) for text in texts])
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16)

    def tokenizer_json(self):
        vocabulary = {word: number for number, word in enumerate(["[UNK]", "[CLS]", "[SEP]", *ENGLISH])}
        return json.dumps(
            {
                "version": "1.0",
                "added_tokens": [
                    {
                        "id": 0,
                        "content": "[UNK]",
                        "single_word": False,
                        "lstrip": False,
                        "rstrip": False,
                        "normalized": False,
                        "special": True,
                    }
                ],
                "normalizer": None,
                "pre_tokenizer": {"type": "BertPreTokenizer"},
                "post_processor": None,
                "decoder": None,
                "model": {
                    "type": "WordPiece",
                    "unk_token": "[UNK]",
                    "continuing_subword_prefix": "##",
                    "max_input_chars_per_word": 100,
                    "vocab": vocabulary,
                },
            }
        )

    def body(self):
        from transformers import BertConfig, BertModel

        torch.manual_seed(0)
        config = BertConfig(
            vocab_size=3 + len(ENGLISH),
            hidden_size=DIM,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=192,
        )
        return BertModel(config)


def _vector(word):
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
    return np.random.default_rng(seed).normal(size=DIM)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    words = list(zip(CHINESE, ENGLISH, strict=True))
    sentences = [(a + b + "。", f"{c} {d}") for a, c in words for b, d in words if a != b]
    passages = [(f"{a}在哪里?", f"{a}就在这里,{b}也在。") for a, _ in words for b, _ in words[:4]]
    for name, pairs in {"zhen_tatoeba": sentences, "dict_cc_cedict": words, "qp_cmrc2018_train": passages}.items():
        with gzip.open(folder / f"{name}.tsv.gz", "wt", encoding="utf-8") as file:
            file.writelines(f"{left}\t{right}\n" for left, right in pairs)
    return Data(folder, _write_own_pairs(folder / "pairs"), _write_lexicon(folder / "lexicon.tsv"))


def _write_own_pairs(folder):
    (folder / "questions").mkdir(parents=True)
    (folder / "translations").mkdir()
    (folder / "topics.tsv").write_text("pay\ttrain\twages\nrest\tdev\trest\ncare\ttest\tcare\n", encoding="utf-8")
    for topic, words in (("pay", CHINESE[:6]), ("rest", CHINESE[6:9]), ("care", CHINESE[9:])):
        questions = [f"{word}咋样\t推进{word}工作。\n" for word in words]
        (folder / "questions" / f"{topic}.tsv").write_text("".join(questions), encoding="utf-8")
        english = [f"推进{word}工作。\t{ENGLISH[CHINESE.index(word)]} work\n" for word in words]
        (folder / "translations" / f"{topic}.tsv").write_text("".join(english), encoding="utf-8")
    return folder


def _write_lexicon(path):
    path.write_text("司机\t开车的师傅\tdriver\n", encoding="utf-8")
    return path


def run(data, out, work, teacher=None):
    plan = Plan(steps=60, batch=64, passage_batch=16, question_batch=4, warm_up=5, seed=3)
    return train_static(data, out, work, teacher or SmallTeacher(), plan, say=lambda line: None)


@pytest.fixture(scope="module")
def trained(data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    run(data, folder, tmp_path_factory.mktemp("work"))
    return folder


def test_words_learn_what_their_translations_mean(trained):
    encoder = StaticEncoder.load(trained)
    scores = encoder.encode_queries(ENGLISH) @ encoder.encode_passages(CHINESE).T
    assert (scores.argmax(axis=1) == np.arange(len(ENGLISH))).mean() > 0.8


def test_the_folder_is_an_ordinary_sentence_transformers_model(trained):
    from sentence_transformers import SentenceTransformer

    texts = ["工会帮扶职工。", "union help worker", "", "ＵＮＩＯＮ 法院", "勞動"]
    theirs = SentenceTransformer(str(trained), device="cpu").encode(texts)
    ours = StaticEncoder.load(trained).encode_passages(texts)
    assert np.abs(theirs - ours).max() < 1e-6


def test_the_same_seed_gives_the_same_bytes(data, trained, tmp_path):
    run(data, tmp_path / "again", tmp_path / "work")
    for name in ("model.safetensors", "tokenizer.json", "README.md"):
        assert (tmp_path / "again" / name).read_bytes() == (trained / name).read_bytes()


def test_the_transformer_is_trained_and_read_without_torch(data, tmp_path):
    plan = TransformerPlan(steps=8, questions=4, passages=4, translations=16, warm_up=2)
    figures = train_compact(data, tmp_path / "out", tmp_path / "work", SmallTeacher(), plan, say=lambda line: None)
    assert figures["plain question -> official sentence, test"]["queries"] == 3
    encoder = CompactEncoder.load(tmp_path / "out")
    texts = ["工会帮扶职工。", "union help worker", "", "ＵＮＩＯＮ 法院", "工會", "工会" * 400]
    ours = encoder.encode_passages(texts)
    assert np.linalg.norm(ours, axis=1) == pytest.approx([1, 1, 0, 1, 1, 1], abs=1e-5)


def test_the_numpy_transformer_computes_what_the_torch_one_does(data, tmp_path):
    body = SmallTeacher().body().eval()
    weights = {name: weight.detach().numpy() for name, weight in body.named_parameters() if "pooler" not in name}
    rounded = {name: _rounded(weight) if weight.ndim == 2 else weight for name, weight in weights.items()}
    body.load_state_dict({name: torch.from_numpy(weight) for name, weight in rounded.items()}, strict=False)
    tokenizer = Tokenizer.from_str(SmallTeacher().tokenizer_json())
    write_compact_folder(tmp_path, weights, tokenizer, layers=2, heads=2, longest=192)
    ids = torch.tensor([[1, 3, 4, 5, 6, 7, 2]])
    with torch.no_grad():
        expected = torch.nn.functional.normalize(body(ids).last_hidden_state.mean(1), dim=1).numpy()
    found = CompactEncoder.load(tmp_path).encode_queries(["union worker driver court wage"])
    assert np.abs(found - expected).max() < 1e-5


def _rounded(weight):
    scale = np.maximum(np.abs(weight).max(axis=1), 1e-12) / 127
    return (np.round(weight / scale[:, None]) * scale[:, None]).astype(np.float32)


def test_width_case_and_traditional_characters_do_not_change_a_vector(trained):
    encoder = StaticEncoder.load(trained)
    plain, folded = encoder.encode_passages(["法院培训 union", "法院培訓 ＵＮＩＯＮ"])
    assert np.array_equal(plain, folded)


def test_no_two_tokens_fold_to_the_same_text():
    vocabulary = Vocabulary(words=("培训", "培訓"), characters=("训", "訓"))
    tokenizer = build_tokenizer(SmallTeacher().tokenizer_json(), vocabulary, compile_map(simplified_map()))
    assert {"培训", "训"} <= tokenizer.get_vocab().keys()
    assert not {"培訓", "訓"} & tokenizer.get_vocab().keys()


def test_text_without_a_known_token_is_a_zero_vector(trained):
    assert not StaticEncoder.load(trained).encode_passages(["", "☃"]).any()


def test_the_card_names_sources_licences_and_figures(trained):
    card = (trained / "README.md").read_text(encoding="utf-8")
    assert all(source.licence in card and source.file in card for source in SOURCES)
    assert "a small stand-in" in card


def test_an_interrupted_teacher_goes_on_where_it_stopped(tmp_path):
    texts = [f"union {word}" for word in ENGLISH]
    first, second = SmallTeacher(), SmallTeacher()
    cache = VectorCache(tmp_path, DIM)
    next(iter(encode_all(first, texts[:5], cache)))
    with (tmp_path / "vectors.f16").open("ab") as file:
        file.write(b"half a row")
    again = VectorCache(tmp_path, DIM)
    assert len(again) == first.encoded
    list(encode_all(second, texts, again))
    assert second.encoded == len(texts) - first.encoded
    assert again.matrix().shape == (len(texts), DIM)
    assert np.allclose(again.matrix()[again.rows([texts[0]])[0]], second.encode([texts[0]])[0], atol=1e-3)


def test_the_character_map_folds_every_character_and_leaves_simplified_text_alone():
    pairs = simplified_map()
    assert pairs["訓"] == "训"
    assert pairs["後"] == "后"
    assert not {"后", "著", "乾", "里", "训"} & pairs.keys()
    tokenizer = Tokenizer.from_str(
        json.dumps(
            {
                "version": "1.0",
                "added_tokens": [],
                "pre_tokenizer": None,
                "post_processor": None,
                "truncation": None,
                "padding": None,
                "decoder": None,
                "normalizer": {"type": "Precompiled", "precompiled_charsmap": compile_map(pairs)},
                "model": {"type": "WordLevel", "vocab": {"[UNK]": 0}, "unk_token": "[UNK]"},
            }
        )
    )
    assert tokenizer.normalizer.normalize_str("".join(pairs)) == "".join(pairs.values())
    assert tokenizer.normalizer.normalize_str("工会后里训 abc,。") == "工会后里训 abc,。"


def test_a_token_that_folding_changes_is_left_out():
    vocabulary = Vocabulary(("國家", "国家"), ("國", "国", "家"))
    tokenizer = build_tokenizer(SmallTeacher().tokenizer_json(), vocabulary, compile_map(simplified_map()))
    assert tokenizer.token_to_id("國") is tokenizer.token_to_id("國家") is None
    assert tokenizer.encode("國國家").tokens == ["国", "国家"]


def test_every_token_of_the_tokenizer_is_found_as_itself(trained):
    tokenizer = Tokenizer.from_file(str(trained / "tokenizer.json"))
    for text, token in tokenizer.get_vocab().items():
        assert text.startswith("[") or tokenizer.encode(text).ids == [token]


def test_a_text_is_cut_into_the_characters_of_its_words():
    vocabulary = Vocabulary(("劳动", "模范"), ("劳", "动", "模"))
    tokenizer = build_tokenizer(SmallTeacher().tokenizer_json(), vocabulary, compile_map({"國": "国"}))
    pieces = character_pieces(tokenizer)
    text = np.array(tokenizer.encode("劳动模范 union").ids, np.int64)
    assert [tokenizer.id_to_token(token) for token in cut(text, pieces)] == ["劳", "动", "模", "union"]


def test_words_earn_their_place_by_use_or_by_the_dictionary():
    vocabulary = choose_vocabulary(["劳动模范 表彰大会"] * 12 + ["偶然"], ["打官司", "不存在词甲"], 100, 100)
    assert "打官司" in vocabulary.words
    assert "不存在词甲" not in vocabulary.words
    assert "表彰" in vocabulary.words or "表彰大会" in vocabulary.words
    assert "模" in vocabulary.characters


def test_a_malformed_training_line_is_named(tmp_path):
    with gzip.open(tmp_path / "zhen_tatoeba.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("好\tgood\nno tab here\n")
    with pytest.raises(ValueError, match="line 2"):
        read_pairs(Data(tmp_path), next(source for source in SOURCES if source.file == "zhen_tatoeba"))


def test_a_folder_without_the_files_is_a_clear_error(tmp_path):
    with pytest.raises(FileNotFoundError, match=str(Path("README.md"))):
        run(Data(tmp_path), tmp_path / "out", tmp_path / "work")


FURTHER = FurtherPlan(
    steps=40,
    questions=8,
    topics=2,
    passages=4,
    kept=8,
    texts=40,
    drop=0.0,
    rate=1e-3,
    word_rate=1e-2,
    warm_up=2,
    seed=1,
)


def _answered(folder, data):
    """Return how far each plain question's own sentence is above the others' mean, on average."""
    encoder = load_encoder(str(folder))
    pairs = read_questions(["train"], data.pairs)
    scores = encoder.encode_queries([q for q, _ in pairs]) @ encoder.encode_passages([s for _, s in pairs]).T
    return float(np.diag(scores).mean() - scores.mean())


def test_a_table_learns_new_pairs_and_stays_where_it_was(data, trained, tmp_path):
    figures = train_further(trained, data, tmp_path / "further", FURTHER, say=lambda line: None)
    assert "plain question -> official sentence, dev" in figures
    assert _answered(tmp_path / "further", data) > _answered(trained, data)
    before, after = load_encoder(str(trained)), load_encoder(str(tmp_path / "further"))
    kept = [f"{a}{b}。" for a in CHINESE[:4] for b in CHINESE[4:8]]
    assert (before.encode_passages(kept) * after.encode_passages(kept)).sum(axis=1).mean() > 0.8
    assert "--from FOLDER" in (tmp_path / "further" / "README.md").read_text(encoding="utf-8")


def test_a_transformer_learns_new_pairs_without_a_teacher(data, tmp_path):
    plan = TransformerPlan(steps=2, questions=4, passages=2, translations=4, warm_up=1)
    train_compact(data, tmp_path / "start", tmp_path / "work", SmallTeacher(), plan, say=lambda line: None)
    train_further(tmp_path / "start", data, tmp_path / "further", FURTHER, say=lambda line: None)
    assert _answered(tmp_path / "further", data) > _answered(tmp_path / "start", data)
    before, after = (CompactEncoder.load(tmp_path / name) for name in ("start", "further"))
    assert not before.has_tokens
    assert len(after.encode_with_tokens([CHINESE[0]])[1][0])


def test_late_scores_of_a_worked_example():
    left = [torch.tensor([[1.0, 0.0], [0.0, 1.0]])]
    right = [torch.tensor([[1.0, 0.0], [0.8, 0.6]]), torch.tensor([[-1.0, 0.0]])]
    assert late_scores(left, right)[0].tolist() == pytest.approx([0.8, -0.5])


def test_the_first_head_is_orthonormal():
    head = first_head(np.random.default_rng(0).normal(size=(50, 8)))
    assert head.shape == (8, 8)
    assert torch.allclose(head @ head.T, torch.eye(8), atol=1e-5)


def test_training_further_without_pairs_is_a_clear_error(data, trained, tmp_path):
    (tmp_path / "pairs").mkdir()
    (tmp_path / "pairs" / "topics.tsv").write_text("", encoding="utf-8")
    empty = Data(data.folder, tmp_path / "pairs", data.lexicon)
    with pytest.raises(ValueError, match="holds no plain questions"):
        train_further(trained, empty, tmp_path / "out", FURTHER, say=lambda line: None)
