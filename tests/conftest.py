"""What several tests share: the bundled report, and an assistant over it with the built-in model."""

import os

import pytest

from assistant import Assistant
from corpus import Document, bundled_report
from index import Index, load_encoder

# The table alone: building an index takes 0.1 s with it and 6 s with the default. Tests of the default name it.
os.environ.setdefault("WORKPLAN_ENCODER", "builtin")


@pytest.fixture(scope="session")
def report() -> Document:
    """Return the bundled report."""
    return bundled_report()


@pytest.fixture(scope="session")
def assistant(report: Document) -> Assistant:
    """Return an assistant over the bundled report with the built-in model; its index is never saved."""
    return Assistant(Index.build([report], load_encoder()))
