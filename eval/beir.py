"""Read a BEIR-form folder, for retrieval alone: `corpus.jsonl`, `queries.jsonl`, `qrels/*.tsv` (Thakur et al. 2021)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import DatasetError, Document
from eval.json_lines import read_lines, read_objects
from eval.squad import plain_document

_SPLITS = ("test", "dev", "train")  # which of several files of judgements is taken
_FORM = "expected corpus.jsonl, queries.jsonl and qrels/*.tsv of the BEIR form"


@dataclass(frozen=True, slots=True)
class Collection:
    """Texts, queries by id, and for each judged query the gain (above 0) of each document by its `Document.id`."""

    name: str
    documents: tuple[Document, ...]
    queries: Mapping[str, str]
    gains: Mapping[str, Mapping[str, int]]
    remarks: tuple[str, ...] = ()


def is_beir(path: Path) -> bool:
    """Tell whether `path` is a folder, which no other form of question set is."""
    return path.is_dir()


def read_beir(folder: Path) -> Collection:
    """Return the collection in `folder`, with the judgements of `test` (else `dev`, `train`, else the only file).

    Raises `DatasetError` naming file and line: a file missing, a line malformed, an id that nothing bears.
    """
    judgements = _choose_qrels(folder)
    texts: dict[str, Document] = {}
    for place, row in read_objects(folder / "corpus.jsonl", _FORM):
        title, text = str(row.get("title") or ""), _text(row, "text", place)
        texts[_id(row, place)] = plain_document(f"{title}\n{text}" if title else text, title)
    queries = {
        _id(row, place): _text(row, "text", place) for place, row in read_objects(folder / "queries.jsonl", _FORM)
    }
    gains = _read_qrels(judgements, texts, queries)
    remarks = (f"judgements of {judgements.name}",)
    return Collection(folder.resolve().name, tuple(texts.values()), queries, gains, remarks)


def _choose_qrels(folder: Path) -> Path:
    missing = [name for name in ("corpus.jsonl", "queries.jsonl") if not (folder / name).is_file()]
    found = sorted((folder / "qrels").glob("*.tsv"))
    if missing or not found:
        raise DatasetError(f"{folder} has no {(*missing, 'qrels/*.tsv')[0]}; {_FORM}")
    named = {path.stem: path for path in found}
    return next((named[split] for split in _SPLITS if split in named), found[0])


def _id(row: dict[str, Any], place: str) -> str:
    if not isinstance(row.get("_id"), (str, int)):
        raise DatasetError(f"{place}: no '_id'; expected a text that the judgements name")
    return str(row["_id"])


def _text(row: dict[str, Any], key: str, place: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise DatasetError(f"{place}: no '{key}'; expected a text that is not empty")
    return value


def _read_qrels(path: Path, texts: Mapping[str, Document], queries: Mapping[str, str]) -> dict[str, dict[str, int]]:
    gains: dict[str, dict[str, int]] = {}
    for place, line in read_lines(path, _FORM):
        cells = line.split("\t")
        if cells[0].lower() in ("query-id", "query_id", "qid"):
            continue
        if len(cells) != 3 or not cells[2].strip().lstrip("-").isdigit():
            raise DatasetError(f"{place}: {line[:40]!r}; expected query id, document id and a whole number, with tabs")
        query, document, score = cells[0], cells[1], int(cells[2])
        for known, name, file in ((queries, query, "queries.jsonl"), (texts, document, "corpus.jsonl")):
            if name not in known:
                raise DatasetError(f"{place}: '{name}' is not in {file}; the files must be of one collection")
        if score > 0:
            gains.setdefault(query, {})[texts[document].id] = score
    if not gains:
        raise DatasetError(f"{path.name} judges no document relevant; {_FORM}")
    return gains
