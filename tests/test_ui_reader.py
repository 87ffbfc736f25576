"""The report beside the chat, in a real browser: links to exact characters, outline, finding, a sheet on a phone."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from ui_fakes import app_with_page
from ui_site import DESKTOP, HOSTILE, PHONE, Site, ask, lit, serving

from assistant import Assistant
from corpus import Document

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting.*"),
    pytest.mark.filterwarnings("ignore:.*copy keyword is deprecated.*"),
]


@pytest.fixture(scope="module")
def real_url(browser: Any, assistant: Assistant) -> Iterator[str]:
    with serving(app_with_page(assistant)) as url:  # type: ignore[arg-type]
        yield url


@pytest.fixture
def real(real_url: str, assistant: Assistant) -> Iterator[Site]:
    site = Site(real_url, assistant)
    yield site
    site.close()


def test_a_hundred_citations_each_light_their_exact_characters(browser: Any, real: Site, report: Document) -> None:
    page = real.open(browser, viewport=DESKTOP)
    draw = random.Random(5)
    spans = [(each.start, each.end) for each in draw.sample(report.sentences, 60)]
    while len(spans) < 100:  # and spans that begin and end anywhere, over headings and paragraphs
        start = draw.randrange(len(report.text) - 1)
        spans.append((start, min(len(report.text), start + draw.randint(1, 400))))
    go = "([start, end]) => workplan.reader.go(start, end).then(() => [...document.querySelectorAll('#wp-text mark.wp-shown')].map((mark) => mark.textContent).join(''))"
    for start, end in spans:
        wanted = "".join(line for line in report.text[start:end].split("\n"))
        assert page.evaluate(go, [start, end]) == wanted, (start, end)
        assert page.url.endswith(f"#c={start}-{end}")


def test_the_text_of_the_reader_is_the_text_of_the_report(browser: Any, real: Site, report: Document) -> None:
    page = real.open(browser, viewport=DESKTOP)
    lines = page.evaluate("workplan.reader.lines.map((line) => [line.start, line.end, line.body.textContent])")
    assert [report.text[start:end] for start, end, _ in lines] == [shown for _, _, shown in lines]
    assert [shown for _, _, shown in lines] == [line for line in report.text.split("\n") if line.strip()]


def test_every_citation_of_an_answer_leads_to_its_quote(browser: Any, real: Site) -> None:
    page = real.open(browser, viewport=DESKTOP)
    answer = ask(page, real.assistant.examples[0])
    chips = answer.locator("p a.wp-chip")
    quotes = page.evaluate("workplan.turns()[0].answer.citations.map((one) => one.quote)")
    assert chips.count() == len(quotes) > 3
    for place, quote in enumerate(quotes):
        chips.nth(place).click()
        page.wait_for_function(
            "(quote) => [...document.querySelectorAll('#wp-text mark.wp-shown')].map((mark) => mark.textContent).join('') === quote",
            arg=quote,
        )
    mark, frame = (page.locator(one).first.bounding_box() for one in ("#wp-text mark.wp-shown", "#wp-text"))
    assert frame["y"] <= mark["y"] and mark["y"] + mark["height"] <= frame["y"] + frame["height"]


def test_a_link_survives_a_reload_and_can_be_mailed(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP)
    ask(page, "办了几场招聘会?").locator("a.wp-chip").first.click()
    page.wait_for_selector("#wp-text mark.wp-shown")
    mailed = page.url
    page.reload()
    page.wait_for_selector("#wp-text mark.wp-shown")
    assert lit(page) == "全年举办招聘会 12 场。"
    other = site.open(browser, mailed.removeprefix(site.url), viewport=DESKTOP)
    other.wait_for_selector("#wp-text mark.wp-shown")
    assert lit(other) == "全年举办招聘会 12 场。"


@pytest.mark.parametrize("place", ["999999-1000000", "5-3", "5-5", "0-999999"])
def test_a_link_beyond_the_text_is_told_and_the_page_works(browser: Any, site: Site, place: str) -> None:
    page = site.open(browser, f"#c={place}", viewport=DESKTOP)
    page.wait_for_selector("#wp-live >> text=不在这份报告里")
    ask(page, "办了几场招聘会?")


@pytest.mark.parametrize("address", ["#c=1", "#c=a-b", "#c=1-2&d=<img>", "#" + "c" * 5000, "#c=-1-2", "#x"])
def test_an_address_that_is_no_link_is_left_alone(browser: Any, site: Site, address: str) -> None:
    page = site.open(browser, address, viewport=DESKTOP)
    assert page.locator("#wp-text mark.wp-shown").count() == 0


def test_the_outline_opens_closes_and_leads_to_its_sections(browser: Any, real: Site, report: Document) -> None:
    page = real.open(browser, viewport=DESKTOP)
    last = [section for section in report.walk() if section.level == 2][-1]
    go = page.locator(f'[id="wp-o-{last.id}"] > .wp-row > .wp-go')
    go.click()
    page.wait_for_function("(label) => document.querySelector('.wp-where').textContent.includes(label)", arg=last.label)
    assert go.get_attribute("aria-current") == "location"
    part = page.locator("#wp-outline > ul > li").first
    fold = part.locator("> .wp-row > .wp-fold")
    assert (fold.get_attribute("aria-expanded"), part.locator("> ul").is_visible()) == ("true", True)
    fold.press("Enter")
    assert (fold.get_attribute("aria-expanded"), part.locator("> ul").is_visible()) == ("false", False)
    page.click("#wp-outline-toggle")
    assert not page.locator("#wp-outline").is_visible()


def test_a_section_can_be_asked_about_from_its_heading(browser: Any, real: Site) -> None:
    page = real.open(browser, viewport=DESKTOP)
    button = page.locator("#wp-text .wp-headed .wp-ask-section").first
    question = button.get_attribute("title")
    button.click()
    page.wait_for_selector("#wp-messages .wp-answer .wp-actions")
    assert page.locator(".wp-said").inner_text() == question
    assert page.locator(".wp-answer a.wp-chip").count() > 1


def test_finding_ignores_spaces_and_steps_through_what_it_found(browser: Any, real: Site, report: Document) -> None:
    page = real.open(browser, viewport=DESKTOP)
    page.keyboard.press("Control+/")
    page.keyboard.type("２０２２年")
    page.wait_for_selector("mark.wp-found.wp-now")
    found = "".join(report.text.split()).count("2022年")
    assert page.locator(".wp-count").inner_text() == f"第 1 / {found} 处"
    page.keyboard.press("Enter")
    assert page.locator(".wp-count").inner_text() == f"第 2 / {found} 处"
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    assert page.locator(".wp-count").inner_text() == f"第 {found} / {found} 处"
    page.fill("#wp-find", "绝无此语")
    assert page.locator(".wp-count").inner_text() == "没有找到"
    page.keyboard.press("Escape")
    assert page.locator("mark.wp-found").count() == 0
    text = page.evaluate("workplan.reader.lines.map((line) => line.body.textContent).join('')")
    assert text == report.text.replace("\n", "")


def test_marks_inside_marks_keep_the_text(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP)
    before = page.locator("#wp-text").inner_text()
    page.fill("#wp-find", "培训")
    ask(page, "那培训呢?").locator("a.wp-chip").first.click()
    page.wait_for_selector("#wp-text mark.wp-shown")
    assert lit(page) == "组织开展 100 场培训。"
    page.fill("#wp-find", "")
    page.evaluate("['wp-shown', 'wp-cited'].forEach((name) => workplan.reader.unmark(name))")
    assert page.locator("#wp-text").inner_text() == before


def test_a_pause_over_a_citation_shows_where_it_stands(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=DESKTOP)
    chip = ask(page, HOSTILE).locator("a.wp-chip").first
    chip.hover()
    assert HOSTILE in page.locator("#wp-tip").inner_text()
    assert (chip.get_attribute("aria-label") or "").startswith("出处 1")
    page.keyboard.press("Escape")
    assert not page.locator("#wp-tip").is_visible()


def test_on_a_phone_the_report_is_a_sheet(browser: Any, site: Site) -> None:
    page = site.open(browser, viewport=PHONE, has_touch=True)
    chip = ask(page, "办了几场招聘会?").locator("a.wp-chip").first
    chip.click()
    sheet = page.locator("#wp-side")
    sheet.wait_for()
    assert (sheet.get_attribute("role"), sheet.get_attribute("aria-modal")) == ("dialog", "true")
    assert lit(page) == "全年举办招聘会 12 场。"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.keyboard.press("Escape")
    assert not sheet.is_visible()
    assert chip.evaluate("(chip) => chip === document.activeElement")
    page.click("#wp-report-open")
    page.click("#wp-close")
    assert not sheet.is_visible()
