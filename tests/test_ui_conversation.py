"""A conversation to the browser and back: what comes back is checked against the report."""

import json

import pytest
from ui_fakes import cite, make_answer, small_report

from assistant.types import Turn
from corpus import QuestionError
from ui.conversation import conversation_json, quotations, read_command, read_keep, restore_turns


def kept(**changes: object) -> list[dict[str, object]]:
    document = small_report()
    answer = make_answer(document, "全年举办招聘会 12 场。[1]", cite(document, 1, "全年举办招聘会 12 场。"))
    (turn,) = json.loads(conversation_json([Turn("几场?", answer)], [document]))
    turn["answer"] = {**turn["answer"], **changes}
    return [turn]


def test_a_conversation_comes_back_as_it_was() -> None:
    (turn,) = restore_turns(kept(), [small_report()])
    assert turn.question == "几场?" and turn.answer is not None
    assert [citation.quote for citation in turn.answer.citations] == ["全年举办招聘会 12 场。"]


def test_the_browser_gets_the_texts_to_copy() -> None:
    (turn,) = kept()
    assert turn["formal"] == ["《示范市工作报告》第一部分：“全年举办招聘会 12 场。”"]
    assert str(turn["copy"]).startswith("几场?\n\n全年举办招聘会 12 场。[1]\n\n出处\n")
    assert "passages" not in turn["answer"]  # type: ignore[operator]


def test_a_citation_that_the_report_does_not_bear_out_is_left_out() -> None:
    (citation,) = kept()[0]["answer"]["citations"]  # type: ignore[index]
    for change in (
        {"quote": "全年举办招聘会 13 场。"},
        {"start": 10**9, "end": 10**9 + 3},
        {"document": "x"},
        {"quote": "", "end": 0},
    ):
        (turn,) = restore_turns(kept(citations=[{**citation, **change}]), [small_report()])
        assert turn.answer is not None and turn.answer.citations == ()


def test_a_refusal_quotes_what_is_nearest() -> None:
    document = small_report()
    answer = make_answer(document, "没有[1]", cite(document, 1, "建立健全台账。", role="nearest"))
    assert quotations(answer, [document]) == ["《示范市工作报告》第二部分（一）：“建立健全台账。”"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"do": "delete"}', '{"do": "ask"}', '{"do": "restore", "turns": 1}', "[" * 9000]
    + [f'{{"do": "restore", "turns": [{{"question": "a", "answer": {bad}}}]}}' for bad in ("1", "{}", '{"answer": 1}')],
)
def test_a_command_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(QuestionError):
        read_command(text, [small_report()])


def test_a_command_asks_after_the_turns_that_stay() -> None:
    command = read_command('{"do": "ask", "question": "几场?", "keep": 2}', [])
    assert (command.question, command.keep) == ("几场?", 2)


@pytest.mark.parametrize(
    ("value", "keep"),
    [("", None), (None, None), ("3", 3), (0, 0), ("-1", None), (True, None), ("²", None), ("9" * 9, None), (1.5, None)],
)
def test_only_a_whole_number_of_turns_is_kept(value: object, keep: int | None) -> None:
    assert read_keep(value) == keep
