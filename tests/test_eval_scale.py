"""A SQuAD-format file of 1,000 paragraphs and 3,500 questions: in under ten minutes, in under 3 GB."""

import json
import resource
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

import pytest

from index.training.domain_pairs import read_questions

PARAGRAPHS, QUESTIONS = 1000, 3500


def squad_of_sentences() -> dict[str, object]:
    """Paragraphs of four official sentences each, with three or four of the questions written on them."""
    asked: dict[str, str] = {}
    for question, sentence in read_questions(("train",)):
        asked.setdefault(sentence, question)
    pairs = iter(asked.items())
    paragraphs = []
    for number in range(PARAGRAPHS):
        block = list(islice(pairs, 4))
        context = "".join(sentence for sentence, _ in block)
        qas = [
            {
                "id": f"{number}-{place}",
                "question": question,
                "answers": [{"text": sentence[:12], "answer_start": context.index(sentence[:12])}],
            }
            for place, (sentence, question) in enumerate(block[: 3 + number % 2])
        ]
        paragraphs.append({"context": context, "qas": qas})
    return {"version": "1.1", "data": [{"title": "", "paragraphs": paragraphs}]}


@pytest.mark.soak
def test_it_is_measured_in_time_and_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    path.write_text(json.dumps(squad_of_sentences(), ensure_ascii=False), encoding="utf-8")
    began = time.perf_counter()
    command = [str(Path(sys.executable).with_name("workplan")), "eval", "run", str(path), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    assert (report["document_count"], report["overall"]["questions"]) == (PARAGRAPHS, QUESTIONS)
    assert time.perf_counter() - began < 600
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 3 * 1024 * 1024  # kilobytes
