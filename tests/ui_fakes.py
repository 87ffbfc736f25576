"""A small report, an assistant that answers from a table, and a command line that runs for real."""

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import pytest
from fastapi import FastAPI

from assistant.types import Answer, Citation, History
from corpus import Document, QuestionError, WorkplanError, make_passages, parse_report
from ui import cli
from ui.access_settings import Access
from ui.server import make_app

REPORT = """示范市工作报告
一、2021年工作回顾
全年举办招聘会 12 场。新建职工书屋 3 家。
二、2022年重点工作
(一)做好培训工作
组织开展 100 场培训。建立健全台账。
"""


def small_report(text: str = REPORT) -> Document:
    return parse_report(text, name="small")


def cite(document: Document, number: int, quote: str, **changes: object) -> Citation:
    """A citation of `quote` where it first stands in the report."""
    start = document.text.index(quote)
    sentence = next(each for each in document.sentences if each.start <= start < each.end)
    citation = Citation(
        number, document.id, start, start + len(quote), quote, document.breadcrumb(sentence.section), sentence.scope
    )
    return replace(citation, **changes)  # type: ignore[arg-type]


def make_answer(document: Document, text: str, *citations: Citation, **changes: object) -> Answer:
    answer = Answer(
        text=text,
        kind="figure",
        abstained=not any(citation.role == "support" for citation in citations),
        scope=citations[0].scope if citations else None,
        short_answer="",
        citations=citations,
        passages=make_passages(document)[:3],
        query="",
    )
    return replace(answer, **changes)  # type: ignore[arg-type]


class FakeAssistant:
    """Answers the questions of its table; remembers what it was asked and with which history."""

    def __init__(self, document: Document, answers: Mapping[str, Answer | WorkplanError | Exception]) -> None:
        self.documents = (document,)
        self.examples = ("办了几场招聘会?", "有哪些要求?")
        self.answers = answers
        self.asked: list[tuple[str, History]] = []
        self.pause = 0.0  # seconds that an answer takes

    def ask(self, question: str, history: History = ()) -> Answer:
        self.asked.append((question, history))
        time.sleep(self.pause)
        if not question.strip():
            raise QuestionError("the question is empty: type what you want to know")
        found = self.answers.get(question)
        if isinstance(found, Exception):
            raise found
        if found is None:
            return make_answer(self.documents[0], "报告没有说到这一点。", query=question)
        return replace(found, query=found.query or question)

    def explain(self, question: str, history: History = ()) -> tuple[tuple[None, None, SimpleNamespace], ...]:
        found = self.answers.get(question)
        support = [each for each in found.citations if each.role == "support"] if isinstance(found, Answer) else []
        return ((None, None, SimpleNamespace(evidence=support, abstained=not support)),)


def small_assistant(document: Document | None = None) -> FakeAssistant:
    document = document or small_report()
    fairs = cite(document, 1, "全年举办招聘会 12 场。")
    training = cite(document, 1, "组织开展 100 场培训。", role="other_scope")
    return FakeAssistant(
        document,
        {
            "办了几场招聘会?": make_answer(
                document,
                "2021年完成：全年举办招聘会 12 场。[1]",
                fairs,
                short_answer="12 场",
                suggestions=("有哪些要求?",),
            ),
            "How many fairs?": make_answer(document, "Done in 2021: 全年举办招聘会 12 场。[1]", fairs),
            "第二部分讲了什么?": make_answer(
                document, "组织开展 100 场培训。[1]", cite(document, 1, "组织开展 100 场培训。")
            ),
            "那培训呢?": make_answer(
                document, "组织开展 100 场培训。[1]", cite(document, 1, "组织开展 100 场培训。"), query="要办几场培训?"
            ),
            "去年培训多少场?": make_answer(document, "报告没有给出2021年的完成数。[1]", training, scope=None),
        },
    )


def app_with_page(assistant: FakeAssistant, access: Access = Access(rate=0)) -> FastAPI:  # noqa: B008 (frozen)
    """The whole application, built inside an event loop: outside one, Gradio opens two and closes neither."""

    async def build() -> FastAPI:
        return make_app(assistant, access=access)  # type: ignore[arg-type]

    with ThreadPoolExecutor(1) as pool:  # a thread of its own: the browser's driver runs a loop in this one
        return pool.submit(lambda: asyncio.run(build())).result()


Run = Callable[..., tuple[int, str, str]]


def command_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return `run(*arguments) -> (exit code, standard output, standard error)` of the real `workplan`."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["workplan", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), printed.out, printed.err

    return run
