"""What several tests share: the bundled report, and an assistant over it with the built-in model."""

import os
from collections.abc import Iterator
from typing import Any

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Return headless Chromium; skip where there is none."""
    from ui_site import open_browser

    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def small_site(browser: Any) -> Iterator[Any]:
    """Serve the page over the small report, one of whose sentences is hostile."""
    from ui_fakes import app_with_page
    from ui_site import Site, hostile_assistant, serving

    assistant = hostile_assistant()
    with serving(app_with_page(assistant)) as url:
        yield Site(url, assistant)


@pytest.fixture
def site(small_site: Any) -> Iterator[Any]:
    """Return the small site as new; whatever its pages complain of fails the test."""
    from ui_site import Site

    answers = dict(small_site.assistant.answers)
    small_site.assistant.asked.clear()
    site = Site(small_site.url, small_site.assistant)
    yield site
    small_site.assistant.answers = answers
    site.close()
