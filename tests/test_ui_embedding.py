"""The chat in other pages, in a real browser: under every sub-path of a proxy, from allowed and from denied sites."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from ui_fakes import app_with_page
from ui_site import DESKTOP, Site, ask, hostile_assistant, missing, serving

from ui.access_settings import Access
from ui.serving import take_port

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting.*"),
    pytest.mark.filterwarnings("ignore:.*copy keyword is deprecated.*"),
]
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
PATHS = ("/", "/a/", "/a/b/")
POLICY = "default-src 'none'; script-src {server}; connect-src {server}; frame-src {server}"


def free_port() -> int:
    with take_port("127.0.0.1", 0) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def host_page(port: int, server: str) -> Iterator[str]:
    """Serve a plain page of another site, with a strict policy, that embeds the chat in both ways."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = (
                '<!doctype html><html lang="zh"><title>内网</title><h1>内网主页</h1>'
                f'<iframe id="frame" title="问答" src="{server}embed/" width="420" height="600"></iframe>'
                f'<script src="{server}widget.js" data-questions="办了几场招聘会?|{"x" * 10}" data-title="问报告"></script>'
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            origin = "/".join(server.split("/")[:3])
            self.send_header("Content-Security-Policy", POLICY.format(server=origin))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server_ = ThreadingHTTPServer(("127.0.0.1", port), Page)
    threading.Thread(target=server_.serve_forever, daemon=True).start()
    yield f"http://localhost:{port}/"
    server_.shutdown()
    server_.server_close()


@contextmanager
def nginx(folder: Path, port: int, upstreams: dict[str, str]) -> Iterator[None]:
    """Run nginx with a location for each path, as ui/README.md shows it."""
    if NGINX is None:
        missing("no nginx on this machine: apt-get install nginx-light")
    locations = "".join(
        f"location {path} {{ proxy_pass {url}; proxy_http_version 1.1; proxy_buffering off; proxy_set_header Host $http_host;"
        " proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; }"
        for path, url in upstreams.items()
    )
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log; events {{}}"
        f"http {{ access_log off; {temporary} server {{ listen 127.0.0.1:{port}; {locations} }} }}"
    )
    process = subprocess.Popen([str(NGINX), "-c", str(config), "-e", f"{folder}/error.log"])
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(scope="module")
def proxied(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int, Any]]:
    """Servers behind nginx at every path; yields nginx's port, the allowed site's port and the assistant."""
    port, site_port = free_port(), free_port()
    assistant = hostile_assistant()
    access = Access(origins=(f"http://localhost:{site_port}",), rate=0)
    upstreams = {}
    with ExitStack() as stack:
        for path in PATHS:
            app = app_with_page(assistant, access)
            upstreams[path] = stack.enter_context(serving(app, root_path=path.rstrip("/")))
        with nginx(tmp_path_factory.mktemp("nginx"), port, upstreams):
            yield port, site_port, assistant


@pytest.mark.parametrize("path", PATHS)
def test_the_page_works_behind_a_proxy(browser: Any, proxied: tuple[int, int, Any], path: str) -> None:
    port, _, assistant = proxied
    site = Site(f"http://127.0.0.1:{port}{path}", assistant)
    page = site.open(browser, "?lang=en", viewport=DESKTOP)
    assert page.url == f"{site.url}en/"
    page.click("#wp-language")
    page.wait_for_selector("html[lang=zh-CN].wp-ready")
    ask(page, "办了几场招聘会?").locator("a.wp-chip").first.click()
    page.wait_for_selector("#wp-text mark.wp-shown")
    docs = page.context.new_page()
    docs.goto(f"{site.url}docs")
    docs.wait_for_selector(".opblock")
    site.close()


@pytest.mark.parametrize("path", PATHS)
def test_an_allowed_site_embeds_both_forms(browser: Any, proxied: tuple[int, int, Any], path: str) -> None:
    port, site_port, _ = proxied
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    with host_page(site_port, f"http://127.0.0.1:{port}{path}") as url:
        page.goto(url)
        frame = page.frame_locator("#frame")
        frame.locator("html.wp-ready.wp-embed").wait_for(state="attached")
        frame.locator("#wp-question textarea").fill("办了几场招聘会?")
        frame.locator("#wp-question textarea").press("Enter")
        frame.locator(".wp-answer a.wp-chip").first.click()
        frame.locator("#wp-text mark.wp-shown").wait_for()
        page.get_by_role("button", name="问报告").click()
        page.get_by_role("button", name="办了几场招聘会?").last.click()
        page.locator("workplan-chat .chip").click()
        assert "全年举办招聘会 12 场。" in page.locator("workplan-chat .quote").inner_text()
        page.keyboard.press("Escape")
        assert not page.locator("workplan-chat .panel").is_visible()
    assert errors == []
    context.close()


def test_a_site_that_is_not_listed_gets_neither(browser: Any, proxied: tuple[int, int, Any]) -> None:
    port, _, assistant = proxied
    before = len(assistant.asked)
    page = browser.new_page()
    with host_page(free_port(), f"http://127.0.0.1:{port}/") as url:
        page.goto(url)
        page.get_by_role("button", name="问报告").click()
        page.locator("workplan-chat .next button").first.click()
        page.get_by_text("出错了，请重试。").wait_for()
        assert page.frames[1].url.startswith("chrome-error:")
    assert len(assistant.asked) == before
    page.close()
