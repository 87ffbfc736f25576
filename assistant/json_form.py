"""An answer as the one JSON object of the command line, of REST and of batch files, and back again.

`answer.schema.json` beside this file describes the object; a test holds the two to each other.
"""

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any, cast, get_args

from assistant.types import Answer, Citation, Kind, Role, Turn
from corpus import QuestionError, Scope

MAX_PASSAGES = 10
MAX_TURNS = 50
"""Earlier turns read from outside; each bare question among them is answered anew, so their number has a bound."""

_TURN = 'expected a question, or an object {"question": …, "answer": …} with an earlier answer object'


def answer_to_json(answer: Answer, latency_ms: float) -> dict[str, Any]:
    """Return `answer` as the one JSON object, keys in the order of the contract; `latency_ms` is in milliseconds.

    The parts of a compound answer add nothing: their text and citations stand in the whole.
    """
    return {
        "answer": answer.text,
        "abstained": answer.abstained,
        "kind": answer.kind,
        "scope": answer.scope,
        "short_answer": answer.short_answer,
        "query": answer.query,
        "citations": [_citation_to_json(citation) for citation in answer.citations],
        "passages": [passage.text for passage in answer.passages[:MAX_PASSAGES]],
        "suggestions": list(answer.suggestions),
        "latency_ms": round(latency_ms, 3),
    }


def answer_from_json(value: object, place: str = "answer") -> Answer:
    """Return the answer that an object of `answer_to_json` describes; its passages do not come back.

    The object comes from outside: types are checked here, quotes against the report by whoever uses it.
    Raises `QuestionError`, naming `place`, where it is not such an object.
    """
    fields = _object(value, place)
    return Answer(
        text=_text(fields, "answer", place),
        kind=cast(Kind, _word(fields, "kind", get_args(Kind), place)),
        abstained=fields.get("abstained") is True,
        scope=None if fields.get("scope") is None else cast(Scope, _word(fields, "scope", get_args(Scope), place)),
        short_answer=_text(fields, "short_answer", place),
        citations=tuple(
            _citation_from_json(item, f"{place}.citations[{number}]")
            for number, item in enumerate(_list(fields.get("citations", []), f"{place}.citations"))
        ),
        passages=(),
        query=_text(fields, "query", place),
        suggestions=tuple(str(item) for item in _list(fields.get("suggestions", []), f"{place}.suggestions")),
    )


def history_from_json(value: object) -> tuple[str | Turn, ...]:
    """Return earlier turns, oldest first, from a list of questions and of `{"question", "answer"}` objects.

    None is no history. Raises `QuestionError` naming the item that is neither, or when there are over `MAX_TURNS`.
    """
    items = [] if value is None else _list(value, "history")
    if len(items) > MAX_TURNS:
        raise QuestionError(f"history has {len(items)} turns; expected at most {MAX_TURNS}: send the latest ones")
    return tuple(_turn_from_json(item, f"history[{number}]") for number, item in enumerate(items))


def answer_schema() -> dict[str, Any]:
    """Return the JSON Schema of the one JSON object."""
    file = resources.files("assistant") / "answer.schema.json"
    return cast(dict[str, Any], json.loads(file.read_text(encoding="utf-8")))


def _turn_from_json(item: object, place: str) -> str | Turn:
    if isinstance(item, str):
        return item
    if not isinstance(item, Mapping) or not isinstance(item.get("question"), str):
        raise QuestionError(f"{place} is {_shown(item)}; {_TURN}")
    answer = item.get("answer")
    return Turn(item["question"], None if answer is None else answer_from_json(answer, f"{place}.answer"))


def _citation_to_json(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "quote": citation.quote,
        "section": citation.breadcrumb,
        "start": citation.start,
        "end": citation.end,
        "document": citation.document_id,
        "scope": citation.scope,
        "role": citation.role,
    }


def _citation_from_json(value: object, place: str) -> Citation:
    fields = _object(value, place)
    return Citation(
        number=_count(fields, "number", place),
        document_id=_text(fields, "document", place),
        start=_count(fields, "start", place),
        end=_count(fields, "end", place),
        quote=_text(fields, "quote", place),
        breadcrumb=_text(fields, "section", place),
        scope=cast(Scope, _word(fields, "scope", get_args(Scope), place)),
        role=cast(Role, _word(fields, "role", get_args(Role), place)),
    )


def _object(value: object, place: str) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    raise QuestionError(f"{place} is {_shown(value)}; expected an object as `workplan ask --json` prints it")


def _list(value: object, place: str) -> Sequence[object]:
    if isinstance(value, (list, tuple)):
        return value
    raise QuestionError(f"{place} is {_shown(value)}; expected a list")


def _text(fields: Mapping[str, Any], key: str, place: str) -> str:
    value = fields.get(key)
    if isinstance(value, str):
        return value
    raise QuestionError(f"{place}.{key} is {_shown(value)}; expected text")


def _word(fields: Mapping[str, Any], key: str, allowed: tuple[str, ...], place: str) -> str:
    value = fields.get(key)
    if isinstance(value, str) and value in allowed:
        return value
    raise QuestionError(f"{place}.{key} is {_shown(value)}; expected one of {', '.join(allowed)}")


def _count(fields: Mapping[str, Any], key: str, place: str) -> int:
    value = fields.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise QuestionError(f"{place}.{key} is {_shown(value)}; expected a whole number, 0 or more")


def _shown(value: object) -> str:
    """Return `value` as a message shows it: as JSON writes it, short."""
    if isinstance(value, (Mapping, list, tuple)):
        return "an object" if isinstance(value, Mapping) else "a list"
    written = json.dumps(value, ensure_ascii=True, default=str) if value is not None else "missing"
    return written if len(written) <= 40 else written[:39] + "…"
