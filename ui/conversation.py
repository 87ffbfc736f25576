"""A conversation between the page and the browser: as JSON to keep, and back again, checked against the reports.

The page's scripts send one command at a time: {"do": "ask", "question": …, "keep": n} or {"do": "restore", "turns": […]}.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.json_form import answer_to_json, history_from_json
from assistant.types import Answer, Turn
from corpus import Document, QuestionError
from ui.formal import formal_quotation
from ui.presenter import answer_text, document_of
from ui.wording import Language, language_of

_LEFT_OUT = ("passages", "latency_ms")


@dataclass(frozen=True, slots=True)
class Command:
    """What a script of the page asks for: a question after the first `keep` turns, or a kept conversation."""

    question: str | None
    keep: int | None
    turns: tuple[Turn, ...]


def read_command(text: str, documents: Sequence[Document]) -> Command:
    """Return the command written in `text`. Raises `QuestionError` where it is none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise QuestionError("a command of the page is not JSON") from error
    if not isinstance(value, dict) or value.get("do") not in ("ask", "restore"):
        raise QuestionError('a command of the page is unknown; expected {"do": "ask"} or {"do": "restore"}')
    if value["do"] == "restore":
        return Command(None, None, restore_turns(value.get("turns"), documents))
    if not isinstance(value.get("question"), str):
        raise QuestionError('a command of the page has no "question"')
    return Command(value["question"], read_keep(value.get("keep")), ())


def read_keep(value: object) -> int | None:
    """Return how many turns stay before the next one; None (all of them) for anything but a whole number."""
    text = str(value).strip() if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


def restore_turns(value: object, documents: Sequence[Document]) -> tuple[Turn, ...]:
    """Return kept turns; a citation that is not in the reports word for word is left out. Raises `QuestionError`."""
    turns = history_from_json(value)
    return tuple(_checked(turn, documents) for turn in turns if isinstance(turn, Turn) and turn.answer is not None)


def conversation_json(turns: Sequence[Turn], documents: Sequence[Document], language: Language = "zh") -> str:
    """Return the turns as JSON for the browser: question and answer, and the two texts to copy."""
    return json.dumps([_turn_json(turn, documents, language) for turn in turns], ensure_ascii=False)


def _turn_json(turn: Turn, documents: Sequence[Document], language: Language) -> dict[str, Any]:
    if turn.answer is None:
        return {"question": turn.question}
    answer = answer_to_json(turn.answer, 0.0)
    return {
        "question": turn.question,
        "answer": {key: value for key, value in answer.items() if key not in _LEFT_OUT},
        "copy": f"{turn.question}\n\n{answer_text(turn.answer, documents, language_of(turn.question, language))}",
        "formal": quotations(turn.answer, documents),
    }


def quotations(answer: Answer, documents: Sequence[Document]) -> list[str]:
    """Return the quotes that prove `answer` (any, where it is a refusal) as formal quotations, each once."""
    cited = [each for each in answer.citations if each.role == "support"] or list(answer.citations)
    found = ((citation, document_of(citation, documents)) for citation in cited)
    return list(dict.fromkeys(formal_quotation(citation, document) for citation, document in found if document))


def _checked(turn: Turn, documents: Sequence[Document]) -> Turn:
    answer = turn.answer
    if answer is None:
        return turn
    kept = []
    for citation in answer.citations:
        document = document_of(citation, documents)
        if document is not None and document.text[citation.start : citation.end] == citation.quote != "":
            kept.append(citation)
    return replace(turn, answer=replace(answer, citations=tuple(kept)))
