"""What several tests of `eval` share: a small report, a question set on it, and an assistant that reads its first sentence."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from assistant.types import Answer, Citation, History
from corpus import Document, Passage
from index.types import Hit, Retrieval

REPORT = "一、去年工作\n全省下拨帮扶资金 1.16 亿元。\n救助困难职工 3020 人。\n"
ROWS: list[dict[str, Any]] = [
    {"id": "a", "kind": "figure", "question": "帮扶资金多少?", "answerable": True}
    | {"answer_groups": [["1.16亿元"]], "evidence": ["全省下拨帮扶资金 1.16 亿元。"]},
    {"id": "b", "kind": "fact", "question": "救助了谁?", "answerable": True}
    | {"answer_groups": [["困难学生"]], "evidence": ["救助困难职工 3020 人。"]},
    {
        "id": "c",
        "kind": "unanswerable",
        "question": "前年呢?",
        "answerable": False,
        "answer_groups": [],
        "evidence": [],
    },
]


class FirstSentence:
    """An assistant and its index in one: finds the sentence that holds the question's first two characters."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.documents = (document,)
        self.index = self
        self.encoder = SimpleNamespace(name="fake")

    def ask(self, question: str, history: History = ()) -> Answer:
        found = [hit.passage for hit in self.search(question)]
        if not found:
            return Answer("报告没有说。", "fact", True, None, "", (), (), question)
        text, best = found[0].text, found[0]
        cited = Citation(1, self.document.id, best.start, best.end, text, "", "result")
        return Answer(f"{text}[1]", "figure", False, "result", text, (cited,), tuple(found), question)

    def search(self, query: str, limit: int = 10, retrieval: Retrieval = "fused") -> list[Hit]:
        document = self.document
        return [
            Hit(
                Passage(str(s.start), document.id, s.section, s.start, s.end, "sentence", s.scope, "", text),
                1,
                1,
                1,
                1,
                1,
            )
            for s in document.sentences
            if query[:2] in (text := document.text[s.start : s.end])
        ]

    search_passages = search


def write_set(folder: Path, rows: list[dict[str, Any]] = ROWS) -> None:
    """Write `report.txt` and `set.jsonl` into `folder`."""
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "set.jsonl").write_text(lines, encoding="utf-8")
