"""Save an index as a folder that explains itself, and load it: arrays and JSON, no pickle.

    manifest.json      format, documents, encoder, token weights, counts, and the hash of every other file
    data-…/passages.json       place, kind, scope and breadcrumb of each passage; its text is cut from the document
    data-…/table.npy           vectors of all distinct texts      data-…/centre.npy   their centre (one document)
    data-…/tokens.npy, starts.npy   token rows of all sentences (late interaction) and where each sentence's begin
    data-…/idf.npy             token numbers and document frequencies
    data-…/sentences/, passages/   row numbers and BM25 weights of each grain

What a folder holds is checked against what it is loaded for, before anything is read from it.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from corpus import Document, IndexFolderError, IndexMismatchError, Passage
from index.build import Parts
from index.generations import checked_data, read_manifest, replace_content
from index.grain import Grain
from index.late import Tokens
from index.lexical import LexicalIndex
from index.pooling import IdfFit, PooledEncoder
from index.types import Encoder, Matrix

FORMAT = 2  # raised whenever a reader of the old form would misread the new one
_ROWS = ("own", "breadcrumbs", "parts", "starts", "spans")
_FIELDS = ("id", "document_id", "section", "start", "end", "kind", "scope", "breadcrumb")
_MENDING = "rebuild it with `workplan index`"


def save_parts(folder: Path, documents: Sequence[Document], encoder: Encoder, parts: Parts) -> None:
    """Write the index into `folder` in place of the one there; raises IndexFolderError."""
    manifest = {
        "format": FORMAT,
        "documents": [_describe(document) for document in documents],
        "encoder": {"name": encoder.name, "dim": encoder.dim, "fingerprint": encoder.fingerprint},
        "idf": _describe_idf(parts.idf),
        "counts": {
            "sentences": len(parts.sentences.passages),
            "passages": len(parts.passages.passages),
            "vectors": len(parts.table),
        },
    }
    replace_content(folder, manifest, lambda data: _write(data, parts))


def load_parts(folder: Path, documents: Sequence[Document], encoder: Encoder) -> tuple[list[Document], Encoder, Parts]:
    """Read the index in `folder`: its documents in the saved order, the encoder and the parts.

    Raises IndexMismatchError where it was not built for `documents` and `encoder`, IndexFolderError where it
    is damaged.
    """
    try:
        return _load(folder, documents, encoder)
    except IndexMismatchError:
        raise
    except IndexFolderError:
        # It may have been replaced by another process between our reading its manifest and its data.
        return _load(folder, documents, encoder)


def _load(folder: Path, documents: Sequence[Document], encoder: Encoder) -> tuple[list[Document], Encoder, Parts]:
    manifest = read_manifest(folder)
    _check_format(manifest["format"])
    try:
        _check_encoder(manifest["encoder"], encoder)
        ordered = _check_documents(manifest["documents"], documents)
        data = checked_data(folder, manifest)
        return ordered, encoder, _read(data, manifest, ordered, encoder)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise IndexFolderError(f"the saved index in '{folder}' is malformed ({error!r}): {_MENDING}") from error


def _check_format(found: int) -> None:
    if found != FORMAT:
        age = "a newer" if found > FORMAT else "an older"
        raise IndexMismatchError(f"index was saved by {age} version (format {found}, expected {FORMAT}): {_MENDING}")


def _check_encoder(found: dict[str, Any], encoder: Encoder) -> None:
    if found["name"] != encoder.name:
        raise IndexMismatchError(
            f"index was built with '{found['name']}', asked to load with '{encoder.name}': "
            f"{_MENDING} or pass --encoder {found['name']}"
        )
    if (found["dim"], found["fingerprint"]) != (encoder.dim, encoder.fingerprint):
        raise IndexMismatchError(
            f"index was built with another version of '{encoder.name}' ({found['dim']} dimensions, "
            f"{found['fingerprint'][:8]}), asked to load with {encoder.dim} and {encoder.fingerprint[:8]}: {_MENDING}"
        )


def _check_documents(found: list[dict[str, str]], documents: Sequence[Document]) -> list[Document]:
    by_id = {document.id: document for document in documents}
    ids = [entry["id"] for entry in found]
    if set(ids) != set(by_id):
        raise IndexMismatchError(
            f"index was built from {_list(ids)}, asked to load for {_list(list(by_id))}: {_MENDING}"
        )
    for entry in found:
        if entry["structure"] != structure_hash(by_id[entry["id"]]):
            raise IndexMismatchError(
                f"index was built when '{entry['title']}' was read into other sections or sentences: {_MENDING}"
            )
    return [by_id[document_id] for document_id in ids]


def _list(ids: Sequence[str]) -> str:
    shown = ", ".join(ids[:3])
    return f"{len(ids)} documents ({shown}{', …' if len(ids) > 3 else ''})" if ids else "no document"


def structure_hash(document: Document) -> str:
    """Return a hash of the outline and the sentences: the same text may be read otherwise by another version."""
    return sha256(repr((document.sections, document.sentences)).encode("utf-8", "replace")).hexdigest()[:16]


def _describe(document: Document) -> dict[str, Any]:
    return {"id": document.id, "title": document.title, "structure": structure_hash(document)}


def _describe_idf(idf: IdfFit | None) -> dict[str, Any] | None:
    if idf is None:
        return None
    return {"sentences": idf.count, "power": idf.power, "vocabulary": idf.vocabulary, "fingerprint": idf.fingerprint}


def _write(data: Path, parts: Parts) -> None:
    np.save(data / "table.npy", parts.table, allow_pickle=False)
    np.save(data / "tokens.npy", parts.sentences.tokens.rows, allow_pickle=False)
    np.save(data / "starts.npy", parts.sentences.tokens.starts, allow_pickle=False)
    if parts.idf is not None:
        np.save(data / "idf.npy", np.stack([parts.idf.tokens, parts.idf.frequencies]), allow_pickle=False)
    if parts.centre is not None:
        np.save(data / "centre.npy", parts.centre, allow_pickle=False)
    places = {}
    for name, grain in (("sentences", parts.sentences), ("passages", parts.passages)):
        places[name] = [[getattr(passage, field) for field in _FIELDS] for passage in grain.passages]
        grain.lexical.save(data / name)
        for rows in _ROWS:
            np.save(data / name / f"{rows}.npy", getattr(grain, rows), allow_pickle=False)
    (data / "passages.json").write_text(json.dumps({"fields": _FIELDS} | places, ensure_ascii=False), "utf-8")


def _read(data: Path, manifest: dict[str, Any], documents: Sequence[Document], encoder: Encoder) -> Parts:
    table = np.load(data / "table.npy", allow_pickle=False)
    if table.ndim != 2 or table.shape[1] != encoder.dim:
        raise ValueError(f"table of shape {table.shape}, expected rows of {encoder.dim}")
    places = json.loads((data / "passages.json").read_text("utf-8"))
    texts = {document.id: document.text for document in documents}
    tokens = Tokens(
        np.load(data / "tokens.npy", allow_pickle=False, mmap_mode="r"),
        np.load(data / "starts.npy", allow_pickle=False),
    )
    sentences = _read_grain(data / "sentences", table, tokens, places["sentences"], texts)
    passages = _read_grain(data / "passages", table, tokens, places["passages"], texts)
    centre_file = data / "centre.npy"
    centre = np.load(centre_file, allow_pickle=False) if centre_file.is_file() else None
    return Parts(sentences, passages, _read_idf(data / "idf.npy", manifest["idf"], encoder), centre)


def _read_grain(folder: Path, table: Matrix, tokens: Tokens, places: list[list[Any]], texts: dict[str, str]) -> Grain:
    passages = []
    for place in places:
        fields = dict(zip(_FIELDS, place, strict=True))
        passages.append(Passage(**fields, text=texts[fields["document_id"]][fields["start"] : fields["end"]]))
    rows = {name: np.load(folder / f"{name}.npy", allow_pickle=False) for name in _ROWS}
    lexical = LexicalIndex.load(folder, len(passages))
    return Grain(passages=tuple(passages), table=table, tokens=tokens, **rows, lexical=lexical)


def _read_idf(path: Path, described: dict[str, Any] | None, encoder: Encoder) -> IdfFit | None:
    if described is None:
        return None
    if not isinstance(encoder, PooledEncoder):
        raise IndexMismatchError(f"index weighs tokens, which '{encoder.name}' cannot: {_MENDING}")
    tokens, frequencies = np.load(path, allow_pickle=False)
    idf = IdfFit(tokens, frequencies, described["sentences"], described["vocabulary"], described["power"])
    if idf.fingerprint != described["fingerprint"] or idf.vocabulary != encoder.vocabulary:
        raise IndexMismatchError(f"index was built with other token weights than it names: {_MENDING}")
    return idf
