"""A running server and a real browser, for the tests of the page."""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from ui_fakes import REPORT, FakeAssistant, cite, make_answer, small_assistant, small_report

from ui.serving import address, take_port

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
HOSTILE = (
    '<img src="https://example.org/x.png" onerror="window.hit=1"> ${window.hit=1} {{hit}} ![x](https://example.org/y)'
)
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


def missing(reason: str) -> None:
    """Skip, or fail where everything must be there."""
    if os.environ.get("WORKPLAN_TESTS_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def open_browser() -> Iterator[Any]:
    """Headless Chromium, or a skip with the reason."""
    if find_spec("playwright") is None:
        missing("playwright is not installed: pip install playwright")
    if CHROMIUM is None:
        missing("no Chromium on this machine: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Site:
    """A running server and what its browser complained about or asked of other hosts."""

    url: str
    assistant: Any
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    contexts: list[Any] = field(default_factory=list)

    def open(self, browser: Any, path: str = "", **options: Any) -> Any:
        """Open a page in a browser profile of its own and wait until its scripts have run."""
        context = browser.new_context(reduced_motion="reduce", **options)
        self.contexts.append(context)
        page = context.new_page()
        page.on("request", self._watch)
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self.url + path)
        page.wait_for_selector("html.wp-ready")
        page.wait_for_selector("#wp-text .wp-line", state="attached")
        return page

    def close(self) -> None:
        """Close every page; nothing may have been asked of another host, and nothing may have gone wrong."""
        for context in self.contexts:
            context.close()
        assert (self.foreign, self.errors) == ([], [])

    def _watch(self, request: Any) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.foreign.append(request.url)


@contextmanager
def serving(app: FastAPI, **options: Any) -> Iterator[str]:
    """Run `app` on a free port of this machine and yield its address."""
    taken = take_port("127.0.0.1", 0)
    config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1, **options)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield address("127.0.0.1", taken)
    server.should_exit = True
    thread.join(timeout=10)


def hostile_assistant() -> FakeAssistant:
    """A small assistant one of whose answers, passages and suggestions would act as markup if it could."""
    document = small_report(REPORT.replace("建立健全台账", HOSTILE))
    assistant = small_assistant(document)
    citation = cite(document, 1, f"{HOSTILE}。"[:40], breadcrumb=HOSTILE)
    answer = make_answer(document, f"{HOSTILE}[1]", citation, suggestions=(HOSTILE,))
    assistant.answers = {**assistant.answers, HOSTILE: answer}
    return assistant


def ask(page: Any, question: str) -> Any:
    """Type a question, send it with Enter and return the answer's element."""
    answered = page.locator("#wp-messages .wp-answer").count()
    page.fill("#wp-question textarea", question)
    page.keyboard.press("Enter")
    answer = page.locator("#wp-messages .wp-answer").nth(answered)
    answer.locator(".wp-actions").wait_for()
    return answer


def lit(page: Any) -> str:
    """Return the characters of the report that are lit."""
    return "".join(page.locator("#wp-text mark.wp-shown").all_inner_texts())
