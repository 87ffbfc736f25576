"""The page in a real browser: ask, read, judge, change, copy, resume; nothing is loaded from elsewhere."""

import json
import re
from typing import Any

import pytest
from ui_site import DESKTOP, HOSTILE, PHONE, Site, ask, lit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting.*"),  # Gradio's queue sets an old option of pandas
    pytest.mark.filterwarnings("ignore:.*copy keyword is deprecated.*"),
]


def test_a_question_gets_its_answer_with_a_citation_that_leads_to_the_lit_words(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP, locale="en-US")
    answer = ask(page, "办了几场招聘会?")
    assert "全年举办招聘会 12 场。" in answer.inner_text()
    assert answer.locator("strong.wp-short").inner_text() == "12 场"
    assert answer.locator(".wp-badge").inner_text() == "2021 年完成"
    assert page.input_value("#wp-question textarea") == ""
    page.wait_for_selector("#wp-text mark.wp-cited")
    answer.locator("a.wp-chip").first.click()
    page.wait_for_selector("#wp-text mark.wp-shown")
    assert lit(page) == "全年举办招聘会 12 场。"
    assert re.search(r"#c=\d+-\d+$", page.url)


def test_the_page_is_chinese_and_greets_with_the_report_and_examples(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP, locale="en-US")
    assert page.evaluate("[document.documentElement.lang, document.title]") == ["zh-CN", "工作报告问答"]
    assert page.locator("#wp-header h1").inner_text() == "示范市工作报告"
    assert page.locator("#wp-send").inner_text() == "发送"
    assert page.evaluate("document.activeElement.closest('#wp-question') !== null")


def test_english_by_address_and_by_switch(browser: Any, site: Site) -> None:
    page = site.open(browser, "?lang=en#c=0-3", viewport=DESKTOP)
    assert page.url == f"{site.url}en/#c=0-3"
    assert page.evaluate("[document.documentElement.lang, document.title]") == ["en", "Work report assistant"]
    answer = ask(page, "How many fairs?")
    assert answer.locator(".wp-badge").inner_text() == "Done in 2021"
    page.click("#wp-language")
    page.wait_for_selector("html[lang=zh-CN].wp-ready")
    assert page.url == f"{site.url}#c=0-3"


def test_a_follow_up_shows_the_question_really_asked_which_can_be_changed(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP)
    ask(page, "办了几场招聘会?")
    ask(page, "那培训呢?").locator(".wp-asked-text", has_text="要办几场培训?").click()
    assert page.input_value("#wp-question textarea") == "要办几场培训?"
    assert "第 2 个问题" in page.locator("#wp-editing").inner_text()
    page.keyboard.press("End")
    page.keyboard.type("!")
    page.keyboard.press("Enter")
    page.wait_for_selector(".wp-said >> text=要办几场培训?!")
    page.wait_for_selector("#wp-editing", state="detached")
    assert page.locator("#wp-messages .wp-said").all_inner_texts() == ["办了几场招聘会?", "要办几场培训?!"]
    assert [len(history) for _, history in site.assistant.asked] == [0, 1, 1]


def test_an_earlier_question_can_be_changed_and_the_rest_goes(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP)
    ask(page, "甲?")
    ask(page, "乙?")
    page.locator(".wp-act-edit").first.focus()
    page.keyboard.press("Enter")
    page.fill("#wp-question textarea", "丙?")
    page.click("#wp-send")
    page.wait_for_selector(".wp-said >> text=丙?")
    page.wait_for_function("document.querySelectorAll('.wp-said').length === 1")
    assert len(site.assistant.asked[-1][1]) == 0


def test_a_question_can_be_asked_again(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP)
    ask(page, "办了几场招聘会?").locator(".wp-act-retry").click()
    for _ in range(50):
        if len(site.assistant.asked) == 2:
            break
        page.wait_for_timeout(50)
    assert [question for question, _ in site.assistant.asked] == ["办了几场招聘会?"] * 2


def test_an_answer_can_be_stopped(browser: Any, site: Site) -> None:
    site.assistant.pause = 1.5
    page = site.open(browser, viewport=DESKTOP)
    page.fill("#wp-question textarea", "慢?")
    page.keyboard.press("Enter")
    page.locator("#wp-stop").click()
    page.wait_for_selector(".wp-pending", state="detached")
    site.assistant.pause = 0
    page.wait_for_timeout(1600)
    assert page.locator("#wp-messages .wp-answer").count() == 0
    ask(page, "办了几场招聘会?")


def test_the_clear_button_starts_afresh(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP)
    ask(page, "办了几场招聘会?")
    page.click("#wp-clear")
    page.wait_for_selector("#wp-messages .wp-greeting")
    ask(page, "天气")
    assert len(site.assistant.asked[-1][1]) == 0


def test_a_suggestion_can_be_asked_by_a_click(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP)
    ask(page, "办了几场招聘会?")
    page.locator("#wp-messages button", has_text="有哪些要求?").click()
    page.wait_for_selector("#wp-messages .wp-answer >> nth=1")
    assert [question for question, _ in site.assistant.asked] == ["办了几场招聘会?", "有哪些要求?"]


