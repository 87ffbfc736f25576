"""Ask an assistant that runs elsewhere, over its REST interface, with the standard library alone."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

from corpus import DatasetError
from eval.predictions import make_outcome
from eval.types import Dataset, Outcome, Question

_TIMEOUT = 120  # seconds for one answer; a language model may write it


def ask_remote(dataset: Dataset, url: str, advance: Callable[[], None] = lambda: None) -> tuple[Outcome, ...]:
    """Return the outcomes of `dataset` asked of `POST {url}/ask`; `url` ends in `/api/v1`. `advance` after each question.

    The time is that of the whole request. Raises `DatasetError` naming the question and what the server said.
    """
    if not url.startswith(("http://", "https://")):
        raise DatasetError(f"--url is '{url}'; expected http://HOST:PORT/api/v1")
    return tuple(_outcomes(dataset, url.rstrip("/") + "/ask", advance))


def _outcomes(dataset: Dataset, endpoint: str, advance: Callable[[], None]) -> Iterator[Outcome]:
    for question in dataset.questions:
        began = perf_counter()
        row = _post(endpoint, question)
        milliseconds = (perf_counter() - began) * 1000
        yield make_outcome(question, row, dataset.documents, f"question '{question.id}'", milliseconds)
        advance()


def _post(endpoint: str, question: Question) -> dict[str, Any]:
    body = json.dumps({"question": question.text, "history": list(question.history)}).encode()
    request = urllib.request.Request(endpoint, body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as response:
            value = json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            said = error.read(2000).decode("utf-8", "replace")
        raise DatasetError(f"question '{question.id}': {endpoint} answered {error.code}: {said}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise DatasetError(
            f"question '{question.id}': {endpoint} gave no answer ({reason}); is `workplan serve` running there?"
        ) from None
    if not isinstance(value, dict):
        raise DatasetError(f"question '{question.id}': {endpoint} gave no JSON object")
    return value
