"""A folder whose content is replaced in one step: a crash at any moment leaves the old content or the new.

    manifest.json        says which data folder counts, and the hash of each file in it
    data-1f0c…/          the files, written under a temporary name and renamed when complete

Data are written beside the old ones; replacing manifest.json (one atomic rename, on every system) is the swap. Whole
folders cannot be exchanged so: between two renames neither would be in place.
"""

import contextlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Callable
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from corpus import IndexFolderError

MANIFEST = "manifest.json"
ABANDONED = 600.0  # seconds after which unfinished data of a crashed process are removed
_DATA, _TEMPORARY = "data-", ".data-"
_MENDING = "rebuild it with `workplan index`"


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of `folder`; raises IndexFolderError where there is none or it is no manifest."""
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise IndexFolderError(f"no saved index in '{folder}' ({MANIFEST} is missing): {_MENDING}") from error
    except (OSError, ValueError) as error:
        raise IndexFolderError(f"'{path}' is not readable ({error}): {_MENDING}") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("format"), int):
        raise IndexFolderError(f"'{path}' is not the manifest of a saved index: {_MENDING}")
    return manifest


def checked_data(folder: Path, manifest: dict[str, Any]) -> Path:
    """Return the data folder that `manifest` names once every file in it has the hash it should have.

    Raises IndexFolderError naming the first that has not.
    """
    data, files = manifest.get("data"), manifest.get("files")
    if not isinstance(data, str) or not isinstance(files, dict) or Path(data).name != data:
        raise IndexFolderError(f"'{folder / MANIFEST}' does not name its files: {_MENDING}")
    for name, expected in files.items():
        path = folder / data / name
        try:
            found = _hash(path)
        except OSError as error:
            raise IndexFolderError(f"the saved index is incomplete: '{path}' is not readable: {_MENDING}") from error
        if found != expected:
            raise IndexFolderError(f"the saved index is damaged: '{path}' is not the file that was saved: {_MENDING}")
    return folder / data


def replace_content(folder: Path, manifest: dict[str, Any], write: Callable[[Path], None]) -> None:
    """Let `write` fill an empty folder, then make it, with `manifest`, the content of `folder`.

    Raises IndexFolderError where `folder` holds other things or cannot be written.
    """
    _refuse_foreign(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        previous = _current(folder)
        data, files = _write_data(folder, write)
        _write_manifest(folder, manifest | {"data": data, "files": files})
    except OSError as error:
        raise IndexFolderError(f"the index cannot be saved in '{folder}': {error.strerror or error}") from error
    _clean(folder, keep=data, previous=previous)


def _refuse_foreign(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise IndexFolderError(f"'{folder}' is a file; expected a folder for the index")
    names = [path.name for path in folder.iterdir()]
    foreign = [name for name in names if not name.startswith((MANIFEST, f".{MANIFEST}", _DATA, _TEMPORARY))]
    if foreign and MANIFEST not in names:
        raise IndexFolderError(f"'{folder}' holds '{min(foreign)}' and no index: choose a folder of its own")


def _current(folder: Path) -> str | None:
    try:
        return str(read_manifest(folder).get("data"))
    except IndexFolderError:
        return None  # nothing usable is being replaced


def _write_data(folder: Path, write: Callable[[Path], None]) -> tuple[str, dict[str, str]]:
    temporary = folder / f"{_TEMPORARY}{uuid.uuid4().hex}"
    temporary.mkdir()
    try:
        write(temporary)
        for path in _files(temporary):
            _flush(path)
        files = {path.relative_to(temporary).as_posix(): _hash(path) for path in _files(temporary)}
        name = _DATA + sha256(json.dumps(files).encode()).hexdigest()[:16]
        if not (folder / name).exists():
            temporary.replace(folder / name)
        elif any(_hash_or_none(folder / name / file) != expected for file, expected in files.items()):
            (folder / name).replace(folder / f"{_TEMPORARY}{uuid.uuid4().hex}")  # damaged: put aside
            temporary.replace(folder / name)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return name, files


def _write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    temporary = folder / f".{MANIFEST}.{uuid.uuid4().hex}"
    try:
        temporary.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")
        _flush(temporary)
        temporary.replace(folder / MANIFEST)
    finally:
        temporary.unlink(missing_ok=True)


def _clean(folder: Path, keep: str, previous: str | None) -> None:
    """Remove the data that were replaced, and what crashed processes left; never what another may be writing now."""
    for path in folder.iterdir():
        if path.name == keep or not path.name.startswith((_DATA, _TEMPORARY, f".{MANIFEST}")):
            continue
        with contextlib.suppress(OSError):  # another process was faster
            if path.name == previous or time.time() - path.stat().st_mtime > ABANDONED:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _flush(path: Path) -> None:
    """Have the system write the file out, so that a manifest never reaches the disk before what it names."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _hash_or_none(path: Path) -> str | None:
    try:
        return _hash(path)
    except OSError:
        return None