def test_copying_plain_text_and_a_formal_quotation(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP, permissions=["clipboard-read", "clipboard-write"])
    answer = ask(page, "办了几场招聘会?")
    answer.locator(".wp-act-formal").click()
    page.wait_for_selector("#wp-live.wp-on >> text=已复制")
    assert page.evaluate("navigator.clipboard.readText()") == "《示范市工作报告》第一部分：“全年举办招聘会 12 场。”"
    answer.locator(".wp-act-copy").click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.startsWith('办了几场招聘会?'))")


def test_thumbs_up_at_a_click_and_down_with_a_reason(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP)
    answer = ask(page, "办了几场招聘会?")
    with page.expect_response("**/api/v1/feedback") as up:
        answer.locator(".wp-act-helpful").click()
    assert up.value.status == 201
    answer.locator(".wp-act-not_helpful").click()
    answer.locator(".wp-why label", has_text="数字不对").click()
    answer.locator(".wp-why textarea").fill("应为 13")
    with page.expect_response("**/api/v1/feedback") as down:
        answer.locator(".wp-why button").click()
    body = json.loads(down.value.request.post_data)
    assert (down.value.status, body["reason"], body["comment"]) == (201, "figure", "应为 13")
    page.wait_for_selector(".wp-why", state="detached")


def test_a_conversation_is_kept_resumed_exported_and_deleted(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP)
    ask(page, "办了几场招聘会?")
    page.reload()
    page.wait_for_selector("#wp-messages .wp-answer .wp-actions")  # a page loaded again goes on where it was
    page.click("#wp-clear")
    page.wait_for_selector("#wp-messages .wp-greeting")
    page.click("#wp-talks-open")
    page.locator(".wp-talk", has_text="办了几场招聘会?").click()
    page.wait_for_selector("#wp-messages .wp-answer .wp-actions")
    assert len(site.assistant.asked) == 1
    page.click("#wp-talks-open")
    for name, ending in (("导出 Markdown", "md"), ("导出 Word", "docx")):
        with page.expect_download() as download:
            page.locator(".wp-exports button", has_text=name).click()
        assert download.value.suggested_filename == f"workplan.{ending}"
    page.locator(".wp-exports button", has_text="全部删除").click()
    page.get_by_text("还没有对话。").wait_for()


def test_a_kept_conversation_that_was_tampered_with_does_no_harm(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP)
    report = page.evaluate("workplan.documents[0].id")
    for turns in ([{"question": HOSTILE, "answer": {"answer": HOSTILE}}], [1], [{"question": 1}]):
        talk = {"id": "t", "report": report, "at": HOSTILE, "turns": turns}
        page.evaluate("(talk) => workplan.talks.resume(talk)", talk)
        page.get_by_text("这段对话无法恢复").last.wait_for()
    assert page.evaluate("window.hit") is None
    ask(page, "办了几场招聘会?")


def test_markup_from_a_report_or_a_person_is_shown_and_never_acts(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP)
    answer = ask(page, HOSTILE)
    assert HOSTILE in answer.inner_text()
    assert HOSTILE in page.locator("#wp-messages .message.user").first.inner_text()
    answer.locator("a.wp-chip").first.click()
    page.wait_for_selector("#wp-text mark.wp-shown")
    assert page.locator("#wp-messages img, #wp-side img, #wp-tip img").count() == 0
    assert page.evaluate("window.hit") is None
    assert HOSTILE in page.locator("#wp-text").inner_text()


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
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert not page.locator("#wp-side").is_visible()
    send = page.locator("#wp-send").bounding_box()
    assert send["y"] + send["height"] <= PHONE["height"]


def test_the_theme_is_switched_and_stays(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP, color_scheme="light")
    page.get_by_role("button", name="深浅").click()
    assert page.evaluate("document.body.classList.contains('dark')")
    page.reload()
    page.wait_for_selector("html.wp-ready")
    assert page.evaluate("document.body.classList.contains('dark')")


def test_paper_gets_the_conversation_and_nothing_to_press(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP)
    ask(page, "办了几场招聘会?")
    page.emulate_media(media="print")
    assert page.locator(".wp-answer").is_visible()
    for selector in ("#wp-side", "#wp-ask", ".wp-actions", ".wp-tools"):
        assert not page.locator(selector).first.is_visible(), selector


def test_a_browser_that_forbids_storage_still_converses(browser: Any, site: Site) -> None:
    context = browser.new_context(viewport=DESKTOP)
    context.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, {get() { throw new DOMException('denied', 'SecurityError'); }});"
    )
    site.contexts.append(context)
    page = context.new_page()
    page.goto(site.url)
    page.wait_for_selector("html.wp-ready")
    ask(page, "办了几场招聘会?")
    page.click("#wp-talks-open")
    page.get_by_text("浏览器不允许保存").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(browser: Any, site: Site, scheme: str) -> None:
    """Contrast of at least 4.5 : 1, as WCAG 2.2 (1.4.3) asks of text."""
    page = site.open(browser, viewport=DESKTOP, color_scheme=scheme)
    ask(page, "办了几场招聘会?").locator("a.wp-chip").first.click()
    for selector in (
        *(".wp-answer p", "a.wp-chip", ".wp-said", ".wp-badge", ".wp-crumb", "#wp-send", ".wp-act-copy"),
        *("#wp-text mark.wp-shown", "#wp-text .wp-line", "#wp-outline .wp-go", ".wp-where .wp-crumb"),
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
