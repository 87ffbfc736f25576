"""Who may do what: origins, hosts, how often; every refusal in the one error shape."""

import base64
import io
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from test_ui_rest import ASK, assert_error
from ui_fakes import small_assistant

from corpus import ServeError, WorkplanError
from ui.access_settings import ACCESS, Access, read_access, read_origin
from ui.limits import MOST_CLIENTS, RateLimit
from ui.login import hash_passphrase, main, read_users
from ui.security import HEADERS
from ui.server import make_app
from ui.serving import check_host

ALLOWED = "https://intranet.example:8443"


@pytest.fixture
def client() -> TestClient:
    access = Access(origins=(ALLOWED,))
    return TestClient(make_app(small_assistant(), page=False, access=access))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://Intranet.Example", "https://intranet.example"),
        (" HTTPS://intranet.example:443/ ", "https://intranet.example"),
        ("http://10.0.0.5:80", "http://10.0.0.5"),
        ("http://10.0.0.5:8080", "http://10.0.0.5:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_origin_is_read_as_browsers_write_it(text: str, origin: str) -> None:
    assert read_origin(text) == origin


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "intranet.example",
        "https://",
        "ftp://a",
        "https://a/path",
        "https://a:x",
        "https://a b",
        "https://a;b",
        "https://u@a",
        "null",
    ],
)
def test_what_is_no_origin_is_refused(text: str) -> None:
    with pytest.raises(WorkplanError, match=r"--origins \(WORKPLAN_ORIGINS\) has"):
        read_access({"WORKPLAN_ORIGINS": text})


def test_nobody_is_allowed_by_default() -> None:
    assert read_access({}) == Access(origins=(), public=False, rate=120)


def test_an_override_beats_the_environment() -> None:
    access = read_access({"WORKPLAN_RATE": "5", "WORKPLAN_PUBLIC": "on"}, rate="9", origins="https://a,https://A:443")
    assert access == Access(origins=("https://a",), public=True, rate=9)


@pytest.mark.parametrize(
    "environ", [{"WORKPLAN_RATE": "-1"}, {"WORKPLAN_RATE": "many"}, {"WORKPLAN_PUBLIC": "perhaps"}]
)
def test_a_value_of_the_wrong_form_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(WorkplanError, match="expected"):
        read_access(environ)


def test_the_readme_names_every_setting() -> None:
    text = (Path(__file__).parent.parent / "ui" / "README.md").read_text(encoding="utf-8")
    assert [row.environment for row in ACCESS if f"`{row.environment}` | `{row.flag}`" not in text] == []


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.9.9.9"])
def test_this_machine_needs_no_leave(host: str) -> None:
    check_host(host, Access())


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.5", "kb.example"])
def test_another_host_needs_leave(host: str) -> None:
    with pytest.raises(ServeError, match="--public"):
        check_host(host, Access())
    check_host(host, Access(public=True))


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (ALLOWED, True),
        ("https://intranet.example", False),
        ("https://evil.example", False),
        ("null", False),
        (ALLOWED + "0", False),
    ],
)
def test_only_a_listed_origin_may_call(client: TestClient, origin: str, allowed: bool) -> None:
    asked = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    preflight = client.options(ASK, headers=asked)
    answer = client.post(ASK, json={"question": "天气"}, headers={"origin": origin})
    for response in (preflight, answer):
        assert response.headers.get("access-control-allow-origin") == (origin if allowed else None)
        assert "access-control-allow-credentials" not in response.headers


def test_only_embed_may_be_framed_and_only_by_listed_sites(client: TestClient) -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self'")
    assert client.get("/healthz").headers["content-security-policy"] == policy
    assert client.get("/embed/healthz").headers["content-security-policy"] == f"{policy} {ALLOWED}"
    closed = TestClient(make_app(small_assistant(), page=False))  # type: ignore[arg-type]
    assert closed.get("/embed/healthz").headers["content-security-policy"] == policy


def test_embed_without_its_slash_is_led_to_it(client: TestClient) -> None:
    response = client.get("/embed?lang=en", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (307, "embed/?lang=en")


def test_too_many_questions_are_refused_until_time_has_passed() -> None:
    now = 0.0
    limit = RateLimit(lambda *_: None, per_minute=2, clock=lambda: now)  # type: ignore[arg-type, return-value]
    assert [limit.take("a") for _ in range(3)] == [0, 0, 30]
    assert limit.take("b") == 0
    now = 30.0
    assert [limit.take("a") for _ in range(2)] == [0, 30]


def test_the_clients_remembered_have_a_bound() -> None:
    limit = RateLimit(lambda *_: None, per_minute=2, clock=lambda: 0.0)  # type: ignore[arg-type, return-value]
    for client in range(MOST_CLIENTS + 10):
        limit.take(str(client))
    assert len(limit._buckets) == MOST_CLIENTS


def test_the_limit_answers_in_the_one_error_shape_and_leaves_reading_alone() -> None:
    client = TestClient(make_app(small_assistant(), page=False, access=Access(rate=1)))  # type: ignore[arg-type]
    assert client.post(ASK, json={"question": "天气"}).status_code == 200
    refused = client.post(ASK, json={"question": "天气"})
    assert_error(refused, 429, "too_many_requests", "1 questions a minute")
    assert int(refused.headers["retry-after"]) >= 1
    assert client.get("/api/v1/documents").status_code == 200


def test_the_widget_is_one_small_script_that_sets_text_as_text(client: TestClient) -> None:
    response = client.get("/widget.js")
    assert response.headers["content-type"].startswith("text/javascript")
    assert len(response.content) < 40_000
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "localStorage",
        "http://",
        "https://server2",
    ):
        assert forbidden not in response.text


def test_only_users_of_the_file_are_let_in(tmp_path: Path) -> None:
    users = tmp_path / "users"
    users.write_text(f"# people\n张三:{hash_passphrase('工会:2022')}\n", encoding="utf-8")
    client = TestClient(make_app(small_assistant(), page=False, access=Access(users=users)))  # type: ignore[arg-type]
    refused = client.post(ASK, json={"question": "天气"})
    assert_error(refused, 401, "unauthorized", "log in first")
    assert refused.headers["www-authenticate"].startswith("Basic ")
    for _ in range(2):
        assert client.get("/api/v1/documents", headers=basic("张三:工会:2022")).status_code == 200
    for wrong in ("张三:工会", "李四:工会:2022", "张三", "", ":"):
        assert client.get("/api/v1/documents", headers=basic(wrong)).status_code == 401, wrong
    for header in ("Basic", "Basic ä", "Basic /w==", "Bearer x"):
        found = client.get("/api/v1/documents", headers={"authorization": header.encode("latin-1")})  # type: ignore[dict-item]
        assert found.status_code == 401, header
    assert client.get("/healthz").status_code == 200
    check_host("0.0.0.0", Access(users=users))


def basic(text: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(text.encode()).decode()}


@pytest.mark.parametrize(
    "text", ["", "# nobody", "name", "name:secret", "name:scrypt$00$00", ":scrypt$" + "00" * 16 + "$" + "00" * 64]
)
def test_a_users_file_that_lets_nobody_in_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "users"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ServeError, match=r"python -m ui\.login NAME"):
        read_users(path)
    with pytest.raises(ServeError, match="cannot read the users file"):
        read_users(tmp_path / "none")


def test_a_line_of_the_users_file_is_made_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("工会\n"))
    main(["员工"])
    path = tmp_path / "users"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    stored = read_users(path)["员工"]
    assert hash_passphrase("工会", bytes.fromhex(stored.split("$")[1])) == stored
