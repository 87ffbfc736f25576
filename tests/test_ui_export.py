"""A conversation as a file: Markdown and Word hold the questions, the answers and every quote."""

from io import BytesIO

import docx
import pytest
from fastapi.testclient import TestClient
from test_ui_presenter import HOSTILE, markdown_tokens
from test_ui_rest import assert_error
from ui_fakes import cite, make_answer, small_assistant, small_report

from assistant.types import Turn
from ui.export import conversation_docx, conversation_markdown
from ui.rest_export import WORD
from ui.server import make_app

EXPORT = "/api/v1/export"


@pytest.fixture
def client() -> TestClient:
    return TestClient(make_app(small_assistant(), page=False))  # type: ignore[arg-type]


def asked(client: TestClient, question: str) -> dict[str, object]:
    return {"question": question, "answer": client.post("/api/v1/ask", json={"question": question}).json()}


def test_markdown_holds_every_quote(client: TestClient) -> None:
    response = client.post(EXPORT, json={"format": "markdown", "turns": [asked(client, "办了几场招聘会?")]})
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    assert response.headers["content-disposition"] == "attachment; filename=workplan.md"
    assert response.text == (
        "# 示范市工作报告\n\n## 办了几场招聘会?\n\n2021年完成：全年举办招聘会 12 场。\\[1\\]\n\n**出处**\n\n"
        "\\[1\\] 2021 年完成 · 一、2021年工作回顾\n\n\\> 全年举办招聘会 12 场。\n\n*导出自工作报告问答*\n"
    ).replace("\n\n\\> ", "\n\n> ")


def test_word_holds_every_quote(client: TestClient) -> None:
    response = client.post(EXPORT, json={"format": "docx", "turns": [asked(client, "办了几场招聘会?")]})
    assert response.headers["content-type"] == WORD
    text = [paragraph.text for paragraph in docx.Document(BytesIO(response.content)).paragraphs]
    assert text[0] == "示范市工作报告" and "办了几场招聘会?" in text and "全年举办招聘会 12 场。" in text


@pytest.mark.parametrize("words", [*HOSTILE, "\x00\x0b\ud800\ufffe 甲"])
def test_hostile_words_stay_words_in_both_forms(words: str) -> None:
    document = small_report()
    turns = [Turn(words, make_answer(document, f"{words}[1]", cite(document, 1, "建立健全台账。", breadcrumb=words)))]
    kinds = {token.type for token in markdown_tokens(conversation_markdown(turns, [document]))}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "fence", "code_block", "table_open"}
    assert docx.Document(BytesIO(conversation_docx(turns, [document]))).paragraphs


@pytest.mark.parametrize(
    "body", [{}, {"format": "pdf", "turns": []}, {"format": "docx", "turns": []}, {"format": "docx", "turns": [1]}]
)
def test_what_is_no_conversation_is_refused(client: TestClient, body: dict[str, object]) -> None:
    assert_error(client.post(EXPORT, json=body), 422, "invalid_request")


def test_turns_without_answers_make_no_file(client: TestClient) -> None:
    assert_error(
        client.post(EXPORT, json={"format": "docx", "turns": [{"question": "甲"}]}), 422, "question", "no turn"
    )
