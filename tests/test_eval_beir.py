"""Retrieval alone, on folders of the BEIR form."""

import json
import math
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus import DatasetError
from eval.beir import read_beir
from eval.beir_run import score_ranked
from eval.commands import app

RUNNER = CliRunner()
FILES = {
    "corpus.jsonl": [
        {"_id": "d1", "title": "桥", "text": "甲市的桥建于 1957 年。"},
        {"_id": "d2", "title": "", "text": "乙县以茶叶闻名。"},
        {"_id": "d3", "title": "", "text": "丙湖是淡水湖,鱼很多。"},
    ],
    "queries.jsonl": [
        {"_id": "q1", "text": "桥是哪年建的?"},
        {"_id": "q2", "text": "乙县的茶叶"},
        {"_id": "q3", "text": "无人判"},
    ],
}
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td3\t0\nq2\td2\t1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "set"
    (made / "qrels").mkdir(parents=True)
    for name, rows in FILES.items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (made / name).write_text(lines, encoding="utf-8")
    (made / "qrels" / "test.tsv").write_text(QRELS, encoding="utf-8")
    return made


def test_texts_queries_and_judgements_are_read(folder: Path) -> None:
    found = read_beir(folder)
    assert (len(found.documents), len(found.queries), list(found.gains)) == (3, 3, ["q1", "q2"])
    assert list(found.gains["q1"].values()) == [2]
    assert found.remarks == ("judgements of test.tsv",)


def test_the_figures_are_those_of_the_formulas() -> None:
    scores = score_ranked(["x", "b", "a"], {"a": 2, "b": 1, "c": 1})
    assert (scores["recall@1"], scores["recall@3"], scores["mrr@10"]) == (0, 2 / 3, 1 / 2)
    ideal = 2 + 1 / math.log2(3) + 1 / math.log2(4)
    assert scores["ndcg@10"] == pytest.approx((1 / math.log2(3) + 2 / math.log2(4)) / ideal)


def test_a_folder_is_checked_without_being_searched(folder: Path) -> None:
    result = RUNNER.invoke(app, ["check", str(folder)])
    assert (result.exit_code, result.stdout) == (0, "set is well formed: 2 judged queries, 3 documents\n")


def test_search_alone_is_measured_three_ways(folder: Path) -> None:
    result = RUNNER.invoke(app, ["run", str(folder), "--json", "--encoder", "builtin"])
    assert (result.exit_code, result.stderr) == (0, "")
    report = json.loads(result.stdout)
    assert (report["form"], report["queries"], report["document_count"]) == ("beir", 2, 3)
    assert list(report["retrieval"]) == ["bm25", "dense", "fused"]
    assert report["retrieval"]["fused"]["recall@1"] == 1
    assert "set: 2 queries on 3 documents" in RUNNER.invoke(app, ["run", str(folder), "--encoder", "builtin"]).stdout


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("corpus.jsonl", None, "has no corpus.jsonl"),
        ("qrels/test.tsv", None, r"has no qrels/\*\.tsv"),
        ("corpus.jsonl", '{"_id": "d1", "text": ""}\n', r"corpus\.jsonl:1: no 'text'"),
        ("corpus.jsonl", "{\n", r"corpus\.jsonl:1: not JSON"),
        ("queries.jsonl", '{"text": "甲"}\n', r"queries\.jsonl:1: no '_id'"),
        ("qrels/test.tsv", "q1 d1 1\n", r"test\.tsv:1: .*with tabs"),
        ("qrels/test.tsv", "q1\td9\t1\n", r"test\.tsv:1: 'd9' is not in corpus\.jsonl"),
        ("qrels/test.tsv", "q1\td1\t0\n", r"test\.tsv judges no document relevant"),
    ],
)
def test_a_fault_is_named_with_file_and_line(folder: Path, name: str, content: str | None, message: str) -> None:
    (folder / name).unlink() if content is None else (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(DatasetError, match=message):
        read_beir(folder)
