"""The verifier: an altered quote, figure, unit, year, count or ordinal never passes, a true answer always does."""

import dataclasses
import random
import re

import pytest

from assistant.verify import find_faults, short_answer_stands
from eval.dataset import load_dataset

MUTATED = 200


@pytest.fixture(scope="module")
def answers(assistant):
    """Return the answers to the whole gold set."""
    questions = [question for name in ("dev", "test") for question in load_dataset(name, []).questions]
    return [assistant.ask(question.text, question.history) for question in questions]


def test_true_answers_raise_no_alarm(assistant, answers):
    assert len(answers) >= MUTATED
    assert [(answer.query, faults) for answer in answers if (faults := find_faults(answer, assistant.documents))] == []


def _digit(text: str, rng: random.Random) -> str:
    place = rng.choice([found.start() for found in re.finditer(r"\d", text)])
    return text[:place] + str((int(text[place]) + rng.randint(1, 9)) % 10) + text[place + 1 :]


def _unit(text: str, rng: random.Random) -> str:
    place = rng.choice([found.end() - 1 for found in re.finditer(r"\d ?[万亿家场名户人个元%]", text)])
    return (
        text[:place] + rng.choice([unit for unit in "万亿家场名户人个元%" if unit != text[place]]) + text[place + 1 :]
    )


def _year(text: str, rng: random.Random) -> str:
    found = rng.choice(list(re.finditer(r"(?<!\d)20\d\d(?!\d)", text)))
    return text[: found.start()] + str(int(found[0]) + rng.choice([-1, 1])) + text[found.end() :]


@pytest.mark.parametrize(
    ("change", "needs"),
    [(_digit, r"\d"), (_unit, r"\d ?[万亿家场名户人个元%]"), (_year, r"(?<!\d)20\d\d(?!\d)")],
    ids=["digit", "unit", "year"],
)
def test_a_mutated_answer_is_caught(assistant, answers, change, needs):
    rng = random.Random(0)
    fit = [answer for answer in answers if answer.citations and not answer.parts and re.search(needs, answer.text)]
    missed = []
    for _ in range(MUTATED):
        answer = rng.choice(fit)
        changed = dataclasses.replace(answer, text=change(answer.text, rng))
        if not find_faults(changed, assistant.documents):
            missed.append((answer.text, changed.text))
    assert missed == []


def test_a_changed_short_answer_is_caught(assistant, answers):
    rng = random.Random(0)
    for answer in answers:
        if answer.short_answer and not answer.parts and re.search(r"\d", answer.short_answer):
            wrong = _digit(answer.short_answer, rng)
            text = answer.text.replace(answer.short_answer, wrong, 1)
            assert find_faults(dataclasses.replace(answer, short_answer=wrong, text=text), assistant.documents)


def test_a_changed_citation_is_caught(assistant, answers):
    answer = next(answer for answer in answers if answer.short_answer and not answer.parts)
    citation = answer.citations[0]
    for wrong in (
        dataclasses.replace(citation, quote=citation.quote[:-1] + "!"),
        dataclasses.replace(citation, start=citation.start + 1),
        dataclasses.replace(citation, end=10**9),
        dataclasses.replace(citation, document_id="another"),
    ):
        assert find_faults(dataclasses.replace(answer, citations=(wrong,)), assistant.documents)


def test_a_figure_does_not_stand_inside_a_longer_one(answers):
    answer = next(answer for answer in answers if answer.citations)
    citation = dataclasses.replace(answer.citations[0], quote="下拨 1.16 亿元,办 160 场")
    assert not short_answer_stands("16 场", [citation])
    assert not short_answer_stands("60 场", [citation])
    assert short_answer_stands("160 场", [citation])
