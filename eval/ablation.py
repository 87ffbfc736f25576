"""What each stage of finding adds: `python -m eval.ablation [DATASET] [--document FILE] [--encoder NAME]`.

BM25, dense, both fused, fused with the lexicon's other words, and the second look at the candidates, on the questions
that search decides (those that the outline answers are left out): is the evidence among the first 1, 3, 5 sentences?
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant import Assistant
from corpus import Passage, WorkplanError
from eval.dataset import load_dataset
from eval.metrics import match_ranking, reciprocal_rank
from eval.types import Dataset, Question, Span
from index import Index, Lexicon, load_encoder

DEPTHS = (1, 3, 5)
STAGES = ("BM25", "dense", "fused", "+ lexicon", "+ second look")
Ranking = Callable[[str], Sequence[Passage]]


def ablate(dataset: Dataset, encoder_name: str) -> dict[str, dict[str, tuple[int, list[float]]]]:
    """Return by stage and kind the number of questions and [hit@1, @3, @5, MRR@10]; kind `all` holds all of them."""
    encoder = load_encoder(encoder_name)
    assistant = Assistant(Index.build(dataset.documents, encoder))
    plain = Index.build(dataset.documents, encoder, lexicon=Lexicon([]))
    stages: dict[str, Ranking] = {
        "BM25": lambda text: [hit.passage for hit in plain.search(text, 10, "bm25")],
        "dense": lambda text: [hit.passage for hit in plain.search(text, 10, "dense")],
        "fused": lambda text: [hit.passage for hit in plain.search(text, 10)],
        "+ lexicon": lambda text: [hit.passage for hit in assistant.index.search(text, 10)],
        "+ second look": lambda text: _second_look(assistant, text),
    }
    searched = [question for question in dataset.questions if question.evidence and _is_searched(assistant, question)]
    return {stage: _by_kind(searched, ranking) for stage, ranking in stages.items()}


def _is_searched(assistant: Assistant, question: Question) -> bool:
    if question.history:
        return False
    parts = assistant.explain(question.text)
    return len(parts) == 1 and parts[0][2].searched is not None


def _second_look(assistant: Assistant, text: str) -> list[Passage]:
    searched = assistant.explain(text)[0][2].searched
    return [candidate.passage for candidate in searched.ranked[:10]] if searched else []


def _by_kind(questions: Sequence[Question], ranking: Ranking) -> dict[str, tuple[int, list[float]]]:
    rows: dict[str, list[list[float]]] = {}
    for question in questions:
        spans = [Span(passage.document_id, passage.start, passage.end) for passage in ranking(question.text)]
        found = match_ranking(spans, question.evidence)
        row = [*(float(any(found[:depth])) for depth in DEPTHS), reciprocal_rank(found)]
        for kind in (question.kind, "all"):
            rows.setdefault(kind, []).append(row)
    return {
        kind: (len(some), [sum(column) / len(some) for column in zip(*some, strict=True)])
        for kind, some in rows.items()
    }


def main() -> int:
    """Print the table in Markdown; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.ablation", description=__doc__)
    parser.add_argument("dataset", nargs="?", default="test")
    parser.add_argument("--document", type=Path, action="append", default=[])
    parser.add_argument("--encoder", default="builtin-joint")
    chosen = parser.parse_args()
    try:
        found = ablate(load_dataset(chosen.dataset, chosen.document), chosen.encoder)
    except WorkplanError as error:
        print(f"ablation: {error}", file=sys.stderr)
        return 1
    print("| kind | questions | " + " | ".join(STAGES) + " |\n|" + "---|" * (len(STAGES) + 2))
    for kind in found[STAGES[0]]:
        cells = [" / ".join(f"{value:.2f}" for value in found[stage][kind][1]) for stage in STAGES]
        print(f"| {kind} | {found[STAGES[0]][kind][0]} | " + " | ".join(cells) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
