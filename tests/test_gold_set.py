from collections import Counter
from itertools import combinations, product

import pytest

from eval import Dataset, Question, load_dataset
from eval.folding import contains, fold, strip_to_characters
from eval.types import OWN_KINDS

DEV, TEST = load_dataset("dev"), load_dataset("test")
EVERY = (*DEV.questions, *TEST.questions)
SETS = pytest.mark.parametrize("dataset", [DEV, TEST], ids=["dev", "test"])
LIKE = 0.8  # share of character pairs in common from which two questions count as the same


def pairs(question: Question) -> set[str]:
    """The character pairs of the question with its history, since a follow-up alone says little."""
    text = strip_to_characters(" ".join((*question.history, question.text)))
    return {text[n : n + 2] for n in range(len(text) - 1)}


def likeness(one: Question, other: Question) -> float:
    first, second = pairs(one), pairs(other)
    return len(first & second) / len(first | second)


def test_there_are_enough_questions_of_every_kind() -> None:
    assert len(EVERY) >= 120
    assert sum(not question.answerable for question in EVERY) >= 25


@SETS
def test_each_set_holds_every_kind(dataset: Dataset) -> None:
    counts = Counter(question.kind for question in dataset.questions)
    assert dataset.kinds == OWN_KINDS
    assert min(counts.values()) >= 5


@SETS
def test_every_answerable_question_has_evidence(dataset: Dataset) -> None:
    assert [question.id for question in dataset.questions if question.answerable and not question.evidence] == []


@SETS
def test_evidence_is_the_reports_own_text_at_its_place(dataset: Dataset) -> None:
    (document,) = dataset.documents
    for question in dataset.questions:
        for evidence in question.evidence:
            assert all(document.text[span.start : span.end] == evidence.quote for span in evidence.spans)


@SETS
def test_ids_tell_the_set_and_the_kind(dataset: Dataset) -> None:
    for question in dataset.questions:
        assert question.id.startswith(f"{dataset.name}-{question.kind}-")


@SETS
def test_the_evidence_holds_the_answer(dataset: Dataset) -> None:
    """Counts of headings and yes or no stand in no sentence; every other answer does."""
    for question in dataset.questions:
        if question.kind in ("outline", "english"):
            continue
        proof = fold(" ".join(evidence.quote for evidence in question.evidence))
        lacking = [group for group in question.answer_groups if not any(contains(proof, variant) for variant in group)]
        assert lacking == [], question.id


def test_the_two_sets_share_no_question() -> None:
    shared = [(a.id, b.id) for a, b in product(DEV.questions, TEST.questions) if likeness(a, b) >= LIKE]
    assert shared == []


@SETS
def test_a_set_asks_nothing_twice(dataset: Dataset) -> None:
    assert [(a.id, b.id) for a, b in combinations(dataset.questions, 2) if likeness(a, b) >= LIKE] == []
