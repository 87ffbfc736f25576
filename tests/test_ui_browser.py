"""The page in a real browser: ask, read the answer, follow a citation; nothing is loaded from elsewhere."""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

import pytest
import uvicorn
from ui_fakes import REPORT, FakeAssistant, app_with_page, cite, make_answer, small_assistant, small_report

from ui.serving import address, take_port

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting.*"),  # Gradio's queue sets an old option of pandas
]

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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
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
    assistant: FakeAssistant
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    pages: list[Any] = field(default_factory=list)

    def open(self, browser: Any, **options: Any) -> Any:
        page = browser.new_page(**options)
        self.pages.append(page)
        page.on("request", self._watch)
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self.url)
        page.wait_for_selector("#wp-question textarea")
        return page

    def _watch(self, request: Any) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.foreign.append(request.url)


def hostile_assistant() -> FakeAssistant:
    """A small assistant one of whose answers, passages and suggestions would act as markup if it could."""
    document = small_report(REPORT.replace("建立健全台账", HOSTILE))
    assistant = small_assistant(document)
    citation = cite(document, 1, f"{HOSTILE}。"[:40], breadcrumb=HOSTILE)
    answer = make_answer(document, f"{HOSTILE}[1]", citation, suggestions=(HOSTILE,))
    assistant.answers = {**assistant.answers, HOSTILE: answer}
    return assistant


@pytest.fixture
def site() -> Iterator[Site]:
    assistant = hostile_assistant()
    taken = take_port("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app_with_page(assistant), log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    site = Site(address("127.0.0.1", taken), assistant)
    yield site
    for page in site.pages:
        page.close()
    server.should_exit = True
    thread.join(timeout=10)
    assert (site.foreign, site.errors) == ([], [])


def ask(page: Any, question: str) -> Any:
    """Type a question, send it with Enter and return the answer's element."""
    answered = page.locator("#wp-messages .message.bot").count()
    page.fill("#wp-question textarea", question)
    page.keyboard.press("Enter")
    answer = page.locator("#wp-messages .message.bot").nth(answered)
    answer.wait_for()
    return answer


def test_a_question_gets_its_answer_with_a_citation_that_leads_to_the_marked_words(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP, locale="en-US")
    answer = ask(page, "办了几场招聘会?")
    assert "全年举办招聘会 12 场。" in answer.inner_text()
    assert page.input_value("#wp-question textarea") == ""
    mark = page.locator("mark#cite-1-1")
    assert mark.inner_text() == "1全年举办招聘会 12 场。"
    assert "一、2021年工作回顾" in page.locator("#wp-evidence").inner_text()
    assert "2021 年完成" in page.locator("#wp-evidence .wp-badge").inner_text()
    answer.locator("a", has_text="[1]").first.click()
    page.wait_for_selector("mark#cite-1-1.wp-shown")
    assert "#cite" not in page.url


def test_the_page_is_chinese_and_greets_with_the_report_and_examples(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP, locale="en-US")
    assert page.evaluate("[document.documentElement.lang, document.title]") == ["zh-CN", "工作报告问答"]
    assert page.locator("#wp-header h1").inner_text() == "示范市工作报告"
    assert page.locator("#wp-send").inner_text() == "发送"
    page.locator("#wp-messages .example", has_text="办了几场招聘会?").click()
    page.wait_for_selector("mark#cite-1-1")


def test_a_conversation_keeps_its_turns_and_an_old_citation_still_leads_to_its_words(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP)
    first = ask(page, "办了几场招聘会?")
    ask(page, "去年培训多少场?")
    assert [len(history) for _, history in site.assistant.asked] == [0, 1]
    assert not page.locator("mark#cite-1-1").is_visible()
    first.locator("a", has_text="[1]").first.click()
    page.wait_for_selector("mark#cite-1-1.wp-shown")


def test_the_clear_button_starts_afresh(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP)
    ask(page, "办了几场招聘会?")
    page.click("#wp-clear")
    page.wait_for_selector("#wp-messages .example")
    assert page.locator("#wp-evidence mark").count() == 0
    ask(page, "天气")
    assert len(site.assistant.asked[-1][1]) == 0


def test_a_suggestion_can_be_asked_by_a_click(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP)
    ask(page, "办了几场招聘会?")
    page.locator("#wp-messages button", has_text="有哪些要求?").click()
    page.wait_for_selector("#wp-messages .message.bot >> nth=1")
    assert [question for question, _ in site.assistant.asked] == ["办了几场招聘会?", "有哪些要求?"]


def test_markup_from_a_report_or_a_person_is_shown_and_never_acts(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP)
    answer = ask(page, HOSTILE)
    assert HOSTILE in answer.inner_text()
    assert HOSTILE in page.locator("#wp-messages .message.user").inner_text()
    assert page.locator("#wp-messages img, #wp-evidence img").count() == 0
    assert page.evaluate("window.hit") is None
    assert HOSTILE.split()[0] in page.locator("#wp-evidence .wp-text").inner_text()


def test_a_failure_is_told_and_the_question_stays(browser: Any, site: Site, caplog: pytest.LogCaptureFixture) -> None:
    site.assistant.answers = {"boom": RuntimeError("boom")}
    page = site.open(browser, viewport=DESKTOP)
    page.fill("#wp-question textarea", "boom")
    page.click("#wp-send")
    page.get_by_text("出错了，请重试").wait_for()
    assert page.input_value("#wp-question textarea") == "boom"
    assert "could not be answered" in caplog.text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_has_one_column_without_sideways_scrolling(browser: Any, site: Site, scheme: str) -> None:
    page = site.open(browser, viewport=PHONE, color_scheme=scheme)
    ask(page, "办了几场招聘会?")
    chat, side = page.locator("#wp-chat").bounding_box(), page.locator("#wp-side").bounding_box()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert side["y"] >= chat["y"] + chat["height"]
    send = page.locator("#wp-send").bounding_box()
    assert send["y"] + send["height"] <= PHONE["height"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(browser: Any, site: Site, scheme: str) -> None:
    """Contrast of at least 4.5 : 1, as WCAG 2.2 (1.4.3) asks of text."""
    page = site.open(browser, viewport=DESKTOP, color_scheme=scheme)
    ask(page, "办了几场招聘会?")
    for selector in (
        ".message.bot p",
        ".message.bot a",
        ".message.user p",
        ".wp-text mark",
        ".wp-badge",
        ".wp-crumb",
        "#wp-send",
    ):
        ratio = page.locator(selector).first.evaluate(CONTRAST)
        assert ratio >= 4.5, f"{selector}: {ratio:.2f}"


CONTRAST = """(element) => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (colour) => {
    const [r, g, b] = colour.map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let ground = element;
  while (ground && rgba(getComputedStyle(ground).backgroundColor)[3] < 255) ground = ground.parentElement;
  const back = ground ? rgba(getComputedStyle(ground).backgroundColor) : [255, 255, 255, 255];
  let opacity = 1;
  for (let e = element; e; e = e.parentElement) opacity *= parseFloat(getComputedStyle(e).opacity);
  const front = rgba(getComputedStyle(element).color).slice(0, 3).map((v, i) => v * opacity + back[i] * (1 - opacity));
  const [low, high] = [luminance(front), luminance(back.slice(0, 3))].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}"""
