"""The verifier: an altered quote or figure never passes, a true one always does."""

import dataclasses
import random
import re

import pytest

from assistant.verify import VerificationError, short_answer_stands, unsupported_figures, verify
from eval.dataset import load_dataset


@pytest.fixture(scope="module")
def figure_answers(assistant):
    """Return every answer of the gold set that leads with a figure."""
    questions = [question for name in ("dev", "test") for question in load_dataset(name, []).questions]
    answers = [assistant.ask(question.text, question.history) for question in questions]
    return [answer for answer in answers if answer.kind == "figure" and answer.short_answer]


def test_true_answers_pass(assistant, figure_answers):
    assert len(figure_answers) > 20
    for answer in figure_answers:
        verify(answer.text, answer.citations, assistant.documents)
        assert short_answer_stands(answer.short_answer, answer.citations)


def test_a_changed_digit_is_caught(assistant, figure_answers):
    rng = random.Random(0)
    for answer in figure_answers:
        places = [found.start() for found in re.finditer(r"\d", answer.short_answer)]
        if not places:
            continue
        place = rng.choice(places)
        digit = str((int(answer.short_answer[place]) + 1) % 10)
        changed = answer.short_answer[:place] + digit + answer.short_answer[place + 1 :]
        assert unsupported_figures(changed, answer.citations), changed
        assert not short_answer_stands(changed, answer.citations), changed


def test_a_changed_quote_is_caught(assistant, figure_answers):
    answer = figure_answers[0]
    citation = answer.citations[0]
    for wrong in (
        dataclasses.replace(citation, quote=citation.quote[:-1] + "!"),
        dataclasses.replace(citation, start=citation.start + 1),
        dataclasses.replace(citation, end=10**9),
        dataclasses.replace(citation, document_id="another"),
    ):
        with pytest.raises(VerificationError):
            verify(answer.text, [wrong], assistant.documents)


def test_a_figure_does_not_stand_inside_a_longer_one(assistant, figure_answers):
    citation = dataclasses.replace(figure_answers[0].citations[0], quote="下拨 1.16 亿元,办 160 场")
    assert unsupported_figures("16 场", [citation]) == ("16 场",)
    assert unsupported_figures("1.16亿元", [citation]) == ()
    assert unsupported_figures("160场", [citation]) == ()
