"""The one JSON object and its schema, held to each other."""

import json
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from ui_fakes import make_answer, small_assistant, small_report

from assistant.json_form import MAX_TURNS, answer_from_json, answer_schema, answer_to_json, history_from_json
from assistant.types import Kind, Role, Turn
from corpus import QuestionError, Scope

KEYS = [
    "answer",
    "abstained",
    "kind",
    "scope",
    "short_answer",
    "query",
    "citations",
    "passages",
    "suggestions",
    "latency_ms",
]
CITATION_KEYS = ["number", "quote", "section", "start", "end", "document", "scope", "role"]


def answered(question: str = "办了几场招聘会?") -> dict[str, Any]:
    return answer_to_json(small_assistant().ask(question), 1.23456)


@pytest.mark.parametrize("question", ["办了几场招聘会?", "去年培训多少场?", "天气"])
def test_every_answer_fits_the_schema(question: str) -> None:
    Draft202012Validator(answer_schema()).validate(json.loads(json.dumps(answered(question))))


def test_the_schema_itself_is_valid_and_names_the_keys_of_the_contract_in_order() -> None:
    schema = answer_schema()
    Draft202012Validator.check_schema(schema)
    assert list(answered()) == KEYS == schema["required"]
    assert list(answered()["citations"][0]) == CITATION_KEYS == schema["$defs"]["citation"]["required"]


def test_the_schema_knows_the_kinds_scopes_and_roles_of_the_code() -> None:
    schema = answer_schema()
    assert tuple(schema["properties"]["kind"]["enum"]) == get_args(Kind)
    assert tuple(schema["$defs"]["scope"]["enum"]) == get_args(Scope)
    assert tuple(schema["$defs"]["citation"]["properties"]["role"]["enum"]) == get_args(Role)


@pytest.mark.parametrize("missing", KEYS)
def test_an_object_without_one_of_the_keys_does_not_fit(missing: str) -> None:
    value = answered()
    del value[missing]
    assert not Draft202012Validator(answer_schema()).is_valid(value)


def test_parts_add_nothing_and_at_most_ten_passages_are_given() -> None:
    document = small_report()
    part = make_answer(document, "部分")
    whole = make_answer(document, "全部", parts=(part,), passages=part.passages * 5)
    assert list(answer_to_json(whole, 0)) == KEYS
    assert len(answer_to_json(whole, 0)["passages"]) == 10


def test_an_answer_comes_back_from_its_json_but_for_its_passages() -> None:
    assert answer_to_json(answer_from_json(answered()), 1.23456) == {**answered(), "passages": []}


def test_a_history_holds_questions_and_answered_questions() -> None:
    history = history_from_json(["甲", {"question": "乙"}, {"question": "丙", "answer": answered()}])
    assert history[:2] == ("甲", Turn("乙"))
    assert isinstance(history[2], Turn) and history[2].answer is not None
    assert history_from_json(None) == ()


@pytest.mark.parametrize(
    ("history", "message"),
    [
        ("甲", 'history is "\\u7532"; expected a list'),
        ([1], "history[0] is 1; expected a question, or an object"),
        ([{"answer": None}], "history[0] is an object; expected a question"),
        (["甲", {"question": "乙", "answer": "丙"}], 'history[1].answer is "\\u4e19"; expected an object'),
        ([{"question": "乙", "answer": {"answer": "丙"}}], "history[0].answer.kind is missing; expected one of figure"),
        (["甲"] * (MAX_TURNS + 1), "history has 51 turns; expected at most 50"),
    ],
)
def test_a_malformed_history_is_named_by_its_place(history: object, message: str) -> None:
    with pytest.raises(QuestionError) as raised:
        history_from_json(history)
    assert message in str(raised.value)


@pytest.mark.parametrize("change", [{"number": -1}, {"start": "3"}, {"end": True}, {"scope": "past"}, {"quote": None}])
def test_a_malformed_citation_is_refused(change: dict[str, object]) -> None:
    value = answered()
    value["citations"][0].update(change)
    with pytest.raises(QuestionError, match=rf"answer\.citations\[0\]\.{next(iter(change))} is"):
        answer_from_json(value)
