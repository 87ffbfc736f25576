"""The server: the port is taken first, the page and REST stand beside each other, nothing calls out."""

import asyncio
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from ui_fakes import Run, app_with_page, command_line, small_assistant

from assistant import Assistant
from corpus import ServeError
from ui.security import HEADERS
from ui.serving import address, is_worth_telling, take_port

ROOT = Path(__file__).parent.parent


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return command_line(monkeypatch, capsys)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(app_with_page(small_assistant())) as client:
        yield client


def test_a_port_in_use_is_one_line_at_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Assistant, "load", lambda *_, **__: pytest.fail("loaded before the port was taken"))
    with take_port("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert run("serve", "--port", port) == (
            1,
            "",
            f"workplan: cannot listen on 127.0.0.1:{port}: address already in use; "
            "stop what runs there or choose another --port\n",
        )


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host", "a" * 70 + ".example"])
def test_a_host_that_is_not_this_machine_is_refused(host: str) -> None:
    with pytest.raises(ServeError, match=re.escape(host)):
        take_port(host, 0)


def test_the_address_can_be_opened() -> None:
    with take_port("127.0.0.1", 0) as taken:
        assert address("127.0.0.1", taken) == f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert address("::1", taken).startswith("http://[::1]:")


def test_the_page_speaks_chinese_whatever_the_browser_does(client: TestClient) -> None:
    response = client.get("/", headers={"accept-language": "en-US"})
    assert response.status_code == 200
    assert '<html\n\tlang="zh-CN"' in response.text
    assert re.search(
        r"<head><script>Object\.defineProperty\(navigator,'language',\{get: \(\) => 'zh-CN'", response.text
    )
    assert int(response.headers["content-length"]) == len(response.content)


def test_the_page_carries_the_security_headers_and_its_own_title(client: TestClient) -> None:
    response = client.get("/")
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert "unsafe-eval" not in response.headers["content-security-policy"]
    assert "示范市工作报告" in response.text


def test_the_page_offers_none_of_its_events_as_an_interface(client: TestClient) -> None:
    assert client.get("/gradio_api/info").json()["named_endpoints"] == {}


def test_gradio_allows_no_other_origin(client: TestClient) -> None:
    response = client.get("/config", headers={"origin": "https://example.org", "host": "kb.example.org"})
    assert "access-control-allow-origin" not in response.headers


def test_rest_stands_beside_the_page(client: TestClient) -> None:
    assert client.post("/api/v1/ask", json={"question": "办了几场招聘会?"}).json()["short_answer"] == "12 场"
    assert client.get("/api/none").json()["error"]["code"] == "not_found"
    assert client.get("/healthz").json()["status"] == "ok"


def test_the_server_calls_no_other_host_and_stops_when_told(tmp_path: Path) -> None:
    """Watched from inside by an audit hook: every name looked up and every address connected to is printed."""
    watch = (
        "import sys\n"
        "def watch(event, arguments):\n"
        "    if event in ('socket.getaddrinfo', 'socket.connect'):\n"
        "        print('CALL', event, arguments[0 if event.endswith('info') else 1], file=sys.stderr, flush=True)\n"
        "sys.addaudithook(watch)\n"
        f"sys.argv = ['workplan', 'serve', '--port', '0', '--data', {str(tmp_path)!r}]\n"
        "from ui.cli import main\nmain()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", watch],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    stop = threading.Timer(60, process.kill)
    stop.start()
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert found is not None, line
        with urllib.request.urlopen(found[0] + "healthz", timeout=20) as response:
            assert response.status == 200
        with urllib.request.urlopen(found[0], timeout=20) as response:
            assert "text/html" in response.headers["content-type"]
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=20)
    finally:
        stop.cancel()
        process.kill()
    calls = [call for call in err.splitlines() if call.startswith("CALL") and "127.0.0.1" not in call]
    assert calls == []
    assert "Traceback" not in err


def test_a_taken_port_listens_before_anything_is_loaded() -> None:
    with take_port("127.0.0.1", 0) as taken, socket.create_connection(taken.getsockname(), timeout=5):
        pass


def test_a_page_that_was_open_at_the_end_is_not_reported_as_an_error() -> None:
    def record(message: str, error: BaseException | None = None) -> logging.LogRecord:
        trace = (type(error), error, None) if error else None
        return logging.LogRecord("uvicorn.error", logging.ERROR, "", 0, message, (), trace)

    assert not is_worth_telling(record("Exception in ASGI application", asyncio.CancelledError()))
    assert not is_worth_telling(record("Cancel %s running task(s), timeout graceful shutdown exceeded"))
    assert is_worth_telling(record("Exception in ASGI application", RuntimeError()))
    assert is_worth_telling(record("anything else"))
