"""Imports point down only, and what starts quickly loads nothing heavy."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BELOW = {
    "corpus": set[str](),
    "index": {"corpus"},
    "assistant": {"corpus", "index"},
    "ui": {"corpus", "index", "assistant"},
    "eval": {"corpus", "index", "assistant"},
}
HEAVY = ("torch", "gradio", "faiss", "fastapi", "sentence_transformers", "langchain_text_splitters")
ONE_PLACE = {
    "gradio": "ui/page",
    "uvicorn": "ui/serving.py",
    "sqlalchemy": "ui/feedback.py",
    "docx": "ui/export.py",
    "prometheus_client": "ui/metrics.py",
    "fastapi": "ui",
    "starlette": "ui",
}


def imported_packages(path: Path) -> Iterator[str]:
    """Yield the top-level package of every import of a file, those inside functions included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively; write the package's name"
            yield (node.module or "").split(".")[0]


def source_files() -> Iterator[Path]:
    for room in BELOW:
        yield from sorted((ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("room", BELOW)
def test_imports_point_down_only(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {package}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for package in imported_packages(path)
        if package in BELOW and package != room and package not in BELOW[room]
    ]
    assert wrong == []


def test_only_its_own_file_knows_a_library() -> None:
    strangers = [
        f"{path.relative_to(ROOT)} imports {package}"
        for path in source_files()
        for package in imported_packages(path)
        if package in ONE_PLACE and not path.relative_to(ROOT).as_posix().startswith(ONE_PLACE[package])
    ]
    assert strangers == []


def loaded_by(code: str) -> set[str]:
    """Return which heavy libraries a fresh process has loaded after `code`."""
    report = f"import sys; print(); print('loaded:', *[name for name in {HEAVY!r} if name in sys.modules])"
    finished = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    return set(finished.stdout.rsplit("loaded:", 1)[1].split())


@pytest.mark.parametrize(
    "code",
    [
        "import corpus",
        "import index",
        "import assistant",
        "import ui",
        "import sys; sys.argv = ['workplan', '--help']\nfrom ui.cli import main\ntry: main()\nexcept SystemExit: pass",
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(code: str) -> None:
    assert loaded_by(code) == set()


def test_asking_loads_neither_torch_nor_gradio(tmp_path: Path) -> None:
    code = (
        f"import sys; sys.argv = ['workplan', 'ask', '2022年重点工作', '--data', {str(tmp_path)!r}]\n"
        "from ui.cli import main\ntry: main()\nexcept SystemExit: pass"
    )
    assert loaded_by(code) & {"torch", "gradio", "fastapi", "sentence_transformers"} == set()
