"""What must be known to repeat a run: the program, the question set, the reports, the model, the settings."""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Protocol

from eval.types import Dataset, JsonObject

FORMAT = 1
_ROOT = Path(__file__).parent.parent


class Model(Protocol):
    """What a run notes of an embedding model."""

    @property
    def name(self) -> str:
        """Return its name."""
        ...

    @property
    def dim(self) -> int:
        """Return its number of dimensions."""
        ...

    @property
    def fingerprint(self) -> str:
        """Return a hash that changes whenever its vectors would."""
        ...


def make_manifest(dataset: Dataset, model: Model, settings: Mapping[str, object]) -> JsonObject:
    """Return the manifest of a run of `dataset`; `settings` are what else was chosen. Holds no time and no path."""
    return {
        "format": FORMAT,
        "dataset": {
            "name": dataset.name,
            "form": dataset.form,
            "sha256": hash_dataset(dataset),
            "questions": len(dataset.questions),
            "remarks": list(dataset.remarks),
        },
        "documents": [{"id": document.id, "title": document.title} for document in dataset.documents],
        "program": find_program(),
        "encoder": {
            "name": model.name,
            "dim": getattr(model, "dim", None),
            "fingerprint": getattr(model, "fingerprint", None),
        },
        "settings": dict(settings),
        "python": platform.python_version(),
        "numpy": metadata.version("numpy"),
    }


def hash_dataset(dataset: Dataset) -> str:
    """Return the SHA-256 of everything in `dataset` that a figure depends on: questions, gold, texts; not its name."""
    content = {
        "documents": [document.id for document in dataset.documents],
        "questions": [
            [
                question.id,
                question.kind,
                question.text,
                question.answerable,
                list(question.history),
                [list(group) for group in question.answer_groups],
                list(question.answers),
                [[gold.quote, [[s.document_id, s.start, s.end] for s in gold.spans]] for gold in question.evidence],
            ]
            for question in dataset.questions
        ],
    }
    written = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def find_program() -> JsonObject:
    """Return version and commit of the program; `changed` where the tree differs from it, None each without git."""
    try:
        version = metadata.version("workplan-assistant")
    except metadata.PackageNotFoundError:
        version = "unknown"
    commit = _git("rev-parse", "HEAD")
    status = _git("status", "--porcelain", "--", "assistant", "corpus", "index", "eval")
    return {"version": version, "commit": commit, "changed": None if status is None else bool(status)}


def _git(*arguments: str) -> str | None:
    if not (_ROOT / ".git").exists():
        return None
    try:
        done = subprocess.run(["git", "-C", str(_ROOT), *arguments], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
