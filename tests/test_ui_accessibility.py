"""axe-core finds nothing serious or critical on the chat, the report, the conversations, the phone's sheet, the widget."""

from collections.abc import Iterator
from typing import Any

import pytest
from ui_fakes import app_with_page
from ui_site import DESKTOP, PHONE, Site, ask, serving

from assistant import Assistant
from ui.server import make_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting.*"),
    pytest.mark.filterwarnings("ignore:.*copy keyword is deprecated.*"),
]


@pytest.fixture(scope="module")
def real(browser: Any, assistant: Assistant) -> Iterator[Site]:
    with serving(app_with_page(assistant)) as url:  # type: ignore[arg-type]
        site = Site(url, assistant)
        yield site
        site.close()


def serious(page: Any) -> list[str]:
    """Return the serious and critical violations with the elements that they are on."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:200]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


@pytest.mark.parametrize(("path", "scheme"), [("", "light"), ("?lang=en", "dark")])
def test_chat_and_report(browser: Any, real: Site, path: str, scheme: str) -> None:
    page = real.open(browser, path, viewport=DESKTOP, color_scheme=scheme)
    assert serious(page) == []
    answer = ask(page, real.assistant.examples[0])
    answer.locator("a.wp-chip").first.click()
    page.wait_for_selector("#wp-text mark.wp-shown")
    page.fill("#wp-find", "职工")
    answer.locator(".wp-act-not_helpful").click()
    assert serious(page) == []
    page.click("#wp-talks-open")
    assert serious(page) == []


def test_a_phone_with_the_report_open(browser: Any, real: Site) -> None:
    page = real.open(browser, viewport=PHONE, has_touch=True)
    ask(page, real.assistant.examples[0]).locator("a.wp-chip").first.click()
    page.locator("#wp-side.wp-open").wait_for()
    page.click("#wp-outline-toggle")
    assert serious(page) == []


def test_the_widget(browser: Any, assistant: Assistant) -> None:
    with serving(make_app(assistant, page=False)) as url:
        page = browser.new_page(viewport=DESKTOP)
        page.route(
            f"{url}host",
            lambda route: route.fulfill(
                content_type="text/html",
                body='<!doctype html><html lang="zh"><title>内网</title><main><h1>内网</h1></main>'
                '<script src="widget.js" data-questions="报告指出了哪些不足?"></script></html>',
            ),
        )
        page.goto(f"{url}host")
        page.locator("workplan-chat .open").click()
        page.locator("workplan-chat .next button").click()
        page.locator("workplan-chat .chip").first.click()
        assert serious(page) == []
        page.close()
