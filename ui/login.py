"""Who is let in: users of a file with hashed passphrases, asked for by the browser itself (HTTP Basic).

A line of the file is `name:scrypt$<salt>$<hash>`, both in hexadecimal, made by `python -m ui.login NAME`. One line with a name that
all know is a shared passphrase.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import sys
from collections.abc import Mapping
from getpass import getpass
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus import ServeError

_COST = {"n": 2**14, "r": 8, "p": 1}  # 16 MB and some 50 ms for each try, as RFC 7914 suggests for log-ins
_OPEN = ("/healthz", "/readyz")
"""Paths for the machines that watch the server; they tell nothing of a report but its id."""


def hash_passphrase(passphrase: str, salt: bytes = b"") -> str:
    """Return the hash of a passphrase as a line of the file holds it; a new salt where none is given."""
    salt = salt or secrets.token_bytes(16)
    digest = hashlib.scrypt(passphrase.encode("utf-8", "replace"), salt=salt, **_COST)
    return f"scrypt${salt.hex()}${digest.hex()}"


def read_users(path: Path) -> dict[str, str]:
    """Return the hash of each user. Raises `ServeError`, naming the line that is malformed."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ServeError(f"cannot read the users file {path}; expected UTF-8 lines `name:scrypt$salt$hash`") from error
    users = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, stored = line.strip().partition(":")
        if not name or not _is_hash(stored):
            raise ServeError(
                f"{path}, line {number}: expected `name:scrypt$salt$hash`; `python -m ui.login NAME` makes one"
            )
        users[name] = stored
    if not users:
        raise ServeError(f"{path} names no user: nobody could log in; `python -m ui.login NAME` makes a line")
    return users


class Login:
    """Let a request through with the name and passphrase of a user; answer 401 else."""

    def __init__(self, app: ASGIApp, users: Mapping[str, str]) -> None:
        self.app = app
        self.users = users
        self._known: dict[str, str] = {}  # what was let in, hashed quickly: scrypt is for the first time only
        self._secret = secrets.token_bytes(16)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        from ui.rest_errors import error_response

        if scope["type"] != "http" or self._is_open(scope) or await self._is_known(scope):
            await self.app(scope, receive, send)
            return
        headers = {"WWW-Authenticate": 'Basic realm="workplan", charset="UTF-8"'}
        await error_response(401, "log in first: a name and its passphrase", headers=headers)(scope, receive, send)

    def _is_open(self, scope: Scope) -> bool:
        return scope["path"].removeprefix(scope.get("root_path", "")) in _OPEN

    async def _is_known(self, scope: Scope) -> bool:
        name, passphrase = _credentials(Headers(scope=scope).get("authorization", ""))
        stored = self.users.get(name)
        if stored is None:
            return False
        quick = hmac.digest(self._secret, f"{name}:{passphrase}".encode("utf-8", "replace"), "sha256").hex()
        if hmac.compare_digest(self._known.get(name, ""), quick):
            return True
        salt = bytes.fromhex(stored.split("$")[1])
        found = await run_in_threadpool(hash_passphrase, passphrase, salt)
        if not hmac.compare_digest(found, stored):
            return False
        self._known[name] = quick
        return True


def _credentials(authorization: str) -> tuple[str, str]:
    kind, _, value = authorization.partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        name, _, passphrase = base64.b64decode(value, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return "", ""
    return name, passphrase


def _is_hash(stored: str) -> bool:
    parts = stored.split("$")
    try:
        return (
            len(parts) == 3
            and parts[0] == "scrypt"
            and len(bytes.fromhex(parts[1])) >= 8
            and len(bytes.fromhex(parts[2])) == 64
        )
    except ValueError:
        return False


def main(arguments: list[str]) -> None:
    """Print the line of a user; the passphrase is asked for, or read from standard input where that is no terminal."""
    if len(arguments) != 1 or ":" in arguments[0]:
        raise SystemExit("usage: python -m ui.login NAME  (no colon in NAME)")
    passphrase = getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if not passphrase:
        raise SystemExit("the passphrase is empty")
    print(f"{arguments[0]}:{hash_passphrase(passphrase)}")


if __name__ == "__main__":
    main(sys.argv[1:])
