"""Read this project's question sets: JSON Lines, a question a line, in the form of `question.schema.json`.

The checks are written out here, so that each error can name file, line, key and fix; a test holds them to the schema.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterator, Sequence

from corpus import DatasetError, Document
from eval.evidence import locate, shorten
from eval.folding import strip_to_characters
from eval.types import OWN_KINDS, Evidence, JsonObject, Question

SCOPES = ("result", "plan", "problem", "preamble", "other")
_REQUIRED = ("id", "kind", "question", "answerable", "answer_groups", "evidence")
_OPTIONAL = ("history", "scope", "note")
_MOST_COMBINATIONS = 64
_TYPE_NAMES = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "an object",
}


class Fault(ValueError):
    """What is wrong with a question; `key` is the one at fault."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def read_questions(text: str, name: str, documents: Sequence[Document]) -> tuple[Question, ...]:
    """Return the questions of `text`, whose evidence stands in `documents`; empty lines are passed over.

    Raises `DatasetError` naming the file (`name`) and the line: no JSON object, a key missing, unknown or of the wrong
    type, an unknown kind, an id used twice, evidence that is in no document.
    """
    questions: list[Question] = []
    lines_of_ids: dict[str, int] = {}
    for number, row in _rows(text, name):
        try:
            question = make_question(row, number, documents)
        except Fault as error:
            raise DatasetError(f"{name}:{number}: {error}") from None
        if question.id in lines_of_ids:
            earlier = lines_of_ids[question.id]
            raise DatasetError(f"{name}:{number}: id '{question.id}' is taken by line {earlier}; ids must differ")
        lines_of_ids[question.id] = number
        questions.append(question)
    if not questions:
        raise DatasetError(f"{name} has no questions; expected a JSON object on each line")
    return tuple(questions)


def _rows(text: str, name: str) -> Iterator[tuple[int, JsonObject]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise DatasetError(
                f"{name}:{number}: not JSON ({error.msg} at column {error.colno}); expected one JSON object a line"
            ) from None
        except RecursionError:
            raise DatasetError(f"{name}:{number}: nested too deeply; expected one plain JSON object a line") from None
        if not isinstance(row, dict):
            raise DatasetError(f"{name}:{number}: expected a JSON object, found {_type_name(row)}")
        yield number, row


def make_question(row: JsonObject, line: int, documents: Sequence[Document]) -> Question:
    """Return the question that `row` describes. Raises `Fault`, which knows the key at fault."""
    _check_keys(row)
    kind = _choice(row, "kind", OWN_KINDS)
    answerable = row["answerable"]
    if not isinstance(answerable, bool):
        raise Fault("answerable", f"'answerable' must be true or false, found {_type_name(answerable)}")
    groups = _groups(row["answer_groups"])
    quotes = _strings(row, "evidence")
    history = _strings(row, "history")
    _check_sense(kind, answerable, groups, quotes, history)
    return Question(
        id=_string(row, "id"),
        kind=kind,
        text=_string(row, "question"),
        answerable=answerable,
        answer_groups=groups,
        answers=whole_answers(groups),
        evidence=tuple(_locate(quote, documents) for quote in quotes),
        history=history,
        scope=None if row.get("scope") is None else _choice(row, "scope", SCOPES),  # type: ignore[arg-type]
        note=None if row.get("note") is None else _string(row, "note"),
        line=line,
    )


def _locate(quote: str, documents: Sequence[Document]) -> Evidence:
    try:
        return locate(quote, documents)
    except ValueError as error:
        raise Fault("evidence", str(error)) from None


def _check_keys(row: JsonObject) -> None:
    if missing := [key for key in _REQUIRED if key not in row]:
        raise Fault(missing[0], f"key '{missing[0]}' is missing; required are {', '.join(_REQUIRED)}")
    if unknown := [key for key in row if key not in _REQUIRED + _OPTIONAL]:
        raise Fault(unknown[0], f"unknown key '{unknown[0]}'; known are {', '.join(_REQUIRED + _OPTIONAL)}")


def _check_sense(
    kind: str, answerable: bool, groups: tuple[tuple[str, ...], ...], quotes: tuple[str, ...], history: tuple[str, ...]
) -> None:
    if answerable and kind == "unanswerable":
        raise Fault("kind", "kind 'unanswerable' must have \"answerable\": false")
    if answerable and not groups:
        raise Fault("answer_groups", "an answerable question needs at least one group in 'answer_groups'")
    if not answerable and (groups or quotes):
        raise Fault("answer_groups", "a question without an answer must have empty 'answer_groups' and 'evidence'")
    if kind == "followup" and not history:
        raise Fault("history", "kind 'followup' needs the earlier questions in 'history'")


def _string(row: JsonObject, key: str) -> str:
    value = row[key]
    if not isinstance(value, str) or not value.strip():
        raise Fault(key, f"'{key}' must be a text that is not empty, found {_shown(value)}")
    return value


def _choice(row: JsonObject, key: str, known: Sequence[str]) -> str:
    value = row[key]
    if not isinstance(value, str) or value not in known:
        raise Fault(key, f"{key} {_shown(value)} is unknown; expected one of {', '.join(known)}")
    return value


def _strings(row: JsonObject, key: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise Fault(key, f"'{key}' must be a list of texts that are not empty, found {_shown(value)}")
    return tuple(value)


def _groups(value: object) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list) or not all(
        isinstance(group, list) and group and all(isinstance(item, str) and item.strip() for item in group)
        for group in value
    ):
        raise Fault(
            "answer_groups",
            f"'answer_groups' must be a list of lists of texts that are not empty, found {_shown(value)}",
        )
    return tuple(tuple(group) for group in value)


def whole_answers(groups: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the whole gold answers: one variant of each group, put together in the order of the groups.

    Variants that are equal once normalised count once; beyond 64 combinations, the first variants alone.
    """
    if not groups:
        return ()
    distinct = [_distinct(group) for group in groups]
    if math.prod(len(group) for group in distinct) > _MOST_COMBINATIONS:
        return ("".join(group[0] for group in distinct),)
    return tuple("".join(combination) for combination in itertools.product(*distinct))


def _distinct(variants: Sequence[str]) -> list[str]:
    """Return the first of each set of variants that are equal once normalised."""
    firsts: dict[str, str] = {}
    for variant in variants:
        firsts.setdefault(strip_to_characters(variant), variant)
    return list(firsts.values())


def _type_name(value: object) -> str:
    return _TYPE_NAMES.get(type(value), "null")


def _shown(value: object) -> str:
    return f"'{shorten(value)}'" if isinstance(value, str) else shorten(json.dumps(value, ensure_ascii=False))
