"""`make bench-model`: any model folder beside the built-in one, on the gold set, the held-apart pairs and a SQuAD file."""

import json

import pytest
from test_index_static_folder import write_static_folder

from eval.bench_models import main, table
from eval.held_apart import CHINESE, ENGLISH, load_held_apart
from eval.models import measure_set
from index import StaticEncoder


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_static_folder(tmp_path_factory.mktemp("model"))


def test_each_held_apart_question_has_its_sentence_among_all():
    dataset = load_held_apart("dev")
    assert len(dataset.documents) >= 800
    assert {question.kind for question in dataset.questions} == {CHINESE, ENGLISH}
    texts = {document.id: document.text for document in dataset.documents}
    assert all(texts[q.evidence[0].spans[0].document_id] == q.evidence[0].quote for q in dataset.questions)


def test_a_question_that_copies_its_sentence_is_found(model):
    dataset = load_held_apart("dev")
    first = dataset.questions[0]
    copied = type(first)("copy", CHINESE, first.evidence[0].quote, True, evidence=first.evidence)
    few = type(dataset)("few", "squad", (copied,), dataset.documents)
    figures = measure_set(StaticEncoder.load(model), few, "fused")
    assert figures["overall"] == {"questions": 1, "recall@1": 1.0, "recall@5": 1.0, "mrr@10": 1.0}


def test_any_folder_and_squad_file_are_compared(model, tmp_path, capsys):
    squad = tmp_path / "small.json"
    paragraph = {
        "context": "工会服务职工。",
        "qas": [{"id": "1", "question": "谁服务职工?", "answers": [{"text": "工会", "answer_start": 0}]}],
    }
    squad.write_text(json.dumps({"data": [{"title": "t", "paragraphs": [paragraph]}]}), encoding="utf-8")
    assert main([str(model), "--squad", str(squad), "--split", "dev", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["retrieval"] for row in rows] == ["bm25", "dense", "fused"]
    assert rows[1]["sets"]["small.json"]["overall"]["mrr@10"] == 1.0
    assert rows[1]["query_ms"] > 0
    lines = table(rows)
    assert len(lines) == 5
    assert {line.count("|") for line in lines} == {lines[0].count("|")}


def test_a_model_that_is_not_there_is_one_clear_line(tmp_path, capsys):
    assert main([str(tmp_path / "absent"), "--split", "dev"]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "absent" in error
